//! The output folder of one assessment.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::manifest::{Manifest, SideFile};
use super::shared::shares_of;
use super::standing::{Published, Standing, standing};
use super::swap;
use crate::finding::{Failure, failure};
use crate::model::hex;

/// An open output folder; no other run can open it while this one holds it.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    id: String,
    /// Name of the share, where only a share of an edition is made.
    share: Option<String>,
    /// The manifest of the last run, when there is one that can be read.
    pub last: Option<Manifest>,
    /// Held until this goes.
    locks: Vec<File>,
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
    /// A file that another run made as a share of this one.
    Shared {
        /// Path in the output folder, with `/`.
        path: String,
        /// Where it is now.
        from: PathBuf,
    },
}

impl Output {
    /// Opens the output of an assessment: takes the lock and mends what a killed run left.
    ///
    /// # Errors
    /// A failure when another run holds the lock or the folder cannot be written.
    pub fn open(root: &Path, id: &str) -> Result<Self, Failure> {
        let lock = locked(root, ".lock", Hold::Alone)?;
        Ok(Self::opened(root, id, None, vec![lock])?.with_last())
    }

    /// Opens the output in order to publish what its shares hold, while nobody makes one.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_for_merge(root: &Path, id: &str) -> Result<Self, Failure> {
        let mut output = Self::open(root, id)?;
        output.locks.push(locked(root, &shares_lock(id), Hold::Alone)?);
        Ok(output)
    }

    /// Opens the place of one share of an edition, beside others that other runs may have open.
    /// Of the output itself only the last edition is read, and only where this run asks for it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_share(
        root: &Path,
        id: &str,
        share: &str,
        with_last: bool,
    ) -> Result<Self, Failure> {
        // Shares are made side by side, but not while they are put together.
        let among = locked(root, &shares_lock(id), Hold::WithOthers)?;
        let home = shares_of(root, id);
        let own = locked(&home, &format!(".lock-{share}"), Hold::Alone)?;
        let output = Self::opened(root, id, Some(share.to_owned()), vec![among, own])?;
        Ok(if with_last { output.with_last() } else { output })
    }

    fn opened(
        root: &Path,
        id: &str,
        share: Option<String>,
        locks: Vec<File>,
    ) -> Result<Self, Failure> {
        let (root, id) = (root.to_owned(), id.to_owned());
        let output = Self { root, id, share, last: None, locks };
        let (next, current, previous) = (output.next(), output.place(), output.previous());
        swap::recover(&next, &current, &previous)
            .map_err(|error| write_failure(&current, &error))?;
        Ok(output)
    }

    fn with_last(self) -> Self {
        let manifest = fs::read(self.folder().join("manifest.json")).ok();
        let last = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { last, ..self }
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

    /// The folder that the edition, or the share of one, stands in.
    fn place(&self) -> PathBuf {
        self.beside("")
    }

    fn next(&self) -> PathBuf {
        self.beside(".next-")
    }

    fn previous(&self) -> PathBuf {
        self.beside(".last-")
    }

    fn beside(&self, mark: &str) -> PathBuf {
        match &self.share {
            Some(share) => shares_of(&self.root, &self.id).join(format!("{mark}{share}")),
            None => self.root.join(format!("{mark}{}", self.id)),
        }
    }

    /// Whether a file of the last run is there with a checksum.
    #[must_use]
    pub fn holds(&self, path: &str, sha256: &str) -> bool {
        matches!(standing(&self.folder(), path, sha256), Standing::Same(_))
    }

    /// Begins an edition beside the last one.
    ///
    /// # Errors
    /// A failure when its folder cannot be made.
    pub fn begin(&self) -> Result<Edition<'_>, Failure> {
        let next = self.next();
        fs::create_dir_all(&next).map_err(|error| write_failure(&next, &error))?;
        let folders = BTreeSet::from([next.clone()]);
        Ok(Edition { output: self, next, folders })
    }
}

