//! What every figure is made of: a line for each role that a key can have; the first that fits counts.
//!
//! A new figure needs a line here, and its name in `wording/trace.toml`.

use super::catalogue::Calculation::{Count, Difference, Mean, Other, Ratio, Read, Steps, Sum};
use super::catalogue::Input::{
    Beside, CauseCells, Derivation, Doubts, EachDimension, EachUnit, Figures, Files, Indicators,
    LastYear, Leaf, Leaves, Marks, Neighbours, Problems, Rows, SameIndicator, SelfPoints, Settings,
    Shared, UnitRows, Units,
};
use super::catalogue::Register::{
    Appeals, Bonus, Caps, Corrections, Deductions, Second, Submissions,
};
use super::catalogue::Role;
use super::catalogue::Show::{
    self, DimensionPoints, DimensionRate, First, FirstLoss, FullMarks, Loss, Points, Rank, Rate,
    Total,
};
use super::catalogue::Which::{
    Above, Absent, All, Applying, Below, Claimed, Equal, FirstLosing, Full, InBand, Losing,
    MendNow, MendPast, MendPeriodic, OfCause, OfGrade, OfMethod, Over, Ranked, Totalled, Under,
};
use super::key::matches;

macro_rules! roles {
    ($($pattern:literal $calculation:ident [$($input:expr),* $(,)?] $table:literal;)*) => {
        &[$(Role {
            pattern: $pattern,
            calculation: $calculation,
            inputs: &[$($input),*],
            table: $table,
        }),*]
    };
}

