//! Typst alone: sets papers that `export` wrote, in one process by as many threads as told, and
//! does nothing else: `cargo run --release --example bare -- PAPERS FONTS OUTPUT`.
//!
//! This is the line that a whole run of the program is held against, so nothing here is of the
//! program but its allocator: Typst's library, the same layouts, data, fonts and options of the PDF.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::Parser;
use serde::Deserialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt as _, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Stack of a thread: layouts nest deeply.
const STACK_BYTES: usize = 64 << 20;

/// What is typed.
#[derive(Parser)]
struct Arguments {
    /// What `export` wrote.
    papers: PathBuf,
    /// Font folder.
    fonts: PathBuf,
    /// Where PDFs are written.
    output: PathBuf,
    /// Threads; the cores of this machine.
    #[arg(long)]
    jobs: Option<usize>,
    /// Papers after which what none of them used is forgotten: as many as `typst watch` takes.
    #[arg(long, default_value_t = 10)]
    age: usize,
    /// Only papers in these folders.
    #[arg(long)]
    only: Vec<String>,
}

/// `papers.json`.
#[derive(Deserialize)]
struct List {
    papers: Vec<Entry>,
    creator: String,
}

/// A paper of the list.
#[derive(Deserialize)]
struct Entry {
    folder: String,
    main: String,
    ident: String,
    date: (i32, u8, u8),
    profile: String,
}

/// What all papers share.
struct Press {
    library: LazyHash<Library>,
    fonts: FontStore,
    layouts: HashMap<FileId, Source>,
}

/// One paper.
struct Paper<'a> {
    press: &'a Press,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

fn main() {
    let arguments = Arguments::parse();
    let list = fs::read(arguments.papers.join("papers.json")).unwrap();
    let mut list: List = serde_json::from_slice(&list).unwrap();
    if !arguments.only.is_empty() {
        list.papers.retain(|entry| arguments.only.contains(&entry.folder));
    }
    // The longest first: no thread then waits long for the last.
    let size = |entry: &Entry| {
        fs::metadata(arguments.papers.join(&entry.folder).join("data.json")).unwrap().len()
    };
    list.papers.sort_by_key(|entry| Reverse(size(entry)));
    let press = Press::new(&arguments.fonts, &arguments.papers.join(&list.papers[0].folder));
    fs::create_dir_all(&arguments.output).unwrap();
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(entry) = list.papers.get(next.fetch_add(1, Ordering::Relaxed)) {
            let pdf = set(&press, &arguments.papers.join(&entry.folder), entry, &list.creator);
            fs::write(arguments.output.join(format!("{}.pdf", entry.folder)), pdf).unwrap();
            comemo::evict(arguments.age);
        }
    };
    thread::scope(|scope| {
        for _ in 0..arguments.jobs.unwrap_or_else(cores) {
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).unwrap();
        }
    });
}

fn set(press: &Press, folder: &Path, entry: &Entry, creator: &str) -> Vec<u8> {
    let world = Paper::new(press, folder, &entry.main);
    let document = typst::compile::<PagedDocument>(&world).output.unwrap();
    let (standards, tagged): (&[PdfStandard], bool) = match entry.profile.as_str() {
        "accessible" => (&[PdfStandard::A_2a, PdfStandard::Ua_1], true),
        _ => (&[PdfStandard::A_2u], false),
    };
    let (year, month, day) = entry.date;
    let date = Datetime::from_ymd_hms(year, month, day, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(entry.ident.clone()),
        creator: Smart::Custom(Some(creator.to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(standards).unwrap(),
        tagged,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).unwrap()
}

/// Files of a folder with an ending, and of those in it.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let all = all.map(|entry| entry.unwrap().into_path());
    let has = |path: &PathBuf| {
        path.extension().is_some_and(|own| endings.iter().any(|ending| own == *ending))
    };
    all.filter(has).collect()
}

/// The id of a file of a paper.
fn id(folder: &Path, file: &Path) -> FileId {
    let name = file.strip_prefix(folder).unwrap().to_str().unwrap();
    file_id(name)
}

fn file_id(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(format!("/{name}")).unwrap()).intern()
}

impl Press {
    /// Fonts, and the layouts, which are the same in every paper's folder.
    fn new(fonts: &Path, folder: &Path) -> Self {
        let mut store = FontStore::new();
        for file in files(fonts, &["otf", "ttf", "ttc", "otc"]) {
            let all = Font::iter(Bytes::new(fs::read(file).unwrap()));
            store.extend(all.map(|font| (font.clone(), font.info().clone())));
        }
        let layouts = files(folder, &["typ"]).into_iter().map(|file| {
            let id = id(folder, &file);
            (id, Source::new(id, fs::read_to_string(file).unwrap()))
        });
        let features: Features = std::iter::once(Feature::Html).collect();
        let library = Library::builder().with_features(features).build();
        Self { library: LazyHash::new(library), fonts: store, layouts: layouts.collect() }
    }
}

impl<'a> Paper<'a> {
    fn new(press: &'a Press, folder: &Path, main: &str) -> Self {
        let charts = files(folder, &["svg"]).into_iter();
        let files = charts.chain([folder.join("data.json")]);
        let files = files.map(|file| (id(folder, &file), Bytes::new(fs::read(&file).unwrap())));
        Self { press, main: file_id(main), files: files.collect() }
    }
}

impl World for Paper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.layouts.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
