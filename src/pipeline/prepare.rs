//! What every command stands on: templates, words, fonts, and a checked and scored assessment.

use std::path::Path;

use super::{Event, Order, gather};
use crate::assets::{Coverage, Fonts, Setting, Templates, Wording, override_findings};
use crate::check::check as check_tables;
use crate::clock::Clock;
use crate::crew::Crew;
use crate::finding::{Failure, Finding, any_error, arrange};
use crate::load;
use crate::score::{Scorebook, score};
use crate::settings::Settings;

/// Templates, words, fonts and a checked and scored assessment: what every command stands on.
pub(super) struct Prepared {
    pub(super) templates: Templates,
    pub(super) wording: Wording,
    /// None for a run that sets no paper.
    pub(super) fonts: Option<Fonts>,
    pub(super) coverage: Option<Coverage>,
    pub(super) scorebook: Option<Scorebook>,
    pub(super) findings: Vec<Finding>,
    pub(super) files: usize,
    pub(super) clock: Clock,
}

/// The fonts of a run: those of the font folder, and before them the office's own.
pub(super) fn read_fonts(order: &Order, settings: Option<&Settings>) -> Result<Fonts, Failure> {
    let own = settings.and_then(|settings| settings.fonts.own_folder(&order.data));
    Fonts::read_with(&Fonts::folder(order.fonts.as_deref()), own.as_deref())
}

/// Everything up to scores.
///
/// # Errors
/// A failure when the world is wrong.
pub(super) fn prepare(
    order: &Order,
    with_fonts: bool,
    observe: &dyn Fn(Event),
) -> Result<Prepared, Failure> {
    let clock = Clock::default();
    let templates = clock.time("templates", || read_templates(order))?;
    let wording = clock.time("templates", || Wording::new(&templates))?;
    observe(Event::Stage("load"));
    let folder = clock.time("load", || read_folder(order, &templates))?;
    let settings = folder.settings.as_ref();
    let fonts = with_fonts.then(|| clock.time("fonts", || read_fonts(order, settings)));
    let fonts = fonts.transpose()?;
    let assessed = assess(folder, fonts.as_ref(), order.crew(), &clock, observe)?;
    let Assessed { coverage, scorebook, mut findings, files, .. } = assessed;
    findings.extend(override_findings(&templates));
    arrange(&mut findings);
    let scorebook = scorebook.filter(|_| !any_error(&findings));
    Ok(Prepared { templates, wording, fonts, coverage, scorebook, findings, files, clock })
}

pub(super) fn read_templates(order: &Order) -> Result<Templates, Failure> {
    templates_of(order.templates.as_deref())
}

/// The built-in templates, with those of a folder over them.
pub(super) fn templates_of(folder: Option<&Path>) -> Result<Templates, Failure> {
    folder.map_or_else(|| Ok(Templates::built_in()), Templates::with_folder)
}

/// The data folder with its settings, read over the defaults.
pub(super) fn read_folder(
    order: &Order,
    templates: &Templates,
) -> Result<load::DataFolder, Failure> {
    let text = |name| templates.text(name).unwrap_or("");
    load::read_folder(&order.data, text("settings-defaults.toml"), text("columns-defaults.toml"))
}

/// A checked and scored assessment.
pub(super) struct Assessed {
    /// None without fonts, or when the settings are wrong.
    pub(super) coverage: Option<Coverage>,
    /// None when there is an error among the findings.
    pub(super) scorebook: Option<Scorebook>,
    pub(super) findings: Vec<Finding>,
    pub(super) files: usize,
    pub(super) inputs_sha256: String,
}

/// Reads the tables of a data folder, checks and scores them.
pub(super) fn assess(
    folder: load::DataFolder,
    fonts: Option<&Fonts>,
    crew: Crew,
    clock: &Clock,
    observe: &dyn Fn(Event),
) -> Result<Assessed, Failure> {
    let settings = folder.settings.clone();
    let tables = clock.time("load", || load::load(folder))?;
    assess_tables(tables, settings, fonts, crew, clock, observe)
}

/// Checks and scores tables.
pub(super) fn assess_tables(
    tables: load::RawTables,
    mut settings: Option<Settings>,
    fonts: Option<&Fonts>,
    crew: Crew,
    clock: &Clock,
    observe: &dyn Fn(Event),
) -> Result<Assessed, Failure> {
    let chosen = fonts.zip(settings.as_mut());
    let chosen = chosen.map(|(fonts, own)| fonts.choose(&mut own.fonts)).transpose()?;
    let coverage = fonts.zip(settings.as_ref());
    let coverage = coverage
        .map(|(fonts, own)| clock.time("fonts", || fonts.coverage(&own.fonts)))
        .transpose()?;
    let files = tables.inputs.len();
    let inputs_sha256 = gather::inputs_sha256(&tables.inputs);
    observe(Event::Stage("check"));
    let setting = |character: char| {
        coverage.as_ref().map_or(Setting::Named, |coverage| coverage.setting(character))
    };
    let outcome = clock.time("check", || check_tables(tables, settings, &setting, crew));
    let scorebook = outcome.checked.map(|checked| clock.time("score", || score(checked, crew)));
    let mut findings = outcome.findings;
    findings.extend(chosen.into_iter().flatten());
    findings.extend(scorebook.iter().flat_map(|book| book.findings.iter().cloned()));
    arrange(&mut findings);
    let scorebook = scorebook.filter(|_| !any_error(&findings));
    Ok(Assessed { coverage, scorebook, findings, files, inputs_sha256 })
}
