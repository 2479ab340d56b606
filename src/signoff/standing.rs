//! What the acts are worth for the papers of a manifest.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::act::{Act, At, Entry, Role, Version, versions};
use super::rules::withdrawn;
use crate::model::comparable;
use crate::publish::Manifest;
use crate::settings::{Kind, Review};

/// What is new about a paper since it was last judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 新: no version of it was ever approved or returned.
    New,
    /// 有变化.
    Changed,
    /// 仅同类统计变化: all that moved is what other units did.
    ClassOnly,
    /// 无变化: byte for byte the same.
    Same,
}

/// How far a version has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待审.
    Pending,
    /// 初审通过.
    FirstPassed,
    /// 通过.
    Approved,
    /// 退回.
    Returned,
}

/// What differs between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// The bytes of the paper.
    Document,
    /// The bytes of what goes with it.
    Beside,
    /// Data: the unit's own, or settings and catalogues; of a city-wide paper any.
    Data,
    /// Data of other units alone.
    OtherUnits,
    /// Templates.
    Templates,
    /// Fonts.
    Fonts,
    /// The program.
    Program,
}

/// The judgement that a version is held against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Approval {
    /// The act.
    pub act: i64,
    /// Who.
    pub who: String,
    /// When.
    pub at: At,
    /// How far that version came.
    pub state: State,
    /// That version.
    pub version: Version,
}

/// What the acts are worth for one paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// The paper as it is now.
    pub version: Version,
    /// Whether it is signed before it goes out.
    pub required: bool,
    /// Whether its data, templates or fonts have moved since it was made.
    pub stale: bool,
    /// What is new about it.
    pub change: Change,
    /// How far it has come.
    pub state: State,
    /// The version that it is held against: the last approved one, else the last that somebody
    /// approved or returned.
    pub against: Option<Approval>,
    /// What differs from that version; nothing where there is none.
    pub moved: Vec<Moved>,
    /// Comments that nobody has dealt with.
    pub open_comments: usize,
    /// The newest act on any version of it.
    pub newest: Option<i64>,
    /// Whether the newest judgement on any version of it is 退回.
    pub came_back: bool,
}

impl Standing {
    /// Whether an approval, or the first of two, was given to other bytes and is void; `moved` says
    /// why.
    #[must_use]
    pub fn is_voided(&self) -> bool {
        let given = self.against.as_ref().is_some_and(|own| own.state != State::Returned);
        given && self.change != Change::Same
    }
}

/// The acts on one paper.
type Acts<'a> = Vec<&'a Entry>;

/// Every paper of a manifest with what the acts are worth for it, in its order.
#[must_use]
pub fn standings(manifest: &Manifest, acts: &[Entry], review: &Review) -> Vec<Standing> {
    let mut by_paper: BTreeMap<(&str, Option<&str>), Acts<'_>> = BTreeMap::new();
    for own in acts {
        let paper = (own.version.kind.as_str(), own.version.unit.as_deref());
        by_paper.entry(paper).or_default().push(own);
    }
    let stale: BTreeSet<&str> =
        manifest.documents.iter().filter(|own| own.stale).map(|own| own.path.as_str()).collect();
    let standing = |version: Version| {
        let paper = (version.kind.as_str(), version.unit.as_deref());
        let acts = by_paper.get(&paper).cloned().unwrap_or_default();
        let stale = stale.contains(version.path.as_str());
        standing(version, &acts, review, stale)
    };
    versions(manifest).into_iter().map(standing).collect()
}

