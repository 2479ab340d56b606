//! An office's own fonts: found by any of their names, and used where they may be.

use typst::text::Font;

use super::fonts::Fonts;
use crate::finding::{Failure, Finding, Place, failure, rule};
use crate::settings::FontFamilies;

/// Names of a font by which it is asked for: family, full name, typographic family.
const NAMES: [u16; 3] = [1, 4, 16];

/// The file of an assessment's settings, for findings on fonts.
const SETTINGS: &str = "settings.toml";

impl Fonts {
    /// Settles which families set what: names in the settings, in any language that a font file has
    /// them, become those that Typst knows; families in no file, and those that must not or cannot
    /// be embedded, are left out with a finding, so that the next of the list takes their place.
    ///
    /// # Errors
    /// A failure when a list has no family left.
    pub fn choose(&self, families: &mut FontFamilies) -> Result<Vec<Finding>, Failure> {
        let mut findings = Vec::new();
        for (name, list) in families.lists_mut() {
            let (mut kept, mut left_out) = (Vec::new(), Vec::new());
            for family in list.iter() {
                match self.named(family).map(|at| (at, unfit(&self.fonts()[at]))) {
                    Some((at, None)) => {
                        if kept.is_empty() && self.is_own(at) {
                            findings.push(own(name, family, self.file(at)));
                        }
                        kept.push(self.fonts()[at].info().family.clone());
                    }
                    Some((_, Some(trouble))) => {
                        left_out.push(found(rule::FONT_UNFIT, name, family).with("unfit", trouble));
                    }
                    None => left_out.push(found(rule::FONT_ABSENT, name, family)),
                }
            }
            let Some(next) = kept.first() else {
                return Err(self.missing(list.first().map_or("", String::as_str), name));
            };
            findings.extend(left_out.into_iter().map(|finding| finding.with("next", next)));
            *list = kept;
        }
        Ok(findings)
    }

    /// Which font is asked for by a name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.fonts().iter().position(|font| has_name(font, name))
    }

    /// That a family is in no file.
    pub(super) fn missing(&self, family: &str, name: &str) -> Failure {
        let known: Vec<_> = self.fonts().iter().map(|font| font.info().family.as_str()).collect();
        Failure::new(failure::FONT_MISSING)
            .with("family", family)
            .with("use", name)
            .with("known", known.join("\u{3001}"))
    }
}

fn found(rule: crate::finding::Rule, name: &str, family: &str) -> Finding {
    Finding::new(rule, Place::file(SETTINGS)).with("use", name).with("family", family)
}

fn own(name: &str, family: &str, file: &str) -> Finding {
    found(rule::FONT_OWN, name, family).with("path", file)
}

fn has_name(font: &Font, name: &str) -> bool {
    let same = |own: &str| own.to_lowercase() == name.to_lowercase();
    same(&font.info().family)
        || face(font).is_some_and(|face| {
            let names = face.names().into_iter().filter(|own| NAMES.contains(&own.name_id));
            names.filter_map(|own| own.to_string()).any(|own| same(&own))
        })
}

/// A font's tables.
fn face(font: &Font) -> Option<ttf_parser::Face<'_>> {
    ttf_parser::Face::parse(font.data(), font.index()).ok()
}

/// Why a font is not to be used: its outlines vary, or its licence bits (OS/2 fsType) forbid to embed
/// it or a part of it.
fn unfit(font: &Font) -> Option<&'static str> {
    let face = face(font)?;
    if face.is_variable() {
        return Some("variable");
    }
    match face.permissions() {
        Some(ttf_parser::Permissions::Restricted) => Some("restricted"),
        // A font without the table says nothing, and forbids nothing.
        Some(_) if !face.is_subsetting_allowed() => Some("whole_only"),
        _ => None,
    }
}
