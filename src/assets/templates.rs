//! Layouts, sentences, wording and defaults, by name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use crate::finding::{Failure, failure};
use crate::model::hex;

#[derive(RustEmbed)]
#[folder = "report-templates/"]
#[exclude = "*.md"]
struct BuiltIn;

/// Every template by its name, for instance `layouts/unit.typ`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    files: BTreeMap<String, String>,
}

impl Templates {
    /// The templates that are part of the program.
    #[must_use]
    pub fn built_in() -> Self {
        let file = |name: &str| {
            let bytes = BuiltIn::get(name)?.data;
            Some((name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
        };
        Self { files: BuiltIn::iter().filter_map(|name| file(&name)).collect() }
    }

    /// The built-in templates, overridden file by file by a folder.
    ///
    /// # Errors
    /// A failure when the folder is not there or a file in it cannot be read as text.
    pub fn with_folder(folder: &Path) -> Result<Self, Failure> {
        if !folder.is_dir() {
            return Err(Failure::new(failure::FOLDER_MISSING).with("path", folder.display()));
        }
        let mut templates = Self::built_in();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                Failure::new(failure::READ_FAILED)
                    .with("path", folder.display())
                    .with("cause", error)
            })?;
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let name = relative.to_string_lossy().replace('\\', "/");
            if !entry.file_type().is_file() || !is_template(&name) {
                continue;
            }
            let text = fs::read_to_string(entry.path())
                .map_err(|error| Failure::io(failure::READ_FAILED, entry.path(), &error))?;
            templates.files.insert(name, text);
        }
        Ok(templates)
    }

    /// A template's text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// Templates whose names begin with a folder, in name order.
    pub fn in_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = self.files.iter().filter(move |(name, _)| name.starts_with(folder));
        files.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Texts with digits that layouts and sentences write themselves: what stands in quotes or
    /// brackets of a layout, and outside the tags of a sentence.
    #[must_use]
    pub fn written_numbers(&self) -> Vec<String> {
        let files = self
            .files
            .iter()
            .filter(|(name, _)| name.starts_with("layouts/") || name.starts_with("sentences/"));
        let parts = files.flat_map(|(_, text)| text.split(['"', '[', ']', '{', '}', '\n']));
        let has_digit = |part: &&str| part.bytes().any(|byte| byte.is_ascii_digit());
        let has_word = |part: &&str| !part.is_ascii();
        let mut found: Vec<String> =
            parts.filter(has_digit).filter(has_word).map(str::to_owned).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// SHA-256 of all names and texts, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hasher = Sha256::new();
        for (name, text) in &self.files {
            for part in [name.as_bytes(), text.as_bytes()] {
                hasher.update(part.len().to_le_bytes());
                hasher.update(part);
            }
        }
        hex(&hasher.finalize())
    }
}

/// Whether a file is a template, and no note or temporary file.
fn is_template(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.') || part.starts_with('~'));
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    !hidden && matches!(ending, Some("typ" | "jinja" | "toml"))
}
