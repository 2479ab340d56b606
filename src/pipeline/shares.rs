//! Shares of a run: which papers each of several processes makes, and what a share hands on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::kept::{PROGRAM, Tools};
use super::subjects::{Subject, Wanted};
use super::told::Gathering;
use crate::check::Checked;
use crate::finding::Finding;
use crate::model::hex;
use crate::publish::{Manifest, ManifestDocument, SideFile};
use crate::settings::{Kind, Scope};

/// One of several shares that a run is divided into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(usize, usize)", into = "(usize, usize)")]
pub struct Share {
    index: usize,
    count: usize,
}

impl Share {
    /// The most shares of a run.
    pub const MOST: usize = 1_000_000;

    /// The share `index` of `count`, counted from one; none where there is no such share.
    #[must_use]
    pub fn new(index: usize, count: usize) -> Option<Self> {
        let is_one = (1..=count).contains(&index) && count <= Self::MOST;
        is_one.then_some(Self { index, count })
    }

    /// Its number, from one.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index
    }

    /// How many shares there are.
    #[must_use]
    pub const fn count(self) -> usize {
        self.count
    }

    /// Its folder.
    pub(super) fn name(self) -> String {
        format!("{}-of-{}", self.index, self.count)
    }
}

impl TryFrom<(usize, usize)> for Share {
    type Error = &'static str;

    fn try_from((index, count): (usize, usize)) -> Result<Self, Self::Error> {
        Self::new(index, count).ok_or("no such share")
    }
}

impl From<Share> for (usize, usize) {
    fn from(share: Share) -> Self {
        (share.index, share.count)
    }
}

/// What a share of a run says of itself: `shard.json` in its folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) share: Share,
    /// SHA-256 of everything that shares of one run have in common.
    pub(super) plan_sha256: String,
    /// Papers of the whole run, made or not.
    pub(super) papers: usize,
    /// Kinds of papers that belong to the edition.
    pub(super) kinds: Vec<Kind>,
    /// The manifest of the whole, without documents; inputs and results are in the first share.
    pub(super) manifest: Manifest,
    /// What was found about the whole is in the first share.
    pub(super) gathering: Gathering,
}

impl Record {
    /// The file that it stands in.
    pub(super) const FILE: &str = "shard.json";

    /// All files that it lists.
    pub(super) fn files(&self) -> impl Iterator<Item = SideFile> {
        let entries = self.gathering.papers.iter().flat_map(|(_, told)| &told.entries);
        let results = self.manifest.results.iter().cloned();
        entries.flat_map(ManifestDocument::files).chain(results)
    }
}

/// Which share makes each paper.
pub(super) struct Plan {
    /// SHA-256 of the papers, of what they are made of and with, and of the number of shares.
    pub(super) sha256: String,
    /// About how many milliseconds of one core all of it takes.
    pub(super) cost: u64,
    pub(super) kinds: Vec<Kind>,
    /// The number of its share, from one, for each paper.
    share_of: Vec<usize>,
}

impl Plan {
    /// Divides papers into `count` shares of about the same cost: the same for every process that
    /// has the same papers.
    pub(super) fn new(
        wanted: &Wanted,
        checked: &Checked,
        findings: &[Finding],
        tools: &Tools,
        count: usize,
    ) -> Self {
        let subjects = &wanted.subjects;
        let units = Units::new(checked);
        let costs: Vec<u64> = subjects.iter().map(|subject| cost(*subject, units)).collect();
        let mut hasher = Sha256::new();
        let stands_on = super::gather::inputs_sha256(checked.inputs());
        for part in [PROGRAM, &stands_on, &tools.templates_sha256, &tools.fonts_sha256] {
            hasher.update(part);
            hasher.update([0]);
        }
        // Files that units handed in are not all among the inputs.
        for class in &checked.classes {
            hasher.update(format!("{:?}", class.registers.files));
        }
        hasher.update(format!("{findings:?}{count}{:?}", wanted.kinds));
        for Subject { kind, unit, made } in subjects {
            hasher.update(format!("\n{} {unit:?} {made}", kind.name()));
        }
        let results = results_cost(units);
        let (sha256, cost) = (hex(&hasher.finalize()), costs.iter().sum::<u64>() + results);
        let (kinds, share_of) = (wanted.kinds.clone(), divided(&costs, results, count));
        Self { sha256, cost, kinds, share_of }
    }

