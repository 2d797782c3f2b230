//! The ledger of claims, and one claim: who says what, by which words, in which outlet.
//!
//! Takes filters (`by`, `to`, `stance`, `outlet`, `via`, `about`, `story`, `added`, `since`, `until`); returns the claims
//! by day of publication with counts of what else they could be narrowed to. Known limit: counts are of the
//! narrowed list.
//!
//! Example: `/claims?by=russia&stance=deny` is what Russia denies.

use super::course::course;
use super::{
    Counts, Page, Params, Stale, asked, beside, chosen, correct, cut, decisions, facet, folded,
    parsed, window, word,
};
use crate::index::{bare, may_tell};
use crate::markup::{actors, days, many, quote, verb, words};
use crate::shelf::Shelf;
use crate::strip::strip;
use crate::who::Who;
use crate::wire::{self, OneClaim};
use jiff::civil::Date;
use maud::{Markup, html};
use model::record::Claim;
use model::{Id, Stance, Thing};
use serde_json::json;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::{Window, WordQuery};
use view::listing::{ClaimRow, claim_row};

const PATH: &str = "/claims";
/// Speakers that the field suggests; it takes any other.
const SPEAKERS: usize = 60;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let found = found(shelf, params);
    let cut = cut(&found, params, |c| &c.id)?;
    let rows: Vec<ClaimRow> = cut
        .shown
        .iter()
        .map(|c| claim_row(shelf.lookup, c))
        .collect();
    let pairs = cut.shown.iter().zip(&rows);
    let is_narrow = ["by", "about", "to"]
        .iter()
        .any(|name| asked(params, name).is_some());
    let body = html! {
        h1 { (many(cut.total, ["claim", "claims"])) (of(shelf.lookup, params)) }
        (chosen(PATH, params, &names(shelf.lookup, params)))
        (asking(shelf, params))
        @if is_narrow { (course(shelf, params, &found)) } @else { (strip(PATH, params, &published(shelf.lookup, &found))) }
        div.sided {
            (beside(&facets(shelf.lookup, params, &found)))
            div {
                @if rows.is_empty() { p { "No claim fits. Take a filter out above." } }
                @for (claim, row) in pairs { (entry(shelf.lookup, claim, row)) }
                (cut.more(PATH, params))
            }
        }
    };
    Ok(Page::new(
        "Claims",
        body,
        json!({ "claims": rows, "total": cut.total, "next": cut.next }),
    ))
}

/// Whose claims they are, and about what, behind their number.
fn of(lookup: &Lookup<'_>, params: &Params) -> String {
    let name = |id: &str| {
        lookup
            .actor(&Id::from(id))
            .map_or_else(|| id.to_owned(), |a| a.name.clone())
    };
    let by = asked(params, "by").map(|by| format!(" of {}", name(by)));
    let about = asked(params, "about").map(|about| format!(" about “{about}”"));
    by.unwrap_or_default() + &about.unwrap_or_default()
}

/// The question: who, about what, between which days.
fn asking(shelf: &Shelf<'_>, params: &Params) -> Markup {
    let value = |name| asked(params, name).unwrap_or_default();
    let is_one = shelf.lookup.actor(&Id::from(value("by"))).is_some();
    let typed = ["by", "about", "since", "until", "after"];
    let kept = params.iter().filter(|(n, v)| {
        (!typed.contains(&n.as_str()) || (n.as_str() == "by" && is_one)) && !v.is_empty()
    });
    let form = html! {
        form.fields action=(PATH) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            @if !is_one { label { "Who says" input name="by" list="speakers" value=(value("by")); }
                datalist #speakers { @for (actor, _) in shelf.roll().actors.iter().filter(|(_, t)| t.claims > 0).take(SPEAKERS) { option value=(actor.name) {} } } }
            label { "About" input name="about" value=(value("about")); }
            label { "From" input type="date" name="since" value=(value("since")); }
            label { "To" input type="date" name="until" value=(value("until")); }
            button { "Show" }
        }
    };
    folded(
        "Who says what, and when",
        params,
        &["about", "since", "until"],
        &form,
    )
}

fn published(lookup: &Lookup<'_>, found: &[&Claim]) -> Vec<Date> {
    // They come document by document, so each is looked up once.
    let documents = found.chunk_by(|a, b| a.document == b.document);
    let days = documents.flat_map(|claims| {
        let days = lookup.published(&claims[0].document);
        std::iter::repeat_n(days.earliest.or(days.latest), claims.len())
    });
    days.flatten().collect()
}

