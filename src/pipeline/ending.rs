//! The end of a run: lists and tables of results go into the edition, and the edition in its place.

use super::gather::{json_file, lists, manifest};
use super::kept::{Tools, same_results};
use super::prepare::Prepared;
use super::shares::{Plan, Record, Share};
use super::told::Gathering;
use super::{Event, Report, results};
use crate::analyse::Analysis;
use crate::clock::Clock;
use crate::crew::Crew;
use crate::finding::Failure;
use crate::publish::{Edition, Manifest, Output, PublishedFile, SideFile};
use crate::score::Scorebook;

/// What lists and tables of results are made of.
pub(super) struct Ending<'a> {
    pub(super) prepared: &'a Prepared,
    pub(super) scorebook: &'a Scorebook,
    pub(super) analysis: &'a Analysis,
    pub(super) output: &'a Output,
    pub(super) tools: &'a Tools,
    pub(super) crew: Crew,
}

impl Ending<'_> {
    /// Puts lists and results into the edition and the edition in its place, if there is to be one.
    ///
    /// # Errors
    /// A failure when anything cannot be written.
    pub(super) fn publish(
        &self,
        gathering: Gathering,
        mut edition: Edition<'_>,
        clock: &Clock,
        observe: &dyn Fn(Event),
    ) -> Result<Report, Failure> {
        let (mut report, documents) = gathering.finish(&self.prepared.wording);
        if let Some(documents) = documents {
            observe(Event::Stage("publish"));
            let results = clock.time("results", || self.results(&mut edition))?;
            let manifest = manifest(&self.scorebook.checked, self.tools);
            let manifest = Manifest { documents, results, ..manifest };
            lists(&manifest, &report.findings).iter().try_for_each(|list| edition.put(list))?;
            report.output = Some(clock.time("publish", || edition.finish())?);
        }
        report.timings.stages = self.stages(clock);
        Ok(report)
    }

    /// Puts a share in its place, with what it says of itself; the first has the tables of results.
    ///
    /// # Errors
    /// A failure when anything cannot be written.
    pub(super) fn publish_share(
        &self,
        share: Share,
        plan: &Plan,
        mut gathering: Gathering,
        mut edition: Edition<'_>,
        clock: &Clock,
        observe: &dyn Fn(Event),
    ) -> Result<Report, Failure> {
        observe(Event::Stage("publish"));
        let is_first = share.index() == 1;
        let results = clock.time("results", || {
            if is_first { self.results(&mut edition) } else { Ok(Vec::new()) }
        })?;
        let mut manifest = Manifest { results, ..manifest(&self.scorebook.checked, self.tools) };
        let (plan_sha256, papers, kinds) = (plan.sha256.clone(), plan.papers(), plan.kinds.clone());
        let found = gathering.findings.clone();
        if !is_first {
            manifest.inputs.clear();
            gathering.findings.clear();
        }
        let record = Record { share, plan_sha256, papers, kinds, manifest, gathering };
        edition.put(&json_file(Record::FILE, &record))?;
        let folder = clock.time("publish", || edition.finish())?;
        let gathering = Gathering { findings: found, ..record.gathering };
        let (mut report, _) = gathering.finish(&self.prepared.wording);
        report.share = Some(share);
        report.output = Some(folder);
        report.timings.stages = self.stages(clock);
        Ok(report)
    }

    fn stages(&self, clock: &Clock) -> Vec<(&'static str, crate::clock::Spent)> {
        self.prepared.clock.spent().into_iter().chain(clock.spent()).collect()
    }

    /// Tables of results: those of the last run where they would be the same.
    fn results(&self, edition: &mut Edition<'_>) -> Result<Vec<SideFile>, Failure> {
        let Self { prepared, scorebook, analysis, output, tools, crew } = self;
        let Some(kept) = same_results(output, tools, &scorebook.checked) else {
            return results::write(scorebook, analysis, &prepared.wording, *crew, edition);
        };
        for file in kept {
            edition.put(&PublishedFile::Kept { path: file.path.clone() })?;
        }
        Ok(kept.to_vec())
    }
}
