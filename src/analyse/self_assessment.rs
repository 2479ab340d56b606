//! Self-assessment against result.

use num_traits::{CheckedAdd as _, CheckedDiv as _};

use super::statistics::mean_f64;
use crate::check::CheckedClass;
use crate::model::{Exact, Points, exact_to_f64};

/// A unit's self-assessment against the result, over the indicators that have both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfComparison {
    /// Indicators with both.
    pub count: usize,
    /// Indicators on which both agree.
    pub equal: usize,
    /// Indicators on which the unit gave itself more.
    pub over: usize,
    /// Indicators on which it gave itself less.
    pub under: usize,
    /// Sum of its own points.
    pub claimed: Points,
    /// Sum of the final points.
    pub given: Points,
    /// Sum of the distances.
    pub distance: Points,
    /// Full marks of what applies to it.
    pub marks: Points,
    /// Whether it claims full marks everywhere.
    pub all_full: bool,
    /// Indicators on which it gave itself more, largest difference first.
    pub largest: Vec<(usize, Points)>,
    /// The same against first points; none where the class has none.
    pub first: Option<FirstComparison>,
}

/// A unit's self-assessment against first points, over the indicators that apply and have both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FirstComparison {
    /// Indicators on which both agree.
    pub equal: usize,
    /// Sum of claimed minus first points.
    pub over: Points,
    /// Sum of the distances.
    pub distance: Points,
}

impl SelfComparison {
    /// Claimed minus given points as a share of the full marks that apply to the unit.
    #[must_use]
    pub fn bias(&self) -> Option<Exact> {
        self.of_marks(self.claimed.scaled() - self.given.scaled())
    }

    /// Σ|s − x| as a share of the full marks that apply to the unit.
    #[must_use]
    pub fn size(&self) -> Option<Exact> {
        self.of_marks(self.distance.scaled())
    }

    /// Share of the indicators with both on which both agree.
    #[must_use]
    pub fn agreement(&self) -> Option<Exact> {
        let exact = |count: usize| i128::try_from(count).unwrap_or_default();
        (self.count > 0).then(|| Exact::new(exact(self.equal), exact(self.count)))
    }

    /// Bias against first points, by the same full marks.
    #[must_use]
    pub fn first_bias(&self) -> Option<Exact> {
        self.of_marks(self.first?.over.scaled())
    }

    /// Size against first points, by the same full marks.
    #[must_use]
    pub fn first_size(&self) -> Option<Exact> {
        self.of_marks(self.first?.distance.scaled())
    }

    fn of_marks(&self, scaled: i64) -> Option<Exact> {
        let marks = self.marks.scaled();
        (marks > 0).then(|| Exact::new(scaled.into(), marks.into()))
    }
}

/// Compares a unit's self-assessment with its final points; none without a form.
pub(super) fn self_comparison(class: &CheckedClass, unit: usize) -> Option<SelfComparison> {
    let form = class.registers.self_points.get(unit)?.as_ref()?;
    let mut whole = SelfComparison {
        count: 0,
        equal: 0,
        over: 0,
        under: 0,
        claimed: Points::ZERO,
        given: Points::ZERO,
        distance: Points::ZERO,
        marks: Points::ZERO,
        all_full: true,
        largest: Vec::new(),
        first: class.has_first.then(|| first_comparison(class, unit, form)),
    };
    let (mut claimed, mut given, mut distance, mut marks) = (0, 0, 0, 0);
    for (leaf, own) in form.iter().enumerate() {
        let full = class.system.indicators[leaf].full_marks;
        let result = class.cells.points(unit, leaf);
        marks += result.map_or(0, |_| full.scaled());
        // An empty cell claims nothing, unless the indicator does not apply.
        whole.all_full &= own.map_or(result.is_none(), |own| own >= full);
        let Some((own, result)) = own.zip(result) else {
            continue;
        };
        let difference = own.scaled() - result.scaled();
        whole.count += 1;
        claimed += own.scaled();
        given += result.scaled();
        distance += difference.abs();
        match difference {
            0 => whole.equal += 1,
            1.. => {
                whole.over += 1;
                whole.largest.push((leaf, Points::from_scaled(difference)));
            }
            _ => whole.under += 1,
        }
    }
    whole.largest.sort_by_key(|(_, difference)| std::cmp::Reverse(*difference));
    whole.claimed = Points::from_scaled(claimed);
    whole.given = Points::from_scaled(given);
    whole.distance = Points::from_scaled(distance);
    whole.marks = Points::from_scaled(marks);
    (whole.count > 0).then_some(whole)
}

