//! Nouns and pronouns that name actors.
//!
//! Takes the annotation and the names found; returns noun phrases whose head is in the table of nominals, from
//! their first dependent on, and the pronouns of the table. Known limit: what follows the head ("minister of
//! trade") is not part of the phrase.
//!
//! Example: in "Two senior officials resigned" the phrase is "Two senior officials".

use super::{Finder, Found};
use model::{ActorKind, MentionForm};

/// Relations in which a noun is part of a larger name and no phrase of its own.
const INSIDE_PHRASE: [&str; 3] = ["compound", "amod", "nmod"];

impl Finder<'_> {
    /// Noun phrases whose head is a noun of the table.
    pub(super) fn nominals(&self, names: &[Found]) -> Vec<Found> {
        let taken = self.by_token(names);
        let free = (0..taken.len()).filter(|&t| taken[t].is_none());
        free.filter_map(|t| self.nominal_at(t)).collect()
    }

    fn nominal_at(&self, head: usize) -> Option<Found> {
        let token = &self.annotation.tokens[head];
        if !matches!(token.pos, "NOUN" | "PROPN") || INSIDE_PHRASE.contains(&token.dep) {
            return None;
        }
        let noun = self.lexicon.nominals.nominal(&token.lemma);
        let row = noun.or_else(|| self.lexicon.nominals.nominal(self.word(head)))?;
        let tokens = self.left_phrase(head)..head + 1;
        Some(Found {
            tokens,
            label: if row.kind == Some(ActorKind::Organisation) {
                "ORG"
            } else {
                ""
            },
            form: MentionForm::Nominal,
            is_nestable: false,
        })
    }

    /// First token of the unbroken stretch of dependents that ends at `head`.
    pub(super) fn left_phrase(&self, head: usize) -> usize {
        let below = self.annotation.subtree(head);
        let mut start = head;
        while start > 0
            && below.binary_search(&(start - 1)).is_ok()
            && self.annotation.tokens[start - 1].pos != "SPACE"
        {
            start -= 1;
        }
        while start < head
            && matches!(
                self.annotation.tokens[start].pos,
                "PUNCT" | "CCONJ" | "ADV" | "ADP" | "SCONJ"
            )
        {
            start += 1;
        }
        // "In September, a senior official": the parse may hang the date on the noun.
        let is_break = |t: &usize| {
            let next = &self.annotation.tokens[*t + 1];
            self.annotation.tokens[*t].pos == "PUNCT" && next.pos == "DET"
        };
        let broken = (start..head).rev().find(is_break);
        broken.map_or(start, |t| t + 1)
    }

    pub(super) fn pronouns(&self) -> Vec<Found> {
        let tokens = 0..self.annotation.tokens.len();
        let is_pronoun = |t: &usize| {
            matches!(self.annotation.tokens[*t].tag, "PRP" | "PRP$")
                && self.lexicon.people.pronoun(self.word(*t)).is_some()
        };
        let found = |t: usize| Found {
            tokens: t..t + 1,
            label: "",
            form: MentionForm::Pronoun,
            is_nestable: false,
        };
        tokens.filter(is_pronoun).map(found).collect()
    }
}
