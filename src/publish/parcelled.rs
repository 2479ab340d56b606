//! A release as a folder of papers: what stands in its zips, each paper once.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;
use zip::ZipArchive;

use super::manifest::{Manifest, ManifestDocument};
use crate::model::hex;

/// The list of checksums that every release has.
const SUMS: &str = "sha256sums.txt";

/// Papers of a release: by path the zip and the name in it.
#[derive(Debug, Default)]
pub(super) struct Parcelled(BTreeMap<String, (PathBuf, String)>);

impl Parcelled {
    /// Reads a release, with what a manifest of it would say; none where it is none, or a zip of it
    /// cannot be read. Which kind a paper is and whose a zip does not say.
    pub(super) fn open(folder: &Path) -> Option<(Self, Manifest)> {
        folder.join(SUMS).is_file().then_some(())?;
        let above = folder.canonicalize().ok()?;
        let assessment = above.parent()?.file_name()?.to_string_lossy().into_owned();
        let mut papers: BTreeMap<String, (String, PathBuf, String, usize)> = BTreeMap::new();
        let files = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        let is_zip = |path: &Path| path.extension().is_some_and(|ending| ending == "zip");
        for file in files.map(walkdir::DirEntry::into_path).filter(|path| is_zip(path)) {
            let mut zip = ZipArchive::new(File::open(&file).ok()?).ok()?;
            for at in 0..zip.len() {
                let mut entry = zip.by_index(at).ok()?;
                let name = entry.name().ok()?.into_owned();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).ok()?;
                let own = (name.clone(), file.clone(), name, bytes.len());
                let known =
                    papers.entry(hex(&Sha256::digest(&bytes))).or_insert_with(|| own.clone());
                // The office's zip keeps the folders of papers.
                if own.0.len() > known.0.len() {
                    *known = own;
                }
            }
        }
        let document =
            |(sha256, (path, _, _, bytes)): (&String, &(String, _, _, usize))| ManifestDocument {
                path: path.clone(),
                sha256: sha256.clone(),
                bytes: *bytes,
                ..ManifestDocument::default()
            };
        let mut documents: Vec<ManifestDocument> = papers.iter().map(document).collect();
        documents.sort_by(|one, other| one.path.cmp(&other.path));
        let manifest = Manifest { assessment, documents, ..Manifest::default() };
        let places = papers.into_values().map(|(path, zip, name, _)| (path, (zip, name)));
        Some((Self(places.collect()), manifest))
    }

    /// The bytes of a paper.
    pub(super) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let (zip, name) = self.0.get(path)?;
        let mut zip = ZipArchive::new(File::open(zip).ok()?).ok()?;
        let mut bytes = Vec::new();
        zip.by_name(name).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}
