//! What can go wrong with a record file: which file, what happened, how to mend it.
//!
//! Returned by every operation of the store and shown to the user as it stands. The primary result
//! codes of SQLite (sqlite.org/rescode.html) are mapped to variants that a person can act on; what is
//! left is shown in SQLite's words. Known limit: a record on a network share may report a lock as an
//! input/output error.
//!
//! Example: `record a.db is locked by another program (help: …)`.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// A record file that cannot be used as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there.
    #[error(
        "there is no record at {path} (help: `onrecord add ARTICLES --record {path}` makes one)"
    )]
    Missing {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file is there but was not made by onrecord.
    #[error(
        "{path} is not a record (help: give the path of a file that `onrecord add` made; this one is left as it is)"
    )]
    NotARecord {
        /// The file.
        path: PathBuf,
    },
    /// A later onrecord made the file.
    #[error(
        "record {path} has format {found}, this program reads up to {known} (help: use onrecord {needs} or later)"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
        /// The first onrecord that reads it.
        needs: String,
    },
    /// An earlier onrecord made the file, and it may not be changed now.
    #[error(
        "record {path} has the older format {found} and is open for reading only (help: run `onrecord rebuild --record {path}` once where the file may be written; it moves the record forward)"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
    },
    /// Another program holds the file.
    #[error(
        "record {path} is locked by another program (help: wait until it is done, or end it; nothing was changed)"
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be written.
    #[error(
        "record {path} cannot be written (help: make the file and its folder writable, or work on a copy; nothing was changed)"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// No room is left.
    #[error(
        "no room is left for record {path} (help: free some space and run the same command again; what was committed before is kept)"
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error(
        "record {path} is damaged: {what} (help: restore a copy, or add the articles again to a new record)"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        what: String,
    },
    /// A stored line is not what this version expects.
    #[error(
        "record {path}: {line} cannot be read: {what} (help: run `onrecord rebuild --record {path}`; it reads the stored texts again)"
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Which line.
        line: String,
        /// What is wrong with it.
        what: String,
    },
    /// Anything else.
    #[error(
        "record {path}: {cause} (help: check that the disk and the folder can be read and written)"
    )]
    Database {
        /// The file.
        path: PathBuf,
        /// The cause in SQLite's words.
        cause: rusqlite::Error,
    },
}

impl Error {
    /// The variant for what SQLite reported about the record at `path`.
    pub(super) fn of(path: &Path, cause: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::NotADatabase) => Self::NotARecord { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt {
                path,
                what: cause.to_string(),
            },
            _ => Self::Database { path, cause },
        }
    }
}
