//! Outcomes of scoring that somebody should know of, as findings.

use super::UnitScore;
use super::grade::TieAtSeat;
use crate::check::{Checked, CheckedClass};
use crate::finding::{Finding, Place, rule};
use crate::model::{Decimal, Exact, Points, Rounding, exact_to_f64, round_exact};
use crate::settings::{GradeMethod, QuotaTie, TotalKind};

/// One class with its scores.
pub(super) struct Told<'a> {
    pub(super) checked: &'a Checked,
    pub(super) class: &'a CheckedClass,
    pub(super) position: usize,
    pub(super) units: &'a [UnitScore],
}

impl Told<'_> {
    /// Everything to tell.
    pub(super) fn findings(&self, ties: &[TieAtSeat]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for unit in 0..self.units.len() {
            self.nothing_or_little_applies(unit, &mut findings);
            self.bonus(unit, &mut findings);
            self.cap(unit, &mut findings);
            self.cut_by_rounding(unit, &mut findings);
            self.grade_moved(unit, &mut findings);
        }
        findings.extend(ties.iter().map(|tie| self.tie(tie)));
        findings.extend(self.ranks_moved());
        findings.extend(self.too_large_to_draw());
        findings
    }

    fn about(&self, rule: crate::finding::Rule, place: Place, unit: usize) -> Finding {
        Finding::new(rule, place).with("unit", &self.class.units[unit].name)
    }

    fn whole(&self) -> Place {
        self.class.scores_place.clone()
    }

    fn nothing_or_little_applies(&self, unit: usize, findings: &mut Vec<Finding>) {
        let score = &self.units[unit];
        if score.applicable_count == 0 {
            findings.push(self.about(rule::NOTHING_APPLIES, self.whole(), unit));
            return;
        }
        if score.total.is_none() {
            findings.push(self.about(rule::TREATMENT_OVERFLOW, self.whole(), unit));
        }
        let share = score.applicable_marks.exact() / score.full_marks.exact();
        let least = self.checked.settings.statistics.applicable_least;
        if exact_to_f64(share) < least {
            let percent = |share: Exact| {
                round_exact(share * Exact::from(100), 1, Rounding::HalfUp).to_string()
            };
            let found = self.about(rule::APPLICABLE_SHARE_LOW, self.whole(), unit);
            let found = found.with("share", percent(share));
            findings.push(found.with("least", format!("{:.0}", least * 100.0)));
        }
    }

    fn bonus(&self, unit: usize, findings: &mut Vec<Finding>) {
        let bonus = &self.units[unit].bonus;
        if bonus.registered == Points::ZERO {
            return;
        }
        let settings = &self.checked.settings.classes[self.position];
        let Some(row) = self.class.registers.bonus.of(unit).next() else {
            return;
        };
        if bonus.stopped {
            let base = self.units[unit].base.unwrap_or_default();
            let found = self
                .about(rule::BONUS_STOPPED, row.place.clone(), unit)
                .with("base", self.rounded(base))
                .with("gate", settings.bonus_gate.as_deref().unwrap_or_default())
                .with("points", bonus.registered);
            findings.push(found);
        } else if bonus.counted < bonus.registered {
            let found = self
                .about(rule::BONUS_CAPPED, row.place.clone(), unit)
                .with("points", bonus.registered)
                .with("cap", bonus.counted);
            findings.push(found);
        }
    }

    fn cap(&self, unit: usize, findings: &mut Vec<Finding>) {
        let score = &self.units[unit];
        let (Some(grade), Some(would)) = (score.grade, score.grade_without_cap) else {
            return;
        };
        let mut rows = self.class.registers.caps.of(unit);
        if let (Some(row), true) = (rows.next(), would < grade) {
            let found = self
                .about(rule::GRADE_CAPPED, row.place.clone(), unit)
                .with("total", text(score.published))
                .with("would", self.grade_name(would))
                .with("grade", self.grade_name(grade))
                .with("reason", &row.reason);
            findings.push(found);
        }
    }

    fn cut_by_rounding(&self, unit: usize, findings: &mut Vec<Finding>) {
        let settings = &self.checked.settings.scoring;
        let method = settings.grade.method;
        let by_cut = matches!(method, GradeMethod::Thresholds | GradeMethod::Both);
        if !by_cut || settings.grade.on != TotalKind::Published || self.units[unit].vetoed {
            return;
        }
        let (Some(total), Some(published)) = (self.units[unit].total, self.units[unit].published)
        else {
            return;
        };
        for cut in &self.checked.cuts {
            let Some(from) = cut.from.map(Points::exact) else {
                continue;
            };
            if total < from && published.exact() >= from {
                let more = (settings.decimals + 3).min(9);
                let found = self
                    .about(rule::CUT_BY_ROUNDING, self.whole(), unit)
                    .with("exact", round_down(total, more))
                    .with("total", published)
                    .with("grade", &cut.name)
                    .with("cut", cut.from.unwrap_or_default());
                findings.push(found);
            }
        }
    }

    fn tie(&self, tie: &TieAtSeat) -> Finding {
        let names: Vec<&str> =
            tie.units.iter().map(|unit| self.class.units[*unit].short.as_str()).collect();
        let kept = match self.checked.settings.scoring.grade.quota_tie {
            QuotaTie::All => "all",
            QuotaTie::None => "none",
        };
        let total = tie.units.first().and_then(|unit| self.units[*unit].published);
        Finding::new(rule::QUOTA_TIE, self.whole())
            .with("class", &self.class.name)
            .with("grade", self.grade_name(tie.grade))
            .with("seats", tie.seats)
            .with("left", tie.left)
            .with("units", names.join(" / "))
            .with("total", text(total))
            .with("kept", kept)
    }

    /// Units whose rank on first points differs from the final one.
    fn ranks_moved(&self) -> Option<Finding> {
        let moved: Vec<String> = self
            .class
            .units
            .iter()
            .zip(self.units)
            .filter_map(|(unit, score)| {
                let (before, after) = (score.first.as_ref()?.rank?.place, score.rank?.place);
                (before != after).then(|| format!("{} {before}→{after}", unit.short))
            })
            .collect();
        (!moved.is_empty()).then(|| {
            Finding::new(rule::RANK_MOVED, self.whole())
                .with("class", &self.class.name)
                .with("moved", moved.join(" / "))
        })
    }

    /// A class whose ranks the analysis does not draw, though the settings ask for draws.
    fn too_large_to_draw(&self) -> Option<Finding> {
        let settings = &self.checked.settings.stability;
        let ranked = self.units.iter().any(|unit| unit.rank.is_some());
        (ranked && settings.too_large(self.units.len())).then(|| {
            Finding::new(rule::STABILITY_SKIPPED, self.whole())
                .with("class", &self.class.name)
                .with("count", self.units.len())
                .with("most", settings.units_most)
        })
    }

    fn grade_moved(&self, unit: usize, findings: &mut Vec<Finding>) {
        let score = &self.units[unit];
        let before = score.first.as_ref().and_then(|first| first.grade);
        if let (Some(before), Some(after)) = (before, score.grade)
            && before != after
        {
            let found = self
                .about(rule::GRADE_MOVED, self.whole(), unit)
                .with("before", self.grade_name(before))
                .with("after", self.grade_name(after));
            findings.push(found);
        }
    }

    fn grade_name(&self, grade: usize) -> &str {
        &self.checked.cuts[grade].name
    }

    fn rounded(&self, value: Exact) -> Decimal {
        let scoring = &self.checked.settings.scoring;
        round_exact(value, scoring.decimals, scoring.rounding)
    }
}

fn text(total: Option<Decimal>) -> String {
    total.map(|total| total.to_string()).unwrap_or_default()
}

/// The value cut off after some decimals, so that what is below a cut reads as below it.
fn round_down(value: Exact, decimals: u32) -> Decimal {
    let scale = Exact::from_integer(10_i128.pow(decimals));
    round_exact((value * scale).floor() / scale, decimals, Rounding::HalfUp)
}
