//! The ledger of claims, and one claim: who says what, by which words, in which outlet.
//!
//! Takes filters (`by`, `stance`, `outlet`, `via`, `about`, `story`, `since`, `until`); returns the claims
//! by day of publication with counts of what else they could be narrowed to. Known limit: counts are of the
//! narrowed list.
//!
//! Example: `/claims?by=russia&stance=deny` is what Russia denies.

use super::{Page, asked, chosen, cut, facet, fields, window, word};
use crate::markup::{actors, days, quote, verb, words};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::Id;
use model::record::Claim;
use serde_json::json;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::{ActorQuery, WordQuery};
use view::listing::{ClaimRow, claim_row};

const PATH: &str = "/claims";

type Params = BTreeMap<String, String>;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let found = found(shelf, params);
    let cut = cut(&found, params, |c| &c.id);
    let rows: Vec<ClaimRow> = cut
        .shown
        .iter()
        .map(|c| claim_row(shelf.lookup, c))
        .collect();
    let pairs = cut.shown.iter().zip(&rows);
    let body = html! {
        h1 { (cut.total) " claims" }
        (chosen(PATH, params, &names(shelf.lookup, params)))
        (fields(PATH, params, "About"))
        div.sided {
            aside aria-label="Narrow down" { (facets(shelf.lookup, params, &found)) }
            div {
                @if rows.is_empty() { p { "No claim fits. Take a filter out above." } }
                @for (claim, row) in pairs { (entry(shelf.lookup, claim, row)) }
                (cut.more(PATH, params))
            }
        }
    };
    Page::new(
        "Claims",
        body,
        json!({ "claims": rows, "total": cut.total, "next": cut.next }),
    )
}

/// A claim on a line of its own: who, what it does, the sentence, where.
pub(super) fn entry(lookup: &Lookup<'_>, claim: &Claim, row: &ClaimRow) -> Markup {
    html! {
        article.entry.claim {
            p.line {
                (speaker(lookup, claim, row)) " " span class={ "stance " (row.stance) } { (verb(&row.stance)) }
                @if row.certainty != "certain" { span.faint { " · " (row.certainty) } }
            }
            p { (quote(&row.cue)) }
            p.faint { a href={ "/claims/" (row.id) } { (days(lookup.published(&row.document))) }
                " · " (row.whence)
                @if !claim.via.is_empty() { " · via " (actors(lookup, &claim.via)) }
                @if !row.denied_by.is_empty() { " · " a href="/disputes" { "disputed" } }
            }
        }
    }
}

fn speaker(lookup: &Lookup<'_>, claim: &Claim, row: &ClaimRow) -> Markup {
    let source = row.source.as_ref().map(|s| s.text.as_str());
    html! {
        @if claim.speakers.is_empty() {
            strong { (source.unwrap_or("nobody named")) }
        } @else {
            strong { (actors(lookup, &claim.speakers)) }
        }
    }
}

