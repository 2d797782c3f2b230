//! The map: where things happen, on an outline of the world that is inside the program.
//!
//! Takes filters (`by`, `type`, `status`, `story`, `since`, `until`, `view` for a part of the world, by its name or as left edge, top and width);
//! returns places with their events, drawn as far as the record knows where they lie, and all of them as a list. The script pans and zooms, and
//! keeps what is seen in the address. Known limit: an event stands at one place; most events name none.
//!
//! Example: `/map?type=ASSAULT&since=2023-10-01&view=Europe`.

use super::{ENTRIES, Page, Params, asked, chosen, events};
use crate::globe::{self, OUTLINE};
use crate::markup::{address, with};
use crate::pane::{Pane, Sheet};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::record::{Event, Place};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

const PATH: &str = "/map";
/// Units that a close view spans at least: closer, the outline has nothing more to say.
const CLOSEST: f64 = 150.0;
/// Width to height of the view.
const RATIO: f64 = 1.9;
/// The map; by hand it is seen closer than by itself.
const SHEET: Sheet = Sheet {
    width: globe::WIDTH,
    height: globe::HEIGHT,
    ratio: RATIO,
    closest: CLOSEST / 4.0,
};

/// Parts of the world to look at closely: name, then degrees south, west, north and east.
const REGIONS: [(&str, [f64; 4]); 6] = [
    ("Europe", [35.0, -12.0, 62.0, 45.0]),
    ("Middle East", [12.0, 25.0, 42.0, 65.0]),
    ("Africa", [-35.0, -20.0, 37.0, 52.0]),
    ("Asia", [-10.0, 60.0, 55.0, 150.0]),
    ("North America", [12.0, -130.0, 60.0, -60.0]),
    ("South America", [-56.0, -85.0, 13.0, -34.0]),
];

/// A place with what happens there.
struct Spot<'a> {
    place: &'a Place,
    events: usize,
    at: Option<(f64, f64)>,
}

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let found = events::found(shelf, params);
    let spots = spots(shelf, &found);
    let placed: usize = spots.iter().map(|s| s.events).sum();
    let view = seen(params, &spots);
    let body = html! {
        h1 { "Where it happens" }
        p.lead { (placed) " of " (found.len()) " events name one of " (spots.len()) " places" }
        (chosen(PATH, params, &events::names(shelf.lookup, params)))
        (super::fields(PATH, params, "With the words"))
        @if spots.is_empty() { p { "No event that is left names a place." } } @else {
            figure { (picture(params, &spots, &view))
                figcaption.faint {
                    @for (name, value) in [("All places", ""), ("The whole world", "world")].into_iter().chain(REGIONS.iter().map(|(n, _)| (*n, *n))) {
                        a href=(address(PATH, &with(params, "view", value))) aria-current=[(asked(params, "view").unwrap_or_default() == value).then_some("true")] { (name) } " · "
                    }
                    "Equal Earth projection, outline of Natural Earth. Drag to move; the wheel zooms after a click on the map, or with Ctrl; keys + − 0 and arrows." } }
            (list(params, &spots))
        }
    };
    let rows: Vec<_> = spots
        .iter()
        .map(|s| {
            json!({ "id": s.place.id, "name": s.place.name, "country": s.place.country,
        "latitude": s.place.latitude, "longitude": s.place.longitude, "events": s.events })
        })
        .collect();
    Page::new(
        "Map",
        body,
        json!({ "places": rows, "events": found.len(), "placed": placed }),
    )
}

/// The places of `found`, those with most events first.
fn spots<'a>(shelf: &Shelf<'a>, found: &[&Event]) -> Vec<Spot<'a>> {
    let mut counts = BTreeMap::new();
    for place in found.iter().filter_map(|e| e.place.as_ref()) {
        *counts.entry(place).or_insert(0usize) += 1;
    }
    let spot = |(id, events)| {
        let place = shelf.lookup.place(id)?;
        let at = place
            .latitude
            .zip(place.longitude)
            .map(|(north, east)| globe::place(north, east));
        Some(Spot { place, events, at })
    };
    let mut spots: Vec<Spot<'_>> = counts.into_iter().filter_map(spot).collect();
    spots.sort_by_key(|s| (Reverse(s.events), &s.place.name, &s.place.id));
    spots
}

