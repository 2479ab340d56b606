//! Rules 5 to 9: from the base to total, grade and rank.

use super::Path;
use super::text::number;
use crate::model::{Decimal, Exact, Rounding};
use crate::score::grade;
use crate::settings::{Ties, TotalKind};

impl Path<'_> {
    /// The total, its floor, a veto's fixed score, and the published total.
    pub(super) fn total(&mut self) {
        let score = self.score();
        let (Some(base), Some(total), Some(published)) = (score.base, score.total, score.published)
        else {
            self.step("no_total", "", String::new(), None);
            return;
        };
        let (bonus, deducted, late) =
            (score.bonus.counted.exact(), score.deducted.exact(), score.late_points().exact());
        let sum = base + bonus - deducted - late;
        let mut formula = number(base);
        for (sign, part) in [("+", bonus), ("−", deducted), ("−", late)] {
            if part != Exact::from(0) {
                formula.push_str(sign);
                formula.push_str(&number(part));
            }
        }
        self.step("sum", "", formula, Some(sum));
        if sum < Exact::from(0) {
            self.step("floor", "", format!("max(0, {})", number(sum)), Some(Exact::from(0)));
        }
        let class = self.class;
        if let Some(veto) = class.registers.vetoes.of(self.unit).next() {
            let fixed = self.checked.settings.scoring.veto.score.is_some();
            self.step("veto", &veto.reason, String::new(), fixed.then_some(total));
        }
        let scoring = &self.checked.settings.scoring;
        let rule = match scoring.rounding {
            Rounding::HalfUp => "half_up",
            Rounding::HalfEven => "half_even",
        };
        let formula = format!("{} → {}", number(total), scoring.decimals);
        self.step(rule, "", formula, Some(published.exact()));
    }

    /// The cut that was reached, the seats there were, a cap.
    pub(super) fn grade(&mut self) {
        let score = self.score();
        let settings = &self.checked.settings.scoring.grade;
        let Some(own) = score.grade else {
            return;
        };
        let cuts = &self.checked.cuts;
        if score.vetoed {
            self.step("grade_veto", &cuts[own].name, String::new(), None);
            return;
        }
        let Some(compared) = score.compared(settings.on) else {
            return;
        };
        let counted = self.quota_units;
        for (at, cut) in cuts.iter().enumerate().take(own + 1) {
            let mut formula = Vec::new();
            if let Some(from) = cut.from {
                let sign = if compared >= from.exact() { "≥" } else { "<" };
                formula.push(format!("{}{sign}{from}", number(compared)));
            }
            if let (Some(share), Some(seats)) = (cut.share, grade::seats(settings, cut, counted)) {
                let whole = format!("⌊{}×{counted}⌋", number(share));
                formula.push(if settings.quota_floor_one {
                    format!("max(1, {whole}) = {seats}")
                } else {
                    format!("{whole} = {seats}")
                });
            }
            let rule = match score.grade_without_cap {
                _ if at == own => "grade",
                Some(would) if at >= would => "grade_capped",
                _ => "grade_not_reached",
            };
            self.step(rule, &cut.name, formula.join(", "), None);
        }
    }

    /// One more than the units (or different totals) above.
    pub(super) fn rank(&mut self) {
        let Some(rank) = self.score().rank else {
            return;
        };
        let scoring = &self.checked.settings.scoring;
        let rule = match scoring.ties {
            Ties::Gap => "rank_gap",
            Ties::Dense => "rank_dense",
        };
        let on = match scoring.rank_on {
            TotalKind::Published => self.score().published.map(Decimal::exact),
            TotalKind::Exact => self.score().total,
        };
        let above = rank.place - 1;
        let formula = format!("#{{T>{}}}+1 = {above}+1", number(on.unwrap_or_default()));
        let place = i128::try_from(rank.place).ok().map(Exact::from_integer);
        let item = if rank.tied { "tied" } else { "" };
        self.step(rule, item, formula, place);
    }
}
