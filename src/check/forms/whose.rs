//! Whose a form is.

use super::Desk;
use crate::check::owner::{Labels, Says, folder_says, labels_say, name_says, named_in, title_says};
use crate::check::units::Known;
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{RawForm, RawMaterial};

impl Desk<'_> {
    /// Whose form it is; none when nothing, too much or somebody unknown says so, which is told.
    pub(super) fn owner(&self, form: &RawForm, findings: &mut Vec<Finding>) -> Option<Known> {
        let material = self.material(form);
        let file = Place::file(&material.path);
        let paths = [name_says(self.register, material), folder_says(self.register, material)];
        let mut said: Vec<Known> = Vec::new();
        let mut place = file.clone();
        match labels_say(self.register, &form.labels) {
            Labels::Silent => {
                if let Some((known, at)) = title_says(self.register, &form.above) {
                    said.push(known);
                    place = at.clone();
                } else if let Some(Says::Unit(known)) =
                    form.sheet.as_deref().map(|sheet| named_in(self.register, sheet))
                {
                    said.push(known);
                }
            }
            Labels::Unit(known, at) => {
                said.push(known);
                place = at.clone();
            }
            Labels::Several(_, at) => {
                findings.push(self.unclear(at.clone(), &[]));
                return None;
            }
            Labels::Unknown(name, at) => {
                findings.push(self.unknown(rule::FORM_UNIT_UNKNOWN, at.clone(), name));
                return None;
            }
        }
        for says in paths {
            if let Says::Unit(known) = says
                && !said.contains(&known)
            {
                said.push(known);
            }
        }
        match (said.as_slice(), material.folders.last()) {
            ([only], _) => return Some(*only),
            ([], _) if paths.contains(&Says::Several) => findings.push(self.unclear(file, &[])),
            ([], Some(folder)) => {
                findings.push(self.unknown(rule::FORM_UNIT_UNKNOWN, file, folder));
            }
            ([], None) => {
                findings.push(self.unknown(rule::FORM_UNIT_UNNAMED, file, material.stem()));
            }
            (several, _) => findings.push(self.unclear(place, several)),
        }
        None
    }

    /// Units that anything about a file speaks of: what is wrong with it has been told, and that
    /// they have no form is the same trouble.
    pub(super) fn spoken_of(&self, material: &RawMaterial) -> Vec<Known> {
        let says = [name_says(self.register, material), folder_says(self.register, material)];
        let known = says.into_iter().filter_map(|says| match says {
            Says::Unit(known) => Some(known),
            Says::Nothing | Says::Several => None,
        });
        known.collect()
    }

    /// The units that a form's labels speak of, each alone or several in one.
    pub(super) fn labelled(&self, form: &RawForm) -> Vec<Known> {
        form.labels.iter().flat_map(|(name, _)| self.register.named_in(name)).collect()
    }

    fn unclear(&self, place: Place, units: &[Known]) -> Finding {
        let names: Vec<&str> = units.iter().map(|known| self.unit_name(*known)).collect();
        Finding::new(rule::FORM_UNIT_UNCLEAR, place).with("units", names.join("、"))
    }

    fn unknown(&self, rule: Rule, place: Place, name: &str) -> Finding {
        let nearest = self.register.nearest(name).unwrap_or_default();
        Finding::new(rule, place).with("name", name).with("nearest", nearest)
    }
}
