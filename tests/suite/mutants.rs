//! Mutants of real workbooks: whatever a damaged file holds, it is read or it is a finding. So many
//! of each file as `MUTANTS` says, or a few.

use std::env;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{self, AssertUnwindSafe};

use make_reports::pipeline;
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

#[test]
fn mutants_of_workbooks_are_read_or_told() {
    let rounds: usize = env::var("MUTANTS").map_or(20, |rounds| rounds.parse().unwrap());
    for name in ["scores.xlsx", "scores.xls", "scores.ods", "formulas.xls", "hidden.xlsx"] {
        let good = fs::read(repository("tests/cells").join(name)).unwrap();
        let city = City::copy("small");
        let order = one_font(&city);
        city.replace("settings.toml", "department-scores.csv", "scores.xlsx#评分");
        let mut random = ChaCha8Rng::seed_from_u64(19);
        for round in 0..rounds {
            let bytes = if good.starts_with(b"PK") && below(&mut random, 4) > 0 {
                repacked(&good, &mut random)
            } else {
                mutate(&good, &mut random)
            };
            city.write("scores.xlsx", &bytes);
            let done = panic::catch_unwind(AssertUnwindSafe(|| pipeline::check(&order, &|_| {})));
            assert!(done.is_ok_and(|done| done.is_ok()), "{name}: mutant {round}");
        }
    }
}
