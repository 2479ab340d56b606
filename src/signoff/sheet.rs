//! 审签表: who signed what, when and why, as rows and as a workbook.

use serde::Serialize;
use serde_json::json;

use super::act::{Act, Entry, Pin, Role};
use crate::assets::Wording;
use crate::finding::{Failure, failure};
use crate::settings::{Assessment, Kind};
use crate::tabulate::{
    self, Book, BookFonts, Look, Sheet, SheetColumn, Value, page_text, sheet_name,
};

/// Characters of a checksum by which people tell versions apart.
const SHORT: usize = 12;

/// Keys of the columns, with their widths in characters.
const COLUMNS: [(&str, f64); 7] = [
    ("document", 44.0),
    ("version", 15.0),
    ("role", 7.0),
    ("act", 9.0),
    ("who", 12.0),
    ("at", 17.0),
    ("reason", 40.0),
];

/// Rows above the acts: title, heads.
const TOP: u32 = 2;

/// A line of the 审签表.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetRow {
    /// Path of the paper.
    pub document: String,
    /// Its version: the first characters of its checksum.
    pub version: String,
    /// Who acted.
    pub who: String,
    /// As whom.
    pub role: Role,
    /// What was done.
    pub act: Act,
    /// When, in Beijing.
    pub at: String,
    /// Why, or what was remarked.
    pub reason: String,
    /// Where on the page.
    pub pin: Option<Pin>,
}

/// The lines of the 审签表: by kind of paper, then by paper, each paper's acts in their order.
#[must_use]
pub fn sheet_rows(acts: &[Entry]) -> Vec<SheetRow> {
    let place = |own: &Entry| Kind::ALL.iter().position(|kind| kind.name() == own.version.kind);
    let mut sorted: Vec<&Entry> = acts.iter().collect();
    sorted.sort_by_cached_key(|own| {
        let place = place(own).unwrap_or(Kind::ALL.len());
        (place, own.version.unit.clone(), own.id)
    });
    let row = |own: &Entry| SheetRow {
        document: own.version.path.clone(),
        version: own.version.sha256.chars().take(SHORT).collect(),
        who: own.who.clone(),
        role: own.role,
        act: own.act,
        at: own.at.in_beijing(),
        reason: own.reason.clone(),
        pin: own.pin.clone(),
    };
    sorted.into_iter().map(row).collect()
}

/// The 审签表 as a workbook.
///
/// # Errors
/// A failure when the workbook cannot be put together.
pub fn workbook(
    rows: &[SheetRow],
    assessment: &Assessment,
    wording: &Wording,
) -> Result<Vec<u8>, Failure> {
    let book = book(rows, assessment, wording);
    tabulate::workbook(&book).map_err(|error| {
        Failure::new(failure::WRITE_FAILED).with("path", &book.title).with("cause", error)
    })
}

fn book(rows: &[SheetRow], assessment: &Assessment, wording: &Wording) -> Book {
    let say = |key: &str| wording.say(&format!("signoff.sheet.{key}"), ());
    let title = json!({
        "area": assessment.area, "period": assessment.period, "subject": assessment.subject,
    });
    let title = wording.say("signoff.sheet.title", title);
    let last = TOP + u32::try_from(rows.len()).unwrap_or(u32::MAX - TOP).saturating_sub(1);
    let width = |(_, width): &(&str, f64)| SheetColumn { width: *width, look: None };
    let mut sheet = Sheet {
        name: sheet_name(&say("name")),
        columns: COLUMNS.iter().map(width).collect(),
        least_height: 18.0,
        head_row: Some(TOP - 1),
        filtered_to: (!rows.is_empty()).then_some(last),
        header: format!("&L{}", page_text(&title)),
        footer: wording.say("workbook.footer", ()),
        ..Sheet::default()
    };
    sheet.span((0, 0), (1, 7), Value::text(&title), Look::Title);
    for (column, (key, _)) in (0..).zip(&COLUMNS) {
        sheet.text(TOP - 1, column, &say(key), Look::Head);
    }
    for (row, own) in (TOP..).zip(rows) {
        let pin = own.pin.as_ref().map(|pin| wording.say("signoff.sheet.page", pin));
        let reason = format!("{}{}", pin.unwrap_or_default(), own.reason);
        let cells = [
            (own.document.clone(), Look::Text),
            (own.version.clone(), Look::Code),
            (wording.say(&format!("signoff.role.{}", own.role.name()), ()), Look::Code),
            (wording.say(&format!("signoff.act.{}", own.act.name()), ()), Look::Code),
            (own.who.clone(), Look::Code),
            (own.at.clone(), Look::Code),
            (reason, Look::Text),
        ];
        for (column, (text, look)) in (0..).zip(&cells) {
            sheet.text(row, column, text, *look);
        }
    }
    if rows.is_empty() {
        sheet.span((TOP, 0), (1, 7), Value::text(&say("nothing")), Look::Text);
    }
    Book {
        title,
        author: assessment.organiser.clone(),
        fonts: BookFonts {
            text: wording.say("workbook.font", ()),
            title: wording.say("workbook.title_font", ()),
        },
        sheets: vec![sheet],
    }
}
