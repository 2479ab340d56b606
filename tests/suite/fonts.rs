//! The fonts: that the files are what they are said to be, that they have the characters of
//! offices, and that every character of every font leaves ink on paper. A font can have a
//! character and its glyph be drawn as nothing while text extraction still finds it, so the
//! characters are printed and looked at.

use std::collections::BTreeSet;
use std::fs;
use std::thread;

use make_reports::assets::{Fonts, Templates};
use make_reports::settings::FontFamilies;
use sha2::{Digest as _, Sha256};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontWeight};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_render::RenderOptions;

use crate::support::repository;

/// Characters that rightly leave no ink.
const BLANK: &[(u32, u32, &str)] = &[
    (0x0000, 0x001F, "control characters"),
    (0x0020, 0x0020, "space"),
    (0x00A0, 0x00A0, "no-break space"),
    (0x00AD, 0x00AD, "soft hyphen"),
    (0x2002, 0x2003, "spaces of half and one em"),
    (0x3000, 0x3000, "ideographic space"),
];

fn fonts() -> Fonts {
    Fonts::read(&repository("fonts")).unwrap()
}

/// The families that papers use unless an office says otherwise.
fn families() -> FontFamilies {
    let templates = Templates::built_in();
    let defaults = templates.text("settings-defaults.toml").unwrap();
    let defaults: toml::Table = defaults.parse().unwrap();
    defaults["fonts"].clone().try_into().unwrap()
}

#[test]
fn checksums_agree_with_the_files() {
    let folder = repository("fonts");
    let listed = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let mut names = BTreeSet::new();
    for line in listed.lines() {
        let (expected, name) = line.split_once("  ").unwrap();
        let found = Sha256::digest(fs::read(folder.join(name)).unwrap());
        assert_eq!(make_reports::model::hex(&found), expected, "{name}");
        names.insert(name.to_owned());
    }
    let files = crate::support::files(&folder).into_iter().map(|(name, _)| name);
    let in_families: BTreeSet<String> = files.filter(|name| name.contains('/')).collect();
    assert_eq!(names, in_families);
}

#[test]
fn families_of_the_defaults_are_there() {
    let fonts = fonts();
    for (list, families) in families().lists() {
        assert!(!families.is_empty(), "{list}");
        for family in families {
            assert!(fonts.of_family(family).is_some(), "{list}: {family}");
        }
    }
    // Titles are bold, and no weight is ever made up.
    let title = &families().biaosong[0];
    let bold = |font: &&Font| {
        font.info().family == *title && font.info().variant.weight == FontWeight::BOLD
    };
    assert!(fonts.fonts().iter().any(|font| bold(&font)), "{title} has no bold weight");
}

// ---- Characters of offices

/// The characters of GB 2312 by way of GBK, which has more in the same rows.
fn gb_2312(row: u8) -> Vec<char> {
    let columns: &[(u8, u8)] = match row {
        1 | 3 | 16..=54 | 56..=87 => &[(1, 94)],
        2 => &[(17, 66), (69, 78), (81, 92)],
        4 => &[(1, 83)],
        5 => &[(1, 86)],
        6 => &[(1, 24), (33, 56)],
        7 => &[(1, 33), (49, 81)],
        8 => &[(1, 26), (37, 73)],
        9 => &[(4, 79)],
        55 => &[(1, 89)],
        _ => &[],
    };
    let columns = columns.iter().flat_map(|(from, to)| *from..=*to);
    let character = |column: u8| {
        let bytes = [0xA0 + row, 0xA0 + column];
        let (text, _, wrong) = encoding_rs::GBK.decode(&bytes);
        assert!(!wrong && text.chars().count() == 1, "row {row}, column {column}");
        text.chars().next().unwrap()
    };
    columns.map(character).collect()
}

#[test]
fn every_list_has_all_of_gb_2312() {
    let signs: Vec<char> = (1..=9).flat_map(gb_2312).collect();
    let han: Vec<char> = (16..=87).flat_map(gb_2312).collect();
    // The counts that the standard gives.
    assert_eq!((signs.len(), han.len()), (682, 6763));
    assert_eq!((han[0], han[3755], han[6762]), ('啊', '亍', '齄'));
    let fonts = fonts();
    for (list, families) in families().lists() {
        let used: Vec<&Font> = families.iter().filter_map(|name| fonts.of_family(name)).collect();
        let has = |c: &&char| used.iter().any(|font| font.info().coverage.contains(u32::from(**c)));
        let lacks: Vec<&char> = signs.iter().chain(&han).filter(|c| !has(c)).collect();
        assert!(lacks.is_empty(), "{list} lacks {lacks:?}");
    }
}

// ---- Ink

/// Cells in a row and rows on a page.
const SIDE: usize = 40;
/// Side of a cell, in points and pixels: more than two characters, because the ink of a mark that
/// takes no room lies a whole character before it.
const CELL: usize = 18;
/// Size of the characters.
const SIZE: usize = 8;
/// Darkness of a pixel, of 255, from which it is ink.
const INK: u8 = 24;

const SHEET: &str = "
#let data = json(\"/data.json\")
#let cell = data.cell * 1pt
#set page(width: data.side * cell, height: data.side * cell, margin: 0pt)
#set text(font: data.family, weight: data.weight, size: data.size * 1pt, fallback: false)
#for (index, sheet) in data.sheets.enumerate() {
  if index > 0 { pagebreak() }
  for (at, character) in sheet.enumerate() {
    place(
      dx: calc.rem(at, data.side) * cell, dy: calc.quo(at, data.side) * cell,
      box(width: cell, height: cell, clip: true, align(center + horizon, text(character))),
    )
  }
}
";

