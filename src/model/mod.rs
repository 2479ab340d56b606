//! Nouns that every stage shares: exact points, rounded decimals, printed figures, places.

mod decimal;
mod figure;
mod file_kind;
mod keyed;
mod marks;
mod moment;
mod names;
mod points;
mod printed;
mod register;
mod signs;
mod spot;
mod table;

use std::fmt::Write as _;

pub use decimal::{
    Decimal, Exact, Rounding, compare, exact_decimal, exact_to_f64, fraction,
    greatest_common_divisor, parse_fraction, round_exact, round_f64,
};
pub use figure::{Figure, Sign};
pub use file_kind::FileKind;
pub use keyed::{FIGURE_END, FIGURE_MIDDLE, FIGURE_START, marked, printed, unmarked};
pub use marks::with_chinese_marks;
pub use moment::{Moment, parse_time};
pub use names::{comparable, half_width, is_han, is_invisible, nearest};
pub use points::{Points, PointsError};
pub use printed::{NumberCount, Printed, Proof};
pub use register::{CorrectionKind, Decision, Mend, Recheck};
pub use signs::{DATE_SIGNS, NUMBERED, numeral};
pub use spot::{PageSpots, Spot};
pub use table::{ResultColumn, ResultTable};

/// Bytes in hexadecimal, lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
