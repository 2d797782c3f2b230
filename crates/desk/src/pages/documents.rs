//! The list of documents by day of publication.
//!
//! Takes filters (`about` for words of the headline, `outlet`, `actor`, `story`, `added`, `since`, `until`); returns documents
//! with what is odd about each. Known limit: the words are looked for in headlines only; search has the texts.
//!
//! Example: `/documents?since=2023-08-01`.

use super::{Counts, Page, Params, Stale, asked, beside, chosen, cut, facet, fields, window};
use crate::markup::{days, many};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::record::DocumentLine;
use model::{Id, Interval};
use serde_json::json;
use std::collections::BTreeSet;
use view::Lookup;
use view::filter::WordQuery;
use view::listing::{DocumentRow, document_row};

const PATH: &str = "/documents";

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let found = found(shelf, params);
    let cut = cut(&found, params, |d| &d.id)?;
    let rows: Vec<DocumentRow> = cut
        .shown
        .iter()
        .map(|d| document_row(shelf.lookup, d))
        .collect();
    let outlets: Vec<String> = found.iter().map(|d| shelf.lookup.whence(&d.id)).collect();
    let mut counts = Counts::new();
    for outlet in &outlets {
        *counts.entry(outlet).or_default() += 1;
    }
    let body = html! {
        h1 { (many(cut.total, ["document", "documents"])) }
        (chosen(PATH, params, &names(shelf.lookup, params)))
        (fields(PATH, params, "Words of the headline"))
        div.sided {
            (beside(&html! { details open { summary { "Outlet" } ul.facet { (facet(PATH, params, ("outlet", &counts), str::to_owned)) } } }))
            div {
                @if rows.is_empty() { p { "No document fits. Take a filter out above." } }
                @for row in &rows { (entry(row)) }
                (cut.more(PATH, params))
            }
        }
    };
    let data = json!({ "documents": rows, "total": cut.total, "next": cut.next });
    Ok(Page::new("Documents", body, data))
}

fn found<'a>(shelf: &Shelf<'a>, params: &Params) -> Vec<&'a DocumentLine> {
    let lookup = shelf.lookup;
    let about = asked(params, "about").map(WordQuery::new);
    let window = window(params);
    let added = asked(params, "added").map(|at| shelf.came_in(at));
    let actor: Option<BTreeSet<&Id>> = asked(params, "actor").map(|a| naming(shelf, a));
    let fits = |d: &&DocumentLine| {
        window.holds(d.published.interval)
            && asked(params, "outlet").is_none_or(|o| lookup.whence(&d.id) == o)
            && asked(params, "story")
                .is_none_or(|s| d.story.as_ref().is_some_and(|of| of.as_str() == s))
            && added.as_ref().is_none_or(|came| came.contains(&d.id))
            && actor.as_ref().is_none_or(|naming| naming.contains(&d.id))
            && about
                .as_ref()
                .is_none_or(|words| words.fits([lookup.headline(&d.id).as_str()]))
    };
    shelf.documents.iter().copied().filter(fits).collect()
}

/// Documents that name the actor with this id.
fn naming<'a>(shelf: &Shelf<'a>, actor: &str) -> BTreeSet<&'a Id> {
    let tally = shelf.roll().tally(&Id::from(actor));
    let numbers = tally.map(|t| t.documents.as_slice()).unwrap_or_default();
    let lines = &shelf.lookup.record.documents;
    numbers
        .iter()
        .map(|(number, _)| &lines[*number].id)
        .collect()
}

fn names(lookup: &Lookup<'_>, params: &Params) -> Vec<(&'static str, String)> {
    let shown = |name: &'static str| {
        let value = asked(params, name)?;
        let id = Id::from(value);
        let actor = lookup.actor(&id).map(|a| format!("naming {}", a.name));
        let story = lookup.story(&id).map(|s| s.title.clone());
        Some((name, actor.or(story).unwrap_or_else(|| value.to_owned())))
    };
    ["outlet", "actor", "story", "added"]
        .into_iter()
        .filter_map(shown)
        .collect()
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
                @if let Some(dated) = &row.dated { " · " (dated.words()) }
                @if row.conflict { " · " span.odd { "its stated date cannot be right" } }
                @if let Some(of) = &row.duplicate_of { " · " a.odd href={ "/documents/" (of) } { (kind) " copy" } }
                @if let Some(of) = &row.revises { " · " a.odd href={ "/documents/" (of) } { "revises an earlier text" } }
            }
        }
    }
}
