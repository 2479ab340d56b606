//! Typst's messages as findings with file, line and column.

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt as _};

use super::world::PaperWorld;
use crate::finding::{Finding, Place, Rule, rule};

/// An error as a finding about a paper.
pub(super) fn error(world: &PaperWorld<'_>, error: &SourceDiagnostic, document: &str) -> Finding {
    found(rule::TYPESET_ERROR, world, error, document)
}

/// A warning as a finding about a paper; a layout that does not settle is an error.
pub(super) fn warning(
    world: &PaperWorld<'_>,
    warning: &SourceDiagnostic,
    document: &str,
) -> Finding {
    let unstable = warning.message.contains("did not converge");
    let rule = if unstable { rule::LAYOUT_UNSTABLE } else { rule::TYPESET_WARNING };
    found(rule, world, warning, document)
}

fn found(
    rule: Rule,
    world: &PaperWorld<'_>,
    diagnostic: &SourceDiagnostic,
    document: &str,
) -> Finding {
    let hints: Vec<&str> = diagnostic.hints.iter().map(|hint| hint.v.as_str()).collect();
    let mut cause = diagnostic.message.to_string();
    if !hints.is_empty() {
        cause = format!("{cause} ({})", hints.join("; "));
    }
    // An error in the standard library's own code names where a layout called it.
    let calls = diagnostic.trace.iter().map(|point| DiagSpan::from(point.span));
    let place = std::iter::once(diagnostic.span)
        .chain(calls)
        .find_map(|span| place(world, span))
        .unwrap_or_default();
    let place = Place { document: Some(document.to_owned()), ..place };
    Finding::new(rule, place).with("cause", cause)
}

fn place(world: &PaperWorld<'_>, span: DiagSpan) -> Option<Place> {
    let id = span.id()?;
    let source = world.source(id).ok()?;
    let start = world.range(span)?.start;
    let (line, column) = source.lines().byte_to_line_column(start)?;
    let file = format!("layouts/{}", id.get().vpath().get_without_slash());
    Some(Place::line(file, line + 1, column + 1))
}
