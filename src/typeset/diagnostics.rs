//! Typst's messages as findings with file, line and column.

use std::collections::BTreeSet;

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt as _};

use super::world::PaperWorld;
use crate::finding::{Finding, Place, Rule, rule};
use crate::model::nearest;

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
    // An error in the standard library's own code names where a layout called it.
    let calls = diagnostic.trace.iter().map(|point| DiagSpan::from(point.span));
    let place = std::iter::once(diagnostic.span)
        .chain(calls)
        .find_map(|span| place(world, span))
        .unwrap_or_default();
    let place = Place { document: Some(document.to_owned()), ..place };
    let (sort, name) = sorted(&diagnostic.message);
    let known = match sort {
        "key" => world.names_in_data(),
        "variable" => world.names_in_layouts(),
        _ => BTreeSet::new(),
    };
    let near = nearest(name, known.iter().map(String::as_str)).unwrap_or_default();
    Finding::new(rule, place)
        .with("mistake", sort)
        .with("name", name)
        .with("nearest", near)
        .with("cause", &diagnostic.message)
        .with("hint", hints.join("; "))
}

/// What kind of mistake a message tells of, and the name in it.
fn sorted(message: &str) -> (&'static str, &str) {
    const KINDS: &[(&str, &str)] = &[
        ("unknown variable: ", "variable"),
        ("dictionary does not contain key ", "key"),
        ("file not found (searched at ", "file"),
        ("unknown font family: ", "font"),
        ("panicked with: ", "panic"),
        ("unclosed ", "syntax"),
        ("unexpected ", "syntax"),
        ("expected ", "syntax"),
        ("the character ", "syntax"),
        ("missing argument: ", "argument"),
        ("unexpected argument: ", "argument"),
    ];
    let starts = |kind: &&(&str, &str)| message.starts_with(kind.0);
    // The longest beginning says most.
    let kind = KINDS.iter().filter(starts).max_by_key(|kind| kind.0.len());
    kind.map_or(("other", ""), |(start, sort)| {
        let name = message[start.len()..].trim_end_matches(')');
        let name = name.trim_matches('"');
        (sort, if *sort == "syntax" { "" } else { name })
    })
}

fn place(world: &PaperWorld<'_>, span: DiagSpan) -> Option<Place> {
    let id = span.id()?;
    let source = world.source(id).ok()?;
    let start = world.range(span)?.start;
    let (line, column) = source.lines().byte_to_line_column(start)?;
    let file = format!("layouts/{}", id.get().vpath().get_without_slash());
    Some(Place::line(file, line + 1, column + 1))
}
