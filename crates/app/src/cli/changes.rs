//! `onrecord log`: which documents came and went, what the record told otherwise after them, and when.
//!
//! Prints the log of the record file, oldest first. It stands outside the export, which does not depend on when something was read. Known
//! limit: of lines typed events, disputes, commitments, possible breaches and denied propositions are logged.
//!
//! Example: `onrecord log --kind dispute,event --after 120`.

use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::{Session, with_lookup};
use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;
use view::listing;

/// The types of lines in the log.
const KINDS: [&str; 6] = [
    "document",
    "event",
    "dispute",
    "commitment",
    "possible_breach",
    "proposition",
];

/// List what changed in the record, and when
///
/// Documents that were added, replaced and removed, and what was new, changed, joined or gone in the record after them. Oldest
/// first, in UTC. The log stays in the record file and is no part of exports.
#[derive(Args, Debug)]
pub struct Log {
    /// Only entries after the one with this number
    ///
    /// `--format json` shows the numbers. Example: `--after 120`
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: i64,

    /// Only lines of these types
    ///
    /// Several are separated by commas. Example: `--kind event,dispute`
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = PossibleValuesParser::new(KINDS))]
    kind: Vec<String>,

    #[command(flatten)]
    format: FormatOption,
}

impl Log {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let store = session.current()?;
        let entries = store.log_after(self.after)?;
        with_lookup(&store, |lookup| {
            let mut rows = listing::log(lookup, entries);
            rows.retain(|r| self.kind.is_empty() || self.kind.contains(&r.kind));
            list::print(session, &rows, self.format, "nothing was changed")
        })
    }
}
