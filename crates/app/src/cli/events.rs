//! `onrecord events`: who did what to whom, when, how well attested.
//!
//! Takes an actor, words, a type, a status, days; prints events by day, each with its sentence. Known limit: only
//! the first account is quoted; `show` has them all.
//!
//! Example: `onrecord events --by PRK --type CONSULT --since 2023-07`.

use super::as_of::AsOf;
use super::days::Days;
use super::list::{self, FormatOption};
use super::word;
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::{EventType, Status};
use view::filter::{ActorQuery, WordQuery};
use view::listing::{self, EventFilter};

pub(super) const STATUSES: [&str; 8] = [
    "occurred",
    "ongoing",
    "planned",
    "proposed",
    "alleged",
    "denied",
    "hypothetical",
    "negated",
];

/// List the events: who did what to whom
///
/// By day, each with the sentence that tells it first, the number of documents and of independent origins.
#[derive(Args, Debug)]
pub struct Events {
    /// An actor that does it or to whom it is done
    ///
    /// Words of a name, a country code, or an id. Example: `--by "North Korea"` or `--by PRK`
    #[arg(long, value_name = "ACTOR")]
    by: Option<String>,

    /// Words that the event's line must have
    ///
    /// All of them, each at the start of a word, in any case. Example: `--about "arms rail"`
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,

    /// Only one PLOVER type
    ///
    /// Example: `--type CONSULT`
    #[arg(long = "type", value_name = "TYPE", ignore_case = true,
        value_parser = PossibleValuesParser::new(EventType::ALL.map(EventType::as_str)).map(event_type))]
    event_type: Option<EventType>,

    /// Only one status
    ///
    /// What the record as a whole supports. Example: `--status denied`
    #[arg(long, value_name = "STATUS", value_parser = PossibleValuesParser::new(STATUSES).map(word::<Status>))]
    status: Option<Status>,

    /// Also list what PLOVER has no type for
    ///
    /// A fall, a film, a rate rise: kept in the record, left out here unless asked for.
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

fn event_type(code: String) -> EventType {
    let found = EventType::from_code(&code);
    drop(code);
    found.expect("only codes of the model are offered")
}

impl Events {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let filter = EventFilter {
            by: self.by.as_deref().map(ActorQuery::new),
            about: self.about.as_deref().map(WordQuery::new),
            event_type: self.event_type,
            status: self.status,
            window: self.days.window(),
            untyped: self.all,
        };
        session.shown(self.as_of, |lookup| {
            let rows = listing::events(lookup, &filter);
            list::print(session, &rows, self.format, "no events fit")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_offered_is_one_of_the_model() {
        for status in STATUSES {
            assert_eq!(word::<Status>(status.to_owned()).as_str(), status);
        }
    }
}
