//! The sheet of an event: who, to whom, when, where, how well attested, and every account of it.
//!
//! Takes an event line; returns its [`Sheet`] with each account's trigger marked in its sentence, the origins
//! of the reports and the claims that tell it. Known limit: copies are listed as accounts like any other;
//! the origins say which reports are independent.
//!
//! Example: the sheet of "Russia – buy – shells" quotes "said that Russia «bought» shells".

use super::{Entry, Sheet, breach, claim, with_marks};
use crate::Lookup;
use crate::listing::{counted, days, event_row, word};
use crate::lookup::day_key;
use model::Id;
use model::record::{Chain, Claim, Event, EventMention, Origin};
use std::collections::BTreeSet;

pub(super) fn sheet(lookup: &Lookup<'_>, event: &Event) -> Sheet {
    let row = event_row(lookup, event);
    let mut sheet = Sheet::new(&event.id, "event", &event.label);
    sheet.fact("type", kind(event));
    sheet.fact("status", row.status);
    sheet.fact("when", days(event.interval));
    let dated = row.dated.map(|d| d.words());
    sheet.fact("laid down", dated.unwrap_or_default());
    sheet.fact("where", row.place.unwrap_or_default());
    sheet.fact("who", row.sources.join(", "));
    sheet.fact("to or with whom", row.targets.join(", "));
    sheet.fact("what", event.objects.join("; "));
    sheet.fact("told", told(event));
    sheet.fact("confidence", format!("{:.2}", event.confidence));
    sheet.fact("why one event", event.reasons.join("; "));
    sheet.section(
        "Accounts",
        event.mentions.iter().map(|m| account(lookup, m)).collect(),
    );
    sheet.section(
        "Where the reports come from",
        event.origins.iter().map(|o| origin(lookup, o)).collect(),
    );
    let claims = lookup
        .record
        .claims
        .iter()
        .filter(|c| c.events.contains(&event.id));
    sheet.section(
        "Claims",
        claim::entries(lookup, claims.collect::<Vec<&Claim>>()),
    );
    let breaches = lookup.record.possible_breaches.iter();
    let breaches = breaches.filter(|b| b.event.as_ref() == Some(&event.id));
    sheet.section(
        "Would conflict with, if so",
        breach::entries(lookup, breaches),
    );
    sheet
}

fn kind(event: &Event) -> String {
    let parts = [
        event.event_type.map(|t| t.as_str().to_owned()),
        event.mode.clone(),
        event.cameo.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn told(event: &Event) -> String {
    let history = if event.background { ", as history" } else { "" };
    let origins = counted(event.independent_origins, "independent origin");
    format!(
        "in {}, {origins}{history}",
        counted(event.documents, "document")
    )
}

fn account(lookup: &Lookup<'_>, mention: &EventMention) -> Entry {
    Entry {
        id: Some(mention.document.clone()),
        text: format!(
            "{}, {}",
            lookup.whence(&mention.document),
            word(mention.status)
        ),
        evidence: vec![lookup.excerpt_in(&mention.document, mention.trigger, mention.sentence)],
    }
}

/// An origin with the outlets it came through, and who stood between.
pub(super) fn origin(lookup: &Lookup<'_>, origin: &Origin) -> Entry {
    let outlets: Vec<String> = origin.documents.iter().map(|d| lookup.whence(d)).collect();
    let ways: BTreeSet<String> = origin.chains.iter().map(|c| way(lookup, c)).collect();
    let ways: Vec<String> = ways.into_iter().collect();
    let told = format!(
        "{}, through {}",
        lookup.name(&Id::from(origin.origin.as_str())),
        outlets.join(", ")
    );
    Entry {
        id: None,
        text: if ways.is_empty() {
            told
        } else {
            format!("{told}: {}", ways.join("; "))
        },
        evidence: Vec::new(),
    }
}

/// A chain in words: speaker, channel, outlet, with arrows between.
fn way(lookup: &Lookup<'_>, chain: &Chain) -> String {
    let named = [&chain.speakers, &chain.channels];
    let named = named.into_iter().filter(|ids| !ids.is_empty());
    let named = named.map(|ids| lookup.names(ids).join(" and "));
    let outlet = lookup.name(&Id::from(chain.outlet.as_str()));
    named.chain([outlet]).collect::<Vec<_>>().join(" → ")
}

/// `events` by day, each with its first account.
pub(super) fn entries(lookup: &Lookup<'_>, mut events: Vec<&Event>) -> Vec<Entry> {
    events.sort_by_key(|e| (day_key(e.interval), &e.id));
    events.into_iter().map(|e| entry(lookup, e)).collect()
}

fn entry(lookup: &Lookup<'_>, event: &Event) -> Entry {
    let row = event_row(lookup, event);
    let told = format!("{}  {} ({})", days(event.interval), event.label, row.status);
    Entry {
        id: Some(event.id.clone()),
        text: with_marks(told, &row.marked),
        evidence: row.evidence.into_iter().collect(),
    }
}
