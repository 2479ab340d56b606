//! The whole run on one screen; the only module that knows all stages.

mod brief;
mod ending;
mod fan_out;
mod gather;
mod kept;
mod look;
mod making;
mod merge;
mod names;
mod own;
mod papers;
mod prepare;
#[cfg(test)]
mod proofs;
mod reading;
mod ready;
mod report;
mod results;
mod shares;
mod subjects;
mod told;
mod tracer;
mod verify;

use std::path::PathBuf;

use crate::analyse;
use crate::assets::Fonts;
use crate::clock::Clock;
use crate::crew::Crew;
use crate::finding::Failure;
use crate::publish::Output;

pub use brief::{Brief, BriefCell, BriefRow, BriefTable};
pub use fan_out::Workshop;
pub use kept::{PROGRAM, Reason};
pub use look::{Changed, Desk, Look, LookFinding};
pub use merge::{MergeOrder, has_share, listed, merge, put_share};
pub use reading::{Figures, Reading};
pub use ready::Ready;
pub use report::{Report, Timings, said};
pub use shares::Share;
pub use tracer::{MOST_MEANT, Meant, Tracer};
pub use verify::{Ground, Proven, glance, prove, verify};

use ending::Ending;
use gather::Gathered;
use kept::{Last, Tools};
use prepare::{
    Assessed, Prepared, assess, assess_tables, prepare, read_folder, read_fonts, read_templates,
};
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
    /// The share of the papers that is made; all when none.
    pub share: Option<Share>,
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

/// Reads, checks and scores; makes nothing.
///
/// # Errors
/// A failure when the world is wrong: no folder, no fonts.
pub fn check(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let prepared = prepare(order, true, observe)?;
    Ok(report(&prepared, &prepared.findings))
}

/// Reads, checks, scores, analyses, draws, composes, sets and publishes: all papers, or a share of
/// them.
///
/// # Errors
/// A failure when the world is wrong; the last output is then as it was.
pub fn build(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let ready = match Ready::new(order, observe)? {
        Ok(ready) => ready,
        Err(report) => return Ok(*report),
    };
    let mut findings = Vec::new();
    let workshop = ready.workshop(&mut findings)?;
    ready.run(&workshop, &findings, order, observe)
}

/// Reads, checks, scores, analyses and publishes the tables of results; makes no paper and needs no
/// fonts. Papers of the last run stay, and are told to be stale where they may be.
///
/// # Errors
/// A failure when the world is wrong; the last output is then as it was.
pub fn results(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let mut prepared = prepare(order, false, observe)?;
    let Some(scorebook) = prepared.scorebook.take() else {
        return Ok(report(&prepared, &prepared.findings));
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
    let mut gathered = Gathered::new(&prepared, &prepared.findings, checked, &tools);
    let mut edition = output.begin()?;
    if let Some(papers) = papers {
        let standing = subjects::standing(&scorebook, &analysis, papers, &prepared.wording);
        gather::keep_papers(&mut gathered, &last, &standing, &mut edition)?;
    }
    let (prepared, scorebook, analysis) = (&prepared, &scorebook, &analysis);
    let ending = Ending { prepared, scorebook, analysis, output: &output, tools: &tools, crew };
    ending.publish(gathered.done(), edition, &clock, observe)
}
