//! A folder as one zip that is the same bytes for the same files, to be sent to other machines.

use std::fs::{self, File};
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Component, Path};

use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::folder::write_failure;
use super::swap;
use crate::finding::{Failure, failure};
use crate::load::name_of;

/// Links of a folder that is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Followed wherever they lead.
    All,
    /// Followed where they lead to something in the folder; no other file goes along.
    Inside,
}

/// All files of a folder and of those in it, and the folders themselves; hidden ones, too.
///
/// # Errors
/// A failure when one cannot be read.
pub fn pack(folder: &Path, links: Links) -> Result<Vec<u8>, Failure> {
    let failed = |path: &Path, error: &io::Error| Failure::io(failure::READ_FAILED, path, error);
    let root = folder.canonicalize().map_err(|error| failed(folder, &error))?;
    let goes_along = |path: &Path| {
        links == Links::All || path.canonicalize().is_ok_and(|path| path.starts_with(&root))
    };
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        // Most files are compressed already.
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(true);
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            // A link to nothing, or to where it came from.
            Err(error) if error.path().is_some_and(Path::is_symlink) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                return Err(failed(&path, &error.into()));
            }
        };
        let own = entry.path();
        let Ok(path) = own.strip_prefix(folder) else { continue };
        // Names on a Chinese Windows are no UTF-8 where they were unpacked elsewhere.
        let name = path.iter().map(name_of).collect::<Vec<_>>().join("/");
        if entry.file_type().is_dir() && !name.is_empty() && goes_along(own) {
            let added = package.add_directory(name, options).map_err(io::Error::from);
            added.map_err(|error| failed(own, &error))?;
        } else if entry.file_type().is_file() && goes_along(own) {
            let mut file = File::open(own).map_err(|error| failed(own, &error))?;
            let begun = package.start_file(name, options).map_err(io::Error::from);
            begun.and_then(|()| io::copy(&mut file, &mut package)).map_err(|e| failed(own, &e))?;
        }
    }
    let bytes = package.finish().map_err(io::Error::from);
    bytes.map(Cursor::into_inner).map_err(|error| failed(folder, &error))
}

/// Whether a zip was unpacked there: a folder is there with all of it, or not at all.
#[must_use]
pub fn is_unpacked(folder: &Path) -> bool {
    folder.is_dir()
}

/// Puts the files of a zip made by [`pack`] into a folder, which is there with all of them or not
/// at all. A folder that is there is taken to be it.
///
/// # Errors
/// A failure when the zip is none, a file of it would lie elsewhere, or it cannot be written.
pub fn unpack(bytes: &[u8], folder: &Path) -> Result<(), Failure> {
    if is_unpacked(folder) {
        return Ok(());
    }
    let failed = |error: &io::Error| write_failure(folder, error);
    let name = folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let next = folder.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    swap::remove_folder(&next).map_err(|error| failed(&error))?;
    fs::create_dir_all(&next).map_err(|error| failed(&error))?;
    let put = unpacked(bytes).and_then(|files| {
        for (name, bytes) in files {
            let path = next.join(&name);
            let folder = if name.ends_with('/') { Some(&*path) } else { path.parent() };
            let above = folder.map_or(Ok(()), fs::create_dir_all);
            let write = || File::create_new(&path)?.write_all(&bytes);
            let put = above.and_then(|()| if name.ends_with('/') { Ok(()) } else { write() });
            put.map_err(|error| failed(&error))?;
        }
        Ok(())
    });
    // Another process may have put the same there meanwhile.
    let put = put.and_then(|()| match fs::rename(&next, folder) {
        Err(_) if folder.is_dir() => Ok(()),
        put => put.map_err(|error| failed(&error)),
    });
    let _ = swap::remove_folder(&next);
    put
}

/// Makes a folder that nobody else may look into, where the system has such; one that is there is
/// made so.
///
/// # Errors
/// A failure when it cannot be made, or is somebody else's.
pub fn make_private(folder: &Path) -> Result<(), Failure> {
    let failed = |error: &io::Error| write_failure(folder, error);
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let own = fs::Permissions::from_mode(0o700);
        fs::set_permissions(folder, own).map_err(|error| failed(&error))?;
    }
    Ok(())
}

