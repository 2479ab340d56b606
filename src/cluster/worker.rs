//! Chunks of the queue are made here.

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::queue::{Queue, Taken};
use super::{Chunk, Plan, part_name, share_name};
use crate::finding::{Failure, Finding, failure};
use crate::model::hex;
use crate::pipeline::{Event, Order, PROGRAM, Ready, Report, Workshop};
use crate::publish::{Links, is_unpacked, make_private, pack, remove, unpack};

/// How a worker is to work.
#[derive(Debug, Clone)]
pub struct WorkOrder {
    /// Address of the NATS server.
    pub url: String,
    /// Folder for what workers of this machine fetch and make.
    pub work: PathBuf,
    /// Papers set at a time.
    pub jobs: usize,
    /// Ends when there was nothing to do for so long; never when none.
    pub idle: Option<Duration>,
}

/// What a worker has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worked {
    /// It is there.
    Waiting,
    /// A chunk that was handed out before and not finished is made here: number, of how many, which
    /// try.
    Again(usize, usize, usize),
    /// A chunk is done: number, of how many, papers.
    Done(usize, usize, usize),
    /// Somebody else had done it meanwhile.
    Already(usize, usize),
    /// A chunk could not be made here and goes back into the queue.
    GivenBack(usize, usize, Failure),
}

/// Wait for a chunk at a time.
const WAIT: Duration = Duration::from_secs(2);
/// Wait before a chunk that failed here is handed out again.
const REST: Duration = Duration::from_secs(5);
/// Signs of life while one is waited for.
const BEATS: u32 = 4;

/// Takes chunks and makes them until there is nothing to do for long enough.
///
/// # Errors
/// A failure when the queue does not answer. A chunk that cannot be made goes back.
pub fn work(order: &WorkOrder, observe: &dyn Fn(Worked)) -> Result<(), Failure> {
    let worker = Worker { queue: Queue::open(&order.url)?, order, observe };
    make_private(&order.work)?;
    observe(Worked::Waiting);
    let mut next = worker.next()?;
    // What a plan needs is read once, as long as its chunks come one after the other.
    while let Some(first) = next {
        next = match worker.alive_while(&first.0, || worker.prepared(&first.1)) {
            Ok((plan, ready)) => worker.of_plan(first, &plan, &ready)?,
            Err(failure) => {
                worker.give_back(&first, failure)?;
                worker.next()?
            }
        };
    }
    Ok(())
}

/// A chunk with the message that it came in.
type Job = (Taken, Chunk);

struct Worker<'a> {
    queue: Queue,
    order: &'a WorkOrder,
    observe: &'a dyn Fn(Worked),
}

