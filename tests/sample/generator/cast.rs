//! Which unit plays which part. Parts are given by what the unit has after the draw.

use super::board::{COUNTIES, Class, DEPARTMENTS};
use super::exact::Hundredths;

/// Departments with a part of their own, by position.
pub struct Cast {
    /// An accepted appeal lifts it over the cut between 一般 and 良好.
    pub lifted: usize,
    /// Would be 良好, may only be 一般.
    pub capped: usize,
    /// Its base is below the gate of the bonus.
    pub gated: usize,
    /// Its bonus is above the cap.
    pub generous: usize,
    /// One event costs it twice.
    pub twice: usize,
    /// Its scan came late.
    pub late: usize,
    /// One of its papers was returned.
    pub returned: usize,
    /// Handed in no self-assessment form.
    pub formless: usize,
    /// Gave itself full marks throughout.
    pub immodest: usize,
    /// Two with the same total, in the middle.
    pub tied: [usize; 2],
    /// Much better than last year.
    pub improved: usize,
    /// Worse than last year.
    pub fallen: usize,
    /// The second county of the draw and the third, which an appeal puts before it.
    pub counties: [usize; 2],
    /// Departments without a part, best first.
    pub others: Vec<usize>,
}

impl Cast {
    /// Gives the parts.
    pub fn choose([counties, class]: &[Class; 2]) -> Self {
        let applies = |unit: &usize| class.cells[*unit].iter().all(super::board::Cell::applies);
        let ranking = class.ranking();
        // The best ten stay out: the tie across the quota is made there.
        let mut free: Vec<usize> = ranking.iter().copied().skip(10).filter(applies).collect();
        let totals = class.published();
        let mut take = |near: Hundredths| {
            let best = (0..free.len()).min_by_key(|at| (totals[free[*at]] - near).abs());
            free.remove(best.unwrap())
        };
        let lifted = take(7_520);
        let gated = take(6_750);
        let capped = take(8_250);
        let tied = [take(8_100), take(8_080)];
        let twice = take(7_700);
        let (late, returned) = (take(7_900), take(8_000));
        let (formless, immodest) = (take(7_800), take(7_350));
        let (improved, fallen) = (take(8_200), take(7_300));
        let generous = ranking[3];
        let top = ranking.iter().copied().take(10).filter(|unit| *unit != generous);
        let others = top.chain(free).collect();
        Self {
            lifted,
            capped,
            gated,
            generous,
            twice,
            late,
            returned,
            formless,
            immodest,
            tied,
            improved,
            fallen,
            counties: [counties.ranking()[1], counties.ranking()[2]],
            others,
        }
    }
}

/// Abilities of the counties.
pub const COUNTY_ABILITIES: [f64; 4] = [1.4, 0.0, 0.6, -0.5];

/// Units weak in one dimension: class, short name, dimension from 0.
pub const WEAK: [(usize, &str, usize); 9] = [
    (COUNTIES, "陆河县", 4),
    (COUNTIES, "海丰县", 3),
    (DEPARTMENTS, "市公安局", 3),
    (DEPARTMENTS, "市水务局", 4),
    (DEPARTMENTS, "市国资委", 1),
    (DEPARTMENTS, "市林业局", 2),
    (DEPARTMENTS, "市审计局", 3),
    (DEPARTMENTS, "市信访局", 0),
    (DEPARTMENTS, "市人防办", 2),
];

/// Abilities of the departments that have no ability of their own below, best first.
const ABILITIES: [f64; 29] = [
    2.4, 1.8, 1.5, 1.2, 1.0, 0.85, 0.75, 0.65, 0.58, 0.5, 0.42, 0.35, 0.28, 0.22, 0.15, 0.1, 0.03,
    -0.05, -0.15, -0.25, -0.35, -0.45, -0.6, -0.75, -0.9, -1.2, -1.7, -2.8, -4.0,
];

/// Abilities of the 管委会 (first four) and the last four small bodies.
const SMALL: [f64; 8] = [-0.6, -1.2, -0.4, -0.8, -0.3, -0.9, -0.7, -1.4];

/// Abilities of the departments in list order.
pub fn department_abilities(seed: u64) -> Vec<f64> {
    let mut middle = ABILITIES;
    super::random::Random::new(seed, "abilities").shuffle(&mut middle);
    SMALL[..4].iter().chain(&middle).chain(&SMALL[4..]).copied().collect()
}
