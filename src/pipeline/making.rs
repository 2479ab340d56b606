//! One paper: kept where nothing has changed, else made from its facts to its bytes.

use sha2::{Digest as _, Sha256};

use super::fan_out::Workshop;
use super::kept::{Last, Reason};
use super::names::is_alone;
use super::subjects::Subject;
use crate::compose::{Manuscript, other_trouble};
use crate::draft::copy;
use crate::finding::{Finding, Place, any_error};
use crate::inspect::{Figures, Inspected, PageBytes, inspect};
use crate::model::{NumberCount, PageSpots, hex};
use crate::publish::ManifestDocument;
use crate::settings::{Kind, Medium};
use crate::tabulate::{self, Book};
use crate::typeset::{Document, outline, typeset_timed};

/// What became of one paper.
pub(super) struct Outcome {
    pub(super) subject: Subject,
    /// The manuscript without its data; none when it could not be composed, or did not have to be.
    pub(super) manuscript: Option<Composed>,
    /// Its files, when this run made it: the paper, then what is derived from it.
    pub(super) files: Vec<MadeFile>,
    /// The paper of the last run, itself first, where it stays or nothing better could be made.
    pub(super) kept: Vec<ManifestDocument>,
    /// Why it was made or was not.
    pub(super) reason: Reason,
    /// Whether the kept one is not what this run would make.
    pub(super) stale: bool,
    /// Everything found about it.
    pub(super) findings: Vec<Finding>,
}

/// What is kept of a manuscript.
pub(super) struct Composed {
    pub(super) path: String,
    pub(super) source_sha256: String,
    /// Of what is the unit's own in it; none of a city-wide paper.
    pub(super) own_sha256: Option<String>,
    /// Of what it is held against; empty of a workbook.
    pub(super) checks_sha256: String,
}

/// A file of a paper.
pub(super) struct MadeFile {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// Pages; zero of a file that has none.
    pub(super) pages: usize,
    /// Numbers of a PDF.
    pub(super) numbers: Option<NumberCount>,
    /// Where the figures of a PDF stand.
    pub(super) spots: Option<Vec<PageSpots>>,
}

