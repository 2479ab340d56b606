//! `verify`: files that are no longer what was made, and faults in finished PDFs, each caught by its
//! own check.

mod signed;

use std::collections::BTreeSet;
use std::fs;

use lopdf::content::Content;
use lopdf::{Document as Pdf, Object, ObjectId, Stream};
use make_reports::assets::Fonts;
use make_reports::finding::Finding;
use make_reports::inspect::{DrawingLimits, Looked, Standard, look};
use make_reports::model::PageSpots;
use make_reports::pipeline;
use make_reports::publish::Manifest;

use crate::signoff::sha256;
use crate::support::{City, codes, repository};

/// A city with its papers, and the path of a paper of several pages with links.
fn made() -> (City, String) {
    let city = City::copy("registers");
    let settings = city.read("settings.toml");
    // Its short papers end with a few lines on a page of their own.
    city.write("settings.toml", settings + "\n[preflight]\nfew_lines = 0\n");
    let report = city.build();
    assert!(!report.has_errors(), "{:?}", report.findings);
    let manifest = manifest(&city);
    let paper = manifest.documents.iter().find(|own| own.kind == "unit").unwrap();
    assert!(paper.pages > 2, "{}", paper.pages);
    (city, paper.path.clone())
}

fn folder(city: &City) -> std::path::PathBuf {
    city.output().join(manifest_id(city))
}

fn manifest_id(city: &City) -> String {
    let inside = fs::read_dir(city.output()).unwrap().map(Result::unwrap);
    let names = inside.map(|entry| entry.file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with('.') && name != "review").last().unwrap()
}

fn manifest(city: &City) -> Manifest {
    serde_json::from_slice(&fs::read(folder(city).join("manifest.json")).unwrap()).unwrap()
}

fn verified(city: &City) -> Vec<(String, Option<String>)> {
    let report = pipeline::verify(&city.order(), &|_| {}).unwrap();
    let told = report.findings.into_iter().map(|found| (found.code, found.document));
    told.collect()
}

#[test]
fn files_are_what_was_made() {
    let (city, paper) = made();
    assert_eq!(verified(&city), []);
    let path = folder(&city).join(&paper);
    let bytes = fs::read(&path).unwrap();

    // One byte of the paper, of the places of its figures, and no file at all.
    fs::remove_file(&path).unwrap();
    assert_eq!(verified(&city), [("file-gone".to_owned(), Some(paper.clone()))]);
    let mut bent = bytes.clone();
    *bent.last_mut().unwrap() ^= 1;
    fs::write(&path, &bent).unwrap();
    assert_eq!(verified(&city), [("file-altered".to_owned(), Some(paper.clone()))]);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(verified(&city), []);
    let side = manifest(&city).documents.iter().find_map(|own| own.figures.clone()).unwrap();
    fs::write(folder(&city).join(&side.path), "[]").unwrap();
    assert_eq!(verified(&city)[0], ("file-altered".to_owned(), Some(side.path)));
    city.build();
    assert_eq!(verified(&city), []);

    // Somebody's own file, and data that has moved on.
    fs::write(folder(&city).join("会议记录.txt"), "会议").unwrap();
    assert_eq!(verified(&city), [("file-foreign".to_owned(), Some("会议记录.txt".to_owned()))]);
    fs::remove_file(folder(&city).join("会议记录.txt")).unwrap();
    city.replace("county-scores.csv", "东河县,A1,文件公开,36,36,", "东河县,A1,文件公开,35,35,");
    assert_eq!(verified(&city), [("output-older".to_owned(), None)]);
}

#[test]
fn a_paper_left_stale_is_told() {
    let (city, _) = made();
    city.replace("county-scores.csv", "东河县,A1,文件公开,36,36,", "东河县,A1,文件公开,35,35,");
    let mut order = city.order();
    order.units = vec!["西山县".to_owned()];
    pipeline::build(&order, &|_| {}).unwrap();
    let told = verified(&city);
    assert!(told.iter().any(|(code, _)| code == "document-stale"), "{told:?}");
    assert!(!told.iter().any(|(code, _)| code == "output-older"), "{told:?}");
    // The command lists them below what it found.
    let said = String::from_utf8(city.run(&["verify"]).stderr).unwrap();
    assert!(said.contains("已过时"), "{said}");
}

