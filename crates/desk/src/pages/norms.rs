//! The norms and promises, each beside what would conflict with it if it is so; never a verdict.
//!
//! Takes filters (`by`, `about`, `status`, `story`, `since`, `until`) or the id of a norm; returns the paragraph on one
//! side and the words on the other. Known limit: a norm's own text is behind its address, which the desk does not open.
//!
//! Example: a resolution's paragraph on arms beside three reports of a sale, each with its status and origins.

use super::{ENTRIES, Page, Params, Stale, asked, chosen, claims, correct, cut, fields, window};
use crate::markup::{actors, count, days, many, status, words};
use crate::shelf::Shelf;
use crate::wire::{self, OneNorm, Rule};
use maud::{Markup, html};
use model::record::Norm;
use model::{Id, Interval, Thing};
use serde_json::json;
use view::Lookup;
use view::filter::{ActorQuery, WordQuery};
use view::listing::{BreachFilter, BreachRow, NormRow, breaches};

const PATH: &str = "/norms";

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let filter = BreachFilter {
        by: asked(params, "by").map(ActorQuery::new),
        about: asked(params, "about").map(WordQuery::new),
        status: asked(params, "status").and_then(|s| serde_json::from_value(s.into()).ok()),
        window: window(params),
        story: asked(params, "story").map(str::to_owned),
    };
    let all = breaches(shelf.lookup, &filter);
    let cut = cut(&all, params, |b| &b.id)?;
    let body = html! {
        h1 { (many(cut.total, ["possible breach", "possible breaches"])) }
        p.lead { "Norms and promises beside what would conflict with them, if it is so. Nothing here says that it is." }
        (chosen(PATH, params, &names(shelf.lookup, params)))
        (fields(PATH, params, "With the words"))
        @if cut.shown.is_empty() { p { "Nothing stands beside a norm." } }
        (grouped(shelf, cut.shown))
        (cut.more(PATH, params))
        (all_norms(shelf))
    };
    let data = json!({ "possible_breaches": cut.shown, "total": cut.total, "next": cut.next });
    Ok(Page::new("Norms", body, data))
}

pub(super) fn one(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let id = shelf.living(id)?;
    let norm = shelf.lookup.record.norms.iter().find(|n| n.id == id)?;
    let mut beside = breaches(shelf.lookup, &BreachFilter::default());
    beside.retain(|b| b.norm.as_ref().is_some_and(|n| n.id == id));
    let title = titled(&norm.instrument, norm.paragraph.as_deref());
    let body = html! {
        p { span.kind { "Norm" } }
        h1 { (title) }
        blockquote { (norm.summary) }
        (force(&norm.binds, Interval { earliest: norm.from, latest: norm.until }, norm.uri.as_deref()))
        h2 { (beside.len()) " beside it, if so" }
        @for row in beside.iter().take(ENTRIES) { (entry(shelf, row)) }
        @if beside.len() > ENTRIES { p { "… and " (beside.len() - ENTRIES) " more, in the JSON of this page." } }
        (correct::section(shelf, (Thing::Norm, &norm.id), correct::WHOLE))
    };
    Some(Page::new(
        title,
        body,
        wire::value(&OneNorm {
            norm: rule(norm.clone()),
            possible_breaches: beside,
        }),
    ))
}

/// A norm for programs.
fn rule(norm: Norm) -> Rule {
    Rule {
        id: norm.id,
        instrument: norm.instrument,
        paragraph: norm.paragraph,
        binds: norm.binds,
        summary: norm.summary,
        from: norm.from,
        until: norm.until,
        uri: norm.uri,
    }
}

fn names(lookup: &Lookup<'_>, params: &Params) -> Vec<(&'static str, String)> {
    let shown = |name: &'static str| {
        let value = asked(params, name)?.to_owned();
        let id = Id::from(value.as_str());
        let actor = lookup.actor(&id).map(|a| a.name.clone());
        let story = lookup.story(&id).map(|s| s.title.clone());
        Some((name, actor.or(story).unwrap_or(value)))
    };
    ["by", "status", "story"]
        .into_iter()
        .filter_map(shown)
        .collect()
}

