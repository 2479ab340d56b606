//! What a unit asked for and what was changed: self-assessment, appeals, corrections.

use serde::Serialize;

use super::Subject;
use crate::model::{CorrectionKind, Decision, Exact, Figure, Moment, Points, round_exact};

/// Indicators named as those with the largest differences.
const LARGEST: usize = 5;

/// Self-assessment against result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelfFacts {
    /// Whether the unit handed in a form.
    pub form: bool,
    /// Whether it claims full marks everywhere.
    pub all_full: bool,
    /// Indicators with both.
    pub count: Figure,
    /// Indicators on which both agree.
    pub equal: Figure,
    /// Indicators on which it gave itself more.
    pub over: Figure,
    /// Indicators on which it gave itself less.
    pub under: Figure,
    /// Sum of its own points.
    pub claimed: Figure,
    /// Sum of the final points of the same indicators.
    pub given: Figure,
    /// Their difference; magnitude with sign.
    pub difference: Figure,
    /// Indicators with the largest differences.
    pub largest: Vec<SelfItem>,
}

/// An indicator on which a unit gave itself more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelfItem {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Difference.
    pub difference: Figure,
}

/// An appeal of the unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppealFacts {
    /// Number.
    pub number: String,
    /// Code of the indicator.
    pub code: String,
    /// Name of the indicator.
    pub name: String,
    /// When it was handed in.
    pub handed_in: Option<Moment>,
    /// Last moment of the window.
    pub window_end: Option<Moment>,
    /// When the evidence was made.
    pub evidence_date: Option<Moment>,
    /// Points before.
    pub before: Option<Figure>,
    /// Points claimed.
    pub claimed: Option<Figure>,
    /// Points after.
    pub after: Option<Figure>,
    /// Points that it moved; none when it moved nothing.
    pub change: Option<Figure>,
    /// Reason.
    pub reason: Option<String>,
    /// Decision; none while it is open.
    pub decision: Option<Decision>,
    /// Reason of the decision; none where it names another unit.
    pub decision_reason: Option<String>,
}

/// A correction of the unit's points that follows no appeal of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionFacts {
    /// Code of the indicator.
    pub code: String,
    /// Name of the indicator.
    pub name: String,
    /// Why.
    pub kind: CorrectionKind,
    /// Points before.
    pub before: Figure,
    /// Points after.
    pub after: Figure,
    /// Change; magnitude with sign.
    pub change: Figure,
    /// Reason; none where it names another unit.
    pub reason: Option<String>,
    /// Day.
    pub date: Option<Moment>,
    /// Whether the unit's own appeal on the indicator was refused before.
    pub asked: bool,
}

/// The outcome before any correction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirstFacts {
    /// Total.
    pub total: Figure,
    /// Final total minus that; magnitude with sign.
    pub change: Figure,
    /// The grade that it would have given, where grades may be shown and it differs.
    pub grade: Option<String>,
}

