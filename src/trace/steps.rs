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
            formula: step.formula.clone(),
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

    /// The name of a rule, where what a step is about is one.
    fn rule_or(&self, item: &str) -> String {
        let key = format!("trace.rule.{item}");
        let is_rule = !item.is_empty() && self.sources.wording.has(&key);
        if is_rule { self.say(&format!("rule.{item}"), &[]) } else { item.to_owned() }
    }
}
