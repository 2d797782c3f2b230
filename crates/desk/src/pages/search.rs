//! Search: words in the texts, in their surroundings.
//!
//! Takes words in `q`; returns documents that hold them all, best first, with the places, each leading to
//! the words in their article. Known limit: the best fifty documents, three places each.
//!
//! Example: `/search?q=%22artillery+shells%22`.

use super::{ENTRIES, Page, Params, asked};
use crate::markup::{days, quote};
use crate::shelf::Shelf;
use maud::html;
use model::Id;
use serde_json::json;

/// Places shown of a document.
const PLACES: usize = 3;
/// Code points shown on either side of a hit.
const REACH: usize = 100;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let lookup = shelf.lookup;
    let words = asked(params, "q").unwrap_or_default();
    let most = asked(params, "limit").and_then(|l| l.parse().ok());
    let most: usize = most.unwrap_or(ENTRIES).clamp(1, crate::api::MOST);
    let found = shelf.store.search_best(words, most);
    let failed = found.as_ref().err().map(ToString::to_string);
    let (mut hits, mut total) = found.unwrap_or_default();
    if shelf.past.is_some() {
        hits.retain(|h| lookup.document(&h.document).is_some());
        total = hits.len();
    }
    let shown: Vec<(Id, usize, Vec<_>)> = hits
        .into_iter()
        .map(|hit| {
            let near = |&span| lookup.excerpt_near(&hit.document, span, REACH);
            let places = hit.spans.iter().take(PLACES).map(near).collect();
            (hit.document, hit.spans.len(), places)
        })
        .collect();
    let body = html! {
        h1 { @if words.is_empty() { "Search" } @else { (total) " documents with “" (words) "”" } }
        form.fields action="/search" role="search" {
            label { "Words" input type="search" name="q" value=(words) autofocus[words.is_empty()]; }
            button { "Search" }
        }
        p.faint { "All words must occur. " code { "\"an exact phrase\"" } " and " code { "begin*" } " are understood." }
        @if let Some(failed) = &failed { p.odd { "The search failed: " (failed) } }
        @if total > shown.len() { p.faint { "The best " (shown.len()) " are shown; more words find fewer." } }
        @for (document, count, places) in &shown {
            article.entry.document {
                h3 { a href={ "/documents/" (document) } { (lookup.headline(document)) } }
                p.line { (days(lookup.published(document))) " · " (lookup.whence(document)) " · " (count) " places" }
                @for place in places { p { (quote(place)) } }
            }
        }
    };
    let rows: Vec<_> = shown
        .iter()
        .map(|(d, n, places)| json!({ "document": d, "hits": n, "places": places }))
        .collect();
    Page::new(
        "Search",
        body,
        json!({ "query": words, "total": total, "documents": rows }),
    )
}
