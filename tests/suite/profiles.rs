//! The two profiles of PDF: accessible (PDF/A-2a with PDF/UA-1) and small (PDF/A-2u, untagged).

use std::path::Path;

use make_reports::pipeline::{self, Order};

use crate::support::{City, files};

/// The city-wide report of the small city under a profile.
fn paper(profile: &str) -> Vec<u8> {
    let city = City::copy("small");
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[papers]\nprofile = \"{profile}\"\n"));
    let order = Order { only: vec!["city".to_owned()], ..city.order() };
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert!(!report.has_errors(), "{:?}", report.findings);
    let mut all = files(&city.output()).into_iter();
    all.find(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "pdf")).unwrap().1
}

/// What a file says of itself, in its metadata and its catalogue.
fn said(pdf: &[u8]) -> Vec<&'static str> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let catalogue = document.catalog().unwrap();
    let metadata = catalogue.get(b"Metadata").unwrap().as_reference().unwrap();
    let metadata = document.get_object(metadata).unwrap().as_stream().unwrap();
    let text = String::from_utf8(metadata.get_plain_content().unwrap()).unwrap();
    let has = |name: &str, value: &str| {
        text.contains(&format!("<{name}>{value}</{name}>"))
            || text.contains(&format!("{name}=\"{value}\""))
    };
    let all = [
        ("PDF/A-2", has("pdfaid:part", "2")),
        ("level A", has("pdfaid:conformance", "A")),
        ("level U", has("pdfaid:conformance", "U")),
        ("PDF/UA-1", has("pdfuaid:part", "1")),
        ("tags", catalogue.has(b"StructTreeRoot")),
        ("language", catalogue.has(b"Lang")),
    ];
    all.into_iter().filter_map(|(what, is)| is.then_some(what)).collect()
}

#[test]
fn the_accessible_profile_is_tagged_and_says_so() {
    let own = said(&paper("accessible"));
    assert_eq!(own, ["PDF/A-2", "level A", "PDF/UA-1", "tags", "language"]);
}

#[test]
fn the_small_profile_is_untagged_and_smaller() {
    let small = paper("small");
    assert_eq!(said(&small), ["PDF/A-2", "level U", "language"]);
    let accessible = paper("accessible");
    assert!(small.len() * 10 < accessible.len() * 9, "{} {}", small.len(), accessible.len());
}
