//! Shares of a run that several processes made become one edition, the same as one process makes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::gather::lists;
use super::kept::PROGRAM;
use super::prepare::templates_of;
use super::shares::{Record, Share};
use super::told::Gathering;
use super::{Event, Report};
use crate::assets::Wording;
use crate::clock::Clock;
use crate::finding::{Failure, failure};
use crate::publish::{
    Manifest, ManifestDocument, Output, PublishedFile, ShareFolder, share_folder,
    shared_assessments,
};
use crate::settings::{Kind, is_assessment_id};

/// What is to be put together.
#[derive(Debug, Clone)]
pub struct MergeOrder {
    /// Output folder, with the shares in it.
    pub output: PathBuf,
    /// Folder whose templates override the built-in ones.
    pub templates: Option<PathBuf>,
    /// Id of the assessment; may be left out where only one has shares.
    pub assessment: Option<String>,
    /// Checksum of the division whose shares are meant, where it is known; others are left out.
    pub division: Option<String>,
}

/// Puts the shares of a run together and publishes the edition; the shares then go.
///
/// # Errors
/// A failure when there are no shares, when they are not all of one run or not whole, or when the
/// output cannot be written; output and shares are then as they were.
pub fn merge(order: &MergeOrder, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    let templates = templates_of(order.templates.as_deref())?;
    let wording = Wording::new(&templates)?;
    let id = assessment(order)?;
    let output = Output::open_for_merge(&order.output, &id)?;
    if output.shares().is_empty() {
        return Err(no_shares(order, &[]));
    }
    observe(Event::Stage("merge"));
    let clock = Clock::default();
    let last = output.last.as_ref();
    let troubles = Troubles::new(&templates.sha256(), &wording, last);
    let division = order.division.as_deref();
    let shares = clock.time("merge", || Shares::read(&output, &id, division).checked(troubles))?;
    let Whole { manifest, gathering, files } = shares;
    let (mut report, documents) = gathering.finish(&wording);
    if let Some(documents) = documents {
        observe(Event::Stage("publish"));
        let mut edition = output.begin()?;
        files.iter().try_for_each(|file| edition.put(file))?;
        let manifest = Manifest { documents, ..manifest };
        lists(&manifest, &report.findings).iter().try_for_each(|list| edition.put(list))?;
        report.output = Some(clock.time("publish", || edition.finish())?);
        // What cannot go now goes with the next.
        output.remove_shares();
    }
    report.timings.stages = clock.spent();
    Ok(report)
}

/// Puts a share that another machine made, as its files, beside those that are there.
///
/// # Errors
/// A failure when it cannot be written.
pub fn put_share(
    root: &Path,
    assessment: &str,
    share: Share,
    files: Vec<(String, Vec<u8>)>,
) -> Result<(), Failure> {
    let output = Output::open_share(root, assessment, &share.name(), false)?;
    let mut edition = output.begin()?;
    for (path, bytes) in files.into_iter().filter(|(path, _)| !path.ends_with('/')) {
        edition.put(&PublishedFile::New { path, bytes })?;
    }
    edition.finish().map(drop)
}

/// Whether a share of a division is there, with all its files.
#[must_use]
pub fn has_share(root: &Path, assessment: &str, share: Share, plan_sha256: &str) -> bool {
    let Some(folder) = share_folder(root, assessment, &share.name()) else { return false };
    let record = folder.read(Record::FILE).and_then(|own| serde_json::from_slice(&own).ok());
    record.is_some_and(|record: Record| {
        record.share == share
            && record.plan_sha256 == plan_sha256
            && record.files().all(|file| folder.file(&file).is_some())
    })
}

/// The assessment whose shares are meant.
fn assessment(order: &MergeOrder) -> Result<String, Failure> {
    let there = shared_assessments(&order.output);
    let wanted = |id: &&String| order.assessment.as_ref().is_none_or(|own| own == *id);
    let meant: Vec<&String> = there.iter().filter(wanted).collect();
    match meant.as_slice() {
        // Other folders of the output have names that no assessment may have.
        [only] if is_assessment_id(only) => Ok((*only).clone()),
        [_] => Err(no_shares(order, &[])),
        [] => Err(no_shares(order, &there)),
        _ => {
            let failure = Failure::new(failure::SHARES_OF_SEVERAL);
            let failure = failure.with("path", order.output.display());
            Err(failure.with("known", there.join("、")))
        }
    }
}

