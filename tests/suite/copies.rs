//! Editable copies (.docx): they say what their PDF says, in the styles of Word, whatever the data;
//! the same input gives the same bytes; another word processor opens them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use make_reports::analyse::analyse;
use make_reports::assets::{Fonts, Setting, Templates, Wording};
use make_reports::check::check;
use make_reports::compose::Manuscript;
use make_reports::crew::Crew;
use make_reports::draft::{Easel, LOOKS, copy};
use make_reports::load;
use make_reports::pipeline::{self, Workshop};
use make_reports::publish::Manifest;
use make_reports::score::score;
use make_reports::settings::Kind;
use make_reports::typeset::{Press, outline, typeset};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::{City, can_prove, files, repository};

const SETTINGS: &str = "settings.toml";
/// Kinds that have a copy unless an office says otherwise.
const EDITED: [Kind; 6] = [
    Kind::Feedback,
    Kind::AppealDecision,
    Kind::Memo,
    Kind::Unit,
    Kind::Notice,
    Kind::Rectification,
];

// ---- Reading a copy back

/// A paragraph of a copy: its style, and its text without spaces.
#[derive(Debug)]
struct Said {
    style: String,
    text: String,
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every paragraph of a part, and every row of its tables as one text.
fn read(bytes: &[u8], name: &str) -> (Vec<Said>, Vec<String>) {
    let xml = part(bytes, name);
    let mut reader = Reader::from_str(&xml);
    let (mut open, mut said, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut row: Option<String> = None;
    let mut in_text = false;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "w:pStyle" => {
                let style = tag.try_get_attribute("w:val").unwrap().unwrap();
                let last: &mut Said = open.last_mut().unwrap();
                last.style = style.value.into_owned();
            }
            Event::Start(tag) => match tag.name().as_ref() {
                "w:p" => open.push(Said { style: String::new(), text: String::new() }),
                "w:t" => in_text = true,
                "w:tbl" => depth += 1,
                "w:tr" if depth == 1 => row = Some(String::new()),
                _ => {}
            },
            Event::Text(text) if in_text => {
                open.last_mut().unwrap().text += &squeezed(&text.xml10_content());
            }
            Event::GeneralRef(reference) if in_text => {
                let name = reference.xml10_content();
                let sign = reference.resolve_char_ref().unwrap().map(String::from);
                let known = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                open.last_mut().unwrap().text += &sign.or(known).unwrap();
            }
            Event::End(tag) => match tag.name().as_ref() {
                "w:t" => in_text = false,
                "w:tbl" => depth -= 1,
                "w:tr" if depth == 1 => rows.extend(row.take()),
                "w:p" => {
                    let done = open.pop().unwrap();
                    if let Some(row) = &mut row {
                        *row += &done.text;
                    }
                    said.push(done);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    said.retain(|own| !own.text.is_empty());
    rows.retain(|row| !row.is_empty());
    (said, rows)
}

// ---- Making copies without a run

#[derive(Clone)]
struct Made {
    manuscript: Manuscript,
    pdf: Vec<u8>,
    pages: usize,
    docx: Vec<u8>,
}

/// Every paper of a city that is due and wanted, set and copied.
fn made(city: &City, wanted: impl Fn(&Manuscript) -> bool) -> Vec<Made> {
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(&city.data(), defaults.0, defaults.1).unwrap();
    let settings = folder.settings.clone();
    let fonts = Fonts::read(&repository("fonts")).unwrap();
    let outcome = check(load::load(folder).unwrap(), settings, &|_| Setting::Named, Crew::new(2));
    let book =
        score(outcome.checked.unwrap_or_else(|| panic!("{:?}", outcome.findings)), Crew::new(2));
    let coverage = fonts.coverage(&book.checked.settings.fonts).unwrap();
    let analysis = analyse(&book, Crew::new(2));
    let wording = Wording::new(&templates).unwrap();
    let mut found = Vec::new();
    let shop = Workshop::new(&book, &analysis, &templates, &wording, &fonts, &coverage, &mut found);
    let manuscripts = shop.unwrap().manuscripts();
    let (press, easel) = (Press::new(&fonts, &templates), Easel::new(&fonts));
    let manuscripts = manuscripts.into_iter().map(Result::unwrap).filter(wanted);
    manuscripts
        .map(|manuscript| {
            let document = typeset(&press, &manuscript).unwrap();
            let outline = outline(&press, &manuscript).unwrap();
            assert_eq!(outline.findings, [], "{}", manuscript.path);
            let docx = copy(&templates, &easel, &manuscript, &outline).unwrap();
            let again = copy(&templates, &easel, &manuscript, &outline).unwrap();
            assert_eq!(docx, again, "{}", manuscript.path);
            Made { pdf: document.pdf, pages: document.pages, docx, manuscript }
        })
        .collect()
}

fn at_stage(name: &str, stage: &str) -> City {
    let city = City::copy(name);
    let text = city.read(SETTINGS);
    let line = text.lines().find(|line| line.starts_with("stage = ")).unwrap().to_owned();
    let approved = "approved_on = \"2024-09-20\"\napproved_by = \"市政府\"";
    city.replace(SETTINGS, &line, &format!("stage = \"{stage}\"\n{approved}"));
    city
}

/// The pages of a PDF without spaces, without what stands at the head and foot of each.
fn printed(made: &Made, head: &str) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(&made.pdf).unwrap();
    let pages = pdf.get_pages().into_keys();
    let page = |number: u32| {
        let text = squeezed(&pdf.extract_text(&[number]).unwrap());
        text.replacen(&format!("—{number}—"), "", 1).replacen(head, "", 1)
    };
    pages.map(page).collect()
}

/// Whether pages hold a text: one of them whole, or one a part of it and the next one the rest.
fn holds(pages: &[String], part: &str) -> bool {
    let cuts = || part.char_indices().skip(1).map(|(cut, _)| cut);
    let parted = |pair: &[String]| {
        cuts().any(|cut| pair[0].contains(&part[..cut]) && pair[1].contains(&part[cut..]))
    };
    pages.iter().any(|page| page.contains(part)) || pages.windows(2).any(parted)
}

fn words_of(manuscript: &Manuscript) -> Vec<String> {
    let data: serde_json::Value = serde_json::from_str(&manuscript.data).unwrap();
    let passages = data["words"].as_object().unwrap().values();
    let paragraphs = passages.flat_map(|passage| passage.as_array().unwrap());
    let spans = |paragraph: &serde_json::Value| {
        let spans = paragraph.as_array().unwrap().iter();
        // A reference to a table has no words of its own.
        let text = |span: &serde_json::Value| {
            span.as_str().or(span["text"].as_str()).unwrap_or_default().to_owned()
        };
        squeezed(&spans.map(text).collect::<String>())
    };
    paragraphs.map(spans).collect()
}

/// Every sentence with its figures that the PDF prints is in the copy; every paragraph and every
/// row of a table of the copy is in the PDF; the head of its pages too.
#[test]
fn a_copy_says_what_its_pdf_says() {
    let mut kinds = BTreeSet::new();
    let mut sentences = 0;
    for stage in ["preliminary", "reviewed", "submitted", "approved", "rectified"] {
        let city = at_stage("registers", stage);
        // The papers of all units are made by one layout: three of each kind.
        let seen = RefCell::new(BTreeMap::<Kind, usize>::new());
        let papers = made(&city, |manuscript| {
            let mut seen = seen.borrow_mut();
            let count = seen.entry(manuscript.kind).or_default();
            *count += 1;
            *count <= 3
        });
        for paper in papers {
            kinds.insert(paper.manuscript.kind);
            sentences += compared(&paper);
        }
    }
    for kind in EDITED {
        assert!(kinds.contains(&kind), "{kind:?} was not compared");
    }
    assert!(sentences > 200, "{sentences}");
}

fn compared(paper: &Made) -> usize {
    let path = &paper.manuscript.path;
    let (head, _) = read(&paper.docx, "word/header1.xml");
    let head: String = head.into_iter().map(|own| own.text).collect();
    let printed = printed(paper, &head);
    let (said, rows) = read(&paper.docx, "word/document.xml");
    for own in &said {
        assert!(holds(&printed, &own.text), "{path}: the PDF does not say {own:?}");
    }
    for row in rows {
        assert!(holds(&printed, &row), "{path}: the PDF has no row {row}");
    }
    let all: String = said.iter().map(|own| own.text.as_str()).collect();
    let words = words_of(&paper.manuscript);
    let printed = printed.concat();
    let words = words.iter().filter(|own| printed.contains(own.as_str()));
    words.inspect(|own| assert!(all.contains(own.as_str()), "{path}: the copy lacks {own}")).count()
}

/// Signs of markup, of formulas and of nothing stay text; a package whose parts are no XML would
/// not open.
#[test]
fn hostile_values_stay_text() {
    const TRICK: &str = "<w:p>&amp; ]]> =cmd|'/C calc'!A0 {{ 7*7 }} #eval(1) \\u{1}</w:t>";
    let city = at_stage("small", "approved");
    let scores = city.read("county-scores.csv");
    city.write("county-scores.csv", scores.replace("两件文件未标注有效性", TRICK));
    let papers = made(&city, |own| matches!(own.kind, Kind::Unit | Kind::Rectification));
    let mut tricks = 0;
    for paper in papers {
        for name in ["document", "header1", "header2", "footer1", "footer2", "styles", "settings"] {
            let name = format!("word/{name}.xml");
            let xml = part(&paper.docx, &name);
            let whole = |sign: char| sign == '\n' || !sign.is_control();
            assert!(xml.chars().all(whole), "{name}");
            read(&paper.docx, &name);
        }
        let (said, _) = read(&paper.docx, "word/document.xml");
        tricks += said.iter().filter(|own| own.text.contains(&squeezed(TRICK))).count();
    }
    assert!(tricks > 0);
}

/// The styles of the skeleton are those that the program takes them for.
#[test]
fn styles_are_what_the_program_takes_them_for() {
    const FACES: [(&str, &str); 5] = [
        ("fangsong", "仿宋"),
        ("kaiti", "楷体"),
        ("heiti", "黑体"),
        ("songti", "宋体"),
        ("biaosong", "方正小标宋简体"),
    ];
    let papers = made(&at_stage("small", "approved"), |own| own.kind == Kind::Notice);
    let styles = part(&papers[0].docx, "word/styles.xml");
    let style = |id: &str| {
        let rest = styles.split(&format!("w:styleId=\"{id}\"")).nth(1);
        rest.unwrap_or_else(|| panic!("no style {id}")).split("</w:style>").next().unwrap()
    };
    // What a style says itself, or the one that it is based on.
    let value = |id: &str, before: &str| {
        let mut id = id.to_owned();
        loop {
            if let Some(rest) = style(&id).split(before).nth(1) {
                return Some(rest.split('"').next().unwrap().to_owned());
            }
            let based = style(&id).split("<w:basedOn w:val=\"").nth(1)?;
            based.split('"').next().unwrap().clone_into(&mut id);
        }
    };
    let defaults = styles.split("<w:docDefaults>").nth(1).unwrap();
    assert!(defaults.contains("w:eastAsia=\"仿宋\"") && defaults.contains("w:val=\"32\""));
    for look in LOOKS {
        let face = FACES.iter().find(|(face, _)| *face == look.face).unwrap().1;
        let of = |before: &str, usual: &str| value(look.style, before).unwrap_or(usual.to_owned());
        assert_eq!(of("w:eastAsia=\"", "仿宋"), face, "{}", look.style);
        assert_eq!(of("<w:sz w:val=\"", "32"), look.half_points.to_string(), "{}", look.style);
        assert_eq!(of("<w:color w:val=\"", "000000"), look.colour, "{}", look.style);
        assert_eq!(of("<w:jc w:val=\"", "left"), look.align, "{}", look.style);
        if look.line > 0 {
            assert_eq!(of("w:line=\"", ""), look.line.to_string(), "{}", look.style);
        }
    }
    for level in 1..=4 {
        let own = format!("Heading{level}");
        assert_eq!(value(&own, "<w:name w:val=\""), Some(format!("heading {level}")));
        assert_eq!(value(&own, "<w:outlineLvl w:val=\""), Some((level - 1).to_string()));
    }
}

/// Paragraphs stand in the styles that their part of a paper has.
#[test]
fn parts_of_a_paper_have_their_styles() {
    let wanted = |own: &Manuscript| matches!(own.kind, Kind::Unit | Kind::Notice);
    for paper in made(&at_stage("registers", "approved"), wanted) {
        let (said, _) = read(&paper.docx, "word/document.xml");
        let styled = |style: &str| -> Vec<&str> {
            said.iter().filter(|own| own.style == style).map(|own| own.text.as_str()).collect()
        };
        let title = squeezed(&paper.manuscript.title);
        assert_eq!(styled("Title"), [title.as_str()], "{}", paper.manuscript.path);
        let first = styled("Heading1");
        for (at, own) in first.iter().enumerate() {
            let number =
                ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、"][at];
            assert!(own.starts_with(number), "{own}");
        }
        assert!(first.len() >= 3, "{first:?}");
        if paper.manuscript.kind == Kind::Notice {
            assert_eq!(styled("Signature").len(), 2);
            continue;
        }
        assert!(styled("Caption").iter().all(|own| own.starts_with(['表', '图'])));
        let xml = part(&paper.docx, "word/document.xml");
        let charts = paper.manuscript.charts.len();
        assert_eq!(xml.matches("<w:drawing>").count(), charts);
        let alts = xml.split("<wp:docPr ").skip(1).map(|rest| rest.split("descr=\"").nth(1));
        assert!(
            alts.map(Option::unwrap).all(|alt| !alt.starts_with('"')),
            "a picture says nothing"
        );
        if !styled("TableText").is_empty() {
            assert!(xml.contains("<w:tblHeader/>"));
        }
    }
}

// ---- Copies of a run

fn manifest(city: &City) -> Manifest {
    let found = files(&city.output());
    let (_, bytes) = found.iter().find(|(path, _)| path.ends_with("manifest.json")).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

/// A copy stands beside its PDF, is derived from it in the manifest, and is made where the settings
/// say so; a paper that lacks a copy that is wanted now is stale.
#[test]
fn a_copy_is_derived_from_its_paper() {
    let city = at_stage("small", "approved");
    let build = |only: &[&str]| {
        let only = only.iter().map(|kind| (*kind).to_owned()).collect();
        pipeline::build(&pipeline::Order { only, ..city.order() }, &|_| {}).unwrap()
    };
    build(&["notice", "training"]);
    let own = manifest(&city).documents;
    let paths = |own: &[make_reports::publish::ManifestDocument]| -> Vec<String> {
        let names = own.iter().map(|own| Path::new(&own.path).extension().unwrap());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    };
    assert_eq!(paths(&own), ["pdf", "docx", "pdf"]);
    assert_eq!(own[1].derived_from.as_ref(), Some(&own[0].path));
    assert_eq!(own[1].source_sha256, own[0].source_sha256);
    assert_eq!((own[1].pages, own[1].stale), (0, false));
    let bytes = fs::read(city.output().join("small").join(&own[1].path)).unwrap();
    assert_eq!(bytes.len(), own[1].bytes);

    let settings = city.read(SETTINGS);
    let switched = "\n[papers.notice]\neditable = false\n[papers.training]\neditable = true\n";
    city.write(SETTINGS, settings + switched);
    let report = build(&["notice"]);
    assert_eq!(report.stale, [own[2].path.clone()]);
    build(&["notice", "training"]);
    assert_eq!(paths(&manifest(&city).documents), ["pdf", "pdf", "docx"]);
}

// ---- Another word processor

/// A copy as PDF by `LibreOffice`, with the fonts of the repository under the names of Word; none
/// where it has no word processor.
fn opened(folder: &Path, docx: &[u8]) -> Option<Vec<u8>> {
    let names = [
        ("仿宋", "FandolFang R"),
        ("楷体", "FandolKai"),
        ("黑体", "Noto Sans CJK SC"),
        ("宋体", "Noto Serif CJK SC"),
        ("方正小标宋简体", "Noto Serif CJK SC"),
    ];
    let aliases = names.map(|(name, family)| {
        format!("<alias binding=\"same\"><family>{name}</family><prefer><family>{family}</family></prefer></alias>")
    });
    let (fonts, cache) = (repository("fonts"), folder.join("cache"));
    let list = format!(
        "<?xml version=\"1.0\"?><fontconfig><dir>{}</dir><cachedir>{}</cachedir>{}</fontconfig>",
        fonts.display(),
        cache.display(),
        aliases.concat()
    );
    let (config, source, out) =
        (folder.join("fonts.conf"), folder.join("copy.docx"), folder.join("out"));
    fs::write(&config, list).unwrap();
    fs::write(&source, docx).unwrap();
    let mut command = Command::new("soffice");
    command.env("FONTCONFIG_FILE", &config);
    command.arg(format!("-env:UserInstallation=file://{}", folder.join("office").display()));
    command.args(["--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir"]);
    // One that was made before is no answer for this copy.
    let _ = fs::remove_file(out.join("copy.pdf"));
    let done = command.arg(&out).arg(&source).output().unwrap();
    fs::read(out.join("copy.pdf")).ok().filter(|_| done.status.success())
}

/// `LibreOffice` opens a copy of every kind, says every paragraph of it, and needs about as many
/// pages as the PDF has.
#[test]
fn another_word_processor_opens_copies() {
    if !can_prove("soffice", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Writer is a part that may not be there: a plain text says so, whatever copies hold.
    if opened(folder.path(), b"text").is_none() {
        let required =
            std::env::var_os("MAKE_REPORTS_PROOFS").is_some_and(|value| value == "required");
        assert!(!required, "LibreOffice Writer is needed for this proof");
        eprintln!("skipped: LibreOffice Writer is not here");
        return;
    }
    let mut opened_kinds = BTreeSet::new();
    for stage in ["preliminary", "reviewed", "submitted", "approved"] {
        let seen = RefCell::new(BTreeSet::new());
        let papers = made(&at_stage("registers", stage), |own| {
            EDITED.contains(&own.kind) && seen.borrow_mut().insert(own.kind)
        });
        for paper in papers {
            if !opened_kinds.insert(paper.manuscript.kind) {
                continue;
            }
            let path = &paper.manuscript.path;
            let pdf = opened(folder.path(), &paper.docx);
            let pdf = pdf.unwrap_or_else(|| panic!("{path}: LibreOffice did not open the copy"));
            let count = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
            let range = paper.pages..=paper.pages + paper.pages / 4 + 1;
            assert!(range.contains(&count), "{path}: {count} pages for {}", paper.pages);
            let (head, _) = read(&paper.docx, "word/header1.xml");
            let head: String = head.into_iter().map(|own| own.text).collect();
            let pages = printed(&Made { pdf, ..paper.clone() }, &head);
            let (said, _) = read(&paper.docx, "word/document.xml");
            // LibreOffice 7.4 may hide a comma that ends a justified line.
            let spoken = |text: &str| text.replace(['，', '。', '、', '；', '：'], "");
            let pages: Vec<String> = pages.iter().map(|page| spoken(page)).collect();
            for own in said {
                assert!(holds(&pages, &spoken(&own.text)), "{path}: not shown: {own:?}");
            }
        }
    }
    assert_eq!(opened_kinds, EDITED.into_iter().collect());
}
