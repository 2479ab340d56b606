//! Writes papers as other programs can set them: `cargo run --release --example export -- FOLDER`.
//!
//! `FOLDER/<paper>/` is what `typst compile --root` needs: layouts, `data.json`, `charts/`. Beside
//! them `pieces.json` says the same paper as paragraphs, tables and pictures, for programs that
//! are no Typst. `FOLDER/papers.json` lists the papers with what their PDFs are to say of themselves.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

mod assessed;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use make_reports::compose::Manuscript;
use make_reports::crew::Crew;
use make_reports::typeset::{Piece, Press, outline};
use serde_json::{Value, json};

use assessed::{Assessed, repository};

/// What is typed.
#[derive(Parser)]
struct Arguments {
    /// Where papers are written.
    folder: PathBuf,
    /// Data folder.
    #[arg(long, default_value_os_t = repository("data"))]
    data: PathBuf,
    /// Font folder.
    #[arg(long, default_value_os_t = repository("fonts"))]
    fonts: PathBuf,
    /// Kinds of papers.
    #[arg(long, default_values = ["unit", "city"])]
    only: Vec<String>,
    /// Only `papers.json`: which papers there are, and of what.
    #[arg(long)]
    list: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let assessed = Assessed::new(&arguments.data, &arguments.fonts, Crew::new(2));
    let press = Press::new(&assessed.fonts, &assessed.templates);
    let wanted = |paper: &Manuscript| arguments.only.iter().any(|kind| kind == paper.kind.name());
    let mut papers = Vec::new();
    for paper in assessed.manuscripts().into_iter().filter(wanted) {
        if !arguments.list {
            write(&arguments.folder.join(folder(&paper)), &paper, &assessed, &press);
        }
        papers.push(entry(&paper));
    }
    let list = json!({
        "papers": papers,
        "fonts": assessed.scorebook.checked.settings.fonts,
        "creator": concat!("make-reports ", env!("CARGO_PKG_VERSION")),
    });
    put(&arguments.folder.join("papers.json"), list.to_string());
}

/// The name of a paper's folder.
fn folder(paper: &Manuscript) -> String {
    let name = paper.kind.name();
    paper.unit.as_ref().map_or_else(|| name.to_owned(), |unit| format!("{name}-{unit}"))
}

/// What is said of a paper in the list.
fn entry(paper: &Manuscript) -> Value {
    json!({
        "folder": folder(paper),
        "main": format!("{}.typ", paper.kind.name()),
        "kind": paper.kind.name(),
        "unit": paper.unit,
        "path": paper.path,
        "title": paper.title,
        "ident": paper.ident,
        "date": paper.date,
        "profile": paper.profile,
        "sha256": paper.source_sha256(),
    })
}

fn write(folder: &Path, paper: &Manuscript, assessed: &Assessed, press: &Press) {
    for (name, text) in assessed.templates.in_folder("layouts/") {
        if Path::new(name).extension().is_some_and(|ending| ending == "typ") {
            put(&folder.join(name.trim_start_matches("layouts/")), text);
        }
    }
    put(&folder.join("data.json"), &paper.data);
    for (at, svg) in paper.charts.iter().enumerate() {
        put(&folder.join(format!("charts/{}.svg", at + 1)), svg);
    }
    let outline = outline(press, paper).unwrap();
    let pieces: Vec<Value> = outline.pieces.iter().map(piece).collect();
    put(&folder.join("pieces.json"), Value::from(pieces).to_string());
}

/// A text, or a name with attributes and pieces.
fn piece(piece: &Piece) -> Value {
    match piece {
        Piece::Text(text) => text.as_str().into(),
        Piece::Group(group) => {
            let attributes = group.attributes.iter();
            let attributes = attributes.map(|(name, value)| (name.clone(), value.as_str().into()));
            let attributes: serde_json::Map<String, Value> = attributes.collect();
            let pieces: Vec<Value> = group.pieces.iter().map(self::piece).collect();
            json!([group.name, attributes, pieces])
        }
    }
}

fn put(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
