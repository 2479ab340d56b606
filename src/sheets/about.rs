//! 说明: how the workbook's numbers came about.

use super::Words;
use crate::analyse::facts::WorkbookFacts;
use crate::tabulate::{Look, Sheet, SheetColumn, Value};

/// Width of the text in characters.
const WIDTH: f64 = 110.0;

/// The sheet that says what stands in the others.
pub(super) fn about(facts: &WorkbookFacts, words: Words<'_>) -> Sheet {
    let mut sheet = Sheet {
        name: words.sheet("about", None),
        columns: vec![SheetColumn { width: WIDTH, look: None }],
        least_height: 20.0,
        ..Sheet::default()
    };
    sheet.put(0, 0, Value::text(&words.plain("title.about")), Look::Title);
    let text = ["sheets", "method", "rules", "status"]
        .map(|part| words.say(&format!("about.{part}"), About { facts }));
    let lines = text.iter().flat_map(|text| text.lines()).map(str::trim);
    for (row, line) in (1..).zip(lines.filter(|line| !line.is_empty())) {
        sheet.text(row, 0, line, Look::Line);
    }
    sheet
}

/// What the words of this sheet see: the facts without rows.
struct About<'a> {
    facts: &'a WorkbookFacts,
}

impl serde::Serialize for About<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let facts = self.facts;
        let mut own = serializer.serialize_struct("About", 8)?;
        own.serialize_field("assessment", &facts.assessment)?;
        own.serialize_field("unit_count", &facts.unit_count)?;
        own.serialize_field("ranked", &facts.ranked)?;
        own.serialize_field("graded", &facts.graded)?;
        own.serialize_field("rules", &facts.rules)?;
        own.serialize_field("shades", &facts.shades)?;
        let multi = facts.classes.iter().any(|class| !class.one_level);
        own.serialize_field("multi", &multi)?;
        let forms = facts.lists.iter().any(|own| own.self_assessment.is_some());
        own.serialize_field("self_forms", &forms)?;
        own.end()
    }
}
