//! What a figure's parts come to.

use super::TracePart;
use super::catalogue::Calculation;
use crate::model::Exact;

/// The value that the parts give; none where a part has none, or the calculation is another.
pub(super) fn value(calculation: Calculation, parts: &[TracePart]) -> Option<Exact> {
    let numbers: Option<Vec<Exact>> = parts.iter().map(|part| part.exact).collect();
    let count = i128::try_from(parts.len()).ok().map(Exact::from_integer)?;
    let zero = Exact::from_integer(0);
    match calculation {
        Calculation::Count => Some(count),
        Calculation::Sum => Some(sum(&numbers?)),
        Calculation::Mean => Some(sum(&numbers?) / count).filter(|_| count > zero),
        Calculation::Ratio => {
            let whole = parts.get(1)?.exact.filter(|whole| *whole != zero)?;
            Some(parts.first()?.exact? / whole * Exact::from_integer(100))
        }
        Calculation::Difference => Some(parts.first()?.exact? - parts.get(1)?.exact?),
        Calculation::Read | Calculation::Steps | Calculation::Other => None,
    }
}

/// The sum of numbers.
pub(super) fn sum(numbers: &[Exact]) -> Exact {
    numbers.iter().fold(Exact::from_integer(0), |sum, own| sum + own)
}
