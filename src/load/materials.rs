//! The files that units handed in, found in folders of any depth.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Component, Path, PathBuf};

use encoding_rs::GB18030;
use walkdir::WalkDir;

use super::reader::inside;
use super::{file_kind, inner_date};
use crate::finding::{Failure, Finding, Place, failure, rule};
use crate::model::{FileKind, Moment};
use crate::settings::Materials;

/// What units handed in, by path.
#[derive(Debug, Default)]
pub struct RawMaterials {
    /// Files in the order of their paths.
    pub files: Vec<RawMaterial>,
}

/// One file that a unit handed in.
#[derive(Debug)]
pub struct RawMaterial {
    /// Path in the data folder, with `/`.
    pub path: String,
    /// Folders between the folder of materials and the file, outermost first.
    pub folders: Vec<String>,
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// What it is by its bytes; by its name where it has none.
    pub kind: FileKind,
    /// Whether a folder of evidence holds it.
    pub is_evidence: bool,
    /// The date that is written inside it. Evidence is not opened for one.
    pub dated: Option<Moment>,
    /// Where it lies on disk.
    pub(super) real: PathBuf,
}

impl RawMaterial {
    /// What stands behind the last dot of its name, in lower case; empty without one.
    #[must_use]
    pub fn ending(&self) -> String {
        ending(&self.name)
    }

    /// Its name without what stands behind the last dot.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// Finds the files below the folder of materials, sorted by path. A link that leads out of the
/// data folder is not followed; what several links lead to is read once.
///
/// # Errors
/// A failure when a folder or file is there and cannot be read.
pub(super) fn find(
    root: &Path,
    settings: &Materials,
    findings: &mut Vec<Finding>,
) -> Result<RawMaterials, Failure> {
    if settings.folder.is_empty() {
        return Ok(RawMaterials::default());
    }
    let Some(start) = inside(root, &settings.folder) else {
        let found = Finding::new(rule::FILE_OUTSIDE, Place::file(&settings.folder));
        findings.push(found.with("path", &settings.folder));
        return Ok(RawMaterials::default());
    };
    if !start.is_dir() {
        let found = Finding::new(rule::FILE_MISSING, Place::file(&settings.folder));
        findings.push(found.with("path", &settings.folder));
        return Ok(RawMaterials::default());
    }
    let real = |path: &Path| {
        path.canonicalize().map_err(|error| Failure::io(failure::READ_FAILED, path, &error))
    };
    let mut search = Search {
        settings,
        data: real(root)?,
        start: real(&start)?,
        linked: BTreeSet::new(),
        files: Vec::new(),
        findings,
    };
    let start = search.start.clone();
    search.folder(&start, &[])?;
    let mut files = search.files;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(RawMaterials { files })
}

/// A search for files that is under way.
struct Search<'a> {
    settings: &'a Materials,
    /// The data folder and the folder of materials, without links.
    data: PathBuf,
    start: PathBuf,
    /// What links have led to.
    linked: BTreeSet<PathBuf>,
    files: Vec<RawMaterial>,
    findings: &'a mut Vec<Finding>,
}

