//! What Typst put onto each page, in the order in which it is written into the PDF: texts, charts,
//! and what the layouts say of a number beside it (`marked` in `page.typ`).

use typst::foundations::{Content, Value};
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Frame, FrameItem};
use typst::visualize::{Image, ImageKind};
use typst_layout::PagedDocument;

use crate::model::Printed;

/// The first part of the layouts' marks.
const FIGURE: &str = "figure";

/// What stands on each page.
pub(super) fn read(document: &PagedDocument, charts: &[String]) -> Vec<Vec<Printed>> {
    let page = |frame: &Frame| {
        let mut found = Vec::new();
        walk(frame, charts, &mut found);
        found
    };
    document.pages().iter().map(|own| page(&own.frame)).collect()
}

fn walk(frame: &Frame, charts: &[String], found: &mut Vec<Printed>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, charts, found),
            FrameItem::Text(text) => found.push(Printed::Text(text.text.to_string())),
            FrameItem::Image(image, ..) => found.extend(chart(image, charts)),
            FrameItem::Tag(Tag::Start(content, _)) => found.extend(figure(content)),
            FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// A mark of a layout beside a number.
fn figure(content: &Content) -> Option<Printed> {
    let metadata = content.to_packed::<MetadataElem>()?;
    let Value::Array(parts) = &metadata.value else {
        return None;
    };
    let mut parts = parts.iter().map(|part| match part {
        Value::Str(text) => Some(text.as_str().to_owned()),
        _ => None,
    });
    let mut next = || parts.next().flatten();
    (next()? == FIGURE).then_some(())?;
    Some(Printed::Figure { key: next()?, text: next()? })
}

fn chart(image: &Image, charts: &[String]) -> Option<Printed> {
    let ImageKind::Svg(svg) = image.kind() else {
        return None;
    };
    let same = |chart: &String| chart.as_bytes() == svg.data().as_slice();
    charts.iter().position(same).map(Printed::Chart)
}
