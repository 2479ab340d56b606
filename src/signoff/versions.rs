//! The bytes of every version that somebody acted on, by checksum.

use std::fs;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::act::Version;
use crate::finding::{Failure, failure};
use crate::model::hex;
use crate::publish::{make_folders, put_whole};

/// The folder of versions.
#[derive(Debug)]
pub(super) struct Versions {
    folder: PathBuf,
}

impl Versions {
    /// Makes the folder below `root`, if it is not there.
    pub(super) fn open(root: &Path, below: &Path) -> Result<Self, Failure> {
        let own = below.join("versions");
        make_folders(root, &own)?;
        Ok(Self { folder: root.join(own) })
    }

    /// Keeps a version with its figures and what goes with it, read from the output folder of its
    /// assessment. They last when this returns.
    pub(super) fn keep(&self, version: &Version, edition: &Path) -> Result<(), Failure> {
        let own = (&version.path, &version.sha256);
        let others = version.beside.iter().chain(&version.figures);
        let files = std::iter::once(own).chain(others.map(|file| (&file.path, &file.sha256)));
        for (path, expected) in files {
            let moved = || Failure::new(failure::SIGNOFF_MOVED).with("document", &version.path);
            let inside =
                Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            if !inside {
                return Err(moved());
            }
            let bytes = fs::read(edition.join(path)).map_err(|_| moved())?;
            if sha256(&bytes) != *expected {
                return Err(moved());
            }
            if self.read(expected).is_err() {
                put_whole(&self.folder.join(expected), &bytes)?;
            }
        }
        Ok(())
    }

    /// The bytes of a checksum.
    pub(super) fn read(&self, sha256_wanted: &str) -> Result<Vec<u8>, Failure> {
        let lost = || Failure::new(failure::SIGNOFF_LOST).with("version", sha256_wanted);
        let is_sum = sha256_wanted.len() == 64
            && sha256_wanted.bytes().all(|own| matches!(own, b'0'..=b'9' | b'a'..=b'f'));
        if !is_sum {
            return Err(lost());
        }
        let bytes = fs::read(self.folder.join(sha256_wanted)).map_err(|_| lost())?;
        if sha256(&bytes) == sha256_wanted { Ok(bytes) } else { Err(lost()) }
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
