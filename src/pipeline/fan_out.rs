//! Papers in parallel.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::Event;
use super::kept::{Last, Reason};
use super::making::Outcome;
use super::names::names;
use super::own::Common;
use super::subjects::{self, Subject};
use crate::analyse::{Analysis, Expected};
use crate::assets::{Coverage, Fonts, Templates, Wording};
use crate::chart::ChartFont;
use crate::clock::Clock;
use crate::compose::{Composer, Manuscript, Resources};
use crate::crew::Crew;
use crate::draft::Easel;
use crate::finding::{Failure, Finding, failure};
use crate::inspect::{Names, Worded};
use crate::model::hex;
use crate::score::Scorebook;
use crate::settings::Medium;
use crate::typeset::{Gallery, Press, forget_old_layouts, picture};

/// Rounds of forgetting that a layout outlives unused. A paper is laid out two or three times from
/// what the time before left, and one round may fall in between.
const LAYOUT_AGE: usize = 1;

/// Everything that papers are made with.
pub struct Workshop<'a> {
    pub(super) scorebook: &'a Scorebook,
    pub(super) analysis: &'a Analysis,
    pub(super) composer: Composer<'a>,
    pub(super) wording: &'a Wording,
    pub(super) chart_font: ChartFont,
    pub(super) templates: &'a Templates,
    pub(super) easel: Easel,
    pub(super) press: Press,
    pub(super) allowed_fonts: BTreeSet<String>,
    pub(super) worded: Worded,
    pub(super) expected: Expected<'a>,
    pub(super) common: Common<'a>,
    pub(super) names: Names,
    /// Of all names that are looked for.
    pub(super) listed_sha256: String,
    /// Measures the work on papers.
    pub(super) clock: Clock,
}

/// A paper's path in the output, its pages as SVG, and what was found about it.
pub(super) type Seen = (String, Vec<Arc<str>>, Vec<Finding>);

impl<'a> Workshop<'a> {
    /// Parses templates and loads fonts once for all papers; what is wrong with templates goes to
    /// `findings`.
    ///
    /// # Errors
    /// A failure when the font of charts is not there or broken.
    pub fn new(
        scorebook: &'a Scorebook,
        analysis: &'a Analysis,
        templates: &'a Templates,
        wording: &'a Wording,
        fonts: &Fonts,
        coverage: &'a Coverage,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Failure> {
        let settings = &scorebook.checked.settings;
        let resources = Resources { settings, templates, coverage };
        let family = settings.fonts.heiti.first().map(String::as_str).unwrap_or_default();
        let font = fonts.of_family(family).ok_or_else(|| {
            Failure::new(failure::FONT_MISSING)
                .with("family", family)
                .with("use", "heiti")
                .with("known", "")
        })?;
        let chart_font = ChartFont::new(family, font.data().to_vec()).map_err(|cause| {
            Failure::new(failure::FONT_BROKEN).with("path", format!("{family} {cause}"))
        })?;
        let names = names(scorebook);
        Ok(Self {
            scorebook,
            analysis,
            composer: Composer::new(resources, findings),
            wording,
            chart_font,
            templates,
            easel: Easel::new(fonts),
            press: Press::new(fonts, templates),
            allowed_fonts: fonts.postscript_names().collect(),
            worded: Worded::new(&templates.written_numbers()),
            expected: Expected::new(scorebook, analysis),
            common: Common::new(scorebook),
            listed_sha256: hex(&Sha256::digest(names.listed().as_bytes())),
            names,
            clock: Clock::default(),
        })
    }

    /// Every paper that is due at the stage, composed and not set: what a test or a preview wants to
    /// see of all of them.
    pub fn manuscripts(&self) -> Vec<Result<Manuscript, Vec<Finding>>> {
        let all = subjects::due(self.scorebook, self.analysis).into_iter();
        let all = all.filter(|subject| subject.kind.medium() == Medium::Pdf);
        all.map(|subject| self.manuscript(subject)).collect()
    }

    /// One paper to be looked at: its path, its pages, what was found about it.
    ///
    /// # Errors
    /// A failure when no worker can be started; inside it, what keeps the paper from being set.
    pub(super) fn pictures(
        &self,
        subject: Subject,
        gallery: &mut Gallery,
        crew: Crew,
    ) -> Result<Result<Seen, Vec<Finding>>, Failure> {
        let hall = Mutex::new(gallery);
        let mut seen = Err(Vec::new());
        let work = |_| {
            let manuscript = self.manuscript(subject)?;
            let mut hall = hall.lock().unwrap_or_else(PoisonError::into_inner);
            let pictures = picture(&self.press, &manuscript, &mut hall)?;
            let findings = manuscript.findings.into_iter().chain(pictures.findings).collect();
            Ok((manuscript.path, pictures.pages, findings))
        };
        // A worker's stack is as deep as layouts need.
        crew.each(1, work, |_, own| seen = own)
            .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
        Ok(seen)
    }

    /// Makes the papers that have changed; `arrived` gets each outcome as it comes, with its place
    /// among the subjects.
    ///
    /// # Errors
    /// A failure when no worker can be started, or that of `arrived`.
    pub(super) fn make(
        &self,
        subjects: &[Subject],
        last: &Last<'_>,
        crew: Crew,
        observe: &dyn Fn(Event),
        mut arrived: impl FnMut(usize, Outcome) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let total = subjects.iter().filter(|subject| subject.made).count();
        let (mut done, mut taken) = (0, Ok(()));
        // While one worker makes a paper, each of the others makes about one of the same kind, too:
        // what is in use must outlive these, and no more papers than these need be remembered.
        let round = crew.workers().min(total.max(1)).div_ceil(2);
        let mut tried = 0;
        // What nobody can take any more is not made.
        let stopped = AtomicBool::new(false);
        let mut arrived = |at: usize, outcome: Outcome| {
            if outcome.subject.made {
                done += 1;
                observe(Event::Progress { done, total });
            }
            if !outcome.files.is_empty() || outcome.reason == Reason::Failed {
                // The one owner of eviction; failed papers age the memory too.
                tried += 1;
                if tried % round == 0 {
                    forget_old_layouts(LAYOUT_AGE);
                }
            }
            if taken.is_ok() {
                taken = arrived(at, outcome);
                stopped.store(taken.is_err(), Ordering::Relaxed);
            }
        };
        // City-wide papers are the longest: last, one would keep a single worker busy.
        let mut order: Vec<usize> = (0..subjects.len()).collect();
        order.sort_by_key(|at| subjects[*at].unit.is_some());
        let paper = |at: usize| {
            let wanted = !stopped.load(Ordering::Relaxed);
            wanted.then(|| self.paper(subjects[order[at]], last))
        };
        let each = |at: usize, outcome: Option<Outcome>| {
            if let Some(outcome) = outcome {
                arrived(order[at], outcome);
            }
        };
        crew.each(subjects.len(), paper, each)
            .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
        taken
    }
}
