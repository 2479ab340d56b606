//! A run made by many machines over a NATS server: `plan` puts what they need and the chunks into a
//! queue, each `worker` takes chunks and hands back what it made, `collect` puts all together.
//!
//! A chunk is one share of the run ([`crate::pipeline::Share`]); what comes of all of them is
//! merged as shares made by hand are, so it is the same bytes as one process makes. A chunk may be
//! made twice (its worker stalled, or was cut off after it had handed it in): both are the same
//! bytes under the same name.
//!
//! In the object store stand `part-SHA256` (data, templates, fonts as zips), `plan-ID` and
//! `share-ID-INDEX`; an ID is the SHA-256 of the plan.

mod collect;
mod plan;
mod queue;
mod worker;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::finding::{Failure, failure};
use crate::model::hex;
use crate::pipeline::Share;
use crate::settings::is_assessment_id;

pub use collect::{CollectOrder, collect};
pub use plan::{PlanOrder, Planned, plan};
pub use worker::{WorkOrder, Worked, work};

use queue::Queue;

/// What all workers of a run need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Plan {
    /// Id of the assessment.
    assessment: String,
    /// SHA-256 of the data folder's zip, of that of other templates, and of that of the fonts.
    data: String,
    templates: Option<String>,
    fonts: String,
    /// Kinds of papers that were asked for; those of the stage when empty.
    only: Vec<String>,
    /// Chunks.
    count: usize,
    /// SHA-256 of the source of the program that made the plan and that workers must be.
    program: String,
    /// SHA-256 of everything that shares have in common, as each worker finds it, too.
    shares: String,
}

/// What a message of the queue says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Chunk {
    plan: String,
    share: Share,
}

impl Plan {
    /// Its id: the same for the same plan.
    fn id(&self) -> String {
        hex(&Sha256::digest(self.bytes()))
    }

    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// A plan of the queue.
    fn get(queue: &Queue, id: &str) -> Result<Self, Failure> {
        let missing = || Failure::new(failure::PLAN_NOT_FOUND).with("plan", id).with("known", "");
        let bytes = queue.get(&plan_name(id))?.ok_or_else(missing)?;
        let plan: Self = serde_json::from_slice(&bytes).map_err(|_| missing())?;
        // Its parts and its assessment are names of folders.
        let is_sum =
            |own: &String| own.len() == 64 && own.bytes().all(|own| own.is_ascii_hexdigit());
        let parts = [Some(&plan.data), plan.templates.as_ref(), Some(&plan.fonts)];
        let safe = parts.into_iter().flatten().all(is_sum)
            && is_assessment_id(&plan.assessment)
            && Share::new(1, plan.count).is_some()
            && plan.id() == id;
        safe.then_some(plan).ok_or_else(missing)
    }

    fn share(&self, index: usize) -> Option<Share> {
        Share::new(index, self.count)
    }
}

const PLAN: &str = "plan-";

fn plan_name(id: &str) -> String {
    format!("{PLAN}{id}")
}

fn part_name(sha256: &str) -> String {
    format!("part-{sha256}")
}

fn share_prefix(plan: &str) -> String {
    format!("share-{plan}-")
}

fn share_name(plan: &str, share: Share) -> String {
    format!("{}{}", share_prefix(plan), share.index())
}
