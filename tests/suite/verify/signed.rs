//! Kinds of fault in papers that were made and signed: each is caught, and none goes out. The chart
//! of another unit, which can only come in before, is caught in `figures.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use lopdf::content::{Content, Operation};
use lopdf::{Document as Pdf, Object};
use make_reports::pipeline;
use make_reports::publish::{Manifest, ManifestDocument};
use make_reports::release::release;
use make_reports::signoff::{Act, At, Deed, Role, Signer, Signoffs, versions};

use super::{folder, made, manifest, manifest_id, page, redraw, reshow, sha256};
use crate::support::City;

/// A city whose papers are all signed, with the paper that is bent and that of another unit.
struct Signed {
    city: City,
    own: ManifestDocument,
    other: ManifestDocument,
}

/// The page of a unit's report with its table of dimensions and its chart.
const FIRST: u32 = 1;

impl Signed {
    fn new() -> Self {
        let (city, path) = made();
        let documents = manifest(&city).documents;
        let own = documents.iter().find(|own| own.path == path).unwrap().clone();
        let of_other = |one: &&ManifestDocument| {
            one.kind == own.kind && one.unit != own.unit && one.derived_from.is_none()
        };
        let other = documents.iter().find(of_other).unwrap().clone();
        let signed = Self { city, own, other };
        signed.sign();
        signed
    }

    /// Signs every paper as it is now.
    fn sign(&self) {
        let mut signoffs = Signoffs::open(&self.city.output(), &manifest_id(&self.city)).unwrap();
        let acts = signoffs.acts().unwrap();
        let deed = |version: make_reports::signoff::Version| {
            let same = acts.iter().filter(|own| {
                (&own.version.kind, &own.version.unit) == (&version.kind, &version.unit)
            });
            let seen = same.map(|own| own.id).max();
            let (act, reason) = (Act::Approve, String::new());
            Deed { act, version, reason, pin: None, target: None, seen }
        };
        let deeds: Vec<Deed> = versions(&manifest(&self.city)).into_iter().map(deed).collect();
        let at = At::read("2024-09-20T07:04:05Z").unwrap();
        let signer = Signer { who: "张三".to_owned(), role: Role::First, at };
        signoffs.record(&signer, &deeds).unwrap();
    }

    fn path(&self) -> PathBuf {
        folder(&self.city).join(&self.own.path)
    }

    /// Bends the paper, and has the manifest and the reviewers take it for what was made: nothing but
    /// what is drawn can tell.
    fn bend(&self, fault: impl FnOnce(&mut Pdf, &Pdf)) {
        let mut pdf = Pdf::load_mem(&fs::read(self.path()).unwrap()).unwrap();
        let other = fs::read(folder(&self.city).join(&self.other.path)).unwrap();
        fault(&mut pdf, &Pdf::load_mem(&other).unwrap());
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        self.put(&bytes);
        let mut manifest: Manifest = manifest(&self.city);
        let entry = manifest.documents.iter_mut().find(|own| own.path == self.own.path).unwrap();
        (entry.sha256, entry.bytes) = (sha256(&bytes), bytes.len());
        let text = serde_json::to_vec_pretty(&manifest).unwrap();
        fs::write(folder(&self.city).join("manifest.json"), text).unwrap();
        self.sign();
    }

    fn put(&self, bytes: &[u8]) {
        // A new file: others may be links to the same bytes.
        fs::remove_file(self.path()).unwrap();
        fs::write(self.path(), bytes).unwrap();
    }

    /// What `verify` says of the paper, and what keeps `release` from sending it.
    fn caught(&self) -> (BTreeSet<String>, BTreeSet<&'static str>) {
        let report = pipeline::verify(&self.city.order(), &|_| {}).unwrap();
        let of_paper = report.findings.into_iter().filter(|found| {
            found.document.as_ref().is_none_or(|document| *document == self.own.path)
        });
        let codes = of_paper.map(|found| found.code).collect();
        let released = release(&self.city.order(), &|_| {}).unwrap();
        assert!(released.made.is_none(), "it went out: {codes:?}");
        assert!(!self.city.output().join("release").exists());
        (codes, released.blocks.iter().map(|own| own.key).collect())
    }
}

/// Puts the other paper's objects beside the paper's own.
fn with_objects(pdf: &mut Pdf, other: &Pdf) -> Pdf {
    let mut other = other.clone();
    other.renumber_objects_with(pdf.max_id + 1);
    pdf.max_id = other.max_id;
    pdf.objects.extend(other.objects.iter().map(|(id, object)| (*id, object.clone())));
    other
}

/// The first page becomes the other unit's.
fn other_page(pdf: &mut Pdf, other: &Pdf) {
    let other = with_objects(pdf, other);
    let theirs = other.get_dictionary(page(&other, FIRST)).unwrap().clone();
    let own = page(pdf, FIRST);
    let own = pdf.get_dictionary_mut(own).unwrap();
    for key in [b"Contents".as_slice(), b"Resources"] {
        own.set(key, theirs.get(key).unwrap().clone());
    }
}

