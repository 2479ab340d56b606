//! The papers that are reviewed, as they are now, and the acts on them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::held;
use crate::finding::{Failure, failure};
use crate::inspect::Pictures;
use crate::model::PageSpots;
use crate::publish::{Manifest, Published, SideFile, Standing as File};
use crate::settings::Settings;
use crate::signoff::{Deed, Entry, Signer, Signoffs, Standing, Version, standings};

/// Papers whose pages are drawn are kept open, so many of them.
const OPEN: usize = 8;

/// Papers and acts.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) settings: Settings,
    published: Published,
    made: Mutex<Arc<Made>>,
    signoffs: Mutex<Signoffs>,
    last: Mutex<Option<Arc<Now>>>,
    open: Mutex<Vec<(String, Pictures)>>,
}

/// What the last run made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) manifest: Manifest,
    /// Checksum of the manifest.
    pub(super) sha256: String,
}

/// Papers and acts at one moment.
#[derive(Debug)]
pub(super) struct Now {
    pub(super) made: Arc<Made>,
    pub(super) acts: Vec<Entry>,
    /// Of every paper, in the order of the manifest.
    pub(super) standings: Vec<Standing>,
}

impl Now {
    /// The standing of the paper with a checksum.
    pub(super) fn standing(&self, sha256: &str) -> Option<&Standing> {
        self.standings.iter().find(|own| own.version.sha256 == sha256)
    }
}

impl Shelf {
    /// Opens the papers of an output folder and the sign-offs beside them.
    ///
    /// # Errors
    /// A failure when nothing has been made yet, or the sign-offs cannot be read or written.
    pub(super) fn open(output: &Path, settings: Settings) -> Result<Self, Failure> {
        let id = settings.assessment.id.clone();
        let published = Published::new(output, &id);
        let Some((manifest, sha256)) = published.manifest() else {
            let path = published.folder();
            return Err(Failure::new(failure::NOTHING_MADE).with("path", path.display()));
        };
        let signoffs = Mutex::new(Signoffs::open(output, &id)?);
        let made = Mutex::new(Arc::new(Made { manifest, sha256 }));
        let (last, open) = (Mutex::default(), Mutex::default());
        Ok(Self { settings, published, made, signoffs, last, open })
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.published.folder()
    }

    /// What the last run made; read again when there was another.
    pub(super) fn made(&self) -> Arc<Made> {
        let mut made = held(&self.made);
        let now = self.published.sha256();
        if now.as_ref().is_some_and(|now| *now != made.sha256)
            && let Some((manifest, sha256)) = self.published.manifest()
        {
            *made = Arc::new(Made { manifest, sha256 });
        }
        Arc::clone(&made)
    }

    /// Papers of the output.
    pub(super) fn count(&self) -> usize {
        let made = self.made();
        let documents = made.manifest.documents.iter();
        documents.filter(|own| own.derived_from.is_none()).count()
    }

    /// Papers and acts as they are now.
    ///
    /// # Errors
    /// A failure when the acts cannot be read.
    pub(super) fn now(&self) -> Result<Arc<Now>, Failure> {
        let made = self.made();
        let newest = held(&self.signoffs).newest()?;
        let mut last = held(&self.last);
        if let Some(last) = &*last
            && last.made.sha256 == made.sha256
            && last.acts.last().map(|own| own.id) == newest
        {
            return Ok(Arc::clone(last));
        }
        let acts = held(&self.signoffs).acts()?;
        let review = &self.settings.review;
        let standings = standings(&made.manifest, &acts, review);
        let now = Arc::new(Now { made, acts, standings });
        *last = Some(Arc::clone(&now));
        Ok(now)
    }

    /// Does acts, all of them or none.
    ///
    /// # Errors
    /// As [`Signoffs::record`].
    pub(super) fn record(&self, signer: &Signer, deeds: &[Deed]) -> Result<Vec<i64>, Failure> {
        held(&self.signoffs).record(signer, deeds)
    }

    /// The bytes of a paper, or of what goes with one: as the last run made it, else as somebody
    /// acted on it. None of a file that was altered, and of anything else.
    pub(super) fn bytes(&self, now: &Now, sha256: &str) -> Option<Vec<u8>> {
        let documents = now.made.manifest.documents.iter();
        for own in documents.filter(|own| own.sha256 == sha256) {
            if let File::Same(bytes) = self.published.standing(&own.path, sha256) {
                return Some(bytes);
            }
        }
        let known: BTreeSet<&str> = now.acts.iter().flat_map(|act| sums(&act.version)).collect();
        known.contains(sha256).then(|| held(&self.signoffs).version(sha256).ok()).flatten()
    }

    /// Where the figures of a version stand; nothing where nobody knows.
    pub(super) fn figures(&self, version: &Version) -> Vec<PageSpots> {
        let Some(SideFile { path, sha256 }) = &version.figures else {
            return Vec::new();
        };
        match self.published.standing(path, sha256) {
            File::Same(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            File::Altered | File::Gone => held(&self.signoffs).figures(version).unwrap_or_default(),
        }
    }

    /// The pages of a paper.
    pub(super) fn pictures(&self, sha256: &str) -> Option<Pictures> {
        let known = |open: &[(String, Pictures)]| {
            open.iter().find(|own| own.0 == sha256).map(|own| own.1.clone())
        };
        if let Some(pictures) = known(&held(&self.open)) {
            return Some(pictures);
        }
        let now = self.now().ok()?;
        let bytes = self.bytes(&now, sha256)?;
        let pictures = Pictures::open(bytes)?;
        let mut open = held(&self.open);
        if known(&open).is_none() {
            open.insert(0, (sha256.to_owned(), pictures.clone()));
            open.truncate(OPEN);
        }
        Some(pictures)
    }
}

/// Checksums of a version's files.
fn sums(version: &Version) -> impl Iterator<Item = &str> {
    let beside = version.beside.iter().map(|own| own.sha256.as_str());
    std::iter::once(version.sha256.as_str()).chain(beside)
}
