//! The whole run on one screen; the only module that knows all stages.

mod brief;
mod fan_out;
mod gather;
mod kept;
mod look;
mod names;
mod own;
mod papers;
#[cfg(test)]
mod proofs;
mod reading;
mod report;
mod results;
mod subjects;
mod tracer;
mod verify;

use std::path::PathBuf;

use crate::analyse::{self, Analysis};
use crate::assets::{Coverage, Fonts, Setting, Templates, Wording, override_findings};
use crate::check::check as check_tables;
use crate::clock::Clock;
use crate::crew::Crew;
use crate::finding::{Failure, Finding, any_error, arrange};
use crate::load;
use crate::publish::{Edition, Output, PublishedFile, SideFile};
use crate::score::{Scorebook, score};
use crate::settings::Settings;

pub use brief::{Brief, BriefCell, BriefRow, BriefTable};
pub use fan_out::Workshop;
pub use kept::Reason;
pub use look::{Changed, Desk, Look, LookFinding};
pub use reading::{Figures, Reading};
pub use report::{Report, Timings, said};
pub use tracer::{MOST_MEANT, Meant, Tracer};
pub use verify::{Ground, Proven, glance, prove, verify};

use gather::Gathered;
use kept::{Last, Tools, same_results};
use report::report;

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
    clock: Clock,
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
    let (crew, clock) = (order.crew(), Clock::default());
    let analysis = clock.time("analyse", || analyse::analyse(&scorebook, crew));
    let output = Output::open(&order.output, &scorebook.checked.settings.assessment.id)?;
    let (last, findings) = (output.last.as_ref(), &mut prepared.findings);
    let wanted = subjects::wanted(&scorebook, &analysis, order, last, &prepared.wording, findings)?;
    observe(Event::Stage("typeset"));
    let workshop = clock.time("ready", || {
        Workshop::new(
            &scorebook,
            &analysis,
            &prepared.templates,
            &prepared.wording,
            &fonts,
            &coverage,
            &mut prepared.findings,
        )
    })?;
    if any_error(&prepared.findings) {
        return Ok(report(&prepared));
    }
    let tools = Tools::new(&prepared, fonts.sha256());
    let last = Last::new(&output, &tools, &scorebook.checked);
    let mut gathered = Gathered::new(&prepared, &scorebook.checked, &tools);
    let mut edition = output.begin()?;
    clock.time("papers", || {
        workshop.make(&wanted, &last, crew, observe, |at, outcome| {
            workshop.clock.time("write", || gathered.paper(at, outcome, &mut edition))
        })
    })?;
    let (scorebook, analysis) = (&scorebook, &analysis);
    let whole =
        Whole { prepared: &prepared, scorebook, analysis, output: &output, tools: &tools, crew };
    let mut report = whole.publish(gathered, edition, &clock, observe)?;
    report.timings.papers = workshop.clock.spent();
    Ok(report)
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
    let (crew, clock) = (order.crew(), Clock::default());
    let checked = &scorebook.checked;
    let analysis = clock.time("analyse", || analyse::analyse(&scorebook, crew));
    let output = Output::open(&order.output, &checked.settings.assessment.id)?;
    let papers = output.last.as_ref().filter(|last| !last.documents.is_empty());
    // Fonts are read only to know whether they are those of the papers; without any, none is fresh.
    let fonts = papers.and_then(|_| read_fonts(order, Some(&checked.settings)).ok());
    let tools = Tools::new(&prepared, fonts.as_ref().map_or("", Fonts::sha256));
    let last = Last::new(&output, &tools, checked);
    let mut gathered = Gathered::new(&prepared, checked, &tools);
    let mut edition = output.begin()?;
    if let Some(papers) = papers {
        let standing = subjects::standing(&scorebook, &analysis, papers, &prepared.wording);
        gather::keep_papers(&mut gathered, &last, &standing, &mut edition)?;
    }
    let (scorebook, analysis) = (&scorebook, &analysis);
    let whole =
        Whole { prepared: &prepared, scorebook, analysis, output: &output, tools: &tools, crew };
    whole.publish(gathered, edition, &clock, observe)
}

/// What lists and tables of results are made of.
struct Whole<'a> {
    prepared: &'a Prepared,
    scorebook: &'a Scorebook,
    analysis: &'a Analysis,
    output: &'a Output,
    tools: &'a Tools,
    crew: Crew,
}

