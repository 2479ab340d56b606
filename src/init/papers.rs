//! 指标体系 and 指标说明 as PDF, by the stages that all papers go through.

use super::words::{Words, values};
use crate::analyse::facts;
use crate::assets::{Fonts, Templates};
use crate::check::Opening;
use crate::compose::{Composer, Resources};
use crate::crew::Crew;
use crate::finding::{Failure, Finding, failure};
use crate::inspect::{Figures, Worded, inspect};
use crate::publish::NewFile;
use crate::settings::Kind;
use crate::typeset::{Press, forget_old_layouts, typeset};

/// Papers of each class, with the number of their attachment and the words of their file's name.
const PAPERS: [(Kind, usize, &str); 2] =
    [(Kind::Indicators, 1, "indicators"), (Kind::Guide, 2, "guide")];

/// Sets the papers of all classes; what is wrong with one never stops the others.
///
/// # Errors
/// A failure when the fonts that the settings name are not there.
pub(super) fn papers(
    words: &Words<'_>,
    opening: &Opening,
    templates: &Templates,
    fonts: &Fonts,
    findings: &mut Vec<Finding>,
) -> Result<Vec<NewFile>, Failure> {
    let coverage = fonts.coverage(&opening.settings.fonts)?;
    let resources = Resources { settings: &opening.settings, templates, coverage: &coverage };
    let composer = Composer::new(resources, findings);
    let press = Press::new(fonts, templates);
    let allowed = fonts.postscript_names().collect();
    let worded = Worded::new(&templates.written_numbers());
    let count = opening.classes.len();
    let set = |at: usize| -> Result<(NewFile, Vec<Finding>), Vec<Finding>> {
        let (position, (kind, number, key)) = (at / PAPERS.len(), PAPERS[at % PAPERS.len()]);
        let class = &opening.classes[position];
        let own = (class.code.as_str(), class.name.as_str(), &class.system);
        let facts = facts::opening(&opening.settings, own, number, (position, count));
        let named = [("class", class.name.as_str()), ("number", &facts.attachment)];
        let name = words.file(key, values(named));
        let manuscript = composer.opening(kind, &facts, &name)?;
        let document = typeset(&press, &manuscript)?;
        let figures = Figures {
            printed: &document.printed,
            proof: &manuscript.proof,
            worded: &worded,
            // Nothing is scored yet.
            results: &|_| None,
            foreign: &|_| false,
        };
        let found = inspect(&document.pdf, &allowed, &manuscript.path, &figures).findings;
        let findings = manuscript.findings.into_iter().chain(document.findings).chain(found);
        Ok((NewFile { path: manuscript.path, bytes: document.pdf }, findings.collect()))
    };
    let mut files = Vec::new();
    let put = |_, made: Result<(NewFile, Vec<Finding>), Vec<Finding>>| {
        match made {
            Ok((file, found)) => {
                findings.extend(found);
                files.push(file);
            }
            Err(found) => findings.extend(found),
        }
        forget_old_layouts(1);
    };
    // One worker keeps the order of findings and files.
    Crew::new(1)
        .each(count * PAPERS.len(), set, put)
        .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
    Ok(files)
}
