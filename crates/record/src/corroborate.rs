//! Where reports of an event come from, and how many of those origins are independent.
//!
//! Takes the accounts of one event; returns its origins with the documents that carry each. An account that
//! stands inside a claim comes from whoever carried the claim, else from its speakers; any other comes from
//! the outlet, and a copy from the outlet it copies. Officials of one state count as one voice (sectors in
//! `data/thresholds.toml`). Known limits: a document without outlet and address is an origin of its own under
//! its input id; rewrites of an agency text that do not name the agency are not seen through.
//!
//! Example: two outlets that both tell "X said, as cited in AP" have one origin, AP.

use crate::account::Account;
use crate::derive::Ground;
use model::Id;
use model::record::{DocumentLine, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// The origins of `told`, by origin.
pub(crate) fn origins(
    ground: &Ground,
    documents: &[DocumentLine],
    told: &[&Account],
) -> Vec<Origin> {
    let mut carried: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for account in told {
        let document = &ground.readings[account.reading].document.id;
        for origin in of_account(ground, documents, account) {
            carried.entry(origin).or_default().insert(document.clone());
        }
    }
    let lines = carried.into_iter().map(|(origin, documents)| Origin {
        origin,
        documents: documents.into_iter().collect(),
    });
    lines.collect()
}

/// How many origins are left when officials of one state count once.
pub(crate) fn independent(ground: &Ground, origins: &[Origin]) -> usize {
    let voices: BTreeSet<String> = origins.iter().map(|o| voice(ground, &o.origin)).collect();
    voices.len()
}

fn of_account(ground: &Ground, documents: &[DocumentLine], account: &Account) -> Vec<String> {
    let reading = ground.readings[account.reading];
    let holds = reading
        .statements
        .claims
        .iter()
        .filter(|c| c.events.contains(&account.number));
    let mut origins: BTreeSet<Id> = BTreeSet::new();
    for claim in holds {
        let via = ground.actors(account.reading, &claim.via);
        let speakers = || ground.actors(account.reading, &claim.speakers);
        origins.extend(if via.is_empty() { speakers() } else { via });
    }
    if origins.is_empty() {
        return vec![outlet(&documents[account.reading], documents)];
    }
    origins.into_iter().map(|o| o.0).collect()
}

/// The outlet of a document, or of the document that it copies; else its input id.
fn outlet(document: &DocumentLine, documents: &[DocumentLine]) -> String {
    let place = |id: &Id| documents.binary_search_by(|d| d.id.cmp(id)).ok();
    let original = document
        .duplicate_of
        .as_ref()
        .and_then(place)
        .map(|p| &documents[p]);
    let document = original.unwrap_or(document);
    let host = || document.uri.as_deref().and_then(host);
    let outlet = document.outlet.clone().or_else(host);
    outlet.unwrap_or_else(|| document.input_id.clone())
}

/// The host of an address, without a leading "www.".
fn host(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()
        .filter(|h| !h.is_empty())?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn voice(ground: &Ground, origin: &str) -> String {
    let Some(actor) = ground.actor_of.get(&Id(origin.to_owned())) else {
        return origin.to_owned();
    };
    let official = &ground.lexicon.merge.thresholds.one_voice_sectors;
    let speaks_for_state = actor.kind == model::ActorKind::State
        || actor
            .sector
            .as_ref()
            .is_some_and(|s| official.contains(&s.0));
    match actor.country.filter(|_| speaks_for_state) {
        Some(country) => format!("state {country}"),
        None => origin.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_stands_for_an_outlet_without_name() {
        assert_eq!(
            host("https://www.example.org/a?b").as_deref(),
            Some("example.org")
        );
        assert_eq!(host("no address"), None);
    }
}
