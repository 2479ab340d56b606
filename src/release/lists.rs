//! 分发清单: what went to whom, and every paper with who signed it, as a workbook.

use std::collections::BTreeMap;

use serde_json::json;

use super::parcels::Parcel;
use crate::assets::Wording;
use crate::finding::{Failure, failure};
use crate::pipeline::Ground;
use crate::publish::ManifestDocument;
use crate::settings::Recipient;
use crate::signoff::{Standing, State};
use crate::tabulate::{
    self, Book, BookFonts, Look, Sheet, SheetColumn, Value, page_text, sheet_name,
};

/// Characters of a checksum by which people tell versions apart.
const SHORT: usize = 12;

/// Rows above the entries: title, where it comes from, heads.
const TOP: u32 = 3;

/// A sheet: its name among the words, columns with their widths, entries.
struct List {
    key: &'static str,
    columns: &'static [(&'static str, f64)],
    rows: Vec<Vec<Value>>,
}

/// Columns of what went to whom.
const SENT: &[(&str, f64)] = &[
    ("to", 26.0),
    ("zip", 44.0),
    ("file", 48.0),
    ("kind", 16.0),
    ("pages", 7.0),
    ("sha256", 66.0),
];

/// Columns of the papers.
const PAPERS: &[(&str, f64)] = &[
    ("document", 52.0),
    ("kind", 16.0),
    ("unit", 24.0),
    ("pages", 7.0),
    ("bytes", 11.0),
    ("state", 11.0),
    ("who", 12.0),
    ("at", 17.0),
    ("sent_to", 30.0),
    ("sha256", 66.0),
];

