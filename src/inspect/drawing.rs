//! What is wrong with what a finished PDF draws: characters without ink or form, ink beyond the
//! page, text over text, pages with nothing or next to nothing on them, headings that end a page.

use std::collections::{BTreeSet, HashMap};

use kurbo::{Point, Rect};

use super::drawn::{Drawn, Mark};
use super::outline::Heading;
use crate::finding::{Finding, Place, Rule, rule};

/// What counts as wrong in a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawingLimits {
    /// Lines of text up to which a page counts as nearly empty, where no chart fills it.
    pub few_lines: usize,
    /// Share of a character's box that another character may cover.
    pub overlap: f64,
    /// Share of the page's height above and below which heads and page numbers stand.
    pub edge: f64,
}

/// Findings of one kind that a paper tells one by one; beyond these nobody reads on.
const MOST_TOLD: usize = 5;

/// How far ink may reach beyond the page by rounding, in points.
const HAIR: f64 = 0.5;

/// Side of the squares in which overlapping characters are looked for, in points.
const SQUARE: f64 = 24.0;

/// How far the places of one line's characters lie apart at most, in points.
const LINE: f64 = 3.0;

/// Share of the page's height that a chart fills on a page that is not empty.
const FILLED: f64 = 0.2;

/// How far apart the places of neighbouring letters are at least, of their size.
const NEXT: f64 = 0.2;

/// Share of a letter's box that its neighbour may cover.
const NEXT_MOST: f64 = 0.6;

const MM: f64 = 72.0 / 25.4;

/// Checks the drawing of a paper.
pub(super) fn check(
    pages: &[Drawn],
    headings: &[Heading],
    limits: &DrawingLimits,
    document: &str,
) -> Vec<Finding> {
    let mut checker = Checker { document, told: HashMap::new(), findings: Vec::new() };
    for (at, page) in pages.iter().enumerate() {
        let number = at + 1;
        checker.glyphs(number, page);
        checker.overlaps(number, page, limits.overlap);
        let body = Body::new(page, limits.edge);
        if pages.len() > 1 {
            checker.emptiness(number, page, &body, limits.few_lines);
        }
        if number < pages.len() {
            for heading in headings.iter().filter(|own| own.page == at) {
                if !body.reaches_below(heading.top) {
                    let found = checker.finding(rule::HEADING_LAST, number, None);
                    checker.tell(found.with("heading", &heading.title));
                }
            }
        }
    }
    checker.findings
}

struct Checker<'a> {
    document: &'a str,
    told: HashMap<&'static str, usize>,
    findings: Vec<Finding>,
}

impl Checker<'_> {
    fn finding(&self, broken: Rule, page: usize, at: Option<Point>) -> Finding {
        let found = Finding::new(broken, Place::document(self.document)).with("page", page);
        let mm = |points: f64| format!("{:.0}", points / MM);
        let (left, top) = at.map_or_else(Default::default, |at| (mm(at.x), mm(at.y)));
        found.with("left", left).with("top", top)
    }

    fn tell(&mut self, finding: Finding) {
        let told = self.told.entry(finding.code).or_default();
        *told += 1;
        if *told <= MOST_TOLD {
            self.findings.push(finding);
        }
    }

    /// Characters that the font lacks, that have no ink, or whose ink leaves the page.
    fn glyphs(&mut self, number: usize, page: &Drawn) {
        for glyph in &page.glyphs {
            let visible = glyph.text.chars().any(|own| !is_blank(own));
            let broken = if glyph.missing {
                rule::PDF_GLYPH_MISSING
            } else if visible && glyph.ink.is_none() {
                rule::PDF_GLYPH_BLANK
            } else if glyph.ink.is_some_and(|ink| leaves(page.page, ink)) {
                rule::PDF_OFF_PAGE
            } else {
                continue;
            };
            let found = self.finding(broken, number, Some(glyph.origin));
            self.tell(found.with("text", &glyph.text));
        }
    }

    /// Characters that cover one another.
    fn overlaps(&mut self, number: usize, page: &Drawn, most: f64) {
        let mut squares: HashMap<(i32, i32), Vec<(usize, Rect)>> = HashMap::new();
        let mut told = BTreeSet::new();
        for (at, glyph) in page.glyphs.iter().enumerate() {
            let Some(ink) = glyph.ink.filter(|ink| ink.area() > 0.0 && !glyph.turned) else {
                continue;
            };
            for square in squares_of(ink) {
                for (other, covered) in squares.get(&square).into_iter().flatten() {
                    let both = covered.intersect(ink).area();
                    let side = page.glyphs[*other].origin - glyph.origin;
                    // Letters of one word may reach into one another: fj.
                    let is_next = side.y.abs() < HAIR && side.x.abs() > glyph.size * NEXT;
                    let most = if is_next { NEXT_MOST } else { most };
                    if both > most * covered.area().min(ink.area()) && told.insert((*other, at)) {
                        let text = format!("{}{}", page.glyphs[*other].text, glyph.text);
                        let found = self.finding(rule::PDF_OVERLAP, number, Some(glyph.origin));
                        self.tell(found.with("text", text));
                    }
                }
                squares.entry(square).or_default().push((at, ink));
            }
        }
    }

    fn emptiness(&mut self, number: usize, page: &Drawn, body: &Body, few: usize) {
        let filled = body.shapes >= FILLED * page.page.height();
        if body.lines.is_empty() && body.shapes == 0.0 {
            let found = self.finding(rule::PAGE_EMPTY, number, None);
            self.tell(found);
        } else if body.lines.len() <= few && !filled {
            let found = self.finding(rule::PAGE_NEARLY_EMPTY, number, None);
            self.tell(found.with("lines", body.lines.len()));
        }
    }
}

