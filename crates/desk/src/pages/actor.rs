//! One actor: its names and why they are one, its titles over time, what it says, does, promises, denies, and with whom.
//!
//! Takes an id, also one that redirects; returns the newest of each kind, each number leading to its whole list. Known
//! limit: titles come by the day of the article that gives them, not by the day on which they were taken up.
//!
//! Example: the page of a minister begins with the name and the newest title.

use super::{Page, claims, correct, disputes, document, events, word};
use crate::index::Tally;
use crate::markup::{actors, count, days, quote};
use crate::net::{Ties, ties};
use crate::shelf::Shelf;
use crate::wire::{self, OneActor, Promise};
use maud::{Markup, html};
use model::record::{Actor, Claim, Commitment, Dispute, Event};
use model::{Id, Stance, Thing};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use view::Lookup;
use view::listing::{claim_row, event_row};

/// Claims and events shown of each kind; the counts above lead to the others.
const SHOWN: usize = 6;
/// Others it has to do with.
const PARTNERS: usize = 16;

/// What the record has on the actor.
struct Dossier<'a> {
    actor: &'a Actor,
    says: Vec<&'a Claim>,
    denies: Vec<&'a Claim>,
    told: Vec<&'a Claim>,
    events: Vec<&'a Event>,
    promises: Vec<&'a Commitment>,
    disputes: Vec<&'a Dispute>,
}

pub(super) fn page(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let lookup = shelf.lookup;
    let actor = lookup.actor(&shelf.living(id)?)?;
    let known = dossier(shelf, actor);
    let tally = shelf.roll().tally(&actor.id).cloned().unwrap_or_default();
    let ties = ties(known.events.iter().copied());
    let body = html! {
        (head(shelf, &known, &tally))
        div.pair {
            div {
                (said(lookup, "Says", &format!("/claims?by={}", actor.id), &known.says))
                (said(lookup, "Denies", &format!("/claims?by={}&stance=deny", actor.id), &known.denies))
                (said(lookup, "Is told", &format!("/claims?to={}", actor.id), &known.told))
            }
            div {
                (promised(shelf, &known.promises))
                (done(lookup, actor, &known.events))
                (partners(lookup, actor, &ties))
                (disputed(lookup, &known.disputes))
            }
        }
        (named(shelf, actor, &tally))
        (correct::section(shelf, (Thing::Actor, &actor.id), (&others(shelf, actor), &parts(shelf, &tally))))
    };
    let data = wire::value(&told(lookup, &known, &tally));
    Some(Page::new(actor.name.clone(), body, data))
}

/// The actor for programs.
fn told(lookup: &Lookup<'_>, known: &Dossier<'_>, tally: &Tally) -> OneActor {
    let actor = known.actor.clone();
    let role = |(role, document): (model::Role, Id)| wire::RoleRow {
        title: role.title,
        organisation: role.organisation,
        document,
    };
    OneActor {
        actor: wire::Dossier {
            kind: word(actor.kind),
            country: actor.country.map(|c| c.to_string()),
            sector: actor.sector.map(|s| s.0),
            roles: actor.roles.into_iter().map(role).collect(),
            id: actor.id,
            name: actor.name,
            aliases: actor.aliases,
            wikidata: actor.wikidata,
            reasons: actor.reasons,
        },
        mentions: tally.mentions,
        documents: tally.documents.len(),
        claims: known.says.len(),
        events: known.events.len(),
        denials: known.denies.len(),
        commitments: known.promises.iter().map(|c| Promise::of(c)).collect(),
        disputes: known.disputes.iter().map(|d| d.id.clone()).collect(),
        newest_claims: newest(&known.says).map(|c| claim_row(lookup, c)).collect(),
        newest_events: newest(&known.events)
            .map(|e| event_row(lookup, e))
            .collect(),
    }
}

fn dossier<'a>(shelf: &Shelf<'a>, actor: &'a Actor) -> Dossier<'a> {
    let record = shelf.lookup.record;
    let id = &actor.id;
    let claims = || shelf.claims.iter().copied();
    let says: Vec<&Claim> = claims().filter(|c| c.speakers.contains(id)).collect();
    let is_party = |d: &&Dispute| {
        let mut claims = d.supporting.iter().chain(&d.against);
        claims.any(|c| {
            shelf
                .lookup
                .claim(c)
                .is_some_and(|c| c.speakers.contains(id))
        })
    };
    let takes_part = |e: &&Event| e.sources.contains(id) || e.targets.contains(id);
    Dossier {
        actor,
        denies: says
            .iter()
            .copied()
            .filter(|c| c.stance == Stance::Deny)
            .collect(),
        told: claims().filter(|c| c.addressees.contains(id)).collect(),
        events: shelf.events.iter().copied().filter(takes_part).collect(),
        promises: record
            .commitments
            .iter()
            .filter(|c| c.by.contains(id))
            .collect(),
        disputes: record.disputes.iter().filter(is_party).collect(),
        says,
    }
}