/// Removes a folder with all that is in it, if it is there.
///
/// # Errors
/// A failure when it cannot be removed.
pub fn remove(folder: &Path) -> Result<(), Failure> {
    swap::remove_folder(folder).map_err(|error| write_failure(folder, &error))
}

/// The files of a zip made by [`pack`]: paths below its folder, with their bytes. A folder's path
/// ends with `/`.
///
/// # Errors
/// A failure when it is no such zip, or a path of it leads elsewhere.
pub fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let broken = |cause: String| Failure::new(failure::BUNDLE_BROKEN).with("cause", cause);
    let mut package =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let (mut files, mut left) = (Vec::new(), bytes.len());
    for at in 0..package.len() {
        let mut file = package.by_index(at).map_err(|error| broken(error.to_string()))?;
        let path = file.name().map_err(|error| broken(error.to_string()))?.into_owned();
        let own = Path::new(&path);
        let inside = own.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || path.is_empty() || path.contains('\\') {
            return Err(broken(path));
        }
        // What is packed is not compressed: its files are no larger than itself.
        let size = usize::try_from(file.size()).unwrap_or(usize::MAX);
        if file.compression() != CompressionMethod::Stored || size > left {
            return Err(broken(path));
        }
        left -= size;
        let mut bytes = Vec::with_capacity(size);
        file.read_to_end(&mut bytes).map_err(|error| broken(error.to_string()))?;
        files.push((path, bytes));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_comes_back_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        let from = home.path().join("from");
        fs::create_dir_all(from.join("里/.b")).unwrap();
        fs::write(from.join("里/.b/一.csv"), "1").unwrap();
        fs::write(from.join("empty"), "").unwrap();
        fs::create_dir(from.join("材料")).unwrap();
        let bytes = pack(&from, Links::Inside).unwrap();
        let to = home.path().join("to");
        unpack(&bytes, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("里/.b/一.csv")).unwrap(), "1");
        assert!(to.join("材料").is_dir());
        assert!(pack(&to, Links::All).unwrap() == bytes);
        // Again, over what is there.
        unpack(&bytes, &to).unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_open_is_closed() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("work");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        make_private(&folder).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_takes_nothing_from_elsewhere_along() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let (from, secret) = (home.path().join("from"), home.path().join("secret"));
        fs::create_dir_all(from.join("a")).unwrap();
        fs::create_dir_all(&secret).unwrap();
        fs::write(from.join("a/1"), "own").unwrap();
        fs::write(secret.join("2"), "not ours").unwrap();
        symlink("a", from.join("b")).unwrap();
        symlink(&secret, from.join("out")).unwrap();
        symlink(secret.join("2"), from.join("file")).unwrap();
        symlink("nowhere", from.join("broken")).unwrap();
        symlink("..", from.join("a/loop")).unwrap();
        let names = |links| -> Vec<String> {
            let files = unpacked(&pack(&from, links).unwrap()).unwrap();
            files.into_iter().map(|(path, _)| path).collect()
        };
        assert_eq!(names(Links::Inside), ["a/", "a/1", "b/", "b/1"]);
        assert_eq!(names(Links::All), ["a/", "a/1", "b/", "b/1", "file", "out/", "out/2"]);
    }

    #[test]
    fn no_file_leads_out() {
        let home = tempfile::tempdir().unwrap();
        for name in ["../out", "/out", "a/../../out", "a\\..\\out"] {
            let mut package = ZipWriter::new(Cursor::new(Vec::new()));
            let options =
                SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            package.start_file(name, options).unwrap();
            package.write_all(b"x").unwrap();
            let bytes = package.finish().unwrap().into_inner();
            let error = unpack(&bytes, &home.path().join("to")).unwrap_err();
            assert_eq!(error.code, "bundle-broken", "{name}");
        }
        // One that would grow.
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        package.start_file("zeros", SimpleFileOptions::default()).unwrap();
        package.write_all(&[0; 1 << 12]).unwrap();
        let bytes = package.finish().unwrap().into_inner();
        assert_eq!(unpacked(&bytes).unwrap_err().code, "bundle-broken");
        assert_eq!(unpacked(b"no zip").unwrap_err().code, "bundle-broken");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
