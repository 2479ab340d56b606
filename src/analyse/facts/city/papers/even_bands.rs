//! Score bands that anybody may read: none holds few units, and a histogram of them misleads nobody.

use crate::analyse::distribution::Band;
use crate::model::Points;

/// The most bands into which neighbours can be put together so that each holds the least number of
/// units and those between the ends are equally wide; an end of another width is open. Fewer than
/// two bands say nothing: then none. Every unit must be in one of the bands.
pub(super) fn evenly(all: &[Band], least: usize) -> Vec<Band> {
    let Some(first) = all.iter().position(|band| band.count > 0) else {
        return Vec::new();
    };
    let end = all.iter().rposition(|band| band.count > 0).unwrap_or(first);
    let used = &all[first..=end];
    let mut best: Vec<Band> = Vec::new();
    for step in 1..used.len() {
        for below in 1..used.len() {
            for middle in 0..=(used.len() - below - 1) / step {
                let found = parted(used, below, step, middle);
                let enough = found.iter().all(|band| band.count >= least);
                if enough && found.len() > best.len() && is_even(&found) {
                    best = found;
                }
            }
        }
    }
    open_ends(&mut best);
    best
}

/// The first `below` bands as one, `middle` of `step` bands each, and the rest as one.
fn parted(used: &[Band], below: usize, step: usize, middle: usize) -> Vec<Band> {
    let mut cuts = vec![0];
    cuts.extend((0..=middle).map(|at| below + at * step));
    cuts.push(used.len());
    let whole = |cut: &[usize]| {
        let part = &used[cut[0]..cut[1]];
        let count = part.iter().map(|band| band.count).sum();
        Band { from: part[0].from, to: part[part.len() - 1].to, count }
    };
    cuts.windows(2).map(whole).collect()
}

fn width(band: &Band) -> Option<i64> {
    band.to.map(|to| to.scaled() - band.from.scaled())
}

/// Whether the bands between the ends are equally wide.
fn is_even(bands: &[Band]) -> bool {
    let inner = &bands[1..bands.len() - 1];
    inner.windows(2).all(|pair| width(&pair[0]) == width(&pair[1]))
}

/// Opens an end that is not as wide as its neighbour: from nothing, up to any total.
fn open_ends(bands: &mut [Band]) {
    let widths: Vec<Option<i64>> = bands.iter().map(width).collect();
    let count = bands.len();
    if count > 1 && widths[0] != widths[1] {
        bands[0].from = Points::default();
    }
    if count > 1 && widths[count - 1] != widths[count - 2] {
        bands[count - 1].to = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bounds: &[i64], counts: &[usize], least: usize) -> Vec<(i64, Option<i64>, usize)> {
        let points = |whole: i64| Points::parse(&whole.to_string()).expect("a number");
        let uppers = bounds.iter().skip(1).copied().map(Some).chain([None]);
        let bands = bounds.iter().zip(uppers).zip(counts);
        let bands = bands.map(|((from, to), count)| Band {
            from: points(*from),
            to: to.map(points),
            count: *count,
        });
        let whole = |points: Points| points.scaled() / points_of_one();
        let wide = evenly(&bands.collect::<Vec<Band>>(), least);
        wide.iter().map(|band| (whole(band.from), band.to.map(whole), band.count)).collect()
    }

    fn points_of_one() -> i64 {
        Points::parse("1").expect("a number").scaled()
    }

    const BOUNDS: [i64; 8] = [0, 60, 65, 70, 75, 80, 85, 90];

    #[test]
    fn an_end_of_another_width_is_open() {
        let wide = found(&BOUNDS, &[0, 1, 1, 3, 13, 11, 4, 4], 3);
        let expected =
            [(0, Some(75), 5), (75, Some(80), 13), (80, Some(85), 11), (85, Some(90), 4)];
        assert_eq!(wide[..4], expected);
        assert_eq!(wide[4..], [(90, None, 4)]);
    }

    #[test]
    fn bands_of_the_same_width_keep_their_bounds() {
        let wide = found(&BOUNDS, &[0, 0, 3, 3, 5, 3, 0, 0], 3);
        let expected = [(65, Some(70), 3), (70, Some(75), 3), (75, Some(80), 5), (80, Some(85), 3)];
        assert_eq!(wide, expected);
    }

    #[test]
    fn what_is_between_is_equally_wide() {
        // Tens, for the fives hold too few.
        let wide = found(&BOUNDS, &[3, 2, 2, 1, 2, 2, 2, 3], 3);
        let expected = [(0, Some(60), 3), (60, Some(70), 4), (70, Some(80), 3), (80, Some(90), 4)];
        assert_eq!(wide[..4], expected);
        assert_eq!(wide[4..], [(90, None, 3)]);
    }

    #[test]
    fn nothing_of_one_band_or_few_units() {
        assert_eq!(found(&BOUNDS, &[0, 0, 9, 0, 0, 0, 0, 0], 3), []);
        assert_eq!(found(&BOUNDS, &[0, 0, 2, 2, 0, 0, 0, 0], 3), []);
        assert_eq!(found(&BOUNDS, &[0; 8], 3), []);
        assert_eq!(found(&[], &[], 3), []);
    }
}