/// The catalogue.
const ROLES: &[Role] = roles! {
    // A unit and an indicator.
    "unit/leaf/points" Read [Leaf] "unit_indicators";
    "unit/leaf/first" Read [Leaf] "unit_indicators";
    "unit/first/leaf/points" Read [Leaf] "unit_indicators";
    "unit/leaf/full-marks" Read [Marks] "unit_indicators";
    "unit/first/leaf/full-marks" Read [Marks] "unit_indicators";
    "unit/leaf/self" Read [SelfPoints] "";
    "unit/leaf/rate" Ratio [Figures(&["{u}/{l}/points", "{u}/{l}/full-marks"])] "unit_indicators";
    "unit/leaf/loss" Difference [
        Figures(&["{u}/{l}/full-marks", "{u}/{l}/points"]),
    ] "unit_indicators";
    "unit/first/leaf/loss" Difference [
        Figures(&["{u}/first/{l}/full-marks", "{u}/first/{l}/points"]),
    ] "unit_indicators";
    "unit/leaf/gain" Other [
        Figures(&["{u}/{l}/full-marks", "{u}/{l}/points", "{u}/total"]),
    ] "unit_indicators";
    "unit/leaf/class/rate" Mean [Units(Applying, Rate)] "class_indicators";
    "unit/leaf/rate-gap" Difference [Figures(&["{u}/{l}/rate", "{u}/{l}/class/rate"])] "";
    "unit/leaf/self-gap" Difference [Figures(&["{u}/{l}/self", "{u}/{l}/points"])] "";
    "unit/self/leaf/difference" Difference [Figures(&["{u}/{l}/self", "{u}/{l}/points"])] "";
    "unit/leaf/second" Read [Rows(Second)] "";
    "unit/leaf/second-gap" Other [Rows(Second), Leaf] "";
    "unit/year/leaf/before" Ratio [LastYear] "";
    "unit/year/leaf/now" Ratio [
        Figures(&["{u}/{l}/points", "{u}/{l}/full-marks"]),
    ] "unit_indicators";
    "unit/year/leaf/change" Difference [Figures(&["{u}/year/{l}/now", "{u}/year/{l}/before"])] "";
    // A unit and a dimension.
    "unit/dimension/points" Sum [Leaves(Applying, Points)] "unit_dimensions";
    "unit/dimension/full-marks" Sum [Leaves(Applying, FullMarks)] "unit_dimensions";
    "unit/dimension/rate" Ratio [
        Figures(&["{u}/{d}/points", "{u}/{d}/full-marks"]),
    ] "unit_dimensions";
    "unit/dimension/loss" Sum [Leaves(Losing, Loss)] "unit_dimensions";
    "unit/dimension/loss-share" Ratio [Figures(&["{u}/{d}/loss", "{u}/loss"])] "";
    "unit/dimension/applying" Count [Leaves(Applying, Points)] "";
    "unit/dimension/losing" Count [Leaves(Losing, Loss)] "";
    "unit/dimension/full" Count [Leaves(Full, Points)] "";
    "unit/dimension/left-out" Count [Leaves(Absent, FullMarks)] "";
    "unit/dimension/cause#/loss" Sum [Leaves(OfCause, Loss)] "";
    "unit/dimension/cause#/count" Count [Leaves(OfCause, Loss)] "";
    "unit/dimension/class/rate" Mean [Units(Applying, DimensionRate)] "class_dimensions";
    "unit/dimension/rate-gap" Difference [Figures(&["{u}/{d}/rate", "{u}/{d}/class/rate"])] "";
    "unit/dimension/gap" Other [Figures(&["{u}/{d}/points", "class:{c}/{d}/points"])] "unit_gap";
    "unit/first/dimension/points" Sum [Leaves(Applying, First)] "";
    "unit/first/dimension/full-marks" Sum [Leaves(Applying, FullMarks)] "";
    "unit/first/dimension/loss" Sum [Leaves(FirstLosing, FirstLoss)] "";
    // A unit's total, and what stands beside it.
    "unit/total" Steps [Derivation] "unit_derivation";
    "unit/base" Steps [Derivation] "unit_derivation";
    "unit/first/total" Other [
        Leaves(Applying, First), Rows(Bonus), Rows(Deductions), Rows(Submissions),
    ] "unit_totals";
    "listed/first-total" Other [
        Leaves(Applying, First), Rows(Bonus), Rows(Deductions), Rows(Submissions),
    ] "unit_totals";
    "listed/first-rank" Other [Figures(&["{u}/first/total"])] "unit_totals";
    "unit/first/change" Difference [
        Figures(&["{u}/total", "{u}/first/total"]), Rows(Corrections),
    ] "";
    "unit/rank" Other [Neighbours] "unit_totals";
    "unit/now/rank" Other [Figures(&["{u}/now/gain"]), Neighbours] "";
    "unit/next" Other [Neighbours] "unit_totals";
    "unit/next/missing" Other [Neighbours] "unit_totals";
    "unit/points" Sum [Leaves(Applying, Points)] "unit_totals";
    "listed/sum" Sum [Leaves(Applying, Points)] "unit_totals";
    "unit/first/points" Sum [Leaves(Applying, First)] "";
    "unit/full-marks" Sum [Leaves(All, FullMarks)] "unit_totals";
    "unit/applicable-marks" Sum [Leaves(Applying, FullMarks)] "unit_totals";
    "unit/applicable-share" Ratio [
        Figures(&["{u}/applicable-marks", "{u}/full-marks"]),
    ] "unit_totals";
    "unit/applicable-least" Read [Settings(&["statistics.applicable_least"])] "";
    "unit/rate" Ratio [Figures(&["{u}/points", "{u}/applicable-marks"])] "unit_totals";
    "unit/loss" Sum [Leaves(Losing, Loss)] "";
    "unit/first/loss" Sum [Leaves(FirstLosing, FirstLoss)] "";
    "unit/losing" Count [Leaves(Losing, Loss)] "";
    "unit/first/losing" Count [Leaves(FirstLosing, FirstLoss)] "";
    "unit/first/applicable" Count [Leaves(Applying, First)] "";
    "unit/first/absent" Count [Leaves(Absent, FullMarks)] "";
    "unit/left-out" Count [Leaves(Absent, FullMarks)] "";
    "unit/mean-marks" Mean [Leaves(Applying, FullMarks)] "";
    "unit/top-loss" Other [Leaves(Losing, Loss)] "";
    "unit/top-loss-share" Other [Leaves(Losing, Loss)] "";
    "unit/own-effect" Other [Leaves(Applying, Rate)] "unit_totals";
    "unit/mix-effect" Other [Leaves(Applying, Rate)] "unit_totals";
    "unit/gap" Difference [Figures(&["{u}/total", "{u}/class/mean"])] "unit_gap";
    "unit/gap/bonus" Other [Rows(Bonus), EachUnit("class:{c}/{u}/bonus")] "unit_gap";
    "unit/gap/deduction" Other [
        Rows(Deductions), Rows(Submissions), EachUnit("class:{c}/{u}/deducted"),
    ] "unit_gap";
    "unit/gap/*" Other [Figures(&["{u}/gap"]), EachDimension("{u}/{d}/gap")] "unit_gap";
    "unit/grade/line" Read [Settings(&["scoring.grade.levels"])] "";
    "unit/grade/missing" Other [Figures(&["{u}/grade/line", "{u}/total"])] "";
    "listed/cut" Read [Settings(&["scoring.grade.levels"])] "";
    "listed/cut/missing" Difference [Figures(&["class:{c}/{u}/cut", "{u}/total"])] "";
    "unit/bonus/#" Read [Rows(Bonus)] "unit_derivation";
    "unit/bonus/registered" Sum [Rows(Bonus)] "";
    "listed/bonus-registered" Sum [Rows(Bonus)] "";
    "unit/bonus/counted" Other [
        Rows(Bonus), Settings(&["class.bonus_cap", "class.bonus_gate"]),
    ] "unit_totals";
    "listed/bonus" Other [
        Rows(Bonus), Settings(&["class.bonus_cap", "class.bonus_gate"]),
    ] "unit_totals";
    "unit/bonus/cap" Read [Settings(&["class.bonus_cap"])] "";
    "unit/bonus/gate" Read [Settings(&["class.bonus_gate"])] "";
    "unit/deduction/#" Read [Rows(Deductions)] "unit_derivation";
    "unit/deduction" Sum [Rows(Deductions)] "unit_totals";
    "listed/deducted" Other [
        Rows(Deductions),
        Rows(Submissions),
        Settings(&["submissions.deadline", "submissions.late", "submissions.late_points", "submissions.late_cap"]),
    ] "unit_totals";
    "unit/late/*" Other [
        Rows(Submissions),
        Settings(&["submissions.deadline", "submissions.late", "submissions.late_points", "submissions.late_cap"]),
    ] "unit_derivation";
    "listed/late" Other [
        Rows(Submissions),
        Settings(&["submissions.deadline", "submissions.late", "submissions.late_points", "submissions.late_cap"]),
    ] "unit_derivation";
    "listed/days-late" Other [
        Rows(Submissions),
        Settings(&["submissions.deadline", "submissions.late", "submissions.late_points", "submissions.late_cap"]),
    ] "unit_submissions";
    "unit/appeal/code/*" Read [Rows(Appeals)] "";
    "unit/appeals/days" Read [Settings(&["appeals.days"])] "";
    "unit/correction/#/*" Read [Rows(Corrections)] "";
    "unit/corrections" Count [Rows(Corrections)] "";
    "unit/doubts" Count [Doubts] "";
    "unit/doubts/code" Count [Doubts] "";
    "listed/risk/**" Other [Doubts, Leaves(Losing, Loss)] "";
    "listed/stability/**" Other [Figures(&["{u}/total", "{u}/rank"])] "unit_stability";
    // A unit against its class, itself and last year.
    "unit/class/mean" Mean [Units(Totalled, Total)] "class_totals";
    "unit/class/units" Count [UnitRows] "class_totals";
    "unit/class/ranked" Count [Units(Ranked, Rank)] "";
    "unit/class/totals" Count [Units(Totalled, Total)] "class_totals";
    "unit/class/band#/units" Count [Units(InBand, Total)] "class_bands";
    "unit/class/band#/*" Read [Settings(&["statistics.bands"])] "class_bands";
    "unit/class/*" Other [Units(Totalled, Total)] "class_totals";
    "unit/self/claimed" Sum [Leaves(Claimed, Show::Claimed)] "unit_self";
    "unit/self/given" Sum [Leaves(Claimed, Points)] "";
    "unit/self/difference" Difference [Figures(&["{u}/self/claimed", "{u}/self/given"])] "";
    "unit/self/count" Count [Leaves(Claimed, Show::Claimed)] "unit_self";
    "unit/self/equal" Count [Leaves(Equal, Show::Claimed)] "unit_self";
    "unit/self/over" Count [Leaves(Over, Show::Claimed)] "unit_self";
    "unit/self/under" Count [Leaves(Under, Show::Claimed)] "unit_self";
    "listed/self-over-share" Ratio [
        Figures(&["{u}/self/difference", "{u}/applicable-marks"]),
    ] "unit_self";
    "listed/self-over" Difference [Figures(&["{u}/self/claimed", "{u}/self/given"])] "unit_self";
    "unit/year/before" Other [LastYear] "unit_changes";
    "unit/year/change" Difference [Figures(&["{u}/total", "{u}/year/before"])] "unit_changes";
    "listed/total-before" Other [LastYear] "unit_changes";
    "listed/year-change" Difference [Figures(&["{u}/total", "{u}/year/before"])] "unit_changes";
    "unit/year/*" Other [LastYear, Leaves(Applying, Points)] "unit_changes";
    // What a unit can mend, and has mended.
    "unit/advice#/gain" Sum [Beside] "";
    "unit/now/count" Count [Leaves(MendNow, Loss)] "";
    "unit/periodic/count" Count [Leaves(MendPeriodic, Loss)] "";
    "unit/past/count" Count [Leaves(MendPast, Loss)] "";
    "unit/past/loss" Sum [Leaves(MendPast, Loss)] "";
    "unit/now/gain" Other [Leaves(MendNow, Loss), Figures(&["{u}/total"])] "unit_totals";
    "unit/periodic/gain" Other [
        Leaves(MendNow, Loss), Leaves(MendPeriodic, Loss), Figures(&["{u}/total"]),
    ] "unit_totals";
    "unit/tally/closed-rate" Ratio [Figures(&["{u}/tally/closed", "{u}/tally/counted"])] "";
    "listed/tally/closed-rate" Ratio [
        Figures(&["class:{c}/{u}/tally/closed", "class:{c}/{u}/tally/counted"]),
    ] "";
    "unit/tally/units" Other [Problems] "";
    "unit/tally/returned" Other [Problems] "";
    "unit/tally/finished" Other [Problems] "";
    "unit/tally/silent" Other [Problems] "";
    "unit/tally/awaited-units" Other [Problems] "";
    "unit/tally/*" Count [Problems] "";
    "unit/left/*" Other [Problems] "";
    "unit/handed/*" Other [Problems] "";
    // A class and an indicator.
    "class/leaf/full-marks" Read [Marks] "class_indicators";
    "class/leaf/revision/full-marks" Read [Marks] "class_indicators";
    "class/leaf/units" Count [Units(Applying, Points)] "class_indicators";
    "class/leaf/*/units" Count [Units(Applying, Points)] "class_indicators";
    "class/leaf/losing" Count [Units(Losing, Loss)] "class_indicators";
    "class/leaf/rate" Mean [Units(Applying, Rate)] "class_indicators";
    "class/leaf/*/mean-rate" Mean [Units(Applying, Rate)] "class_indicators";
    "class/leaf/loss-sum" Other [Indicators(Losing)] "class_indicators";
    "class/leaf/loss-share" Other [Units(Losing, Loss)] "class_indicators";
    "class/leaf/mean-gain" Other [Units(Losing, Loss)] "class_indicators";
    "class/leaf/year/before" Other [EachUnit("{u}/year/{l}/before")] "class_changes";
    "class/leaf/year/now" Other [EachUnit("{u}/year/{l}/now")] "class_changes";
    "class/leaf/year/*" Difference [
        Figures(&["class:{c}/{l}/year/now", "class:{c}/{l}/year/before"]),
    ] "class_changes";
    "class/leaf/agreement/*" Other [Rows(Second)] "indicator_agreement";
    "class/leaf/revision/disputed" Other [Rows(Appeals), Rows(Corrections)] "";
    "class/leaf/revision/unequal" Other [Units(Losing, Loss)] "class_equal_treatment";
    "class/leaf/code/loss#" Other [Units(OfCause, Loss)] "class_equal_treatment";
    "class/leaf/*/coefficient" Other [Units(Applying, Rate)] "class_indicators";
    "class/leaf/**" Other [Units(Applying, Points)] "class_indicators";
    // A class and a dimension.
    "class/dimension/full-marks" Sum [Indicators(All)] "class_dimensions";
    "class/dimension/points" Mean [Units(Applying, DimensionPoints)] "class_dimensions";
    "class/dimension/rate" Mean [Units(Applying, DimensionRate)] "class_dimensions";
    "class/dimension/loss-share" Other [Units(Applying, DimensionPoints)] "class_dimensions";
    "class/dimension/*" Other [Units(Applying, DimensionRate)] "class_dimensions";
    // A class.
    "class/units" Count [UnitRows] "class_totals";
    "class/totals" Count [Units(Totalled, Total)] "class_totals";
    "class/mean" Mean [Units(Totalled, Total)] "class_totals";
    "class/above" Count [Units(Above, Total)] "class_totals";
    "class/below" Count [Units(Below, Total)] "class_totals";
    "class/full-marks" Sum [Indicators(All)] "class_indicators";
    "class/indicators" Count [Indicators(All)] "class_indicators";
    "class/skipped#/units" Other [Units(Totalled, Total)] "unit_totals";
    "class/group#/units" Other [Units(Ranked, Rank)] "unit_totals";
    "class/group#/dimension/rate" Other [Units(Applying, DimensionRate)] "unit_dimensions";
    "class/group#/leaf/rate" Other [Units(Applying, Rate)] "unit_indicators";
    "class/stability/skipped#/units" Other [Units(Ranked, Rank)] "unit_totals";
    "class/ledger/units" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/recheck/unfinished" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/band#/units" Count [Units(InBand, Total)] "class_bands";
    "class/wide-band#/units" Count [Units(InBand, Total)] "";
    "class/*/from" Read [Settings(&["statistics.bands"])] "class_bands";
    "class/*/to" Read [Settings(&["statistics.bands"])] "class_bands";
    "class/grade#/units" Count [Units(OfGrade, Total)] "class_grades";
    "class/grade#/seats" Other [
        Settings(&["scoring.grade.levels", "scoring.grade.quota_floor_one"]),
        Units(Totalled, Total),
    ] "";
    "class/grade#/*" Read [Settings(&["scoring.grade.levels"])] "";
    "class/bonus#/points" Read [Rows(Bonus)] "";
    "class/deduction#/points" Read [Rows(Deductions)] "";
    "class/appeal#/unit/*" Read [Rows(Corrections)] "";
    "class/appeal#/**" Read [Rows(Appeals)] "";
    "class/bonus-gate" Read [Settings(&["class.bonus_gate"])] "";
    "class/bonus-cap" Read [Settings(&["class.bonus_cap"])] "";
    "class/corrections/*" Other [Rows(Corrections)] "";
    "class/cause-code/*" Other [CauseCells] "class_causes";
    "class/method#/indicators" Count [Indicators(OfMethod)] "class_methods";
    "class/method#/*" Other [Indicators(OfMethod)] "class_methods";
    "class/applicable/least" Read [Settings(&["statistics.applicable_least"])] "";
    "class/applicable/*" Other [EachUnit("{u}/applicable-marks")] "unit_totals";
    "class/agreement/*" Other [Rows(Second)] "class_agreement";
    "class/discrimination/bound" Read [Settings(&["statistics.discrimination_low"])] "";
    "class/discrimination/least" Read [Settings(&["statistics.correlation_least"])] "";
    "class/discrimination/*" Other [Indicators(All)] "class_indicators";
    "class/stability/draws" Read [Settings(&["stability.draws"])] "";
    "class/stability/spread" Read [Settings(&["stability.spread"])] "";
    "class/stability/low" Read [Settings(&["stability.low"])] "";
    "class/stability/high" Read [Settings(&["stability.high"])] "";
    "class/stability/units-most" Read [Settings(&["stability.units_most"])] "";
    "class/stability/pairs" Other [Units(Ranked, Rank)] "class_neighbours";
    "class/stability/*" Other [Units(Ranked, Rank)] "unit_stability";
    "class/pair/gap" Difference [Figures(&["{u}/total", "{o}/total"])] "class_neighbours";
    "class/pair/*" Other [Figures(&["{u}/total", "{o}/total"])] "class_neighbours";
    "class/self/*" Other [EachUnit("{u}/self/difference")] "class_self";
    "class/tally/closed-rate" Ratio [
        Figures(&["class:{c}/tally/closed", "class:{c}/tally/counted"]),
    ] "";
    "class/tally/units" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/tally/returned" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/tally/finished" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/tally/silent" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/tally/awaited-units" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "class/tally/*" Sum [EachUnit("class:{c}/{u}/tally/{r}")] "";
    "class/year/mean-before" Mean [EachUnit("{u}/year/before")] "class_changes";
    "class/year/mean-now" Other [EachUnit("{u}/total")] "class_changes";
    "class/year/change" Difference [
        Figures(&["class:{c}/year/mean-now", "class:{c}/year/mean-before"]),
    ] "class_changes";
    "class/year/*" Other [EachUnit("{u}/year/change")] "class_changes";
    "class/cells" Sum [Indicators(Applying)] "";
    "class/losses/ungrouped" Other [Indicators(Losing)] "class_causes";
    "class/notice/first" Other [Settings(&["scoring.grade.levels"]), Units(Totalled, Total)] "class_grades";
    "class/losses" Sum [Indicators(Losing)] "";
    "class/unequal" Other [Indicators(Losing)] "class_equal_treatment";
    "class/main-losses" Other [
        Indicators(Losing), Settings(&["statistics.main_loss_share"]),
    ] "class_indicators";
    "class/main-loss-share" Other [
        Indicators(Losing), Settings(&["statistics.main_loss_share"]),
    ] "class_indicators";
    "class/low-indicators" Other [
        Indicators(Losing),
        Settings(&["statistics.weak_rate", "statistics.widespread_rate", "statistics.widespread_share"]),
    ] "class_indicators";
    "class/widespread-indicators" Other [
        Indicators(Losing),
        Settings(&["statistics.weak_rate", "statistics.widespread_rate", "statistics.widespread_share"]),
    ] "class_indicators";
    "class/revision/*" Other [Indicators(All)] "class_indicators";
    "class/*" Other [Units(Totalled, Total)] "class_totals";
    // The whole assessment.
    "city/units" Count [UnitRows] "unit_totals";
    "city/ranks-moved" Other [Rows(Corrections)] "unit_totals";
    "city/appeal-days" Read [Settings(&["appeals.days"])] "";
    "city/appeals" Count [Rows(Appeals)] "";
    "city/appeals/*" Other [Rows(Appeals)] "";
    "city/decision-accepted" Count [Rows(Appeals)] "";
    "city/decision-after_cutoff" Count [Rows(Appeals)] "";
    "city/decision-late" Count [Rows(Appeals)] "";
    "city/decision-partly" Count [Rows(Appeals)] "";
    "city/decision-refused" Count [Rows(Appeals)] "";
    "city/decision-withdrawn" Count [Rows(Appeals)] "";
    "city/corrections" Count [Rows(Corrections)] "";
    "city/corrections/*" Other [Rows(Corrections)] "";
    "city/correction-appeal" Count [Rows(Corrections)] "";
    "city/appeal/change" Other [Rows(Corrections)] "";
    "city/correction-entry" Count [Rows(Corrections)] "";
    "city/entry/change" Other [Rows(Corrections)] "";
    "city/correction-own_error" Count [Rows(Corrections)] "";
    "city/own_error/change" Other [Rows(Corrections)] "";
    "city/correction-same_cause" Count [Rows(Corrections)] "";
    "city/same_cause/change" Other [Rows(Corrections)] "";
    "city/beside/bonus" Other [Rows(Bonus)] "";
    "city/beside/caps" Other [Rows(Caps)] "";
    "city/beside/deductions" Other [Rows(Deductions)] "";
    "city/beside/late" Other [Rows(Submissions)] "unit_submissions";
    "city/bonus/*" Other [Rows(Bonus)] "";
    "city/deductions/*" Other [Rows(Deductions)] "";
    "city/cause-code/losses" Count [CauseCells] "class_causes";
    "city/cause-code/share" Ratio [
        Figures(&["city/cause-{k}/losses", "city/losses"]),
    ] "class_causes";
    "city/cause-code/*" Other [CauseCells] "class_causes";
    "city/cause/code/**" Other [CauseCells] "class_causes";
    "city/losses" Sum [EachUnit("{u}/losing")] "class_causes";
    "city/causes" Other [
        Figures(&["city/losses"]), Settings(&["registers.causes"]),
    ] "class_causes";
    "city/causes/*" Other [Figures(&["city/losses"])] "class_causes";
    "city/doubts" Count [Doubts] "";
    "city/doubts/code" Count [Doubts] "";
    "city/piece#/*" Other [Rows(Submissions)] "unit_submissions";
    "city/submissions/**" Other [Rows(Submissions)] "unit_submissions";
    "city/problem#/cause-code/*" Other [SameIndicator, CauseCells] "class_indicators";
    "city/problem#/**" Other [SameIndicator] "class_indicators";
    "city/problems" Sum [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/revision/differing-share" Read [Settings(&["revision.differing_share"])] "";
    "city/revision/disputed-share" Read [Settings(&["revision.disputed_share"])] "";
    "city/revision/few-share" Read [Settings(&["revision.few_share"])] "";
    "city/revision/bound" Read [Settings(&["statistics.discrimination_low"])] "";
    "city/revision/least" Read [Settings(&["statistics.correlation_least"])] "";
    "city/revision/*" Other [Indicators(All)] "class_indicators";
    "city/shared#/*/rate" Other [SameIndicator] "class_shared";
    "city/shared#/difference" Other [SameIndicator] "class_shared";
    "city/shared/**" Other [Shared] "class_shared";
    "city/full-indicators" Other [Shared, Indicators(All)] "class_indicators";
    "city/tally/idle" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/tally/closed-rate" Ratio [Figures(&["city/tally/closed", "city/tally/counted"])] "";
    "city/tally/units" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/tally/returned" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/tally/finished" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/tally/silent" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/tally/awaited-units" Other [EachUnit("class:{c}/{u}/tally/problems")] "";
    "city/tally/*" Sum [EachUnit("class:{c}/{u}/tally/{r}")] "";
    "training/leaf/*" Other [SameIndicator] "class_indicators";
    // Rules that papers print, and what a paper counts of itself.
    "rules/one-class/bonus-cap" Read [Settings(&["class.bonus_cap"])] "";
    "rules/one-class/bonus-gate" Read [Settings(&["class.bonus_gate"])] "";
    "rules/fast-deviations" Read [Settings(&["history.progress_deviations"])] "";
    "rules/fast-points" Read [Settings(&["history.progress_points"])] "";
    "rules/late-cap" Read [Settings(&["submissions.late_cap"])] "";
    "rules/late-points" Read [Settings(&["submissions.late_points"])] "";
    "rules/grade#/*" Read [Settings(&["scoring.grade.levels"])] "";
    "rules/main-loss-share" Read [Settings(&["statistics.main_loss_share"])] "";
    "rules/weak-rate" Read [Settings(&["statistics.weak_rate"])] "";
    "rules/widespread-rate" Read [Settings(&["statistics.widespread_rate"])] "";
    "rules/widespread-share" Read [Settings(&["statistics.widespread_share"])] "";
    "rules/**" Other [Settings(&["scoring"])] "";
    "archive/inputs" Count [Files] "";
    "archive/**" Other [Files] "";
    "city/high-rate" Other [] "";
    "numbering/#" Other [] "";
    "said/#" Other [] "";
};

/// The line of a role; a first result or a unit in the papers of its class may be as the unit's own.
pub(super) fn role(role: &str) -> Option<&'static Role> {
    let find = |role: &str| ROLES.iter().find(|own| matches(own.pattern, role));
    let own = || role.strip_prefix("listed/").map(|rest| format!("unit/{rest}"));
    let first = || role.strip_prefix("unit/first/").map(|rest| format!("unit/{rest}"));
    find(role).or_else(|| find(&own()?)).or_else(|| find(&first()?))
}
