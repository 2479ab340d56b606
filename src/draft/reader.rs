//! The pieces of a paper, read into paragraphs and tables.

use std::mem::take;

use super::address::web_address;
use super::blocks::{Block, Indent, Paragraph, Picture, Run, Section, Tab};
use super::looks::{BODY_LINE, Look, Role, Seen, look_of};
use super::measures::{border, half_points, metric, number, twips};
use crate::typeset::{Group, Piece};

/// Width of the text of an upright page and of a turned one, in points.
const UPRIGHT: f64 = 442.2;
const TURNED: f64 = 637.8;
/// Pitch of lines of the layouts, and the space between two lines, in points.
const PITCH: f64 = 29.53;
const GAP: f64 = 13.78;
/// Below this size in points text does not stand on the grid.
const SMALL: f64 = 12.0;

/// What a table keeps free of text above it and below it, in twips.
pub(super) const BESIDE_TABLE: i64 = 120;

/// Where pieces stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) role: Role,
    pub(super) align: Option<&'static str>,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) pitch: f64,
    pub(super) size: f64,
    pub(super) link: usize,
    pub(super) width: f64,
}

/// What a document holds beside its text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The head of its pages.
    pub(super) head: Vec<Block>,
    /// Addresses of links.
    pub(super) links: Vec<String>,
    /// Files of pictures with their widths on paper in millimetres.
    pub(super) pictures: Vec<(String, f64)>,
    /// Who made it.
    pub(super) author: String,
}

/// Reads pieces; `blocks` is what it has read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) blocks: Vec<Block>,
    pub(super) found: Found,
    places: usize,
    space: f64,
    new_page: bool,
}

/// What of an element is said to a document.
pub(super) fn said<'a>(group: &'a Group, name: &str) -> &'a str {
    let own = group.attributes.iter().find(|(own, _)| own == name);
    own.map_or("", |(_, value)| value.as_str())
}

pub(super) fn length(group: &Group, name: &str) -> Option<f64> {
    number(said(group, name))
}