/// The part of the world that the address names; else where the `spots` are.
fn seen(params: &Params, spots: &[Spot<'_>]) -> Pane {
    let asked = asked(params, "view");
    if let Some(view) = asked.and_then(|told| Pane::told(told, SHEET)) {
        return view;
    }
    let region = REGIONS.iter().find(|(name, _)| asked == Some(*name));
    match region {
        Some((_, [south, west, north, east])) => holding(
            &[globe::place(*south, *west), globe::place(*north, *east)],
            1.0,
        ),
        None if asked.is_some() => Pane::whole(SHEET),
        None => holding(&spots.iter().filter_map(|s| s.at).collect::<Vec<_>>(), 1.3),
    }
}

/// As close as all points allow, with a margin.
fn holding(points: &[(f64, f64)], margin: f64) -> Pane {
    let least = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).fold(f64::MAX, f64::min);
    let most = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).fold(f64::MIN, f64::max);
    let (left, right) = (least(|p| p.0), most(|p| p.0));
    let (top, bottom) = (least(|p| p.1), most(|p| p.1));
    if left > right {
        return Pane::whole(SHEET);
    }
    let width = ((right - left) * margin)
        .max((bottom - top) * margin * RATIO)
        .max(CLOSEST);
    if width >= globe::WIDTH * 0.9 {
        return Pane::whole(SHEET);
    }
    let height = width / RATIO;
    let inside = |middle: f64, size: f64, whole: f64| {
        (middle - size / 2.0).clamp(0.0, (whole - size).max(0.0))
    };
    Pane {
        left: inside(f64::midpoint(left, right), width, globe::WIDTH),
        top: inside(f64::midpoint(top, bottom), height, globe::HEIGHT),
        width,
        height,
    }
}

fn picture(params: &Params, spots: &[Spot<'_>], view: &Pane) -> Markup {
    // Signs keep their size on the page, however close the view is.
    let unit = view.width / globe::WIDTH;
    let size = |events: usize| unit * (4.0 + 2.5 * (events as f64).sqrt()).min(26.0);
    html! {
        svg.map viewBox=(view.view_box()) data-zoom={ (globe::WIDTH) " " (globe::HEIGHT) } data-signs
            role="group" aria-label="Places with events; the list below says the same" {
            path.land d=(OUTLINE.land) {}
            path.border d=(OUTLINE.borders) {}
            @for (spot, (x, y)) in spots.iter().filter_map(|s| Some((s, s.at?))) {
                @let title = format!("{}: {} events", spot.place.name, spot.events);
                a href=(behind(params, spot)) aria-label=(title) { title { (title) }
                    circle.spot cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{:.2}", size(spot.events))) {} }
            }
            @for (spot, (x, y), is_shown) in labelled(spots, unit) {
                @let up = size(spot.events) + 3.0 * unit;
                text x=(format!("{x:.1}")) y=(format!("{:.1}", y - up)) data-at=(format!("{x:.1} {y:.1}")) data-up=(format!("{up:.2}")) visibility=[(!is_shown).then_some("hidden")]
                    text-anchor="middle" font-size=(format!("{:.2}", 13.0 * unit)) stroke-width=(format!("{:.2}", 3.0 * unit)) { (spot.place.name) }
            }
        }
    }
}

/// Places with room for names beside those of places with more events, and others that get it closer up.
fn labelled<'s, 'a>(spots: &'s [Spot<'a>], unit: f64) -> Vec<(&'s Spot<'a>, (f64, f64), bool)> {
    let mut taken: Vec<(&Spot<'_>, (f64, f64), bool)> = Vec::new();
    let placed = spots.iter().filter_map(|s| Some((s, s.at?)));
    for (spot, at) in placed.take(4 * ENTRIES) {
        let half = |s: &Spot<'_>| s.place.name.chars().count() as f64 * 3.8 * unit;
        let meets = |(other, place, is_shown): &(&Spot<'_>, (f64, f64), bool)| {
            *is_shown
                && (place.0 - at.0).abs() < half(other) + half(spot)
                && (place.1 - at.1).abs() < 16.0 * unit
        };
        let is_shown = !taken.iter().any(meets);
        taken.push((spot, at, is_shown));
    }
    taken
}

/// The events of a place, narrowed as the map is.
fn behind(params: &Params, spot: &Spot<'_>) -> String {
    let params = with(params, "view", "");
    address("/events", &with(&params, "place", spot.place.id.as_str()))
}

fn list(params: &Params, spots: &[Spot<'_>]) -> Markup {
    html! {
        h2 { "Places" }
        ul.inline { @for spot in spots.iter().take(4 * ENTRIES) {
            li { a href=(behind(params, spot)) { (spot.place.name) " " b { (spot.events) } }
                @if spot.at.is_none() { span.faint title="Too large or not known where" { " not drawn" } } }
        } }
    }
}
