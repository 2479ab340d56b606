//! What a key of a figure says: whose it is, what about, in which role.

use crate::check::Checked;

/// A key taken apart. `D06/2.1.1/rate` is the role `unit/leaf/rate` of a unit and an indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Key {
    /// The key with kinds in place of names: `unit`, `class`, `listed` (a unit in the papers of its
    /// class), `leaf`, `dimension`, `advice#`.
    pub(super) role: String,
    pub(super) class: Option<usize>,
    /// A unit of the class.
    pub(super) unit: Option<usize>,
    /// The second unit of two that are held against each other.
    pub(super) other: Option<usize>,
    /// An indicator of the class.
    pub(super) leaf: Option<usize>,
    /// A dimension of the class.
    pub(super) dimension: Option<usize>,
    /// Place in a list, from 1.
    pub(super) number: Option<usize>,
    /// A code or number that data gives: of a cause, an appeal, a finding, a kind of paper; or what
    /// a paper counts of itself, as printed.
    pub(super) code: Option<String>,
}

/// Lists whose items are numbered in keys.
const NUMBERED: [&str; 17] = [
    "advice",
    "alike",
    "appeal",
    "band",
    "bonus",
    "cause",
    "coming",
    "deduction",
    "grade",
    "group",
    "loss",
    "method",
    "piece",
    "problem",
    "shared",
    "skipped",
    "wide-band",
];

/// What a paper counts of itself: behind it stands how it is printed.
const OF_PAPER: [&str; 2] = ["numbering", "said"];

/// Segments behind which a code of the data stands.
const BEFORE_CODE: [&str; 4] = ["appeal", "cause", "archive", "doubts"];

impl Key {
    pub(super) fn read(text: &str, checked: &Checked) -> Self {
        let mut parts = text.split('/');
        let subject = parts.next().unwrap_or_default();
        let mut key = Self::default();
        let mut role: Vec<String> = vec![key.subject(subject, checked)];
        for part in parts {
            let kind = key.segment(part, role.last().map_or("", String::as_str), checked);
            if kind == "unit" && role == ["class"] {
                "listed".clone_into(&mut role[0]);
            } else {
                role.push(kind);
            }
        }
        key.role = role.join("/");
        key
    }

    /// Class and unit.
    pub(super) fn whose(&self) -> Option<(usize, usize)> {
        self.class.zip(self.unit)
    }

    fn subject(&mut self, subject: &str, checked: &Checked) -> String {
        if let Some(code) = subject.strip_prefix("class:") {
            self.class = checked.classes.iter().position(|class| class.code == code);
            return "class".to_owned();
        }
        if let Some((class, unit)) = unit_of(subject, None, checked) {
            (self.class, self.unit) = (Some(class), Some(unit));
            return "unit".to_owned();
        }
        subject.to_owned()
    }

    fn segment(&mut self, part: &str, before: &str, checked: &Checked) -> String {
        // Whatever in the data looks like it.
        if OF_PAPER.contains(&before) {
            self.code = Some(part.to_owned());
            return "#".to_owned();
        }
        self.of_system(part, checked)
            .or_else(|| self.of_units(part, checked))
            .unwrap_or_else(|| self.plain(part, before))
    }

    /// An indicator or a dimension of the class; without one the first class that has it.
    fn of_system(&mut self, part: &str, checked: &Checked) -> Option<String> {
        let classes = checked.classes.iter().enumerate();
        for (at, class) in classes.filter(|(at, _)| self.class.is_none_or(|own| own == *at)) {
            let system = &class.system;
            let leaf = system.indicators.iter().position(|own| own.code == part);
            let number = part.strip_prefix('d').and_then(|number| number.parse::<usize>().ok());
            let numbered = number.and_then(|number| number.checked_sub(1));
            let numbered = numbered.filter(|at| *at < system.dimensions.len());
            let named = || system.dimensions.iter().position(|own| own.name == part);
            if leaf.is_some() {
                (self.class, self.leaf) = (Some(at), leaf);
                return Some("leaf".to_owned());
            }
            if let Some(dimension) = numbered.or_else(named) {
                (self.class, self.dimension) = (Some(at), Some(dimension));
                return Some("dimension".to_owned());
            }
        }
        None
    }

    /// A unit, two of them, or a class.
    fn of_units(&mut self, part: &str, checked: &Checked) -> Option<String> {
        if let Some((class, unit)) = unit_of(part, self.class, checked) {
            (self.class, self.unit) = (Some(class), Some(unit));
            return Some("unit".to_owned());
        }
        if self.class.is_none() {
            let class = checked.classes.iter().position(|class| class.code == part);
            self.class = class;
            return class.map(|_| "one-class".to_owned());
        }
        for (at, _) in part.match_indices('-') {
            let one = unit_of(&part[..at], self.class, checked);
            let other = unit_of(&part[at + 1..], self.class, checked);
            if let (Some((_, one)), Some((_, other))) = (one, other) {
                (self.unit, self.other) = (Some(one), Some(other));
                return Some("pair".to_owned());
            }
        }
        None
    }

    fn plain(&mut self, part: &str, before: &str) -> String {
        // Of one unit a number stands behind it, of all a kind of correction before the change.
        let is_appeal = before != "appeal" || self.unit.is_some();
        let is_whole = ["copies", "inputs"].contains(&part);
        if BEFORE_CODE.contains(&before) && is_appeal && !is_whole {
            self.code = Some(part.to_owned());
            return "code".to_owned();
        }
        if let Some(code) = part.strip_prefix("cause-") {
            self.code = Some(code.to_owned());
            return "cause-code".to_owned();
        }
        let stem = part.trim_end_matches(|sign: char| sign.is_ascii_digit());
        let number = part[stem.len()..].parse().ok();
        if stem.is_empty() || NUMBERED.contains(&stem) && number.is_some() {
            self.number = number;
            return format!("{stem}#");
        }
        if before == "leaf" && self.unit.is_none() && part.starts_with(char::is_uppercase) {
            self.code = Some(part.to_owned());
            return "code".to_owned();
        }
        part.to_owned()
    }
}

/// The unit with a code, of a class or of any.
fn unit_of(code: &str, class: Option<usize>, checked: &Checked) -> Option<(usize, usize)> {
    let classes = checked.classes.iter().enumerate();
    let mut classes = classes.filter(|(at, _)| class.is_none_or(|own| own == *at));
    classes.find_map(|(at, own)| {
        let unit = own.units.iter().position(|unit| unit.code == code)?;
        Some((at, unit))
    })
}

/// Whether a role is one of a pattern: `*` is any one segment, `**` any that follow.
pub(super) fn matches(pattern: &str, role: &str) -> bool {
    let (mut wanted, mut own) = (pattern.split('/'), role.split('/'));
    loop {
        match (wanted.next(), own.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some(one), Some(other)) if one == "*" || one == other => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_hold_segments() {
        assert!(matches("unit/*/rate", "unit/leaf/rate"));
        assert!(!matches("unit/*/rate", "unit/rate"));
        assert!(!matches("unit/*", "unit/leaf/rate"));
        assert!(matches("unit/**", "unit/leaf/rate") && matches("unit/total", "unit/total"));
    }
}
