//! Data folders that no office means to have: one clear message each, and the last output stays.
//!
//! Also how tests bend a city ([`Edit`]) and make packages of their own ([`workbook`], [`zip`]).

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use make_reports::listing::Listed;
use make_reports::pipeline::{self, Order};
use polars::prelude::{Column, DataFrame, NamedFrom, ParquetWriter, Series};

use self::Edit::{Add, Book, Bytes, Double, Half, Noise, Swap, Text};
use crate::support::{City, codes, copy_folder, files, repository};

/// One change of a city's data folder.
#[derive(Debug, Clone, Copy)]
pub enum Edit {
    /// Replaces a text that must be there, wherever it stands.
    Swap(&'static str, &'static str, &'static str),
    /// Writes a file.
    Text(&'static str, &'static str),
    /// Writes a file of bytes.
    Bytes(&'static str, &'static [u8]),
    /// Writes a workbook of sheets with their rows.
    Book(&'static str, &'static [(&'static str, &'static [&'static [&'static str]])]),
    /// Writes a file of random bytes behind a beginning.
    Noise(&'static str, &'static [u8]),
    /// Adds text at the end of a file.
    Add(&'static str, &'static str),
    /// Removes the lines that begin so; there must be one.
    Strike(&'static str, &'static str),
    /// Copies a file under another name, in a folder of its own if need be.
    Double(&'static str, &'static str),
    /// Keeps the first half of a file.
    Half(&'static str),
    /// Writes a file again as GB18030.
    Gb18030(&'static str),
    /// Removes a file.
    Gone(&'static str),
}

/// Changes a city's data folder.
pub fn bend(city: &City, edits: &[Edit]) {
    for edit in edits {
        apply(city, *edit);
    }
}

fn apply(city: &City, edit: Edit) {
    let path = |name: &str| city.data().join(name);
    match edit {
        Edit::Swap(name, from, to) => {
            city.replace(name, from, to);
        }
        Edit::Text(name, text) => {
            city.write(name, text);
        }
        Edit::Bytes(name, bytes) => {
            city.write(name, bytes);
        }
        Edit::Book(name, sheets) => {
            city.write(name, workbook(sheets));
        }
        Edit::Noise(name, beginning) => {
            let mut noise = Noisy::new(name.len() as u64);
            let bytes = (0..5000).map(|_| noise.byte());
            city.write(name, beginning.iter().copied().chain(bytes).collect::<Vec<u8>>());
        }
        Edit::Add(name, text) => {
            city.write(name, city.read(name) + text);
        }
        Edit::Strike(name, start) => {
            let text = city.read(name);
            let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(start)).collect();
            assert!(kept.len() < text.lines().count(), "{name} has no line that begins {start}");
            city.write(name, kept.join("\n") + "\n");
        }
        Edit::Double(name, to) => {
            fs::create_dir_all(path(to).parent().unwrap()).unwrap();
            fs::copy(path(name), path(to)).unwrap();
        }
        Edit::Half(name) => {
            let bytes = fs::read(path(name)).unwrap();
            city.write(name, &bytes[..bytes.len() / 2]);
        }
        Edit::Gb18030(name) => {
            city.write(name, encoding_rs::GB18030.encode(&city.read(name)).0);
        }
        Edit::Gone(name) => fs::remove_file(path(name)).unwrap(),
    }
}

/// Random bytes, the same on every run (xorshift64).
struct Noisy(u64);

impl Noisy {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[4]
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end
    }
}

/// A zip package whose parts are stored, not compressed.
pub fn zip(parts: &[(String, String)]) -> Vec<u8> {
    let parts: Vec<Part<'_>> = parts.iter().map(|(name, text)| stored(name, text)).collect();
    package(&parts)
}

fn stored<'a>(name: &'a str, text: &'a str) -> Part<'a> {
    let (checksum, length) = (checksum(text.bytes()), length(text.as_bytes()));
    Part { name, method: 0, bytes: text.as_bytes(), checksum, length }
}

/// One part of a zip package.
struct Part<'a> {
    name: &'a str,
    /// 0 stored, 8 deflated.
    method: u16,
    bytes: &'a [u8],
    /// Checksum and length of what it holds.
    checksum: u32,
    length: u32,
}

