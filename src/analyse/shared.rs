//! Identical indicators of several classes, put together by their declared shared code.

use crate::check::CheckedClass;

/// Indicators that are one across classes: position of the class, position of the indicator.
pub type IndicatorGroup = Vec<(usize, usize)>;

/// Indicators of all classes, identical ones together, in the order of their first one. Those that
/// no other class declares stand alone.
pub(super) fn groups(classes: &[CheckedClass]) -> Vec<IndicatorGroup> {
    let mut groups: Vec<(Option<&str>, IndicatorGroup)> = Vec::new();
    for (class, own) in classes.iter().enumerate() {
        for (leaf, indicator) in own.system.indicators.iter().enumerate() {
            let code = indicator.shared.as_deref();
            let same = groups.iter_mut().find(|(own, group)| {
                code.is_some() && *own == code && group.iter().all(|member| member.0 != class)
            });
            match same {
                Some((_, group)) => group.push((class, leaf)),
                None => groups.push((code, vec![(class, leaf)])),
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
