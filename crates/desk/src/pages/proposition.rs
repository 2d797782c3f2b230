//! The propositions: what several claims are about, who is for and who against, and how that went over time.
//!
//! Takes an id, also one that redirects, or filters for the list; returns both sides with the outlets behind each
//! speaker, a line on which every claim stands on its day, and the claims themselves. Known limit: claims stand on the
//! days of their articles, not on those of the utterances.
//!
//! Example: "that Norland sold shells" with two speakers for and one against.

use super::lineage::name;
use super::{ENTRIES, Page, Params, Stale, asked, claims, correct, cut, folded};
use crate::markup::{actors, count, days, many};
use crate::shelf::Shelf;
use crate::wire::{self, OneProposition, PropositionRow, SupportRow};
use jiff::civil::Date;
use maud::{Markup, html};
use model::record::{Chain, Claim, Proposition, Support};
use model::{Certainty, Id, Stance, Thing};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::WordQuery;
use view::listing::claim_row;

const PATH: &str = "/propositions";

/// The list: the contested first, then those with most claims.
pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let about = asked(params, "about").map(WordQuery::new);
    let several = |p: &&Proposition| p.claims.len() > 1;
    let fits = |p: &&Proposition| about.as_ref().is_none_or(|w| w.fits([p.label.as_str()]));
    let all = shelf.lookup.record.propositions.iter();
    let mut found: Vec<&Proposition> = all.filter(several).filter(fits).collect();
    found.sort_by_key(|p| (p.denied_by.is_empty(), Reverse(p.claims.len()), &p.id));
    let cut = cut(&found, params, |p| &p.id)?;
    let body = html! {
        h1 { (many(cut.total, ["proposition", "propositions"])) }
        p.lead { "What more than one claim is about; the contested ones first." }
        (folded("Words", params, &["about"], &html! {
            form.fields action=(PATH) {
                label { "With the words" input name="about" value=(asked(params, "about").unwrap_or_default()); }
                button { "Show" }
            }
        }))
        @if cut.shown.is_empty() { p { "Nothing fits." } }
        @for about in cut.shown { (entry(shelf.lookup, about)) }
        (cut.more(PATH, params))
    };
    let rows: Vec<PropositionRow> = cut.shown.iter().map(|p| row(p)).collect();
    let data = json!({ "propositions": rows, "total": cut.total, "next": cut.next });
    Ok(Page::new("Propositions", body, data))
}

/// A proposition for programs.
pub(super) fn row(about: &Proposition) -> PropositionRow {
    let Proposition {
        id,
        label,
        asserted_by,
        denied_by,
        hedged_by,
        claims,
        events,
        support,
        denial,
    } = about.clone();
    PropositionRow {
        r#for: SupportRow::of(&support),
        against: SupportRow::of(&denial),
        id,
        label,
        asserted_by,
        denied_by,
        hedged_by,
        claims,
        events,
    }
}

fn entry(lookup: &Lookup<'_>, about: &Proposition) -> Markup {
    let href = format!("{PATH}/{}", about.id);
    html! {
        article.entry {
            h3 { a href=(href) { (about.label) } }
            p.line { (count(about.claims.len(), "claim", &href))
                @if !about.asserted_by.is_empty() { " · for: " (actors(lookup, &about.asserted_by)) }
                @if !about.denied_by.is_empty() { " · against: " (actors(lookup, &about.denied_by)) }
                @if !about.hedged_by.is_empty() { " · as possible: " (actors(lookup, &about.hedged_by)) }
            }
        }
    }
}

pub(super) fn one(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let lookup = shelf.lookup;
    let about = lookup.proposition(&shelf.living(id)?)?;
    let said = |c: &&Claim| c.proposition.as_ref() == Some(&about.id);
    let list: Vec<&Claim> = shelf.claims.iter().copied().filter(said).collect();
    let standing = list.iter().copied().filter(|c| c.marked.is_empty());
    let standing: Vec<&Claim> = standing.collect();
    let (against, others): (Vec<&Claim>, Vec<&Claim>) = standing
        .iter()
        .copied()
        .partition(|c| c.stance == Stance::Deny);
    let (sure, hedged): (Vec<&Claim>, Vec<&Claim>) = others
        .into_iter()
        .partition(|c| c.certainty == Certainty::Certain);
    let body = html! {
        p { span.kind { "Proposition" } }
        h1 { (about.label) }
        p.lead { (count(list.len(), "claim", "#claims")) " · for: " (sure.len()) " · as possible: " (hedged.len()) " · against: " (against.len())
            @if standing.len() < list.len() { " · marked wrong: " (list.len() - standing.len()) } }
        @if !about.events.is_empty() {
            p.faint { "Tells: " @for event in about.events.iter().filter_map(|e| lookup.event(e)) { a href={ "/events/" (event.id) } { (event.label) } " " } }
        }
        (over_time(lookup, &standing))
        div.sides {
            (side(lookup, "For", &sure)) (side(lookup, "As likely or possible", &hedged)) (side(lookup, "Against", &against))
        }
        section #origins { h2 { "Where they have it from" }
            div.sides { (origins(lookup, "Those who say so", &about.support)) (origins(lookup, "Those who deny it", &about.denial)) }
        }
        section #claims { h2 { "Every claim on it" }
            @for claim in list.iter().take(ENTRIES) { (claims::entry(lookup, claim, &claim_row(lookup, claim))) }
            @if list.len() > ENTRIES { p { "… and " (list.len() - ENTRIES) " more, in the JSON of this page." } }
        }
        (correct::section(shelf, (Thing::Proposition, &about.id), correct::WHOLE))
    };
    let data = wire::value(&OneProposition {
        proposition: row(about),
        claims: list.iter().map(|c| claim_row(lookup, c)).collect(),
    });
    Some(Page::new(about.label.clone(), body, data))
}