impl Workshop<'_> {
    /// One paper: kept where nothing has changed, else made from its facts to its bytes.
    pub(super) fn paper(&self, subject: Subject, last: &Last<'_>) -> Outcome {
        let code = subject
            .unit
            .map(|(class, unit)| self.scorebook.checked.classes[class].units[unit].code.as_str());
        let kind = subject.kind;
        let outcome = Outcome {
            subject,
            manuscript: None,
            files: Vec::new(),
            kept: Vec::new(),
            reason: Reason::Same,
            stale: false,
            findings: Vec::new(),
        };
        // Nobody asked for it, and nothing of it stands that could be stale.
        if !subject.made && !last.has(kind, code) {
            return Outcome { reason: Reason::NotAsked, ..outcome };
        }
        let whole = || self.clock.time("keep", || last.whole(kind, code));
        if last.moved(kind, code, None).is_none()
            && let Some(kept) = whole()
        {
            return Outcome { kept, ..outcome };
        }
        let matter = match self.matter(subject) {
            Ok(matter) => matter,
            Err(findings) => {
                let kept = whole().unwrap_or_default();
                let reason = if subject.made { Reason::Failed } else { Reason::NotAsked };
                return Outcome { kept, reason, stale: true, findings, ..outcome };
            }
        };
        let composed = self.clock.time("keep", || self.composed(subject, &matter));
        let kept = whole();
        let moved = last.moved(kind, code, Some(&composed));
        let reason = moved.or_else(|| kept.is_none().then_some(Reason::Files));
        let manuscript = Some(composed);
        let (Some(reason), true) = (reason, subject.made) else {
            let stale = moved.is_some();
            let reason = if reason.is_none() { Reason::Same } else { Reason::NotAsked };
            let kept = kept.unwrap_or_default();
            return Outcome { manuscript, kept, reason, stale, ..outcome };
        };
        match self.finished(subject, matter) {
            (Some(files), findings) if !any_error(&findings) => {
                Outcome { manuscript, files, reason, findings, ..outcome }
            }
            (_, findings) => {
                let kept = kept.unwrap_or_default();
                let reason = Reason::Failed;
                Outcome { manuscript, kept, reason, stale: true, findings, ..outcome }
            }
        }
    }

    /// What a paper is made of.
    fn matter(&self, subject: Subject) -> Result<Matter, Vec<Finding>> {
        match subject.kind.medium() {
            Medium::Pdf => {
                let manuscript = self.manuscript(subject)?;
                let derived = self.clock.time("sheets", || self.derived(subject, &manuscript.path));
                Ok(Matter::Paper(Box::new(manuscript), derived))
            }
            Medium::Workbook => {
                let (path, book) = self.clock.time("sheets", || self.book(subject))?;
                Ok(Matter::Workbook(path, book))
            }
        }
    }

    /// Checksums of what a paper is made of.
    fn composed(&self, subject: Subject, matter: &Matter) -> Composed {
        let own_sha256 = self.own_sha256(subject);
        match matter {
            Matter::Paper(manuscript, derived) => {
                let editable = self.is_editable(subject.kind);
                Composed {
                    path: manuscript.path.clone(),
                    source_sha256: source_sha256(manuscript, derived.as_ref(), editable),
                    own_sha256,
                    checks_sha256: self.checks_sha256(manuscript),
                }
            }
            Matter::Workbook(path, book) => Composed {
                path: path.clone(),
                source_sha256: tabulate::book_sha256(path, book),
                own_sha256,
                checks_sha256: String::new(),
            },
        }
    }

    /// The files of a paper, and all that was found; no files where it could not be set.
    fn finished(&self, subject: Subject, matter: Matter) -> (Option<Vec<MadeFile>>, Vec<Finding>) {
        let (manuscript, derived) = match matter {
            Matter::Paper(manuscript, derived) => (manuscript, derived),
            Matter::Workbook(path, book) => {
                return match self.clock.time("sheets", || written(path, &book)) {
                    Ok(file) => (Some(vec![file]), Vec::new()),
                    Err(finding) => (None, vec![finding]),
                };
            }
        };
        let mut findings = manuscript.findings.clone();
        let set = typeset_timed(&self.press, &manuscript, &self.clock);
        let document = match set {
            Ok(document) => document,
            Err(found) => {
                findings.extend(found);
                return (None, findings);
            }
        };
        findings.extend(document.findings.iter().cloned());
        let found = self.clock.time("inspect", || self.inspect(&document, &manuscript));
        findings.extend(found.findings);
        let Document { pdf: bytes, pages, spots, .. } = document;
        let path = manuscript.path.clone();
        let (numbers, spots) = (Some(found.numbers), Some(spots));
        let mut files = vec![MadeFile { path, bytes, pages, numbers, spots }];
        match self.editable(subject, &manuscript).transpose() {
            Ok(file) => files.extend(file),
            Err(found) => findings.extend(found),
        }
        let book = derived.map(|(path, book)| self.clock.time("sheets", || written(path, &book)));
        match book.transpose() {
            Ok(file) => files.extend(file),
            Err(finding) => findings.push(finding),
        }
        (Some(files), findings)
    }

    /// SHA-256 of everything that a finished paper is held against, and of all that is known of its
    /// manuscript and that Typst does not see: what was found while it was composed, the keys of
    /// what its charts show.
    fn checks_sha256(&self, manuscript: &Manuscript) -> String {
        let preflight = self.scorebook.checked.settings.preflight;
        let names = self.alone(manuscript).map(|_| &self.listed_sha256);
        let proof = &manuscript.proof;
        let mut hasher = Sha256::new();
        hasher.update(format!("{:?}", (preflight.page_least, preflight.page_most, names)));
        hasher.update(format!("{:?}", (&manuscript.findings, &proof.quoted, &proof.charts)));
        let mut figures: Vec<(&String, &String)> = proof.figures.iter().collect();
        figures.sort_unstable();
        for (key, text) in figures {
            let own = manuscript.unit.as_deref();
            let foreign = own.is_some_and(|own| self.expected.is_foreign(key, own));
            let value = self.expected.value(key);
            hasher.update(format!("{:?}", (key, text, value, foreign)));
        }
        hex(&hasher.finalize())
    }

    /// The unit whose paper may name no other; none of any other paper.
    fn alone<'m>(&self, manuscript: &'m Manuscript) -> Option<&'m str> {
        let mode = self.scorebook.checked.settings.disclosure.mode;
        manuscript.unit.as_deref().filter(|_| is_alone(manuscript.kind, mode))
    }

    /// The editable copy of a paper, where the office wants one.
    fn editable(
        &self,
        subject: Subject,
        manuscript: &Manuscript,
    ) -> Option<Result<MadeFile, Vec<Finding>>> {
        if !self.is_editable(subject.kind) {
            return None;
        }
        let outline = self.clock.time("outline", || outline(&self.press, manuscript));
        let made = outline.and_then(|outline| {
            let copied = || copy(self.templates, &self.easel, manuscript, &outline);
            let bytes = self.clock.time("draft", copied);
            bytes.map_err(|cause| vec![other_trouble(Place::document(&manuscript.path), cause)])
        });
        let stem = manuscript.path.strip_suffix(".pdf").unwrap_or(&manuscript.path);
        Some(made.map(|bytes| MadeFile {
            path: format!("{stem}.docx"),
            bytes,
            pages: 0,
            numbers: None,
            spots: None,
        }))
    }

    fn is_editable(&self, kind: Kind) -> bool {
        self.scorebook.checked.settings.papers.of(kind).is_some_and(|own| own.editable)
    }

    /// SHA-256 of what a unit's paper stands on but the other units.
    fn own_sha256(&self, subject: Subject) -> Option<String> {
        subject.unit.map(|(class, unit)| self.common.sha256(class, unit))
    }

    /// Reads a finished paper back.
    fn inspect(&self, document: &Document, manuscript: &Manuscript) -> Inspected {
        let unit = manuscript.unit.as_deref();
        let figures = Figures {
            printed: &document.printed,
            proof: &manuscript.proof,
            worded: &self.worded,
            results: &|key| self.expected.value(key),
            foreign: &|key| unit.is_some_and(|own| self.expected.is_foreign(key, own)),
        };
        let path = &manuscript.path;
        let mut found = inspect(&document.pdf, &self.allowed_fonts, path, &figures);
        let preflight = self.scorebook.checked.settings.preflight;
        let band = PageBytes { least: preflight.page_least, most: preflight.page_most };
        found.findings.extend(band.check(document.pdf.len(), document.pages, path));
        if let Some(own) = self.alone(manuscript) {
            let foreign = self.names.foreign(&found.pages, own, &manuscript.data, path);
            found.findings.extend(foreign);
        }
        found
    }
}

