//! Totals with their parts, and dimensions, of one class.

use super::Words;
use super::table::{Cell, Table, UpperHead, fixed_run, over};
use crate::analyse::facts::workbook::{WorkbookCell, WorkbookClass, WorkbookColumn, WorkbookUnit};
use crate::analyse::facts::{Measured, WorkbookFacts};
use crate::tabulate::{Look, Sheet, Value, cell_name};

/// Columns of the parts of a total, and of the total.
const BASE: u16 = 2;
const TOTAL: u16 = 6;

/// 排名: every unit's total with its parts.
pub(super) fn ranking(class: &WorkbookClass, facts: &WorkbookFacts, words: Words<'_>) -> Sheet {
    let name = facts.several.then_some(class.name.as_str());
    let key = if facts.ranked { "ranking" } else { "totals" };
    let mut table: Table<'_, &WorkbookUnit> = Table::new(key, name, words);
    let head = |column: &str| words.plain(&format!("ranking.{column}"));
    let units: Vec<&WorkbookUnit> = class.order.iter().map(|at| &class.units[*at]).collect();
    let first = table.first_row();
    if facts.ranked {
        table.column(head("rank"), 7.0, move |own, _| match &own.rank {
            Some(rank) => Cell(Value::Number(rank.place.value), Look::Place),
            None => Cell::absent(words),
        });
    } else {
        table.column(head("order"), 6.0, move |_, row| {
            Cell(Value::Number(f64::from(row - first + 1)), Look::Place)
        });
    }
    table.column(head("unit"), 26.0, |own, _| Cell::text(&own.short));
    table.column(head("base"), 11.0, move |own, _| measured(own.base.as_ref(), words));
    table.column(head("bonus"), 9.0, |own, _| Cell::figure(&own.bonus));
    table.column(head("deducted"), 9.0, |own, _| Cell::figure(&own.deducted));
    table.column(head("late"), 11.0, |own, _| Cell::figure(&own.late));
    table.column(head("total"), 11.0, move |own, row| total(own, row, words));
    outcome(&mut table, class, facts, &units, words);
    table.column(head("remark"), 24.0, move |own, _| Cell::text(&remark(own, words)));
    table.frozen = 2;
    let mut sheet = table.sheet(&units, words);
    statistics(&mut sheet, first, class, &units, words);
    sheet
}

/// Grade, the spreadsheet's own rank, and what else some of the units have.
fn outcome<'a>(
    table: &mut Table<'a, &'a WorkbookUnit>,
    class: &WorkbookClass,
    facts: &WorkbookFacts,
    units: &[&'a WorkbookUnit],
    words: Words<'a>,
) {
    let head = |column: &str| words.plain(&format!("ranking.{column}"));
    let first = table.first_row();
    if facts.graded {
        let key = if words.plain("proposed").is_empty() { "grade" } else { "proposed_grade" };
        table.column(head(key), 9.0, |own, _| Cell::code(own.grade.as_deref().unwrap_or_default()));
    }
    // Ranked units stand first.
    let ranked = units.iter().take_while(|own| own.rank.is_some()).count();
    if ranked > 0 && class.ranks_by_total {
        let last = first + u32::try_from(ranked).unwrap_or(1) - 1;
        let totals = fixed_run(first, last, TOTAL);
        let gap = class.gap_after_tie;
        table.column(head("check"), 10.0, move |own, row| {
            let own_total = cell_name(row, TOTAL);
            let formula = if gap {
                format!("=RANK({own_total},{totals})")
            } else {
                format!("=SUMPRODUCT(({totals}>{own_total})/COUNTIF({totals},{totals}))+1")
            };
            own.rank.as_ref().map_or_else(
                || Cell::absent(words),
                |rank| Cell(Value::Formula(formula, rank.place.value), Look::Place),
            )
        });
    }
    if units.iter().any(|own| own.first_total.is_some()) {
        table.column(head("first_total"), 11.0, |own, _| {
            Cell::some_figure(own.first_total.as_ref().or(own.total.as_ref()))
        });
    }
    if units.iter().any(|own| own.applicable_share.is_some()) {
        table.column(head("applicable_share"), 11.0, |own, _| {
            Cell::some_figure(own.applicable_share.as_ref())
        });
    }
}

fn measured(own: Option<&Measured>, words: Words<'_>) -> Cell {
    own.map_or_else(|| Cell::absent(words), Cell::measured)
}

/// The total: of its parts where a spreadsheet comes to the same, else as it was published.
fn total(own: &WorkbookUnit, row: u32, words: Words<'_>) -> Cell {
    let Some(total) = &own.total else {
        return Cell::absent(words);
    };
    let part = |at: u16| cell_name(row, BASE + at);
    let sum = format!("{}+{}-{}-{}", part(0), part(1), part(2), part(3));
    if own.adds_up {
        let decimals = super::table::decimals(total);
        Cell::formula(format!("=ROUND(MAX(0,{sum}),{decimals})"), total)
    } else {
        Cell::figure(total)
    }
}