fn package(parts: &[Part<'_>]) -> Vec<u8> {
    let (mut package, mut list) = (Vec::new(), Vec::new());
    for part in parts {
        let offset = length(&package);
        let mut head = Vec::new();
        // Version, flags (names are UTF-8), method, time, date.
        for half in [20_u16, 0x0800, part.method, 0, 0x0021] {
            head.extend(half.to_le_bytes());
        }
        for word in [part.checksum, length(part.bytes), part.length] {
            head.extend(word.to_le_bytes());
        }
        head.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
        head.extend([0; 2]);
        package.extend(b"PK\x03\x04");
        package.extend(&head);
        package.extend(part.name.as_bytes());
        package.extend(part.bytes);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&head);
        list.extend([0; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(part.name.as_bytes());
    }
    let (count, start) = (u16::try_from(parts.len()).unwrap(), length(&package));
    package.extend(&list);
    package.extend(b"PK\x05\x06\0\0\0\0");
    package.extend(count.to_le_bytes());
    package.extend(count.to_le_bytes());
    package.extend(length(&list).to_le_bytes());
    package.extend(start.to_le_bytes());
    package.extend([0; 2]);
    package
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

/// CRC-32 as zip packages have it.
fn checksum(bytes: impl Iterator<Item = u8>) -> u32 {
    let table: Vec<u32> = (0..256)
        .map(|byte| {
            (0..8).fold(
                byte,
                |sum, _| {
                    if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
                },
            )
        })
        .collect();
    !bytes.fold(u32::MAX, |sum, byte| (sum >> 8) ^ table[usize::from(sum.to_le_bytes()[0] ^ byte)])
}

/// A workbook of sheets with their rows; a text that reads as a number is one, `#…` is an error.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let sheets: Vec<(&str, String)> =
        sheets.iter().map(|(name, rows)| (*name, sheet_data(rows))).collect();
    zip(&workbook_parts(&sheets))
}

fn sheet_data(rows: &[&[&str]]) -> String {
    let mut data = String::new();
    for (row, cells) in (1..).zip(rows) {
        write!(data, "<row r=\"{row}\">").unwrap();
        for (column, text) in ('A'..='Z').zip(cells.iter()) {
            let at = format!("{column}{row}");
            if text.parse::<f64>().is_ok() {
                write!(data, "<c r=\"{at}\"><v>{text}</v></c>").unwrap();
            } else if text.starts_with('#') {
                write!(data, "<c r=\"{at}\" t=\"e\"><v>{text}</v></c>").unwrap();
            } else if !text.is_empty() {
                write!(data, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").unwrap();
            }
        }
        data.push_str("</row>");
    }
    data
}

/// The parts of a workbook whose sheets have this `sheetData`.
fn workbook_parts(sheets: &[(&str, String)]) -> Vec<(String, String)> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let (mut list, mut links, mut types) = (String::new(), String::new(), String::new());
    let mut parts = Vec::new();
    for (number, (name, data)) in (1..).zip(sheets) {
        let part = format!("worksheets/sheet{number}.xml");
        write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>").unwrap();
        let link = format!("Id=\"r{number}\" Type=\"{LINKS}/worksheet\" Target=\"{part}\"");
        write!(links, "<Relationship {link}/>").unwrap();
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
        write!(types, "<Override PartName=\"/xl/{part}\" ContentType=\"{kind}\"/>").unwrap();
        let sheet =
            format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>");
        parts.push((format!("xl/{part}"), sheet));
    }
    let root = format!("Id=\"r1\" Type=\"{LINKS}/officeDocument\" Target=\"xl/workbook.xml\"");
    let book = format!("xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let package = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\">\
                 <Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship {root}/></Relationships>"
            ),
        ),
        ("xl/workbook.xml", format!("<workbook {book}><sheets>{list}</sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>"),
        ),
    ];
    let package =
        package.into_iter().map(|(name, text)| (name.to_owned(), HEAD.to_owned() + &text));
    parts.extend(package);
    parts
}

/// A Parquet file of columns.
pub fn parquet_of(columns: Vec<Column>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut frame = DataFrame::new(columns[0].len(), columns).unwrap();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

/// Department scores as a Parquet file, with numbers of several types.
pub fn parquet(second_of_water: Option<f64>) -> Vec<u8> {
    let columns = vec![
        Column::from(Series::new("指标".into(), ["公开目录", "公开指南", "办事指南"])),
        Column::from(Series::new("市教育局".into(), [38_i64, 19, 35])),
        Column::from(Series::new("市水务局".into(), [Some(30.0), second_of_water, Some(25.0)])),
        Column::from(Series::new("市文化局".into(), ["35", "20", "37.5"])),
    ];
    parquet_of(columns)
}

/// The small city with department scores in Parquet.
pub fn parquet_city(bytes: Vec<u8>) -> City {
    let city = City::copy("small");
    city.write("scores.parquet", bytes);
    city.replace(SETTINGS, "department-scores.csv", "scores.parquet");
    fs::remove_file(city.data().join("department-scores.csv")).unwrap();
    city
}

const SETTINGS: &str = "settings.toml";
const SCORES: &str = "county-scores.csv";
const BOOK: &str = "assessment.xlsx";
/// The last line of the long scores, up to the points.
const LAST: &str = "中州区,答复质量,5,";
/// The workbook city's units read from another file.
const UNITS_FROM_XLSX: Edit = Swap(SETTINGS, "units.csv", "u.xlsx");

/// A run that must stop with one message.
struct Stop {
    /// What the data folder is.
    what: &'static str,
    city: &'static str,
    bent: &'static [Edit],
    /// What the message holds: code, file and place, remedy.
    says: &'static [&'static str],
}

