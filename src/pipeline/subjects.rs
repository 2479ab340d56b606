//! Which papers an assessment has at its stage, and which of them this run makes.

use std::collections::BTreeSet;

use super::Order;
use crate::analyse::Analysis;
use crate::analyse::facts::disputed_units;
use crate::assets::Wording;
use crate::check::{CheckedClass, Unit};
use crate::finding::{Failure, Finding, Place, failure, rule};
use crate::model::{comparable, nearest};
use crate::publish::Manifest;
use crate::score::Scorebook;
use crate::settings::{Kind, Medium, Scope, Settings, Stage};

/// One paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    /// Kind of paper.
    pub(super) kind: Kind,
    /// Class and unit; none for a city-wide paper.
    pub(super) unit: Option<(usize, usize)>,
    /// Whether this run makes it; else its manuscript alone is composed, to see whether it moved.
    pub(super) made: bool,
}

/// What belongs to an edition.
pub(super) struct Wanted {
    /// Kinds of papers, whether there are any of them or not.
    pub(super) kinds: Vec<Kind>,
    /// Papers.
    pub(super) subjects: Vec<Subject>,
}

/// What this run makes and what stays of the last one: in the order of the manifest, by kind, and
/// of a kind in the order of the unit list.
///
/// # Errors
/// A failure when a unit or a kind asked for does not exist, or a kind is not due.
pub(super) fn wanted(
    scorebook: &Scorebook,
    analysis: &Analysis,
    order: &Order,
    last: Option<&Manifest>,
    wording: &Wording,
    findings: &mut Vec<Finding>,
) -> Result<Wanted, Failure> {
    let asked: Vec<(usize, usize)> =
        order.units.iter().map(|name| find(scorebook, name)).collect::<Result<_, _>>()?;
    let kinds = Kinds { scorebook, wording, last };
    let only: Vec<Kind> =
        order.only.iter().map(|name| kinds.asked(name)).collect::<Result<_, _>>()?;
    if order.only.is_empty() && order.units.is_empty() {
        findings.extend(kinds.left_out());
    }
    let made = |subject: &mut Subject| {
        let kind = only.contains(&subject.kind) || only.is_empty() && kinds.of_stage(subject.kind);
        let unit = asked.is_empty() || subject.unit.is_some_and(|own| asked.contains(&own));
        subject.made = kind && unit;
    };
    let belongs = |kind: &Kind| only.contains(kind) || kinds.stays(*kind);
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(belongs).collect();
    let all = kinds.iter().flat_map(|kind| all(scorebook, analysis, *kind));
    let mut subjects: Vec<Subject> = all.collect();
    subjects.iter_mut().for_each(made);
    Ok(Wanted { kinds, subjects })
}

/// The one paper that a unit and a kind mean, with the names of the unit's other papers. Without a
/// kind it is the unit's report where the stage has one, else the first that the unit has.
///
/// # Errors
/// A failure when there is no such unit, kind or paper, or it has no pages.
pub(super) fn one(
    scorebook: &Scorebook,
    analysis: &Analysis,
    unit: Option<&str>,
    kind: Option<&str>,
    wording: &Wording,
) -> Result<(Subject, Vec<String>), Failure> {
    let kinds = Kinds { scorebook, wording, last: None };
    let unit = unit.map(|name| find(scorebook, name)).transpose()?;
    let kind = kind.map(|name| kinds.asked(name)).transpose()?;
    let failure = |code, kind| Failure::new(code).with("kind", kinds.name(kind));
    if let Some(kind) = kind {
        if kind.medium() == Medium::Workbook {
            return Err(failure(failure::KIND_WITHOUT_PAGES, kind));
        }
        match (kind.scope(), unit) {
            (Scope::Unit, None) => return Err(failure(failure::KIND_OF_UNITS, kind)),
            (Scope::City, Some(_)) => return Err(failure(failure::KIND_OF_ALL, kind)),
            _ => {}
        }
    }
    let own = due(scorebook, analysis).into_iter();
    let own = own.filter(|own| own.unit == unit && own.kind.medium() == Medium::Pdf);
    let own: Vec<Kind> = own.map(|own| own.kind).collect();
    let usual = || own.iter().copied().find(|own| *own == Kind::Unit).or(own.first().copied());
    let others = |but: Option<Kind>| -> Vec<String> {
        own.iter().filter(|own| Some(**own) != but).map(|own| kinds.name(*own)).collect()
    };
    let missing = || {
        let failure = Failure::new(failure::PAPER_NOT_THERE);
        let name = unit.map(|(class, unit)| &scorebook.checked.classes[class].units[unit].name);
        let failure = failure.with("unit", name.map_or("", String::as_str));
        let kind = kind.map(|kind| kinds.name(kind)).unwrap_or_default();
        failure.with("kind", kind).with("known", others(None).join("、"))
    };
    let kind =
        kind.filter(|kind| own.contains(kind)).or_else(|| usual().filter(|_| kind.is_none()));
    let kind = kind.ok_or_else(missing)?;
    Ok((Subject { kind, unit, made: true }, others(Some(kind))))
}

