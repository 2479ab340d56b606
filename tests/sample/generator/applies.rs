//! What does not apply: much of it at the four 管委会, some at small bodies without powers.

use super::board::DEPARTMENTS;
use super::random::Random;
use super::sample::{At, Sample};

/// The unit to which most does not apply: less than 60% of the full marks are left.
pub const MOSTLY_NOT: &str = "华侨管理区管委会";

/// The unit whose rescaled total comes up to a cut by rounding. What does not apply to it adds up
/// to quarters of a point, without which no hundredth lies just under the cut.
pub const ROUNDED_UP: &str = "市代建中心";

/// Units with the keys of the indicators that do not apply to them.
const NOT_APPLICABLE: [(&str, &[&str]); 8] = [
    (
        "红海湾经济开发区管委会",
        &[
            "double-random",
            "proposals",
            "decision-list",
            "decision-pre",
            "policy-effect",
            "audit-rectify",
            "supervision",
            "normative",
            "sector-open",
            "enterprise-policy",
            "sentiment",
        ],
    ),
    (
        MOSTLY_NOT,
        &[
            "permits",
            "penalties",
            "double-random",
            "decision-list",
            "decision-pre",
            "opinions",
            "meeting-open",
            "policy-effect",
            "audit-rectify",
            "service-guide",
            "supervision",
            "enterprise-policy",
            "sector-open",
            "interp-sync",
            "interp-form",
            "interp-link",
            "sentiment",
            "media-update",
            "media-interact",
            "media-record",
        ],
    ),
    (
        "汕尾高新区管委会",
        &[
            "permits",
            "penalties",
            "double-random",
            "proposals",
            "decision-list",
            "policy-effect",
            "audit-rectify",
            "supervision",
            "normative",
            "sector-open",
            "sentiment",
            "service-guide",
        ],
    ),
    (
        "汕尾品清湖新区管委会",
        &[
            "permits",
            "penalties",
            "double-random",
            "proposals",
            "decision-list",
            "decision-pre",
            "supervision",
            "normative",
            "sector-open",
        ],
    ),
    ("市投资促进局", &["penalties", "double-random", "normative"]),
    ("市供销社", &["permits", "penalties", "double-random", "supervision"]),
    (ROUNDED_UP, &["permits", "penalties", "double-random", "supervision", "service-guide"]),
    (
        "市驻外办",
        &[
            "permits",
            "penalties",
            "double-random",
            "supervision",
            "service-guide",
            "media-update",
            "media-interact",
            "media-record",
        ],
    ),
];

/// Chances in a hundred that a note is one of the general ones.
const GENERAL_PERCENT: usize = 12;

/// Marks the cells that do not apply.
pub fn mark(sample: &mut Sample, seed: u64) {
    let mut random = Random::new(seed, "not applicable");
    for (short, keys) in NOT_APPLICABLE {
        let unit = sample.classes[DEPARTMENTS].unit(short);
        for key in keys {
            let at = At { class: DEPARTMENTS, unit, indicator: sample.indicator(DEPARTMENTS, key) };
            let own = random.pick(&sample.entry(at).not_applicable).clone();
            let general = random.pick(&sample.content.phrases.na_notes[..2]).clone();
            let note = if random.chance(GENERAL_PERCENT) { general } else { own };
            sample.cell(at).not_applicable = note;
        }
        sample.tag_unit(DEPARTMENTS, unit, "not-applicable");
    }
    let class = &sample.classes[DEPARTMENTS];
    let unit = class.unit(MOSTLY_NOT);
    assert!(class.applicable(unit) * 100 < class.full() * 60, "a share below 60%");
    assert_eq!(class.applicable(class.unit(ROUNDED_UP)) % 100, 75, "quarters of a point");
    sample.tag_unit(DEPARTMENTS, unit, "below-60");
}
