//! The whole run on one screen; the only module that knows all stages.

mod brief;
mod fan_out;
mod gather;
mod look;
mod names;
mod own;
mod papers;
#[cfg(test)]
mod proofs;
mod reading;
mod results;
mod subjects;
mod tracer;
mod verify;

use std::path::PathBuf;

use crate::analyse::{self, Analysis};
use crate::assets::{Coverage, Fonts, Setting, Templates, Wording, override_findings};
use crate::check::check as check_tables;
use crate::crew::Crew;
use crate::finding::{Failure, Finding, any_error, arrange};
use crate::load;
use crate::publish::{Output, SaidFinding};
use crate::score::{Scorebook, score};
use crate::settings::Settings;

pub use brief::{Brief, BriefCell, BriefRow, BriefTable};
pub use fan_out::Workshop;
pub use look::{Changed, Desk, Look, LookFinding};
pub use reading::{Figures, Reading};
pub use tracer::{MOST_MEANT, Meant, Tracer};
pub use verify::{Ground, Proven, glance, prove, verify};

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Order {
    /// Data folder.
    pub data: PathBuf,
    /// Folder whose templates override the built-in ones.
    pub templates: Option<PathBuf>,
    /// Font folder.
    pub fonts: Option<PathBuf>,
    /// Output folder.
    pub output: PathBuf,
    /// Units whose papers are made; all papers when empty.
    pub units: Vec<String>,
    /// Kinds of papers that are made; those of the stage, or of the settings, when empty.
    pub only: Vec<String>,
    /// Workers: papers set, units analysed and tables made at a time.
    pub jobs: usize,
}

impl Order {
    fn crew(&self) -> Crew {
        Crew::new(self.jobs)
    }
}

/// What a run says while it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A stage begins; its words stand in `wording/program.toml`.
    Stage(&'static str),
    /// So many papers of so many are set.
    Progress {
        /// Papers done.
        done: usize,
        /// Papers in all.
        total: usize,
    },
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Everything found, worst first, in words.
    pub findings: Vec<SaidFinding>,
    /// Units of the assessment.
    pub units: usize,
    /// Files read.
    pub files: usize,
    /// Papers made by this run.
    pub documents: usize,
    /// Pages of them.
    pub pages: usize,
    /// Papers that the data has made stale and this run did not make.
    pub stale: Vec<String>,
    /// Papers that could not be made.
    pub failed: Vec<String>,
    /// Where the output is; none when nothing was published.
    pub output: Option<PathBuf>,
}

impl Report {
    /// Whether there is anything to mend before the papers are right.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has("error")
    }

    /// Whether there is anything that somebody should look at.
    #[must_use]
    pub fn has_warnings(&self) -> bool {
        self.has("warning")
    }

    fn has(&self, severity: &str) -> bool {
        self.findings.iter().any(|finding| finding.severity == severity)
    }
}

/// Templates, words, fonts and a checked and scored assessment: what every command stands on.
struct Prepared {
    templates: Templates,
    wording: Wording,
    /// None for a run that sets no paper.
    fonts: Option<Fonts>,
    coverage: Option<Coverage>,
    scorebook: Option<Scorebook>,
    findings: Vec<Finding>,
    files: usize,
}

/// Reads, checks and scores; makes nothing.
///
/// # Errors
/// A failure when the world is wrong: no folder, no fonts.
pub fn check(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let prepared = prepare(order, true, observe)?;
    Ok(report(&prepared))
}

/// Reads, checks, scores, analyses, draws, composes, sets and publishes.
///
/// # Errors
/// A failure when the world is wrong; the last output is then as it was.
pub fn build(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let mut prepared = prepare(order, true, observe)?;
    let (Some(scorebook), Some(coverage), Some(fonts)) =
        (prepared.scorebook.take(), prepared.coverage.take(), prepared.fonts.take())
    else {
        return Ok(report(&prepared));
    };
    let crew = order.crew();
    let analysis: Analysis = analyse::analyse(&scorebook, crew);
    let output = Output::open(&order.output, &scorebook.checked.settings.assessment.id)?;
    let (last, findings) = (output.last.as_ref(), &mut prepared.findings);
    let wanted = subjects::wanted(&scorebook, &analysis, order, last, &prepared.wording, findings)?;
    observe(Event::Stage("typeset"));
    let workshop = fan_out::Workshop::new(
        &scorebook,
        &analysis,
        &prepared.templates,
        &prepared.wording,
        &fonts,
        &coverage,
        &mut prepared.findings,
    )?;
    if any_error(&prepared.findings) {
        return Ok(report(&prepared));
    }
    let outcomes = workshop.make(&wanted, crew, observe)?;
    let gathered = gather::gather(&prepared, &scorebook, outcomes, &output, fonts.sha256());
    publish(&prepared, &scorebook, &analysis, &output, gathered, order.crew(), observe)
}

/// Reads, checks, scores, analyses and publishes the tables of results; makes no paper and needs no
/// fonts. Papers of the last run stay, and are told to be stale where they may be.
///
/// # Errors
/// A failure when the world is wrong; the last output is then as it was.
pub fn results(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let mut prepared = prepare(order, false, observe)?;
    let Some(scorebook) = prepared.scorebook.take() else {
        return Ok(report(&prepared));
    };
    let analysis = analyse::analyse(&scorebook, order.crew());
    let output = Output::open(&order.output, &scorebook.checked.settings.assessment.id)?;
    let fonts = || read_fonts(order, Some(&scorebook.checked.settings));
    let gathered = gather::keep_papers(&prepared, &scorebook, &analysis, &output, &fonts);
    publish(&prepared, &scorebook, &analysis, &output, gathered, order.crew(), observe)
}