const STOPS: &[Stop] = &[
    Stop {
        what: "an empty workbook",
        city: "small",
        bent: &[Book("u.xlsx", &[("Sheet1", &[])]), UNITS_FROM_XLSX],
        says: &["［table-empty］u.xlsx", "检查文件是否保存完整"],
    },
    Stop {
        what: "a text under a workbook's name",
        city: "small",
        bent: &[Double("units.csv", "u.xlsx"), UNITS_FROM_XLSX],
        says: &["［file-is-text］u.xlsx", "把后缀改为 csv"],
    },
    Stop {
        what: "a web page under a workbook's name",
        city: "small",
        bent: &[
            Text("u.xls", "\u{FEFF}<!DOCTYPE html>\n<table><tr><td>单位</td></tr></table>"),
            Swap(SETTINGS, "units.csv", "u.xls"),
        ],
        says: &["［file-is-html］u.xls", "另存为“Excel 工作簿（*.xlsx）”"],
    },
    Stop {
        what: "points in words",
        city: "small",
        bent: &[Swap(SCORES, LAST, "中州区,答复质量,九分,")],
        says: &[
            "［score-not-a-number］county-scores.csv 第26行第3列",
            "中州区人民政府的“答复质量”得分“九分”不是数",
            "改为阿拉伯数字",
        ],
    },
    Stop {
        what: "an error value",
        city: "small",
        bent: &[Swap(SCORES, LAST, "中州区,答复质量,#DIV/0!,")],
        says: &["［score-error-value］county-scores.csv 第26行第3列", "#DIV/0!", "改正公式"],
    },
    Stop {
        what: "a unit that is not in the list",
        city: "small",
        bent: &[Add(SCORES, "东和县,规范性文件,28,,\n")],
        says: &["［unit-unknown］county-scores.csv 第27行第1列", "如果就是“东河县”"],
    },
    Stop {
        what: "a head that nobody knows",
        city: "small",
        bent: &[Swap(SCORES, ",佐证\n", ",佐证材料\n")],
        says: &["［head-unknown］county-scores.csv 第1行第5列", "如果就是“佐证”", "ignore"],
    },
    Stop {
        what: "a key that does not exist",
        city: "small",
        bent: &[Swap(SETTINGS, "sample =", "sampel =")],
        says: &["［settings-key-unknown］settings.toml 第11行第1列", "可能是“sample”"],
    },
    Stop {
        what: "settings that are not TOML",
        city: "small",
        bent: &[Swap(SETTINGS, "\"submitted\"", "submitted")],
        says: &["［settings-syntax］settings.toml 第10行第9列", "对照该行改正"],
    },
    Stop {
        what: "a name that leads out of the folder",
        city: "small",
        bent: &[Swap(SETTINGS, "units.csv", "../units.csv")],
        says: &["［file-outside］../units.csv", "不能含“..”或盘符"],
    },
    Stop {
        what: "half a workbook",
        city: "small-workbook",
        bent: &[Half(BOOK)],
        says: &["［file-unreadable］assessment.xlsx", "另存为 xlsx"],
    },
    Stop {
        what: "random bytes under a workbook's name",
        city: "small",
        bent: &[Noise("u.xlsx", b""), UNITS_FROM_XLSX],
        says: &["［file-unreadable］u.xlsx", "另存为 xlsx"],
    },
    Stop {
        what: "random bytes that begin as a zip does",
        city: "small",
        bent: &[Noise("u.xlsx", b"PK\x03\x04"), UNITS_FROM_XLSX],
        says: &["［file-unreadable］u.xlsx", "另存为 xlsx"],
    },
    Stop {
        what: "random bytes under a text's name",
        city: "small",
        bent: &[Noise("units.csv", b"")],
        says: &["［file-encoding］units.csv", "另存为“CSV UTF-8”"],
    },
    Stop {
        what: "random bytes under a Parquet file's name",
        city: "small",
        bent: &[Noise("u.parquet", b""), Swap(SETTINGS, "units.csv", "u.parquet")],
        says: &["［file-unreadable］u.parquet", "再运行一次"],
    },
    Stop {
        what: "random bytes that begin as Parquet does",
        city: "small",
        bent: &[Noise("u.parquet", b"PAR1"), Swap(SETTINGS, "units.csv", "u.parquet")],
        says: &["［file-unreadable］u.parquet", "再运行一次"],
    },
    Stop {
        what: "no settings",
        city: "small",
        bent: &[Edit::Gone(SETTINGS)],
        says: &["［file-missing］settings.toml", "把文件放到评估数据文件夹中"],
    },
    Stop {
        what: "a null character in a text",
        city: "small",
        bent: &[Bytes("units.csv", b"a,b\0,c\n")],
        says: &["［file-encoding］units.csv", "另存为“CSV UTF-8”"],
    },
];

