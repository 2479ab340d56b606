//! What holds for any assessment: small random ones, read from files as an office would give them.

use std::fmt::Write as _;

use make_reports::analyse::{Analysis, analyse, facts};
use make_reports::crew::Crew;
use make_reports::model::Exact;
use make_reports::score::{Scorebook, UnitScore};
use proptest::prelude::*;

use crate::support::{City, scorebook};

/// One random assessment: full marks and points in tenths.
#[derive(Debug, Clone)]
struct Random {
    /// Full marks by indicator; every second indicator begins a dimension.
    marks: Vec<u32>,
    /// Points by unit and indicator, at most the marks; none where it does not apply.
    points: Vec<Vec<Option<u32>>>,
}

impl Random {
    /// Writes it into a city under settings of scoring.
    fn scored(&self, scoring: &str) -> Scorebook {
        self.scored_in_order(scoring, &(0..self.points.len()).collect::<Vec<_>>())
    }

    /// The same with the unit list in another order.
    fn scored_in_order(&self, scoring: &str, order: &[usize]) -> Scorebook {
        let city = City::copy("treatments");
        let settings = city.read("settings.toml");
        let head = settings.split_once("[scoring]").unwrap().0;
        city.write("settings.toml", format!("{head}{scoring}"));
        let mut indicators = "一级指标,二级指标,指标编号,分值\n".to_owned();
        for (at, marks) in self.marks.iter().enumerate() {
            writeln!(indicators, "维度{},指标{at},I{at},{}", at / 2, tenths(*marks)).unwrap();
        }
        let mut units = "单位代码,单位名称,类别\n".to_owned();
        let mut scores = "单位,指标,得分,扣分原因\n".to_owned();
        for unit in order {
            writeln!(units, "U{unit},单位{unit}号,counties").unwrap();
            for (at, points) in self.points[*unit].iter().enumerate() {
                let points = points.map_or("不适用".to_owned(), tenths);
                writeln!(scores, "U{unit},I{at},{points},略").unwrap();
            }
        }
        city.write("indicators.csv", indicators).write("units.csv", units);
        city.write("scores.csv", scores);
        scorebook(&city)
    }
}

fn tenths(value: u32) -> String {
    format!("{}.{}", value / 10, value % 10)
}

fn some_assessment(indicators: std::ops::Range<usize>) -> impl Strategy<Value = Random> {
    (prop::collection::vec(1..400_u32, indicators), 1..9_usize).prop_flat_map(|(marks, units)| {
        let cell = |marks: u32| {
            // Few different values, so that there are ties.
            let quarters = (0..=4_u32).prop_map(move |quarter| marks * quarter / 4);
            prop::option::weighted(0.8, prop_oneof![quarters, 0..=marks])
        };
        let row: Vec<_> = marks.iter().map(|marks| cell(*marks)).collect();
        let points = prop::collection::vec(row, units);
        (Just(marks), points).prop_map(|(marks, points)| Random { marks, points })
    })
}

fn some_treatment() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\"rescale\"",
        "\"rescale_within\"",
        "\"redistribute\"",
        "\"factor\"\nnot_applicable_factor = \"4/3\"",
        "\"zero\"",
        "\"full\"",
    ])
}

/// Settings of scoring on exact totals, under a treatment and ways to give grades.
fn scoring(treatment: &str, grades: &str) -> String {
    format!(
        "[scoring]\nrank_on = \"exact\"\nnot_applicable = {treatment}\n\n[scoring.grade]\n\
         on = \"exact\"\n{grades}\n"
    )
}

const NO_GRADES: &str = "method = \"none\"";

/// Ways to give grades, with names `1`, `2`, `3`.
fn some_grades() -> impl Strategy<Value = String> {
    let method = prop::sample::select(vec!["thresholds", "quota", "both"]);
    let tie = prop::sample::select(vec!["all", "none"]);
    (method, tie, any::<bool>(), 1..6_u32, 1..5_u32).prop_map(
        |(method, tie, least, first, second)| {
            let level = |name: &str, from: u32, share: u32| {
                let from = format!(", from = \"{from}\"");
                let share = format!(", share = \"0.{share}\"");
                match method {
                    "thresholds" => format!("{{ name = \"{name}\"{from} }}"),
                    "quota" => format!("{{ name = \"{name}\"{share} }}"),
                    _ => format!("{{ name = \"{name}\"{from}{share} }}"),
                }
            };
            format!(
                "method = \"{method}\"\nquota_tie = \"{tie}\"\nquota_floor_one = {least}\n\
                 levels = [{}, {}, {{ name = \"3\" }}]",
                level("1", 40, first),
                level("2", 20, second)
            )
        },
    )
}

