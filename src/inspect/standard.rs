//! Whether a finished PDF keeps the standard that it names, as far as a program can see, and
//! whether its links lead anywhere.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};

use super::outline::{destination, dictionary};

/// What a paper's PDF must say of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2a and PDF/UA-1: tagged, with language and title.
    Accessible,
    /// PDF/A-2u.
    Small,
}

/// What is missing of a standard, each a short name of it.
pub(super) fn lacking(pdf: &Pdf, standard: Standard) -> Vec<&'static str> {
    let Ok(catalog) = pdf.catalog() else {
        return vec!["Catalog"];
    };
    let said = metadata(pdf, catalog);
    let level = match standard {
        Standard::Accessible => "A",
        Standard::Small => "U",
    };
    let mut lacking = Vec::new();
    let mut need = |is_there: bool, name: &'static str| {
        if !is_there {
            lacking.push(name);
        }
    };
    need(says(&said, "pdfaid:part", "2"), "PDF/A-2");
    need(says(&said, "pdfaid:conformance", level), "PDF/A conformance");
    need(has_array(pdf, catalog, b"OutputIntents"), "OutputIntents");
    need(pdf.trailer.get(b"ID").is_ok(), "ID");
    if standard == Standard::Accessible {
        need(says(&said, "pdfuaid:part", "1"), "PDF/UA-1");
        need(is_true(pdf, catalog, b"MarkInfo", b"Marked"), "MarkInfo");
        need(is_true(pdf, catalog, b"ViewerPreferences", b"DisplayDocTitle"), "DisplayDocTitle");
        need(catalog.get(b"StructTreeRoot").is_ok(), "StructTreeRoot");
        need(catalog.get(b"Lang").is_ok(), "Lang");
        need(said.contains("<dc:title>"), "title");
    }
    lacking
}

fn metadata(pdf: &Pdf, catalog: &Dictionary) -> String {
    let stream = catalog
        .get(b"Metadata")
        .and_then(|metadata| pdf.dereference(metadata))
        .and_then(|(_, metadata)| metadata.as_stream());
    let bytes = stream.map(|own| own.decompressed_content().unwrap_or(own.content.clone()));
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

/// Whether metadata give a property a value, as an element or as an attribute.
fn says(metadata: &str, name: &str, value: &str) -> bool {
    metadata.contains(&format!("<{name}>{value}</{name}>"))
        || metadata.contains(&format!("{name}=\"{value}\""))
}

fn has_array(pdf: &Pdf, catalog: &Dictionary, key: &[u8]) -> bool {
    let array = catalog.get(key).and_then(|own| pdf.dereference(own));
    array.is_ok_and(|(_, own)| own.as_array().is_ok_and(|own| !own.is_empty()))
}

fn is_true(pdf: &Pdf, catalog: &Dictionary, key: &[u8], entry: &[u8]) -> bool {
    let own = catalog.get(key).ok().and_then(|own| dictionary(pdf, own));
    own.is_some_and(|own| own.get(entry).and_then(Object::as_bool).is_ok_and(|is| is))
}

/// A link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// Its page, from 1.
    pub(super) page: usize,
    /// Where it leads to, as far as it says.
    pub(super) target: String,
}

/// Links that lead to no page of the paper and to no address of the web.
pub(super) fn broken_links(pdf: &Pdf) -> Vec<Broken> {
    let all = pdf.get_pages();
    let pages: BTreeMap<ObjectId, usize> =
        all.values().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut broken = Vec::new();
    for (page, id) in &pages.iter().map(|(id, at)| (*at, *id)).collect::<BTreeMap<_, _>>() {
        let annotations = pdf.get_page_annotations(*id).unwrap_or_default();
        let links = annotations.into_iter().filter(|own| {
            own.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Link")
        });
        for link in links {
            if let Err(target) = follow(pdf, link, &pages) {
                broken.push(Broken { page: page + 1, target });
            }
        }
    }
    broken
}

/// Follows a link; the error says where it leads.
fn follow(pdf: &Pdf, link: &Dictionary, pages: &BTreeMap<ObjectId, usize>) -> Result<(), String> {
    let action = link.get(b"A").ok().and_then(|action| dictionary(pdf, action));
    let address = action.and_then(|action| action.get(b"URI").ok());
    if let Some(address) = address {
        let address = address.as_str().map(String::from_utf8_lossy).unwrap_or_default();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let whole = is_web && !address.contains(char::is_whitespace);
        return if whole { Ok(()) } else { Err(address.into_owned()) };
    }
    let target = link.get(b"Dest").ok().or_else(|| action.and_then(|own| own.get(b"D").ok()));
    let named = target.and_then(|target| target.as_str().ok().or(target.as_name().ok()));
    if let Some(name) = named {
        return Err(String::from_utf8_lossy(name).into_owned());
    }
    let leads = target.and_then(|target| destination(pdf, target, pages));
    leads.map(|_| ()).ok_or_else(String::new)
}