fn stderr(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("panicked"));
    text
}

/// Lines that say what is wrong.
fn messages(stderr: &str) -> Vec<&str> {
    stderr.lines().filter(|line| line.contains('［')).collect()
}

/// Codes and files of the list that `check --format json` printed.
fn listed(done: &Output) -> Vec<String> {
    let list: Listed = serde_json::from_slice(&done.stdout).unwrap();
    let said = list.findings.into_iter();
    said.map(|found| format!("［{}］{}", found.code, found.file.unwrap_or_default())).collect()
}

/// A city with a good output, whose data folder can be put back as it was.
struct Built {
    city: City,
    output: Vec<(String, Vec<u8>)>,
}

impl Built {
    fn new() -> Self {
        let city = City::copy("small");
        let done = city.run(&[]);
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        let output = files(&city.output());
        assert!(output.iter().any(|(name, _)| name.starts_with("small/units/")));
        Self { city, output }
    }

    /// Makes the data folder a fresh copy of a city.
    fn reset(&self, name: &str) {
        let data = self.city.data();
        let _ = fs::remove_dir_all(&data);
        fs::create_dir(&data).unwrap();
        copy_folder(&repository("tests/cities").join(name), &data);
    }

    /// The last output is as it was.
    fn hold(&self, what: &str) {
        let now = files(&self.city.output());
        let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
            files.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&now), names(&self.output), "{what}");
        for (now, before) in now.iter().zip(&self.output) {
            assert!(now.1 == before.1, "{what}: {} has changed", now.0);
        }
    }
}

#[test]
fn bad_data_gives_one_message_and_leaves_the_output() {
    let built = Built::new();
    let mut wrong = Vec::new();
    for stop in STOPS {
        built.reset(stop.city);
        bend(&built.city, stop.bent);
        let done = built.city.run(&[]);
        let text = stderr(&done);
        let said = messages(&text);
        let right = matches!(said.as_slice(), [said]
            if said.starts_with("错误") && stop.says.iter().all(|part| said.contains(part)));
        if !right || done.status.code() != Some(1) {
            wrong.push(format!("{}: {:?} {said:#?}", stop.what, done.status.code()));
        }
        assert!(text.contains("没有生成报告；原有的输出没有动"), "{text}");
        built.hold(stop.what);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[cfg(unix)]
fn links_that_lead_out_of_the_folder_are_refused() {
    let built = Built::new();
    let data = built.city.data();
    let outside = built.city.root().join("elsewhere.csv");
    fs::rename(data.join("units.csv"), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, data.join("units.csv")).unwrap();
    let done = built.city.run(&[]);
    let text = stderr(&done);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        matches!(messages(&text).as_slice(), [said] if said.contains("［file-outside］units.csv"))
    );
    built.hold("a link out of the folder");
    // A link inside the folder is as good as a file.
    fs::remove_file(data.join("units.csv")).unwrap();
    fs::rename(&outside, data.join("list.csv")).unwrap();
    std::os::unix::fs::symlink("list.csv", data.join("units.csv")).unwrap();
    assert_eq!(built.city.run(&["check"]).status.code(), Some(0));
}

#[test]
fn packages_that_are_no_workbook_are_refused() {
    let built = Built::new();
    let sheet = workbook_parts(&[("Sheet1", String::new())]);
    let without = |name: &str| -> Vec<(String, String)> {
        sheet.iter().filter(|part| part.0 != name).cloned().collect()
    };
    let letter = vec![("word/document.xml".to_owned(), "<w:document/>".to_owned())];
    let packages = [
        ("a letter", zip(&letter)),
        ("nothing", zip(&[])),
        ("no workbook part", zip(&without("xl/workbook.xml"))),
        ("no list of parts", zip(&without("xl/_rels/workbook.xml.rels"))),
        ("no sheet", zip(&without("xl/worksheets/sheet1.xml"))),
    ];
    built.city.replace(SETTINGS, "units.csv", "u.xlsx");
    for (what, package) in packages {
        built.city.write("u.xlsx", package);
        let done = built.city.run(&[]);
        let text = stderr(&done);
        assert_eq!(done.status.code(), Some(1), "{what}");
        let said = messages(&text);
        let right = matches!(said.as_slice(), [said] if said.contains("u.xlsx"));
        assert!(right, "{what}: {said:?}");
        built.hold(what);
    }
}

/// The program with its places, each to be chosen.
fn program(data: &Path, fonts: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
    command.arg("--data").arg(data).arg("--fonts").arg(fonts).arg("--output").arg(output);
    command
}

#[test]
fn a_wrong_world_is_a_failure_that_names_the_path() {
    let built = Built::new();
    let (data, fonts, output) = (built.city.data(), repository("fonts"), built.city.output());
    let nowhere = built.city.root().join("nowhere");
    let empty = built.city.root().join("empty");
    fs::create_dir(&empty).unwrap();
    let broken = built.city.root().join("broken");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("a.otf"), "not a font").unwrap();
    let a_file = data.join(SETTINGS);
    for (what, places, says) in [
        (
            "no data folder",
            [&nowhere, &fonts, &output],
            ["［folder-missing］", "nowhere", "--data"],
        ),
        (
            "a file as data folder",
            [&a_file, &fonts, &output],
            ["［folder-missing］", SETTINGS, "--data"],
        ),
        (
            "no font folder",
            [&data, &nowhere, &output],
            ["［folder-missing］", "nowhere", "--fonts"],
        ),
        ("no font", [&data, &empty, &output], ["［font-missing］", "FandolFang R", "--fonts"]),
        (
            "a broken font",
            [&data, &broken, &output],
            ["［font-broken］", "a.otf", "换一个完好的文件"],
        ),
        ("a file as output", [&data, &fonts, &a_file], ["［write-failed］", SETTINGS, "没有动"]),
    ] {
        let done = program(places[0], places[1], places[2]).output().unwrap();
        let text = stderr(&done);
        assert_eq!(done.status.code(), Some(2), "{what}: {text}");
        let said = messages(&text);
        let right = matches!(said.as_slice(), [said]
            if said.starts_with("出错") && says.iter().all(|part| said.contains(part)));
        assert!(right, "{what}: {said:?}");
        built.hold(what);
    }
}

