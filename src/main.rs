//! Takes arguments, prints, and gives the exit code; the library does everything else.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use make_reports::assets::{Templates, Wording};
use make_reports::cli::{
    self, BuildArguments, CheckArguments, Command, DiffArguments, Format, FormsArguments,
    InitArguments, MadePlaces, PreviewArguments, ReleaseArguments, ReviewArguments, Screen,
    TraceArguments, Typed,
};
use make_reports::diff::{DiffOrder, diff};
use make_reports::finding::Failure;
use make_reports::init::{self, FormsOrder, InitOrder, Made};
use make_reports::listing;
use make_reports::pipeline::{self, Event, Meant, Order, Reason, Report, Tracer};
use make_reports::preview::{Opened, preview};
use make_reports::publish::{SaidFinding, Way, put_report};
use make_reports::release::{release, told};
use make_reports::review::{self, review};
use make_reports::trace;
use unicode_width::UnicodeWidthStr as _;

/// Layouts are made of very many small pieces, which the system's own allocator is slow with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Nothing to mend.
const DONE: u8 = 0;
/// Findings to mend.
const TO_MEND: u8 = 1;
/// The run could not be made.
const FAILED: u8 = 2;

/// Findings printed in full before the rest is only counted.
const MOST_LINES: usize = 60;
/// Papers of one folder up to which each has its line.
const FEW_PAPERS: usize = 2;

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
            let BuildArguments { deny_warnings: deny, why, timings, .. } = arguments;
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
            let deny = arguments.deny_warnings;
            let report = pipeline::results(&order(arguments.building()), &observe);
            report.map(|report| terminal.built("results", &report, started.elapsed(), deny))
        }
        Command::Verify(arguments) => {
            let deny = arguments.deny_warnings;
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

/// What was meant by what was typed.
fn order(arguments: BuildArguments) -> Order {
    let cores = || available_parallelism().map_or(1, usize::from);
    let MadePlaces { places, output } = arguments.made;
    Order {
        data: places.data,
        templates: places.assets.templates,
        fonts: places.assets.fonts,
        output,
        units: arguments.unit,
        only: arguments.only,
        jobs: arguments.jobs.map_or_else(cores, usize::from),
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

/// Prints bytes; false when they do not arrive. A reader that has gone away (`| head`) has what it
/// wanted.
fn put(bytes: &[u8]) -> bool {
    let mut out = io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&error.to_string());
            false
        }
        _ => true,
    }
}

fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints what a run says: a bar on a terminal, plain lines elsewhere.
struct Terminal<'a> {
    wording: &'a Wording,
    bar: RefCell<Option<ProgressBar>>,
    lively: bool,
}

impl<'a> Terminal<'a> {
    fn new(wording: &'a Wording) -> Self {
        Self { wording, bar: RefCell::new(None), lively: io::stderr().is_terminal() }
    }

    fn say(&self, key: &str, values: impl serde::Serialize) -> String {
        self.wording.say(&format!("program.{key}"), values)
    }

    fn observe(&self, event: Event) {
        match event {
            Event::Stage(stage) => {
                if let Some(bar) = self.bar.take() {
                    bar.finish_and_clear();
                }
                complain(&self.say(&format!("stage.{stage}"), ()));
            }
            Event::Progress { done, total } if self.lively => {
                let mut bar = self.bar.borrow_mut();
                let bar = bar.get_or_insert_with(|| {
                    let template = self.say("summary.progress", ());
                    let style = ProgressStyle::with_template(&template);
                    ProgressBar::new(total as u64)
                        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                });
                bar.set_position(done as u64);
            }
            Event::Progress { .. } => {}
        }
    }

    /// Checks, and gives the list where it was asked for.
    fn check(&self, arguments: CheckArguments, observe: &dyn Fn(Event)) -> Result<u8, Failure> {
        let (format, file, deny) = (arguments.format, arguments.file(), arguments.deny_warnings);
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
        let jobs = available_parallelism().map_or(1, usize::from);
        let edge = templates.default_number("preflight", "edge");
        let order = DiffOrder { old, new, data, output, pages, papers, edge, jobs };
        let progress = |done, total| self.observe(Event::Progress { done, total });
        let (found, report) = diff(&order, &wording, &progress)?;
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
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
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        for line in told(&released, self.wording) {
            complain(&line);
        }
        Ok(if released.made.is_some() { DONE } else { TO_MEND })
    }

