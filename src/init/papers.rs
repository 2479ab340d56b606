//! 指标体系 and 指标说明 as PDF, by the stages that all papers go through.

use std::thread;

use super::words::{Words, values};
use crate::analyse::facts;
use crate::assets::{Fonts, Templates};
use crate::check::Opening;
use crate::compose::{Composer, Kind, Resources};
use crate::finding::{Failure, Finding, failure};
use crate::inspect::inspect;
use crate::publish::NewFile;
use crate::typeset::{Press, forget_old_layouts, typeset};

/// Stack of the thread that sets papers: layouts nest deeply.
const STACK_BYTES: usize = 64 << 20;

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
    let set = |findings: &mut Vec<Finding>| {
        let mut files = Vec::new();
        let count = opening.classes.len();
        for (position, class) in opening.classes.iter().enumerate() {
            for (kind, number, key) in PAPERS {
                let own = (class.code.as_str(), class.name.as_str(), &class.system);
                let facts = facts::opening(&opening.settings, own, number, (position, count));
                let named = [("class", class.name.as_str()), ("number", &facts.attachment)];
                let name = words.file(key, values(named));
                let made = composer.opening(kind, &facts, &name).and_then(|manuscript| {
                    findings.extend(manuscript.findings.iter().cloned());
                    let document = typeset(&press, &manuscript)?;
                    Ok((manuscript, document))
                });
                match made {
                    Ok((manuscript, document)) => {
                        findings.extend(document.findings);
                        let (pdf, pages) = (&document.pdf, document.pages);
                        findings.extend(inspect(pdf, pages, &allowed, &manuscript.path));
                        files.push(NewFile { path: manuscript.path, bytes: document.pdf });
                    }
                    Err(found) => findings.extend(found),
                }
                forget_old_layouts(1);
            }
        }
        files
    };
    thread::scope(|scope| {
        let failed = |cause: String| Failure::new(failure::THREAD_FAILED).with("cause", cause);
        let work = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || set(findings))
            .map_err(|error| failed(error.to_string()))?;
        // A panic of the worker is a wrong program, and goes on here.
        work.join().or_else(|panic| std::panic::resume_unwind(panic))
    })
}
