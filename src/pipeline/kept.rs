//! What the last run made, and whether it can stay: nothing is made twice.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Prepared;
use super::gather::inputs_sha256;
use super::making::Composed;
use crate::check::Checked;
use crate::load::InputFile;
use crate::publish::{Manifest, ManifestDocument, Output, SideFile};
use crate::settings::Kind;

/// Checksum of the program's own source: another program may make another paper of the same data.
pub const PROGRAM: &str = env!("MAKE_REPORTS_PROGRAM");

/// Why a paper was made, or was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// There was none.
    New,
    /// Another program had made it.
    Program,
    /// Other templates had made it.
    Templates,
    /// Other fonts had made it.
    Fonts,
    /// What stands in it has changed, or its name.
    Data,
    /// What it is held against has changed.
    Checks,
    /// A file of it was altered or gone.
    Files,
    /// It could not be made the last time.
    Again,
    /// It could not be made.
    Failed,
    /// Not made: nothing has changed.
    Same,
    /// Not made: nobody asked for it.
    NotAsked,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::New,
        Self::Program,
        Self::Templates,
        Self::Fonts,
        Self::Data,
        Self::Checks,
        Self::Files,
        Self::Again,
        Self::Failed,
        Self::Same,
        Self::NotAsked,
    ];

    /// Its name in `wording/program.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Program => "program",
            Self::Templates => "templates",
            Self::Fonts => "fonts",
            Self::Data => "data",
            Self::Checks => "checks",
            Self::Files => "files",
            Self::Again => "again",
            Self::Failed => "failed",
            Self::Same => "same",
            Self::NotAsked => "not_asked",
        }
    }
}

/// Checksums of what all papers of a run are made with.
#[derive(Debug, Clone)]
pub(super) struct Tools {
    pub(super) templates_sha256: String,
    pub(super) fonts_sha256: String,
}

impl Tools {
    pub(super) fn new(prepared: &Prepared, fonts_sha256: &str) -> Self {
        let templates_sha256 = prepared.templates.sha256();
        Self { templates_sha256, fonts_sha256: fonts_sha256.to_owned() }
    }

    /// What a paper was made with that is another now.
    pub(super) fn other(&self, entry: &ManifestDocument) -> Option<Reason> {
        let others = [
            (entry.program_sha256 != PROGRAM, Reason::Program),
            (entry.templates_sha256 != self.templates_sha256, Reason::Templates),
            (entry.fonts_sha256 != self.fonts_sha256, Reason::Fonts),
        ];
        others.into_iter().find_map(|(is_other, reason)| is_other.then_some(reason))
    }
}

/// The last edition by paper.
pub(super) struct Last<'a> {
    output: &'a Output,
    tools: &'a Tools,
    papers: HashMap<(&'a str, Option<&'a str>), Vec<&'a ManifestDocument>>,
    /// Whether it was made of the very files that this run reads.
    same_inputs: bool,
}

impl<'a> Last<'a> {
    pub(super) fn new(output: &'a Output, tools: &'a Tools, checked: &Checked) -> Self {
        let mut papers: HashMap<_, Vec<&ManifestDocument>> = HashMap::new();
        for entry in output.last.iter().flat_map(|last| &last.documents) {
            let paper = (entry.kind.as_str(), entry.unit.as_deref());
            papers.entry(paper).or_default().push(entry);
        }
        // A paper stands before what is derived from it.
        for own in papers.values_mut() {
            own.sort_by_key(|entry| entry.derived_from.is_some());
        }
        let same_inputs = output.last.as_ref().is_some_and(|last| is_same(last, checked));
        Self { output, tools, papers, same_inputs }
    }

    /// Whether the last run had a paper.
    pub(super) fn has(&self, kind: Kind, unit: Option<&str>) -> bool {
        self.papers.contains_key(&(kind.name(), unit))
    }

    /// The paper of the last run, itself first, when all its files are still what they were.
    pub(super) fn whole(&self, kind: Kind, unit: Option<&str>) -> Option<Vec<ManifestDocument>> {
        let own = self.papers.get(&(kind.name(), unit))?;
        let holds = |entry: &&ManifestDocument| {
            let mut beside = entry.figures.iter();
            self.output.holds(&entry.path, &entry.sha256)
                && beside.all(|own| self.output.holds(&own.path, &own.sha256))
        };
        own.iter().all(holds).then(|| own.iter().map(|entry| (*entry).clone()).collect())
    }

    /// Why the paper that the last run made is not the one that this run would make; none when it
    /// is. `now` is what it would be made of; without it the paper stays only where this run reads
    /// the very same files.
    pub(super) fn moved(
        &self,
        kind: Kind,
        unit: Option<&str>,
        now: Option<&Composed>,
    ) -> Option<Reason> {
        let Some(entry) = self.papers.get(&(kind.name(), unit)).and_then(|own| own.first()) else {
            return Some(Reason::New);
        };
        self.tools.other(entry).or_else(|| match now {
            Some(now) if now.source_sha256 != entry.source_sha256 || now.path != entry.path => {
                Some(Reason::Data)
            }
            Some(now) if now.checks_sha256 != entry.checks_sha256 => Some(Reason::Checks),
            // What was in the way then stands among what was found about it.
            Some(_) => {
                let failed = entry.findings.iter().any(|own| own.severity == "error");
                failed.then_some(Reason::Again)
            }
            None => (entry.stale || !self.same_inputs).then_some(Reason::Data),
        })
    }
}

/// Tables of results of the last run, when they are those that this run would write.
pub(super) fn same_results<'a>(
    output: &'a Output,
    tools: &Tools,
    checked: &Checked,
) -> Option<&'a [SideFile]> {
    let last = output.last.as_ref().filter(|last| is_same(last, checked))?;
    let there = !last.results.is_empty() && last.templates_sha256 == tools.templates_sha256;
    let whole = || last.results.iter().all(|own| output.holds(&own.path, &own.sha256));
    (there && whole()).then_some(&last.results)
}

/// Whether a run with this manifest stood on all that this one stands on. Files that units handed
/// in are not all among the inputs: where there is a folder of them, nobody knows.
fn is_same(last: &Manifest, checked: &Checked) -> bool {
    let inputs: &[InputFile] = checked.inputs();
    last.inputs_sha256 == inputs_sha256(inputs)
        && last.program_sha256 == PROGRAM
        && last.assessment == checked.settings.assessment.id
        && checked.settings.materials.folder.is_empty()
}
