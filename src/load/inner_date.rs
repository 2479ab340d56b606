//! The date that is written inside a document: when it was last changed, else made.
//!
//! Never the file system's: that is when a copy was made. Moments that name their zone are told in
//! Beijing time, as registers are.

use std::fs::File;
use std::io::{Read as _, Seek as _};

use chrono::{Days, NaiveDate};

use super::file_kind::Package;
use crate::model::Moment;

/// Most bytes read of the part that holds dates.
const MOST_PART: u64 = 64 << 10;
/// Largest PDF that is read for its date.
const MOST_PDF: u64 = 32 << 20;
/// Minutes of Beijing time before Greenwich.
const BEIJING: i64 = 8 * 60;

/// Parts of packages that hold dates, with their elements, the last change first.
const PARTS: [(&str, [&str; 2]); 3] = [
    ("docProps/core.xml", ["dcterms:modified", "dcterms:created"]),
    ("meta.xml", ["dc:date", "meta:creation-date"]),
    ("OFD.xml", ["ofd:ModDate", "ofd:CreationDate"]),
];

/// The date inside a package.
pub(super) fn of_package(package: &mut Package<'_>) -> Option<Moment> {
    PARTS.into_iter().find_map(|(part, elements)| {
        let mut bytes = Vec::new();
        // A damaged part may still hold its date.
        let _ = package.by_name(part).ok()?.take(MOST_PART).read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        elements.into_iter().find_map(|name| written(element(&text, name)?))
    })
}

/// The date inside a PDF.
pub(super) fn of_pdf(mut file: &File, size: u64) -> Option<Moment> {
    if size > MOST_PDF {
        return None;
    }
    file.rewind().ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_PDF).read_to_end(&mut bytes).ok()?;
    let told = lopdf::Document::load_metadata_mem(&bytes).ok()?;
    let dates = [told.modification_date, told.creation_date];
    dates.iter().flatten().find_map(|date| packed(date))
}

/// What stands in the first element of a name.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(&format!("<{name}"))?;
    let (_, behind) = behind.split_once('>')?;
    behind.split_once('<').map(|(inside, _)| inside.trim())
}

/// `2024-06-23T08:15:00Z`, `2024-06-23T16:15:00+08:00`, or without a zone.
fn written(text: &str) -> Option<Moment> {
    let (day, rest) = text.split_at_checked(10)?;
    let moment = Moment::parse(day)?;
    let Some(time) = rest.strip_prefix('T') else {
        return Some(moment);
    };
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    // Fractions of a second are no matter here.
    let time = time.split_once('.').map_or(time, |(whole, _)| whole);
    let minute = crate::model::parse_time(time)?;
    in_beijing(moment.day, minute, zone_minutes(&zone.replace(':', "")))
}

/// `D:20240623161500+08'00'`, cut off anywhere behind the year.
fn packed(text: &str) -> Option<Moment> {
    let text = text.trim();
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, zone) = text.split_at(digits);
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u16>().ok();
    let month = u32::from(number(4, 6).unwrap_or(1));
    let day = u32::from(number(6, 8).unwrap_or(1));
    let day = NaiveDate::from_ymd_opt(i32::from(number(0, 4)?), month, day)?;
    match (number(8, 10), number(10, 12)) {
        (Some(hour @ 0..24), Some(minute @ 0..60)) => {
            in_beijing(day, hour * 60 + minute, zone_minutes(&zone.replace('\'', "")))
        }
        _ => Some(Moment::day(day)),
    }
}

/// Minutes before Greenwich of `Z`, `+08` or `+0800`; none where no zone is named.
fn zone_minutes(zone: &str) -> Option<i64> {
    if zone.starts_with('Z') {
        return Some(0);
    }
    let before: i64 = if zone.starts_with('-') { -1 } else { 1 };
    let digits = zone.strip_prefix(['+', '-'])?;
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).and_then(|minutes| minutes.parse().ok()).unwrap_or(0);
    Some(before * (hours * 60 + minutes))
}

/// A moment of a zone in Beijing time; a moment of no zone as it is written.
fn in_beijing(day: NaiveDate, minute: u16, zone: Option<i64>) -> Option<Moment> {
    let minutes = i64::from(minute) + zone.map_or(0, |zone| BEIJING - zone);
    let days = minutes.div_euclid(24 * 60);
    let minute = u16::try_from(minutes.rem_euclid(24 * 60)).ok();
    let moved = Days::new(days.unsigned_abs());
    let day = if days < 0 { day.checked_sub_days(moved) } else { day.checked_add_days(moved) };
    Some(Moment { day: day?, minute })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_in_beijing_time() {
        let say = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
        let of_xml = |text: &str| say(written(text));
        assert_eq!(of_xml("2024-06-23T08:15:00Z").as_deref(), Some("2024-06-23 16:15"));
        assert_eq!(of_xml("2024-06-23T16:15:00.1234Z").as_deref(), Some("2024-06-24 00:15"));
        assert_eq!(of_xml("2024-06-23T08:15:00+08:00").as_deref(), Some("2024-06-23 08:15"));
        assert_eq!(of_xml("2024-06-23T08:15:00").as_deref(), Some("2024-06-23 08:15"));
        assert_eq!(of_xml("2024-06-23").as_deref(), Some("2024-06-23"));
        assert_eq!(of_xml("2024年6月23日"), None);
        assert_eq!(of_xml(""), None);
        let of_pdf = |text: &str| say(packed(text));
        assert_eq!(of_pdf("D:20240623161500+08'00'").as_deref(), Some("2024-06-23 16:15"));
        assert_eq!(of_pdf("D:20240623201500Z").as_deref(), Some("2024-06-24 04:15"));
        assert_eq!(of_pdf("D:20240623161500-05'00").as_deref(), Some("2024-06-24 05:15"));
        assert_eq!(of_pdf("D:202406").as_deref(), Some("2024-06-01"));
        assert_eq!(of_pdf("D:20241399"), None);
        assert_eq!(of_pdf("yesterday"), None);
    }

    #[test]
    fn elements_may_have_attributes() {
        let core = "<a><dcterms:modified xsi:type=\"W\">2024</dcterms:modified></a>";
        assert_eq!(element(core, "dcterms:modified"), Some("2024"));
        assert_eq!(element(core, "dcterms:created"), None);
        assert_eq!(element("<dcterms:modified", "dcterms:modified"), None);
    }
}