fn first_comparison(class: &CheckedClass, unit: usize, form: &[Option<Points>]) -> FirstComparison {
    let (mut equal, mut over, mut distance) = (0, 0, 0);
    for (leaf, own) in form.iter().enumerate() {
        let first = class.cells.points(unit, leaf).and_then(|_| class.cells.first(unit, leaf));
        if let Some((own, first)) = own.zip(first) {
            let difference = own.scaled() - first.scaled();
            equal += usize::from(difference == 0);
            over += difference;
            distance += difference.abs();
        }
    }
    let (over, distance) = (Points::from_scaled(over), Points::from_scaled(distance));
    FirstComparison { equal, over, distance }
}

/// Self-assessments of a class; means are unweighted, over the units with a form.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfStatistics {
    /// Units with a form.
    pub forms: usize,
    /// Units without one.
    pub missing: Vec<usize>,
    /// Units that claim full marks everywhere.
    pub all_full: Vec<usize>,
    /// Mean of the bias over the units with a form, as a share of full marks.
    pub mean_bias: Option<f64>,
    /// The same exactly; none where its denominator is too large to be kept.
    pub mean_bias_exact: Option<Exact>,
    /// Mean of the size, as a share of full marks.
    pub mean_size: Option<f64>,
    /// Mean of the agreement.
    pub mean_agreement: Option<f64>,
    /// Mean of the bias against first points; none where the class has none.
    pub mean_first_bias: Option<f64>,
    /// Mean of the size against first points; none where the class has none.
    pub mean_first_size: Option<f64>,
}

/// Arithmetic mean; none without values and where it cannot be kept exactly.
fn exact_mean(values: &[Exact]) -> Option<Exact> {
    let count = i128::try_from(values.len()).ok().filter(|count| *count > 0)?;
    let sum = values.iter().try_fold(Exact::from(0), |sum, own| sum.checked_add(own))?;
    sum.checked_div(&Exact::from_integer(count))
}

/// Describes the self-assessments of a class; none when it has no table of them.
pub(super) fn self_statistics(
    class: &CheckedClass,
    comparisons: &[Option<SelfComparison>],
) -> Option<SelfStatistics> {
    if class.registers.self_points.is_empty() {
        return None;
    }
    let with = |test: fn(&SelfComparison) -> bool| {
        let all = comparisons.iter().enumerate();
        all.filter(|(_, own)| own.as_ref().is_some_and(test)).map(|(unit, _)| unit).collect()
    };
    let bias: Vec<Exact> = comparisons.iter().flatten().filter_map(SelfComparison::bias).collect();
    let mean_of = |of: fn(&SelfComparison) -> Option<Exact>| {
        let values = comparisons.iter().flatten().filter_map(of).map(exact_to_f64);
        mean_f64(&values.collect::<Vec<f64>>())
    };
    let missing = comparisons.iter().enumerate();
    Some(SelfStatistics {
        forms: comparisons.iter().flatten().count(),
        missing: missing.filter(|(_, own)| own.is_none()).map(|(unit, _)| unit).collect(),
        all_full: with(|own| own.all_full),
        mean_bias: mean_of(SelfComparison::bias),
        mean_bias_exact: exact_mean(&bias),
        mean_size: mean_of(SelfComparison::size),
        mean_agreement: mean_of(SelfComparison::agreement),
        mean_first_bias: mean_of(SelfComparison::first_bias),
        mean_first_size: mean_of(SelfComparison::first_size),
    })
}
