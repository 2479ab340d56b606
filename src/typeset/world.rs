//! What Typst may read: shared layouts and fonts, and one paper's data and charts.

use std::collections::{BTreeSet, HashMap};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue as _};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt as _, World};
use typst_kit::fonts::FontStore;

use crate::assets::{Fonts, Templates};
use crate::compose::Manuscript;
use crate::settings::Kind;

/// The folder of layouts among the templates.
const FOLDER: &str = "layouts/";

/// What all papers share: the standard library, fonts, layouts. Made once a run.
pub struct Press {
    library: LazyHash<Library>,
    document_library: LazyHash<Library>,
    fonts: FontStore,
    layouts: HashMap<FileId, Source>,
    mains: HashMap<Kind, FileId>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Press").finish_non_exhaustive()
    }
}

impl Press {
    /// Reads in fonts and parses layouts.
    #[must_use]
    pub fn new(fonts: &Fonts, templates: &Templates) -> Self {
        let mut store = FontStore::new();
        store.extend(fonts.fonts().iter().map(|font| (font.clone(), font.info().clone())));
        let layouts = templates.in_folder(FOLDER).filter_map(|(name, text)| {
            let id = file_id(name.strip_prefix(FOLDER)?)?;
            Some((id, Source::new(id, text.to_owned())))
        });
        Self {
            library: LazyHash::new(Library::builder().with_features(features()).build()),
            document_library: LazyHash::new(document_library()),
            fonts: store,
            layouts: layouts.collect(),
            mains: Kind::ALL
                .into_iter()
                .filter_map(|kind| Some((kind, file_id(&format!("{}.typ", kind.name()))?)))
                .collect(),
        }
    }

    /// The fonts.
    pub(super) fn fonts(&self) -> impl Iterator<Item = Font> {
        let all = 0..;
        all.map_while(|index| self.fonts.font(index))
    }

    /// Whether a family is in any font file.
    #[must_use]
    pub fn has_family(&self, family: &str) -> bool {
        self.fonts.book().select_family(&family.to_lowercase()).next().is_some()
    }
}

/// A layout may name `html`, whose pieces only an editable copy is given.
fn features() -> Features {
    std::iter::once(Feature::Html).collect()
}

/// The library of an editable copy: layouts ask it what they are read for.
fn document_library() -> Library {
    let inputs = [("medium", "document")].into_iter();
    let inputs: Dict = inputs.map(|(name, value)| (name.into(), value.into_value())).collect();
    Library::builder().with_features(features()).with_inputs(inputs).build()
}

/// One paper's view of the press.
pub(super) struct PaperWorld<'a> {
    press: &'a Press,
    library: &'a LazyHash<Library>,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl<'a> PaperWorld<'a> {
    pub(super) fn new(press: &'a Press, manuscript: &Manuscript) -> Self {
        let data = ("data.json".to_owned(), Bytes::from_string(manuscript.data.clone()));
        let charts = manuscript.charts.iter().enumerate().map(|(position, svg)| {
            (format!("charts/{}.svg", position + 1), Bytes::from_string(svg.clone()))
        });
        let files = charts.chain([data]);
        let files = files.filter_map(|(name, bytes)| Some((file_id(&name)?, bytes))).collect();
        let main = press.mains[&manuscript.kind];
        Self { press, library: &press.library, main, files }
    }

    /// The same paper, to be read as paragraphs and tables.
    pub(super) fn as_document(press: &'a Press, manuscript: &Manuscript) -> Self {
        Self { library: &press.document_library, ..Self::new(press, manuscript) }
    }
}

impl PaperWorld<'_> {
    /// Every name in the data of the paper.
    pub(super) fn names_in_data(&self) -> BTreeSet<String> {
        let bytes = file_id("data.json").and_then(|id| self.files.get(&id));
        let data = bytes.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let (mut names, mut open) = (BTreeSet::new(), Vec::from_iter(data));
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::Object(entries) => {
                    for (name, value) in entries {
                        names.insert(name);
                        open.push(value);
                    }
                }
                serde_json::Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        names
    }

    /// Every name that a layout gives.
    pub(super) fn names_in_layouts(&self) -> BTreeSet<String> {
        let given = self.press.layouts.values().flat_map(|layout| layout.text().split("let "));
        let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_');
        let names = given.filter_map(|rest| rest.split(|sign| !is_part(sign)).next());
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }
}

/// The id of a file in the one virtual folder; none for a name that is no path.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(format!("/{name}")).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.layouts.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let layout = || self.press.layouts.get(&id).map(|l| Bytes::from_string(l.clone()));
        self.files.get(&id).cloned().or_else(layout).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    /// The clock reaches no result.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::Profile;

    /// Typst knows no more than 65,535 names of files in the life of a process.
    #[test]
    fn there_may_be_more_papers_than_names_of_files() {
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let press = Press::new(&Fonts::read(&fonts).unwrap(), &Templates::built_in());
        let paper = |number: usize| Manuscript {
            kind: Kind::Unit,
            unit: Some(format!("U{number}")),
            path: format!("units/{number}.pdf"),
            title: String::new(),
            ident: number.to_string(),
            date: (2024, 1, 1),
            profile: Profile::Small,
            data: format!("{{\"number\": {number}}}"),
            charts: vec!["<svg/>".to_owned(); 3],
            proof: crate::model::Proof::default(),
            findings: Vec::new(),
        };
        let data = file_id("data.json").unwrap();
        for number in 0..70_000 {
            let world = PaperWorld::new(&press, &paper(number));
            assert_eq!(world.files.len(), 4);
            let own = world.file(data).unwrap();
            assert_eq!(own.as_str().unwrap(), format!("{{\"number\": {number}}}"));
            assert!(world.source(world.main()).is_ok());
        }
    }
}
