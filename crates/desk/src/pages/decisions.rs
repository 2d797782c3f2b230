//! What analysts laid down: the list, and what stands of it on the page of each thing.
//!
//! Takes a cursor; returns the decisions that hold, newest first, each with who, when, why, the lines it touches and a way to take it back. The
//! forms are in `correct`. Known limit: what was taken back is not listed.
//!
//! Example: `/decisions` after two events were joined lists the join with a link to the one event that they are now.

use super::correct::hidden;
use super::{Page, Params, Stale, cut};
use crate::markup::{many, verb};
use crate::pen::PATH;
use crate::shelf::Shelf;
use crate::wire::{self, OneDecision};
use maud::{Markup, html};
use model::record::Decision;
use model::{DecisionKind, Id, Thing};
use serde_json::{Value, json};
use std::cmp::Reverse;
use view::Lookup;
use view::listing::{self, MarkRow, claim_row};

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let mut all: Vec<&Decision> = shelf.lookup.record.decisions.iter().collect();
    all.sort_by_key(|d| Reverse((&d.at, &d.id)));
    let cut = cut(&all, params, |d| &d.id)?;
    let body = html! {
        h1 { (many(cut.total, ["decision", "decisions"])) }
        p.lead { "What was laid down by hand over the machine’s reading. It holds when articles are added and is exported with the record." }
        @if cut.total == 0 { p { "None yet. The pages of events, claims, documents, actors and the others have forms at their foot: to mark what is misread, to set a date, to write a note, to join and to split." } }
        @for decision in cut.shown { (entry(shelf, decision)) }
        (cut.more(PATH, params))
    };
    let shown: Vec<Decision> = cut.shown.iter().map(|d| (*d).clone()).collect();
    let data =
        json!({ "decisions": listing::decisions(&shown), "total": cut.total, "next": cut.next });
    Ok(Page::new("Decisions", body, data))
}

/// One decision at an address of its own.
pub(super) fn one(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let mut all = shelf.lookup.record.decisions.iter();
    let decision = all.find(|d| d.id.as_str() == id)?;
    let body = html! {
        h1 { "A decision" }
        (entry(shelf, decision))
        p { a href=(PATH) { "All decisions" } }
    };
    let row = listing::decisions(std::slice::from_ref(decision)).pop()?;
    Some(Page::new(
        "Decision",
        body,
        wire::value(&OneDecision { decision: row }),
    ))
}

/// The decisions that touch the line `id`.
pub(super) fn about(shelf: &Shelf<'_>, id: &Id) -> Markup {
    let found = of(shelf.lookup, id);
    html! {
        @if !found.is_empty() {
            section { h2 { "Laid down by hand" } @for decision in found { (entry(shelf, decision)) } }
        }
    }
}

/// The decisions that touch the line that was called `id`, for programs.
pub(super) fn rows(shelf: &Shelf<'_>, id: &str) -> Value {
    let living = shelf.living(id).unwrap_or_default();
    let found: Vec<Decision> = of(shelf.lookup, &living).into_iter().cloned().collect();
    json!(listing::decisions(&found))
}

fn of<'a>(lookup: &Lookup<'a>, id: &Id) -> Vec<&'a Decision> {
    let all = lookup.record.decisions.iter();
    all.filter(|d| d.about.contains(id)).collect()
}

/// The notes beside the line `id`, for lists of what has no page of its own.
pub(super) fn notes(lookup: &Lookup<'_>, id: &Id) -> Markup {
    let notes = of(lookup, id).into_iter();
    html! {
        @for note in notes.filter(|d| d.kind == DecisionKind::Note) {
            p.note { span.kind { "note" } " " (note.value.as_deref().unwrap_or_default()) " " span.faint { (note.by) } }
        }
    }
}

/// That analysts marked what a page or an entry shows as misread.
pub(super) fn marked(marks: &[MarkRow]) -> Markup {
    html! { @for mark in marks { p.marked role="note" { span aria-hidden="true" { "✗ " } (mark.words()) } } }
}

