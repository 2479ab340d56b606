//! Next year from this year: units and indicators stay, results become history, open
//! rectifications are carried over, registers begin empty.

use std::collections::BTreeSet;
use std::path::Path;

use super::starter::{Examples, register_columns, split};
use super::table::Table;
use super::toml_text::Step::{Item, Key};
use super::toml_text::{Step, TomlText, quoted};
use super::words::{Words, values};
use crate::finding::{Failure, Finding};
use crate::load::{Choice as _, DataFolder, RawTable, TO_FILL_IN, load_ledger, read_file};
use crate::model::Recheck;
use crate::publish::NewFile;
use crate::settings::{Columns, LateRule, Settings};
use crate::tabulate::Value;

/// What a new year begins with.
pub(super) struct NextYear {
    pub(super) files: Vec<NewFile>,
    /// Folders that begin empty.
    pub(super) folders: Vec<String>,
    /// What was carried over, in words.
    pub(super) notes: Vec<String>,
    /// What is wrong with last year's ledger.
    pub(super) findings: Vec<Finding>,
}

/// Result tables that become history, in an output folder.
const RESULTS: [&str; 2] = ["results/unit_indicators.csv", "results/unit_totals.csv"];

/// Makes the files of the new year from last year's data folder and, where it was built, its
/// output folder.
///
/// # Errors
/// A failure when a file is there and cannot be read.
pub(super) fn next_year(
    words: &Words<'_>,
    old: &Path,
    output: &Path,
    folder: DataFolder,
    columns: &Columns,
    examples: &Examples,
) -> Result<NextYear, Failure> {
    let settings = words.settings;
    let mut year = NextYear {
        files: Vec::new(),
        folders: Vec::new(),
        notes: Vec::new(),
        findings: Vec::new(),
    };
    let results = results(words, &output.join(&settings.assessment.id))?;
    let has_results = !results.is_empty();
    year.note(words, if has_results { "results" } else { "no_results" }, &output_name(output));
    let mut text = TomlText(folder.settings_text.clone());
    rewrite(words, &mut text, has_results);
    year.files.push(NewFile { path: "settings.toml".to_owned(), bytes: text.0.into_bytes() });
    let mut kept = BTreeSet::from(["columns.toml".to_owned()]);
    kept.insert(split(&settings.units.file).0.to_owned());
    kept.extend(settings.classes.iter().map(|class| split(&class.indicators).0.to_owned()));
    kept.insert(split(&settings.registers.causes).0.to_owned());
    kept.insert(split(&settings.registers.actions).0.to_owned());
    for path in kept {
        if let Some(bytes) = read_file(old, &path)? {
            year.files.push(NewFile { path, bytes });
        }
    }
    year.files.extend(results);
    for file in examples.registers(words, columns)? {
        let path = as_workbook(&file.path);
        if year.files.iter().all(|known| known.path != path && known.path != file.path) {
            year.files.push(NewFile { path, ..file });
        }
    }
    if !settings.materials.folder.is_empty() {
        year.folders.push(settings.materials.folder.clone());
    }
    let ledger = load_ledger(folder)?;
    if let Some(table) = ledger.filter(|table| !table.is_empty()) {
        year.ledger(words, &table, columns)?;
    }
    Ok(year)
}

impl NextYear {
    fn note(&mut self, words: &Words<'_>, key: &str, value: &str) {
        self.notes.push(words.say(&format!("next_year.{key}"), values([("value", value)])));
    }

