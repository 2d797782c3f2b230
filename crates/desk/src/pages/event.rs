//! One event: its accounts side by side, where they differ, and where the reports come from.
//!
//! Takes an id, also one that redirects; returns every account with its words, the disputes about the
//! event, the claims that tell it and its origins with their documents. Known limit: a much-told event
//! shows its first accounts only.
//!
//! Example: two outlets that give different numbers stand in two columns.

use super::{ENTRIES, Page, claims, correct, decisions, disputes, lineage, word};
use crate::markup::{actors, at, count, days, quote, status};
use crate::shelf::Shelf;
use crate::wire::{self, Account, OneEvent, OriginRow};
use maud::{Markup, html};
use model::record::{Claim, Dispute, Event, EventMention};
use model::{Id, Thing};
use std::collections::{BTreeMap, BTreeSet};
use view::Lookup;
use view::listing::{self, EventRow, claim_row, dispute_row, event_row};

pub(super) fn page(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let lookup = shelf.lookup;
    let id = shelf.living(id)?;
    // Events without a type are not on the shelf; they are read when asked for.
    let read = match lookup.event(&id) {
        Some(_) => None,
        None if shelf.past.is_some() => None,
        None => shelf.store.line::<Event>(&id).ok().flatten(),
    };
    let event = lookup.event(&id).or(read.as_ref())?;
    let row = event_row(lookup, event);
    let about: Vec<&Dispute> = lookup
        .record
        .disputes
        .iter()
        .filter(|d| d.event.as_ref() == Some(&event.id))
        .collect();
    let disputed: Vec<_> = about.into_iter().map(|d| dispute_row(lookup, d)).collect();
    let claims = shelf.claims.iter().copied();
    let told = claims.filter(|c| c.events.contains(&event.id));
    let told: Vec<&Claim> = told.take(ENTRIES).collect();
    let claimed: Vec<_> = told.iter().map(|c| claim_row(lookup, c)).collect();
    let body = html! {
        (head(lookup, event, &row))
        @if !disputed.is_empty() {
            section { h2 { "Where accounts differ" } @for row in &disputed { (disputes::entry(lookup, row)) } }
        }
        (accounts_of(lookup, event))
        (lineage::section(shelf, event, &told_at(lookup, event)))
        @if !told.is_empty() {
            section { h2 { "Who says so" } @for (claim, row) in told.iter().zip(&claimed) { (claims::entry(lookup, claim, row)) } }
        }
        @if !event.reasons.is_empty() {
            section { h2 { "Why it is read so" } ul { @for reason in &event.reasons { li { (reason) } } } }
        }
        (correct::section(shelf, (Thing::Event, &event.id), (&others(shelf, event), &parts(lookup, event))))
    };
    let data = wire::value(&OneEvent {
        event: row,
        accounts: accounts(lookup, event),
        origins: OriginRow::all(&event.origins),
        disputes: disputed,
        claims: claimed,
    });
    Some(Page::new(event.label.clone(), body, data))
}

/// The accounts for programs.
fn accounts(lookup: &Lookup<'_>, event: &Event) -> Vec<Account> {
    let account = |m: &EventMention| Account {
        document: m.document.clone(),
        status: word(m.status),
        trigger: lookup.excerpt_in(&m.document, m.trigger, m.sentence),
    };
    event.mentions.iter().map(account).collect()
}

/// The address of the words in each article that tells it.
fn told_at<'e>(lookup: &Lookup<'_>, event: &'e Event) -> BTreeMap<&'e Id, String> {
    let mut words = BTreeMap::new();
    for mention in event.mentions.iter().take(ENTRIES) {
        let address = || at(&lookup.excerpt(&mention.document, mention.trigger));
        words.entry(&mention.document).or_insert_with(address);
    }
    words
}

/// Events told in the same documents, nearest days first as they come, for the form that joins.
fn others(shelf: &Shelf<'_>, event: &Event) -> Vec<correct::Choice> {
    let documents: BTreeSet<&Id> = event.mentions.iter().map(|m| &m.document).collect();
    let story: BTreeSet<&Id> = documents
        .iter()
        .filter_map(|d| shelf.lookup.document(d)?.story.as_ref())
        .collect();
    let is_near = |other: &&&Event| {
        let told = other
            .mentions
            .first()
            .and_then(|m| shelf.lookup.document(&m.document));
        other.id != event.id
            && told.is_some_and(|d| d.story.as_ref().is_some_and(|s| story.contains(s)))
    };
    let alike = shelf
        .events
        .iter()
        .filter(|o| o.event_type == event.event_type);
    alike
        .filter(is_near)
        .take(ENTRIES)
        .map(|o| {
            (
                o.id.to_string(),
                format!("{} ({})", o.label, listing::days(o.interval)),
            )
        })
        .collect()
}

/// The accounts, for the form that splits.
fn parts(lookup: &Lookup<'_>, event: &Event) -> Vec<correct::Choice> {
    let accounts = event.mentions.iter().take(ENTRIES);
    accounts
        .map(|m| {
            let words = lookup.excerpt_in(&m.document, m.trigger, m.sentence);
            let whence = lookup.whence(&m.document);
            (
                format!("{}@{}", m.document, words.start),
                format!("{whence}: {}{}{}", words.before, words.text, words.after),
            )
        })
        .collect()
}

fn head(lookup: &Lookup<'_>, event: &Event, row: &EventRow) -> Markup {
    let place = event.place.as_ref().and_then(|p| lookup.place(p));
    html! {
        h1 { (event.label) }
        p.lead { (status(&word(event.status))) " · " (days(event.interval))
            @if let Some(place) = place { " · " a href={ "/events?place=" (place.id) } { (place.name) } }
            @if event.background { " · told as history" }
        }
        (decisions::marked(&row.marked))
        @if let Some(dated) = &row.dated { p.marked role="note" { (dated.words()) } }
        p { (count(event.documents, "document", "#accounts")) ", "
            (count(event.independent_origins, "independent origin", "#origins")) }
        dl {
            @if !event.sources.is_empty() { dt { "Who" } dd { (actors(lookup, &event.sources)) } }
            @if !event.targets.is_empty() { dt { "To or with whom" } dd { (actors(lookup, &event.targets)) } }
            @if !event.objects.is_empty() { dt { "What" } dd { (event.objects.join(", ")) } }
        }
    }
}

fn accounts_of(lookup: &Lookup<'_>, event: &Event) -> Markup {
    html! {
        section #accounts {
            h2 { "Accounts" }
            div.columns {
                @for account in event.mentions.iter().take(ENTRIES) {
                    article.account {
                        p.line { strong { (lookup.whence(&account.document)) } " " (days(lookup.published(&account.document))) }
                        p { (quote(&lookup.excerpt_in(&account.document, account.trigger, account.sentence))) }
                        p.line { (status(&word(account.status))) " "
                            a.faint href={ "/documents/" (account.document) } { (lookup.headline(&account.document)) } }
                    }
                }
            }
            @if event.mentions.len() > ENTRIES { p { "… and " (event.mentions.len() - ENTRIES) " more, in the JSON of this page." } }
        }
    }
}