/// Rows under their norm; they come sorted by it.
fn grouped(shelf: &Shelf<'_>, rows: &[BreachRow]) -> Markup {
    let same = |a: &BreachRow, b: &BreachRow| {
        a.norm.as_ref().map(|n| &n.id) == b.norm.as_ref().map(|n| &n.id)
            && (a.norm.is_some() || a.commitment == b.commitment)
    };
    html! {
        @for group in rows.chunk_by(same) {
            section.beside {
                div.rule { @if let Some(norm) = &group[0].norm { (paragraph(norm)) } @else { (promise(&group[0])) } }
                div { @for row in group { (entry(shelf, row)) } }
            }
        }
    }
}

fn paragraph(norm: &NormRow) -> Markup {
    let interval = Interval {
        earliest: norm.from,
        latest: norm.until,
    };
    html! {
        h2 { a href={ "/norms/" (norm.id) } { (titled(&norm.instrument, norm.paragraph.as_deref())) } }
        p { (norm.summary) }
        (force(&norm.binds, interval, norm.uri.as_deref()))
    }
}

fn promise(row: &BreachRow) -> Markup {
    html! {
        h2 { "A promise" }
        p { (row.promised.as_deref().unwrap_or_default()) }
    }
}

fn titled(instrument: &str, paragraph: Option<&str>) -> String {
    paragraph.map_or_else(
        || instrument.to_owned(),
        |p| format!("{instrument}, paragraph {p}"),
    )
}

/// Whom a norm binds, when, and where it can be read.
fn force(binds: &[String], interval: Interval, uri: Option<&str>) -> Markup {
    html! {
        p.faint { "binds " (binds.join(", ")) @if !interval.is_unknown() { " · " (view::listing::days(interval)) } }
        @if let Some(uri) = uri { p.faint { code { (uri) } } }
    }
}

/// What would conflict: the event with its status and origins, the words, and why it stands here.
fn entry(shelf: &Shelf<'_>, row: &BreachRow) -> Markup {
    let lookup = shelf.lookup;
    html! {
        article.entry #(row.id) {
            @if let Some(event) = &row.event {
                h3 { "If so: " a href={ "/events/" (event.id) } { (event.label) } }
                p.line { (days(Interval { earliest: event.earliest, latest: event.latest })) " " (status(&event.status)) " · "
                    (count(event.independent_origins, "independent origin", &format!("/events/{}#origins", event.id)))
                    @if !row.origins.is_empty() { span.faint { " (" (row.origins.join(", ")) ")" } } }
            }
            @for (number, quote) in row.quotes.iter().enumerate() {
                // Copies tell it in the same words.
                @if !row.quotes[..number].iter().any(|q| q.text == quote.text) {
                    p { (words(quote)) span.faint { " " (lookup.whence(&quote.document)) } }
                }
            }
            @if row.event.is_none() {
                @for claim in row.claims.iter().take(ENTRIES) { @if let Some(line) = lookup.claim(&claim.id) { (claims::entry(lookup, line, claim)) } }
            }
            p.faint { (row.reason) @if let Some(by) = speakers(lookup, row) { " · said by " (by) } }
            (correct::row(shelf, (Thing::PossibleBreach, &row.id)))
        }
    }
}

fn speakers(lookup: &Lookup<'_>, row: &BreachRow) -> Option<Markup> {
    let lines = row.claims.iter().filter_map(|c| lookup.claim(&c.id));
    let mut ids: Vec<Id> = lines.flat_map(|c| c.speakers.iter().cloned()).collect();
    ids.sort();
    ids.dedup();
    (!ids.is_empty()).then(|| actors(lookup, &ids))
}

/// The norms of the record by name.
fn all_norms(shelf: &Shelf<'_>) -> Markup {
    let norms = &shelf.lookup.record.norms;
    html! {
        @if !norms.is_empty() {
            section { h2 { "Norms in this record" }
                ul { @for norm in norms.iter().take(4 * ENTRIES) {
                    li { a href={ "/norms/" (norm.id) } { (titled(&norm.instrument, norm.paragraph.as_deref())) } " " span.faint { (norm.summary) } }
                } }
            }
        }
    }
}