fn no_shares(order: &MergeOrder, there: &[String]) -> Failure {
    let failure = Failure::new(failure::NO_SHARES).with("path", order.output.display());
    failure.with("known", there.join("、"))
}

/// Folders of shares with what they say of themselves.
struct Shares {
    whole: Vec<(ShareFolder, Record)>,
    /// Names of those that cannot be read.
    broken: Vec<String>,
}

/// What the shares of one run are together.
struct Whole {
    /// Without documents.
    manifest: Manifest,
    gathering: Gathering,
    files: Vec<PublishedFile>,
}

/// Everything that keeps shares from being one run.
#[derive(Default)]
struct Troubles<'a> {
    broken: Vec<String>,
    /// Not of the run that most of them are of.
    other: Vec<String>,
    missing: Vec<String>,
    /// Files that are not what they were.
    altered: Vec<String>,
    /// Kinds of papers that the last edition has and this one would not have.
    dropped: Vec<String>,
    /// Papers that no share has, or more than one.
    astray: usize,
    /// Whether they were made with another program or other templates than this run's.
    tools: bool,
    templates_sha256: String,
    wording: Option<&'a Wording>,
    last: Option<&'a Manifest>,
}

impl Shares {
    /// Those of a division alone, where it is named.
    fn read(output: &Output, id: &str, division: Option<&str>) -> Self {
        let (mut whole, mut broken) = (Vec::new(), Vec::new());
        for folder in output.shares() {
            let bytes = folder.read(Record::FILE);
            match bytes.and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok()) {
                // Whoever copies a folder under another name has it twice.
                Some(own) if own.share.name() == folder.name && own.manifest.assessment == id => {
                    if division.is_none_or(|division| own.plan_sha256 == division) {
                        whole.push((folder, own));
                    }
                }
                _ if division.is_some() => {}
                _ => broken.push(folder.name),
            }
        }
        Self { whole, broken }
    }

    /// All of one run, or why they are not.
    fn checked(self, mut troubles: Troubles<'_>) -> Result<Whole, Failure> {
        let Self { mut whole, broken } = self;
        troubles.broken = broken;
        let usual = usual_plan(&whole);
        let is_usual = |record: &Record| Some(&record.plan_sha256) == usual.as_ref();
        let other = whole.iter().filter(|(_, record)| !is_usual(record));
        troubles.other = other.map(|(folder, _)| folder.name.clone()).collect();
        whole.retain(|(_, record)| is_usual(record));
        whole.sort_by_key(|(_, record)| record.share);
        troubles.look(&whole);
        let mut files = Vec::new();
        for (folder, record) in &whole {
            for file in record.files() {
                match folder.file(&file) {
                    Some(from) => files.push(PublishedFile::Shared { path: file.path, from }),
                    None => troubles.altered.push(format!("{}/{}", folder.name, file.path)),
                }
            }
        }
        let mut records = whole.into_iter().map(|(_, record)| record);
        let first = records.next();
        let whole = first.map(|Record { manifest, mut gathering, kinds, .. }| {
            records.for_each(|record| gathering.add(record.gathering));
            troubles.look_for_dropped(&manifest, &gathering, &kinds);
            Whole { manifest, gathering, files }
        });
        let refused = troubles.refused();
        whole
            .filter(|_| refused.is_none())
            .ok_or_else(|| refused.unwrap_or_else(|| Failure::new(failure::SHARES_REFUSED)))
    }
}

/// The run that most shares are of.
fn usual_plan(whole: &[(ShareFolder, Record)]) -> Option<String> {
    let mut plans: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, record) in whole {
        *plans.entry(&record.plan_sha256).or_default() += 1;
    }
    plans.into_iter().max_by_key(|(_, times)| *times).map(|(plan, _)| plan.to_owned())
}

