//! 自评表 of one class: the form in which units give themselves points.

use super::words::{Words, values};
use crate::check::{IndicatorSystem, OpeningClass};
use crate::model::Points;
use crate::settings::{Columns, FormColumns};
use crate::tabulate::{Allowed, Check, Look, Sheet, SheetColumn, Value, cell_name};

/// Rows above the first indicator: title, unit, note, heads.
const UNIT_ROW: u32 = 1;
const NOTE_ROW: u32 = 2;
const HEAD_ROW: u32 = 3;

/// Where the columns of the form stand.
struct Places {
    depth: u16,
    code: u16,
    marks: u16,
    criterion: Option<u16>,
    points: u16,
    explanation: u16,
    evidence: u16,
}

/// The sheets of the form: the form itself, and how it is filled in with the list of units.
pub(super) fn sheets(words: &Words<'_>, class: &OpeningClass, columns: &Columns) -> Vec<Sheet> {
    let help = help(words, class);
    let form = Form { words, class, names: &columns.forms };
    vec![form.sheet(columns, &help), help.sheet]
}

/// The sheet of help and where its list of units stands.
struct Help {
    sheet: Sheet,
    units: String,
}

fn help(words: &Words<'_>, class: &OpeningClass) -> Help {
    let name = words.plain("sheet.self_help");
    let mut sheet = Sheet {
        name: name.clone(),
        columns: vec![SheetColumn { width: 100.0, look: None }],
        heights: vec![(0, 30.0)],
        least_height: 20.0,
        locked: true,
        footer: words.plain("footer"),
        ..Sheet::default()
    };
    sheet.text(0, 0, &words.plain("self_form.help_title"), Look::Title);
    let form = words.plain("sheet.self_form");
    let help = words.say("self_form.help", values([("sheet", &form)]));
    let mut row = 1;
    for line in help.lines() {
        sheet.text(row, 0, line, Look::Note);
        row += 1;
    }
    row += 1;
    sheet.text(row, 0, &words.plain("self_form.units_head"), Look::Head);
    let first = row + 1;
    for unit in &class.units {
        row += 1;
        sheet.text(row, 0, &unit.name, Look::Text);
    }
    let quoted = name.replace('\'', "''");
    let units = format!("='{quoted}'!$A${}:$A${}", first + 1, row + 1);
    Help { sheet, units }
}

struct Form<'a> {
    words: &'a Words<'a>,
    class: &'a OpeningClass,
    names: &'a FormColumns,
}

