//! Tuned numbers of paragraphs: when a text counts as hard-wrapped.
//!
//! Takes section `[paragraphs]` of `data/thresholds.toml`; returns it checked for form only. Known limit: widths are
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
