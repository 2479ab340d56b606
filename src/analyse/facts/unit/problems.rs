//! A unit's problems, what became of them, and what to do about them.

use serde::Serialize;

use super::Subject;
use crate::analyse::problems::{self, Problem, State};
use crate::check::LedgerRow;
use crate::model::{Exact, Figure, Mend, Moment, Points, Recheck};

/// A problem: one reason of one loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemFacts {
    /// Number, stable while points are corrected.
    pub number: String,
    /// Code of the indicator.
    pub code: String,
    /// Name of the indicator.
    pub name: String,
    /// Points that the indicator loses; none on the further problems of one indicator.
    pub loss: Option<Figure>,
    /// What is wrong; none when the table does not say.
    pub text: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// The evidence is an address that can be opened.
    pub link: bool,
    /// Whether the address still opens, where the table says.
    pub evidence_valid: Option<bool>,
    /// When it was collected.
    pub collected: Option<Moment>,
    /// Whether and when it can be mended.
    pub mend: Option<Mend>,
    /// Whether it was a problem last year, too.
    pub repeated: bool,
    /// Recommended action.
    pub action: String,
    /// The returned ledger's row of it.
    pub returned: Option<ReturnedRow>,
    /// How far it has come.
    pub state: State,
    /// Deadline, where anything says one.
    pub due: Option<Moment>,
    /// Not mended in time.
    pub overdue: bool,
}

/// A row of a returned ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReturnedRow {
    /// Measure.
    pub measure: Option<String>,
    /// Section that is responsible.
    pub owner: Option<String>,
    /// When it was done.
    pub done: Option<Moment>,
    /// What the re-check found.
    pub recheck: Option<Recheck>,
    /// Its reason.
    pub recheck_reason: Option<String>,
    /// Link to what was done.
    pub link: Option<String>,
}

/// What to do about losses of one cause that ask for the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceFacts {
    /// Name of the cause; none for losses that no cause is known of.
    pub cause: Option<String>,
    /// Recommended action.
    pub action: String,
    /// Losses that can still be mended, by gain.
    pub items: Vec<AdviceItem>,
    /// Sum of their gains as printed.
    pub gain: Figure,
    /// Whether one of them was there last year.
    pub repeated: bool,
}

/// A loss that can still be mended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceItem {
    /// Code of the indicator.
    pub code: String,
    /// Name of the indicator.
    pub name: String,
    /// What mending it would add to the total.
    pub gain: Figure,
    /// When it shows, where the table says.
    pub mend: Option<Mend>,
    /// Whether it was there last year.
    pub repeated: bool,
    /// Numbers of its problems, where its evidence stands.
    pub problems: Vec<String>,
}

/// What mending would add, by when it shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIfFacts {
    /// Losses that can be mended at once.
    pub now_count: Figure,
    /// What mending those adds to the total.
    pub now: Figure,
    /// The rank that this would have given, where disclosure is open.
    pub rank: Option<super::super::RankFacts>,
    /// Losses that show in the next cycle.
    pub periodic_count: Figure,
    /// What mending both adds to the total.
    pub both: Figure,
    /// Losses that cannot be mended.
    pub past_count: Figure,
    /// Points lost in those.
    pub past_loss: Figure,
}

