//! What each kind of paper is made of: the one place that a new kind is added to.

use super::fan_out::Workshop;
use super::subjects::{self, Subject};
use crate::analyse::Analysis;
use crate::analyse::facts::{self, AssessmentFacts, Filed, PaperFacts};
use crate::assets::Wording;
use crate::chart::{Chart, Studio, city_charts, public_charts, unit_charts};
use crate::compose::{self, Manuscript, Paper};
use crate::finding::Finding;
use crate::score::Scorebook;
use crate::settings::Kind;
use crate::sheets::{self, Words};
use crate::tabulate::Book;

impl Workshop<'_> {
    /// The workbook that goes with a paper: the ledger that it prints, to be filled in.
    pub(super) fn derived(&self, subject: Subject, path: &str) -> Option<(String, Book)> {
        let (scorebook, analysis) = (self.scorebook, self.analysis);
        let settings = &scorebook.checked.settings;
        let assessment = AssessmentFacts::new(settings);
        let own = settings.papers.of(subject.kind);
        let mark = own.map(|own| own.mark.as_str()).unwrap_or_default();
        let words = Words { wording: self.wording, assessment: &assessment, mark };
        let book = match (subject.kind, subject.unit) {
            (Kind::Rectification, Some((class, unit))) => {
                sheets::unit_ledger(&facts::unit_lists(scorebook, analysis, class, unit), words)
            }
            (Kind::Ledger, None) => {
                let several = scorebook.checked.classes.len() > 1;
                sheets::city_ledger(&facts::all_lists(scorebook, analysis), several, words)
            }
            _ => return None,
        };
        let stem = path.strip_suffix(".pdf").unwrap_or(path);
        let end = self.wording.say("workbook.ledger_file", ());
        Some((format!("{stem}{end}.xlsx"), book))
    }

    /// What a workbook holds, and where it stands.
    pub(super) fn book(&self, subject: Subject) -> Result<(String, Book), Vec<Finding>> {
        let (scorebook, analysis) = (self.scorebook, self.analysis);
        match (subject.kind, subject.unit) {
            (Kind::Workbook, None) => {
                let facts = facts::workbook(scorebook, analysis);
                self.bind(subject, &facts.assessment, |words| sheets::workbook(&facts, words))
            }
            (Kind::Comparison, None) => {
                let facts = facts::comparison(scorebook, analysis);
                self.bind(subject, &facts.assessment, |words| sheets::comparison(&facts, words))
            }
            // No run has workbooks of another kind or scope (`subjects`).
            _ => Err(Vec::new()),
        }
    }

    fn bind(
        &self,
        subject: Subject,
        assessment: &AssessmentFacts,
        fill: impl FnOnce(Words<'_>) -> Book,
    ) -> Result<(String, Book), Vec<Finding>> {
        let own = self.scorebook.checked.settings.papers.of(subject.kind);
        let mark = own.map(|own| own.mark.as_str()).unwrap_or_default();
        let path = self.composer.file(subject.kind, None, assessment, "xlsx");
        let path = path.map_err(|finding| vec![finding])?;
        Ok((path, fill(Words { wording: self.wording, assessment, mark })))
    }

    /// What Typst sees of a paper.
    pub(super) fn manuscript(&self, subject: Subject) -> Result<Manuscript, Vec<Finding>> {
        let settings = &self.scorebook.checked.settings;
        let studio = Studio {
            wording: self.wording,
            font: &self.chart_font,
            settings: &settings.statistics,
        };
        let (book, analysis) = (self.scorebook, self.analysis);
        let Subject { kind, unit, .. } = subject;
        match (kind, unit) {
            (Kind::Unit, Some((class, unit))) => {
                let facts = self.clock.time("facts", || facts::unit(book, analysis, class, unit));
                let charts = self.clock.time("chart", || unit_charts(&facts, studio));
                self.compose(subject, &facts, charts)
            }
            (Kind::City, None) => {
                let facts = self.clock.time("facts", || facts::city(book, analysis));
                let charts = self.clock.time("chart", || city_charts(&facts, studio));
                self.compose(subject, &facts, charts)
            }
            (Kind::Public, None) => {
                let facts = self.clock.time("facts", || facts::city::public(book, analysis));
                let charts = self.clock.time("chart", || public_charts(&facts, studio));
                self.compose(subject, &facts, charts)
            }
            (_, Some((class, unit))) => self.of_unit(subject, (class, unit)),
            (_, None) => self.of_city(subject),
        }
    }

    /// A paper of one unit, without charts.
    fn of_unit(
        &self,
        subject: Subject,
        (class, unit): (usize, usize),
    ) -> Result<Manuscript, Vec<Finding>> {
        let (book, analysis) = (self.scorebook, self.analysis);
        match subject.kind {
            Kind::Feedback => self.plain(subject, || facts::feedback(book, analysis, class, unit)),
            Kind::Risk => self.plain(subject, || facts::risk(book, analysis, class, unit)),
            Kind::AppealDecision => {
                self.plain(subject, || facts::appeal_decision(book, analysis, class, unit))
            }
            Kind::Correction => {
                self.plain(subject, || facts::correction(book, analysis, class, unit))
            }
            Kind::Rectification => {
                self.plain(subject, || facts::rectification(book, analysis, class, unit))
            }
            // No run has units' papers of another kind (`subjects`).
            _ => Err(Vec::new()),
        }
    }

    /// A city-wide paper, without charts.
    fn of_city(&self, subject: Subject) -> Result<Manuscript, Vec<Finding>> {
        let (book, analysis) = (self.scorebook, self.analysis);
        match subject.kind {
            Kind::Opinions => self.plain(subject, || facts::opinions(book, analysis)),
            Kind::Memo => self.plain(subject, || facts::city::memo(book, analysis)),
            Kind::Statement => self.plain(subject, || facts::city::statement(book, analysis)),
            Kind::Notice => self.plain(subject, || facts::city::notice(book, analysis)),
            Kind::Training => self.plain(subject, || facts::city::training(book, analysis)),
            Kind::Ledger => self.plain(subject, || facts::ledgers(book, analysis)),
            Kind::Recheck => self.plain(subject, || facts::recheck(book, analysis)),
            Kind::Revision => self.plain(subject, || facts::revision(book, analysis)),
            Kind::Archive => {
                self.plain(subject, || facts::archive(book, &filed(book, analysis, self.wording)))
            }
            // No run has city-wide papers of another kind (`subjects`).
            _ => Err(Vec::new()),
        }
    }

    fn plain<F: PaperFacts>(
        &self,
        subject: Subject,
        facts: impl FnOnce() -> F,
    ) -> Result<Manuscript, Vec<Finding>> {
        let facts = self.clock.time("facts", facts);
        self.compose(subject, &facts, Vec::new())
    }

    fn compose(
        &self,
        subject: Subject,
        facts: &impl PaperFacts,
        charts: Vec<Chart>,
    ) -> Result<Manuscript, Vec<Finding>> {
        let order = subject.unit.map(|(class, unit)| {
            let units = self.scorebook.checked.classes[class].units.len();
            let width = units.to_string().len().max(2);
            format!("{:0width$}", unit + 1)
        });
        let own = subject.unit.zip(order.as_deref()).map(|((class, unit), order)| {
            let class = &self.scorebook.checked.classes[class];
            let unit = &class.units[unit];
            compose::Subject {
                code: &unit.code,
                name: &unit.name,
                short: &unit.short,
                class: &class.name,
                order,
            }
        });
        let (kind, assessment) = (subject.kind, facts.assessment());
        let paper = Paper { kind, subject: own, assessment, facts, charts };
        self.clock.time("compose", || self.composer.compose(&paper))
    }
}