    /// The rows of last year's ledger that were not closed, in a workbook of their own: they are
    /// about last year's indicators and numbers, and must not pass for this year's.
    fn ledger(
        &mut self,
        words: &Words<'_>,
        table: &RawTable,
        columns: &Columns,
    ) -> Result<(), Failure> {
        let laid = register_columns("ledgers", &columns.ledgers);
        let is_open = |line: &usize| {
            let said = table.value(*line, "recheck");
            said.and_then(Recheck::read) != Some(Recheck::Closed)
        };
        let lines: Vec<usize> = (0..table.len()).filter(is_open).collect();
        self.note(words, "ledger", &lines.len().to_string());
        if lines.is_empty() {
            return Ok(());
        }
        let row = |line: &usize| {
            let cell = |role: &str| table.value(*line, role).map_or(Value::Blank, Value::text);
            laid.iter().map(|column| cell(column.role)).collect()
        };
        let title = words.plain("title.ledger_left");
        let note = words.plain("next_year.ledger_note");
        let sheet = Table {
            name: words.plain("sheet.ledger_left"),
            title: &title,
            note: &note,
            rows: lines.iter().map(row).collect(),
            columns: laid.clone(),
            examples: false,
            empty_rows: 0,
            footer: words.plain("footer"),
        }
        .sheet();
        let path =
            format!("{}/{}.xlsx", words.plain("last_year"), words.file("ledger_left", values([])));
        self.files.push(words.book(path, title.clone(), vec![sheet])?);
        Ok(())
    }
}

fn output_name(output: &Path) -> String {
    output.display().to_string()
}

/// Last year's result tables, where they will stand; none unless all are there.
fn results(words: &Words<'_>, output: &Path) -> Result<Vec<NewFile>, Failure> {
    let mut files = Vec::new();
    for path in RESULTS {
        let Some(bytes) = read_file(output, path)? else {
            return Ok(Vec::new());
        };
        files.push(NewFile { path: format!("{}/{path}", words.plain("last_year")), bytes });
    }
    Ok(files)
}

fn as_workbook(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    format!("{stem}.xlsx")
}

/// Every four-digit year of a text, one later.
fn a_year_later(text: &str) -> String {
    let mut later = String::new();
    let mut digits = String::new();
    for character in text.chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        match digits.parse::<u32>() {
            Ok(year) if digits.len() == 4 && (1990..2100).contains(&year) => {
                later.push_str(&(year + 1).to_string());
            }
            _ => later.push_str(&digits),
        }
        digits.clear();
        if character != '\0' {
            later.push(character);
        }
    }
    later
}

/// The settings of the new year: what is of last year is changed or put out, and marked.
fn rewrite(words: &Words<'_>, text: &mut TomlText, has_results: bool) {
    let settings = words.settings;
    let say = |key: &str, value: &str| {
        let said = words.say(&format!("next_year.{key}"), values([("value", value)]));
        format!("{TO_FILL_IN}{said}")
    };
    let assessment = &settings.assessment;
    let mut id = a_year_later(&assessment.id);
    if id == assessment.id {
        id.push_str("-2");
    }
    text.set(&[Key("assessment"), Key("id")], &quoted(&id), &say("id", &assessment.id));
    let period = a_year_later(&assessment.period);
    let was = say("was", &assessment.period);
    text.set(&[Key("assessment"), Key("period")], &quoted(&period), &was);
    let grounds = quoted(&assessment.grounds);
    text.set(&[Key("assessment"), Key("grounds")], &grounds, &say("grounds", ""));
    let stage = words.plain("next_year.stage");
    text.set(&[Key("assessment"), Key("stage")], "\"preliminary\"", &stage);
    for key in ["approved_on", "approved_by"] {
        text.comment_out(&[Key("assessment"), Key(key)], "");
    }
    let dates: [&[Step]; 11] = [
        &[Key("submissions"), Key("deadline")],
        &[Key("appeals"), Key("ends_on")],
        &[Key("appeals"), Key("evidence_cutoff")],
        &[Key("appeals"), Key("days_off")],
        &[Key("appeals"), Key("extra_working_days")],
        &[Key("collection"), Key("from")],
        &[Key("collection"), Key("to")],
        &[Key("rectification"), Key("due_now")],
        &[Key("rectification"), Key("due_periodic")],
        &[Key("rectification"), Key("checked_on")],
        &[Key("reading"), Key("year")],
    ];
    for way in dates {
        text.comment_out(way, &say("date", ""));
    }
    // Lateness needs a deadline, which is not known yet.
    if settings.submissions.late != LateRule::None {
        let late = serde_json::to_value(settings.submissions.late).unwrap_or_default();
        let was = say("late", late.as_str().unwrap_or_default());
        text.set(&[Key("submissions"), Key("late")], "\"none\"", &was);
    }
    text.comment_out(&[Key("materials"), Key("chosen")], "");
    for position in 0..settings.classes.len() {
        rewrite_class(words, text, settings, position, has_results);
    }
    rewrite_registers(text, settings);
    rewrite_history(text, &assessment.period, has_results);
    let head = words.say("next_year.head", values([("value", &assessment.period)]));
    text.0 = format!("{}\n{}", head.trim_end(), text.0);
}