/// What is special about a unit's total.
fn remark(own: &WorkbookUnit, words: Words<'_>) -> String {
    let tied = own.rank.as_ref().is_some_and(|rank| rank.tied);
    let remarks = [
        (own.vetoed, "vetoed"),
        (!own.counts, "uncounted"),
        (own.total.is_none(), "nothing"),
        (tied, "tied"),
        (own.total.is_some() && !own.adds_up, "as_published"),
    ];
    let said = remarks.into_iter().filter(|(holds, _)| *holds);
    let said: Vec<String> =
        said.map(|(_, key)| words.plain(&format!("ranking.remarks.{key}"))).collect();
    said.join(&words.plain("separator"))
}

/// Mean, highest and lowest total below the units.
fn statistics(
    sheet: &mut Sheet,
    first: u32,
    class: &WorkbookClass,
    units: &[&WorkbookUnit],
    words: Words<'_>,
) {
    let counted: Vec<bool> = units.iter().map(|own| own.counts && own.total.is_some()).collect();
    let rows = [
        ("mean", "AVERAGE", &class.mean),
        ("most", "MAX", &class.most),
        ("least", "MIN", &class.least),
    ];
    let mut row = first + u32::try_from(units.len()).unwrap_or_default();
    let columns = u16::try_from(sheet.columns.len()).unwrap_or(1);
    for (key, function, own) in rows {
        let Some(own) = own else {
            continue;
        };
        let label = Value::text(&words.plain(&format!("statistics.{key}")));
        sheet.span((row, 0), (1, 2), label, Look::SumLabel);
        for column in BASE..columns {
            let cell = if column == TOTAL {
                below(function, &counted, first, column, own)
            } else {
                Cell::blank()
            };
            let cell = cell.sum();
            sheet.put(row, column, cell.0, cell.1);
        }
        row += 1;
    }
}

/// A statistic below its column.
pub(super) fn below(
    function: &str,
    counted: &[bool],
    first: u32,
    column: u16,
    own: &Measured,
) -> Cell {
    let Cell(value, look) = Cell::measured(own);
    match over(function, counted, first, column) {
        Some(formula) => Cell(Value::Formula(formula, own.exact), look),
        None => Cell(value, look),
    }
}

/// 维度: points and rate of every unit in every dimension.
pub(super) fn dimensions(class: &WorkbookClass, several: bool, words: Words<'_>) -> Sheet {
    let name = several.then_some(class.name.as_str());
    let mut table: Table<'_, WorkbookUnit> = Table::new("dimensions", name, words);
    table.column(words.plain("ranking.unit"), 24.0, |own, _| Cell::text(&own.short));
    let at = |own: &WorkbookUnit, at: usize| -> WorkbookCell { own.dimensions[at].clone() };
    for (position, own) in class.dimensions.iter().enumerate() {
        let first = u16::try_from(table.columns.len()).unwrap_or_default();
        let text = words.say("dimension_head", own);
        table.upper.push(UpperHead { first, columns: 2, text });
        table.column(words.plain("dimensions.points"), 9.0, move |own, _| {
            let points = at(own, position).points;
            points.as_ref().map_or_else(|| Cell::absent(words), Cell::figure)
        });
        table.column(words.plain("dimensions.rate"), 9.0, move |own, _| {
            measured(at(own, position).rate.as_ref(), words)
        });
    }
    table.frozen = 1;
    let first = table.first_row();
    let mut sheet = table.sheet(&class.units, words);
    let row = first + u32::try_from(class.units.len()).unwrap_or_default();
    sheet.text(row, 0, &words.plain("statistics.mean"), Look::SumLabel);
    let counted: Vec<bool> = class.units.iter().map(|own| own.counts).collect();
    let means = class.dimensions.iter().flat_map(|own| [&own.mean_points, &own.mean_rate]);
    for (column, mean) in (1..).zip(means) {
        put_mean(&mut sheet, (row, column), mean.as_ref(), &counted, first, words);
    }
    sheet
}

/// The mean of a column below it.
pub(super) fn put_mean(
    sheet: &mut Sheet,
    (row, column): (u32, u16),
    mean: Option<&Measured>,
    counted: &[bool],
    first: u32,
    words: Words<'_>,
) {
    let cell = mean.map_or_else(
        || Cell::absent(words),
        |mean| below("AVERAGE", counted, first, column, mean).sum(),
    );
    sheet.put(row, column, cell.0, cell.1);
}

/// What an indicator is called at the head of its column.
pub(super) fn indicator_head(own: &WorkbookColumn, words: Words<'_>) -> String {
    words.say("indicator_head", &own.head)
}
