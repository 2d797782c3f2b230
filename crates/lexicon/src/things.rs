//! Names of things that act in nothing: weapons, vessels, diseases, treaties, products.
//!
//! Takes `data/actors/things.csv`; returns a look-up by spelling, compared as in [`crate::actors`]. Used by
//! the language stage, whose recogniser takes such names for people or organisations. Known limit: a thing
//! named like a person is a thing unless the document names the person in full.
//!
//! Example: `things.holds("Iskander-M")` is true.

use crate::actors::cells;
use crate::spelling::collapse;
use crate::{Error, Files};
use serde::Deserialize;
use std::collections::BTreeSet;

const FILE: &str = "actors/things.csv";

/// All names.
#[derive(Debug)]
pub struct Things {
    names: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    aliases: String,
    class: String,
    example: String,
}

impl Things {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A row without class, or whose example lacks all its names.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut names = BTreeSet::new();
        for (line, row) in files.csv::<Row>(FILE)? {
            let all: Vec<&str> = std::iter::once(row.name.as_str())
                .chain(cells(&row.aliases))
                .collect();
            if row.class.is_empty() || !all.iter().any(|n| row.example.contains(n)) {
                let problem = format!("`{}` lacks a class or an example with its name", row.name);
                let help = "write both";
                return Err(Error::malformed(FILE, line, problem, help));
            }
            names.extend(all.into_iter().map(collapse));
        }
        Ok(Self { names })
    }

    /// Whether `phrase` names a thing.
    pub fn holds(&self, phrase: &str) -> bool {
        self.holds_collapsed(&collapse(phrase))
    }

    /// As [`Things::holds`] for a phrase already collapsed.
    pub fn holds_collapsed(&self, phrase: &str) -> bool {
        self.names.contains(phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_name_things_and_states_are_none() {
        let things = Things::load(&Files::embedded()).unwrap();
        assert!(things.holds("Iskander-M"));
        assert!(things.holds("HIV/AIDS"));
        assert!(!things.holds("Norway"));
    }
}
