//! The list of stories, those with most documents first.
//!
//! Takes a cursor; returns the stories with their days and documents. Known limit: a story is called by the headline of
//! one of its documents.
//!
//! Example: `/stories` begins with the affair that most articles tell.

use super::{Page, Params, Stale, cut};
use crate::markup::{count, days, many};
use crate::shelf::Shelf;
use crate::wire::StoryRow;
use maud::{Markup, html};
use model::record::Story;
use serde_json::json;
use std::cmp::Reverse;

const PATH: &str = "/stories";

pub(super) fn page(shelf: &Shelf<'_>, params: &Params) -> Result<Page, Stale> {
    let all = by_size(shelf);
    let cut = cut(&all, params, |s| &s.id)?;
    let body = html! {
        h1 { (many(cut.total, ["story", "stories"])) }
        @for story in cut.shown { (entry(story)) }
        (cut.more(PATH, params))
    };
    let rows: Vec<StoryRow> = cut.shown.iter().map(|s| row(s)).collect();
    let data = json!({ "stories": rows, "total": cut.total, "next": cut.next });
    Ok(Page::new("Stories", body, data))
}

/// All stories, those with most documents first.
pub(super) fn by_size<'a>(shelf: &Shelf<'a>) -> Vec<&'a Story> {
    let mut stories: Vec<&Story> = shelf.lookup.record.stories.iter().collect();
    stories.sort_by_key(|s| (Reverse(s.documents.len()), &s.id));
    stories
}

/// A story for programs.
pub(super) fn row(story: &Story) -> StoryRow {
    StoryRow {
        id: story.id.clone(),
        title: story.title.clone(),
        documents: story.documents.len(),
        earliest: story.interval.earliest,
        latest: story.interval.latest,
    }
}

/// A story on a line of its own.
pub(super) fn entry(story: &Story) -> Markup {
    let listed = format!("/documents?story={}", story.id);
    html! {
        article.entry {
            h3 { a href={ (PATH) "/" (story.id) } { (story.title) } }
            p.line { (days(story.interval)) " · " (count(story.documents.len(), "document", &listed)) }
        }
    }
}
