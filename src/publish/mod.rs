//! The last stage: documents and results become the next output folder, which replaces the last
//! one whole.
//!
//! The next folder is built beside the last (files whose bytes did not change are hard links),
//! synced, and exchanged with it in one step; a lock keeps a second run out. Whatever happens
//! before that step, the last output is whole; after it, the new one is.

mod blanks;
mod bundle;
mod folder;
mod manifest;
mod opened;
mod parcelled;
mod report;
mod sealed;
mod shared;
mod standing;
mod swap;
mod whole;

pub use blanks::{Added, NewFile, NewFolder, add_files, record_of};
pub use bundle::{Links, is_unpacked, make_private, pack, remove, unpack, unpacked};
pub use folder::{Edition, Output, PublishedFile};
pub use manifest::{Manifest, ManifestDocument, SaidFinding, SideFile, arrange_said};
pub use opened::{Opened, ReportFolder};
pub use report::{Way, put_report};
pub use shared::{ShareFolder, share_folder, shared_assessments};
pub use standing::{Memory, Published, Standing};
pub use whole::{make_folders, put_whole};
