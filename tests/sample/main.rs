//! Writes the sample assessment: `cargo run --release --example sample -- FOLDER`.
//!
//! With `--planted` it prints a table of what is planted and where; with `--summary` the totals.
#![expect(clippy::unwrap_used, reason = "a generator that cannot go on should stop")]

mod generator;

use std::path::Path;

fn main() {
    let argument = std::env::args().nth(1);
    match argument.as_deref() {
        Some("--planted") => print_planted(),
        Some("--summary") => generator::summary().iter().for_each(|line| println!("{line}")),
        Some(folder) => write(Path::new(folder)),
        None => eprintln!("usage: sample FOLDER | --planted | --summary"),
    }
}

fn write(folder: &Path) {
    for (file, bytes) in generator::files() {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn print_planted() {
    println!("| tag | what | file | unit, indicator or total | place |");
    println!("|---|---|---|---|---|");
    for row in generator::planted() {
        println!("| {} | {} | {} | {} | {} |", row.tag, row.what, row.file, row.who, row.place);
    }
}
