//! Tuned numbers of paragraphs: when a text counts as hard-wrapped, when a line is a headline in title case.
//!
//! Takes the sections `[paragraphs]` and `[headlines]` of `data/thresholds.toml`; returns them checked for form only. Known limit: widths are
//! counted in characters, so a wide script looks narrow.
//!
//! Example: `paragraphs.widest` is the longest line that a wrapped text can have.

use crate::{Error, Files};
use serde::Deserialize;

/// The section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrapping {
    /// Width of a wrapped text, in characters, at least.
    pub narrowest: usize,
    /// The same, at most.
    pub widest: usize,
    /// Breaks that a text must have before they tell anything.
    pub fewest_breaks: usize,
    /// Share of its breaks, 0 to 1, that wrap a line.
    pub wraps_share: f64,
}

impl Wrapping {
    /// Reads the section.
    ///
    /// # Errors
    /// A number that is missing or none.
    pub fn load(files: &Files) -> Result<Self, Error> {
        files.thresholds("paragraphs")
    }
}

/// The section on headlines in title case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headlines {
    /// Words that a headline has at least.
    pub fewest_words: usize,
    /// The same, at most.
    pub most_words: usize,
    /// Characters of a word that has a capital in title case whatever it is.
    pub long_word: usize,
    /// Such words that a headline has at least.
    pub fewest_long: usize,
    /// Share of them, 0 to 1, that have a capital.
    pub capital_share: f64,
}

impl Headlines {
    /// Reads the section.
    ///
    /// # Errors
    /// A number that is missing or none.
    pub fn load(files: &Files) -> Result<Self, Error> {
        files.thresholds("headlines")
    }
}
