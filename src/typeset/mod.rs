//! Stage 7: a [`Manuscript`] becomes a [`Document`]: PDF bytes,
//! pages, findings.
//!
//! All papers of all runs have the same few virtual paths, because Typst keeps every path that a
//! process ever used; fonts, layouts and the standard library are shared by all workers.

mod diagnostics;
mod gallery;
mod outline;
mod reading;
mod world;

use std::sync::Arc;

use comemo::evict;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::clock::Clock;
use crate::compose::Manuscript;
use crate::finding::{Finding, Place, rule};
use crate::model::{PageSpots, Printed};
use crate::settings::Profile;

pub use gallery::Gallery;
pub use outline::{Group, Outline, Piece, outline};
pub use world::Press;

use reading::Reading;
use world::PaperWorld;

/// A finished paper.
#[derive(Debug, Clone)]
pub struct Document {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Pages.
    pub pages: usize,
    /// What stands on each page, in reading order.
    pub printed: Vec<Vec<Printed>>,
    /// Where on each page figures stand.
    pub spots: Vec<PageSpots>,
    /// What Typst and the check of pictures said.
    pub findings: Vec<Finding>,
}

/// A paper's pages as pictures, to be looked at.
#[derive(Debug, Clone)]
pub struct Pictures {
    /// Every page as SVG, its letters as shapes: no reader needs the fonts.
    pub pages: Vec<Arc<str>>,
    /// What Typst and the check of pictures said.
    pub findings: Vec<Finding>,
}

/// Sets a manuscript.
///
/// # Errors
/// Findings when the paper cannot be set; never stops another paper.
pub fn typeset(press: &Press, manuscript: &Manuscript) -> Result<Document, Vec<Finding>> {
    typeset_timed(press, manuscript, &Clock::default())
}

/// Sets a manuscript, and measures each part of the work.
///
/// # Errors
/// As [`typeset`].
pub fn typeset_timed(
    press: &Press,
    manuscript: &Manuscript,
    clock: &Clock,
) -> Result<Document, Vec<Finding>> {
    let world = PaperWorld::new(press, manuscript);
    let (document, findings) = clock.time("typeset", || lay_out(press, &world, manuscript))?;
    let options = options(manuscript).map_err(|finding| vec![finding])?;
    match clock.time("pdf", || typst_pdf::pdf(&document, &options)) {
        Ok(pdf) => {
            let drawn = &manuscript.proof.charts;
            let read = || reading::read(&document, &manuscript.charts, drawn);
            let Reading { printed, spots } = clock.time("inspect", read);
            Ok(Document { pdf, pages: document.pages().len(), printed, spots, findings })
        }
        Err(errors) => Err(failed(&world, manuscript, &errors, findings)),
    }
}

/// Sets a manuscript to be looked at, without the work of a PDF.
///
/// # Errors
/// Findings when the paper cannot be set.
pub fn picture(
    press: &Press,
    manuscript: &Manuscript,
    gallery: &mut Gallery,
) -> Result<Pictures, Vec<Finding>> {
    let outlined = gallery.outlined(press, manuscript);
    let world = PaperWorld::new(press, &outlined);
    let (document, findings) = lay_out(press, &world, &outlined)?;
    Ok(Pictures { pages: gallery.hang(&document), findings })
}

/// The pages of a manuscript, with what is to be said about them.
fn lay_out(
    press: &Press,
    world: &PaperWorld<'_>,
    manuscript: &Manuscript,
) -> Result<(PagedDocument, Vec<Finding>), Vec<Finding>> {
    let mut findings = picture_families(press, manuscript);
    let warned = typst::compile::<PagedDocument>(world);
    for warning in &warned.warnings {
        findings.push(diagnostics::warning(world, warning, &manuscript.path));
    }
    let document = match warned.output {
        Ok(document) => document,
        Err(errors) => return Err(failed(world, manuscript, &errors, findings)),
    };
    if crate::finding::any_error(&findings) {
        return Err(findings);
    }
    Ok((document, findings))
}

/// What was found, and the errors after it.
fn failed(
    world: &PaperWorld<'_>,
    manuscript: &Manuscript,
    errors: &[SourceDiagnostic],
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    findings.extend(errors.iter().map(|own| diagnostics::error(world, own, &manuscript.path)));
    findings
}

/// Forgets layouts that nothing used in the last few rounds of forgetting. Ages the memory of every
/// thread, so one owner calls it: the pipeline, as papers are finished, failed ones too.
pub fn forget_old_layouts(most_age: usize) {
    evict(most_age);
}

fn options(manuscript: &Manuscript) -> Result<PdfOptions, Finding> {
    let (standards, tagged): (&[PdfStandard], bool) = match manuscript.profile {
        Profile::Accessible => (&[PdfStandard::A_2a, PdfStandard::Ua_1], true),
        Profile::Small => (&[PdfStandard::A_2u], false),
    };
    let refused = |cause: &str| {
        let found = Finding::new(rule::TYPESET_ERROR, Place::document(&manuscript.path));
        found.with("mistake", "other").with("nearest", "").with("cause", cause).with("hint", "")
    };
    let standards = PdfStandards::new(standards).map_err(|error| refused(error.message()))?;
    let (year, month, day) = manuscript.date;
    let date = Datetime::from_ymd_hms(i32::from(year), month, day, 0, 0, 0);
    Ok(PdfOptions {
        ident: Smart::Custom(manuscript.ident.clone()),
        creator: Smart::Custom(Some(
            concat!("make-reports ", env!("CARGO_PKG_VERSION")).to_owned(),
        )),
        timestamp: date.map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged,
        pretty: false,
    })
}

/// Families that a chart's texts name and no font file has: Typst would set them in another
/// family without a word.
fn picture_families(press: &Press, manuscript: &Manuscript) -> Vec<Finding> {
    const ATTRIBUTE: &str = "font-family=\"";
    let mut families: Vec<&str> = manuscript
        .charts
        .iter()
        .flat_map(|svg| svg.split(ATTRIBUTE).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    families.sort_unstable();
    families.dedup();
    let unknown = families.into_iter().filter(|family| !press.has_family(family));
    unknown
        .map(|family| {
            Finding::new(rule::PICTURE_FAMILY, Place::document(&manuscript.path))
                .with("family", family)
        })
        .collect()
}
