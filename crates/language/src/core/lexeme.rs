//! What the networks and rules know of a word form: its features and its context-free vector.
//!
//! Takes the text of a token (and the norm that a special case gives it); returns a [`Lexeme`] with
//! spaCy's four string features as ids. A [`Vocabulary`] keeps the lexemes of one reader, numbered in
//! the order they were met, and is emptied when it grows too large; nothing in it changes results.
//!
//! Example: "Apples" has norm "apples", prefix "A", suffix "les" and shape "Xxxxx".

use super::class::Classes;
use super::error::CoreError;
use super::hash::StringIds;
use super::weights::{Strings, Weights};
use std::collections::HashMap;

/// Longest run of one shape character that a shape keeps.
const SHAPE_RUN: usize = 4;
/// From this length on a shape is just "LONG".
const LONG: usize = 100;
/// Characters of a suffix.
const SUFFIX: usize = 3;

/// A word form.
pub(crate) struct Lexeme {
    /// As in the text.
    pub(crate) text: Box<str>,
    /// In lower case.
    pub(crate) lower: Box<str>,
    /// Ids of norm, prefix, suffix and shape.
    pub(crate) ids: [u64; 4],
    /// Whether it is white space.
    pub(crate) is_space: bool,
}

/// Makes lexemes from text.
pub(crate) struct Forms {
    ids: StringIds,
    norm_ids: &'static [u64],
    norms: Strings,
    plain: HashMap<&'static str, &'static str>,
}

impl Forms {
    /// Reads the norms and symbols.
    pub(crate) fn load(weights: &Weights) -> Result<Self, CoreError> {
        let texts = weights.strings("plain.text")?;
        let norms = weights.strings("plain.norm")?;
        Ok(Self {
            ids: StringIds::load(weights)?,
            norm_ids: weights.hashes("norm.id")?,
            norms: weights.strings("norm.text")?,
            plain: texts.iter().zip(norms.iter()).collect(),
        })
    }

    /// The id of `text`.
    pub(crate) fn id(&self, text: &str) -> u64 {
        self.ids.id(text)
    }

    /// The lexeme of `text`, with norm `norm` where a special case gives one.
    pub(crate) fn lexeme(&self, text: &str, norm: Option<&str>, classes: &Classes) -> Lexeme {
        let lower = text.to_lowercase();
        let norm = norm.unwrap_or_else(|| self.norm(text, &lower));
        let features = [norm, prefix(text), suffix(text)].map(|feature| self.ids.id(feature));
        let [norm, prefix, suffix] = features;
        let shape = self.ids.id(&shape(text, classes));
        Lexeme {
            text: text.into(),
            ids: [norm, prefix, suffix, shape],
            is_space: text.chars().all(is_space),
            lower: lower.into(),
        }
    }

    fn norm<'t>(&self, text: &str, lower: &'t str) -> &'t str
    where
        'static: 't,
    {
        if let Ok(found) = self.norm_ids.binary_search(&self.ids.id(text)) {
            return self.norms.get(found);
        }
        self.plain.get(text).copied().unwrap_or(lower)
    }
}

/// Python's `str.isspace` of one character: Unicode's `White_Space` and four control characters.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn prefix(text: &str) -> &str {
    let end = text.chars().next().map_or(0, char::len_utf8);
    &text[..end]
}

fn suffix(text: &str) -> &str {
    let start = text.char_indices().rev().nth(SUFFIX - 1);
    &text[start.map_or(0, |(byte, _)| byte)..]
}

fn shape(text: &str, classes: &Classes) -> String {
    if text.chars().count() >= LONG {
        return "LONG".to_owned();
    }
    let mut shape = String::new();
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let kind = shape_of(c, classes);
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < SHAPE_RUN {
            shape.push(kind);
        }
    }
    shape
}

fn shape_of(c: char, classes: &Classes) -> char {
    if classes.letter.contains(c) {
        if c.is_uppercase() { 'X' } else { 'x' }
    } else if classes.digit.contains(c) {
        'd'
    } else {
        c
    }
}
