//! `onrecord rebuild`: every stored document read again with today's language knowledge.
//!
//! For after an update of the program or of data files. The documents stay as they are. Known limit: it costs as
//! much as adding them all anew.
//!
//! Example: `onrecord rebuild --data my-data` reports how many documents now read differently.

use super::add::{counted, holdings};
use crate::Exit;
use crate::progress::Bar;
use crate::session::Session;
use anyhow::Result;
use clap::Args;

/// Read every stored document again
///
/// With the language knowledge of this program and of `--data`. Use it after an update or after editing data
/// files. The articles themselves are not needed: their texts are in the record.
#[derive(Args, Debug)]
pub struct Rebuild {}

impl Rebuild {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let engine = session.engine()?;
        let bar = Bar::new(session.notes);
        let changed = engine.rebuild(&mut store, &mut |progress| bar.show(progress))?;
        drop(bar);
        let all = store.ids()?.len();
        session.notes.say(&format!(
            "read {} again, {changed} now read differently",
            counted(all, "document")
        ));
        if !session.notes.is_quiet() {
            session.notes.say(&holdings(&store)?);
        }
        Ok(Exit::found(all))
    }
}