    fn summary(&self, report: &Report) {
        if report.findings.is_empty() {
            let values = [("units", report.units), ("files", report.files)];
            complain(&self.say("summary.check_clean", numbers(&values)));
        } else {
            complain(&self.say("summary.check_findings", counts(report)));
        }
    }

    /// The exit code of warnings.
    fn denied(&self, deny: bool, report: &Report) -> u8 {
        if !deny || !report.has_warnings() {
            return DONE;
        }
        complain(&self.say("summary.denied", ()));
        TO_MEND
    }

    /// Tells what a run that publishes made, with the words of its command.
    fn built(&self, done: &str, report: &Report, took: Duration, deny: bool) -> u8 {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.findings(&report.findings);
        for (key, list) in [("failed", &report.failed), ("stale", &report.stale)] {
            if !list.is_empty() {
                let count = numbers(&[("count", list.len())]);
                complain(&self.say(&format!("summary.{key}"), count));
                for line in self.by_folder(list) {
                    complain(&format!("  {line}"));
                }
            }
        }
        let mut values = counts(report);
        values.insert("documents", report.documents.to_string());
        values.insert("pages", report.pages.to_string());
        values.insert("kept", report.kept.to_string());
        values.insert("units", report.units.to_string());
        values.insert("seconds", format!("{:.1}", took.as_secs_f64()));
        if let Some(output) = &report.output {
            values.insert("path", output.display().to_string());
            complain(&self.say(&format!("summary.{done}"), &values));
            complain(&self.say("summary.output", &values));
        } else {
            complain(&self.say("summary.not_built", &values));
        }
        let wrong = report.has_errors() || report.output.is_none();
        let code = if wrong { TO_MEND } else { DONE };
        code.max(self.denied(deny, report))
    }

    /// Tells of each paper why it was made or was not.
    fn why(&self, report: &Report) {
        for (paper, reason) in &report.reasons {
            let done = match reason {
                Reason::Same | Reason::NotAsked => "kept",
                Reason::Failed => "not_made",
                _ => "made",
            };
            let say = |key: &str| self.say(&format!("why.{key}"), ());
            let values =
                [("done", say(done)), ("paper", paper.clone()), ("why", say(reason.name()))];
            complain(&self.say("why.line", Values::from(values)));
        }
    }

    /// Tells where the time went: stages one after the other, then the work on papers.
    fn timings(&self, report: &Report, took: Duration, jobs: usize) {
        let say = |key: &str| self.say(&format!("timings.{key}"), ());
        complain(&say("stages"));
        let stages = &report.timings.stages;
        let told: Duration = stages.iter().map(|(_, spent)| spent.time).sum();
        for (stage, spent) in stages {
            let name = if *stage == "papers" { "papers_all" } else { stage };
            complain(&self.timing(&say(name), spent.time, 1));
        }
        complain(&self.timing(&say("other"), took.saturating_sub(told), 1));
        complain(&self.timing(&say("all"), took, 1));
        complain(&self.say("timings.papers", numbers(&[("jobs", jobs)])));
        let mut papers = report.timings.papers.clone();
        papers.sort_by_key(|(_, spent)| std::cmp::Reverse(spent.time));
        for (work, spent) in papers {
            complain(&self.timing(&say(work), spent.time, spent.times));
        }
    }

    fn timing(&self, name: &str, time: Duration, times: usize) -> String {
        // A Han character is as wide as two digits.
        let pad = 20_usize.saturating_sub(name.width());
        let values = [
            ("name", name.to_owned()),
            ("pad", " ".repeat(pad)),
            ("seconds", format!("{:8.3}", time.as_secs_f64())),
            ("times", times.to_string()),
        ];
        self.say("timings.line", Values::from(values))
    }

