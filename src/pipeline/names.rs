//! Which papers may name no unit but their own, and what units are called.

use crate::assets::Templates;
use crate::check::Unit;
use crate::inspect::Names;
use crate::score::Scorebook;
use crate::settings::{DisclosureMode, Kind, Scope};

/// Whether a paper may name no unit but its own: what goes to a unit, but for its report where the
/// disclosure is open.
pub(super) fn is_alone(kind: Kind, mode: DisclosureMode) -> bool {
    match kind {
        Kind::Risk => false,
        Kind::Unit => mode == DisclosureMode::Strict,
        _ => kind.scope() == Scope::Unit,
    }
}

/// What papers are written with: an office's own templates may name units by mistake, these do not.
const WORDS: [&str; 2] = ["sentences/", "layouts/"];

/// The names of all units. Who assesses and whom to ask may be named in every paper.
pub(super) fn names(scorebook: &Scorebook) -> Names {
    let units = scorebook.checked.classes.iter().flat_map(|class| &class.units);
    let units: Vec<(&str, Vec<&str>)> =
        units.map(|unit| (unit.code.as_str(), names_of(unit))).collect();
    let settings = &scorebook.checked.settings;
    let allowed = [settings.assessment.organiser.as_str(), &settings.papers.contact];
    let built_in = Templates::built_in();
    let words = WORDS.iter().flat_map(|folder| built_in.in_folder(folder));
    Names::new(&units, &allowed, words.map(|(_, text)| text))
}

/// All names of a unit.
fn names_of(unit: &Unit) -> Vec<&str> {
    let all = [&unit.name, &unit.short].into_iter().chain(&unit.aliases);
    all.map(String::as_str).collect()
}
