//! Proof, on exact numbers, that every plant is true. The generator stops where one is not.

use std::collections::{BTreeMap, BTreeSet};

use super::applies::ROUNDED_UP;
use super::board::{COUNTIES, Class, DEPARTMENTS};
use super::cast::Cast;
use super::draw::moments;
use super::exact::{Exact, Hundredths};
use super::sample::Sample;
use super::texts::working_days;
use super::totals::{EXCELLENT, GOOD, SEATS};

/// Checks everything.
pub fn check(sample: &Sample, cast: &Cast) {
    looks_real(sample);
    reasons_vary(sample);
    reasons_possible(sample);
    totals(sample, cast);
    corrections_add_up(sample);
    for class in &sample.classes {
        equal_treatment(class);
        mended_alike(class);
    }
}

fn looks_real(sample: &Sample) {
    let departments = &sample.classes[DEPARTMENTS];
    let (mean, spread) = moments(departments);
    assert!((78.5..=81.5).contains(&mean), "mean of the departments: {mean}");
    assert!((5.0..=7.2).contains(&spread), "spread of the departments: {spread}");
    within(departments, 6_000, 9_400);
    within(&sample.classes[COUNTIES], 7_100, 8_900);
    for class in &sample.classes {
        for (unit, cells) in class.cells.iter().enumerate() {
            for (cell, indicator) in cells.iter().zip(&class.indicators) {
                let fits = |loss: Hundredths| (0..=indicator.full).contains(&loss);
                assert!(fits(cell.loss) && fits(cell.first_loss), "{unit} {}", indicator.code);
                let told = cell.loss == 0 || (!cell.reason.is_empty() && cell.fault.is_some());
                assert!(told && (cell.applies() || cell.loss == 0), "a loss without a reason");
            }
        }
    }
}

fn within(class: &Class, least: Hundredths, most: Hundredths) {
    let totals = class.published();
    let inside = totals.iter().all(|total| (least..=most).contains(total));
    assert!(inside, "{}: {totals:?}", class.name);
}

fn reasons_vary(sample: &Sample) {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut losses = 0;
    for cell in sample.classes.iter().flat_map(|class| class.cells.iter().flatten()) {
        if cell.loss > 0 {
            *reasons.entry(&cell.reason).or_default() += 1;
            losses += 1;
        }
    }
    assert!(reasons.len() >= 400, "{} distinct reasons", reasons.len());
    assert!(reasons.values().all(|times| times * 20 <= losses), "a reason in more than 5%");
}

/// Days are working days of the year assessed, and no count is above the sample that the criterion
/// draws: “抽查5份” leaves no room for 8 faulty ones.
fn reasons_possible(sample: &Sample) {
    let days = working_days();
    for class in &sample.classes {
        for (at, indicator) in class.indicators.iter().enumerate() {
            let entry = &sample.content.indicators.indicators[indicator.entry];
            let drawn = numbers(&entry.criterion).into_iter();
            let drawn: Vec<Number> = drawn.filter(|n| n.before.ends_with("抽查")).collect();
            for reason in class.cells.iter().map(|cells| cells[at].reason.as_str()) {
                let told = numbers(reason);
                for number in &told {
                    let most = drawn.iter().find(|drawn| drawn.things() == number.things());
                    let fits = most.is_none_or(|most| number.count <= most.count);
                    assert!(fits || !number.of_a_sample(), "{} {reason}", indicator.code);
                }
                for pair in told.windows(2) {
                    let date = pair[0].after.starts_with('月') && pair[1].after.starts_with('日');
                    let day = (pair[0].count, pair[1].count);
                    assert!(!date || days.contains(&day), "{} {reason}", indicator.code);
                }
            }
        }
    }
}

/// A number in a text, with what stands before and after it.
struct Number<'a> {
    before: &'a str,
    count: i64,
    after: &'a str,
}

impl Number<'_> {
    /// What is counted: the measure word, of 个 with the first character of the thing.
    fn things(&self) -> String {
        let most = if self.after.starts_with('个') { 2 } else { 1 };
        self.after.chars().take(most).collect()
    }

    /// Whether it may count what was sampled: how far figures are apart, and what a whole year
    /// brought, is no sample.
    fn of_a_sample(&self) -> bool {
        let clause = self.before.rsplit(['，', '；']).next().unwrap();
        !clause.contains('差') && !clause.contains("全年")
    }
}

fn numbers(text: &str) -> Vec<Number<'_>> {
    let starts = text.char_indices().filter(|(at, first)| {
        first.is_ascii_digit() && !text[..*at].ends_with(|c: char| c.is_ascii_digit())
    });
    let number = |(at, _): (usize, char)| {
        let after = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        let count = text[at..text.len() - after.len()].parse().unwrap();
        Number { before: &text[..at], count, after }
    };
    starts.map(number).collect()
}

