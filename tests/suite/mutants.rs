//! Mutants of real workbooks: whatever a damaged file holds, it is read or it is a finding. So many
//! of each file as `MUTANTS` says, or a few.

use std::env;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{self, AssertUnwindSafe};

use make_reports::finding::{Failure, failure};
use make_reports::pipeline::{self, Order};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::bad_input::one_font;
use crate::support::{City, repository};

/// Numbers and marks that mean something to one reader or another.
const SIGNS: [&str; 14] = [
    "0",
    "-1",
    "1048576",
    "4294967295",
    "99999999999999999999",
    "XFD1048576",
    "true",
    "&#0;",
    "<",
    "</c>",
    "<v>1e999</v>",
    " table:number-rows-repeated=\"1048576\"",
    " hidden=\"1\"",
    " uniqueCount=\"9999999999\"",
];

fn below(random: &mut ChaCha8Rng, end: usize) -> usize {
    usize::try_from(random.next_u32()).unwrap() % end.max(1)
}

/// Up to four changes of a few bytes each.
fn mutate(bytes: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(random, 4) {
        if bytes.is_empty() {
            break;
        }
        let at = below(random, bytes.len());
        let to = (at + 1 + below(random, 64)).min(bytes.len());
        match below(random, 7) {
            0 => bytes[at] ^= 1 << below(random, 8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let piece = bytes[at..to].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let sign = SIGNS[below(random, SIGNS.len())];
                bytes.splice(at..at, sign.bytes());
            }
            5 => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let sign = SIGNS[below(random, 6)];
                bytes.splice(at..at + digits, sign.bytes());
            }
            _ => {
                let words = [0, 1, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFE, u32::MAX];
                let word = words[below(random, words.len())].to_le_bytes();
                for (byte, new) in bytes[at..].iter_mut().zip(word) {
                    *byte = new;
                }
            }
        }
    }
    bytes
}

/// A package with one part mutated, whole again.
fn repacked(bytes: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = below(random, package.len());
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..package.len() {
        let mut part = package.by_index(number).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if number == chosen {
            text = mutate(&text, random);
        }
        written.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        written.write_all(&text).unwrap();
    }
    written.finish().unwrap().into_inner()
}

fn rounds() -> usize {
    env::var("MUTANTS").map_or(20, |rounds| rounds.parse().unwrap())
}

/// Writes mutants of a file into a place of the city, one after another, and checks.
fn held(city: &City, order: &Order, good: &[u8], place: &str, about: &str) {
    let mut random = ChaCha8Rng::seed_from_u64(19);
    for round in 0..rounds() {
        let bytes = if good.starts_with(b"PK") && below(&mut random, 4) > 0 {
            repacked(good, &mut random)
        } else {
            mutate(good, &mut random)
        };
        city.write(place, &bytes);
        let done = panic::catch_unwind(AssertUnwindSafe(|| pipeline::check(order, &|_| {})));
        // Settings may name a font that is not there, which is no fault of the data.
        let told = |failure: Failure| failure.code == failure::FONT_MISSING;
        let held = done.is_ok_and(|done| done.map_or_else(told, |_| true));
        assert!(held, "{about}: mutant {round}");
    }
}

#[test]
fn mutants_of_workbooks_are_read_or_told() {
    for name in ["scores.xlsx", "scores.xls", "scores.ods", "formulas.xls", "hidden.xlsx"] {
        let good = fs::read(repository("tests/cells").join(name)).unwrap();
        let city = City::copy("small");
        city.replace("settings.toml", "department-scores.csv", "scores.xlsx#评分");
        let order = one_font(&city);
        held(&city, &order, &good, "scores.xlsx", name);
    }
}

#[test]
fn mutants_of_forms_are_read_or_told() {
    const FORMS: [&str; 4] = [
        "base/材料/青禾市教育局/自评表.xlsx",
        "cases/122-xls/材料/青禾市教育局/自评表.xls",
        "cases/123-ods/材料/青禾市教育局/自评表.ods",
        "cases/129-csv-gb18030/材料/青禾市教育局/自评表.csv",
    ];
    for form in FORMS {
        let good = fs::read(repository("tests/forms").join(form)).unwrap();
        let city = City::of(&repository("tests/forms/base"));
        let ending = form.rsplit_once('.').unwrap().1;
        let order = one_font(&city);
        held(&city, &order, &good, &format!("材料/青禾市教育局/自评表.{ending}"), form);
    }
}

#[test]
fn mutants_of_texts_are_read_or_told() {
    for name in ["settings.toml", "units.csv", "indicators.csv", "scores.csv"] {
        let city = City::of(&repository("tests/forms/base"));
        let order = one_font(&city);
        let good = fs::read(city.data().join(name)).unwrap();
        held(&city, &order, &good, name, name);
    }
}
