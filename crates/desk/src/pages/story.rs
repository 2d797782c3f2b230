//! One story: what happened when, who says what, what is disputed, and the documents.
//!
//! Takes an id, also one that redirects; returns the story's digest as a page. Known limit: map and
//! network stand on pages of their own, narrowed to the story.
//!
//! Example: the most important ten dated lines stand first.

use super::{Page, claims, correct, disputes, documents, timeline};
use crate::markup::{count, days};
use crate::shelf::Shelf;
use crate::wire::{self, OneStory};
use maud::{Markup, html};
use model::Thing;
use view::Lookup;
use view::digest::{SpeakerDigest, StoryDigest, story_digest};

/// Documents listed; the list of documents has the others.
const DOCUMENTS: usize = 30;

pub(super) fn page(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let lookup = shelf.lookup;
    let story = lookup.story(&shelf.living(id)?)?;
    let told = story_digest(lookup, story);
    let claimed = format!("/claims?story={}", told.id);
    let lined = format!("/timeline?story={}", told.id);
    let body = html! {
        h1 { (told.title) }
        p.lead { (days(told.interval)) " · " (count(told.documents.len(), "document", "#documents"))
            " · " a href=(claimed) { "claims" } " · " a href=(lined) { "timeline" }
            " · " a href={ "/events?story=" (told.id) } { "events" } " · " a href={ "/network?story=" (told.id) } { "network" } " · " a href={ "/map?story=" (told.id) } { "map" }
            " · " a href={ "/norms?story=" (told.id) } { "norms" } }
        section { h2 { "What happened" } (timeline::lines(lookup, &told.timeline)) }
        @if !told.disputes.is_empty() {
            section { h2 { "What is disputed" } @for row in &told.disputes { (disputes::entry(lookup, row)) } }
        }
        @if !told.speakers.is_empty() {
            section { h2 { "Who says what" } div.columns { @for speaker in &told.speakers { (heard(lookup, &told, speaker)) } } }
        }
        section #documents { h2 { "Documents" }
            @for row in told.documents.iter().take(DOCUMENTS) { (documents::entry(row)) }
            @if told.documents.len() > DOCUMENTS { p { a href={ "/documents?story=" (told.id) } { "All " (told.documents.len()) " documents" } } }
        }
        (correct::section(shelf, (Thing::Story, &story.id), correct::WHOLE))
    };
    let title = told.title.clone();
    Some(Page::new(
        title,
        body,
        wire::value(&OneStory { story: told }),
    ))
}

fn heard(lookup: &Lookup<'_>, story: &StoryDigest, speaker: &SpeakerDigest) -> Markup {
    let href = format!("/claims?by={}&story={}", speaker.actor, story.id);
    html! {
        div { h3 { (speaker.name) " " (count(speaker.count, "claim", &href)) }
            @for row in &speaker.claims {
                @if let Some(claim) = lookup.claim(&row.id) { (claims::entry(lookup, claim, row)) }
            }
        }
    }
}
