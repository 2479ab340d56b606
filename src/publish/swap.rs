//! File system steps that either happen or do not: write, sync, exchange.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a new file, part behind part, and syncs it.
pub(super) fn write_synced(path: &Path, parts: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    parts.iter().try_for_each(|part| file.write_all(part.as_ref()))?;
    file.sync_all()
}

/// Syncs a folder, so that the names in it last; Windows has no such step.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Removes a folder with all that is in it, if it is there.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Puts `next` in the place of `current`. Where the system can, both change places in one step and
/// the old folder stands at `next` afterwards; else by two renames over `last`, which
/// [`recover`] completes after a crash between them.
pub(super) fn exchange(next: &Path, current: &Path, last: &Path) -> io::Result<()> {
    if !current.exists() {
        return fs::rename(next, current);
    }
    if exchange_in_one_step(next, current)? {
        return Ok(());
    }
    remove_folder(last)?;
    fs::rename(current, last)?;
    if let Err(error) = fs::rename(next, current) {
        // Nothing may be missing: the old folder goes back.
        fs::rename(last, current)?;
        return Err(error);
    }
    fs::rename(last, next)
}

/// Exchanges two folders atomically; false where the system cannot.
#[cfg(target_os = "linux")]
fn exchange_in_one_step(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Exchanges two folders atomically; never where the system cannot.
#[cfg(not(target_os = "linux"))]
fn exchange_in_one_step(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Completes or undoes what a killed run left: a folder between two renames goes back, a
/// half-built next folder goes.
pub(super) fn recover(next: &Path, current: &Path, last: &Path) -> io::Result<()> {
    if last.exists() {
        if current.exists() {
            remove_folder(last)?;
        } else {
            fs::rename(last, current)?;
        }
    }
    remove_folder(next)
}