fn entry(shelf: &Shelf<'_>, decision: &Decision) -> Markup {
    html! {
        article.entry id=(decision.id) {
            p { span.kind { (decision.kind.word()) } " "
                @for (number, id) in decision.about.iter().enumerate() {
                    @if number > 0 { " / " }
                    (link(shelf.lookup, decision.thing, id))
                }
                @if decision.about.is_empty() { span.faint { "what it was about is not in the record any more" } } }
            @if decision.kind == DecisionKind::Date { p { strong { (decision.value.as_deref().unwrap_or_default()) } } }
            @else if let Some(words) = &decision.value { p.note { "“" (words) "”" } }
            @if let Some(why) = &decision.why { p { "“" (why) "”" } }
            p.faint { (decision.by) " · " a href={ (PATH) "/" (decision.id) } { (decision.at) } }
            @if let Some(key) = &shelf.key {
                form method="post" action=(PATH) {
                    (hidden(key, "undo", &decision.id))
                    button { "Take back" }
                }
            }
        }
    }
}

/// The line `id`, by what people call it, leading to where it is shown.
fn link(lookup: &Lookup<'_>, thing: Thing, id: &Id) -> Markup {
    let (label, href) = match thing {
        Thing::Event => (
            lookup.event(id).map(|e| e.label.clone()),
            format!("/events/{id}"),
        ),
        Thing::Actor => (
            lookup.actor(id).map(|a| a.name.clone()),
            format!("/actors/{id}"),
        ),
        Thing::Document => (Some(lookup.headline(id)), format!("/documents/{id}")),
        Thing::Claim => (claimed(lookup, id), format!("/claims/{id}")),
        Thing::Place => (
            lookup.place(id).map(|p| p.name.clone()),
            format!("/events?place={id}"),
        ),
        Thing::Proposition => (
            lookup.proposition(id).map(|p| p.label.clone()),
            format!("/propositions/{id}"),
        ),
        Thing::Story => (
            lookup.story(id).map(|s| s.title.clone()),
            format!("/stories/{id}"),
        ),
        Thing::Dispute => (None, format!("/disputes/{id}")),
        Thing::Norm => (instrument(lookup, id), format!("/norms/{id}")),
        Thing::PossibleBreach => beside(lookup, id),
        Thing::Commitment => promise(lookup, id),
    };
    html! { a href=(href) { (label.unwrap_or_else(|| id.to_string())) } }
}

fn claimed(lookup: &Lookup<'_>, id: &Id) -> Option<String> {
    let row = claim_row(lookup, lookup.claim(id)?);
    let words: Vec<&str> = row.content.iter().map(|c| c.text.as_str()).collect();
    Some(format!(
        "{} {}: {}",
        row.speakers.join(", "),
        verb(&row.stance),
        words.join(" … ")
    ))
}

fn instrument(lookup: &Lookup<'_>, id: &Id) -> Option<String> {
    let mut norms = lookup.record.norms.iter();
    norms.find(|n| n.id == *id).map(|n| n.instrument.clone())
}

/// What a possible breach stands beside, and where.
fn beside(lookup: &Lookup<'_>, id: &Id) -> (Option<String>, String) {
    let mut breaches = lookup.record.possible_breaches.iter();
    let Some(norm) = breaches.find(|b| b.id == *id).and_then(|b| b.norm.as_ref()) else {
        return (None, "/norms".to_owned());
    };
    let named = instrument(lookup, norm).map(|n| format!("possible breach of {n}"));
    (named, format!("/norms/{norm}"))
}

/// The words of a promise, and the claim that makes it.
fn promise(lookup: &Lookup<'_>, id: &Id) -> (Option<String>, String) {
    let mut commitments = lookup.record.commitments.iter();
    match commitments.find(|c| c.id == *id) {
        Some(line) => (
            Some(line.content.clone()),
            format!("/claims/{}", line.claim),
        ),
        None => (None, "/claims?stance=commit".to_owned()),
    }
}
