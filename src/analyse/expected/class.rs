//! Keys of a class.

use super::{Among, Answer, count, percent};

impl Among<'_> {
    /// A key of a class, without the class.
    pub(super) fn of_class(&self, rest: &[&str]) -> Answer {
        let totals = &self.analysis.totals;
        match rest {
            ["units"] => count(self.class.units.len()),
            ["totals"] => count(totals.count),
            ["mean"] => totals.mean,
            ["median"] => totals.median,
            ["most"] => totals.most,
            ["least"] => totals.least,
            ["range"] => Some(totals.most? - totals.least?),
            ["above"] => count(totals.above),
            ["below"] => count(totals.below),
            ["indicators"] => count(self.class.system.indicators.len()),
            [item, role] => self.of_band(item, role).or_else(|| {
                match (self.leaves.get(item), self.dimension(item)) {
                    (Some(leaf), None) => self.of_class_leaf(*leaf, role),
                    (None, Some(at)) => self.of_class_dimension(at, role),
                    _ => None,
                }
            }),
            _ => None,
        }
    }

    fn of_band(&self, item: &str, role: &str) -> Answer {
        let at = item.strip_prefix("band")?.parse::<usize>().ok()?.checked_sub(1)?;
        let band = self.analysis.totals.bands.get(at)?;
        match role {
            "units" => count(band.count),
            "from" => Some(band.from.exact()),
            "to" => Some(band.to?.exact()),
            _ => None,
        }
    }

    fn of_class_leaf(&self, leaf: usize, role: &str) -> Answer {
        let own = &self.analysis.indicators[leaf];
        match role {
            "full-marks" => Some(self.full_marks(leaf).exact()),
            "units" => count(own.count),
            "losing" => count(own.losing),
            "rate" => own.mean_rate.map(percent),
            "loss-share" => own.loss_share.map(percent),
            _ => None,
        }
    }

    fn of_class_dimension(&self, at: usize, role: &str) -> Answer {
        let own = &self.analysis.dimensions[at];
        match role {
            "full-marks" => Some(own.full_marks.exact()),
            "losing" => count(own.losing),
            "points" => own.mean_points,
            "rate" => own.mean_rate.map(percent),
            "loss-share" => own.loss_share.map(percent),
            _ => None,
        }
    }
}
