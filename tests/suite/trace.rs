//! From a printed figure to its cells: every key of the sample at every stage, and every cell of
//! points held against the file that it names.

use std::collections::{BTreeMap, BTreeSet};

use make_reports::pipeline::{Order, Tracer};
use make_reports::trace::Reach;

use crate::support::{City, repository};

const STAGES: [&str; 5] = ["preliminary", "reviewed", "submitted", "approved", "rectified"];

fn tracer(city: &City) -> Tracer {
    let order = Order {
        data: city.data(),
        templates: None,
        fonts: None,
        output: city.output(),
        units: Vec::new(),
        only: Vec::new(),
        jobs: 2,
    };
    Tracer::new(&order, &|_| {}).unwrap()
}

fn sample_at(stage: &str) -> City {
    let city = City::of(&repository("data"));
    city.replace("settings.toml", "stage = \"approved\"", &format!("stage = \"{stage}\""));
    city
}

/// All keys that papers of a stage may print.
fn keys(tracer: &Tracer) -> BTreeSet<String> {
    let whose = std::iter::once(None).chain(tracer.units().map(Some));
    whose.flat_map(|unit| tracer.keys(unit)).map(str::to_owned).collect()
}

#[test]
fn census() {
    for stage in STAGES {
        let started = std::time::Instant::now();
        let tracer = tracer(&sample_at(stage));
        println!("{stage} loaded {:?}", started.elapsed());
        let started = std::time::Instant::now();
        let keys = keys(&tracer);
        println!("{stage} {} keys {:?}", keys.len(), started.elapsed());
        let started = std::time::Instant::now();
        let mut reach: BTreeMap<Reach, usize> = BTreeMap::new();
        let mut slow = (std::time::Duration::ZERO, String::new());
        let mut shown = BTreeMap::new();
        for key in &keys {
            let one = std::time::Instant::now();
            let trace = tracer.trace(key);
            let took = one.elapsed();
            if took > slow.0 {
                slow = (took, key.clone());
            }
            let Some(trace) = trace else {
                println!("NONE {key}");
                continue;
            };
            *reach.entry(trace.reach).or_default() += 1;
            if trace.reach != Reach::Cells {
                let role = key.replace(|c: char| c.is_ascii_digit(), "#");
                shown.entry(role).or_insert((trace.reach, key.clone()));
            }
        }
        println!("{stage} {reach:?} {:?} slowest {slow:?}", started.elapsed());
        for own in shown.values() {
            println!("   {own:?}");
        }
    }
}