impl Subject<'_> {
    /// The outcome on first points, where there are corrections of this unit.
    pub(super) fn first(&self) -> Option<FirstFacts> {
        let first = self.score().first?;
        let published = self.score().published?;
        let own = self.class.registers.corrections.of(self.unit).next().is_some();
        let change = super::Printer::difference(published, first.published);
        let grade =
            first.grade.filter(|grade| self.gate.outcome() && Some(*grade) != self.score().grade);
        own.then(|| FirstFacts {
            total: self.print.decimal("first/total", first.published),
            change: self.print.magnitude("first/change", change),
            grade: grade.map(|grade| self.checked.cuts[grade].name.clone()),
        })
    }

    /// Self-assessment; none when the class has no table of them.
    pub(super) fn self_assessment(&self) -> Option<SelfFacts> {
        let _ = self.analysis.self_statistics.as_ref()?;
        let own = self.analysis.self_comparisons[self.unit].as_ref();
        let count = |item: &str, of: fn(&crate::analyse::SelfComparison) -> usize| {
            self.print.count(&format!("self/{item}"), own.map(of).unwrap_or_default())
        };
        let points = |item: &str, points: Option<Points>| {
            self.print.least(&format!("self/{item}"), points.unwrap_or_default())
        };
        let difference = own.map_or(0, |own| own.claimed.scaled() - own.given.scaled());
        let item = |(leaf, difference): &(usize, Points)| {
            let indicator = &self.class.system.indicators[*leaf];
            SelfItem {
                code: indicator.code.clone(),
                name: indicator.name.clone(),
                difference: points(&format!("{}/difference", indicator.code), Some(*difference)),
            }
        };
        let largest = own.map(|own| own.largest.iter().take(LARGEST).map(item).collect());
        Some(SelfFacts {
            form: own.is_some(),
            all_full: own.is_some_and(|own| own.all_full),
            count: count("count", |own| own.count),
            equal: count("equal", |own| own.equal),
            over: count("over", |own| own.over),
            under: count("under", |own| own.under),
            claimed: points("claimed", own.map(|own| own.claimed)),
            given: points("given", own.map(|own| own.given)),
            difference: self.change("self/difference", Points::from_scaled(difference)),
            largest: largest.unwrap_or_default(),
        })
    }

    /// A change of points: magnitude with sign.
    pub(super) fn change(&self, item: &str, change: Points) -> Figure {
        let rounding = self.settings.scoring.rounding;
        let number = round_exact(change.exact(), change.decimals().max(2), rounding);
        self.print.magnitude(item, number)
    }

    pub(super) fn appeals(&self) -> Vec<AppealFacts> {
        let own = self.class.registers.appeals.of(self.unit);
        own.map(|appeal| {
            let indicator = &self.class.system.indicators[appeal.indicator];
            let item = |role: &str| format!("appeal/{}/{role}", appeal.number);
            let points = |role: &str, points: Option<Points>| {
                points.map(|points| self.print.least(&item(role), points))
            };
            let moved = appeal
                .before
                .zip(appeal.after)
                .map(|(before, after)| Points::from_scaled(after.scaled() - before.scaled()));
            AppealFacts {
                number: appeal.number.clone(),
                code: indicator.code.clone(),
                name: indicator.name.clone(),
                handed_in: appeal.handed_in,
                window_end: appeal.window_end,
                evidence_date: appeal.evidence_date,
                before: points("before", appeal.before),
                claimed: points("claimed", appeal.claimed),
                after: points("after", appeal.after),
                change: moved
                    .filter(|moved| moved.exact() != Exact::from_integer(0))
                    .map(|moved| self.change(&item("change"), moved)),
                reason: appeal.reason.clone(),
                decision: appeal.decision,
                decision_reason: self.unnamed(appeal.decision_reason.as_deref()),
            }
        })
        .collect()
    }

    /// The office's own words, unless they name another unit.
    fn unnamed(&self, text: Option<&str>) -> Option<String> {
        let names = |text: &&str| self.checked.names_another((self.position, self.unit), text);
        text.filter(|text| !names(text)).map(str::to_owned)
    }

    /// Corrections that follow no appeal of the unit itself.
    pub(super) fn corrections(&self) -> Vec<CorrectionFacts> {
        let own = self.class.registers.other_corrections(self.unit);
        own.enumerate()
            .map(|(at, row)| {
                let indicator = &self.class.system.indicators[row.indicator];
                let item = |role: &str| format!("correction/{}/{role}", at + 1);
                CorrectionFacts {
                    code: indicator.code.clone(),
                    name: indicator.name.clone(),
                    kind: row.kind,
                    before: self.print.least(&item("before"), row.before),
                    after: self.print.least(&item("after"), row.after),
                    change: self.change(&item("change"), row.change()),
                    reason: self.unnamed(row.reason.as_deref()),
                    date: row.date,
                    asked: self.has_asked(row.indicator),
                }
            })
            .collect()
    }

    /// Whether the unit appealed against the points of an indicator and was refused: of an appeal
    /// that was late or withdrawn nothing has to be taken back.
    fn has_asked(&self, indicator: usize) -> bool {
        let mut own = self.class.registers.appeals.of(self.unit);
        own.any(|row| row.indicator == indicator && row.decision == Some(Decision::Refused))
    }
}