impl Form<'_> {
    fn system(&self) -> &IndicatorSystem {
        &self.class.system
    }

    fn places(&self) -> Places {
        let depth = u16::try_from(self.system().depth()).unwrap_or(1);
        let marks = depth + 1;
        let criterion = self.system().indicators.iter().any(|own| own.criterion.is_some());
        let points = marks + 1 + u16::from(criterion);
        Places {
            depth,
            code: depth,
            marks,
            criterion: criterion.then_some(marks + 1),
            points,
            explanation: points + 1,
            evidence: points + 2,
        }
    }

    fn sheet(&self, columns: &Columns, help: &Help) -> Sheet {
        let words = self.words;
        let at = self.places();
        let mut sheet = Sheet {
            name: words.plain("sheet.self_form"),
            columns: widths(&at),
            heights: vec![(0, 32.0), (UNIT_ROW, 26.0), (HEAD_ROW, 26.0)],
            least_height: 32.0,
            head_row: Some(HEAD_ROW),
            frozen_columns: at.marks + 1,
            locked: true,
            footer: words.plain("footer"),
            ..Sheet::default()
        };
        let all = at.evidence + 1;
        let title = words.say("title.self_form", values([("class", &self.class.name)]));
        sheet.span((0, 0), (1, all), Value::text(&title), Look::Title);
        self.unit_line(&mut sheet, &at, help);
        let note = words.plain("self_form.note");
        sheet.span((NOTE_ROW, 0), (1, all), Value::text(&note), Look::Note);
        self.heads(&mut sheet, &at, columns);
        let last = self.rows(&mut sheet, &at);
        let signatures = words.plain("self_form.signatures");
        sheet.heights.push((last + 2, 30.0));
        sheet.span((last + 2, 0), (1, all), Value::text(&signatures), Look::LabelInput);
        sheet
    }

    /// The label that says whose form it is, with the name beside it, and the day.
    fn unit_line(&self, sheet: &mut Sheet, at: &Places, help: &Help) {
        let words = self.words;
        sheet.text(UNIT_ROW, 0, &words.plain("self_form.unit"), Look::Label);
        sheet.span((UNIT_ROW, 1), (1, at.marks), Value::Blank, Look::LabelInput);
        sheet.text(UNIT_ROW, at.explanation, &words.plain("self_form.date"), Look::LabelRight);
        sheet.put(UNIT_ROW, at.evidence, Value::Blank, Look::LabelInput);
        sheet.checks.push(Check {
            first: UNIT_ROW,
            last: UNIT_ROW,
            column: 1,
            allowed: Allowed::Cells(help.units.clone()),
            message: words.plain("self_form.unit_message"),
        });
    }

    fn heads(&self, sheet: &mut Sheet, at: &Places, columns: &Columns) {
        let names = self.names;
        let levels = [&names.level1, &names.level2, &names.level3, &names.level4];
        let mut head = |column: u16, names: &[String]| {
            let name = names.first().map(String::as_str).unwrap_or_default();
            sheet.text(HEAD_ROW, column, name, Look::Head);
        };
        for (column, names) in (0..at.depth).zip(levels) {
            head(column, names);
        }
        head(at.code, &names.indicator);
        head(at.marks, &names.full_marks);
        if let Some(criterion) = at.criterion {
            head(criterion, &columns.indicators.criterion);
        }
        head(at.points, &names.points);
        head(at.explanation, &names.explanation);
        head(at.evidence, &names.evidence);
    }

    /// The indicators with the sums of each dimension, and the sum of all; gives the last row.
    fn rows(&self, sheet: &mut Sheet, at: &Places) -> u32 {
        let system = self.system();
        let cells = system.level_cells();
        let banded = system.depth() > 1;
        let mut row = HEAD_ROW + 1;
        let mut sums = Vec::new();
        for dimension in &system.dimensions {
            let first = row;
            for leaf in dimension.leaves.clone() {
                for cell in cells.iter().filter(|cell| cell.leaf == leaf) {
                    let column = u16::try_from(cell.level).unwrap_or_default();
                    let rows = u32::try_from(cell.rows).unwrap_or(1);
                    let columns = u16::try_from(cell.columns).unwrap_or(1);
                    let look = if rows > 1 { Look::Level } else { Look::Text };
                    sheet.span((row, column), (rows, columns), Value::text(&cell.name), look);
                }
                self.row(sheet, at, row, leaf);
                row += 1;
            }
            let leaves = &system.indicators[dimension.leaves.clone()];
            let marks: i64 = leaves.iter().map(|leaf| leaf.full_marks.scaled()).sum();
            let run = |column: u16| {
                format!("SUM({}:{})", cell_name(first, column), cell_name(row - 1, column))
            };
            if banded {
                let label = self.words.plain("self_form.subtotal");
                let (full, points) = (run(at.marks), run(at.points));
                sum_row(sheet, at, row, &label, (&full, Points::from_scaled(marks)), &points);
                sums.push(row);
                row += 1;
            } else {
                sums.extend(first..row);
            }
        }
        let parts = |column: u16| {
            let cells = sums.iter().map(|row| cell_name(*row, column));
            match (sums.first(), sums.last()) {
                (Some(first), Some(last)) if !banded => {
                    format!("SUM({}:{})", cell_name(*first, column), cell_name(*last, column))
                }
                _ => cells.collect::<Vec<_>>().join("+"),
            }
        };
        let label = self.words.plain("self_form.total");
        let (full, points) = (parts(at.marks), parts(at.points));
        sum_row(sheet, at, row, &label, (&full, system.full_marks()), &points);
        row
    }

    fn row(&self, sheet: &mut Sheet, at: &Places, row: u32, leaf: usize) {
        let own = &self.system().indicators[leaf];
        sheet.text(row, at.code, &own.code, Look::Code);
        sheet.put(row, at.marks, Value::Number(own.full_marks.to_f64()), Look::Points);
        if let Some(column) = at.criterion {
            sheet.text(row, column, own.criterion.as_deref().unwrap_or_default(), Look::Text);
        }
        sheet.put(row, at.points, Value::Blank, Look::PointsInput);
        sheet.put(row, at.explanation, Value::Blank, Look::TextInput);
        sheet.put(row, at.evidence, Value::Blank, Look::TextInput);
        let (marks, floor) = (own.full_marks.to_string(), own.floor.to_string());
        let key = if own.floor < Points::ZERO { "floor_message" } else { "points_message" };
        let said = values([("full_marks", &marks), ("floor", &floor)]);
        sheet.checks.push(Check {
            first: row,
            last: row,
            column: at.points,
            allowed: points_allowed(self.words, (row, at.points), &marks, &floor),
            message: self.words.say(&format!("self_form.{key}"), said),
        });
    }
}

/// Points from `least` to `most`, or the word for what does not apply.
pub(super) fn points_allowed(
    words: &Words<'_>,
    (row, column): (u32, u16),
    most: &str,
    least: &str,
) -> Allowed {
    let cell = cell_name(row, column);
    let word = words.not_applicable().replace('"', "\"\"");
    Allowed::Formula(format!(
        "OR({cell}=\"{word}\",AND(ISNUMBER({cell}),{cell}>={least},{cell}<={most}))"
    ))
}

fn sum_row(
    sheet: &mut Sheet,
    at: &Places,
    row: u32,
    label: &str,
    (marks_formula, marks): (&str, Points),
    points_formula: &str,
) {
    sheet.span((row, 0), (1, at.code + 1), Value::text(label), Look::SumLabel);
    let formula = |formula: &str, value: f64| Value::Formula(format!("={formula}"), value);
    sheet.put(row, at.marks, formula(marks_formula, marks.to_f64()), Look::Sum);
    for column in at.criterion.into_iter().chain([at.explanation, at.evidence]) {
        sheet.put(row, column, Value::Blank, Look::Sum);
    }
    sheet.put(row, at.points, formula(points_formula, 0.0), Look::Sum);
}

fn widths(at: &Places) -> Vec<SheetColumn> {
    let width = |column: u16| match column {
        column if column + 1 == at.depth => 14.0,
        column if column < at.depth => 10.0,
        column if column == at.code => 8.0,
        column if column == at.marks => 6.0,
        column if Some(column) == at.criterion => 38.0,
        column if column == at.points => 9.0,
        column if column == at.explanation => 30.0,
        _ => 24.0,
    };
    (0..=at.evidence).map(|column| SheetColumn { width: width(column), look: None }).collect()
}
