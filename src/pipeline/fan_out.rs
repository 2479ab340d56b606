//! Papers in parallel.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Event;
use super::subjects::{self, Subject};
use crate::analyse::Analysis;
use crate::analyse::facts::{self, AssessmentFacts};
use crate::assets::{Coverage, Fonts, Templates, Wording};
use crate::chart::{Chart, ChartFont, Studio, city_charts, unit_charts};
use crate::compose::{self, Composer, Manuscript, Paper, Resources};
use crate::crew::Crew;
use crate::finding::{Failure, Finding, Place, failure, rule};
use crate::inspect::inspect;
use crate::score::Scorebook;
use crate::settings::{Kind, Medium};
use crate::sheets::{self, Words};
use crate::tabulate::{self, Book};
use crate::typeset::{Document, Press, forget_old_layouts, typeset};

/// Papers after which an unused layout is forgotten.
const LAYOUT_AGE: usize = 3;

/// Everything that papers are made with.
pub struct Workshop<'a> {
    scorebook: &'a Scorebook,
    analysis: &'a Analysis,
    composer: Composer<'a>,
    wording: &'a Wording,
    chart_font: ChartFont,
    press: Press,
    allowed_fonts: BTreeSet<String>,
}

/// What became of one paper.
pub(super) struct Outcome {
    pub(super) subject: Subject,
    /// The manuscript without its data; none when it could not be composed.
    pub(super) manuscript: Option<Composed>,
    /// Its files, when this run made it: the paper, then what is derived from it.
    pub(super) files: Vec<MadeFile>,
    /// Everything found about it.
    pub(super) findings: Vec<Finding>,
}

/// What is kept of a manuscript.
pub(super) struct Composed {
    pub(super) path: String,
    pub(super) source_sha256: String,
}

/// A file of a paper.
pub(super) struct MadeFile {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// Pages; zero of a file that has none.
    pub(super) pages: usize,
}

impl<'a> Workshop<'a> {
    /// Parses templates and loads fonts once for all papers; what is wrong with templates goes to
    /// `findings`.
    ///
    /// # Errors
    /// A failure when the font of charts is not there or broken.
    pub fn new(
        scorebook: &'a Scorebook,
        analysis: &'a Analysis,
        templates: &'a Templates,
        wording: &'a Wording,
        fonts: &Fonts,
        coverage: &'a Coverage,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Failure> {
        let settings = &scorebook.checked.settings;
        let resources = Resources { settings, templates, coverage };
        let family = settings.fonts.heiti.first().map(String::as_str).unwrap_or_default();
        let font = fonts.of_family(family).ok_or_else(|| {
            Failure::new(failure::FONT_MISSING)
                .with("family", family)
                .with("use", "heiti")
                .with("known", "")
        })?;
        let chart_font = ChartFont::new(family, font.data().to_vec()).map_err(|cause| {
            Failure::new(failure::FONT_BROKEN).with("path", format!("{family} {cause}"))
        })?;
        Ok(Self {
            scorebook,
            analysis,
            composer: Composer::new(resources, findings),
            wording,
            chart_font,
            press: Press::new(fonts, templates),
            allowed_fonts: fonts.postscript_names().collect(),
        })
    }

    /// Every paper that is due at the stage, composed and not set: what a test or a preview wants to
    /// see of all of them.
    pub fn manuscripts(&self) -> Vec<Result<Manuscript, Vec<Finding>>> {
        let all = subjects::due(self.scorebook, self.analysis).into_iter();
        let all = all.filter(|subject| subject.kind.medium() == Medium::Pdf);
        all.map(|subject| self.manuscript(subject)).collect()
    }

    /// Makes the papers; outcomes are in the order of `subjects`.
    pub(super) fn make(
        &self,
        subjects: &[Subject],
        crew: Crew,
        observe: &dyn Fn(Event),
    ) -> Result<Vec<Outcome>, Failure> {
        let total = subjects.iter().filter(|subject| subject.made).count();
        let (mut outcomes, mut done) = (Vec::new(), 0);
        let arrived = |at: usize, outcome: Outcome| {
            if outcome.subject.made {
                done += 1;
                observe(Event::Progress { done, total });
            }
            outcomes.push((at, outcome));
            // The one owner of eviction; failed papers age the memory too.
            forget_old_layouts(LAYOUT_AGE);
        };
        let paper = |at: usize| match subjects[at].kind.medium() {
            Medium::Pdf => self.paper(subjects[at]),
            Medium::Workbook => self.workbook(subjects[at]),
        };
        crew.each(subjects.len(), paper, arrived)
            .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
        outcomes.sort_by_key(|(at, _)| *at);
        Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
    }

