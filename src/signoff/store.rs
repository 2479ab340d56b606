//! The acts of an assessment's reviewers on disk.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::act::{Act, Deed, Entry, Signer, Version};
use super::versions::Versions;
use super::{rules, table};
use crate::finding::{Failure, failure};
use crate::model::PageSpots;
use crate::settings::Review;

/// The database.
const FILE: &str = "signoff.sqlite";

/// How long another writer is waited for, in thousandths of a second.
const PATIENCE: i64 = 10_000;

/// The acts of an assessment's reviewers, with the versions that they are about.
#[derive(Debug)]
pub struct Signoffs {
    connection: Connection,
    path: PathBuf,
    /// Output folder of the assessment.
    edition: PathBuf,
    versions: Versions,
}

impl Signoffs {
    /// Opens the sign-offs of an assessment in an output folder; makes them when nobody has signed
    /// anything yet.
    ///
    /// # Errors
    /// A failure when they cannot be read or written, or a newer program made them.
    pub fn open(output: &Path, id: &str) -> Result<Self, Failure> {
        let below = Path::new(Review::FOLDER).join(id);
        let versions = Versions::open(output, &below)?;
        let path = output.join(below).join(FILE);
        let connection = connect(&path)?;
        Ok(Self { connection, path, edition: output.join(id), versions })
    }

    /// Opens the sign-offs of an assessment if there are any; makes nothing.
    ///
    /// # Errors
    /// As [`Signoffs::open`].
    pub fn find(output: &Path, id: &str) -> Result<Option<Self>, Failure> {
        let there = output.join(Review::FOLDER).join(id).join(FILE).is_file();
        there.then(|| Self::open(output, id)).transpose()
    }

    /// All acts, in their order.
    ///
    /// # Errors
    /// A failure when they cannot be read.
    pub fn acts(&self) -> Result<Vec<Entry>, Failure> {
        table::all(&self.connection).map_err(|error| failed(&self.path, &error))
    }

    /// Number of the newest act; none where there is none.
    ///
    /// # Errors
    /// A failure when it cannot be read.
    pub fn newest(&self) -> Result<Option<i64>, Failure> {
        table::newest(&self.connection).map_err(|error| failed(&self.path, &error))
    }

    /// Does acts, all of them or none; gives their numbers. When this returns they last, and so do
    /// the versions that they are about.
    ///
    /// # Errors
    /// A failure when a text is refused, an act may not be done, somebody else has acted on a paper
    /// since it was seen, a paper is not what its version says, or the disk fails. Nothing was done
    /// then.
    pub fn record(&mut self, signer: &Signer, deeds: &[Deed]) -> Result<Vec<i64>, Failure> {
        let deeds: Vec<Deed> = deeds.iter().map(with_plain_lines).collect();
        for deed in &deeds {
            rules::texts(signer, deed)?;
            // What an act on an act is about was kept with that one.
            if !deed.act.has_target() {
                self.versions.keep(&deed.version, &self.edition)?;
            }
        }
        let Self { connection, path, .. } = self;
        let failed = |error: rusqlite::Error| failed(path, &error);
        // Nobody writes between looking and doing.
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let first = table::newest(&transaction).map_err(failed)?.unwrap_or_default() + 1;
        let batch = (deeds.len() > 1).then_some(first);
        let mut ids = Vec::new();
        for (at, deed) in deeds.iter().enumerate() {
            let Version { kind, unit, path: document, .. } = &deed.version;
            // Each paper once: the second act would not have seen the first.
            let mut before = deeds[..at].iter();
            if before.any(|other| other.version.same_paper(&deed.version)) {
                return Err(Failure::new(failure::SIGNOFF_TWICE).with("document", document));
            }
            let acts = table::of_paper(&transaction, kind, unit.as_deref()).map_err(failed)?;
            rules::follows(signer, deed, &acts)?;
            ids.push(table::insert(&transaction, signer, deed, batch).map_err(failed)?);
        }
        transaction.commit().map_err(failed)?;
        Ok(ids)
    }

    /// The bytes of a version that somebody acted on, or of what goes with it.
    ///
    /// # Errors
    /// A failure when they are not there, or no longer what they were.
    pub fn version(&self, sha256: &str) -> Result<Vec<u8>, Failure> {
        self.versions.read(sha256)
    }

    /// Where the figures of such a version stand; nothing for a paper that is no PDF.
    ///
    /// # Errors
    /// As [`Signoffs::version`].
    pub fn figures(&self, version: &Version) -> Result<Vec<PageSpots>, Failure> {
        let Some(file) = &version.figures else {
            return Ok(Vec::new());
        };
        let bytes = self.versions.read(&file.sha256)?;
        let lost = |_| Failure::new(failure::SIGNOFF_LOST).with("version", &file.sha256);
        serde_json::from_slice(&bytes).map_err(lost)
    }
}

/// An act whose text has lines as everybody writes them.
fn with_plain_lines(deed: &Deed) -> Deed {
    let pin = deed.pin.clone().filter(|_| deed.act == Act::Comment);
    Deed { reason: deed.reason.replace("\r\n", "\n"), pin, ..deed.clone() }
}

fn connect(path: &Path) -> Result<Connection, Failure> {
    let failed = |error: rusqlite::Error| failed(path, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    set_up(&connection).map_err(failed)?;
    // Whoever only looks needs no leave to write.
    if is_new(&connection, path)? {
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        // Another program may have been quicker.
        if is_new(&transaction, path)? {
            table::create(&transaction).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
    }
    // Only now: nothing of somebody else's is touched.
    let mode = connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()));
    mode.map_err(failed)?;
    Ok(connection)
}

/// Whether nothing stands in a database yet.
///
/// # Errors
/// A failure when something else stands in it, or what a newer program made.
fn is_new(connection: &Connection, path: &Path) -> Result<bool, Failure> {
    // In one look: another program may be making it.
    let look = "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
        FROM pragma_application_id, pragma_user_version";
    let looked: (i64, i64, i64) = connection
        .query_row(look, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(|error| failed(path, &error))?;
    match looked {
        (0, 0, 0) => Ok(true),
        (table::APPLICATION, table::SCHEMA_VERSION, _) => Ok(false),
        (table::APPLICATION, schema, _) => {
            let failure = Failure::new(failure::SIGNOFF_NEWER).with("path", path.display());
            Err(failure.with("schema", schema).with("known", table::SCHEMA_VERSION))
        }
        _ => Err(Failure::new(failure::SIGNOFF_FOREIGN).with("path", path.display())),
    }
}

/// A rollback journal works on shared folders too, where a write-ahead log does not; EXTRA is FULL
/// and makes the end of the journal last as well, so that what was acknowledged outlives a power
/// cut.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "busy_timeout", PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "synchronous", "EXTRA")
}

fn failed(path: &Path, error: &rusqlite::Error) -> Failure {
    let code = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => failure::DISK_FULL,
        Some(ErrorCode::NotADatabase) => failure::SIGNOFF_FOREIGN,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => failure::SIGNOFF_BUSY,
        _ => failure::SIGNOFF_FAILED,
    };
    Failure::new(code).with("path", path.display()).with("cause", error)
}
