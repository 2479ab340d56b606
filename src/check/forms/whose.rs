//! Whose a form is.

use super::Desk;
use crate::check::owner::{Says, folder_says, name_says, named_in};
use crate::check::units::Known;
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{RawForm, RawMaterial};

/// Labelled texts shorter than this are units of measure: `单位：分`.
const SHORTEST_NAME: usize = 3;

/// Signs of prose: a text that holds one is no title, and whom it speaks of proves nothing.
const PROSE: [char; 6] = ['，', '。', '；', ',', ';', '\n'];

/// Whom a form's own head names.
enum Head<'f> {
    /// Nobody.
    Silent,
    /// A unit, at a place; none where it is the name of the sheet.
    Unit(Known, Option<&'f Place>),
    /// Several units.
    Several(&'f Place),
    /// A name that no unit has.
    Unknown(&'f str, &'f Place),
}

impl Desk<'_> {
    /// Whose form it is; none when nothing, too much or somebody unknown says so, which is told.
    pub(super) fn owner(&self, form: &RawForm, findings: &mut Vec<Finding>) -> Option<Known> {
        let material = self.material(form);
        let file = Place::file(&material.path);
        let paths = [name_says(self.register, material), folder_says(self.register, material)];
        let mut said: Vec<Known> = Vec::new();
        let mut place = file.clone();
        match self.head(form) {
            Head::Silent => {}
            Head::Unit(known, at) => {
                said.push(known);
                place = at.cloned().unwrap_or(place);
            }
            Head::Several(at) => {
                findings.push(self.unclear(at.clone(), &[]));
                return None;
            }
            Head::Unknown(name, at) => {
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

    /// Behind a label, else in a title, else as the name of the sheet.
    fn head<'f>(&self, form: &'f RawForm) -> Head<'f> {
        let mut named = form.labels.iter();
        if let Some((name, place)) = named.find(|(name, _)| name.chars().count() >= SHORTEST_NAME) {
            if let Some(known) = self.register.find_said(name) {
                return Head::Unit(known, Some(place));
            }
            return match named_in(self.register, name) {
                Says::Several => Head::Several(place),
                Says::Nothing | Says::Unit(_) => Head::Unknown(name, place),
            };
        }
        let titles = form.above.iter().filter(|(text, _)| !text.contains(PROSE));
        let titles = titles.map(|(text, place)| (text.as_str(), Some(place)));
        let sheet = form.sheet.as_deref().map(|name| (name, None));
        for (text, place) in titles.chain(sheet) {
            if let Says::Unit(known) = named_in(self.register, text) {
                return Head::Unit(known, place);
            }
        }
        Head::Silent
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
