//! Work in parallel, in one place: plain threads, as many as the run was told, results in order.
//!
//! [`crate::pipeline`] makes the one [`Crew`] of a run and hands it to the stages. Which worker does
//! what, and when, reaches no result.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, SendError};
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

    /// How many workers there are.
    #[must_use]
    pub const fn workers(self) -> usize {
        self.workers
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
        self.receive(count, &work, |results| {
            results?.into_iter().for_each(|(at, own)| done(at, own));
            Ok(())
        })
    }

    /// Does `work` for each of `count` pieces; `take` pulls the results in their order, on the
    /// calling thread. Workers wait while nobody takes what they have. Where no worker can be
    /// started, or there is one piece only, the calling thread does each piece as it is taken.
    pub fn pull<T: Send, R>(
        self,
        count: usize,
        work: impl Fn(usize) -> T + Sync,
        take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
    ) -> R {
        if self.workers == 1 || count <= 1 {
            return take(&mut (0..count).map(work));
        }
        self.receive(count, &work, |results| match results {
            Ok(results) => take(&mut in_order(count, results)),
            Err(_) => take(&mut (0..count).map(&work)),
        })
    }

    /// Both results; `beside` is worked out by a worker of its own, where there is one.
    pub fn join<A, B: Send>(
        self,
        here: impl FnOnce() -> A,
        beside: impl Fn() -> B + Sync,
    ) -> (A, B) {
        let count = usize::from(self.workers > 1);
        let (here, other) = self.receive(count, &|_| beside(), |results| {
            let here = here();
            (here, results.ok().and_then(|results| results.recv().ok()))
        });
        let other = other.map_or_else(&beside, |(_, other)| other);
        (here, other)
    }

    /// `make` hands on one thing after the other; `take` gets them in their order, on a worker of
    /// its own where there is one, while the next is made.
    pub fn hand_on<T: Send, R>(
        self,
        make: impl FnOnce(&mut dyn FnMut(T)) -> R,
        take: impl FnMut(T) + Send,
    ) -> R {
        let (send, receive) = mpsc::sync_channel(1);
        let take = Mutex::new(take);
        let take = |own| {
            if let Ok(mut take) = take.lock() {
                take(own);
            }
        };
        thread::scope(|scope| {
            let take = &take;
            let takes = move || receive.into_iter().for_each(take);
            if self.workers > 1 {
                let builder = thread::Builder::new().stack_size(STACK_BYTES);
                // Where it does not start nobody receives: see below.
                let _ = builder.spawn_scoped(scope, takes);
            } else {
                drop(takes);
            }
            let result = make(&mut |own| {
                if let Err(SendError(own)) = send.send(own) {
                    take(own);
                }
            });
            drop(send);
            result
        })
    }

    fn receive<T: Send, R>(
        self,
        count: usize,
        work: &(impl Fn(usize) -> T + Sync),
        take: impl FnOnce(io::Result<mpsc::Receiver<(usize, T)>>) -> R,
    ) -> R {
        let next = AtomicUsize::new(0);
        let (send, receive) = mpsc::sync_channel(self.workers);
        thread::scope(|scope| {
            for worker in 0..self.workers.min(count) {
                let (next, send) = (&next, send.clone());
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
                    return take(Err(error));
                }
            }
            drop(send);
            take(Ok(receive))
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

/// The results of `count` pieces in their order, as they come.
fn in_order<T>(count: usize, results: mpsc::Receiver<(usize, T)>) -> impl Iterator<Item = T> {
    let mut early = BTreeMap::new();
    let mut next = 0..count;
    std::iter::from_fn(move || {
        let at = next.next()?;
        while !early.contains_key(&at) {
            let (other, result) = results.recv().ok()?;
            early.insert(other, result);
        }
        early.remove(&at)
    })
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
            let sum = |results: &mut dyn Iterator<Item = usize>| results.fold(0, |a, b| 10 * a + b);
            assert_eq!(crew.pull(5, |at| at, sum), 1_234);
            assert_eq!(crew.pull(0, |at| at, sum), 0);
            assert_eq!(crew.join(|| 1, || "two"), (1, "two"));
            let mut handed = Vec::new();
            let made = crew.hand_on(|on| (0..9).map(on).count(), |at| handed.push(at));
            assert_eq!((made, handed), (9, (0..9).collect()));
            // Nobody wants the rest: the workers stop.
            let first = |results: &mut dyn Iterator<Item = usize>| results.next();
            assert_eq!(crew.pull(1_000, |at| at, first), Some(0));
            let mut seen = vec![false; 9];
            crew.each(9, |at| at + 1, |at, result| seen[at] = result == at + 1).unwrap();
            assert_eq!(seen, [true; 9]);
        }
    }
}