#[test]
fn a_unit_that_does_not_exist_is_a_failure() {
    let built = Built::new();
    for (unit, says) in [
        ("无此单位", "没有代码、名称、简称或别名为“无此单位”的单位"),
        ("东和县", "是不是“东河县”？"),
        ("", "没有代码、名称、简称或别名为“”的单位"),
    ] {
        let done = built.city.run(&["--unit", unit]);
        let text = stderr(&done);
        assert_eq!(done.status.code(), Some(2), "{text}");
        let said = messages(&text);
        let right = matches!(said.as_slice(), [said]
            if said.contains("［unit-not-found］") && said.contains(says));
        assert!(right, "{said:?}");
        built.hold(unit);
    }
}

/// Words of more than one Latin letter.
fn latin_words(text: &str) -> Vec<&str> {
    let words = text.split(|sign: char| !sign.is_ascii_alphabetic());
    words.filter(|word| word.len() > 1).collect()
}

#[test]
fn mistakes_on_the_command_line_are_told_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, says) in [
        (&["--nonsense"][..], "不认识“--nonsense”"),
        (&["--jbos", "2"], "不认识“--jbos”，是不是“--jobs”"),
        (&["bild"], "没有“bild”这个命令，是不是“build”"),
        (&["publish"], "没有“publish”这个命令"),
        (&["--jobs", "0"], "“--jobs <个数>”的值“0”不合要求"),
        (&["--jobs", "257"], "“--jobs <个数>”的值“257”不合要求"),
        (&["--jobs", "两个"], "“--jobs <个数>”的值“两个”不合要求"),
        (&["--data"], "“--data <文件夹>”后面缺少内容"),
        (&["--data", "a", "--data", "b"], "“--data <文件夹>”不能重复"),
        (&["completions", "cmd"], "的值“cmd”不合要求"),
        (&["completions"], "缺少“"),
        (&["check", "--output", "a"], "不认识“--output”"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
        let done = command.args(arguments).current_dir(folder.path()).output().unwrap();
        let text = stderr(&done);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(text.contains(says) && text.contains("--help"), "{arguments:?}: {text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(done.stdout.is_empty(), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Latin words of help: names of commands, options, values and standards.
const HELP_WORDS: &[&str] = &[
    "make",
    "reports",
    "build",
    "results",
    "verify",
    "release",
    "check",
    "completions",
    "explain",
    "score",
    "missing",
    "format",
    "text",
    "json",
    "xlsx",
    "report",
    "deny",
    "warnings",
    "data",
    "templates",
    "fonts",
    "output",
    "only",
    "unit",
    "jobs",
    "help",
    "version",
    "bash",
    "zsh",
    "fish",
    "powershell",
    "elvish",
    "init",
    "forms",
    "preview",
    "review",
    "release",
    "trace",
    "diff",
    "manifest",
    "pages",
    "papers",
    "Ctrl",
    "port",
    "no",
    "open",
    "from",
    "settings",
    "toml",
    "why",
    "timings",
    "shard",
    "shards",
    "merge",
    "plan",
    "worker",
    "collect",
    "nats",
    "NATS",
    "URL",
    "chunk",
    "patience",
    "work",
    "idle",
    "PDF",
    "UA",
    "SHELL",
];

#[test]
fn help_is_in_chinese() {
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["build", "--help"],
        &["merge", "--help"],
        &["plan", "--help"],
        &["worker", "--help"],
        &["collect", "--help"],
        &["results", "-h"],
        &["check", "-h"],
        &["explain", "-h"],
        &["init", "-h"],
        &["forms", "-h"],
        &["preview", "-h"],
        &["review", "-h"],
        &["trace", "-h"],
        &["trace", "--help"],
        &["diff", "-h"],
        &["diff", "--help"],
        &["review", "--help"],
        &["verify", "--help"],
        &["release", "--help"],
        &["completions", "--help"],
    ] {
        let done =
            Command::new(env!("CARGO_BIN_EXE_make-reports")).args(arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{arguments:?}");
        assert!(stderr(&done).is_empty());
        let text = String::from_utf8(done.stdout).unwrap();
        assert!(text.contains("用法：make-reports") && text.contains("显示帮助"), "{text}");
        // Lines of a paragraph are joined without a blank.
        let signs: Vec<char> = text.chars().collect();
        let is_apart = |own: &[char]| own[1] == ' ' && !own[0].is_ascii() && !own[2].is_ascii();
        assert!(!signs.windows(3).any(is_apart), "{text}");
        let other: Vec<_> =
            latin_words(&text).into_iter().filter(|word| !HELP_WORDS.contains(word)).collect();
        assert!(other.is_empty(), "{arguments:?}: {other:?}");
    }
}

#[test]
fn version_and_completions_are_printed() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
        let done = command.args(arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{arguments:?}");
        assert!(stderr(&done).is_empty());
        String::from_utf8(done.stdout).unwrap()
    };
    assert_eq!(run(&["--version"]), format!("make-reports {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&["-V"]), run(&["--version"]));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(&["completions", shell]).contains("make-reports"), "{shell}");
    }
}

/// Runs `check` with so many kibibytes of memory, and gives the seconds that it took.
#[cfg(target_os = "linux")]
fn check_in(kibibytes: u32, city: &City) -> (Output, f64) {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {kibibytes}; exec \"$0\" \"$@\"")]);
    command.arg(env!("CARGO_BIN_EXE_make-reports")).args(["check", "--format", "json", "--data"]);
    command.arg(city.data());
    let started = Instant::now();
    let done = command.arg("--fonts").arg(repository("fonts")).output().unwrap();
    (done, started.elapsed().as_secs_f64())
}

