//! `onrecord join`: what the program read as several things is one.
//!
//! Takes ids or names; keeps a decision and derives the record under it. Known limit: events and actors only.
//!
//! Example: `onrecord join event-8c2f01ab event-17d3aa90 --why "one visit, told by two ministries"`.

use super::decisions::{By, is_done, meant};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;

/// Lay down that several events, or actors, are one
///
/// The program's own reading stays visible: `onrecord show` says who joined what and when. The decision survives new articles and
/// `rebuild`, goes into exports, and is taken back by `onrecord undo`.
#[derive(Args, Debug)]
pub struct Join {
    /// Ids of events or of actors, their beginnings, or names of actors
    ///
    /// Two at least, of one kind. Example: `onrecord join "Sergei Shoigu" actor-17d3aa90`
    #[arg(value_name = "ID", num_args = 2.., required = true)]
    ids: Vec<String>,

    #[command(flatten)]
    by: By,
}

impl Join {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let engine = session.engine()?;
        engine.refresh(&mut store)?;
        let Some(ids) = meant(session, &store, &self.ids)? else {
            return Ok(Exit::Nothing);
        };
        let decision = engine.join(&mut store, &ids, self.by.said()?)?;
        let done = format!("joined {} things", decision.sides.len());
        is_done(session, &done, &decision);
        Ok(Exit::Done)
    }
}
