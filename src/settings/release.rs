//! Which papers a release sends to whom (`reports.md`, the matrix).

use schemars::JsonSchema;
use serde::Deserialize;

use super::papers::{Kind, Openness, Papers, Scope};

/// Kinds of papers that each recipient gets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
pub struct Release {
    /// 各单位: a unit's own papers, and those that all units get.
    pub units: Vec<Kind>,
    /// 领导.
    pub leaders: Vec<Kind>,
    /// 公开.
    pub public: Vec<Kind>,
    /// 办公室留存.
    pub office: Vec<Kind>,
}

/// Who is sent papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// Each unit by itself.
    Unit,
    /// Leaders.
    Leaders,
    /// Everybody.
    Public,
    /// The office itself.
    Office,
}

impl Recipient {
    /// Every recipient, units first.
    pub const ALL: [Self; 4] = [Self::Unit, Self::Leaders, Self::Public, Self::Office];

    /// Its name: in settings, in wording.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "units",
            Self::Leaders => "leaders",
            Self::Public => "public",
            Self::Office => "office",
        }
    }

    /// Whether a kind may circulate to it at all, whatever the settings say: what is internal stays
    /// with the office, and a unit's paper goes to that unit alone.
    #[must_use]
    pub const fn may_have(self, kind: Kind) -> bool {
        match self {
            Self::Office => !matches!(kind.scope(), Scope::Forms),
            Self::Public => is_told_to_all(kind),
            Self::Leaders => {
                is_told_to_all(kind) || matches!(kind, Kind::Memo | Kind::Statement | Kind::City)
            }
            Self::Unit => {
                let own = matches!(kind.scope(), Scope::Unit) && !matches!(kind, Kind::Risk);
                own || is_told_to_all(kind)
            }
        }
    }
}

/// City-wide papers that are written for all units, or for everybody.
const fn is_told_to_all(kind: Kind) -> bool {
    matches!(kind, Kind::Public | Kind::Notice | Kind::Recheck | Kind::Training)
}

impl Release {
    /// The folder of releases in the output folder: no assessment may have its name.
    pub const FOLDER: &str = "release";

    /// The kinds that the settings name for a recipient.
    #[must_use]
    pub fn of(&self, recipient: Recipient) -> &[Kind] {
        match recipient {
            Recipient::Unit => &self.units,
            Recipient::Leaders => &self.leaders,
            Recipient::Public => &self.public,
            Recipient::Office => &self.office,
        }
    }

    /// Whether a recipient gets papers of a kind: named for it, not barred from it, and open where
    /// everybody is to have it.
    #[must_use]
    pub fn sends(&self, recipient: Recipient, kind: Kind, papers: &Papers) -> bool {
        let open = papers.of(kind).is_some_and(|own| own.openness == Openness::Open);
        let may = recipient.may_have(kind) && (recipient != Recipient::Public || open);
        may && self.of(recipient).contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_internal_stays_with_the_office() {
        let internal = [
            Kind::Risk,
            Kind::Comparison,
            Kind::Opinions,
            Kind::Ledger,
            Kind::Revision,
            Kind::Archive,
            Kind::Workbook,
        ];
        for kind in internal {
            let allowed: Vec<_> =
                Recipient::ALL.into_iter().filter(|own| own.may_have(kind)).collect();
            assert_eq!(allowed, [Recipient::Office], "{kind:?}");
        }
        for kind in [Kind::Memo, Kind::Statement, Kind::City] {
            assert!(!Recipient::Unit.may_have(kind) && !Recipient::Public.may_have(kind));
        }
        let units = Kind::ALL.into_iter().filter(|kind| kind.scope() == Scope::Unit);
        for kind in units {
            assert!(!Recipient::Leaders.may_have(kind) && !Recipient::Public.may_have(kind));
        }
    }
}