    /// Tells what `init` or `forms` made; what stayed as it was is for somebody to look at.
    fn made(&self, command: &str, made: &Made) -> u8 {
        self.findings(&made.findings);
        let Some(folder) = &made.folder else {
            complain(&self.say(&format!("{command}.not_made"), ()));
            return TO_MEND;
        };
        let files = &made.files;
        for (key, list) in
            [("written", &files.written), ("same", &files.same), ("kept", &files.kept)]
        {
            if !list.is_empty() {
                let count = numbers(&[("count", list.len())]);
                complain(&self.say(&format!("forms.{key}"), count));
                for path in list {
                    complain(&format!("  {path}"));
                }
            }
        }
        made.notes.iter().for_each(|note| complain(note));
        let values = Values::from([("path", folder.display().to_string())]);
        let done = if made.from_last_year { "done_next" } else { "done" };
        complain(&self.say(&format!("{command}.{done}"), values));
        if files.kept.is_empty() { DONE } else { TO_MEND }
    }

    /// Papers by path; those of one folder, when they are many, in one line.
    fn by_folder(&self, paths: &[String]) -> Vec<String> {
        let folder = |path: &String| path.rsplit_once('/').map(|(own, _)| own.to_owned());
        let mut lines = Vec::new();
        for group in paths.chunk_by(|one, other| folder(one) == folder(other)) {
            match folder(&group[0]).filter(|_| group.len() > FEW_PAPERS) {
                Some(folder) => {
                    let values = [("folder", folder), ("count", group.len().to_string())];
                    lines.push(self.say("summary.folder", Values::from(values)));
                }
                None => lines.extend(group.iter().cloned()),
            }
        }
        lines
    }

    /// Prints findings, the same one about several papers once.
    fn findings(&self, findings: &[SaidFinding]) {
        let groups = told_once(findings);
        for (finding, times) in groups.iter().take(MOST_LINES) {
            complain(&self.finding(finding, *times));
        }
        if let Some(more) = groups.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
            complain(&self.say("summary.more", numbers(&[("count", more)])));
        }
    }

    fn finding(&self, finding: &SaidFinding, times: usize) -> String {
        let severity = self.say(&format!("severity.{}", finding.severity), ());
        let place = self.say("place", finding);
        let values = std::collections::BTreeMap::from([
            ("severity", severity),
            ("code", finding.code.clone()),
            ("place", place),
            ("what", finding.what.clone()),
            ("todo", finding.todo.clone()),
            ("others", if times > 1 { (times - 1).to_string() } else { String::new() }),
        ]);
        self.say("finding", values)
    }

    fn failed(&self, failure: &Failure) -> u8 {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let said = self.wording.failure(failure);
        let values = [("code", failure.code), ("what", &said.what), ("todo", &said.todo)];
        complain(&self.say("failure", std::collections::BTreeMap::from(values)));
        FAILED
    }
}

/// Findings with how often each is told; the same one about several papers is one.
fn told_once(findings: &[SaidFinding]) -> Vec<(&SaidFinding, usize)> {
    let mut groups: Vec<(&SaidFinding, usize)> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for finding in findings.iter().filter(|finding| !told_below(finding)) {
        let place = (&finding.file, &finding.sheet, &finding.cell, finding.line, finding.column);
        let words = (&finding.code, &finding.severity, &finding.unit, &finding.what, &finding.todo);
        // One that is about no paper stands for itself.
        let single = finding.document.is_none().then_some(groups.len());
        match known.entry((place, words, single)) {
            Entry::Occupied(known) => groups[*known.get()].1 += 1,
            Entry::Vacant(vacant) => {
                vacant.insert(groups.len());
                groups.push((finding, 1));
            }
        }
    }
    groups
}

/// Stale papers are listed by path below the findings.
fn told_below(finding: &SaidFinding) -> bool {
    finding.code == "document-stale"
}

type Values = std::collections::BTreeMap<&'static str, String>;

fn numbers(values: &[(&'static str, usize)]) -> Values {
    values.iter().map(|(name, value)| (*name, value.to_string())).collect()
}

fn counts(report: &Report) -> Values {
    let told = told_once(&report.findings);
    let count =
        |severity: &str| told.iter().filter(|(finding, _)| finding.severity == severity).count();
    numbers(&[("errors", count("error")), ("warnings", count("warning")), ("notes", count("note"))])
}
