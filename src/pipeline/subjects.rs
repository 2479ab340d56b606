//! Which papers an assessment has at its stage, and which of them this run makes.

use crate::compose::Kind;
use crate::finding::{Failure, Finding, Place, failure, rule};
use crate::model::{comparable, nearest};
use crate::score::Scorebook;
use crate::settings::Stage;

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

/// Papers in the order of the manifest: units in list order, then city-wide papers.
///
/// # Errors
/// A failure when a unit asked for does not exist.
pub(super) fn wanted(
    scorebook: &Scorebook,
    names: &[String],
    findings: &mut Vec<Finding>,
) -> Result<Vec<Subject>, Failure> {
    let asked: Vec<(usize, usize)> =
        names.iter().map(|name| find(scorebook, name)).collect::<Result<_, _>>()?;
    let stage = scorebook.checked.settings.assessment.stage;
    let mut subjects = all(scorebook);
    for subject in &mut subjects {
        let is_asked = |own| asked.contains(&own);
        subject.made = asked.is_empty() || subject.unit.is_some_and(is_asked);
    }
    for kind in Kind::ALL {
        if stage < due(kind) {
            let found = Finding::new(rule::DOCUMENT_NOT_DUE, Place::default());
            findings.push(found.with("kind", kind.name()));
        }
    }
    Ok(subjects)
}

/// All papers that are due, none of them to be made.
pub(super) fn all(scorebook: &Scorebook) -> Vec<Subject> {
    let checked = &scorebook.checked;
    let stage = checked.settings.assessment.stage;
    let classes = checked.classes.iter().enumerate();
    let units = classes.flat_map(|(class, own)| (0..own.units.len()).map(move |u| (class, u)));
    let units = units.map(|unit| Subject { kind: Kind::Unit, unit: Some(unit), made: false });
    let city = Subject { kind: Kind::City, unit: None, made: false };
    units.chain([city]).filter(|subject| stage >= due(subject.kind)).collect()
}

/// The first stage at which a paper is made (`reports.md`).
fn due(kind: Kind) -> Stage {
    match kind {
        Kind::Unit => Stage::Reviewed,
        Kind::City => Stage::Submitted,
        // Made by the command `forms`, at any stage.
        Kind::Indicators | Kind::Guide => Stage::Preliminary,
    }
}

/// A unit by code, name, short name or alias.
fn find(scorebook: &Scorebook, name: &str) -> Result<(usize, usize), Failure> {
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
