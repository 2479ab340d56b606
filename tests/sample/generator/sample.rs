//! The whole sample: classes, registers, and what is planted where.

use super::board::{Class, classes};
use super::content::{Content, Entry};
use super::exact::Hundredths;
use super::random::Random;

/// Names of a plant: rows that carry a tag are listed by `planted()`.
pub type Tags = Vec<&'static str>;

/// A unit or a cell of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Position of the class.
    pub class: usize,
    /// Position of the unit.
    pub unit: usize,
    /// Position of the indicator; 0 where a unit is meant.
    pub indicator: usize,
}

/// A row of the corrections.
#[derive(Debug, Clone)]
pub struct Correction {
    pub at: At,
    pub kind: &'static str,
    pub before: Hundredths,
    pub after: Hundredths,
    pub reason: String,
    /// Tag of the appeal it follows; its number is looked up when written.
    pub appeal: &'static str,
    pub date: String,
    pub tags: Tags,
}

/// A row of the appeals.
#[derive(Debug, Clone)]
pub struct Appeal {
    pub at: At,
    pub received: String,
    pub handed_in: String,
    pub before: Hundredths,
    pub claimed: Hundredths,
    pub after: Hundredths,
    pub reason: String,
    pub evidence: String,
    pub evidence_date: String,
    pub decision: &'static str,
    pub decision_reason: String,
    pub reviewer: String,
    pub decided: String,
    pub tags: Tags,
}

/// A row of the bonus or the deduction register.
#[derive(Debug, Clone)]
pub struct Adjustment {
    pub at: At,
    pub item: String,
    pub points: Hundredths,
    pub reason: String,
    pub event: String,
    pub evidence: String,
    pub tags: Tags,
}

/// A row of the submissions.
#[derive(Debug, Clone)]
pub struct Submission {
    pub at: At,
    pub piece: &'static str,
    pub first: String,
    pub returned: String,
    pub again: String,
    pub note: String,
    pub tags: Tags,
}

/// A row of the grade caps.
#[derive(Debug, Clone)]
pub struct GradeCap {
    pub at: At,
    pub grade: &'static str,
    pub reason: &'static str,
    pub basis: &'static str,
    pub tags: Tags,
}

/// A second score of the double-scored sample.
#[derive(Debug, Clone)]
pub struct SecondScore {
    pub at: At,
    pub points: Hundredths,
    pub scorer: String,
    pub tags: Tags,
}

/// A row of a returned ledger.
#[derive(Debug, Clone)]
pub struct LedgerRow {
    pub at: At,
    pub number: String,
    pub measure: String,
    pub due: String,
    pub done: String,
    pub link: String,
    pub recheck: &'static str,
    pub recheck_reason: String,
    pub owner: String,
    pub tags: Tags,
}

/// A row of last year's scores.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    pub unit: String,
    pub code: String,
    pub name: String,
    pub full: Hundredths,
    /// None where it did not apply.
    pub points: Option<Hundredths>,
    pub cause: String,
    pub tags: Tags,
}

/// A self-assessed value; none in the column of a unit without a form.
pub type SelfScore = Option<String>;

/// Everything that the folder holds.
pub struct Sample {
    pub content: Content,
    pub classes: [Class; 2],
    pub corrections: Vec<Correction>,
    pub appeals: Vec<Appeal>,
    pub bonus: Vec<Adjustment>,
    pub deductions: Vec<Adjustment>,
    pub submissions: Vec<Submission>,
    pub caps: Vec<GradeCap>,
    pub seconds: Vec<SecondScore>,
    pub ledgers: Vec<LedgerRow>,
    pub history: [Vec<HistoryRow>; 2],
    /// By class, unit and indicator.
    pub selves: [Vec<Vec<SelfScore>>; 2],
    /// Tags of score rows.
    pub cell_tags: Vec<(At, &'static str)>,
    /// Tags of whole units.
    pub unit_tags: Vec<(At, &'static str)>,
}

impl Sample {
    /// Units and indicators, nothing scored.
    pub fn new(content: Content) -> Self {
        let classes = classes(&content);
        Self {
            content,
            classes,
            corrections: Vec::new(),
            appeals: Vec::new(),
            bonus: Vec::new(),
            deductions: Vec::new(),
            submissions: Vec::new(),
            caps: Vec::new(),
            seconds: Vec::new(),
            ledgers: Vec::new(),
            history: [Vec::new(), Vec::new()],
            selves: [Vec::new(), Vec::new()],
            cell_tags: Vec::new(),
            unit_tags: Vec::new(),
        }
    }

    /// What was written about an indicator.
    pub fn entry(&self, at: At) -> &Entry {
        let indicator = &self.classes[at.class].indicators[at.indicator];
        &self.content.indicators.indicators[indicator.entry]
    }

    /// The position of an indicator by its key.
    pub fn indicator(&self, class: usize, key: &str) -> usize {
        let entries = &self.content.indicators.indicators;
        let indicators = &self.classes[class].indicators;
        indicators.iter().position(|known| entries[known.entry].key == key).unwrap()
    }

    /// A cell.
    pub fn cell(&mut self, at: At) -> &mut super::board::Cell {
        &mut self.classes[at.class].cells[at.unit][at.indicator]
    }

    /// Full marks, points of a loss, and the usual loss of the cell's fault.
    pub fn full(&self, at: At) -> Hundredths {
        self.classes[at.class].indicators[at.indicator].full
    }

    /// Tags a score row.
    pub fn tag(&mut self, at: At, tag: &'static str) {
        self.cell_tags.push((at, tag));
    }

    /// Tags a unit.
    pub fn tag_unit(&mut self, class: usize, unit: usize, tag: &'static str) {
        self.unit_tags.push((At { class, unit, indicator: 0 }, tag));
    }

    /// Keeps a cell's fault for one purpose.
    pub fn reserve(&mut self, at: At) {
        let class = &mut self.classes[at.class];
        let cell = &mut class.cells[at.unit][at.indicator];
        cell.locked = true;
        if let Some(fault) = cell.fault {
            class.indicators[at.indicator].faults[fault].reserved = true;
        }
    }

    /// Gives a unit a fault that no other unit of its class has on that indicator, with a deduction
    /// between two bounds, and reserves it; on one indicator only, when its key is given. Faults that
    /// the unit has already come first.
    pub fn lone_fault(
        &mut self,
        (class, unit): (usize, usize),
        (least, most): (Hundredths, Hundredths),
        only: Option<&str>,
        random: &mut Random,
    ) -> At {
        let board = &self.classes[class];
        let mut places = Vec::new();
        for (indicator, known) in board.indicators.iter().enumerate() {
            let cell = &board.cells[unit][indicator];
            let entry = &self.content.indicators.indicators[known.entry];
            if only.is_some_and(|key| entry.key != key) {
                continue;
            }
            if !cell.applies() || cell.locked || entry.difficulty <= 0.0 || entry.difficulty >= 1.0
            {
                continue;
            }
            for (fault, fault_known) in known.faults.iter().enumerate() {
                let others = board.holders(indicator, fault).iter().any(|other| *other != unit);
                let fits = (least..=most).contains(&fault_known.points);
                if !others && fits && !fault_known.reserved {
                    places.push((cell.fault != Some(fault), indicator, fault));
                }
            }
        }
        assert!(!places.is_empty(), "no lone fault for {}", board.units[unit].short);
        random.shuffle(&mut places);
        places.sort_by_key(|(new, ..)| *new);
        let (_, indicator, fault) = places[0];
        self.classes[class].set(unit, indicator, Some(fault));
        let at = At { class, unit, indicator };
        self.reserve(at);
        at
    }
}
