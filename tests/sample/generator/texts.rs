//! Reasons from their patterns, and what stands beside a score: evidence, day, scorer, mending.

use super::board::Class;
use super::content::Content;
use super::random::Random;

/// Slots of a text, filled anew for every cell.
pub struct Filler<'a> {
    /// Titles of documents.
    documents: &'a [String],
    /// Columns of the portal that the indicator looks at.
    columns: &'a [String],
}

const GENERAL_COLUMN: &str = "政府信息公开";

impl<'a> Filler<'a> {
    /// A filler for one indicator, or for none in particular.
    pub fn new(content: &'a Content, columns: &'a [String]) -> Self {
        Self { documents: &content.indicators.documents, columns }
    }

    /// The text with its slots filled. A slot may carry its own bounds, `{count:2-5}`; those of
    /// `{date}` are months. Bounds change no number of draws.
    pub fn fill(&self, pattern: &str, random: &mut Random) -> String {
        let within = |slot: &str, low, high| bounds(pattern, slot).unwrap_or((low, high));
        let between =
            |random: &mut Random, (low, high): (i64, i64)| random.between(low, high).to_string();
        let days = working_days();
        let (first, last) = within("date", 1, 9);
        let month = random.between(first, last);
        let of_month: Vec<usize> = (0..days.len()).filter(|at| days[*at].0 == month).collect();
        let at = *random.pick(&of_month);
        // What comes this late is late by any time limit that reasons tell of.
        let later = at + 25 + random.below(19) + random.below(19);
        assert!(later < days.len() || !pattern.contains("{date2"), "beyond the year: {pattern}");
        let later = days[later.min(days.len() - 1)];
        let mut text = pattern.to_owned();
        let mut put = |slot: &str, value: String| text = filled(&text, slot, &value);
        put("date", format!("2023年{}月{}日", days[at].0, days[at].1));
        let year = if pattern.contains("{date}") || bounds(pattern, "date").is_some() {
            ""
        } else {
            "2023年"
        };
        put("date2", format!("{year}{}月{}日", later.0, later.1));
        put("month", format!("2023年{}月", between(random, within("month", 2, 11))));
        put("count", between(random, within("count", 2, 9)));
        put("many", between(random, within("many", 11, 60)));
        put("days", between(random, within("days", 3, 45)));
        let percent = if pattern.contains("占比") { (21, 48) } else { (62, 94) };
        put("percent", format!("{}%", between(random, percent)));
        put("time", self::time(random));
        put("doc", random.pick(self.documents).clone());
        let column = if self.columns.is_empty() {
            GENERAL_COLUMN.to_owned()
        } else {
            random.pick(self.columns).clone()
        };
        put("column", column);
        assert!(!text.contains('{'), "an unknown slot in {pattern}");
        text
    }
}

/// The bounds that a pattern gives to a slot.
fn bounds(pattern: &str, slot: &str) -> Option<(i64, i64)> {
    let (_, rest) = pattern.split_once(&format!("{{{slot}:"))?;
    let (low, high) = rest.split_once('}')?.0.split_once('-')?;
    Some((low.parse().ok()?, high.parse().ok()?))
}

/// The text with a value for a slot, with bounds or without.
fn filled(text: &str, slot: &str, value: &str) -> String {
    let mut text = text.replace(&format!("{{{slot}}}"), value);
    if let Some((low, high)) = bounds(&text, slot) {
        text = text.replace(&format!("{{{slot}:{low}-{high}}}"), value);
    }
    text
}

/// Days of the months of 2023.
const MONTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Holidays of 2023 on days from Monday to Friday, first and last.
const HOLIDAYS: [[(i64, i64); 2]; 6] = [
    [(1, 2), (1, 2)],
    [(1, 23), (1, 27)],
    [(4, 5), (4, 5)],
    [(5, 1), (5, 3)],
    [(6, 22), (6, 23)],
    [(9, 29), (10, 6)],
];

