//! The outline of a finished PDF: its headings, and where each of them stands.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};

/// Entries that an outline has at most: a chain that leads back into itself ends here.
const MOST: usize = 10_000;

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    /// Its text.
    pub(super) title: String,
    /// Its page, from 0.
    pub(super) page: usize,
    /// Its upper edge, in points from the top of the page.
    pub(super) top: f64,
}

/// Headings with their places, in order; an entry that leads nowhere is none.
pub(super) fn headings(pdf: &Pdf) -> Vec<Heading> {
    let pages: BTreeMap<ObjectId, usize> =
        pdf.get_pages().into_values().enumerate().map(|(at, id)| (id, at)).collect();
    let mut found = Vec::new();
    let root = pdf.catalog().ok().and_then(|root| dictionary(pdf, root.get(b"Outlines").ok()?));
    let mut waiting: Vec<&Dictionary> =
        root.and_then(|own| below(pdf, own, b"First")).into_iter().collect();
    while let Some(entry) = waiting.pop() {
        if found.len() >= MOST {
            break;
        }
        found.extend(heading(pdf, entry, &pages));
        waiting.extend(below(pdf, entry, b"Next"));
        waiting.extend(below(pdf, entry, b"First"));
    }
    found
}

fn below<'a>(pdf: &'a Pdf, entry: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    dictionary(pdf, entry.get(key).ok()?)
}

pub(super) fn dictionary<'a>(pdf: &'a Pdf, object: &'a Object) -> Option<&'a Dictionary> {
    pdf.dereference(object).ok()?.1.as_dict().ok()
}

fn heading(pdf: &Pdf, entry: &Dictionary, pages: &BTreeMap<ObjectId, usize>) -> Option<Heading> {
    let title = entry.get(b"Title").ok().and_then(|title| lopdf::decode_text_string(title).ok())?;
    let target = entry.get(b"Dest").ok().or_else(|| {
        let action = below(pdf, entry, b"A")?;
        action.get(b"D").ok()
    })?;
    let (page, top) = destination(pdf, target, pages)?;
    Some(Heading { title, page, top })
}

/// The page of a destination, and how far from its top, in points; none where it leads nowhere.
pub(super) fn destination(
    pdf: &Pdf,
    target: &Object,
    pages: &BTreeMap<ObjectId, usize>,
) -> Option<(usize, f64)> {
    let target = pdf.dereference(target).ok()?.1.as_array().ok()?;
    let id = target.first()?.as_reference().ok()?;
    let page = *pages.get(&id)?;
    let height = height(pdf, id)?;
    let is_point = target.get(1).and_then(|kind| kind.as_name().ok()) == Some(b"XYZ".as_slice());
    let up = target.get(3).filter(|_| is_point).and_then(|up| up.as_float().ok());
    Some((page, up.map_or(0.0, |up| height - f64::from(up))))
}

fn height(pdf: &Pdf, page: ObjectId) -> Option<f64> {
    let page = pdf.get_dictionary(page).ok()?;
    let media = pdf.dereference(page.get(b"MediaBox").ok()?).ok()?.1.as_array().ok()?;
    Some(f64::from(media.get(3)?.as_float().ok()?))
}
