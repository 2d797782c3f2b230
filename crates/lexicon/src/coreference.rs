//! Tuned numbers of co-reference.
//!
//! Takes section `[coreference]` of `data/thresholds.toml`; returns it checked for form only. Known limit: the
//! weights of pronouns are whole numbers, so that sums are exact and ties are seen.
//!
//! Example: `coreference.pronoun.subject` is what being a subject adds to a candidate.

use crate::{Error, Files};
use serde::Deserialize;

/// The section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coreference {
    /// Sentences before a list ("both leaders") in which a coordination is looked for.
    pub list_sentences: usize,
    /// Mentions before a noun that are looked at.
    pub antecedents: usize,
    /// Sentences before a pronoun in which its actor is looked for.
    pub pronoun_sentences: usize,
    /// Weights of candidates.
    pub pronoun: PronounWeights,
}

/// What speaks for a candidate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PronounWeights {
    /// Every candidate has it.
    pub base: u32,
    /// It is a subject.
    pub subject: u32,
    /// It is the subject of a main clause.
    pub main_subject: u32,
    /// Stands in the same reported clause as the pronoun.
    pub reported: u32,
    /// Subject of the verb that the pronoun's clause of time or reason modifies.
    pub adverbial: u32,
    /// It and the pronoun are subjects.
    pub parallel: u32,
    /// It is an object.
    pub object: u32,
    /// Taken off for each sentence between.
    pub sentence: u32,
}

impl Coreference {
    /// Reads the section.
    ///
    /// # Errors
    /// A number that is missing or none.
    pub fn load(files: &Files) -> Result<Self, Error> {
        files.thresholds("coreference")
    }
}
