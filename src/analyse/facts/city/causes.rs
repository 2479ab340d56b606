//! Losses by cause, over all classes.

use serde::Serialize;

use super::mended::city_tally;
use super::{QuoteFacts, Subject};
use crate::model::{Figure, Points};

/// Losses by cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CausesFacts {
    /// Causes by losses, most first.
    pub list: Vec<CauseFacts>,
    /// Losses over all classes.
    pub count: Figure,
    /// Problems over all classes, as the ledgers count them: one for every reason of a loss.
    pub problems: Figure,
    /// How many causes there are.
    pub cause_count: Figure,
    /// Losses that no cause is known of.
    pub ungrouped: Figure,
    /// Share of these in all losses, in percent.
    pub ungrouped_share: Figure,
    /// Share of the first three causes in all losses, in percent; none with fewer.
    pub top_share: Option<Figure>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseFacts {
    /// Name.
    pub name: String,
    /// Losses.
    pub count: Figure,
    /// Units that have one.
    pub units: Figure,
    /// Share in all losses, in percent.
    pub share: Figure,
    /// By class, in the order of the classes.
    pub classes: Vec<CauseClass>,
    /// Recommended action.
    pub action: Option<String>,
    /// A reason, as the score table has it.
    pub quote: Option<QuoteFacts>,
}

/// A cause in one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseClass {
    /// Losses.
    pub count: Figure,
    /// Units that have one.
    pub units: Figure,
    /// Share of the class's lost points, in percent.
    pub loss_share: Option<Figure>,
}

/// Losses by cause over all classes; none when no cause is known of any.
pub(super) fn causes(subjects: &[Subject<'_>]) -> Option<CausesFacts> {
    let catalogue = &subjects.first()?.scorebook.checked.causes;
    let print = &subjects.first()?.print;
    let whole: usize = statistics(subjects).map(|own| own.count).sum();
    let of =
        |position: Option<usize>| statistics(subjects).filter(move |own| own.catalogue == position);
    let count_of = |position| of(position).map(|own| own.count).sum::<usize>();
    let share = |count: usize| super::super::print::ratio(count, whole);
    let mut order: Vec<usize> = (0..catalogue.len()).filter(|at| count_of(Some(*at)) > 0).collect();
    if order.is_empty() || whole == 0 {
        return None;
    }
    order.sort_by_key(|at| std::cmp::Reverse(count_of(Some(*at))));
    let fact = |at: &usize| {
        let cause = &catalogue[*at];
        let key = |role: &str| format!("city/cause-{}/{role}", cause.code);
        let count = count_of(Some(*at));
        CauseFacts {
            name: cause.name.clone(),
            count: Figure::count(key("losses"), count),
            units: Figure::count(key("units"), of(Some(*at)).map(|own| own.units).sum()),
            share: Figure::new(key("share"), print.rounded_rate(share(count))),
            classes: subjects.iter().map(|subject| subject.cause_class(*at)).collect(),
            action: cause.action.clone(),
            quote: subjects.iter().rev().find_map(|subject| subject.cause_quote(&cause.code)),
        }
    };
    // The sum of the shares as the table prints them.
    let shares = order.iter().take(3).map(|at| print.rounded_rate(share(count_of(Some(*at)))));
    let top = shares.reduce(super::Printer::sum).filter(|_| order.len() > 3);
    let ungrouped = count_of(None);
    let rate = |role: &str, count: usize| {
        Figure::new(format!("city/causes/{role}"), print.rounded_rate(share(count)))
    };
    Some(CausesFacts {
        count: Figure::count("city/losses", whole),
        problems: Figure::count("city/problems", city_tally(subjects).problems),
        cause_count: Figure::count("city/causes", order.len()),
        ungrouped: Figure::count("city/causes/ungrouped", ungrouped),
        ungrouped_share: rate("ungrouped-share", ungrouped),
        top_share: top.map(|top| Figure::new("city/causes/top-share", top)),
        list: order.iter().map(fact).collect(),
    })
}

fn statistics<'a>(
    subjects: &'a [Subject<'_>],
) -> impl Iterator<Item = &'a crate::analyse::CauseStatistics> {
    subjects.iter().flat_map(|subject| &subject.analysis.causes)
}

impl Subject<'_> {
    fn cause_class(&self, position: usize) -> CauseClass {
        let own = self.analysis.causes.iter().find(|own| own.catalogue == Some(position));
        let code = &self.scorebook.checked.causes[position].code;
        let key = |role: &str| format!("cause-{code}/{role}");
        CauseClass {
            count: self.print.count(&key("losses"), own.map_or(0, |own| own.count)),
            units: self.print.count(&key("units"), own.map_or(0, |own| own.units)),
            loss_share: own
                .and_then(|own| own.loss_share)
                .map(|share| self.print.rate(&key("loss-share"), share)),
        }
    }

    /// A reason of a cause: the one with the largest loss that is short enough to quote.
    fn cause_quote(&self, code: &str) -> Option<QuoteFacts> {
        let mut best: Option<(Points, usize, &str)> = None;
        for (unit, own) in self.analysis.units.iter().enumerate() {
            for (leaf, item) in own.items.iter().enumerate().filter(|l| l.1.loss > Points::ZERO) {
                let reason = self.class.cells.reason(unit, leaf);
                let reason = reason.filter(|reason| super::quotes::is_short(reason));
                let larger = best.is_none_or(|(loss, ..)| item.loss > loss);
                if let Some(reason) = reason
                    && larger
                    && self.cause(unit, leaf) == Some(code)
                {
                    best = Some((item.loss, unit, reason));
                }
            }
        }
        best.map(|(_, unit, reason)| QuoteFacts { unit: self.short(unit), reason: reason.into() })
    }
}
