//! What analysts laid down, and the forms with which they do.
//!
//! Takes a cursor; returns the decisions that hold, newest first, each with who, when, why, the things it touches and a way to take it back. The
//! forms stand on the pages of events and actors; a desk that only shows, and a past day, have none. Known limit: what was taken back is not listed.
//!
//! Example: `/decisions` after two events were joined lists the join with a link to the one event that they are now.

use super::{Page, Params, cut};
use crate::pen::PATH;
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::Id;
use model::record::Decision;
use serde_json::json;
use std::cmp::Reverse;
use view::Lookup;
use view::listing;

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Page {
    let mut all: Vec<&Decision> = shelf.lookup.record.decisions.iter().collect();
    all.sort_by_key(|d| Reverse((&d.at, &d.id)));
    let cut = cut(&all, params, |d| &d.id);
    let body = html! {
        h1 { (cut.total) @if cut.total == 1 { " decision" } @else { " decisions" } }
        p.lead { "What was laid down by hand over the machine’s reading. It holds when articles are added and is exported with the record." }
        @if cut.total == 0 { p { "None yet. The pages of events and actors have forms to join and to split." } }
        @for decision in cut.shown { (entry(shelf, decision)) }
        (cut.more(PATH, params))
    };
    let shown: Vec<Decision> = cut.shown.iter().map(|d| (*d).clone()).collect();
    let data =
        json!({ "decisions": listing::decisions(&shown), "total": cut.total, "next": cut.next });
    Page::new("Decisions", body, data)
}

/// The decisions that touch the thing `id`.
fn about(shelf: &Shelf<'_>, id: &Id) -> Markup {
    let all = shelf.lookup.record.decisions.iter();
    let found: Vec<&Decision> = all.filter(|d| d.about.contains(id)).collect();
    html! {
        @if !found.is_empty() {
            section { h2 { "Laid down by hand" } @for decision in found { (entry(shelf, decision)) } }
        }
    }
}

fn entry(shelf: &Shelf<'_>, decision: &Decision) -> Markup {
    let thing = decision.thing.word();
    html! {
        article.entry id=(decision.id) {
            p { span.kind { (decision.kind.word()) } " "
                @for (number, id) in decision.about.iter().enumerate() {
                    @if number > 0 { " / " }
                    a href={ "/" (thing) "s/" (id) } { (label(shelf.lookup, id)) }
                } }
            @if let Some(why) = &decision.value { p { "“" (why) "”" } }
            p.faint { (decision.by) " · " (decision.at) }
            @if let Some(key) = &shelf.key {
                form method="post" action=(PATH) {
                    (hidden(key, "undo", &decision.id))
                    button { "Take back" }
                }
            }
        }
    }
}

fn label(lookup: &Lookup<'_>, id: &Id) -> String {
    let event = lookup.event(id).map(|e| e.label.clone());
    let actor = || lookup.actor(id).map(|a| a.name.clone());
    event.or_else(actor).unwrap_or_else(|| id.to_string())
}

/// What a form offers: the value that it sends, and words for people.
pub(super) type Choice = (String, String);

/// What was laid down about the thing `id`, and forms to join it with one of `others` and to split off some of `parts`.
pub(super) fn section(
    shelf: &Shelf<'_>,
    id: &Id,
    (others, parts): (&[Choice], &[Choice]),
) -> Markup {
    html! { (about(shelf, id)) (forms(shelf, id, (others, parts))) }
}

fn forms(shelf: &Shelf<'_>, id: &Id, (others, parts): (&[Choice], &[Choice])) -> Markup {
    let Some(key) = &shelf.key else {
        return html! {};
    };
    html! {
        details.correct {
            summary { "Correct this" }
            form method="post" action=(PATH) {
                (hidden(key, "join", id))
                h3 { "It is the same as another" }
                label { "Which one (its id, or the address of its page)"
                    input name="with" list="others" required; }
                datalist #others { @for (value, words) in others { option value=(value) { (words) } } }
                (said())
                button { "Join" }
            }
            @if parts.len() > 1 {
                form method="post" action=(PATH) {
                    (hidden(key, "split", id))
                    h3 { "Some of it is something else" }
                    fieldset { legend { "What tells something else" }
                        @for (value, words) in parts { label.tick { input type="checkbox" name="part" value=(value); " " (words) } }
                    }
                    (said())
                    button { "Split off" }
                }
            }
        }
    }
}

fn hidden(key: &str, order: &str, id: &Id) -> Markup {
    html! {
        input type="hidden" name="key" value=(key);
        input type="hidden" name="do" value=(order);
        input type="hidden" name="id" value=(id);
    }
}

/// Who decides, and why.
fn said() -> Markup {
    html! {
        label { "Your name" input name="by" autocomplete="name" maxlength="200" required; }
        label { "Why" input name="why" maxlength="500"; }
    }
}
