//! The drawing surface: shapes in points, written as SVG. The only file that uses plotters.
//!
//! plotters writes whole numbers, so the drawing is 20 units to the point; Typst scales it to its
//! width on paper. Shapes are recorded first and written at the end, when the height is known; the
//! place of every text is kept, so that tests can prove that none overlap.

use plotters::prelude::{DrawingBackend, IntoFont, RGBColor, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, ShapeStyle};

use super::geometry::{Area, Point, mm};
use super::lines::{dashes, hatch_lines};
use super::look::{Anchor, Stroke, TextLook, blank_edge_pt};
use super::palette::Ink;
use super::text::{LEADING, SMALLEST_PT, block_height_pt, clean};
use super::{Chart, ChartFont};
use crate::model::unmarked;

/// Units of the SVG in a point.
const UNITS_PER_PT: f64 = 20.0;

/// plotters writes a font size divided by this.
const PLOTTERS_SIZE_DIVISOR: f64 = 1.24;

/// plotters sets the baseline of a text that hangs from its top this far below, in its type size.
const PLOTTERS_TOP_TO_BASELINE: f64 = 0.76;

/// The em box of a Chinese font reaches this far above the baseline, in its type size.
const EM_BOX_ABOVE: f64 = 0.88;

/// The em box of a Chinese font reaches this far below the baseline, in its type size.
const EM_BOX_BELOW: f64 = 0.12;

/// From one hatch line to the next along the x axis, in points.
const HATCH_STEP_PT: f64 = 3.2;

/// Width of a hatch line, in points.
const HATCH_LINE_PT: f64 = 0.6;

/// A text and the em boxes that it takes up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlacedText {
    /// The text.
    pub(super) text: String,
    /// Where it stands.
    pub(super) area: Area,
    /// How it looks.
    pub(super) look: TextLook,
}

/// One recorded shape.
enum Shape {
    Path(Vec<Point>, Ink, f64),
    Fill(Vec<Point>, Ink),
    Rect(Area, Ink),
    Disc(Point, f64, Ink),
    Ring(Point, f64, Ink, f64),
    Text(usize),
}

/// A drawing under way.
pub(super) struct Canvas<'font> {
    font: &'font ChartFont,
    width_pt: f64,
    height_pt: f64,
    shapes: Vec<Shape>,
    texts: Vec<PlacedText>,
}

/// Makes a font known to plotters.
pub(super) fn register_font(family: &str, bytes: &'static [u8]) -> Result<(), String> {
    plotters::style::register_font(family, FontStyle::Normal, bytes)
        .map_err(|_| format!("the drawing library refused the chart font {family}"))
}

impl<'font> Canvas<'font> {
    /// An empty drawing of some width; its height is set when it is known.
    pub(super) fn new(font: &'font ChartFont, width_pt: f64) -> Self {
        Self { font, width_pt, height_pt: 0.0, shapes: Vec::new(), texts: Vec::new() }
    }