/// One font, a sheet of cells and the characters for them.
struct Sheets {
    library: LazyHash<Library>,
    fonts: FontStore,
    main: Source,
    data: Bytes,
}

impl Sheets {
    fn new(font: &Font, characters: &[char]) -> Self {
        let mut fonts = FontStore::new();
        fonts.push((font.clone(), font.info().clone()));
        let sheets: Vec<Vec<char>> = characters.chunks(SIDE * SIDE).map(<[char]>::to_vec).collect();
        let data = serde_json::json!({
            "family": font.info().family,
            "weight": font.info().variant.weight.to_number(),
            "side": SIDE,
            "cell": CELL,
            "size": SIZE,
            "sheets": sheets,
        });
        Self {
            library: LazyHash::new(Library::builder().build()),
            fonts,
            main: Source::new(file_id("/main.typ"), SHEET.to_owned()),
            data: Bytes::from_string(data.to_string()),
        }
    }
}

fn file_id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

impl World for Sheets {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.main.clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        if path == "data.json" {
            Ok(self.data.clone())
        } else {
            Err(FileError::NotFound(path.into()))
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Prints characters in a font and gives those that leave no ink.
fn without_ink(font: &Font, characters: &[char]) -> Vec<char> {
    let world = Sheets::new(font, characters);
    let warned = typst::compile::<PagedDocument>(&world);
    let document = warned.output.unwrap_or_else(|errors| panic!("{errors:?}"));
    assert!(warned.warnings.is_empty(), "{:?}", warned.warnings);
    let lacking: usize = document.pages().iter().map(|page| lacking_glyphs(&page.frame)).sum();
    assert_eq!(lacking, 0, "characters without a glyph");
    let options = RenderOptions { pixel_per_pt: 1.0.into(), ..RenderOptions::default() };
    let mut blank = Vec::new();
    let sheets = characters.chunks(SIDE * SIDE);
    assert_eq!(document.pages().len(), sheets.len());
    for (page, sheet) in document.pages().iter().zip(sheets) {
        let picture = typst_render::render(page, &options);
        let width = picture.width() as usize;
        assert_eq!(width, SIDE * CELL);
        let dark = |x: usize, y: usize| picture.pixels()[y * width + x].red() <= 255 - INK;
        let has_ink = |at: usize| {
            let (left, top) = (at % SIDE * CELL, at / SIDE * CELL);
            (top..top + CELL).any(|y| (left..left + CELL).any(|x| dark(x, y)))
        };
        blank.extend(sheet.iter().enumerate().filter(|(at, _)| !has_ink(*at)).map(|(_, c)| *c));
    }
    blank
}

/// Places where the box for a lacking character stands, which would be taken for ink.
fn lacking_glyphs(frame: &Frame) -> usize {
    let lacking = |item: &FrameItem| match item {
        FrameItem::Group(group) => lacking_glyphs(&group.frame),
        FrameItem::Text(text) => text.glyphs.iter().filter(|glyph| glyph.id == 0).count(),
        _ => 0,
    };
    frame.items().map(|(_, item)| lacking(item)).sum()
}

fn is_rightly_blank(character: char) -> bool {
    let code = u32::from(character);
    BLANK.iter().any(|(from, to, _)| (*from..=*to).contains(&code))
}

fn characters(font: &Font) -> Vec<char> {
    font.info().coverage.iter().filter_map(char::from_u32).collect()
}

#[test]
fn every_character_leaves_ink() {
    let fonts = fonts();
    assert_eq!(fonts.fonts().len(), 5);
    let look = |font: &Font| {
        let inked: Vec<char> =
            characters(font).into_iter().filter(|c| !is_rightly_blank(*c)).collect();
        assert!(inked.len() > 10_000, "{} characters", inked.len());
        without_ink(font, &inked)
    };
    let blank: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = fonts
            .fonts()
            .iter()
            .map(|font| {
                let worker = thread::Builder::new().stack_size(64 << 20);
                (font, worker.spawn_scoped(scope, move || look(font)).unwrap())
            })
            .collect();
        let found = workers.into_iter().map(|(font, worker)| (font, worker.join().unwrap()));
        let found = found.filter(|(_, blank)| !blank.is_empty());
        found
            .map(|(font, blank)| {
                let codes = blank.iter().map(|c| format!("U+{:04X} {c}", u32::from(*c)));
                format!(
                    "{}: {}",
                    font.post_script_name().unwrap(),
                    codes.collect::<Vec<_>>().join(", ")
                )
            })
            .collect()
    });
    assert!(blank.is_empty(), "drawn as nothing:\n{}", blank.join("\n"));
}

/// No character is excused that no font has.
#[test]
fn the_list_of_blank_characters_is_short() {
    let fonts = fonts();
    let all: BTreeSet<u32> = fonts.fonts().iter().flat_map(characters).map(u32::from).collect();
    for (from, to, what) in BLANK {
        assert!(all.range(from..=to).next().is_some(), "U+{from:04X} to U+{to:04X}, {what}");
    }
}

#[test]
#[should_panic(expected = "characters without a glyph")]
fn a_lacking_character_is_seen() {
    without_ink(&fonts().fonts()[0], &['一', '\u{E000}']);
}

/// The search for ink can fail: it finds blank cells between, before and after others.
#[test]
fn a_blank_cell_is_seen() {
    for font in fonts().fonts() {
        let found = without_ink(font, &['\u{3000}', '重', '\u{A0}', '.', '一', '\u{3000}']);
        assert_eq!(found, ['\u{3000}', '\u{A0}', '\u{3000}'], "{:?}", font.post_script_name());
    }
}
