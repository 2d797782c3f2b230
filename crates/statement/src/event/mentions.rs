//! Mentions by the token that they stand on, so that no look-up walks through all of them.
//!
//! Takes an annotation; returns the mention headed by a token, or the shortest one over it. Built once a document, in time
//! linear in the lengths of the mentions. Known limit: of two mentions with one head the first counts.
//!
//! Example: in "the president of Norland" the token "president" is headed by the whole mention.

use model::Annotation;

/// For each token the mentions on it.
pub(crate) struct Mentions {
    headed: Vec<Option<usize>>,
    over: Vec<Option<usize>>,
}

impl Mentions {
    /// The mentions of `annotation` by token.
    pub(crate) fn new(annotation: &Annotation) -> Self {
        let empty = vec![None; annotation.tokens.len()];
        let (mut headed, mut over) = (empty.clone(), empty);
        let length = |m: usize| annotation.mentions[m].span.len();
        for (number, mention) in annotation.mentions.iter().enumerate() {
            if let Some(slot) = headed.get_mut(mention.head) {
                slot.get_or_insert(number);
            }
            for token in annotation.tokens_in(mention.span) {
                let shorter = over[token].is_none_or(|m| length(number) < length(m));
                if shorter && mention.span.contains(annotation.tokens[token].span) {
                    over[token] = Some(number);
                }
            }
        }
        Self { headed, over }
    }

    /// The mention whose head is `token`.
    pub(crate) fn headed(&self, token: usize) -> Option<usize> {
        self.headed[token]
    }

    /// The same, else the shortest mention over `token`.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        self.headed[token].or(self.over[token])
    }
}
