//! What the user can mean by an id, its beginning, or a name.
//!
//! Takes what was typed and all lines; returns the ids it fits: a whole id first, then ids that begin with
//! it, then actors that are called so. Known limit: names are looked up among actors only.
//!
//! Example: `claim-8c2f` and `john kirby` each find one thing.

use crate::Lookup;
use crate::filter::ActorQuery;
use model::Id;

/// The ids that `typed` can mean, sorted; empty when nothing fits.
pub fn find(lookup: &Lookup<'_>, typed: &str) -> Vec<Id> {
    let ids = all_ids(lookup);
    if let Some(exact) = ids.iter().find(|id| id.as_str() == typed) {
        return vec![(*exact).clone()];
    }
    let mut found: Vec<Id> = ids
        .into_iter()
        .filter(|id| is_beginning(typed, id))
        .cloned()
        .collect();
    if found.is_empty() {
        found = called(lookup, typed);
    }
    found.sort();
    found
}

/// Whether `typed` begins `id` and says more than its kind.
fn is_beginning(typed: &str, id: &Id) -> bool {
    let digits = typed.rsplit_once('-').map_or("", |(_, digits)| digits);
    !digits.is_empty() && id.as_str().starts_with(typed)
}

/// Actors called exactly `typed`, else those whose names hold it.
fn called(lookup: &Lookup<'_>, typed: &str) -> Vec<Id> {
    let same = |name: &str| name.to_lowercase() == typed.to_lowercase();
    let actors = &lookup.record.actors;
    let exact = actors
        .iter()
        .filter(|a| same(&a.name) || a.aliases.iter().any(|n| same(n)));
    let found: Vec<Id> = exact.map(|a| a.id.clone()).collect();
    if !found.is_empty() {
        return found;
    }
    let query = ActorQuery::new(typed);
    actors
        .iter()
        .filter(|a| query.fits(a))
        .map(|a| a.id.clone())
        .collect()
}

fn all_ids<'a>(lookup: &Lookup<'a>) -> Vec<&'a Id> {
    let record = lookup.record;
    let mut ids: Vec<&Id> = record.documents.iter().map(|d| &d.id).collect();
    ids.extend(record.actors.iter().map(|a| &a.id));
    ids.extend(record.places.iter().map(|p| &p.id));
    ids.extend(record.claims.iter().map(|c| &c.id));
    ids.extend(record.events.iter().map(|e| &e.id));
    ids.extend(record.propositions.iter().map(|p| &p.id));
    ids.extend(record.disputes.iter().map(|d| &d.id));
    ids.extend(record.commitments.iter().map(|c| &c.id));
    ids.extend(record.norms.iter().map(|n| &n.id));
    ids.extend(record.possible_breaches.iter().map(|b| &b.id));
    ids.extend(record.stories.iter().map(|s| &s.id));
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::{id, small_record};

    #[test]
    fn beginnings_and_names_are_found_and_a_bare_kind_is_not() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        assert_eq!(find(&lookup, "claim-aa"), [id("claim", 'a')]);
        assert_eq!(find(&lookup, "united states"), [id("actor", 'c')]);
        assert_eq!(find(&lookup, "states"), [id("actor", 'c')]);
        assert_eq!(find(&lookup, "claim-"), []);
        assert_eq!(find(&lookup, "claim-f"), []);
    }
}
