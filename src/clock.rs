//! Where the time of a run goes: told to whoever asks, and in no result.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What was measured of one kind of work, added up over all workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Time of the clock.
    pub time: Duration,
    /// How often it was done.
    pub times: usize,
}

/// A clock that every worker may ask.
#[derive(Debug, Default)]
pub struct Clock(Mutex<Vec<(&'static str, Spent)>>);

impl Clock {
    /// Does work of a kind and adds its time to that of its kind.
    pub fn time<T>(&self, work: &'static str, does: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = does();
        let time = started.elapsed();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.iter().position(|(own, _)| *own == work);
        let at = known.unwrap_or_else(|| {
            all.push((work, Spent::default()));
            all.len() - 1
        });
        all[at].1.time += time;
        all[at].1.times += 1;
        done
    }

    /// All that was measured, in the order in which kinds of work were first done.
    #[must_use]
    pub fn spent(&self) -> Vec<(&'static str, Spent)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_of_a_kind_is_added_up() {
        let clock = Clock::default();
        assert_eq!(clock.time("b", || 1) + clock.time("a", || 2) + clock.time("b", || 3), 6);
        let spent = clock.spent();
        let times: Vec<(&str, usize)> =
            spent.iter().map(|(work, own)| (*work, own.times)).collect();
        assert_eq!(times, [("b", 2), ("a", 1)]);
    }
}