    /// The font of the drawing.
    pub(super) fn font(&self) -> &'font ChartFont {
        self.font
    }

    /// The width of the drawing in points.
    pub(super) fn width_pt(&self) -> f64 {
        self.width_pt
    }

    /// Sets the height of the drawing in points.
    pub(super) fn set_height_pt(&mut self, height_pt: f64) {
        self.height_pt = height_pt;
    }

    /// Moves all that was drawn down by some points.
    pub(super) fn shift_down(&mut self, by_pt: f64) {
        for shape in &mut self.shapes {
            match shape {
                Shape::Path(points, ..) | Shape::Fill(points, _) => {
                    for point in points {
                        point.1 += by_pt;
                    }
                }
                Shape::Rect(area, _) => {
                    (area.top, area.bottom) = (area.top + by_pt, area.bottom + by_pt);
                }
                Shape::Disc(centre, ..) | Shape::Ring(centre, ..) => centre.1 += by_pt,
                Shape::Text(_) => {}
            }
        }
        for placed in &mut self.texts {
            (placed.area.top, placed.area.bottom) =
                (placed.area.top + by_pt, placed.area.bottom + by_pt);
        }
    }

    /// The texts drawn so far, for the tests.
    #[cfg(test)]
    pub(super) fn texts(&self) -> &[PlacedText] {
        &self.texts
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.path(&[from, to], stroke);
    }

    /// A line through several points.
    pub(super) fn path(&mut self, points: &[Point], stroke: Stroke) {
        let runs = match stroke.dash_pt {
            Some(dash_pt) if dash_pt > 0.0 => dashes(points, dash_pt),
            _ => vec![points.to_vec()],
        };
        let runs = runs.into_iter().filter(|run| run.len() > 1);
        self.shapes.extend(runs.map(|run| Shape::Path(run, stroke.ink, stroke.width_pt)));
    }

    /// The edge of a polygon.
    pub(super) fn outline(&mut self, polygon: &[Point], stroke: Stroke) {
        let closed: Vec<Point> = polygon.iter().chain(polygon.first()).copied().collect();
        self.path(&closed, stroke);
    }

    /// The surface of a polygon.
    pub(super) fn fill(&mut self, polygon: &[Point], ink: Ink) {
        self.shapes.push(Shape::Fill(polygon.to_vec(), ink));
    }

    /// The surface of a rectangle.
    pub(super) fn rect(&mut self, area: Area, ink: Ink) {
        self.shapes.push(Shape::Rect(area, ink));
    }

    /// The surface of a circle.
    pub(super) fn disc(&mut self, centre: Point, radius_pt: f64, ink: Ink) {
        self.shapes.push(Shape::Disc(centre, radius_pt, ink));
    }

    /// The edge of a circle.
    pub(super) fn ring(&mut self, centre: Point, radius_pt: f64, stroke: Stroke) {
        self.shapes.push(Shape::Ring(centre, radius_pt, stroke.ink, stroke.width_pt));
    }

    /// Lines at 45° over a polygon.
    pub(super) fn hatch(&mut self, polygon: &[Point], ink: Ink) {
        for (from, to) in hatch_lines(polygon, HATCH_STEP_PT) {
            self.line(from, to, Stroke::solid(ink, HATCH_LINE_PT));
        }
    }

    /// A text on one line, its em box centred on the place's height; an empty text draws nothing.
    pub(super) fn text(&mut self, text: &str, place: Point, look: TextLook) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let look = TextLook { size_pt: look.size_pt.max(SMALLEST_PT), ..look };
        let area = self.text_area(&text, place, look);
        self.shapes.push(Shape::Text(self.texts.len()));
        self.texts.push(PlacedText { text, area, look });
    }

    /// Lines of text, one below the other, as a block centred on the place's height.
    pub(super) fn lines(&mut self, lines: &[String], place: Point, look: TextLook) {
        let top = place.1 - block_height_pt(lines.len(), look.size_pt) / 2.0;
        let mut centre = top + look.size_pt / 2.0;
        for line in lines {
            self.text(line, (place.0, centre), look);
            centre += look.size_pt * LEADING;
        }
    }

    /// Where a text would stand: its advance width, less a blank half at its edge, by its em box.
    pub(super) fn text_area(&self, text: &str, place: Point, look: TextLook) -> Area {
        let width = self.font.width_pt(text, look.size_pt) - blank_edge_pt(self.font, text, look);
        let left = match look.anchor {
            Anchor::Start => place.0,
            Anchor::Middle => place.0 - width / 2.0,
            Anchor::End => place.0 - width,
        };
        let half = look.size_pt * f64::midpoint(EM_BOX_ABOVE, EM_BOX_BELOW);
        Area { left, top: place.1 - half, right: left + width, bottom: place.1 + half }
    }

    /// Writes the drawing as a chart.
    pub(super) fn finish(&self, name: &str, alt: &str) -> Chart {
        Chart {
            name: name.to_owned(),
            texts: self.drawn_texts(),
            svg: self.svg(),
            alt: alt.to_owned(),
            width_mm: mm(self.width_pt),
            height_mm: mm(self.height_pt),
        }
    }

    /// The texts in the order in which they are written.
    fn drawn_texts(&self) -> Vec<String> {
        let texts = self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(index) => self.texts.get(*index),
            _ => None,
        });
        texts.map(|placed| placed.text.clone()).collect()
    }

    /// Writes the drawing as SVG.
    fn svg(&self) -> String {
        let mut svg = String::new();
        let size = (units(self.width_pt).unsigned_abs(), units(self.height_pt).unsigned_abs());
        let mut backend = SVGBackend::with_string(&mut svg, size);
        for shape in &self.shapes {
            let drawn = self.write(&mut backend, shape);
            debug_assert!(drawn.is_ok(), "writing into a string cannot fail");
        }
        drop(backend);
        svg
    }

    /// Writes one shape.
    fn write(&self, backend: &mut SVGBackend<'_>, shape: &Shape) -> Result<(), String> {
        let drawn = match shape {
            Shape::Path(points, ink, width) => {
                backend.draw_path(points.iter().copied().map(in_units), &stroke_style(*ink, *width))
            }
            Shape::Fill(points, ink) => {
                backend.fill_polygon(points.iter().copied().map(in_units), &colour(*ink).filled())
            }
            Shape::Rect(area, ink) => {
                let corners =
                    (in_units((area.left, area.top)), in_units((area.right, area.bottom)));
                backend.draw_rect(corners.0, corners.1, &colour(*ink).filled(), true)
            }
            Shape::Disc(centre, radius, ink) => backend.draw_circle(
                in_units(*centre),
                units(*radius).unsigned_abs(),
                &colour(*ink).filled(),
                true,
            ),
            Shape::Ring(centre, radius, ink, width) => {
                let style = stroke_style(*ink, *width);
                backend.draw_circle(in_units(*centre), units(*radius).unsigned_abs(), &style, false)
            }
            Shape::Text(index) => {
                return self
                    .texts
                    .get(*index)
                    .map_or(Ok(()), |text| self.write_text(backend, text));
            }
        };
        drawn.map_err(|error| error.to_string())
    }

    /// Writes one text: it hangs from a point that puts its baseline where its em box wants it.
    fn write_text(&self, backend: &mut SVGBackend<'_>, placed: &PlacedText) -> Result<(), String> {
        let PlacedText { text, area, look } = placed;
        let blank = blank_edge_pt(self.font, text, *look);
        let (x, horizontal) = match look.anchor {
            Anchor::Start => (area.left - blank, HPos::Left),
            Anchor::Middle => (f64::midpoint(area.left, area.right), HPos::Center),
            Anchor::End => (area.right + blank, HPos::Right),
        };
        let hang = area.top + (EM_BOX_ABOVE - PLOTTERS_TOP_TO_BASELINE) * look.size_pt;
        let style = (self.font.family(), plotters_size(look.size_pt * UNITS_PER_PT))
            .into_font()
            .color(&colour(look.ink))
            .pos(Pos::new(horizontal, VPos::Top));
        backend
            .draw_text(&unmarked(text), &style, in_units((x, hang)))
            .map_err(|error| error.to_string())
    }
}

