//! Documents, actors, places and events as `FollowTheMoney` entities (followthemoney 4), one JSON object a line.
//!
//! Takes a record and its texts; writes `Article` for documents, `Person`, `PublicBody`, `Organization` and `LegalEntity` for actors, `Address` for places with
//! coordinates and `Event` for typed events, which name who is involved, where, when, and the articles that prove it. Countries become ISO 3166-1
//! alpha-2. Known limits: the model has no stance and no status of an event: claims, disputes, promises and norms are left out and counted, the status of an
//! event stands in its notes; unnamed actors are left out.
//!
//! Example: `{"id":"actor-…","schema":"Person","properties":{"name":["Sergei Shoigu"],"country":["ru"]}}`.

use super::dossier::counted;
use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::listing::{days, word};
use crate::{Lookup, Texts};
use model::record::{Actor, DocumentLine, Event, Place, Record};
use model::{ActorKind, Country, Id, Interval};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the entities of `record` to `out`; returns what they cannot hold.
///
/// # Errors
/// The output fails.
pub fn ftm(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let lookup = &Lookup::new(record, texts);
    let named = record.actors.iter().filter(|a| is_named(a));
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let placed = record.places.iter().filter(|p| p.latitude.is_some());
    let entities = (record.documents.iter().map(document))
        .chain(named.clone().map(actor))
        .chain(placed.map(place))
        .chain(typed.map(|e| event(lookup, e)));
    for entity in entities {
        serde_json::to_writer(&mut *out, &entity).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    let unnamed = record.actors.len() - named.count();
    let unplaced = record.places.len()
        - record
            .places
            .iter()
            .filter(|p| p.latitude.is_some())
            .count();
    Ok(out_of(
        record,
        &[Part::Documents, Part::Actors, Part::Places, Part::Events],
        [
            LeftOut::new(unnamed, "actors without a name"),
            LeftOut::new(unplaced, "places without coordinates"),
        ],
    ))
}

fn is_named(actor: &Actor) -> bool {
    !matches!(actor.kind, ActorKind::Unnamed) && !actor.name.is_empty()
}

/// An entity of `schema` with those of `properties` that have values.
fn entity(id: &Id, schema: &str, properties: Vec<(&str, Vec<String>)>) -> Value {
    let mut kept = Map::new();
    for (name, mut values) in properties {
        values.retain(|v| !v.trim().is_empty());
        if !values.is_empty() {
            kept.insert(name.to_owned(), json!(values));
        }
    }
    json!({"id": id, "schema": schema, "properties": kept})
}

fn document(line: &DocumentLine) -> Value {
    let published = exact(line.published.interval);
    entity(
        &line.id,
        "Article",
        vec![
            (
                "title",
                vec![line.title.clone().unwrap_or_else(|| line.input_id.clone())],
            ),
            ("author", line.authors.clone()),
            ("publisher", line.outlet.clone().into_iter().collect()),
            (
                "sourceUrl",
                line.uri
                    .clone()
                    .filter(|u| u.starts_with("http"))
                    .into_iter()
                    .collect(),
            ),
            ("publishedAt", published.into_iter().collect()),
            ("fileName", vec![line.input_id.clone()]),
        ],
    )
}

fn actor(line: &Actor) -> Value {
    let schema = match line.kind {
        ActorKind::Person => "Person",
        ActorKind::State => "PublicBody",
        ActorKind::Organisation => "Organization",
        ActorKind::Office | ActorKind::Group | ActorKind::Unnamed => "LegalEntity",
    };
    let mut properties = vec![
        ("name", vec![line.name.clone()]),
        ("alias", line.aliases.clone()),
        (
            "country",
            line.country.and_then(alpha2).into_iter().collect(),
        ),
        ("wikidataId", line.wikidata.clone().into_iter().collect()),
    ];
    if line.kind == ActorKind::Person {
        let titles = line.roles.iter().map(|r| r.0.title.clone());
        properties.push(("position", titles.collect()));
    }
    entity(&line.id, schema, properties)
}

fn place(line: &Place) -> Value {
    let number = |n: Option<f64>| n.map(|n| n.to_string()).into_iter().collect();
    entity(
        &line.id,
        "Address",
        vec![
            ("full", vec![line.name.clone()]),
            (
                "country",
                line.country.and_then(alpha2).into_iter().collect(),
            ),
            ("latitude", number(line.latitude)),
            ("longitude", number(line.longitude)),
        ],
    )
}

/// Named actors on either side.
fn involved(lookup: &Lookup<'_>, line: &Event) -> Vec<String> {
    let sides = line.sources.iter().chain(&line.targets);
    let named = sides.filter(|id| lookup.actor(id).is_some_and(is_named));
    let ids: BTreeSet<&Id> = named.collect();
    ids.into_iter().map(ToString::to_string).collect()
}

fn event(lookup: &Lookup<'_>, line: &Event) -> Value {
    let proof: BTreeSet<&Id> = line.mentions.iter().map(|m| &m.document).collect();
    let proof = proof.into_iter().map(ToString::to_string).collect();
    let place = line.place.as_ref().and_then(|p| lookup.place(p));
    let words = line
        .mentions
        .first()
        .map(|m| lookup.excerpt(&m.document, m.sentence).text);
    let (first, last) = (line.interval.earliest, line.interval.latest);
    let notes = format!(
        "{}; {}; {} in {}",
        word(line.status),
        days(line.interval),
        counted(line.independent_origins, "independent origin"),
        counted(line.documents, "document")
    );
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).into_iter().collect();
    let placed = place.filter(|p| p.latitude.is_some());
    let placed = placed.map(|p| p.id.to_string());
    entity(
        &line.id,
        "Event",
        vec![
            ("name", vec![line.label.clone()]),
            ("startDate", day(first)),
            ("endDate", day(last)),
            ("involved", involved(lookup, line)),
            (
                "location",
                place.map(|p| p.name.clone()).into_iter().collect(),
            ),
            ("addressEntity", placed.into_iter().collect()),
            (
                "country",
                place
                    .and_then(|p| p.country)
                    .and_then(alpha2)
                    .into_iter()
                    .collect(),
            ),
            ("summary", words.into_iter().collect()),
            (
                "keywords",
                line.event_type
                    .map(|t| t.as_str().to_owned())
                    .into_iter()
                    .collect(),
            ),
            ("notes", vec![notes]),
            ("proof", proof),
        ],
    )
}

/// The day, where it is one day.
fn exact(interval: Interval) -> Option<String> {
    let day = interval.earliest.filter(|_| interval.days() == Some(1));
    day.map(|d| d.to_string())
}

/// ISO 3166-1 alpha-2 in small letters, as the model has countries.
fn alpha2(country: Country) -> Option<String> {
    let known = celes::Country::from_alpha3(country.to_string()).ok()?;
    Some(known.alpha2.to_lowercase())
}