    /// How many papers there are, made or not.
    pub(super) fn papers(&self) -> usize {
        self.share_of.len()
    }

    /// Places of the papers of one share, in their order.
    pub(super) fn of(&self, share: Share) -> Vec<usize> {
        let own = self.share_of.iter().enumerate().filter(|(_, of)| **of == share.index);
        own.map(|(at, _)| at).collect()
    }
}

/// The number of a share, from one, for each piece of work: the most costly first, each to the share
/// that has the least so far (Graham, Bounds on Multiprocessing Timing Anomalies, 1969: never more
/// than 4/3 of the best). The first share has so much to do already.
fn divided(costs: &[u64], of_first: u64, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..costs.len()).collect();
    order.sort_by_key(|at| (Reverse(costs[*at]), *at));
    let mut least: BinaryHeap<Reverse<(u64, usize)>> =
        (2..=count).map(|share| Reverse((0, share))).chain([Reverse((of_first, 1))]).collect();
    let mut share_of = vec![1; costs.len()];
    for at in order {
        if let Some(Reverse((load, share))) = least.pop() {
            share_of[at] = share;
            least.push(Reverse((load + costs[at], share)));
        }
    }
    share_of
}

/// How many units an assessment has.
#[derive(Debug, Clone, Copy)]
struct Units {
    all: u64,
    /// Those that papers may list: of a large class a part.
    listed: u64,
}

impl Units {
    fn new(checked: &Checked) -> Self {
        let most = checked.settings.large.rows_most;
        let sum = |most: usize| {
            checked.classes.iter().map(|class| class.units.len().min(most) as u64).sum()
        };
        Self { all: sum(usize::MAX), listed: sum(most) }
    }
}

/// About how many milliseconds of one core a paper takes: within a factor of two or so of what was
/// measured on the sample of 41 units and on classes of 200 to 20,000 (`tests/benches/LARGE.md`).
/// Whether it is right decides only how even shares are.
fn cost(subject: Subject, units: Units) -> u64 {
    let Units { all, listed } = units;
    let whole = match subject.kind {
        Kind::City => 600 + 8 * listed + all * 3 / 10,
        Kind::Ledger => 1_000 + all / 2,
        Kind::Workbook | Kind::Comparison => 100 + all,
        Kind::Unit => 400,
        Kind::Feedback => 180,
        Kind::Rectification => 140,
        kind if kind.scope() == Scope::City => 60 + all / 5,
        _ => 30,
    };
    // One that is only looked at is composed and not set.
    if subject.made { whole } else { whole / 10 }
}

/// The same of the tables of results.
const fn results_cost(units: Units) -> u64 {
    50 + units.all / 5
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_most_costly_go_first_to_the_least_laden() {
        // 7 | 6 | 5; 4 to the third, 3 to the second, 2 to the first (7 is least, then 9 and 9).
        assert_eq!(divided(&[7, 6, 5, 4, 3, 2], 0, 3), [1, 2, 3, 3, 2, 1]);
        assert_eq!(divided(&[1, 1, 9], 0, 2), [2, 2, 1]);
        assert_eq!(divided(&[1, 1, 9], 5, 2), [1, 1, 2]);
        assert_eq!(divided(&[], 0, 3), Vec::<usize>::new());
    }

    proptest! {
        /// Every paper has one share, and no share is heavier than the lightest by more than the
        /// most costly paper.
        #[test]
        fn shares_are_whole_and_even(costs in prop::collection::vec(1_u64..10_000, 0..200), count in 1_usize..20) {
            let shares = divided(&costs, 0, count);
            prop_assert_eq!(shares.len(), costs.len());
            let mut loads = vec![0; count];
            for (cost, share) in costs.iter().zip(&shares) {
                prop_assert!((1..=count).contains(share));
                loads[share - 1] += cost;
            }
            let (least, most) = (loads.iter().min(), loads.iter().max());
            let costliest = costs.iter().max().copied().unwrap_or(0);
            prop_assert!(most.unwrap() - least.unwrap() <= costliest);
        }
    }

    #[test]
    fn there_is_no_share_outside_the_count() {
        assert!(Share::new(0, 3).is_none());
        assert!(Share::new(4, 3).is_none());
        assert!(Share::new(1, Share::MOST + 1).is_none());
        assert!(serde_json::from_str::<Share>("[4,3]").is_err());
        assert_eq!(Share::new(3, 3).unwrap().name(), "3-of-3");
    }
}
