//! What is to be made goes into the queue.

use std::collections::BTreeSet;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::queue::Queue;
use super::{Chunk, Plan, part_name, plan_name, share_name, share_prefix};
use crate::assets::Fonts;
use crate::finding::{Failure, any_error};
use crate::model::hex;
use crate::pipeline::{Event, Order, PROGRAM, Ready, Report};
use crate::publish::{Links, pack};

/// What is to be planned.
#[derive(Debug, Clone)]
pub struct PlanOrder {
    /// Address of the NATS server.
    pub url: String,
    /// What is to be made; its output and share mean nothing here.
    pub run: Order,
    /// About how many seconds of one core a chunk takes.
    pub seconds: u64,
    /// Wait for a sign of life of a worker before another gets its chunk.
    pub patience: Duration,
}

/// What came of planning.
#[derive(Debug)]
pub struct Planned {
    /// Id of the plan; none where the data has errors.
    pub id: Option<String>,
    /// Chunks put into the queue.
    pub chunks: usize,
    /// Bytes of data, templates and fonts that workers fetch.
    pub bytes: usize,
    /// What was found in the data.
    pub report: Report,
}

/// Checks the data, puts everything that workers need into the store and the chunks into the queue.
///
/// # Errors
/// A failure when the world is wrong or the queue does not answer.
pub fn plan(order: &PlanOrder, observe: &dyn Fn(Event)) -> Result<Planned, Failure> {
    let run = &order.run;
    let ready = match Ready::new(run, observe)? {
        Ok(ready) => ready,
        Err(report) => return Ok(Planned { id: None, chunks: 0, bytes: 0, report: *report }),
    };
    let mut findings = Vec::new();
    ready.workshop(&mut findings)?;
    let report = ready.report(&findings);
    if any_error(&findings) {
        return Ok(Planned { id: None, chunks: 0, bytes: 0, report });
    }
    let milliseconds = order.seconds.saturating_mul(1_000);
    let (count, shares) = ready.division(&findings, run, milliseconds)?;
    observe(Event::Stage("plan"));
    let queue = Queue::open(&order.url)?;
    let mut bytes = 0;
    let mut part = |packed: Vec<u8>| {
        let sha256 = hex(&Sha256::digest(&packed));
        bytes += packed.len();
        queue.put(&part_name(&sha256), &packed).map(|()| sha256)
    };
    let data = part(pack(&run.data, Links::Inside)?)?;
    let templates = run.templates.as_deref().map(|own| part(pack(own, Links::All)?)).transpose()?;
    let fonts = part(pack(&Fonts::folder(run.fonts.as_deref()), Links::All)?)?;
    let plan = Plan {
        assessment: ready.id().to_owned(),
        data,
        templates,
        fonts,
        only: run.only.clone(),
        count,
        program: PROGRAM.to_owned(),
        shares,
    };
    let id = plan.id();
    queue.put(&plan_name(&id), &plan.bytes())?;
    let chunk = |share| {
        let chunk = Chunk { plan: id.clone(), share };
        serde_json::to_vec(&chunk).unwrap_or_default()
    };
    // What a plan before this one has left done is not done again.
    let done: BTreeSet<String> = queue.names(&share_prefix(&id))?.into_iter().collect();
    let shares = (1..=count).filter_map(|at| plan.share(at));
    let open = shares.filter(|share| !done.contains(&share_name(&id, *share)));
    let chunks: Vec<Vec<u8>> = open.map(chunk).collect();
    queue.send(PROGRAM, order.patience, &chunks)?;
    Ok(Planned { id: Some(id), chunks: chunks.len(), bytes, report })
}
