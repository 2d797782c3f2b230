//! What is new: the articles that came in, newest batch first, and what each batch brought.
//!
//! Takes a cursor and a day (`since`); returns the file's log in batches of one minute, each with what the record told otherwise after its articles,
//! and with the claims and events that they alone tell; and ways to the record as of a day. Known limit: of a batch that changed much the page shows
//! the first lines, `/changes.json` all of them.
//!
//! Example: `/changes` at nine in the morning shows what `watch` added overnight.

use super::{Page, Params, asked};
use crate::markup::{address, count, days, with};
use crate::news::Batch;
use crate::shelf::Shelf;
use crate::strip;
use jiff::civil::Date;
use maud::{Markup, html};
use model::Id;
use record::change::Change;
use serde_json::json;
use view::Lookup;

const PATH: &str = "/changes";
/// Batches shown at once, and articles named of each.
const BATCHES: usize = 10;
const ARTICLES: usize = 12;
/// Articles named of the newest batch on the overview.
const NEWEST: usize = 4;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let since = asked(params, "since").unwrap_or_default();
    let batches = shelf.news();
    let batches = &batches[..batches
        .iter()
        .take_while(|b| b.at.as_str() >= since)
        .count()];
    let after = asked(params, "after");
    let start = after.map_or(0, |a| {
        batches.iter().take_while(|b| b.at.as_str() >= a).count()
    });
    let shown: Vec<&Batch> = batches.iter().skip(start).take(BATCHES).collect();
    let rest = start + shown.len() < batches.len();
    let next = shown.last().filter(|_| rest).map(|b| b.at.clone());
    let body = html! {
        h1 { "What is new" }
        p hidden role="status" data-news=(crate::api::NEW) { a href=(PATH) { "More came in: load this page again" } }
        form.fields action=(PATH) {
            label { "What came in since (UTC)" input type="date" name="since" value=(since.get(..10).unwrap_or_default()); }
            button { "Show" }
        }
        p.lead { (batches.iter().map(|b| b.came().count()).sum::<usize>()) " articles came in"
            @if !since.is_empty() { " since " (since) } ", newest first (UTC)." }
        @if shown.is_empty() { p { "Nothing was added " @if since.is_empty() { "yet." } @else { "since then." } } }
        @for batch in &shown { (entry(shelf, batch, ARTICLES)) }
        nav.more aria-label="More" {
            @if after.is_some() { a href=(PATH) { "← From the newest" } }
            @if let Some(next) = &next { a rel="next" href=(address(PATH, &with(params, "after", next))) { "Earlier →" } }
        }
        (as_of(shelf))
    };
    Page::new(
        "What is new",
        body,
        json!({ "changes": shown, "next": next }),
    )
}

/// Ways to the record as of a day: a field, made a slider by the script, and the articles by day of publication.
fn as_of(shelf: &Shelf<'_>) -> Markup {
    let published = shelf
        .documents
        .iter()
        .filter_map(|d| d.published.interval.latest);
    let days: Vec<Date> = published.collect();
    let (first, last) = (days.iter().min(), days.iter().max());
    html! {
        section { h2 { "What the record said on a day" }
            p { "As the articles published until then have it: every page, with what that leaves out." }
            form.fields action=(crate::past::ROOT) data-slider {
                label { "Day" input type="date" name="day" required min=[first] max=[last] value=[last]; }
                button { "Go to that day" }
            }
            (strip::leading(&days, "Articles by day of publication; each column leads to the record of its last day", |(_, last)| format!("{}/{last}/", crate::past::ROOT)))
            p.faint { "The columns are the articles by day of publication; each leads to the record of its last day." }
        }
    }
}

/// The newest batch in short, for the overview.
pub(super) fn newest(shelf: &Shelf<'_>) -> Markup {
    html! {
        @if let Some(batch) = shelf.news().first() {
            section { h2 { "New " a.all href=(PATH) { "all that came in" } } (entry(shelf, batch, NEWEST)) }
        }
    }
}

fn entry(shelf: &Shelf<'_>, batch: &Batch, most: usize) -> Markup {
    let came = batch.came().count();
    html! {
        section.entry {
            h3 { time datetime={ (batch.at) "Z" } { (batch.at.replace('T', " ")) } }
            @if came > 0 {
                p.line { (count(came, "article", &format!("/documents?added={}", batch.at))) " with "
                    (count(batch.claims, "claim", &format!("/claims?added={}", batch.at))) "; they alone tell "
                    (count(batch.events, "event", &format!("/events?added={}", batch.at))) }
            }
            @if !batch.lines.is_empty() {
                ul.changes { @for change in batch.lines.iter().take(most) { li { (line(shelf.lookup, change)) } } }
                @if batch.lines.len() > most { p.faint { (batch.lines.len() - most) " more lines changed" } }
            }
            @for (what, ids) in &batch.documents {
                h4 { (what) }
                ul { @for id in ids.iter().rev().take(most) { li { (article(shelf.lookup, id)) } } }
                @if ids.len() > most { p.faint { "and " a href={ "/documents?added=" (batch.at) } { (ids.len() - most) " more" } } }
            }
        }
    }
}

/// A line that the record told otherwise, leading to its page.
fn line(lookup: &Lookup<'_>, change: &Change) -> Markup {
    let kind = change.kind.replace('_', " ");
    let id = change.into.as_ref().unwrap_or(&change.id);
    html! {
        (change.how.word()) " " (kind) " "
        @match page_of(lookup, &change.kind, id) {
            Some(page) => { a href=(page) { (change.label) } }
            None => { (change.label) }
        }
        @for d in &change.differences {
            span.faint { " · " (d.what) ": " @if d.before.is_empty() { "–" } @else { (d.before) } " → " @if d.now.is_empty() { "–" } @else { (d.now) } }
        }
    }
}

/// The page on which a line stands; `None` where it is no more.
fn page_of(lookup: &Lookup<'_>, kind: &str, id: &Id) -> Option<String> {
    match kind {
        "event" => lookup.event(id).map(|_| format!("/events/{id}")),
        "proposition" => lookup
            .proposition(id)
            .map(|_| format!("/propositions/{id}")),
        "dispute" => Some("/disputes".to_owned()),
        "possible_breach" => Some("/norms".to_owned()),
        _ => None,
    }
}

fn article(lookup: &Lookup<'_>, id: &Id) -> Markup {
    html! {
        @if lookup.document(id).is_some() {
            a href={ "/documents/" (id) } { (lookup.headline(id)) } span.faint { " " (lookup.whence(id)) " · " (days(lookup.published(id))) }
        } @else { code { (id) } span.faint { " is no longer in the record" } }
    }
}