impl Search<'_> {
    /// Takes the files below a folder, which is called `names` below the folder of materials.
    fn folder(&mut self, folder: &Path, names: &[String]) -> Result<(), Failure> {
        let settings = self.settings;
        let passed = |name: &OsStr| {
            let name = name_of(name);
            settings.skip.iter().any(|pattern| fits(&name, pattern))
        };
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        let walk = walk.filter_entry(|entry| entry.depth() == 0 || !passed(entry.file_name()));
        for entry in walk {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(folder).to_owned();
                Failure::io(failure::READ_FAILED, &path, &error.into())
            })?;
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let below = below.components().map(|part| name_of(part.as_os_str()));
            let names: Vec<String> = names.iter().cloned().chain(below).collect();
            if entry.path_is_symlink() && entry.depth() > 0 {
                self.link(entry.path(), &names)?;
            } else if entry.file_type().is_file() {
                let known = folder != self.start && !self.linked.insert(entry.path().to_owned());
                if !known {
                    self.file(entry.path(), names)?;
                }
            }
        }
        Ok(())
    }

    /// Takes what a link leads to, unless that is found at its own place, or by another link.
    fn link(&mut self, link: &Path, names: &[String]) -> Result<(), Failure> {
        let target = link.canonicalize().ok().filter(|target| target.starts_with(&self.data));
        let Some(target) = target else {
            let path = self.path(names);
            let leads = link.read_link().map(|target| target.to_string_lossy().into_owned());
            let found = Finding::new(rule::LINK_OUTSIDE, Place::file(&path));
            self.findings.push(found.with("path", path).with("target", leads.unwrap_or_default()));
            return Ok(());
        };
        let among = target.starts_with(&self.start) || self.start.starts_with(&target);
        if among || !self.linked.insert(target.clone()) {
            return Ok(());
        }
        if target.is_dir() {
            return self.folder(&target, names);
        }
        if target.is_file() { self.file(&target, names.to_vec()) } else { Ok(()) }
    }

    /// Takes a file: what it is, and when it was made.
    fn file(&mut self, real: &Path, mut folders: Vec<String>) -> Result<(), Failure> {
        let path = self.path(&folders);
        let name = folders.pop().unwrap_or_default();
        let failed = |error| Failure::io(failure::READ_FAILED, real, &error);
        let file = File::open(real).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let ending = ending(&name);
        let is_evidence = folders.iter().any(|folder| self.settings.holds_evidence(folder));
        let (mut kind, mut dated) = (FileKind::of_ending(&ending).unwrap_or(FileKind::Other), None);
        if size > 0 {
            let first = file_kind::first_bytes(&file).map_err(failed)?;
            let list = file_kind::is_package(&first).then(|| file_kind::package(&file, size));
            let mut list = list.flatten();
            kind = file_kind::kind(&file, &first, list.as_ref(), &ending);
            // Of evidence there is much, and when it was made is no matter here.
            if !is_evidence {
                dated = match &mut list {
                    Some(list) => inner_date::of_package(list),
                    None if kind == FileKind::Pdf => inner_date::of_pdf(&file, size),
                    None => None,
                };
            }
        }
        let real = real.to_owned();
        self.files.push(RawMaterial { path, folders, name, size, kind, is_evidence, dated, real });
        Ok(())
    }

    /// The path in the data folder of what is called `names` below the folder of materials.
    fn path(&self, names: &[String]) -> String {
        let folder = self.settings.folder.replace('\\', "/");
        let folder: Vec<String> = Path::new(&folder)
            .components()
            .filter(|part| matches!(part, Component::Normal(_)))
            .map(|part| name_of(part.as_os_str()))
            .collect();
        [folder.as_slice(), names].concat().join("/")
    }
}

/// A name as a person reads it. A package that was packed on an old system leaves names in
/// GB18030; what is neither that nor UTF-8 is read as far as it can be.
#[must_use]
pub fn name_of(name: &OsStr) -> String {
    if let Some(text) = name.to_str() {
        return text.to_owned();
    }
    let decoded =
        GB18030.decode_without_bom_handling_and_without_replacement(name.as_encoded_bytes());
    decoded.map_or_else(|| name.to_string_lossy().into_owned(), std::borrow::Cow::into_owned)
}

/// Whether a name fits a pattern in which `*` stands for any characters; letters in any case.
fn fits(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (name.to_lowercase(), pattern.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        assert!(fits("~$自评表.xlsx", "~$*"));
        assert!(fits("a.TMP", "*.tmp"));
        assert!(fits("Thumbs.db", "thumbs.db"));
        assert!(fits("a-b-c", "a*b*c"));
        assert!(!fits("自评表.xlsx", "~$*"));
        assert!(!fits("a.tmp.xlsx", "*.tmp"));
        assert!(!fits("ab", "a*b*b"));
        assert!(!fits("Thumbs.db.xlsx", "thumbs.db"));
    }

    #[cfg(unix)]
    #[test]
    fn names_of_old_systems_are_read() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(name_of(OsStr::from_bytes(b"\xCA\xD0.pdf")), "市.pdf");
        assert_eq!(name_of(OsStr::from_bytes("市.pdf".as_bytes())), "市.pdf");
        assert_eq!(name_of(OsStr::from_bytes(b"\xFF\xFF.pdf")), "\u{FFFD}\u{FFFD}.pdf");
    }
}
