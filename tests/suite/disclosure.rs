//! No unit's paper holds what is another unit's: names, totals, ranks, points, rates, in its text,
//! its alt texts and other hidden texts, its properties and its file name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lopdf::{Document, Object};
use make_reports::analyse::analyse;
use make_reports::analyse::facts::{self, UnitFacts};
use make_reports::check::Unit;
use make_reports::crew::Crew;
use make_reports::pipeline;
use make_reports::publish::Manifest;
use make_reports::score::Scorebook;
use serde_json::Value;

use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap};
use crate::bad_input::bend;
use crate::support::{City, codes, scorebook};

const SETTINGS: &str = "settings.toml";
const APPROVED: Edit = Swap(
    SETTINGS,
    "stage = \"submitted\"",
    "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"市政府审定\"",
);
const REVIEWED: Edit = Swap(SETTINGS, "stage = \"submitted\"", "stage = \"reviewed\"");
const PRELIMINARY: Edit = Swap(SETTINGS, "stage = \"submitted\"", "stage = \"preliminary\"");
const OPEN: Edit = Add(SETTINGS, "\n[disclosure]\nmode = \"open\"\nbin_least = 1\n");

// ---- What a paper says

/// A unit's paper, place by place.
struct Paper {
    texts: Vec<(&'static str, String)>,
}

/// Every text of an object and of what it holds, but not of streams.
fn hidden(object: &Object, found: &mut Vec<String>) {
    match object {
        Object::String(bytes, _) => found.extend(
            lopdf::decode_text_string(object).ok().or(String::from_utf8(bytes.clone()).ok()),
        ),
        Object::Array(items) => items.iter().for_each(|item| hidden(item, found)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, item)| hidden(item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| hidden(item, found)),
        _ => {}
    }
}

/// Elements of XMP that hold identifiers, addresses, dates and versions.
const TECHNICAL: [&str; 10] = [
    "InstanceID",
    "instanceID",
    "DocumentID",
    "CreatorTool",
    "softwareAgent",
    "CreateDate",
    "ModifyDate",
    "when",
    "PDFVersion",
    "namespaceURI",
];

/// What stands between the tags of an XML text, but for technical elements.
fn between_tags(xml: &str) -> String {
    let parts = xml.split('<').filter_map(|part| part.split_once('>'));
    let said = parts.filter(|(tag, _)| !TECHNICAL.iter().any(|name| tag.ends_with(name)));
    said.flat_map(|(_, text)| [text, "\n"]).collect()
}

/// What the metadata streams (XMP) of a PDF say.
fn metadata(pdf: &Document) -> String {
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let of_type = |kind: &[u8]| kind == b"Metadata";
    let own =
        streams.filter(|own| own.dict.get(b"Type").and_then(Object::as_name).is_ok_and(of_type));
    own.map(|own| {
        let plain = own.decompressed_content().unwrap_or_else(|_| own.content.clone());
        between_tags(&String::from_utf8_lossy(&plain))
    })
    .collect()
}

/// The texts of a workbook or an editable copy, with links, properties and what pictures say; what
/// stands in cells of a workbook as numbers is read in `workbooks.rs`.
fn package(folder: &Path, path: &str) -> Paper {
    let bytes = std::fs::read(folder.join(path)).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut texts = vec![("file name", path.to_owned())];
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let words = ["sharedStrings", "docProps", ".rels", "word/document", "word/header"];
        let words = words.iter().any(|own| name.contains(own));
        if words {
            let mut xml = String::new();
            std::io::Read::read_to_string(&mut part, &mut xml).unwrap();
            let alts = xml.split("descr=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let alts: Vec<&str> = alts.collect();
            texts.push(("package", between_tags(&xml) + &alts.join("\n")));
        }
    }
    Paper { texts }
}

fn read(folder: &Path, path: &str) -> Paper {
    if !path.to_lowercase().ends_with("pdf") {
        return package(folder, path);
    }
    let pdf = Document::load(folder.join(path)).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let mut strings = Vec::new();
    pdf.objects.values().for_each(|object| hidden(object, &mut strings));
    Paper {
        texts: vec![
            ("text", pdf.extract_text(&pages).unwrap()),
            ("hidden", strings.join("\n")),
            ("metadata", metadata(&pdf)),
            ("file name", path.to_owned()),
        ],
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// Numbers of a text that are long enough to be somebody's: with two digits or more.
fn numbers(text: &str) -> BTreeSet<String> {
    let parts = text.split(|character: char| !character.is_ascii_digit() && character != '.');
    let parts = parts.map(|part| part.trim_matches('.'));
    parts.filter(|part| part.len() > 1).map(str::to_owned).collect()
}

// ---- What is whose

/// What nobody but a unit itself may read of it: names in full and in short, and figures.
struct Secrets {
    names: Vec<String>,
    numbers: BTreeSet<String>,
    ranks: BTreeSet<usize>,
}

/// All figures and all other texts of some facts, as lists of keys and texts.
fn collect(value: &Value, figures: &mut Vec<(String, String)>, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        // Parts of a date.
        Value::Number(number) => texts.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, figures, texts)),
        Value::Object(fields) => {
            let field = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
            if let (Some(key), Some(text)) = (field("key"), field("text")) {
                figures.push((key, text));
            } else {
                fields.values().for_each(|field| collect(field, figures, texts));
            }
        }
        _ => {}
    }
}