/// The workbook.
///
/// # Errors
/// A failure when it cannot be put together.
pub(super) fn workbook(
    ground: &Ground,
    parcels: &[Parcel<'_>],
    standings: &[Standing],
) -> Result<Vec<u8>, Failure> {
    let wording = &ground.wording;
    let assessment = &ground.settings.assessment;
    let title = json!({
        "area": assessment.area, "period": assessment.period, "subject": assessment.subject,
    });
    let title = wording.say("release.list.title", title);
    let lists = [
        List { key: "sent", columns: SENT, rows: sent(parcels, wording) },
        List { key: "papers", columns: PAPERS, rows: papers(ground, parcels, standings) },
    ];
    let sheets = lists.iter().map(|list| sheet(list, &title, ground)).collect();
    let fonts = BookFonts {
        text: wording.say("workbook.font", ()),
        title: wording.say("workbook.title_font", ()),
    };
    let book = Book { title, author: assessment.organiser.clone(), fonts, sheets };
    tabulate::workbook(&book).map_err(|error| {
        Failure::new(failure::WRITE_FAILED).with("path", &book.title).with("cause", error)
    })
}

/// A line for each paper of each zip.
fn sent(parcels: &[Parcel<'_>], wording: &Wording) -> Vec<Vec<Value>> {
    let of_parcel = |parcel: &Parcel<'_>| {
        let line = |(name, own): (&String, &&ManifestDocument)| {
            vec![
                Value::text(&parcel.to),
                Value::text(&parcel.path),
                Value::text(name),
                kind(own, wording),
                number(own.pages),
                Value::text(&own.sha256),
            ]
        };
        parcel.papers.iter().map(line).collect::<Vec<_>>()
    };
    parcels.iter().flat_map(of_parcel).collect()
}

/// A line for each paper, with who signed it and where it went.
fn papers(ground: &Ground, parcels: &[Parcel<'_>], standings: &[Standing]) -> Vec<Vec<Value>> {
    let wording = &ground.wording;
    let units = ground.classes.iter().flat_map(|(_, units)| units);
    let units: BTreeMap<&str, &str> =
        units.map(|unit| (unit.code.as_str(), unit.name.as_str())).collect();
    let standings: BTreeMap<&str, &Standing> =
        standings.iter().map(|own| (own.version.path.as_str(), own)).collect();
    let mut sent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for parcel in parcels {
        let group = parcel.recipient.name();
        for own in parcel.papers.values() {
            let all = sent.entry(&own.path).or_default();
            *counts.entry(&own.path).or_default() +=
                usize::from(parcel.recipient == Recipient::Unit);
            if !all.contains(&group) {
                all.push(group);
            }
        }
    }
    let line = |own: &ManifestDocument| {
        let standing = standings.get(own.derived_from.as_deref().unwrap_or(&own.path));
        let act = standing
            .and_then(|own| own.against.as_ref())
            .filter(|own| own.state == State::Approved);
        let state = match standing {
            Some(own) if own.required || own.state == State::Approved => {
                let state = serde_json::to_value(own.state).unwrap_or_default();
                format!("signoff.state.{}", state.as_str().unwrap_or_default())
            }
            _ => "release.list.unsigned".to_owned(),
        };
        let to = sent.get(own.path.as_str()).into_iter().flatten();
        let count = counts.get(own.path.as_str()).copied().unwrap_or_default();
        let to: Vec<String> = to
            .map(|to| wording.say(&format!("release.to.{to}"), json!({ "count": count })))
            .collect();
        vec![
            Value::text(&own.path),
            kind(own, wording),
            Value::text(
                own.unit.as_deref().and_then(|code| units.get(code)).copied().unwrap_or_default(),
            ),
            number(own.pages),
            number(own.bytes),
            Value::text(&wording.say(&state, ())),
            Value::text(act.map(|own| own.who.as_str()).unwrap_or_default()),
            Value::text(&act.map(|own| own.at.in_beijing()).unwrap_or_default()),
            Value::text(&to.join("、")),
            Value::text(&own.sha256),
        ]
    };
    ground.manifest.documents.iter().map(line).collect()
}

fn kind(own: &ManifestDocument, wording: &Wording) -> Value {
    Value::text(&wording.say(&format!("papers.{}", own.kind), ()))
}

/// A count; nothing for none: a workbook has no pages.
fn number(count: usize) -> Value {
    let exact = u32::try_from(count).ok().filter(|own| *own > 0);
    exact.map_or(Value::Blank, |own| Value::Number(f64::from(own)))
}

fn sheet(list: &List, title: &str, ground: &Ground) -> Sheet {
    let wording = &ground.wording;
    let say = |key: &str| wording.say(&format!("release.list.{key}"), ());
    let name = say(list.key);
    let wide = u16::try_from(list.columns.len()).unwrap_or(u16::MAX);
    let end = TOP + u32::try_from(list.rows.len()).unwrap_or(u32::MAX - TOP).saturating_sub(1);
    let width = |(_, width): &(&str, f64)| SheetColumn { width: *width, look: None };
    let mut sheet = Sheet {
        name: sheet_name(&name),
        columns: list.columns.iter().map(width).collect(),
        least_height: 18.0,
        head_row: Some(TOP - 1),
        filtered_to: (!list.rows.is_empty()).then_some(end),
        header: format!("&L{}", page_text(title)),
        footer: wording.say("workbook.footer", ()),
        ..Sheet::default()
    };
    sheet.span((0, 0), (1, wide), Value::text(&format!("{title}（{name}）")), Look::Title);
    let inputs: String = ground.manifest.inputs_sha256.chars().take(SHORT).collect();
    let from = json!({ "inputs": inputs, "version": ground.manifest.version });
    let from = wording.say("release.list.from", from);
    sheet.span((1, 0), (1, wide), Value::text(&from), Look::Note);
    for (column, (key, _)) in (0..).zip(list.columns) {
        sheet.text(TOP - 1, column, &say(key), Look::Head);
    }
    for (row, own) in (TOP..).zip(&list.rows) {
        for (column, value) in (0..).zip(own) {
            let look = if matches!(value, Value::Number(_)) { Look::Figure(0) } else { Look::Text };
            sheet.put(row, column, value.clone(), look);
        }
    }
    sheet
}
