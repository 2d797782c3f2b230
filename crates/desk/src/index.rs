//! What pages look up again and again, counted once: how often each actor is named, speaks and acts, and where.
//!
//! Takes the loaded lines and the mentions of the file, document by document; returns tallies by actor and the
//! words of claims. Made when a page first asks, kept until the record changes. Known limit: mentions are
//! counted over all documents, copies included.
//!
//! Example: an actor that two documents name three times has 3 mentions in 2 documents.

use model::Id;
use model::record::{Actor, Claim, Event, MentionLine};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use view::Lookup;

/// What the record has on an actor, counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) mentions: usize,
    /// Numbers of documents in the record's list, and how often each names the actor.
    pub(crate) documents: Vec<(usize, usize)>,
    pub(crate) claims: usize,
    pub(crate) events: usize,
}

/// All actors with their tallies, the most named first.
pub(crate) struct Roll<'a> {
    pub(crate) actors: Vec<(&'a Actor, Tally)>,
    places: BTreeMap<&'a Id, usize>,
}

impl<'a> Roll<'a> {
    /// Asks for the `mentions` of every document once.
    pub(crate) fn new(
        lookup: &Lookup<'a>,
        mentions: impl Fn(&Id) -> Vec<MentionLine>,
        events: &[&'a Event],
    ) -> Self {
        let mut tallies: BTreeMap<Id, Tally> = BTreeMap::new();
        for (number, document) in lookup.record.documents.iter().enumerate() {
            for (actor, times) in named(mentions(&document.id)) {
                let tally = tallies.entry(actor).or_default();
                tally.mentions += times;
                tally.documents.push((number, times));
            }
        }
        for speaker in lookup.record.claims.iter().flat_map(|c| &c.speakers) {
            tallies.entry(speaker.clone()).or_default().claims += 1;
        }
        for party in events.iter().flat_map(|e| parties(e)) {
            tallies.entry(party.clone()).or_default().events += 1;
        }
        let mut actors: Vec<(&Actor, Tally)> = Vec::with_capacity(lookup.record.actors.len());
        for actor in &lookup.record.actors {
            actors.push((actor, tallies.remove(&actor.id).unwrap_or_default()));
        }
        actors.sort_by_key(|(a, t)| (Reverse(t.mentions), &a.name, &a.id));
        let places = actors
            .iter()
            .enumerate()
            .map(|(n, (a, _))| (&a.id, n))
            .collect();
        Self { actors, places }
    }

    /// The tally of the actor `id`.
    pub(crate) fn tally(&self, id: &Id) -> Option<&Tally> {
        self.places.get(id).map(|&n| &self.actors[n].1)
    }
}

/// How often `mentions` name each actor.
fn named(mentions: Vec<MentionLine>) -> BTreeMap<Id, usize> {
    let mut named = BTreeMap::new();
    for actor in mentions.into_iter().filter_map(|m| m.actor) {
        *named.entry(actor).or_default() += 1;
    }
    named
}

/// Who takes part in `event`, each once.
pub(crate) fn parties(event: &Event) -> BTreeSet<&Id> {
    event.sources.iter().chain(&event.targets).collect()
}

/// The words of `claim` that a reader would look for, bare: its content and what it is about.
pub(crate) fn told(lookup: &Lookup<'_>, claim: &Claim) -> String {
    let mut told = String::new();
    for &span in &claim.content {
        told.push_str(&lookup.excerpt(&claim.document, span).text);
        told.push('\n');
    }
    let about = claim
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    told.push_str(about.map_or("", |p| p.label.as_str()));
    bare(&told)
}

/// `text` as words are compared: in lower case, without the dots of abbreviations.
pub(crate) fn bare(text: &str) -> String {
    text.to_lowercase().replace('.', "")
}

/// Whether `told`, which is bare, holds every word of `typed` somewhere: quick, and never false where a query fits.
pub(crate) fn may_tell(told: &str, typed: &str) -> bool {
    let mut words = typed.split(|c: char| !c.is_alphanumeric());
    words.all(|word| told.contains(word))
}
