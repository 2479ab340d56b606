//! The files that units handed in, found in folders of any depth.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::reader::inside;
use crate::finding::{Failure, Finding, Place, failure, rule};
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
    /// Where it lies on disk.
    pub(super) real: PathBuf,
}

impl RawMaterial {
    /// What stands behind the last dot of its name, in lower case; empty without one.
    #[must_use]
    pub fn ending(&self) -> String {
        self.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
    }

    /// Its name without what stands behind the last dot.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

/// Finds the files below the folder of materials, sorted by path; links are not followed.
///
/// # Errors
/// A failure when a folder is there and cannot be read.
pub(super) fn find(
    root: &Path,
    settings: &Materials,
    findings: &mut Vec<Finding>,
) -> Result<RawMaterials, Failure> {
    let mut materials = RawMaterials::default();
    if settings.folder.is_empty() {
        return Ok(materials);
    }
    let Some(start) = inside(root, &settings.folder) else {
        let found = Finding::new(rule::FILE_OUTSIDE, Place::file(&settings.folder));
        findings.push(found.with("path", &settings.folder));
        return Ok(materials);
    };
    if !start.is_dir() {
        let found = Finding::new(rule::FILE_MISSING, Place::file(&settings.folder));
        findings.push(found.with("path", &settings.folder));
        return Ok(materials);
    }
    let passed = |name: &str| settings.skip.iter().any(|pattern| fits(name, pattern));
    let walk = WalkDir::new(&start).sort_by_file_name().into_iter();
    let walk = walk
        .filter_entry(|entry| entry.depth() == 0 || !passed(&entry.file_name().to_string_lossy()));
    for entry in walk {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(&start).to_owned();
            Failure::io(failure::READ_FAILED, &path, &error.into())
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let below = entry.path().strip_prefix(&start).unwrap_or(entry.path());
        let mut folders: Vec<String> =
            below.components().map(|part| part.as_os_str().to_string_lossy().into()).collect();
        let name = folders.pop().unwrap_or_default();
        let folder = settings.folder.replace('\\', "/");
        let parts =
            std::iter::once(folder.trim_end_matches('/')).chain(folders.iter().map(String::as_str));
        let path = parts.chain([name.as_str()]).collect::<Vec<_>>().join("/");
        let size = entry.metadata().map_or(0, |data| data.len());
        materials.files.push(RawMaterial { path, folders, name, size, real: entry.into_path() });
    }
    Ok(materials)
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
}