/// Two short texts of a page, numbers of its table, change places.
fn swapped(content: &[u8]) -> Vec<u8> {
    let mut content = Content::decode(content).unwrap();
    let length = |own: &Operation| -> usize {
        let strings = own.operands.iter().flat_map(|own| own.as_array().into_iter().flatten());
        strings.filter_map(|own| own.as_str().ok()).map(<[u8]>::len).sum()
    };
    let shown: Vec<usize> = (0..content.operations.len())
        .filter(|at| content.operations[*at].operator == "TJ")
        .filter(|at| (8..=10).contains(&length(&content.operations[*at])))
        .collect();
    let pair = shown.iter().enumerate().find_map(|(at, one)| {
        let other = shown[at + 1..].iter().find(|other| {
            content.operations[**other].operands != content.operations[*one].operands
        });
        Some((*one, *other?))
    });
    let (one, other) = pair.unwrap();
    let (before, behind) = content.operations.split_at_mut(other);
    std::mem::swap(&mut before[one].operands, &mut behind[0].operands);
    content.encode().unwrap()
}

/// The lower half of a page's drawing is not there.
fn cut(content: &[u8]) -> Vec<u8> {
    let mut content = Content::decode(content).unwrap();
    let half = content.operations.len() / 2;
    let open = |operations: &[Operation], one: &str, other: &str| {
        let count = |name: &str| operations.iter().filter(|own| own.operator == name).count();
        count(one) - count(other)
    };
    content.operations.truncate(half);
    for (one, other) in [("BT", "ET"), ("BDC", "EMC"), ("q", "Q")] {
        for _ in 0..open(&content.operations, one, other) {
            content.operations.push(Operation::new(other, Vec::new()));
        }
    }
    content.encode().unwrap()
}

fn other_font(pdf: &mut Pdf) {
    let own = pdf.objects.values_mut().filter_map(|own| own.as_dict_mut().ok());
    let mut fonts = own.filter(|own| {
        own.get(b"Subtype").and_then(Object::as_name).is_ok_and(|own| own == b"Type0")
    });
    fonts.next().unwrap().set("BaseFont", Object::Name(b"ABCDEF+SimSun-Identity-H".to_vec()));
}

fn broken_link(pdf: &mut Pdf) {
    let own = pdf.objects.values_mut().filter_map(|own| own.as_dict_mut().ok());
    let mut links = own.filter(|own| own.has(b"A") && own.has(b"Rect"));
    let action = links.next().unwrap().get_mut(b"A").unwrap().as_dict_mut().unwrap();
    action.set("URI", Object::string_literal("见附件"));
}

/// A fault that is put into the finished paper.
type Fault = fn(&mut Pdf, &Pdf);

const DRAWN: [(&str, Fault, &str); 7] = [
    ("swapped number", |pdf, _| redraw(pdf, FIRST, |own| swapped(&own)), "figure-misplaced"),
    ("missing glyph", |pdf, _| reshow(pdf, 2, |codes| codes[..2].fill(0)), "pdf-glyph-missing"),
    ("foreign unit's score", other_page, "figure-misplaced"),
    ("cut table", |pdf, _| redraw(pdf, FIRST, |own| cut(&own)), "figure-misplaced"),
    ("replaced font", |pdf, _| other_font(pdf), "pdf-font"),
    ("empty page", |pdf, _| redraw(pdf, 2, |_| Vec::new()), "page-empty"),
    ("broken link", |pdf, _| broken_link(pdf), "pdf-link"),
];

#[test]
fn kinds_of_fault_are_caught_and_go_nowhere() {
    let mut caught: BTreeMap<&str, String> = BTreeMap::new();
    for (name, fault, code) in DRAWN {
        let signed = Signed::new();
        signed.bend(fault);
        let (codes, blocks) = signed.caught();
        assert!(codes.contains(code), "{name}: {codes:?}");
        assert!(blocks.contains("preflight"), "{name}: {blocks:?}");
        caught.insert(name, format!("{codes:?}, {blocks:?}"));
    }

    // One byte of a file.
    let signed = Signed::new();
    let mut bytes = fs::read(signed.path()).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    signed.put(&bytes);
    let (codes, blocks) = signed.caught();
    assert!(codes.contains("file-altered") && blocks.contains("altered"), "{codes:?} {blocks:?}");
    caught.insert("tampered file", format!("{codes:?}, {blocks:?}"));

    // A paper that was not made again.
    let signed = Signed::new();
    signed.city.replace(
        "county-scores.csv",
        "东河县,A1,文件公开,36,36,",
        "东河县,A1,文件公开,35,35,",
    );
    let mut order = signed.city.order();
    order.units = vec!["西山县".to_owned()];
    pipeline::build(&order, &|_| {}).unwrap();
    let report = pipeline::verify(&signed.city.order(), &|_| {}).unwrap();
    let codes: BTreeSet<String> = report.findings.into_iter().map(|own| own.code).collect();
    let blocks: BTreeSet<&str> =
        release(&signed.city.order(), &|_| {}).unwrap().blocks.iter().map(|own| own.key).collect();
    assert!(codes.contains("document-stale") && blocks.contains("stale"), "{codes:?} {blocks:?}");
    caught.insert("stale PDF", format!("{codes:?}, {blocks:?}"));

    assert_eq!(caught.len(), 9);
    for (name, how) in caught {
        eprintln!("{name}: {how}");
    }
}
