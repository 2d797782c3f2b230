//! What can be wrong with a file under `data/`: which file, which line, what, and how to mend it.
//!
//! Returned by every loader of this crate and shown to the user as it stands. Known limit: line
//! numbers of TOML tables are those of the parser, so a whole table may be named by its first line.
//!
//! Example: `data/en/cues.csv:42: stance `asert` is unknown (help: use one of assert, deny, …)`.

/// A defect of a data file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not there or cannot be read.
    #[error("cannot read data file {file}: {cause} (help: {help})")]
    Unreadable {
        /// Path below `data/`.
        file: String,
        /// The system's word for it.
        cause: String,
        /// How to mend it.
        help: String,
    },
    /// The file is there but a line of it is wrong.
    #[error("data/{file}:{line}: {problem} (help: {help})")]
    Malformed {
        /// Path below `data/`.
        file: String,
        /// Line, from 1; 0 when the whole file is meant.
        line: usize,
        /// What is wrong.
        problem: String,
        /// How to mend it.
        help: String,
    },
}

impl Error {
    /// A [`Error::Malformed`] at `line` of `file`.
    pub fn malformed(
        file: &str,
        line: usize,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::Malformed {
            file: file.to_owned(),
            line,
            problem: problem.into(),
            help: help.into(),
        }
    }
}
