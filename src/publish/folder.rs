//! The output folder of one assessment.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::manifest::Manifest;
use super::standing::Published;
use super::swap;
use crate::finding::{Failure, failure};
use crate::model::hex;

/// An open output folder; no other run can open it while this one holds it.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    id: String,
    /// The manifest of the last run, when there is one that can be read.
    pub last: Option<Manifest>,
    _lock: File,
}

/// A file of an edition.
#[derive(Debug)]
pub enum PublishedFile {
    /// New bytes.
    New {
        /// Path in the output folder, with `/`.
        path: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// New bytes in parts that are written one behind the other: a long file never stands in
    /// memory twice.
    Parts {
        /// Path in the output folder, with `/`.
        path: String,
        /// Its bytes.
        parts: Vec<Vec<u8>>,
    },
    /// A file of the last run, kept as it is.
    Kept {
        /// Path in the output folder, with `/`.
        path: String,
    },
}

impl Output {
    /// Opens the output of an assessment: takes the lock and mends what a killed run left.
    ///
    /// # Errors
    /// A failure when another run holds the lock or the folder cannot be written.
    pub fn open(root: &Path, id: &str) -> Result<Self, Failure> {
        let failed = |error: &io::Error| write_failure(root, error);
        fs::create_dir_all(root).map_err(|error| failed(&error))?;
        let path = root.join(".lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| write_failure(&path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::new(failure::LOCKED).with("path", root.display()));
            }
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        let output = Self { root: root.to_owned(), id: id.to_owned(), last: None, _lock: lock };
        let (next, current, previous) = (output.next(), output.folder(), output.previous());
        swap::recover(&next, &current, &previous).map_err(|error| failed(&error))?;
        let manifest = fs::read(current.join("manifest.json")).ok();
        let last = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(Self { last, ..output })
    }

    /// The output as whoever only reads it sees it.
    #[must_use]
    pub fn published(&self) -> Published {
        Published::new(&self.root, &self.id)
    }

    /// The folder that readers open.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.root.join(&self.id)
    }

    /// The folder above, in which every assessment has its own.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Id of the assessment.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    fn next(&self) -> PathBuf {
        self.root.join(format!(".next-{}", self.id))
    }

    fn previous(&self) -> PathBuf {
        self.root.join(format!(".last-{}", self.id))
    }

    /// Whether a file of the last run is there with a checksum.
    #[must_use]
    pub fn holds(&self, path: &str, sha256: &str) -> bool {
        let bytes = fs::read(self.folder().join(path));
        bytes.is_ok_and(|bytes| hex(&Sha256::digest(&bytes)) == sha256)
    }

    /// Builds an edition beside the last one and puts it in its place. `fill` puts its files, one
    /// by one, so that none has to be kept when it is written.
    ///
    /// # Errors
    /// A failure when anything cannot be written, or that of `fill`; the last output is then as it
    /// was.
    pub fn publish(
        &self,
        fill: impl FnOnce(&mut Edition<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let next = self.next();
        let built = self.build(&next, fill).and_then(|()| {
            swap::exchange(&next, &self.folder(), &self.previous())
                .map_err(|error| swap_failure(&self.folder(), &error))
        });
        if let Err(failure) = built {
            // What is left of it goes at the next start, if it cannot go now.
            let _ = swap::remove_folder(&next);
            return Err(failure);
        }
        let failed = |error: io::Error| write_failure(&self.root, &error);
        swap::sync_folder(&self.root).map_err(failed)?;
        // The old edition now stands where the next one was built. It is whole either way, so
        // a folder that cannot go now goes at the next start.
        let _ = swap::remove_folder(&next);
        Ok(())
    }

    fn build(
        &self,
        next: &Path,
        fill: impl FnOnce(&mut Edition<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        fs::create_dir_all(next).map_err(|error| write_failure(next, &error))?;
        let mut edition = Edition { output: self, next, folders: vec![next.to_owned()] };
        fill(&mut edition)?;
        for folder in edition.folders.iter().rev() {
            swap::sync_folder(folder).map_err(|error| write_failure(folder, &error))?;
        }
        Ok(())
    }
}

/// Everything that one run puts into its folder, while it is put there.
#[derive(Debug)]
pub struct Edition<'a> {
    output: &'a Output,
    next: &'a Path,
    /// Folders that are there, the outer ones first.
    folders: Vec<PathBuf>,
}

impl Edition<'_> {
    /// Puts a file: new bytes, or a link to the last run's file where its bytes are the same.
    ///
    /// # Errors
    /// A failure when it cannot be written.
    pub fn put(&mut self, file: &PublishedFile) -> Result<(), Failure> {
        let path = self.next.join(file.path());
        if let Some(folder) = path.parent()
            && !self.folders.iter().any(|known| known == folder)
        {
            fs::create_dir_all(folder).map_err(|error| write_failure(folder, &error))?;
            let above = folder.ancestors().take_while(|above| above.starts_with(self.next));
            let new = above.filter(|above| !self.folders.iter().any(|known| known == above));
            let new: Vec<PathBuf> = new.map(Path::to_owned).collect();
            self.folders.extend(new);
        }
        self.write(file, &path).map_err(|error| write_failure(&path, &error))
    }

    fn write(&self, file: &PublishedFile, path: &Path) -> io::Result<()> {
        let old = self.output.folder().join(file.path());
        match file {
            PublishedFile::Kept { .. } => link_or_copy(&old, path),
            PublishedFile::New { bytes, .. } => write_new(&old, path, std::slice::from_ref(bytes)),
            PublishedFile::Parts { parts, .. } => write_new(&old, path, parts),
        }
    }
}

impl PublishedFile {
    fn path(&self) -> &str {
        match self {
            Self::New { path, .. } | Self::Parts { path, .. } | Self::Kept { path } => path,
        }
    }
}

/// Writes new bytes, or links the old file where it has the same.
fn write_new(old: &Path, path: &Path, parts: &[Vec<u8>]) -> io::Result<()> {
    let is_same = |old: &[u8]| {
        let rest = parts.iter().try_fold(old, |rest, part| rest.strip_prefix(part.as_slice()));
        rest.is_some_and(<[u8]>::is_empty)
    };
    if is_plain_file(old) && fs::read(old).is_ok_and(|old| is_same(&old)) {
        link_or_copy(old, path)
    } else {
        swap::write_synced(path, parts)
    }
}

fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// A hard link where the file system has them, else a synced copy.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    swap::write_synced(to, &[fs::read(from)?])
}

pub(super) fn write_failure(path: &Path, error: &io::Error) -> Failure {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => failure::DISK_FULL,
        _ => failure::WRITE_FAILED,
    };
    Failure::io(code, path, error)
}

fn swap_failure(path: &Path, error: &io::Error) -> Failure {
    Failure::io(failure::SWAP_FAILED, path, error)
}
