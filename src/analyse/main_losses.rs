//! Main losses of a class: the fewest indicators that make the set share of its loss, and of those
//! the ones that lose more than their full marks would let expect.

use super::IndicatorStatistics;
use crate::check::CheckedClass;
use crate::model::exact_decimal;
use crate::settings::Statistics;

/// Marks the main losses of a class.
pub(super) fn mark(settings: &Statistics, class: &CheckedClass, list: &mut [IndicatorStatistics]) {
    let losses: Vec<i64> = list.iter().map(|own| own.loss.scaled()).collect();
    // Full marks count once for every unit to which they apply.
    let marks = list.iter().zip(&class.system.indicators).map(|(own, indicator)| {
        i128::try_from(own.count).unwrap_or_default() * i128::from(indicator.full_marks.scaled())
    });
    for position in main_losses(&losses, &marks.collect::<Vec<i128>>(), settings.main_loss_share) {
        list[position].main_loss = true;
    }
}

/// Positions of the main losses: by loss (ties in table order) the indicators that first reach the
/// share, and of these each whose share of the loss is above its share of the full marks. All in
/// whole ten-thousandths, so that nothing hangs on the last bit of a float.
fn main_losses(losses: &[i64], marks: &[i128], share: f64) -> Vec<usize> {
    let whole: i128 = losses.iter().copied().map(i128::from).sum();
    let whole_marks: i128 = marks.iter().sum();
    let share = exact_decimal(share);
    let mut order: Vec<usize> = (0..losses.len()).collect();
    order.sort_by_key(|position| std::cmp::Reverse(losses[*position]));
    let mut made = 0;
    let mut main = Vec::new();
    for position in order {
        // made / whole ≥ share.
        if made * share.denom() >= share.numer() * whole {
            break;
        }
        let own = i128::from(losses[position]);
        made += own;
        // own / whole > marks / whole marks.
        if own * whole_marks > marks[position] * whole {
            main.push(position);
        }
    }
    main
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Losses 40, 30, 20, 10 of 100. Half is first reached by 40 and 30.
    #[test]
    fn the_prefix_that_first_reaches_the_share() {
        let marks = [10; 4];
        // Shares of full marks are 25%: 40% and 30% are above.
        assert_eq!(main_losses(&[20, 40, 10, 30], &marks, 0.5), [1, 3]);
        // Exactly reached by the first: the second is not needed.
        assert_eq!(main_losses(&[20, 40, 10, 30], &marks, 0.4), [1]);
        assert_eq!(main_losses(&[20, 40, 10, 30], &marks, 0.400_1), [1, 3]);
        // 0.7 is reached exactly, though 0.4 + 0.3 of floats would be a little below 0.7 or above.
        assert_eq!(main_losses(&[20, 40, 10, 30], &marks, 0.7), [1, 3]);
    }

    /// The first of the prefix has 60 of 100 full marks and 40% of the loss: it fills the prefix
    /// and is no main loss, and the third does not move up for it.
    #[test]
    fn filled_first_then_filtered() {
        assert_eq!(main_losses(&[40, 30, 20, 10], &[60, 20, 10, 10], 0.5), [1]);
        // A share equal to that of full marks is not above it.
        assert_eq!(main_losses(&[40, 30, 20, 10], &[40, 30, 20, 10], 0.9), [0_usize; 0]);
    }

    #[test]
    fn ties_nothing_and_everything() {
        assert_eq!(main_losses(&[5, 5, 5], &[1, 1, 4], 0.5), [0, 1]);
        assert_eq!(main_losses(&[0, 0], &[1, 1], 0.5), [0_usize; 0]);
        assert_eq!(main_losses(&[], &[], 0.5), [0_usize; 0]);
        assert_eq!(main_losses(&[3, 1], &[1, 1], 0.0), [0_usize; 0]);
        // All of it: the last has no loss, and 1/4 is below 1/3.
        assert_eq!(main_losses(&[3, 1, 0], &[1, 1, 1], 1.0), [0]);
    }
}
