//! `onrecord show`: everything about one thing, with its evidence in context.
//!
//! Takes an id, its beginning, or an actor's name; prints its sheet. What is ambiguous is listed. Known limit: a
//! sheet of a much-mentioned actor is long.
//!
//! Example: `onrecord show claim-2f8b` or `onrecord show "John Kirby"`.

use super::as_of::AsOf;
use super::list::FormatOption;
use crate::session::Session;
use crate::{Exit, output};
use anyhow::Result;
use clap::Args;
use model::Id;
use view::Lookup;
use view::sheet::{find, sheet};

/// Show everything about one thing, with its evidence
///
/// A document, actor, place, claim, event, proposition, dispute, commitment or story. As CSV, one line a piece of
/// evidence.
#[derive(Args, Debug)]
pub struct Show {
    /// An id, its beginning, or an actor's name
    ///
    /// Listings show ids by their beginnings. Example: `onrecord show event-8c2f01ab` or `onrecord show "Sergei Shoigu"`
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Show {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        session.shown_whole(self.as_of, |lookup| {
            let found = find(lookup, &self.id);
            let [one] = found.as_slice() else {
                self.report(session, lookup, &found);
                return Ok(Exit::Nothing);
            };
            if let Some(sheet) = sheet(lookup, one) {
                let paper = output::paper(session.global.color);
                output::print(&sheet.render(self.format.get(), paper))?;
            }
            Ok(Exit::Done)
        })
    }

    fn report(&self, session: &Session<'_>, lookup: &Lookup<'_>, found: &[Id]) {
        if found.is_empty() {
            session.notes.say(&format!("nothing is called `{}` (help: the listings show ids; names are looked up among actors)", self.id));
            return;
        }
        session.notes.say(&format!(
            "`{}` can mean {} things (help: give one of these ids)",
            self.id,
            found.len()
        ));
        for id in found {
            let title = sheet(lookup, id).map(|s| s.title).unwrap_or_default();
            session.notes.say(&format!("  {id}  {title}"));
        }
    }
}
