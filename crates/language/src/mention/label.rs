//! Labels: mends what the recogniser takes a name for.
//!
//! Takes names of the recogniser; returns them with label and extent mended by the words of the name and by how
//! the document uses it: persons taken for organisations are known by their given names, organisations and
//! places taken for persons by their last words, towns by prepositions of place. Used by [`super::name`].
//! Known limit: a given name outside the table tells nothing.
//!
//! Example: "Intelligence Director Ann Roe", seen as an organisation, is the person "Ann Roe".

use super::{Finder, Found};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Tokens of a personal name behind what the recogniser put in front of it, middle initial included.
const PERSONAL: Range<usize> = 2..4;

impl Finder<'_> {
    /// `found` with the label and extent that its own words tell.
    pub(super) fn mended(&self, found: Found) -> Found {
        match found.label {
            "PERSON" => self.mended_person(found),
            "ORG" | "GPE" => self.person_inside(&found).unwrap_or(found),
            _ => found,
        }
    }

    fn mended_person(&self, mut found: Found) -> Found {
        let is_low = |t: usize| {
            let word = self.word(t);
            let is_low = word.starts_with(char::is_lowercase);
            self.is_mark(t) || (is_low && !self.lexicon.people.is_particle(word))
        };
        while found.tokens.len() > 1 && is_low(found.tokens.start) {
            found.tokens.start += 1;
        }
        let last = self.word(found.tokens.end - 1);
        let is_long = found.tokens.len() > 1;
        found.label = if is_long && self.lexicon.organisations.sector(last).is_some() {
            "ORG"
        } else if is_long && self.lexicon.people.is_place_word(last) {
            "LOC"
        } else if !is_long && self.is_acronym(found.tokens.start) {
            "ORG"
        } else {
            "PERSON"
        };
        found
    }

    /// All in capitals in a sentence that is not, and nobody's surname in the tables.
    fn is_acronym(&self, token: usize) -> bool {
        let has_low = |t: usize| self.word(t).chars().any(char::is_lowercase);
        let sentence = self.annotation.sentence_of(token);
        let mut around = sentence.map_or(token..token, |s| {
            self.annotation.sentences[s].tokens.clone()
        });
        let word = self.word(token);
        !has_low(token)
            && word.chars().nth(1).is_some_and(char::is_uppercase)
            && self.lexicon.people.alone(word).is_none()
            && around.any(has_low)
    }

    /// The personal name at the end of what was taken for an organisation or place.
    fn person_inside(&self, found: &Found) -> Option<Found> {
        let tokens = found.tokens.clone();
        if self
            .lexicon
            .actors
            .look(&self.phrase(tokens.clone()))
            .is_some()
        {
            return None;
        }
        let people = &self.lexicon.people;
        let last = self.word(tokens.end - 1);
        let is_body = self.lexicon.organisations.sector(last).is_some();
        if is_body || people.is_place_word(last) || self.lexicon.places.look(last).is_some() {
            return None;
        }
        let start = PERSONAL
            .filter_map(|n| tokens.end.checked_sub(n))
            .find(|&s| {
                s >= tokens.start
                    && people.given_name_gender(self.word(s)).is_some()
                    && (s..tokens.end).all(|t| self.is_name_part(t))
            })?;
        let joined = start > tokens.start && !self.is_name_part(start - 1);
        let is_city = found.label == "GPE" && start > tokens.start;
        (!joined && !is_city).then(|| Found {
            tokens: start..tokens.end,
            label: "PERSON",
            ..found.clone()
        })
    }

    /// A word with a capital and small letters behind it, or an initial.
    fn is_name_part(&self, token: usize) -> bool {
        let word = self.word(token);
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let is_initial = word.len() == 2 && word.ends_with('.');
        let is_word = letters.clone().any(char::is_lowercase)
            && letters.all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        capital && self.annotation.tokens[token].pos == "PROPN" && (is_word || is_initial)
    }

    /// Gives names of one word that stand behind prepositions of place more often than they act the label of towns.
    pub(super) fn relabel_towns(&self, names: &mut [Found]) {
        let persons = names
            .iter()
            .filter(|n| n.label == "PERSON" && n.tokens.len() > 1);
        let surnames: BTreeSet<&str> = persons.map(|n| self.word(n.tokens.end - 1)).collect();
        let mut uses: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let open = |n: &Found| self.may_be_town(n) && !surnames.contains(self.word(n.tokens.start));
        for name in names.iter().filter(|n| open(n)) {
            let (local, acting) = self.uses(name.tokens.start);
            let sum = uses.entry(self.word(name.tokens.start)).or_default();
            *sum = (sum.0 + usize::from(local), sum.1 + usize::from(acting));
        }
        for name in names.iter_mut().filter(|n| open(n)) {
            let (local, acting) = uses[self.word(name.tokens.start)];
            if local > acting {
                name.label = "GPE";
            }
        }
    }

    fn may_be_town(&self, name: &Found) -> bool {
        let word = self.word(name.tokens.start);
        name.tokens.len() == 1
            && matches!(name.label, "PERSON" | "ORG")
            && self.is_name_part(name.tokens.start)
            && self.lexicon.actors.look(word).is_none()
            && self.lexicon.people.alone(word).is_none()
    }

    /// Whether the name stands behind a preposition of place, and whether it acts.
    fn uses(&self, token: usize) -> (bool, bool) {
        let one = &self.annotation.tokens[token];
        let people = &self.lexicon.people;
        let is_local = one.dep == "pobj" && people.is_local_preposition(self.word(one.head));
        let behind = token.checked_sub(1).map(|t| self.word(t));
        let is_addressed = behind.is_some_and(|w| people.address(w).is_some());
        (
            is_local,
            is_addressed || matches!(one.dep, "nsubj" | "nsubjpass"),
        )
    }
}
