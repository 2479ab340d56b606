//! What a person asks to be done.

use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

use super::list::path_of;
use super::{Desk, failed};
use crate::finding::{Failure, failure};
use crate::serve::{answer, unprocessable};
use crate::signoff::{Act, At, Deed, Pin, Role, Signer};

/// What a browser sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    who: String,
    role: Role,
    deeds: Vec<AskedDeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedDeed {
    act: Act,
    /// Checksum of the paper that was seen.
    sha256: String,
    #[serde(default)]
    reason: String,
    pin: Option<Pin>,
    target: Option<i64>,
    seen: Option<i64>,
}

/// Does what is asked, all or nothing. The answer is given when it lasts.
pub(super) fn act(desk: &Desk, body: &[u8], at: Option<At>) -> Response {
    let asked: Option<Asked> = serde_json::from_slice(body).ok();
    let (Some(asked), Some(at)) = (asked, at) else {
        return unprocessable(json!({ "code": "unreadable" }).to_string());
    };
    match done(desk, asked, at) {
        Ok(ids) => answer(super::JSON, json!({ "ids": ids }).to_string()),
        Err(failure) => failed(&failure, desk.wording()),
    }
}

fn done(desk: &Desk, asked: Asked, at: At) -> Result<Vec<i64>, Failure> {
    let now = desk.shelf.now()?;
    let deed = |own: AskedDeed| {
        // The papers that the browser knows may have been made anew since.
        let standing = now.standing(&own.sha256);
        let name = || match path_of(&now, &own.sha256) {
            "" => own.sha256.clone(),
            path => path.to_owned(),
        };
        let moved = || Failure::new(failure::SIGNOFF_MOVED).with("document", name());
        let version = standing.ok_or_else(moved)?.version.clone();
        let AskedDeed { act, reason, pin, target, seen, .. } = own;
        Ok(Deed { act, version, reason, pin, target, seen })
    };
    let deeds = asked.deeds.into_iter().map(deed).collect::<Result<Vec<_>, Failure>>()?;
    let signer = Signer { who: asked.who.trim().to_owned(), role: asked.role, at };
    desk.shelf.record(&signer, &deeds)
}
