//! Facts of 归档清单: what of an assessment is to be filed. It knows what the assessment has, not
//! what stands in any output folder, so that the same input gives the same list.

use std::collections::BTreeMap;

use serde::Serialize;

use super::AssessmentFacts;
use crate::check::{Checked, ClassRegisters};
use crate::model::{Figure, Moment};
use crate::score::Scorebook;
use crate::settings::{Kind, Openness, PartialDate, Scope};

/// Letters of a checksum that are printed: enough to tell files apart.
const SHORT_CHECKSUM: usize = 12;

/// Input files up to which the paper lists them; all of them stand in the manifest.
const LISTED: usize = 3000;

/// The papers of one kind that an assessment has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Kind.
    pub kind: Kind,
    /// Its name in words.
    pub name: String,
    /// Classes and units that have one; of a city-wide paper empty.
    pub units: Vec<(usize, usize)>,
}

/// What 归档清单 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Its short code.
    pub id: String,
    /// Kinds of papers, in the order of the manifest.
    pub papers: Vec<ArchivePaper>,
    /// Papers of all kinds.
    pub copies: Figure,
    /// Names of the kinds that units have, in the order of the columns.
    pub columns: Vec<String>,
    /// Classes with their units.
    pub classes: Vec<ArchiveClass>,
    /// Registers that there are.
    pub registers: Vec<ArchiveRegister>,
    /// Days of the assessment, in order.
    pub days: Vec<ArchiveDay>,
    /// Input files.
    pub input_count: Figure,
    /// Input files in the order of their paths; empty where there are too many.
    pub inputs: Vec<ArchiveInput>,
}

/// Papers of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchivePaper {
    /// Its name.
    pub name: String,
    /// Whether units have one each.
    pub of_units: bool,
    /// How many there are.
    pub copies: Figure,
    /// Document number; empty for none.
    pub number: String,
    /// Circulation mark; empty for none.
    pub mark: String,
    /// Openness.
    pub openness: Openness,
    /// Its date, as far as it is known.
    pub dated: Option<PartialDate>,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveClass {
    /// Name.
    pub name: String,
    /// Its units, in list order; empty where they are very many.
    pub units: Vec<ArchiveUnit>,
    /// Of very many units those together that have the same papers, most first; else empty.
    pub alike: Vec<ArchiveAlike>,
}

/// Units that have the same papers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveAlike {
    /// Whether they have one, by column.
    pub has: Vec<bool>,
    /// How many units they are.
    pub units: Figure,
    /// Copies of all of them.
    pub copies: Figure,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveUnit {
    /// Code.
    pub code: String,
    /// Short name.
    pub short: String,
    /// Whether it has a paper of each kind, in the order of the columns.
    pub has: Vec<bool>,
    /// How many it has.
    pub copies: Figure,
}

/// A register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveRegister {
    /// Stable name, as in the settings.
    pub register: &'static str,
    /// Its file.
    pub file: String,
    /// Its rows.
    pub rows: Figure,
}

/// A day of the assessment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveDay {
    /// Stable name of what happened.
    pub event: &'static str,
    /// The day.
    pub day: Moment,
}

/// An input file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveInput {
    /// Path in the data folder.
    pub path: String,
    /// The first letters of its SHA-256.
    pub checksum: String,
}

/// Cuts out the facts of 归档清单; `filed` are the kinds of papers that the assessment has.
#[must_use]
pub fn archive(scorebook: &Scorebook, filed: &[Filed]) -> ArchiveFacts {
    let checked = &scorebook.checked;
    let of_units = || filed.iter().filter(|own| own.kind.scope() == Scope::Unit);
    let copies = |own: &Filed| match own.kind.scope() {
        Scope::Unit => own.units.len(),
        Scope::City | Scope::Forms => 1,
    };
    let inputs = checked.inputs();
    let listed = inputs.iter().filter(|_| inputs.len() <= LISTED).map(|own| ArchiveInput {
        path: own.path.clone(),
        checksum: own.sha256.chars().take(SHORT_CHECKSUM).collect(),
    });
    ArchiveFacts {
        assessment: AssessmentFacts::new(&checked.settings),
        id: checked.settings.assessment.id.clone(),
        papers: filed.iter().filter_map(|own| paper(checked, own, copies(own))).collect(),
        copies: Figure::count("archive/copies", filed.iter().map(copies).sum()),
        columns: of_units().map(|own| own.name.clone()).collect(),
        classes: classes(checked, &of_units().collect::<Vec<_>>()),
        registers: registers(checked),
        days: days(checked),
        input_count: Figure::count("archive/inputs", inputs.len()),
        inputs: listed.collect(),
    }
}

