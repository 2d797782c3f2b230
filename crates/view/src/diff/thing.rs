//! The lines of a record as two records are compared by: what each is called, what it says, on what documents it rests.
//!
//! Takes a record; returns its lines by id. Facts of one kind stand in one order, so that two can be laid side by side. Known limit: what a
//! fact says is the wording of listings, so a name that changed shows wherever the actor acts.
//!
//! Example: an event has the facts status, day, place, who, to whom, documents and independent origins.

use crate::Lookup;
use crate::listing::{days, word};
use model::Id;
use model::record::{Claim, Commitment, Dispute, DocumentLine, Event, PossibleBreach, Proposition};
use std::collections::{BTreeMap, BTreeSet};

/// Types of lines that are compared, in the order of the listing.
pub const KINDS: [&str; 8] = [
    "document",
    "event",
    "dispute",
    "commitment",
    "possible_breach",
    "proposition",
    "claim",
    "actor",
];

/// A line.
pub(super) struct Thing {
    pub(super) kind: &'static str,
    pub(super) id: Id,
    pub(super) label: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) documents: BTreeSet<Id>,
}

/// The lines of a record by id.
pub(super) fn things(lookup: &Lookup<'_>) -> BTreeMap<Id, Thing> {
    let record = lookup.record;
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let all = (record.documents.iter().map(|d| document(lookup, d)))
        .chain(typed.map(|e| event(lookup, e)))
        .chain(record.disputes.iter().map(|d| dispute(lookup, d)))
        .chain(record.commitments.iter().map(|c| commitment(lookup, c)))
        .chain(record.possible_breaches.iter().map(|b| breach(lookup, b)))
        .chain(record.propositions.iter().map(|p| proposition(lookup, p)))
        .chain(record.claims.iter().map(|c| claim(lookup, c)))
        .chain(actors(lookup));
    all.map(|thing| (thing.id.clone(), thing)).collect()
}

fn document(lookup: &Lookup<'_>, line: &DocumentLine) -> Thing {
    let conflict = if line.published.conflict { "yes" } else { "" };
    let copy = line.duplicate_of.as_ref().or(line.revises.as_ref());
    Thing {
        kind: "document",
        id: line.id.clone(),
        label: format!("{}: {}", lookup.whence(&line.id), lookup.headline(&line.id)),
        facts: vec![
            ("published", days(line.published.interval)),
            ("date contradicted", conflict.to_owned()),
            (
                "copies or revises",
                copy.map(|id| id.0.clone()).unwrap_or_default(),
            ),
        ],
        documents: BTreeSet::from([line.id.clone()]),
    }
}

fn event(lookup: &Lookup<'_>, line: &Event) -> Thing {
    let place = line.place.as_ref().and_then(|p| lookup.place(p));
    Thing {
        kind: "event",
        id: line.id.clone(),
        label: line.label.clone(),
        facts: vec![
            ("status", line.status.as_str().to_owned()),
            ("day", days(line.interval)),
            ("place", place.map(|p| p.name.clone()).unwrap_or_default()),
            ("who", lookup.names(&line.sources).join(", ")),
            ("to whom", lookup.names(&line.targets).join(", ")),
            ("documents", line.documents.to_string()),
            ("independent origins", line.independent_origins.to_string()),
        ],
        documents: line.mentions.iter().map(|m| m.document.clone()).collect(),
    }
}

fn dispute(lookup: &Lookup<'_>, line: &Dispute) -> Thing {
    let proposition = line
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let event = line.event.as_ref().and_then(|e| lookup.event(e));
    let label = proposition
        .map(|p| &p.label)
        .or_else(|| event.map(|e| &e.label));
    let claims = line.supporting.iter().chain(&line.against);
    let told = claims.filter_map(|c| lookup.claim(c)).map(|c| &c.document);
    Thing {
        kind: "dispute",
        id: line.id.clone(),
        label: format!("{}: {}", line.kind, label.unwrap_or(&line.id.0)),
        facts: vec![
            ("for", line.supporting.len().to_string()),
            ("against", line.against.len().to_string()),
        ],
        documents: told
            .chain(line.spans.iter().map(|s| &s.document))
            .cloned()
            .collect(),
    }
}

fn commitment(lookup: &Lookup<'_>, line: &Commitment) -> Thing {
    Thing {
        kind: "commitment",
        id: line.id.clone(),
        label: line.content.clone(),
        facts: vec![
            ("status", line.status.clone()),
            ("because", line.reasons.join("; ")),
            ("by", lookup.names(&line.by).join(", ")),
        ],
        documents: of_claims(lookup, std::slice::from_ref(&line.claim)),
    }
}

fn breach(_: &Lookup<'_>, line: &PossibleBreach) -> Thing {
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

fn proposition(lookup: &Lookup<'_>, line: &Proposition) -> Thing {
    Thing {
        kind: "proposition",
        id: line.id.clone(),
        label: line.label.clone(),
        facts: vec![
            ("asserted by", lookup.names(&line.asserted_by).join(", ")),
            ("denied by", lookup.names(&line.denied_by).join(", ")),
            ("hedged by", lookup.names(&line.hedged_by).join(", ")),
        ],
        documents: of_claims(lookup, &line.claims),
    }
}

fn claim(lookup: &Lookup<'_>, line: &Claim) -> Thing {
    let words = line
        .content
        .iter()
        .map(|s| lookup.excerpt(&line.document, *s).text);
    Thing {
        kind: "claim",
        id: line.id.clone(),
        label: words.collect::<Vec<_>>().join(" … "),
        facts: vec![
            ("stance", word(line.stance)),
            ("certainty", word(line.certainty)),
            ("speakers", lookup.names(&line.speakers).join(", ")),
        ],
        documents: BTreeSet::from([line.document.clone()]),
    }
}

fn of_claims(lookup: &Lookup<'_>, claims: &[Id]) -> BTreeSet<Id> {
    let told = claims.iter().filter_map(|c| lookup.claim(c));
    told.map(|c| c.document.clone()).collect()
}

/// Actors with the documents that mention them.
fn actors<'l>(lookup: &'l Lookup<'_>) -> impl Iterator<Item = Thing> + 'l {
    let mut told: BTreeMap<&Id, BTreeSet<Id>> = BTreeMap::new();
    for mention in &lookup.record.mentions {
        if let Some(actor) = &mention.actor {
            told.entry(actor)
                .or_default()
                .insert(mention.at.document.clone());
        }
    }
    lookup.record.actors.iter().map(move |line| Thing {
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
