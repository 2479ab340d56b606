//! The commands that share a run out over a work queue: what was typed, and what is told.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use make_reports::cli::{CollectArguments, QueuePlaces, WorkerArguments};
use make_reports::cluster::{self, CollectOrder, PlanOrder, WorkOrder, Worked};
use make_reports::finding::Failure;
use make_reports::pipeline::Event;

use super::terminal::{DONE, TO_MEND, Terminal, Values, complain};

/// Puts a run into the queue.
pub fn plan(
    terminal: &Terminal<'_>,
    order: &PlanOrder,
    observe: &dyn Fn(Event),
) -> Result<u8, Failure> {
    let planned = cluster::plan(order, observe)?;
    terminal.clear();
    terminal.findings(&planned.report.findings);
    let mut values = Values::from([("chunks", planned.chunks.to_string())]);
    let Some(id) = planned.id else {
        complain(&terminal.say("queue.not_planned", values));
        return Ok(TO_MEND);
    };
    values.insert("id", id.chars().take(12).collect());
    values.insert("megabytes", planned.bytes.div_ceil(1_000_000).to_string());
    complain(&terminal.say("queue.planned", values));
    Ok(DONE)
}

/// Works until there is nothing to do.
pub fn worker(
    terminal: &Terminal<'_>,
    arguments: WorkerArguments,
    cores: usize,
) -> Result<u8, Failure> {
    let WorkerArguments { queue, jobs, idle } = arguments;
    let order = WorkOrder {
        work: work_folder(&queue),
        url: queue.server.nats,
        jobs: jobs.count.map_or(cores, usize::from),
        idle: idle.map(Duration::from_secs),
    };
    cluster::work(&order, &|worked| {
        let (key, numbers) = match &worked {
            Worked::Waiting => ("waiting", [0; 3]),
            Worked::Again(index, count, tries) => ("again", [*index, *count, *tries]),
            Worked::Done(index, count, papers) => ("done", [*index, *count, *papers]),
            Worked::Already(index, count) => ("already", [*index, *count, 0]),
            Worked::GivenBack(index, count, _) => ("given_back", [*index, *count, 0]),
        };
        let names = ["index", "count", "number"].into_iter();
        let values: Values = names.zip(numbers.map(|own| own.to_string())).collect();
        complain(&terminal.say(&format!("queue.{key}"), values));
        if let Worked::GivenBack(_, _, failure) = &worked {
            terminal.failed(failure);
        }
    })?;
    complain(&terminal.say("queue.nothing_left", ()));
    Ok(DONE)
}

/// Waits for the chunks of a run and publishes it.
pub fn collect(
    terminal: &Terminal<'_>,
    arguments: CollectArguments,
    started: Instant,
    observe: &dyn Fn(Event),
) -> Result<u8, Failure> {
    let CollectArguments { plan, queue, output, strictness } = arguments;
    let work = work_folder(&queue);
    let order = CollectOrder { url: queue.server.nats, plan, output: output.folder, work };
    let report = cluster::collect(&order, observe)?;
    Ok(terminal.built("merged", &report, started.elapsed(), strictness.deny_warnings))
}

/// A folder of the program's own in the one that was named: nobody else may look into it.
fn work_folder(queue: &QueuePlaces) -> PathBuf {
    queue.work.clone().unwrap_or_else(std::env::temp_dir).join("make-reports-work")
}