/// A unit with its facts.
struct Known {
    unit: Unit,
    class: usize,
    facts: UnitFacts,
    figures: Vec<(String, String)>,
    /// Numbers that its own paper may hold: its figures, those of the class that it is shown, and
    /// whatever stands in texts of its own.
    allowed: BTreeSet<String>,
    /// Texts of its own, such as reasons, which may name others.
    quoted: String,
}

/// `settings` is the text of the settings, whose dates, cuts and bands every paper may print.
fn known(scorebook: &Scorebook, settings: &str) -> Vec<Known> {
    let analysis = analyse(scorebook, Crew::new(2));
    let classes = scorebook.checked.classes.iter().enumerate();
    let units = classes.flat_map(|(class, own)| (0..own.units.len()).map(move |at| (class, at)));
    let known = |(class, at): (usize, usize)| {
        let facts = facts::unit(scorebook, &analysis, class, at);
        let (mut figures, mut texts) = (Vec::new(), Vec::new());
        collect(&serde_json::to_value(&facts).unwrap(), &mut figures, &mut texts);
        let own = figures.len();
        let first = facts::feedback(scorebook, &analysis, class, at);
        collect(&serde_json::to_value(&first).unwrap(), &mut figures, &mut texts);
        let quoted = texts.join("\n");
        let mut allowed = numbers(&quoted);
        allowed.extend(numbers(settings));
        allowed.extend(figures.iter().map(|(_, text)| text.clone()));
        figures.truncate(own);
        let unit = scorebook.checked.classes[class].units[at].clone();
        Known { unit, class, facts, figures, allowed, quoted }
    };
    units.map(known).collect()
}

impl Known {
    /// Figures that are this unit's alone: not the class's, and none that its system alone gives.
    fn secrets(&self) -> Secrets {
        let own = self.figures.iter().filter(|(key, _)| {
            let role = key.split('/').next_back().unwrap();
            let is_own = matches!(role, "total" | "points" | "rate" | "loss" | "base" | "gap");
            is_own && !key.contains("/class/")
        });
        let names = [&self.unit.name, &self.unit.short].into_iter().chain(&self.unit.aliases);
        Secrets {
            names: names.cloned().collect(),
            numbers: own.map(|(_, text)| text.clone()).filter(|text| text.len() > 1).collect(),
            ranks: self.rank().into_iter().collect(),
        }
    }

    fn rank(&self) -> Option<usize> {
        self.facts.rank.as_ref().map(|rank| rank.place.text.parse().unwrap())
    }

    /// What a paper of this unit tells of another one.
    fn leaks(&self, paper: &Paper, other: &Known) -> Vec<(&'static str, String)> {
        let secrets = other.secrets();
        let own_rank = self.facts.what_if.as_ref().and_then(|own| own.rank.as_ref());
        let own_ranks = [self.rank(), own_rank.map(|rank| rank.place.text.parse().unwrap())];
        let mut found = Vec::new();
        for (place, text) in &paper.texts {
            let (plain, said) = (squeezed(text), numbers(text));
            let own = [&self.unit.name, &self.unit.short, &self.quoted];
            let named = secrets.names.iter().filter(|name| {
                plain.contains(name.as_str()) && !own.iter().any(|own| own.contains(name.as_str()))
            });
            found.extend(named.map(|name| (*place, name.clone())));
            // Units of another class have figures of another system: they meet by chance only.
            if self.class != other.class {
                continue;
            }
            let told = secrets.numbers.difference(&self.allowed).filter(|own| said.contains(*own));
            found.extend(told.map(|number| (*place, number.clone())));
            let ranks = secrets.ranks.iter().filter(|rank| !own_ranks.contains(&Some(**rank)));
            let said = ranks.map(|rank| format!("第{rank}名")).filter(|rank| plain.contains(rank));
            found.extend(said.map(|rank| (*place, rank)));
        }
        found
    }
}

// ---- Cities

