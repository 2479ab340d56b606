//! A list of findings as one file outside the output folder, and the way from it to the data.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::swap;
use crate::finding::{Failure, failure};

/// Puts a report at `path` in one step. What stands there already is replaced when it is empty or
/// `is_ours` knows it as an earlier report; anything else may be somebody's work, and is left.
///
/// # Errors
/// A failure when something else stands there, or the file cannot be written; what stood there is
/// then as it was.
pub fn put_report(
    path: &Path,
    bytes: &[u8],
    is_ours: &dyn Fn(&[u8]) -> bool,
) -> Result<(), Failure> {
    let failed = |trouble: &str, cause: &io::Error| {
        Failure::io(failure::REPORT_FAILED, path, cause).with("trouble", trouble)
    };
    let other = |error: &io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied => failed("denied", error),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Failure::io(failure::DISK_FULL, path, error)
        }
        _ => failed("", error),
    };
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(failed("folder", &io::ErrorKind::NotFound.into()));
    }
    match fs::metadata(path) {
        Ok(there) if !there.is_file() => {
            return Err(failed("not-a-file", &io::ErrorKind::Other.into()));
        }
        Ok(there) if there.permissions().readonly() => {
            return Err(failed("read-only", &io::ErrorKind::PermissionDenied.into()));
        }
        Ok(_) => {
            let old = fs::read(path).map_err(|error| other(&error))?;
            if !old.is_empty() && !is_ours(&old) {
                return Err(Failure::new(failure::REPORT_REFUSED).with("path", path.display()));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(other(&error)),
    }
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else {
        return Err(failed("not-a-file", &io::ErrorKind::InvalidInput.into()));
    };
    // Whoever has it open would save the old list over the new one.
    let marks = [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")];
    if let Some(mark) = marks.iter().find(|mark| folder.join(mark).is_file()) {
        let busy = failed("open", &io::ErrorKind::ResourceBusy.into());
        return Err(busy.with("mark", mark));
    }
    // A name of its own, so that two runs do not write into one file.
    let next = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let put = swap::write_synced(&next, &[bytes]).and_then(|()| fs::rename(&next, path));
    put.and_then(|()| swap::sync_folder(&folder)).map_err(|error| {
        let _ = fs::remove_file(&next);
        other(&error)
    })
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// The way from the folder of a report to the files of a data folder.
#[derive(Debug)]
pub struct Way {
    data: PathBuf,
    to_data: Option<String>,
}

impl Way {
    /// The way from a report to a data folder.
    #[must_use]
    pub fn new(report: &Path, data: &Path) -> Self {
        let real = |path: &Path| path.canonicalize().ok();
        let ends = real(&folder_of(report)).zip(real(data));
        let to_data = ends.and_then(|(report, data)| between(&report, &data));
        Self { data: data.to_owned(), to_data }
    }

    /// The way to a file of the data folder, with `/`; none when it is not there, or its name
    /// holds a character that means something else in a link.
    #[must_use]
    pub fn to(&self, file: &str) -> Option<String> {
        let path = Path::new(file);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        let whole = format!("{}{file}", self.to_data.as_ref()?);
        let plain = inside && !whole.contains(['#', '%', '?', ':']);
        (plain && self.data.join(path).is_file()).then_some(whole)
    }
}

/// The relative way between two folders, ending in `/` unless it is empty; none between drives.
fn between(from: &Path, to: &Path) -> Option<String> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if same == 0 {
        return None;
    }
    let up = from[same..].iter().map(|_| "..");
    let down = to[same..].iter().map(|part| part.as_os_str().to_str());
    let steps: Option<Vec<&str>> = up.map(Some).chain(down).collect();
    Some(steps?.iter().flat_map(|step| [*step, "/"]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_folders() {
        for (from, to, way) in [
            ("/a/b", "/a/b", ""),
            ("/a", "/a/数据", "数据/"),
            ("/a/b/c", "/a/data", "../../data/"),
            ("/", "/a", "a/"),
            ("/x", "/a/b", "../a/b/"),
        ] {
            assert_eq!(
                between(Path::new(from), Path::new(to)).as_deref(),
                Some(way),
                "{from} {to}"
            );
        }
        assert_eq!(between(Path::new("a"), Path::new("b")), None);
    }
}
