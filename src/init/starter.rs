//! What a new data folder begins with: commented settings, example units and indicators, empty
//! registers. Words and examples stand in `report-templates/starter`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::table::{Table, TableColumn, columns_of, words_check};
use super::words::{Words, values};
use crate::assets::{Templates, place_in};
use crate::finding::{Failure, failure};
use crate::load::Choice;
use crate::model::{CorrectionKind, Decision, Recheck};
use crate::publish::NewFile;
use crate::settings::{ColumnNames, Columns, RegisterFiles};
use crate::tabulate::{Sheet, Value};

/// The settings of a new folder, as they stand in `report-templates`.
pub(super) const SETTINGS: &str = "starter/settings.toml";
const EXAMPLES: &str = "starter/examples.toml";

/// Rows with lines in an empty register.
const EMPTY_ROWS: u32 = 30;

/// Example rows and words of `starter/examples.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Examples {
    units_note: String,
    indicators_note: String,
    units: Vec<BTreeMap<String, String>>,
    indicators: Vec<ExampleIndicator>,
    registers: BTreeMap<String, RegisterWords>,
    causes: Vec<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
struct ExampleIndicator {
    classes: Vec<String>,
    full_marks: f64,
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct RegisterWords {
    title: String,
    note: String,
}

impl Examples {
    /// Reads them.
    ///
    /// # Errors
    /// A failure when the template is missing or wrong.
    pub(super) fn read(templates: &Templates) -> Result<Self, Failure> {
        let text = templates.text(EXAMPLES).unwrap_or_default();
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let place = place_in(EXAMPLES, text, at);
            Failure::new(failure::WORDING_BROKEN)
                .with("path", EXAMPLES)
                .with("line", place.line.unwrap_or(1))
                .with("column", place.column.unwrap_or(1))
                .with("cause", error.message())
        })
    }

    /// The unit list and the indicators of each class, under the names of the settings.
    pub(super) fn lists(
        &self,
        words: &Words<'_>,
        columns: &Columns,
    ) -> Result<Vec<NewFile>, Failure> {
        let settings = words.settings;
        let title = words.plain("title.units");
        let laid = columns_of(&columns.units, &["order"]);
        let units = Table {
            name: words.plain("sheet.units"),
            title: &title,
            note: &self.units_note,
            rows: self.units.iter().map(|unit| texts(&laid, unit)).collect(),
            columns: laid,
            examples: true,
            empty_rows: EMPTY_ROWS,
            footer: words.plain("footer"),
        };
        let file = split(&settings.units.file).0.to_owned();
        let mut files = vec![words.book(file, title.clone(), vec![units.sheet()])?];
        let mut books: BTreeMap<&str, Vec<Sheet>> = BTreeMap::new();
        for class in &settings.classes {
            let (file, sheet) = split(&class.indicators);
            let laid = self.indicator_columns(columns);
            let title = words.say("title.indicators", values([("class", &class.name)]));
            let own = self.indicators.iter().filter(|own| own.classes.contains(&class.name));
            let row = |own: &ExampleIndicator| {
                let mut row = texts(&laid, &own.texts);
                if let Some(at) = laid.iter().position(|column| column.role == "full_marks") {
                    row[at] = Value::Number(own.full_marks);
                }
                row
            };
            let rows = own.map(row).collect();
            let sheet = sheet.map_or_else(|| words.plain("sheet.indicators"), str::to_owned);
            let table = Table {
                name: sheet,
                title: &title,
                note: &self.indicators_note,
                rows,
                columns: laid,
                examples: true,
                empty_rows: EMPTY_ROWS,
                footer: words.plain("footer"),
            };
            books.entry(file).or_default().push(table.sheet());
        }
        for (file, sheets) in books {
            files.push(words.book(file.to_owned(), title.clone(), sheets)?);
        }
        Ok(files)
    }

    #[expect(clippy::unused_self, reason = "reads with its siblings")]
    fn indicator_columns(&self, columns: &Columns) -> Vec<TableColumn> {
        const ROLES: [&str; 11] = [
            "level1",
            "level2",
            "level3",
            "code",
            "full_marks",
            "look",
            "criterion",
            "method",
            "basis",
            "short",
            "shared",
        ];
        let known = columns_of(&columns.indicators, &[]);
        let find = |role: &&str| known.iter().find(|column| column.role == *role).cloned();
        ROLES.iter().filter_map(find).collect()
    }

    /// Every register that the settings name, empty but for the catalogue of causes.
    pub(super) fn registers(
        &self,
        words: &Words<'_>,
        columns: &Columns,
    ) -> Result<Vec<NewFile>, Failure> {
        let files = &words.settings.registers;
        let mut made = Vec::new();
        for (name, file, names) in registers(files, columns) {
            let Some(said) = self.registers.get(name).filter(|_| !file.is_empty()) else {
                continue;
            };
            let laid = register_columns(name, names);
            let rows: Vec<_> = match name {
                "causes" => self.causes.iter().map(|cause| texts(&laid, cause)).collect(),
                _ => Vec::new(),
            };
            let mut sheet = Table {
                name: said.title.chars().take(MOST_SHEET_NAME).collect(),
                title: &said.title,
                note: &said.note,
                rows,
                columns: laid.clone(),
                examples: false,
                empty_rows: EMPTY_ROWS,
                footer: words.plain("footer"),
            }
            .sheet();
            choices(words, name, &laid, &mut sheet);
            made.push(words.book(split(file).0.to_owned(), said.title.clone(), vec![sheet])?);
        }
        Ok(made)
    }
}

