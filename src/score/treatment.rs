//! Step 4 of `rules.md`: indicators that do not apply.

use crate::check::CheckedClass;
use crate::model::{Exact, Points, parse_fraction};
use crate::settings::{Scoring, Treatment};

/// What a unit's base is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    /// Points of what applies, Ru.
    pub(super) points: Points,
    /// Full marks of what applies, Wu.
    pub(super) applicable_marks: Points,
    /// Full marks of all, Wc.
    pub(super) full_marks: Points,
    /// Indicators that apply, mu.
    pub(super) applicable_count: usize,
}

/// Adds up a unit's points and full marks, on whole ten-thousandths.
pub(super) fn sums(class: &CheckedClass, unit: usize) -> Sums {
    let (mut points, mut marks, mut count) = (0, 0, 0);
    for (position, indicator) in class.system.indicators.iter().enumerate() {
        if let Some(own) = class.cells.points(unit, position) {
            points += own.scaled();
            marks += indicator.full_marks.scaled();
            count += 1;
        }
    }
    Sums {
        points: Points::from_scaled(points),
        applicable_marks: Points::from_scaled(marks),
        full_marks: class.system.full_marks(),
        applicable_count: count,
    }
}

/// The base Bu; none when nothing applies (Wu = 0).
///
/// `rescale` Ru · Wc / Wu; `factor` Ru · f for units with a gap; `zero` Ru; `full` Ru + (Wc − Wu).
pub(super) fn base(scoring: &Scoring, sums: &Sums) -> Option<Exact> {
    if sums.applicable_count == 0 {
        return None;
    }
    let points = sums.points.exact();
    if sums.applicable_marks == sums.full_marks {
        return Some(points);
    }
    let (all, own) = (sums.full_marks.exact(), sums.applicable_marks.exact());
    let factor = scoring.not_applicable_factor.as_deref().and_then(parse_fraction);
    Some(match scoring.not_applicable? {
        Treatment::Rescale => points * all / own,
        Treatment::Factor => points * factor?,
        Treatment::Zero => points,
        Treatment::Full => points + all - own,
    })
}

/// Each dimension's part of the base: its points times what the treatment does to all points, and
/// under `full` the marks that do not apply.
pub(super) fn contributions(
    scoring: &Scoring,
    class: &CheckedClass,
    unit: usize,
    sums: &Sums,
) -> Vec<Exact> {
    let zero = Exact::from_integer(0);
    let gap = sums.applicable_marks != sums.full_marks;
    let treatment = scoring.not_applicable.filter(|_| gap && sums.applicable_count > 0);
    let scale = match treatment {
        Some(Treatment::Rescale) => sums.full_marks.exact() / sums.applicable_marks.exact(),
        Some(Treatment::Factor) => scoring
            .not_applicable_factor
            .as_deref()
            .and_then(parse_fraction)
            .unwrap_or(Exact::from_integer(1)),
        _ => Exact::from_integer(1),
    };
    let part = |leaf: usize| match class.cells.points(unit, leaf) {
        Some(points) => points.exact() * scale,
        None if treatment == Some(Treatment::Full) => {
            class.system.indicators[leaf].full_marks.exact()
        }
        None => zero,
    };
    let dimensions = class.system.dimensions.iter();
    dimensions.map(|dimension| dimension.leaves.clone().map(part).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rounding;
    use crate::settings::{GradeMethod, GradeSettings, Ties, TotalKind};

    fn base_of(treatment: Option<Treatment>, points: i64, own: i64, all: i64) -> Option<Exact> {
        let scoring = Scoring {
            decimals: 2,
            rounding: Rounding::HalfUp,
            not_applicable: treatment,
            not_applicable_factor: Some("4/3".to_owned()),
            rank_on: TotalKind::Published,
            ties: Ties::Gap,
            grade: GradeSettings {
                method: GradeMethod::None,
                on: TotalKind::Published,
                levels: Vec::new(),
            },
        };
        let points_of = |points: i64| Points::from_scaled(points * Points::SCALE);
        let sums = Sums {
            points: points_of(points),
            applicable_marks: points_of(own),
            full_marks: points_of(all),
            applicable_count: usize::from(own > 0),
        };
        base(&scoring, &sums)
    }

    /// 50 of 75 points that apply, of 100: 50 · 100 / 75 = 66⅔; 50 · 4/3 the same; 50; 50 + 25.
    #[test]
    fn treatments_by_hand() {
        let two_thirds = Some(Exact::new(200, 3));
        assert_eq!(base_of(Some(Treatment::Rescale), 50, 75, 100), two_thirds);
        assert_eq!(base_of(Some(Treatment::Factor), 50, 75, 100), two_thirds);
        assert_eq!(base_of(Some(Treatment::Zero), 50, 75, 100), Some(Exact::from_integer(50)));
        assert_eq!(base_of(Some(Treatment::Full), 50, 75, 100), Some(Exact::from_integer(75)));
        assert_eq!(base_of(None, 50, 100, 100), Some(Exact::from_integer(50)));
        // The factor is for units with a gap only.
        let whole = base_of(Some(Treatment::Factor), 50, 100, 100);
        assert_eq!(whole, Some(Exact::from_integer(50)));
        assert_eq!(base_of(Some(Treatment::Rescale), 0, 0, 100), None);
    }
}
