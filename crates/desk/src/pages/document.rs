//! One document: its text with every actor, time, claim and event marked in place.
//!
//! Takes an id and, in `at`, the code points of words to point out; returns the text with its marks, beside it the list of what
//! was read from it ([`super::marks`]). Kinds of marks can be switched off. The page that it was read from is shown at an address of its own
//! ([`crate::original`]). Known limit: a mark leads to the text, not to the same words in the page.
//!
//! Example: `/documents/doc-…?at=4-10#at` shows the article and marks its code points 4 to 10.

use super::marks::Marked;
use super::{Page, Params, asked, correct};
use crate::markup::{actors, days};
use crate::shelf::Shelf;
use crate::wire::{self, OneDocument, OriginalPage};
use axum::http::StatusCode;
use maud::{Markup, html};
use model::record::DocumentLine;
use model::{CodePoints, Id, Span, Thing};
use record::store;
use serde_json::json;
use view::{Excerpt, Lookup, listing};

/// Kinds of marks, as they look, with what they are.
const LEGEND: [(&str, &str); 5] = [
    ("cue", "words that attribute"),
    ("said", "what is said"),
    ("trigger", "events"),
    ("actor", "actors"),
    ("time", "times"),
];

pub(super) fn page(shelf: &Shelf<'_>, id: &str, params: &Params) -> Option<Page> {
    let lookup = shelf.lookup;
    let line = lookup.document(&shelf.living(id)?)?;
    let text = shelf.store.text(&line.id).ok()??;
    let points = CodePoints::new(text.as_str());
    let at = asked(params, "at").and_then(|at| pointed(&points, at));
    let marked = Marked::of(shelf, &line.id, &text);
    let original = kept(shelf, &line.id);
    let body = html! {
        h1 { (lookup.headline(&line.id)) }
        (about(lookup, line))
        (ways(original.as_ref()))
        fieldset.legend { legend { "Marked in the text" }
            @for (kind, says) in LEGEND { label { input type="checkbox" id={ "show-" (kind) } checked; " " span class=(kind) { (says) } } } }
        div.reading {
            div.text { (marked.text(&text, at)) }
            aside.read aria-label="What was read from it" { (marked.list()) }
        }
        (correct::section(shelf, (Thing::Document, &line.id), correct::WHOLE))
    };
    let data = wire::value(&OneDocument {
        id: line.id.clone(),
        title: lookup.headline(&line.id),
        outlet: line.outlet.clone(),
        uri: line.uri.clone(),
        earliest: line.published.interval.earliest,
        latest: line.published.interval.latest,
        dated: listing::document_row(lookup, line).dated,
        story: line.story.clone(),
        marks: marked.told(&points),
        text: text.clone(),
        original,
    });
    Some(Page::new(lookup.headline(&line.id), body, data))
}

/// The page that the document `id` was read from, as it came.
pub(super) fn original(shelf: &Shelf<'_>, id: &str) -> Option<Page> {
    let line = shelf.lookup.document(&shelf.living(id)?)?;
    let title = shelf.lookup.headline(&line.id);
    let data = |bytes: Option<u64>, markup: Option<&str>| json!({ "document": line.id, "bytes": bytes, "markup": markup });
    let (page, failed) = match shelf.store.page(&line.id) {
        Ok(page) => (page, None),
        Err(error) => (None, Some(error.to_string())),
    };
    let bytes = page.as_ref().map(store::Page::bytes);
    if let Some(store::Page::Whole(markup)) = page {
        let page = Page::new(title, html! {}, data(bytes, Some(&markup)));
        return Some(Page {
            original: Some(markup),
            ..page
        });
    }
    let body = html! {
        h1 { @if failed.is_some() { "The page cannot be read" } @else { "No page is kept" } }
        @if let Some(failed) = &failed { p.odd { (failed) } }
        @else { p { @match bytes {
            Some(bytes) => { "The page of this document has " (megabytes(bytes)) ", and no more than " (megabytes(store::Page::MOST as u64)) " are kept of one." }
            None => "This document came as text, or before pages were kept; adding its file again brings the page.",
        } } }
        p { a href={ "/documents/" (line.id) } { "The document as extracted" } }
    };
    Some(Page {
        status: StatusCode::NOT_FOUND,
        ..Page::new(title, body, data(bytes, None))
    })
}

