//! Messages for people, on standard error: what was done, what was refused, what failed.
//!
//! One line each, lower case, with what, where and how to mend it. `--quiet` leaves errors and refusals only,
//! `-v` adds what happened to each article. Text from inputs is made safe for terminals. Known limit: a
//! message that cannot be written (standard error is closed) is lost.
//!
//! Example: `error: cannot read notes.txt: no such file (help: check the path)`.

use std::io::Write;

/// Where messages go, and which.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notes {
    wanted: Wanted,
}

/// Which messages are wanted; each holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// Errors and refusals (`--quiet`).
    Errors,
    /// Also what was done.
    Results,
    /// Also what happened on the way (`-v`).
    Details,
}

impl Notes {
    pub(crate) fn new(wanted: Wanted) -> Self {
        Self { wanted }
    }

    /// Whether only errors are wanted.
    pub(crate) fn is_quiet(self) -> bool {
        self.wanted == Wanted::Errors
    }

    /// A failure.
    #[expect(
        clippy::unused_self,
        reason = "shown even when quiet; called like its siblings"
    )]
    pub(crate) fn error(self, error: &anyhow::Error) {
        write(&format!("error: {error:#}"));
    }

    /// An input that was not taken.
    #[expect(
        clippy::unused_self,
        reason = "shown even when quiet; called like its siblings"
    )]
    pub(crate) fn refused(self, what: &str) {
        write(&format!("refused: {what}"));
    }

    /// Something to know about the answer.
    pub(crate) fn warning(self, what: &str) {
        if !self.is_quiet() {
            write(&format!("warning: {what}"));
        }
    }

    /// What was done.
    pub(crate) fn say(self, what: &str) {
        if !self.is_quiet() {
            write(what);
        }
    }

    /// What happened on the way, with `-v`.
    pub(crate) fn detail(self, what: &str) {
        if self.wanted == Wanted::Details {
            write(what);
        }
    }
}

fn write(message: &str) {
    // Nobody is left to tell when standard error cannot be written.
    let _ = writeln!(std::io::stderr().lock(), "{}", view::clean(message));
}
