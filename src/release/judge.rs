//! Whether papers may go out, and what keeps them.

use serde_json::json;

use crate::assets::Wording;
use crate::finding::rule;
use crate::pipeline::Ground;
use crate::publish::SaidFinding;
use crate::signoff::{Approval, Change, Entry, Standing, State};

/// Papers or files of which the same is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What is to be said of them: a key of the words.
    pub key: &'static str,
    /// One line each.
    pub lines: Vec<String>,
}

/// What is in the way, worst first.
const BLOCKS: [&str; 11] = [
    "data",
    "altered",
    "older",
    "preflight",
    "stale",
    "missing",
    "returned",
    "changed",
    "second",
    "first",
    "sheet",
];

/// Characters of a reason that are told.
const MOST_REASON: usize = 60;

/// Groups that grow line by line.
#[derive(Default)]
struct Groups(Vec<Group>);

impl Groups {
    fn add(&mut self, key: &'static str, line: String) {
        match self.0.iter_mut().find(|own| own.key == key) {
            Some(own) => own.lines.push(line),
            None => self.0.push(Group { key, lines: vec![line] }),
        }
    }

    fn sorted(mut self) -> Vec<Group> {
        self.0.sort_by_key(|own| BLOCKS.iter().position(|key| *key == own.key));
        self.0
    }
}

/// What is wrong with data that cannot be used.
pub(super) fn of_data(findings: &[SaidFinding]) -> Vec<Group> {
    let errors = findings.iter().filter(|own| own.severity == "error");
    let lines: Vec<String> = errors.map(|own| line(own.file.as_deref(), own)).collect();
    vec![Group { key: "data", lines }]
}

/// What keeps papers from going out, and what is to be noted about them.
pub(super) fn judge(
    findings: &[SaidFinding],
    ground: &Ground,
    standings: &[Standing],
    acts: &[Entry],
) -> (Vec<Group>, Vec<Group>) {
    let (mut blocks, mut notes) = (Groups::default(), Groups::default());
    for own in findings {
        let told = line(own.document.as_deref(), own);
        let altered = [rule::FILE_ALTERED, rule::FILE_GONE, rule::FILE_FOREIGN];
        if altered.iter().any(|rule| own.code == rule.code) {
            blocks.add("altered", told);
        } else if own.code == rule::OUTPUT_OLDER.code {
            blocks.add("older", told);
        } else if own.code == rule::DOCUMENT_STALE.code {
            blocks.add("stale", own.document.clone().unwrap_or_default());
        } else if own.severity == "error" {
            blocks.add("preflight", told);
        } else {
            notes.add("warnings", told);
        }
    }
    for (kind, unit) in &ground.missing {
        let kind_said = ground.wording.say(&format!("papers.{}", kind.name()), ());
        let unit = unit.as_ref().map(|own| own.name.as_str());
        let said = json!({ "kind": kind_said, "unit": unit });
        let told = ground.wording.say("release.line.missing", said);
        if ground.settings.review.needs(*kind) {
            blocks.add("missing", told);
        } else {
            notes.add("not_made", told);
        }
    }
    for own in standings {
        if let Some(key) = in_the_way(own) {
            blocks.add(key, signed(own, key, acts, &ground.wording));
        }
        if own.open_comments > 0 {
            let said = json!({ "document": own.version.path, "count": own.open_comments });
            notes.add("comments", ground.wording.say("release.line.comments", said));
        }
    }
    if !standings.iter().any(|own| own.required) {
        notes.0.insert(0, Group { key: "none_required", lines: Vec::new() });
    }
    (blocks.sorted(), notes.0)
}

/// What keeps a paper that must be signed, or that somebody has sent back; that its data has moved is
/// told by `verify`.
fn in_the_way(own: &Standing) -> Option<&'static str> {
    match own.state {
        State::Returned => Some("returned"),
        State::Approved => None,
        _ if !own.required => None,
        State::FirstPassed => Some("second"),
        State::Pending if own.is_voided() => Some("changed"),
        State::Pending => Some("first"),
    }
}

/// A paper with who acted last, why, and what has moved since.
fn signed(own: &Standing, key: &str, acts: &[Entry], wording: &Wording) -> String {
    let say = |key: String| wording.say(&key, ());
    let act = own.against.as_ref();
    let moved: Vec<String> = if own.change == Change::ClassOnly {
        vec![say("signoff.change.class_only".to_owned())]
    } else {
        let name = |own| serde_json::to_value(own).unwrap_or_default();
        let moved = own.moved.iter().map(name);
        moved
            .map(|own| say(format!("signoff.moved.{}", own.as_str().unwrap_or_default())))
            .collect()
    };
    let said = json!({
        "document": own.version.path,
        "who": act.map(|own: &Approval| own.who.as_str()),
        "at": act.map(|own| own.at.in_beijing()),
        "reason": act.map(|own| reason(own, acts)),
        "moved": moved.join("、"),
    });
    wording.say(&format!("release.line.{key}"), said)
}

/// Why somebody did what he did, in one line and not too long.
fn reason(approval: &Approval, acts: &[Entry]) -> String {
    let act = acts.iter().find(|own| own.id == approval.act);
    let words = act.map(|own| own.reason.replace('\n', " ")).unwrap_or_default();
    let mut short: String = words.chars().take(MOST_REASON).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// A finding with its place.
fn line(place: Option<&str>, own: &SaidFinding) -> String {
    let place = place.filter(|place| !own.what.contains(place));
    place.map_or_else(|| own.what.clone(), |place| format!("{place}：{}", own.what))
}
