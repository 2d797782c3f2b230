//! The format of the record file: its marks, its version, and the way forward from older ones.
//!
//! Takes an open connection; makes the tables in an empty file, moves an older file forward step by
//! step in one transaction, and refuses files that are not records or come from a later onrecord. The
//! marks are SQLite's `application_id` and `user_version` (sqlite.org/pragma.html). Known limit: there
//! is no way back to an older format.
//!
//! Example: a file with `application_id` 0 and tables in it is some other program's database.

use super::{Error, pack};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use std::path::Path;

/// "onrc" in ASCII: the mark of a record in the header of the file.
const APPLICATION_ID: i64 = 0x6f6e_7263;

/// The format that this version writes.
pub(super) const CURRENT: i64 = 5;

/// The first onrecord that reads format [`CURRENT`]; kept in the file for older programs to name.
const NEEDS: &str = "0.1.0";

/// Tables of format [`CURRENT`].
const TABLES: &str = include_str!("schema-5.sql");

/// One step from a format to the next.
type Step = fn(&Transaction<'_>) -> rusqlite::Result<()>;

/// `STEPS[n]` moves a file from format `n + 1` to `n + 2`.
const STEPS: [Step; (CURRENT - 1) as usize] =
    [pack_readings, keep_decisions, log_lines, keep_pages];

/// What kind of file it is.
enum Found {
    Empty,
    Foreign,
    Format(i64),
}

/// Makes the file at `path` one of format [`CURRENT`]: new tables in an empty file, steps in an older.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let report = |e| Error::of(path, e);
    if let Found::Format(CURRENT) = found(connection).map_err(report)? {
        return Ok(());
    }
    refuse_unusable(connection, path)?;
    let wal = connection.pragma_update(None, "journal_mode", "WAL");
    wal.map_err(report)?;
    let behaviour = TransactionBehavior::Immediate;
    let transaction = connection
        .transaction_with_behavior(behaviour)
        .map_err(report)?;
    bring_forward(&transaction).map_err(report)?;
    transaction.commit().map_err(report)
}

/// Whether the file at `path` is of format [`CURRENT`], without changing it.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), Error> {
    refuse_unusable(connection, path)?;
    match found(connection).map_err(|e| Error::of(path, e))? {
        Found::Format(CURRENT) => Ok(()),
        Found::Format(older) => Err(Error::Older {
            path: path.to_owned(),
            found: older,
        }),
        Found::Empty | Found::Foreign => Err(Error::NotARecord {
            path: path.to_owned(),
        }),
    }
}

fn refuse_unusable(connection: &Connection, path: &Path) -> Result<(), Error> {
    let path = path.to_owned();
    match found(connection).map_err(|e| Error::of(&path, e))? {
        Found::Foreign => Err(Error::NotARecord { path }),
        Found::Format(found) if found > CURRENT => Err(Error::Newer {
            path,
            found,
            known: CURRENT,
            needs: needed(connection),
        }),
        Found::Empty | Found::Format(_) => Ok(()),
    }
}

/// The onrecord that a newer file asks for; the table `meta` is part of every format.
fn needed(connection: &Connection) -> String {
    let needs = "SELECT value FROM meta WHERE key = 'needs'";
    let found = connection.query_row(needs, [], |row| row.get(0)).optional();
    let named = found.ok().flatten();
    named.unwrap_or_else(|| "a newer version".to_owned())
}

/// One statement, hence one state of the file: another program may be making its tables right now.
fn found(connection: &Connection) -> rusqlite::Result<Found> {
    let marks = "SELECT (SELECT count(*) FROM sqlite_schema), application_id, user_version FROM pragma_application_id, pragma_user_version";
    let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let marks: (i64, i64, i64) = connection.query_row(marks, [], columns)?;
    Ok(match marks {
        (_, APPLICATION_ID, version) if version > 0 => Found::Format(version),
        (0, 0, 0) => Found::Empty,
        _ => Found::Foreign,
    })
}

/// Inside the transaction the file is looked at again: another program may have been quicker.
fn bring_forward(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let Found::Format(from) = found(transaction)? else {
        return create(transaction);
    };
    let done = usize::try_from(from - 1).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        step(transaction)?;
    }
    mark(transaction)
}

fn create(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(TABLES)?;
    let zero = "INSERT INTO meta (key, value) VALUES ('generation', 0)";
    transaction.execute(zero, [])?;
    mark(transaction)
}

fn mark(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", CURRENT)?;
    let needs = "INSERT OR REPLACE INTO meta (key, value) VALUES ('needs', ?1)";
    transaction.execute(needs, [NEEDS]).map(|_| ())
}

/// From 2 to 3: see `schema-2-to-3.sql`.
fn keep_decisions(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema-2-to-3.sql"))
}

/// From 3 to 4: see `schema-3-to-4.sql`.
fn log_lines(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema-3-to-4.sql"))
}

/// From 4 to 5: see `schema-4-to-5.sql`.
fn keep_pages(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema-4-to-5.sql"))
}

/// From 1 to 2: see `schema-1-to-2.sql`.
fn pack_readings(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema-1-to-2.sql"))?;
    let read = "SELECT number, reading FROM document_1 ORDER BY number";
    let mut read = transaction.prepare(read)?;
    let copy = "INSERT INTO document SELECT number, id, title, text, about, ?2, lexicon FROM document_1 WHERE number = ?1";
    let mut copy = transaction.prepare(copy)?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let json: String = row.get(1)?;
        let frame = pack::pack_bytes(json.as_bytes()).map_err(pack::refused)?;
        copy.execute(params![row.get::<_, i64>(0)?, frame])?;
    }
    drop(rows);
    transaction.execute_batch("DROP TABLE document_1")
}
