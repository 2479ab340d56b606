//! Which figures moved between two versions of a paper.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::PageSpots;

/// A figure that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureChange {
    /// Its key.
    pub key: String,
    /// What was printed, each text once, in reading order; nothing of a figure that is new.
    pub old: Vec<String>,
    /// What is printed; nothing of a figure that has gone.
    pub new: Vec<String>,
    /// Page on which it first stands now, or stood, from 1.
    pub page: usize,
}

/// What is printed of one figure.
#[derive(Default)]
struct Shown<'a> {
    texts: Vec<&'a str>,
    page: usize,
    order: usize,
}

/// The figures that moved, in the reading order of the new version; then those that have gone, in
/// the order of the old one.
#[must_use]
pub fn changes(old: &[PageSpots], new: &[PageSpots]) -> Vec<FigureChange> {
    let (before, now) = (shown(old), shown(new));
    let owned = |own: Option<&Shown<'_>>| -> Vec<String> {
        own.iter().flat_map(|own| &own.texts).map(|text| (*text).to_owned()).collect()
    };
    let change = |key: &&str, place: &Shown<'_>| {
        let (old, new) = (before.get(key), now.get(key));
        let key = (*key).to_owned();
        FigureChange { key, old: owned(old), new: owned(new), page: place.page }
    };
    let moved = |key: &&str, own: &Shown<'_>| {
        before.get(key).is_none_or(|before| before.texts != own.texts)
    };
    let mut here: Vec<(usize, FigureChange)> = Vec::new();
    for (key, own) in now.iter().filter(|(key, own)| moved(key, own)) {
        here.push((own.order, change(key, own)));
    }
    let mut gone: Vec<(usize, FigureChange)> = Vec::new();
    for (key, own) in before.iter().filter(|(key, _)| !now.contains_key(*key)) {
        gone.push((own.order, change(key, own)));
    }
    here.sort_by_key(|(order, _)| *order);
    gone.sort_by_key(|(order, _)| *order);
    here.into_iter().chain(gone).map(|(_, change)| change).collect()
}

/// What is printed, by key.
fn shown(pages: &[PageSpots]) -> BTreeMap<&str, Shown<'_>> {
    let mut shown: BTreeMap<&str, Shown<'_>> = BTreeMap::new();
    let spots =
        pages.iter().zip(1..).flat_map(|(page, at)| page.figures.iter().map(move |own| (own, at)));
    for (order, (spot, page)) in spots.enumerate() {
        let own = shown.entry(&spot.key).or_insert(Shown { texts: Vec::new(), page, order });
        if !own.texts.contains(&spot.text.as_str()) {
            own.texts.push(&spot.text);
        }
    }
    shown
}
