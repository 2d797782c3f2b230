//! Stands in for cross-document actors until `resolve` is there: every known key, and every name, is one actor.
//!
//! Takes the readings; returns actors and the actors of each referent. Known limit: no name matching at all.
//!
//! Example: "Kim Jong Un" in two articles is one actor, "Kim" is another.

use lexicon::Lexicon;
use model::record::Actor;
use model::{Id, Reading};
use std::collections::BTreeMap;

/// Actors of the record, and the actor ids of each referent of each reading.
pub(crate) struct Resolved {
    pub(crate) actors: Vec<Actor>,
    pub(crate) of: Vec<Vec<Vec<Id>>>,
}

/// Resolves all referents.
pub(crate) fn actors(readings: &[&Reading], _lexicon: &Lexicon) -> Resolved {
    let mut actors: BTreeMap<Id, Actor> = BTreeMap::new();
    let mut of = Vec::new();
    for reading in readings {
        let mut ids: Vec<Vec<Id>> = Vec::new();
        for referent in &reading.referents {
            let id = Id::of(
                "actor",
                &[referent.known.as_deref().unwrap_or(&referent.name)],
            );
            actors.entry(id.clone()).or_insert_with(|| Actor {
                id: id.clone(),
                kind: referent.kind,
                name: referent.name.clone(),
                aliases: referent.aliases.clone(),
                country: referent.country,
                roles: Vec::new(),
                sector: referent.sector.clone(),
                wikidata: referent.wikidata.clone(),
                reasons: referent.reasons.clone(),
            });
            ids.push(vec![id]);
        }
        of.push(ids);
    }
    Resolved {
        actors: actors.into_values().collect(),
        of,
    }
}
