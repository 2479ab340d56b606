//! What a paper is made of, without pages: the layouts once more, read as paragraphs, tables and
//! pictures by Typst's HTML target, for its editable copy.

use typst::foundations::{NativeElement as _, Value};
use typst::introspection::Tag;
use typst::model::HeadingElem;
use typst_html::{HtmlDocument, HtmlElement, HtmlNode};

use super::diagnostics;
use super::world::{PaperWorld, Press};
use crate::compose::Manuscript;
use crate::finding::{Finding, any_error};

/// A piece of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as printed.
    Text(String),
    /// Other pieces, under a name.
    Group(Group),
}

/// Pieces under a name: that of an HTML element, or `heading`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name.
    pub name: String,
    /// What is known of it, by name (`layouts/editable.typ`); the level of a heading.
    pub attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub pieces: Vec<Piece>,
}

/// A paper as pieces, and what was found while reading it.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// What Typst said.
    pub findings: Vec<Finding>,
}

/// Reads a manuscript as pieces.
///
/// # Errors
/// Findings when its layout cannot be read.
pub fn outline(press: &Press, manuscript: &Manuscript) -> Result<Outline, Vec<Finding>> {
    let world = PaperWorld::as_document(press, manuscript);
    let warned = typst::compile::<HtmlDocument>(&world);
    // Of page and its marginals there is nothing to read; that HTML is new concerns no reader.
    let told = warned.warnings.iter().filter(|warning| {
        !["page set rule", "html export is under"].iter().any(|w| warning.message.starts_with(w))
    });
    let mut findings: Vec<Finding> =
        told.map(|warning| diagnostics::warning(&world, warning, &manuscript.path)).collect();
    match warned.output {
        Ok(document) if !any_error(&findings) => {
            Ok(Outline { pieces: pieces(&document.root().children), findings })
        }
        Ok(_) => Err(findings),
        Err(errors) => {
            let errors = errors.iter();
            findings.extend(errors.map(|e| diagnostics::error(&world, e, &manuscript.path)));
            Err(findings)
        }
    }
}

/// The pieces of nodes; what Typst marks as a heading is a group, however a layout shows it.
fn pieces(nodes: &[HtmlNode]) -> Vec<Piece> {
    let mut open: Vec<(Group, typst::introspection::Location)> = Vec::new();
    let mut done = Vec::new();
    for node in nodes {
        let piece = match node {
            HtmlNode::Text(text, _) => Piece::Text(text.to_string()),
            HtmlNode::Element(element) => Piece::Group(group(element)),
            HtmlNode::Frame(_) => continue,
            HtmlNode::Tag(Tag::Start(content, _)) => {
                if let (Some(level), Some(location)) = (level(content), content.location()) {
                    let attributes = vec![("level".to_owned(), level.to_string())];
                    let name = "heading".to_owned();
                    open.push((Group { name, attributes, pieces: Vec::new() }, location));
                }
                continue;
            }
            HtmlNode::Tag(Tag::End(location, ..)) => match open.pop() {
                Some((group, start)) if start == *location => Piece::Group(group),
                Some(other) => {
                    open.push(other);
                    continue;
                }
                None => continue,
            },
        };
        open.last_mut().map_or(&mut done, |(group, _)| &mut group.pieces).push(piece);
    }
    // A heading whose end stands elsewhere.
    for (group, _) in open {
        done.push(Piece::Group(group));
    }
    done
}

fn group(element: &HtmlElement) -> Group {
    let attributes = element.attrs.0.iter();
    Group {
        name: element.tag.resolve().as_str().to_owned(),
        attributes: attributes
            .map(|(name, value)| (name.resolve().as_str().to_owned(), value.to_string()))
            .collect(),
        pieces: pieces(&element.children),
    }
}

/// The level of a heading.
fn level(content: &typst::foundations::Content) -> Option<i64> {
    if content.elem() != HeadingElem::ELEM {
        return None;
    }
    match content.field_by_name("level") {
        Ok(Value::Int(level)) => Some(level),
        _ => Some(1),
    }
}
