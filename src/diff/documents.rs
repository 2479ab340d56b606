//! Papers of two folders against each other: which are new, gone and changed, why, and in what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::DiffOrder;
use super::names::Names;
use super::pages::{PagePictures, Shown, pictures};
use crate::assets::Wording;
use crate::crew::Crew;
use crate::finding::{Failure, failure};
use crate::inspect::{SentenceChange, compare};
use crate::model::PageSpots;
use crate::publish::{Manifest, ManifestDocument, Opened, ReportFolder, Standing};
use crate::signoff::{FigureChange, changes};

/// Papers of two folders.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Documents {
    /// Only in the later folder.
    pub added: Vec<Listed>,
    /// Only in the earlier one.
    pub removed: Vec<Listed>,
    /// In both, with other bytes.
    pub changed: Vec<Changed>,
    /// In both with the same bytes.
    pub same: usize,
    /// Files that go with a paper, such as editable copies, with other bytes.
    pub copies: usize,
    /// Changed papers whose pages were not compared, because there are too many.
    pub not_compared: usize,
}

/// A paper in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Kind, in words.
    pub kind: String,
    /// Full name of its unit; empty of a city-wide paper.
    pub unit: String,
    /// Path in the output folder.
    pub path: String,
}

/// A paper that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// The paper.
    #[serde(flatten)]
    pub paper: Listed,
    /// Its earlier path, where it is another.
    pub old_path: Option<String>,
    /// Why, in words.
    pub causes: Vec<String>,
    /// Figures that moved.
    pub figures: Vec<Figure>,
    /// Sentences that differ.
    pub sentences: Vec<SentenceChange>,
    /// Pages that are drawn in another way; none where they were not compared.
    pub pages: Option<usize>,
    /// The first of these, with pictures.
    pub shown: Vec<PagePictures>,
    /// Whether a file is not what its manifest says, or cannot be read.
    pub unreadable: bool,
}

/// A figure that moved, with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The figure.
    #[serde(flatten)]
    pub change: FigureChange,
    /// What it is called.
    pub name: String,
}

/// Documents of both manifests by what they are.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    added: Vec<&'a ManifestDocument>,
    removed: Vec<&'a ManifestDocument>,
    changed: Vec<(&'a ManifestDocument, &'a ManifestDocument)>,
    same: usize,
    copies: usize,
    /// How many of the changed ones are compared page by page.
    compared: usize,
}

/// What tells documents of one output apart: kind, unit and ending; the path where these do not.
fn identity(manifest: &Manifest) -> BTreeMap<(&str, &str, &str, usize), &ManifestDocument> {
    let mut all = BTreeMap::new();
    for own in &manifest.documents {
        let unit = own.unit.as_deref().unwrap_or_default();
        let ending = own.path.rsplit('.').next().unwrap_or_default();
        // A release tells papers apart by their paths alone.
        let kind = if own.kind.is_empty() { own.path.as_str() } else { own.kind.as_str() };
        let key = |at: usize| (kind, unit, ending, at);
        let at = (0..all.len()).find(|at| !all.contains_key(&key(*at))).unwrap_or(all.len());
        all.insert(key(at), own);
    }
    all
}

/// Pairs the documents of two manifests.
pub(super) fn pairs<'a>(old: &'a Manifest, new: &'a Manifest) -> Pairs<'a> {
    let (before, now) = (identity(old), identity(new));
    let gone = before.iter().filter(|(key, _)| !now.contains_key(*key)).map(|(_, own)| *own);
    let mut pairs = Pairs {
        added: Vec::new(),
        removed: gone.collect(),
        changed: Vec::new(),
        same: 0,
        copies: 0,
        compared: usize::MAX,
    };
    let order: BTreeMap<&str, usize> =
        new.documents.iter().enumerate().map(|(at, own)| (own.path.as_str(), at)).collect();
    for (key, own) in &now {
        match before.get(key) {
            None => pairs.added.push(own),
            Some(before) if before.sha256 == own.sha256 && before.path == own.path => {
                pairs.same += 1;
            }
            Some(_) if own.derived_from.is_some() => pairs.copies += 1,
            Some(before) => pairs.changed.push((before, own)),
        }
    }
    pairs.added.sort_by_key(|own| order.get(own.path.as_str()));
    pairs.changed.sort_by_key(|(_, own)| order.get(own.path.as_str()));
    pairs
}

impl Pairs<'_> {
    pub(super) fn is_same(&self) -> bool {
        let listed = [self.added.len(), self.removed.len(), self.changed.len(), self.copies];
        listed == [0; 4]
    }

    /// The papers where nothing differs.
    pub(super) fn empty(&self) -> Documents {
        Documents { same: self.same, ..Documents::default() }
    }

    /// Puts papers whose own data moved before those of which only the class's did; so many are
    /// compared page by page.
    pub(super) fn sort(&mut self, most: usize) {
        self.changed.sort_by_key(|(old, new)| of_class_alone(old, new));
        self.compared = most;
    }
}

/// Whether nothing of the unit's own moved.
fn of_class_alone(old: &ManifestDocument, new: &ManifestDocument) -> bool {
    new.own_sha256.is_some() && old.own_sha256 == new.own_sha256
}

/// Of a paper in which only the class moved one page is shown for so many of another.
const CLASS_PAGES: usize = 4;

/// What papers are compared with.
pub(super) struct Desk<'a> {
    pub(super) old: &'a Opened,
    pub(super) new: &'a Opened,
    pub(super) names: &'a Names<'a>,
    pub(super) wording: &'a Wording,
    pub(super) order: &'a DiffOrder,
}

