//! The list of events: who did what to whom, by day.
//!
//! Takes filters (`about`, `status`, `type`, `since`, `until`); returns typed events with how well each is
//! attested. Known limit: events without a type are left out, as in `onrecord events`.
//!
//! Example: `/events?status=planned` is what is ahead.

use super::{Page, asked, chosen, cut, facet, fields, window, word};
use crate::markup::{count, days, quote, status};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::record::Event;
use serde_json::json;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::WordQuery;
use view::listing::{EventRow, event_row};

const PATH: &str = "/events";

pub(super) fn page(shelf: &Shelf<'_>, params: &BTreeMap<String, String>) -> Page {
    let found = found(shelf, params);
    let cut = cut(&found, params, |e| &e.id);
    let rows: Vec<EventRow> = cut
        .shown
        .iter()
        .map(|e| event_row(shelf.lookup, e))
        .collect();
    let names: Vec<(&str, String)> = ["status", "type"]
        .into_iter()
        .filter_map(|n| Some((n, asked(params, n)?.to_owned())))
        .collect();
    let body = html! {
        h1 { (cut.total) " events" }
        (chosen(PATH, params, &names))
        (fields(PATH, params, "With the words"))
        div.sided {
            aside aria-label="Narrow down" { (facets(params, &found)) }
            div {
                @if rows.is_empty() { p { "No event fits. Take a filter out above." } }
                @for row in &rows { (entry(row)) }
                (cut.more(PATH, params))
            }
        }
    };
    Page::new(
        "Events",
        body,
        json!({ "events": rows, "total": cut.total, "next": cut.next }),
    )
}

/// An event on a line of its own, with the words for it.
pub(super) fn entry(row: &EventRow) -> Markup {
    let interval = model::Interval {
        earliest: row.earliest,
        latest: row.latest,
    };
    let href = format!("/events/{}", row.id);
    html! {
        article.entry.event {
            h3 { a href=(href) { (row.label) } }
            p.line { (days(interval)) " " (status(&row.status))
                @if let Some(place) = &row.place { " · " (place) }
                " · " (count(row.documents, "document", &href)) ", "
                (count(row.independent_origins, "independent origin", &format!("{href}#origins")))
            }
            @if let Some(evidence) = &row.evidence { p { (quote(evidence)) } }
        }
    }
}

fn found<'a>(shelf: &Shelf<'a>, params: &BTreeMap<String, String>) -> Vec<&'a Event> {
    let about = asked(params, "about").map(WordQuery::new);
    let window = window(params);
    let fits = |e: &&Event| {
        asked(params, "status").is_none_or(|s| word(e.status) == s)
            && asked(params, "type").is_none_or(|t| e.event_type.is_some_and(|of| of.as_str() == t))
            && window.holds(e.interval)
            && about
                .as_ref()
                .is_none_or(|words| tells(shelf.lookup, e, words))
    };
    shelf.events.iter().copied().filter(fits).collect()
}

fn tells(lookup: &Lookup<'_>, event: &Event, words: &WordQuery) -> bool {
    let actors: Vec<String> = lookup
        .names(&event.sources)
        .into_iter()
        .chain(lookup.names(&event.targets))
        .collect();
    let names = actors.iter().chain(&event.objects).map(String::as_str);
    words.fits(names.chain([event.label.as_str()]))
}

fn facets(params: &BTreeMap<String, String>, found: &[&Event]) -> Markup {
    let mut statuses = BTreeMap::new();
    let mut types = BTreeMap::new();
    for event in found {
        let status = word(event.status);
        *statuses.entry((status.clone(), status)).or_default() += 1;
        let kind = event
            .event_type
            .map(|t| t.as_str().to_owned())
            .unwrap_or_default();
        *types
            .entry((kind.clone(), kind.to_lowercase()))
            .or_default() += 1;
    }
    html! {
        details open { summary { "Status" } ul.facet { (facet(PATH, params, "status", statuses)) } }
        details open { summary { "Type" } ul.facet { (facet(PATH, params, "type", types)) } }
    }
}
