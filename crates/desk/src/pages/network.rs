//! The network: who acts on whom, as a picture that does not jump and as a list.
//!
//! Takes filters (`by`, `type`, `status`, `since`, `until`, `view` for what is seen of the picture); returns the ties that are left, and marks the
//! actors that `by` names. Every actor keeps its place whatever is filtered, so that two periods can be compared by flipping between them. Known limit: the picture has the
//! most active actors only; the list has all ties, the strongest first.
//!
//! Example: `/network?until=2023-08-31&type=CONSULT&view=400.0,60.0,200.0` is who met whom until then, close up.

use super::{Counts, Page, Params, asked, beside, chosen, events, facet};
use crate::markup::{actors, address, with};
use crate::net::{HEIGHT, Pair, WIDTH, ties};
use crate::pane::{Pane, Sheet};
use crate::shelf::Shelf;
use crate::strip::strip;
use crate::who::Who;
use maud::{Markup, html};
use model::record::Event;
use model::{EventType, Id};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use view::Lookup;

const PATH: &str = "/network";
/// Ties in the picture and in the list.
const TIES: usize = 80;

/// The picture; closer than this the names are larger than it.
const SHEET: Sheet = Sheet {
    width: WIDTH,
    height: HEIGHT,
    ratio: WIDTH / HEIGHT,
    closest: 40.0,
};

type Tie<'t, 'a> = (Pair<'a>, &'t Vec<&'a Event>);

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let lookup = shelf.lookup;
    let found = events::found(shelf, params);
    let all = ties(found.iter().copied());
    let mut strongest: Vec<Tie<'_, '_>> = all.iter().map(|(pair, list)| (*pair, list)).collect();
    strongest.sort_by_key(|(pair, list)| (Reverse(list.len()), *pair));
    let total = strongest.len();
    let is_drawn =
        |((a, b), _): &&Tie<'_, '_>| shelf.net().place(a).and(shelf.net().place(b)).is_some();
    let drawn: Vec<Tie<'_, '_>> = strongest
        .iter()
        .filter(is_drawn)
        .take(TIES)
        .copied()
        .collect();
    strongest.truncate(TIES);
    let body = html! {
        h1 { "Who acts on whom" }
        p.lead { (total) " ties between actors, from " (found.len()) " events" }
        (chosen(PATH, params, &events::names(lookup, params)))
        (super::fields(PATH, params, "With the words"))
        (strip(PATH, params, &found.iter().filter_map(|e| e.interval.earliest.or(e.interval.latest)).collect::<Vec<_>>()))
        div.sided {
            (beside(&facets(lookup, params, &found)))
            div {
                @if strongest.is_empty() { p { "No event that is left has somebody acting on somebody." } } @else {
                    figure { (picture(shelf, params, &drawn))
                        figcaption.faint { "An arrow leads from who acts to who is acted on; the thicker, the more events. Broken lines: mostly accusing, threatening, fighting and the like. Every actor keeps its place under all filters. Point at one to see its own ties; drag to move, the wheel zooms after a click on the picture." } }
                    (list(lookup, params, &strongest))
                }
            }
        }
    };
    let told: Vec<_> = strongest.iter().map(|((source, target), list)| {
        json!({ "source": source, "source_name": lookup.name(source), "target": target, "target_name": lookup.name(target),
            "events": list.len(), "types": types(list) })
    }).collect();
    let places: Vec<_> = shown(shelf, &drawn)
        .into_iter()
        .map(|(id, (x, y))| json!({ "id": id, "x": x.round(), "y": y.round() }))
        .collect();
    Page::new(
        "Network",
        body,
        json!({ "ties": told, "total": total, "places": places }),
    )
}

/// The actors of the ties that are drawn, with their places.
fn shown<'a>(shelf: &Shelf<'a>, drawn: &[Tie<'_, 'a>]) -> Vec<(&'a Id, (f64, f64))> {
    let ids: BTreeSet<&Id> = drawn.iter().flat_map(|((a, b), _)| [*a, *b]).collect();
    ids.into_iter()
        .filter_map(|id| Some((id, shelf.net().place(id)?)))
        .collect()
}

