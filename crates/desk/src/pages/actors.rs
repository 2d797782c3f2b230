//! The list of actors: what each is, and how much the record has on it.
//!
//! Takes filters (`about` for words of a name, `kind`, `country`); returns actors, the most named first. Known
//! limit: mentions are counted over all documents, copies included.
//!
//! Example: `/actors?kind=person&country=RUS`.

use super::{Counts, Page, Params, Stale, asked, beside, chosen, cut, facet, folded, word};
use crate::index::Tally;
use crate::markup::{address, many, with};
use crate::shelf::Shelf;
use crate::wire::ActorRow;
use maud::{Markup, html};
use model::record::Actor;
use serde_json::json;
use std::cmp::Reverse;
use view::filter::ActorQuery;

const PATH: &str = "/actors";

type Entry<'s, 'a> = &'s (&'a Actor, Tally);

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let found = found(shelf, params);
    let cut = cut(&found, params, |(a, _)| &a.id)?;
    let names: Vec<(&str, String)> = ["kind", "country"]
        .into_iter()
        .filter_map(|n| Some((n, asked(params, n)?.to_owned())))
        .collect();
    let body = html! {
        h1 { (many(cut.total, ["actor", "actors"])) }
        (chosen(PATH, params, &names))
        (folded("Names", params, &["about"], &asking(params)))
        div.sided {
            (beside(&facets(params, &found)))
            div {
                @if cut.shown.is_empty() { p { "No actor fits. Take a filter out above." } } @else { (table(cut.shown, params)) }
                (cut.more(PATH, params))
            }
        }
    };
    let rows: Vec<ActorRow> = cut.shown.iter().map(|e| row(e)).collect();
    Ok(Page::new(
        "Actors",
        body,
        json!({ "actors": rows, "total": cut.total, "next": cut.next }),
    ))
}

fn asking(params: &Params) -> Markup {
    html! {
        form.fields action=(PATH) {
            @for name in ["kind", "country"] { @if let Some(value) = asked(params, name) { input type="hidden" name=(name) value=(value); } }
            label { "Name, or code of a country" input name="about" value=(asked(params, "about").unwrap_or_default()); }
            button { "Show" }
        }
    }
}

/// An actor with its counts, for programs.
pub(super) fn row((actor, tally): Entry<'_, '_>) -> ActorRow {
    ActorRow {
        id: actor.id.clone(),
        kind: word(actor.kind),
        name: actor.name.clone(),
        aliases: actor.aliases.clone(),
        country: actor.country.map(|c| c.to_string()),
        sector: actor.sector.as_ref().map(|s| s.0.clone()),
        mentions: tally.mentions,
        documents: tally.documents.len(),
        claims: tally.claims,
        events: tally.events,
    }
}

fn found<'s, 'a>(shelf: &'s Shelf<'a>, params: &Params) -> Vec<Entry<'s, 'a>> {
    let about = asked(params, "about").map(ActorQuery::new);
    let fits = |(actor, _): &Entry<'_, '_>| {
        asked(params, "kind").is_none_or(|k| k == actor.kind.as_str())
            && asked(params, "country")
                .is_none_or(|c| actor.country.is_some_and(|of| of.as_str() == c))
            && about.as_ref().is_none_or(|query| query.fits(actor))
    };
    shelf.roll().actors.iter().filter(fits).collect()
}

fn table(shown: &[Entry<'_, '_>], params: &Params) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "Name" } th.what scope="col" { "What" } th scope="col" { "From" }
                th.number scope="col" { "Named in" } th.number scope="col" { "Claims" } th.number scope="col" { "Events" } } }
            tbody { @for (actor, tally) in shown.iter().copied() {
                tr.entry {
                    td { a href={ "/actors/" (actor.id) } { (actor.name) }
                        @if let Some(title) = usual_title(actor) { span.faint { " " (title) } } }
                    td.faint.what { (word(actor.kind)) }
                    td.faint { @if let Some(country) = actor.country { a href=(address(PATH, &with(params, "country", country.as_str()))) { (country) } } }
                    td.number { a href={ "/documents?actor=" (actor.id) } { (tally.documents.len()) } }
                    td.number { @if tally.claims > 0 { a href={ "/claims?by=" (actor.id) } { (tally.claims) } } }
                    td.number { @if tally.events > 0 { a href={ "/events?by=" (actor.id) } { (tally.events) } } }
                }
            } }
        }
    }
}

/// The title that most articles give.
fn usual_title(actor: &Actor) -> Option<&str> {
    let mut counts = Counts::new();
    for (role, _) in &actor.roles {
        *counts.entry(role.title.as_str()).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|(title, count)| (*count, Reverse(*title)));
    most.map(|(title, _)| title)
}

fn facets(params: &Params, found: &[Entry<'_, '_>]) -> Markup {
    let (mut kinds, mut countries) = (Counts::new(), Counts::new());
    for (actor, _) in found.iter().copied() {
        *kinds.entry(actor.kind.as_str()).or_default() += 1;
        if let Some(country) = &actor.country {
            *countries.entry(country.as_str()).or_default() += 1;
        }
    }
    let same = |value: &str| value.to_owned();
    html! {
        details open { summary { "Kind" } ul.facet { (facet(PATH, params, ("kind", &kinds), same)) } }
        details open { summary { "Country" } ul.facet { (facet(PATH, params, ("country", &countries), same)) } }
    }
}
