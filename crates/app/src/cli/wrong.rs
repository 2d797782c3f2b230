//! `onrecord wrong`: the program misread a claim, a promise or an event.
//!
//! Takes an id; keeps a decision and derives the record under it. Known limit: a reading is marked, not mended.
//!
//! Example: `onrecord wrong claim-8c2f01ab --why "she quotes the ministry and does not deny it herself"`.

use super::decisions::{By, is_done, meant};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;

/// Lay down that a claim, a promise or an event is misread
///
/// It stays in the record, marked with name and reason in every listing, and counts nowhere: it takes no side of a dispute, is no origin
/// of an event, dates no day of a timeline, binds nobody and breaks nothing. The decision survives new articles and `rebuild`, goes into
/// exports, and is taken back by `onrecord undo`.
#[derive(Args, Debug)]
pub struct Wrong {
    /// The claim, promise or event: its id, or the beginning of it; of a promise the claim is marked that makes it
    ///
    /// Example: `onrecord wrong claim-8c2f01ab --why "it is the spokesman who denies"`
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    by: By,
}

impl Wrong {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let engine = session.engine()?;
        engine.refresh(&mut store)?;
        let Some(ids) = meant(session, &store, std::slice::from_ref(&self.id))? else {
            return Ok(Exit::Nothing);
        };
        let decision = engine.mark_wrong(&mut store, &ids[0], self.by.said()?)?;
        is_done(session, &format!("marked {} as misread", ids[0]), &decision);
        Ok(Exit::Done)
    }
}