/// The size to give to plotters so that it writes this one, without a tail of digits.
fn plotters_size(written: f64) -> f64 {
    let near = written * PLOTTERS_SIZE_DIVISOR;
    let candidates = [near, near.next_up(), near.next_down()];
    #[expect(clippy::float_cmp, reason = "looks for the exact inverse of plotters' division")]
    let exact = candidates.into_iter().find(|size| size / PLOTTERS_SIZE_DIVISOR == written);
    exact.unwrap_or(near)
}

/// plotters' colour.
fn colour(ink: Ink) -> RGBColor {
    RGBColor(ink.0, ink.1, ink.2)
}

/// plotters' line style.
fn stroke_style(ink: Ink, width_pt: f64) -> ShapeStyle {
    colour(ink).stroke_width(units(width_pt).unsigned_abs().max(1))
}

/// Points as whole units.
#[expect(clippy::cast_possible_truncation, reason = "drawings are some 10,000 units wide and high")]
fn units(points: f64) -> i32 {
    (points * UNITS_PER_PT).round() as i32
}

/// A place in whole units.
fn in_units(point: Point) -> (i32, i32) {
    (units(point.0), units(point.1))
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLACK;
    use super::super::test_support::{FAMILY, font};
    use super::*;

    const LOOK: TextLook = TextLook { size_pt: 8.0, anchor: Anchor::Start, ink: BLACK };

    #[test]
    fn texts_are_escaped_and_in_the_named_family() {
        let font = font();
        let mut canvas = Canvas::new(&font, 200.0);
        canvas.set_height_pt(20.0);
        canvas.text("a&b<c>\"d\"#e*f'g\u{0}\u{1B}h\u{FFFF}政\u{1F600}", (0.0, 10.0), LOOK);
        canvas.text("\u{1}", (0.0, 10.0), LOOK);
        let svg = canvas.finish("name", "alt").svg;
        assert!(svg.contains("a&amp;b&lt;c&gt;&quot;d&quot;#e*f&apos;gh政\u{1F600}"), "{svg}");
        assert!(svg.contains(&format!("font-family=\"{FAMILY}\" font-size=\"160\"")), "{svg}");
        assert!(!svg.contains("sans-serif") && !svg.contains("transform"));
        assert!(svg.chars().all(|c| c == '\n' || !c.is_control()));
        assert_eq!(svg.matches("<text").count(), 1);
        assert!(svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn the_em_box_is_centred() {
        let font = font();
        let canvas = Canvas::new(&font, 200.0);
        let area =
            canvas.text_area("政务", (50.0, 30.0), TextLook { anchor: Anchor::Middle, ..LOOK });
        assert_eq!(area, Area { left: 42.0, top: 26.0, right: 58.0, bottom: 34.0 });
    }

    #[test]
    fn opening_marks_hang() {
        let font = font();
        let mut canvas = Canvas::new(&font, 200.0);
        canvas.set_height_pt(20.0);
        canvas.text("“五公开”", (10.0, 10.0), LOOK);
        let area = canvas.texts()[0].area;
        assert!(
            (area.left - 10.0).abs() < 1e-9 && (area.right - (10.0 + 40.0 - 3.6)).abs() < 1e-9,
            "{area:?}"
        );
        assert!(canvas.finish("", "").svg.contains("x=\"128\""));
    }

    #[test]
    fn no_type_is_below_the_smallest() {
        let font = font();
        let mut canvas = Canvas::new(&font, 200.0);
        canvas.text("小", (0.0, 10.0), TextLook { size_pt: 4.0, ..LOOK });
        assert!(canvas.texts().iter().all(|placed| placed.look.size_pt >= SMALLEST_PT));
    }
}
