//! Whether figures are drawn where the list of their places says.

use kurbo::Rect;

use super::drawn::{Drawn, Mark};
use super::page::visible;
use crate::finding::{Finding, Place, rule};
use crate::model::{PageSpots, Spot};

/// How far a character may stand outside its figure's box, in points.
const HAIR: f64 = 0.6;

/// Figures that a paper tells one by one.
const MOST_TOLD: usize = 5;

/// Tells figures that are not drawn in their boxes.
pub(super) fn check(pages: &[Drawn], spots: &[PageSpots], document: &str) -> Vec<Finding> {
    let of_page = |(at, (page, spots)): (usize, (&Drawn, &PageSpots))| {
        let lost = spots.figures.iter().filter(|spot| !is_drawn(page, spot));
        let told = lost.map(|spot| {
            let found = Finding::new(rule::FIGURE_MISPLACED, Place::document(document));
            found.with("page", at + 1).with("key", &spot.key).with("text", &spot.text)
        });
        told.collect::<Vec<_>>()
    };
    let found = pages.iter().zip(spots).enumerate().flat_map(of_page);
    found.take(MOST_TOLD).collect()
}

fn is_drawn(page: &Drawn, spot: &Spot) -> bool {
    let within = |glyph: &&Mark| {
        spot.boxes.iter().any(|[left, top, width, height]| {
            let own = Rect::new(*left, *top, left + width, top + height).inflate(HAIR, HAIR);
            own.contains(glyph.origin)
        })
    };
    let drawn: String =
        page.glyphs.iter().filter(within).map(|glyph| visible(&glyph.text)).collect();
    drawn.contains(&visible(&spot.text))
}