/// Who stands on a side, each with the articles that carry it.
fn side(lookup: &Lookup<'_>, title: &str, list: &[&Claim]) -> Markup {
    let mut speakers: BTreeMap<&[Id], Vec<&Claim>> = BTreeMap::new();
    for claim in list {
        speakers.entry(&claim.speakers).or_default().push(claim);
    }
    let mut speakers: Vec<_> = speakers.into_iter().collect();
    speakers.sort_by_key(|(ids, told)| (Reverse(told.len()), *ids));
    html! {
        @if !list.is_empty() {
            div { h4 { (title) }
                ul.lineage { @for (ids, told) in speakers.iter().take(ENTRIES) {
                    li { strong { @if ids.is_empty() { "nobody named" } @else { (actors(lookup, ids)) } } " " span.faint { (told.len()) " ×" }
                        ul { @for claim in told.iter().take(4) {
                            li.faint { a href={ "/claims/" (claim.id) } { (lookup.whence(&claim.document)) " " (days(lookup.published(&claim.document))) }
                                @if !claim.via.is_empty() { " via " (actors(lookup, &claim.via)) } }
                        } }
                    }
                } }
            }
        }
    }
}

/// The origins behind a side, each with the ways by which it came.
fn origins(lookup: &Lookup<'_>, title: &str, support: &Support) -> Markup {
    html! {
        @if !support.origins.is_empty() {
            div { h4 { (title) }
                p.line { b { (support.independent_origins) } @if support.independent_origins == 1 { " independent origin" } @else { " independent origins" } }
                ul.lineage { @for origin in support.origins.iter().take(ENTRIES) {
                    li { strong { (name(lookup, &origin.origin)) }
                        ul { @for way in origin.chains.iter().take(ENTRIES) { li.faint { (chain(lookup, way)) } }
                            @if origin.chains.is_empty() { @for document in origin.documents.iter().take(ENTRIES) { li.faint { (article(lookup, document)) } } } }
                    }
                } }
            }
        }
    }
}

/// Who says it, who carries it, where it stands.
fn chain(lookup: &Lookup<'_>, chain: &Chain) -> Markup {
    html! {
        @if !chain.speakers.is_empty() { (actors(lookup, &chain.speakers)) " → " }
        @if !chain.channels.is_empty() { (actors(lookup, &chain.channels)) " → " }
        @let whence = lookup.whence(&chain.document);
        @if name(lookup, &chain.outlet) != whence { (name(lookup, &chain.outlet)) " → " }
        (article(lookup, &chain.document))
    }
}

fn article(lookup: &Lookup<'_>, document: &Id) -> Markup {
    html! { a href={ "/documents/" (document) } { (lookup.whence(document)) " " (days(lookup.published(document))) } }
}

/// Every claim on its day: for above the line, against below, and more than one of a day on top of each other.
fn over_time(lookup: &Lookup<'_>, list: &[&Claim]) -> Markup {
    let day = |c: &Claim| {
        let at = lookup.published(&c.document);
        at.earliest.or(at.latest)
    };
    let dated: Vec<(Date, &Claim)> = list.iter().filter_map(|c| Some((day(c)?, *c))).collect();
    let (Some(first), Some(last)) = (
        dated.iter().map(|(d, _)| *d).min(),
        dated.iter().map(|(d, _)| *d).max(),
    ) else {
        return html! {};
    };
    let mut heights: BTreeMap<(i32, bool), i32> = BTreeMap::new();
    let marks: Vec<(i32, i32, &Claim)> = dated
        .iter()
        .map(|(day, claim)| {
            let column = column(*day, first, last);
            let is_against = claim.stance == Stance::Deny;
            let height = heights.entry((column, is_against)).or_default();
            *height += 1;
            (
                column * STEP + STEP,
                if is_against {
                    *height * STEP
                } else {
                    -*height * STEP
                },
                *claim,
            )
        })
        .collect();
    let (top, bottom) = (
        marks.iter().map(|m| m.1).min().unwrap_or(0).min(0) - STEP,
        marks.iter().map(|m| m.1).max().unwrap_or(0).max(0) + STEP,
    );
    html! {
        @if first != last {
            figure { svg.course viewBox={ "0 " (top) " " ((COLUMNS + 2) * STEP) " " (bottom - top) } role="group" aria-label="Claims by day: for above the line, against below" {
                line.axis x1="0" y1="0" x2=((COLUMNS + 2) * STEP) y2="0" {}
                @for (x, y, claim) in &marks { (mark(lookup, *x, *y, claim)) }
            }
            figcaption.faint { (first) " to " (last) ": " span.sign { "●" } " for, " span.sign { "○" } " as possible (above the line), " span.sign { "✕" } " against (below). Each leads to its claim." } }
        }
    }
}

/// Units between two marks, and days' columns beside each other.
const STEP: i32 = 14;
const COLUMNS: i32 = 60;

fn column(day: Date, first: Date, last: Date) -> i32 {
    let whole = (last - first).get_days().max(1);
    (day - first).get_days() * COLUMNS / whole
}

fn mark(lookup: &Lookup<'_>, x: i32, y: i32, claim: &Claim) -> Markup {
    let title = format!(
        "{}, {}",
        lookup.names(&claim.speakers).join(", "),
        lookup.whence(&claim.document)
    );
    html! {
        a href={ "/claims/" (claim.id) } aria-label=(title) {
            title { (title) }
            @if claim.stance == Stance::Deny {
                path.against d={ "M" (x - 4) " " (y - 4) "l8 8m0 -8l-8 8" } {}
            } @else {
                circle.possible[claim.certainty != Certainty::Certain] cx=(x) cy=(y) r="4.5" {}
            }
        }
    }
}
