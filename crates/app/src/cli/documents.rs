//! `onrecord documents`: what was read, when it was published, what is odd about it.
//!
//! Takes days; prints documents by day of publication. Known limit: copies are listed like any other document,
//! marked as copies.
//!
//! Example: `onrecord documents --since 2023-08 --format csv`.

use super::as_of::AsOf;
use super::days::Days;
use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use view::listing;

/// List the documents
///
/// By day of publication. A date that the text contradicts is marked, and so are copies and revisions.
#[derive(Args, Debug)]
pub struct Documents {
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Documents {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        session.shown(self.as_of, |lookup| {
            let rows = listing::documents(lookup, self.days.window());
            list::print(session, &rows, self.format, "no documents fit")
        })
    }
}
