//! The disputes: what one side asserts and another denies, or on what accounts of one event differ.
//!
//! Takes a cursor; returns the disputes with the words of every side; none is chosen. Known limit: sorted by
//! kind, not by weight.
//!
//! Example: `/disputes` lists "that Russia bought shells" with both sides.

use super::{ENTRIES, Page, claims, cut};
use crate::markup::quote;
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::record::Dispute;
use serde_json::json;
use std::collections::BTreeMap;
use view::Lookup;
use view::listing::{DisputeRow, SideRow, dispute_row};

pub(super) fn page(shelf: &Shelf<'_>, params: &BTreeMap<String, String>) -> Page {
    let lookup = shelf.lookup;
    let mut all: Vec<&Dispute> = lookup.record.disputes.iter().collect();
    all.sort_by_key(|d| (&d.kind, &d.id));
    let cut = cut(&all, params, |d| &d.id);
    let rows: Vec<DisputeRow> = cut.shown.iter().map(|d| dispute_row(lookup, d)).collect();
    let body = html! {
        h1 { (cut.total) " disputes" }
        p.lead { "What cannot all be so. All sides are shown, none is chosen." }
        @if rows.is_empty() { p { "Nothing in this record is disputed." } }
        @for row in &rows { (entry(lookup, row)) }
        (cut.more("/disputes", params))
    };
    Page::new(
        "Disputes",
        body,
        json!({ "disputes": rows, "total": cut.total, "next": cut.next }),
    )
}

/// A dispute with its sides next to each other.
pub(super) fn entry(lookup: &Lookup<'_>, row: &DisputeRow) -> Markup {
    let event = row.event.as_ref().and_then(|e| lookup.event(e));
    html! {
        article.entry.dispute #(row.id) {
            h3 { span.kind { (row.kind) } " " (row.label) }
            @if let Some(event) = event { p.faint { "about " a href={ "/events/" (event.id) } { (event.label) } } }
            @if row.supporting.is_empty() && row.against.is_empty() {
                @for span in row.spans.iter().take(ENTRIES) { p { (quote(span)) span.faint { " " (lookup.whence(&span.document)) } } }
            } @else {
                div.sides {
                    (side(lookup, "For", &row.supporting))
                    (side(lookup, "Against", &row.against))
                }
            }
        }
    }
}

fn side(lookup: &Lookup<'_>, name: &str, rows: &[SideRow]) -> Markup {
    html! {
        div { h4 { (name) }
            @for row in rows.iter().take(ENTRIES) {
                @if let Some(claim) = lookup.claim(&row.claim.id) { (claims::entry(lookup, claim, &row.claim)) }
            }
        }
    }
}
