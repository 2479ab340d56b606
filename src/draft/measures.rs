//! Lengths, colours and lines as a layout writes them down, in the units of Word.

use super::blocks::Border;

/// Twips of a point.
const TWIPS: f64 = 20.0;

/// A number that a layout wrote: with `−`, and with what stands behind it.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace('\u{2212}', "-");
    let end = text
        .find(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '.' | '-'))
        .unwrap_or(text.len());
    text[..end].parse().ok()
}

/// Points as twips.
#[expect(clippy::cast_possible_truncation, reason = "a length of a page, rounded")]
pub fn twips(points: f64) -> i64 {
    (points * TWIPS).round().clamp(-31_000.0, 31_000.0) as i64
}

/// Points as half points: 3号, 15.75 points on the grid, is 16 in Word.
#[expect(clippy::cast_possible_truncation, reason = "a size of type, rounded")]
pub fn half_points(points: f64) -> i64 {
    (points * 2.0).round().clamp(2.0, 400.0) as i64
}

/// Millimetres as English metric units.
#[expect(clippy::cast_possible_truncation, reason = "a length of a page, rounded")]
pub fn metric(millimetres: f64) -> i64 {
    (millimetres * 36_000.0).round().clamp(1.0, 2e8) as i64
}

/// Six hexadecimal digits of `#rrggbb` or `luma(55%)`; none of anything else.
pub fn colour(text: &str) -> Option<String> {
    if let Some(at) = text.find('#') {
        let digits: String = text[at + 1..].chars().take(6).collect();
        let whole = digits.len() == 6 && digits.chars().all(|sign| sign.is_ascii_hexdigit());
        return whole.then(|| digits.to_ascii_uppercase());
    }
    let percent = number(text.split("luma(").nth(1)?)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of 255, rounded"
    )]
    let grey = (percent.clamp(0.0, 100.0) * 2.55).round() as u8;
    Some(format!("{grey:02X}{grey:02X}{grey:02X}"))
}

/// A line as a layout writes it: `0.4pt + luma(55%)`; none where there is none.
pub fn border(text: &str) -> Option<Border> {
    let points = number(text)?;
    let colour = colour(text).unwrap_or_else(|| "000000".to_owned());
    #[expect(clippy::cast_possible_truncation, reason = "a width of a line, rounded")]
    let eighths = (points * 8.0).round().clamp(2.0, 96.0) as i64;
    Some(Border { eighths, colour })
}

/// The lines of a cell: above, at the left, below, at the right.
pub fn borders(text: &str) -> [Option<Border>; 4] {
    if !text.starts_with('(') {
        return std::array::from_fn(|_| border(text));
    }
    ["top:", "left:", "bottom:", "right:"].map(|side| {
        let rest = text.split(side).nth(1)?;
        border(rest.split(['\n', ',']).next()?)
    })
}

/// How wide a column is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// As wide as its texts.
    Auto,
    /// Points.
    Fixed(f64),
    /// A share of what is left.
    Share(f64),
}

/// The columns of a table as a layout writes them: `(auto, 1fr, 5.4em)`.
pub fn columns(text: &str, size: f64) -> Vec<Width> {
    let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
    let parts = inner.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| column(part, size)).collect()
}

fn column(text: &str, size: f64) -> Width {
    if text.ends_with("fr") {
        return number(text).map_or(Width::Auto, Width::Share);
    }
    // `0% + 87.87pt`, `0pt + 5.4em`: what is said last counts unless it is nothing.
    let lengths = text.split('+').filter_map(|part| {
        let value = number(part)?;
        let part = part.trim();
        if part.ends_with("em") {
            Some(value * size)
        } else if part.ends_with("pt") {
            Some(value)
        } else {
            None
        }
    });
    let sum: f64 = lengths.sum();
    if sum > 0.0 { Width::Fixed(sum) } else { Width::Auto }
}

/// Least width of a column that shares what is left, in points.
const LEAST_SHARE: f64 = 44.0;
/// The part of the room that its texts may claim before others give way.
const CLAIM: f64 = 0.22;

/// Widths of columns in points: what is fixed, what texts take as far as there is room, and shares
/// of the rest.
pub fn widths(columns: &[Width], natural: &[f64], room: f64) -> Vec<f64> {
    let own = |at: usize| natural.get(at).copied().unwrap_or(0.0);
    let (mut taken, mut least, mut shares) = (0.0, 0.0, 0.0);
    let mut automatic = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        match column {
            Width::Fixed(points) => taken += points,
            Width::Auto => automatic.push(own(at)),
            Width::Share(share) => {
                shares += share;
                least += own(at).clamp(LEAST_SHARE, LEAST_SHARE.max(room * CLAIM));
            }
        }
    }
    let level = level(&automatic, (room - taken - least).max(0.0));
    taken += automatic.iter().map(|width| width.min(level)).sum::<f64>();
    let left = (room - taken).max(least);
    columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column {
            Width::Fixed(points) => *points,
            Width::Auto => own(at).min(level),
            Width::Share(share) => left * share / shares.max(f64::MIN_POSITIVE),
        })
        .collect()
}

/// The width at which wide ones are cut so that all together have room.
fn level(widths: &[f64], room: f64) -> f64 {
    let mut sorted = widths.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut left = room;
    for (at, width) in sorted.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a number of columns")]
        let each = left / (sorted.len() - at) as f64;
        if *width > each {
            return each;
        }
        left -= width;
    }
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_layouts_write_them() {
        assert_eq!(number("\u{2212}27.5pt"), Some(-27.5));
        assert_eq!(number("none"), None);
        assert_eq!(colour("#c8161d").as_deref(), Some("C8161D"));
        assert_eq!(colour("0.4pt + luma(100%)").as_deref(), Some("FFFFFF"));
        assert_eq!(colour("#ff"), None);
        let of = columns("(auto, 1.5fr, 0% + 30pt, 5.4em)", 10.0);
        let wanted = [Width::Auto, Width::Share(1.5), Width::Fixed(30.0), Width::Fixed(54.0)];
        assert_eq!(of, wanted);
        let [top, left, bottom, right] = borders(
            "(\n  left: none,\n  top: 0.4pt + luma(0%),\n  right: none,\n  bottom: 1pt + luma(0%),\n)",
        );
        assert_eq!((left, right), (None, None));
        assert_eq!(top.map(|border| border.eighths), Some(3));
        assert_eq!(bottom.map(|border| border.eighths), Some(8));
    }

    #[test]
    fn columns_fill_the_room_and_no_more() {
        let columns = [Width::Auto, Width::Share(1.0), Width::Share(3.0), Width::Fixed(40.0)];
        let widths = widths(&columns, &[60.0, 0.0, 0.0, 0.0], 300.0);
        assert_eq!(widths, [60.0, 50.0, 150.0, 40.0]);
        // Texts that are too wide give way, narrow ones do not.
        let columns = [Width::Auto, Width::Auto, Width::Auto];
        let widths = super::widths(&columns, &[20.0, 400.0, 500.0], 300.0);
        assert_eq!(widths, [20.0, 140.0, 140.0]);
    }
}
