//! What workers made becomes one output.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use super::queue::Queue;
use super::{PLAN, Plan, part_name, plan_name, share_name, share_prefix};
use crate::finding::{Failure, failure};
use crate::pipeline::{Event, MergeOrder, Report, Share, has_share, listed, merge, put_share};
use crate::publish::{make_private, unpack, unpacked};

/// What is to be collected.
#[derive(Debug, Clone)]
pub struct CollectOrder {
    /// Address of the NATS server.
    pub url: String,
    /// The beginning of the plan's id; may be left out where the queue has one plan.
    pub plan: Option<String>,
    /// Output folder.
    pub output: PathBuf,
    /// Folder for what is fetched.
    pub work: PathBuf,
}

/// Time between two looks.
const LOOK: Duration = Duration::from_secs(1);

/// Waits until all chunks of a plan are done, puts them together and publishes. What was fetched
/// stays where this is ended before the end: the next call goes on there.
///
/// # Errors
/// A failure when the queue does not answer, when chunks are left that nobody makes any more, or
/// what [`merge`] fails with.
pub fn collect(order: &CollectOrder, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let queue = Queue::open(&order.url)?;
    let id = meant(&queue, order.plan.as_deref())?;
    let plan = Plan::get(&queue, &id)?;
    observe(Event::Stage("collect"));
    let mut open: BTreeSet<Share> = (1..=plan.count).filter_map(|at| plan.share(at)).collect();
    open.retain(|share| !has_share(&order.output, &plan.assessment, *share, &plan.shares));
    let mut hopeless = Hopeless::default();
    while !open.is_empty() {
        let there: BTreeSet<String> = queue.names(&share_prefix(&id))?.into_iter().collect();
        let here: Vec<Share> =
            open.iter().copied().filter(|own| there.contains(&share_name(&id, *own))).collect();
        for share in &here {
            let name = share_name(&id, *share);
            let Some(bytes) = queue.get(&name)? else { continue };
            if let Ok(files) = unpacked(&bytes) {
                put_share(&order.output, &plan.assessment, *share, files)?;
            }
            if has_share(&order.output, &plan.assessment, *share, &plan.shares) {
                open.remove(share);
            } else {
                // No share of ours: the next plan has it made.
                queue.delete(&name)?;
            }
            observe(Event::Progress { done: plan.count - open.len(), total: plan.count });
        }
        if open.is_empty() {
            break;
        }
        hopeless.look(&queue, &plan, &open, here.is_empty())?;
        queue.pause(LOOK);
    }
    let templates = plan.templates.as_deref().map(|sha256| {
        let folder = order.work.join(sha256);
        let missing = || Failure::new(failure::BUNDLE_BROKEN).with("cause", sha256);
        let bytes = queue.get(&part_name(sha256))?.ok_or_else(missing)?;
        make_private(&order.work)?;
        unpack(&bytes, &folder).map(|()| folder)
    });
    let (output, assessment) = (order.output.clone(), Some(plan.assessment.clone()));
    let (templates, division) = (templates.transpose()?, Some(plan.shares.clone()));
    let report = merge(&MergeOrder { output, templates, assessment, division }, observe)?;
    if report.output.is_some() {
        // All is published: what cannot be removed now goes of age, as parts do. The plan first:
        // without its chunks it would be waited for.
        let _ = queue.delete(&plan_name(&id));
        for name in queue.names(&share_prefix(&id)).unwrap_or_default() {
            let _ = queue.delete(&name);
        }
    }
    Ok(report)
}

/// The one plan that an id's beginning means.
fn meant(queue: &Queue, wanted: Option<&str>) -> Result<String, Failure> {
    let plans = queue.names(PLAN)?;
    let ids = plans.iter().filter_map(|name| name.strip_prefix(PLAN));
    let ids: Vec<&str> = ids.filter(|id| id.starts_with(wanted.unwrap_or_default())).collect();
    if let [only] = ids.as_slice() {
        return Ok((*only).to_owned());
    }
    let known: Vec<&str> =
        plans.iter().filter_map(|name| name.strip_prefix(PLAN)?.get(..12)).collect();
    let failure = Failure::new(failure::PLAN_NOT_FOUND).with("plan", wanted.unwrap_or_default());
    Err(failure.with("known", known.join("、")))
}

/// Looks in a row at a queue in which nothing is left while chunks are missing.
#[derive(Default)]
struct Hopeless {
    looks: u32,
}

impl Hopeless {
    /// # Errors
    /// A failure when nobody will make the chunks that are missing.
    fn look(
        &mut self,
        queue: &Queue,
        plan: &Plan,
        open: &BTreeSet<Share>,
        nothing_came: bool,
    ) -> Result<(), Failure> {
        let standing = queue.standing(&plan.program)?;
        let nothing_left = standing.is_none_or(|own| own.waiting == 0 && own.taken == 0);
        self.looks = if nothing_left && nothing_came { self.looks + 1 } else { 0 };
        // One that was just handed in may not be listed yet.
        if self.looks < 5 {
            return Ok(());
        }
        let lost: Vec<String> = open.iter().map(|own| own.index().to_string()).collect();
        let failure = Failure::new(failure::CHUNKS_LOST).with("lost", listed(&lost));
        Err(failure.with("count", plan.count))
    }
}
