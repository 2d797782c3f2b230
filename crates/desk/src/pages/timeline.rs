//! The timeline: the dated lines of all stories or of one, uncertain days drawn as the time they span.
//!
//! Takes filters (`story`, `status`, `by`, `type`, `since`, `until`, `top` for the most important lines only); returns a picture of the most important
//! lines ([`crate::lanes`]), and all by day, each with a bar on one scale. Zooming is done by gestures, by the two days, or by a click on the strip.
//! Known limit: a line that tells several events has the sign of the first.
//!
//! Example: `/timeline?story=story-…&top=20`.

use super::{Page, Params, Stale, asked, chosen, events, folded, parsed, window, word};
use crate::lanes::{Days, Item};
use crate::markup::{address, days, with, words};
use crate::shelf::Shelf;
use crate::strip::strip;
use crate::who::Who;
use jiff::civil::Date;
use maud::{Markup, html};
use model::record::{Event, TimelineEntry};
use model::{EventType, Interval, Status};
use serde_json::json;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::Window;
use view::listing::{Cut, TimelineRow, timeline_entries, timeline_row};

const PATH: &str = "/timeline";
/// Lines shown at once: twice a list, since they are short.
const LINES: usize = 100;
/// What events can be, by the words of the export.
const STATUSES: [&str; 8] = [
    "occurred",
    "ongoing",
    "planned",
    "proposed",
    "alleged",
    "denied",
    "hypothetical",
    "negated",
];
/// Lines that are tried in the picture.
const ITEMS: usize = 600;
/// Units across the scale of bars.
const SCALE: f64 = 1000.0;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let lookup = shelf.lookup;
    let (found, all) = found(lookup, params);
    let total = found.len();
    let from = match asked(params, "after") {
        None => 0,
        Some(after) => after
            .parse()
            .ok()
            .filter(|from| *from < total)
            .ok_or(Stale)?,
    };
    let most = asked(params, "limit").and_then(|l| l.parse().ok());
    let until = total.min(from + most.unwrap_or(LINES).clamp(1, crate::api::MOST));
    let rows = found[from..until]
        .iter()
        .map(|entry| timeline_row(lookup, entry));
    let shown: &[TimelineRow] = &rows.collect::<Vec<_>>();
    let next = (until < total).then(|| until.to_string());
    let starts = found.iter().filter_map(|e| start(e));
    let body = html! {
        h1 { "Timeline" }
        (chosen(PATH, params, &names(lookup, params)))
        (days_asked(params))
        div #found {
            p.lead { (total) " dated lines" @if total > shown.len() { ", " (from + 1) " to " (until) " here" } }
            (statuses(lookup, params, &found))
            (picture(lookup, params, (&found, all)))
            (strip(PATH, params, &starts.collect::<Vec<_>>()))
            (lines(lookup, shown))
            nav.more aria-label="More" {
                @if from > 0 { a href=(address(PATH, &with(params, "after", ""))) { "← From the start" } }
                @if let Some(next) = &next { a rel="next" href=(address(PATH, &with(params, "after", next))) { "Next " (LINES) " →" } }
            }
        }
    };
    Ok(Page::new(
        "Timeline",
        body,
        json!({ "timeline": shown, "total": total, "next": next }),
    ))
}

/// The day on which an entry begins, or ends where that is not known.
fn start(entry: &TimelineEntry) -> Option<Date> {
    entry.interval.earliest.or(entry.interval.latest)
}

fn names(lookup: &Lookup<'_>, params: &Params) -> Vec<(&'static str, String)> {
    let mut names = events::names(lookup, params);
    names.retain(|(name, _)| ["story", "status", "by", "type"].contains(name));
    names
}

/// How many lines tell events of each status: the signs of the picture, and a way to narrow to one.
fn statuses(lookup: &Lookup<'_>, params: &Params, found: &[&TimelineEntry]) -> Markup {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in found {
        if let Some(event) = told(lookup, entry) {
            *counts.entry(word(event.status)).or_default() += 1;
        }
    }
    let now = asked(params, "status");
    html! {
        ul.key aria-label="Narrow to a status" {
            @for status in STATUSES { @if let Some(count) = counts.get(status) {
                li { a href=(address(PATH, &with(params, "status", if now == Some(status) { "" } else { status }))) aria-current=[(now == Some(status)).then_some("true")] {
                    (crate::markup::status(status)) " " (count) } }
            } }
        }
    }
}

/// The first event that an entry tells and the desk knows.
fn told<'a>(lookup: &Lookup<'a>, entry: &TimelineEntry) -> Option<&'a Event> {
    entry.events.iter().find_map(|e| lookup.event(e))
}

/// The most important lines in time; `all` are the days of everything there is under the other filters.
fn picture(
    lookup: &Lookup<'_>,
    params: &Params,
    (found, all): (&[&TimelineEntry], Option<Days>),
) -> Markup {
    let (Some(all), Some(days)) = (all, shown_days(found, window(params))) else {
        return html! {};
    };
    let mut best: Vec<&TimelineEntry> = found.to_vec();
    best.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.at.cmp(&b.at)));
    best.truncate(ITEMS);
    let item = |entry: &&TimelineEntry| {
        let event = told(lookup, entry);
        Item {
            interval: entry.interval,
            status: event.map(|e| word(e.status)).unwrap_or_default(),
            label: event.map_or_else(|| lookup.whence(&entry.at.document), |e| e.label.clone()),
            href: event.map_or_else(
                || format!("/documents/{}", entry.at.document),
                |e| format!("/events/{}", e.id),
            ),
        }
    };
    let items: Vec<Item> = best.iter().map(item).collect();
    html! {
        figure.lanes-figure { (crate::lanes::lanes(&items, days, all))
            figcaption.faint { "The most important lines as far as there is room; more of them close up. A dashed bar is the time within which an uncertain day lies. Drag to move in time; the wheel zooms after a click on the picture, or with Ctrl; keys + − 0 ← →." } }
    }
}