fn standing(version: Version, acts: &[&Entry], review: &Review, stale: bool) -> Standing {
    let withdrawn = withdrawn(acts);
    let judged = |own: &&&Entry| matches!(own.act, Act::Approve | Act::Return);
    let judgements: Acts<'_> =
        acts.iter().filter(judged).filter(|own| !withdrawn.contains(&own.id)).copied().collect();
    let (come, last) = state(&judgements, &version, review.two_persons);
    let against = last
        .filter(|_| come == State::Approved)
        .map(|last| approval(last, come))
        .or_else(|| against(&judgements, review.two_persons));
    let moved = against.as_ref().map(|own| moved(&own.version, &version)).unwrap_or_default();
    let change = match &against {
        None => Change::New,
        Some(_) if moved.is_empty() => Change::Same,
        // What was returned is not signed again with others, whatever moved it.
        Some(own) if own.state != State::Returned && is_class_only(&own.version, &version) => {
            Change::ClassOnly
        }
        Some(_) => Change::Changed,
    };
    Standing {
        required: Kind::named(&version.kind).is_some_and(|kind| review.needs(kind)),
        stale,
        change,
        state: come,
        against,
        moved,
        open_comments: open_comments(acts),
        newest: acts.last().map(|own| own.id),
        came_back: judgements.last().is_some_and(|own| own.act == Act::Return),
        version,
    }
}

/// How far one version has come by the judgements on it, and the one that decided.
fn state<'a>(
    judgements: &[&'a Entry],
    version: &Version,
    two_persons: bool,
) -> (State, Option<&'a Entry>) {
    let (mut state, mut last) = (State::Pending, None);
    let mut firsts: Vec<String> = Vec::new();
    for own in judgements.iter().filter(|own| own.version.same_bytes(version)) {
        let next = match (own.act, own.role) {
            (Act::Return, _) => State::Returned,
            (_, Role::Second) => {
                let who = comparable(&own.who);
                let by_another = firsts.iter().any(|first| *first != who);
                if by_another { State::Approved } else { state }
            }
            (_, Role::First) if two_persons && state != State::Approved => State::FirstPassed,
            (_, Role::First) => State::Approved,
        };
        match own.act {
            Act::Return => firsts.clear(),
            _ if own.role == Role::First => firsts.push(comparable(&own.who)),
            _ => {}
        }
        if next != state {
            (state, last) = (next, Some(*own));
        }
    }
    (state, last)
}

/// The judgement that decided about the last approved version; else about the last one that
/// somebody approved; else about the last one that came back.
fn against(judgements: &[&Entry], two_persons: bool) -> Option<Approval> {
    let of_each = judgements.iter().filter_map(|own| {
        let (state, last) = state(judgements, &own.version, two_persons);
        last.map(|last| approval(last, state))
    });
    let weight = |own: &Approval| match own.state {
        State::Approved => 2,
        State::FirstPassed => 1,
        State::Returned | State::Pending => 0,
    };
    of_each.max_by_key(|own| (weight(own), own.act))
}

fn approval(act: &Entry, state: State) -> Approval {
    let Entry { id, who, at, version, .. } = act;
    let (who, at) = (who.clone(), at.clone());
    Approval { act: *id, who, at, state, version: version.clone() }
}

/// What differs between two versions; nothing between the same bytes, whatever they were made of.
fn moved(old: &Version, new: &Version) -> Vec<Moved> {
    if old.same_bytes(new) {
        return Vec::new();
    }
    let source = old.source_sha256 != new.source_sha256;
    let inputs = source && old.inputs_sha256 != new.inputs_sha256;
    let own = old.own_sha256.is_none() || old.own_sha256 != new.own_sha256;
    let differs = [
        (Moved::Document, old.sha256 != new.sha256),
        (Moved::Beside, !old.same_beside(new)),
        (Moved::Data, inputs && own),
        (Moved::OtherUnits, inputs && !own),
        (Moved::Templates, old.templates_sha256 != new.templates_sha256),
        (Moved::Fonts, old.fonts_sha256 != new.fonts_sha256),
        (Moved::Program, old.program != new.program),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(moved, _)| moved).collect()
}

/// Whether all that moved between two versions is what other units did.
fn is_class_only(old: &Version, new: &Version) -> bool {
    let moved = moved(old, new);
    let allowed = [Moved::Document, Moved::Beside, Moved::OtherUnits];
    moved.contains(&Moved::OtherUnits) && moved.iter().all(|own| allowed.contains(own))
}

/// Comments that were neither dealt with nor taken back.
fn open_comments(acts: &[&Entry]) -> usize {
    let closed = |comment: &Entry| acts.iter().any(|own| own.target == Some(comment.id));
    let comments = acts.iter().filter(|own| own.act == Act::Comment);
    comments.filter(|own| !closed(own)).count()
}
