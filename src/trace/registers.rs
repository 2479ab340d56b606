//! Rows of registers that a figure is about.

use super::catalogue::{Input, Register, Which};
use super::{TraceCell, TracePart, Tracing};
use crate::check::ClassRegisters;
use crate::finding::Place;
use crate::model::{Exact, Points};

/// A row of a register.
struct Row<'a> {
    unit: usize,
    leaf: Option<usize>,
    /// What it is called: an item, a number, a piece.
    name: &'a str,
    points: Option<Points>,
    /// Its kind or decision.
    kind: &'static str,
    place: &'a Place,
}

/// Roles that are about rows of one kind.
const KINDS: [(&str, &str); 14] = [
    ("city/decision-accepted", "accepted"),
    ("city/decision-after_cutoff", "after_cutoff"),
    ("city/decision-late", "late"),
    ("city/decision-partly", "partly"),
    ("city/decision-refused", "refused"),
    ("city/decision-withdrawn", "withdrawn"),
    ("city/correction-appeal", "appeal"),
    ("city/correction-entry", "entry"),
    ("city/correction-own_error", "own_error"),
    ("city/correction-same_cause", "same_cause"),
    ("city/appeal/change", "appeal"),
    ("city/entry/change", "entry"),
    ("city/own_error/change", "own_error"),
    ("city/same_cause/change", "same_cause"),
];

impl Tracing<'_> {
    /// Rows of a register: of the key's unit, else of its class, else all.
    pub(super) fn rows(&self, register: Register) -> Vec<TracePart> {
        let classes = self.sources.book.checked.classes.iter().enumerate();
        let wanted = classes.filter(|(at, _)| self.key.class.is_none_or(|own| own == *at));
        let mut parts = Vec::new();
        for (class, own) in wanted {
            let rows = rows_of(&own.registers, register);
            let mut own: Vec<&Row<'_>> = rows.iter().filter(|row| self.is_meant(row)).collect();
            self.numbered(class, register, &mut own);
            parts.extend(own.into_iter().map(|row| self.row(class, register, row)));
        }
        parts
    }

    /// The files that a figure without any part looks through.
    pub(super) fn looked_through(&self, inputs: &[Input]) -> Vec<TraceCell> {
        let mut files: Vec<Place> = Vec::new();
        let classes = self.sources.book.checked.classes.iter().enumerate();
        for (at, class) in classes.filter(|(at, _)| self.key.class.is_none_or(|own| own == *at)) {
            for input in inputs {
                files.extend(match input {
                    Input::Leaves(
                        Which::Claimed | Which::Equal | Which::Over | Which::Under,
                        _,
                    ) => self.sources.origins.self_scores(at),
                    Input::Leaves(..)
                    | Input::Units(..)
                    | Input::Indicators(..)
                    | Input::CauseCells
                    | Input::Problems
                    | Input::Doubts => Some(class.scores_place.clone()),
                    Input::Rows(register) => {
                        let rows = rows_of(&class.registers, *register);
                        rows.first().map(|row| row.place.sheet_or_file())
                    }
                    _ => None,
                });
            }
        }
        files.sort();
        files.dedup();
        let cells = files.iter();
        cells.map(|place| self.cell(place, "", String::new(), String::new())).collect()
    }

    fn is_meant(&self, row: &Row<'_>) -> bool {
        let unit = self.key.unit.is_none_or(|unit| unit == row.unit);
        let leaf = self.key.leaf.is_none() || row.leaf.is_none() || self.key.leaf == row.leaf;
        let kind = KINDS.iter().find(|(role, _)| *role == self.key.role);
        let of_appeal = self.key.role.contains("appeal/code");
        let code = self.key.code.as_deref().is_none_or(|code| !of_appeal || code == row.name);
        unit && leaf && code && kind.is_none_or(|(_, kind)| *kind == row.kind)
    }

    /// Of rows that a key numbers, the one that it means.
    fn numbered(&self, class: usize, register: Register, rows: &mut Vec<&Row<'_>>) {
        let others = self.key.role == "unit/corrections";
        let number = self.key.number.filter(|_| self.key.role.contains(register.item()));
        if register == Register::Corrections
            && let Some(unit) = self.key.unit.filter(|_| others || number.is_some())
        {
            // Those that follow an appeal of the unit are told with it.
            let others = self.class(class).registers.other_corrections(unit);
            let places: Vec<&Place> = others.map(|own| &own.place).collect();
            rows.retain(|row| places.contains(&row.place));
        }
        // An appeal has a number of its own, whatever list it stands in.
        let named = self.known.and_then(|known| known.label("number"));
        if register == Register::Appeals && rows.iter().any(|row| Some(row.name) == named) {
            rows.retain(|row| Some(row.name) == named);
        } else if let Some(number) = number {
            let own = number.checked_sub(1).and_then(|at| rows.get(at).copied());
            *rows = own.into_iter().collect();
        }
    }

    fn row(&self, class: usize, register: Register, row: &Row<'_>) -> TracePart {
        let own = self.class(class);
        let indicator = row.leaf.map(|leaf| &own.system.indicators[leaf]);
        let values = [
            ("register", self.say(&format!("register.{}", register.name()), &[])),
            ("unit", own.units[row.unit].short.clone()),
            ("item", row.name.to_owned()),
            (
                "indicator",
                indicator.map_or_else(String::new, |own| format!("{} {}", own.code, own.name)),
            ),
        ];
        TracePart {
            name: self.say("row", &values),
            key: None,
            value: row.points.map(|points| points.to_string()).unwrap_or_default(),
            cells: self.told(self.sources.origins.register_row(row.place)),
            exact: row.points.map(Points::exact).or(Some(Exact::from_integer(0))),
        }
    }
}

fn rows_of(own: &ClassRegisters, register: Register) -> Vec<Row<'_>> {
    let row = |unit, leaf, name, points, kind, place| Row { unit, leaf, name, points, kind, place };
    match register {
        Register::Appeals => {
            let rows = own.appeals.iter();
            rows.map(|own| {
                let kind = own.decision.map_or("", |decision| decision.name());
                row(own.unit, Some(own.indicator), &own.number, own.after, kind, &own.place)
            })
            .collect()
        }
        Register::Bonus => {
            let rows = own.bonus.iter();
            rows.map(|own| row(own.unit, None, &own.item, Some(own.points), "", &own.place))
                .collect()
        }
        Register::Caps => {
            let rows = own.caps.iter();
            rows.map(|own| row(own.unit, None, &own.reason, None, "", &own.place)).collect()
        }
        Register::Corrections => {
            let rows = own.corrections.iter();
            rows.map(|own| {
                let appeal = own.appeal.as_deref().unwrap_or_default();
                let (leaf, kind) = (Some(own.indicator), own.kind.name());
                row(own.unit, leaf, appeal, Some(own.change()), kind, &own.place)
            })
            .collect()
        }
        Register::Deductions => {
            let rows = own.deductions.iter();
            rows.map(|own| row(own.unit, None, &own.item, Some(own.points), "", &own.place))
                .collect()
        }
        Register::Second => {
            let rows = own.second_scores.iter();
            let leaf = |own: &crate::check::SecondScore| Some(own.indicator);
            rows.map(|own| row(own.unit, leaf(own), "", Some(own.points), "", &own.place)).collect()
        }
        Register::Submissions => {
            let rows = own.submissions.iter();
            rows.map(|own| row(own.unit, None, &own.piece, None, "", &own.place)).collect()
        }
    }
}
