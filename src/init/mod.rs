//! Commands that stand before the pipeline: a new data folder, and the blanks of an assessment.
//!
//! `init` makes a folder that can be checked as it stands; `forms` makes the blanks anew from the
//! folder's own units and indicators. Both read them by the stages that read them for every run,
//! so what is published is what is scored.

mod blanks;
mod next_year;
mod papers;
mod scoring;
mod self_form;
mod starter;
mod system;
mod table;
mod toml_text;
mod words;

use std::path::{Path, PathBuf};

use crate::assets::{Fonts, Templates, Wording, override_findings};
use crate::check::{Opening, opening};
use crate::finding::{Failure, Finding, any_error};
use crate::load::{DataFolder, load_lists, read_folder};
use crate::pipeline::said;
use crate::publish::{Added, NewFile, NewFolder, SaidFinding, add_files, record_of};
use crate::settings::{Columns, Settings};

use blanks::{Desk, blanks};
use starter::{Examples, SETTINGS};
use words::Words;

/// Remembers which blanks were written, so that one that nobody touched can be made anew.
const RECORD: &str = ".blanks.json";

/// What `init` is asked to do.
#[derive(Debug, Clone)]
pub struct InitOrder {
    /// The folder to make.
    pub folder: PathBuf,
    /// Last year's data folder.
    pub from: Option<PathBuf>,
    /// Where last year's output lies.
    pub output: PathBuf,
    /// Folder whose templates override the built-in ones.
    pub templates: Option<PathBuf>,
    /// Font folder.
    pub fonts: Option<PathBuf>,
}

/// What `forms` is asked to do.
#[derive(Debug, Clone)]
pub struct FormsOrder {
    /// Data folder.
    pub data: PathBuf,
    /// Where the blanks go; into the data folder when not said.
    pub output: Option<PathBuf>,
    /// Folder whose templates override the built-in ones.
    pub templates: Option<PathBuf>,
    /// Font folder.
    pub fonts: Option<PathBuf>,
}

/// What was made.
#[derive(Debug, Default)]
pub struct Made {
    /// Where; none when findings stopped it.
    pub folder: Option<PathBuf>,
    /// Files, and what became of them.
    pub files: Added,
    /// Whether it began from last year's folder.
    pub from_last_year: bool,
    /// What else is worth telling, in words.
    pub notes: Vec<String>,
    /// Everything found, worst first.
    pub findings: Vec<SaidFinding>,
}

/// What all blanks are made with.
struct Assets {
    templates: Templates,
    wording: Wording,
    fonts: Fonts,
    font_folder: PathBuf,
}

impl Assets {
    fn read(templates: Option<&Path>, fonts: Option<&Path>) -> Result<Self, Failure> {
        let templates = match templates {
            Some(folder) => Templates::with_folder(folder)?,
            None => Templates::built_in(),
        };
        let wording = Wording::new(&templates)?;
        let font_folder = Fonts::folder(fonts);
        Ok(Self { wording, templates, fonts: Fonts::read(&font_folder)?, font_folder })
    }

    fn folder(&self, root: &Path) -> Result<DataFolder, Failure> {
        let defaults = |name: &str| self.templates.text(name).unwrap_or("");
        read_folder(root, defaults("settings-defaults.toml"), defaults("columns-defaults.toml"))
    }

    /// Units and indicators of a folder, with what is wrong with them.
    fn opening(&self, root: &Path) -> Result<(Option<Opened>, Vec<Finding>), Failure> {
        let folder = self.folder(root)?;
        let (settings, columns) = (folder.settings.clone(), folder.columns.clone());
        let (opening, mut findings) = opening(load_lists(folder)?, settings);
        findings.extend(override_findings(&self.templates));
        let Some((mut opening, columns)) = opening.zip(columns) else {
            return Ok((None, findings));
        };
        let own = opening.settings.fonts.own_folder(root);
        let own = own.map(|own| Fonts::read_with(&self.font_folder, Some(&own))).transpose()?;
        let fonts = own.as_ref().unwrap_or(&self.fonts);
        findings.extend(fonts.choose(&mut opening.settings.fonts)?);
        Ok((Some(Opened { opening, columns, fonts: own }), findings))
    }

