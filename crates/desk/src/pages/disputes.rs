//! The disputes: what one side asserts and another denies, or on what accounts of one event differ.
//!
//! Takes a cursor; returns the disputes with the words of every side; none is chosen. Known limit: sorted by
//! kind, not by weight.
//!
//! Example: `/disputes` lists "that Russia bought shells" with both sides.

use super::{ENTRIES, Page, Params, Stale, claims, correct, cut};
use crate::markup::{many, quote};
use crate::shelf::Shelf;
use crate::wire::{self, OneDispute};
use maud::{Markup, html};
use model::Thing;
use model::record::Dispute;
use serde_json::json;
use view::Lookup;
use view::listing::{DisputeRow, SideRow, dispute_row};

const PATH: &str = "/disputes";

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let lookup = shelf.lookup;
    let mut all: Vec<&Dispute> = lookup.record.disputes.iter().collect();
    all.sort_by_key(|d| (&d.kind, &d.id));
    let cut = cut(&all, params, |d| &d.id)?;
    let rows: Vec<DisputeRow> = cut.shown.iter().map(|d| dispute_row(lookup, d)).collect();
    let body = html! {
        h1 { (many(cut.total, ["dispute", "disputes"])) }
        p.lead { "What cannot all be so. All sides are shown, none is chosen." }
        @if rows.is_empty() { p { "Nothing in this record is disputed." } }
        @for row in &rows { (entry(lookup, row)) }
        (cut.more(PATH, params))
    };
    Ok(Page::new(
        "Disputes",
        body,
        json!({ "disputes": rows, "total": cut.total, "next": cut.next }),
    ))
}

/// One dispute at an address of its own.
pub(super) fn one(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let id = shelf.living(id)?;
    let dispute = shelf.lookup.record.disputes.iter().find(|d| d.id == id)?;
    let row = dispute_row(shelf.lookup, dispute);
    let body = html! {
        h1 { "Disputed" }
        (entry(shelf.lookup, &row))
        p { a href=(PATH) { "All disputes" } }
        (correct::section(shelf, (Thing::Dispute, &dispute.id), correct::WHOLE))
    };
    let title = row.label.clone();
    Some(Page::new(
        title,
        body,
        wire::value(&OneDispute { dispute: row }),
    ))
}

/// A dispute in a line that leads to it.
pub(super) fn link(lookup: &Lookup<'_>, dispute: &Dispute) -> Markup {
    let about = dispute
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let event = dispute.event.as_ref().and_then(|e| lookup.event(e));
    let label = about
        .map(|p| p.label.as_str())
        .or(event.map(|e| e.label.as_str()));
    html! { span.kind { (dispute.kind) } " " a href={ (PATH) "/" (dispute.id) } { (label.unwrap_or(dispute.id.as_str())) } }
}

/// A dispute with its sides next to each other.
pub(super) fn entry(lookup: &Lookup<'_>, row: &DisputeRow) -> Markup {
    let event = row.event.as_ref().and_then(|e| lookup.event(e));
    html! {
        article.entry.dispute #(row.id) {
            h3 { span.kind { (row.kind) } " " a href={ (PATH) "/" (row.id) } { (row.label) } }
            @if let Some(about) = &row.proposition { p.faint { a href={ "/propositions/" (about) } { "how it went, and who stands where" } } }
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
