//! Font files, and which characters each family has.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use typst::foundations::Bytes;
use typst::text::Font;
use usvg::fontdb::{Database, Source};
use walkdir::WalkDir;

use crate::finding::{Failure, failure};
use crate::model::hex;
use crate::settings::FontFamilies;

/// The fonts of a folder, in path order.
pub struct Fonts {
    list: Vec<Font>,
    /// The file of each font.
    files: Vec<String>,
    /// How many of the first ones are the office's own.
    own: usize,
    sha256: String,
}

/// What drawings find their fonts in: one entry for a file, which holds all that are in it, without
/// a copy of its bytes.
#[must_use]
pub fn drawing_fonts(fonts: impl Iterator<Item = Font>) -> Database {
    let mut database = Database::new();
    for font in fonts.filter(|font| font.index() == 0) {
        database.load_font_source(Source::Binary(Arc::new(font.data().clone())));
    }
    database
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.list.iter().map(|font| font.info().family.as_str());
        formatter.debug_list().entries(names).finish()
    }
}

impl Fonts {
    /// The font folder: the one given, else `fonts` in the current folder, else beside the program.
    #[must_use]
    pub fn folder(given: Option<&Path>) -> PathBuf {
        const NAME: &str = "fonts";
        if let Some(given) = given {
            return given.to_owned();
        }
        let program = std::env::current_exe().ok();
        let beside = program.and_then(|program| Some(program.parent()?.join(NAME)));
        let here = PathBuf::from(NAME);
        beside.filter(|beside| !here.is_dir() && beside.is_dir()).unwrap_or(here)
    }

    /// Reads every font file of a folder.
    ///
    /// # Errors
    /// A failure when the folder is not there, holds no font, or a font file cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        Self::read_with(folder, None)
    }

    /// Reads every font file of a folder, and before them those of an office's own folder, which
    /// are found first.
    ///
    /// # Errors
    /// A failure when a folder is not there, or a font file cannot be read.
    pub fn read_with(folder: &Path, own: Option<&Path>) -> Result<Self, Failure> {
        let mut all = Self { list: Vec::new(), files: Vec::new(), own: 0, sha256: String::new() };
        let mut hasher = Sha256::new();
        if let Some(own) = own {
            all.add(own, &mut hasher)?;
            all.own = all.list.len();
            // The same files, one of which is no longer the office's own, are other fonts.
            hasher.update(all.own.to_le_bytes());
        }
        all.add(folder, &mut hasher)?;
        all.sha256 = hex(&hasher.finalize());
        Ok(all)
    }

    /// Adds every font file of a folder.
    fn add(&mut self, folder: &Path, hasher: &mut Sha256) -> Result<(), Failure> {
        if !folder.is_dir() {
            return Err(Failure::new(failure::FOLDER_MISSING).with("path", folder.display()));
        }
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                Failure::new(failure::READ_FAILED)
                    .with("path", folder.display())
                    .with("cause", error)
            })?;
            if !is_font(entry.path()) {
                continue;
            }
            let bytes = fs::read(entry.path())
                .map_err(|error| Failure::io(failure::READ_FAILED, entry.path(), &error))?;
            hasher.update(bytes.len().to_le_bytes());
            hasher.update(&bytes);
            let before = self.list.len();
            self.list.extend(Font::iter(Bytes::new(bytes)));
            if self.list.len() == before {
                let path = entry.path().display();
                return Err(Failure::new(failure::FONT_BROKEN).with("path", path));
            }
            let name = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            self.files.resize(self.list.len(), name.display().to_string());
        }
        Ok(())
    }

    /// The fonts, in path order.
    #[must_use]
    pub fn fonts(&self) -> &[Font] {
        &self.list
    }

    /// SHA-256 of all font files in path order, and of which are the office's own, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The file of the font at a place, below its folder.
    pub(super) fn file(&self, at: usize) -> &str {
        &self.files[at]
    }

    /// Whether the font at a place is the office's own.
    pub(super) fn is_own(&self, at: usize) -> bool {
        at < self.own
    }

    /// The first font of a family, by any of its names.
    #[must_use]
    pub fn of_family(&self, family: &str) -> Option<&Font> {
        self.named(family).map(|at| &self.list[at])
    }

    /// Which characters the named families have.
    ///
    /// # Errors
    /// A failure when a family is in no file.
    pub fn coverage(&self, families: &FontFamilies) -> Result<Coverage, Failure> {
        let mut settings = vec![Setting::Named; CODE_POINTS];
        for (name, list) in families.lists() {
            let mut fonts: Vec<&Font> = Vec::new();
            for family in list {
                let font = self.of_family(family).ok_or_else(|| self.missing(family, name))?;
                fonts.push(font);
            }
            for (worst, own) in settings.iter_mut().zip(settings_by(&fonts)) {
                *worst = own.max(*worst);
            }
        }
        Ok(Coverage { settings })
    }

    /// PostScript names of all fonts, as a PDF names them.
    pub fn postscript_names(&self) -> impl Iterator<Item = String> {
        self.list.iter().filter_map(Font::post_script_name)
    }
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    path.is_file() && matches!(ending.as_deref(), Some("otf" | "ttf" | "ttc" | "otc"))
}

/// One more than the last code point.
const CODE_POINTS: usize = 0x11_0000;

/// How each code point is set by one list of fonts.
fn settings_by(fonts: &[&Font]) -> Vec<Setting> {
    let mut settings = vec![Setting::Missing; CODE_POINTS];
    for (position, font) in fonts.iter().enumerate().rev() {
        let setting = if position == 0 { Setting::Named } else { Setting::Fallback };
        for point in font.info().coverage.iter() {
            if let Some(own) = settings.get_mut(point as usize) {
                *own = setting;
            }
        }
    }
    settings
}

/// How each character is set by the lists of families. A table, because every character of every
/// paper is looked up, and a font's own coverage is searched from its start.
pub struct Coverage {
    settings: Vec<Setting>,
}

/// How a character is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// By the first family of every list.
    Named,
    /// By a later family of some list.
    Fallback,
    /// By none of some list.
    Missing,
}

impl Coverage {
    /// How a character is set, in the worst of the lists.
    #[must_use]
    pub fn setting(&self, character: char) -> Setting {
        let setting = self.settings.get(u32::from(character) as usize);
        setting.copied().unwrap_or(Setting::Missing)
    }
}
