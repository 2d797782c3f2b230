//! The sheets of a story (documents about one affair) and of a place.
//!
//! Takes the lines; returns [`Sheet`]s: a story's documents by day, its dated summary, its disputes and possible breaches; a
//! place's events. Known limit: a place is known by name and country, not by what lies inside it.
//!
//! Example: the story "Shells" has one document, one dated line and one dispute.

use super::{Entry, Sheet, breach, document, event};
use crate::Lookup;
use crate::filter::Window;
use crate::listing::{Cut, days, dispute_row, timeline};
use crate::lookup::day_key;
use model::Id;
use model::record::{Dispute, DocumentLine, Event, Place, Story};

pub(super) fn sheet(lookup: &Lookup<'_>, story: &Story) -> Sheet {
    let mut sheet = Sheet::new(&story.id, "story", &story.title);
    sheet.fact("when", days(story.interval));
    sheet.section("Documents", documents(lookup, story));
    sheet.section("Timeline", dated(lookup, story));
    let told = |d: &&Dispute| {
        d.spans
            .iter()
            .any(|s| story.documents.contains(&s.document))
    };
    let disputes = lookup.record.disputes.iter().filter(told);
    sheet.section("Disputes", disputes.map(|d| disputed(lookup, d)).collect());
    let breaches = lookup.record.possible_breaches.iter().filter(|b| {
        let mut told = b.spans.iter();
        told.any(|s| story.documents.contains(&s.document))
    });
    sheet.section("Possible breaches", breach::entries(lookup, breaches));
    sheet
}

fn documents(lookup: &Lookup<'_>, story: &Story) -> Vec<Entry> {
    let mut lines: Vec<&DocumentLine> = story
        .documents
        .iter()
        .filter_map(|d| lookup.document(d))
        .collect();
    lines.sort_by_key(|d| (day_key(d.published.interval), &d.id));
    lines
        .into_iter()
        .map(|d| document::entry(lookup, d))
        .collect()
}

fn dated(lookup: &Lookup<'_>, story: &Story) -> Vec<Entry> {
    let rows = timeline(
        lookup,
        Window::default(),
        Some(story.id.as_str()),
        Cut::days(None),
    );
    let entry = |row: crate::listing::TimelineRow| Entry {
        id: row.events.first().cloned(),
        text: format!(
            "{}  {}",
            days(model::Interval {
                earliest: row.earliest,
                latest: row.latest
            }),
            row.whence
        ),
        evidence: vec![row.quote],
    };
    rows.into_iter().map(entry).collect()
}

fn disputed(lookup: &Lookup<'_>, dispute: &Dispute) -> Entry {
    let row = dispute_row(lookup, dispute);
    Entry {
        id: Some(row.id),
        text: format!("{}: {}", row.kind, row.label),
        evidence: row.spans,
    }
}

pub(super) fn place(lookup: &Lookup<'_>, place: &Place) -> Sheet {
    let mut sheet = Sheet::new(&place.id, "place", &place.name);
    sheet.fact(
        "country",
        place.country.map(|c| c.to_string()).unwrap_or_default(),
    );
    if let (Some(north), Some(east)) = (place.latitude, place.longitude) {
        sheet.fact("latitude, longitude", format!("{north:.4}, {east:.4}"));
    }
    sheet.section("Events there", events_at(lookup, &place.id));
    sheet
}

fn events_at(lookup: &Lookup<'_>, place: &Id) -> Vec<Entry> {
    let there = lookup
        .record
        .events
        .iter()
        .filter(|e| e.place.as_ref() == Some(place));
    event::entries(lookup, there.collect::<Vec<&Event>>())
}
