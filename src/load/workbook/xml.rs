//! Small helps for reading XML parts of packages.

use std::io::{BufRead, BufReader, Read};

use quick_xml::events::{BytesRef, BytesStart};
use quick_xml::{Reader, XmlVersion, escape};

use crate::load::sheet::TooLarge;

/// Why the reading of a part ended early.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is damaged.
    Broken,
    /// It holds more than any assessment.
    TooLarge,
}

impl From<TooLarge> for Stop {
    fn from(TooLarge: TooLarge) -> Self {
        Self::TooLarge
    }
}

impl From<quick_xml::Error> for Stop {
    fn from(_: quick_xml::Error) -> Self {
        Self::Broken
    }
}

impl From<quick_xml::events::attributes::AttrError> for Stop {
    fn from(_: quick_xml::events::attributes::AttrError) -> Self {
        Self::Broken
    }
}

/// A reader of XML for which `<a/>` is `<a></a>`.
pub(super) fn reader<R: Read>(part: R) -> Reader<BufReader<R>> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// The value of an attribute, by its name with its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Stop> {
    find(element, |key| key == name)
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn local_attribute(
    element: &BytesStart<'_>,
    name: &str,
) -> Result<Option<String>, Stop> {
    find(element, |key| key.rsplit(':').next() == Some(name))
}

fn find(element: &BytesStart<'_>, is_it: impl Fn(&str) -> bool) -> Result<Option<String>, Stop> {
    // Without the check for doubles, which looks at every pair.
    for found in element.attributes().with_checks(false) {
        let found = found?;
        if is_it(found.key.as_ref()) {
            let value = found.normalized_value(XmlVersion::Implicit1_0)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// An attribute that is a number; none when it is not there or no number.
pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<u32>, Stop> {
    Ok(attribute(element, name)?.and_then(|value| value.trim().parse().ok()))
}

/// Whether an attribute is set, as `1` or `true`.
pub(super) fn flag(element: &BytesStart<'_>, name: &str) -> Result<bool, Stop> {
    let value = attribute(element, name)?;
    Ok(value.is_some_and(|value| matches!(value.as_str(), "1" | "true" | "TRUE")))
}

/// The characters of a reference such as `&lt;` or `&#x5E02;`.
pub(super) fn resolve(reference: &BytesRef<'_>) -> Result<String, Stop> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    escape::resolve_predefined_entity(reference.as_ref()).map(str::to_owned).ok_or(Stop::Broken)
}

/// Passes over an element that has just begun.
pub(super) fn skip<R: BufRead>(
    reader: &mut Reader<R>,
    element: &BytesStart<'_>,
) -> Result<(), Stop> {
    let end = element.to_end().into_owned();
    reader.read_to_end_into(end.name(), &mut Vec::new())?;
    Ok(())
}
