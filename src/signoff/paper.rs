//! 审签表 as a paper: who signed what, when and why, set as all papers are.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::sheet::SheetRow;
use crate::analyse::facts::AssessmentFacts;
use crate::assets::{Fonts, Templates, Wording};
use crate::compose::{Composer, Manuscript, Resources};
use crate::crew::Crew;
use crate::finding::{Failure, Finding, failure};
use crate::model::Figure;
use crate::settings::{Kind, Settings};
use crate::typeset::{Press, typeset};

/// What 审签表 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignoffFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// How many papers somebody acted on.
    pub papers: Figure,
    /// How many acts there are.
    pub count: Figure,
    /// Acts, by kind of paper and by paper, each paper's in their order.
    pub acts: Vec<SignoffAct>,
}

/// One act on a paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignoffAct {
    /// File name of the paper, without its ending.
    pub document: String,
    /// Its version: the first characters of its checksum.
    pub version: String,
    /// Who acted.
    pub who: String,
    /// As whom, in words.
    pub role: String,
    /// What was done, in words.
    pub act: String,
    /// When, in Beijing.
    pub at: String,
    /// Why, or what was remarked; empty for nothing.
    pub reason: String,
    /// Page that a remark is about.
    pub page: Option<u32>,
}

impl SignoffFacts {
    /// From the lines of the 审签表.
    #[must_use]
    pub fn new(rows: &[SheetRow], settings: &Settings, wording: &Wording) -> Self {
        let say = |part: &str, name: &str| {
            wording.say(&format!("signoff.{part}.{name}"), BTreeMap::<&str, &str>::new())
        };
        let act = |own: &SheetRow| {
            let file = own.document.rsplit('/').next().unwrap_or(&own.document);
            SignoffAct {
                document: file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned(),
                version: own.version.clone(),
                who: own.who.clone(),
                role: say("role", own.role.name()),
                act: say("act", own.act.name()),
                at: own.at.clone(),
                reason: own.reason.clone(),
                page: own.pin.as_ref().map(|pin| pin.page),
            }
        };
        let papers: BTreeSet<&str> = rows.iter().map(|own| own.document.as_str()).collect();
        Self {
            assessment: AssessmentFacts::new(settings),
            papers: Figure::count("signoff/papers", papers.len()),
            count: Figure::count("signoff/count", rows.len()),
            acts: rows.iter().map(act).collect(),
        }
    }
}

/// Composes 审签表 under a path.
///
/// # Errors
/// Findings when a template cannot be said.
pub fn manuscript(
    composer: &Composer<'_>,
    facts: &SignoffFacts,
    path: &str,
) -> Result<Manuscript, Vec<Finding>> {
    composer.alone(Kind::Signoff, &facts.assessment, facts, path.to_owned())
}

/// 审签表 as a PDF.
///
/// # Errors
/// A failure when a font is not there or no thread can be started; inside it, what keeps it from
/// being set.
pub fn paper(
    facts: &SignoffFacts,
    settings: &Settings,
    templates: &Templates,
    fonts: &Fonts,
    path: &str,
) -> Result<Result<Vec<u8>, Vec<Finding>>, Failure> {
    let coverage = fonts.coverage(&settings.fonts)?;
    let resources = Resources { settings, templates, coverage: &coverage };
    let mut findings = Vec::new();
    let composer = Composer::new(resources, &mut findings);
    let press = Press::new(fonts, templates);
    let set = |_| Ok(typeset(&press, &manuscript(&composer, facts, path)?)?.pdf);
    let mut made = Err(Vec::new());
    // A worker's stack is as deep as layouts need.
    Crew::new(1)
        .each(1, set, |_, own| made = own)
        .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
    Ok(made.map_err(|found| findings.into_iter().chain(found).collect()))
}
