//! The record as a STIX 2.1 bundle of core objects (OASIS Standard, 2021): identities, reports and notes.
//!
//! Takes a record and its texts; writes an `identity` for each named actor, a `report` for each document and a `note` for each claim, typed event and dispute, each
//! with the words behind it and references to report and identities. Ids are UUIDs of version 5 of the record's ids (RFC 9562), so the same record gives the same bundle.
//! Times that STIX wants and the record does not have are those of publication, else 1970. Known limits: STIX holds no conflicting accounts: disputes are
//! notes that refer to both sides; places, promises and norms are left out and counted.
//!
//! Example: a denial is a note with the abstract `deny` and `authors` of its speakers.

use super::dossier::counted;
use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::listing::{days, word};
use crate::{Lookup, Texts};
use model::record::{Actor, Claim, DocumentLine, Event, Record};
use model::{ActorKind, Id};
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use uuid::Uuid;

/// Writes the bundle of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn stix(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let lookup = &Lookup::new(record, texts);
    let named = record.actors.iter().filter(|a| is_named(a));
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let mut objects = vec![maker()];
    objects.extend(named.clone().map(identity));
    objects.extend(record.claims.iter().map(|c| claim(lookup, c)));
    objects.extend(typed.clone().map(|e| event(lookup, e)));
    objects.extend(disputes(lookup));
    let reports: Vec<Value> = record.documents.iter().map(|d| report(lookup, d)).collect();
    objects.extend(reports);
    let ids: Vec<&str> = record.documents.iter().map(|d| d.id.as_str()).collect();
    let bundle =
        json!({"type": "bundle", "id": name("bundle", &ids.join(" ")), "objects": objects});
    serde_json::to_writer(&mut *out, &bundle).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    let unnamed = record.actors.len() - named.count();
    Ok(out_of(
        record,
        &[
            Part::Documents,
            Part::Actors,
            Part::Claims,
            Part::Events,
            Part::Disputes,
        ],
        [LeftOut::new(unnamed, "actors without a name")],
    ))
}

fn is_named(actor: &Actor) -> bool {
    actor.kind != ActorKind::Unnamed && !actor.name.is_empty()
}

/// The id of an object: its type and a UUID of version 5 of `id` among the names of onrecord.
fn name(kind: &str, id: &str) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:onrecord");
    format!("{kind}--{}", Uuid::new_v5(&space, id.as_bytes()))
}

/// The program as the maker of all objects.
fn maker() -> Value {
    object(
        "identity",
        "onrecord",
        EPOCH,
        json!({"name": "onrecord", "identity_class": "system"}),
    )
}

/// For what has no time of its own.
const EPOCH: &str = "1970-01-01T00:00:00.000Z";

/// An object with what all have; `more` holds the properties of its type.
fn object(kind: &str, id: &str, time: &str, more: Value) -> Value {
    let mut all = Map::new();
    all.insert("type".into(), kind.into());
    all.insert("spec_version".into(), "2.1".into());
    all.insert("id".into(), name(kind, id).into());
    if id != "onrecord" {
        all.insert("created_by_ref".into(), name("identity", "onrecord").into());
    }
    all.insert("created".into(), time.into());
    all.insert("modified".into(), time.into());
    if let Value::Object(more) = more {
        all.extend(more.into_iter().filter(|(_, v)| !is_empty(v)));
    }
    Value::Object(all)
}

/// STIX allows no empty lists and no nulls.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_str() == Some("")
}

fn identity(actor: &Actor) -> Value {
    let class = match actor.kind {
        ActorKind::Person => "individual",
        ActorKind::Group => "group",
        ActorKind::Office => "class",
        _ => "organization",
    };
    let called = actor.aliases.join("; ");
    let titles: Vec<&str> = actor.roles.iter().map(|r| r.0.title.as_str()).collect();
    let known = match called.as_str() {
        "" => String::new(),
        called => format!("Also called: {called}"),
    };
    object(
        "identity",
        actor.id.as_str(),
        EPOCH,
        json!({"name": actor.name, "identity_class": class, "roles": titles, "description": known}),
    )
}

