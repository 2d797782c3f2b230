//! Where reports of an event come from, and how many of those origins are independent.
//!
//! Takes the accounts of one event; returns its origins with the documents that carry each. Accounts that deny
//! what others tell are left out. An account that
//! stands inside a claim comes from whoever carried the claim, else from its speakers; any other comes from
//! the outlet, and a copy from the outlet it copies. One document is one witness, however many speakers it
//! quotes; witnesses that share a voice (the channel, a speaker behind it, or any official of one state:
//! sectors in `data/thresholds.toml`) are one independent origin, so that there are never more of them than
//! documents. Known limits: a document without outlet and address is an origin of its own under
//! its input id; rewrites of an agency text that do not name the agency are not seen through.
//!
//! Example: two outlets that both tell "X said, as cited in AP" have one origin, AP.

use crate::account::Account;
use crate::derive::Ground;
use model::record::{DocumentLine, Origin};
use model::{Id, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Where the reports of one event come from.
pub(crate) struct Corroboration {
    /// By origin.
    pub(crate) origins: Vec<Origin>,
    /// How many of them are independent.
    pub(crate) independent: usize,
}

/// Weighs the accounts `told` of one event.
pub(crate) fn weigh(
    ground: &Ground,
    documents: &[DocumentLine],
    told: &[&Account],
) -> Corroboration {
    let mut carried: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    let mut voices: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for account in reports(told) {
        let (origins, behind) = chain(ground, documents, account);
        let heard = voices.entry(account.reading).or_default();
        heard.extend(origins.iter().chain(&behind).map(|o| voice(ground, o)));
        for origin in origins {
            let document = ground.readings[account.reading].document.id.clone();
            carried.entry(origin).or_default().insert(document);
        }
    }
    let lines = carried.into_iter().map(|(origin, documents)| Origin {
        origin,
        documents: documents.into_iter().collect(),
    });
    Corroboration {
        origins: lines.collect(),
        independent: components(voices.into_values().collect()),
    }
}

/// The accounts that report an event: who denies it is no origin of it, unless nobody tells it.
fn reports<'t, 'r>(told: &[&'t Account<'r>]) -> Vec<&'t Account<'r>> {
    let against = |a: &&&Account| matches!(a.event.status, Status::Negated | Status::Denied);
    let reports: Vec<&Account> = told.iter().filter(|a| !against(a)).copied().collect();
    if reports.is_empty() {
        return told.to_vec();
    }
    reports
}

/// Number of groups of sets that hang together by common members.
fn components(sets: Vec<BTreeSet<String>>) -> usize {
    let mut apart: Vec<BTreeSet<String>> = Vec::new();
    for mut set in sets {
        apart.retain_mut(|other| {
            let meets = !other.is_disjoint(&set);
            if meets {
                set.append(other);
            }
            !meets
        });
        apart.push(set);
    }
    apart.len()
}

/// The origins of an account, and the speakers behind channels among them.
fn chain(
    ground: &Ground,
    documents: &[DocumentLine],
    account: &Account,
) -> (Vec<String>, Vec<String>) {
    let names = |ids: BTreeSet<Id>| ids.into_iter().map(|id| id.0).collect::<Vec<_>>();
    let (mut origins, mut behind) = (BTreeSet::new(), BTreeSet::new());
    for claim in ground.holders(account.reading, account.number) {
        let via = ground.actors(account.reading, &claim.via);
        let speakers = ground.actors(account.reading, &claim.speakers);
        if via.is_empty() {
            origins.extend(speakers);
        } else {
            origins.extend(via);
            behind.extend(speakers);
        }
    }
    if origins.is_empty() {
        return (vec![outlet(ground, documents, account.reading)], Vec::new());
    }
    (names(origins), names(behind))
}

/// The agency of a document, its outlet, or those of the document that it copies; else its input id.
fn outlet(ground: &Ground, documents: &[DocumentLine], reading: usize) -> String {
    let place = |id: &Id| documents.binary_search_by(|d| d.id.cmp(id)).ok();
    let original = documents[reading].duplicate_of.as_ref().and_then(place);
    let reading = original.unwrap_or(reading);
    let document = &documents[reading];
    if let Some(agency) = ground.agency(reading) {
        return agency.0;
    }
    let host = || document.uri.as_deref().and_then(host);
    let outlet = document.outlet.clone().or_else(host);
    let named = outlet.as_deref().and_then(|o| ground.body(o));
    let named = named.map(|id| id.0.clone());
    named
        .or(outlet)
        .unwrap_or_else(|| document.input_id.clone())
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
