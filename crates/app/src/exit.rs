//! How a command ended, as programs that call it see it.
//!
//! The four codes are part of the public contract (`docs/record.md`) and the same for every command. Known
//! limit: a command that both finds nothing and refuses inputs reports the refusal.
//!
//! Example: `onrecord claims --by Nobody` exits with 1.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Nothing was found.
    Nothing,
    /// Some inputs were refused; the rest is done.
    Refused,
    /// It failed.
    Failed,
}

impl Exit {
    /// Done, unless `count` things were found and that is none.
    pub fn found(count: usize) -> Self {
        if count == 0 {
            Self::Nothing
        } else {
            Self::Done
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::Refused => 2,
            Exit::Failed => 3,
        })
    }
}
