//! An assessment as a run has it when papers are to be composed, for measurements.

use std::path::{Path, PathBuf};

use make_reports::analyse::{Analysis, analyse};
use make_reports::assets::{Coverage, Fonts, Templates, Wording};
use make_reports::check::{Checked, check};
use make_reports::compose::Manuscript;
use make_reports::crew::Crew;
use make_reports::load::{self, RawTables};
use make_reports::pipeline::Workshop;
use make_reports::score::{Scorebook, score};
use make_reports::settings::Settings;

/// A folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Everything that papers are made of.
pub struct Assessed {
    /// Templates.
    pub templates: Templates,
    /// Words.
    pub wording: Wording,
    /// Fonts.
    pub fonts: Fonts,
    /// Which characters they have.
    pub coverage: Coverage,
    /// Scores.
    pub scorebook: Scorebook,
    /// Figures across units.
    pub analysis: Analysis,
}

impl Assessed {
    /// Reads, checks, scores and analyses a data folder.
    pub fn new(data: &Path, fonts: &Path, crew: Crew) -> Self {
        let templates = Templates::built_in();
        let fonts = Fonts::read(fonts).unwrap();
        let (tables, mut settings) = tables(&templates, data);
        // As a run does: the families that are there.
        fonts.choose(&mut settings.fonts).unwrap();
        let coverage = fonts.coverage(&settings.fonts).unwrap();
        let scorebook = score(checked(tables, settings, &coverage, crew), crew);
        let analysis = analyse(&scorebook, crew);
        let wording = Wording::new(&templates).unwrap();
        Self { templates, wording, fonts, coverage, scorebook, analysis }
    }

    /// What papers are made with.
    pub fn workshop(&self) -> Workshop<'_> {
        let mut findings = Vec::new();
        let workshop = Workshop::new(
            &self.scorebook,
            &self.analysis,
            &self.templates,
            &self.wording,
            &self.fonts,
            &self.coverage,
            &mut findings,
        );
        assert_eq!(findings, []);
        workshop.unwrap()
    }

    /// Every paper of the stage, composed and not set.
    pub fn manuscripts(&self) -> Vec<Manuscript> {
        let all = self.workshop().manuscripts().into_iter();
        all.map(|paper| paper.unwrap_or_else(|found| panic!("{found:#?}"))).collect()
    }
}

/// The tables of a data folder, and its settings.
pub fn tables(templates: &Templates, data: &Path) -> (RawTables, Settings) {
    let text = |name: &str| templates.text(name).unwrap();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(data, defaults.0, defaults.1).unwrap();
    let settings = folder.settings.clone().unwrap();
    (load::load(folder).unwrap(), settings)
}

/// Checked tables; there must be nothing wrong with them.
pub fn checked(tables: RawTables, settings: Settings, coverage: &Coverage, crew: Crew) -> Checked {
    let setting = |character: char| coverage.setting(character);
    let outcome = check(tables, Some(settings), &setting, crew);
    outcome.checked.unwrap_or_else(|| panic!("{:#?}", outcome.findings))
}