impl Reader {
    /// The whole paper; the last section's pages are turned or not.
    pub(super) fn paper(&mut self, pieces: &[Piece]) -> Section {
        let place = Place {
            role: Role::Body,
            align: None,
            left: 0.0,
            right: 0.0,
            pitch: PITCH,
            size: PITCH - GAP,
            link: 0,
            width: UPRIGHT,
        };
        self.blocks(pieces, place);
        if !matches!(self.blocks.last(), Some(Block::Paragraph(_))) {
            // Word wants a paragraph below a table.
            self.blocks.push(Block::Paragraph(nothing()));
        }
        let mut last = Section::default();
        if let Some(Block::Paragraph(ending)) = self.blocks.last_mut() {
            last = ending.section.take().unwrap_or_default();
        }
        let mut sections = self.blocks.iter_mut().filter_map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.section.as_mut(),
            Block::Table(_) => None,
        });
        sections.next().unwrap_or(&mut last).first = true;
        last
    }

    /// Whether what is read next begins a page; said once.
    pub(super) fn takes_new_page(&mut self) -> bool {
        take(&mut self.new_page)
    }

    /// Space that nothing stands below.
    pub(super) fn takes_space(&mut self) -> f64 {
        take(&mut self.space)
    }

    /// Pieces one below the other; text between them is a paragraph.
    pub(super) fn blocks(&mut self, pieces: &[Piece], place: Place) {
        let mut line: Vec<Piece> = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Group(group) if !is_inline(group) => {
                    self.line(&take(&mut line), place);
                    self.group(group, place);
                }
                _ => line.push(piece.clone()),
            }
        }
        self.line(&line, place);
    }

    fn line(&mut self, pieces: &[Piece], place: Place) {
        if !pieces.is_empty() {
            self.paragraph(pieces, place, (0.0, 0.0));
        }
    }

    fn group(&mut self, group: &Group, place: Place) {
        match group.name.as_str() {
            "head" => self.properties(group),
            "p" => self.own_paragraph(group, place),
            "h1" => self.blocks(&group.pieces, Place { role: Role::Title, ..place }),
            "heading" => {
                let level = length(group, "level").map_or(1, level);
                self.blocks(&group.pieces, Place { role: Role::Heading(level), ..place });
            }
            "table" => self.table(group, place, group),
            "img" => self.paragraph(&[Piece::Group(group.clone())], place, (0.0, 0.0)),
            _ => self.part(group, place),
        }
    }

    /// A piece that the layouts mark (`layouts/editable.typ`).
    fn part(&mut self, group: &Group, place: Place) {
        let inner = placed(group, place);
        if let Some(points) = length(group, "data-space") {
            self.space += points.max(0.0);
            return;
        }
        match said(group, "data-role") {
            "head" => {
                let before = take(&mut self.blocks);
                self.blocks(&group.pieces, Place { role: Role::PageHead, ..inner });
                self.found.head = std::mem::replace(&mut self.blocks, before);
            }
            "break" => self.new_page = !self.blocks.is_empty(),
            "turned" => self.turned(group, inner),
            "caption" => self.blocks(&group.pieces, Place { role: Role::Caption, ..inner }),
            "unit" => self.blocks(&group.pieces, Place { role: Role::Unit, ..inner }),
            "rule" => self.rule(group, place),
            "grid" => self.grid(group, inner),
            "table" => {
                let table = inside(group, "table").unwrap_or(group);
                self.table(table, inner, group);
            }
            _ => {
                self.keeps_free(length(group, "data-above"), inner);
                self.blocks(&group.pieces, inner);
                self.keeps_free(length(group, "data-below"), inner);
            }
        }
    }

    /// Space that a block wants above or below it.
    fn keeps_free(&mut self, wanted: Option<f64>, place: Place) {
        let Some(wanted) = wanted else { return };
        let more = if place.size < SMALL { wanted } else { wanted - GAP };
        if more > 0.5 && (place.size >= SMALL || wanted < GAP) {
            self.space = self.space.max(more);
        }
    }

    fn properties(&mut self, group: &Group) {
        let metas = group.pieces.iter().filter_map(|piece| match piece {
            Piece::Group(meta) if said(meta, "name") == "authors" => Some(said(meta, "content")),
            _ => None,
        });
        self.found.author = metas.collect::<Vec<_>>().join(" ");
    }

    /// Pages that are turned: sections end before them and after them.
    fn turned(&mut self, group: &Group, place: Place) {
        if !self.blocks.is_empty() {
            self.end(|last| last.section = Some(Section { turned: false, first: false }));
        }
        self.new_page = false;
        let before = self.blocks.len();
        self.blocks(&group.pieces, Place { width: TURNED, ..place });
        if let Some(Block::Paragraph(first)) = self.blocks.get_mut(before) {
            first.new_page = false;
        }
        self.end(|last| last.section = Some(Section { turned: true, first: false }));
    }

    /// Changes the paragraph that ends what was read so far.
    fn end(&mut self, change: impl FnOnce(&mut Paragraph)) {
        match self.blocks.last_mut() {
            Some(Block::Paragraph(last)) if last.section.is_none() => change(last),
            _ => {
                let mut last = nothing();
                change(&mut last);
                self.blocks.push(Block::Paragraph(last));
            }
        }
    }

    fn rule(&mut self, group: &Group, place: Place) {
        let stroke = format!("{}pt + {}", said(group, "data-stroke"), said(group, "data-fill"));
        if let (Role::Body, Some(border)) = (place.role, border(&stroke)) {
            self.end(|last| last.rule = Some(border));
        }
    }

    fn own_paragraph(&mut self, group: &Group, place: Place) {
        let inner = placed(group, place);
        let first = length(group, "data-indent").unwrap_or(0.0);
        let hanging = length(group, "data-hanging").unwrap_or(0.0);
        self.paragraph(&group.pieces, inner, (first, hanging));
    }

    /// A paragraph with the indents of its first line and of the others.
    fn paragraph(&mut self, pieces: &[Piece], place: Place, (first, hanging): (f64, f64)) {
        let mut lead = 0.0;
        let mut runs = Vec::new();
        self.runs(pieces, place, Text::default(), &mut lead, &mut runs);
        if runs.iter().all(|run| run.run.is == "text" && run.run.text.trim().is_empty()) {
            return;
        }
        let (face, size) = most_of(&runs, place);
        let first = first + lead;
        let seen = Seen { role: place.role, face, size, align: place.align, first, hanging };
        let drawn = runs.iter().any(|run| run.run.is == "picture");
        let look = look_of(if drawn { "Picture" } else { seen.style() });
        let body = size >= SMALL;
        let below_table = match self.blocks.last() {
            Some(Block::Table(_)) => BESIDE_TABLE,
            _ => 0,
        };
        let line = twips(place.pitch - place.size + size);
        let own_line = look.line > 0 && look.line < BODY_LINE && (line - look.line).abs() > 5;
        let align = place.align.filter(|align| *align != look.align && !drawn);
        let wide = look.style == "Normal" || matches!(place.role, Role::Heading(_));
        let indent = Indent {
            left: twips(place.left + hanging),
            right: twips(place.right),
            first: twips(first - hanging),
        };
        let usual = if wide {
            align.is_none() && indent.left == 0 && indent.right == 0
        } else {
            indent == Indent::default()
        };
        let paragraph = Paragraph {
            style: look.style,
            align,
            indent: (!usual && look.style != "AttachmentTitle").then_some(indent),
            before: before(take(&mut self.space), body).max(below_table),
            line: (own_line || !body && look.line >= BODY_LINE).then_some(line),
            new_page: take(&mut self.new_page),
            stays: drawn,
            tabs: tabs(&runs, place),
            runs: runs.into_iter().map(|run| run.in_look(look)).collect(),
            ..Paragraph::default()
        };
        self.blocks.push(Block::Paragraph(paragraph));
    }

    /// Pieces of one line; `lead` is what stands before its first text.
    fn runs(
        &mut self,
        pieces: &[Piece],
        place: Place,
        text: Text,
        lead: &mut f64,
        runs: &mut Vec<Seeing>,
    ) {
        for piece in pieces {
            match piece {
                Piece::Text(words) => runs.push(text.run(words, place.link)),
                Piece::Group(group) => match group.name.as_str() {
                    "br" => runs.push(text.sign("break")),
                    "img" => runs.extend(self.picture(group)),
                    "a" => {
                        let link = self.link(said(group, "href"));
                        self.runs(&group.pieces, Place { link, ..place }, text, lead, runs);
                    }
                    _ => {
                        if said(group, "data-role") == "tab" {
                            runs.push(text.sign("tab"));
                        } else if let Some(points) = length(group, "data-space") {
                            let blank = runs.iter().all(|run| run.run.text.is_empty());
                            if blank {
                                *lead += points;
                            } else {
                                runs.push(text.run("\u{3000}", 0));
                            }
                        }
                        self.runs(&group.pieces, place, text.inside(group), lead, runs);
                    }
                },
            }
        }
    }

    /// The number of an address among the links; 0 of one that a package cannot name.
    fn link(&mut self, address: &str) -> usize {
        let Some(address) = web_address(address) else { return 0 };
        let links = &mut self.found.links;
        let at = links.iter().position(|own| *own == address).unwrap_or_else(|| {
            links.push(address);
            links.len() - 1
        });
        at + 1
    }

    fn picture(&mut self, group: &Group) -> Option<Seeing> {
        let (width, height) = (length(group, "data-width")?, length(group, "data-height")?);
        let source = said(group, "src");
        let files = &mut self.found.pictures;
        let file = files.iter().position(|(own, _)| own == source).unwrap_or_else(|| {
            files.push((source.to_owned(), width));
            files.len() - 1
        });
        self.places += 1;
        let picture = Picture {
            place: self.places,
            file: file + 1,
            width: metric(width),
            height: metric(height),
        };
        let run = Run {
            is: "picture",
            text: said(group, "alt").to_owned(),
            picture: Some(picture),
            ..Run::default()
        };
        Some(Seeing { run, text: Text::default() })
    }
}