/// Puts papers, lists and results into the next edition, if there is to be one.
fn publish(
    prepared: &Prepared,
    scorebook: &Scorebook,
    analysis: &Analysis,
    output: &Output,
    mut gathered: gather::Gathered,
    crew: Crew,
    observe: &dyn Fn(Event),
) -> Result<Report, Failure> {
    let files = gathered.files.take();
    let mut report = gathered.report(prepared, scorebook);
    if let Some(files) = files {
        observe(Event::Stage("publish"));
        output.publish(|edition| {
            files.iter().try_for_each(|file| edition.put(file))?;
            results::write(scorebook, analysis, &prepared.wording, crew, edition)
        })?;
        report.output = Some(output.folder());
    }
    Ok(report)
}

/// The fonts of a run: those of the font folder, and before them the office's own.
fn read_fonts(order: &Order, settings: Option<&Settings>) -> Result<Fonts, Failure> {
    let own = settings.and_then(|settings| settings.fonts.own_folder(&order.data));
    Fonts::read_with(&Fonts::folder(order.fonts.as_deref()), own.as_deref())
}

fn prepare(order: &Order, with_fonts: bool, observe: &dyn Fn(Event)) -> Result<Prepared, Failure> {
    let templates = read_templates(order)?;
    let wording = Wording::new(&templates)?;
    observe(Event::Stage("load"));
    let folder = read_folder(order, &templates)?;
    let settings = folder.settings.as_ref();
    let fonts = with_fonts.then(|| read_fonts(order, settings)).transpose()?;
    let assessed = assess(folder, fonts.as_ref(), order.crew(), observe)?;
    let Assessed { coverage, scorebook, mut findings, files, .. } = assessed;
    findings.extend(override_findings(&templates));
    arrange(&mut findings);
    let scorebook = scorebook.filter(|_| !any_error(&findings));
    Ok(Prepared { templates, wording, fonts, coverage, scorebook, findings, files })
}

fn read_templates(order: &Order) -> Result<Templates, Failure> {
    match &order.templates {
        Some(folder) => Templates::with_folder(folder),
        None => Ok(Templates::built_in()),
    }
}

/// The data folder with its settings, read over the defaults.
fn read_folder(order: &Order, templates: &Templates) -> Result<load::DataFolder, Failure> {
    let text = |name| templates.text(name).unwrap_or("");
    load::read_folder(&order.data, text("settings-defaults.toml"), text("columns-defaults.toml"))
}

/// A checked and scored assessment.
struct Assessed {
    /// None without fonts, or when the settings are wrong.
    coverage: Option<Coverage>,
    /// None when there is an error among the findings.
    scorebook: Option<Scorebook>,
    findings: Vec<Finding>,
    files: usize,
    inputs_sha256: String,
}

/// Reads the tables of a data folder, checks and scores them.
fn assess(
    folder: load::DataFolder,
    fonts: Option<&Fonts>,
    crew: Crew,
    observe: &dyn Fn(Event),
) -> Result<Assessed, Failure> {
    let settings = folder.settings.clone();
    assess_tables(load::load(folder)?, settings, fonts, crew, observe)
}

/// Checks and scores tables.
fn assess_tables(
    tables: load::RawTables,
    mut settings: Option<Settings>,
    fonts: Option<&Fonts>,
    crew: Crew,
    observe: &dyn Fn(Event),
) -> Result<Assessed, Failure> {
    let chosen = fonts.zip(settings.as_mut());
    let chosen = chosen.map(|(fonts, own)| fonts.choose(&mut own.fonts)).transpose()?;
    let coverage = fonts.zip(settings.as_ref());
    let coverage = coverage.map(|(fonts, own)| fonts.coverage(&own.fonts)).transpose()?;
    let files = tables.inputs.len();
    let inputs_sha256 = gather::inputs_sha256(&tables.inputs);
    observe(Event::Stage("check"));
    let setting = |character: char| {
        coverage.as_ref().map_or(Setting::Named, |coverage| coverage.setting(character))
    };
    let outcome = check_tables(tables, settings, &setting, crew);
    let scorebook = outcome.checked.map(|checked| score(checked, crew));
    let mut findings = outcome.findings;
    findings.extend(chosen.into_iter().flatten());
    findings.extend(scorebook.iter().flat_map(|book| book.findings.iter().cloned()));
    arrange(&mut findings);
    let scorebook = scorebook.filter(|_| !any_error(&findings));
    Ok(Assessed { coverage, scorebook, findings, files, inputs_sha256 })
}

/// The report of a run that made nothing.
fn report(prepared: &Prepared) -> Report {
    let classes = prepared.scorebook.iter().flat_map(|book| &book.checked.classes);
    Report {
        findings: prepared.findings.iter().map(|found| said(&prepared.wording, found)).collect(),
        units: classes.map(|class| class.units.len()).sum(),
        files: prepared.files,
        ..Report::default()
    }
}

/// A finding in words, with its place.
#[must_use]
pub fn said(wording: &Wording, finding: &Finding) -> SaidFinding {
    let words = wording.finding(finding);
    let severity = serde_json::to_value(finding.severity).unwrap_or_default();
    let place = finding.place.clone();
    SaidFinding {
        code: finding.code.to_owned(),
        severity: severity.as_str().unwrap_or_default().to_owned(),
        unit: finding.unit().map(str::to_owned),
        file: place.file,
        sheet: place.sheet,
        cell: place.cell,
        line: place.line,
        column: place.column,
        document: place.document,
        what: words.what,
        todo: words.todo,
    }
}
