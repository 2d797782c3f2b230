//! `onrecord import`: an export becomes a record again.
//!
//! Takes the JSON Lines that `export` wrote; adds its documents and decisions and derives the rest. With the same language knowledge the
//! record exports to the same bytes. Known limit: an export is read whole into memory.
//!
//! Example: `onrecord import record.jsonl --record copy.db`.

use super::add::report;
use crate::Exit;
use crate::progress::Bar;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use engine::Export;
use std::path::PathBuf;

/// Read an export back into a record
///
/// Documents and what was laid down by hand are taken from the file, everything else is derived again; made with the same version, the record
/// exports to the same bytes. The record may hold other articles already, and takes further ones. An export without texts, or
/// one that was edited, is refused.
#[derive(Args, Debug)]
pub struct Import {
    /// The file that `onrecord export --format jsonl` wrote
    ///
    /// Plain or packed with gzip, Zstandard or bzip2. Example: `onrecord import record.jsonl.gz --record copy.db`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Import {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let engine = session.engine()?;
        let export = match Export::read(&self.file, engine.lexicon()) {
            Ok(export) => export,
            Err(refusal) => {
                session.notes.refused(&refusal.to_string());
                return Ok(Exit::Refused);
            }
        };
        if export.lexicon != engine.lexicon().version {
            session.notes.warning("the export was made with other language knowledge: its documents are read anew, and lines may differ");
        }
        let mut store = session.made()?;
        let bar = Bar::new(session.notes);
        let summary = engine.import(&mut store, export, &mut |progress| bar.show(progress))?;
        drop(bar);
        report(session, &store, &summary)?;
        Ok(Exit::Done)
    }
}