/// A claim after its speaker, in one line: what it does, the words, where and when.
pub(super) fn line(lookup: &Lookup<'_>, claim: &Claim) -> Markup {
    html! {
        span class={ "stance " (word(claim.stance)) } { (verb(&word(claim.stance))) } " " (quote(&lookup.excerpt_in(&claim.document, claim.cue, claim.sentence))) " "
        a.faint href={ "/claims/" (claim.id) } { (days(lookup.published(&claim.document))) " · " (lookup.whence(&claim.document)) }
    }
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
            (decisions::marked(&row.marked))
            p.faint { a href={ "/claims/" (row.id) } { (days(lookup.published(&row.document))) }
                " · " (row.whence)
                @if !claim.via.is_empty() { " · via " (actors(lookup, &claim.via)) }
                @if let Some(about) = &row.proposition { @if !row.denied_by.is_empty() { " · " a href={ "/propositions/" (about) } { "disputed" } } }
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
        (decisions::marked(&row.marked))
        dl {
            dt { "What is said" } dd { @for piece in &row.content { (words(piece)) " " } }
            dt { "Where" } dd { a href={ "/documents/" (row.document) } { (lookup.headline(&row.document)) } ", " (row.whence) }
            dt { "Published" } dd { (days(lookup.published(&row.document))) }
            dt { "How sure" } dd { (row.certainty) ", " (row.quotation) " quotation; read with " (percent(row.confidence)) " confidence" }
            @if let Some(about) = about { dt { "On" } dd { a href={ "/propositions/" (about.id) } { (about.label) } } }
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
        (correct::section(shelf, (Thing::Claim, &claim.id), correct::WHOLE))
    };
    let title = format!("{} {}", row.speakers.join(", "), verb(&row.stance));
    Some(Page::new(
        title,
        body,
        wire::value(&OneClaim { claim: row }),
    ))
}

/// `share` of one as whole percent.
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn found<'a>(shelf: &Shelf<'a>, params: &Params) -> Vec<&'a Claim> {
    let lookup = shelf.lookup;
    let by = asked(params, "by").map(|by| Who::new(lookup, by));
    let about = asked(params, "about").map(WordQuery::new);
    let window = window(params);
    let told: &[String] = about.as_ref().map_or(&[], |_| shelf.told());
    let added = asked(params, "added").map(|at| shelf.came_in(at));
    let stance: Option<Option<Stance>> = asked(params, "stance").map(parsed);
    let typed = bare(asked(params, "about").unwrap_or_default());
    let has = |name: &str, ids: &[Id]| {
        asked(params, name).is_none_or(|v| ids.iter().any(|id| id.as_str() == v))
    };
    let fits = |c: &Claim| {
        stance.is_none_or(|s| s == Some(c.stance))
            && has("via", &c.via)
            && has("to", &c.addressees)
            && asked(params, "outlet").is_none_or(|o| lookup.whence(&c.document) == o)
            && asked(params, "story").is_none_or(|s| in_story(lookup, &c.document, s))
            && (window == Window::default() || window.holds(lookup.published(&c.document)))
            && added.as_ref().is_none_or(|came| came.contains(&c.document))
            && by.as_ref().is_none_or(|by| by.is_among(&c.speakers))
    };
    let tells = |number: usize| {
        about.as_ref().is_none_or(|words| {
            may_tell(&told[number], &typed) && words.fits([told[number].as_str()])
        })
    };
    let all = shelf.claims.iter().copied().enumerate();
    all.filter(|(number, c)| fits(c) && tells(*number))
        .map(|(_, c)| c)
        .collect()
}

pub(super) fn in_story(lookup: &Lookup<'_>, document: &Id, story: &str) -> bool {
    let of = lookup.document(document).and_then(|d| d.story.as_ref());
    of.is_some_and(|s| s.as_str() == story)
}

fn names(lookup: &Lookup<'_>, params: &Params) -> Vec<(&'static str, String)> {
    let mut names = Vec::new();
    for name in ["by", "to", "stance", "outlet", "via", "story", "added"] {
        let Some(value) = asked(params, name) else {
            continue;
        };
        let id = Id::from(value);
        let shown = match name {
            "by" | "to" | "via" => lookup.actor(&id).map(|a| a.name.clone()),
            "story" => lookup.story(&id).map(|s| s.title.clone()),
            _ => None,
        };
        names.push((name, shown.unwrap_or_else(|| value.to_owned())));
    }
    names
}

fn facets(lookup: &Lookup<'_>, params: &Params, found: &[&Claim]) -> Markup {
    let mut stances: BTreeMap<Stance, usize> = BTreeMap::new();
    let mut documents: BTreeMap<&Id, usize> = BTreeMap::new();
    for claim in found {
        *stances.entry(claim.stance).or_default() += 1;
    }
    for claims in found.chunk_by(|a, b| a.document == b.document) {
        *documents.entry(&claims[0].document).or_default() += claims.len();
    }
    let stances: Vec<(String, usize)> = stances.into_iter().map(|(s, n)| (word(s), n)).collect();
    let outlets: Vec<(String, usize)> = documents
        .into_iter()
        .map(|(d, n)| (lookup.whence(d), n))
        .collect();
    let ids = |of: fn(&Claim) -> &[Id]| {
        summed(
            found
                .iter()
                .flat_map(move |c| of(c))
                .map(|id| (id.as_str(), 1)),
        )
    };
    let name = |id: &str| lookup.name(&Id::from(id));
    html! {
        (listed(params, "Speaker", ("by", &ids(|c| &c.speakers)), name))
        (listed(params, "Stance", ("stance", &summed(stances.iter().map(|(s, n)| (s.as_str(), *n)))), |s| verb(s).to_owned()))
        (listed(params, "Channel", ("via", &ids(|c| &c.via)), name))
        (listed(params, "Outlet", ("outlet", &summed(outlets.iter().map(|(o, n)| (o.as_str(), *n)))), str::to_owned))
    }
}

fn summed<'v>(values: impl Iterator<Item = (&'v str, usize)>) -> Counts<'v> {
    let mut counts = Counts::new();
    for (value, count) in values {
        *counts.entry(value).or_default() += count;
    }
    counts
}

fn listed(
    params: &Params,
    title: &str,
    counts: (&str, &Counts<'_>),
    shown: impl Fn(&str) -> String,
) -> Markup {
    html! {
        @if !counts.1.is_empty() {
            details open { summary { (title) } ul.facet { (facet(PATH, params, counts, shown)) } }
        }
    }
}