/// What a paper is made of, with the workbook that goes with it.
enum Matter {
    Paper(Box<Manuscript>, Option<(String, Book)>),
    Workbook(String, Book),
}

/// SHA-256 of everything that a paper is made of, and what is derived from it: either may move
/// alone.
fn source_sha256(
    manuscript: &Manuscript,
    derived: Option<&(String, Book)>,
    editable: bool,
) -> String {
    let mut all = manuscript.source_sha256();
    if let Some((path, book)) = derived {
        all += &tabulate::book_sha256(path, book);
    }
    if editable {
        all += "docx";
    }
    if derived.is_some() || editable { hex(&Sha256::digest(all.as_bytes())) } else { all }
}

/// A workbook as a file.
fn written(path: String, book: &Book) -> Result<MadeFile, Finding> {
    match tabulate::workbook(book) {
        Ok(bytes) => Ok(MadeFile { path, bytes, pages: 0, numbers: None, spots: None }),
        Err(error) => Err(other_trouble(Place::document(path), error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Kind, Profile};
    use crate::tabulate::BookFonts;

    /// A paper is made of its manuscript and of the workbook that goes with it.
    #[test]
    fn a_workbook_that_moves_alone_moves_its_paper() {
        let manuscript = Manuscript {
            kind: Kind::Ledger,
            unit: None,
            path: "a.pdf".to_owned(),
            title: String::new(),
            ident: String::new(),
            date: (2024, 1, 1),
            profile: Profile::Small,
            data: String::new(),
            charts: Vec::new(),
            proof: crate::model::Proof::default(),
            findings: Vec::new(),
        };
        let book = |title: &str| {
            let fonts = BookFonts { text: String::new(), title: String::new() };
            let (title, author) = (title.to_owned(), String::new());
            ("a.xlsx".to_owned(), Book { title, author, fonts, sheets: Vec::new() })
        };
        let of = |title: &str| source_sha256(&manuscript, Some(&book(title)), false);
        assert_eq!(of("one"), of("one"));
        assert_ne!(of("one"), of("two"));
        let own = manuscript.source_sha256();
        assert_eq!(source_sha256(&manuscript, None, false), own);
        // An office that wants a copy now has a paper that lacks it.
        assert_ne!(source_sha256(&manuscript, None, true), own);
        assert_ne!(of("one"), manuscript.source_sha256());
    }
}
