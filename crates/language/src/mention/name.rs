//! Names: those of the recogniser and those of the tables, each mending the other.
//!
//! Takes the annotation; returns names as ranges of tokens. The longest match of the tables beats the
//! recogniser where it is as long or the recogniser took a state for it; surnames that the recogniser
//! missed are added. Known limit: a name across a sentence's end is cut there.
//!
//! Example: in "Mr. Roe met Lavrov" both names are persons, the second by the tables alone.

use super::{Finder, Found, touched};
use lexicon::actors::Sense;
use lexicon::spelling::collapse;
use model::{ActorKind, Entity, MentionForm};
use std::collections::BTreeSet;
use std::ops::Range;

/// Tokens that a name of the tables can have.
const LONGEST_NAME: usize = 10;
/// Entity labels that name no actor and no place.
const NO_NAMES: [&str; 8] = [
    "DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY", "LANGUAGE",
];

impl Finder<'_> {
    /// Names of the tables and of the recogniser; of two that overlap one stays.
    pub(super) fn names(&self) -> Vec<Found> {
        let mut known = self.known_names();
        let known_at = self.by_token(&known);
        let mut names: Vec<Found> = Vec::new();
        for entity in self
            .annotation
            .entities
            .iter()
            .filter_map(|e| self.entity(e))
            .map(|found| self.mended(found))
        {
            if !touched(&known_at, &entity).any(|k| Self::beats(&known[k], &entity)) {
                names.push(entity);
            }
        }
        let taken = self.by_token(&names);
        known.retain(|k| touched(&taken, k).next().is_none());
        names.extend(known);
        let agencies = self.agencies();
        let agency_at = self.by_token(&agencies);
        names.retain(|n| touched(&agency_at, n).next().is_none());
        names.extend(agencies);
        self.restore_persons(&mut names);
        self.relabel_towns(&mut names);
        let missed = self.missed_persons(&names);
        names.extend(missed);
        names
    }

    /// Things of the tables whose word is the surname of somebody named in full are that person.
    fn restore_persons(&self, names: &mut [Found]) {
        let persons = names.iter().filter(|n| n.label == "PERSON");
        let surnames: BTreeSet<String> = persons
            .map(|n| self.word(n.tokens.end - 1).to_owned())
            .collect();
        let things = names
            .iter_mut()
            .filter(|n| n.label == "PRODUCT" && n.tokens.len() == 1);
        for thing in things.filter(|n| surnames.contains(self.word(n.tokens.start))) {
            thing.label = "PERSON";
        }
    }

    /// Surnames of persons of this document, and of the tables, that the recogniser did not see.
    fn missed_persons(&self, names: &[Found]) -> Vec<Found> {
        let persons = names.iter().filter(|n| n.label == "PERSON");
        let surnames: BTreeSet<&str> = persons.map(|n| self.word(n.tokens.end - 1)).collect();
        let taken = self.by_token(names);
        let free = (0..taken.len()).filter(|&t| taken[t].is_none());
        let is_missed = |t: &usize| {
            let word = self.word(*t);
            let is_noun = matches!(self.annotation.tokens[*t].pos, "PROPN" | "NOUN");
            let is_known = || self.lexicon.people.alone(word).is_some();
            let is_proper = self.annotation.tokens[*t].tag == "NNP";
            (is_noun && surnames.contains(word)) || (is_proper && is_known())
        };
        let found = |t: usize| Found {
            tokens: t..t + 1,
            label: "PERSON",
            form: MentionForm::Name,
            is_nestable: false,
        };
        free.filter(is_missed).map(found).collect()
    }

    /// Whether a name of the tables stands in the place of an overlapping entity.
    fn beats(known: &Found, entity: &Found) -> bool {
        if known.tokens.len() >= entity.tokens.len() {
            return true;
        }
        match entity.label {
            "GPE" | "NORP" => true,
            "ORG" => matches!(known.label, "ORG" | "PERSON") && known.tokens.len() > 1,
            _ => false,
        }
    }

    /// Longest matches of the tables, left to right.
    fn known_names(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.annotation.tokens.len() {
            match self.known_name(at) {
                Some(name) => {
                    at = name.tokens.end;
                    found.push(name);
                }
                None => at += 1,
            }
        }
        found
    }

    fn known_name(&self, start: usize) -> Option<Found> {
        let first = self.word(start);
        if !first.chars().any(char::is_uppercase)
            && !first.chars().any(char::is_numeric)
            && !self.lexicon.people.is_particle(first)
        {
            return None;
        }
        let mut key = String::new();
        let mut best = None;
        let sentence = self.annotation.sentence_of(start);
        let last = (start + LONGEST_NAME).min(self.annotation.tokens.len());
        for token in start..last {
            if self.annotation.tokens[token].pos == "SPACE"
                || self.annotation.sentence_of(token) != sentence
            {
                break;
            }
            let word = collapse(self.word(token));
            key.push_str(&word);
            if word.is_empty() {
                continue;
            }
            if key.len() > self.lexicon.actors.longest() {
                break;
            }
            best = self.known_phrase(&key, start..token + 1).or(best);
        }
        best
    }

    fn known_phrase(&self, key: &str, tokens: Range<usize>) -> Option<Found> {
        let found = |label, is_nestable| Found {
            tokens: tokens.clone(),
            label,
            form: MentionForm::Name,
            is_nestable,
        };
        if let Some(hit) = self.lexicon.actors.look_collapsed(key) {
            let label = match (hit.known.kind, hit.sense) {
                (ActorKind::State, Sense::Adjective) => "NORP",
                (ActorKind::State, _) => "GPE",
                _ => "ORG",
            };
            if hit.needs_entity && !self.is_entity(&tokens, label) {
                return None;
            }
            return Some(found(label, label != "ORG"));
        }
        if self.lexicon.things.holds_collapsed(key) {
            return Some(found("PRODUCT", false));
        }
        if tokens.len() > 1
            && self
                .lexicon
                .people
                .known(&self.phrase(tokens.clone()))
                .is_some()
        {
            return Some(found("PERSON", false));
        }
        let place = self.lexicon.places.look_collapsed(key)?;
        let is_city = place.latitude.is_some();
        Some(found(if is_city { "GPE" } else { "LOC" }, true))
    }

    /// Whether the recogniser sees just these tokens as a name of class `label`.
    fn is_entity(&self, tokens: &Range<usize>, label: &str) -> bool {
        let entities = &self.annotation.entities;
        let first = entities.partition_point(|e| e.tokens.end < tokens.end);
        let found = entities.get(first);
        found.is_some_and(|e| e.label == label && e.tokens.end == tokens.end)
    }

    /// An entity without determiner and possessive ending, or `None` when it is no name.
    fn entity(&self, entity: &Entity) -> Option<Found> {
        if NO_NAMES.contains(&entity.label) {
            return None;
        }
        let mut tokens = entity.tokens.clone();
        let is_edge = |t: usize| {
            let token = &self.annotation.tokens[t];
            matches!(
                token.pos,
                "PUNCT" | "SPACE" | "DET" | "ADP" | "CCONJ" | "PART"
            )
        };
        while !tokens.is_empty() && is_edge(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && is_edge(tokens.end - 1) {
            tokens.end -= 1;
        }
        if entity.label == "PERSON" {
            tokens.start = self.behind_titles(tokens.clone());
        }
        let named = tokens
            .clone()
            .any(|t| self.word(t).chars().any(char::is_uppercase));
        if tokens.is_empty() || !named || self.is_part_of_title(&tokens, entity.label) {
            return None;
        }
        Some(Found {
            tokens,
            label: entity.label,
            form: MentionForm::Name,
            is_nestable: false,
        })
    }

    /// First token of a person's name behind titles that the recogniser took into it ("Representative Ann Roe").
    fn behind_titles(&self, tokens: Range<usize>) -> usize {
        let people = &self.lexicon.people;
        if people.known(&self.phrase(tokens.clone())).is_some() {
            return tokens.start;
        }
        let is_title = |t: &usize| {
            let row = self.lexicon.nominals.nominal(self.word(*t));
            row.is_some_and(|r| r.is_title)
        };
        let titles = tokens.clone().take_while(is_title).count();
        tokens.start + titles.min(tokens.len().saturating_sub(1))
    }

    /// "Defense" in "Defense Minister Smith", "Spokesperson": words of titles taken for names.
    fn is_part_of_title(&self, tokens: &Range<usize>, label: &str) -> bool {
        let words = self.phrase(tokens.clone());
        let is_title = self.lexicon.nominals.nominal(&words).is_some();
        let is_portfolio = tokens.len() == 1 && self.lexicon.nominals.is_portfolio(&words);
        label != "GPE" && (is_title || is_portfolio)
    }

    /// Agencies named in datelines.
    fn agencies(&self) -> Vec<Found> {
        let named = self.annotation.datelines.iter().filter_map(|d| d.agency);
        let found = named.map(|span| Found {
            tokens: self.annotation.tokens_in(span),
            label: "ORG",
            form: MentionForm::Name,
            is_nestable: false,
        });
        found.filter(|f| !f.tokens.is_empty()).collect()
    }
}
