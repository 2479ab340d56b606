//! The editable copy of a paper: its pieces in the styles of Word.

use serde_json::json;

use super::blocks::Block;
use super::picture::Easel;
use super::reader::Reader;
use super::{PARTS, package};
use crate::assets::Templates;
use crate::compose::Manuscript;
use crate::finding::{Failure, failure};
use crate::typeset::Outline;

/// The skeleton among `docx/`.
const NAME: &str = "paper";
/// Parts that only a copy of a paper has: head and foot of its pages.
const OWN_PARTS: [(&str, &str); 4] = [
    ("word/header1.xml", "header"),
    ("word/header2.xml", "header-turned"),
    ("word/footer1.xml", "footer-odd"),
    ("word/footer2.xml", "footer-even"),
];

/// Makes the editable copy of a paper.
///
/// # Errors
/// A failure when a template is missing or cannot be filled, a picture cannot be drawn, or the
/// package cannot be packed.
pub fn copy(
    templates: &Templates,
    easel: &Easel,
    manuscript: &Manuscript,
    outline: &Outline,
) -> Result<Vec<u8>, Failure> {
    let mut reader = Reader::default();
    let last = reader.paper(&outline.pieces);
    let (mut blocks, found) = (reader.blocks, reader.found);
    keep_together(&mut blocks);
    let mut media = Vec::new();
    for (at, (source, width)) in found.pictures.iter().enumerate() {
        let broken = |cause: &str| {
            Failure::new(failure::WORDING_BROKEN).with("path", source).with("cause", cause)
        };
        let svg = chart(manuscript, source).ok_or_else(|| broken(""))?;
        let png = easel.png(svg, *width).map_err(|cause| broken(&cause))?;
        media.push((format!("word/media/image{}.png", at + 1), png));
    }
    let (year, month, day) = manuscript.date;
    let values = json!({
        "title": manuscript.title,
        "author": found.author,
        "dated": format!("{year:04}-{month:02}-{day:02}T00:00:00Z"),
        "head": found.head,
        "body": blocks,
        "last": last,
        "links": found.links,
        "pictures": media.len(),
        "first_apart": first_apart(&manuscript.data),
    });
    package(templates, NAME, PARTS.iter().chain(&OWN_PARTS), values, &media)
}

/// 信函格式 has no number on its first page.
fn first_apart(data: &str) -> bool {
    let data: serde_json::Value = serde_json::from_str(data).unwrap_or_default();
    data["head"] == "letter" && !data["paper"].is_null()
}

/// The drawing that a layout calls `/charts/1.svg`.
fn chart<'a>(manuscript: &'a Manuscript, source: &str) -> Option<&'a str> {
    let number = source.strip_prefix("/charts/")?.strip_suffix(".svg")?;
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    manuscript.charts.get(at).map(String::as_str)
}

/// The title of a table stays with it, and the end of the text with the signature.
fn keep_together(blocks: &mut [Block]) {
    let mut follower = None;
    for block in blocks.iter_mut().rev() {
        let Block::Paragraph(paragraph) = block else {
            follower = Some("table");
            continue;
        };
        paragraph.stays |= match follower {
            Some("table") => matches!(paragraph.style, "Caption" | "TableUnit" | "Attachment"),
            Some("TableUnit") => paragraph.style == "Caption",
            Some("Signature" | "AttachmentList") => true,
            _ => false,
        };
        follower = Some(paragraph.style);
    }
}