    fn blanks(
        &self,
        opened: &Opened,
        in_data_folder: bool,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<NewFile>, Failure> {
        let desk = Desk {
            words: Words { wording: &self.wording, settings: &opened.opening.settings },
            opening: &opened.opening,
            columns: &opened.columns,
            templates: &self.templates,
            fonts: opened.fonts.as_ref().unwrap_or(&self.fonts),
        };
        blanks(&desk, in_data_folder, findings)
    }

    fn said(&self, findings: &[Finding]) -> Vec<SaidFinding> {
        findings.iter().map(|found| said(&self.wording, found)).collect()
    }

    /// The record of blanks in a data folder.
    fn record(&self, settings: &Settings) -> String {
        let words = Words { wording: &self.wording, settings };
        format!("{}/{RECORD}", words.plain("folder"))
    }
}

/// An assessment before it is scored, with the names of its columns.
struct Opened {
    opening: Opening,
    columns: Columns,
    /// The carried fonts and the office's own, where it has any.
    fonts: Option<Fonts>,
}

/// Makes a new data folder, whole or not at all.
///
/// # Errors
/// A failure when the folder holds something or cannot be written, or last year's is not there.
pub fn init(order: &InitOrder) -> Result<Made, Failure> {
    let assets = Assets::read(order.templates.as_deref(), order.fonts.as_deref())?;
    let new = NewFolder::begin(&order.folder)?;
    let mut made = Made { from_last_year: order.from.is_some(), ..Made::default() };
    let begun = match &order.from {
        Some(old) => from_last_year(&assets, &new, old, &order.output, &mut made)?,
        None => from_nothing(&assets, &new, &mut made)?,
    };
    let (opened, mut findings) = if begun { assets.opening(new.path())? } else { return Ok(made) };
    let Some(opened) = opened else {
        made.findings.extend(assets.said(&findings));
        return Ok(made);
    };
    let files = assets.blanks(&opened, true, &mut findings)?;
    made.findings.extend(assets.said(&findings));
    if any_error(&findings) {
        return Ok(made);
    }
    let record =
        NewFile { path: assets.record(&opened.opening.settings), bytes: record_of(&files) };
    new.add(&files, &[])?;
    new.add(&[record], &[])?;
    made.files.written.extend(files.into_iter().map(|file| file.path));
    made.files.written.sort();
    new.finish()?;
    made.folder = Some(order.folder.clone());
    Ok(made)
}

/// Puts the starter into a new folder.
fn from_nothing(assets: &Assets, new: &NewFolder, made: &mut Made) -> Result<bool, Failure> {
    let text = assets.templates.text(SETTINGS).unwrap_or_default();
    let settings = NewFile { path: "settings.toml".to_owned(), bytes: text.into() };
    new.add(std::slice::from_ref(&settings), &[])?;
    let folder = assets.folder(new.path())?;
    let (Some(meant), Some(columns)) = (&folder.settings, &folder.columns) else {
        made.findings = assets.said(&folder.findings);
        return Ok(false);
    };
    let words = Words { wording: &assets.wording, settings: meant };
    let examples = Examples::read(&assets.templates)?;
    let mut files = examples.lists(&words, columns)?;
    files.extend(examples.registers(&words, columns)?);
    new.add(&files, std::slice::from_ref(&meant.materials.folder))?;
    made.files.written = files.into_iter().chain([settings]).map(|file| file.path).collect();
    Ok(true)
}

/// Puts what last year leaves into a new folder.
fn from_last_year(
    assets: &Assets,
    new: &NewFolder,
    old: &Path,
    output: &Path,
    made: &mut Made,
) -> Result<bool, Failure> {
    let folder = assets.folder(old)?;
    let (Some(meant), Some(columns)) = (folder.settings.clone(), folder.columns.clone()) else {
        made.findings = assets.said(&folder.findings);
        return Ok(false);
    };
    let words = Words { wording: &assets.wording, settings: &meant };
    let examples = Examples::read(&assets.templates)?;
    let year = next_year::next_year(&words, old, output, folder, &columns, &examples)?;
    new.add(&year.files, &year.folders)?;
    made.notes = year.notes;
    made.findings = assets.said(&year.findings);
    made.files.written = year.files.into_iter().map(|file| file.path).collect();
    Ok(true)
}

/// Makes the blanks of a data folder anew; what somebody has filled in stays.
///
/// # Errors
/// A failure when the folder is not there or the blanks cannot be written.
pub fn forms(order: &FormsOrder) -> Result<Made, Failure> {
    let assets = Assets::read(order.templates.as_deref(), order.fonts.as_deref())?;
    let (opened, mut findings) = assets.opening(&order.data)?;
    let Some(opened) = opened else {
        return Ok(Made { findings: assets.said(&findings), ..Made::default() });
    };
    let files = assets.blanks(&opened, order.output.is_none(), &mut findings)?;
    let mut made = Made { findings: assets.said(&findings), ..Made::default() };
    if any_error(&findings) {
        return Ok(made);
    }
    let (root, record) = match &order.output {
        Some(output) => (output.clone(), RECORD.to_owned()),
        None => (order.data.clone(), assets.record(&opened.opening.settings)),
    };
    made.files = add_files(&root, &record, &files)?;
    made.folder = Some(root);
    Ok(made)
}
