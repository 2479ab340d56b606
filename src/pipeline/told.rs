//! What came of papers: what a run, or one share of a run, has to say of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::kept::Reason;
use super::{Report, said};
use crate::assets::Wording;
use crate::finding::{Finding, Place, rule};
use crate::publish::{ManifestDocument, SaidFinding, arrange_said};
use crate::settings::Kind;

/// What came of the papers of a run, or of one share of it. Several shares of one run, put together
/// in whatever order, are the run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Gathering {
    /// What was found about the whole.
    pub(super) findings: Vec<SaidFinding>,
    /// Units of the assessment.
    pub(super) units: usize,
    /// Files read.
    pub(super) files: usize,
    /// Papers, each with its place among all of the run.
    pub(super) papers: Vec<(usize, Told)>,
    /// Kinds of which papers have never been made nor are asked for, with how many.
    pub(super) not_made: BTreeMap<Kind, usize>,
}

/// What became of one paper, with its entries of the manifest.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    /// Its path, or what it is about where it has none.
    pub(super) name: String,
    pub(super) reason: Reason,
    /// Whether this run was to make it.
    pub(super) asked: bool,
    pub(super) entries: Vec<ManifestDocument>,
    pub(super) findings: Vec<SaidFinding>,
    pub(super) stale: bool,
    pub(super) failed: bool,
}

impl Told {
    /// Tells what was found about a paper that was asked for and stays.
    pub(super) fn tell(&mut self, asked: bool) {
        self.asked = asked;
        if asked && self.reason == Reason::Same {
            let found = self.entries.first().map(|own| own.findings.clone());
            self.findings.extend(found.into_iter().flatten());
        }
    }
}

impl Gathering {
    /// Adds another share of the same run.
    pub(super) fn add(&mut self, other: Self) {
        self.papers.extend(other.papers);
        for (kind, count) in other.not_made {
            let own = self.not_made.entry(kind).or_default();
            *own = own.saturating_add(count);
        }
    }

    /// The report of the run, with the entries of the manifest; none when there is nothing to
    /// publish: the last edition then stays as it is.
    pub(super) fn finish(mut self, wording: &Wording) -> (Report, Option<Vec<ManifestDocument>>) {
        self.papers.sort_by_key(|(at, _)| *at);
        self.tell_not_made(wording);
        let clash = self.tell_clashes(wording);
        let Self { findings, units, files, .. } = self;
        let mut report = Report { findings, units, files, ..Report::default() };
        let mut entries = Vec::new();
        for (_, told) in self.papers {
            let made = !matches!(told.reason, Reason::Same | Reason::NotAsked | Reason::Failed);
            report.documents += usize::from(made);
            report.kept += usize::from(told.asked && told.reason == Reason::Same);
            if made {
                let pages = told.entries.iter().map(|own| own.pages);
                report.pages = pages.fold(report.pages, usize::saturating_add);
            }
            let own = told.entries.iter().map(|own| own.path.clone());
            report.stale.extend(own.filter(|_| told.stale));
            report.failed.extend(told.failed.then(|| told.name.clone()));
            report.findings.extend(told.findings);
            report.reasons.push((told.name, told.reason));
            entries.extend(told.entries);
        }
        arrange_said(&mut report.findings);
        let nothing = report.documents + report.kept == 0 && !report.failed.is_empty();
        let entries = (!clash && !nothing).then_some(entries);
        (report, entries)
    }

    /// Papers whose file name another has, whichever came first; says whether there are any.
    fn tell_clashes(&mut self, wording: &Wording) -> bool {
        let (mut seen, mut clashes) = (BTreeSet::new(), Vec::new());
        for (_, told) in self.papers.iter().filter(|(_, told)| !told.entries.is_empty()) {
            if !seen.insert(told.name.to_lowercase()) {
                let found = Finding::new(rule::FILE_NAME_CLASH, Place::document(&told.name));
                clashes.push(said(wording, &found.with("path", &told.name)));
            }
        }
        let any = !clashes.is_empty();
        self.findings.extend(clashes);
        any
    }

    /// One line for all papers that have never been made.
    fn tell_not_made(&mut self, wording: &Wording) {
        let line = |(kind, count): (&Kind, &usize)| {
            let name = wording.say(&format!("papers.{}", kind.name()), ());
            let values = json!({ "name": name, "count": count });
            wording.say("program.summary.not_made", values)
        };
        let papers: Vec<String> = self.not_made.iter().map(line).collect();
        if !papers.is_empty() {
            let found = Finding::new(rule::DOCUMENT_NOT_MADE, Place::default());
            self.findings.push(said(wording, &found.with("papers", papers.join("、"))));
        }
    }
}
