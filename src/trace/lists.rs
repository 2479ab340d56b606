//! Parts that are lists: indicators of a class, the same figure of many units, losses of a cause,
//! problems, neighbours in rank, warnings, files.

use super::catalogue::{Calculation, Show, Which};
use super::parts::number_of;
use super::{TraceCell, TracePart, Tracing};
use crate::analyse::{Problem, State, problems};
use crate::finding::{Finding, Place};
use crate::model::{Exact, Mend, Points, Recheck};
use crate::score::exact_text;

/// Units that a rank shows on either side.
const NEIGHBOURS: usize = 2;

impl Tracing<'_> {
    /// Indicators of the key's class: with full marks, or with how many units apply or lose.
    pub(super) fn indicators(&self, which: Which) -> Vec<TracePart> {
        let classes = 0..self.sources.book.checked.classes.len();
        let own = classes.filter(|class| self.key.class.is_none_or(|own| own == *class));
        own.flat_map(|class| self.indicators_of(class, which)).collect()
    }

    fn indicators_of(&self, class: usize, which: Which) -> Vec<TracePart> {
        let own = self.class(class);
        let statistics = &self.sources.analysis.classes[class].indicators;
        let method = self.known.and_then(|known| known.label("name"));
        let leaves = self.leaf_range(class).filter(|leaf| match which {
            Which::OfMethod => own.system.indicators[*leaf].method.as_deref() == method,
            Which::Losing => statistics[*leaf].losing > 0,
            _ => true,
        });
        let part = |leaf: usize| {
            let indicator = &own.system.indicators[leaf];
            let (role, exact, cells) = match which {
                Which::Applying => ("units", whole(statistics[leaf].count), Vec::new()),
                Which::Losing => ("losing", whole(statistics[leaf].losing), Vec::new()),
                _ => {
                    let cells = self.sources.origins.full_marks(class, leaf);
                    ("full-marks", indicator.full_marks.exact(), self.told(cells))
                }
            };
            TracePart {
                name: format!("{} {}", indicator.code, indicator.name),
                key: Some(format!("class:{}/{}/{role}", own.code, indicator.code)),
                value: exact_text(exact),
                cells,
                exact: Some(exact),
            }
        };
        leaves.map(part).collect()
    }

    /// The indicator of the key, or the one that is named beside the figure, in every class.
    pub(super) fn same_indicator(&self) -> Vec<TracePart> {
        let checked = &self.sources.book.checked;
        let own = self.key.class.zip(self.key.leaf);
        let of_key = own.map(|(class, leaf)| &checked.classes[class].system.indicators[leaf]);
        let name = of_key.map(|own| own.name.as_str());
        let name = name.or_else(|| self.known?.label("name"));
        let same = |(class, leaf): (usize, usize)| {
            let own = &checked.classes[class].system.indicators[leaf];
            Some(own.name.as_str()) == name
        };
        let all = self.all_leaves().into_iter().filter(|at| same(*at));
        let wanted = |class: usize| {
            let one = self.key.role.contains("one-class");
            !one || self.key.class.is_none_or(|own| own == class)
        };
        let all = all.filter(|(class, _)| wanted(*class));
        let roles = ["rate", "losing", "units"];
        let keys = all.flat_map(|(class, leaf)| {
            let own = &checked.classes[class];
            let code = &own.system.indicators[leaf].code;
            roles.map(|role| format!("class:{}/{code}/{role}", own.code))
        });
        keys.filter_map(|key| self.part(&key, Calculation::Other)).collect()
    }

    /// Indicators that several classes have.
    pub(super) fn shared(&self) -> Vec<TracePart> {
        let classes = &self.sources.book.checked.classes;
        let shared = |(class, leaf): &(usize, usize)| {
            classes[*class].system.indicators[*leaf].shared.is_some()
        };
        let key = |(class, leaf): (usize, usize)| {
            let own = &classes[class];
            format!("class:{}/{}/rate", own.code, own.system.indicators[leaf].code)
        };
        let all = self.all_leaves().into_iter().filter(shared);
        all.filter_map(|at| self.part(&key(at), Calculation::Other)).collect()
    }

    fn all_leaves(&self) -> Vec<(usize, usize)> {
        let classes = self.sources.book.checked.classes.iter().enumerate();
        let leaves = |(class, own): (usize, &crate::check::CheckedClass)| {
            (0..own.system.indicators.len()).map(move |leaf| (class, leaf)).collect::<Vec<_>>()
        };
        classes.flat_map(leaves).collect()
    }

    /// Units of the key's class, else of all.
    pub(super) fn all_units(&self) -> Vec<(usize, usize)> {
        let classes = self.sources.book.checked.classes.iter().enumerate();
        let own = classes.filter(|(at, _)| self.key.class.is_none_or(|own| own == *at));
        own.flat_map(|(class, own)| (0..own.units.len()).map(move |unit| (class, unit))).collect()
    }

    /// Rows of the unit list.
    pub(super) fn unit_rows(&self) -> Vec<TracePart> {
        let part = |(class, unit): (usize, usize)| {
            let own = &self.class(class).units[unit];
            TracePart {
                name: own.name.clone(),
                key: None,
                value: own.code.clone(),
                cells: self.told(self.sources.origins.unit(class, unit)),
                exact: None,
            }
        };
        self.all_units().into_iter().map(part).collect()
    }

    /// A figure of every unit of the class, else of all units; those that have none are left out.
    pub(super) fn each_unit(&self, pattern: &str, calculation: Calculation) -> Vec<TracePart> {
        let part = |(class, unit): (usize, usize)| {
            let own = self.class(class);
            let key = pattern.replace("{c}", &own.code).replace("{u}", &own.units[unit].code);
            let key = self.filled(&key);
            let name = own.units[unit].short.clone();
            let found = self.part(&key, calculation).or_else(|| self.of_unit(&key, class, unit));
            found.map(|part| TracePart { name, ..part })
        };
        self.all_units().into_iter().filter_map(part).collect()
    }

    /// Figures of a unit whose own papers are not at hand.
    fn of_unit(&self, key: &str, class: usize, unit: usize) -> Option<TracePart> {
        let analysis = &self.sources.analysis.classes[class];
        let scoring = &self.sources.book.checked.settings.scoring;
        let total = |value: Exact| {
            crate::model::round_exact(value, scoring.decimals, scoring.rounding).exact()
        };
        let exact = match key.split_once('/')?.1 {
            "year/before" => total(analysis.year_changes[unit].as_ref()?.before),
            "year/change" => analysis.year_changes[unit].as_ref()?.change,
            "self/difference" => {
                let own = analysis.self_comparisons[unit].as_ref()?;
                own.claimed.exact() - own.given.exact()
            }
            rest if rest.starts_with("year/") => {
                let leaf = self.key.leaf?;
                let history = self.class(class).registers.history.as_ref()?;
                let cells = history.units.get(unit)?.as_ref()?;
                let mut pairs = history.indicators.iter().zip(cells);
                let (old, cell) = pairs.find(|(old, _)| old.now == Some(leaf))?;
                let before = cell.points?.exact() / old.full_marks.exact();
                let now = self.number(Show::Rate, (class, unit, leaf))?;
                if rest.ends_with("now") { now } else { before * Exact::from_integer(100) }
            }
            rest => {
                let role = rest.split_once("/tally/")?.1;
                let checked = &self.sources.book.checked;
                let all = problems(checked, class, analysis, unit);
                whole(all.iter().filter(|own| counts(role, false, own)).count())
            }
        };
        let value = self.written(exact);
        Some(TracePart {
            name: String::new(),
            key: Some(key.to_owned()),
            value,
            cells: Vec::new(),
            exact: Some(exact),
        })
    }

    /// A figure of every dimension.
    pub(super) fn each_dimension(&self, pattern: &str, calculation: Calculation) -> Vec<TracePart> {
        let count = self.key.class.map_or(0, |class| self.class(class).system.dimensions.len());
        let key = |at: usize| self.filled(&pattern.replace("{d}", &format!("d{at}")));
        (1..=count).filter_map(|at| self.part(&key(at), calculation)).collect()
    }

    /// Losses of the key's cause, of the class or of all.
    pub(super) fn cause_cells(&self) -> Vec<TracePart> {
        let mut parts = Vec::new();
        for (class, unit) in self.all_units() {
            for leaf in 0..self.class(class).system.indicators.len() {
                let at = (class, unit, leaf);
                if self.counts(Which::OfCause, at) {
                    parts.push(self.leaf_part(Show::Loss, at, true));
                }
            }
        }
        parts
    }

    /// Problems of the key's unit that its role counts.
    pub(super) fn problems(&self) -> Vec<TracePart> {
        let Some((class, unit)) = self.key.whose() else { return Vec::new() };
        let sources = &self.sources;
        let analysis = &sources.analysis.classes[class];
        let all = problems(&sources.book.checked, class, analysis, unit);
        let role = self.key.role.rsplit('/').next().unwrap_or_default();
        // What the letter on rectification tells is not yet closed, whatever it is.
        let of_letter = !self.key.role.contains("/tally/");
        let part = |own: &Problem<'_>| {
            let leaf = self.leaf_part(Show::Loss, (class, unit, own.leaf), false);
            let row = own.row.map(|row| self.told(sources.origins.register_row(&row.place)));
            let cells = leaf.cells.into_iter().chain(row.unwrap_or_default()).collect();
            let name = format!("{} {}", own.number, leaf.name);
            let value = own.text.clone().unwrap_or_default();
            TracePart { name, value, cells, exact: None, key: leaf.key }
        };
        all.iter().filter(|own| counts(role, of_letter, own)).map(part).collect()
    }

    /// Who stands before and behind the unit in its class, with the unit.
    pub(super) fn neighbours(&self) -> Vec<TracePart> {
        let Some((class, unit)) = self.key.whose() else { return Vec::new() };
        let scores = &self.sources.book.classes[class];
        let rank = |unit: &usize| scores[*unit].rank.map(|rank| rank.place);
        let mut ranked: Vec<usize> = (0..scores.len()).filter(|own| rank(own).is_some()).collect();
        ranked.sort_by_key(rank);
        let at = ranked.iter().position(|own| *own == unit).unwrap_or_default();
        let near = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(ranked.len());
        let place = |unit: usize| rank(&unit).map(|place| place.to_string()).unwrap_or_default();
        let part = |unit: &usize| {
            let part = self.unit_part(Show::Total, class, *unit);
            let values = [("place", place(*unit)), ("name", part.name.clone())];
            TracePart { name: self.say("at_rank", &values), ..part }
        };
        ranked[near].iter().map(part).collect()
    }

    /// Open warnings: of the key's unit, of the key's kind, else all.
    pub(super) fn doubts(&self) -> Vec<TracePart> {
        let book = self.sources.book;
        let at_stake =
            |found: &&Finding| crate::finding::AT_STAKE.iter().any(|rule| rule.code == found.code);
        let all = book.checked.doubts().iter().chain(&book.findings).filter(at_stake);
        let unit = self.key.whose().map(|(class, unit)| &self.class(class).units[unit]);
        let concerns = |found: &&Finding| {
            let code = self.key.code.as_deref().is_none_or(|code| code == found.code);
            let names: Vec<&str> = ["units", "unit"]
                .iter()
                .filter_map(|name| found.facts.get(name))
                .flat_map(|names| names.split(" / "))
                .collect();
            let is_own = unit.is_none_or(|own| {
                names.iter().any(|name| [&own.name, &own.short].iter().any(|own| own == name))
            });
            code && is_own
        };
        let part = |found: &Finding| {
            let said = self.sources.wording.finding(found);
            TracePart {
                name: said.what,
                key: None,
                value: String::new(),
                cells: vec![self.place_cell(&found.place)],
                exact: None,
            }
        };
        all.filter(concerns).map(part).collect()
    }

    /// A place without a value: a file, a sheet, a cell that a warning is about.
    fn place_cell(&self, place: &Place) -> TraceCell {
        let text = self.sources.origins.text_at(place);
        self.cell(place, "", String::new(), text.unwrap_or_default())
    }

    /// Input files.
    pub(super) fn files(&self) -> Vec<TracePart> {
        let part = |path: &String| TracePart {
            name: path.clone(),
            key: None,
            value: String::new(),
            cells: vec![self.cell(&Place::file(path), "", String::new(), String::new())],
            exact: None,
        };
        self.sources.book.checked.inputs().iter().map(|file| part(&file.path)).collect()
    }

    /// Last year's points and full marks: of the key's indicator each by itself, else by indicator.
    pub(super) fn last_year(&self) -> Vec<TracePart> {
        let Some((class, unit)) = self.key.whose() else { return Vec::new() };
        let rows = self.sources.origins.last_year(class, unit, self.key.leaf);
        let mut parts = Vec::new();
        for (now, cells) in rows {
            let indicator = now.map(|leaf| &self.class(class).system.indicators[leaf]);
            let name = indicator.map_or_else(
                || self.say("dropped", &[]),
                |own| format!("{} {}", own.code, own.name),
            );
            let apart = self.key.leaf.is_some();
            for own in cells.iter().filter(|own| apart || own.role == "points") {
                if !["points", "full_marks"].contains(&own.role) {
                    continue;
                }
                let cells = if apart { vec![own.clone()] } else { cells.clone() };
                parts.push(TracePart {
                    name: format!("{name} {}", own.head),
                    key: None,
                    value: own.text.clone(),
                    exact: number_of(&own.text),
                    cells: self.told(cells),
                });
            }
        }
        parts
    }
}

