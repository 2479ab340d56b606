//! Which figures moved between two versions.

use make_reports::model::{PageSpots, Spot};
use make_reports::signoff::{FigureChange, changes};

fn page(figures: &[(&str, &str)]) -> PageSpots {
    let spot = |(key, text): &(&str, &str)| Spot {
        key: (*key).to_owned(),
        text: (*text).to_owned(),
        boxes: vec![[1.0, 2.0, 3.0, 4.0]],
    };
    PageSpots { width: 595.3, height: 841.9, figures: figures.iter().map(spot).collect() }
}

fn change(key: &str, old: &[&str], new: &[&str], page: usize) -> FigureChange {
    let owned = |own: &[&str]| own.iter().map(|text| (*text).to_owned()).collect();
    FigureChange { key: key.to_owned(), old: owned(old), new: owned(new), page }
}

#[test]
fn figures_that_moved_came_and_went() {
    let old = [
        page(&[("total", "88.50"), ("rank", "3"), ("total", "88.5"), ("z", "1")]),
        page(&[("mean", "80.1"), ("a", "2"), ("total", "88.50")]),
    ];
    let new = [
        page(&[("total", "88.50"), ("rank", "4"), ("total", "88.5")]),
        page(&[("mean", "79.9"), ("grade", "良好"), ("total", "88.50")]),
    ];
    assert_eq!(changes(&old, &old), []);
    assert_eq!(
        changes(&old, &new),
        [
            change("rank", &["3"], &["4"], 1),
            change("mean", &["80.1"], &["79.9"], 2),
            change("grade", &[], &["良好"], 2),
            change("z", &["1"], &[], 1),
            change("a", &["2"], &[], 2),
        ]
    );
    // Another place is no other figure.
    let turned = [old[1].clone(), old[0].clone()];
    let moved: Vec<String> = changes(&old, &turned).into_iter().map(|own| own.key).collect();
    assert_eq!(moved, [] as [&str; 0]);
}
