//! `onrecord actors`: who acts and speaks in the record.
//!
//! Takes names or a country and a kind; prints actors, the most mentioned first. Known limit: mentions are
//! counted over all documents, copies included.
//!
//! Example: `onrecord actors KOR --kind person`.

use super::as_of::AsOf;
use super::list::{self, FormatOption};
use super::word;
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::ActorKind;
use view::filter::ActorQuery;
use view::listing::{self, ActorFilter};

const KINDS: [&str; 6] = [
    "state",
    "person",
    "organisation",
    "office",
    "group",
    "unnamed",
];

/// List the actors
///
/// States, persons, organisations, offices, groups and unnamed ones ("experts"), the most mentioned first, with
/// the number of claims and events of each.
#[derive(Args, Debug)]
pub struct Actors {
    /// Words of a name, a country code, or an id
    ///
    /// Whole words in any case; a country is its ISO 3166-1 alpha-3 code in capitals. Example: `onrecord actors PRK`
    #[arg(value_name = "ACTOR")]
    actor: Option<String>,

    /// Only one kind of actor
    ///
    /// Example: `--kind person`
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS).map(word::<ActorKind>))]
    kind: Option<ActorKind>,

    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Actors {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let filter = ActorFilter {
            named: self.actor.as_deref().map(ActorQuery::new),
            kind: self.kind,
        };
        session.shown_whole(self.as_of, |lookup| {
            let rows = listing::actors(lookup, &filter);
            list::print(session, &rows, self.format, "no actors fit")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_offered_is_one_of_the_model() {
        for kind in KINDS {
            assert_eq!(word::<ActorKind>(kind.to_owned()).as_str(), kind);
        }
    }
}