impl Subject<'_> {
    /// Problems in table order.
    pub(super) fn problems(&self) -> Vec<ProblemFacts> {
        let own = problems::problems(self.checked, self.position, self.analysis, self.unit);
        own.into_iter().map(|problem| self.problem(problem)).collect()
    }

    fn problem(&self, problem: Problem<'_>) -> ProblemFacts {
        let leaf = problem.leaf;
        let indicator = &self.class.system.indicators[leaf];
        let cells = &self.class.cells;
        let evidence = cells.evidence(self.unit, leaf);
        let loss = self.print.points(&format!("{}/loss", indicator.code), self.item(leaf).loss);
        let action = self.action(leaf, problem.text.as_deref()).to_owned();
        ProblemFacts {
            number: problem.number,
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            loss: (problem.at == 0).then_some(loss),
            text: problem.text,
            evidence: evidence.map(str::to_owned),
            link: evidence.is_some_and(is_address),
            evidence_valid: cells.evidence_valid(self.unit, leaf),
            collected: cells.collected(self.unit, leaf),
            mend: problem.mend,
            repeated: problem.repeated,
            action,
            returned: problem.row.map(returned),
            state: problem.state,
            due: problem.due,
            overdue: problem.overdue,
        }
    }

    /// What to do about a loss with a reason: what the catalogues of the assessment say, else what
    /// the settings say in general.
    fn action(&self, leaf: usize, reason: Option<&str>) -> &str {
        let code = self.analysis.loss_causes.code(self.unit, leaf);
        let own = self.checked.action((self.position, leaf), code);
        own.unwrap_or_else(|| {
            let cause = self.cause(leaf).map(|cause| cause.name.as_str());
            let method = self.class.system.indicators[leaf].method.as_deref();
            self.settings.advice.general(cause, reason, method)
        })
    }

    /// What to do: losses of one cause that ask for the same action together, by the sum of their
    /// gains, losses of last year first.
    pub(super) fn advice(&self, problems: &[ProblemFacts]) -> Vec<AdviceFacts> {
        let mut groups: Vec<AdviceFacts> = Vec::new();
        let mut leaves: Vec<usize> = (0..self.class.system.indicators.len())
            .filter(|leaf| self.item(*leaf).loss > Points::ZERO)
            .filter(|leaf| self.class.cells.mend(self.unit, *leaf) != Some(Mend::Past))
            .collect();
        leaves.sort_by_key(|leaf| std::cmp::Reverse(self.item(*leaf).gain));
        let mut sums: Vec<Exact> = Vec::new();
        for leaf in leaves {
            let name = self.cause(leaf).map(|cause| cause.name.clone());
            let action = self.action(leaf, self.class.cells.reason(self.unit, leaf));
            let same = |group: &AdviceFacts| group.cause == name && group.action == action;
            let at = groups.iter().position(same).unwrap_or_else(|| {
                groups.push(AdviceFacts {
                    cause: name.clone(),
                    action: action.to_owned(),
                    items: Vec::new(),
                    gain: self.print.total("advice", Exact::from(0)),
                    repeated: false,
                });
                sums.push(Exact::from(0));
                groups.len() - 1
            });
            sums[at] += self.print.rounded_total(self.item(leaf).gain).exact();
            groups[at].repeated |= self.repeated(leaf);
            groups[at].items.push(self.advice_item(leaf, problems));
        }
        for (at, (group, sum)) in groups.iter_mut().zip(sums).enumerate() {
            group.gain = self.print.total(&format!("advice{}/gain", at + 1), sum);
            group.items.sort_by_key(|item| !item.repeated);
        }
        groups.sort_by(|one, other| {
            let later = one.repeated.cmp(&other.repeated).reverse();
            later.then(other.gain.value.total_cmp(&one.gain.value))
        });
        groups
    }

    fn advice_item(&self, leaf: usize, problems: &[ProblemFacts]) -> AdviceItem {
        let indicator = &self.class.system.indicators[leaf];
        let own = problems.iter().filter(|problem| problem.code == indicator.code);
        AdviceItem {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            gain: self.print.total(&format!("{}/gain", indicator.code), self.item(leaf).gain),
            mend: self.class.cells.mend(self.unit, leaf),
            repeated: self.repeated(leaf),
            problems: own.map(|problem| problem.number.clone()).collect(),
        }
    }

    /// What mending would add, where the table says what can be mended.
    pub(super) fn what_if(&self) -> Option<WhatIfFacts> {
        let losing = |leaf: &usize| self.item(*leaf).loss > Points::ZERO;
        let leaves: Vec<usize> = (0..self.class.system.indicators.len()).filter(losing).collect();
        let mend = |leaf: usize| self.class.cells.mend(self.unit, leaf);
        leaves.iter().find(|leaf| mend(**leaf).is_some())?;
        let of = |wanted: Mend| {
            let same = |leaf: &&usize| mend(**leaf).unwrap_or(Mend::Now) == wanted;
            leaves.iter().filter(same).count()
        };
        let past = leaves.iter().filter(|leaf| mend(**leaf) == Some(Mend::Past));
        let past: i64 = past.map(|leaf| self.item(*leaf).loss.scaled()).sum();
        let own = &self.analysis.units[self.unit];
        Some(WhatIfFacts {
            now_count: self.print.count("now/count", of(Mend::Now)),
            now: self.print.total("now/gain", own.gain_now),
            rank: self.rank_with(own.gain_now),
            periodic_count: self.print.count("periodic/count", of(Mend::Periodic)),
            both: self.print.total("periodic/gain", own.gain_periodic),
            past_count: self.print.count("past/count", of(Mend::Past)),
            past_loss: self.print.points("past/loss", Points::from_scaled(past)),
        })
    }
}

fn returned(row: &LedgerRow) -> ReturnedRow {
    ReturnedRow {
        measure: row.measure.clone(),
        owner: row.owner.clone(),
        done: row.done,
        recheck: row.recheck,
        recheck_reason: row.recheck_reason.clone(),
        link: row.link.clone(),
    }
}

/// Whether evidence is an address that a reader can open.
pub(in crate::analyse::facts) fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://"))
        && !text.contains(char::is_whitespace)
}
