//! One score as read, and rounds of it together.

use crate::load::REASON_SEPARATOR;
use crate::model::{Exact, Mend, Moment, Points};

/// One score as read: points (none where the indicator does not apply), with what stands beside.
/// Texts stay in the table: of six million cells none is copied.
#[derive(Debug, Clone, Default)]
pub(in crate::check) struct Cell {
    pub(in crate::check) points: Option<Points>,
    /// First points; none where the indicator did not apply, or the table does not say.
    pub(in crate::check) first: Option<Points>,
    pub(in crate::check) evidence_valid: Option<bool>,
    pub(in crate::check) collected: Option<Moment>,
    pub(in crate::check) mend: Option<Mend>,
    /// Whether its points or first points could not be read, which has been told.
    pub(in crate::check) wrong: bool,
    /// Its line in the table.
    pub(in crate::check) line: Option<u32>,
    /// Texts of several rounds together; none where those of the line stand.
    pub(super) texts: Option<Box<Texts>>,
}

/// What a score table says of a score in words.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    pub(super) reason: Option<String>,
    pub(super) cause: Option<String>,
    pub(super) evidence: Option<String>,
    pub(super) scorer: Option<String>,
    pub(super) event: Option<String>,
}

/// Rounds become one cell: points are Σ share × points, texts of all rounds are kept. None where
/// the result needs more than four decimals, or rounds disagree on what applies.
pub(super) fn combine(rounds: Vec<(Exact, Cell)>) -> Result<Cell, Disagreement> {
    let mut rounds = rounds.into_iter();
    let Some((share, mut whole)) = rounds.next() else {
        return Ok(Cell::default());
    };
    let part = |share: Exact, points: Option<Points>| points.map(|points| points.exact() * share);
    let (mut points, mut first) = (part(share, whole.points), part(share, whole.first));
    for (share, cell) in rounds {
        if cell.points.is_some() != points.is_some() {
            return Err(Disagreement::Applies);
        }
        points = points.zip(part(share, cell.points)).map(|(sum, part)| sum + part);
        first = first.zip(part(share, cell.first)).map(|(sum, part)| sum + part);
        let (own, texts) = (whole.texts.get_or_insert_default(), cell.texts.unwrap_or_default());
        join(&mut own.reason, texts.reason);
        join(&mut own.evidence, texts.evidence);
        own.cause = own.cause.take().or(texts.cause);
        own.event = own.event.take().or(texts.event);
        own.scorer = own.scorer.take().or(texts.scorer);
        whole.mend = whole.mend.or(cell.mend);
        whole.collected = whole.collected.or(cell.collected);
        whole.wrong |= cell.wrong;
        whole.line = cell.line;
    }
    whole.points = points.map(whole_points).transpose()?;
    whole.first = first.map(whole_points).transpose()?;
    Ok(whole)
}

/// Why rounds do not make one score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disagreement {
    /// One says that the indicator applies, another that it does not.
    Applies,
    /// The sum needs more than four decimals.
    Decimals,
}

fn whole_points(value: Exact) -> Result<Points, Disagreement> {
    let scaled = value * Exact::from_integer(Points::SCALE.into());
    if !scaled.is_integer() {
        return Err(Disagreement::Decimals);
    }
    let scaled = i64::try_from(scaled.to_integer()).map_err(|_| Disagreement::Decimals)?;
    Ok(Points::from_scaled(scaled))
}

fn join(whole: &mut Option<String>, part: Option<String>) {
    if let Some(part) = part {
        match whole {
            Some(text) if *text != part => {
                text.push_str(REASON_SEPARATOR);
                text.push_str(&part);
            }
            Some(_) => {}
            None => *whole = Some(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(points: Option<&str>, reason: &str) -> Cell {
        let points = points.map(|text| Points::parse(text).unwrap());
        let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
        let texts = Some(Box::new(Texts { reason, ..Texts::default() }));
        Cell { points, texts, ..Cell::default() }
    }

    /// 0.2 · 8 + 0.8 · 9.5 = 9.2.
    #[test]
    fn rounds_by_hand() {
        let (fifth, rest) = (Exact::new(1, 5), Exact::new(4, 5));
        let whole = combine(vec![(fifth, cell(Some("8"), "a")), (rest, cell(Some("9.5"), "b"))]);
        let whole = whole.unwrap();
        assert_eq!(whole.points.map(|points| points.to_string()).as_deref(), Some("9.2"));
        assert_eq!(whole.texts.unwrap().reason, Some(format!("a{REASON_SEPARATOR}b")));
        let apart = combine(vec![(fifth, cell(None, "")), (rest, cell(Some("1"), ""))]);
        assert_eq!(apart.err(), Some(Disagreement::Applies));
        let third = Exact::new(1, 3);
        let long = combine(vec![(third, cell(Some("1"), "")), (third, cell(Some("1"), ""))]);
        assert_eq!(long.err(), Some(Disagreement::Decimals));
    }
}
