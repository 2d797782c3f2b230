//! Search: words in headlines and texts, in their surroundings.
//!
//! Takes words in `q` and what narrows them (`in` for `title` or `text`, `outlet`, `since`, `until`); returns documents that hold them all, best first,
//! with the places, each leading to the words in their article. Known limit: the best fifty documents, three places each.
//!
//! Example: `/search?q=%22artillery+shells%22&in=title`.

use super::{ENTRIES, Page, Params, Stale, asked, folded, window};
use crate::markup::{days, many, quote};
use crate::shelf::Shelf;
use crate::wire::HitRow;
use maud::{Markup, html};
use model::Id;
use record::store::{Error, Field, Hit};
use serde_json::json;
use std::collections::BTreeSet;

/// Places shown of a document.
const PLACES: usize = 3;
/// Outlets that the field suggests.
const OUTLETS: usize = 200;
/// Code points shown on either side of a hit.
const REACH: usize = 100;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    // The best are all in one part; `next` is never given.
    if asked(params, "after").is_some() {
        return Err(Stale);
    }
    let lookup = shelf.lookup;
    let words = asked(params, "q").unwrap_or_default();
    let most = asked(params, "limit").and_then(|l| l.parse().ok());
    let most: usize = most.unwrap_or(ENTRIES).clamp(1, crate::api::MOST);
    let found = found(shelf, params, (words, most));
    let failed = found.as_ref().err().map(ToString::to_string);
    let (hits, total) = found.unwrap_or_default();
    let shown: Vec<(Id, usize, Vec<_>)> = hits
        .into_iter()
        .map(|hit| {
            let near = |&span| lookup.excerpt_near(&hit.document, span, REACH);
            let places = hit.spans.iter().take(PLACES).map(near).collect();
            (hit.document, hit.spans.len(), places)
        })
        .collect();
    let body = html! {
        h1 { @if words.is_empty() { "Search" } @else { (many(total, ["document", "documents"])) " with “" (words) "”" } }
        (asking(shelf, params, words))
        p.faint { "All words must occur. " code { "\"an exact phrase\"" } " and " code { "begin*" } " are understood." }
        @if let Some(failed) = &failed { p.odd { "The search failed: " (failed) } }
        @if total > shown.len() { p.faint { "The best " (shown.len()) " are shown; more words find fewer." } }
        @for (document, count, places) in &shown {
            article.entry.document {
                h3 { a href={ "/documents/" (document) } { (lookup.headline(document)) } }
                p.line { (days(lookup.published(document))) " · " (lookup.whence(document)) " · " (many(*count, ["place", "places"])) }
                @if places.is_empty() { p.faint { "in the headline" } }
                @for place in places { p { (quote(place)) } }
            }
        }
    };
    let row = |(document, hits, places)| HitRow {
        document,
        hits,
        places,
    };
    let rows: Vec<HitRow> = shown.into_iter().map(row).collect();
    Ok(Page::new(
        "Search",
        body,
        json!({ "query": words, "total": total, "documents": rows }),
    ))
}

/// The best hits that fit the address, and how many there are.
fn found(
    shelf: &Shelf<'_>,
    params: &Params,
    (words, most): (&str, usize),
) -> Result<(Vec<Hit>, usize), Error> {
    let field = match asked(params, "in") {
        Some("title") => Field::Title,
        Some("text") => Field::Text,
        _ => Field::Any,
    };
    let (window, outlet) = (window(params), asked(params, "outlet"));
    shelf.store.search_in((words, field), most, |id| {
        // Documents that are not worked out yet are in the index already.
        shelf.lookup.document(id).is_some()
            && window.holds(shelf.lookup.published(id))
            && outlet.is_none_or(|o| shelf.lookup.whence(id) == o)
    })
}

fn asking(shelf: &Shelf<'_>, params: &Params, words: &str) -> Markup {
    let value = |name| asked(params, name).unwrap_or_default();
    let documents = shelf.documents.iter();
    let outlets: BTreeSet<&str> = documents.filter_map(|d| d.outlet.as_deref()).collect();
    let form = html! {
        form.fields action="/search" role="search" {
            label { "Words" input type="search" name="q" value=(words) autofocus[words.is_empty()]; }
            label { "In" select name="in" {
                @for (field, says) in [("", "headlines and texts"), ("title", "headlines"), ("text", "texts")] { option value=(field) selected[value("in") == field] { (says) } }
            } }
            label { "Outlet" input name="outlet" list="outlets" value=(value("outlet")); }
            datalist #outlets { @for outlet in outlets.into_iter().take(OUTLETS) { option value=(outlet) {} } }
            label { "From" input type="date" name="since" value=(value("since")); }
            label { "To" input type="date" name="until" value=(value("until")); }
            button { "Search" }
        }
    };
    if words.is_empty() {
        return form;
    }
    let narrowing = ["in", "outlet", "since", "until"];
    folded(
        "Other words, headlines, outlet, days",
        params,
        &narrowing,
        &form,
    )
}
