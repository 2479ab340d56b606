//! Evidence by indicator: folders and files that begin with an indicator's code, or hold its name.

use std::collections::{BTreeMap, BTreeSet};

use super::{Desk, UnitFiles};
use crate::check::IndicatorSystem;
use crate::check::registers::ClassNames;
use crate::check::units::Known;
use crate::finding::{Finding, Place, rule};
use crate::load::RawMaterial;
use crate::model::{comparable, nearest};

/// Codes that no indicator has, by the path that bears them.
#[derive(Default)]
pub(super) struct Unknown(BTreeMap<String, (Known, String, String)>);

impl Unknown {
    /// Tells each once, with the nearest code.
    pub(super) fn tell(self, desk: &Desk<'_>, findings: &mut Vec<Finding>) {
        for (path, (known, name, code)) in self.0 {
            let class = desk.classes.get(known.class).and_then(Option::as_ref);
            let codes = class.iter().flat_map(|class| &class.system.indicators);
            let near = nearest(&code, codes.map(|indicator| indicator.code.as_str()));
            let found = Finding::new(rule::EVIDENCE_INDICATOR_UNKNOWN, Place::file(path))
                .with("unit", desk.name_of(known))
                .with("name", name)
                .with("nearest", near.unwrap_or_default())
                .with("code", code);
            findings.push(found);
        }
    }
}

impl Desk<'_> {
    /// Counts a file of evidence at its indicator: the innermost folder that names one, else the
    /// file itself.
    pub(super) fn evidence(
        &self,
        file: &RawMaterial,
        known: Known,
        unit: &mut UnitFiles,
        unknown: &mut Unknown,
    ) {
        let holds = |folder: &String| self.settings.materials.holds_evidence(folder);
        let start = file.folders.iter().position(holds).map_or(0, |at| at + 1);
        let class = self.classes.get(known.class).and_then(Option::as_ref);
        let Some(class) = class else {
            unit.unassigned += 1;
            return;
        };
        let folders = file.folders[start..].iter().map(String::as_str).rev();
        let mut named = folders.chain([file.stem()]).filter_map(|name| indicator(class, name));
        if let Some(indicator) = named.next() {
            unit.evidence[indicator] += 1;
            return;
        }
        unit.unassigned += 1;
        let parts = file.folders[start..].iter().enumerate();
        let mut path: Vec<&str> = file.path.split('/').collect();
        // The outermost folder with a foreign code is told, else the file.
        let kept = path.len() - file.folders.len() - 1 + start;
        let folder = parts.filter_map(|(at, name)| Some((at, name, foreign(class.system, name)?)));
        let (name, code) = if let Some((at, name, code)) = folder.into_iter().next() {
            path.truncate(kept + at + 1);
            (name, code)
        } else if let Some(code) = foreign(class.system, file.stem()) {
            (&file.name, code)
        } else {
            return;
        };
        unknown.0.entry(path.join("/")).or_insert_with(|| (known, name.clone(), code));
    }
}

/// The indicator that a name begins with the code of, or is the name of; else the one whose name
/// it holds, the longest.
fn indicator(class: &ClassNames<'_>, name: &str) -> Option<usize> {
    let (code, rest) = split_code(name);
    let own = class.names.find(&code).filter(|_| !code.is_empty());
    let own = own.or_else(|| class.names.find(name)).or_else(|| class.names.find(&rest));
    own.or_else(|| {
        let name = comparable(name);
        let indicators = &class.system.indicators;
        let length = |at: &usize| {
            let own = comparable(&indicators[*at].name);
            let only = class.names.find(&own).is_some();
            (only && name.contains(&own)).then(|| own.chars().count())
        };
        (0..indicators.len()).filter(|at| length(at).is_some()).max_by_key(length)
    })
}

/// A code at the beginning of a name that is made like the codes of the class and is none of them,
/// nor the beginning of one. A bare number is never taken for a code.
fn foreign(system: &IndicatorSystem, name: &str) -> Option<String> {
    let (code, _) = split_code(name);
    let codes: BTreeSet<String> =
        system.indicators.iter().map(|indicator| comparable(&indicator.code)).collect();
    let alike = codes.iter().any(|own| shape(own) == shape(&code));
    let begins = codes.iter().any(|own| {
        let rest = own.strip_prefix(&code);
        rest.is_some_and(|rest| !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric()))
    });
    let bare = code.bytes().all(|byte| byte.is_ascii_digit());
    (alike && !begins && !bare).then_some(code)
}

/// What a code is made of: `12.3-A` as `9.9-a`.
fn shape(code: &str) -> String {
    let mut shape = String::new();
    for sign in code.chars() {
        let kind = match sign {
            '0'..='9' => '9',
            'a'..='z' => 'a',
            other => other,
        };
        if !(kind == '9' && shape.ends_with('9')) {
            shape.push(kind);
        }
    }
    shape
}

/// The code at the beginning of a name, and what is behind it; both as compared.
fn split_code(name: &str) -> (String, String) {
    let name = comparable(name);
    let name = name.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let is_code = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-');
    let end = name.find(|sign| !is_code(sign)).unwrap_or(name.len());
    let (code, rest) = name.split_at(end);
    let code = code.trim_end_matches(['.', '-']);
    let rest = rest.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    (code.to_owned(), rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_begin_names() {
        let split = |name: &str| {
            let (code, rest) = split_code(name);
            format!("{code}|{rest}")
        };
        assert_eq!(split("1.2.1 公开目录"), "1.2.1|公开目录");
        assert_eq!(split("（1.2.1）公开目录"), "1.2.1|公开目录");
        assert_eq!(split("１．２、公开目录"), "1.2|公开目录");
        assert_eq!(split("Ａ1-公开目录"), "a1|公开目录");
        assert_eq!(split("公开目录1"), "|公开目录1");
    }

    #[test]
    fn codes_have_shapes() {
        assert_eq!(shape("12.3.10"), "9.9.9");
        assert_eq!(shape("a1"), "a9");
        assert_ne!(shape("1.2"), shape("1.2.1"));
    }
}