/// The kinds of papers that the assessment has at its stage.
pub(super) fn filed(book: &Scorebook, analysis: &Analysis, wording: &Wording) -> Vec<Filed> {
    let mut filed: Vec<Filed> = Vec::new();
    for Subject { kind, unit, .. } in subjects::due(book, analysis) {
        if filed.last().is_none_or(|last| last.kind != kind) {
            let name = wording.say(&format!("papers.{}", kind.name()), ());
            filed.push(Filed { kind, name, units: Vec::new() });
        }
        if let Some(last) = filed.last_mut() {
            last.units.extend(unit);
        }
    }
    filed
}

/// The facts of a paper as data, with the keys of its figures; none of a workbook.
pub(super) fn keyed_facts(
    book: &Scorebook,
    analysis: &Analysis,
    subject: Subject,
    papers: &[Filed],
) -> Option<serde_json::Value> {
    if let Some((class, unit)) = subject.unit {
        return match subject.kind {
            Kind::Unit => data(&facts::unit(book, analysis, class, unit)),
            Kind::Feedback => data(&facts::feedback(book, analysis, class, unit)),
            Kind::Risk => data(&facts::risk(book, analysis, class, unit)),
            Kind::AppealDecision => data(&facts::appeal_decision(book, analysis, class, unit)),
            Kind::Correction => data(&facts::correction(book, analysis, class, unit)),
            Kind::Rectification => data(&facts::rectification(book, analysis, class, unit)),
            _ => None,
        };
    }
    match subject.kind {
        Kind::City => data(&facts::city(book, analysis)),
        Kind::Public => data(&facts::city::public(book, analysis)),
        Kind::Opinions => data(&facts::opinions(book, analysis)),
        Kind::Memo => data(&facts::city::memo(book, analysis)),
        Kind::Statement => data(&facts::city::statement(book, analysis)),
        Kind::Notice => data(&facts::city::notice(book, analysis)),
        Kind::Training => data(&facts::city::training(book, analysis)),
        Kind::Ledger => data(&facts::ledgers(book, analysis)),
        Kind::Recheck => data(&facts::recheck(book, analysis)),
        Kind::Revision => data(&facts::revision(book, analysis)),
        Kind::Archive => data(&facts::archive(book, papers)),
        _ => None,
    }
}

fn data(facts: &impl PaperFacts) -> Option<serde_json::Value> {
    serde_json::to_value(facts).ok()
}
