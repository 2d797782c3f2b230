//! The record file: readings, what was derived from them, and a full-text index, in one SQLite file.
//!
//! Takes readings and the record derived from them; gives back both, texts, single lines and search
//! hits. Ground state (documents, readings, decisions) and derived state (lines) are kept apart: every change of
//! the ground raises its *generation* in the same transaction, and lines carry the generation that they
//! were derived from. So after a kill at any moment [`Store::is_stale`] tells that the lines are to be
//! derived again. Method: write-ahead log with full synchronisation (sqlite.org/wal.html), one writer at
//! a time, one transaction a call. Known limit: a file of 100,000 documents derives as a whole.
//!
//! Example: `store.put(&readings, version)?` twice leaves what it left once.

mod decision;
mod error;
mod line;
mod log;
mod pack;
mod page;
mod read;
mod redirect;
mod renew;
mod schema;
mod search;
mod verify;
mod visit;
mod write;

pub use error::Error;
pub use line::Line;
pub use log::Entry;
pub use page::Page;
pub use redirect::redirects;
pub use search::{Field, Hit};
pub use verify::Broken;
pub use visit::Visit;

use model::Id;
use rusqlite::{Connection, OpenFlags, Row};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a call waits for another program to let go of the file: longer than writing the lines of
/// 6,000 articles takes, short enough that a person still sees the connection.
const PATIENCE: Duration = Duration::from_secs(15);

/// An open record file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    connection: Connection,
}

/// State of the ground: raised by every change of documents or readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Generation(i64);

impl Store {
    /// Opens the record at `path` for reading and writing; an older format is moved forward.
    ///
    /// # Errors
    /// No such file, not a record, a newer format, locked, damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        existing(path)?;
        Self::ready(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens the record at `path`, or makes an empty one where nothing is.
    ///
    /// # Errors
    /// As [`Store::open`], but for a missing file; also a folder that cannot be written.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        if path.is_dir() {
            return Err(Error::NotARecord {
                path: path.to_owned(),
            });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Self::ready(path, flags)
    }

    /// Opens the record at `path` so that nothing in it can change.
    ///
    /// # Errors
    /// As [`Store::open`]; also an older format, which cannot be moved forward here.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        existing(path)?;
        let look = |path: &Path, name: &Path, flags| {
            let store = Self::connect(path, name, flags)?;
            schema::check(&store.connection, path).map(|()| store)
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        match look(path, path, flags) {
            // Even to read, a write-ahead log wants a file beside the record. Where the folder forbids it,
            // nobody can be writing, so the file may be read as it stands if no log was left behind.
            Err(Error::ReadOnly { .. }) if !has_log(path) => {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                look(path, &PathBuf::from(immutable(path)), flags)
            }
            opened => opened,
        }
    }

    /// Waits `patience` instead of the usual 15 seconds for other programs that hold the file.
    ///
    /// # Errors
    /// None that occurs in practice; SQLite refuses the setting only on a broken handle.
    pub fn with_patience(self, patience: Duration) -> Result<Self, Error> {
        self.reported(self.connection.busy_timeout(patience))?;
        Ok(self)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn ready(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let mut store = Self::connect(path, path, flags)?;
        schema::prepare(&mut store.connection, path)?;
        Ok(store)
    }

    /// Opens the file at `path` under `name`, which is the path or a URI of it.
    fn connect(path: &Path, name: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let report = |e| Error::of(path, e);
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(name, flags).map_err(report)?;
        connection.busy_timeout(PATIENCE).map_err(report)?;
        // A commit is on the disk when `put` returns; batches are few, so the wait costs little.
        let full = connection.pragma_update(None, "synchronous", "FULL");
        full.map_err(report)?;
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    /// The result of SQLite with this file's name in its error.
    fn reported<T>(&self, result: rusqlite::Result<T>) -> Result<T, Error> {
        result.map_err(|e| Error::of(&self.path, e))
    }

    /// The stored JSON `body` as `T`; `line` names it in the error.
    fn decoded<T: serde::de::DeserializeOwned>(&self, line: &str, body: &str) -> Result<T, Error> {
        serde_json::from_str(body).map_err(|e| self.unreadable(line, &e))
    }

    fn unreadable(&self, line: &str, what: &dyn std::fmt::Display) -> Error {
        unreadable(&self.path, line, what)
    }
}

/// What is wrong with a stored line of the file at `path`.
fn unreadable(path: &Path, line: &str, what: &dyn std::fmt::Display) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        line: line.to_owned(),
        what: what.to_string(),
    }
}

/// The id in a column of a row.
fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<Id> {
    Ok(row.get_ref(column)?.as_str()?.into())
}

fn existing(path: &Path) -> Result<(), Error> {
    let path = path.to_owned();
    if path.is_dir() {
        return Err(Error::NotARecord { path });
    }
    if path.exists() {
        return Ok(());
    }
    Err(Error::Missing { path })
}

#[expect(clippy::disallowed_methods, reason = "the store looks at its own file")]
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|found| found.len() > 0)
}

/// The URI of a file that nobody changes (sqlite.org/uri.html), signs with a meaning there escaped.
fn immutable(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            _ => uri.push(c),
        }
    }
    uri + "?immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_nobody_changes_opens_by_its_uri() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("50% a?b#c.db");
        drop(Store::open_or_create(&path).unwrap());
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let store = Store::connect(&path, Path::new(&immutable(&path)), flags).unwrap();
        assert_eq!(store.ids().unwrap(), []);
        assert!(!has_log(&path));
    }
}
