//! From a printed figure back to what it is made of: other figures, and the cells of input files.
//!
//! A figure's key says what it is (`key.rs`); a catalogue says of every role what goes into it
//! (`roles.rs`). A trace is short: a figure's parts, each with its own cells or with a key to go on
//! from. It tells of every unit and is for the office alone.

mod calculate;
mod catalogue;
mod choose;
mod index;
mod key;
mod lists;
mod parts;
mod registers;
mod roles;
mod setting;
mod steps;
mod text;
mod words;

use serde::Serialize;

use crate::analyse::{Analysis, Expected};
use crate::assets::Wording;
use crate::check::Origins;
use crate::model::Exact;
use crate::score::{Scorebook, exact_text};

use catalogue::Calculation;
use key::Key;

pub use index::{FigureIndex, Known};
pub use setting::SettingsText;
pub use text::{text, unclear};
pub use words::role_name;

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// Its key.
    pub key: String,
    /// What it is called: unit, indicator or dimension, and what of it.
    pub name: String,
    /// Full name of the unit that it is about; none of a class's or the city's.
    pub unit: Option<String>,
    /// As printed; several where papers write it with other decimals, none where nobody prints it.
    pub texts: Vec<String>,
    /// Exact, where it is not what is printed.
    pub exact: Option<String>,
    /// How it is calculated, in words and with its numbers.
    pub how: String,
    /// The steps of a total.
    pub steps: Vec<TraceStep>,
    /// What it is made of.
    pub parts: Vec<TracePart>,
    /// The cells that it is read from.
    pub cells: Vec<TraceCell>,
    /// The table of results that holds it.
    pub table: Option<String>,
    /// How far back it can be followed.
    pub reach: Reach,
    /// What its parts come to, where they are added up, counted or compared.
    #[serde(skip)]
    pub calculated: Option<Exact>,
}

/// How far back a figure can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To cells, its own or those of its parts.
    Cells,
    /// Nothing is counted: to the files that were looked through.
    Nothing,
    /// To a table of results.
    Table,
    /// A paper counts it of itself: a number of a table, of pages, of rows said.
    Paper,
}

/// A step of a total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceStep {
    /// The rule, in words.
    pub rule: String,
    /// What it is about.
    pub item: String,
    /// The calculation with its numbers.
    pub formula: String,
    /// Its result.
    pub value: String,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TracePart {
    /// What it is called.
    pub name: String,
    /// The key to go on from; none of a row of a register.
    pub key: Option<String>,
    /// Its value.
    pub value: String,
    /// The cells that it is read from.
    pub cells: Vec<TraceCell>,
    /// What is calculated with.
    #[serde(skip)]
    exact: Option<Exact>,
}

/// A cell of an input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceCell {
    /// File, in the data folder.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Cell such as `C7`.
    pub cell: Option<String>,
    /// Line of a text file, from 1.
    pub line: Option<usize>,
    /// Column of a text file, from 1.
    pub column: Option<usize>,
    /// All that in words.
    pub place: String,
    /// What its column is called in the settings of columns: `points`, `reason`; else empty.
    pub role: &'static str,
    /// The head of its column, or the name of the setting.
    pub head: String,
    /// What stood in it.
    pub text: String,
}

/// What figures are traced through.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Scores.
    pub book: &'a Scorebook,
    /// Figures across units.
    pub analysis: &'a Analysis,
    /// Where inputs stand.
    pub origins: &'a Origins,
    /// The settings as they were written.
    pub settings: &'a SettingsText,
    /// Words.
    pub wording: &'a Wording,
    /// Figures of papers of all units.
    pub city: &'a FigureIndex,
    /// Figures of the papers of the unit that is asked about.
    pub own: &'a FigureIndex,
}

/// One figure that is being traced.
struct Tracing<'a> {
    sources: Sources<'a>,
    expected: Expected<'a>,
    key: Key,
    /// What papers say of it.
    known: Option<&'a Known>,
}

/// Class and unit of a key; none where it is of no unit.
#[must_use]
pub fn unit_of_key(key: &str, book: &Scorebook) -> Option<(usize, usize)> {
    Key::read(key, &book.checked).whose()
}

/// Traces a figure; none where there is none such.
#[must_use]
pub fn trace(sources: Sources<'_>, text: &str) -> Option<Trace> {
    let checked = &sources.book.checked;
    let key = Key::read(text, checked);
    let role = roles::role(&key.role);
    let known = sources.figure(text);
    let expected = Expected::new(sources.book, sources.analysis);
    let value = expected.value(text);
    let tracing = Tracing { sources, expected, key, known };
    let (calculation, inputs, table) = role
        .map_or((Calculation::Other, [].as_slice(), ""), |own| {
            (own.calculation, own.inputs, own.table)
        });
    let (mut parts, mut cells, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for input in inputs {
        tracing.follow(*input, calculation, (&mut parts, &mut cells, &mut steps));
    }
    let reaches =
        !cells.is_empty() || parts.iter().any(|part| part.key.is_some() || !part.cells.is_empty());
    let is_there = known.is_some() || value.is_some() || is_of_paper(&tracing.key);
    if !(is_there || role.is_some() && reaches) {
        return None;
    }
    if !reaches {
        cells = tracing.looked_through(inputs);
    }
    let reach = match (reaches, cells.is_empty(), table) {
        (true, _, _) => Reach::Cells,
        (false, false, _) => Reach::Nothing,
        (false, true, "") => Reach::Paper,
        (false, true, _) => Reach::Table,
    };
    let texts = tracing.texts();
    let calculated = calculate::value(calculation, &parts);
    let exact = value
        .or(calculated)
        .filter(|exact| texts.iter().all(|own| parts::number_of(own) != Some(*exact)));
    let unit = tracing.key.whose().map(|(class, unit)| &checked.classes[class].units[unit]);
    Some(Trace {
        key: text.to_owned(),
        name: tracing.name(),
        unit: unit.map(|unit| unit.name.clone()),
        texts,
        exact: exact.map(exact_text),
        how: tracing.how(calculation, &parts, table),
        steps,
        parts,
        cells,
        table: Some(table.to_owned()).filter(|table| !table.is_empty()),
        reach,
        calculated,
    })
}

/// Whether a key is of what a paper counts of itself: no facts know it.
fn is_of_paper(key: &Key) -> bool {
    ["numbering/#", "said/#"].contains(&key.role.as_str())
}

impl Sources<'_> {
    fn figure(&self, key: &str) -> Option<&Known> {
        self.own.get(key).or_else(|| self.city.get(key))
    }
}

impl Tracing<'_> {
    /// As printed.
    fn texts(&self) -> Vec<String> {
        let own = self.known.map(|known| known.texts.clone());
        // What a paper counts of itself has its number in its key.
        let counted = || self.key.code.clone().filter(|_| is_of_paper(&self.key));
        own.unwrap_or_else(|| counted().into_iter().collect())
    }
}