#[test]
#[cfg(target_os = "linux")]
fn a_sheet_with_one_cell_at_each_end_is_read_in_bounded_room() {
    const FAR: &str = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>单位</t></is></c></row>";
    let city = City::copy("small");
    city.replace(SETTINGS, "units.csv", "u.xlsx");
    city.write("u.xlsx", zip(&workbook_parts(&[("单位", format!("{head}{FAR}"))])));
    let (done, seconds) = check_in(1 << 20, &city);
    let text = stderr(&done);
    assert_eq!(done.status.code(), Some(1), "{text}");
    let said = listed(&done);
    assert!(!said.is_empty() && said.iter().all(|said| said.contains("u.xlsx")), "{said:?}");
    assert!(seconds < 10.0, "{seconds} s");
    // The same cell, and a merge of the whole sheet, beside a table that is whole.
    let units = city.read("units.csv");
    let rows: Vec<Vec<&str>> = units.lines().map(|line| line.split(',').collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let data = sheet_data(&rows) + FAR;
    let mut parts = workbook_parts(&[("单位", data)]);
    let merged =
        "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>";
    parts[0].1 = parts[0].1.replace("</sheetData>", merged);
    city.write("u.xlsx", zip(&parts));
    let (done, seconds) = check_in(1 << 20, &city);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert!(seconds < 10.0, "{seconds} s");
}

/// Deflates `before`, so many runs of 258 letters `a`, and `after` into one block with fixed codes:
/// 13 bits a run.
fn deflated(before: &str, runs: usize, after: &str) -> Vec<u8> {
    let (mut bytes, mut held, mut count) = (Vec::new(), 0_u32, 0);
    let mut put = |value: u32, width: u32| {
        held |= value << count;
        count += width;
        while count >= 8 {
            bytes.push(held.to_le_bytes()[0]);
            held >>= 8;
            count -= 8;
        }
    };
    // Codes are packed from their first bit, numbers from their last.
    let code = |code: u32, width: u32| code.reverse_bits() >> (32 - width);
    let letter = |byte: u8| match byte {
        0..144 => (code(0x30 + u32::from(byte), 8), 8),
        144.. => (code(0x190 + u32::from(byte) - 144, 9), 9),
    };
    put(0b011, 3);
    for byte in before.bytes().chain(std::iter::once(b'a')) {
        let (value, width) = letter(byte);
        put(value, width);
    }
    for _ in 0..runs {
        put(code(0b1100_0101, 8), 8);
        put(0, 5);
    }
    for byte in after.bytes() {
        let (value, width) = letter(byte);
        put(value, width);
    }
    put(0, 7);
    put(0, 7);
    bytes
}

/// A workbook of one cell with so many runs of 258 letters, deflated.
fn swollen(runs: usize) -> Vec<u8> {
    let cell = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>|</t></is></c></row>";
    let parts = workbook_parts(&[("单位", cell.to_owned())]);
    let (before, after) = parts[0].1.split_once('|').unwrap();
    let letters = 1 + runs * 258;
    let text = before.bytes().chain(std::iter::repeat_n(b'a', letters)).chain(after.bytes());
    let packed = deflated(before, runs, after);
    let mut all = vec![Part {
        name: &parts[0].0,
        method: 8,
        bytes: &packed,
        checksum: checksum(text),
        length: u32::try_from(before.len() + letters + after.len()).unwrap(),
    }];
    all.extend(parts[1..].iter().map(|(name, text)| stored(name, text)));
    package(&all)
}

#[test]
#[cfg(target_os = "linux")]
fn a_package_that_inflates_without_end_is_refused() {
    let city = City::copy("small");
    city.replace(SETTINGS, "units.csv", "u.xlsx");
    // One run: the packer above makes what a reader reads.
    city.write("u.xlsx", swollen(1));
    assert!(codes(&city.check()).contains(&"head-unknown"));
    // Some 2.6 megabytes that inflate to 400 MiB.
    city.write("u.xlsx", swollen(400 * (1 << 20) / 258));
    let (done, seconds) = check_in(1 << 20, &city);
    let text = stderr(&done);
    assert_eq!(done.status.code(), Some(1), "{text}");
    assert_eq!(listed(&done), ["［table-too-large］u.xlsx"]);
    assert!(seconds < 10.0, "{seconds} s");
}

/// Two Latin words in a row, where only one name of a thing may stand.
fn english(text: &str) -> Option<String> {
    let plain = text.replace("CSV UTF-8", "CSV");
    let words: Vec<&str> = plain.split(' ').collect();
    let latin = |word: &str| {
        let letters = word.trim_matches(|sign: char| sign.is_ascii_punctuation());
        letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let pair = words.windows(2).find(|pair| {
        // The last Latin run of the first word stands before the space.
        let first = pair[0].rsplit(|sign: char| !sign.is_ascii()).next().unwrap();
        let second = pair[1].split(|sign: char| !sign.is_ascii()).next().unwrap();
        latin(first) && latin(second)
    });
    pair.map(|pair| pair.join(" "))
}

#[test]
fn causes_are_told_in_chinese() {
    assert_eq!(english("写法有误：duplicate key。"), Some("写法有误：duplicate key。".to_owned()));
    assert_eq!(english("用 Excel 或 WPS 打开并另存为“CSV UTF-8”"), None);
    let mut wrong = Vec::new();
    let more = [
        Stop {
            what: "a date that no calendar has",
            city: "small",
            bent: &[Swap(SETTINGS, "\"submitted\"", "\"submitted\"\napproved_on = \"2024-13\"")],
            says: &[],
        },
        Stop {
            what: "a key twice",
            city: "small",
            bent: &[Swap(SETTINGS, "sample = true", "sample = true\nsample = true")],
            says: &[],
        },
    ];
    for stop in STOPS.iter().chain(&more) {
        let city = City::copy(stop.city);
        bend(&city, stop.bent);
        for found in city.check().findings {
            if let Some(words) = english(&found.what).or_else(|| english(&found.todo)) {
                wrong.push(format!("{}: {words}", found.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Mutations of one input file.
const MUTATIONS: usize = 300;

/// One mutation: a byte, a run of bytes or the end of the file changed.
fn mutate(bytes: &[u8], noise: &mut Noisy) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = noise.below(bytes.len());
    let to = (at + 1 + noise.below(16)).min(bytes.len());
    match noise.below(6) {
        0 => bytes[at] ^= 1 << noise.below(8),
        1 => bytes[at] = noise.byte(),
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..to)),
        4 => {
            let piece = bytes[at..to].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => {
            // Signs that mean something to one reader or another.
            const SIGNS: &[u8] = b"\0\"',;\n\r#<>[]{}=-9.\xFF\xEF";
            bytes[at] = SIGNS[noise.below(SIGNS.len())];
        }
    }
    bytes
}

/// A font folder of one small font, so that a check takes no time.
pub fn one_font(city: &City) -> Order {
    let fonts = city.root().join("fonts");
    fs::create_dir(&fonts).unwrap();
    let kai = "FandolKai-Regular.otf";
    fs::copy(repository("fonts/fandol-kai").join(kai), fonts.join(kai)).unwrap();
    let uses = ["fangsong", "kaiti", "heiti", "songti", "biaosong"];
    let mut text = city.read(SETTINGS) + "\n[fonts]\n";
    for name in uses {
        writeln!(text, "{name} = [\"FandolKai\"]").unwrap();
    }
    city.write(SETTINGS, text);
    Order { fonts: Some(fonts), ..city.order() }
}

/// What a mutation changes.
pub enum Target {
    /// Bytes of a file.
    File(&'static str),
    /// One part of a workbook, in a package that is whole.
    Part(usize),
    /// Bytes of a Parquet file.
    Parquet,
}

/// Checks mutations of a file in a thread of its own; a panic or ten seconds without an answer
/// fails and names the mutation.
pub fn survive(name: &'static str, target: &Target, rounds: usize) {
    let city = match target {
        Target::Parquet => parquet_city(parquet(Some(15.0))),
        _ => City::copy(name),
    };
    let order = one_font(&city);
    let parts = workbook_parts(&[("评分", sheet_data(SHEET))]);
    let mut noise = Noisy::new(7);
    let (file, good) = match target {
        Target::File(file) => (*file, fs::read(city.data().join(file)).unwrap()),
        Target::Parquet => {
            ("scores.parquet", fs::read(city.data().join("scores.parquet")).unwrap())
        }
        Target::Part(_) => {
            city.replace(SETTINGS, "department-scores.csv", "scores.xlsx");
            city.write("scores.xlsx", zip(&parts));
            ("scores.xlsx", zip(&parts))
        }
    };
    let clean = pipeline::check(&order, &|_| {}).unwrap();
    assert!(!clean.has_errors(), "{:?}", clean.findings);
    for round in 0..rounds {
        let bytes = match target {
            Target::File(_) | Target::Parquet => mutate(&good, &mut noise),
            Target::Part(part) => {
                let mut parts = parts.clone();
                let bytes = mutate(parts[*part].1.as_bytes(), &mut noise);
                parts[*part].1 = String::from_utf8_lossy(&bytes).into_owned();
                zip(&parts)
            }
        };
        city.write(file, &bytes);
        let (sender, receiver) = mpsc::channel();
        let order = order.clone();
        let worker = thread::spawn(move || {
            let done = pipeline::check(&order, &|_| {});
            let _ = sender.send(done.is_ok());
        });
        match receiver.recv_timeout(Duration::from_secs(10)) {
            Ok(_) => worker.join().unwrap(),
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name}/{file}: mutation {round} hangs"),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                let kept = Path::new(env!("CARGO_TARGET_TMPDIR"));
                let kept = kept.join(format!("mutation-{round}-{}", file.replace('/', "-")));
                fs::write(&kept, &bytes).unwrap();
                panic!("{name}/{file}: mutation {round} panics, kept as {}", kept.display());
            }
        }
    }
}

const SHEET: &[&[&str]] = &[
    &["指标", "市教育局", "市水务局", "市文化局"],
    &["公开目录", "38", "30", "35"],
    &["公开指南", "19", "15", "20"],
    &["办事指南", "35", "25", "37.5"],
];

#[test]
fn mutated_settings_neither_panic_nor_hang() {
    survive("small", &Target::File(SETTINGS), MUTATIONS);
}

#[test]
fn mutated_columns_neither_panic_nor_hang() {
    survive("sichuan-2011", &Target::File("columns.toml"), MUTATIONS / 3);
}

#[test]
fn mutated_tables_neither_panic_nor_hang() {
    for file in ["units.csv", "county-indicators.csv", SCORES, "department-scores.csv"] {
        survive("small", &Target::File(file), MUTATIONS / 5);
    }
    survive("sichuan-2011", &Target::File("scores.csv"), MUTATIONS / 5);
}

#[test]
fn mutated_workbooks_neither_panic_nor_hang() {
    survive("small-workbook", &Target::File(BOOK), MUTATIONS / 3);
    for part in 0..workbook_parts(&[("评分", String::new())]).len() {
        survive("small", &Target::Part(part), MUTATIONS / 6);
    }
}

/// A mutation of [`parquet`] that made the reader's worker thread panic in most runs, not all:
/// which of its columns fails first is a race.
#[test]
fn a_damaged_parquet_file_is_a_finding_and_no_panic() {
    let damaged = fs::read(repository("tests/cities/damaged-parquet/scores.parquet")).unwrap();
    let city = parquet_city(damaged);
    for _ in 0..8 {
        let done = city.run(&["check", "--format", "json"]);
        assert_eq!(done.status.code(), Some(1), "{}", stderr(&done));
        assert_eq!(listed(&done), ["［file-unreadable］scores.parquet"]);
    }
}

#[test]
fn mutated_parquet_neither_panics_nor_hangs() {
    survive("small", &Target::Parquet, MUTATIONS / 3);
}
