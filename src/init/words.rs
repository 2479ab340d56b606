//! Words of the forms, and the workbooks that bear them.

use std::collections::BTreeMap;

use crate::assets::Wording;
use crate::compose::safe_file_name;
use crate::finding::{Failure, failure};
use crate::publish::NewFile;
use crate::settings::Settings;
use crate::tabulate::{Book, BookFonts, Sheet, workbook};

/// Values that words name.
pub(super) type Values<'a> = BTreeMap<&'static str, String>;

/// The words of one assessment's forms.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) wording: &'a Wording,
    pub(super) settings: &'a Settings,
}

impl Words<'_> {
    /// Words of `wording/forms.toml` without values of their own.
    pub(super) fn plain(&self, key: &str) -> String {
        self.say(key, Values::new())
    }

    /// Words of `wording/forms.toml`; the assessment's own names are always among the values.
    pub(super) fn say(&self, key: &str, values: Values<'_>) -> String {
        let assessment = &self.settings.assessment;
        let mut all = values;
        let classes = self.settings.classes.len();
        for (name, value) in [
            ("area", assessment.area.clone()),
            ("period", assessment.period.clone()),
            ("subject", assessment.subject.clone()),
            ("several", if classes > 1 { "several".to_owned() } else { String::new() }),
        ] {
            all.insert(name, value);
        }
        if key != NOT_APPLICABLE {
            all.insert("not_applicable", self.plain(NOT_APPLICABLE));
        }
        for name in ["class", "round", "number"] {
            all.entry(name).or_default();
        }
        self.wording.say(&format!("forms.{key}"), all)
    }

    /// The word for an indicator that does not apply.
    pub(super) fn not_applicable(&self) -> String {
        self.plain(NOT_APPLICABLE)
    }

    /// A file name, safe on every system.
    pub(super) fn file(&self, key: &str, values: Values<'_>) -> String {
        safe_file_name(&self.say(&format!("file.{key}"), values))
    }

    /// A workbook as a file.
    pub(super) fn book(
        &self,
        path: String,
        title: String,
        sheets: Vec<Sheet>,
    ) -> Result<NewFile, Failure> {
        let book = Book {
            title,
            author: self.settings.assessment.organiser.clone(),
            fonts: BookFonts { text: self.plain("font"), title: self.plain("title_font") },
            sheets,
        };
        let bytes = workbook(&book).map_err(|error| {
            Failure::new(failure::WRITE_FAILED).with("path", &path).with("cause", error)
        })?;
        Ok(NewFile { path, bytes })
    }
}

const NOT_APPLICABLE: &str = "not_applicable";

/// Values from pairs.
pub(super) fn values<const N: usize>(pairs: [(&'static str, &str); N]) -> Values<'static> {
    pairs.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}