/// Longest name of a sheet.
const MOST_SHEET_NAME: usize = 31;

/// File and sheet of a table that the settings name.
pub(super) fn split(name: &str) -> (&str, Option<&str>) {
    name.rsplit_once('#').map_or((name, None), |(file, sheet)| (file, Some(sheet)))
}

/// The columns of a register; a time of handing in is no points though its role is `first`.
pub(super) fn register_columns(name: &str, names: &dyn ColumnNames) -> Vec<TableColumn> {
    let mut laid = columns_of(names, &[]);
    if name == "submissions" {
        for column in &mut laid {
            if column.role == "first" {
                column.role = "first_moment";
            }
        }
    }
    laid
}

fn texts(columns: &[TableColumn], row: &BTreeMap<String, String>) -> Vec<Value> {
    let text = |column: &TableColumn| row.get(column.role).map_or(Value::Blank, |t| Value::text(t));
    columns.iter().map(text).collect()
}

/// Registers by name, with their files and the names of their columns.
fn registers<'a>(
    files: &'a RegisterFiles,
    columns: &'a Columns,
) -> [(&'static str, &'a str, &'a dyn ColumnNames); 11] {
    [
        ("corrections", &files.corrections, &columns.corrections),
        ("appeals", &files.appeals, &columns.appeals),
        ("bonus", &files.bonus, &columns.bonus),
        ("deductions", &files.deductions, &columns.deductions),
        ("submissions", &files.submissions, &columns.submissions),
        ("vetoes", &files.vetoes, &columns.vetoes),
        ("caps", &files.caps, &columns.caps),
        ("second_scores", &files.second_scores, &columns.second_scores),
        ("ledgers", &files.ledgers, &columns.ledgers),
        ("causes", &files.causes, &columns.causes),
        ("actions", &files.actions, &columns.actions),
    ]
}

/// Lists for columns that know some words only.
fn choices(words: &Words<'_>, name: &str, columns: &[TableColumn], sheet: &mut Sheet) {
    fn of<C: Choice>() -> Vec<&'static str> {
        C::WORDS.iter().map(|(word, _)| *word).collect()
    }
    let grades = &words.settings.scoring.grade.levels;
    let grades: Vec<&str> = grades.iter().map(|level| level.name.as_str()).collect();
    for (register, role, list) in [
        ("corrections", "kind", of::<CorrectionKind>()),
        ("appeals", "decision", of::<Decision>()),
        ("ledgers", "recheck", of::<Recheck>()),
        ("caps", "grade", grades),
    ] {
        let column = columns.iter().position(|column| column.role == role);
        let column = column.and_then(|column| u16::try_from(column).ok());
        if let Some(column) = column.filter(|_| register == name && !list.is_empty()) {
            let said = values([("words", &list.join(" / "))]);
            words_check(sheet, column, &list, words.say("tables.choice_message", said));
        }
    }
}
