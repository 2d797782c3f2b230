//! The timeline: the dated lines of all stories or of one, uncertain days drawn as the time they span.
//!
//! Takes filters (`story`, `status`, `since`, `until`, `top` for the most important lines only); returns lines by day.
//! Each has a bar on one scale. Zooming is done by the two days or a click on the strip. Known limit: no gesture zooms.
//!
//! Example: `/timeline?story=story-…&top=20`.

use super::{Page, Params, asked, chosen, parsed, window};
use crate::markup::{address, days, with, words};
use crate::shelf::Shelf;
use crate::strip::strip;
use jiff::civil::Date;
use maud::{Markup, html};
use model::record::TimelineEntry;
use model::{Id, Interval, Status};
use serde_json::json;
use view::Lookup;
use view::listing::{TimelineRow, timeline_entries, timeline_row};

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
/// Units across the scale of bars.
const SCALE: f64 = 1000.0;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let lookup = shelf.lookup;
    let story = asked(params, "story");
    let top = asked(params, "top").and_then(|t| t.parse().ok());
    let found = found(lookup, params, (story, top));
    let total = found.len();
    let from = asked(params, "after").and_then(|a| a.parse().ok());
    let from = from.unwrap_or(0).min(total);
    let most = asked(params, "limit").and_then(|l| l.parse().ok());
    let until = total.min(from + most.unwrap_or(LINES).clamp(1, crate::api::MOST));
    let rows = found[from..until]
        .iter()
        .map(|entry| timeline_row(lookup, entry));
    let shown: &[TimelineRow] = &rows.collect::<Vec<_>>();
    let days: Vec<Date> = found
        .iter()
        .filter_map(|e| e.interval.earliest.or(e.interval.latest))
        .collect();
    let name = story
        .and_then(|s| lookup.story(&Id(s.to_owned())))
        .map(|s| ("story", s.title.clone()));
    let next = (until < total).then(|| until.to_string());
    let body = html! {
        h1 { "Timeline" }
        p.lead { (total) " dated lines" @if total > shown.len() { ", " (from + 1) " to " (until) " here" } }
        (chosen(PATH, params, name.as_slice()))
        (days_asked(params))
        (strip(PATH, params, &days))
        (lines(lookup, shown))
        nav.more aria-label="More" {
            @if from > 0 { a href=(address(PATH, &with(params, "after", ""))) { "← From the start" } }
            @if let Some(next) = &next { a rel="next" href=(address(PATH, &with(params, "after", next))) { "Next " (LINES) " →" } }
        }
    };
    Page::new(
        "Timeline",
        body,
        json!({ "timeline": shown, "total": total, "next": next }),
    )
}

/// The entries that fit the address, by day, unknown days last.
fn found<'a>(
    lookup: &Lookup<'a>,
    params: &Params,
    of: (Option<&str>, Option<usize>),
) -> Vec<&'a TimelineEntry> {
    let status: Option<Option<Status>> = asked(params, "status").map(parsed);
    let tells = |entry: &TimelineEntry, status: Option<Status>| {
        let mut events = entry.events.iter().filter_map(|e| lookup.event(e));
        events.any(|e| Some(e.status) == status)
    };
    let mut found = timeline_entries(lookup, window(params), of);
    found.retain(|entry| status.is_none_or(|s| tells(entry, s)));
    let day = |e: &&TimelineEntry| e.interval.earliest.or(e.interval.latest);
    found.sort_by_key(|e| (day(e).is_none(), day(e), e.interval.latest));
    found
}

fn days_asked(params: &Params) -> Markup {
    let value = |name| asked(params, name).unwrap_or_default();
    html! {
        form.fields action=(PATH) {
            @if let Some(story) = asked(params, "story") { input type="hidden" name="story" value=(story); }
            label { "From" input type="date" name="since" value=(value("since")); }
            label { "To" input type="date" name="until" value=(value("until")); }
            label { "Telling what is" select name="status" {
                option value="" { "anything" }
                @for status in STATUSES { option value=(status) selected[value("status") == status] { (status) } }
            } }
            label { "Most important only" input type="number" min="1" name="top" value=(value("top")); }
            button { "Show" }
        }
    }
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
                                " · " a href={ "/events/" (event.id) } { (event.label) } " " (crate::markup::status(&super::word(event.status)))
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
