//! The steps of a total, and what they add up.

use super::catalogue::{Calculation, Register};
use super::{TracePart, TraceStep, Tracing};
use crate::score::{derivation, exact_text};

impl Tracing<'_> {
    /// The steps of the key's unit, up to its base where the key is of that; its dimensions and the
    /// rows of registers that count.
    pub(super) fn derivation(&self) -> (Vec<TraceStep>, Vec<TracePart>) {
        let Some((class, unit)) = self.key.whose() else { return (Vec::new(), Vec::new()) };
        let of_base = self.key.role.ends_with("/base");
        let all = derivation(self.sources.book, class, unit);
        let end = all.iter().position(|step| step.rule == "base").filter(|_| of_base);
        let steps = all[..end.map_or(all.len(), |at| at + 1)].iter().map(|step| TraceStep {
            rule: self.say(&format!("rule.{}", step.rule), &[]),
            item: self.rule_or(&step.item),
            formula: self.spoken(step.rule, &step.formula),
            value: step.value.map(exact_text).unwrap_or_default(),
        });
        let mut parts = self.each_dimension("{u}/{d}/points", Calculation::Other);
        let registers = [Register::Corrections, Register::Bonus, Register::Deductions];
        for register in registers {
            if !of_base || register == Register::Corrections {
                parts.extend(self.rows(register));
            }
        }
        if self.sources.book.classes[class][unit].lateness.is_some() && !of_base {
            parts.extend(self.rows(Register::Submissions));
        }
        (steps.collect(), parts)
    }

    /// What a step is about, where a word of it is a rule or a kind of correction by its name.
    fn rule_or(&self, item: &str) -> String {
        let said = |word: &str| {
            let key = format!("rule.{word}");
            let is_rule = self.sources.wording.has(&format!("trace.{key}"));
            if is_rule { self.say(&key, &[]) } else { word.to_owned() }
        };
        item.split(' ').map(said).collect::<Vec<_>>().join(" ")
    }

    /// A formula without letters that stand for something.
    fn spoken(&self, rule: &str, formula: &str) -> String {
        let say = |values: Option<(&str, &str)>| {
            let (one, other) = values?;
            let values = [("one", one.to_owned()), ("other", other.to_owned())];
            Some(self.say(&format!("formula.{rule}"), &values))
        };
        let spoken = match rule {
            "points" => say(formula.strip_prefix("W=").and_then(|own| own.split_once(", Wu="))),
            "half_up" | "half_even" => say(formula.split_once(" → ")),
            "rank_gap" | "rank_dense" => {
                let own = formula.strip_prefix("#{T>").and_then(|own| own.split_once("}+1 = "));
                say(own.and_then(|(total, above)| Some((total, above.strip_suffix("+1")?))))
            }
            _ => None,
        };
        spoken.unwrap_or_else(|| formula.to_owned())
    }
}