/// The working days of 2023, as month and day. Nobody is said to have worked on a weekend.
pub fn working_days() -> Vec<(i64, i64)> {
    let months = (1..).zip(MONTHS);
    let days = months.flat_map(|(month, days)| (1..=days).map(move |day| (month, day)));
    // The year began on a Sunday.
    let weekdays = days.enumerate().filter(|(at, _)| !matches!(at % 7, 0 | 6));
    let off = |day: &(i64, i64)| HOLIDAYS.iter().any(|[first, last]| first <= day && day <= last);
    weekdays.map(|(_, day)| day).filter(|day| !off(day)).collect()
}

/// A time in office hours.
fn time(random: &mut Random) -> String {
    let hour = *random.pick(&[9, 10, 11, 15, 16, 17]);
    format!("{hour}:{:02}", random.between(0, 11) * 5)
}

/// Writes what stands beside every score of a class.
pub fn fill(class: &mut Class, content: &Content, seed: u64) {
    let mut random = Random::new(seed, &format!("texts {}", class.name));
    for unit in 0..class.units.len() {
        for at in 0..class.indicators.len() {
            if class.cells[unit][at].applies() {
                fill_cell(class, content, (unit, at), &mut random);
            }
        }
    }
}

/// Sections of a portal by dimension.
const SECTIONS: [&str; 6] =
    ["zwgk/jcxx", "zwgk/zdly", "zwgk/zcwj", "hdjl/hygq", "zwxmt", "zwgk/jdbz"];

fn fill_cell(
    class: &mut Class,
    content: &Content,
    (unit, at): (usize, usize),
    random: &mut Random,
) {
    let indicator = &class.indicators[at];
    let entry = &content.indicators.indicators[indicator.entry];
    let scorers = &content.phrases.scorers;
    let host = class.units[unit].host.clone();
    let cell = &mut class.cells[unit][at];
    // Two scorers share a dimension; each takes half of the units.
    let scorer = (indicator.dimension / 2 * 2 + unit % 2) % scorers.len();
    cell.scorer.clone_from(&scorers[scorer]);
    cell.collected = collection_day(random);
    let Some(fault) = cell.fault else { return };
    if cell.reason.is_empty() {
        let patterns = &indicator.faults[fault].texts;
        let first = random.below(patterns.len());
        let filler = Filler::new(content, &entry.columns);
        cell.reason = filler.fill(&patterns[first], random);
        // Some cells hold two problems, as assessors write them.
        if patterns.len() > 1 && random.chance(30) {
            let second = filler.fill(&patterns[(first + 1) % patterns.len()], random);
            cell.reason = format!("{}；{second}", cell.reason);
        }
    }
    entry.mend_of(&indicator.faults[fault].cause).clone_into(&mut cell.mend);
    // Spare draws, which keep what follows as it was when this was drawn.
    if !random.chance(92) {
        random.below(3);
    }
    let section = SECTIONS[indicator.dimension];
    let number = random.between(1_003_000, 1_098_999);
    cell.evidence = if random.chance(70) {
        format!("https://{host}/{section}/content/post_{number}.html")
    } else {
        format!("https://{host}/{section}/index_{}.html", random.between(1, 40))
    };
}

/// A working day from 25 June to 31 July 2024.
fn collection_day(random: &mut Random) -> String {
    const DAYS: [&str; 27] = [
        "06-25", "06-26", "06-27", "06-28", "07-01", "07-02", "07-03", "07-04", "07-05", "07-08",
        "07-09", "07-10", "07-11", "07-12", "07-15", "07-16", "07-17", "07-18", "07-19", "07-22",
        "07-23", "07-24", "07-25", "07-26", "07-29", "07-30", "07-31",
    ];
    let day = random.pick(&DAYS);
    // Some people type a date as a text.
    let (month, date) = day.trim_start_matches('0').split_once('-').unwrap();
    let date = date.trim_start_matches('0');
    match random.below(350) {
        0 => format!("2024年{month}月{date}日"),
        1 => format!("2024/{month}/{date}"),
        _ => format!("2024-{day}"),
    }
}
