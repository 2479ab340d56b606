//! Registers (`rules.md`): corrections, appeals, bonus, deductions, submissions, vetoes, caps,
//! second scores, returned ledgers, last year; read row by row, then held against the scores and
//! against each other.

mod actions;
mod appeals;
mod history;
mod losses;
mod papers;
mod points;
mod read;
mod rows;
mod types;
mod unit_rows;
mod whose;
mod window;

use super::GradeCut;
use super::scores::Scores;
use super::units::Register;
use crate::crew::Crew;
use crate::finding::{Finding, Place, any_error};
use crate::load::RawRegisters;
use crate::settings::Settings;

use rows::Rows;

pub use actions::Actions;
pub use types::{
    Appeal, Bonus, Cap, Cause, ClassRegisters, Correction, Deduction, History, HistoryCell,
    HistoryIndicator, LedgerRow, SecondScore, SelfForm, Submission, Veto,
};
pub use unit_rows::{OfUnit, UnitRows};

pub(in crate::check) use history::read as read_history;
pub(super) use points::ClassView;
pub(in crate::check) use read::causes as read_causes;
pub(super) use rows::{ClassNames, choice, moment, name_agrees};

/// Registers that could not be read whole, which has been told: nothing is held against what is
/// missing of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unread {
    corrections: bool,
    appeals: bool,
    submissions: bool,
}

/// What the registers of all classes have in common.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) causes: Vec<Cause>,
    pub(super) actions: Actions,
    unread: Unread,
}

impl Shared {
    /// Whether the register of submissions was read whole.
    pub(super) fn submissions_whole(&self) -> bool {
        !self.unread.submissions
    }
}

/// Reads every register; rows are sorted into classes.
pub(super) fn read(
    raw: &RawRegisters,
    settings: &Settings,
    cuts: &[GradeCut],
    register: &Register,
    classes: &[Option<ClassNames<'_>>],
    findings: &mut Vec<Finding>,
) -> (Vec<ClassRegisters>, Shared) {
    let files = &settings.registers;
    let mut unread = Unread {
        corrections: raw.corrections.is_none() && !files.corrections.is_empty(),
        appeals: raw.appeals.is_none() && !files.appeals.is_empty(),
        submissions: raw.submissions.is_none() && !files.submissions.is_empty(),
    };
    let mut all = vec![ClassRegisters::default(); settings.classes.len()];
    let rows = |table, findings: &mut Vec<Finding>| Rows::new(table, register, classes, findings);
    if let Some(table) = &raw.corrections {
        read::corrections(&rows(table, findings), &mut all, findings);
        let read: usize = all.iter().map(|class| class.corrections.len()).sum();
        unread.corrections = read < table.len();
    }
    if let Some(table) = &raw.appeals {
        read::appeals(&rows(table, findings), settings, &mut all, findings);
        let read: usize = all.iter().map(|class| class.appeals.len()).sum();
        unread.appeals = read < table.len();
    }
    if let Some(table) = &raw.bonus {
        read::bonus(&rows(table, findings), &mut all, findings);
    }
    if let Some(table) = &raw.deductions {
        read::deductions(&rows(table, findings), &mut all, findings);
    }
    if let Some(table) = &raw.submissions {
        read::submissions(&rows(table, findings), &mut all, findings);
        let read: usize = all.iter().map(|class| class.submissions.len()).sum();
        unread.submissions = read < table.len();
    }
    if let Some(table) = &raw.vetoes {
        read::vetoes(&rows(table, findings), &mut all, findings);
    }
    if let Some(table) = &raw.caps {
        read::caps(&rows(table, findings), cuts, &mut all, findings);
    }
    if let Some(table) = &raw.second_scores {
        read::second_scores(&rows(table, findings), &mut all, findings);
    }
    if let Some(table) = &raw.ledgers {
        read::ledgers(&rows(table, findings), settings, &mut all, findings);
    }
    let before = findings.len();
    let causes = raw.causes.as_ref().map(|table| read::causes(table, findings));
    // Without a whole catalogue no code is unknown.
    let causes = causes.filter(|_| !any_error(&findings[before..]));
    let causes = causes.unwrap_or_default();
    let actions = raw.actions.as_ref().map(|table| {
        let desk = actions::Desk { table, settings: &settings.classes, classes, causes: &causes };
        actions::read(&desk, findings)
    });
    (all, Shared { causes, actions: actions.unwrap_or_default(), unread })
}

/// Holds a class's registers against its scores and against each other.
pub(super) fn check(
    view: ClassView<'_>,
    settings: &Settings,
    shared: &Shared,
    scores: &mut Scores<'_>,
    self_places: &[Option<Place>],
    crew: Crew,
    findings: &mut Vec<Finding>,
) {
    let unread = shared.unread;
    if !unread.corrections {
        points::check(view, scores, findings);
    }
    appeals::check(view, &settings.appeals, scores, unread, findings);
    losses::check(view, &settings.collection, &shared.causes, scores, crew, findings);
    papers::check(view, &settings.submissions, scores, self_places, unread, findings);
}