    /// One paper, from its facts to its bytes.
    fn paper(&self, subject: Subject) -> Outcome {
        let mut outcome =
            Outcome { subject, manuscript: None, files: Vec::new(), findings: Vec::new() };
        let manuscript = match self.manuscript(subject) {
            Ok(manuscript) => manuscript,
            Err(findings) => {
                return Outcome { findings, ..outcome };
            }
        };
        outcome.findings.clone_from(&manuscript.findings);
        outcome.manuscript = Some(Composed {
            path: manuscript.path.clone(),
            source_sha256: manuscript.source_sha256(),
        });
        if !subject.made {
            return outcome;
        }
        match typeset(&self.press, &manuscript) {
            Ok(document) => {
                outcome.findings.extend(document.findings.iter().cloned());
                let (pdf, pages) = (&document.pdf, document.pages);
                let found = inspect(pdf, pages, &self.allowed_fonts, &manuscript.path);
                outcome.findings.extend(found);
                let Document { pdf: bytes, pages, .. } = document;
                let derived = self.derived(subject, &manuscript.path);
                outcome.files.push(MadeFile { path: manuscript.path, bytes, pages });
                match derived {
                    Ok(file) => outcome.files.extend(file),
                    Err(finding) => outcome.findings.push(finding),
                }
            }
            Err(findings) => outcome.findings.extend(findings),
        }
        outcome
    }

    /// One workbook, from its facts to its bytes.
    fn workbook(&self, subject: Subject) -> Outcome {
        let mut outcome =
            Outcome { subject, manuscript: None, files: Vec::new(), findings: Vec::new() };
        let (path, book) = match self.book(subject) {
            Ok(made) => made,
            Err(findings) => {
                return Outcome { findings, ..outcome };
            }
        };
        let source_sha256 = tabulate::book_sha256(&path, &book);
        outcome.manuscript = Some(Composed { path: path.clone(), source_sha256 });
        if !subject.made {
            return outcome;
        }
        match written(path, &book) {
            Ok(file) => outcome.files.push(file),
            Err(finding) => outcome.findings.push(finding),
        }
        outcome
    }

    /// The workbook that goes with a paper: the ledger that it prints, to be filled in.
    fn derived(&self, subject: Subject, path: &str) -> Result<Option<MadeFile>, Finding> {
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
            _ => return Ok(None),
        };
        let stem = path.strip_suffix(".pdf").unwrap_or(path);
        let end = self.wording.say("workbook.ledger_file", ());
        written(format!("{stem}{end}.xlsx"), &book).map(Some)
    }

    /// What a workbook holds, and where it stands.
    fn book(&self, subject: Subject) -> Result<(String, Book), Vec<Finding>> {
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

    fn manuscript(&self, subject: Subject) -> Result<Manuscript, Vec<Finding>> {
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
                let facts = facts::unit(book, analysis, class, unit);
                let charts = unit_charts(&facts, studio);
                self.compose(subject, &facts.assessment, &facts, charts)
            }
            (Kind::City, None) => {
                let facts = facts::city(book, analysis);
                let charts = city_charts(&facts, studio);
                self.compose(subject, &facts.assessment, &facts, charts)
            }
            (Kind::Risk, Some((class, unit))) => {
                let facts = facts::risk(book, analysis, class, unit);
                self.compose(subject, &facts.assessment, &facts, Vec::new())
            }
            // No run has papers of another kind or scope (`subjects`).
            _ => Err(Vec::new()),
        }
    }

    fn compose(
        &self,
        subject: Subject,
        assessment: &AssessmentFacts,
        facts: &impl Serialize,
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
        let kind = subject.kind;
        self.composer.compose(Paper { kind, subject: own, assessment, facts, charts })
    }
}

/// A workbook as a file.
fn written(path: String, book: &Book) -> Result<MadeFile, Finding> {
    match tabulate::workbook(book) {
        Ok(bytes) => Ok(MadeFile { path, bytes, pages: 0 }),
        Err(error) => {
            let found = Finding::new(rule::TEMPLATE_ERROR, Place::document(path));
            Err(found.with("cause", error))
        }
    }
}
