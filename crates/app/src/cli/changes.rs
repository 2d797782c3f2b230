//! `onrecord log`: what was added, replaced and removed, and when.
//!
//! Prints the changes of the record file, oldest first. They stand outside the export, which does not depend on
//! when something was read. Known limit: only documents are logged, not derived lines.
//!
//! Example: `2023-11-06T10:00:00Z  added  doc-8c2f01ab…`.

use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use view::listing;

/// List what was added, replaced and removed, and when
///
/// Oldest first, in UTC. The log stays in the record file and is no part of exports.
#[derive(Args, Debug)]
pub struct Log {
    #[command(flatten)]
    format: FormatOption,
}

impl Log {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let store = session.current()?;
        let rows = listing::changes(&store.changes()?);
        list::print(session, &rows, self.format, "nothing was changed yet")
    }
}