impl Desk<'_> {
    /// Compares the papers that changed, and writes pictures of pages into the report.
    pub(super) fn compare(
        &self,
        pairs: &Pairs<'_>,
        crew: Crew,
        folder: &ReportFolder,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Documents, Failure> {
        let count = pairs.changed.len();
        let mut changed: Vec<(usize, Changed)> = Vec::new();
        let mut written = Ok(());
        let work = |at: usize| self.changed(pairs.changed[at], at, at < pairs.compared);
        let done = |at: usize, (own, files): (Changed, Vec<(String, Vec<u8>)>)| {
            for (path, bytes) in &files {
                if written.is_ok() {
                    written = folder.put(path, bytes);
                }
            }
            changed.push((at, own));
            progress(changed.len(), count);
        };
        crew.each(count, work, done)
            .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
        written?;
        changed.sort_by_key(|(at, _)| *at);
        let listed = |all: &[&ManifestDocument]| all.iter().map(|own| self.listed(own)).collect();
        Ok(Documents {
            added: listed(&pairs.added),
            removed: listed(&pairs.removed),
            changed: changed.into_iter().map(|(_, own)| own).collect(),
            same: pairs.same,
            copies: pairs.copies,
            not_compared: count.saturating_sub(pairs.compared),
        })
    }

    fn listed(&self, own: &ManifestDocument) -> Listed {
        let key = format!("papers.{}", own.kind);
        let kind =
            if self.wording.has(&key) { self.wording.say(&key, ()) } else { own.kind.clone() };
        let unit = own.unit.as_deref().map(|code| self.names.unit(code).to_owned());
        Listed { kind, unit: unit.unwrap_or_default(), path: own.path.clone() }
    }

    /// One paper, with the files of its pictures.
    fn changed(
        &self,
        (old, new): (&ManifestDocument, &ManifestDocument),
        at: usize,
        with_pages: bool,
    ) -> (Changed, Vec<(String, Vec<u8>)>) {
        let (before, now) = (spots(self.old, old), spots(self.new, new));
        let mut moved = changes(&before, &now);
        moved.retain(|own| !COUNTED.iter().any(|counted| own.key.starts_with(counted)));
        let mut changed = Changed {
            paper: self.listed(new),
            old_path: Some(old.path.clone()).filter(|path| *path != new.path),
            causes: self.causes(old, new),
            figures: Vec::new(),
            sentences: Vec::new(),
            pages: None,
            shown: Vec::new(),
            unreadable: false,
        };
        let (mut files, of_class) = (Vec::new(), of_class_alone(old, new));
        let is_pdf = new.path.to_lowercase().ends_with(".pdf");
        if with_pages && is_pdf && new.derived_from.is_none() && old.sha256 != new.sha256 {
            let bytes = |opened: &Opened, own: &ManifestDocument| match opened
                .standing(&own.path, &own.sha256)
            {
                Standing::Same(bytes) => Some(bytes),
                Standing::Altered | Standing::Gone => None,
            };
            let both = bytes(self.old, old).zip(bytes(self.new, new));
            let compared = both
                .as_ref()
                .and_then(|(old, new)| compare(old.clone(), new.clone(), self.order.edge));
            changed.unreadable = compared.is_none();
            if let Some((compared, (old, new))) = compared.zip(both) {
                let pages: Vec<_> = compared.pages.iter().filter(|pair| !pair.same).collect();
                changed.pages = Some(pages.len());
                changed.sentences = compared.sentences;
                let most = self.order.pages;
                let most = if of_class { most.div_ceil(CLASS_PAGES) } else { most };
                let wanted: Vec<_> = pages.into_iter().take(most).copied().collect();
                let shown = Shown { paper: at, old: &before, new: &now, moved: &moved };
                (changed.shown, files) = pictures(&shown, &wanted, (old, new));
            }
        }
        let named = |change: FigureChange| Figure { name: self.names.figure(&change.key), change };
        changed.figures = moved.into_iter().map(named).collect();
        (changed, files)
    }

    /// Why a paper changed, by checksums.
    fn causes(&self, old: &ManifestDocument, new: &ManifestDocument) -> Vec<String> {
        let own = match (&old.own_sha256, &new.own_sha256) {
            (Some(one), Some(other)) if one != other => "own",
            (Some(_), Some(_)) => "class",
            _ => "data",
        };
        if self.new.is_release() {
            return vec![self.wording.say("diff.cause.release", ())];
        }
        let data = self.old.manifest.inputs_sha256 != self.new.manifest.inputs_sha256;
        let is = [
            (own, old.source_sha256 != new.source_sha256 && data),
            ("templates", old.templates_sha256 != new.templates_sha256),
            ("fonts", old.fonts_sha256 != new.fonts_sha256),
            ("program", self.old.manifest.version != self.new.manifest.version),
            ("stage", self.old.manifest.stage != self.new.manifest.stage),
        ];
        let mut causes: Vec<&str> = is.iter().filter(|(_, is)| *is).map(|(own, _)| *own).collect();
        if causes.is_empty() {
            causes.push("unknown");
        }
        causes.into_iter().map(|own| self.wording.say(&format!("diff.cause.{own}"), ())).collect()
    }
}

/// Keys of what a paper numbers and counts of itself: they move with everything else.
const COUNTED: [&str; 2] = ["said/", "numbering/"];

/// Where the figures of a paper stand; nothing where that is not known.
fn spots(opened: &Opened, own: &ManifestDocument) -> Vec<PageSpots> {
    let bytes = own.figures.as_ref().and_then(|file| opened.side(file));
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}
