//! Takes arguments, prints, and gives the exit code; the library does everything else.

#[cfg(feature = "cluster")]
mod queue;
mod terminal;

use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;
#[cfg(feature = "cluster")]
use std::time::Duration;
use std::time::Instant;

use make_reports::assets::{Templates, Wording};
#[cfg(feature = "cluster")]
use make_reports::cli::PlanArguments;
use make_reports::cli::{
    self, BuildArguments, CheckArguments, Command, DiffArguments, Format, FormsArguments,
    InitArguments, MadePlaces, MergeArguments, PreviewArguments, ReleaseArguments, ReviewArguments,
    Screen, TraceArguments, Typed,
};
#[cfg(feature = "cluster")]
use make_reports::cluster::PlanOrder;
use make_reports::diff::{DiffOrder, diff};
use make_reports::finding::Failure;
use make_reports::init::{self, FormsOrder, InitOrder};
use make_reports::listing;
use make_reports::pipeline::{self, Event, Meant, MergeOrder, Order, Share, Tracer};
use make_reports::preview::{Opened, preview};
use make_reports::publish::{Way, put_report};
use make_reports::release::{release, told};
use make_reports::review::{self, review};
use make_reports::trace;

use terminal::{DONE, FAILED, TO_MEND, Terminal, Values, complain, put};

/// Layouts are made of very many small pieces, which the system's own allocator is slow with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = match cli::read(std::env::args_os()) {
        Typed::Command(command) => *command,
        Typed::Text(text) => return print(&text, DONE),
        Typed::Mistake(text) => {
            complain(&text);
            return ExitCode::from(FAILED);
        }
    };
    let started = Instant::now();
    let wording = match Wording::new(&Templates::built_in()) {
        Ok(wording) => wording,
        Err(failure) => {
            complain(&failure.to_string());
            return ExitCode::from(FAILED);
        }
    };
    let terminal = Terminal::new(&wording);
    let observe = |event| terminal.observe(event);
    let done = match command {
        Command::Completions { shell } => {
            return print(&String::from_utf8_lossy(&cli::completions(shell)), DONE);
        }
        Command::Explain { code: None } => return print(&listing::overview(&wording), DONE),
        Command::Explain { code: Some(code) } => match listing::explain(&code, &wording) {
            Ok(text) => return print(&text, DONE),
            Err(unknown) => {
                complain(&unknown);
                return ExitCode::from(FAILED);
            }
        },
        Command::Check(arguments) => terminal.check(arguments, &observe),
        Command::Build(arguments) => {
            let BuildArguments { why, timings, .. } = arguments;
            let deny = arguments.strictness.deny_warnings;
            let order = order(arguments);
            let report = pipeline::build(&order, &observe);
            report.map(|report| {
                let took = started.elapsed();
                let code = terminal.built("built", &report, took, deny);
                if why {
                    terminal.why(&report);
                }
                if timings {
                    terminal.timings(&report, took, order.jobs);
                }
                code
            })
        }
        Command::Results(arguments) => {
            let deny = arguments.strictness.deny_warnings;
            let report = pipeline::results(&order(arguments.building()), &observe);
            report.map(|report| terminal.built("results", &report, started.elapsed(), deny))
        }
        Command::Merge(arguments) => {
            let MergeArguments { assessment, output, templates, strictness } = arguments;
            let (output, deny) = (output.folder, strictness.deny_warnings);
            let order = MergeOrder { output, templates, assessment, division: None };
            let report = pipeline::merge(&order, &observe);
            report.map(|report| terminal.built("merged", &report, started.elapsed(), deny))
        }
        #[cfg(feature = "cluster")]
        Command::Plan(arguments) => queue::plan(&terminal, &plan_order(arguments), &observe),
        #[cfg(feature = "cluster")]
        Command::Worker(arguments) => queue::worker(&terminal, arguments, cores()),
        #[cfg(feature = "cluster")]
        Command::Collect(arguments) => queue::collect(&terminal, arguments, started, &observe),
        Command::Verify(arguments) => {
            let deny = arguments.strictness.deny_warnings;
            let report = pipeline::verify(&order(arguments.building()), &observe);
            report.map(|report| terminal.built("verified", &report, started.elapsed(), deny))
        }
        Command::Release(arguments) => terminal.release(arguments, &observe),
        Command::Preview(arguments) => terminal.preview(arguments, &observe),
        Command::Review(arguments) => terminal.review(arguments, &observe),
        Command::Trace(arguments) => Terminal::trace(arguments),
        Command::Diff(arguments) => terminal.diff(arguments),
        Command::Init(arguments) => {
            init::init(&init_order(arguments)).map(|made| terminal.made("init", &made))
        }
        Command::Forms(arguments) => {
            init::forms(&forms_order(arguments)).map(|made| terminal.made("forms", &made))
        }
    };
    ExitCode::from(done.unwrap_or_else(|failure| terminal.failed(&failure)))
}