/// The last few of a list that is sorted by day, the newest first.
fn newest<T: Copy>(list: &[T]) -> impl Iterator<Item = T> {
    list.iter().rev().take(SHOWN).copied()
}

fn head(shelf: &Shelf<'_>, known: &Dossier<'_>, tally: &Tally) -> Markup {
    let actor = known.actor;
    let id = &actor.id;
    let breaches = format!("/norms?by={id}");
    html! {
        h1 { (actor.name) }
        p.lead { (word(actor.kind))
            @if let Some(country) = actor.country { " · " a href={ "/actors?country=" (country) } { (country) } }
            @if let Some(sector) = &actor.sector { " · " (sector.0) }
            @if let Some(wikidata) = &actor.wikidata { " · Wikidata " code { (wikidata) } }
        }
        p.counts {
            (count(known.says.len(), "claim", &format!("/claims?by={id}"))) (count(known.denies.len(), "denial", &format!("/claims?by={id}&stance=deny")))
            @if !known.promises.is_empty() { (count(known.promises.len(), "promise", "#promises")) }
            (count(known.events.len(), "event", &format!("/events?by={id}")))
            (count(tally.documents.len(), "document", &format!("/documents?actor={id}")))
        }
        dl {
            @if !actor.aliases.is_empty() { dt { "Also called" } dd { (actor.aliases.join(", ")) } }
            @if !actor.reasons.is_empty() { dt { "Why one actor" } dd { (actor.reasons.join("; ")) } }
            @if !actor.roles.is_empty() { dt { "Titles" } dd { (titles(shelf.lookup, actor)) } }
            dt { "Elsewhere" } dd { a href={ "/network?by=" (id) } { "in the network" } " · " a href=(breaches) { "beside norms" } " · "
                a href={ "/map?by=" (id) } { "on the map" } }
        }
    }
}

/// Titles by the day of the first article that gives each, with those articles.
fn titles(lookup: &Lookup<'_>, actor: &Actor) -> Markup {
    /// Articles named of a title.
    const ARTICLES: usize = 3;
    let mut titles: BTreeMap<(&str, Option<&str>), Vec<&Id>> = BTreeMap::new();
    for (role, document) in &actor.roles {
        let key = (role.title.as_str(), role.organisation.as_deref());
        titles.entry(key).or_default().push(document);
    }
    let day = |id: &&Id| lookup.published(id).latest;
    let mut titles: Vec<_> = titles.into_iter().collect();
    for (_, documents) in &mut titles {
        documents.sort_by_key(|d| (day(d), *d));
    }
    titles.sort_by_key(|(title, documents)| (documents.first().and_then(day), *title));
    html! {
        ul { @for ((title, organisation), documents) in &titles {
            li { (title) @if let Some(organisation) = organisation { ", " (organisation) } " "
                span.faint { @for id in documents.iter().take(ARTICLES) { a href={ "/documents/" (id) } { (lookup.whence(id)) " " (days(lookup.published(id))) } " " }
                    @if documents.len() > ARTICLES { "and " (documents.len() - ARTICLES) " more" } } }
        } }
    }
}

fn said(lookup: &Lookup<'_>, title: &str, href: &str, list: &[&Claim]) -> Markup {
    html! {
        @if !list.is_empty() {
            section { h2 { (title) " " a.all href=(href) { "all " (list.len()) } }
                @for claim in newest(list) { (claims::entry(lookup, claim, &claim_row(lookup, claim))) } }
        }
    }
}

fn promised(shelf: &Shelf<'_>, promises: &[&Commitment]) -> Markup {
    let lookup = shelf.lookup;
    html! {
        @if !promises.is_empty() {
            section #promises { h2 { "Promises" }
                @for promise in promises.iter().rev().take(super::ENTRIES) {
                    article.entry {
                        p.line { span class={ "status " (promise.status) } { (promise.status) } }
                        @if let Some(claim) = lookup.claim(&promise.claim) {
                            p { (quote(&lookup.excerpt_in(&claim.document, claim.cue, claim.sentence))) }
                            p.faint { a href={ "/claims/" (claim.id) } { (days(lookup.published(&claim.document))) } " · " (lookup.whence(&claim.document))
                                @if !promise.reasons.is_empty() { " · " (promise.reasons.join("; ")) } }
                        }
                        (correct::row(shelf, (Thing::Commitment, &promise.id)))
                    }
                }
            }
        }
    }
}

