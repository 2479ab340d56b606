//! Single files outside the output folder that last as soon as they are put.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::folder::write_failure;
use super::swap;
use crate::finding::Failure;

/// Files put by this process: two never share a name while they are written.
static PUT: AtomicU64 = AtomicU64::new(0);

/// Makes the folders of a path below `root`, which last when this returns.
///
/// # Errors
/// A failure when one cannot be made.
pub fn make_folders(root: &Path, below: &Path) -> Result<(), Failure> {
    let folder = root.join(below);
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(|error| write_failure(&folder, &error))?;
    let above = folder.ancestors().take_while(|own| own.starts_with(root));
    for own in above {
        swap::sync_folder(own).map_err(|error| write_failure(own, &error))?;
    }
    Ok(())
}

/// Puts a file at its place whole or not at all, over what stands there; it lasts when this
/// returns.
///
/// # Errors
/// A failure when it cannot be written; what stood there is then as it was.
pub fn put_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let number = PUT.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let next = path.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
    // A killed process with this number may have left one.
    let _ = fs::remove_file(&next);
    let put = swap::write_synced(&next, &[bytes]).and_then(|()| fs::rename(&next, path));
    let put = put.and_then(|()| path.parent().map_or(Ok(()), swap::sync_folder));
    put.map_err(|error| {
        let _ = fs::remove_file(&next);
        write_failure(path, &error)
    })
}
