//! What units, indicators and figures are called, from tables of results alone.

use std::collections::BTreeMap;
use std::path::Path;

use crate::assets::Wording;
use crate::finding::Failure;
use crate::load::result_rows;
use crate::trace::role_name;

/// Names by code, those of the later folder before those of the earlier one.
#[derive(Debug)]
pub(super) struct Names<'a> {
    wording: &'a Wording,
    units: BTreeMap<String, Unit>,
    classes: BTreeMap<String, String>,
    /// Indicators by class and code.
    leaves: BTreeMap<(String, String), String>,
    /// Dimensions by class and number.
    dimensions: BTreeMap<(String, String), String>,
}

#[derive(Debug)]
struct Unit {
    name: String,
    class: String,
    /// Place among the units.
    order: usize,
}

impl<'a> Names<'a> {
    pub(super) fn read(folders: &[&Path], wording: &'a Wording) -> Result<Self, Failure> {
        let mut names = Self {
            wording,
            units: BTreeMap::new(),
            classes: BTreeMap::new(),
            leaves: BTreeMap::new(),
            dimensions: BTreeMap::new(),
        };
        for folder in folders {
            names.add(folder)?;
        }
        Ok(names)
    }

    fn add(&mut self, folder: &Path) -> Result<(), Failure> {
        if let Some(rows) = result_rows(folder, "unit_totals", &["unit", "name", "class"])? {
            for row in 0..rows.height {
                let unit = Unit {
                    name: rows.text(row, 1).to_owned(),
                    class: rows.text(row, 2).to_owned(),
                    order: row,
                };
                self.units.insert(rows.text(row, 0).to_owned(), unit);
            }
        }
        if let Some(rows) = result_rows(folder, "class_totals", &["class", "name"])? {
            for row in 0..rows.height {
                self.classes.insert(rows.text(row, 0).to_owned(), rows.text(row, 1).to_owned());
            }
        }
        for (table, item) in [("class_indicators", "indicator"), ("class_dimensions", "dimension")]
        {
            let Some(rows) = result_rows(folder, table, &["class", item, "name"])? else {
                continue;
            };
            let names = if item == "indicator" { &mut self.leaves } else { &mut self.dimensions };
            for row in 0..rows.height {
                let key = (rows.text(row, 0).to_owned(), rows.text(row, 1).to_owned());
                names.insert(key, rows.text(row, 2).to_owned());
            }
        }
        Ok(())
    }

    /// The full name of a unit; its code where there is none.
    pub(super) fn unit<'n>(&'n self, code: &'n str) -> &'n str {
        self.units.get(code).map_or(code, |own| own.name.as_str())
    }

    /// The name of a class.
    pub(super) fn class<'n>(&'n self, code: &'n str) -> &'n str {
        self.classes.get(code).map_or(code, String::as_str)
    }

    /// Place of a unit among all.
    pub(super) fn order(&self, code: &str) -> usize {
        self.units.get(code).map_or(usize::MAX, |own| own.order)
    }

    /// The name of an indicator of a unit.
    pub(super) fn indicator(&self, unit: &str, code: &str) -> String {
        let class = self.units.get(unit).map_or("", |own| own.class.as_str());
        self.leaves.get(&(class.to_owned(), code.to_owned())).cloned().unwrap_or_default()
    }

    /// What a figure is called, from its key.
    pub(super) fn figure(&self, key: &str) -> String {
        let (mut about, mut kinds): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
        let mut class = "";
        for part in key.split('/') {
            if let Some(code) = part.strip_prefix("class:") {
                class = code;
                about.push(self.class(code));
                kinds.push("class".to_owned());
            } else if let Some(unit) = self.units.get(part) {
                class = &unit.class;
                if kinds == ["class"] {
                    "listed".clone_into(&mut kinds[0]);
                    about.clear();
                } else {
                    kinds.push("unit".to_owned());
                }
                about.push(&unit.name);
            } else {
                let (name, kind) = self.item(class, part);
                about.extend(name);
                kinds.push(kind);
            }
        }
        let what = role_name(self.wording, &kinds.join("/"));
        let values = BTreeMap::from([("about", about.join(" ")), ("what", what)]);
        self.wording.say("diff.figure", values)
    }

    /// An indicator or a dimension of a class, or another part of a key, with its kind.
    fn item<'n>(&'n self, class: &str, part: &'n str) -> (Option<&'n str>, String) {
        let of = |names: &'n BTreeMap<(String, String), String>, code: &str| {
            names.get(&(class.to_owned(), code.to_owned())).map(String::as_str)
        };
        if let Some(name) = of(&self.leaves, part) {
            return (Some(name), "leaf".to_owned());
        }
        let number = part.strip_prefix('d').unwrap_or_default();
        if let Some(name) = of(&self.dimensions, number) {
            return (Some(name), "dimension".to_owned());
        }
        let stem = part.trim_end_matches(|sign: char| sign.is_ascii_digit());
        let is_code = part.contains('-') && stem != part;
        match (is_code, stem == part) {
            (true, _) => (Some(part), "code".to_owned()),
            (false, true) => (None, part.to_owned()),
            (false, false) => (None, format!("{stem}#")),
        }
    }
}

impl Names<'_> {
    /// What an input is called.
    pub(super) fn input(&self, what: &str) -> String {
        self.wording.say(&format!("diff.input.{what}"), ())
    }
}
