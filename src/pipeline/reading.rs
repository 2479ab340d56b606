//! An assessment as whoever looks at its papers needs it: words and settings at once, figures when
//! they have been read.

use typst::foundations::Bytes;

use super::tracer::Tracer;
use super::{Event, Order, read_folder, read_fonts, read_templates, said};
use crate::assets::{Templates, Wording};
use crate::finding::Failure;
use crate::publish::SaidFinding;
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

/// The figures of an assessment as its data is now.
#[derive(Debug)]
pub struct Figures {
    /// SHA-256 of the data that they were made of.
    pub inputs_sha256: String,
    /// What is wrong with the data, worst first, in words.
    pub findings: Vec<SaidFinding>,
    /// Where they come from; none when there is an error in the data.
    pub tracer: Option<Tracer>,
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
        let read = Tracer::read(&self.order, &self.templates, &|_| {})?;
        let findings = read.findings.iter().map(|own| said(&self.wording, own)).collect();
        Ok(Figures { inputs_sha256: read.inputs_sha256, findings, tracer: read.tracer })
    }
}
