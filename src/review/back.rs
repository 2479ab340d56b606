//! What lies behind the papers and takes a while to read: the figures, and what the preflight finds.
//! It is read beside the answers, and again when there are other papers.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::held;
use crate::finding::Failure;
use crate::pipeline::{Figures, Order, Reading, glance};
use crate::publish::SaidFinding;

/// What is waited before something that could not be read is tried again.
const PAUSE: Duration = Duration::from_secs(10);

/// What was read, and who asks for more.
#[derive(Debug)]
pub(super) struct Back {
    order: Order,
    wake: Mutex<Sender<String>>,
    read: Mutex<Read>,
}

/// What was read for one edition.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    /// Checksum of the manifest of that edition.
    edition: String,
    /// Figures as the data is now; none while they are read, or when the data is wrong.
    pub(super) figures: Option<Arc<Figures>>,
    /// What the preflight found, by paper; none while it looks, or when it could not.
    pub(super) preflight: Option<Arc<BTreeMap<String, Vec<SaidFinding>>>>,
    /// Why one of them could not be read, in words; it is tried again.
    pub(super) trouble: String,
}

impl Back {
    pub(super) fn new(order: Order, wake: Sender<String>) -> Self {
        Self { order, wake: Mutex::new(wake), read: Mutex::default() }
    }

    /// What has been read so far; asks for more where it is of another edition.
    pub(super) fn read(&self, edition: &str) -> Read {
        let mut read = held(&self.read);
        if read.edition != edition {
            *read = Read { edition: edition.to_owned(), ..Read::default() };
            // Whoever reads has ended with the program.
            let _ = held(&self.wake).send(edition.to_owned());
        }
        read.clone()
    }

    /// Reads whatever is asked for until nobody can ask any more.
    pub(super) fn keep_reading(&self, reading: &Reading, woken: &Receiver<String>) {
        while let Ok(edition) = woken.recv() {
            let edition = woken.try_iter().last().unwrap_or(edition);
            let mut trouble = String::new();
            let mut told = |failure: Failure| {
                let said = reading.wording.failure(&failure);
                trouble = said.what;
            };
            let figures = reading.figures().map_err(&mut told).ok().map(Arc::new);
            self.put(&edition, |read| read.figures = figures);
            let preflight = glance(&self.order, &|_| {}).map_err(&mut told).ok();
            let preflight = preflight.map(|report| Arc::new(by_paper(report.findings)));
            let failed = !trouble.is_empty();
            self.put(&edition, |read| (read.preflight, read.trouble) = (preflight, trouble));
            if failed {
                // Whoever looks next asks for it again, after a while.
                std::thread::sleep(PAUSE);
                self.put(&edition, |read| read.edition.clear());
            }
        }
    }

    /// Puts something in, unless another edition has been asked for.
    fn put(&self, edition: &str, put: impl FnOnce(&mut Read)) {
        let mut read = held(&self.read);
        if read.edition == edition {
            put(&mut read);
        }
    }
}

/// Findings by paper; those about none under the empty name.
fn by_paper(findings: Vec<SaidFinding>) -> BTreeMap<String, Vec<SaidFinding>> {
    let mut papers: BTreeMap<String, Vec<SaidFinding>> = BTreeMap::new();
    for finding in findings {
        papers.entry(finding.document.clone().unwrap_or_default()).or_default().push(finding);
    }
    papers
}
