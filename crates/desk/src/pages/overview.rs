//! The overview: the stories, largest first, what is disputed, what is new, and how much there is of everything.
//!
//! Takes nothing; returns the leading story with its dated lines, the other stories by name, disputes and
//! counts. Known limit: a record of many small stories names the first thirty.
//!
//! Example: on the example affair the affair itself stands first.

use super::{Page, changes, disputes, stories, timeline};
use crate::markup::{count, days};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::record::Story;
use serde_json::json;
use view::filter::Window;
use view::listing::{self, Cut, dispute_row};

/// Stories named.
const STORIES: usize = 30;
/// Dated lines of the leading story.
const LINES: usize = 6;
/// Disputes shown.
const DISPUTES: usize = 3;

pub(super) fn page(shelf: &Shelf<'_>) -> Page {
    let record = shelf.lookup.record;
    let stories = stories::by_size(shelf);
    let disputed: Vec<_> = record
        .disputes
        .iter()
        .take(DISPUTES)
        .map(|d| dispute_row(shelf.lookup, d))
        .collect();
    let body = html! {
        @if let Some(story) = stories.first() { (leading(shelf, story)) }
        @else { h1 { "The record is empty" } p { "Read articles into it with " code { "onrecord add" } "; then load this page again." } }
        p.counts {
            (count(record.documents.len(), "document", "/documents")) (count(shelf.events.len(), "event", "/events"))
            (count(record.claims.len(), "claim", "/claims")) (count(record.disputes.len(), "dispute", "/disputes"))
        }
        @if !disputed.is_empty() {
            section { h2 { "Disputed" } @for row in &disputed { (disputes::entry(shelf.lookup, row)) }
                @if record.disputes.len() > DISPUTES { p { a href="/disputes" { "All " (record.disputes.len()) " disputes" } } } }
        }
        div.pair { (changes::newest(shelf)) @if stories.len() > 1 { (others(&stories)) } }
    };
    let listed: Vec<_> = stories
        .iter()
        .take(STORIES)
        .map(|s| stories::row(s))
        .collect();
    let data = json!({ "documents": record.documents.len(), "events": shelf.events.len(), "claims": record.claims.len(),
        "disputes": record.disputes.len(), "stories": listed });
    Page::new("Overview", body, data)
}

fn leading(shelf: &Shelf<'_>, story: &Story) -> Markup {
    let rows = listing::timeline(
        shelf.lookup,
        Window::default(),
        Some(story.id.as_str()),
        Cut::days(Some(LINES)),
    );
    html! {
        section.leading {
            h1 { a href={ "/stories/" (story.id) } { (story.title) } }
            p.lead { (days(story.interval)) " · " (count(story.documents.len(), "document", &format!("/stories/{}#documents", story.id))) }
            (timeline::lines(shelf.lookup, &rows))
        }
    }
}

fn others(stories: &[&Story]) -> Markup {
    html! {
        section { h2 { "Other stories " a.all href="/stories" { "all " (stories.len()) } }
            @for story in stories.iter().skip(1).take(STORIES) { (stories::entry(story)) }
        }
    }
}
