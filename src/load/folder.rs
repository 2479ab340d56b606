//! The data folder and its settings.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::bytes;
use super::reader::{Reader, inside};
use super::signs::TO_FILL_IN;
use crate::finding::{Failure, Finding, Place, failure, rule};
use crate::settings::{self, Columns, Settings};

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
    /// Names of columns, when they could be read.
    pub columns: Option<Columns>,
    inputs: Vec<InputFile>,
    /// What is wrong with the settings.
    pub findings: Vec<Finding>,
    /// The settings file as it stands.
    pub settings_text: String,
    /// Lines of the settings that are still to be filled in.
    pub(super) open: Vec<Finding>,
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
        settings_text: String::new(),
        open: Vec::new(),
    };
    if let Some(text) = folder.text(SETTINGS_FILE, true)? {
        folder.open = open_lines(&text);
        let reading = settings::read(&text, settings_defaults, SETTINGS_FILE);
        folder.settings = reading.settings;
        folder.findings.extend(reading.findings);
        folder.settings_text = text;
    }
    let text = folder.text(COLUMNS_FILE, false)?.unwrap_or_default();
    let reading = settings::read(&text, columns_defaults, COLUMNS_FILE);
    folder.columns = reading.settings;
    folder.findings.extend(reading.findings);
    Ok(folder)
}

impl DataFolder {
    /// Opens the folder for reading tables; none when its settings are wrong.
    pub(super) fn open(self) -> (Option<(Settings, Columns)>, Reader) {
        let Self { root, settings, columns, inputs, findings, .. } = self;
        let year = settings.as_ref().and_then(|settings| settings.reading.year);
        (settings.zip(columns), Reader { root, inputs, findings, year })
    }

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

/// Lines of the settings that bear the mark of what is to be filled in, in a value or beside it.
fn open_lines(text: &str) -> Vec<Finding> {
    let open = (1..).zip(text.lines()).filter_map(|(number, line)| {
        let at = line.find(TO_FILL_IN)?;
        let column = line.get(..at)?.chars().count() + 1;
        let is_remark = line.trim_start().starts_with('#');
        let key = line.split('=').next().filter(|_| !is_remark).unwrap_or_default();
        let text = line.get(at..)?.replace(TO_FILL_IN, "");
        // Of a value what stands in its quotes, of a remark the whole.
        let text = if is_remark { text.as_str() } else { text.split('"').next().unwrap_or("") };
        let place = Place::line(SETTINGS_FILE, number, column);
        let found = Finding::new(rule::PLACEHOLDER_LEFT, place).with("mark", TO_FILL_IN);
        Some(found.with("key", key.trim()).with("text", text.trim()))
    });
    open.collect()
}

/// A file of a data folder as it is; none when it is not there.
///
/// # Errors
/// A failure when it is there and cannot be read.
pub fn read_file(root: &Path, name: &str) -> Result<Option<Vec<u8>>, Failure> {
    let Some(path) = inside(root, name).filter(|path| path.is_file()) else {
        return Ok(None);
    };
    read_bytes(&path).map(Some)
}

pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
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
pub(super) fn checksum(bytes: &[u8]) -> String {
    crate::model::hex(&Sha256::digest(bytes))
}
