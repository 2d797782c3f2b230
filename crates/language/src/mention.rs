//! Mentions: the spans that name actors and places, by name, by a noun or by a pronoun.
//!
//! Takes a document and its annotation up to the entities; returns mentions in text order, without
//! referents. Names come from the recogniser and from the lexicon, which mends the recogniser's errors
//! (longest match wins, Florian et al. 2003 combine both the same way); nouns and pronouns come from
//! tables. A mention's span has no possessive ending. Known limit: nouns outside the tables are no mentions.
//!
//! Example: "Seoul's unification ministry" gives "Seoul" (GPE) and the whole phrase (ORG).

use lexicon::Lexicon;
use lexicon::actors::Sense;
use lexicon::spelling::collapse;
use model::{ActorKind, Annotation, Document, Entity, Mention, MentionForm, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// Tokens that a name of the tables can have.
const LONGEST_NAME: usize = 10;
/// Tokens that an institution of the tables can have.
const LONGEST_INSTITUTION: usize = 5;
/// Entity labels that name no actor and no place.
const NO_NAMES: [&str; 8] = [
    "DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY", "LANGUAGE",
];
/// Relations in which a noun is part of a larger name and no phrase of its own.
const INSIDE_PHRASE: [&str; 3] = ["compound", "amod", "nmod"];

/// All mentions of `document`, in text order; where spans are nested the longer comes first.
pub fn find(document: &Document, annotation: &Annotation, lexicon: &Lexicon) -> Vec<Mention> {
    let finder = Finder {
        text: &document.text,
        annotation,
        lexicon,
    };
    let mut found = finder.names();
    let institutions = finder.institutions(&found);
    let swallowed = finder.by_token(&institutions);
    found.retain(|f| !touched(&swallowed, f).any(|i| swallows(&institutions[i], f)));
    found.extend(institutions);
    let nominals = finder.nominals(&found);
    found.extend(nominals);
    found.extend(finder.pronouns());
    let mut mentions: Vec<Mention> = found.iter().filter_map(|f| finder.mention(f)).collect();
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.form));
    mentions.dedup_by_key(|m| m.span);
    mentions
}

/// A phrase on its way to become a mention.
#[derive(Clone, Debug)]
struct Found {
    tokens: Range<usize>,
    label: &'static str,
    form: MentionForm,
    /// Names a state or place of the tables, which may stand inside a longer mention.
    is_nestable: bool,
}

/// Whether institution `outer` makes the name `inner` superfluous.
fn swallows(outer: &Found, inner: &Found) -> bool {
    let overlap = outer.tokens.start < inner.tokens.end && inner.tokens.start < outer.tokens.end;
    let inside = outer.tokens.start <= inner.tokens.start && inner.tokens.end < outer.tokens.end;
    overlap && !(inside && (inner.is_nestable || inner.label == "PERSON"))
}

struct Finder<'a> {
    text: &'a str,
    annotation: &'a Annotation,
    lexicon: &'a Lexicon,
}

impl Finder<'_> {
    fn word(&self, token: usize) -> &str {
        let span = self.annotation.tokens[token].span;
        span.of(self.text).unwrap_or_default()
    }

    fn is_mark(&self, token: usize) -> bool {
        matches!(self.annotation.tokens[token].pos, "PUNCT" | "SPACE" | "SYM")
    }

    fn phrase(&self, tokens: Range<usize>) -> String {
        let words: Vec<&str> = tokens.map(|t| self.word(t)).collect();
        words.join(" ")
    }

    /// Number of the phrase of `found` that holds each token.
    fn by_token(&self, found: &[Found]) -> Vec<Option<usize>> {
        let mut at = vec![None; self.annotation.tokens.len()];
        for (number, one) in found.iter().enumerate() {
            at[one.tokens.clone()].fill(Some(number));
        }
        at
    }

    /// Names of the tables and of the recogniser; of two that overlap one stays.
    fn names(&self) -> Vec<Found> {
        let mut known = self.known_names();
        let known_at = self.by_token(&known);
        let mut names: Vec<Found> = Vec::new();
        for entity in self
            .annotation
            .entities
            .iter()
            .filter_map(|e| self.entity(e))
        {
            if !touched(&known_at, &entity).any(|k| Self::beats(&known[k], &entity)) {
                names.push(entity);
            }
        }
        let taken = self.by_token(&names);
        known.retain(|k| touched(&taken, k).next().is_none());
        names.extend(known);
        let missed = self.missed_persons(&names);
        names.extend(missed);
        names
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
            let is_known = self.lexicon.people.alone(word).is_some();
            let is_proper = self.annotation.tokens[*t].tag == "NNP";
            (is_noun && surnames.contains(word)) || (is_proper && is_known)
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
            "ORG" => known.label == "ORG" && known.tokens.len() > 1,
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

    /// Ministries, armies, parliaments: phrases of the table with the state in front of them.
    fn institutions(&self, names: &[Found]) -> Vec<Found> {
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
        let end = (1..=LONGEST_INSTITUTION)
            .rev()
            .map(|n| start + n)
            .filter(|&end| end <= self.annotation.tokens.len())
            .filter(|&end| !self.is_mark(start) && !self.is_mark(end - 1))
            .find(|&end| {
                self.lexicon
                    .nominals
                    .institution(&self.phrase(start..end))
                    .is_some()
            })?;
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

    /// Noun phrases whose head is a noun of the table.
    fn nominals(&self, names: &[Found]) -> Vec<Found> {
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
    fn left_phrase(&self, head: usize) -> usize {
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

    fn pronouns(&self) -> Vec<Found> {
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

    /// The token of the phrase that hangs from outside it.
    fn head_of(&self, tokens: &Range<usize>) -> usize {
        let is_head = |t: &usize| {
            let head = self.annotation.tokens[*t].head;
            head == *t || !tokens.contains(&head)
        };
        let mut heads = tokens.clone().filter(is_head);
        heads.next_back().unwrap_or(tokens.end - 1)
    }

    fn mention(&self, found: &Found) -> Option<Mention> {
        let first = self.annotation.tokens.get(found.tokens.start)?;
        let last = self
            .annotation
            .tokens
            .get(found.tokens.end.checked_sub(1)?)?;
        let span = without_ending(Span::new(first.span.start, last.span.end), self.text);
        (!span.is_empty()).then(|| Mention {
            span,
            head: self.head_of(&found.tokens),
            label: found.label.to_owned(),
            form: found.form,
            referent: None,
            place: None,
        })
    }
}

/// Numbers of the phrases that share a token with `found`.
fn touched<'a>(by_token: &'a [Option<usize>], found: &Found) -> impl Iterator<Item = usize> + 'a {
    by_token[found.tokens.clone()].iter().copied().flatten()
}

/// `span` without white space and without a possessive ending that the tokeniser left on the word.
fn without_ending(span: Span, text: &str) -> Span {
    let span = span.trimmed(text);
    let inside = span.of(text).unwrap_or_default();
    let cut = POSSESSIVE_ENDINGS
        .iter()
        .find_map(|e| inside.strip_suffix(e));
    cut.map_or(span, |c| Span::new(span.start, span.start + c.len()))
}

/// Orthography of the possessive, with both apostrophes.
const POSSESSIVE_ENDINGS: [&str; 4] = ["'s", "’s", "'", "’"];