fn done(lookup: &Lookup<'_>, actor: &Actor, list: &[&Event]) -> Markup {
    html! {
        @if !list.is_empty() {
            section { h2 { "Does, or is done to " a.all href={ "/events?by=" (actor.id) } { "all " (list.len()) } }
                @for event in newest(list) { (events::entry(&event_row(lookup, event))) } }
        }
    }
}

fn partners(lookup: &Lookup<'_>, actor: &Actor, ties: &Ties<'_>) -> Markup {
    let mut counts: BTreeMap<&Id, (usize, usize)> = BTreeMap::new();
    for ((source, target), events) in ties {
        if **source == actor.id {
            counts.entry(target).or_default().0 += events.len();
        } else if **target == actor.id {
            counts.entry(source).or_default().1 += events.len();
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(id, (to, from))| (Reverse(to + from), *id));
    counts.truncate(PARTNERS);
    let me = &actor.id;
    html! {
        @if !counts.is_empty() {
            section { h2 { "With whom " a.all href={ "/network?by=" (me) } { "network" } }
                table {
                    thead { tr { th scope="col" { "Other" } th.number scope="col" { "Acts on it" } th.number scope="col" { "Is acted on by it" } } }
                    tbody { @for (id, (to, from)) in &counts {
                        tr { td { (actors(lookup, std::slice::from_ref(*id))) }
                            td.number { @if *to > 0 { a href={ "/events?source=" (me) "&target=" (id) } { (to) } } }
                            td.number { @if *from > 0 { a href={ "/events?source=" (id) "&target=" (me) } { (from) } } } }
                    } }
                }
            }
        }
    }
}

fn disputed(lookup: &Lookup<'_>, list: &[&Dispute]) -> Markup {
    html! {
        @if !list.is_empty() {
            section { h2 { "Disputes it takes part in" }
                ul { @for dispute in list.iter().take(super::ENTRIES) { li { (disputes::link(lookup, dispute)) } } } }
        }
    }
}

/// The documents that name it most, each with the first words that do.
/// Actors of the same kind that share a word of the name, for the form that joins.
fn others(shelf: &Shelf<'_>, actor: &Actor) -> Vec<correct::Choice> {
    /// Suggested; any other id can be typed.
    const MOST: usize = 50;
    let words = |name: &str| -> BTreeSet<String> {
        name.split_whitespace().map(str::to_lowercase).collect()
    };
    let mine = words(&actor.name);
    let is_alike =
        |o: &&Actor| o.id != actor.id && o.kind == actor.kind && !words(&o.name).is_disjoint(&mine);
    let alike = shelf
        .lookup
        .record
        .actors
        .iter()
        .filter(is_alike)
        .take(MOST);
    alike.map(|o| (o.id.to_string(), o.name.clone())).collect()
}

/// The documents that name it, for the form that splits.
fn parts(shelf: &Shelf<'_>, tally: &Tally) -> Vec<correct::Choice> {
    let lines = &shelf.lookup.record.documents;
    let documents = tally
        .documents
        .iter()
        .take(super::ENTRIES)
        .map(|(number, _)| &lines[*number].id);
    documents
        .map(|id| {
            (
                id.to_string(),
                format!("{}: {}", shelf.lookup.whence(id), shelf.lookup.headline(id)),
            )
        })
        .collect()
}

fn named(shelf: &Shelf<'_>, actor: &Actor, tally: &Tally) -> Markup {
    let lines = &shelf.lookup.record.documents;
    let mut documents = tally.documents.clone();
    documents.sort_by_key(|(number, times)| (Reverse(*times), *number));
    html! {
        @if !documents.is_empty() {
            section #named { h2 { "Named in " a.all href={ "/documents?actor=" (actor.id) } { "all " (documents.len()) } }
                @for (number, times) in documents.into_iter().take(SHOWN) {
                    @let id = &lines[number].id;
                    article.entry {
                        h3 { a href={ "/documents/" (id) } { (shelf.lookup.headline(id)) } }
                        @if let Some(words) = document::first_mention(shelf, id, &actor.id) { p { (quote(&words)) } }
                        p.faint { (shelf.lookup.whence(id)) " · " (days(shelf.lookup.published(id))) " · " (times) @if times == 1 { " mention" } @else { " mentions" } }
                    }
                }
            }
        }
    }
}
