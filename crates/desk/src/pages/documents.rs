//! The list of documents by day of publication.
//!
//! Takes filters (`about` for words of the headline, `since`, `until`); returns documents with what is odd
//! about each. Known limit: the words are looked for in headlines only; search has the texts.
//!
//! Example: `/documents?since=2023-08-01`.

use super::{Page, asked, cut, fields, window};
use crate::markup::days;
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::Interval;
use serde_json::json;
use std::collections::BTreeMap;
use view::filter::WordQuery;
use view::listing::{DocumentRow, documents};

pub(super) fn page(shelf: &Shelf<'_>, params: &BTreeMap<String, String>) -> Page {
    let about = asked(params, "about").map(WordQuery::new);
    let mut all = documents(shelf.lookup, window(params));
    all.retain(|d| {
        about
            .as_ref()
            .is_none_or(|words| words.fits([d.title.as_str()]))
    });
    let cut = cut(&all, params, |d| &d.id);
    let body = html! {
        h1 { (cut.total) " documents" }
        (fields("/documents", params, "Words of the headline"))
        @for row in cut.shown { (entry(row)) }
        (cut.more("/documents", params))
    };
    Page::new(
        "Documents",
        body,
        json!({ "documents": cut.shown, "total": cut.total, "next": cut.next }),
    )
}

/// A document on a line of its own.
pub(super) fn entry(row: &DocumentRow) -> Markup {
    let interval = Interval {
        earliest: row.earliest,
        latest: row.latest,
    };
    let kind = row.duplicate_kind.as_deref().unwrap_or_default();
    html! {
        article.entry.document {
            h3 { a href={ "/documents/" (row.id) } { (row.title) } }
            p.line { (days(interval)) " · " (row.outlet.as_deref().unwrap_or(&row.input_id))
                @if row.conflict { " · " span.odd { "its stated date cannot be right" } }
                @if let Some(of) = &row.duplicate_of { " · " a.odd href={ "/documents/" (of) } { (kind) " copy" } }
                @if let Some(of) = &row.revises { " · " a.odd href={ "/documents/" (of) } { "revises an earlier text" } }
            }
        }
    }
}
