//! What the program prints: how a run goes, what came of it, and the exit code that goes with it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use make_reports::assets::Wording;
use make_reports::finding::Failure;
use make_reports::init::Made;
use make_reports::pipeline::{Event, Reason, Report};
use make_reports::publish::SaidFinding;
use unicode_width::UnicodeWidthStr as _;

/// Nothing to mend.
pub const DONE: u8 = 0;
/// Findings to mend.
pub const TO_MEND: u8 = 1;
/// The run could not be made.
pub const FAILED: u8 = 2;

/// Findings printed in full before the rest is only counted.
const MOST_LINES: usize = 60;
/// Papers of one folder up to which each has its line.
const FEW_PAPERS: usize = 2;

/// Prints bytes; false when they do not arrive. A reader that has gone away (`| head`) has what it
/// wanted.
pub fn put(bytes: &[u8]) -> bool {
    let mut out = io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&error.to_string());
            false
        }
        _ => true,
    }
}

pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints what a run says: a bar on a terminal, plain lines elsewhere.
pub struct Terminal<'a> {
    pub wording: &'a Wording,
    bar: RefCell<Option<ProgressBar>>,
    lively: bool,
}

impl<'a> Terminal<'a> {
    pub fn new(wording: &'a Wording) -> Self {
        Self { wording, bar: RefCell::new(None), lively: io::stderr().is_terminal() }
    }

    pub fn say(&self, key: &str, values: impl serde::Serialize) -> String {
        self.wording.say(&format!("program.{key}"), values)
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    pub fn observe(&self, event: Event) {
        match event {
            Event::Stage(stage) => {
                self.clear();
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

    pub fn summary(&self, report: &Report) {
        if report.findings.is_empty() {
            let values = [("units", report.units), ("files", report.files)];
            complain(&self.say("summary.check_clean", numbers(&values)));
        } else {
            complain(&self.say("summary.check_findings", counts(report)));
        }
    }

    /// The exit code of warnings.
    pub fn denied(&self, deny: bool, report: &Report) -> u8 {
        if !deny || !report.has_warnings() {
            return DONE;
        }
        complain(&self.say("summary.denied", ()));
        TO_MEND
    }

    /// Tells what a run that publishes made, with the words of its command.
    pub fn built(&self, done: &str, report: &Report, took: Duration, deny: bool) -> u8 {
        self.clear();
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
        let done = if report.share.is_some() { "shared" } else { done };
        if let Some(share) = report.share {
            values.insert("share", share.index().to_string());
            values.insert("shares", share.count().to_string());
        }
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
    pub fn why(&self, report: &Report) {
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
    pub fn timings(&self, report: &Report, took: Duration, jobs: usize) {
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
    pub fn made(&self, command: &str, made: &Made) -> u8 {
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
    pub fn findings(&self, findings: &[SaidFinding]) {
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

    pub fn failed(&self, failure: &Failure) -> u8 {
        self.clear();
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

pub type Values = std::collections::BTreeMap<&'static str, String>;

fn numbers(values: &[(&'static str, usize)]) -> Values {
    values.iter().map(|(name, value)| (*name, value.to_string())).collect()
}

fn counts(report: &Report) -> Values {
    let told = told_once(&report.findings);
    let count =
        |severity: &str| told.iter().filter(|(finding, _)| finding.severity == severity).count();
    numbers(&[("errors", count("error")), ("warnings", count("warning")), ("notes", count("note"))])
}
