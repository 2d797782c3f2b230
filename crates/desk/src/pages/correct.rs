//! The forms with which visitors lay something down of what a page shows: marks, dates, notes, joins and splits.
//!
//! Takes the id of the thing; returns what was laid down of it and the forms that fit its kind. A desk that only shows, and a past day,
//! have no forms. Each works without script and goes to the list of decisions. Promises, possible breaches and places have no page of their own;
//! their forms stand in the row, or below the list, that shows them ([`row`]). Known limit: a possible breach is not marked by itself; what it rests on is.
//!
//! Example: the page of a claim offers "It is misread" and "Write a note beside it".

use super::decisions::{about, notes};
use crate::pen::PATH;
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::{Id, Thing};

/// What a form offers: the value that it sends, and words for people.
pub(super) type Choice = (String, String);

/// For things that are neither joined nor split.
pub(super) const WHOLE: (&[Choice], &[Choice]) = (&[], &[]);

/// What was laid down of the line `id`, and forms: also to join it with one of `others` and to split off some of `parts`.
pub(super) fn section(
    shelf: &Shelf<'_>,
    (thing, id): (Thing, &Id),
    (others, parts): (&[Choice], &[Choice]),
) -> Markup {
    html! { (about(shelf, id)) (forms(shelf, (thing, id), (others, parts))) }
}

fn forms(
    shelf: &Shelf<'_>,
    (thing, id): (Thing, &Id),
    (others, parts): (&[Choice], &[Choice]),
) -> Markup {
    let Some(key) = &shelf.key else {
        return html! {};
    };
    let of = |order| hidden(key, order, id);
    html! {
        details.correct {
            summary { @match thing { Thing::Event | Thing::Actor | Thing::Claim | Thing::Document => "Correct this", _ => "Write a note beside this" } }
            @if matches!(thing, Thing::Event | Thing::Claim) { (wrong(&of("wrong"), "It stays, marked with your name and reason, and counts nowhere.")) }
            @if matches!(thing, Thing::Event | Thing::Document) { (date(&of("date"), thing)) }
            (note(&of("note")))
            @if matches!(thing, Thing::Event | Thing::Actor) { (join(&of("join"), others)) }
            @if parts.len() > 1 { (split(&of("split"), parts)) }
        }
    }
}

/// What was noted beside the line `id`, which has no page of its own, and a form for another note; a promise can be marked as misread too.
pub(super) fn row(shelf: &Shelf<'_>, (thing, id): (Thing, &Id)) -> Markup {
    html! {
        (notes(shelf.lookup, id))
        @if let Some(key) = &shelf.key {
            details.correct.small {
                summary { @if thing == Thing::Commitment { "Correct this" } @else { "Write a note beside this" } }
                @if thing == Thing::Commitment { (wrong(&hidden(key, "wrong", id), "The claim that makes this promise stays, marked with your name and reason, and binds nobody.")) }
                (note(&hidden(key, "note", id)))
            }
        }
    }
}

fn wrong(hidden: &Markup, what: &str) -> Markup {
    html! {
        form method="post" action=(PATH) {
            (hidden)
            h3 { "It is misread" }
            p.faint { (what) }
            (said())
            button { "Mark as wrong" }
        }
    }
}

fn date(hidden: &Markup, thing: Thing) -> Markup {
    html! {
        form method="post" action=(PATH) {
            (hidden)
            h3 { @if thing == Thing::Event { "It was on other days" } @else { "It was published on another day" } }
            label { "Day, month, or first and last day with a stroke between"
                input name="days" placeholder="2023-07-25 or 2023-07-25/2023-07-27" autocomplete="off" required; }
            (said())
            button { "Set the date" }
        }
    }
}

fn note(hidden: &Markup) -> Markup {
    html! {
        form method="post" action=(PATH) {
            (hidden)
            h3 { "Write a note beside it" }
            label { "The note" textarea name="words" rows="3" maxlength="1000" required {} }
            (name())
            button { "Keep the note" }
        }
    }
}

fn join(hidden: &Markup, others: &[Choice]) -> Markup {
    html! {
        form method="post" action=(PATH) {
            (hidden)
            h3 { "It is the same as another" }
            label { "Which one (its id, or the address of its page)"
                input name="with" list="others" required; }
            datalist #others { @for (value, words) in others { option value=(value) { (words) } } }
            (said())
            button { "Join" }
        }
    }
}

fn split(hidden: &Markup, parts: &[Choice]) -> Markup {
    html! {
        form method="post" action=(PATH) {
            (hidden)
            h3 { "Some of it is something else" }
            fieldset { legend { "What tells something else" }
                @for (value, words) in parts { label.tick { input type="checkbox" name="part" value=(value); " " (words) } }
            }
            (said())
            button { "Split off" }
        }
    }
}

/// What a form carries unseen.
pub(super) fn hidden(key: &str, order: &str, id: &Id) -> Markup {
    html! {
        input type="hidden" name="key" value=(key);
        input type="hidden" name="do" value=(order);
        input type="hidden" name="id" value=(id);
    }
}

/// Who decides, and why.
fn said() -> Markup {
    html! {
        (name())
        label { "Why" input name="why" maxlength="500"; }
    }
}

fn name() -> Markup {
    html! { label { "Your name" input name="by" autocomplete="name" maxlength="200" required; } }
}