/// The days of the picture: those asked for, else those of nearly all lines, since one line about 1953 would press the others together.
fn shown_days(found: &[&TimelineEntry], asked: Window) -> Option<Days> {
    /// One line in so many at either end may lie outside.
    const FEW: usize = 40;
    let mut firsts: Vec<Date> = found.iter().filter_map(|e| start(e)).collect();
    let mut lasts: Vec<Date> = found
        .iter()
        .filter_map(|e| e.interval.latest.or(e.interval.earliest))
        .collect();
    firsts.sort_unstable();
    lasts.sort_unstable();
    let first = *firsts.get(firsts.len() / FEW)?;
    let last = *lasts.get(lasts.len() - 1 - lasts.len() / FEW)?;
    let first = asked.since.unwrap_or(first);
    let last = asked.until.unwrap_or(last).max(first);
    Some(Days { first, last })
}

/// The entries that fit the address, by day, unknown days last; and the days of all that fit it but for its days.
fn found<'a>(lookup: &Lookup<'a>, params: &Params) -> (Vec<&'a TimelineEntry>, Option<Days>) {
    let status: Option<Option<Status>> = asked(params, "status").map(parsed);
    let kind: Option<Option<EventType>> = asked(params, "type").map(parsed);
    let by = asked(params, "by").map(|by| Who::new(lookup, by));
    let top = asked(params, "top").and_then(|t| t.parse().ok());
    let fits = |e: &Event| {
        status.is_none_or(|s| s == Some(e.status))
            && kind.is_none_or(|k| k.is_some() && k == e.event_type)
            && by
                .as_ref()
                .is_none_or(|by| by.is_among(&e.sources) || by.is_among(&e.targets))
    };
    let is_narrowed = status.is_some() || kind.is_some() || by.is_some();
    let tells = |entry: &&TimelineEntry| {
        !is_narrowed
            || entry
                .events
                .iter()
                .filter_map(|e| lookup.event(e))
                .any(fits)
    };
    let of = |window| {
        let mut entries =
            timeline_entries(lookup, window, (asked(params, "story"), Cut::days(top)));
        entries.retain(tells);
        entries
    };
    let (window, everything) = (window(params), of(Window::default()));
    let all = Days::of(everything.iter().map(|e| &e.interval));
    let mut found = if window == Window::default() {
        everything
    } else {
        of(window)
    };
    found.sort_by_key(|e| (start(e).is_none(), start(e), e.interval.latest));
    (found, all)
}

fn days_asked(params: &Params) -> Markup {
    let value = |name| asked(params, name).unwrap_or_default();
    let form = html! {
        form.fields action=(PATH) {
            @for name in ["story", "by", "type"] { @if let Some(value) = asked(params, name) { input type="hidden" name=(name) value=(value); } }
            label { "From" input type="date" name="since" value=(value("since")); }
            label { "To" input type="date" name="until" value=(value("until")); }
            label { "Telling what is" select name="status" {
                option value="" { "anything" }
                @for status in STATUSES { option value=(status) selected[value("status") == status] { (status) } }
            } }
            label { "Most important only" input type="number" min="1" name="top" value=(value("top")); }
            button { "Show" }
        }
    };
    folded(
        "Days and statuses",
        params,
        &["since", "until", "top"],
        &form,
    )
}

/// Dated lines with their bars.
pub(super) fn lines(lookup: &Lookup<'_>, rows: &[TimelineRow]) -> Markup {
    let ends = rows.iter().flat_map(|r| [r.earliest, r.latest]).flatten();
    let (first, last) = (ends.clone().min(), ends.max());
    html! {
        ol.timeline {
            @for row in rows {
                @let interval = Interval { earliest: row.earliest, latest: row.latest };
                li.entry {
                    div.when { (days(interval)) @if let (Some(first), Some(last)) = (first, last) { (bar(interval, first, last)) } }
                    div {
                        p { (words(&row.quote)) }
                        p.faint { (row.whence)
                            @for event in row.events.iter().filter_map(|e| lookup.event(e)).filter(|e| e.event_type.is_some()) {
                                " · " a href={ "/events/" (event.id) } { (event.label) } " " (crate::markup::status(&word(event.status)))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where `interval` lies between `first` and `last`; an open end reaches to the edge.
fn bar(interval: Interval, first: Date, last: Date) -> Markup {
    let ordinal = |day: Date| f64::from((day - first).get_days());
    let whole = (ordinal(last) + 1.0).max(1.0);
    let start = interval.earliest.map_or(0.0, ordinal) / whole * SCALE;
    let end = (interval.latest.map_or(whole - 1.0, ordinal) + 1.0) / whole * SCALE;
    // A day in a decade is still seen.
    let width = (end - start).max(8.0);
    let kind = if interval.earliest == interval.latest {
        "sure"
    } else {
        "unsure"
    };
    html! {
        svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
            rect.track x="0" y="4" width="1000" height="2" {}
            rect class=(kind) x=(format!("{:.0}", start.min(SCALE - width))) y="0" width=(format!("{width:.0}")) height="10" {}
        }
    }
}
