//! Scoring and analysis of whole assessments, held against values that this program did not make.
//!
//! Here and not beside each module, because an assessment has to be read and checked first.

mod applies;
mod derivations;
mod exactness;
mod expected;
mod extras;
mod gains;
mod revealed;
mod stability;
mod statistics;

use std::path::{Path, PathBuf};

use crate::assets::{Setting, Templates};
use crate::check::check;
use crate::crew::Crew;
use crate::load;
use crate::score::{Scorebook, score};

/// A folder of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Two workers, so that shares of work are put together.
fn crew() -> Crew {
    Crew::new(2)
}

/// Reads, checks and scores a data folder of the repository.
fn book(path: &str) -> Scorebook {
    book_of(&repository(path))
}

fn book_of(folder: &Path) -> Scorebook {
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let (settings, columns) = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(folder, &settings, &columns).unwrap();
    let settings = folder.settings.clone();
    let tables = load::load(folder).unwrap();
    let outcome = check(tables, settings, &|_| Setting::Named, Crew::new(2));
    score(outcome.checked.unwrap(), crew())
}

/// A change of a file: from, to; a text at its end where `from` is empty.
type Edit<'a> = (&'a str, &'a str, &'a str);

/// Reads, checks and scores a city of `tests/cities` whose files are changed.
fn bent(city: &str, edits: &[Edit<'_>]) -> Scorebook {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(repository(&format!("tests/cities/{city}"))).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    for (file, from, to) in edits {
        let path = copy.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        let text = if from.is_empty() { text + to } else { text.replace(from, to) };
        std::fs::write(path, text).unwrap();
    }
    book_of(copy.path())
}
