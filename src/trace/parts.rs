//! Parts of a figure: other figures, indicators, units, cells.

use super::catalogue::{Calculation, Input, Show, Which};
use super::key::Key;
use super::{TraceCell, TracePart, TraceStep, Tracing};
use crate::check::InputCell;
use crate::finding::Place;
use crate::model::{Exact, Points, round_exact};
use crate::score::exact_text;
use crate::settings::Stage;

/// Parts, cells and steps while they are gathered.
pub(super) type Gathered<'g> =
    (&'g mut Vec<TracePart>, &'g mut Vec<TraceCell>, &'g mut Vec<TraceStep>);

impl Tracing<'_> {
    /// Follows one input.
    pub(super) fn follow(&self, input: Input, calculation: Calculation, into: Gathered<'_>) {
        let (parts, cells, steps) = into;
        match input {
            Input::Leaf => cells.extend(self.scored()),
            Input::Marks => cells.extend(self.marks()),
            Input::SelfPoints => cells.extend(self.claimed_cells()),
            Input::LastYear => parts.extend(self.last_year()),
            Input::Leaves(which, show) => parts.extend(self.leaves(which, show)),
            Input::Units(which, show) => parts.extend(self.units(which, show)),
            Input::Indicators(which) => parts.extend(self.indicators(which)),
            Input::SameIndicator => parts.extend(self.same_indicator()),
            Input::Shared => parts.extend(self.shared()),
            Input::UnitRows => parts.extend(self.unit_rows()),
            Input::Rows(register) => {
                let rows = self.rows(register);
                // A figure that is read from one row has no parts.
                match rows.as_slice() {
                    [row] if calculation == Calculation::Read => {
                        cells.extend(row.cells.iter().cloned());
                    }
                    _ => parts.extend(rows),
                }
            }
            Input::Figures(keys) => {
                parts.extend(
                    keys.iter().filter_map(|key| self.part(&self.filled(key), calculation)),
                );
            }
            Input::EachUnit(pattern) => parts.extend(self.each_unit(pattern, calculation)),
            Input::EachDimension(pattern) => {
                parts.extend(self.each_dimension(pattern, calculation));
            }
            Input::Beside => {
                let keys = self.known.map(|known| known.beside.to_vec()).unwrap_or_default();
                parts.extend(keys.iter().filter_map(|key| self.part(key, calculation)));
            }
            Input::CauseCells => parts.extend(self.cause_cells()),
            Input::Problems => parts.extend(self.problems()),
            Input::Settings(names) => cells.extend(self.settings(names)),
            Input::Derivation => {
                let (own, more) = self.derivation();
                steps.extend(own);
                parts.extend(more);
            }
            Input::Neighbours => parts.extend(self.neighbours()),
            Input::Doubts => parts.extend(self.doubts()),
            Input::Files => parts.extend(self.files()),
        }
    }

    /// A pattern of a key with the names of this one.
    pub(super) fn filled(&self, pattern: &str) -> String {
        let classes = &self.sources.book.checked.classes;
        let class = self.key.class.and_then(|at| classes.get(at));
        let code = |unit: Option<usize>| {
            class.zip(unit).map_or("", |(class, unit)| class.units[unit].code.as_str())
        };
        let leaf = class.zip(self.key.leaf);
        let leaf = leaf.map_or("", |(class, leaf)| class.system.indicators[leaf].code.as_str());
        let dimension = self.key.dimension.map(|at| format!("d{}", at + 1)).unwrap_or_default();
        let last = self.key.role.rsplit('/').next().unwrap_or_default();
        pattern
            .replace("{u}", code(self.key.unit))
            .replace("{o}", code(self.key.other))
            .replace("{c}", class.map_or("", |class| class.code.as_str()))
            .replace("{l}", leaf)
            .replace("{d}", &dimension)
            .replace("{k}", self.key.code.as_deref().unwrap_or_default())
            .replace("{r}", last)
    }

    /// Another figure as a part; none where there is none such.
    pub(super) fn part(&self, text: &str, calculation: Calculation) -> Option<TracePart> {
        let printed = self.sources.figure(text).and_then(|known| known.texts.first().cloned());
        let exact = self.expected.value(text);
        let number = printed.as_deref().and_then(number_of);
        // Differences and sums on paper are those of what is printed; rates and means are not.
        let of_printed = matches!(calculation, Calculation::Sum | Calculation::Difference);
        let counted = if of_printed { number.or(exact) } else { exact.or(number) };
        let value = printed.or_else(|| exact.map(|exact| self.written(exact)))?;
        let key = Key::read(text, &self.sources.book.checked);
        let cells = self.cells_of(&key);
        let name = self.name_of(&key, self.sources.figure(text));
        Some(TracePart { name, key: Some(text.to_owned()), value, cells, exact: counted })
    }

    /// A number where nobody prints it: exact, or rounded where it does not end.
    pub(super) fn written(&self, number: Exact) -> String {
        let exact = exact_text(number);
        if !exact.contains('/') {
            return exact;
        }
        let settings = &self.sources.book.checked.settings;
        round_exact(number, settings.statistics.decimals, settings.scoring.rounding).to_string()
    }

    /// The cells of a figure that is read from one.
    fn cells_of(&self, key: &Key) -> Vec<TraceCell> {
        let Some((class, leaf)) = key.class.zip(key.leaf) else { return Vec::new() };
        let at = |unit| (class, unit, leaf);
        match (key.role.rsplit('/').next(), key.unit) {
            (Some("points"), Some(unit)) => self.shown_cells(Show::Points, at(unit)),
            (Some("first"), Some(unit)) => self.shown_cells(Show::First, at(unit)),
            (Some("self"), Some(unit)) => self.shown_cells(Show::Claimed, at(unit)),
            (Some("full-marks"), _) => self.shown_cells(Show::FullMarks, at(0)),
            _ => Vec::new(),
        }
    }

    /// The cells that a number of an indicator of a unit is read from.
    pub(super) fn shown_cells(&self, show: Show, at: (usize, usize, usize)) -> Vec<TraceCell> {
        let (class, unit, leaf) = at;
        let origins = self.sources.origins;
        let of = |roles: &[&str]| {
            let scored = origins.scored(class, unit, leaf).into_iter();
            scored.filter(|own| roles.contains(&own.role)).collect::<Vec<_>>()
        };
        let cells = match show {
            Show::FullMarks => origins.full_marks(class, leaf),
            Show::Claimed => origins.self_points(class, unit, leaf).into_iter().collect(),
            Show::First | Show::FirstLoss if self.class(class).has_first => of(&["first"]),
            Show::Loss => {
                let points = origins.points(class, unit, leaf).into_iter();
                points.chain(of(&["reason", "cause", "mend"])).collect()
            }
            _ => origins.points(class, unit, leaf),
        };
        self.told(cells)
    }

    /// Cells in words.
    pub(super) fn told(&self, cells: Vec<InputCell>) -> Vec<TraceCell> {
        let told = cells.into_iter();
        told.map(|own| self.cell(&own.place, own.role, own.head, own.text)).collect()
    }

    /// A cell in words.
    pub(super) fn cell(
        &self,
        place: &Place,
        role: &'static str,
        head: String,
        text: String,
    ) -> TraceCell {
        TraceCell {
            file: place.file.clone().unwrap_or_default(),
            sheet: place.sheet.clone(),
            cell: place.cell.clone(),
            line: place.line,
            column: place.column,
            place: self.sources.wording.place(place),
            role,
            head,
            text,
        }
    }

    fn scored(&self) -> Vec<TraceCell> {
        let at = self.key.whose().zip(self.key.leaf);
        let scored = at.map(|((class, unit), leaf)| self.sources.origins.scored(class, unit, leaf));
        let mut scored = scored.unwrap_or_default();
        // What is printed comes first; first points are not corrected by what came later.
        let is_first = self.key.role.split('/').any(|part| part == "first") || self.of_first();
        if is_first && scored.iter().any(|own| own.role == "first") {
            scored.retain(|own| own.role != "points");
        }
        self.told(scored)
    }

    /// Whether papers are of first results alone.
    fn of_first(&self) -> bool {
        self.sources.book.checked.settings.assessment.stage == Stage::Preliminary
    }

    fn marks(&self) -> Vec<TraceCell> {
        let at = self.key.class.zip(self.key.leaf);
        self.told(
            at.map(|(class, leaf)| self.sources.origins.full_marks(class, leaf))
                .unwrap_or_default(),
        )
    }

    fn claimed_cells(&self) -> Vec<TraceCell> {
        let at = self.key.whose().zip(self.key.leaf);
        at.map(|((class, unit), leaf)| self.shown_cells(Show::Claimed, (class, unit, leaf)))
            .unwrap_or_default()
    }

    /// Indicators of the key's unit, in its dimension or in all.
    fn leaves(&self, which: Which, show: Show) -> Vec<TracePart> {
        let Some((class, unit)) = self.key.whose() else { return Vec::new() };
        let leaves = self.leaf_range(class);
        let own = leaves.filter(|leaf| self.counts(which, (class, unit, *leaf)));
        own.map(|leaf| self.leaf_part(show, (class, unit, leaf), false)).collect()
    }

    /// The indicators that a key is about: one dimension's, else all.
    pub(super) fn leaf_range(&self, class: usize) -> std::ops::Range<usize> {
        let system = &self.class(class).system;
        let all = 0..system.indicators.len();
        self.key.dimension.map_or(all, |at| system.dimensions[at].leaves.clone())
    }

    /// One indicator of a unit; with the unit's name where parts are of several.
    pub(super) fn leaf_part(
        &self,
        show: Show,
        at: (usize, usize, usize),
        with_unit: bool,
    ) -> TracePart {
        let (class, unit, leaf) = at;
        let own = &self.class(class).system.indicators[leaf];
        let code = &self.class(class).units[unit].code;
        let key = format!("{code}/{}/{}", own.code, role_of(show));
        let exact = self.number(show, at);
        let indicator = format!("{} {}", own.code, own.name);
        let short = &self.class(class).units[unit].short;
        TracePart {
            name: if with_unit { format!("{short} {indicator}") } else { indicator },
            key: Some(key).filter(|_| exact.is_some()),
            value: self.value_of(show, exact),
            cells: self.shown_cells(show, at),
            exact,
        }
    }

    /// Units of the key's class.
    fn units(&self, which: Which, show: Show) -> Vec<TracePart> {
        let Some(class) = self.key.class else { return Vec::new() };
        let units = 0..self.class(class).units.len();
        let own = units.filter(|unit| self.unit_counts(which, class, *unit));
        own.map(|unit| self.unit_part(show, class, unit)).collect()
    }

    pub(super) fn unit_part(&self, show: Show, class: usize, unit: usize) -> TracePart {
        let own = &self.class(class).units[unit];
        if let (Some(leaf), true) = (self.key.leaf, self.number(show, (class, unit, 0)).is_some()) {
            let part = self.leaf_part(show, (class, unit, leaf), false);
            return TracePart { name: own.short.clone(), ..part };
        }
        let item = self.key.dimension.map(|at| format!("/d{}", at + 1));
        let item = item.filter(|_| matches!(show, Show::DimensionRate | Show::DimensionPoints));
        let exact = self.unit_number(show, class, unit);
        TracePart {
            name: own.short.clone(),
            key: Some(format!("{}{}/{}", own.code, item.unwrap_or_default(), role_of(show))),
            value: self.value_of(show, exact),
            cells: Vec::new(),
            exact,
        }
    }

    fn value_of(&self, show: Show, exact: Option<Exact>) -> String {
        let settings = &self.sources.book.checked.settings;
        match (show, exact) {
            (_, None) => String::new(),
            (Show::Rate | Show::DimensionRate, Some(exact)) => {
                let decimals = settings.statistics.rate_decimals;
                format!("{}%", round_exact(exact, decimals, settings.scoring.rounding))
            }
            (Show::Total, Some(exact)) => {
                round_exact(exact, settings.scoring.decimals, settings.scoring.rounding).to_string()
            }
            (_, Some(exact)) => exact_text(exact),
        }
    }
}

/// The role of a figure that shows this of an indicator or a unit.
const fn role_of(show: Show) -> &'static str {
    match show {
        Show::Points | Show::DimensionPoints => "points",
        Show::First => "first",
        Show::Loss | Show::FirstLoss => "loss",
        Show::FullMarks => "full-marks",
        Show::Rate | Show::DimensionRate => "rate",
        Show::Claimed => "self",
        Show::Total => "total",
        Show::Rank => "rank",
    }
}

/// A printed number.
pub(super) fn number_of(text: &str) -> Option<Exact> {
    Points::parse(text).ok().map(Points::exact)
}
