//! Shares of an edition that other runs made, until they are put together.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Output, is_plain_file};
use super::manifest::SideFile;
use super::standing::{Standing, standing};
use super::swap;

/// Folder of shares in the output. The name is no assessment's, which have no dots.
const SHARES: &str = ".shards";

/// The folder of one share.
#[derive(Debug)]
pub struct ShareFolder {
    /// Its name.
    pub name: String,
    folder: PathBuf,
}

impl ShareFolder {
    /// A file of it; none where it cannot be read.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(path)).ok()
    }

    /// Where a file of it is; none where it is not what it was.
    #[must_use]
    pub fn file(&self, file: &SideFile) -> Option<PathBuf> {
        let same = matches!(standing(&self.folder, &file.path, &file.sha256), Standing::Same(_));
        let path = self.folder.join(&file.path);
        (same && is_plain_file(&path)).then_some(path)
    }
}

impl Output {
    /// The shares that are there, by name.
    #[must_use]
    pub fn shares(&self) -> Vec<ShareFolder> {
        let home = shares_of(self.root(), self.id());
        let share = |name: String| ShareFolder { folder: home.join(&name), name };
        folders(&home).into_iter().map(share).collect()
    }

    /// Removes all shares, when what they hold has been published. They are gone at once for
    /// everybody; what cannot be removed now is at the next call.
    pub fn remove_shares(&self) {
        let all = self.root().join(SHARES);
        let (home, going) = (all.join(self.id()), all.join(format!(".gone-{}", self.id())));
        let _ = swap::remove_folder(&going);
        if fs::rename(&home, &going).is_ok() {
            let _ = swap::remove_folder(&going);
        }
        // Other assessments may have theirs there.
        let _ = fs::remove_dir(all);
    }
}

/// The folder of one share, if it is there.
#[must_use]
pub fn share_folder(root: &Path, id: &str, name: &str) -> Option<ShareFolder> {
    let folder = shares_of(root, id).join(name);
    folder.is_dir().then(|| ShareFolder { name: name.to_owned(), folder })
}

/// Where shares of an assessment stand.
pub(super) fn shares_of(root: &Path, id: &str) -> PathBuf {
    root.join(SHARES).join(id)
}

/// Ids of the assessments that have shares in an output folder.
#[must_use]
pub fn shared_assessments(root: &Path) -> Vec<String> {
    folders(&root.join(SHARES))
}

/// Names of the folders in a folder but hidden ones, in order.
fn folders(home: &Path) -> Vec<String> {
    let entries = fs::read_dir(home).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|own| own.is_dir()));
    let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}
