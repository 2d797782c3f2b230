//! `onrecord claims`: who says what, with the words.
//!
//! Takes a speaker, words, a stance, days of publication; prints claims by day. Known limit: the day is that of
//! the article.
//!
//! Example: `onrecord claims --by Kirby --stance warn`.

use super::as_of::AsOf;
use super::days::Days;
use super::list::{self, FormatOption};
use super::word;
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::Stance;
use view::filter::{ActorQuery, WordQuery};
use view::listing::{self, ClaimFilter};

const STANCES: [&str; 11] = [
    "assert",
    "deny",
    "accuse",
    "demand",
    "warn",
    "threaten",
    "commit",
    "speculate",
    "concern",
    "praise",
    "decline",
];

/// List the claims: who said what
///
/// By day of publication, each with its exact words, its outlet, and who denies what it says.
#[derive(Args, Debug)]
pub struct Claims {
    /// Who speaks
    ///
    /// Words of a name or of the source as the text has it, a country code, or an id. Example: `--by "White House"`
    #[arg(long, value_name = "ACTOR")]
    by: Option<String>,

    /// Words that the claim must have
    ///
    /// In its content, in what it is about, or in the events it tells; all of them, each at the start of a word, in
    /// any case. Example: `--about "arms talks"`
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,

    /// Only one stance
    ///
    /// What the speaker does by saying it. Example: `--stance deny`
    #[arg(long, value_name = "STANCE", value_parser = PossibleValuesParser::new(STANCES).map(word::<Stance>))]
    stance: Option<Stance>,

    /// Only claims at least so sure, 0 to 1
    ///
    /// Out of a hundred claims of confidence 0.9, about ninety are such in the eyes of a human annotator. Example:
    /// `--min-confidence 0.8`
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    min_confidence: f64,

    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Claims {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let filter = ClaimFilter {
            by: self.by.as_deref().map(ActorQuery::new),
            about: self.about.as_deref().map(WordQuery::new),
            stance: self.stance,
            window: self.days.window(),
            min_confidence: self.min_confidence,
        };
        session.shown(self.as_of, |lookup| {
            let rows = listing::claims(lookup, &filter);
            list::print(session, &rows, self.format, "no claims fit")
        })
    }
}

/// A share between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|s| (0.0..=1.0).contains(s));
    share.ok_or_else(|| "give a number from 0 to 1, such as 0.8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_beyond_one_is_refused() {
        assert!(share("0.8").is_ok());
        assert!(share("80").is_err() && share("NaN").is_err() && share("x").is_err());
    }

    #[test]
    fn every_stance_offered_is_one_of_the_model() {
        for stance in STANCES {
            let read: Stance = word(stance.to_owned());
            assert_eq!(serde_json::to_value(read).unwrap(), stance);
        }
    }
}
