//! What a line of the catalogue can say.

/// How a figure comes from its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calculation {
    /// As it stands in the cell.
    Read,
    /// The sum of the parts.
    Sum,
    /// The mean of the parts.
    Mean,
    /// The first part of the second, in percent.
    Ratio,
    /// The first part less the second; papers print its magnitude.
    Difference,
    /// How many parts there are.
    Count,
    /// Step by step.
    Steps,
    /// Otherwise, from all the parts.
    Other,
}

impl Calculation {
    /// Its name in `wording/trace.toml`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Ratio => "ratio",
            Self::Difference => "difference",
            Self::Count => "count",
            Self::Steps => "steps",
            Self::Other => "other",
        }
    }
}

/// Which indicators or units count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    /// It applies.
    Applying,
    /// It does not.
    Absent,
    /// Points are lost.
    Losing,
    /// None are.
    Full,
    /// First points are lost.
    FirstLosing,
    /// The unit gave itself points.
    Claimed,
    /// As many as it got.
    Equal,
    /// More.
    Over,
    /// Fewer.
    Under,
    /// The loss is of the key's cause.
    OfCause,
    /// The indicator is assessed in the key's way.
    OfMethod,
    /// The loss can be mended at once.
    MendNow,
    /// It shows in the next cycle.
    MendPeriodic,
    /// It cannot be mended.
    MendPast,
    /// The unit's total counts.
    Totalled,
    /// The unit has a rank.
    Ranked,
    /// Its total is above the mean.
    Above,
    /// Its total is below the mean.
    Below,
    /// Its total is in the key's band.
    InBand,
    /// It has the key's grade.
    OfGrade,
}

/// What is shown of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    Points,
    First,
    Loss,
    FirstLoss,
    FullMarks,
    Rate,
    Claimed,
    DimensionRate,
    DimensionPoints,
    Total,
    Rank,
}

/// Registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Register {
    Appeals,
    Bonus,
    Caps,
    Corrections,
    Deductions,
    Second,
    Submissions,
}

impl Register {
    /// Its name in `wording/trace.toml`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Appeals => "appeals",
            Self::Bonus => "bonus",
            Self::Caps => "caps",
            Self::Corrections => "corrections",
            Self::Deductions => "deductions",
            Self::Second => "second",
            Self::Submissions => "submissions",
        }
    }
}

impl Register {
    /// How keys call a numbered row of it.
    pub(super) const fn item(self) -> &'static str {
        match self {
            Self::Appeals => "appeal#",
            Self::Bonus => "bonus",
            Self::Deductions => "deduction",
            Self::Corrections => "correction/",
            Self::Caps | Self::Second | Self::Submissions => "-",
        }
    }
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    /// The score of a unit in an indicator, with all that stands beside it.
    Leaf,
    /// The full marks of an indicator.
    Marks,
    /// What a unit gave itself in an indicator.
    SelfPoints,
    /// Last year's points, of the indicator or of all.
    LastYear,
    /// Indicators of a unit, of the key's dimension or of all.
    Leaves(Which, Show),
    /// Units of the class.
    Units(Which, Show),
    /// Indicators of the class, of the key's dimension or of all.
    Indicators(Which),
    /// The indicator that the key names, in every class that has it.
    SameIndicator,
    /// Indicators that classes share.
    Shared,
    /// Rows of the unit list.
    UnitRows,
    /// Rows of a register about the unit, else the class, else all.
    Rows(Register),
    /// Other figures: `{u}` unit, `{o}` the other unit, `{c}` class, `{l}` indicator, `{d}`
    /// dimension, `{k}` code, `{r}` the last part of the role.
    Figures(&'static [&'static str]),
    /// A figure of every unit of the class, else of all.
    EachUnit(&'static str),
    /// A figure of every dimension.
    EachDimension(&'static str),
    /// Figures that stand beside it.
    Beside,
    /// Losses of the key's cause.
    CauseCells,
    /// Problems of the unit, as the role counts them.
    Problems,
    /// Settings; `class.` is the class's own.
    Settings(&'static [&'static str]),
    /// The steps of a total.
    Derivation,
    /// Who stands before and behind.
    Neighbours,
    /// Open warnings.
    Doubts,
    /// Input files.
    Files,
}

/// A line of the catalogue.
pub(super) struct Role {
    pub(super) pattern: &'static str,
    pub(super) calculation: Calculation,
    pub(super) inputs: &'static [Input],
    /// The table of results that holds it; empty for none.
    pub(super) table: &'static str,
}