fn totals(sample: &Sample, cast: &Cast) {
    let class = &sample.classes[DEPARTMENTS];
    let (published, ranking) = (class.published(), class.ranking());
    let (good, excellent) = (Exact::whole(GOOD), Exact::whole(EXCELLENT));

    let rounded = class.total(class.unit(ROUNDED_UP));
    assert!(rounded < good && rounded.rounded() == GOOD, "rounds up to the cut");
    assert!(!class.cells[class.unit(ROUNDED_UP)].iter().all(super::board::Cell::applies));

    let [one, other] = cast.tied;
    assert_eq!(published[one], published[other], "a tie in rank");

    let distinct: BTreeSet<Hundredths> = published.iter().copied().collect();
    assert_eq!(distinct.len() + 2, published.len(), "two ties, the planted ones");

    let at = |place: usize| published[ranking[place - 1]];
    assert_eq!(at(SEATS), at(SEATS + 1), "a tie across the quota");
    assert!(at(SEATS) >= EXCELLENT, "the tie is above the cut");
    assert!(at(SEATS - 1) > at(SEATS) && at(SEATS + 1) > at(SEATS + 2), "two, no more");
    for unit in &ranking[..=SEATS] {
        assert!(*unit != cast.capped, "the capped unit stands apart from the quota");
    }
    let capped = class.total(cast.capped);
    assert!(capped >= good && capped < excellent, "would be 良好");

    assert!(class.total(cast.lifted) >= good, "lifted");
    assert!(class.first_total(cast.lifted).rounded() < GOOD, "below before");
    assert!(class.total(cast.gated).rounded() < 7_000, "below the gate");

    let counties = &sample.classes[COUNTIES];
    let [behind, ahead] = cast.counties;
    assert!(counties.total(ahead) > counties.total(behind), "overtaken");
    assert!(counties.first_total(ahead) < counties.first_total(behind), "not yet overtaken");
    assert_eq!(counties.total(behind), counties.first_total(behind), "by the appeal alone");
}

/// Final points equal first points plus the corrections, each of which begins where the one before
/// it ended; whatever differs has a row.
fn corrections_add_up(sample: &Sample) {
    let mut seen = BTreeSet::new();
    for row in &sample.corrections {
        let cell = &sample.classes[row.at.class].cells[row.at.unit][row.at.indicator];
        let full = sample.full(row.at);
        assert!(seen.insert(row.at), "one correction a cell");
        assert_eq!(row.before, full - cell.first_loss, "before");
        assert_eq!(row.after, full - cell.loss, "after");
    }
    let cells = sample.classes.iter().flat_map(|class| class.cells.iter().flatten());
    let changed = cells.filter(|cell| cell.loss != cell.first_loss).count();
    assert_eq!(changed, seen.len(), "every change has a row");
    let causes = seen.iter().map(|at| (at.class, at.indicator)).collect::<BTreeSet<_>>();
    assert!(causes.len() > 4, "corrections on several indicators");
}

/// Within an indicator one cause has one deduction, on final points and on first ones, but for the
/// two planted pairs among the departments.
fn equal_treatment(class: &Class) {
    let unequal = |loss: &dyn Fn(&super::board::Cell) -> Hundredths| {
        let mut pairs = 0;
        for at in 0..class.indicators.len() {
            for fault in 0..class.indicators[at].faults.len() {
                let holders = class.holders(at, fault);
                let losses = holders.iter().map(|unit| loss(&class.cells[*unit][at]));
                let losses: BTreeSet<Hundredths> = losses.filter(|loss| *loss > 0).collect();
                pairs += usize::from(losses.len() > 1);
            }
        }
        pairs
    };
    let wanted = if class.units.len() == 4 { 0 } else { 2 };
    assert_eq!(unequal(&|cell| cell.loss), wanted, "{}: final points", class.name);
    assert_eq!(unequal(&|cell| cell.first_loss), wanted, "{}: first points", class.name);
}

/// Within an indicator one cause is mended at one time, but for the planted loss of a department.
fn mended_alike(class: &Class) {
    let mut apart = 0;
    for at in 0..class.indicators.len() {
        for fault in 0..class.indicators[at].faults.len() {
            let holders = class.holders(at, fault);
            let mends: BTreeSet<&String> =
                holders.iter().map(|unit| &class.cells[*unit][at].mend).collect();
            apart += usize::from(mends.len() > 1);
        }
    }
    assert_eq!(apart, usize::from(class.units.len() != 4), "{}: mended at two times", class.name);
}
