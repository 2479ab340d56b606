//! 指标体系 as a workbook: the table that is published, of the indicators that are scored.

use super::words::{Words, values};
use crate::check::{Indicator, OpeningClass};
use crate::settings::Columns;
use crate::tabulate::{Look, Sheet, SheetColumn, Value, cell_name};

const HEAD_ROW: u32 = 1;

/// A text of an indicator.
type Text = fn(&Indicator) -> Option<&str>;

/// The sheet of a class.
pub(super) fn sheet(words: &Words<'_>, class: &OpeningClass, columns: &Columns) -> Sheet {
    let names = &columns.indicators;
    let system = &class.system;
    let depth = u16::try_from(system.depth()).unwrap_or(1);
    let (code, marks) = (depth, depth + 1);
    let texts: [(&[String], f64, Text); 4] = [
        (&names.look, 40.0, |own| own.look.as_deref()),
        (&names.criterion, 44.0, |own| own.criterion.as_deref()),
        (&names.method, 10.0, |own| own.method.as_deref()),
        (&names.basis, 30.0, |own| own.basis.as_deref()),
    ];
    let levels = [&names.level1, &names.level2, &names.level3, &names.level4];
    let heads = levels.into_iter().take(usize::from(depth)).map(|heads| (heads, 14.0));
    let heads = heads.chain([(&names.code, 9.0), (&names.full_marks, 7.0)]);
    let heads: Vec<(&[String], f64)> =
        heads.map(|(heads, width)| (heads.as_slice(), width)).collect();
    let all: Vec<(&[String], f64)> =
        heads.into_iter().chain(texts.iter().map(|(heads, width, _)| (*heads, *width))).collect();
    let mut sheet = Sheet {
        name: words.plain("sheet.indicators"),
        columns: all.iter().map(|(_, width)| SheetColumn { width: *width, look: None }).collect(),
        heights: vec![(0, 30.0), (HEAD_ROW, 24.0)],
        head_row: Some(HEAD_ROW),
        frozen_columns: marks + 1,
        footer: words.plain("footer"),
        least_height: 20.0,
        ..Sheet::default()
    };
    let width = u16::try_from(all.len()).unwrap_or(1);
    let title = words.say("title.indicators", values([("class", &class.name)]));
    sheet.span((0, 0), (1, width), Value::text(&title), Look::Title);
    for (at, (heads, _)) in (0..).zip(&all) {
        let head = heads.first().map(String::as_str).unwrap_or_default();
        sheet.text(HEAD_ROW, at, head, Look::Head);
    }
    let row_of = |leaf: usize| HEAD_ROW + 1 + u32::try_from(leaf).unwrap_or_default();
    for cell in system.level_cells() {
        let column = u16::try_from(cell.level).unwrap_or_default();
        let rows = u32::try_from(cell.rows).unwrap_or(1);
        let columns = u16::try_from(cell.columns).unwrap_or(1);
        let look = if rows > 1 { Look::Level } else { Look::Text };
        let place = (row_of(cell.leaf), column);
        sheet.span(place, (rows, columns), Value::text(&cell.name), look);
    }
    for (leaf, own) in system.indicators.iter().enumerate() {
        let row = row_of(leaf);
        sheet.text(row, code, &own.code, Look::Code);
        sheet.put(row, marks, Value::Number(own.full_marks.to_f64()), Look::Points);
        for (column, (_, _, text)) in (marks + 1..).zip(&texts) {
            sheet.text(row, column, text(own).unwrap_or_default(), Look::Text);
        }
    }
    let row = row_of(system.indicators.len());
    let total = words.plain("self_form.total");
    sheet.span((row, 0), (1, code + 1), Value::text(&total), Look::SumLabel);
    let formula = format!("=SUM({}:{})", cell_name(row_of(0), marks), cell_name(row - 1, marks));
    sheet.put(row, marks, Value::Formula(formula, system.full_marks().to_f64()), Look::Sum);
    for column in marks + 1..width {
        sheet.put(row, column, Value::Blank, Look::Sum);
    }
    sheet
}
