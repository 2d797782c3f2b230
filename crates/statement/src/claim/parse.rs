//! One document's parse, prepared for many look-ups: children, reach of subtrees, quotation marks.
//!
//! Takes a [`model::Annotation`]; returns a [`Parse`] that borrows it. Used by all of the claim reader,
//! so that nothing below it scans a sentence twice. Dependency labels are those of CLEAR (Choi and
//! Palmer 2012). Known limit: gaps in a subtree do not show in its reach.
//!
//! Example: in "Kim denied it" the children of "denied" are 0 and 2, its reach is `0..3`.

use super::feature;
use model::{Annotation, Span, Token};
use std::ops::Range;

/// Number of a quoted stretch, from 1; 0 outside.
pub type Quote = usize;

/// A document's annotation with what the claim reader looks up often.
pub struct Parse<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The annotation it was made from.
    pub annotation: &'a Annotation,
    children: Vec<Vec<usize>>,
    reach: Vec<Range<usize>>,
    /// Tokens of each subtree.
    sizes: Vec<usize>,
    quotes: Vec<Quote>,
    sentence: Vec<usize>,
    lemmas: Vec<String>,
    frames: Vec<String>,
}

impl<'a> Parse<'a> {
    /// Prepares `annotation` of `text`; linear in the number of tokens.
    pub fn new(text: &'a str, annotation: &'a Annotation) -> Self {
        let tokens = &annotation.tokens;
        let mut children = vec![Vec::new(); tokens.len()];
        for (at, token) in tokens.iter().enumerate() {
            if token.head != at && token.head < tokens.len() {
                children[token.head].push(at);
            }
        }
        let mut sentence = vec![0; tokens.len()];
        for (number, found) in annotation.sentences.iter().enumerate() {
            for at in found.tokens.clone().filter(|&t| t < tokens.len()) {
                sentence[at] = number;
            }
        }
        let frames = children.iter().enumerate();
        Self {
            text,
            annotation,
            lemmas: tokens.iter().map(feature::lemma).collect(),
            frames: frames
                .map(|(at, below)| feature::frame(tokens, at, below))
                .collect(),
            reach: reaches(tokens),
            sizes: sizes(tokens),
            quotes: quotes(annotation),
            children,
            sentence,
        }
    }

    /// Token `at`.
    pub fn token(&self, at: usize) -> &'a Token {
        &self.annotation.tokens[at]
    }

    /// Number of tokens.
    pub fn token_count(&self) -> usize {
        self.annotation.tokens.len()
    }

    /// Dependents of `at`, in text order.
    pub fn children(&self, at: usize) -> &[usize] {
        &self.children[at]
    }

    /// First dependent of `at` with one of `labels`.
    pub fn child(&self, at: usize, labels: &[&str]) -> Option<usize> {
        let fits = |&&c: &&usize| labels.contains(&self.token(c).dep);
        self.children[at].iter().find(fits).copied()
    }

    /// Lemma of `at` in lower case; numbers share one.
    pub fn lemma(&self, at: usize) -> &str {
        &self.lemmas[at]
    }

    /// The labels below `at` that tell its construction: `.nsubjL.dobj.ccompR` of "told" in "Kim told reporters that he left".
    pub fn frame(&self, at: usize) -> &str {
        &self.frames[at]
    }

    /// From the first token below `at` to one past the last.
    pub fn reach(&self, at: usize) -> Range<usize> {
        self.reach[at].clone()
    }

    /// `at` and all tokens below it, in text order.
    pub fn subtree(&self, at: usize) -> Vec<usize> {
        let reach = self.reach(at);
        if self.sizes[at] == reach.len() {
            return reach.collect();
        }
        let mut found = vec![at];
        let mut next = 0;
        while next < found.len() && found.len() <= self.token_count() {
            found.extend(&self.children[found[next]]);
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The quoted stretch that `at` stands in.
    pub fn quote(&self, at: usize) -> Quote {
        self.quotes[at]
    }

    /// Number of the sentence of `at`.
    pub fn sentence(&self, at: usize) -> usize {
        self.sentence[at]
    }

    /// Tokens of the sentence of `at`.
    pub fn sentence_tokens(&self, at: usize) -> Range<usize> {
        let sentences = &self.annotation.sentences;
        let found = sentences.get(self.sentence[at]);
        found.map_or(at..at + 1, |s| s.tokens.clone())
    }

    /// The token before `at` in its sentence.
    pub fn before(&self, at: usize) -> Option<&'a Token> {
        (at > self.sentence_tokens(at).start).then(|| self.token(at - 1))
    }

    /// The token after `at` in its sentence.
    pub fn after(&self, at: usize) -> Option<&'a Token> {
        (at + 1 < self.sentence_tokens(at).end).then(|| self.token(at + 1))
    }

    /// Whether `at` is punctuation or white space, which bears no word.
    pub fn is_mark(&self, at: usize) -> bool {
        matches!(self.token(at).pos, "PUNCT" | "SPACE")
    }

    /// From the first to the last of `tokens`, which are in text order.
    pub fn span(&self, tokens: &[usize]) -> Option<Span> {
        self.annotation.cover(tokens)
    }
}

/// Widens every token's reach by those below it, bottom up; a token takes at most one step a round.
fn reaches(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut reach: Vec<_> = (0..tokens.len()).map(|at| at..at + 1).collect();
    for at in 0..tokens.len() {
        let mut up = tokens[at].head;
        let mut last = at;
        while up != last && up < tokens.len() && (reach[up].start > at || reach[up].end <= at) {
            reach[up] = reach[up].start.min(at)..reach[up].end.max(at + 1);
            last = up;
            up = tokens[up].head;
        }
    }
    reach
}

/// Number of tokens in the subtree of each.
fn sizes(tokens: &[Token]) -> Vec<usize> {
    let mut sizes = vec![1; tokens.len()];
    for at in 0..tokens.len() {
        let up = |&t: &usize| Some(tokens[t].head).filter(|&h| h != t && h < tokens.len());
        // No way up is longer than there are tokens, should heads form a ring.
        for above in std::iter::successors(up(&at), up).take(tokens.len()) {
            sizes[above] += 1;
        }
    }
    sizes
}

fn quotes(annotation: &Annotation) -> Vec<Quote> {
    let mut quotes = vec![0; annotation.tokens.len()];
    for (number, stretch) in annotation.quoted.iter().enumerate() {
        for at in annotation.tokens_in(stretch.span) {
            quotes[at] = number + 1;
        }
    }
    quotes
}
