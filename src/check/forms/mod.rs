//! Self-assessment forms among the files that units handed in: whose each is, which of several
//! counts, and what it says.
//!
//! A form belongs to the unit that its own head names, else its file name, else the nearest folder
//! that names one; where these name different units it is nobody's. What a path or a title says is
//! never guessed: only names of the unit list count.

mod names;
mod rows;

use std::collections::BTreeMap;

use super::checked::IndicatorSystem;
use super::owner::{Says, folder_says, name_says, named_in};
use super::registers::SelfForm;
use super::units::{Known, Register};
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{RawForm, RawForms, RawMaterial, RawMaterials, day_in};
use crate::model::{Moment, Points, comparable};
use crate::settings::{Materials, Settings};

use names::FormNames;
use rows::{Own, Reading};

/// How a form stands to others of its unit: the day in its file name, where days decide.
type Rank = Option<Moment>;

/// Self-assessments of one class, by unit, and where each stands.
pub(super) type ClassForms = (Vec<SelfForm>, Vec<Place>);

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
    desk.headless(raw, findings);
    desk.chosen(findings);
    let mut owned: BTreeMap<(usize, usize), Vec<&RawForm>> = BTreeMap::new();
    for form in desk.one_a_file(&raw.forms, findings) {
        if let Some(known) = desk.owner(form, findings) {
            owned.entry((known.class, known.unit)).or_default().push(form);
        }
    }
    let classes = &desk.settings.classes;
    let mut all: Vec<Option<ClassForms>> = classes.iter().map(|_| None).collect();
    if raw.forms.is_empty() {
        return all;
    }
    let folder = Place::file(&desk.settings.materials.folder);
    for (position, class) in classes.iter().enumerate() {
        if class.self_scores.is_none() {
            let units = desk.register.of_class(position).len();
            all[position] = Some((vec![None; units], vec![folder.clone(); units]));
        }
    }
    for ((class, unit), forms) in owned {
        let Some(system) = desk.systems[class] else { continue };
        let Some((points, places)) = &mut all[class] else {
            let place = forms[0].table.whole();
            let found = Finding::new(rule::FORM_AND_TABLE, place);
            findings.push(found.with("class", &classes[class].name));
            continue;
        };
        let names = FormNames::new(system);
        if let Some((form, reading)) = desk.counting((class, unit), &forms, &names, findings) {
            places[unit] = form.table.whole();
            points[unit] = Some(reading.own.iter().map(points_of).collect());
            findings.extend(reading.findings);
        }
    }
    all
}

/// Whose each file with a form is, by position among the files: none where it was told that it is
/// nobody's, several where its sheets are several units'.
pub(super) fn owners(desk: &Desk<'_>, raw: &RawForms) -> BTreeMap<usize, Vec<Known>> {
    // What is wrong is told when forms are read.
    let told = &mut Vec::new();
    let mut owners: BTreeMap<usize, Vec<Known>> = BTreeMap::new();
    for form in desk.one_a_file(&raw.forms, told) {
        owners.entry(form.material).or_default().extend(desk.owner(form, told));
    }
    owners
}

fn points_of(own: &Own) -> Option<Points> {
    match own {
        Own::Points(points) => Some(*points),
        Own::Empty | Own::NotApplicable | Own::Wrong => None,
    }
}

