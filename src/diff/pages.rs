//! Pictures of pages that changed, with the places of figures that moved.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::inspect::{PagePair, Pictures};
use crate::model::PageSpots;
use crate::signoff::FigureChange;

/// Width of a picture in dots.
const DOTS: u16 = 900;

/// What is known of a paper whose pages are drawn.
pub(super) struct Shown<'a> {
    /// Its place among the papers that changed.
    pub(super) paper: usize,
    pub(super) old: &'a [PageSpots],
    pub(super) new: &'a [PageSpots],
    pub(super) moved: &'a [FigureChange],
}

/// A page as it was beside the page as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PagePictures {
    /// As it was; none of a page that is new.
    pub old: Option<PagePicture>,
    /// As it is; none of a page that has gone.
    pub new: Option<PagePicture>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PagePicture {
    /// Its number, from 1.
    pub page: usize,
    /// Its picture in the report.
    pub file: String,
    /// Width and height, for the room that it takes.
    pub size: [f64; 2],
    /// Boxes of figures that moved: left, top, width and height in percent of the page.
    pub boxes: Vec<[String; 4]>,
}

/// Draws pages on both sides; gives what is shown and the files of it.
pub(super) fn pictures(
    shown: &Shown<'_>,
    pairs: &[PagePair],
    (old, new): (Vec<u8>, Vec<u8>),
) -> (Vec<PagePictures>, Vec<(String, Vec<u8>)>) {
    let (old, new) = (Pictures::open(old), Pictures::open(new));
    let mut files = Vec::new();
    let mut draw =
        |side: &str, pdf: Option<&Pictures>, spots: &[PageSpots], page: Option<usize>| {
            let (page, pdf) = page.zip(pdf)?;
            let at = page.checked_sub(1)?;
            let (width, height) = pdf.size(at)?;
            let file = format!("pages/{:04}-{page:03}-{side}.png", shown.paper + 1);
            files.push((file.clone(), pdf.page(at, DOTS)?));
            let boxes = spots.get(at).map(|own| boxes(own, shown.moved)).unwrap_or_default();
            Some(PagePicture { page, file, size: [width, height], boxes })
        };
    let pages = pairs.iter().map(|pair| PagePictures {
        old: draw("old", old.as_ref(), shown.old, pair.old),
        new: draw("new", new.as_ref(), shown.new, pair.new),
    });
    let pages = pages.collect();
    (pages, files)
}

/// Where figures that moved stand on a page, each place once.
fn boxes(page: &PageSpots, moved: &[FigureChange]) -> Vec<[String; 4]> {
    let keys: BTreeSet<&str> = moved.iter().map(|own| own.key.as_str()).collect();
    let own = page.figures.iter().filter(|spot| keys.contains(spot.key.as_str()));
    let percent = |part: f64, whole: f64| format!("{:.2}", part / whole * 100.0);
    let boxes: BTreeSet<[String; 4]> = own
        .flat_map(|spot| &spot.boxes)
        .map(|[left, top, width, height]| {
            [
                percent(*left, page.width),
                percent(*top, page.height),
                percent(*width, page.width),
                percent(*height, page.height),
            ]
        })
        .collect();
    boxes.into_iter().collect()
}
