//! `onrecord date`: when an event happened, or a document was published, as an analyst knows it.
//!
//! Takes an id and days; keeps a decision and derives the record under it. Known limit: the days of an article's events were counted
//! from the day it states, and are not counted again from the one laid down here.
//!
//! Example: `onrecord date event-8c2f01ab 2023-07-25/2023-07-27 --why "the ministry's communique"`.

use super::decisions::{By, is_done, meant};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use model::Interval;

/// Lay down when an event happened, or a document was published
///
/// Listings, filters, timelines and `--as-of` go by these days from now on. The program's own reading stays beside them: `onrecord show`
/// says what it reads, and who laid down what and when. The decision survives new articles and `rebuild`, goes into exports, and is taken
/// back by `onrecord undo`. Of several dates of one thing the latest decision holds.
#[derive(Args, Debug)]
pub struct Date {
    /// The event or document: its id, or the beginning of it
    ///
    /// Example: `onrecord date doc-543f71aa 2023-09-06`
    #[arg(value_name = "ID")]
    id: String,

    /// The day, month or year, or two of them with a stroke between
    ///
    /// Written YYYY-MM-DD, YYYY-MM or YYYY, or FIRST/LAST; an end written `..` is open.
    /// Examples: `2023-07-25`, `2023-07`, `2023-07-25/2023-07-27`, `2023-07-25/..`
    #[arg(value_name = "DAYS")]
    days: Interval,

    #[command(flatten)]
    by: By,
}

impl Date {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let engine = session.engine()?;
        engine.refresh(&mut store)?;
        let Some(ids) = meant(session, &store, std::slice::from_ref(&self.id))? else {
            return Ok(Exit::Nothing);
        };
        let decision = engine.date(&mut store, &ids[0], (self.days, self.by.said()?))?;
        is_done(
            session,
            &format!("{} is of {} now", ids[0], self.days),
            &decision,
        );
        Ok(Exit::Done)
    }
}
