//! Facts become workbooks that people read: 统计工作簿, 横向比对表, 整改台账.
//!
//! What a cell shows is a figure of [`crate::analyse::facts`], what it holds is the number behind
//! it, and what a reader expects to be reckoned is a formula with its value. Words stand in
//! `report-templates/wording/workbook.toml`.

mod about;
mod comparison;
mod indicators;
mod ledger;
mod lists;
mod ranking;
mod table;
mod words;

use crate::analyse::facts::WorkbookFacts;
use crate::tabulate::{Book, Sheet};

pub use comparison::comparison;
pub use ledger::{city_ledger, unit_ledger};
pub use words::Words;

/// 统计工作簿.
#[must_use]
pub fn workbook(facts: &WorkbookFacts, words: Words<'_>) -> Book {
    let several = facts.several;
    let ranking = facts.classes.iter().map(|class| ranking::ranking(class, facts, words));
    let dimensions = facts.classes.iter().map(|class| ranking::dimensions(class, several, words));
    let indicators = facts.classes.iter().filter(|class| !class.one_level);
    let indicators =
        indicators.map(|class| indicators::indicators(class, several, &facts.shades, words));
    let mut sheets: Vec<Sheet> = ranking.chain(dimensions).chain(indicators).collect();
    sheets.push(lists::losses(&facts.losses, several, words));
    sheets.push(ledger::problems(&facts.lists, several, words));
    sheets.push(lists::reviews(&facts.lists, several, words));
    sheets.extend(lists::self_assessments(&facts.lists, several, words));
    sheets.push(about::about(facts, words));
    words.book("workbook", sheets)
}