/// What stays of the last run when no paper is made.
pub(super) fn standing(
    scorebook: &Scorebook,
    analysis: &Analysis,
    last: &Manifest,
    wording: &Wording,
) -> Vec<Subject> {
    let kinds = Kinds { scorebook, wording, last: Some(last) };
    let stay = Kind::ALL.into_iter().filter(|kind| kinds.stays(*kind));
    stay.flat_map(|kind| all(scorebook, analysis, kind)).collect()
}

/// Papers that a run makes of its own accord and that are not among those it made: kind and unit.
pub(super) fn missing(
    scorebook: &Scorebook,
    analysis: &Analysis,
    last: &Manifest,
    wording: &Wording,
) -> Vec<(Kind, Option<Unit>)> {
    let kinds = Kinds { scorebook, wording, last: Some(last) };
    let made = Kind::ALL.into_iter().filter(|kind| kinds.of_stage(*kind));
    let made = made.flat_map(|kind| all(scorebook, analysis, kind));
    let unit = |(class, unit): (usize, usize)| &scorebook.checked.classes[class].units[unit];
    let named = made.map(|own| (own.kind, own.unit.map(unit)));
    let there: BTreeSet<(&str, Option<&str>)> =
        last.documents.iter().map(|own| (own.kind.as_str(), own.unit.as_deref())).collect();
    let is_missing = |(kind, unit): &(Kind, Option<&Unit>)| {
        !there.contains(&(kind.name(), unit.map(|own| own.code.as_str())))
    };
    named.filter(is_missing).map(|(kind, unit)| (kind, unit.cloned())).collect()
}

/// All papers that are due at the stage, none of them to be made.
pub(super) fn due(scorebook: &Scorebook, analysis: &Analysis) -> Vec<Subject> {
    let stage = scorebook.checked.settings.assessment.stage;
    let due = Kind::ALL.into_iter().filter(|kind| kind.is_due(stage));
    due.flat_map(|kind| all(scorebook, analysis, kind)).collect()
}

/// All papers of a kind, none of them to be made.
fn all(scorebook: &Scorebook, analysis: &Analysis, kind: Kind) -> Vec<Subject> {
    let classes = scorebook.checked.classes.iter().enumerate();
    let units = classes.flat_map(|(class, own)| (0..own.units.len()).map(move |u| (class, u)));
    let whose: Vec<Option<(usize, usize)>> = match kind.scope() {
        Scope::Unit => units.map(Some).collect(),
        Scope::City => vec![None],
        Scope::Forms => Vec::new(),
    };
    // Looked for in all units at once: it hangs on other units, too.
    let disputed = (kind == Kind::Risk).then(|| disputed_units(scorebook, analysis));
    let is_due = |unit: &Option<(usize, usize)>| {
        let among = |units: &BTreeSet<_>| unit.is_some_and(|own| units.contains(&own));
        disputed.as_ref().is_none_or(among) && has_matter(scorebook, kind, *unit)
    };
    let told = whose.into_iter().filter(is_due);
    told.map(|unit| Subject { kind, unit, made: false }).collect()
}

/// Whether there is anything to tell: a paper about appeals needs one.
fn has_matter(scorebook: &Scorebook, kind: Kind, unit: Option<(usize, usize)>) -> bool {
    let classes = &scorebook.checked.classes;
    match (kind, unit) {
        (Kind::AppealDecision, Some((class, unit))) => {
            let mut appeals = classes[class].registers.appeals.of(unit);
            appeals.any(|own| own.decision.is_some())
        }
        (Kind::Correction, Some((class, unit))) => {
            classes[class].registers.other_corrections(unit).next().is_some()
        }
        (Kind::Opinions, None) => classes.iter().any(|class| !class.registers.appeals.is_empty()),
        (Kind::Rectification, Some((class, unit))) => has_problems(&classes[class], unit),
        (Kind::Ledger, None) => any_problems(scorebook),
        (Kind::Recheck, None) => {
            let came_back = |class: &CheckedClass| !class.registers.ledger.is_empty();
            any_problems(scorebook) && classes.iter().any(came_back)
        }
        _ => true,
    }
}

