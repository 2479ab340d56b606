//! Releases: folders beside the outputs that are made once and never changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::blanks::NewFolder;
use super::folder::{Output, write_failure};
use super::swap;
use crate::finding::{Failure, failure};
use crate::model::hex;

/// Folder of releases, beside the outputs.
const RELEASE: &str = "release";

impl Output {
    /// The folder of a release of this output.
    #[must_use]
    pub fn release(&self, number: u32) -> PathBuf {
        self.root().join(RELEASE).join(self.id()).join(number.to_string())
    }

    /// Numbers of the releases that there are, rising.
    ///
    /// # Errors
    /// A failure when their folder cannot be read.
    pub fn releases(&self) -> Result<Vec<u32>, Failure> {
        let folder = self.root().join(RELEASE).join(self.id());
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::io(failure::READ_FAILED, &folder, &error)),
        };
        let names =
            entries.filter_map(Result::ok).filter_map(|own| own.file_name().into_string().ok());
        let mut numbers: Vec<u32> = names.filter_map(|name| name.parse().ok()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Whether a release has files of these checksums and no others; `first` is looked at before the
    /// others, because it differs where any other does.
    #[must_use]
    pub fn is_release(&self, number: u32, sums: &BTreeMap<String, String>, first: &str) -> bool {
        let bytes = fs::read(self.release(number).join(first));
        let sum = bytes.ok().map(|bytes| hex(&Sha256::digest(&bytes)));
        sum.as_ref() == sums.get(first) && self.release_sums(number) == *sums
    }

    /// SHA-256 of every file of a release, by path with `/`; of a file that cannot be read empty.
    fn release_sums(&self, number: u32) -> BTreeMap<String, String> {
        let folder = self.release(number);
        let files = WalkDir::new(&folder).into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| !entry.file_type().is_dir());
        let sum = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&folder).ok()?;
            let parts = path.components().map(|own| own.as_os_str().to_string_lossy().into_owned());
            let path = parts.collect::<Vec<_>>().join("/");
            let bytes = fs::read(entry.path()).ok();
            let sum = bytes.map(|bytes| hex(&Sha256::digest(&bytes)));
            Some((path, sum.unwrap_or_default()))
        };
        files.filter_map(sum).collect()
    }
}

impl NewFolder {
    /// Puts it in its place, its files not to be written again where the system can say so.
    ///
    /// # Errors
    /// As [`NewFolder::finish`].
    pub fn seal(self) -> Result<(), Failure> {
        for entry in
            WalkDir::new(self.path()).contents_first(true).into_iter().filter_map(Result::ok)
        {
            let path = entry.path();
            if entry.file_type().is_dir() {
                swap::sync_folder(path).map_err(|error| write_failure(path, &error))?;
            } else if let Ok(metadata) = entry.metadata() {
                let mut leave = metadata.permissions();
                leave.set_readonly(true);
                let _ = fs::set_permissions(path, leave);
            }
        }
        let above = self.above();
        self.finish()?;
        // It stands whole either way.
        let _ = above.map(|above| swap::sync_folder(&above));
        Ok(())
    }
}