/// A run with what it looks like.
#[derive(Debug, Clone)]
struct Seeing {
    run: Run,
    text: Text,
}

impl Seeing {
    /// What of it is not as its style says.
    fn in_look(self, look: Look) -> Run {
        let Self { run, text } = self;
        if run.is == "picture" {
            return run;
        }
        let face = text.face.filter(|face| *face != look.face);
        let half_points = text.size.map(half_points).filter(|own| *own != look.half_points);
        let colour = text.colour().filter(|own| own != look.colour);
        Run { face, half_points, colour, bold: text.bold, ..run }
    }
}

/// How text looks.
#[derive(Debug, Clone, Copy, Default)]
struct Text {
    face: Option<&'static str>,
    size: Option<f64>,
    fill: Option<[u8; 6]>,
    bold: bool,
}

impl Text {
    fn inside(self, group: &Group) -> Self {
        let Some(size) = length(group, "data-size") else { return self };
        let weight = said(group, "data-weight");
        let heavy = weight.contains("bold") || number(weight).is_some_and(|own| own >= 600.0);
        let face = match said(group, "data-face") {
            // 标宋 may be the bold of the same family.
            "songti" | "biaosong" if heavy => Some("biaosong"),
            named => ["fangsong", "kaiti", "heiti", "songti"].into_iter().find(|own| *own == named),
        };
        let fill = super::measures::colour(said(group, "data-fill"));
        let fill = fill.and_then(|digits| digits.as_bytes().try_into().ok());
        let bold = heavy && !matches!(face, Some("songti" | "biaosong"));
        Self { face, size: Some(size), fill, bold }
    }

