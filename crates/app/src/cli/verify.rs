//! `onrecord verify`: does every line still rest on the words it points to.
//!
//! Re-reads every evidence span against the stored text and every text against its hash; prints what does not
//! hold. Known limit: it cannot tell whether an article was stored as it was published.
//!
//! Example: on a sound record it reports `everything holds` and exits with 0.

use super::add::holdings;
use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use view::listing;

/// Check every quote against the stored texts
///
/// Each text is compared with the hash taken when it was read, each span of evidence with its text. What does not
/// hold is listed, and the exit code is then 3.
#[derive(Args, Debug)]
pub struct Verify {
    #[command(flatten)]
    format: FormatOption,
}

impl Verify {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let store = session.current()?;
        let rows = listing::broken(&store.verify()?);
        let shown = list::print(session, &rows, self.format, "everything holds")?;
        if shown == Exit::Nothing {
            session.notes.detail(&holdings(&store)?);
            return Ok(Exit::Done);
        }
        session.notes.say("some evidence does not hold (help: `onrecord rebuild` reads the stored texts again; a changed text must be added anew)");
        Ok(Exit::Failed)
    }
}