/// Everything that one run puts into its folder, while it is put there; one that is not finished
/// goes, and the last output is as it was.
#[derive(Debug)]
pub struct Edition<'a> {
    output: &'a Output,
    next: PathBuf,
    /// Folders that are there; an outer one stands before those in it.
    folders: BTreeSet<PathBuf>,
}

impl Edition<'_> {
    /// Puts a file: new bytes, or a link to the last run's file where its bytes are the same.
    ///
    /// # Errors
    /// A failure when it cannot be written.
    pub fn put(&mut self, file: &PublishedFile) -> Result<(), Failure> {
        let path = self.next.join(file.path());
        if let Some(folder) = path.parent()
            && !self.folders.contains(folder)
        {
            fs::create_dir_all(folder).map_err(|error| write_failure(folder, &error))?;
            let above = folder.ancestors().take_while(|above| above.starts_with(&self.next));
            self.folders.extend(above.map(Path::to_owned));
        }
        self.write(file, &path).map_err(|error| write_failure(&path, &error))
    }

    /// Puts the edition in the place of the last one, and says where it is.
    ///
    /// # Errors
    /// A failure when anything cannot be written; the last output is then as it was.
    pub fn finish(self) -> Result<PathBuf, Failure> {
        let output = self.output;
        for folder in self.folders.iter().rev() {
            swap::sync_folder(folder).map_err(|error| write_failure(folder, &error))?;
        }
        let place = output.place();
        swap::exchange(&self.next, &place, &output.previous())
            .map_err(|error| swap_failure(&place, &error))?;
        // The old edition now stands where the next one was built, and goes with this one.
        let home = place.parent().unwrap_or(&output.root);
        swap::sync_folder(home).map_err(|error| write_failure(home, &error))?;
        Ok(place)
    }

    fn write(&self, file: &PublishedFile, path: &Path) -> io::Result<()> {
        let old = self.output.folder().join(file.path());
        match file {
            PublishedFile::Kept { .. } => link_or_copy(&old, path),
            PublishedFile::Shared { from, .. } => link_or_copy(from, path),
            PublishedFile::New { bytes, .. } => write_new(&old, path, std::slice::from_ref(bytes)),
            PublishedFile::Parts { parts, .. } => write_new(&old, path, parts),
        }
    }
}

impl Drop for Edition<'_> {
    /// What cannot go now goes at the next start.
    fn drop(&mut self) {
        let _ = swap::remove_folder(&self.next);
    }
}

impl PublishedFile {
    fn path(&self) -> &str {
        match self {
            Self::New { path, .. }
            | Self::Parts { path, .. }
            | Self::Kept { path }
            | Self::Shared { path, .. } => path,
        }
    }

    /// New bytes as a manifest lists them; none of a file that is kept.
    #[must_use]
    pub fn listed(&self) -> Option<SideFile> {
        let mut hasher = Sha256::new();
        match self {
            Self::New { bytes, .. } => hasher.update(bytes),
            Self::Parts { parts, .. } => parts.iter().for_each(|part| hasher.update(part)),
            Self::Kept { .. } | Self::Shared { .. } => return None,
        }
        Some(SideFile { path: self.path().to_owned(), sha256: hex(&hasher.finalize()) })
    }
}

/// How a lock is held.
#[derive(Clone, Copy)]
enum Hold {
    Alone,
    WithOthers,
}

/// A lock file in a folder that is made if need be, held until it is dropped.
fn locked(folder: &Path, name: &str, hold: Hold) -> Result<File, Failure> {
    fs::create_dir_all(folder).map_err(|error| write_failure(folder, &error))?;
    let path = folder.join(name);
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| write_failure(&path, &error))?;
    let taken = match hold {
        Hold::Alone => lock.try_lock(),
        Hold::WithOthers => lock.try_lock_shared(),
    };
    match taken {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::new(failure::LOCKED).with("path", folder.display()))
        }
        Err(TryLockError::Error(error)) => Err(write_failure(folder, &error)),
    }
}

/// The lock of everybody who has to do with shares of an assessment.
fn shares_lock(id: &str) -> String {
    format!(".lock-{id}")
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

pub(super) fn is_plain_file(path: &Path) -> bool {
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
