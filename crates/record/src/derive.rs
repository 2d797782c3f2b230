//! The record derived from the readings of all documents: one function, in reading order of its stages.
//!
//! Takes any readings in any order; returns every line of the record. Pure: the readings are sorted by
//! document id first, no stage keeps anything, so equal sets give equal bytes. Stages: actors, places,
//! stories, events (inside stories), claims, propositions, disputes, commitments, documents, timelines.
//! Known limit: everything is derived anew each time; about linear in the number of documents except for
//! the nearest neighbours of stories.
//!
//! Example: a denial in one article and the accusation in another give one proposition and one dispute.

use crate::{
    claim, commitment, dispute, event, place, proposition, published, resolve, story, timeline,
};
use jiff::civil::Date;
use lexicon::Lexicon;
use model::record::{Actor, Evidence, MentionLine, Record, TimeLine};
use model::{Claim, Id, Reading};
use std::collections::{BTreeMap, BTreeSet};

/// What every stage of the derivation looks at: readings by document id, and who their referents are.
pub(crate) struct Ground<'r> {
    pub(crate) readings: Vec<&'r Reading>,
    pub(crate) lexicon: &'r Lexicon,
    pub(crate) actor_of: BTreeMap<Id, Actor>,
    pub(crate) places: place::Places,
    referents: Vec<Vec<Vec<Id>>>,
    holders: Vec<Vec<Vec<usize>>>,
}

impl<'r> Ground<'r> {
    fn new(readings: &[&'r Reading], lexicon: &'r Lexicon) -> Self {
        let by_id: BTreeMap<&Id, &Reading> =
            readings.iter().map(|&r| (&r.document.id, r)).collect();
        let readings: Vec<&Reading> = by_id.into_values().collect();
        let resolved = resolve::actors(&readings, lexicon);
        Self {
            places: place::join(&readings),
            actor_of: resolved
                .actors
                .into_iter()
                .map(|a| (a.id.clone(), a))
                .collect(),
            referents: resolved.of,
            holders: readings.iter().map(|r| holders(r)).collect(),
            readings,
            lexicon,
        }
    }

    /// Actors that some referents of a reading are, each once.
    pub(crate) fn actors(&self, reading: usize, referents: &[usize]) -> BTreeSet<Id> {
        let of = &self.referents[reading];
        referents
            .iter()
            .filter_map(|&r| of.get(r))
            .flatten()
            .cloned()
            .collect()
    }

    /// Claims of a reading whose content tells its event `event`.
    pub(crate) fn holders(&self, reading: usize, event: usize) -> impl Iterator<Item = &'r Claim> {
        let claims = &self.readings[reading].statements.claims;
        let numbers = self.holders[reading].get(event).into_iter().flatten();
        numbers.map(move |&c| &claims[c])
    }

    /// The day that a reading's article states as its own.
    pub(crate) fn declared(&self, reading: usize) -> Option<Date> {
        self.readings[reading].document.declared.map(|d| d.date)
    }

    /// Order of readings in which the first is the earliest: by stated date (none last), then by id.
    pub(crate) fn rank(&self, reading: usize) -> (Date, &Id) {
        let date = self.declared(reading).unwrap_or(Date::MAX);
        (date, &self.readings[reading].document.id)
    }

    /// Evidence in a reading.
    pub(crate) fn evidence(&self, reading: usize, span: model::Span) -> Evidence {
        Evidence {
            document: self.readings[reading].document.id.clone(),
            span,
        }
    }

    /// The name of an actor; its id where it has none.
    pub(crate) fn name<'a>(&'a self, actor: &'a Id) -> &'a str {
        let name = self.actor_of.get(actor).map(|a| a.name.as_str());
        name.filter(|n| !n.is_empty()).unwrap_or(actor.as_str())
    }
}

/// The record of `readings`, whatever their order; a document that is given twice counts once.
pub fn derive(readings: &[&Reading], lexicon: &Lexicon) -> Record {
    let ground = Ground::new(readings, lexicon);
    let stories = story::group(&ground);
    let documents = published::documents(&ground, &stories);
    let events = event::merge(&ground, &stories, &documents);
    let claims = claim::lines(&ground, &events);
    let propositions = proposition::join(&ground, &stories, &claims);
    let claims = proposition::tied(claims, &propositions);
    let commitments = commitment::lines(&ground, &stories, &claims, &events);
    let disputes = dispute::lines(&propositions, &claims);
    Record {
        documents: published::conflicts(documents, &ground, &events),
        mentions: mentions(&ground),
        times: times(&ground),
        propositions: propositions.lines,
        disputes,
        commitments,
        timeline: timeline::lines(&ground, &stories, &events),
        stories: story::lines(&ground, &stories),
        claims: claims.lines,
        places: ground.places.lines,
        actors: ground.actor_of.into_values().collect(),
        events: events.lines,
    }
}

/// For each event of a reading, the claims that tell it.
fn holders(reading: &Reading) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); reading.statements.events.len()];
    for (number, claim) in reading.statements.claims.iter().enumerate() {
        for &event in &claim.events {
            if let Some(of) = holders.get_mut(event) {
                of.push(number);
            }
        }
    }
    holders
}

/// Mentions by document and position.
fn mentions(ground: &Ground) -> Vec<MentionLine> {
    let mut lines = Vec::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        lines.extend(reading.mentions.iter().map(|m| {
            MentionLine {
                at: ground.evidence(r, m.span),
                label: m.label.clone(),
                form: m.form,
                actor: m
                    .referent
                    .and_then(|referent| only(ground.actors(r, &[referent]))),
                place: m.place.and_then(|p| ground.places.id(r, p)),
            }
        }));
    }
    lines.sort_by(|a, b| a.at.cmp(&b.at));
    lines
}

/// The one actor of a set; a list of several ("both leaders") names no single one.
fn only(actors: BTreeSet<Id>) -> Option<Id> {
    let mut actors = actors.into_iter();
    actors.next().filter(|_| actors.next().is_none())
}

/// Time expressions by document and position.
fn times(ground: &Ground) -> Vec<TimeLine> {
    let mut lines = Vec::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        lines.extend(reading.times.iter().map(|t| TimeLine {
            at: ground.evidence(r, t.span),
            timex: t.timex,
            value: t.value.clone(),
            interval: t.interval,
        }));
    }
    lines.sort_by(|a, b| a.at.cmp(&b.at));
    lines
}