fn units(book: &Scorebook) -> &[UnitScore] {
    &book.classes[0]
}

fn ranks(book: &Scorebook) -> Vec<Option<(usize, bool)>> {
    units(book).iter().map(|unit| unit.rank.map(|rank| (rank.place, rank.tied))).collect()
}

/// Rates of units, of their dimensions, and of the class's indicators.
fn rates(book: &Scorebook) -> (Vec<Option<Exact>>, Vec<Option<Exact>>) {
    let unit = |unit: &UnitScore| {
        let applies = unit.applicable_count > 0;
        applies.then(|| unit.points.exact() / unit.applicable_marks.exact())
    };
    let own = &analyse(book, Crew::new(2)).classes[0];
    let indicators = own.indicators.iter().filter(|own| own.count > 0);
    (units(book).iter().map(unit).collect(), indicators.map(|own| own.mean_rate).collect())
}

/// Everything that papers say, made and thrown away.
fn speak(book: &Scorebook) -> Analysis {
    let analysis = analyse(book, Crew::new(2));
    for (class, scores) in book.classes.iter().enumerate() {
        for unit in 0..scores.len() {
            let _ = facts::unit(book, &analysis, class, unit);
        }
    }
    let _ = facts::city(book, &analysis);
    analysis
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Another order of the unit list: the same totals, ranks and grades.
    #[test]
    fn order_of_units_does_not_matter(
        random in some_assessment(1..6),
        treatment in some_treatment(),
        grades in some_grades(),
        seed in any::<u64>(),
    ) {
        let settings = scoring(treatment, &grades);
        let book = random.scored(&settings);
        let count = random.points.len();
        let mut order: Vec<usize> = (0..count).collect();
        let mut state = seed;
        for at in (1..count).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let other = random.scored_in_order(&settings, &order);
        for (position, unit) in order.iter().enumerate() {
            let (own, moved) = (&units(&book)[*unit], &units(&other)[position]);
            prop_assert_eq!(own, moved);
        }
    }

    /// Every unit with a total has one grade, and nobody else has one; no grade has more units than
    /// its seats, but for ties where all of them are in.
    #[test]
    fn grades_add_up(random in some_assessment(1..6), treatment in some_treatment(), grades in some_grades()) {
        let book = random.scored(&scoring(treatment, &grades));
        for unit in units(&book) {
            prop_assert_eq!(unit.grade.is_some(), unit.total.is_some());
        }
        let settings = &book.checked.settings.scoring.grade;
        let least = usize::from(settings.quota_floor_one);
        let all_in = grades.contains("quota_tie = \"all\"");
        for (grade, cut) in book.checked.cuts.iter().enumerate() {
            let Some(share) = cut.share else { continue };
            let count = i128::try_from(units(&book).len()).unwrap();
            let seats = usize::try_from((share * Exact::from(count)).floor().to_integer()).unwrap();
            let own: Vec<Exact> = units(&book)
                .iter()
                .filter(|unit| unit.grade == Some(grade))
                .filter_map(|unit| unit.total)
                .collect();
            let lowest = own.iter().min();
            let above_lowest = own.iter().filter(|total| Some(*total) > lowest).count();
            if all_in {
                prop_assert!(own.is_empty() || above_lowest < seats.max(least));
            } else {
                prop_assert!(own.len() <= seats.max(least));
            }
        }
    }

    /// A better total never has a worse grade.
    #[test]
    fn grades_follow_totals(random in some_assessment(1..6), treatment in some_treatment(), grades in some_grades()) {
        let book = random.scored(&scoring(treatment, &grades));
        for one in units(&book) {
            for other in units(&book) {
                if one.total.is_some() && one.total > other.total {
                    prop_assert!(other.grade.is_none() || one.grade <= other.grade);
                }
                if one.total == other.total {
                    prop_assert_eq!(one.grade, other.grade);
                }
            }
        }
    }

    /// More points in one cell and the rest unmoved: neither rank nor grade by cuts falls.
    #[test]
    fn more_points_never_rank_lower(
        random in some_assessment(1..6),
        treatment in some_treatment(),
        unit in any::<prop::sample::Index>(),
        cell in any::<prop::sample::Index>(),
        more in 1..400_u32,
    ) {
        let cuts = "method = \"thresholds\"\nlevels = [{ name = \"1\", from = \"40\" }, { name = \"2\" }]";
        let settings = scoring(treatment, cuts);
        let (unit, cell) = (unit.index(random.points.len()), cell.index(random.marks.len()));
        let before = random.scored(&settings);
        let mut raised = random.clone();
        raised.points[unit][cell] =
            raised.points[unit][cell].map(|points| (points + more).min(random.marks[cell]));
        let after = raised.scored(&settings);
        let place = |book: &Scorebook| units(book)[unit].rank.map(|rank| rank.place);
        prop_assert!(place(&after) <= place(&before));
        prop_assert!(units(&after)[unit].grade <= units(&before)[unit].grade);
        prop_assert!(units(&after)[unit].total >= units(&before)[unit].total);
    }

    /// An indicator that applies to nobody: without it rates stay, and ranks too where its weight
    /// goes to no indicator in particular.
    #[test]
    fn an_indicator_that_applies_to_nobody_changes_nothing(
        random in some_assessment(1..6),
        treatment in some_treatment(),
        marks in 1..400_u32,
    ) {
        let settings = scoring(treatment, NO_GRADES);
        let mut with = random.clone();
        with.marks.push(marks);
        for row in &mut with.points {
            row.push(None);
        }
        let (with, without) = (with.scored(&settings), random.scored(&settings));
        prop_assert_eq!(rates(&with), rates(&without));
        if ["\"rescale\"", "\"zero\"", "\"full\""].contains(&treatment) {
            prop_assert_eq!(ranks(&with), ranks(&without));
        }
    }

    /// Full marks and points three times as large: the same rates, ranks and ties, and totals three
    /// times as large.
    #[test]
    fn scale_does_not_matter(random in some_assessment(1..6), treatment in some_treatment()) {
        let settings = scoring(treatment, NO_GRADES);
        let mut large = random.clone();
        large.marks.iter_mut().for_each(|marks| *marks *= 3);
        large.points.iter_mut().flatten().flatten().for_each(|points| *points *= 3);
        let (small, large) = (random.scored(&settings), large.scored(&settings));
        prop_assert_eq!(rates(&small), rates(&large));
        prop_assert_eq!(ranks(&small), ranks(&large));
        for (small, large) in units(&small).iter().zip(units(&large)) {
            prop_assert_eq!(small.total.map(|total| total * Exact::from(3)), large.total);
        }
    }

    /// Dimensions' parts add up to the base, and every figure of every paper can be made.
    #[test]
    fn parts_add_up(random in some_assessment(1..8), treatment in some_treatment(), grades in some_grades()) {
        let book = random.scored(&scoring(treatment, &grades));
        for unit in units(&book) {
            if let Some(base) = unit.base {
                prop_assert_eq!(unit.contributions.iter().sum::<Exact>(), base);
            }
        }
        let analysis = speak(&book);
        let totals = &analysis.classes[0].totals;
        prop_assert_eq!(totals.bands.iter().map(|band| band.count).sum::<usize>(), totals.count);
    }
}

/// Forty units with gaps everywhere and marks whose ten-thousandths are prime: no two units have
/// one denominator. Whatever cannot be kept is a finding; nothing panics.
#[test]
fn long_denominators_never_panic() {
    const PRIMES: [u32; 12] =
        [9871, 9883, 9887, 9901, 9907, 9923, 9929, 9931, 9941, 9949, 9967, 9973];
    for treatment in ["\"rescale\"", "\"rescale_within\"", "\"redistribute\"", "\"zero\""] {
        for count in [2, 6, 7, 8, 9, 10, 12] {
            let marks = PRIMES[..count].to_vec();
            let points = (0..40_usize)
                .map(|unit| {
                    let cell = |at: usize| {
                        let gap = (unit * 7 + at * 5).is_multiple_of(11);
                        (!gap).then(|| marks[at] - u32::try_from((unit + at) % 9).unwrap())
                    };
                    (0..count).map(cell).collect()
                })
                .collect();
            let book = Random { marks: marks.clone(), points };
            let book = book.scored(&scoring(treatment, NO_GRADES));
            // A run with an error makes no papers.
            if book.findings.iter().all(|found| found.code != "treatment-overflow") {
                speak(&book);
            }
        }
    }
}
