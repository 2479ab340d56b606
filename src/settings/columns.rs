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
    /// The score tables, and the self-assessment tables.
    pub scores: ScoreColumns,
    /// 得分更正.
    pub corrections: CorrectionColumns,
    /// 复核申请.
    pub appeals: AppealColumns,
    /// 加分.
    pub bonus: BonusColumns,
    /// 扣分.
    pub deductions: DeductionColumns,
    /// 材料报送.
    pub submissions: SubmissionColumns,
    /// 一票否决.
    pub vetoes: VetoColumns,
    /// 等次限制.
    pub caps: CapColumns,
    /// 抽样复评.
    pub second_scores: SecondScoreColumns,
    /// Returned 整改台账.
    pub ledgers: LedgerColumns,
    /// 失分原因目录.
    pub causes: CauseColumns,
    /// 整改建议目录.
    pub actions: ActionColumns,
    /// Last year's points.
    pub history: HistoryColumns,
    /// Self-assessment forms.
    pub forms: FormColumns,
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
        /// Percentage of the first level.
        weight1,
        /// Percentage of the second level in the first.
        weight2,
        /// Percentage of the third level in the second.
        weight3,
        /// Percentage of the fourth level in the third.
        weight4,
        /// Fewest points, below zero where an item may cost more than it gives.
        floor,
        /// Short name of the first level, for charts.
        short,
        /// Other names of the indicator.
        aliases,
        /// How it is assessed.
        method,
        /// What is looked at.
        look,
        /// Criterion.
        criterion,
        /// Legal basis.
        basis,
        /// Code that classes share for one indicator.
        shared,
    }
}

columns! {
    /// Heads of a score table.
    ScoreColumns {
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Its name beside a code; both must mean one indicator.
        indicator_name,
        /// First points.
        first,
        /// Final points.
        points,
        /// Reason of a loss.
        reason,
        /// Cause code of a loss.
        cause,
        /// Evidence.
        evidence,
        /// Whether the evidence can still be opened.
        evidence_state,
        /// When the evidence was collected.
        collected,
        /// Who scored.
        scorer,
        /// Whether and when it can be mended.
        mend,
        /// Event that it is about.
        event,
        /// Printed total.
        total,
        /// Printed rank.
        rank,
    }
}

columns! {
    /// Heads of 得分更正.
    CorrectionColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Its name beside a code.
        indicator_name,
        /// First level, where names of levels say which indicator is meant.
        level1,
        /// Second level.
        level2,
        /// Third level.
        level3,
        /// Fourth level.
        level4,
        /// Kind of correction.
        kind,
        /// Points before.
        before,
        /// Points after.
        after,
        /// Reason.
        reason,
        /// Number of the appeal that it follows.
        appeal,
        /// Day.
        date,
    }
}

columns! {
    /// Heads of 复核申请.
    AppealColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Its name beside a code.
        indicator_name,
        /// First level, where names of levels say which indicator is meant.
        level1,
        /// Second level.
        level2,
        /// Third level.
        level3,
        /// Fourth level.
        level4,
        /// When the result was received.
        received,
        /// When it was handed in.
        handed_in,
        /// Points before.
        before,
        /// Points claimed.
        claimed,
        /// Reason.
        reason,
        /// Evidence.
        evidence,
        /// When the evidence was made.
        evidence_date,
        /// Decision.
        decision,
        /// Reason of the decision.
        decision_reason,
        /// Who decided.
        reviewer,
        /// Points after.
        after,
        /// Day of the decision.
        decided,
    }
}

columns! {
    /// Heads of 加分.
    BonusColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// What it is for.
        item,
        /// Points.
        points,
        /// Reason.
        reason,
        /// Evidence.
        evidence,
    }
}

columns! {
    /// Heads of 扣分.
    DeductionColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// What it is for.
        item,
        /// Points.
        points,
        /// Reason.
        reason,
        /// Event that it is about.
        event,
        /// Evidence.
        evidence,
    }
}

columns! {
    /// Heads of 材料报送.
    SubmissionColumns {
        /// The unit.
        unit,
        /// Piece.
        piece,
        /// When it was first handed in.
        first,
        /// When it was returned for correction.
        returned,
        /// When it was handed in again.
        again,
        /// Note.
        note,
    }
}

columns! {
    /// Heads of 一票否决.
    VetoColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// Reason.
        reason,
        /// Day.
        date,
        /// Basis.
        basis,
    }
}

columns! {
    /// Heads of 等次限制.
    CapColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// Best grade allowed.
        grade,
        /// Reason.
        reason,
        /// Basis.
        basis,
    }
}

columns! {
    /// Heads of 抽样复评.
    SecondScoreColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Its name beside a code.
        indicator_name,
        /// First level, where names of levels say which indicator is meant.
        level1,
        /// Second level.
        level2,
        /// Third level.
        level3,
        /// Fourth level.
        level4,
        /// Points.
        points,
        /// Who scored.
        scorer,
    }
}

columns! {
    /// Heads of 整改台账.
    LedgerColumns {
        /// Number.
        number,
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Its name beside a code.
        indicator_name,
        /// First level, where names of levels say which indicator is meant.
        level1,
        /// Second level.
        level2,
        /// Third level.
        level3,
        /// Fourth level.
        level4,
        /// Problem.
        problem,
        /// Measure.
        measure,
        /// Section that is responsible.
        owner,
        /// Deadline.
        due,
        /// When it was done.
        done,
        /// Link to what was done.
        link,
        /// What the re-check found.
        recheck,
        /// Its reason.
        recheck_reason,
    }
}

columns! {
    /// Heads of 失分原因目录.
    CauseColumns {
        /// Code.
        code,
        /// Name.
        name,
        /// Words by which it is known.
        keywords,
        /// Recommended action.
        action,
    }
}

columns! {
    /// Heads of 整改建议目录.
    ActionColumns {
        /// Class of units; blank for all.
        class,
        /// Dimension.
        dimension,
        /// Code or name of the indicator.
        indicator,
        /// Its name, beside the code.
        indicator_name,
        /// Code of the cause.
        cause,
        /// Recommended action.
        action,
    }
}

columns! {
    /// Heads of last year's points.
    HistoryColumns {
        /// The unit.
        unit,
        /// The indicator.
        indicator,
        /// Name.
        name,
        /// Full marks.
        full_marks,
        /// Points.
        points,
        /// Cause code.
        cause,
    }
}

columns! {
    /// Heads of a self-assessment form.
    FormColumns {
        /// Code of the indicator.
        indicator,
        /// Name of the indicator.
        indicator_name,
        /// First level.
        level1,
        /// Second level.
        level2,
        /// Third level.
        level3,
        /// Fourth level.
        level4,
        /// Full marks as published.
        full_marks,
        /// Points that the unit gave itself.
        points,
        /// What the unit says of them.
        explanation,
        /// Evidence: links, names of files.
        evidence,
        /// Labels before the unit's name above the table; no column.
        unit,
    }
}