fn picture<'a>(shelf: &Shelf<'a>, params: &Params, drawn: &[Tie<'_, 'a>]) -> Markup {
    let mut weights: BTreeMap<&Id, usize> = BTreeMap::new();
    for ((source, target), list) in drawn {
        *weights.entry(source).or_default() += list.len();
        *weights.entry(target).or_default() += list.len();
    }
    let size = |id: &Id| {
        4.0 + (weights.get(id).copied().unwrap_or(1) as f64)
            .sqrt()
            .min(14.0)
    };
    let view = asked(params, "view").and_then(|told| Pane::told(told, SHEET));
    let view = view.unwrap_or_else(|| Pane::whole(SHEET));
    let by = asked(params, "by").map(|by| Who::new(shelf.lookup, by));
    let is_chosen = |id: &Id| {
        by.as_ref()
            .is_some_and(|by| by.is_among(std::slice::from_ref(id)))
    };
    html! {
        svg.net viewBox=(view.view_box()) data-zoom={ (WIDTH) " " (HEIGHT) } role="group" aria-label="Actors and who acts on whom; the list below says the same" {
            defs { marker #arrow viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto" { path d="M0 0L8 4L0 8z" {} } }
            @for ((source, target), list) in drawn.iter().rev() {
                @if let (Some(from), Some(to)) = (shelf.net().place(source), shelf.net().place(target)) {
                    @let title = format!("{} acts on {}: {}", shelf.lookup.name(source), shelf.lookup.name(target), counted(list));
                    a href=(behind(params, source, target)) data-from=(source) data-to=(target) aria-label=(title) { title { (title) }
                        path.reach d=(curve(from, to, size(target))) {}
                        path.tie.hostile[is_hostile(list)] d=(curve(from, to, size(target))) stroke-width=(format!("{:.1}", (list.len() as f64).sqrt().min(7.0))) marker-end="url(#arrow)" {} }
                }
            }
            @for (id, (x, y)) in shown(shelf, drawn) {
                @let size = size(id);
                a.actor.chosen[is_chosen(id)] href={ "/actors/" (id) } data-actor=(id) {
                    circle cx=(format!("{x:.0}")) cy=(format!("{y:.0}")) r=(format!("{size:.1}")) {}
                    text x=(format!("{x:.0}")) y=(format!("{:.0}", y + size + 12.0)) text-anchor="middle" { (shelf.lookup.name(id)) }
                }
            }
        }
    }
}

/// A bent line, so that there and back stay apart, up to the edge of the target.
fn curve(from: (f64, f64), to: (f64, f64), size: f64) -> String {
    /// How far it bends, as a share of its length.
    const BEND: f64 = 0.12;
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let middle = (from.0 + x / 2.0 - y * BEND, from.1 + y / 2.0 + x * BEND);
    let (a, b) = (to.0 - middle.0, to.1 - middle.1);
    let far = a.hypot(b).max(1.0);
    let end = (to.0 - a / far * (size + 2.0), to.1 - b / far * (size + 2.0));
    format!(
        "M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}",
        from.0, from.1, middle.0, middle.1, end.0, end.1
    )
}

/// Whether most of the events are of PLOVER's types of conflict, told or done (Halterman et al. 2023, table 1).
fn is_hostile(list: &[&Event]) -> bool {
    use EventType::{Agree, Aid, Concede, Consult, Cooperate, Retreat, Support};
    let friendly = |e: &&&Event| {
        matches!(
            e.event_type,
            Some(Agree | Aid | Concede | Consult | Cooperate | Retreat | Support)
        )
    };
    list.iter().filter(friendly).count() * 2 < list.len()
}

/// Types with their numbers, most frequent first.
fn types(list: &[&Event]) -> Vec<(String, usize)> {
    let mut counts = Counts::new();
    for event in list {
        *counts
            .entry(event.event_type.map_or("", EventType::as_str))
            .or_default() += 1;
    }
    let mut types: Vec<(String, usize)> = counts
        .into_iter()
        .map(|(t, n)| (t.to_lowercase(), n))
        .collect();
    types.sort_by_key(|(name, count)| (Reverse(*count), name.clone()));
    types
}

fn counted(list: &[&Event]) -> String {
    let types = types(list);
    let told: Vec<String> = types
        .iter()
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    told.join(", ")
}

/// The events of a tie, narrowed as the network is.
fn behind(params: &Params, source: &Id, target: &Id) -> String {
    let narrowed = with(
        &with(params, "source", source.as_str()),
        "target",
        target.as_str(),
    );
    address("/events", &with(&with(&narrowed, "by", ""), "view", ""))
}

fn list(lookup: &Lookup<'_>, params: &Params, strongest: &[Tie<'_, '_>]) -> Markup {
    html! {
        h2 { "The same as a list" }
        table {
            thead { tr { th scope="col" { "Who" } th scope="col" { "On whom" } th.number scope="col" { "Events" } th scope="col" { "Of type" } } }
            tbody { @for ((source, target), list) in strongest {
                tr.entry { td { (actors(lookup, std::slice::from_ref(*source))) } td { (actors(lookup, std::slice::from_ref(*target))) }
                    td.number { a href=(behind(params, source, target)) { (list.len()) } } td.faint { (counted(list)) } }
            } }
        }
    }
}

fn facets(lookup: &Lookup<'_>, params: &Params, found: &[&Event]) -> Markup {
    let (mut types, mut actors) = (Counts::new(), Counts::new());
    for event in found {
        *types
            .entry(event.event_type.map_or("", EventType::as_str))
            .or_default() += 1;
        for id in crate::index::parties(event) {
            *actors.entry(id.as_str()).or_default() += 1;
        }
    }
    html! {
        details open { summary { "Type" } ul.facet { (facet(PATH, params, ("type", &types), str::to_lowercase)) } }
        details open { summary { "Actor" } ul.facet { (facet(PATH, params, ("by", &actors), |id| lookup.name(&Id::from(id)))) } }
    }
}
