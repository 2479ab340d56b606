//! What stands in an output folder, against what its manifest says; and what is remembered beside
//! it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::manifest::{Manifest, SaidFinding};
use super::whole::{make_folders, put_whole};
use crate::finding::Failure;
use crate::model::hex;

/// What a file of the output is now.
#[derive(Debug)]
pub enum Standing {
    /// What it was when it was made; its bytes.
    Same(Vec<u8>),
    /// Something else.
    Altered,
    /// Not there, or not to be read.
    Gone,
}

/// What was found about finished papers, by the checksum of everything that it hangs on.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Memory(pub BTreeMap<String, Vec<SaidFinding>>);

/// The output of an assessment for whoever reads it while others may make the next one: it holds
/// no lock and writes nothing but what it remembers of papers.
#[derive(Debug, Clone)]
pub struct Published {
    root: PathBuf,
    id: String,
}

impl Published {
    /// The output of an assessment, whether there is any or not.
    #[must_use]
    pub fn new(root: &Path, id: &str) -> Self {
        Self { root: root.to_owned(), id: id.to_owned() }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.root.join(&self.id)
    }

    /// What the last run made of what, with the checksum of the list; none where nothing was made.
    #[must_use]
    pub fn manifest(&self) -> Option<(Manifest, String)> {
        let bytes = self.manifest_bytes()?;
        Some((serde_json::from_slice(&bytes).ok()?, hex(&Sha256::digest(&bytes))))
    }

    /// The checksum of that list alone; none where nothing was made.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        Some(hex(&Sha256::digest(self.manifest_bytes()?)))
    }

    fn manifest_bytes(&self) -> Option<Vec<u8>> {
        fs::read(self.folder().join("manifest.json")).ok()
    }

    /// A file of the last run as it is now. `path` is one of its manifest.
    #[must_use]
    pub fn standing(&self, path: &str, sha256: &str) -> Standing {
        standing(&self.folder(), path, sha256)
    }

    /// Every file in the folder that is none of `known`: paths with `/`, in order.
    #[must_use]
    pub fn foreign(&self, known: &BTreeSet<&str>) -> Vec<String> {
        let folder = self.folder();
        let files = WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| !entry.file_type().is_dir());
        let path = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&folder).ok()?;
            let parts: Vec<String> = path
                .components()
                .map(|own| own.as_os_str().to_string_lossy().into_owned())
                .collect();
            Some(parts.join("/"))
        };
        files.filter_map(path).filter(|path| !known.contains(path.as_str())).collect()
    }

    /// The folder of what people did with this output, which no run touches.
    #[must_use]
    pub fn review(&self) -> PathBuf {
        self.root.join(REVIEW).join(&self.id)
    }

    /// What is remembered of earlier looks; nothing where it cannot be read.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let bytes = fs::read(self.review().join(MEMORY)).ok();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Remembers what was found.
    ///
    /// # Errors
    /// A failure when it cannot be written.
    pub fn remember(&self, memory: &Memory) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(memory).unwrap_or_default();
        make_folders(&self.root, &Path::new(REVIEW).join(&self.id))?;
        put_whole(&self.review().join(MEMORY), &bytes)
    }
}

/// A file of a manifest as it is now; one that would lie elsewhere is none.
pub(super) fn standing(folder: &Path, path: &str, sha256: &str) -> Standing {
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        return Standing::Gone;
    }
    match fs::read(folder.join(path)) {
        Ok(bytes) if hex(&Sha256::digest(&bytes)) == sha256 => Standing::Same(bytes),
        Ok(_) => Standing::Altered,
        Err(_) => Standing::Gone,
    }
}

/// Folder of what people did with outputs, beside these.
const REVIEW: &str = "review";

const MEMORY: &str = "preflight.json";
