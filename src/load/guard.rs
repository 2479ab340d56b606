//! Panics of libraries on damaged input, caught at one place.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What a reader gives; none when it panics, as libraries do on some damaged files. Nothing that
/// the reader held is used afterwards. A panic on this thread is not printed meanwhile; other
/// threads print theirs.
pub(super) fn caught<T>(read: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if !QUIET.get() {
                hook(panicked);
            }
        }));
    });
    QUIET.set(true);
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    QUIET.set(false);
    read.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_none() {
        let none: Vec<u8> = Vec::new();
        assert_eq!(caught(|| none[none.len()]), None);
        assert_eq!(caught(|| 1), Some(1));
    }
}