/// Cores that the system lets this program use.
fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// A run to be put into the work queue.
#[cfg(feature = "cluster")]
fn plan_order(arguments: PlanArguments) -> PlanOrder {
    let PlanArguments { places, server, only, chunk, patience } = arguments;
    let run = Order { only, ..order(BuildArguments::checking(places)) };
    PlanOrder { url: server.nats, run, seconds: chunk, patience: Duration::from_secs(patience) }
}

/// What was meant by what was typed.
fn order(arguments: BuildArguments) -> Order {
    let MadePlaces { places, output } = arguments.made;
    Order {
        data: places.data,
        templates: places.assets.templates,
        fonts: places.assets.fonts,
        output: output.folder,
        units: arguments.unit,
        only: arguments.only,
        share: arguments.shard.and_then(|(index, count)| Share::new(index, count)),
        jobs: arguments.jobs.count.map_or_else(cores, usize::from),
    }
}

/// One paper of one unit, or one city-wide paper.
fn preview_order(arguments: PreviewArguments) -> Order {
    let building = BuildArguments::checking(arguments.places);
    let (units, only) = (arguments.unit.into_iter(), arguments.only.into_iter());
    Order { units: units.collect(), only: only.collect(), ..order(building) }
}

fn init_order(arguments: InitArguments) -> InitOrder {
    InitOrder {
        folder: arguments.folder,
        from: arguments.from,
        output: arguments.output,
        templates: arguments.assets.templates,
        fonts: arguments.assets.fonts,
    }
}

fn forms_order(arguments: FormsArguments) -> FormsOrder {
    FormsOrder {
        data: arguments.places.data,
        output: arguments.output,
        templates: arguments.places.assets.templates,
        fonts: arguments.places.assets.fonts,
    }
}

/// Prints a text and gives the exit code.
fn print(text: &str, code: u8) -> ExitCode {
    ExitCode::from(if put(text.as_bytes()) { code } else { FAILED })
}

