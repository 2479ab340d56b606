//! Self-assessment forms among the files that units handed in: whose each is, which of several
//! counts, and what it says.
//!
//! A form belongs to the unit that its own head names, else its file name, else the nearest folder
//! that names one; where these name different units it is nobody's. What a path or a title says is
//! never guessed: only names of the unit list count.

mod choice;
mod names;
mod rows;
mod whose;

use std::collections::{BTreeMap, BTreeSet};

use super::checked::IndicatorSystem;
use super::registers::SelfForm;
use super::units::{Known, Register};
use crate::finding::{Finding, Place, rule};
use crate::load::{RawForm, RawForms, RawMaterial, RawMaterials};
use crate::model::{Points, comparable};
use crate::settings::Settings;

pub(super) use names::{FormNames, Meant};
use rows::Own;

/// Self-assessments of one class, by unit, and where each stands; no place for a unit without a
/// form of which that has been told.
pub(super) type ClassForms = (Vec<SelfForm>, Vec<Option<Place>>);

/// What forms are read with.
pub(super) struct Desk<'a> {
    pub(super) settings: &'a Settings,
    pub(super) register: &'a Register,
    pub(super) materials: &'a RawMaterials,
    pub(super) systems: &'a [Option<&'a IndicatorSystem>],
}

/// Reads every form; one entry a class, none where no form was found at all or the class has a
/// table of self-assessments.
pub(super) fn read(
    desk: &Desk<'_>,
    raw: &RawForms,
    findings: &mut Vec<Finding>,
) -> Vec<Option<ClassForms>> {
    desk.choices(findings);
    // Units of which something was told, so that a form less is no second trouble.
    let mut told = desk.headless(raw, findings);
    let mut owned: BTreeMap<Known, Vec<&RawForm>> = BTreeMap::new();
    for form in desk.one_a_file(&raw.forms, &mut told, findings) {
        if let Some(known) = desk.owner(form, findings) {
            owned.entry(known).or_default().push(form);
        } else {
            told.extend(desk.spoken_of(desk.material(form)));
            told.extend(desk.labelled(form));
        }
    }
    let classes = desk.settings.classes.iter().enumerate();
    classes
        .map(|(class, settings)| {
            let own: Vec<(Known, &[&RawForm])> = owned
                .iter()
                .filter(|(known, _)| known.class == class)
                .map(|(known, forms)| (*known, forms.as_slice()))
                .collect();
            if settings.self_scores.is_some() {
                if !own.is_empty() {
                    let found = Finding::new(rule::FORM_AND_TABLE, Place::file("settings.toml"));
                    findings.push(found.with("class", &settings.name));
                }
                return None;
            }
            if raw.forms.is_empty() {
                return None;
            }
            desk.class(class, &own, &told, findings)
        })
        .collect()
}

impl Desk<'_> {
    fn class(
        &self,
        class: usize,
        own: &[(Known, &[&RawForm])],
        told: &BTreeSet<Known>,
        findings: &mut Vec<Finding>,
    ) -> Option<ClassForms> {
        let names = FormNames::new(self.systems[class]?);
        let folder = Place::file(&self.settings.materials.folder);
        let units = self.register.of_class(class).len();
        let place = |unit| (!told.contains(&Known { class, unit })).then(|| folder.clone());
        let mut places: Vec<Option<Place>> = (0..units).map(place).collect();
        let mut points: Vec<SelfForm> = vec![None; units];
        for (known, forms) in own {
            places[known.unit] = None;
            if let Some((form, reading)) = self.counting(*known, forms, &names, findings) {
                places[known.unit] = Some(form.table.whole());
                points[known.unit] = Some(reading.own.iter().map(points_of).collect());
                findings.extend(reading.findings);
            }
        }
        Some((points, places))
    }

    fn material(&self, form: &RawForm) -> &RawMaterial {
        &self.materials.files[form.material]
    }

    fn unit_name(&self, known: Known) -> &str {
        &self.register.of_class(known.class)[known.unit].name
    }

    /// Whether a file's name says that it is a form.
    fn is_called_form(&self, material: &RawMaterial) -> bool {
        let stem = comparable(material.stem());
        self.settings.materials.forms.iter().any(|word| stem.contains(&comparable(word)))
    }

    /// Files whose name says that they are forms, without a form in them or not readable; gives
    /// the units that they speak of.
    fn headless(&self, raw: &RawForms, findings: &mut Vec<Finding>) -> BTreeSet<Known> {
        let mut told = BTreeSet::new();
        let mut is_called_form = |position: usize| {
            let material = &self.materials.files[position];
            let called = self.is_called_form(material);
            if called {
                told.extend(self.spoken_of(material));
            }
            called
        };
        for position in raw.formless.iter().filter(|position| is_called_form(**position)) {
            let path = &self.materials.files[*position].path;
            findings.push(Finding::new(rule::FORM_NOT_RECOGNISED, Place::file(path)));
        }
        let unread = raw.unread.iter().filter(|(position, _)| is_called_form(*position));
        findings.extend(unread.map(|(_, found)| found.clone()));
        // An empty file is told as such.
        raw.empty.iter().for_each(|position| {
            is_called_form(*position);
        });
        told
    }

    /// One form a file: of several sheets the visible one.
    fn one_a_file<'f>(
        &self,
        forms: &'f [RawForm],
        told: &mut BTreeSet<Known>,
        findings: &mut Vec<Finding>,
    ) -> Vec<&'f RawForm> {
        let mut kept = Vec::new();
        for sheets in forms.chunk_by(|one, other| one.material == other.material) {
            let mut visible = sheets.iter().filter(|form| !form.hidden);
            let only = match (sheets, visible.next(), visible.next()) {
                ([only], _, _) | (_, Some(only), None) => Some(only),
                _ => None,
            };
            if let Some(only) = only {
                kept.push(only);
                continue;
            }
            let material = self.material(&sheets[0]);
            let names: Vec<_> = sheets.iter().filter_map(|form| form.sheet.as_deref()).collect();
            let found = Finding::new(rule::FORM_SHEETS, Place::file(&material.path));
            findings.push(found.with("sheets", names.join("、")));
            told.extend(self.spoken_of(material));
            told.extend(sheets.iter().flat_map(|form| self.labelled(form)));
        }
        kept
    }
}

/// What the reading of forms knows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormFile {
    /// It holds a form; whose, none where it was told that it is nobody's.
    Form(Option<Known>),
    /// It should hold one and cannot be read, which was told.
    Unread,
}

/// What the reading of forms knows of the files, by position among them.
pub(super) fn files(desk: &Desk<'_>, raw: &RawForms) -> BTreeMap<usize, FormFile> {
    // What is wrong is told when forms are read.
    let told = &mut Vec::new();
    let unread = raw.unread.iter().map(|(position, _)| *position);
    let unread = unread.filter(|position| desk.is_called_form(&desk.materials.files[*position]));
    let mut files: BTreeMap<usize, FormFile> = unread.map(|at| (at, FormFile::Unread)).collect();
    let kept = desk.one_a_file(&raw.forms, &mut BTreeSet::new(), told);
    files.extend(kept.iter().map(|form| (form.material, FormFile::Form(desk.owner(form, told)))));
    for form in &raw.forms {
        // Of several forms in one file none counts: whose it is, is what its path says.
        let spoken = desk.spoken_of(desk.material(form));
        files.entry(form.material).or_insert(FormFile::Form(spoken.first().copied()));
    }
    files
}

fn points_of(own: &Own) -> Option<Points> {
    match own {
        Own::Points(points) => Some(*points),
        Own::Empty | Own::NotApplicable | Own::Wrong => None,
    }
}