/// What is kept of the page that `document` was read from; `None` where it came as text.
fn kept(shelf: &Shelf<'_>, document: &Id) -> Option<OriginalPage> {
    // Where the length cannot be read, the page of the original says why.
    let bytes = match shelf.store.page_length(document) {
        Ok(length) => Some(length?),
        Err(_) => None,
    };
    let is_whole = bytes.is_none_or(|b| b <= store::Page::MOST as u64);
    Some(OriginalPage {
        bytes,
        href: is_whole.then(|| format!("/documents/{document}/original")),
    })
}

/// The ways to look at a document that came as a page.
fn ways(original: Option<&OriginalPage>) -> Markup {
    html! {
        @if let Some(page) = original {
            nav.ways aria-label="Ways to look at it" {
                span aria-current="true" { "As extracted" } " · "
                @match &page.href {
                    Some(href) => a href=(href) title="Without script, links, and anything from elsewhere" { "As the page came" },
                    None => span.faint { "The page as it came is not kept: it is too long" (page.bytes.map_or_else(String::new, |b| format!(" ({})", megabytes(b)))) },
                }
            }
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The span of `at`, such as `4-10`, in bytes of the text.
fn pointed(points: &CodePoints<'_>, at: &str) -> Option<Span> {
    let (start, end) = at.split_once('-')?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    let most = points.at_byte(points.text().len());
    (start < end && end <= most).then(|| Span::new(points.byte_of(start), points.byte_of(end)))
}

fn about(lookup: &Lookup<'_>, line: &DocumentLine) -> Markup {
    let published = &line.published;
    let story = line.story.as_ref().and_then(|s| lookup.story(s));
    html! {
        p.lead { strong { (lookup.whence(&line.id)) } " · " (days(published.interval)) }
        dl {
            @if !line.authors.is_empty() { dt { "By" } dd { (line.authors.join(", ")) } }
            @if let Some(story) = story { dt { "Story" } dd { a href={ "/stories/" (story.id) } { (story.title) } } }
            @if !line.via.is_empty() { dt { "Draws on" } dd { (actors(lookup, &line.via)) } }
            @if let Some(of) = &line.duplicate_of { dt { "Copy of" } dd { a href={ "/documents/" (of) } { (lookup.headline(of)) } } }
            @if let Some(of) = &line.revises { dt { "Revises" } dd { a href={ "/documents/" (of) } { (lookup.headline(of)) } } }
            @if let Some(uri) = &line.uri { dt { "Address" } dd { code { (uri) } } }
            @if !published.reasons.is_empty() { dt { "Its date" } dd { (published.reasons.join("; ")) } }
            @if let Some(day) = published.declared.filter(|_| published.conflict) { dt { "Stated date" } dd.odd { (day) ", which its text contradicts" } }
        }
    }
}

/// Where `document` first names `actor`, in its surroundings.
pub(super) fn first_mention(shelf: &Shelf<'_>, document: &Id, actor: &Id) -> Option<Excerpt> {
    /// Code points shown on either side.
    const REACH: usize = 90;
    let mentions = shelf.mentions(document);
    let first = mentions.iter().find(|m| m.actor.as_ref() == Some(actor))?;
    Some(shelf.lookup.excerpt_near(document, first.at.span, REACH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beyond_the_text_are_not_pointed_to() {
        let points = CodePoints::new("añb");
        assert_eq!(pointed(&points, "1-2"), Some(Span::new(1, 3)));
        assert_eq!(pointed(&points, "1-9"), None);
        assert_eq!(pointed(&points, "x"), None);
    }
}
