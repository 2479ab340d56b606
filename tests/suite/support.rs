//! A miniature assessment in a temporary folder, and runs of the program on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use make_reports::assets::{Setting, Templates};
use make_reports::crew::Crew;
use make_reports::model::Decimal;
use make_reports::pipeline::{self, Order, Report};
use make_reports::publish::SaidFinding;
use make_reports::score::{Scorebook, score};
use make_reports::{check, load};

/// A folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A data folder that a test may bend, with an output folder beside it.
pub struct City {
    folder: tempfile::TempDir,
}

impl City {
    /// A copy of an assessment under `tests/cities`.
    pub fn copy(name: &str) -> Self {
        Self::of(&repository("tests/cities").join(name))
    }

    /// A copy of any data folder.
    pub fn of(folder: &Path) -> Self {
        let city = Self { folder: tempfile::tempdir().unwrap() };
        copy_folder(folder, &city.data());
        city
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The output folder.
    pub fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    /// The folder that holds both.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the data folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.data().join(name), bytes).unwrap();
        self
    }

    /// Reads a file of the data folder.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.data().join(name)).unwrap()
    }

    /// Replaces text in a file of the data folder; the text must be there.
    pub fn replace(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold {from}");
        self.write(name, text.replace(from, to))
    }

    /// Makes units' reports and the city-wide one alone, without editable copies, whatever else the
    /// stage has.
    pub fn reports_only(&self) -> &Self {
        let settings = self.read("settings.toml");
        let make = "[papers]\nmake = [\"unit\", \"city\"]\n";
        assert!(!settings.contains("[papers]"), "papers are chosen already");
        let (own, no_copy) = ("[papers.unit]", "[papers.unit]\neditable = false");
        let settings = if settings.contains(own) {
            settings.replace(own, no_copy)
        } else {
            format!("{settings}\n{no_copy}\n")
        };
        self.write("settings.toml", format!("{settings}\n{make}"))
    }

    /// Three units of the real assessment of Sichuan, so that many runs are quick.
    pub fn three_units() -> Self {
        Self::some_units(&["成都市", "自贡市", "泸州市"])
    }

    /// Some units of the real assessment of Sichuan.
    pub fn some_units(names: &[&str]) -> Self {
        let city = Self::copy("sichuan-2011");
        for (file, part) in [("units.csv", "国土资源局"), ("scores.csv", ",")] {
            let text = city.read(file);
            let kept =
                |line: &&str| names.iter().any(|unit| line.contains(unit)) && line.contains(part);
            let lines: Vec<&str> =
                text.lines().take(1).chain(text.lines().skip(1).filter(kept)).collect();
            city.write(file, lines.join("\n"));
        }
        // The printed ranks are those among all units.
        city.replace("columns.toml", "rank = [\"排名\"]", "rank = []\nignore = [\"排名\"]");
        city
    }

    /// What a run on this folder is asked to do.
    pub fn order(&self) -> Order {
        Order {
            data: self.data(),
            templates: None,
            fonts: Some(repository("fonts")),
            output: self.output(),
            only: Vec::new(),
            share: None,
            units: Vec::new(),
            jobs: 2,
        }
    }

    /// Checks in this process.
    pub fn check(&self) -> Report {
        pipeline::check(&self.order(), &|_| {}).unwrap()
    }

    /// Builds in this process.
    pub fn build(&self) -> Report {
        pipeline::build(&self.order(), &|_| {}).unwrap()
    }

    /// Runs the program itself with further arguments.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The program with this folder's places and further arguments.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
        command.args(arguments).arg("--data").arg(self.data());
        command.arg("--fonts").arg(repository("fonts"));
        if !arguments.contains(&"check") {
            command.arg("--output").arg(self.output());
        }
        command
    }
}

/// Copies a folder's files and folders into a folder that is there.
pub fn copy_folder(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Scores a city without fonts.
pub fn scorebook(city: &City) -> Scorebook {
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(&city.data(), &defaults.0, &defaults.1).unwrap();
    let settings = folder.settings.clone();
    let tables = load::load(folder).unwrap();
    let outcome = check::check(tables, settings, &|_| Setting::Named, Crew::new(2));
    let Some(checked) = outcome.checked else { panic!("{:?}", outcome.findings) };
    score(checked, Crew::new(2))
}

/// A place as tables of cases write it: `file#sheet!cell` or `file:line:column`.
fn place(found: &SaidFinding) -> String {
    let mut place = found.file.clone().unwrap_or_default();
    for (sign, part) in [('#', &found.sheet), ('!', &found.cell)] {
        if let Some(part) = part {
            place = format!("{place}{sign}{part}");
        }
    }
    for number in [found.line, found.column].into_iter().flatten() {
        place = format!("{place}:{number}");
    }
    place
}

/// Codes and places of a report, in order.
pub fn places(report: &Report) -> Vec<(&str, String)> {
    report.findings.iter().map(|found| (found.code.as_str(), place(found))).collect()
}

/// Every unit's result: published total, rank (`=` where tied) and grade, `-` for none.
pub fn results(book: &Scorebook) -> Vec<String> {
    let mut lines = Vec::new();
    for unit in book.classes.iter().flatten() {
        let total = unit.published.map_or("-".to_owned(), |total: Decimal| total.to_string());
        let rank = unit.rank.map_or("-".to_owned(), |rank| {
            format!("{}{}", rank.place, if rank.tied { "=" } else { "" })
        });
        let grade = unit.grade.map_or("-", |grade| book.checked.cuts[grade].name.as_str());
        lines.push(format!("{total} {rank} {grade}"));
    }
    lines
}

/// Codes of a report's findings, in order.
pub fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The text of every paper in a city's output, without spaces, by path.
pub fn printed_papers(city: &City) -> Vec<(String, String)> {
    let all = files(&city.output()).into_iter();
    let papers = all.filter(|(path, _)| path.to_lowercase().ends_with(".pdf"));
    papers
        .map(|(path, bytes)| {
            let pdf = lopdf::Document::load_mem(&bytes).unwrap();
            let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
            let text = pdf.extract_text(&pages).unwrap();
            (path, text.chars().filter(|sign| !sign.is_whitespace()).collect())
        })
        .collect()
}

/// Every file below a folder with its bytes, by path.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    let entries = entries.into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Whether a proof that needs another program can be made: the program answers a harmless call.
/// Without it the proof is skipped, and says so; where proofs are required (`.ci/run`) it must be
/// there.
pub fn can_prove(program: &str, harmless: &[&str]) -> bool {
    let answers = Command::new(program).args(harmless).output();
    let there = answers.is_ok_and(|output| output.status.success());
    let required = std::env::var_os("MAKE_REPORTS_PROOFS").is_some_and(|value| value == "required");
    assert!(there || !required, "{program} is needed for this proof");
    if !there {
        eprintln!("skipped: {program} is not here");
    }
    there
}
