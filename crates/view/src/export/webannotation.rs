//! Claims and accounts of events as a W3C Web Annotation collection (JSON-LD, Recommendation of 2017).
//!
//! Takes a record and its texts; writes an annotation for each claim and for each sentence that tells a typed event: what it says as a body, the
//! exact words as its target, by quotation with what stands around it (`TextQuoteSelector`) and by position in Unicode code points
//! (`TextPositionSelector`). The target is the article's address, else `urn:onrecord:` with the document's id. Known limits: annotations
//! hold one document each, so corroboration, disputes and commitments are left out.
//!
//! Example: a denial has the body `{"type": "TextualBody", "purpose": "tagging", "value": "deny"}`.

use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::Texts;
use model::record::{Actor, DocumentLine, Record};
use model::{CodePoints, Id, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Code points before and after a quotation, by which it is found again in an article that has changed.
const AROUND: usize = 32;

/// Writes the collection of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn webannotation(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let items: Vec<Value> = claims(record, texts)
        .into_iter()
        .chain(accounts(record, texts))
        .collect();
    let collection = json!({
        "@context": CONTEXT,
        "id": "urn:onrecord:annotations",
        "type": "AnnotationCollection",
        "total": items.len(),
        "first": {"id": "urn:onrecord:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    });
    serde_json::to_writer(&mut *out, &collection).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(out_of(record, &[Part::Claims, Part::Events], []))
}

fn claims(record: &Record, texts: &Texts<'_>) -> Vec<Value> {
    let actors: BTreeMap<&Id, &Actor> = record.actors.iter().map(|a| (&a.id, a)).collect();
    let documents = documents(record);
    let mut claims: Vec<_> = record.claims.iter().collect();
    claims.sort_by_key(|c| (&c.document, c.cue, &c.id));
    let annotation = |claim: &model::record::Claim| {
        let names = claim.speakers.iter().filter_map(|s| actors.get(s));
        let speakers: Vec<&str> = names.map(|a| a.name.as_str()).collect();
        let bodies = json!([
            tag(&json!(claim.stance)),
            tag(&json!(claim.certainty)),
            remark(&speakers.join("; "))
        ]);
        let span = claim
            .content
            .iter()
            .copied()
            .reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))?;
        let target = target(documents.get(&claim.document)?, span, texts)?;
        Some(annotated(claim.id.as_str(), &bodies, &target))
    };
    claims.into_iter().filter_map(annotation).collect()
}

fn accounts(record: &Record, texts: &Texts<'_>) -> Vec<Value> {
    let documents = documents(record);
    let mut events: Vec<_> = record
        .events
        .iter()
        .filter(|e| e.event_type.is_some())
        .collect();
    events.sort_by_key(|e| &e.id);
    let mut all = Vec::new();
    for event in events {
        for (number, mention) in event.mentions.iter().enumerate() {
            let bodies = json!([
                tag(&json!(event.event_type)),
                tag(&json!(mention.status)),
                remark(&event.label)
            ]);
            let document = documents.get(&mention.document);
            let target = document.and_then(|d| target(d, mention.sentence, texts));
            let id = format!("{}:{}", event.id.as_str(), number + 1);
            all.extend(target.map(|t| annotated(&id, &bodies, &t)));
        }
    }
    all
}

fn documents(record: &Record) -> BTreeMap<&Id, &DocumentLine> {
    record.documents.iter().map(|d| (&d.id, d)).collect()
}

fn annotated(id: &str, bodies: &Value, target: &Value) -> Value {
    json!({"id": format!("urn:onrecord:{id}"), "type": "Annotation", "motivation": "describing", "body": bodies, "target": target})
}

fn tag(value: &Value) -> Value {
    json!({"type": "TextualBody", "purpose": "tagging", "value": value})
}

fn remark(words: &str) -> Value {
    json!({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": words})
}

fn target(document: &DocumentLine, span: Span, texts: &Texts<'_>) -> Option<Value> {
    let points = texts.of(&document.id)?;
    let exact = span.of(points.text())?;
    let address = document.uri.clone();
    let source = address.unwrap_or_else(|| format!("urn:onrecord:{}", document.id.as_str()));
    let start = points.at_byte(span.start);
    let (prefix, suffix) = around(&points, span);
    Some(json!({
        "source": source,
        "selector": [
            {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
            {"type": "TextPositionSelector", "start": start, "end": start + exact.chars().count()},
        ],
    }))
}

/// A few code points before and after the span.
fn around(points: &CodePoints<'_>, span: Span) -> (String, String) {
    let (before, after) = (&points.text()[..span.start], &points.text()[span.end..]);
    let mut prefix: Vec<char> = before.chars().rev().take(AROUND).collect();
    prefix.reverse();
    (
        prefix.into_iter().collect(),
        after.chars().take(AROUND).collect(),
    )
}
