//! What is new: the articles that came in, newest batch first, and what each batch brought.
//!
//! Takes a cursor; returns the file's log in batches of one minute, each with the claims and events that its articles
//! alone tell. Known limit: the log knows documents only, so what an old article says anew after a `rebuild` is not new.
//!
//! Example: `/changes` at nine in the morning shows what `watch` added overnight.

use super::{Page, Params, asked};
use crate::markup::{address, count, days, with};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::Id;
use record::store::Change;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use view::Lookup;

const PATH: &str = "/changes";
/// Batches shown at once, and articles named of each.
const BATCHES: usize = 10;
const ARTICLES: usize = 12;
/// Letters of a time up to the minute: `2023-11-06T10:00`.
const MINUTE: usize = 16;

/// Articles that came, changed or went in one minute.
struct Batch<'l> {
    at: &'l str,
    documents: BTreeMap<&'l str, Vec<&'l Id>>,
}

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let log = shelf.store.changes().unwrap_or_default();
    let batches = batches(&log);
    let after = asked(params, "after");
    let start = after.map_or(0, |a| batches.iter().take_while(|b| b.at >= a).count());
    let shown: Vec<&Batch<'_>> = batches.iter().skip(start).take(BATCHES).collect();
    let rest = start + shown.len() < batches.len();
    let next = shown.last().filter(|_| rest).map(|b| b.at.to_owned());
    let body = html! {
        h1 { "What is new" }
        p.lead { "What came into the record, newest first (UTC). What articles published until a day say together is "
            code { "--as-of" } " on the command line." }
        @if shown.is_empty() { p { "Nothing was added yet." } }
        @for batch in &shown { (entry(shelf, batch, ARTICLES)) }
        nav.more aria-label="More" {
            @if after.is_some() { a href=(PATH) { "← From the newest" } }
            @if let Some(next) = &next { a rel="next" href=(address(PATH, &with(params, "after", next))) { "Earlier →" } }
        }
    };
    let rows: Vec<Value> = shown
        .iter()
        .map(|b| json!({ "at": b.at, "documents": b.documents }))
        .collect();
    Page::new(
        "What is new",
        body,
        json!({ "changes": rows, "next": next }),
    )
}

/// The log by minute, newest first.
fn batches(log: &[Change]) -> Vec<Batch<'_>> {
    let mut batches: Vec<Batch<'_>> = Vec::new();
    for change in log.iter().rev() {
        let at = change.at.get(..MINUTE).unwrap_or(&change.at);
        if batches.last().is_none_or(|b| b.at != at) {
            batches.push(Batch {
                at,
                documents: BTreeMap::new(),
            });
        }
        if let Some(batch) = batches.last_mut() {
            batch
                .documents
                .entry(&change.what)
                .or_default()
                .push(&change.document);
        }
    }
    batches
}

/// The newest batch in short, for the overview.
pub(super) fn newest(shelf: &Shelf<'_>) -> Markup {
    let log = shelf.store.changes().unwrap_or_default();
    let batches = batches(&log);
    html! {
        @if let Some(batch) = batches.first() {
            section { h2 { "New " a.all href=(PATH) { "all that came in" } } (entry(shelf, batch, 4)) }
        }
    }
}

fn entry(shelf: &Shelf<'_>, batch: &Batch<'_>, most: usize) -> Markup {
    let came: BTreeSet<&Id> = batch
        .documents
        .iter()
        .filter(|(what, _)| **what != "removed")
        .flat_map(|(_, ids)| ids.iter().copied())
        .collect();
    let claims = shelf
        .claims
        .iter()
        .filter(|c| came.contains(&c.document))
        .count();
    let events = shelf
        .events
        .iter()
        .filter(|e| e.mentions.iter().all(|m| came.contains(&m.document)))
        .count();
    html! {
        section.entry {
            h3 { time datetime={ (batch.at) "Z" } { (batch.at.replace('T', " ")) } }
            @if !came.is_empty() {
                p.line { (count(came.len(), "article", &format!("/documents?added={}", batch.at))) " with "
                    (count(claims, "claim", &format!("/claims?added={}", batch.at))) "; they alone tell "
                    (count(events, "event", &format!("/events?added={}", batch.at))) }
            }
            @for (what, ids) in &batch.documents {
                h4 { (what) }
                ul { @for id in ids.iter().rev().take(most) { li { (article(shelf.lookup, id)) } } }
                @if ids.len() > most { p.faint { "and " a href={ "/documents?added=" (batch.at) } { (ids.len() - most) " more" } } }
            }
        }
    }
}

fn article(lookup: &Lookup<'_>, id: &Id) -> Markup {
    html! {
        @if lookup.document(id).is_some() {
            a href={ "/documents/" (id) } { (lookup.headline(id)) } span.faint { " " (lookup.whence(id)) " · " (days(lookup.published(id))) }
        } @else { code { (id) } span.faint { " is no longer in the record" } }
    }
}

/// Documents that came in during the minute `at`.
pub(super) fn came_in(shelf: &Shelf<'_>, at: &str) -> BTreeSet<Id> {
    let log = shelf.store.changes().unwrap_or_default();
    let came = log
        .into_iter()
        .filter(|c| c.at.starts_with(at) && c.what != "removed");
    came.map(|c| c.document).collect()
}