/// What units handed in as files is data, too.
#[test]
fn files_that_units_handed_in_are_as_they_were() {
    let city = City::copy("materials");
    let report = city.build();
    assert!(!report.has_errors(), "{:?}", report.findings);
    let told = verified(&city);
    assert!(told.iter().all(|(code, _)| code == "page-nearly-empty"), "{told:?}");
}

#[test]
fn nothing_made_is_a_failure() {
    let city = City::copy("registers");
    let failure = pipeline::verify(&city.order(), &|_| {}).unwrap_err();
    assert_eq!(failure.code, "nothing-made");
    let output = city.run(&["verify"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("还没有生成过文书"), "{said}");
}

#[test]
fn what_was_looked_at_is_remembered() {
    let (city, _) = made();
    assert_eq!(verified(&city), []);
    let memory = city.output().join("review").join(manifest_id(&city)).join("preflight.json");
    let first = fs::read_to_string(&memory).unwrap();
    // What is remembered is believed; it is told again.
    let found = r#"[{"code":"page-empty","severity":"error","file":null,"sheet":null,"cell":null,"line":null,"column":null,"document":"x","what":"w","todo":"t"}]"#;
    fs::write(&memory, first.replacen("[]", found, 1)).unwrap();
    assert_eq!(verified(&city), [("page-empty".to_owned(), Some("x".to_owned()))]);
    // A setting that moves makes it look again; what cannot be read is as good as nothing.
    city.replace("settings.toml", "few_lines = 0", "few_lines = 1");
    city.build();
    assert_eq!(verified(&city), []);
    fs::write(&memory, "{").unwrap();
    assert_eq!(verified(&city), []);
}

// ---- Faults in a finished PDF

/// A paper's PDF with the places of its figures.
struct Paper {
    pdf: Vec<u8>,
    spots: Vec<PageSpots>,
}

impl Paper {
    fn new() -> Self {
        let (city, path) = made();
        let manifest = manifest(&city);
        let entry = manifest.documents.iter().find(|own| own.path == path).unwrap();
        let side = entry.figures.as_ref().unwrap();
        let spots = fs::read(folder(&city).join(&side.path)).unwrap();
        let spots = serde_json::from_slice(&spots).unwrap();
        Self { pdf: fs::read(folder(&city).join(&path)).unwrap(), spots }
    }

    fn found(&self, pdf: &[u8]) -> Vec<Finding> {
        let fonts: BTreeSet<String> =
            Fonts::read(&repository("fonts")).unwrap().postscript_names().collect();
        let limits = DrawingLimits { few_lines: 3, overlap: 0.25, edge: 0.115 };
        let looked = Looked {
            document: "a.pdf",
            standard: Standard::Accessible,
            fonts: &fonts,
            limits,
            spots: Some(&self.spots),
        };
        look(pdf, &looked)
    }

    /// Codes of what is found when a fault is put in, each once.
    fn with(&self, fault: impl FnOnce(&mut Pdf)) -> BTreeSet<&'static str> {
        let mut pdf = Pdf::load_mem(&self.pdf).unwrap();
        fault(&mut pdf);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        self.found(&bytes).iter().map(|found| found.code).collect()
    }
}

fn page(pdf: &Pdf, number: u32) -> ObjectId {
    pdf.get_pages()[&number]
}

/// Edits what a page draws.
fn redraw(pdf: &mut Pdf, number: u32, edit: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let id = page(pdf, number);
    let content = edit(pdf.get_page_content(id));
    let stream = pdf.add_object(Stream::new(lopdf::Dictionary::new(), content));
    pdf.get_dictionary_mut(id).unwrap().set("Contents", Object::Reference(stream));
}

/// Draws a page again with its first shown text as `edit` would have it.
fn reshow(pdf: &mut Pdf, number: u32, edit: impl Fn(&mut Vec<u8>)) {
    redraw(pdf, number, |content| {
        let mut content = Content::decode(&content).unwrap();
        let shown = content.operations.iter_mut().filter(|own| own.operator == "TJ");
        let text = shown.flat_map(|own| &mut own.operands).find_map(|own| match own {
            Object::Array(parts) => parts.iter_mut().find_map(|part| match part {
                Object::String(codes, _) if codes.len() >= 2 => Some(codes),
                _ => None,
            }),
            _ => None,
        });
        edit(text.unwrap());
        content.encode().unwrap()
    });
}

