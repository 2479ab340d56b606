//! Words of the workbooks, and what stands on all of their sheets.

use serde::Serialize;

use crate::analyse::facts::AssessmentFacts;
use crate::assets::Wording;
use crate::tabulate::{Book, BookFonts, Sheet, page_text, sheet_name};

/// The words of one assessment's workbooks.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The catalogue.
    pub wording: &'a Wording,
    /// The assessment.
    pub assessment: &'a AssessmentFacts,
    /// Circulation mark of the paper; empty for none.
    pub mark: &'a str,
}

/// A value that words name.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
}

impl Words<'_> {
    /// Words that name the assessment alone.
    pub(super) fn plain(&self, key: &str) -> String {
        self.say(key, self.assessment)
    }

    /// Words with values of their own.
    pub(super) fn say(&self, key: &str, values: impl Serialize) -> String {
        self.wording.say(&format!("workbook.{key}"), values)
    }

    /// The word of a choice; nothing where there is none.
    pub(super) fn choice(&self, group: &str, name: Option<&str>) -> String {
        name.map(|name| self.plain(&format!("{group}.{name}"))).unwrap_or_default()
    }

    /// Words that are said where the catalogue has them.
    pub(super) fn note(&self, key: &str) -> String {
        if self.wording.has(&format!("workbook.{key}")) { self.plain(key) } else { String::new() }
    }

    /// The name of a sheet; of one of several classes with the class.
    pub(super) fn sheet(&self, key: &str, class: Option<&str>) -> String {
        let own = self.plain(&format!("sheet.{key}"));
        sheet_name(&class.map_or(own.clone(), |class| {
            let class = self.say("of_class", Named { name: class });
            format!("{own}{class}")
        }))
    }

    /// A workbook; its sheets get the marks of the paper at their heads, and page numbers.
    pub(super) fn book(&self, key: &str, sheets: Vec<Sheet>) -> Book {
        let title = self.plain(&format!("title.{key}"));
        let marks = self.plain("marks");
        let marks: Vec<&str> =
            [marks.trim(), self.mark].into_iter().filter(|mark| !mark.is_empty()).collect();
        let header = format!("&L{}&R{}", page_text(&title), page_text(&marks.join("\u{3000}")));
        let mut names = std::collections::BTreeSet::new();
        let sheets = sheets.into_iter().map(|mut sheet| {
            sheet.name = unused(&sheet.name, &mut names);
            sheet.header.clone_from(&header);
            sheet.footer = self.plain("footer");
            sheet
        });
        Book {
            author: self.assessment.organiser.clone(),
            fonts: BookFonts { text: self.plain("font"), title: self.plain("title_font") },
            sheets: sheets.collect(),
            title,
        }
    }
}

/// A name that no sheet before it has, whatever the case: two classes may be cut to one name.
fn unused(name: &str, names: &mut std::collections::BTreeSet<String>) -> String {
    const MOST: usize = 31;
    let numbered = (2..).map(|number: usize| {
        let end = format!("~{number}");
        let kept = name.chars().take(MOST - 1 - end.len());
        let mut taken = 0;
        let kept = kept.take_while(|own| {
            taken += own.len_utf16();
            taken + end.len() <= MOST
        });
        kept.chain(end.chars()).collect::<String>()
    });
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    let free = all.find(|own| names.insert(own.to_lowercase()));
    free.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let mut names = std::collections::BTreeSet::new();
        let long = "a".repeat(31);
        assert_eq!(unused(&long, &mut names), long);
        assert_eq!(unused(&long.to_uppercase(), &mut names), format!("{}~2", "A".repeat(28)));
        assert_eq!(unused(&long, &mut names), format!("{}~3", "a".repeat(28)));
        assert_eq!(unused("b", &mut names), "b");
    }
}
