//! Scoring and analysis of whole assessments, held against values that this program did not make.
//!
//! Here and not beside each module, because an assessment has to be read and checked first.

mod applies;
mod derivations;
mod exactness;
mod expected;
mod extras;
mod gains;
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
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let (settings, columns) = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(&repository(path), &settings, &columns).unwrap();
    let settings = folder.settings.clone();
    let tables = load::load(folder).unwrap();
    let outcome = check(tables, settings, &|_| Setting::Named, Crew::new(2));
    score(outcome.checked.unwrap(), crew())
}
