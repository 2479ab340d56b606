//! Which of several forms of one unit counts.

use super::names::FormNames;
use super::rows::{self, Reading};
use super::{Desk, Known};
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{RawForm, day_in};
use crate::model::Moment;

/// How a form stands to others of its unit: the day in its file name, where days decide.
type Rank = Option<Moment>;

impl Desk<'_> {
    /// The form of a unit that counts, as read; none when no rule says which, which is told.
    pub(super) fn counting<'f>(
        &self,
        known: Known,
        forms: &[&'f RawForm],
        names: &FormNames<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<(&'f RawForm, Reading)> {
        let name = self.unit_name(known).to_owned();
        let mut readings: Vec<(&RawForm, Reading)> = Vec::new();
        for form in forms {
            let reading = rows::read(form, names, &name);
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
        narrow(&|form| (!rules.is_older(&self.material(form).path)).then_some(None));
        let year = self.settings.reading.year;
        narrow(&|form| day_in(self.material(form).stem(), year).map(Some));
        if let [(first, _), _, ..] = readings.as_slice() {
            let files: Vec<&str> =
                readings.iter().map(|(form, _)| self.material(form).path.as_str()).collect();
            let found = self.set_aside(rule::FORM_TWICE, first, &name);
            findings.push(found.with("files", files.join("、")));
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

    fn is_chosen(&self, form: &RawForm, known: Known) -> bool {
        let chosen = self.settings.materials.chosen.as_deref().unwrap_or_default();
        chosen.iter().any(|choice| {
            self.register.find(&choice.unit) == Some(known)
                && choice.file.replace('\\', "/") == self.material(form).path
        })
    }

    /// Choices in the settings that lead nowhere.
    pub(super) fn choices(&self, findings: &mut Vec<Finding>) {
        for choice in self.settings.materials.chosen.as_deref().unwrap_or_default() {
            let file = choice.file.replace('\\', "/");
            let there = self.materials.files.iter().any(|material| material.path == file);
            if !there || self.register.find(&choice.unit).is_none() {
                let found = Finding::new(rule::FORM_CHOICE, Place::file("settings.toml"));
                findings.push(found.with("unit", &choice.unit).with("path", &choice.file));
            }
        }
    }
}
