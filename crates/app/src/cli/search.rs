//! `onrecord search`: words in the texts, in their surroundings.
//!
//! Takes words; prints the documents that hold them all, best first, with the places. Known limit: words are not
//! stemmed; `deni*` finds "denied" and "denies".
//!
//! Example: `onrecord search '"artillery shells"'`.

use super::as_of::AsOf;
use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use model::{Id, Span};
use view::listing;

/// Find words in the texts
///
/// Documents that hold all the words come best first (BM25), each with the places. Case and accents do not matter.
#[derive(Args, Debug)]
pub struct Search {
    /// The words
    ///
    /// `"exact phrase"` and `begin*` are understood; all must occur. Example: `onrecord search 'missile* Kim'`
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,

    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Search {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let store = session.current()?;
        let hits = store.search(&self.words.join(" "))?;
        let mut found: Vec<(Id, Vec<Span>)> =
            hits.into_iter().map(|h| (h.document, h.spans)).collect();
        session.shown_of(&store, self.as_of, |lookup| {
            if self.as_of.day().is_some() {
                found.retain(|(document, _)| lookup.document(document).is_some());
            }
            let rows = listing::hits(lookup, &found);
            list::print(
                session,
                &rows,
                self.format,
                "nothing found (help: `begin*` finds words that begin so)",
            )
        })
    }
}
