//! Preflight on the finished PDF's bytes, not on what was meant to be written: pages, fonts, and every
//! number; the names of other units in a unit's paper ([`Names`]), the size of its file
//! ([`PageBytes`]).

mod compare;
mod difference;
mod drawing;
mod drawn;
mod figures;
mod names;
mod outline;
mod page;
mod picture;
mod size;
mod spots;
mod standard;
mod text;

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document as Pdf, Object};

use crate::finding::{Finding, Place, rule};
use crate::model::{NumberCount, PageSpots};

pub use compare::{Compared, PagePair, SentenceChange, compare};
pub use drawing::DrawingLimits;
pub use figures::{Figures, Worded};
pub use names::Names;
pub use picture::Pictures;
pub use size::PageBytes;
pub use standard::Standard;

/// What was found about a finished PDF.
#[derive(Debug, Clone, Default)]
pub struct Inspected {
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Its numbers.
    pub numbers: NumberCount,
    /// Its text, page by page, without blanks.
    pub pages: Vec<String>,
}

/// Reads a finished PDF back: its pages must be those that were set, every font embedded and one of
/// `allowed` (PostScript names), and every number what it should be.
#[must_use]
pub fn inspect(
    bytes: &[u8],
    allowed: &BTreeSet<String>,
    document: &str,
    figures: &Figures<'_>,
) -> Inspected {
    let place = || Place::document(document);
    let pdf = match Pdf::load_mem(bytes) {
        Ok(pdf) => pdf,
        Err(error) => {
            let found = Finding::new(rule::PDF_UNREADABLE, place()).with("cause", error);
            return Inspected { findings: vec![found], ..Inspected::default() };
        }
    };
    let mut findings = Vec::new();
    let (found, pages) = (pdf.get_pages().len(), figures.printed.len());
    if found != pages {
        let cause = format!("{found} / {pages}");
        findings.push(Finding::new(rule::PDF_UNREADABLE, place()).with("cause", cause));
    }
    findings.extend(wrong_fonts(&pdf, allowed, document));
    let runs = text::pages(&pdf);
    let pages: Vec<String> =
        runs.iter().map(|runs| runs.iter().map(|run| page::visible(run)).collect()).collect();
    let numbers = figures::prove(&pages, figures, document, &mut findings);
    Inspected { findings, numbers, pages }
}

/// PostScript names of all font descriptors, without the tag of a subset, and whether each has
/// its font program in the file.
fn fonts(pdf: &Pdf) -> BTreeSet<(String, bool)> {
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    dictionaries
        .filter(|dictionary| is_a(dictionary, b"Font"))
        .map(|font| described(pdf, font))
        .collect()
}

fn is_a(dictionary: &Dictionary, kind: &[u8]) -> bool {
    dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == kind)
}

fn described(pdf: &Pdf, font: &Dictionary) -> (String, bool) {
    let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or(b"?");
    let name = String::from_utf8_lossy(name);
    let tagged = name.split_once('+').map_or(&*name, |(_, name)| name);
    // A composite font's name may end in the name of its encoding.
    let name = tagged.trim_end_matches("-Identity-H").trim_end_matches("-Identity-V").to_owned();
    (name, has_program(pdf, font))
}

/// Whether a font, or the one that a composite font stands on, has its program in the file.
fn has_program(pdf: &Pdf, font: &Dictionary) -> bool {
    let below = font
        .get(b"DescendantFonts")
        .and_then(|fonts| pdf.dereference(fonts))
        .and_then(|(_, fonts)| fonts.as_array())
        .ok()
        .and_then(|fonts| fonts.first())
        .and_then(|font| pdf.dereference(font).ok())
        .and_then(|(_, font)| font.as_dict().ok());
    let descriptor = below
        .unwrap_or(font)
        .get(b"FontDescriptor")
        .and_then(|descriptor| pdf.dereference(descriptor))
        .and_then(|(_, descriptor)| descriptor.as_dict());
    let programs: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
    descriptor.is_ok_and(|descriptor| programs.iter().any(|key| descriptor.has(key)))
}

/// What a finished PDF is looked at for.
#[derive(Debug, Clone)]
pub struct Looked<'a> {
    /// Path of the paper.
    pub document: &'a str,
    /// The standard that it must keep.
    pub standard: Standard,
    /// PostScript names of the fonts that it may have.
    pub fonts: &'a BTreeSet<String>,
    /// What counts as wrong in a drawing.
    pub limits: DrawingLimits,
    /// Where its figures stand, as far as it is known.
    pub spots: Option<&'a [PageSpots]>,
}

/// Looks at a finished PDF as it is drawn: fonts, standard, links, every character, every page, and
/// whether each figure stands where it is said to.
#[must_use]
pub fn look(bytes: &[u8], looked: &Looked<'_>) -> Vec<Finding> {
    let place = || Place::document(looked.document);
    let unreadable =
        |cause: String| vec![Finding::new(rule::PDF_UNREADABLE, place()).with("cause", cause)];
    let pdf = match Pdf::load_mem(bytes) {
        Ok(pdf) => pdf,
        Err(error) => return unreadable(error.to_string()),
    };
    let pages = match drawn::drawn(bytes.to_vec()) {
        Ok(pages) => pages,
        Err(error) => return unreadable(error),
    };
    let mut findings = wrong_fonts(&pdf, looked.fonts, looked.document);
    for name in standard::lacking(&pdf, looked.standard) {
        findings.push(Finding::new(rule::PDF_STANDARD, place()).with("name", name));
    }
    for broken in standard::broken_links(&pdf) {
        let found = Finding::new(rule::PDF_LINK, place()).with("page", broken.page);
        findings.push(found.with("target", broken.target));
    }
    let headings = outline::headings(&pdf);
    findings.extend(drawing::check(&pages, &headings, &looked.limits, looked.document));
    findings.extend(spots::check(&pages, looked.spots.unwrap_or_default(), looked.document));
    findings
}

/// Fonts that are not embedded, or none of those allowed.
fn wrong_fonts(pdf: &Pdf, allowed: &BTreeSet<String>, document: &str) -> Vec<Finding> {
    let wrong = fonts(pdf).into_iter().filter(|(font, own)| !own || !allowed.contains(font));
    let told = |(font, embedded): (String, bool)| {
        let embedded = if embedded { "yes" } else { "no" };
        let found = Finding::new(rule::PDF_FONT, Place::document(document)).with("font", font);
        found.with("embedded", embedded)
    };
    wrong.map(told).collect()
}
