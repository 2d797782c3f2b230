//! The sheet of a document: where it comes from, when it was written and why that is thought, what it says.
//!
//! Takes a document line; returns its [`Sheet`] with its claims and events in text order of their day. Known
//! limit: the text itself is not printed; `export` has it.
//!
//! Example: "Moscow denies report", published 2023-08-30 (given with the article), two claims, one event.

use super::{Entry, Sheet, claim, event};
use crate::Lookup;
use crate::listing::{DatedRow, counted, days, short_id, word};
use model::Id;
use model::record::{Claim, DocumentLine, Event};

pub(super) fn sheet(lookup: &Lookup<'_>, line: &DocumentLine) -> Sheet {
    let mut sheet = Sheet::new(&line.id, "document", &lookup.headline(&line.id));
    sheet.fact("outlet", line.outlet.clone().unwrap_or_default());
    sheet.fact("authors", line.authors.join(", "));
    sheet.fact("address", line.uri.clone().unwrap_or_default());
    sheet.fact("came in as", line.input_id.clone());
    publication(&mut sheet, line);
    sheet.fact("draws on", lookup.names(&line.via).join(", "));
    let copy = line.duplicate_of.as_ref().map(|of| copy(lookup, line, of));
    sheet.fact("copy of", copy.unwrap_or_default());
    sheet.fact(
        "revises",
        line.revises.as_ref().map(short_id).unwrap_or_default(),
    );
    sheet.fact("story", story(lookup, line));
    sheet.fact("language", line.language.clone().unwrap_or_default());
    sheet.fact("length", counted(line.characters, "character"));
    sheet.fact("sha256 of the text", line.sha256.clone());
    sections(lookup, &mut sheet, &line.id);
    sheet
}

fn publication(sheet: &mut Sheet, line: &DocumentLine) {
    let published = &line.published;
    sheet.fact(
        "published",
        format!(
            "{} (basis: {})",
            days(published.interval),
            word(published.basis)
        ),
    );
    let dated = published.dated.as_ref();
    let dated = dated.map(|d| DatedRow::of(d).words());
    sheet.fact("laid down", dated.unwrap_or_default());
    let declared = published.declared.filter(|_| published.conflict);
    sheet.fact(
        "states a date its text contradicts",
        declared.map(|d| d.to_string()).unwrap_or_default(),
    );
    sheet.fact("why this date", published.reasons.join("; "));
}

fn copy(lookup: &Lookup<'_>, line: &DocumentLine, of: &Id) -> String {
    let kind = line.duplicate_kind.as_deref().unwrap_or_default();
    format!("{} in {} ({kind})", short_id(of), lookup.whence(of))
}

fn story(lookup: &Lookup<'_>, line: &DocumentLine) -> String {
    let found = line.story.as_ref().and_then(|s| lookup.story(s));
    found
        .map(|s| format!("{} ({})", s.title, short_id(&s.id)))
        .unwrap_or_default()
}

fn sections(lookup: &Lookup<'_>, sheet: &mut Sheet, id: &Id) {
    let claims: Vec<&Claim> = lookup
        .record
        .claims
        .iter()
        .filter(|c| c.document == *id)
        .collect();
    sheet.section("Claims", claim::entries(lookup, claims));
    let events: Vec<&Event> = lookup
        .record
        .events
        .iter()
        .filter(|e| is_told(e, id))
        .collect();
    sheet.section("Events", event::entries(lookup, events));
    let copies = lookup
        .record
        .documents
        .iter()
        .filter(|d| d.duplicate_of.as_ref() == Some(id));
    sheet.section("Copies", copies.map(|d| entry(lookup, d)).collect());
}

fn is_told(event: &Event, document: &Id) -> bool {
    event.mentions.iter().any(|m| m.document == *document)
}

/// A document in a line.
pub(super) fn entry(lookup: &Lookup<'_>, line: &DocumentLine) -> Entry {
    let published = days(line.published.interval);
    Entry {
        id: Some(line.id.clone()),
        text: format!(
            "{published}  {}  {}",
            lookup.whence(&line.id),
            lookup.headline(&line.id)
        ),
        evidence: Vec::new(),
    }
}
