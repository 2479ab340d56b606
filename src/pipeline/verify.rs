//! Whether the output is still what the last run made, of the data as it is now, and whether its
//! papers are fit to be printed.

use std::collections::BTreeSet;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::gather::inputs_sha256;
use super::{
    Event, Order, Prepared, Report, prepare, read_folder, read_fonts, read_templates, report, said,
    subjects,
};
use crate::analyse;
use crate::assets::{Fonts, Templates, Wording};
use crate::check::Unit;
use crate::finding::{Failure, Finding, Place, arrange, failure, rule};
use crate::inspect::{DrawingLimits, Looked, Standard, look};
use crate::load;
use crate::model::{PageSpots, hex};
use crate::publish::{
    Manifest, ManifestDocument, Memory, Output, Published, SaidFinding, Standing,
};
use crate::settings::{Kind, Profile, Settings};

/// Files of an output folder that its manifest does not list.
const OWN: [&str; 2] = ["manifest.json", "findings.json"];

/// Checks every file of the output against the manifest, and every paper as it is drawn. What was
/// found about a paper is remembered beside the output and not looked for again.
///
/// # Errors
/// A failure when the world is wrong: no folder, no fonts, nothing made yet.
pub fn verify(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    examine(order, observe, |id| {
        // Nobody changes the output meanwhile.
        let output = Output::open(&order.output, id)?;
        let last = output.last.clone();
        Ok((output.published(), last, Some(output)))
    })
}

/// The same beside others who may make the next output, whom it does not keep waiting: what it says
/// of an output that was just exchanged is to be asked for again.
///
/// # Errors
/// As [`verify`].
pub fn glance(order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
    examine(order, observe, |id| {
        let published = Published::new(&order.output, id);
        let last = published.manifest().map(|(last, _)| last);
        Ok((published, last, None))
    })
}

/// An output with its manifest, and the lock where it is held.
type Opened = (Published, Option<Manifest>, Option<Output>);

fn examine(
    order: &Order,
    observe: &dyn Fn(Event),
    open: impl Fn(&str) -> Result<Opened, Failure>,
) -> Result<Report, Failure> {
    let templates = read_templates(order)?;
    let wording = Wording::new(&templates)?;
    observe(Event::Stage("load"));
    let folder = read_folder(order, &templates)?;
    let settings = folder.settings.clone();
    let tables = load::load(folder)?;
    let Some(settings) = settings else {
        let findings = tables.findings.iter().map(|found| said(&wording, found)).collect();
        return Ok(Report { findings, ..Report::default() });
    };
    let fonts = read_fonts(order, Some(&settings))?;
    let (published, last, _lock) = open(&settings.assessment.id)?;
    let examined = Examined {
        output: &published,
        last: last.as_ref(),
        wording: &wording,
        settings: &settings,
        fonts: &fonts,
        inputs_sha256: inputs_sha256(&tables.inputs),
    };
    examined.report(order, observe)
}

/// A checked assessment beside the output that was made of it, which nobody else can change while
/// this is held.
pub struct Proven {
    /// What was found about the output; of data that cannot be used, what is wrong with it.
    pub report: Report,
    /// None where the data cannot be used.
    pub ground: Option<Ground>,
}

/// What a release stands on.
pub struct Ground {
    /// Templates.
    pub templates: Templates,
    /// Words.
    pub wording: Wording,
    /// Fonts.
    pub fonts: Fonts,
    /// Settings.
    pub settings: Settings,
    /// Classes with their units, in the order of the papers.
    pub classes: Vec<(String, Vec<Unit>)>,
    /// The output, locked.
    pub output: Output,
    /// What made it.
    pub manifest: Manifest,
    /// Papers that a run makes at this stage and that the output does not have: kind and unit.
    pub missing: Vec<(Kind, Option<Unit>)>,
}

/// Checks the data, and the output as [`verify`] does; keeps the output locked.
///
/// # Errors
/// As [`verify`].
pub fn prove(order: &Order, observe: &dyn Fn(Event)) -> Result<Proven, Failure> {
    let mut prepared = prepare(order, true, observe)?;
    let (Some(scorebook), Some(fonts)) = (prepared.scorebook.take(), prepared.fonts.take()) else {
        return Ok(Proven { report: report(&prepared, &prepared.findings), ground: None });
    };
    let checked = &scorebook.checked;
    let output = Output::open(&order.output, &checked.settings.assessment.id)?;
    let published = output.published();
    let examined = Examined {
        output: &published,
        last: output.last.as_ref(),
        wording: &prepared.wording,
        settings: &checked.settings,
        fonts: &fonts,
        inputs_sha256: inputs_sha256(checked.inputs()),
    };
    let report = examined.report(order, observe)?;
    let manifest = examined.manifest()?.clone();
    let analysis = analyse::analyse(&scorebook, order.crew());
    let missing = subjects::missing(&scorebook, &analysis, &manifest, &prepared.wording);
    let classes = checked.classes.iter().map(|own| (own.name.clone(), own.units.clone()));
    let (classes, settings) = (classes.collect(), checked.settings.clone());
    let Prepared { templates, wording, .. } = prepared;
    let ground = Ground { templates, wording, fonts, settings, classes, output, manifest, missing };
    Ok(Proven { report, ground: Some(ground) })
}

/// An output, and what it is held against.
struct Examined<'a> {
    output: &'a Published,
    last: Option<&'a Manifest>,
    wording: &'a Wording,
    settings: &'a Settings,
    fonts: &'a Fonts,
    inputs_sha256: String,
}

