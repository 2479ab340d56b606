//! The table of acts: how it is made, written and read.

use rusqlite::types::Type;
use rusqlite::{Connection, Row, Transaction, named_params};

use super::act::{Act, At, Deed, Entry, Pin, Role, Signer, Version};
use crate::publish::SideFile;

/// The version of the schema below.
pub(super) const SCHEMA_VERSION: i64 = 1;
/// Marks a database as one of these (`MRSO`).
pub(super) const APPLICATION: i64 = 0x4D52_534F;

/// Acts are added and nothing else: no act changes or goes, and none takes another's number.
const SCHEMA: &str = "
CREATE TABLE acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who <> ''),
    role TEXT NOT NULL CHECK (role IN ('first', 'second')),
    act TEXT NOT NULL CHECK (act IN ('approve', 'return', 'comment', 'resolve', 'withdraw')),
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    source_sha256 TEXT NOT NULL,
    own_sha256 TEXT,
    inputs_sha256 TEXT NOT NULL,
    templates_sha256 TEXT NOT NULL,
    fonts_sha256 TEXT NOT NULL,
    program TEXT NOT NULL,
    figures_path TEXT,
    figures_sha256 TEXT,
    beside TEXT NOT NULL,
    reason TEXT NOT NULL,
    page INTEGER,
    x REAL,
    y REAL,
    figure TEXT,
    target INTEGER REFERENCES acts (id),
    seen INTEGER,
    batch INTEGER
) STRICT;
CREATE INDEX acts_of_paper ON acts (kind, unit, id);
CREATE TRIGGER acts_stay BEFORE UPDATE ON acts
BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END;
CREATE TRIGGER acts_are_kept BEFORE DELETE ON acts
BEGIN SELECT RAISE(ABORT, 'acts are never deleted'); END;
CREATE TRIGGER acts_are_new BEFORE INSERT ON acts
WHEN EXISTS (SELECT 1 FROM acts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'acts are never replaced'); END;
";

const INSERT: &str = "
INSERT INTO acts (at, who, role, act, path, kind, unit, sha256, source_sha256, own_sha256,
    inputs_sha256, templates_sha256, fonts_sha256, program, figures_path, figures_sha256, beside,
    reason, page, x, y, figure, target, seen, batch)
VALUES (:at, :who, :role, :act, :path, :kind, :unit, :sha256, :source_sha256, :own_sha256,
    :inputs_sha256, :templates_sha256, :fonts_sha256, :program, :figures_path, :figures_sha256,
    :beside, :reason, :page, :x, :y, :figure, :target, :seen, :batch)";

/// Makes the table in a new database.
pub(super) fn create(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)
}

/// Adds an act; its number.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    signer: &Signer,
    deed: &Deed,
    batch: Option<i64>,
) -> rusqlite::Result<i64> {
    let Deed { act, version, reason, pin, target, seen } = deed;
    let figures = version.figures.as_ref();
    let beside: Vec<[&str; 2]> =
        version.beside.iter().map(|own| [own.path.as_str(), own.sha256.as_str()]).collect();
    let beside = serde_json::to_string(&beside).unwrap_or_default();
    let pin = pin.as_ref();
    transaction.execute(
        INSERT,
        named_params! {
            ":at": signer.at.as_str(),
            ":who": signer.who,
            ":role": signer.role.name(),
            ":act": act.name(),
            ":path": version.path,
            ":kind": version.kind,
            ":unit": version.unit,
            ":sha256": version.sha256,
            ":source_sha256": version.source_sha256,
            ":own_sha256": version.own_sha256,
            ":inputs_sha256": version.inputs_sha256,
            ":templates_sha256": version.templates_sha256,
            ":fonts_sha256": version.fonts_sha256,
            ":program": version.program,
            ":figures_path": figures.map(|own| &own.path),
            ":figures_sha256": figures.map(|own| &own.sha256),
            ":beside": beside,
            ":reason": reason,
            ":page": pin.map(|own| own.page),
            ":x": pin.map(|own| own.x),
            ":y": pin.map(|own| own.y),
            ":figure": pin.and_then(|own| own.figure.as_ref()),
            ":target": target,
            ":seen": seen,
            ":batch": batch,
        },
    )?;
    Ok(transaction.last_insert_rowid())
}

/// All acts, in their order.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = connection.prepare("SELECT * FROM acts ORDER BY id")?;
    let entries = statement.query_map([], entry)?;
    entries.collect()
}

/// The acts on one paper, in their order.
pub(super) fn of_paper(
    connection: &Connection,
    kind: &str,
    unit: Option<&str>,
) -> rusqlite::Result<Vec<Entry>> {
    let query = "SELECT * FROM acts WHERE kind = ?1 AND unit IS ?2 ORDER BY id";
    let mut statement = connection.prepare(query)?;
    let entries = statement.query_map((kind, unit), entry)?;
    entries.collect()
}

/// The newest act of all; none when nothing was done yet.
pub(super) fn newest(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection.query_row("SELECT max(id) FROM acts", [], |row| row.get(0))
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let text = |column: &str| row.get::<_, String>(column);
    let side = |(path, sha256)| SideFile { path, sha256 };
    let figures: (Option<String>, Option<String>) =
        (row.get("figures_path")?, row.get("figures_sha256")?);
    let beside: Vec<(String, String)> =
        serde_json::from_str(&text("beside")?).map_err(|_| strange("beside"))?;
    let page: Option<u32> = row.get("page")?;
    let place: (Option<f64>, Option<f64>) = (row.get("x")?, row.get("y")?);
    let figure: Option<String> = row.get("figure")?;
    Ok(Entry {
        id: row.get("id")?,
        at: At::read(&text("at")?).ok_or_else(|| strange("at"))?,
        who: text("who")?,
        role: Role::named(&text("role")?).ok_or_else(|| strange("role"))?,
        act: Act::named(&text("act")?).ok_or_else(|| strange("act"))?,
        version: Version {
            path: text("path")?,
            kind: text("kind")?,
            unit: row.get("unit")?,
            sha256: text("sha256")?,
            source_sha256: text("source_sha256")?,
            own_sha256: row.get("own_sha256")?,
            inputs_sha256: text("inputs_sha256")?,
            templates_sha256: text("templates_sha256")?,
            fonts_sha256: text("fonts_sha256")?,
            program: text("program")?,
            figures: figures.0.zip(figures.1).map(side),
            beside: beside.into_iter().map(side).collect(),
        },
        reason: text("reason")?,
        pin: page.zip(place.0.zip(place.1)).map(|(page, (x, y))| Pin { page, x, y, figure }),
        target: row.get("target")?,
        seen: row.get("seen")?,
        batch: row.get("batch")?,
    })
}

/// A column that holds what this program never writes.
fn strange(column: &str) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, column.to_owned(), Type::Text)
}
