//! Work in parallel, in one place: plain threads, as many as the run was told, results in order.
//!
//! [`crate::pipeline`] makes the one [`Crew`] of a run and hands it to the stages. Which worker does
//! what, and when, reaches no result.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Stack of a worker: layouts nest deeply.
const STACK_BYTES: usize = 64 << 20;

/// Shares of a long list for every worker, so that one slow share does not keep the others waiting.
const SHARES: usize = 4;

/// How many workers a run may use.
#[derive(Debug, Clone, Copy)]
pub struct Crew {
    workers: usize,
}

impl Crew {
    /// A crew of so many workers; of one at least.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self { workers: workers.max(1) }
    }

    /// Does `work` for each of `count` pieces; `done` gets each result as it comes, with its
    /// position, on the calling thread.
    ///
    /// # Errors
    /// When no worker can be started.
    pub fn each<T: Send>(
        self,
        count: usize,
        work: impl Fn(usize) -> T + Sync,
        mut done: impl FnMut(usize, T),
    ) -> io::Result<()> {
        self.receive(count, work, |results| results.into_iter().for_each(|(at, own)| done(at, own)))
    }

    /// Does `work` for each of `count` pieces; `take` pulls the results in their order, on the
    /// calling thread. Workers wait while nobody takes what they have.
    ///
    /// # Errors
    /// When no worker can be started.
    pub fn in_order<T: Send, R>(
        self,
        count: usize,
        work: impl Fn(usize) -> T + Sync,
        take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
    ) -> io::Result<R> {
        self.receive(count, work, |results| {
            let mut early = BTreeMap::new();
            let mut next = 0..count;
            let mut in_order = std::iter::from_fn(|| {
                let at = next.next()?;
                while !early.contains_key(&at) {
                    let (other, result) = results.recv().ok()?;
                    early.insert(other, result);
                }
                early.remove(&at)
            });
            take(&mut in_order)
        })
    }

    fn receive<T: Send, R>(
        self,
        count: usize,
        work: impl Fn(usize) -> T + Sync,
        take: impl FnOnce(mpsc::Receiver<(usize, T)>) -> R,
    ) -> io::Result<R> {
        let next = AtomicUsize::new(0);
        let (send, receive) = mpsc::sync_channel(self.workers);
        thread::scope(|scope| {
            for worker in 0..self.workers.min(count) {
                let (next, work, send) = (&next, &work, send.clone());
                let run = move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= count || send.send((at, work(at))).is_err() {
                            return;
                        }
                    }
                };
                let started =
                    thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, run);
                // A smaller crew does the same work.
                if let Err(error) = started
                    && worker == 0
                {
                    return Err(error);
                }
            }
            drop(send);
            Ok(take(receive))
        })
    }

    /// The results of `work` for each of `count` pieces, in their order. Where no worker can be
    /// started the calling thread does it all.
    pub fn map<T: Send>(self, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        if self.workers == 1 || count <= 1 {
            return (0..count).map(work).collect();
        }
        let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
        // An error means that nothing was done yet: below all of it is.
        let _ = self.each(count, &work, |at, result| results[at] = Some(result));
        let results = results.into_iter().enumerate();
        results.map(|(at, result)| result.unwrap_or_else(|| work(at))).collect()
    }

    /// The results of `work` for shares of a list of `count`, in their order; a share has at least
    /// `least` of it.
    pub fn shares<T: Send>(
        self,
        count: usize,
        least: usize,
        work: impl Fn(Range<usize>) -> T + Sync,
    ) -> Vec<T> {
        let size = count.div_ceil(self.workers * SHARES).max(least).max(1);
        self.map(count.div_ceil(size), |at| work(at * size..count.min((at + 1) * size)))
    }

    /// The results of small work for each of a list of `count`, in their order, done in shares of
    /// at least `least`.
    pub fn each_of<T: Send>(
        self,
        count: usize,
        least: usize,
        work: impl Fn(usize) -> T + Sync,
    ) -> Vec<T> {
        let shares = self.shares(count, least, |share| share.map(&work).collect::<Vec<T>>());
        shares.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order() {
        for workers in [0, 1, 2, 7] {
            let crew = Crew::new(workers);
            assert_eq!(crew.map(5, |at| at * at), [0, 1, 4, 9, 16]);
            assert!(crew.map(0, |at| at).is_empty());
            let shares = crew.shares(1_001, 10, std::iter::Iterator::collect::<Vec<_>>);
            assert_eq!(shares.concat(), (0..1_001).collect::<Vec<_>>());
            assert_eq!(crew.each_of(1_001, 10, |at| at), (0..1_001).collect::<Vec<_>>());
            assert!(shares.iter().all(|share| !share.is_empty()));
            let even = |results: &mut dyn Iterator<Item = usize>| results.step_by(2).collect();
            let even: Vec<usize> = crew.in_order(9, |at| at, even).unwrap();
            assert_eq!(even, [0, 2, 4, 6, 8]);
            // Nobody wants the rest: the workers stop.
            let first = |results: &mut dyn Iterator<Item = usize>| results.next();
            assert_eq!(crew.in_order(1_000, |at| at, first).unwrap(), Some(0));
            let mut seen = vec![false; 9];
            crew.each(9, |at| at + 1, |at, result| seen[at] = result == at + 1).unwrap();
            assert_eq!(seen, [true; 9]);
        }
    }
}
