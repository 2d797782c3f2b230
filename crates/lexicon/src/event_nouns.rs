//! Nouns that name something happening, whether or not PLOVER has a type for it.
//!
//! Takes `data/en/event-nouns.csv`; answers whether a lemma is such a noun: listed, or with one of the endings of
//! nominalisations and not listed as an exception. Every row is checked against its example's word when it is loaded.
//! Known limit: words, not senses; "operation" always counts.
//!
//! Example: "merger" and "evacuation" name happenings, "nation" does not.

use crate::{Error, Files};
use serde::Deserialize;
use std::collections::BTreeSet;

const NOUNS: &str = "en/event-nouns.csv";
/// Letters that a noun has before one of the endings at least: shorter ones ("ration", "king") are words of their own.
const SHORTEST_STEM: usize = 3;

/// Look-up of nouns.
#[derive(Clone, Debug, Default)]
pub struct EventNouns {
    nouns: BTreeSet<String>,
    states: BTreeSet<String>,
    endings: Vec<String>,
    exceptions: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Row {
    kind: String,
    words: String,
    event: String,
}

impl EventNouns {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A row of another kind, or one that its own example's word breaks.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let rows: Vec<(usize, Row)> = files.csv(NOUNS)?;
        let mut table = Self::default();
        for (line, row) in &rows {
            let words = row.words.split_whitespace().map(str::to_owned);
            match row.kind.as_str() {
                "noun" => table.nouns.extend(words),
                "state" => table.states.extend(words),
                "ending" => table.endings.extend(words),
                "not" => table.exceptions.extend(words),
                kind => {
                    let problem = format!("kind `{kind}` is unknown");
                    let help = "use noun, state, ending or not";
                    return Err(Error::malformed(NOUNS, *line, problem, help));
                }
            }
        }
        for (line, row) in &rows {
            let held = table.holds(&row.event) || table.is_state(&row.event);
            if held == (row.kind == "not") {
                let problem = format!("`{}` is not read as the row says", row.event);
                let help = "mend the words or the example of the row";
                return Err(Error::malformed(NOUNS, *line, problem, help));
            }
        }
        Ok(table)
    }

    /// Whether `lemma` (lower case) is a word of another part of speech that tells of something that happened ("dead").
    pub fn is_state(&self, lemma: &str) -> bool {
        self.states.contains(lemma)
    }

    /// Whether `lemma` (lower case) is listed as a noun that names something happening.
    pub fn lists(&self, lemma: &str) -> bool {
        self.nouns.contains(lemma)
    }

    /// Whether `lemma` (lower case) names something happening. A listed noun counts in spite of an exception.
    pub fn holds(&self, lemma: &str) -> bool {
        let ends = |e: &String| {
            let stem = lemma.strip_suffix(e.as_str());
            stem.is_some_and(|s| s.chars().count() >= SHORTEST_STEM)
        };
        self.nouns.contains(lemma)
            || (!self.exceptions.contains(lemma) && self.endings.iter().any(ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_nouns_and_nominalisations_happen_and_exceptions_do_not() {
        let nouns = EventNouns::load(&Files::embedded()).unwrap();
        assert!(nouns.holds("merger") && nouns.holds("vaccination"));
        assert!(nouns.is_state("dead") && nouns.lists("merger") && !nouns.lists("hibernation"));
        assert!(!nouns.holds("government") && !nouns.holds("king") && !nouns.holds("table"));
    }
}
