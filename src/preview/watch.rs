//! Which folders have changed, found by looking: again and again, at every file's size and time.
//!
//! No notices of the operating system, because the folders of an office lie on shares as often as
//! not, where none arrive, and because a save that replaces a file looks the same this way as one
//! that writes into it. A folder of some hundred files is looked through in a millisecond or two.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;

use crate::assets::is_passing;

/// Time between two looks, of a folder that is quickly looked through.
const PAUSE: Duration = Duration::from_millis(80);

/// A slow folder is looked through for no more than one part in so many of the time.
const REST: u32 = 8;

/// Time in which a save of several steps goes on.
const SETTLING: Duration = Duration::from_millis(25);

/// Looks for the end of a save; what is still being written after them is told as it is.
const MOST_SETTLING: usize = 12;

/// Size and time of a file.
type Stamp = (u64, Option<SystemTime>);

/// A folder's files with their stamps.
type Stamps = BTreeMap<PathBuf, Stamp>;

/// Folders that are watched, each with what was last seen of it.
#[derive(Debug)]
pub(super) struct Watch {
    folders: Vec<(PathBuf, Stamps)>,
}

impl Watch {
    /// Begins to watch folders as they are now.
    pub(super) fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let seen = |folder: PathBuf| {
            let stamps = stamps(&folder);
            (folder, stamps)
        };
        Self { folders: folders.into_iter().map(seen).collect() }
    }

    /// Waits for a change that has come to its end; says of each folder whether it is in it, and
    /// when it was first seen.
    pub(super) fn wait(&mut self) -> (Vec<bool>, Instant) {
        loop {
            let began = Instant::now();
            let mut changed = self.look();
            if changed.contains(&true) {
                for _ in 0..MOST_SETTLING {
                    sleep(SETTLING);
                    let more = self.look();
                    if !more.contains(&true) {
                        break;
                    }
                    changed.iter_mut().zip(more).for_each(|(own, more)| *own |= more);
                }
                return (changed, began);
            }
            sleep(PAUSE.max(began.elapsed() * REST));
        }
    }

    fn look(&mut self) -> Vec<bool> {
        let look = |(folder, last): &mut (PathBuf, Stamps)| {
            let now = stamps(folder);
            let changed = now != *last;
            *last = now;
            changed
        };
        self.folders.iter_mut().map(look).collect()
    }
}

/// What can be seen of a folder; a file that is just being replaced is not there.
fn stamps(folder: &Path) -> Stamps {
    // Links are followed as templates are read.
    let entries = WalkDir::new(folder).follow_links(true).into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !is_passing(&entry.file_name().to_string_lossy())
    });
    let files = entries.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let stamped = files.filter_map(|entry| {
        let about = entry.metadata().ok()?;
        Some((entry.into_path(), (about.len(), about.modified().ok())))
    });
    stamped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_save_is_seen_and_a_lock_is_not() {
        let (data, templates) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(data.path().join("a.csv"), "1").unwrap();
        let folders = [data.path(), templates.path()].map(Path::to_owned);
        let mut watch = Watch::new(folders);
        assert_eq!(watch.look(), [false, false]);
        fs::write(data.path().join("~$a.xlsx"), "lock").unwrap();
        fs::write(data.path().join(".~lock.a.xlsx#"), "lock").unwrap();
        assert_eq!(watch.look(), [false, false]);
        fs::write(data.path().join("a.csv"), "12").unwrap();
        assert_eq!(watch.look(), [true, false]);
        // Replaced as editors do: written beside, then renamed.
        fs::create_dir(templates.path().join("layouts")).unwrap();
        let (beside, own) = (templates.path().join(".new"), templates.path().join("layouts/a.typ"));
        fs::write(&beside, "text").unwrap();
        fs::rename(&beside, &own).unwrap();
        assert_eq!(watch.wait().0, [false, true]);
        fs::remove_file(own).unwrap();
        assert_eq!(watch.look(), [false, true]);
        assert_eq!(watch.look(), [false, false]);
    }
}
