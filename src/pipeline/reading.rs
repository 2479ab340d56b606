//! An assessment as whoever looks at its papers needs it: words and settings at once, figures when
//! they have been read.

use typst::foundations::Bytes;

use super::brief::{Brief, city_brief, unit_brief};
use super::{Event, Order, assess, read_folder, read_fonts, read_templates, said};
use crate::analyse::{Analysis, analyse};
use crate::assets::{Templates, Wording};
use crate::finding::Failure;
use crate::publish::SaidFinding;
use crate::score::Scorebook;
use crate::settings::Settings;

/// Settings, words and fonts of an assessment.
#[derive(Debug)]
pub struct Reading {
    /// Words of the templates in use.
    pub wording: Wording,
    /// Settings; none when something is wrong with them.
    pub settings: Option<Settings>,
    /// What is wrong with the settings, in words.
    pub findings: Vec<SaidFinding>,
    order: Order,
    templates: Templates,
}

/// The figures of an assessment.
pub struct Figures {
    /// SHA-256 of the data that they were made of.
    pub inputs_sha256: String,
    /// What is wrong with the data, worst first, in words.
    pub findings: Vec<SaidFinding>,
    /// None when there is an error in the data.
    assessed: Option<(Scorebook, Analysis)>,
}

impl std::fmt::Debug for Figures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Figures").finish_non_exhaustive()
    }
}

impl Reading {
    /// Reads words and settings.
    ///
    /// # Errors
    /// A failure when the world is wrong: no folder, templates that cannot be read.
    pub fn new(order: &Order, observe: &dyn Fn(Event)) -> Result<Self, Failure> {
        let templates = read_templates(order)?;
        let wording = Wording::new(&templates)?;
        observe(Event::Stage("load"));
        let folder = read_folder(order, &templates)?;
        let findings = folder.findings.iter().map(|own| said(&wording, own)).collect();
        let settings = folder.settings;
        Ok(Self { wording, settings, findings, order: order.clone(), templates })
    }

    /// The font that headings are set in, for a page on the screen; none where it cannot be read.
    #[must_use]
    pub fn font(&self) -> Option<Bytes> {
        let settings = self.settings.as_ref()?;
        let fonts = read_fonts(&self.order, Some(settings)).ok()?;
        Some(fonts.of_family(settings.fonts.heiti.first()?)?.data().clone())
    }

    /// Reads, checks, scores and analyses the data as it is now.
    ///
    /// # Errors
    /// A failure when the data cannot be read.
    pub fn figures(&self) -> Result<Figures, Failure> {
        let folder = read_folder(&self.order, &self.templates)?;
        let crew = self.order.crew();
        let assessed = assess(folder, None, crew, &|_| {})?;
        let with_analysis = |book: Scorebook| {
            let analysis = analyse(&book, crew);
            (book, analysis)
        };
        let findings = assessed.findings.iter().map(|own| said(&self.wording, own)).collect();
        let inputs_sha256 = assessed.inputs_sha256;
        Ok(Figures { inputs_sha256, findings, assessed: assessed.scorebook.map(with_analysis) })
    }
}

impl Figures {
    /// The main figures of a unit by its code, or of the whole city; none where there are none.
    #[must_use]
    pub fn brief(&self, unit: Option<&str>, wording: &Wording) -> Option<Brief> {
        let (book, analysis) = self.assessed.as_ref()?;
        let Some(code) = unit else {
            return Some(city_brief(book, analysis, wording));
        };
        let mut classes = book.checked.classes.iter().enumerate();
        let (class, unit) = classes.find_map(|(class, own)| {
            Some((class, own.units.iter().position(|own| own.code == code)?))
        })?;
        Some(unit_brief(book, analysis, (class, unit), wording))
    }
}