/// Whether the table says what is wrong with a unit: losses without any reason cannot be mended.
fn has_problems(class: &CheckedClass, unit: usize) -> bool {
    class.loses(unit).any(|leaf| class.cells.reason(unit, leaf).is_some())
}

fn any_problems(scorebook: &Scorebook) -> bool {
    let problems =
        |class: &CheckedClass| (0..class.units.len()).any(|unit| has_problems(class, unit));
    scorebook.checked.classes.iter().any(problems)
}

/// The kinds of papers of an assessment at its stage.
struct Kinds<'a> {
    scorebook: &'a Scorebook,
    wording: &'a Wording,
    last: Option<&'a Manifest>,
}

impl Kinds<'_> {
    fn settings(&self) -> &Settings {
        &self.scorebook.checked.settings
    }

    fn stage(&self) -> Stage {
        self.settings().assessment.stage
    }

    /// Whether a run makes it of its own accord.
    fn of_stage(&self, kind: Kind) -> bool {
        kind.is_due(self.stage()) && self.settings().papers.makes(kind, self.stage())
    }

    /// Whether papers of it belong to the edition: those of the stage, and others that the last run
    /// of the same stage was asked for.
    fn stays(&self, kind: Kind) -> bool {
        let there = |last: &&Manifest| {
            let stage = said_stage(self.stage());
            last.stage == stage && last.documents.iter().any(|own| own.kind == kind.name())
        };
        self.of_stage(kind)
            || kind.is_due(self.stage()) && self.last.is_some_and(|last| there(&last))
    }

    fn name(&self, kind: Kind) -> String {
        self.wording.say(&format!("papers.{}", kind.name()), ())
    }

    /// A kind by its name in settings or in words.
    fn asked(&self, name: &str) -> Result<Kind, Failure> {
        let known = Kind::ALL.into_iter().filter(|kind| !kind.stages().is_empty());
        let known: Vec<(Kind, String)> = known.map(|kind| (kind, self.name(kind))).collect();
        let same = |(kind, said): &&(Kind, String)| kind.name() == name || said == name;
        let Some((kind, said)) = known.iter().find(same) else {
            let names = known.iter().map(|(kind, said)| format!("{}（{said}）", kind.name()));
            let names: Vec<String> = names.collect();
            let failure = Failure::new(failure::KIND_NOT_FOUND).with("name", name);
            return Err(failure.with("known", names.join("、")));
        };
        if !kind.is_due(self.stage()) {
            let failure = Failure::new(failure::KIND_NOT_DUE).with("kind", said);
            return Err(failure.with("stage", said_stage(self.stage())));
        }
        Ok(*kind)
    }

    /// The kinds that a run leaves out because of its stage, or by the settings.
    fn left_out(&self) -> Option<Finding> {
        let out = |kind: &Kind| !kind.stages().is_empty() && !self.of_stage(*kind);
        let names: Vec<String> =
            Kind::ALL.into_iter().filter(out).map(|own| self.name(own)).collect();
        let found = Finding::new(rule::DOCUMENT_NOT_DUE, Place::default());
        let found = found.with("stage", said_stage(self.stage()));
        (!names.is_empty()).then(|| found.with("kinds", names.join("、")))
    }
}

/// A stage as settings and manifest write it.
fn said_stage(stage: Stage) -> String {
    let said = serde_json::to_value(stage).unwrap_or_default();
    said.as_str().unwrap_or_default().to_owned()
}

/// A unit by code, name, short name or alias.
pub(super) fn find(scorebook: &Scorebook, name: &str) -> Result<(usize, usize), Failure> {
    let wanted = comparable(name);
    let mut known = Vec::new();
    for (class, tables) in scorebook.checked.classes.iter().enumerate() {
        for (position, unit) in tables.units.iter().enumerate() {
            let own = [&unit.code, &unit.name, &unit.short];
            for other in own.into_iter().chain(&unit.aliases) {
                if comparable(other) == wanted {
                    return Ok((class, position));
                }
                known.push(other.as_str());
            }
        }
    }
    let nearest = nearest(name, known.into_iter()).unwrap_or_default();
    Err(Failure::new(failure::UNIT_NOT_FOUND).with("name", name).with("nearest", nearest))
}