impl Whole<'_> {
    /// Puts lists and results into the edition and the edition in its place, if there is to be one.
    fn publish(
        &self,
        gathered: Gathered<'_>,
        mut edition: Edition<'_>,
        clock: &Clock,
        observe: &dyn Fn(Event),
    ) -> Result<Report, Failure> {
        let (mut report, documents) = gathered.finish(self.prepared.files);
        if let Some(documents) = documents {
            observe(Event::Stage("publish"));
            let results = clock.time("results", || self.results(&mut edition))?;
            let checked = &self.scorebook.checked;
            let lists = gather::lists(checked, self.tools, documents, results, &report.findings);
            lists.iter().try_for_each(|list| edition.put(list))?;
            report.output = Some(clock.time("publish", || edition.finish())?);
        }
        report.timings.stages =
            self.prepared.clock.spent().into_iter().chain(clock.spent()).collect();
        Ok(report)
    }

    /// Tables of results: those of the last run where they would be the same.
    fn results(&self, edition: &mut Edition<'_>) -> Result<Vec<SideFile>, Failure> {
        let Self { prepared, scorebook, analysis, output, tools, crew } = self;
        let Some(kept) = same_results(output, tools, &scorebook.checked) else {
            return results::write(scorebook, analysis, &prepared.wording, *crew, edition);
        };
        for file in kept {
            edition.put(&PublishedFile::Kept { path: file.path.clone() })?;
        }
        Ok(kept.to_vec())
    }
}

/// The fonts of a run: those of the font folder, and before them the office's own.
fn read_fonts(order: &Order, settings: Option<&Settings>) -> Result<Fonts, Failure> {
    let own = settings.and_then(|settings| settings.fonts.own_folder(&order.data));
    Fonts::read_with(&Fonts::folder(order.fonts.as_deref()), own.as_deref())
}

fn prepare(order: &Order, with_fonts: bool, observe: &dyn Fn(Event)) -> Result<Prepared, Failure> {
    let clock = Clock::default();
    let templates = clock.time("templates", || read_templates(order))?;
    let wording = clock.time("templates", || Wording::new(&templates))?;
    observe(Event::Stage("load"));
    let folder = clock.time("load", || read_folder(order, &templates))?;
    let settings = folder.settings.as_ref();
    let fonts = with_fonts.then(|| clock.time("fonts", || read_fonts(order, settings)));
    let fonts = fonts.transpose()?;
    let assessed = assess(folder, fonts.as_ref(), order.crew(), &clock, observe)?;
    let Assessed { coverage, scorebook, mut findings, files, .. } = assessed;
    findings.extend(override_findings(&templates));
    arrange(&mut findings);
    let scorebook = scorebook.filter(|_| !any_error(&findings));
    Ok(Prepared { templates, wording, fonts, coverage, scorebook, findings, files, clock })
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
    clock: &Clock,
    observe: &dyn Fn(Event),
) -> Result<Assessed, Failure> {
    let settings = folder.settings.clone();
    let tables = clock.time("load", || load::load(folder))?;
    assess_tables(tables, settings, fonts, crew, clock, observe)
}

/// Checks and scores tables.
fn assess_tables(
    tables: load::RawTables,
    mut settings: Option<Settings>,
    fonts: Option<&Fonts>,
    crew: Crew,
    clock: &Clock,
    observe: &dyn Fn(Event),
) -> Result<Assessed, Failure> {
    let chosen = fonts.zip(settings.as_mut());
    let chosen = chosen.map(|(fonts, own)| fonts.choose(&mut own.fonts)).transpose()?;
    let coverage = fonts.zip(settings.as_ref());
    let coverage = coverage
        .map(|(fonts, own)| clock.time("fonts", || fonts.coverage(&own.fonts)))
        .transpose()?;
    let files = tables.inputs.len();
    let inputs_sha256 = gather::inputs_sha256(&tables.inputs);
    observe(Event::Stage("check"));
    let setting = |character: char| {
        coverage.as_ref().map_or(Setting::Named, |coverage| coverage.setting(character))
    };
    let outcome = clock.time("check", || check_tables(tables, settings, &setting, crew));
    let scorebook = outcome.checked.map(|checked| clock.time("score", || score(checked, crew)));
    let mut findings = outcome.findings;
    findings.extend(chosen.into_iter().flatten());
    findings.extend(scorebook.iter().flat_map(|book| book.findings.iter().cloned()));
    arrange(&mut findings);
    let scorebook = scorebook.filter(|_| !any_error(&findings));
    Ok(Assessed { coverage, scorebook, findings, files, inputs_sha256 })
}