    fn run(self, words: &str, link: usize) -> Seeing {
        let run = Run { is: "text", text: words.to_owned(), link, ..Run::default() };
        Seeing { run, text: self }
    }

    fn sign(self, is: &'static str) -> Seeing {
        Seeing { run: Run { is, ..Run::default() }, text: self }
    }

    fn colour(self) -> Option<String> {
        self.fill.map(|digits| digits.iter().map(|digit| char::from(*digit)).collect())
    }
}

/// Face and size of most signs.
fn most_of(runs: &[Seeing], place: Place) -> (&'static str, f64) {
    let mut counts: Vec<((&'static str, f64), usize)> = Vec::new();
    for Seeing { run, text } in runs {
        let key = (text.face.unwrap_or("fangsong"), text.size.unwrap_or(place.size));
        let signs = run.text.chars().count();
        match counts.iter_mut().find(|(own, _)| *own == key) {
            Some((_, count)) => *count += signs,
            None => counts.push((key, signs)),
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(("fangsong", place.size), |(key, _)| key)
}

/// Tabs part the text evenly; the last one leads to the right edge when there is but one.
fn tabs(runs: &[Seeing], place: Place) -> Vec<Tab> {
    let count = runs.iter().filter(|run| run.run.is == "tab").count();
    let edge = twips(place.width - place.left - place.right);
    let even = |at: usize| {
        let (at, all) = (i64::try_from(at).unwrap_or(1), i64::try_from(count + 1).unwrap_or(2));
        Tab { at: edge * at / all, side: "left" }
    };
    match (count, place.role) {
        (1, Role::PageHead | Role::TableHead | Role::Cell) => vec![Tab { at: edge, side: "right" }],
        _ => (1..=count).map(even).collect(),
    }
}

/// A paragraph that takes no room.
pub(super) fn nothing() -> Paragraph {
    Paragraph { style: "Note", line: Some(20), ..Paragraph::default() }
}

fn before(points: f64, body: bool) -> i64 {
    if body {
        // Whole lines of the grid; less than half a line is none.
        twips((points / PITCH).round()) * BODY_LINE / 20
    } else {
        twips(points.min(PITCH))
    }
}

fn level(level: f64) -> i64 {
    [(1.5, 1), (2.5, 2), (3.5, 3)]
        .into_iter()
        .find(|(below, _)| level < *below)
        .map_or(4, |own| own.1)
}

/// A place with what a piece says of itself.
pub(super) fn placed(group: &Group, place: Place) -> Place {
    let side = said(group, "data-align");
    let align = ["left", "center", "right"].into_iter().find(|own| side.contains(own));
    Place {
        align: align.or(place.align),
        left: place.left + length(group, "data-left").unwrap_or(0.0),
        right: place.right + length(group, "data-right").unwrap_or(0.0),
        pitch: length(group, "data-pitch").unwrap_or(place.pitch),
        size: length(group, "data-size").unwrap_or(place.size),
        ..place
    }
}

fn is_inline(group: &Group) -> bool {
    matches!(group.name.as_str(), "span" | "a" | "br" | "strong" | "em" | "sub" | "sup")
}

/// The first element of a name in a group.
fn inside<'a>(group: &'a Group, name: &str) -> Option<&'a Group> {
    group.pieces.iter().find_map(|piece| match piece {
        Piece::Group(own) if own.name == name => Some(own),
        Piece::Group(own) => inside(own, name),
        Piece::Text(_) => None,
    })
}