impl Examined<'_> {
    /// What the last run made.
    fn manifest(&self) -> Result<&Manifest, Failure> {
        let last = self.last.filter(|last| !last.documents.is_empty());
        let nothing = || Failure::new(failure::NOTHING_MADE);
        last.ok_or_else(|| nothing().with("path", self.output.folder().display()))
    }

    /// Everything that is wrong with the output.
    fn report(&self, order: &Order, observe: &dyn Fn(Event)) -> Result<Report, Failure> {
        let last = self.manifest()?;
        let mut findings = against_manifest(self.output, last);
        if last.inputs_sha256 != self.inputs_sha256 {
            findings.push(Finding::new(rule::OUTPUT_OLDER, Place::default()));
        }
        observe(Event::Stage("verify"));
        let papers: Vec<&ManifestDocument> =
            last.documents.iter().filter(|own| own.pages > 0).collect();
        let told = self.drawn(&papers, order, observe)?;
        arrange(&mut findings);
        let findings = findings.iter().map(|found| said(self.wording, found)).chain(told);
        let stale = last.documents.iter().filter(|own| own.stale);
        Ok(Report {
            findings: findings.collect(),
            files: last.documents.len(),
            documents: papers.len(),
            pages: papers.iter().map(|own| own.pages).sum(),
            stale: stale.map(|own| own.path.clone()).collect(),
            output: Some(self.output.folder()),
            ..Report::default()
        })
    }

    /// What is wrong with papers as they are drawn, which is remembered.
    fn drawn(
        &self,
        papers: &[&ManifestDocument],
        order: &Order,
        observe: &dyn Fn(Event),
    ) -> Result<Vec<SaidFinding>, Failure> {
        let verifier = Verifier {
            output: self.output,
            wording: self.wording,
            settings: self.settings,
            fonts: self.fonts.postscript_names().collect(),
            memory: self.output.memory(),
        };
        let mut looked = Vec::new();
        let arrived = |at: usize, found| {
            looked.push((at, found));
            observe(Event::Progress { done: looked.len(), total: papers.len() });
        };
        order
            .crew()
            .each(papers.len(), |at| verifier.paper(papers[at]), arrived)
            .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
        looked.sort_by_key(|(at, _)| *at);
        let (mut told, mut memory) = (Vec::new(), Memory::default());
        for (key, found) in looked.into_iter().filter_map(|(_, own)| own) {
            told.extend(found.iter().cloned());
            memory.0.insert(key, found);
        }
        self.output.remember(&memory)?;
        Ok(told)
    }
}

/// Files that are not what the manifest says, that are gone, that no run made; papers that the data
/// has made stale.
fn against_manifest(output: &Published, last: &Manifest) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: BTreeSet<&str> = OWN.into_iter().collect();
    let papers = last.documents.iter().map(|entry| (&entry.path, &entry.sha256));
    let beside = last.documents.iter().filter_map(|entry| entry.figures.as_ref());
    let beside = beside.chain(&last.results).map(|own| (&own.path, &own.sha256));
    for (path, sha256) in papers.chain(beside) {
        known.insert(path);
        let broken = match output.standing(path, sha256) {
            Standing::Same(_) => continue,
            Standing::Altered => rule::FILE_ALTERED,
            Standing::Gone => rule::FILE_GONE,
        };
        findings.push(Finding::new(broken, Place::document(path)));
    }
    let stale = last.documents.iter().filter(|entry| entry.stale);
    let stale = stale.map(|own| Finding::new(rule::DOCUMENT_STALE, Place::document(&own.path)));
    findings.extend(stale);
    let foreign = output.foreign(&known).into_iter();
    findings.extend(foreign.map(|path| Finding::new(rule::FILE_FOREIGN, Place::document(path))));
    findings
}

struct Verifier<'a> {
    output: &'a Published,
    wording: &'a Wording,
    settings: &'a Settings,
    fonts: BTreeSet<String>,
    memory: Memory,
}

impl Verifier<'_> {
    /// What is wrong with one paper as it is drawn, with the key under which it is remembered; none
    /// of a paper that is not what was made.
    fn paper(&self, entry: &ManifestDocument) -> Option<(String, Vec<SaidFinding>)> {
        let Standing::Same(bytes) = self.output.standing(&entry.path, &entry.sha256) else {
            return None;
        };
        let key = self.key(entry);
        if let Some(known) = self.memory.0.get(&key) {
            return Some((key, known.clone()));
        }
        let beside = entry.figures.as_ref();
        let spots = beside.and_then(|own| match self.output.standing(&own.path, &own.sha256) {
            Standing::Same(bytes) => serde_json::from_slice::<Vec<PageSpots>>(&bytes).ok(),
            Standing::Altered | Standing::Gone => None,
        });
        let preflight = self.settings.preflight;
        let looked = Looked {
            document: &entry.path,
            standard: match self.settings.papers.profile {
                Profile::Accessible => Standard::Accessible,
                Profile::Small => Standard::Small,
            },
            fonts: &self.fonts,
            limits: DrawingLimits {
                few_lines: preflight.few_lines,
                overlap: preflight.overlap,
                edge: preflight.edge,
            },
            spots: spots.as_deref(),
        };
        let mut found = look(&bytes, &looked);
        arrange(&mut found);
        Some((key, found.iter().map(|found| said(self.wording, found)).collect()))
    }

    /// Checksum of everything that a look at a paper hangs on.
    fn key(&self, entry: &ManifestDocument) -> String {
        let preflight = self.settings.preflight;
        let beside = entry.figures.as_ref().map(|own| &own.sha256);
        let all = json!([
            super::kept::PROGRAM,
            entry.path,
            entry.sha256,
            beside,
            entry.templates_sha256,
            entry.fonts_sha256,
            self.fonts,
            preflight.few_lines,
            preflight.overlap,
            preflight.edge,
            self.settings.papers.profile == Profile::Accessible,
        ]);
        hex(&Sha256::digest(all.to_string().as_bytes()))
    }
}