/// What stands on a page between its head and its number.
struct Body {
    /// Places of its lines, from above; of turned text one line.
    lines: Vec<f64>,
    /// Height that shapes cover, in points.
    shapes: f64,
    /// Lower end of everything.
    end: f64,
}

impl Body {
    fn new(page: &Drawn, edge: f64) -> Self {
        let (top, bottom) = (page.page.height() * edge, page.page.height() * (1.0 - edge));
        let within = |y: f64| y > top && y < bottom;
        let own = page.glyphs.iter().filter(|own| own.ink.is_some() && within(own.origin.y));
        let mut places: Vec<f64> = own.map(|own: &Mark| own.origin.y).collect();
        places.sort_by(f64::total_cmp);
        places.dedup_by(|one, other| (*one - *other).abs() < LINE);
        let shapes = page.shapes.iter().filter(|own| own.y1 > top && own.y0 < bottom);
        let ends: Vec<(f64, f64)> = shapes.map(|own| (own.y0, own.y1)).collect();
        let first = ends.iter().map(|own| own.0).fold(f64::INFINITY, f64::min);
        let last = ends.iter().map(|own| own.1).fold(f64::NEG_INFINITY, f64::max);
        let end = places.last().copied().unwrap_or(top).max(last);
        Self { lines: places, shapes: (last - first).max(0.0), end }
    }

    /// Whether a line or a shape stands below the line of a heading that begins there.
    fn reaches_below(&self, top: f64) -> bool {
        // A heading's own line stands within two lines of its upper edge.
        const OWN: f64 = 44.0;
        self.end > top + OWN
    }
}

fn leaves(page: Rect, ink: Rect) -> bool {
    let page = page.inflate(HAIR, HAIR);
    ink.x0 < page.x0 || ink.y0 < page.y0 || ink.x1 > page.x1 || ink.y1 > page.y1
}

/// Characters that nobody sees.
fn is_blank(own: char) -> bool {
    own.is_whitespace() || crate::model::is_invisible(own)
}

#[expect(clippy::cast_possible_truncation, reason = "a page has few squares")]
fn squares_of(ink: Rect) -> impl Iterator<Item = (i32, i32)> {
    let at = |points: f64| (points / SQUARE).floor() as i32;
    let (left, right, top, bottom) = (at(ink.x0), at(ink.x1), at(ink.y0), at(ink.y1));
    (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: DrawingLimits = DrawingLimits { few_lines: 3, overlap: 0.25, edge: 0.1 };

    /// A page of 1,000 points with a character on each of some lines.
    fn page(lines: &[f64], shapes: &[(f64, f64)]) -> Drawn {
        let glyph = |y: &f64| Mark {
            text: "a".to_owned(),
            ink: Some(Rect::new(100.0, y - 10.0, 110.0, *y)),
            origin: Point::new(100.0, *y),
            size: 16.0,
            missing: false,
            turned: false,
        };
        Drawn {
            page: Rect::new(0.0, 0.0, 700.0, 1000.0),
            glyphs: lines.iter().map(glyph).collect(),
            shapes: shapes.iter().map(|(top, end)| Rect::new(100.0, *top, 600.0, *end)).collect(),
        }
    }

    fn found(pages: &[Drawn], headings: &[Heading]) -> Vec<(&'static str, String)> {
        let all = check(pages, headings, &LIMITS, "a.pdf");
        all.iter().map(|own| (own.code, own.facts["page"].clone())).collect()
    }

    #[test]
    fn pages_are_empty_nearly_empty_or_filled() {
        let full = || page(&[150.0, 180.0, 210.0, 240.0], &[]);
        // The head and the number of a page are no content.
        let bare = page(&[50.0, 950.0], &[]);
        let few = page(&[50.0, 150.0, 180.0, 210.0, 950.0], &[]);
        let chart = page(&[150.0], &[(200.0, 600.0)]);
        let told = found(&[full(), bare, few, chart], &[]);
        let told: Vec<_> = told.iter().map(|(code, page)| (*code, page.as_str())).collect();
        assert_eq!(told, [("page-empty", "2"), ("page-nearly-empty", "3")]);
        // A paper of one page is as long as it is.
        assert_eq!(found(&[page(&[150.0], &[])], &[]), []);
    }

    #[test]
    fn a_heading_does_not_end_a_page() {
        let pages =
            || [page(&[150.0, 180.0, 210.0, 850.0], &[]), page(&[150.0; 1], &[(200.0, 600.0)])];
        let at = |page, top| Heading { title: "b".to_owned(), page, top };
        let last = vec![("heading-last", "1".to_owned())];
        assert_eq!(found(&pages(), &[at(0, 835.0)]), last);
        assert_eq!(found(&pages(), &[at(0, 195.0)]), []);
        // What stands below may be a table or a chart; the last page may end as it does.
        let mut ruled = pages();
        ruled[0].shapes.push(Rect::new(100.0, 880.0, 600.0, 890.0));
        assert_eq!(found(&ruled, &[at(0, 835.0)]), []);
        assert_eq!(found(&pages(), &[at(1, 140.0)]), []);
    }
}
