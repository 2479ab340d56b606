//! Files for people to fill in: a new folder that is there whole or not at all, and files added to
//! a folder without ever writing over what somebody has filled in.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::folder::write_failure;
use super::swap;
use crate::finding::{Failure, failure};
use crate::model::hex;

/// A file about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Path in its folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of files that were to be added, by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Added {
    /// New, or in the place of a blank that nobody had touched.
    pub written: Vec<String>,
    /// There already with the same bytes.
    pub same: Vec<String>,
    /// There already and changed by somebody, or not ours: left as they are.
    pub kept: Vec<String>,
}

/// A folder that is being made beside its place, so that nothing half-made ever stands there. One
/// that is not finished goes.
#[derive(Debug)]
pub struct NewFolder {
    place: PathBuf,
    beside: PathBuf,
    finished: bool,
}

impl NewFolder {
    /// Begins a folder at a place where nothing is, or an empty folder.
    ///
    /// # Errors
    /// A failure when the place holds something, or cannot be written.
    pub fn begin(place: &Path) -> Result<Self, Failure> {
        if !is_free(place)? {
            return Err(Failure::new(failure::FOLDER_NOT_EMPTY).with("path", place.display()));
        }
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name else {
            return Err(Failure::new(failure::FOLDER_NOT_EMPTY).with("path", place.display()));
        };
        let beside = place.with_file_name(format!(".new-{name}"));
        let made = swap::remove_folder(&beside).and_then(|()| fs::create_dir_all(&beside));
        made.map_err(|error| write_failure(&beside, &error))?;
        Ok(Self { place: place.to_owned(), beside, finished: false })
    }

    /// Where it is being made.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.beside
    }

    /// The folder that it will stand in.
    pub(super) fn above(&self) -> Option<PathBuf> {
        self.place.parent().map(Path::to_owned)
    }

    /// Puts files and empty folders into it.
    ///
    /// # Errors
    /// A failure when anything cannot be written.
    pub fn add(&self, files: &[NewFile], folders: &[String]) -> Result<(), Failure> {
        for folder in folders {
            let path = inside(&self.beside, folder)?;
            fs::create_dir_all(&path).map_err(|error| write_failure(&path, &error))?;
        }
        for file in files {
            let path = inside(&self.beside, &file.path)?;
            let folder = path.parent().unwrap_or(&self.beside);
            fs::create_dir_all(folder).map_err(|error| write_failure(folder, &error))?;
            let written = swap::write_synced(&path, &[&file.bytes]);
            written.map_err(|error| write_failure(&path, &error))?;
        }
        Ok(())
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// A failure when it cannot be put there; the place is then as it was.
    pub fn finish(mut self) -> Result<(), Failure> {
        // Only an empty folder can go this way.
        let cleared = match fs::remove_dir(&self.place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        let placed = swap::sync_folder(&self.beside).and(cleared);
        let placed = placed.and_then(|()| fs::rename(&self.beside, &self.place));
        placed.map_err(|error| write_failure(&self.place, &error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.finished {
            let _ = swap::remove_folder(&self.beside);
        }
    }
}

/// Whether a folder can be made at a place: nothing is there, or an empty folder.
fn is_free(root: &Path) -> Result<bool, Failure> {
    match fs::read_dir(root) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(fs::symlink_metadata(root).is_err())
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(Failure::io(failure::READ_FAILED, root, &error)),
    }
}

/// Adds files to a folder. `record` is a file in it that remembers the blanks that were written:
/// one that still has the bytes that were written is a blank nobody has touched, and a new one
/// takes its place; any other file stays as it is.
///
/// # Errors
/// A failure when a file cannot be written; those written before it stay.
pub fn add_files(root: &Path, record: &str, files: &[NewFile]) -> Result<Added, Failure> {
    let record_path = root.join(record);
    let mut known: BTreeMap<String, String> = fs::read(&record_path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let mut added = Added::default();
    let mut failed = None;
    for file in files {
        let path = inside(root, &file.path)?;
        let sum = hex(&Sha256::digest(&file.bytes));
        let found = fs::read(&path).ok().map(|bytes| hex(&Sha256::digest(&bytes)));
        let is_there = fs::symlink_metadata(&path).is_ok();
        if found.as_ref() == Some(&sum) {
            added.same.push(file.path.clone());
        } else if is_there && (found.is_none() || found.as_ref() != known.get(&file.path)) {
            added.kept.push(file.path.clone());
            continue;
        } else if let Err(failure) = replace(&path, &file.bytes) {
            failed = Some(failure);
            break;
        } else {
            added.written.push(file.path.clone());
        }
        known.insert(file.path.clone(), sum);
    }
    let bytes = serde_json::to_vec_pretty(&known).unwrap_or_default();
    let recorded = replace(&record_path, &bytes);
    failed.map_or(recorded, Err).map(|()| added)
}

/// The record of files that a new folder is made with.
#[must_use]
pub fn record_of(files: &[NewFile]) -> Vec<u8> {
    let sum = |file: &NewFile| (file.path.clone(), hex(&Sha256::digest(&file.bytes)));
    let known: BTreeMap<String, String> = files.iter().map(sum).collect();
    serde_json::to_vec_pretty(&known).unwrap_or_default()
}

/// Writes a file beside its place and renames it.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: io::Error| write_failure(path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let beside = path.with_file_name(format!(".new-{}", name.unwrap_or_default()));
    let _ = fs::remove_file(&beside);
    let written = swap::write_synced(&beside, &[bytes]).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// The path of a file in a folder; a failure when its name leads out of it.
fn inside(root: &Path, name: &str) -> Result<PathBuf, Failure> {
    let path = Path::new(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    if plain && !name.is_empty() {
        return Ok(root.join(path));
    }
    Err(Failure::new(failure::WRITE_FAILED).with("path", name).with("cause", ".."))
}
