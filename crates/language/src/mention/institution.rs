//! Institutions: ministries, armies, parliaments with the state in front of them.
//!
//! Takes the annotation and the names found; returns phrases of the table of institutions, from the state's
//! name or the determiner on. With a state or a capital letter they are names, else nouns. Known limit: a
//! state behind the institution ("the parliament of Norway") is not part of the phrase.
//!
//! Example: "the Norwegian parliament" is an institution from "Norwegian" on.

use super::{Finder, Found};
use lexicon::spelling::collapse;
use model::{ActorKind, MentionForm};

/// Tokens that an institution of the tables can have.
const LONGEST_INSTITUTION: usize = 5;

impl Finder<'_> {
    /// Ministries, armies, parliaments: phrases of the table with the state in front of them.
    pub(super) fn institutions(&self, names: &[Found]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        let name_at = self.by_token(names);
        while at < self.annotation.tokens.len() {
            let name = name_at[at].map(|n| &names[n]);
            match self.institution_at(at, name) {
                Some(institution) => {
                    at = institution.tokens.end;
                    found.push(institution);
                }
                None => at += 1,
            }
        }
        found
    }

    fn institution_at(&self, start: usize, name: Option<&Found>) -> Option<Found> {
        let nominals = &self.lexicon.nominals;
        if self.is_mark(start) || !nominals.begins_institution(self.word(start)) {
            return None;
        }
        let end = (1..=LONGEST_INSTITUTION)
            .rev()
            .map(|n| start + n)
            .filter(|&end| end <= self.annotation.tokens.len())
            .filter(|&end| !self.is_mark(end - 1))
            .find(|&end| nominals.institution(&self.phrase(start..end)).is_some())?;
        let is_noun = |t: usize| matches!(self.annotation.tokens[t].pos, "NOUN" | "PROPN");
        let head = self.head_of(&(start..end));
        if !is_noun(head) {
            return None;
        }
        if let Some(name) = name.filter(|n| !n.is_nestable && end <= n.tokens.end) {
            let is_known = self
                .lexicon
                .actors
                .look(&self.phrase(name.tokens.clone()))
                .is_some();
            let is_alone = name.tokens.start == start || self.is_state(name.tokens.start, start);
            if is_known || !is_alone || name.tokens.end != end {
                return None;
            }
        }
        let owner = self.owner(start);
        let capital = self.word(end - 1).chars().any(char::is_uppercase);
        let is_name = capital || owner.is_some();
        let from = owner.unwrap_or_else(|| {
            if is_name {
                start
            } else {
                self.left_phrase(head).min(start)
            }
        });
        Some(Found {
            tokens: from..end,
            label: "ORG",
            form: if is_name {
                MentionForm::Name
            } else {
                MentionForm::Nominal
            },
            is_nestable: false,
        })
    }

    /// Whether the tokens from `from` to before `to`, a possessive ending aside, are a state's name.
    fn is_state(&self, from: usize, to: usize) -> bool {
        let end = self.before_possessive(to);
        let hit = self.lexicon.actors.look(&self.phrase(from..end.max(from)));
        hit.is_some_and(|h| h.known.kind == ActorKind::State)
    }

    fn before_possessive(&self, token: usize) -> usize {
        match token.checked_sub(1) {
            Some(t) if self.annotation.tokens[t].tag == "POS" => t,
            _ => token,
        }
    }

    /// First token of the state named right in front of token `start`.
    fn owner(&self, start: usize) -> Option<usize> {
        let end = self.before_possessive(start);
        let from = end.saturating_sub(LONGEST_INSTITUTION);
        (from..end).find(|&f| !collapse(self.word(f)).is_empty() && self.is_state(f, end))
    }
}
