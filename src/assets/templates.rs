//! Layouts, sentences, wording and defaults, by name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};
use toml::{Table, Value};
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
    /// What a folder gave, as it stands there.
    overrides: BTreeMap<String, String>,
    /// Files of that folder that look as if they were meant to be templates.
    strays: Vec<String>,
    /// Whether there is a folder at all.
    with_folder: bool,
}

impl Templates {
    /// The templates that are part of the program.
    #[must_use]
    pub fn built_in() -> Self {
        let file = |name: &str| Some((name.to_owned(), Self::built_in_text(name)?));
        Self {
            files: BuiltIn::iter().filter_map(|name| file(&name)).collect(),
            overrides: BTreeMap::new(),
            strays: Vec::new(),
            with_folder: false,
        }
    }

    /// A number of the default settings, for what has no data folder; zero where there is none.
    #[must_use]
    pub fn default_number(&self, table: &str, key: &str) -> f64 {
        let defaults = self.text("settings-defaults.toml").and_then(|text| text.parse().ok());
        let defaults: Table = defaults.unwrap_or_default();
        let number = defaults.get(table).and_then(|own| own.get(key)).and_then(Value::as_float);
        number.unwrap_or_default()
    }

    /// A text that is part of the program, whatever a folder says.
    pub(super) fn built_in_text(name: &str) -> Option<String> {
        let bytes = BuiltIn::get(name)?.data;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The built-in templates, overridden file by file by a folder; of a table of words or defaults
    /// key by key, so that a folder holds only what it changes.
    ///
    /// # Errors
    /// A failure when the folder is not there or a file in it cannot be read as text.
    pub fn with_folder(folder: &Path) -> Result<Self, Failure> {
        if !folder.is_dir() {
            return Err(Failure::new(failure::FOLDER_MISSING).with("path", folder.display()));
        }
        let mut templates = Self { with_folder: true, ..Self::built_in() };
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(folder).display().to_string();
                Failure::new(failure::READ_FAILED).with("path", path).with("cause", error)
            })?;
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let name = relative.to_string_lossy().replace('\\', "/");
            if !entry.file_type().is_file() || is_passing(&name) {
                continue;
            }
            if !is_template(&name) {
                templates.strays.extend(looks_like_one(&name).then_some(name));
                continue;
            }
            let text = read_text(entry.path())?;
            templates.files.insert(name.clone(), whole(&name, &text));
            templates.overrides.insert(name, text);
        }
        Ok(templates)
    }

    /// Files of a folder that override, as they stand there, in name order.
    pub(super) fn overrides(&self) -> impl Iterator<Item = (&str, &str)> {
        self.overrides.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Files of a folder that look as if they were meant to be templates.
    pub(super) fn strays(&self) -> &[String] {
        &self.strays
    }

    /// Whether a folder was to override and nothing in it does.
    pub(super) fn overrides_nothing(&self) -> bool {
        self.with_folder && self.overrides.is_empty()
    }

    /// A template as it stands where a person wrote it.
    #[must_use]
    pub fn written(&self, name: &str) -> Option<&str> {
        self.overrides.get(name).map(String::as_str).or_else(|| self.text(name))
    }

    /// A template's text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// Every name, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
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

/// The text of a template: UTF-8, with or without the mark that Windows puts before it.
fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::io(failure::READ_FAILED, path, &error))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or(bytes.as_slice(), |rest| rest);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        Failure::new(failure::TEMPLATE_NOT_TEXT)
            .with("path", path.display())
            .with("line", before.matches('\n').count() + 1)
    })?;
    Ok(text.to_owned())
}

/// A table of words or defaults with the built-in entries that it leaves out; everything else, and
/// what cannot be read, as it is.
fn whole(name: &str, text: &str) -> String {
    let built_in = is_table(name).then(|| Templates::built_in_text(name)).flatten();
    let built_in = built_in.and_then(|own| own.parse::<Table>().ok());
    let (Some(below), Ok(above)) = (built_in, text.parse::<Table>()) else {
        return text.to_owned();
    };
    let mut merged = below;
    lay_over(&mut merged, &above);
    if merged == above { text.to_owned() } else { merged.to_string() }
}

/// Whether a file is a table whose entries are overridden one by one.
pub(super) fn is_table(name: &str) -> bool {
    name.starts_with("wording/") || name.ends_with("-defaults.toml")
}

fn lay_over(below: &mut Table, above: &Table) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(Value::Table(inner)), Value::Table(table)) => lay_over(inner, table),
            _ => {
                below.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Whether a file is none of the folder's own: hidden, or made by a program that has another open.
#[must_use]
pub fn is_passing(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part.starts_with('~'))
}

/// Endings of templates.
const ENDINGS: [&str; 3] = ["typ", "jinja", "toml"];

/// Whether a file is a template, and no note.
fn is_template(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

/// Whether a name has a template's ending in it: Windows hides what an editor puts behind it.
fn looks_like_one(name: &str) -> bool {
    let name = name.to_lowercase();
    ENDINGS.iter().any(|ending| {
        name.ends_with(&format!(".{ending}")) || name.contains(&format!(".{ending}."))
    })
}
