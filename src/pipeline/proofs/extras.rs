//! Bonus under its gate and its cap. `tests/cities/registers`: C01 has 93 points and 2 of bonus,
//! C02 80 and 1, C03 75 and none.

use super::{book, crew};
use crate::model::Points;
use crate::score::score;

/// Registered, counted and whether the gate stopped it, of the first three units.
fn bonus(gate: Option<&str>, cap: Option<&str>) -> Vec<(i64, i64, bool)> {
    let mut checked = book("tests/cities/registers").checked;
    let class = &mut checked.settings.classes[0];
    class.bonus_gate = gate.map(str::to_owned);
    class.bonus_cap = cap.map(str::to_owned);
    let scores = score(checked, crew()).classes.remove(0);
    let hundredths = |points: Points| points.scaled() / 100;
    let own = scores.iter().take(3).map(|score| score.bonus);
    own.map(|own| (hundredths(own.registered), hundredths(own.counted), own.stopped)).collect()
}

#[test]
fn a_gate_stops_whoever_is_below_it_and_has_a_bonus() {
    let all = [(200, 200, false), (100, 100, false), (0, 0, false)];
    assert_eq!(bonus(None, None), all);
    assert_eq!(bonus(Some("80"), None), all);
    assert_eq!(bonus(Some("80.0001"), None), [all[0], (100, 0, true), all[2]]);
    assert_eq!(bonus(Some("94"), None), [(200, 0, true), (100, 0, true), all[2]]);
}

#[test]
fn a_cap_limits_what_counts() {
    assert_eq!(bonus(None, Some("1.5")), [(200, 150, false), (100, 100, false), (0, 0, false)]);
    assert_eq!(bonus(None, Some("2")), bonus(None, None));
    assert_eq!(bonus(Some("93"), Some("0.5"))[..2], [(200, 50, false), (100, 0, true)]);
}
