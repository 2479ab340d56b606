//! Pages as pictures for a screen: drawn once, and again only where they have changed.

use std::collections::HashMap;
use std::sync::Arc;

use typst::utils::hash128;
use typst_layout::PagedDocument;
use typst_svg::SvgOptions;
use usvg::fontdb::Database;
use usvg::{Options, Tree, WriteOptions};

use super::world::Press;
use crate::assets::drawing_fonts;
use crate::compose::Manuscript;

/// Pictures of the last look, so that only what has changed is drawn.
#[derive(Debug, Default)]
pub struct Gallery {
    pages: HashMap<u128, Arc<str>>,
    charts: HashMap<u128, String>,
    fonts: Option<Arc<Database>>,
}

impl Gallery {
    /// The pictures of a document, which are the only ones kept.
    pub(super) fn hang(&mut self, document: &PagedDocument) -> Vec<Arc<str>> {
        let options = SvgOptions::default();
        let mut kept = HashMap::new();
        let mut pages = Vec::new();
        for page in document.pages() {
            let picture = kept.entry(hash128(page)).or_insert_with_key(|hash| {
                let known = self.pages.get(hash).cloned();
                known.unwrap_or_else(|| typst_svg::svg(page, &options).into())
            });
            pages.push(Arc::clone(picture));
        }
        self.pages = kept;
        pages
    }

    /// A manuscript whose charts have letters as shapes: a page on a screen takes them over as they
    /// are, and a browser would set their texts in fonts of its own.
    pub(super) fn outlined(&mut self, press: &Press, manuscript: &Manuscript) -> Manuscript {
        let fonts = self.fonts.get_or_insert_with(|| Arc::new(drawing_fonts(press.fonts())));
        let mut kept = HashMap::new();
        let mut outlined = manuscript.clone();
        for chart in &mut outlined.charts {
            let hash = hash128(chart);
            let known = self.charts.remove(&hash);
            let shapes = known.unwrap_or_else(|| shapes(chart, fonts));
            chart.clone_from(&shapes);
            kept.insert(hash, shapes);
        }
        self.charts = kept;
        outlined
    }
}

/// A chart with its texts as shapes; as it is where it cannot be read, which the layout then tells.
fn shapes(chart: &str, fonts: &Arc<Database>) -> String {
    let options = Options { fontdb: Arc::clone(fonts), ..Options::default() };
    let tree = Tree::from_str(chart, &options);
    tree.map_or_else(|_| chart.to_owned(), |tree| tree.to_string(&WriteOptions::default()))
}
