//! The data folder: settings, columns, and the tables that the settings name.

use std::fs;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::bytes::{self, Kind};
use super::heads::{self, Wanted};
use super::sheet::{Grid, Line};
use super::table::{RawColumn, RawTable};
use super::{delimited, parquet, workbook};
use crate::finding::{Failure, Finding, Place, any_error, failure, rule};
use crate::settings::{self, Columns, ScoresForm, Settings};

/// An input file with its checksum.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InputFile {
    /// Path in the data folder, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A data folder whose settings have been read.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    /// What was meant, when it could be read.
    pub settings: Option<Settings>,
    columns: Option<Columns>,
    inputs: Vec<InputFile>,
    /// What is wrong with the settings.
    pub findings: Vec<Finding>,
}

/// The tables of an assessment, as they stand in the files.
#[derive(Debug)]
pub struct RawTables {
    /// The unit list; none when it could not be read.
    pub units: Option<RawTable>,
    /// Tables by class, in the order of the settings.
    pub classes: Vec<RawClass>,
    /// Every file read, in path order.
    pub inputs: Vec<InputFile>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// The tables of one class; none where a file could not be read.
#[derive(Debug)]
pub struct RawClass {
    /// Its indicators.
    pub indicators: Option<RawTable>,
    /// Its final scores.
    pub scores: Option<RawTable>,
}

const SETTINGS_FILE: &str = "settings.toml";
const COLUMNS_FILE: &str = "columns.toml";

/// Reads the settings of a data folder over their defaults.
///
/// # Errors
/// A failure when the folder is not there or its settings cannot be read at all.
pub fn read_folder(
    root: &Path,
    settings_defaults: &str,
    columns_defaults: &str,
) -> Result<DataFolder, Failure> {
    if !root.is_dir() {
        return Err(Failure::new(failure::FOLDER_MISSING).with("path", root.display()));
    }
    let mut folder = DataFolder {
        root: root.to_owned(),
        settings: None,
        columns: None,
        inputs: Vec::new(),
        findings: Vec::new(),
    };
    if let Some(text) = folder.text(SETTINGS_FILE, true)? {
        let reading = settings::read(&text, settings_defaults, SETTINGS_FILE);
        folder.settings = reading.settings;
        folder.findings.extend(reading.findings);
    }
    let text = folder.text(COLUMNS_FILE, false)?.unwrap_or_default();
    let reading = settings::read(&text, columns_defaults, COLUMNS_FILE);
    folder.columns = reading.settings;
    folder.findings.extend(reading.findings);
    Ok(folder)
}

/// Reads every table that the settings name.
///
/// # Errors
/// A failure when a file is there and cannot be read from disk.
pub fn load(folder: DataFolder) -> Result<RawTables, Failure> {
    let DataFolder { root, settings, columns, inputs, findings } = folder;
    let (Some(settings), Some(columns)) = (settings, columns) else {
        return Ok(RawTables { units: None, classes: Vec::new(), inputs, findings });
    };
    let mut reader = Reader { root, inputs, findings };
    let units = Wanted { names: &columns.units, required: &["code", "name", "class"], open: false };
    let units = reader.table(&settings.units.file, &units)?;
    let mut classes = Vec::new();
    for class in &settings.classes {
        let wanted =
            Wanted { names: &columns.indicators, required: &["level1", "full_marks"], open: false };
        let indicators = reader.table(&class.indicators, &wanted)?;
        let (required, open): (&[&'static str], bool) = match class.scores_form {
            ScoresForm::Long => (&["unit", "indicator", "points"], false),
            ScoresForm::UnitRows => (&["unit"], true),
            ScoresForm::IndicatorRows => (&["indicator"], true),
        };
        let wanted = Wanted { names: &columns.scores, required, open };
        let scores = reader.table(&class.scores, &wanted)?;
        classes.push(RawClass { indicators, scores });
    }
    let Reader { mut inputs, findings, .. } = reader;
    inputs.sort_by(|one, other| one.path.cmp(&other.path));
    inputs.dedup();
    Ok(RawTables { units, classes, inputs, findings })
}

impl DataFolder {
    /// The text of a file beside the settings; a finding when a required one is missing.
    fn text(&mut self, name: &str, required: bool) -> Result<Option<String>, Failure> {
        let path = self.root.join(name);
        if !path.exists() && !required {
            return Ok(None);
        }
        if !path.is_file() {
            let found = Finding::new(rule::FILE_MISSING, Place::file(name));
            self.findings.push(found.with("path", name));
            return Ok(None);
        }
        let bytes = read_bytes(&path)?;
        self.inputs.push(InputFile { path: name.to_owned(), sha256: checksum(&bytes) });
        match bytes::decode(&bytes, name) {
            Ok(text) => Ok(Some(text)),
            Err(found) => {
                self.findings.push(found);
                Ok(None)
            }
        }
    }
}

/// Reads tables and collects what is wrong with them.
struct Reader {
    root: PathBuf,
    inputs: Vec<InputFile>,
    findings: Vec<Finding>,
}

impl Reader {
    /// Reads the table `name`, which may end in `#sheet`.
    fn table(&mut self, name: &str, wanted: &Wanted<'_>) -> Result<Option<RawTable>, Failure> {
        let (file, sheet) = match name.rsplit_once('#') {
            Some((file, sheet)) => (file, Some(sheet)),
            None => (name, None),
        };
        let Some(path) = inside(&self.root, file) else {
            let found = Finding::new(rule::FILE_OUTSIDE, Place::file(file)).with("path", file);
            self.findings.push(found);
            return Ok(None);
        };
        if !path.is_file() {
            let found = Finding::new(rule::FILE_MISSING, Place::file(file)).with("path", file);
            self.findings.push(found);
            return Ok(None);
        }
        let bytes = read_bytes(&path)?;
        let file = file.replace('\\', "/");
        self.inputs.push(InputFile { path: file.clone(), sha256: checksum(&bytes) });
        match self.parse(&bytes, &file, sheet, wanted) {
            Ok(table) => Ok(table),
            Err(found) => {
                self.findings.push(found);
                Ok(None)
            }
        }
    }

    fn parse(
        &mut self,
        bytes: &[u8],
        file: &str,
        sheet: Option<&str>,
        wanted: &Wanted<'_>,
    ) -> Result<Option<RawTable>, Finding> {
        let whole = || Place::file(file);
        let kind = bytes::kind(file, bytes).map_err(|rule| Finding::new(rule, whole()))?;
        let grid = match kind {
            Kind::Workbook => workbook::read(bytes, file, sheet)?,
            Kind::Text => delimited::read(&bytes::decode(bytes, file)?, file)?,
            Kind::Parquet => return self.parquet(bytes, file, wanted),
        };
        let Some(head) = heads::head_line(&grid, wanted) else {
            return Err(Finding::new(rule::TABLE_EMPTY, whole()));
        };
        let before = self.findings.len();
        let columns = heads::columns(&grid, head, wanted, &mut self.findings);
        self.ragged(&grid, head);
        let table = RawTable::new(&grid, head.row, columns).ignoring(wanted.names.ignored());
        if table.is_empty() {
            return Err(Finding::new(rule::TABLE_EMPTY, table.whole()));
        }
        Ok((!any_error(&self.findings[before..])).then_some(table))
    }

    /// Rows of a text file that have a value beyond the last head.
    fn ragged(&mut self, grid: &Grid, head: &Line) {
        let last = head.cells.last().map_or(0, |cell| cell.0);
        if grid.in_workbook {
            return;
        }
        for line in grid.lines.iter().filter(|line| line.row > head.row) {
            if let Some((column, text)) = line.cells.iter().find(|(column, _)| *column > last) {
                let found = Finding::new(rule::ROW_RAGGED, grid.place(line.row, *column));
                self.findings.push(found.with("text", text));
            }
        }
    }

    fn parquet(
        &mut self,
        bytes: &[u8],
        file: &str,
        wanted: &Wanted<'_>,
    ) -> Result<Option<RawTable>, Finding> {
        let mut frame = parquet::read(bytes, file)?;
        let names: Vec<String> = frame.get_column_names().iter().map(ToString::to_string).collect();
        let head = Line { row: 0, cells: (0..).zip(names.iter().cloned()).collect() };
        let grid = Grid { file: file.to_owned(), ..Grid::default() };
        let before = self.findings.len();
        let columns = heads::columns(&grid, &head, wanted, &mut self.findings);
        if any_error(&self.findings[before..]) {
            return Ok(None);
        }
        let kept: Vec<&str> = columns.iter().map(|column| column.head.as_str()).collect();
        let renamed = |frame: &polars::prelude::DataFrame| {
            let mut frame = frame.select(kept.iter().copied())?;
            let names: Vec<String> =
                (0..kept.len()).map(|position| format!("c{position}")).collect();
            frame.set_column_names(&names)?;
            Ok::<_, polars::prelude::PolarsError>(frame)
        };
        frame = renamed(&frame).map_err(|error| {
            Finding::new(rule::FILE_UNREADABLE, Place::file(file)).with("cause", error)
        })?;
        if frame.height() == 0 {
            return Err(Finding::new(rule::TABLE_EMPTY, Place::file(file)));
        }
        let rows = (1..=u32::try_from(frame.height()).unwrap_or(u32::MAX)).collect();
        let columns: Vec<RawColumn> = columns;
        Ok(Some(
            RawTable::from_frame(&grid, 0, columns, rows, frame).ignoring(wanted.names.ignored()),
        ))
    }
}

/// The path of a file inside the folder; none when its name leads out of it.
fn inside(root: &Path, file: &str) -> Option<PathBuf> {
    let path = Path::new(file);
    let plain =
        path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain || file.is_empty() {
        return None;
    }
    let path = root.join(path);
    match (path.canonicalize(), root.canonicalize()) {
        (Ok(real), Ok(root)) if !real.starts_with(&root) => None,
        _ => Some(path),
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = || {
        let size = fs::metadata(path)?.len();
        if size > bytes::MOST_BYTES {
            return Err(std::io::Error::other(format!("{size} bytes")));
        }
        fs::read(path)
    };
    read().map_err(|error| Failure::io(failure::READ_FAILED, path, &error))
}

/// SHA-256 of bytes, in hexadecimal.
fn checksum(bytes: &[u8]) -> String {
    crate::model::hex(&Sha256::digest(bytes))
}