fn paper(checked: &Checked, own: &Filed, copies: usize) -> Option<ArchivePaper> {
    let settings = checked.settings.papers.of(own.kind)?;
    Some(ArchivePaper {
        name: own.name.clone(),
        of_units: own.kind.scope() == Scope::Unit,
        copies: Figure::count(format!("archive/{}/copies", own.kind.name()), copies),
        number: settings.number.clone(),
        mark: settings.mark.clone(),
        openness: settings.openness,
        dated: settings.dated,
    })
}

fn classes(checked: &Checked, filed: &[&Filed]) -> Vec<ArchiveClass> {
    let classes = checked.classes.iter().enumerate();
    let class = |(position, class): (usize, &crate::check::CheckedClass)| {
        let unit = |(at, unit): (usize, &crate::check::Unit)| {
            let has: Vec<bool> =
                filed.iter().map(|own| own.units.binary_search(&(position, at)).is_ok()).collect();
            let copies = has.iter().filter(|has| **has).count();
            ArchiveUnit {
                code: unit.code.clone(),
                short: unit.short.clone(),
                copies: Figure::count(format!("archive/{}/copies", unit.code), copies),
                has,
            }
        };
        let units: Vec<ArchiveUnit> = class.units.iter().enumerate().map(unit).collect();
        let many = units.len() > checked.settings.large.rows_most;
        ArchiveClass {
            name: class.name.clone(),
            alike: if many { alike(&class.code, &units) } else { Vec::new() },
            units: if many { Vec::new() } else { units },
        }
    };
    classes.map(class).collect()
}

/// Units by what they have, most first.
fn alike(class: &str, units: &[ArchiveUnit]) -> Vec<ArchiveAlike> {
    let mut counts: BTreeMap<&[bool], usize> = BTreeMap::new();
    for unit in units {
        *counts.entry(&unit.has).or_default() += 1;
    }
    let mut counts: Vec<(&[bool], usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let facts = counts.into_iter().enumerate().map(|(at, (has, count))| {
        let key = |role: &str| format!("archive/{class}/alike{}/{role}", at + 1);
        let each = has.iter().filter(|has| **has).count();
        ArchiveAlike {
            has: has.to_vec(),
            units: Figure::count(key("units"), count),
            copies: Figure::count(key("copies"), count * each),
        }
    });
    facts.collect()
}

fn registers(checked: &Checked) -> Vec<ArchiveRegister> {
    let files = &checked.settings.registers;
    let rows = |count: fn(&ClassRegisters) -> usize| -> usize {
        checked.classes.iter().map(|class| count(&class.registers)).sum()
    };
    let all = [
        ("corrections", &files.corrections, rows(|own| own.corrections.len())),
        ("appeals", &files.appeals, rows(|own| own.appeals.len())),
        ("bonus", &files.bonus, rows(|own| own.bonus.len())),
        ("deductions", &files.deductions, rows(|own| own.deductions.len())),
        ("submissions", &files.submissions, rows(|own| own.submissions.len())),
        ("vetoes", &files.vetoes, rows(|own| own.vetoes.len())),
        ("caps", &files.caps, rows(|own| own.caps.len())),
        ("second_scores", &files.second_scores, rows(|own| own.second_scores.len())),
        ("ledgers", &files.ledgers, rows(|own| own.ledger.len())),
        ("causes", &files.causes, checked.causes.len()),
        ("actions", &files.actions, checked.actions.len()),
    ];
    let named = all.into_iter().filter(|(_, file, _)| !file.is_empty());
    let facts = named.map(|(register, file, rows)| ArchiveRegister {
        register,
        file: file.clone(),
        rows: Figure::count(format!("archive/{register}/rows"), rows),
    });
    facts.collect()
}

fn days(checked: &Checked) -> Vec<ArchiveDay> {
    let settings = &checked.settings;
    let mending = &settings.rectification;
    let all = [
        ("deadline", settings.submissions.deadline),
        ("collected_from", settings.collection.from),
        ("collected_to", settings.collection.to),
        ("appeals_end", settings.appeals.ends_on),
        ("due_now", mending.due_now),
        ("checked_on", mending.checked_on),
        ("due_periodic", mending.due_periodic),
    ];
    let known = all.into_iter().filter_map(|(event, day)| Some(ArchiveDay { event, day: day? }));
    known.collect()
}
