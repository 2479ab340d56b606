//! Folders of finished papers that are only read, and a report that is put beside them.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::folder::write_failure;
use super::manifest::{Manifest, SideFile};
use super::parcelled::Parcelled;
use super::standing::{Standing, standing};
use super::swap;
use crate::finding::{Failure, failure};
use crate::model::hex;

/// A folder with a manifest: an edition of the output, or a copy of one; or a release.
#[derive(Debug)]
pub struct Opened {
    folder: PathBuf,
    /// Papers in zips, where it is a release.
    parcelled: Option<Parcelled>,
    /// What stands in it.
    pub manifest: Manifest,
}

impl Opened {
    /// Opens a folder, or the one folder in it that has a manifest.
    ///
    /// # Errors
    /// A failure when there is none, several, or what stands there is not ours.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |trouble: &str| {
            Failure::new(failure::DIFF_FOLDER).with("path", path.display()).with("trouble", trouble)
        };
        if !path.is_dir() {
            return Err(failed("missing"));
        }
        if !path.join(MANIFEST).is_file()
            && let Some((parcelled, manifest)) = Parcelled::open(path)
        {
            return Ok(Self { folder: path.to_owned(), parcelled: Some(parcelled), manifest });
        }
        let folder = if path.join(MANIFEST).is_file() {
            path.to_owned()
        } else {
            let inner = fs::read_dir(path).map_err(|_| failed("missing"))?;
            let inner = inner.filter_map(|entry| Some(entry.ok()?.path()));
            let mut inner: Vec<PathBuf> =
                inner.filter(|inner| inner.join(MANIFEST).is_file()).collect();
            match (inner.pop(), inner.is_empty()) {
                (Some(only), true) => only,
                (Some(_), false) => return Err(failed("several")),
                (None, _) => return Err(failed("foreign")),
            }
        };
        let bytes = fs::read(folder.join(MANIFEST)).ok();
        let manifest: Option<Manifest> =
            bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let manifest = manifest.filter(|own| own.program == env!("CARGO_PKG_NAME"));
        Ok(Self { folder, parcelled: None, manifest: manifest.ok_or_else(|| failed("broken"))? })
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file of the manifest as it is now.
    #[must_use]
    pub fn standing(&self, path: &str, sha256: &str) -> Standing {
        let Some(parcelled) = &self.parcelled else {
            return standing(&self.folder, path, sha256);
        };
        match parcelled.bytes(path) {
            Some(bytes) if hex(&Sha256::digest(&bytes)) == sha256 => Standing::Same(bytes),
            Some(_) => Standing::Altered,
            None => Standing::Gone,
        }
    }

    /// Whether it is a release, of which only papers are known.
    #[must_use]
    pub const fn is_release(&self) -> bool {
        self.parcelled.is_some()
    }

    /// A file that goes with a document; none where it is not what it was.
    #[must_use]
    pub fn side(&self, file: &SideFile) -> Option<Vec<u8>> {
        match self.standing(&file.path, &file.sha256) {
            Standing::Same(bytes) => Some(bytes),
            Standing::Altered | Standing::Gone => None,
        }
    }
}

const MANIFEST: &str = "manifest.json";

/// The first file that a reader of a report opens.
const INDEX: &str = "index.html";

/// A folder of files that is put in its place when it is whole.
#[derive(Debug)]
pub struct ReportFolder {
    next: PathBuf,
    target: PathBuf,
}

impl ReportFolder {
    /// Begins a report at `target`, which may hold an earlier one whose first page bears `mark`.
    ///
    /// # Errors
    /// A failure when something else stands there, when it would lie in one of the folders that it
    /// is about or they in it, or when it cannot be written.
    pub fn begin(target: &Path, about: &[&Path], mark: &str) -> Result<Self, Failure> {
        let failed = |trouble: &str| {
            let failure = Failure::new(failure::DIFF_OUTPUT).with("path", target.display());
            failure.with("trouble", trouble)
        };
        let (Some(name), Some(above)) = (target.file_name(), folder_above(target)) else {
            return Err(failed("name"));
        };
        let above = above.canonicalize().map_err(|_| failed("folder"))?;
        let own = above.join(name);
        for folder in about.iter().filter_map(|folder| folder.canonicalize().ok()) {
            if own.starts_with(&folder) || folder.starts_with(&own) {
                return Err(failed("inside"));
            }
        }
        let is_ours = || {
            let page = fs::read_to_string(own.join(INDEX));
            page.is_ok_and(|page| page.contains(mark))
        };
        let is_empty = || fs::read_dir(&own).is_ok_and(|mut inner| inner.next().is_none());
        if fs::symlink_metadata(&own).is_ok() && !is_empty() && !is_ours() {
            return Err(failed("other"));
        }
        let next = above.join(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
        // A killed process with this number may have left one.
        let _ = fs::remove_dir_all(&next);
        fs::create_dir(&next).map_err(|error| write_failure(&own, &error))?;
        Ok(Self { next, target: own })
    }

    /// Writes a file of the report.
    ///
    /// # Errors
    /// A failure when it cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.next.join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        let put = made.and_then(|()| fs::write(&file, bytes));
        put.map_err(|error| write_failure(&self.target.join(path), &error))
    }

    /// Puts the report in its place, and says where it is.
    ///
    /// # Errors
    /// A failure when it cannot be put there.
    pub fn finish(self) -> Result<PathBuf, Failure> {
        let failed = |error: &std::io::Error| write_failure(&self.target, error);
        if fs::symlink_metadata(&self.target).is_ok() {
            fs::remove_dir_all(&self.target).map_err(|error| failed(&error))?;
        }
        fs::rename(&self.next, &self.target).map_err(|error| failed(&error))?;
        if let Some(above) = self.target.parent() {
            swap::sync_folder(above).map_err(|error| failed(&error))?;
        }
        Ok(self.target.clone())
    }
}

impl Drop for ReportFolder {
    /// A report that was not finished leaves nothing.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.next);
    }
}

fn folder_above(path: &Path) -> Option<&Path> {
    let above = path.parent()?;
    Some(if above.as_os_str().is_empty() { Path::new(".") } else { above })
}