/// Whether a role counts a problem.
fn counts(role: &str, of_letter: bool, own: &Problem<'_>) -> bool {
    let mendable = own.state != State::Past;
    let left = mendable && own.state != State::Closed;
    let recheck = own.row.and_then(|row| row.recheck);
    match role {
        "mendable" => mendable,
        "past" => own.state == State::Past,
        "closed" => own.state == State::Closed,
        "working" => own.state == State::Working,
        "done" => own.state == State::Done,
        "open" => own.state == State::Open && !own.awaited,
        "remaining" => left,
        "awaited" => own.awaited,
        "counted" => mendable && !own.awaited,
        "counted-left" => left && !own.awaited,
        "counted-rest" => left && !own.awaited && !own.overdue && !own.told(),
        "periodic" if !of_letter => own.mend == Some(Mend::Periodic),
        "repeated" => own.repeated,
        "overdue" => own.overdue,
        "overdue-open" => own.overdue && own.state != State::Closed,
        "overdue-closed" => own.overdue && own.state == State::Closed,
        "overdue-told" => own.overdue && own.told(),
        "refused" => recheck == Some(Recheck::Refused),
        "false-links" => recheck == Some(Recheck::FalseLink),
        "sent-back" => own.sent_back(),
        _ => !of_letter || left,
    }
}

fn whole(count: usize) -> Exact {
    i128::try_from(count).map_or_else(|_| Points::ZERO.exact(), Exact::from_integer)
}
