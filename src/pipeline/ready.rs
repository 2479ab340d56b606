//! A scored and analysed assessment of which papers can be made: all of them, or share by share.

use super::ending::Ending;
use super::fan_out::Workshop;
use super::gather::Gathered;
use super::kept::{Last, Tools};
use super::prepare::{Prepared, prepare};
use super::report::report;
use super::shares::{Plan, Share};
use super::subjects::{self, Subject};
use super::{Event, Order, Report};
use crate::analyse::{self, Analysis};
use crate::assets::{Coverage, Fonts};
use crate::clock::Clock;
use crate::finding::{Failure, Finding, any_error};
use crate::publish::Output;
use crate::score::Scorebook;

/// Everything that papers are made of and with.
pub struct Ready {
    prepared: Prepared,
    scorebook: Scorebook,
    analysis: Analysis,
    fonts: Fonts,
    coverage: Coverage,
    tools: Tools,
    clock: Clock,
}

impl Ready {
    /// Reads, checks, scores and analyses; in place of it the report where the data has errors.
    ///
    /// # Errors
    /// A failure when the world is wrong.
    pub fn new(
        order: &Order,
        observe: &dyn Fn(Event),
    ) -> Result<Result<Self, Box<Report>>, Failure> {
        let mut prepared = prepare(order, true, observe)?;
        let (Some(scorebook), Some(coverage), Some(fonts)) =
            (prepared.scorebook.take(), prepared.coverage.take(), prepared.fonts.take())
        else {
            return Ok(Err(Box::new(report(&prepared, &prepared.findings))));
        };
        let clock = Clock::default();
        let analysis = clock.time("analyse", || analyse::analyse(&scorebook, order.crew()));
        let tools = Tools::new(&prepared, fonts.sha256());
        Ok(Ok(Self { prepared, scorebook, analysis, fonts, coverage, tools, clock }))
    }

    /// Where papers are made; what is wrong with templates goes to `findings`.
    ///
    /// # Errors
    /// As [`Workshop::new`].
    pub fn workshop(&self, findings: &mut Vec<Finding>) -> Result<Workshop<'_>, Failure> {
        let Self { prepared, scorebook, analysis, fonts, coverage, clock, .. } = self;
        let (templates, wording) = (&prepared.templates, &prepared.wording);
        clock.time("ready", || {
            Workshop::new(scorebook, analysis, templates, wording, fonts, coverage, findings)
        })
    }

    /// Makes the papers that are asked for, or the order's share of them, and publishes; `findings`
    /// are those of the workshop.
    ///
    /// # Errors
    /// A failure when the world is wrong; the last output is then as it was.
    pub fn run(
        &self,
        workshop: &Workshop<'_>,
        findings: &[Finding],
        order: &Order,
        observe: &dyn Fn(Event),
    ) -> Result<Report, Failure> {
        let Self { prepared, scorebook, analysis, tools, clock, .. } = self;
        let (checked, crew) = (&scorebook.checked, order.crew());
        let output = self.open(order)?;
        let (last, mut own) = (output.last.as_ref(), prepared.findings.clone());
        let all = subjects::wanted(scorebook, analysis, order, last, &prepared.wording, &mut own)?;
        own.extend(findings.iter().cloned());
        observe(Event::Stage("typeset"));
        if any_error(&own) {
            return Ok(report(prepared, &own));
        }
        let last = Last::new(&output, tools, checked);
        let mut gathered = Gathered::new(prepared, &own, checked, tools);
        let mut edition = output.begin()?;
        let plan = |share: Share| Plan::new(&all, checked, &own, tools, share.count());
        let plan = order.share.map(|share| (share, plan(share)));
        let places = match &plan {
            Some((share, plan)) => plan.of(*share),
            None => (0..all.subjects.len()).collect(),
        };
        let mine: Vec<Subject> = places.iter().map(|at| all.subjects[*at]).collect();
        clock.time("papers", || {
            workshop.make(&mine, &last, crew, observe, |at, outcome| {
                let put = || gathered.paper(places[at], outcome, &mut edition);
                workshop.clock.time("write", put)
            })
        })?;
        let ending = Ending { prepared, scorebook, analysis, output: &output, tools, crew };
        let gathering = gathered.done();
        let mut report = match plan {
            Some((share, plan)) => {
                ending.publish_share(share, &plan, gathering, edition, clock, observe)
            }
            None => ending.publish(gathering, edition, clock, observe),
        }?;
        report.timings.papers = workshop.clock.spent();
        Ok(report)
    }

    /// Into how many shares the papers that an order asks for are divided so that each takes about
    /// so many milliseconds of one core, at least one; with the checksum of the division.
    /// `findings` are those of a workshop.
    ///
    /// # Errors
    /// A failure when a unit or a kind asked for does not exist, or a kind is not due.
    pub fn division(
        &self,
        findings: &[Finding],
        order: &Order,
        milliseconds: u64,
    ) -> Result<(usize, String), Failure> {
        let cost = self.plan(findings, order, 1)?.cost;
        let count = cost.div_ceil(milliseconds.max(1)).clamp(1, Share::MOST as u64);
        let count = usize::try_from(count).unwrap_or(1);
        Ok((count, self.division_sha256(findings, order, count)?))
    }

    /// The checksum of a division into so many shares, of a run over no last edition.
    ///
    /// # Errors
    /// As [`Self::division`].
    pub fn division_sha256(
        &self,
        findings: &[Finding],
        order: &Order,
        count: usize,
    ) -> Result<String, Failure> {
        self.plan(findings, order, count).map(|plan| plan.sha256)
    }

    fn plan(&self, findings: &[Finding], order: &Order, count: usize) -> Result<Plan, Failure> {
        let Self { prepared, scorebook, analysis, tools, .. } = self;
        let (mut told, wording) = (prepared.findings.clone(), &prepared.wording);
        let all = subjects::wanted(scorebook, analysis, order, None, wording, &mut told)?;
        told.extend(findings.iter().cloned());
        Ok(Plan::new(&all, &scorebook.checked, &told, tools, count))
    }

    /// What was found so far, and `findings` of a workshop.
    #[must_use]
    pub fn report(&self, findings: &[Finding]) -> Report {
        let all: Vec<Finding> = self.prepared.findings.iter().chain(findings).cloned().collect();
        report(&self.prepared, &all)
    }

    /// Id of the assessment.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.scorebook.checked.settings.assessment.id
    }

    fn open(&self, order: &Order) -> Result<Output, Failure> {
        match order.share {
            Some(share) => Output::open_share(&order.output, self.id(), &share.name(), true),
            None => Output::open(&order.output, self.id()),
        }
    }
}
