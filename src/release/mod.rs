//! `make-reports release`: what was signed goes out, and nothing else.
//!
//! Everything that `verify` looks at is looked at again, and every paper is held against the acts of
//! its reviewers (`judge.rs`); whatever is in the way is told, and nothing is written. Else each
//! recipient's papers become a zip (`parcels.rs`) in a folder that is never changed again: the same
//! papers and acts make the same bytes.

mod judge;
mod lists;
mod parcels;
mod sealed;
mod told;

use std::path::PathBuf;

use crate::finding::Failure;
use crate::pipeline::{Event, Order, Proven, prove};
use crate::signoff::{Signoffs, standings};

pub use judge::Group;
pub use told::told;

/// What came of a release.
#[derive(Debug)]
pub struct Released {
    /// What is in the way, worst first; empty where papers went out.
    pub blocks: Vec<Group>,
    /// What somebody may want to know, and what is in nobody's way.
    pub notes: Vec<Group>,
    /// What was made; none where something is in the way.
    pub made: Option<Made>,
}

/// A release that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its number.
    pub number: u32,
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it was there already, the same byte for byte.
    pub again: bool,
    /// Zips.
    pub parcels: usize,
    /// Papers in all zips, each once.
    pub papers: usize,
}

/// Releases the papers of an output if nothing is in the way.
///
/// # Errors
/// A failure when the world is wrong; nothing was written then.
pub fn release(order: &Order, observe: &dyn Fn(Event)) -> Result<Released, Failure> {
    let Proven { report, ground } = prove(order, observe)?;
    let Some(ground) = ground else {
        let blocks = judge::of_data(&report.findings);
        return Ok(Released { blocks, notes: Vec::new(), made: None });
    };
    let found = Signoffs::find(&order.output, &ground.settings.assessment.id)?;
    let acts = found.map(|own| own.acts()).transpose()?.unwrap_or_default();
    let standings = standings(&ground.manifest, &acts, &ground.settings.review);
    let (blocks, mut notes) = judge::judge(&report.findings, &ground, &standings, &acts);
    if !blocks.is_empty() {
        return Ok(Released { blocks, notes, made: None });
    }
    observe(Event::Stage("release"));
    match sealed::seal(&ground, &acts, &standings)? {
        Ok((made, withheld)) => {
            notes.extend(withheld);
            Ok(Released { blocks, notes, made: Some(made) })
        }
        Err(block) => Ok(Released { blocks: vec![block], notes, made: None }),
    }
}
