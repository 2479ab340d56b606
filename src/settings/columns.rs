//! Names by which the heads of tables are known.

use schemars::JsonSchema;
use serde::Deserialize;

/// `columns.toml`: for each table, the heads by which each column is known.
///
/// Defaults stand in `report-templates/columns-defaults.toml`; a list in the data folder replaces
/// the default list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Columns {
    /// The unit list.
    pub units: UnitColumns,
    /// The indicator tables.
    pub indicators: IndicatorColumns,
    /// The score tables.
    pub scores: ScoreColumns,
}

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Vec<String>,)*
            /// Heads that are left out on purpose.
            pub ignore: Vec<String>,
        }

        impl ColumnNames for $name {
            fn roles(&self) -> Vec<(&'static str, &[String])> {
                vec![$((stringify!($field), self.$field.as_slice()),)*]
            }

            fn ignored(&self) -> &[String] {
                &self.ignore
            }
        }
    };
}

/// What the reader of one table asks of its part of `columns.toml`.
pub trait ColumnNames {
    /// Each column's role with its known heads.
    fn roles(&self) -> Vec<(&'static str, &[String])>;
    /// Heads that are left out on purpose.
    fn ignored(&self) -> &[String];
}

columns! {
    /// Heads of the unit list.
    UnitColumns {
        /// Code.
        code,
        /// Full name.
        name,
        /// Short name.
        short,
        /// Other names, separated by `;`, `；`, `、` or line breaks.
        aliases,
        /// Code of the class.
        class,
        /// Place in the list.
        order,
    }
}

columns! {
    /// Heads of an indicator table.
    IndicatorColumns {
        /// First level (dimension).
        level1,
        /// Second level.
        level2,
        /// Third level.
        level3,
        /// Fourth level.
        level4,
        /// Code of the indicator.
        code,
        /// Full marks.
        full_marks,
        /// Short name of the first level, for charts.
        short,
        /// Other names of the indicator.
        aliases,
        /// How it is assessed.
        method,
        /// Criterion.
        criterion,
    }
}

columns! {
    /// Heads of a score table.
    ScoreColumns {
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Points.
        points,
        /// Reason of a loss.
        reason,
        /// Evidence.
        evidence,
        /// Printed total.
        total,
        /// Printed rank.
        rank,
    }
}
