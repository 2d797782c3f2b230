//! The lines of a record as two records are compared by: what each is called, what it says, on what documents it rests.
//!
//! Takes a record; returns its lines by id. Facts of one kind stand in one order, so that two can be laid side by side. Known limits: actors
//! stand in facts by name, so a name that changed shows wherever the actor acts; documents and claims have no label, which takes their texts.
//!
//! Example: an event has the facts status, day, place, who, to whom, documents and independent origins.

use model::Id;
use model::record::{
    Actor, Claim, Commitment, Dispute, DocumentLine, Event, PossibleBreach, Proposition, Record,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A line.
pub(super) struct Thing {
    pub(super) kind: &'static str,
    pub(super) id: Id,
    pub(super) label: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) documents: BTreeSet<Id>,
}

/// Whether a line of a kind with an id is asked for.
pub(super) type Wanted<'w> = &'w dyn Fn(&str, &Id) -> bool;

/// The lines of `record` that are `wanted`, by id.
pub(super) fn things(record: &Record, wanted: Wanted<'_>) -> BTreeMap<Id, Thing> {
    let told = Told::of(record);
    let mut things = BTreeMap::new();
    let mut add = |thing: Thing| {
        things.insert(thing.id.clone(), thing);
    };
    let asked = |kind: &str, id: &Id| wanted(kind, id);
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let documents = record.documents.iter();
    (documents.filter(|d| asked("document", &d.id))).for_each(|d| add(document(d)));
    (typed.filter(|e| asked("event", &e.id))).for_each(|e| add(told.event(e)));
    let disputes = record.disputes.iter();
    (disputes.filter(|d| asked("dispute", &d.id))).for_each(|d| add(told.dispute(d)));
    let commitments = record.commitments.iter();
    (commitments.filter(|c| asked("commitment", &c.id))).for_each(|c| add(told.commitment(c)));
    let breaches = record.possible_breaches.iter();
    (breaches.filter(|b| asked("possible_breach", &b.id))).for_each(|b| add(breach(b)));
    let propositions = record.propositions.iter();
    (propositions.filter(|p| asked("proposition", &p.id))).for_each(|p| add(told.proposition(p)));
    (record.claims.iter().filter(|c| asked("claim", &c.id))).for_each(|c| add(told.claim(c)));
    if record.actors.iter().any(|a| asked("actor", &a.id)) {
        let all = actors(record);
        all.filter(|a| asked("actor", &a.id)).for_each(add);
    }
    things
}

/// What lines are called and where claims stand.
struct Told<'r> {
    names: HashMap<&'r Id, &'r str>,
    places: HashMap<&'r Id, &'r str>,
    claims: HashMap<&'r Id, &'r Id>,
    labels: HashMap<&'r Id, &'r str>,
}

impl<'r> Told<'r> {
    fn of(record: &'r Record) -> Self {
        let name = |a: &'r Actor| (&a.id, a.name.as_str());
        let propositions = record.propositions.iter();
        let propositions = propositions.map(|p| (&p.id, p.label.as_str()));
        let events = record.events.iter().map(|e| (&e.id, e.label.as_str()));
        Self {
            names: record.actors.iter().map(name).collect(),
            places: record
                .places
                .iter()
                .map(|p| (&p.id, p.name.as_str()))
                .collect(),
            claims: record.claims.iter().map(|c| (&c.id, &c.document)).collect(),
            labels: propositions.chain(events).collect(),
        }
    }

