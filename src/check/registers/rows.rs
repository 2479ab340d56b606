//! Reading one register row by row: names, points, days and choices, with a finding for each that
//! is wrong.

use super::whose::whose;
use crate::check::IndicatorSystem;
use crate::check::forms::{FormNames, Meant};
use crate::check::indicators::Names;
use crate::check::units::{Known, Register};
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{Choice, MomentError, RawTable, is_not_applicable, plain_number, split_points};
use crate::model::{Moment, Points, comparable, nearest};

/// The indicators of a class, found by name.
pub(in crate::check) struct ClassNames<'a> {
    pub(in crate::check) system: &'a IndicatorSystem,
    pub(in crate::check) names: Names,
    levels: FormNames<'a>,
}

impl<'a> ClassNames<'a> {
    pub(in crate::check) fn new(system: &'a IndicatorSystem) -> Self {
        Self { system, names: Names::new(system), levels: FormNames::new(system) }
    }
}

/// One register and what its names mean.
pub(in crate::check) struct Rows<'a> {
    pub(in crate::check) table: &'a RawTable,
    pub(in crate::check) register: &'a Register,
    classes: &'a [Option<ClassNames<'a>>],
    /// The unit of all rows, where there is no column of units.
    owner: Option<Known>,
    /// Names of the levels by line, outermost first, where there are columns of levels.
    levels: Option<Vec<Vec<String>>>,
}

/// Columns that name an indicator by the levels above it.
const LEVELS: [&str; 4] = ["level1", "level2", "level3", "level4"];

