//! Two runs or releases against each other: papers, totals, the inputs that moved them, figures and
//! pages, in lines and as a page for the browser.

mod documents;
mod moved;
mod names;
mod pages;
mod places;
mod report;

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::assets::Wording;
use crate::crew::Crew;
use crate::finding::{Failure, failure};
use crate::publish::{Opened, ReportFolder};

use documents::Documents;
use moved::Moved;
use names::Names;

/// What is to be held against what.
#[derive(Debug, Clone)]
pub struct DiffOrder {
    /// The earlier folder.
    pub old: PathBuf,
    /// The later one.
    pub new: PathBuf,
    /// Folder of the data, for the cells of inputs that moved.
    pub data: PathBuf,
    /// Folder of the report; beside the later one when none.
    pub output: Option<PathBuf>,
    /// Pages of a paper that are shown at the most.
    pub pages: usize,
    /// Papers whose pages are compared at the most, those whose own data moved first.
    pub papers: usize,
    /// Share of a page's height that heads and page numbers take.
    pub edge: f64,
    /// Papers compared at a time.
    pub jobs: usize,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Name of the earlier folder.
    pub old: String,
    /// Name of the later one.
    pub new: String,
    /// Versions of the program, stages: what is not the same in both.
    pub run: Vec<Change>,
    /// Input files that are new, gone or changed.
    pub inputs: Vec<InputChange>,
    /// Totals, ranks, grades and inputs.
    pub moved: Moved,
    /// Papers.
    pub documents: Documents,
    /// Whether nothing differs.
    pub same: bool,
}

/// Something that was one thing and is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is, in words.
    pub what: String,
    /// As it was.
    pub old: String,
    /// As it is.
    pub new: String,
}

/// An input file that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputChange {
    /// Path in the data folder.
    pub path: String,
    /// `added`, `removed` or `changed`.
    pub how: &'static str,
}

/// Compares, and writes the report where anything differs; gives what differs, and where the report
/// is.
///
/// # Errors
/// A failure when a folder cannot be read, the folders are of different assessments, or the report
/// cannot be written.
pub fn diff(
    order: &DiffOrder,
    wording: &Wording,
    progress: &dyn Fn(usize, usize),
) -> Result<(Difference, Option<PathBuf>), Failure> {
    let (old, new) = (Opened::open(&order.old)?, Opened::open(&order.new)?);
    let (one, other) = (&old.manifest.assessment, &new.manifest.assessment);
    if one != other {
        let failure = Failure::new(failure::DIFF_APART);
        return Err(failure.with("old", one).with("new", other));
    }
    if old.is_release() != new.is_release() {
        return Err(Failure::new(failure::DIFF_KINDS));
    }
    let target = order.output.clone().unwrap_or_else(|| beside(new.folder()));
    let names = Names::read(&[old.folder(), new.folder()], wording)?;
    let run = run(&old, &new, wording);
    let inputs = inputs(&old, &new);
    let mut moved = moved::moved(old.folder(), new.folder(), &names)?;
    places::fill(&mut moved, &order.data, &new.manifest.inputs_sha256, order.jobs);
    let mut pairs = documents::pairs(&old.manifest, &new.manifest);
    if run.is_empty() && inputs.is_empty() && moved.is_empty() && pairs.is_same() {
        let documents = pairs.empty();
        let difference = Difference {
            old: name(&old),
            new: name(&new),
            run,
            inputs,
            moved,
            documents,
            same: true,
        };
        return Ok((difference, None));
    }
    pairs.sort(order.papers);
    let folder = ReportFolder::begin(&target, &[old.folder(), new.folder()], report::MARK)?;
    let desk = documents::Desk { old: &old, new: &new, names: &names, wording, order };
    let crew = Crew::new(order.jobs);
    let documents = desk.compare(&pairs, crew, &folder, progress)?;
    let difference =
        Difference { old: name(&old), new: name(&new), run, inputs, moved, documents, same: false };
    folder.put("index.html", report::page(&difference, wording).as_bytes())?;
    Ok((difference, Some(folder.finish()?)))
}

/// The last two parts of a path: an assessment's folder is called as that of any other run.
fn name(opened: &Opened) -> String {
    let parts = opened.folder().components();
    let parts: Vec<String> = parts
        .filter(|part| matches!(part, std::path::Component::Normal(_)))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

/// Where a report stands that nobody asked for elsewhere.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!("{}-diff", name.unwrap_or_default()))
}

fn run(old: &Opened, new: &Opened, wording: &Wording) -> Vec<Change> {
    let (old, new) = (&old.manifest, &new.manifest);
    let stage = |stage: &str| {
        let key = format!("diff.stage.{stage}");
        if wording.has(&key) { wording.say(&key, ()) } else { stage.to_owned() }
    };
    let rows = [
        ("program", old.version.clone(), new.version.clone()),
        ("stage", stage(&old.stage), stage(&new.stage)),
    ];
    let rows = rows.into_iter().filter(|(_, old, new)| old != new);
    rows.map(|(what, old, new)| Change {
        what: wording.say(&format!("diff.run.{what}"), ()),
        old,
        new,
    })
    .collect()
}

fn inputs(old: &Opened, new: &Opened) -> Vec<InputChange> {
    let (old, new) = (&old.manifest.inputs, &new.manifest.inputs);
    let mut changes = Vec::new();
    for own in new {
        match old.iter().find(|before| before.path == own.path) {
            None => changes.push(InputChange { path: own.path.clone(), how: "added" }),
            Some(before) if before.sha256 != own.sha256 => {
                changes.push(InputChange { path: own.path.clone(), how: "changed" });
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|before| new.iter().all(|own| own.path != before.path));
    changes.extend(gone.map(|own| InputChange { path: own.path.clone(), how: "removed" }));
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    changes
}

pub use report::text;