fn rewrite_class(
    words: &Words<'_>,
    text: &mut TomlText,
    settings: &Settings,
    position: usize,
    has_results: bool,
) {
    let class = &settings.classes[position];
    let own = |key: &'static str| [Key("classes"), Item(position), Key(key)];
    text.set(&own("scores_form"), "\"long\"", "");
    if let Some(scores) = &class.scores {
        text.set(&own("scores"), &quoted(&workbook_name(scores)), "");
    }
    for (at, round) in class.rounds.iter().flatten().enumerate() {
        let way = [Key("classes"), Item(position), Key("rounds"), Item(at), Key("scores")];
        text.set(&way, &quoted(&workbook_name(&round.scores)), "");
    }
    text.comment_out(&own("self_scores"), "");
    text.comment_out(&own("self_scores_form"), "");
    if has_results {
        let history = quoted(&words.plain("last_year"));
        if !text.set(&own("history"), &history, "") {
            text.insert_after(&own("indicators"), &format!("history = {history}"));
        }
    } else {
        let remark = words.plain("next_year.no_history");
        text.comment_out(&own("history"), &format!("{TO_FILL_IN}{remark}"));
    }
}

/// A file of scores as a workbook, with its sheet.
fn workbook_name(name: &str) -> String {
    let (file, sheet) = split(name);
    let file = as_workbook(file);
    sheet.map_or_else(|| file.clone(), |sheet| format!("{file}#{sheet}"))
}

/// Registers begin as workbooks of their own; the catalogue of causes is kept as it is.
fn rewrite_registers(text: &mut TomlText, settings: &Settings) {
    let files = &settings.registers;
    for (key, file) in [
        ("corrections", &files.corrections),
        ("appeals", &files.appeals),
        ("bonus", &files.bonus),
        ("deductions", &files.deductions),
        ("submissions", &files.submissions),
        ("vetoes", &files.vetoes),
        ("caps", &files.caps),
        ("second_scores", &files.second_scores),
        ("ledgers", &files.ledgers),
    ] {
        if !file.is_empty() {
            let name = quoted(&as_workbook(split(file).0));
            text.set(&[Key("registers"), Key(key)], &name, "");
        }
    }
}

/// The name of last year's period.
fn rewrite_history(text: &mut TomlText, period: &str, has_results: bool) {
    if !has_results {
        return;
    }
    let way = [Key("history"), Key("period")];
    if !text.set(&way, &quoted(period), "") {
        text.0 = format!("{}\n\n[history]\nperiod = {}\n", text.0.trim_end(), quoted(period));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_move_on() {
        assert_eq!(a_year_later("shanwei-2023"), "shanwei-2024");
        assert_eq!(a_year_later("2023\u{5E74}\u{5EA6}"), "2024\u{5E74}\u{5EA6}");
        assert_eq!(a_year_later("x-20231"), "x-20231");
        assert_eq!(workbook_name("a/b.csv#c"), "a/b.xlsx#c");
    }
}
