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
use std::collections::{BTreeMap, BTreeSet};
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
    lists: BTreeMap<Vec<usize>, usize>,
    /// Mentions with their head tokens in front, by head; of one head in text order.
    by_head: Vec<(usize, usize)>,
    /// Mentions that have a referent.
    tied: BTreeSet<usize>,
    /// Whether each token stands inside a name.
    named: Vec<bool>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(
        document: &'a Document,
        annotation: &'a Annotation,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut named = vec![false; annotation.tokens.len()];
        for mention in &annotation.mentions {
            if mention.form == MentionForm::Name {
                named[annotation.tokens_in(mention.span)].fill(true);
            }
        }
        let heads = annotation.mentions.iter().map(|m| m.head).zip(0..);
        let mut by_head: Vec<(usize, usize)> = heads.collect();
        by_head.sort_unstable();
        Self {
            document,
            annotation,
            lexicon,
            mentions: annotation.mentions.clone(),
            referents: Vec::new(),
            places: Vec::new(),
            by_key: BTreeMap::new(),
            lists: BTreeMap::new(),
            by_head,
            tied: BTreeSet::new(),
            named,
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

    /// The longest mention whose head is token `token`.
    pub(super) fn headed(&self, token: usize) -> Option<usize> {
        self.all_headed(token).next()
    }

    /// Mentions whose head is token `token`, the longest first.
    pub(super) fn all_headed(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.by_head.partition_point(|&(head, _)| head < token);
        let same = self.by_head[from..].iter();
        same.take_while(move |&&(head, _)| head == token)
            .map(|&(_, mention)| mention)
    }

    /// Whether token `token` stands inside a name.
    pub(super) fn is_named(&self, token: usize) -> bool {
        self.named[token]
    }

    /// Mentions that begin among tokens `range`.
    pub(super) fn starting_in(&self, range: &Range<usize>) -> Range<usize> {
        if range.is_empty() {
            return 0..0;
        }
        let from = self.annotation.tokens[range.start].span.start;
        let to = self.annotation.tokens[range.end - 1].span.end;
        let first = self.mentions.partition_point(|m| m.span.start < from);
        first..self.mentions.partition_point(|m| m.span.start < to)
    }

    /// The referent that stands for all of `members`, taken up by mention `mention`.
    pub(super) fn list(&mut self, mention: usize, members: Vec<usize>) -> usize {
        let mut key = members.clone();
        key.sort_unstable();
        if let Some(&number) = self.lists.get(&key) {
            return number;
        }
        let names: Vec<&str> = members
            .iter()
            .map(|&m| self.referents[m].name.as_str())
            .collect();
        let reason = format!("“{}” takes up {}", self.text(mention), names.join(", "));
        let number = self.add(Referent {
            kind: self.referents[members[0]].kind,
            reasons: vec![reason],
            members,
            ..Referent::default()
        });
        self.lists.insert(key, number);
        number
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
        self.tied.insert(mention);
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
        let ended = move |m: &usize| self.mentions[*m].span.end <= start;
        self.tied.range(..mention).rev().copied().filter(ended)
    }

    /// Numbers the referents by first mention, drops those without one, gathers names.
    pub(super) fn finish(mut self) -> Linked {
        self.gather_names();
        let mut new_of: Vec<Option<usize>> = vec![None; self.referents.len()];
        let mut order: Vec<usize> = Vec::new();
        for mention in &self.mentions {
            if let Some(old) = mention.referent.filter(|&r| new_of[r].is_none()) {
                new_of[old] = Some(order.len());
                order.push(old);
            }
        }
        for mention in &mut self.mentions {
            mention.referent = mention.referent.and_then(|r| new_of[r]);
        }
        let renumbered = |old: &usize| {
            let mut referent = self.referents[*old].clone();
            let members = referent.members.iter().filter_map(|&m| new_of[m]);
            referent.members = members.collect();
            referent
        };
        Linked {
            referents: order.iter().map(renumbered).collect(),
            mentions: self.mentions,
            places: self.places,
        }
    }

    /// Further names of each referent that its document uses, sorted.
    fn gather_names(&mut self) {
        for mention in 0..self.mentions.len() {
            let named = self.mentions[mention].form == MentionForm::Name;
            let number = self.mentions[mention].referent.filter(|_| named);
            if let Some(number) = number.filter(|&n| self.is_alias(n, mention)) {
                let name = clean(self.text(mention));
                self.referents[number].aliases.push(name);
            }
        }
        for referent in &mut self.referents {
            let own = plain(&referent.name);
            referent.aliases.retain(|n| plain(n) != own);
            referent.aliases.sort();
            referent.aliases.dedup();
        }
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
