//! The referents of a document while they are found.
//!
//! Holds the mentions with what they name so far, and answers what every step asks: the words of a
//! mention, its sentence, which referents were named before it. Closing the ledger numbers referents by
//! first mention and gathers the names in use. Known limit: a referent is never split again.
//!
//! Example: after the names of "Kim met Putin" the ledger holds two referents, one mention each.

use super::Linked;
use lexicon::Lexicon;
use lexicon::actors::Known;
use lexicon::spelling::{fold, plain};
use model::{ActorKind, Annotation, Document, Mention, MentionForm, PlaceName, Referent, Role};
use std::collections::BTreeMap;
use std::ops::Range;

/// Mentions, referents and places under construction.
pub(super) struct Ledger<'a> {
    pub(super) document: &'a Document,
    pub(super) annotation: &'a Annotation,
    pub(super) lexicon: &'a Lexicon,
    pub(super) mentions: Vec<Mention>,
    pub(super) referents: Vec<Referent>,
    pub(super) places: Vec<PlaceName>,
    by_key: BTreeMap<String, usize>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(
        document: &'a Document,
        annotation: &'a Annotation,
        lexicon: &'a Lexicon,
    ) -> Self {
        Self {
            document,
            annotation,
            lexicon,
            mentions: annotation.mentions.clone(),
            referents: Vec::new(),
            places: Vec::new(),
            by_key: BTreeMap::new(),
        }
    }

    /// The text under mention `mention`.
    pub(super) fn text(&self, mention: usize) -> &'a str {
        self.mentions[mention]
            .span
            .of(&self.document.text)
            .unwrap_or_default()
    }

    /// The text of token `token`.
    pub(super) fn word(&self, token: usize) -> &'a str {
        self.annotation.tokens[token]
            .span
            .of(&self.document.text)
            .unwrap_or_default()
    }

    /// Tokens of mention `mention`.
    pub(super) fn tokens(&self, mention: usize) -> Range<usize> {
        self.annotation.tokens_in(self.mentions[mention].span)
    }

    /// Sentence of mention `mention`.
    pub(super) fn sentence(&self, mention: usize) -> Option<usize> {
        self.annotation.sentence_of(self.mentions[mention].head)
    }

    /// The referent of mention `mention`.
    pub(super) fn referent(&self, mention: usize) -> Option<&Referent> {
        self.mentions[mention].referent.map(|r| &self.referents[r])
    }

    /// Adds a referent and returns its number.
    pub(super) fn add(&mut self, referent: Referent) -> usize {
        self.referents.push(referent);
        self.referents.len() - 1
    }

    /// The referent of the lexicon's row `known`.
    pub(super) fn known(&mut self, known: &Known) -> usize {
        if let Some(&number) = self.by_key.get(&known.key) {
            return number;
        }
        let number = self.add(Referent {
            kind: known.kind,
            name: known.name.clone(),
            known: Some(known.key.clone()),
            country: known.country,
            sector: known.sector.clone(),
            wikidata: known.wikidata.clone(),
            ..Referent::default()
        });
        self.by_key.insert(known.key.clone(), number);
        number
    }

    /// The referent with key `key`, made by `make` where there is none yet.
    pub(super) fn keyed(&mut self, key: &str, make: impl FnOnce() -> Referent) -> usize {
        if let Some(&number) = self.by_key.get(key) {
            return number;
        }
        let number = self.add(make());
        self.by_key.insert(key.to_owned(), number);
        number
    }

    /// Ties mention `mention` to referent `referent`.
    pub(super) fn tie(&mut self, mention: usize, referent: usize) {
        self.mentions[mention].referent = Some(referent);
    }

    /// Notes on referent `referent` why a mention was tied to it, once.
    pub(super) fn because(&mut self, referent: usize, reason: String) {
        let reasons = &mut self.referents[referent].reasons;
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }

    /// Gives referent `referent` a role, once.
    pub(super) fn give_role(&mut self, referent: usize, role: Role) {
        let roles = &mut self.referents[referent].roles;
        let covered = |r: &Role| {
            r.title == role.title
                && (role.organisation.is_none() || r.organisation == role.organisation)
        };
        if roles.iter().any(covered) {
            return;
        }
        roles.retain(|r| r.title != role.title || r.organisation.is_some());
        roles.push(role);
    }

    /// Earlier mentions that have a referent, nearest first.
    pub(super) fn before(&self, mention: usize) -> impl Iterator<Item = usize> + '_ {
        let start = self.mentions[mention].span.start;
        let ended = move |m: &usize| {
            self.mentions[*m].span.end <= start && self.mentions[*m].referent.is_some()
        };
        (0..mention).rev().filter(ended)
    }

    /// Numbers the referents by first mention, drops those without one, gathers names.
    pub(super) fn finish(mut self) -> Linked {
        for number in 0..self.referents.len() {
            self.gather_names(number);
        }
        let mut order: Vec<usize> = Vec::new();
        for mention in &self.mentions {
            order.extend(mention.referent.filter(|r| !order.contains(r)));
        }
        let new_of: BTreeMap<usize, usize> = order
            .iter()
            .enumerate()
            .map(|(new, &old)| (old, new))
            .collect();
        for mention in &mut self.mentions {
            mention.referent = mention.referent.and_then(|r| new_of.get(&r).copied());
        }
        let renumbered = |old: &usize| {
            let mut referent = self.referents[*old].clone();
            referent.members = referent
                .members
                .iter()
                .filter_map(|m| new_of.get(m).copied())
                .collect();
            referent
        };
        Linked {
            referents: order.iter().map(renumbered).collect(),
            mentions: self.mentions,
            places: self.places,
        }
    }

    /// Further names of referent `number` that its document uses, sorted.
    fn gather_names(&mut self, number: usize) {
        let mut names: Vec<String> = self.referents[number].aliases.clone();
        for mention in 0..self.mentions.len() {
            let tied = self.mentions[mention].referent == Some(number);
            if tied
                && self.mentions[mention].form == MentionForm::Name
                && self.is_alias(number, mention)
            {
                names.push(clean(self.text(mention)));
            }
        }
        let own = self.referents[number].name.clone();
        names.retain(|n| plain(n) != plain(&own));
        names.sort();
        names.dedup();
        self.referents[number].aliases = names;
    }

    /// Whether the words of a name mention are a name of its referent, not an adjective, capital or surname.
    fn is_alias(&self, number: usize, mention: usize) -> bool {
        let text = self.text(mention);
        match self.referents[number].kind {
            ActorKind::State => {
                let hit = self.lexicon.actors.look(text);
                hit.is_some_and(|h| h.sense == lexicon::actors::Sense::Name)
            }
            ActorKind::Person => fold(text).contains(' '),
            _ => self.mentions[mention].label != "NORP",
        }
    }
}

/// A name on one line with straight apostrophes.
pub(super) fn clean(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").replace('’', "'")
}