impl<'a> Rows<'a> {
    /// The rows of a register; that nothing says whose it is is told here, once.
    pub(super) fn new(
        table: &'a RawTable,
        register: &'a Register,
        classes: &'a [Option<ClassNames<'a>>],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let has_units = table.position("unit").is_some();
        let owner = if has_units { None } else { whose(table, register, findings) };
        let has_levels = LEVELS.iter().any(|level| table.position(level).is_some());
        let levels = has_levels.then(|| levels(table));
        Self { table, register, classes, owner, levels }
    }

    /// Lines of the register.
    pub(super) fn lines(&self) -> std::ops::Range<usize> {
        0..self.table.len()
    }

    /// Where a line stands.
    pub(super) fn place(&self, line: usize) -> Place {
        self.table.place_by_role(line, "unit")
    }

    /// A cell's text.
    pub(super) fn text(&self, line: usize, role: &str) -> Option<String> {
        self.table.value(line, role).map(str::to_owned)
    }

    /// A cell's text, which must be there.
    pub(super) fn needed_text(
        &self,
        line: usize,
        role: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let text = self.text(line, role);
        if text.is_none() {
            findings.push(self.wrong(rule::CELL_MISSING, line, role, ""));
        }
        text
    }

    /// The unit of a line, of any class.
    pub(super) fn unit(&self, line: usize, findings: &mut Vec<Finding>) -> Option<Known> {
        if self.table.position("unit").is_none() {
            return self.owner;
        }
        let name = self.needed_text(line, "unit", findings)?;
        let known = self.register.find(&name);
        if known.is_none() && !self.register.is_dropped(&name) {
            let found = Finding::new(rule::UNIT_UNKNOWN, self.place(line))
                .with("name", &name)
                .with("nearest", self.register.nearest(&name).unwrap_or_default());
            findings.push(found);
        }
        known
    }

    /// Unit and indicator of a line.
    pub(super) fn pair(&self, line: usize, findings: &mut Vec<Finding>) -> Option<(Known, usize)> {
        let known = self.unit(line, findings)?;
        let class = self.classes.get(known.class)?.as_ref()?;
        if let Some(levels) = &self.levels {
            return Some((known, self.by_levels(class, line, &levels[line], findings)?));
        }
        let name = self.needed_text(line, "indicator", findings)?;
        let indicator = find_indicator(class, self.table, line, &name, findings)?;
        Some((known, indicator))
    }

    /// The indicator that a line names by its code, or by the names of its levels.
    fn by_levels(
        &self,
        class: &ClassNames<'_>,
        line: usize,
        levels: &[String],
        findings: &mut Vec<Finding>,
    ) -> Option<usize> {
        let code = self.table.value(line, "indicator");
        let is_code = |code: &&str| {
            let codes = class.system.indicators.iter().map(|own| &own.code);
            codes.into_iter().any(|own| comparable(own) == comparable(code))
        };
        let (code, below) = code.map_or((None, None), |code| {
            // Where names stand in place of codes they are the deepest level.
            if is_code(&code) { (Some(code), None) } else { (None, Some(code)) }
        });
        let names: Vec<String> =
            levels.iter().map(String::as_str).chain(below).map(str::to_owned).collect();
        let role = if code.or(below).is_some() {
            "indicator"
        } else {
            let deepest = LEVELS.iter().rfind(|level| self.table.value(line, level).is_some());
            deepest.or(LEVELS.iter().find(|level| self.table.position(level).is_some()))?
        };
        if names.is_empty() && code.is_none() {
            findings.push(self.wrong(rule::CELL_MISSING, line, role, ""));
            return None;
        }
        let meant = class.levels.meant(code, &names);
        let broken = match &meant {
            Meant::Indicator(indicator) => return Some(*indicator),
            Meant::Node(below) if below.len() == 1 => return below.first().copied(),
            Meant::Node(_) | Meant::Several(_) | Meant::Contradiction(_) => rule::INDICATOR_UNCLEAR,
            Meant::Nothing => rule::INDICATOR_UNKNOWN,
        };
        let name = names.last().map_or("", String::as_str);
        findings.push(indicator_wrong(class, broken, self.table.place_by_role(line, role), name));
        None
    }

    /// Points of a cell; none when it is empty, with a finding when it is no number.
    pub(super) fn points(
        &self,
        line: usize,
        role: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<Points> {
        let text = self.text(line, role).filter(|text| !is_not_applicable(text))?;
        let points = Points::parse(&plain_number(&text)).ok();
        if points.is_none() {
            findings.push(self.wrong(rule::CELL_NOT_POINTS, line, role, &text));
        }
        points
    }

    /// Points of a cell, which must be there; above zero where `positive`.
    pub(super) fn needed_points(
        &self,
        line: usize,
        role: &'static str,
        positive: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<Points> {
        let text = self.needed_text(line, role, findings)?;
        let points = Points::parse(&plain_number(&text)).ok();
        let points = points.filter(|points| !positive || *points > Points::ZERO);
        if points.is_none() {
            findings.push(self.wrong(rule::CELL_NOT_POINTS, line, role, &text));
        }
        points
    }

    /// Fewest and most points of an indicator.
    pub(super) fn limits(&self, class: usize, indicator: usize) -> (Points, Points) {
        let system = self.classes.get(class).and_then(Option::as_ref).map(|class| class.system);
        let own = system.and_then(|system| system.indicators.get(indicator));
        own.map(|own| (own.floor, own.full_marks)).unwrap_or_default()
    }

    /// Points of a cell, which must be there and between two bounds.
    pub(super) fn points_within(
        &self,
        line: usize,
        role: &'static str,
        (least, most): (Points, Points),
        findings: &mut Vec<Finding>,
    ) -> Option<Points> {
        let points = self.needed_points(line, role, false, findings)?;
        let fits = least <= points && points <= most;
        if !fits {
            let text = self.text(line, role).unwrap_or_default();
            findings.push(self.wrong(rule::CELL_NOT_POINTS, line, role, &text));
        }
        fits.then_some(points)
    }

    /// A day or moment; none when the cell is empty, with a finding when it is none.
    pub(super) fn moment(
        &self,
        line: usize,
        role: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<Moment> {
        let text = self.text(line, role)?;
        moment(self.table, line, role, &text, findings)
    }

    /// A choice in words; none when the cell is empty, with a finding when it is none of them.
    pub(super) fn choice<C: Choice>(
        &self,
        line: usize,
        role: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<C> {
        let text = self.text(line, role)?;
        choice(self.table, line, role, &text, findings)
    }

    /// A finding at a cell, with its head and text.
    pub(super) fn wrong(
        &self,
        broken: Rule,
        line: usize,
        role: &'static str,
        text: &str,
    ) -> Finding {
        Finding::new(broken, self.table.place_by_role(line, role))
            .with("value", text)
            .with("head", self.table.head_of(role).unwrap_or(role))
    }
}

/// Names from the outermost level to each row's own deepest one; a blank upper level is that of
/// the row above, as where cells are merged.
fn levels(table: &RawTable) -> Vec<Vec<String>> {
    let mut above: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for line in 0..table.len() {
        let own = LEVELS.map(|level| table.value(line, level));
        let own = own.map(|name| name.filter(|name| !is_not_applicable(name)));
        let deepest = own.iter().rposition(Option::is_some).map_or(0, |deepest| deepest + 1);
        let inherited = |level: usize| above.get(level).cloned().unwrap_or_default();
        let own = own.iter().take(deepest).enumerate();
        let path: Vec<String> =
            own.map(|(level, name)| name.map_or_else(|| inherited(level), str::to_owned)).collect();
        all.push(path.iter().filter(|name| !name.is_empty()).cloned().collect());
        if !path.is_empty() {
            above = path;
        }
    }
    all
}

/// A finding about a name that leads to no single indicator.
fn indicator_wrong(class: &ClassNames<'_>, broken: Rule, place: Place, name: &str) -> Finding {
    let names = class.system.indicators.iter();
    let names = names.flat_map(|indicator| [indicator.code.as_str(), indicator.name.as_str()]);
    Finding::new(broken, place)
        .with("name", name)
        .with("nearest", nearest(name, names).unwrap_or_default())
}

/// A choice in words of any table.
pub(in crate::check) fn choice<C: Choice>(
    table: &RawTable,
    line: usize,
    role: &'static str,
    text: &str,
    findings: &mut Vec<Finding>,
) -> Option<C> {
    let chosen = C::read(text);
    if chosen.is_none() {
        let words: Vec<&str> = C::WORDS.iter().map(|(word, _)| *word).collect();
        let found = Finding::new(rule::CELL_CHOICE, table.place_by_role(line, role))
            .with("value", text)
            .with("head", table.head_of(role).unwrap_or(role))
            .with("choices", words.join(" / "));
        findings.push(found);
    }
    chosen
}

/// The day or moment in a cell, with a finding when it is none.
pub(in crate::check) fn moment(
    table: &RawTable,
    line: usize,
    role: &'static str,
    text: &str,
    findings: &mut Vec<Finding>,
) -> Option<Moment> {
    let broken = match table.moment(text) {
        Ok(moment) => return Some(moment),
        Err(MomentError::NoYear) => rule::DATE_WITHOUT_YEAR,
        Err(MomentError::NoMoment) => rule::CELL_NOT_DATE,
    };
    let found = Finding::new(broken, table.place_by_role(line, role))
        .with("value", text)
        .with("head", table.head_of(role).unwrap_or(role));
    findings.push(found);
    None
}

/// The indicator that a code or name means; a name beside a code must mean the same.
pub(in crate::check) fn find_indicator(
    class: &ClassNames<'_>,
    table: &RawTable,
    line: usize,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Option<usize> {
    let found = class.names.find(name).or_else(|| class.names.find(split_points(name).0));
    let Some(indicator) = found else {
        let place = table.place_by_role(line, "indicator");
        let several = [name, split_points(name).0].into_iter().any(|name| class.names.shared(name));
        let broken = if several { rule::INDICATOR_UNCLEAR } else { rule::INDICATOR_UNKNOWN };
        findings.push(indicator_wrong(class, broken, place, name));
        return None;
    };
    name_agrees(class.system, table, line, indicator, findings);
    Some(indicator)
}

/// Whether the name beside an indicator's code is its name; else a finding.
pub(in crate::check) fn name_agrees(
    system: &IndicatorSystem,
    table: &RawTable,
    line: usize,
    indicator: usize,
    findings: &mut Vec<Finding>,
) {
    let Some(beside) = table.value(line, "indicator_name") else {
        return;
    };
    let own = &system.indicators[indicator];
    let known = [&own.name].into_iter().chain(&own.aliases);
    let written = [comparable(beside), comparable(split_points(beside).0)];
    if !known.into_iter().any(|name| written.contains(&comparable(name))) {
        let place = table.place_by_role(line, "indicator_name");
        let found = Finding::new(rule::INDICATOR_NAME_DIFFERS, place)
            .with("code", &own.code)
            .with("name", beside)
            .with("indicator", &own.name);
        findings.push(found);
    }
}
