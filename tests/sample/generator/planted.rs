//! The list of what is planted, with the cells where it stands.

use super::exact::text;
use super::sample::{At, Sample};
use super::table::Table;

/// A planted fact in one file.
#[derive(Debug, Clone)]
pub struct Planted {
    /// Short name, the same for all places of one plant.
    pub tag: &'static str,
    /// What it is.
    pub what: &'static str,
    /// File in the data folder.
    pub file: String,
    /// Unit and indicator, where the place is a score or an appeal.
    pub who: String,
    /// Cells, or line and column of a CSV file.
    pub place: String,
}

/// Most places of one plant in one file that are listed; the rest is counted.
const MOST_PLACES: usize = 6;

/// The plant whose exact total is told.
const EXACT: &str = "cut-reached-by-rounding";

/// Tags with what they stand for, in the order of the issue. A third part names the head to point
/// at, where it is not the usual one of the table.
const PLANTS: [(&str, &str, &str); 53] = [
    ("everybody-fills", "an indicator that all fill", ""),
    ("nobody-fills", "an indicator that nobody fills", ""),
    ("nearly-all-lose", "an indicator on which at least nine in ten lose", ""),
    ("weak-in-one-dimension", "a unit weak in one dimension", ""),
    ("not-applicable", "a unit to which some indicators do not apply", ""),
    ("below-60", "less than 60% of the full marks apply", ""),
    ("explained-absence", "an explained absence with part of the points", "扣分原因"),
    ("cut-reached-by-rounding", "a rescaled total just under 75 that rounds up to it", ""),
    ("tie-in-rank", "two departments with one published total", ""),
    ("quota-tie", "the 7th and 8th department with one published total, 7 seats", ""),
    ("county-order", "two counties whose order one accepted appeal changes", ""),
    ("appeal-county-order", "the appeal that changes the order of two counties", ""),
    (
        "appeal-same-cause-accepted",
        "accepted: one of two appeals on one cause, with what follows",
        "",
    ),
    ("appeal-same-cause-refused", "refused: the other appeal on that cause", ""),
    ("same-cause-corrected", "corrected with the accepted appeal (同类更正)", ""),
    ("appeal-window-close", "late only if the day of receipt counts as the first day", ""),
    ("appeal-late", "handed in late (逾期)", ""),
    ("appeal-after-cutoff", "evidence made after the cutoff (事后补公开)", ""),
    ("appeal-withdrawn", "withdrawn (撤回)", ""),
    ("appeal-lifts-grade", "an accepted appeal that lifts a department from 一般 to 良好", ""),
    ("appeal-county-partly", "another appeal, partly accepted", ""),
    ("appeal-county-refused", "another appeal, refused", ""),
    ("appeal-refused", "another appeal, refused", ""),
    ("appeal-partly", "another appeal, partly accepted", ""),
    ("self-correction", "the assessors lower points themselves (自行纠错)", ""),
    ("slip-corrected", "a slip of the keyboard is corrected (录入更正)", ""),
    ("unequal-deduction-1", "one cause, unequal deduction: first pair", ""),
    ("unequal-deduction-2", "one cause, unequal deduction: second pair", ""),
    ("mend-unequal", "one cause, to be mended later than its like", "整改性质"),
    ("event-twice", "one event costs points twice", "事件编号"),
    ("evidence-dead", "a dead link", "链接状态"),
    ("evidence-late", "evidence collected after the window", "采集时间"),
    ("self-all-full", "a self-assessment of full marks throughout", ""),
    ("self-missing", "no self-assessment form", ""),
    ("submission-missing", "a piece never handed in (and no row at all for the workbook)", ""),
    ("scan-late", "a scan two days late, its workbook in time", ""),
    ("submission-returned", "a piece returned for correction, first in time", ""),
    ("bonus-below-gate", "a bonus stopped at its gate", ""),
    ("bonus-above-cap", "a bonus above the cap", ""),
    ("grade-cap", "a grade cap: would be 良好, may only be 一般", ""),
    ("double-scored", "a double-scored unit", "初评得分"),
    ("scorers-differ", "a second score that differs", ""),
    ("ledger-closed", "a problem closed (已销号)", ""),
    ("ledger-overdue", "overdue: nothing done in time", ""),
    ("ledger-done-late", "done after the time allowed", ""),
    ("ledger-refused", "re-check not passed (未通过)", ""),
    ("ledger-false-link", "a false link (链接不实)", ""),
    ("problem-repeated", "the same cause as last year", "原因代码"),
    ("history-dropped", "last year's indicators that are gone", ""),
    ("history-other-marks", "other full marks last year", ""),
    ("improved", "much better than last year", ""),
    ("fallen", "worse than last year", ""),
    ("unit-renamed", "a unit under its former name", "单位名称"),
];

/// Finds the places of every plant in the tables.
pub fn list(sample: &Sample, tables: &[Table]) -> Vec<Planted> {
    let mut planted = Vec::new();
    for (tag, what, head) in PLANTS {
        let before = planted.len();
        for table in tables {
            let places = places(table, tag, head);
            if places.is_empty() {
                continue;
            }
            let more = places.len().saturating_sub(MOST_PLACES);
            let mut place = places[..places.len() - more].join("; ");
            if more > 0 {
                place = format!("{place}; and {more} more");
            }
            let (file, who) = (table.file.clone(), who(sample, table, tag));
            planted.push(Planted { tag, what, file, who, place });
        }
        assert!(planted.len() > before, "{tag} is planted nowhere");
    }
    planted
}

fn places(table: &Table, tag: &str, head: &str) -> Vec<String> {
    let known = table.heads.iter().any(|known| known.name == head);
    let head = if known { head } else { table.key_head };
    let rows: Vec<usize> =
        (0..table.rows.len()).filter(|row| table.rows[*row].tags.contains(&tag)).collect();
    // Rows that follow each other are one place.
    let runs = rows.chunk_by(|one, next| one + 1 == *next);
    let runs = runs.map(|run| (run[0], run[run.len() - 1]));
    let units = table.runs.iter().filter(|run| run.0 == tag).map(|run| (run.1, run.2));
    let runs = runs.chain(units).map(|(first, last)| table.run_address(first, last, head));
    let columns = table.columns.iter().filter(|column| column.0 == tag);
    runs.chain(columns.map(|(_, column)| table.column_address(*column))).collect()
}

/// Units (and indicators) of a plant's scores; for other tables the place says enough.
fn who(sample: &Sample, table: &Table, tag: &str) -> String {
    let class = sample.classes.iter().find(|class| table.file.contains(class.name));
    let Some(class) = class.filter(|_| !table.file.starts_with("上年")) else {
        return String::new();
    };
    let of_class = |at: usize| sample.classes[at].name == class.name;
    let cells = sample.cell_tags.iter().filter(|(at, own)| *own == tag && of_class(at.class));
    let mut cells: Vec<At> = cells.map(|(at, _)| *at).collect();
    cells.sort_unstable();
    let cells = cells.into_iter().map(|at| {
        format!("{} {}", class.units[at.unit].short, class.indicators[at.indicator].code)
    });
    let units = sample.unit_tags.iter().filter(|(at, own)| *own == tag && of_class(at.class));
    let units = units.map(|(at, _)| {
        let (short, total) = (&class.units[at.unit].short, class.total(at.unit));
        let exact = if tag == EXACT { format!(" = {}", total.describe()) } else { String::new() };
        format!("{short} {}{exact}", text(total.rounded()))
    });
    cells.chain(units).take(MOST_PLACES).collect::<Vec<_>>().join("、")
}
