//! What a listing is narrowed to: an actor, words, days.
//!
//! Takes what the user typed; answers whether a line fits. Actors are matched on ids, country codes and
//! whole words of their names, so `US` finds "US" and "US Army" but not "Russia". Words are matched at the
//! start of words, in any case. Known limit: no "or" and no exclusion; `search` has the full syntax.
//!
//! Example: `--by PRK` finds every actor of North Korea, `--by kirby` John Kirby.

use crate::Lookup;
use jiff::civil::Date;
use model::record::Actor;
use model::{Id, Interval};

/// Days that a line must touch; an open end reaches for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Window {
    /// Whether something of `interval` can fall into the window; what has no date at all fits only the open window.
    pub fn holds(self, interval: Interval) -> bool {
        let window = Interval {
            earliest: self.since,
            latest: self.until,
        };
        window.is_unknown() || (!interval.is_unknown() && window.meets(interval))
    }
}

/// An actor as the user names it: an id or its beginning, a country code, or words of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorQuery {
    typed: String,
    words: Vec<String>,
}

impl ActorQuery {
    /// The query for `typed`.
    pub fn new(typed: &str) -> Self {
        Self {
            typed: typed.trim().to_owned(),
            words: words(typed),
        }
    }

    /// Whether `actor` is meant.
    pub fn fits(&self, actor: &Actor) -> bool {
        let by_id = self.typed.starts_with("actor-") && actor.id.as_str().starts_with(&self.typed);
        let by_country = actor.country.is_some_and(|c| c.as_str() == self.typed);
        by_id
            || by_country
            || self.names(&actor.name)
            || actor.aliases.iter().any(|a| self.names(a))
    }

    /// Whether one of `ids` is meant.
    pub fn fits_any(&self, ids: &[Id], lookup: &Lookup<'_>) -> bool {
        let mut actors = ids.iter().filter_map(|id| lookup.actor(id));
        actors.any(|a| self.fits(a))
    }

    /// Whether the words typed stand in `name`, whole and in their order.
    pub fn names(&self, name: &str) -> bool {
        let name = words(name);
        !self.words.is_empty() && name.windows(self.words.len()).any(|w| w == self.words)
    }
}

/// Words that must all occur, each at the start of a word, in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordQuery(Vec<String>);

impl WordQuery {
    /// The query for `typed`.
    pub fn new(typed: &str) -> Self {
        Self(words(typed))
    }

    /// Whether every word begins some word of `texts` taken together.
    pub fn fits<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> bool {
        let found: Vec<String> = texts.into_iter().flat_map(words).collect();
        let begins = |word: &String| found.iter().any(|f| f.starts_with(word));
        self.0.iter().all(begins)
    }
}

/// The words of `text` in lower case, without marks; dots inside abbreviations are dropped ("U.S." is "us").
fn words(text: &str) -> Vec<String> {
    let bare: String = text.to_lowercase().replace('.', "");
    let split = bare.split(|c: char| !c.is_alphanumeric());
    split.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_are_matched_by_whole_words() {
        let query = ActorQuery::new("US");
        assert!(query.names("US") && query.names("U.S. State Department"));
        assert!(!query.names("Russia"));
    }

    #[test]
    fn words_are_matched_at_their_start() {
        let query = WordQuery::new("arms sale");
        assert!(query.fits(["Arms-sales talks"]));
        assert!(!query.fits(["harms", "sales"]));
    }

    #[test]
    fn undated_lines_fit_only_the_open_window() {
        let since = Window {
            since: Some(date(2023, 8, 1)),
            until: None,
        };
        assert!(!since.holds(Interval::default()));
        assert!(Window::default().holds(Interval::default()));
        assert!(since.holds(Interval::day(date(2023, 8, 1))));
        assert!(!since.holds(Interval::day(date(2023, 7, 31))));
    }
}
