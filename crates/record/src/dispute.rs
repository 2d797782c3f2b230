//! Disputes: propositions that one side asserts and another denies.
//!
//! Takes propositions and their claims; returns one line of kind `denial` for each proposition that has at
//! least one assertion or accusation and one denial by somebody else. Both sides are shown, none is chosen.
//! Claims marked as misread are on no side. Accounts of one event that differ in a day, number, place or actor: `contradiction`. Known limit: a denial
//! whose assertion stands in no article is no dispute (the proposition shows it).
//!
//! Example: "A accuses B of supplying arms, B denies it": for the first claim, against the second.

use crate::claim::{Claims, Side};
use crate::proposition::Propositions;
use model::Id;
use model::record::{Claim, Dispute, Evidence, Proposition};
use std::collections::BTreeMap;

/// The disputes, by id.
pub(crate) fn lines(propositions: &Propositions, claims: &Claims) -> Vec<Dispute> {
    let sided = claims.lines.iter().zip(claims.sides.iter().copied());
    let by_id: BTreeMap<&Id, (&Claim, Side)> = sided.map(|(c, side)| (&c.id, (c, side))).collect();
    let mut disputes: Vec<Dispute> = propositions
        .lines
        .iter()
        .filter_map(|p| dispute(p, &by_id))
        .collect();
    disputes.sort_by(|a, b| a.id.cmp(&b.id));
    disputes
}

fn dispute(proposition: &Proposition, by_id: &BTreeMap<&Id, (&Claim, Side)>) -> Option<Dispute> {
    let claims = || {
        proposition
            .claims
            .iter()
            .filter_map(|id| by_id.get(id).copied())
            .filter(|(claim, _)| claim.marked.is_empty())
    };
    let on = |side: Side| claims().filter(move |c| c.1 == side).map(|c| c.0);
    let against: Vec<&Claim> = on(Side::Against).collect();
    let deniers: Vec<&Id> = against.iter().flat_map(|c| &c.speakers).collect();
    let other =
        |c: &&Claim| c.speakers.is_empty() || c.speakers.iter().any(|s| !deniers.contains(&s));
    let supporting: Vec<&Claim> = on(Side::For).filter(other).collect();
    if against.is_empty() || supporting.is_empty() {
        return None;
    }
    let ids = |side: &[&Claim]| side.iter().map(|c| c.id.clone()).collect();
    Some(Dispute {
        id: Id::of("dispute", &[proposition.id.as_str()]),
        kind: "denial".to_owned(),
        proposition: Some(proposition.id.clone()),
        event: common_event(&supporting, &against),
        spans: spans(supporting.iter().chain(&against)),
        supporting: ids(&supporting),
        against: ids(&against),
    })
}

/// The least event that both sides tell, else the only one that either tells.
fn common_event(supporting: &[&Claim], against: &[&Claim]) -> Option<Id> {
    let told = |side: &[&Claim]| -> Vec<Id> {
        let mut events: Vec<Id> = side.iter().flat_map(|c| c.events.iter().cloned()).collect();
        events.sort();
        events.dedup();
        events
    };
    let (ours, theirs) = (told(supporting), told(against));
    let common = ours.iter().find(|e| theirs.contains(e));
    let only = || {
        ours.first()
            .filter(|_| ours.len() == 1 && theirs.is_empty())
    };
    common.or_else(only).cloned()
}

fn spans<'c>(claims: impl Iterator<Item = &'c &'c Claim>) -> Vec<Evidence> {
    let evidence = claims.flat_map(|c| {
        c.content.iter().map(|&span| Evidence {
            document: c.document.clone(),
            span,
        })
    });
    let mut spans: Vec<Evidence> = evidence.collect();
    spans.sort();
    spans.dedup();
    spans
}