/// One claim with all that is known of it.
pub(super) fn one(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let lookup = shelf.lookup;
    let claim = lookup.claim(&shelf.living(id)?)?;
    let row = claim_row(lookup, claim);
    let about = claim
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let others = about
        .map(|p| {
            p.claims
                .iter()
                .filter(|c| **c != claim.id)
                .filter_map(|c| lookup.claim(c))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default();
    let body = html! {
        h1 { (speaker(lookup, claim, &row)) " " (verb(&row.stance)) }
        blockquote { (quote(&row.cue)) }
        dl {
            dt { "What is said" } dd { @for piece in &row.content { (words(piece)) " " } }
            dt { "Where" } dd { a href={ "/documents/" (row.document) } { (lookup.headline(&row.document)) } ", " (row.whence) }
            dt { "Published" } dd { (days(lookup.published(&row.document))) }
            dt { "How sure" } dd { (row.certainty) ", " (row.quotation) " quotation; read with " (percent(row.confidence)) " confidence" }
            @if !claim.addressees.is_empty() { dt { "To" } dd { (actors(lookup, &claim.addressees)) } }
            @if !claim.via.is_empty() { dt { "Carried by" } dd { (actors(lookup, &claim.via)) } }
            @if !claim.events.is_empty() {
                dt { "Tells" } dd { ul { @for event in claim.events.iter().filter_map(|e| lookup.event(e)) {
                    li { a href={ "/events/" (event.id) } { (event.label) } }
                } } }
            }
        }
        @if !others.is_empty() {
            h2 { "On the same matter" }
            @for other in others.iter().take(super::ENTRIES) { (entry(lookup, other, &claim_row(lookup, other))) }
        }
    };
    Some(Page::new(
        format!("{} {}", row.speakers.join(", "), verb(&row.stance)),
        body,
        json!({ "claim": row }),
    ))
}

/// `share` of one as whole percent.
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn found<'a>(shelf: &Shelf<'a>, params: &Params) -> Vec<&'a Claim> {
    let lookup = shelf.lookup;
    let by = asked(params, "by").map(ActorQuery::new);
    let about = asked(params, "about").map(WordQuery::new);
    let window = window(params);
    let is = |name: &str, value: &str| asked(params, name).is_none_or(|v| v == value);
    let fits = |c: &&Claim| {
        is("stance", &word(c.stance))
            && (asked(params, "outlet").is_none() || is("outlet", &lookup.whence(&c.document)))
            && asked(params, "via").is_none_or(|via| c.via.iter().any(|v| v.as_str() == via))
            && asked(params, "story").is_none_or(|s| in_story(lookup, &c.document, s))
            && window.holds(lookup.published(&c.document))
            && by
                .as_ref()
                .is_none_or(|by| by.fits_any(&c.speakers, lookup))
            && about.as_ref().is_none_or(|words| tells(lookup, c, words))
    };
    shelf.claims.iter().copied().filter(fits).collect()
}

fn in_story(lookup: &Lookup<'_>, document: &Id, story: &str) -> bool {
    let of = lookup.document(document).and_then(|d| d.story.as_ref());
    of.is_some_and(|s| s.as_str() == story)
}

fn tells(lookup: &Lookup<'_>, claim: &Claim, words: &WordQuery) -> bool {
    let content: Vec<String> = claim
        .content
        .iter()
        .map(|&s| lookup.excerpt(&claim.document, s).text)
        .collect();
    let about = claim
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let labels = about.map(|p| p.label.as_str());
    words.fits(content.iter().map(String::as_str).chain(labels))
}

fn names(lookup: &Lookup<'_>, params: &Params) -> Vec<(&'static str, String)> {
    let mut names = Vec::new();
    for name in ["by", "stance", "outlet", "via", "story"] {
        let Some(value) = asked(params, name) else {
            continue;
        };
        let id = Id(value.to_owned());
        let shown = match name {
            "by" | "via" => lookup.actor(&id).map(|a| a.name.clone()),
            "story" => lookup.story(&id).map(|s| s.title.clone()),
            _ => None,
        };
        names.push((name, shown.unwrap_or_else(|| value.to_owned())));
    }
    names
}

fn facets(lookup: &Lookup<'_>, params: &Params, found: &[&Claim]) -> Markup {
    let mut speakers = BTreeMap::new();
    let mut stances = BTreeMap::new();
    let mut channels = BTreeMap::new();
    let mut outlets = BTreeMap::new();
    for claim in found {
        for id in &claim.speakers {
            *speakers.entry((id.0.clone(), lookup.name(id))).or_default() += 1;
        }
        for id in &claim.via {
            *channels.entry((id.0.clone(), lookup.name(id))).or_default() += 1;
        }
        let stance = word(claim.stance);
        *stances
            .entry((stance.clone(), verb(&stance).to_owned()))
            .or_default() += 1;
        let outlet = lookup.whence(&claim.document);
        *outlets.entry((outlet.clone(), outlet)).or_default() += 1;
    }
    let lists = [
        ("by", "Speaker", speakers),
        ("stance", "Stance", stances),
        ("via", "Channel", channels),
        ("outlet", "Outlet", outlets),
    ];
    html! {
        @for (name, title, counts) in lists {
            @if !counts.is_empty() {
                details open { summary { (title) } ul.facet { (facet(PATH, params, name, counts)) } }
            }
        }
    }
}
