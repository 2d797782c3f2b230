//! The words by which a line is known again, whatever its id became.
//!
//! Takes the lines of a record; returns the evidence that a decision on a line keeps, and the line that holds such evidence now. A claim
//! is known by its source, cue and content, an event by its triggers, an actor or place by its mentions, a dispute or possible breach by
//! its words, a proposition or commitment by its claims, a document by its beginning, a story by those of its documents. Most evidence
//! wins; of equals the line that has the id it had, then the lesser id. Known limit: a norm rests on no words and is known by its id alone.
//!
//! Example: the claim whose cue and content an analyst marked is found though an earlier article changed its proposition.

use model::record::{Claim, Event, Evidence, Record};
use model::{Id, Span, Thing};
use std::collections::BTreeMap;

/// The words by which a claim is known.
pub fn of_claim(claim: &Claim) -> Vec<Evidence> {
    let spans = claim.source.into_iter().chain([claim.cue]);
    let at = |span| Evidence {
        document: claim.document.clone(),
        span,
    };
    spans.chain(claim.content.iter().copied()).map(at).collect()
}

/// The words by which an event is known.
pub fn of_event(event: &Event) -> Vec<Evidence> {
    let at = |m: &model::record::EventMention| Evidence {
        document: m.document.clone(),
        span: m.trigger,
    };
    event.mentions.iter().map(at).collect()
}

/// The evidence of a document as a whole: its beginning, without a word of it.
pub fn of_document(document: &Id) -> Evidence {
    Evidence {
        document: document.clone(),
        span: Span::new(0, 0),
    }
}

/// The lines of one type by the evidence that they rest on.
#[derive(Default)]
pub(crate) struct Holders<'r>(BTreeMap<Evidence, Vec<&'r Id>>);

impl<'r> Holders<'r> {
    /// Those of the lines of `record` that are of type `thing`.
    pub(crate) fn of(record: &'r Record, thing: Thing) -> Self {
        let mut holders = Self::default();
        match thing {
            Thing::Actor => {
                let named = record.mentions.iter();
                holders.named(named.filter_map(|m| Some((m.actor.as_ref()?, &m.at))));
            }
            Thing::Place => {
                let named = record.mentions.iter();
                holders.named(named.filter_map(|m| Some((m.place.as_ref()?, &m.at))));
            }
            Thing::Event => holders.events(&record.events),
            Thing::Claim => holders.claims(record.claims.iter().map(|c| (c, &c.id))),
            Thing::Proposition => {
                let tied = record.claims.iter();
                holders.claims(tied.filter_map(|c| Some((c, c.proposition.as_ref()?))));
            }
            Thing::Commitment => {
                let claims: BTreeMap<&Id, &Claim> =
                    record.claims.iter().map(|c| (&c.id, c)).collect();
                let binding = record.commitments.iter();
                let binding = binding.filter_map(|c| Some((*claims.get(&c.claim)?, &c.id)));
                holders.claims(binding);
            }
            Thing::Dispute => {
                let lines = record.disputes.iter().map(|d| (&d.id, &d.spans));
                holders.named(lines.flat_map(|(id, spans)| spans.iter().map(move |s| (id, s))));
            }
            Thing::PossibleBreach => {
                let lines = record.possible_breaches.iter().map(|b| (&b.id, &b.spans));
                holders.named(lines.flat_map(|(id, spans)| spans.iter().map(move |s| (id, s))));
            }
            Thing::Document => {
                for line in &record.documents {
                    holders.add(of_document(&line.id), &line.id);
                }
            }
            Thing::Story => {
                for story in &record.stories {
                    for document in &story.documents {
                        holders.add(of_document(document), &story.id);
                    }
                }
            }
            Thing::Norm => {}
        }
        holders
    }

    /// Events by their triggers.
    pub(crate) fn events(&mut self, events: impl IntoIterator<Item = &'r Event>) {
        for event in events {
            for evidence in of_event(event) {
                self.add(evidence, &event.id);
            }
        }
    }

    /// Lines, each with a claim that it rests on.
    pub(crate) fn claims<'c>(&mut self, lines: impl Iterator<Item = (&'c Claim, &'r Id)>) {
        for (claim, id) in lines {
            for evidence in of_claim(claim) {
                self.add(evidence, id);
            }
        }
    }

    fn named<'e>(&mut self, lines: impl Iterator<Item = (&'r Id, &'e Evidence)>) {
        for (id, evidence) in lines {
            self.add(evidence.clone(), id);
        }
    }

    fn add(&mut self, evidence: Evidence, id: &'r Id) {
        self.0.entry(evidence).or_default().push(id);
    }

    /// The line that holds most of `side`; of equals the one called `named`, else the lesser id.
    pub(crate) fn holder(&self, side: &[Evidence], named: Option<&Id>) -> Option<&'r Id> {
        let mut votes: BTreeMap<&'r Id, usize> = BTreeMap::new();
        for id in side.iter().filter_map(|e| self.0.get(e)).flatten() {
            *votes.entry(id).or_default() += 1;
        }
        let rank = |(id, votes): &(&'r Id, usize)| (*votes, Some(*id) == named);
        let most = votes
            .into_iter()
            .max_by(|a, b| rank(a).cmp(&rank(b)).then(b.0.cmp(a.0)))?;
        Some(most.0)
    }
}