    fn names(&self, ids: &[Id]) -> String {
        let name = |id| self.names.get(id).copied().unwrap_or(Id::as_str(id));
        ids.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn documents(&self, claims: &[Id]) -> BTreeSet<Id> {
        let told = claims.iter().filter_map(|c| self.claims.get(c));
        told.map(|d| (*d).clone()).collect()
    }

    fn event(&self, line: &Event) -> Thing {
        let place = line.place.as_ref().and_then(|p| self.places.get(p));
        Thing {
            kind: "event",
            id: line.id.clone(),
            label: line.label.clone(),
            facts: vec![
                ("status", line.status.as_str().to_owned()),
                ("day", line.interval.to_string()),
                ("place", place.copied().unwrap_or_default().to_owned()),
                ("who", self.names(&line.sources)),
                ("to whom", self.names(&line.targets)),
                ("documents", line.documents.to_string()),
                ("independent origins", line.independent_origins.to_string()),
            ],
            documents: line.mentions.iter().map(|m| m.document.clone()).collect(),
        }
    }

    fn dispute(&self, line: &Dispute) -> Thing {
        let of = [&line.proposition, &line.event];
        let label = of.into_iter().flatten().find_map(|id| self.labels.get(id));
        let claims: Vec<Id> = line
            .supporting
            .iter()
            .chain(&line.against)
            .cloned()
            .collect();
        let spans = line.spans.iter().map(|s| s.document.clone());
        Thing {
            kind: "dispute",
            id: line.id.clone(),
            label: format!(
                "{}: {}",
                line.kind,
                label.copied().unwrap_or(line.id.as_str())
            ),
            facts: vec![
                ("for", line.supporting.len().to_string()),
                ("against", line.against.len().to_string()),
            ],
            documents: self.documents(&claims).into_iter().chain(spans).collect(),
        }
    }

    fn commitment(&self, line: &Commitment) -> Thing {
        Thing {
            kind: "commitment",
            id: line.id.clone(),
            label: line.content.clone(),
            facts: vec![
                ("status", line.status.clone()),
                ("because", line.reasons.join("; ")),
                ("by", self.names(&line.by)),
            ],
            documents: self.documents(std::slice::from_ref(&line.claim)),
        }
    }

    fn proposition(&self, line: &Proposition) -> Thing {
        Thing {
            kind: "proposition",
            id: line.id.clone(),
            label: line.label.clone(),
            facts: vec![
                ("asserted by", self.names(&line.asserted_by)),
                (DENIED_BY, self.names(&line.denied_by)),
                ("hedged by", self.names(&line.hedged_by)),
            ],
            documents: self.documents(&line.claims),
        }
    }

    fn claim(&self, line: &Claim) -> Thing {
        Thing {
            kind: "claim",
            id: line.id.clone(),
            label: String::new(),
            facts: vec![
                ("stance", word(line.stance)),
                ("certainty", word(line.certainty)),
                ("speakers", self.names(&line.speakers)),
            ],
            documents: BTreeSet::from([line.document.clone()]),
        }
    }
}

/// The fact of a proposition that names who denies it.
pub(super) const DENIED_BY: &str = "denied by";

fn document(line: &DocumentLine) -> Thing {
    let conflict = if line.published.conflict { "yes" } else { "" };
    let copy = line.duplicate_of.as_ref().or(line.revises.as_ref());
    Thing {
        kind: "document",
        id: line.id.clone(),
        label: String::new(),
        facts: vec![
            ("published", line.published.interval.to_string()),
            ("date contradicted", conflict.to_owned()),
            (
                "copies or revises",
                copy.map(ToString::to_string).unwrap_or_default(),
            ),
        ],
        documents: BTreeSet::from([line.id.clone()]),
    }
}

fn breach(line: &PossibleBreach) -> Thing {
    Thing {
        kind: "possible_breach",
        id: line.id.clone(),
        label: line.reason.clone(),
        facts: vec![
            ("claims", line.claims.len().to_string()),
            ("sentences", line.spans.len().to_string()),
        ],
        documents: line.spans.iter().map(|s| s.document.clone()).collect(),
    }
}

/// Actors with the documents that mention them.
fn actors(record: &Record) -> impl Iterator<Item = Thing> + '_ {
    let mut told: BTreeMap<&Id, BTreeSet<Id>> = BTreeMap::new();
    for mention in &record.mentions {
        if let Some(actor) = &mention.actor {
            let documents = told.entry(actor).or_default();
            documents.insert(mention.at.document.clone());
        }
    }
    record.actors.iter().map(move |line| Thing {
        kind: "actor",
        id: line.id.clone(),
        label: line.name.clone(),
        facts: vec![
            ("name", line.name.clone()),
            ("also called", line.aliases.join(", ")),
            (
                "country",
                line.country.map(|c| c.to_string()).unwrap_or_default(),
            ),
        ],
        documents: told.remove(&line.id).unwrap_or_default(),
    })
}

/// The word that exports use for a value of the model.
fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
