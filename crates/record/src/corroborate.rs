//! Where reports come from, and how many of those origins are independent.
//!
//! Takes the accounts of one event, or the claims of one side of a proposition; returns their origins with the documents that carry each, and the
//! chain speaker, channel, outlet by which each came. Accounts that deny what others tell are left out. An account that
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
use model::record::{Chain, DocumentLine, Origin, Support};
use model::{Claim, Id, Status};
use std::collections::{BTreeMap, BTreeSet};

/// What outlets tell, and who stands behind them.
pub(crate) struct Outlets<'a, 'r> {
    ground: &'a Ground<'r>,
    /// The outlet of each reading.
    names: Vec<String>,
}

impl<'a, 'r> Outlets<'a, 'r> {
    pub(crate) fn of(ground: &'a Ground<'r>, documents: &[DocumentLine]) -> Self {
        let readings = 0..ground.readings.len();
        let names = readings.map(|reading| outlet(ground, documents, reading));
        Self {
            ground,
            names: names.collect(),
        }
    }

    /// The agency of a document, its outlet, or those of the document that it copies; else its input id.
    pub(crate) fn name(&self, reading: usize) -> &str {
        &self.names[reading]
    }

    /// Where the reports `told` of one event come from.
    pub(crate) fn of_event(&self, told: &[&Account]) -> Support {
        let reports = reports(told).into_iter();
        let chains = reports.flat_map(|account| {
            let holders = self.ground.holders(account.reading, account.number);
            let all = holders.map(|claim| self.chain(account.reading, claim));
            let mut chains: Vec<Chain> = all.filter(|c| !is_bare(c)).collect();
            if chains.is_empty() {
                chains.push(self.bare(account.reading));
            }
            chains.into_iter().map(|c| (account.reading, c))
        });
        self.weigh(chains)
    }

    /// Where `claims`, each with its reading, come from.
    pub(crate) fn of_claims<'c>(
        &self,
        claims: impl Iterator<Item = (usize, &'c Claim)>,
    ) -> Support {
        self.weigh(claims.map(|(reading, claim)| (reading, self.chain(reading, claim))))
    }

    /// Counts chains, each of the reading that it stands in.
    fn weigh(&self, chains: impl Iterator<Item = (usize, Chain)>) -> Support {
        let chains: Vec<(usize, Chain)> = chains.collect();
        // Most of what a record tells is told by one outlet of its own.
        if let [(_, chain)] = chains.as_slice()
            && is_bare(chain)
        {
            return told_by(chain);
        }
        let mut carried: BTreeMap<String, (BTreeSet<Id>, BTreeSet<Chain>)> = BTreeMap::new();
        let mut voices: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (reading, chain) in chains {
            let heard = voices.entry(reading).or_default();
            let behind = chain.speakers.iter().chain(&chain.channels);
            heard.extend(behind.map(|id| voice(self.ground, id.as_str())));
            if is_bare(&chain) {
                heard.insert(voice(self.ground, &chain.outlet));
            }
            for origin in origins(&chain) {
                let (documents, chains) = carried.entry(origin).or_default();
                documents.insert(chain.document.clone());
                if !is_bare(&chain) {
                    chains.insert(chain.clone());
                }
            }
        }
        let lines = carried
            .into_iter()
            .map(|(origin, (documents, chains))| Origin {
                origin,
                documents: documents.into_iter().collect(),
                chains: chains.into_iter().collect(),
            });
        Support {
            origins: lines.collect(),
            independent_origins: components(voices.into_values().collect()),
        }
    }

    /// The way of a claim into its document.
    fn chain(&self, reading: usize, claim: &Claim) -> Chain {
        let actors = |referents: &[usize]| self.ground.actors(reading, referents);
        let sorted = |referents: &[usize]| actors(referents).into_iter().collect();
        Chain {
            speakers: sorted(&claim.speakers),
            channels: sorted(&claim.via),
            ..self.bare(reading)
        }
    }

    /// The way of what an outlet itself tells.
    fn bare(&self, reading: usize) -> Chain {
        Chain {
            speakers: Vec::new(),
            channels: Vec::new(),
            outlet: self.names[reading].clone(),
            document: self.ground.readings[reading].document.id.clone(),
        }
    }
}

/// What one outlet itself tells.
fn told_by(chain: &Chain) -> Support {
    let origin = Origin {
        origin: chain.outlet.clone(),
        documents: vec![chain.document.clone()],
        chains: Vec::new(),
    };
    Support {
        origins: vec![origin],
        independent_origins: 1,
    }
}

/// Who a report comes from: the channels of its chain, else the speakers, else the outlet.
fn origins(chain: &Chain) -> Vec<String> {
    let named = [&chain.channels, &chain.speakers];
    let named = named.into_iter().find(|ids| !ids.is_empty());
    match named {
        Some(ids) => ids.iter().map(ToString::to_string).collect(),
        None => vec![chain.outlet.clone()],
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

/// Whether the outlet itself tells it.
fn is_bare(chain: &Chain) -> bool {
    chain.speakers.is_empty() && chain.channels.is_empty()
}

/// The agency of a document, its outlet, or those of the document that it copies; else its input id.
fn outlet(ground: &Ground, documents: &[DocumentLine], reading: usize) -> String {
    let place = |id: &Id| documents.binary_search_by(|d| d.id.cmp(id)).ok();
    let original = documents[reading].duplicate_of.as_ref().and_then(place);
    let reading = original.unwrap_or(reading);
    let document = &documents[reading];
    if let Some(agency) = ground.agency(reading) {
        return agency.to_string();
    }
    let host = || document.uri.as_deref().and_then(host);
    let outlet = document.outlet.clone().or_else(host);
    let named = outlet.as_deref().and_then(|o| ground.body(o));
    let named = named.map(ToString::to_string);
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
    let Some(actor) = ground.actor_of.get(&Id::from(origin)) else {
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
