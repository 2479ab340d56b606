//! Where two texts of a page differ.

/// Characters of a page that are compared one by one at most; of more, the whole stretch differs.
const MOST: usize = 4000;

/// Differences that are no further apart are one.
const NEAR: usize = 2;

/// What should be there, what is there instead, and what stands before and behind it; nothing when
/// the texts are the same.
pub(super) fn differences(
    expected: &str,
    found: &str,
    around: usize,
) -> Vec<(String, String, String)> {
    if expected == found {
        return Vec::new();
    }
    let own: Vec<char> = expected.chars().collect();
    let other: Vec<char> = found.chars().collect();
    let same = own.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let most = own.len().min(other.len()) - same;
    let ends = own.iter().rev().zip(other.iter().rev());
    let tail = ends.take(most).take_while(|(one, other)| one == other).count();
    let (own_end, other_end) = (own.len() - tail, other.len() - tail);
    // Where the stretches that differ begin and end, in either text.
    let mut stretches: Vec<[usize; 4]> = Vec::new();
    let (mut one, mut two) = (same, same);
    let pairs = pairs(&own[same..own_end], &other[same..other_end]).into_iter();
    let pairs = pairs.map(|(own, other)| (own + same, other + same));
    for (next, beside) in pairs.chain([(own_end, other_end)]) {
        if next > one || beside > two {
            match stretches.last_mut() {
                // Digits of one number that happen to be the same do not part it.
                Some(last) if one <= last[1] + NEAR => (last[1], last[3]) = (next, beside),
                _ => stretches.push([one, next, two, beside]),
            }
        }
        (one, two) = (next + 1, beside + 1);
    }
    let text = |part: &[char]| part.iter().collect::<String>();
    let told = stretches.into_iter().map(|[from, to, two, beside]| {
        let before = &own[from.saturating_sub(around)..from];
        let behind = &own[to..(to + around).min(own.len())];
        let place = text(before) + "…" + &text(behind);
        (text(&own[from..to]), text(&other[two..beside]), place)
    });
    told.collect()
}

/// The longest common subsequence, as pairs of places.
fn pairs(own: &[char], other: &[char]) -> Vec<(usize, usize)> {
    if own.len() > MOST || other.len() > MOST {
        return Vec::new();
    }
    let width = other.len() + 1;
    let mut lengths = vec![0_u16; (own.len() + 1) * width];
    for one in (0..own.len()).rev() {
        for two in (0..other.len()).rev() {
            lengths[one * width + two] = if own[one] == other[two] {
                lengths[(one + 1) * width + two + 1] + 1
            } else {
                lengths[(one + 1) * width + two].max(lengths[one * width + two + 1])
            };
        }
    }
    let (mut one, mut two, mut found) = (0, 0, Vec::new());
    while one < own.len() && two < other.len() {
        if own[one] == other[two] {
            found.push((one, two));
            (one, two) = (one + 1, two + 1);
        } else if lengths[(one + 1) * width + two] >= lengths[one * width + two + 1] {
            one += 1;
        } else {
            two += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn each_difference_is_told_with_its_place() {
        assert_eq!(differences("得分87.25分", "得分87.25分", 2), []);
        let told = |one: &str, two: &str, place: &str| (one.into(), two.into(), place.into());
        let found = differences("得分87.25分，第1名", "得分87.35分，第2名", 2);
        assert_eq!(found, [told("2", "3", "7.…5分"), told("1", "2", "，第…名")]);
        assert_eq!(differences("第16位", "第66位", 1), [told("1", "6", "第…6")]);
        assert_eq!(differences("0.161", "0.616", 1), [told("161", "616", ".…")]);
        assert_eq!(differences("五个", "", 2), [told("五个", "", "…")]);
        assert_eq!(differences("", "6", 2), [told("", "6", "…")]);
    }
}
