//! How long a sentence may be.
//!
//! Takes `[sentences]` of `data/thresholds.toml`; returns its number. Known limit: one bound for all texts.
//!
//! Example: `longest = 300` has a text without marks read in stretches of 300 tokens.

use crate::{Error, Files};
use serde::Deserialize;

/// The section on sentences.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentences {
    /// Tokens that a sentence has at most; a longer one is cut.
    pub longest: usize,
}

impl Sentences {
    /// Reads the section.
    ///
    /// # Errors
    /// A number that is missing or none.
    pub fn load(files: &Files) -> Result<Self, Error> {
        files.thresholds("sentences")
    }
}
