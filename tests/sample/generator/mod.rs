//! The seeded generator of the sample assessment: content written by people, a latent model for
//! the points, and plants that try every rule.
//!
//! [`files`] is pure: the same bytes every time, on every machine.

mod content;
mod exact;
mod random;
mod units;

mod board;
mod sample;

mod applies;
mod cast;
mod draw;

mod appeals;
mod faults;
mod money;
mod steer;
mod totals;

mod history;
mod ledgers;
mod selves;
mod seconds;
mod submissions;
mod texts;

mod planted;
mod proofs;

mod book;
mod registers;
mod table;
mod tables;

use std::collections::BTreeMap;

use board::{COUNTIES, DEPARTMENTS};
use cast::{COUNTY_ABILITIES, Cast, WEAK, department_abilities};
use draw::{Latent, Look};
use sample::Sample;

pub use planted::Planted;

/// The seed. Another one gives another assessment, and may have to be tried: a plant that finds no
/// place stops the generator.
const SEED: u64 = 112;

/// Every file of the data folder by its path.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = book::write(&tables::all(&make()));
    files.insert("settings.toml".into(), include_bytes!("../settings.toml").to_vec());
    files
}

/// What is planted, with the cells where it stands.
pub fn planted() -> Vec<Planted> {
    let sample = make();
    planted::list(&sample, &tables::all(&sample))
}

/// Totals by class: name, mean, standard deviation, least, most (points in hundredths).
pub fn summary() -> Vec<String> {
    let sample = make();
    let line = |class: &board::Class| {
        let (mean, spread) = draw::moments(class);
        let mut totals = class.published();
        totals.sort_unstable();
        let totals: Vec<String> = totals.into_iter().map(exact::text).collect();
        format!("{}: mean {mean:.2}, sd {spread:.2}: {}", class.name, totals.join(" "))
    };
    sample.classes.iter().map(line).collect()
}

/// The assessment, from nothing to everything.
fn make() -> Sample {
    let mut sample = Sample::new(content::read());
    applies::mark(&mut sample, SEED);
    score(&mut sample);
    let cast = Cast::choose(&sample.classes);
    money::plant(&mut sample, &cast, SEED);
    appeals::plant(&mut sample, &cast, SEED);
    faults::plant(&mut sample, &cast, SEED);
    money::settle(&mut sample, &cast);
    totals::plant(&mut sample, &cast);
    money::settle(&mut sample, &cast);
    for class in &mut sample.classes {
        texts::fill(class, &sample.content, SEED);
    }
    faults::evidence(&mut sample, &cast, SEED);
    faults::mend(&mut sample, &cast);
    sample.corrections.sort_by(|one, other| one.date.cmp(&other.date));
    submissions::fill(&mut sample, &cast, SEED);
    selves::fill(&mut sample, &cast, SEED);
    history::fill(&mut sample, &cast, SEED);
    seconds::fill(&mut sample, &cast, SEED);
    ledgers::fill(&mut sample, &cast, SEED);
    proofs::check(&sample, &cast);
    sample
}

/// Draws the losses of both classes.
fn score(sample: &mut Sample) {
    let abilities = [COUNTY_ABILITIES.to_vec(), department_abilities(SEED)];
    let looks = [Look { mean: 79.0, spread: 6.0 }, Look { mean: 80.0, spread: 6.2 }];
    for class in [COUNTIES, DEPARTMENTS] {
        let weak = WEAK.iter().filter(|(of, ..)| *of == class);
        let weak: Vec<(usize, usize)> =
            weak.map(|(_, short, at)| (sample.classes[class].unit(short), *at)).collect();
        let latent = Latent::draw(&sample.classes[class], &abilities[class], &weak, SEED);
        let entries = &sample.content.indicators.indicators;
        draw::fill(&mut sample.classes[class], entries, &latent, &looks[class]);
        for (unit, _) in weak {
            sample.tag_unit(class, unit, "weak-in-one-dimension");
        }
    }
}
