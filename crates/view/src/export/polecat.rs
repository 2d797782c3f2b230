//! Dated events as rows of POLECAT, the PLOVER data of the field: tab-separated, 40 columns with a header.
//!
//! Takes a record and its texts; writes a row for each typed event, day known, and each pair of a source and a target; an event without a target has one row a source. Event types and
//! modes are those of PLOVER (Halterman et al. 2023). Cells that POLECAT fills from sources that onrecord does not have (intensity, contexts, codes of the Correlates of
//! War, Wikipedia and `GeoNames` ids) are empty. An event that was told and denied, or only alleged, has no row: POLECAT has no status. Known limit: the day is the first of an interval.
//!
//! Example: `event-…  2023-09-13  CONSULT  visit  …  Vladimir Putin  RUS …`.

use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::listing::cell;
use crate::{Lookup, Texts};
use model::record::{Actor, Event, Record};
use model::{EventType, Status};
use std::io::Write;

const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Writes the rows of `record` to `out`; returns what they cannot hold.
///
/// # Errors
/// The output fails.
pub fn polecat(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let lookup = &Lookup::new(record, texts);
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let all = typed.clone().count();
    let mut events: Vec<&Event> = typed.filter(|e| happened(e)).collect();
    events.sort_by_key(|e| (e.interval.earliest, &e.id));
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    for event in &events {
        for (source, target) in pairs(lookup, event) {
            writeln!(out, "{}", row(lookup, event, (source, target)).join("\t"))?;
        }
    }
    out.flush()?;
    let without = LeftOut::new(
        all - events.len(),
        "events without a day, told as history, or not told as having happened",
    );
    Ok(out_of(record, &[Part::Events], [without]))
}

/// Whether an event is told as having happened, as news, on a known day.
pub(super) fn happened(event: &Event) -> bool {
    let so = matches!(event.status, Status::Occurred | Status::Ongoing);
    so && !event.background && event.interval.earliest.is_some()
}

/// A source and a target.
pub(super) type Pair<'a> = (Option<&'a Actor>, Option<&'a Actor>);

/// All sources with all targets that are others.
pub(super) fn pairs<'a>(lookup: &Lookup<'a>, event: &Event) -> Vec<Pair<'a>> {
    let sides = [&event.sources, &event.targets].map(|ids| {
        let known: Vec<Option<&Actor>> = ids.iter().map(|id| lookup.actor(id)).collect();
        if known.is_empty() { vec![None] } else { known }
    });
    let [sources, targets] = &sides;
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for source in sources {
        let others = targets
            .iter()
            .filter(|t| t.is_none() || t.map(|a| &a.id) != source.map(|a| &a.id));
        pairs.extend(others.map(|target| (*source, *target)));
    }
    pairs
}

fn row(lookup: &Lookup<'_>, event: &Event, (source, target): Pair<'_>) -> Vec<String> {
    let place = event.place.as_ref().and_then(|p| lookup.place(p));
    let first = event.mentions.first();
    let published = first.and_then(|m| lookup.published(&m.document).earliest);
    let mut cells = vec![
        event.id.to_string(),
        cell(event.interval.earliest),
        event.event_type.map_or("", EventType::as_str).to_owned(),
        event.mode.clone().unwrap_or_default(),
        String::new(),
        event.event_type.map_or("", |t| quad(t).1).to_owned(),
        String::new(),
    ];
    cells.extend(party(source));
    cells.extend(party(target));
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    cells.extend([
        place.map(|p| p.name.clone()).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        place
            .and_then(|p| p.country)
            .map(|c| c.to_string())
            .unwrap_or_default(),
        number(place.and_then(|p| p.latitude)),
        number(place.and_then(|p| p.longitude)),
        String::new(),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        String::new(),
        first
            .map(|m| lookup.whence(&m.document))
            .unwrap_or_default(),
        cell(published),
        String::new(),
        String::new(),
        String::new(),
        first
            .and_then(|m| lookup.document(&m.document)?.language.clone())
            .unwrap_or_default(),
        "onrecord".to_owned(),
    ]);
    cells.iter().map(|c| flat(c)).collect()
}

/// The eight cells of an actor.
fn party(actor: Option<&Actor>) -> [String; 8] {
    let Some(actor) = actor else {
        return Default::default();
    };
    let sector = actor
        .sector
        .as_ref()
        .map(crate::listing::word)
        .unwrap_or_default();
    [
        actor.name.clone(),
        actor.country.map(|c| c.to_string()).unwrap_or_default(),
        String::new(),
        sector.clone(),
        sector,
        actor
            .roles
            .first()
            .map(|r| r.0.title.clone())
            .unwrap_or_default(),
        actor.name.clone(),
        String::new(),
    ]
}

/// Number and name of the quad class: verbal or material, cooperation or conflict (PLOVER manual).
pub(super) fn quad(event_type: EventType) -> (&'static str, &'static str) {
    match event_type {
        EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => {
            ("1", "VERBAL COOPERATION")
        }
        EventType::Cooperate | EventType::Aid | EventType::Retreat => ("2", "MATERIAL COOPERATION"),
        EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => {
            ("3", "VERBAL CONFLICT")
        }
        EventType::Protest
        | EventType::Sanction
        | EventType::Mobilize
        | EventType::Coerce
        | EventType::Assault => ("4", "MATERIAL CONFLICT"),
    }
}

/// `cell` without what would end it or its row.
pub(super) fn flat(cell: &str) -> String {
    let parts = cell.split(|c: char| c.is_control());
    parts.collect::<Vec<_>>().join(" ")
}