/// A built city: what is known of its units, and their papers by code.
struct Built {
    known: Vec<Known>,
    papers: Vec<Paper>,
}

fn built(city: &City) -> Built {
    let report = city.build();
    assert_eq!(report.failed, [] as [String; 0]);
    let book = scorebook(city);
    let folder = city.output().join(&book.checked.settings.assessment.id);
    let manifest = fs::read(folder.join("manifest.json")).unwrap();
    let manifest: Manifest = serde_json::from_slice(&manifest).unwrap();
    let known = known(&book, &city.read(SETTINGS));
    // All papers of a unit, as if they were one.
    let paper = |own: &Known| {
        let entries = manifest.documents.iter();
        let entries = entries.filter(|entry| entry.unit.as_ref() == Some(&own.unit.code));
        // 风险底稿 is about a unit, and the office's own.
        let entries = entries.filter(|entry| entry.kind != "risk");
        let papers: Vec<Paper> = entries.map(|entry| read(&folder, &entry.path)).collect();
        let place = |place: &'static str| {
            let texts = papers.iter().flat_map(|paper| &paper.texts);
            let texts = texts.filter(|(own, _)| *own == place).map(|(_, text)| text.as_str());
            (place, texts.collect::<Vec<_>>().join("\n"))
        };
        Paper { texts: ["text", "hidden", "metadata", "file name", "package"].map(place).to_vec() }
    };
    let papers = known.iter().map(paper).collect();
    Built { known, papers }
}

fn bent(name: &str, edits: &[Edit]) -> City {
    let city = City::copy(name);
    bend(&city, edits);
    city
}

/// Names of the miniatures and how they are bent: each stage that has papers, both modes.
const CITIES: &[(&str, &[Edit])] = &[
    ("registers", &[PRELIMINARY]),
    ("quota", &[PRELIMINARY, OPEN]),
    ("registers", &[REVIEWED]),
    ("registers", &[APPROVED]),
    ("registers", &[APPROVED, OPEN]),
    ("quota", &[APPROVED]),
    ("quota", &[APPROVED, OPEN]),
    ("veto", &[REVIEWED, OPEN]),
    ("small", &[]),
    ("small", &[OPEN]),
];

