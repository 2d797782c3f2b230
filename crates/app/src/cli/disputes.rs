//! `onrecord disputes`: what cannot all hold, with the words of every side.
//!
//! Prints disputes by kind; no side is chosen. Known limit: only what was recognised as about the same thing meets.
//!
//! Example: `onrecord disputes --format json`.

use super::as_of::AsOf;
use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use view::listing;

/// List what one side asserts and another denies
///
/// Also accounts of one event that differ in date, number, place or actor. All sides are shown with their words,
/// none is chosen.
#[derive(Args, Debug)]
pub struct Disputes {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Disputes {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        session.shown(self.as_of, |lookup| {
            let rows = listing::disputes(lookup);
            list::print(session, &rows, self.format, "no disputes found")
        })
    }
}