impl Terminal<'_> {
    /// Checks, and gives the list where it was asked for.
    fn check(&self, arguments: CheckArguments, observe: &dyn Fn(Event)) -> Result<u8, Failure> {
        let (format, file) = (arguments.format, arguments.file());
        let deny = arguments.strictness.deny_warnings;
        let order = order(BuildArguments::checking(arguments.places));
        let report = pipeline::check(&order, observe)?;
        let found = &report.findings;
        let list = match format {
            Format::Text => {
                listing::text(found, report.units, report.files, self.wording).into_bytes()
            }
            Format::Json => listing::json(found),
            Format::Xlsx => {
                let way = Way::new(file.as_deref().unwrap_or(Path::new("")), &order.data);
                listing::workbook(found, &way, self.wording)?
            }
        };
        let printed = match &file {
            Some(path) => {
                put_report(path, &list, &listing::is_ours)?;
                self.summary(&report);
                let path = [("path", path.display().to_string())];
                complain(&self.say("summary.report", std::collections::BTreeMap::from(path)));
                true
            }
            None => put(&list),
        };
        let code = if report.has_errors() { TO_MEND } else { DONE };
        Ok(if printed { code.max(self.denied(deny, &report)) } else { FAILED })
    }

    /// Shows one paper until the program is ended, and opens the browser on it.
    fn preview(&self, arguments: PreviewArguments, observe: &dyn Fn(Event)) -> Result<u8, Failure> {
        let Screen { port, no_open } = arguments.screen;
        let say = |key: &str, values: &[(&str, &str)]| {
            let values: std::collections::BTreeMap<_, _> = values.iter().copied().collect();
            complain(&self.wording.say(&format!("preview.{key}"), values));
        };
        let opened = |own: &Opened| {
            say("open", &[("paper", &own.paper), ("address", &own.address)]);
            if !own.others.is_empty() {
                say("others", &[("kinds", &own.others.join("、"))]);
            }
            say("end", &[]);
            if !no_open && let Err(error) = open::that_detached(&own.address) {
                say("no_browser", &[("cause", &error.to_string())]);
            }
        };
        preview(&preview_order(arguments), port, observe, &opened)?;
        Ok(DONE)
    }

    /// Shows the papers until the program is ended, and opens the browser on them.
    fn review(&self, arguments: ReviewArguments, observe: &dyn Fn(Event)) -> Result<u8, Failure> {
        let Screen { port, no_open } = arguments.screen;
        let order = order(BuildArguments::of(arguments.made));
        let say = |key: &str, values: &[(&str, &str)]| {
            let values: std::collections::BTreeMap<_, _> = values.iter().copied().collect();
            complain(&self.wording.say(&format!("review.{key}"), values));
        };
        let opened = |own: &review::Opened| {
            let papers = own.papers.to_string();
            say("open", &[("papers", &papers), ("address", &own.address)]);
            say("end", &[]);
            if !no_open && let Err(error) = open::that_detached(&own.address) {
                say("no_browser", &[("cause", &error.to_string())]);
            }
        };
        let findings = review(&order, port, observe, &opened)?;
        self.findings(&findings);
        Ok(TO_MEND)
    }

    /// Prints what differs between two folders, and where the pages of it are.
    fn diff(&self, arguments: DiffArguments) -> Result<u8, Failure> {
        let DiffArguments { old, new, data, output, pages, papers, templates } = arguments;
        let templates = match templates {
            Some(folder) => Templates::with_folder(&folder)?,
            None => Templates::built_in(),
        };
        let wording = Wording::new(&templates)?;
        let jobs = cores();
        let edge = templates.default_number("preflight", "edge");
        let order = DiffOrder { old, new, data, output, pages, papers, edge, jobs };
        let progress = |done, total| self.observe(Event::Progress { done, total });
        let (found, report) = diff(&order, &wording, &progress)?;
        self.clear();
        let mut text = make_reports::diff::text(&found, &wording);
        if let Some(path) = report {
            let path = Values::from([("path", path.display().to_string())]);
            text += &wording.say("diff.text.report", path);
            text.push('\n');
        }
        let code = if found.same { DONE } else { TO_MEND };
        Ok(if put(text.as_bytes()) { code } else { FAILED })
    }

    /// Prints where a figure comes from, or which figures could be meant.
    fn trace(arguments: TraceArguments) -> Result<u8, Failure> {
        let TraceArguments { unit, figure, places } = arguments;
        let tracer = Tracer::new(&order(BuildArguments::checking(places)), &|_| {})?;
        let whose = tracer.unit(&unit)?;
        match tracer.find(whose, &figure) {
            Meant::One(key) => {
                let found = tracer.trace(&key);
                let text = found.map(|found| trace::text(&found, tracer.wording()));
                Ok(if put(text.unwrap_or_default().as_bytes()) { DONE } else { FAILED })
            }
            Meant::Several(likely, count) => {
                complain(&trace::unclear(&figure, &likely, count, tracer.wording()));
                Ok(FAILED)
            }
            Meant::Nothing => Err(tracer.unknown(whose, &figure)),
        }
    }

    /// Releases what was signed, or tells what is in the way.
    fn release(&self, arguments: ReleaseArguments, observe: &dyn Fn(Event)) -> Result<u8, Failure> {
        let order = order(BuildArguments::of(arguments.made));
        let released = release(&order, observe)?;
        self.clear();
        for line in told(&released, self.wording) {
            complain(&line);
        }
        Ok(if released.made.is_some() { DONE } else { TO_MEND })
    }
}
