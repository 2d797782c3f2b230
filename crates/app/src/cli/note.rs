//! `onrecord note`: an analyst's words beside a line of the record.
//!
//! Takes an id and words; keeps a decision. Known limit: notes are not searched; `onrecord decisions` lists them.
//!
//! Example: `onrecord note story-8c2f01ab "ask the ministry for the communique"`.

use super::decisions::{Name, is_done, meant};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;

/// Write a note beside a document, claim, event, actor or any other line
///
/// `onrecord show` prints it with the line, `onrecord decisions` lists it. It changes nothing that the program reads. It survives new
/// articles and `rebuild`, goes into exports, and is taken back by `onrecord undo`.
#[derive(Args, Debug)]
pub struct Note {
    /// Any line with an id: the id, the beginning of it, or an actor's name
    ///
    /// A document, claim, event, actor, place, proposition, dispute, commitment, norm, possible breach or story.
    /// Example: `onrecord note "Sergei Shoigu" "minister until May 2024"`
    #[arg(value_name = "ID")]
    id: String,

    /// The note
    ///
    /// Example: `onrecord note dispute-84ae46cf "the two ministries speak of different shipments"`
    #[arg(value_name = "WORDS")]
    words: String,

    #[command(flatten)]
    by: Name,
}

impl Note {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let engine = session.engine()?;
        engine.refresh(&mut store)?;
        let Some(ids) = meant(session, &store, std::slice::from_ref(&self.id))? else {
            return Ok(Exit::Nothing);
        };
        let decision = engine.note(&mut store, &ids[0], (&self.words, self.by.said(None)?))?;
        is_done(session, &format!("noted beside {}", ids[0]), &decision);
        Ok(Exit::Done)
    }
}