#[test]
fn no_paper_tells_of_another_unit() {
    let mut wrong = Vec::new();
    for (name, edits) in CITIES {
        let Built { known, papers } = built(&bent(name, edits));
        let mut sought = 0;
        for (own, paper) in known.iter().zip(&papers) {
            for other in known.iter().filter(|other| other.unit.code != own.unit.code) {
                sought += other.secrets().numbers.difference(&own.allowed).count();
                for (place, what) in own.leaks(paper, other) {
                    let (own, other) = (&own.unit.short, &other.unit.short);
                    wrong.push(format!("{name} {edits:?}: {own}'s {place} tells {other}: {what}"));
                }
            }
        }
        assert!(sought > 20, "{name}: only {sought} figures of others to look for");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The search finds what is there: one unit's paper read as if it were another's.
#[test]
fn a_paper_in_the_wrong_hands_is_noticed() {
    let Built { known, papers } = built(&bent("quota", &[APPROVED]));
    // 上林县: 50 + 32 = 82 points, rank 6; 新港区: 50 points, rank 10.
    let of = |short: &str| known.iter().position(|own| own.unit.short == short).unwrap();
    let (reader, owner) = (of("新港区"), of("上林县"));
    let found: BTreeSet<_> =
        known[reader].leaks(&papers[owner], &known[owner]).into_iter().collect();
    for (place, what) in [
        ("text", "上林县"),
        ("text", "82.00"),
        ("text", "第6名"),
        ("hidden", "上林县"),
        ("metadata", "上林县"),
        ("file name", "上林县"),
    ] {
        assert!(found.contains(&(place, what.to_owned())), "{place} {what}: {found:?}");
    }
}

/// A template that prints another unit's name and total is held back, and where the disclosure lets
/// it be made, found in every place that it reaches.
#[test]
fn a_seeded_violation_is_found() {
    let city = bent("quota", &[APPROVED]);
    let folder = city.root().join("templates/sentences/unit");
    fs::create_dir_all(&folder).unwrap();
    // 西山县 has 54 + 36 = 90 points, shared with 南湖区; 新港区 has 50 and is the last.
    fs::write(folder.join("title.jinja"), "{{ name }}不如西山县").unwrap();
    fs::write(folder.join("overall.jinja"), "{{ name }}比第2名的90.00分低。").unwrap();
    let mut order = city.order();
    order.templates = Some(city.root().join("templates"));
    let report = pipeline::build(&order, &|_| {}).unwrap();
    let named = codes(&report).into_iter().filter(|code| *code == "foreign-name");
    assert!(named.count() >= 9, "{:?}", report.findings);
    assert!(report.failed.iter().any(|path| path.contains("新港区")), "{:?}", report.failed);
    let settings = city.read(SETTINGS);
    city.write(SETTINGS, settings + "\n[disclosure]\nmode = \"open\"\n");
    pipeline::build(&order, &|_| {}).unwrap();
    let book = scorebook(&city);
    let known = known(&book, &city.read(SETTINGS));
    let of = |short: &str| known.iter().find(|own| own.unit.short == short).unwrap();
    let folder = city.output().join("quota");
    let files = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
    // The places of figures are the office's own.
    let own = files.filter(|file| !file.path().starts_with(folder.join("figures")));
    let own = own.filter(|file| file.file_name().to_string_lossy().contains("新港区"));
    let papers = own.map(|file| read(Path::new(""), file.path().to_str().unwrap()));
    let texts = papers.flat_map(|paper| paper.texts).collect();
    let leaks = of("新港区").leaks(&Paper { texts }, of("西山县"));
    let found: BTreeSet<_> = leaks.into_iter().collect();
    for (place, what) in [
        ("text", "西山县"),
        ("text", "90.00"),
        ("text", "第2名"),
        ("hidden", "西山县"),
        ("metadata", "西山县"),
        ("package", "西山县"),
        ("package", "90.00"),
    ] {
        assert!(found.contains(&(place, what.to_owned())), "{place} {what}: {found:?}");
    }
}

/// Only open papers show the best and the spread, and their drawing says so to who cannot see it.
#[test]
fn open_papers_show_how_the_class_spreads() {
    let text = |paper: &Paper, place: &str| {
        let (_, text) = paper.texts.iter().find(|(own, _)| *own == place).unwrap();
        squeezed(text)
    };
    let strict = built(&bent("quota", &[APPROVED]));
    for paper in &strict.papers {
        assert!(!text(paper, "text").contains("在同类中的位置"));
        assert!(!text(paper, "hidden").contains("总得分分布"));
        assert!(!text(paper, "text").contains("其他单位得分不变时"));
    }
    // 95, 90, 90, 88, 84, 82, 78, 74, 68, 50: one below 60, one from 60, two from 70, three from
    // 80, three from 90.
    let open = built(&bent("quota", &[APPROVED, OPEN]));
    for (own, paper) in open.known.iter().zip(&open.papers) {
        let said = text(paper, "text");
        assert!(said.contains("在同类中的位置"), "{said}");
        assert!(said.contains("最高得分为95.00分"), "{said}");
        let hidden = text(paper, "hidden");
        let bands = "60至70分1个，70至80分2个，80至90分3个，90分及以上3个。";
        assert!(hidden.contains(bands), "{}: {hidden}", own.unit.short);
    }
    // Three of 10 in a band are too few when four are asked for.
    let few = Add(SETTINGS, "\n[disclosure]\nmode = \"open\"\nbin_least = 4\n");
    for paper in &built(&bent("quota", &[APPROVED, few])).papers {
        assert!(!text(paper, "hidden").contains("总得分分布"));
        assert!(text(paper, "text").contains("最高得分为95.00分"));
    }
    // Before approval neither best nor spread: both tell ranks.
    for paper in &built(&bent("quota", &[OPEN])).papers {
        assert!(!text(paper, "text").contains("在同类中的位置"));
    }
}

/// 依申请公开 applies to two of three units: its part of the gap to the mean would tell the other's.
#[test]
fn a_gap_is_not_parted_where_two_units_have_a_part() {
    let mean = "\n[disclosure]\nmean_least = 3\n";
    let built_city = built(&bent("treatments", &[Add(SETTINGS, mean)]));
    for (own, paper) in built_city.known.iter().zip(&built_city.papers) {
        assert!(own.facts.gap.as_ref().is_some_and(|gap| gap.parts.is_empty()));
        let said = squeezed(&paper.texts[0].1);
        assert!(!said.contains("各维度依次"), "{}: {said}", own.unit.short);
    }
}

/// A file name can say nothing of an outcome: its pattern knows no such names.
#[test]
fn file_names_know_no_outcome() {
    for name in ["rank", "total", "grade", "class_mean", "class_best"] {
        let pattern = format!("[papers.unit]\nfile = \"{{{{ short }}}}-{{{{ {name} }}}}\"");
        let city = City::copy("class-of-two");
        city.reports_only();
        city.replace(SETTINGS, "[papers.unit]", &pattern);
        let report = city.build();
        assert!(codes(&report).contains(&"template-error"), "{name}: {:?}", report.findings);
        assert_eq!(report.documents, 1, "{name}: the city-wide report alone");
    }
}
