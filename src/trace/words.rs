//! What a figure is called, and how it is calculated, in words of `wording/trace.toml`.

use std::collections::BTreeMap;

use super::catalogue::Calculation;
use super::key::Key;
use super::{Known, TracePart, Tracing, calculate, is_of_paper};
use crate::assets::Wording;
use crate::score::exact_text;

/// The most numbers that a sum is written out with.
const MOST_TERMS: usize = 12;

/// Names in the object of a figure that tell it from others of its list.
const ITEM_LABELS: [&str; 6] = ["number", "cause", "name", "piece", "item", "short"];

/// The name of a role: of the whole, else of its last segments.
#[must_use]
pub fn role_name(wording: &Wording, role: &str) -> String {
    let mut rest = Some(role);
    while let Some(own) = rest {
        let key = format!("trace.role.{own}");
        if wording.has(&key) {
            return wording.say(&key, ());
        }
        rest = own.split_once('/').map(|(_, rest)| rest);
    }
    role.to_owned()
}

impl Tracing<'_> {
    pub(super) fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: BTreeMap<&str, &String> =
            values.iter().map(|(name, text)| (*name, text)).collect();
        self.sources.wording.say(&format!("trace.{key}"), values)
    }

    /// The name of the figure.
    pub(super) fn name(&self) -> String {
        self.name_of(&self.key, self.known)
    }

    pub(super) fn name_of(&self, key: &Key, known: Option<&Known>) -> String {
        let class = key.class.map(|class| self.class(class));
        let unit = |unit: Option<usize>| {
            class
                .zip(unit)
                .map_or_else(String::new, |(class, unit)| class.units[unit].short.clone())
        };
        let is_whole = key.role.starts_with("class/") || key.role.contains("one-class");
        let of_class = class.filter(|_| is_whole && key.unit.is_none());
        let leaf = class.zip(key.leaf).map(|(class, leaf)| &class.system.indicators[leaf]);
        let dimension = class.zip(key.dimension).map(|(class, at)| &class.system.dimensions[at]);
        let item = || {
            let mut labels = ITEM_LABELS.iter();
            let own = labels.find_map(|name| known?.label(name)).filter(|_| key.number.is_some());
            own.map(str::to_owned)
        };
        let code = key.code.as_ref().filter(|_| !is_of_paper(key)).map(|code| {
            let cause = self.sources.book.checked.cause(code);
            cause
                .filter(|_| key.role.contains("cause"))
                .map_or_else(|| code.clone(), |own| own.name.clone())
        });
        let about = leaf
            .map(|own| format!("{} {}", own.code, own.name))
            .or_else(|| dimension.map(|own| own.name.clone()))
            .or(code)
            .or_else(item)
            .unwrap_or_default();
        let values = [
            ("class", of_class.map(|own| own.name.clone()).unwrap_or_default()),
            ("unit", unit(key.unit)),
            ("other", unit(key.other)),
            ("about", about),
            ("what", role_name(self.sources.wording, &key.role)),
            ("number", key.number.map(|number| number.to_string()).unwrap_or_default()),
        ];
        self.say("name", &values)
    }

    /// How it is calculated, with its numbers.
    pub(super) fn how(&self, calculation: Calculation, parts: &[TracePart], table: &str) -> String {
        let role = format!("trace.how.{}", self.key.role);
        let numbers: Option<Vec<_>> = parts.iter().map(|part| part.exact).collect();
        let sum = numbers.as_ref().map(|numbers| calculate::sum(numbers));
        let value = calculate::value(calculation, parts).map(|own| self.written(own));
        let terms: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
        let sign = if calculation == Calculation::Sum { " + " } else { ", " };
        let short = (!terms.is_empty() && terms.len() <= MOST_TERMS).then(|| terms.join(sign));
        let at = |place: usize| parts.get(place).map(|part| part.value.clone()).unwrap_or_default();
        let values = [
            ("count", parts.len().to_string()),
            ("sum", sum.map(exact_text).unwrap_or_default()),
            ("value", value.unwrap_or_default()),
            ("terms", short.unwrap_or_default()),
            ("first", at(0)),
            ("second", at(1)),
            ("table", table.to_owned()),
        ];
        let own = self.sources.wording.has(&role).then(|| format!("how.{}", self.key.role));
        self.say(&own.unwrap_or_else(|| format!("calculation.{}", calculation.name())), &values)
    }
}