impl<'a> Troubles<'a> {
    fn new(templates_sha256: &str, wording: &'a Wording, last: Option<&'a Manifest>) -> Self {
        let templates_sha256 = templates_sha256.to_owned();
        Self { templates_sha256, wording: Some(wording), last, ..Self::default() }
    }

    /// Looks for gaps and doubles among shares of one run.
    fn look(&mut self, whole: &[(ShareFolder, Record)]) {
        let Some((_, first)) = whole.first() else {
            return;
        };
        let count = first.share.count();
        let there: BTreeSet<Share> = whole.iter().map(|(_, record)| record.share).collect();
        let all = (1..=count).filter_map(|index| Share::new(index, count));
        self.missing = all.filter(|share| !there.contains(share)).map(Share::name).collect();
        self.tools = first.manifest.templates_sha256 != self.templates_sha256
            || first.manifest.program_sha256 != PROGRAM;
        let papers = whole.iter().flat_map(|(_, record)| &record.gathering.papers);
        let mut places: Vec<usize> = papers.map(|(at, _)| *at).collect();
        let all = places.len();
        places.sort_unstable();
        places.dedup();
        let doubled = all - places.len();
        let outside = places.iter().filter(|at| **at >= first.papers).count();
        // Those of a share that is missing are told with it.
        let inside = places.len() - outside;
        let gaps = if self.missing.is_empty() { first.papers.saturating_sub(inside) } else { 0 };
        self.astray = doubled + outside + gaps;
    }

    /// A run that makes some papers keeps the others of the last edition, as long as it sees that
    /// edition. Shares made elsewhere do not, and must not take them away.
    fn look_for_dropped(&mut self, manifest: &Manifest, gathering: &Gathering, kinds: &[Kind]) {
        let last = self.last.filter(|last| last.stage == manifest.stage);
        let entries = gathering.papers.iter().flat_map(|(_, told)| &told.entries);
        let now: BTreeSet<(&str, Option<&str>)> = entries.map(ManifestDocument::paper).collect();
        let old = last.iter().flat_map(|last| &last.documents);
        let gone = old.filter(|own| !now.contains(&own.paper()));
        let gone: BTreeSet<&str> = gone.map(|own| own.kind.as_str()).collect();
        // A paper whose unit is gone, or that there is nothing to say in any more, is not due.
        let is_dropped = |kind: &&Kind| {
            !kinds.contains(kind) || gathering.not_made.get(kind).is_some_and(|count| *count > 0)
        };
        let dropped = Kind::ALL.iter().filter(|kind| gone.contains(kind.name()));
        let name = |kind: &Kind| {
            let said = self.wording.map(|own| own.say(&format!("papers.{}", kind.name()), ()));
            said.unwrap_or_default()
        };
        self.dropped = dropped.filter(is_dropped).map(name).collect();
    }

    fn refused(&self) -> Option<Failure> {
        let Self { broken, other, missing, altered, dropped, astray, tools, .. } = self;
        let lists = [broken, other, missing, altered, dropped];
        if lists.iter().all(|list| list.is_empty()) && *astray == 0 && !tools {
            return None;
        }
        let astray = if *astray == 0 { String::new() } else { astray.to_string() };
        let failure = Failure::new(failure::SHARES_REFUSED);
        let failure = failure.with("broken", listed(broken)).with("other", listed(other));
        let failure = failure.with("missing", listed(missing)).with("altered", listed(altered));
        let failure = failure.with("dropped", listed(dropped)).with("astray", astray);
        Some(failure.with("tools", if *tools { "tools" } else { "" }))
    }
}

/// Names that a message lists before it only says that there are more.
const MOST_LISTED: usize = 20;

/// A list for a message; a long one is cut.
#[must_use]
pub fn listed(names: &[String]) -> String {
    let more = if names.len() > MOST_LISTED { "…" } else { "" };
    names.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join("、") + more
}
