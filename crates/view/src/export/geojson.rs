//! Events with a place on the map, as one GeoJSON feature collection (RFC 7946).
//!
//! Takes a record and its texts; writes a point for each typed event whose place has coordinates, with what happened, when, by whom,
//! its status, its independent origins and the words behind it. Known limits: claims, disputes and events without
//! coordinates have no feature and are counted in what is left out; a day that is not known exactly is given by both its ends.
//!
//! Example: a visit to Pyongyang is a feature at `[125.75, 39.03]` with `"status": "occurred"`.

use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use super::wire::rounded_number;
use crate::Texts;
use model::record::{Actor, Event, Place, Record};
use model::{EventType, Id};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes the feature collection of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn geojson(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let places: BTreeMap<&Id, &Place> = record.places.iter().map(|p| (&p.id, p)).collect();
    let actors: BTreeMap<&Id, &Actor> = record.actors.iter().map(|a| (&a.id, a)).collect();
    let mut events: Vec<&Event> = record
        .events
        .iter()
        .filter(|e| e.event_type.is_some())
        .collect();
    events.sort_by_key(|e| &e.id);
    let all = events.len();
    let features = events.into_iter().filter_map(|event| {
        let place = places.get(event.place.as_ref()?)?;
        let at = json!([place.longitude?, place.latitude?]);
        Some(json!({
            "type": "Feature",
            "id": event.id,
            "geometry": {"type": "Point", "coordinates": at},
            "properties": properties(event, place, (&actors, texts)),
        }))
    });
    let features: Vec<Value> = features.collect();
    let without = LeftOut::new(
        all - features.len(),
        "events without a place that has coordinates",
    );
    let left = out_of(record, &[Part::Events, Part::Places], [without]);
    let collection = json!({"type": "FeatureCollection", "features": features});
    serde_json::to_writer(&mut *out, &collection).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(left)
}

fn properties(
    event: &Event,
    place: &Place,
    (actors, texts): (&BTreeMap<&Id, &Actor>, &Texts<'_>),
) -> Value {
    let names = |ids: &[Id]| -> Vec<String> {
        let known = ids.iter().filter_map(|id| actors.get(id));
        known.map(|a| a.name.clone()).collect()
    };
    let quote = event.mentions.first().and_then(|m| {
        let text = texts.of(&m.document)?;
        m.sentence.of(text.text()).map(str::to_owned)
    });
    json!({
        "label": event.label,
        "event_type": event.event_type.map(EventType::as_str),
        "mode": event.mode,
        "status": event.status,
        "background": event.background,
        "earliest": event.interval.earliest,
        "latest": event.interval.latest,
        "place": place.name,
        "country": place.country,
        "sources": names(&event.sources),
        "targets": names(&event.targets),
        "documents": event.documents,
        "independent_origins": event.independent_origins,
        "confidence": rounded_number(event.confidence),
        "quote": quote,
        "quote_document": event.mentions.first().map(|m| &m.document),
    })
}