impl Desk<'_> {
    fn material(&self, form: &RawForm) -> &RawMaterial {
        &self.materials.files[form.material]
    }

    /// Files whose name says that they are forms, without a form in them or not readable.
    fn headless(&self, raw: &RawForms, findings: &mut Vec<Finding>) {
        let words = &self.settings.materials.forms;
        let is_called_form = |position: usize| {
            let stem = comparable(self.materials.files[position].stem());
            words.iter().any(|word| stem.contains(&comparable(word)))
        };
        for position in raw.formless.iter().filter(|position| is_called_form(**position)) {
            let path = &self.materials.files[*position].path;
            findings.push(Finding::new(rule::FORM_NOT_RECOGNISED, Place::file(path)));
        }
        let unread = raw.unread.iter().filter(|(position, _)| is_called_form(*position));
        findings.extend(unread.map(|(_, found)| found.clone()));
    }

    /// Forms of which each is one unit's: of several sheets in a file the visible one, unless
    /// their heads name different units.
    fn one_a_file<'f>(
        &self,
        forms: &'f [RawForm],
        findings: &mut Vec<Finding>,
    ) -> Vec<&'f RawForm> {
        let mut kept = Vec::new();
        for sheets in forms.chunk_by(|one, other| one.material == other.material) {
            let heads: Vec<Option<Known>> =
                sheets.iter().map(|form| self.head_says(form).ok().flatten()).collect();
            let apart = heads.iter().all(Option::is_some)
                && (1..heads.len()).all(|at| !heads[..at].contains(&heads[at]));
            let visible: Vec<&RawForm> = sheets.iter().filter(|form| !form.hidden).collect();
            match (sheets, visible.as_slice()) {
                ([only], _) => kept.push(only),
                _ if apart => kept.extend(sheets),
                (_, [only]) => kept.push(only),
                _ => {
                    let names: Vec<_> =
                        sheets.iter().filter_map(|form| form.sheet.as_deref()).collect();
                    let place = Place::file(&self.material(&sheets[0]).path);
                    findings.push(
                        Finding::new(rule::FORM_SHEETS, place).with("sheets", names.join("、")),
                    );
                }
            }
        }
        kept
    }

    /// Whom a form's own head names: behind a label, in a title, or as the name of its sheet.
    ///
    /// # Errors
    /// The labelled name, when no unit has it.
    fn head_says<'f>(&self, form: &'f RawForm) -> Result<Option<Known>, (&'f str, &'f Place)> {
        if let Some((name, place)) = &form.label {
            return self.register.find_said(name).map(Some).ok_or((name.as_str(), place));
        }
        let titles = form.above.iter().map(|(text, _)| text.as_str());
        let mut says =
            titles.chain(form.sheet.as_deref()).map(|text| named_in(self.register, text));
        Ok(says.find_map(|says| match says {
            Says::Unit(known) => Some(known),
            Says::Nothing | Says::Several => None,
        }))
    }

    /// Whose form it is; none when nothing or too much says so, which is told.
    fn owner(&self, form: &RawForm, findings: &mut Vec<Finding>) -> Option<Known> {
        let material = self.material(form);
        let head = match self.head_says(form) {
            Ok(head) => head,
            Err((name, place)) => {
                let nearest = self.register.nearest(name).unwrap_or_default();
                let found = Finding::new(rule::FORM_UNIT_UNKNOWN, place.clone());
                findings.push(found.with("name", name).with("nearest", nearest));
                return None;
            }
        };
        let paths = [name_says(self.register, material), folder_says(self.register, material)];
        let mut said: Vec<Known> = head.into_iter().collect();
        said.extend(paths.iter().filter_map(|says| match says {
            Says::Unit(known) => Some(*known),
            Says::Nothing | Says::Several => None,
        }));
        said.dedup();
        match said.as_slice() {
            [only] => Some(*only),
            [] => {
                let rule = if paths.contains(&Says::Several) {
                    rule::FORM_UNIT_UNCLEAR
                } else {
                    rule::FORM_UNIT_UNNAMED
                };
                findings.push(self.about_units(rule, material, &[]));
                None
            }
            several => {
                findings.push(self.about_units(rule::FORM_UNIT_UNCLEAR, material, several));
                None
            }
        }
    }

    fn about_units(&self, rule: Rule, material: &RawMaterial, units: &[Known]) -> Finding {
        let names: Vec<&str> = units.iter().map(|known| self.unit_name(*known)).collect();
        let folder = material.folders.last().map(String::as_str).unwrap_or_default();
        let nearest = self.register.nearest(folder).unwrap_or_default();
        Finding::new(rule, Place::file(&material.path))
            .with("units", names.join("、"))
            .with("nearest", nearest)
    }

    fn unit_name(&self, known: Known) -> &str {
        &self.register.of_class(known.class)[known.unit].name
    }

    /// The form of a unit that counts, as read; none when no rule says which, which is told.
    fn counting<'f>(
        &self,
        (class, unit): (usize, usize),
        forms: &[&'f RawForm],
        names: &FormNames<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<(&'f RawForm, Reading)> {
        let known = Known { class, unit };
        let name = self.unit_name(known).to_owned();
        let mut readings: Vec<(&RawForm, Reading)> = Vec::new();
        for form in forms {
            let reading = rows::read(&form.table, names, &name);
            let same = readings.iter().find(|(_, other)| other.own == reading.own);
            match same {
                Some((other, _)) => {
                    let found = self.set_aside(rule::FORM_SAME, form, &name);
                    findings.push(found.with("other", &self.material(other).path));
                }
                None => readings.push((form, reading)),
            }
        }
        let rules = &self.settings.materials;
        let mut narrow = |rank: &dyn Fn(&RawForm) -> Option<Rank>| {
            self.narrow(&mut readings, rank, &name, findings);
        };
        narrow(&|form| self.is_chosen(form, known).then_some(None));
        narrow(&|form| (!is_older(self.material(form), rules)).then_some(None));
        narrow(&|form| day_in(self.material(form).stem()).map(Some));
        if readings.len() > 1 {
            let files: Vec<&str> =
                readings.iter().map(|(form, _)| self.material(form).path.as_str()).collect();
            for (form, _) in &readings {
                let found = self.set_aside(rule::FORM_TWICE, form, &name);
                findings.push(found.with("files", files.join("、")));
            }
            return None;
        }
        readings.pop()
    }

    /// Keeps the forms that rank best, and tells of the others; keeps all where none ranks, or
    /// days do not decide.
    fn narrow(
        &self,
        readings: &mut Vec<(&RawForm, Reading)>,
        rank: &dyn Fn(&RawForm) -> Option<Rank>,
        unit: &str,
        findings: &mut Vec<Finding>,
    ) {
        let ranks: Vec<Option<Rank>> = readings.iter().map(|(form, _)| rank(form)).collect();
        let Some(best) = ranks.iter().flatten().max().copied() else { return };
        let best_ones = ranks.iter().filter(|rank| **rank == Some(best)).count();
        // Days decide only where every file has one and no two are the latest.
        if best.is_some() && (ranks.contains(&None) || best_ones > 1) {
            return;
        }
        let mut ranks = ranks.into_iter();
        readings.retain(|(form, _)| {
            let keeps = ranks.next().flatten() == Some(best);
            if !keeps {
                findings.push(self.set_aside(rule::FORM_OLDER, form, unit));
            }
            keeps
        });
    }

    fn set_aside(&self, rule: Rule, form: &RawForm, unit: &str) -> Finding {
        Finding::new(rule, Place::file(&self.material(form).path)).with("unit", unit)
    }

    /// Choices that lead nowhere.
    fn chosen(&self, findings: &mut Vec<Finding>) {
        for choice in self.settings.materials.chosen.as_deref().unwrap_or_default() {
            let file = choice.file.replace('\\', "/");
            let there = self.materials.files.iter().any(|material| material.path == file);
            if !there || self.register.find(&choice.unit).is_none() {
                let found = Finding::new(rule::FORM_CHOICE, Place::file("settings.toml"));
                findings.push(found.with("unit", &choice.unit).with("path", &choice.file));
            }
        }
    }

    fn is_chosen(&self, form: &RawForm, known: Known) -> bool {
        let chosen = self.settings.materials.chosen.as_deref().unwrap_or_default();
        chosen.iter().any(|choice| {
            self.register.find(&choice.unit) == Some(known)
                && choice.file.replace('\\', "/") == self.material(form).path
        })
    }
}

/// Whether a path says that its file is an older version.
fn is_older(material: &RawMaterial, rules: &Materials) -> bool {
    let parts = material.folders.iter().map(String::as_str).chain([material.stem()]);
    let holds = |part: &str| {
        let part = comparable(part);
        rules.older.iter().any(|word| part.contains(&comparable(word)))
    };
    parts.into_iter().any(holds)
}
