//! Which acts may be done.

use std::collections::BTreeSet;

use super::act::{Act, Deed, Entry, Role, Signer};
use crate::finding::{Failure, failure};
use crate::model::comparable;

/// Most characters of a name, of a reason, and of a figure's key.
const MOST_NAME: usize = 64;
const MOST_REASON: usize = 4_000;
const MOST_KEY: usize = 400;

/// Farthest that a place may be from a page's corner, in points: a page of PDF is no larger.
const MOST_POINTS: f64 = 14_400.0;

/// Ids of acts that were taken back.
pub(super) fn withdrawn(acts: &[&Entry]) -> BTreeSet<i64> {
    let taken_back = acts.iter().filter(|own| own.act == Act::Withdraw);
    taken_back.filter_map(|own| own.target).collect()
}

/// Texts that may be kept: not too long, nothing that a page or a list would be bent by.
pub(super) fn texts(signer: &Signer, deed: &Deed) -> Result<(), Failure> {
    let refused = |field: &str, fault: &str| {
        let failure = Failure::new(failure::SIGNOFF_TEXT);
        failure.with("field", field).with("fault", fault).with("document", &deed.version.path)
    };
    let fits = |field: &str, text: &str, most: usize, lines: bool| {
        let count = text.chars().count();
        if text.chars().any(|own| is_bending(own) && !(lines && own == '\n')) {
            return Err(refused(field, "sign"));
        }
        if count > most { Err(refused(field, "long").with("most", most)) } else { Ok(()) }
    };
    fits("who", &signer.who, MOST_NAME, false)?;
    fits("reason", &deed.reason, MOST_REASON, true)?;
    if comparable(&signer.who).is_empty() {
        return Err(refused("who", "empty"));
    }
    let must_say = matches!(deed.act, Act::Return | Act::Comment);
    if must_say && comparable(&deed.reason).is_empty() {
        return Err(refused("reason", "empty"));
    }
    let Some(pin) = &deed.pin else {
        return Ok(());
    };
    fits("figure", pin.figure.as_deref().unwrap_or_default(), MOST_KEY, false)?;
    let on_page = |points: f64| (0.0..=MOST_POINTS).contains(&points);
    let known = pin.page > 0 && on_page(pin.x) && on_page(pin.y);
    if known { Ok(()) } else { Err(refused("pin", "place")) }
}

/// Control characters, and those that turn the direction of a text.
fn is_bending(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether an act may follow the acts on its paper.
pub(super) fn follows(signer: &Signer, deed: &Deed, acts: &[Entry]) -> Result<(), Failure> {
    let document = &deed.version.path;
    let newest = acts.last();
    if let Some(newest) = newest.filter(|newest| Some(newest.id) != deed.seen) {
        return Err(Failure::new(failure::SIGNOFF_OVERTAKEN)
            .with("document", document)
            .with("who", &newest.who)
            .with("at", newest.at.in_beijing()));
    }
    let acts: Vec<&Entry> = acts.iter().collect();
    match deed.act {
        Act::Approve if signer.role == Role::Second => second(signer, deed, &acts),
        Act::Approve | Act::Return | Act::Comment if deed.target.is_none() => Ok(()),
        Act::Resolve | Act::Withdraw => {
            let target = acts.iter().find(|own| Some(own.id) == deed.target);
            match target {
                Some(target) if answers(signer, deed, target, &acts) => Ok(()),
                _ => Err(Failure::new(failure::SIGNOFF_TARGET).with("document", document)),
            }
        }
        _ => Err(Failure::new(failure::SIGNOFF_TARGET).with("document", document)),
    }
}

/// 复审 comes after 初审 of the same version by somebody else.
fn second(signer: &Signer, deed: &Deed, acts: &[&Entry]) -> Result<(), Failure> {
    let withdrawn = withdrawn(acts);
    let counts =
        |own: &&&Entry| own.version.same_bytes(&deed.version) && !withdrawn.contains(&own.id);
    let counted: Vec<&&Entry> = acts.iter().filter(counts).collect();
    let returned = counted.iter().rposition(|own| own.act == Act::Return);
    let since = &counted[returned.map_or(0, |at| at + 1)..];
    let mut firsts =
        since.iter().filter(|own| own.act == Act::Approve && own.role == Role::First).peekable();
    let failed = |code| Err(Failure::new(code).with("document", &deed.version.path));
    if firsts.peek().is_none() {
        return failed(failure::SIGNOFF_ORDER);
    }
    let same = |own: &&&Entry| comparable(&own.who) == comparable(&signer.who);
    if firsts.all(same) {
        return failed(failure::SIGNOFF_PERSON).map_err(|own| own.with("who", &signer.who));
    }
    Ok(())
}

/// Whether a comment may be resolved, or an act taken back by who did it.
fn answers(signer: &Signer, deed: &Deed, target: &Entry, acts: &[&Entry]) -> bool {
    let answered = acts.iter().any(|own| own.target == Some(target.id));
    let own = comparable(&target.who) == comparable(&signer.who);
    let fits = match deed.act {
        Act::Resolve => target.act == Act::Comment,
        _ => own && !target.act.has_target(),
    };
    fits && !answered
}
