//! What Typst put onto each page, in the order in which it is written into the PDF: texts, charts,
//! and what the layouts say of a number beside it (`marked` in `page.typ`), with where it stands.

use typst::foundations::{Content, Value};
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;
use typst::visualize::{Image, ImageKind};
use typst_layout::PagedDocument;

use crate::model::{PageSpots, Printed, Spot};

/// The first part of the layouts' marks.
const FIGURE: &str = "figure";

/// How far text reaches above and below its line, of its size.
const REACH: (f64, f64) = (0.88, 0.12);

/// What stands on each page, and where on it.
pub(super) struct Reading {
    /// In reading order.
    pub(super) printed: Vec<Vec<Printed>>,
    /// Where figures stand.
    pub(super) spots: Vec<PageSpots>,
}

/// Reads the pages; `drawn` is what each chart shows.
pub(super) fn read(document: &PagedDocument, charts: &[String], drawn: &[Vec<Printed>]) -> Reading {
    let mut reading = Reading { printed: Vec::new(), spots: Vec::new() };
    // A figure may go on, or stand whole, at the head of the next page: the foot of this one comes
    // between.
    let mut late = Vec::new();
    for page in document.pages() {
        let size = page.frame.size();
        let mut reader = Reader {
            charts,
            drawn,
            printed: Vec::new(),
            figures: Vec::new(),
            pending: None,
            late,
            left: Vec::new(),
        };
        reader.frame(&page.frame, Transform::identity());
        reading.printed.push(reader.printed);
        let (width, height) = (tenths(size.x.to_pt()), tenths(size.y.to_pt()));
        reading.spots.push(PageSpots { width, height, figures: reader.figures });
        late = reader.left.into_iter().chain(reader.pending).collect();
    }
    reading
}

/// A figure of which the text, or its rest, is still to come.
struct Pending {
    spot: Spot,
    rest: String,
}

struct Reader<'a> {
    charts: &'a [String],
    drawn: &'a [Vec<Printed>],
    printed: Vec<Printed>,
    figures: Vec<Spot>,
    pending: Option<Pending>,
    /// Figures of the page before, the text of which is still to come.
    late: Vec<Pending>,
    /// Those for the next page.
    left: Vec<Pending>,
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (place, item) in frame.items() {
            let own = at.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, own.pre_concat(group.transform));
                }
                FrameItem::Text(text) => {
                    self.printed.push(Printed::Text(text.text.to_string()));
                    self.text(text, own);
                }
                FrameItem::Image(image, size, _) => self.image(image, *size, own),
                FrameItem::Tag(Tag::Start(content, _)) => self.mark(content),
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// A mark of a layout beside a number.
    fn mark(&mut self, content: &Content) {
        let Some((key, text)) = figure(content) else {
            return;
        };
        let spot = Spot { key: key.clone(), text: text.clone(), boxes: Vec::new() };
        let rest = text.chars().filter(|own| !own.is_whitespace()).collect();
        self.left.extend(self.pending.replace(Pending { spot, rest }));
        self.printed.push(Printed::Figure { key, text });
    }

    /// The part of a text that is the figure whose mark stood before it.
    fn text(&mut self, item: &TextItem, at: Transform) {
        if let Some(pending) = self.pending.take() {
            if let Err(pending) = self.place(pending, item, at) {
                self.left.push(pending);
            }
        } else if let Some(own) = self.late.iter().position(|own| begins(own, item).is_some()) {
            let pending = self.late.remove(own);
            // It begins this text, as was just seen.
            let _ = self.place(pending, item, at);
        }
    }

    /// Puts a figure where a text begins with it, or with a part of it that fills the text; gives it
    /// back where it does not.
    fn place(&mut self, mut own: Pending, item: &TextItem, at: Transform) -> Result<(), Pending> {
        let Some((end, left)) = begins(&own, item) else {
            return Err(own);
        };
        let mut width = Abs::zero();
        for glyph in item.glyphs.iter().filter(|glyph| usize::from(glyph.range.start) < end) {
            width += glyph.x_advance.at(item.size);
        }
        let (above, below) = (item.size * REACH.0, item.size * REACH.1);
        own.spot.boxes.push(boxed(at, Point::with_y(-above), Size::new(width, above + below)));
        if left.is_empty() {
            self.figures.push(own.spot);
        } else {
            self.pending = Some(Pending { rest: left, ..own });
        }
        Ok(())
    }

    /// A chart, with the figures that it shows.
    fn image(&mut self, image: &Image, size: Size, at: Transform) {
        let Some(chart) = chart(image, self.charts) else {
            return;
        };
        self.printed.push(Printed::Chart(chart));
        let place = boxed(at, Point::zero(), size);
        for item in self.drawn.get(chart).into_iter().flatten() {
            if let Printed::Figure { key, text } = item {
                let (key, text) = (key.clone(), text.clone());
                self.figures.push(Spot { key, text, boxes: vec![place] });
            }
        }
    }
}

/// Where in a text the figure ends that it begins with, and what of the figure is still to come
/// after a text that it fills.
fn begins(own: &Pending, item: &TextItem) -> Option<(usize, String)> {
    let (mut end, mut left) = (0, own.rest.as_str());
    for (start, sign) in item.text.char_indices() {
        match left.strip_prefix(sign) {
            Some(after) => (left, end) = (after, start + sign.len_utf8()),
            None if sign.is_whitespace() => {}
            None => break,
        }
        if left.is_empty() {
            break;
        }
    }
    let fits = end > 0 && (left.is_empty() || item.text[end..].trim().is_empty());
    fits.then(|| (end, left.to_owned()))
}

/// The box on the page that holds a box of an item, which may stand turned.
fn boxed(at: Transform, corner: Point, size: Size) -> [f64; 4] {
    let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
    let corners = corners.map(|(right, down)| {
        let point = corner + Point::new(size.x * right, size.y * down);
        let point = point.transform(at);
        [point.x.to_pt(), point.y.to_pt()]
    });
    let ends = |axis: usize| {
        let values = corners.map(|own| own[axis]);
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        (least, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (ends(0), ends(1));
    [left, top, right - left, bottom - top].map(tenths)
}

/// Tenths of a point: finer than ink.
fn tenths(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}

/// Key and text of a mark.
fn figure(content: &Content) -> Option<(String, String)> {
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
    Some((next()?, next()?))
}

fn chart(image: &Image, charts: &[String]) -> Option<usize> {
    let ImageKind::Svg(svg) = image.kind() else {
        return None;
    };
    let same = |chart: &String| chart.as_bytes() == svg.data().as_slice();
    charts.iter().position(same)
}
