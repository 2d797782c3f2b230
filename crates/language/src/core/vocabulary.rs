//! What one reader has met so far: lexemes, their vectors, and how runs were split.
//!
//! Takes words and runs; returns small numbers that stand for them. A pure memory: emptying it at any
//! point between two paragraphs changes no result, and it is emptied when it has grown past a bound.
//! Known limit: not shared between threads, every reader has its own.
//!
//! Example: the second "the" of a text costs one look-up.

use super::dense::WIDTH;
use super::lexeme::Lexeme;
use super::tokenize::{Part, Tokenizer};
use std::collections::HashMap;
use std::ops::Range;

/// Lexemes that are kept: with their vectors about 30 MB.
const MOST_LEXEMES: usize = 16_384;
/// Runs that are kept, and bytes of text in them and in the lexemes: about 12 MB.
const MOST_RUNS: usize = 32_768;
const MOST_BYTES: usize = 8 << 20;
/// Vectors a lexeme can have: parser's without and with a blank behind, recogniser's.
const KINDS: usize = 3;

/// Which of the context-free vectors of a lexeme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of the parser and tagger, no blank behind.
    Joined = 0,
    /// Of the parser and tagger, a blank behind.
    Spaced = 1,
    /// Of the entity recogniser.
    Entity = 2,
}

/// The memory of one reader.
#[derive(Default)]
pub(crate) struct Vocabulary {
    lexemes: Vec<Lexeme>,
    /// Whether a special case that needs mending may begin with the lexeme.
    mending: Vec<bool>,
    numbers: HashMap<(Box<str>, Option<&'static str>), u32>,
    runs: HashMap<Box<str>, Range<usize>>,
    split: Vec<u32>,
    vectors: Vec<f32>,
    known: Vec<[bool; KINDS]>,
    bytes: usize,
}

impl Vocabulary {
    /// Forgets everything if too much has been met; numbers given before become invalid.
    pub(crate) fn make_room(&mut self) {
        let full = self.lexemes.len() > MOST_LEXEMES || self.runs.len() > MOST_RUNS;
        if full || self.bytes > MOST_BYTES {
            *self = Self::default();
        }
    }

    /// What run `text` was split into, if it is remembered.
    pub(crate) fn run(&self, text: &str) -> Option<Range<usize>> {
        self.runs.get(text).cloned()
    }

    /// Remembers what run `text` is split into.
    pub(crate) fn remember(&mut self, text: &str, lexemes: &[u32]) -> Range<usize> {
        let start = self.split.len();
        self.split.extend_from_slice(lexemes);
        let range = start..self.split.len();
        self.bytes += text.len();
        self.runs.insert(text.into(), range.clone());
        range
    }

    /// The lexemes of a remembered run.
    pub(crate) fn run_lexemes(&self, run: Range<usize>) -> &[u32] {
        &self.split[run]
    }

    /// Number of the lexeme of `part`, which is made when it is new.
    pub(crate) fn number(&mut self, part: Part, tokenizer: &Tokenizer) -> u32 {
        let key = (Box::from(part.text), part.norm);
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = self.lexemes.len() as u32;
        self.lexemes.push(tokenizer.lexeme(part));
        self.mending.push(tokenizer.may_need_mending(part.text));
        self.known.push([false; KINDS]);
        self.vectors.resize(self.lexemes.len() * KINDS * WIDTH, 0.0);
        self.bytes += part.text.len();
        self.numbers.insert(key, number);
        number
    }

    /// Lexeme number `number`.
    pub(crate) fn lexeme(&self, number: u32) -> &Lexeme {
        &self.lexemes[number as usize]
    }

    /// Whether a special case that needs mending may begin with lexeme `number`.
    pub(crate) fn may_need_mending(&self, number: u32) -> bool {
        self.mending[number as usize]
    }

    /// Those of `lexemes` whose vector of its kind is not known yet, each once.
    pub(crate) fn unknown(
        &mut self,
        lexemes: impl Iterator<Item = (u32, Kind)>,
    ) -> Vec<(u32, Kind)> {
        let known = &mut self.known;
        let is_new = |(lexeme, kind): &(u32, Kind)| {
            let place = &mut known[*lexeme as usize][*kind as usize];
            !std::mem::replace(place, true)
        };
        lexemes.filter(is_new).collect()
    }

    /// The vector of lexeme `lexeme`; zeros until it was set.
    pub(crate) fn vector(&self, lexeme: u32, kind: Kind) -> &[f32] {
        &self.vectors[(lexeme as usize * KINDS + kind as usize) * WIDTH..][..WIDTH]
    }

    /// Sets the vector of lexeme `lexeme`.
    pub(crate) fn set_vector(&mut self, lexeme: u32, kind: Kind, vector: &[f32]) {
        let place = (lexeme as usize * KINDS + kind as usize) * WIDTH;
        self.vectors[place..place + WIDTH].copy_from_slice(vector);
    }
}
