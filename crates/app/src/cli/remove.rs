//! `onrecord remove`: one document out of the record, with all that rested on it alone.
//!
//! Takes a document's id or its beginning. What other documents tell as well stays. Known limit: one document a
//! run; the log keeps that it was there.
//!
//! Example: `onrecord remove doc-543f71aa`.

use crate::Exit;
use crate::session::Session;
use anyhow::{Result, bail};
use clap::Args;
use model::Id;

/// Take a document out, with all that rests on it alone
///
/// What other documents tell as well stays, with their evidence. There is no way back but to add the article again.
#[derive(Args, Debug)]
pub struct Remove {
    /// The id of a document, or its beginning
    ///
    /// `onrecord documents` lists them. Example: `onrecord remove doc-543f71aa`
    #[arg(value_name = "DOCUMENT")]
    document: String,
}

impl Remove {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let ids = store.ids()?;
        let Some(id) = self.meant(&ids)? else {
            session.notes.say(&format!(
                "there is no document `{}` (help: `onrecord documents` lists them)",
                self.document
            ));
            return Ok(Exit::Nothing);
        };
        let engine = session.engine()?;
        engine.check_readings(&store)?;
        store.remove(&id)?;
        engine.refresh(&mut store)?;
        session.notes.say(&format!("removed {id}"));
        Ok(Exit::Done)
    }

    fn meant(&self, ids: &[Id]) -> Result<Option<Id>> {
        let typed = self.document.as_str();
        let long_enough = typed.len() > "doc-".len();
        let found: Vec<&Id> = ids
            .iter()
            .filter(|id| long_enough && id.as_str().starts_with(typed))
            .collect();
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).clone())),
            several => bail!(
                "`{typed}` begins the ids of {} documents (help: give more of the id)",
                several.len()
            ),
        }
    }
}
