//! The list of events: who did what to whom, the most told first or by day.
//!
//! Takes filters (`about`, `by`, `source`, `target`, `place`, `story`, `status`, `type`, `added`, `since`,
//! `until`) and an `order` (`day`, or none); returns typed events with how well each is attested. Known limit: events without a type are left out, as in `onrecord events`.
//!
//! Example: `/events?status=planned` is what is ahead.

use super::{
    Counts, Page, Params, Stale, asked, beside, chosen, claims, correct, cut, decisions, facet,
    fields, parsed, window, word,
};
use crate::markup::{address, count, days, many, quote, status, with};
use crate::shelf::Shelf;
use crate::strip::strip;
use crate::who::Who;
use jiff::civil::Date;
use maud::{Markup, html};
use model::record::Event;
use model::{EventType, Id, Status, Thing};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::WordQuery;
use view::listing::{EventRow, event_row};

const PATH: &str = "/events";
/// In which order: what most independent origins tell comes first, unless it is asked for by day.
const ORDER: &str = "order";
const BY_DAY: &str = "day";

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let mut found = found(shelf, params);
    if asked(params, ORDER) != Some(BY_DAY) {
        // Stable, so that equals stay by day.
        found.sort_by_key(|e| (Reverse(e.independent_origins), Reverse(e.documents)));
    }
    let cut = cut(&found, params, |e| &e.id)?;
    let rows: Vec<EventRow> = cut
        .shown
        .iter()
        .map(|e| event_row(shelf.lookup, e))
        .collect();
    let body = html! {
        h1 { (many(cut.total, ["event", "events"])) }
        (chosen(PATH, params, &names(shelf.lookup, params)))
        (fields(PATH, params, "With the words"))
        (strip(PATH, params, &found.iter().filter_map(|e| e.interval.earliest.or(e.interval.latest)).collect::<Vec<Date>>()))
        div.sided {
            (beside(&facets(shelf.lookup, params, &found)))
            div {
                @if rows.is_empty() { p { "No event fits. Take a filter out above." } }
                @else { (orders(params)) }
                @for row in &rows { (entry(row)) }
                (cut.more(PATH, params))
                (of_place(shelf, params))
            }
        }
    };
    Ok(Page::new(
        "Events",
        body,
        json!({ "events": rows, "total": cut.total, "next": cut.next }),
    ))
}

/// The orders of the list, the present one marked.
fn orders(params: &Params) -> Markup {
    let by_day = asked(params, ORDER) == Some(BY_DAY);
    let link = |value, words, is_now: bool| {
        html! { a href=(address(PATH, &with(params, ORDER, value))) aria-current=[is_now.then_some("true")] { (words) } }
    };
    html! { p.orders.faint { (link("", "most told first", !by_day)) " · " (link(BY_DAY, "by day", by_day)) } }
}

/// What was noted beside the place that the list is narrowed to, which has no page but this.
fn of_place(shelf: &Shelf<'_>, params: &Params) -> Markup {
    let place = asked(params, "place").and_then(|id| shelf.lookup.place(&Id::from(id)));
    html! {
        @if let Some(place) = place { section { h2 { (place.name) } (correct::row(shelf, (Thing::Place, &place.id))) } }
    }
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
            (decisions::marked(&row.marked))
            @if let Some(dated) = &row.dated { p.marked { (dated.words()) } }
        }
    }
}

/// The events that fit the filters of an address, by day.
pub(super) fn found<'a>(shelf: &Shelf<'a>, params: &Params) -> Vec<&'a Event> {
    let lookup = shelf.lookup;
    let about = asked(params, "about").map(WordQuery::new);
    let status: Option<Option<Status>> = asked(params, "status").map(parsed);
    let by = asked(params, "by").map(|by| Who::new(lookup, by));
    let window = window(params);
    let added = asked(params, "added").map(|at| shelf.came_in(at));
    let has = |name: &str, ids: &[Id]| {
        asked(params, name).is_none_or(|v| ids.iter().any(|id| id.as_str() == v))
    };
    let fits = |e: &&Event| {
        status.is_none_or(|s| s == Some(e.status))
            && asked(params, "type").is_none_or(|t| e.event_type.is_some_and(|of| of.as_str() == t))
            && has("source", &e.sources)
            && has("target", &e.targets)
            && has("place", e.place.as_slice())
            && window.holds(e.interval)
            && by
                .as_ref()
                .is_none_or(|by| by.is_among(&e.sources) || by.is_among(&e.targets))
            && asked(params, "story").is_none_or(|s| {
                e.mentions
                    .iter()
                    .any(|m| claims::in_story(lookup, &m.document, s))
            })
            && added
                .as_ref()
                .is_none_or(|came| e.mentions.iter().all(|m| came.contains(&m.document)))
            && about.as_ref().is_none_or(|words| tells(lookup, e, words))
    };
    shelf.events.iter().copied().filter(fits).collect()
}

/// The filters that an address names, in words.
pub(super) fn names(lookup: &Lookup<'_>, params: &Params) -> Vec<(&'static str, String)> {
    let shown = |name: &'static str| {
        let value = asked(params, name)?;
        let id = Id::from(value);
        let actor = lookup.actor(&id).map(|a| a.name.clone());
        let place = lookup.place(&id).map(|p| p.name.clone());
        let story = lookup.story(&id).map(|s| s.title.clone());
        let named = actor
            .or(place)
            .or(story)
            .unwrap_or_else(|| value.to_owned());
        Some((
            name,
            match name {
                "source" => format!("by {named}"),
                "target" => format!("upon {named}"),
                "added" => format!("added {named}"),
                _ => named,
            },
        ))
    };
    [
        "by", "source", "target", "type", "status", "place", "story", "added",
    ]
    .into_iter()
    .filter_map(shown)
    .collect()
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

fn facets(lookup: &Lookup<'_>, params: &Params, found: &[&Event]) -> Markup {
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    let (mut types, mut actors) = (Counts::new(), Counts::new());
    for event in found {
        *statuses.entry(event.status).or_default() += 1;
        *types
            .entry(event.event_type.map_or("", EventType::as_str))
            .or_default() += 1;
        for id in crate::index::parties(event) {
            *actors.entry(id.as_str()).or_default() += 1;
        }
    }
    let statuses: Vec<(String, usize)> = statuses.into_iter().map(|(s, n)| (word(s), n)).collect();
    let by_status: Counts<'_> = statuses.iter().map(|(s, n)| (s.as_str(), *n)).collect();
    html! {
        details open { summary { "Status" } ul.facet { (facet(PATH, params, ("status", &by_status), str::to_owned)) } }
        details open { summary { "Type" } ul.facet { (facet(PATH, params, ("type", &types), str::to_lowercase)) } }
        details open { summary { "Actor" } ul.facet { (facet(PATH, params, ("by", &actors), |id| lookup.name(&Id::from(id)))) } }
    }
}
