//! Editable documents: a skeleton package of `report-templates/docx`, filled by MiniJinja with XML
//! escaping and packed with fixed dates, so that the same input gives the same bytes.
//!
//! The copy of a paper ([`copy()`]) says what its PDF says because both are made by one layout.

mod address;
mod blocks;
mod copy;
mod looks;
mod measures;
mod picture;
mod reader;
mod tables;

use std::io::{Cursor, Write as _};

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::assets::{Templates, template_trouble};
use crate::finding::{Failure, failure};

pub use copy::copy;
pub use looks::{LOOKS, Look};
pub use picture::Easel;

/// Parts of a package with their templates, in the order in which readers look for them.
const PARTS: [(&str, &str); 8] = [
    ("[Content_Types].xml", "content-types"),
    ("_rels/.rels", "rels"),
    ("docProps/core.xml", "core"),
    ("word/document.xml", "document"),
    ("word/_rels/document.xml.rels", "document-rels"),
    ("word/styles.xml", "styles"),
    ("word/settings.xml", "settings"),
    ("word/fontTable.xml", "font-table"),
];

/// Fills the skeleton `docx/<name>/` with values.
///
/// # Errors
/// A failure when a template is missing or cannot be filled, or the package cannot be packed.
pub fn docx(templates: &Templates, name: &str, values: Value) -> Result<Vec<u8>, Failure> {
    let footer = ("word/footer1.xml", "footer");
    package(templates, name, PARTS.iter().chain([&footer]), values, &[])
}

/// Fills parts of a skeleton, and packs them with files beside them.
fn package<'a>(
    templates: &Templates,
    name: &str,
    parts: impl Iterator<Item = &'a (&'a str, &'a str)>,
    mut values: Value,
    media: &[(String, Vec<u8>)],
) -> Result<Vec<u8>, Failure> {
    remove_controls(&mut values);
    let mut environment = Environment::new();
    // With it, a mistake is told with its column.
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let values = minijinja::Value::from(Serde(&values));
    let mut files = Vec::new();
    for (part, stem) in parts {
        let file = format!("docx/{name}/{stem}.xml.jinja");
        let broken = |cause: String| {
            Failure::new(failure::WORDING_BROKEN).with("path", &file).with("cause", cause)
        };
        let text = templates.text(&file).ok_or_else(|| broken(String::new()))?;
        let filled = environment.render_named_str(&file, text, &values);
        let filled = filled.map_err(|error| {
            let (place, cause) = template_trouble(&error, &file);
            let (line, column) = (place.line.unwrap_or(1), place.column.unwrap_or(1));
            broken(cause).with("line", line).with("column", column)
        })?;
        files.push(((*part).to_owned(), filled.into_bytes()));
    }
    packed(files.iter().chain(media)).map_err(|cause| {
        Failure::new(failure::WORDING_BROKEN).with("path", name).with("cause", cause)
    })
}

/// Files as a package, with fixed dates.
fn packed<'a>(
    files: impl Iterator<Item = &'a (String, Vec<u8>)>,
) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        package.start_file(name.as_str(), options)?;
        package.write_all(bytes)?;
    }
    Ok(package.finish()?.into_inner())
}

/// Takes out of every text what XML cannot hold.
fn remove_controls(values: &mut Value) {
    let fits =
        |character: char| !character.is_control() && !matches!(character, '\u{FFFE}' | '\u{FFFF}');
    match values {
        Value::String(text) => text.retain(fits),
        Value::Array(items) => items.iter_mut().for_each(remove_controls),
        Value::Object(entries) => entries.values_mut().for_each(remove_controls),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go() {
        let mut value = serde_json::json!([{ "a": "\u{0}x\u{b}\u{FFFF}<" }]);
        remove_controls(&mut value);
        assert_eq!(value, serde_json::json!([{ "a": "x<" }]));
    }
}
