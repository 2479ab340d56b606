//! Rates of every unit on every indicator of one class, shaded by their height.

use super::Words;
use super::ranking::{indicator_head, put_mean};
use super::table::{Cell, Table, UpperHead, run};
use crate::analyse::facts::workbook::{WorkbookClass, WorkbookUnit};
use crate::tabulate::{Look, PaperSize, Shading, Sheet, Value};

/// Indicators that an A4 page shows in readable type, and an A3 page.
const A4_INDICATORS: usize = 16;
const A3_INDICATORS: usize = 31;

/// 指标: one row a unit, one column an indicator.
pub(super) fn indicators(
    class: &WorkbookClass,
    several: bool,
    shades: &[u32],
    words: Words<'_>,
) -> Sheet {
    let name = several.then_some(class.name.as_str());
    let mut table: Table<'_, WorkbookUnit> = Table::new("indicators", name, words);
    // Pages side by side hold as many columns each.
    let pages = class.indicators.len().div_ceil(A3_INDICATORS).max(1);
    let page = class.indicators.len().div_ceil(pages).max(1);
    table.column(words.plain("ranking.unit"), 26.0, |own, _| Cell::text(&own.short));
    for (position, own) in class.indicators.iter().enumerate() {
        let at = u16::try_from(table.columns.len()).unwrap_or_default();
        match table.upper.last_mut() {
            Some(upper) if upper.text == own.head.dimension => upper.columns += 1,
            _ => table.upper.push(UpperHead {
                first: at,
                columns: 1,
                text: own.head.dimension.clone(),
            }),
        }
        table.column(indicator_head(own, words), 7.5, move |own, _| {
            let rate = own.indicators[position].rate.as_ref();
            rate.map_or_else(|| Cell::absent(words), Cell::measured)
        });
    }
    table.frozen = 1;
    let wide = class.indicators.len() > A4_INDICATORS;
    table.size = if wide { PaperSize::A3 } else { PaperSize::A4 };
    table.page_columns = u16::try_from(page).unwrap_or_default();
    let first = table.first_row();
    let mut sheet = table.sheet(&class.units, words);
    let row = first + u32::try_from(class.units.len()).unwrap_or_default();
    foot(&mut sheet, class, first, row, words);
    let last = u16::try_from(class.indicators.len()).unwrap_or(1);
    sheet.shadings.push(Shading {
        rows: (first, row - 1),
        columns: (1, last),
        bounds: shades.iter().copied().map(f64::from).collect(),
    });
    sheet
}

/// Mean rates and losing units below the rows.
fn foot(sheet: &mut Sheet, class: &WorkbookClass, first: u32, row: u32, words: Words<'_>) {
    sheet.text(row, 0, &words.plain("statistics.mean_rate"), Look::SumLabel);
    sheet.text(row + 1, 0, &words.plain("statistics.losing"), Look::SumLabel);
    let counted: Vec<bool> = class.units.iter().map(|own| own.counts).collect();
    let all = counted.iter().all(|own| *own);
    for (column, own) in (1..).zip(&class.indicators) {
        put_mean(sheet, (row, column), own.mean_rate.as_ref(), &counted, first, words);
        // COUNTIF takes one run only.
        let losing = if all {
            let cells = run(first, row - 1, column);
            Value::Formula(format!("=COUNTIF({cells},\"<100\")"), own.losing.value)
        } else {
            Value::Number(own.losing.value)
        };
        sheet.put(row + 1, column, losing, Look::SumFigure(0));
    }
}