impl Worker<'_> {
    /// The next chunk; none when there was none for long enough.
    fn next(&self) -> Result<Option<Job>, Failure> {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(taken) = self.queue.take(PROGRAM, WAIT)? {
                match serde_json::from_slice(&taken.payload) {
                    Ok(chunk) => return Ok(Some((taken, chunk))),
                    // No chunk of ours, and nobody's.
                    Err(_) => self.queue.done(&taken)?,
                }
                waited = Duration::ZERO;
            } else {
                waited += WAIT;
            }
            if self.order.idle.is_some_and(|idle| waited >= idle) {
                return Ok(None);
            }
        }
    }

    /// Fetches and reads what a plan needs.
    fn prepared(&self, chunk: &Chunk) -> Result<(Plan, Ready), Failure> {
        let plan = Plan::get(&self.queue, &chunk.plan)?;
        let run = self.run(&plan)?;
        let ready = Ready::new(&run, &|_: Event| {})?;
        let ready = ready.map_err(|report| moved(chunk, Some(&report)))?;
        Ok((plan, ready))
    }

    /// The run of a plan, with its folders on this machine.
    fn run(&self, plan: &Plan) -> Result<Order, Failure> {
        let part = |sha256: &str| -> Result<PathBuf, Failure> {
            let folder = self.order.work.join(sha256);
            if !is_unpacked(&folder) {
                let missing = || Failure::new(failure::BUNDLE_BROKEN).with("cause", sha256);
                let bytes = self.queue.get(&part_name(sha256))?.ok_or_else(missing)?;
                if hex(&Sha256::digest(&bytes)) != sha256 {
                    // The next plan puts it again.
                    self.queue.delete(&part_name(sha256))?;
                    return Err(missing());
                }
                unpack(&bytes, &folder)?;
            }
            Ok(folder)
        };
        Ok(Order {
            data: part(&plan.data)?,
            templates: plan.templates.as_deref().map(part).transpose()?,
            fonts: Some(part(&plan.fonts)?),
            output: self.order.work.join(format!("output-{}", std::process::id())),
            units: Vec::new(),
            only: plan.only.clone(),
            share: None,
            jobs: self.order.jobs,
        })
    }

    /// Makes chunks of one plan; gives the first of another, or none when there is nothing to do.
    fn of_plan(&self, first: Job, plan: &Plan, ready: &Ready) -> Result<Option<Job>, Failure> {
        let shop = match self.alive_while(&first.0, || self.shop(&first.1, plan, ready)) {
            Ok(shop) => shop,
            Err(failure) => {
                self.give_back(&first, failure)?;
                return self.next();
            }
        };
        let id = first.1.plan.clone();
        let mut next = Some(first);
        while let Some(job) = next {
            if job.1.plan != id {
                return Ok(Some(job));
            }
            match self.chunk(&job, &shop) {
                Ok(told) => {
                    self.queue.done(&job.0)?;
                    (self.observe)(told);
                }
                Err(failure) => self.give_back(&job, failure)?,
            }
            next = self.next()?;
        }
        Ok(None)
    }

    /// Where the papers of a plan are made, if it is what was planned.
    fn shop<'r>(&self, chunk: &Chunk, plan: &Plan, ready: &'r Ready) -> Result<Shop<'r>, Failure> {
        let (mut findings, run) = (Vec::new(), self.run(plan)?);
        let workshop = ready.workshop(&mut findings)?;
        if ready.division_sha256(&findings, &run, plan.count)? != plan.shares {
            return Err(moved(chunk, None));
        }
        Ok(Shop { ready, workshop, findings, run, count: plan.count })
    }

    /// Makes one chunk and hands it in, with signs of life meanwhile.
    fn chunk(&self, (taken, chunk): &Job, shop: &Shop<'_>) -> Result<Worked, Failure> {
        let (share, name) = (chunk.share, share_name(&chunk.plan, chunk.share));
        if share.count() != shop.count {
            return Err(moved(chunk, None));
        }
        if self.queue.has(&name)? {
            return Ok(Worked::Already(share.index(), share.count()));
        }
        if taken.tries > 1 {
            (self.observe)(Worked::Again(share.index(), share.count(), taken.tries));
        }
        self.alive_while(taken, || {
            let (documents, bytes) = shop.make(chunk)?;
            self.queue.put(&name, &bytes)?;
            Ok(Worked::Done(share.index(), share.count(), documents))
        })
    }

    /// Does some work, and says meanwhile that this process is still at it.
    fn alive_while<T>(
        &self,
        taken: &Taken,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let patience = self.patience()?;
        let (queue, (end, ended)) = (&self.queue, mpsc::channel::<()>());
        thread::scope(|scope| {
            scope.spawn(move || {
                // One that cannot be sent is not missed yet; the next may arrive.
                while ended.recv_timeout(patience / BEATS) == Err(RecvTimeoutError::Timeout) {
                    let _ = queue.alive(taken);
                }
            });
            let done = work();
            drop(end);
            done
        })
    }

    /// Wait for a sign of life before another gets a chunk.
    fn patience(&self) -> Result<Duration, Failure> {
        Ok(self.queue.standing(PROGRAM)?.map_or(WAIT, |own| own.patience))
    }

    fn give_back(&self, (taken, chunk): &Job, failure: Failure) -> Result<(), Failure> {
        if failure.code == failure::PLAN_NOT_FOUND {
            // Collected meanwhile, or too old: nobody waits for it.
            return self.queue.done(taken);
        }
        let (rest, share) = (self.patience()?.min(REST), chunk.share);
        self.queue.give_back(taken, rest)?;
        (self.observe)(Worked::GivenBack(share.index(), share.count(), failure));
        // A machine on which nothing can be made must not use up every chunk's tries.
        self.queue.pause(rest);
        Ok(())
    }
}

/// What is here is not what was planned; with the worst that was found in it.
fn moved(chunk: &Chunk, report: Option<&Report>) -> Failure {
    let worst = report.and_then(|report| report.findings.first());
    let found = worst.map(|own| format!("{}{}", own.file.as_deref().unwrap_or(""), own.what));
    let failure = Failure::new(failure::PLAN_MOVED).with("plan", &chunk.plan);
    failure.with("found", found.unwrap_or_default())
}

/// Where the papers of one plan are made.
struct Shop<'a> {
    ready: &'a Ready,
    workshop: Workshop<'a>,
    findings: Vec<Finding>,
    run: Order,
    count: usize,
}

impl Shop<'_> {
    /// A chunk as one zip, with how many papers were made.
    fn make(&self, chunk: &Chunk) -> Result<(usize, Vec<u8>), Failure> {
        let run = Order { share: Some(chunk.share), ..self.run.clone() };
        let report = self.ready.run(&self.workshop, &self.findings, &run, &|_| {})?;
        let folder = report.output.as_ref().ok_or_else(|| moved(chunk, Some(&report)))?;
        let bytes = pack(folder, Links::All)?;
        remove(&run.output)?;
        Ok((report.documents, bytes))
    }
}
