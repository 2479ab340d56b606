//! The data folder and its settings.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::bytes;
use super::reader::Reader;
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
    columns: Option<Columns>,
    inputs: Vec<InputFile>,
    /// What is wrong with the settings.
    pub findings: Vec<Finding>,
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

impl DataFolder {
    /// Opens the folder for reading tables; none when its settings are wrong.
    pub(super) fn open(self) -> (Option<(Settings, Columns)>, Reader) {
        let Self { root, settings, columns, inputs, findings } = self;
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