fn report(lookup: &Lookup<'_>, line: &DocumentLine) -> Value {
    let record = lookup.record;
    let claims = record.claims.iter().filter(|c| c.document == line.id);
    let mut refs: Vec<String> = claims.map(|c| name("note", c.id.as_str())).collect();
    refs.push(name("identity", "onrecord"));
    let address = line.uri.clone().filter(|u| u.starts_with("http"));
    let source = line.outlet.clone().unwrap_or_else(|| line.input_id.clone());
    let told = json!([{
        "source_name": source,
        "url": address.unwrap_or_else(|| format!("urn:onrecord:{}", line.id)),
        "description": format!("published {}; SHA-256 of the text {}", days(line.published.interval), line.sha256),
    }]);
    let time = time(lookup, &line.id);
    object(
        "report",
        line.id.as_str(),
        &time,
        json!({
            "name": lookup.headline(&line.id),
            "report_types": ["observed-data"],
            "published": time,
            "object_refs": refs,
            "external_references": told,
        }),
    )
}

fn claim(lookup: &Lookup<'_>, line: &Claim) -> Value {
    let mut refs = vec![name("report", line.document.as_str())];
    refs.extend(identities(lookup, &line.speakers));
    object(
        "note",
        line.id.as_str(),
        &time(lookup, &line.document),
        json!({
            "abstract": word(line.stance),
            "content": lookup.excerpt(&line.document, line.sentence).text,
            "authors": lookup.names(&line.speakers),
            "labels": [format!("certainty:{}", word(line.certainty))],
            "object_refs": refs,
        }),
    )
}

fn event(lookup: &Lookup<'_>, line: &Event) -> Value {
    let mut documents: Vec<&Id> = line.mentions.iter().map(|m| &m.document).collect();
    documents.dedup();
    let mut refs: Vec<String> = documents
        .iter()
        .map(|d| name("report", d.as_str()))
        .collect();
    refs.extend(identities(lookup, &line.sources));
    refs.extend(identities(lookup, &line.targets));
    let mut seen = std::collections::BTreeSet::new();
    refs.retain(|r| seen.insert(r.clone()));
    let words = line
        .mentions
        .iter()
        .map(|m| lookup.excerpt(&m.document, m.sentence).text);
    let told = format!(
        "{}; {}; {}; {}.\n{}",
        line.label,
        days(line.interval),
        word(line.status),
        counted(line.independent_origins, "independent origin"),
        words.collect::<Vec<_>>().join("\n")
    );
    let first = documents
        .first()
        .map_or_else(|| EPOCH.to_owned(), |d| time(lookup, d));
    object(
        "note",
        line.id.as_str(),
        &first,
        json!({
            "abstract": line.event_type.map_or("", model::EventType::as_str),
            "content": told,
            "labels": [format!("status:{}", word(line.status))],
            "object_refs": refs,
        }),
    )
}

fn disputes(lookup: &Lookup<'_>) -> Vec<Value> {
    let rows = crate::listing::disputes(lookup);
    let note = |row: &crate::listing::DisputeRow| {
        let sides = row.supporting.iter().chain(&row.against);
        let mut refs: Vec<String> = sides.map(|s| name("note", s.claim.id.as_str())).collect();
        let spans = row
            .spans
            .iter()
            .map(|s| name("report", s.document.as_str()));
        refs.extend(spans.filter(|_| row.supporting.is_empty()));
        refs.sort();
        refs.dedup();
        let told = format!(
            "{} for, {} against",
            row.supporting.len(),
            row.against.len()
        );
        let content = format!("In dispute ({}): {}. {told}.", row.kind, row.label);
        let about = json!({"abstract": "dispute", "content": content, "object_refs": refs});
        object("note", row.id.as_str(), EPOCH, about)
    };
    rows.iter()
        .filter(|r| !r.supporting.is_empty() || !r.spans.is_empty())
        .map(note)
        .collect()
}

fn identities(lookup: &Lookup<'_>, ids: &[Id]) -> Vec<String> {
    let named = ids
        .iter()
        .filter(|id| lookup.actor(id).is_some_and(is_named));
    named.map(|id| name("identity", id.as_str())).collect()
}

/// When a document was published at the earliest.
fn time(lookup: &Lookup<'_>, document: &Id) -> String {
    let day = lookup.published(document).earliest;
    day.map_or_else(|| EPOCH.to_owned(), |d| format!("{d}T00:00:00.000Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_five_and_always_the_same() {
        let id = name("note", "claim-1");
        assert_eq!(id, name("note", "claim-1"));
        let uuid = Uuid::parse_str(id.strip_prefix("note--").unwrap()).unwrap();
        assert_eq!(uuid.get_version_num(), 5);
    }
}