#[test]
fn faults_in_a_finished_pdf_are_found() {
    let paper = Paper::new();
    assert_eq!(paper.found(&paper.pdf), []);
    assert_eq!(paper.with(|_| {}), BTreeSet::new(), "written again without a fault");
    let only = |code: &'static str| BTreeSet::from([code]);

    let found = paper.with(|pdf| reshow(pdf, 2, |codes| codes[..2].fill(0)));
    assert!(found.contains("pdf-glyph-missing"), "{found:?}");
    let found = paper.with(|pdf| {
        redraw(pdf, 2, |content| {
            [b"q 1 0 0 1 400 0 cm ".to_vec(), content, b" Q".to_vec()].concat()
        });
    });
    assert!(found.contains("pdf-off-page") && found.contains("figure-misplaced"), "{found:?}");
    let found = paper.with(|pdf| {
        redraw(pdf, 2, |content| {
            [&content[..], b" q 1 0 0 1 1 1 cm ", &content[..], b" Q"].concat()
        });
    });
    assert!(found.contains("pdf-overlap"), "{found:?}");
    let found = paper.with(|pdf| redraw(pdf, 2, |_| Vec::new()));
    assert!(found.contains("page-empty"), "{found:?}");

    // A font of another name, and one without its program.
    let is_font = |object: &Object| {
        let font = object.as_dict().ok().filter(|own| own.has(b"FontFile3"));
        font.is_some()
    };
    let found = paper.with(|pdf| {
        let own = pdf.objects.values_mut().filter_map(|own| own.as_dict_mut().ok());
        let mut fonts = own.filter(|own| {
            own.get(b"Subtype").and_then(Object::as_name).is_ok_and(|own| own == b"Type0")
        });
        fonts.next().unwrap().set("BaseFont", Object::Name(b"ABCDEF+SimSun-Identity-H".to_vec()));
    });
    assert_eq!(found, only("pdf-font"));
    let found = paper.with(|pdf| {
        let font = pdf.objects.values_mut().find(|own| is_font(own)).unwrap();
        font.as_dict_mut().unwrap().remove(b"FontFile3");
    });
    assert!(found.contains("pdf-font"), "{found:?}");

    // The flags of the standard.
    let catalog = |pdf: &Pdf| pdf.trailer.get(b"Root").and_then(Object::as_reference).unwrap();
    for key in
        ["Metadata", "OutputIntents", "MarkInfo", "StructTreeRoot", "Lang", "ViewerPreferences"]
    {
        let found = paper.with(|pdf| {
            let catalog = catalog(pdf);
            pdf.get_dictionary_mut(catalog).unwrap().remove(key.as_bytes());
        });
        assert_eq!(found, only("pdf-standard"), "{key}");
    }

    // An address that is none.
    let found = paper.with(|pdf| {
        let own = pdf.objects.values_mut().filter_map(|own| own.as_dict_mut().ok());
        let mut links = own.filter(|own| own.has(b"A") && own.has(b"Rect"));
        let link = links.next().unwrap();
        let action = link.get_mut(b"A").unwrap().as_dict_mut().unwrap();
        action.set("URI", Object::string_literal("见附件"));
    });
    assert_eq!(found, only("pdf-link"));
    assert_eq!(paper.found(b"%PDF-1.7")[0].code, "pdf-unreadable");
}

/// Only what is drawn says that a character has no ink: its text is still there.
#[test]
fn a_character_without_ink_is_found() {
    let paper = Paper::new();
    // What is drawn as a blank is read as a character.
    let found = paper.with(|pdf| {
        let streams = pdf.objects.values_mut().filter_map(|own| own.as_stream_mut().ok());
        for stream in streams {
            let content = stream.decompressed_content().unwrap_or(stream.content.clone());
            let text = String::from_utf8_lossy(&content);
            if text.contains("begincmap") && text.contains("<0020>") {
                stream.set_plain_content(text.replace("<0020>", "<969C>").into_bytes());
                stream.dict.remove(b"Filter");
            }
        }
    });
    assert!(found.contains("pdf-glyph-blank"), "{found:?}");
}

#[test]
fn the_command_says_what_it_found() {
    let (city, paper) = made();
    let output = city.run(&["verify"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("检查完："), "{said}");
    fs::write(folder(&city).join(&paper), "").unwrap();
    let output = city.run(&["verify"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&paper) && said.contains("被改动过"), "{said}");
    let report = pipeline::verify(&city.order(), &|_| {}).unwrap();
    assert_eq!(codes(&report), ["file-altered"]);
}
