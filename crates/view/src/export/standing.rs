//! The record without what analysts marked as misread, for formats that have no place for a mark.
//!
//! Takes a record; returns it without those claims and events and without ids that lead to them, and how many there were. Known limit:
//! the sentence of a timeline stays when one of its events is left out.
//!
//! Example: of 59 claims one is marked, and a reader of STIX gets 58 and is told so.

use super::LeftOut;
use model::Id;
use model::record::Record;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What stands of `record`, and how much is left out.
pub fn standing(record: &Record) -> (Cow<'_, Record>, Vec<LeftOut>) {
    let claims = record.claims.iter().filter(|c| !c.marked.is_empty());
    let claims: BTreeSet<Id> = claims.map(|c| c.id.clone()).collect();
    let events = record.events.iter().filter(|e| !e.marked.is_empty());
    let events: BTreeSet<Id> = events.map(|e| e.id.clone()).collect();
    let left = vec![
        LeftOut::new(claims.len(), "claims marked as misread"),
        LeftOut::new(events.len(), "events marked as misread"),
    ];
    if claims.is_empty() && events.is_empty() {
        return (Cow::Borrowed(record), left);
    }
    let mut kept = record.clone();
    kept.claims.retain(|c| !claims.contains(&c.id));
    kept.events.retain(|e| !events.contains(&e.id));
    for claim in &mut kept.claims {
        claim.events.retain(|id| !events.contains(id));
    }
    for proposition in &mut kept.propositions {
        proposition.claims.retain(|id| !claims.contains(id));
        proposition.events.retain(|id| !events.contains(id));
    }
    for dispute in &mut kept.disputes {
        dispute.event.take_if(|id| events.contains(id));
    }
    (Cow::Owned(kept), left)
}
