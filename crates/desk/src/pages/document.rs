//! One document: its text with every actor, time, claim and event marked in place.
//!
//! Takes an id and, in `at`, the code points of words to point out; returns the text cut at the bounds of all
//! marks, each piece a link to what it names. Marks may overlap, so a piece leads to the narrowest of its
//! marks. Costs sorting the marks and one pass over the text. Known limit: the original page is not kept, only its text.
//!
//! Example: `/documents/doc-…?at=4-10#at` shows the article and marks its code points 4 to 10.

use super::{Page, Params, asked, correct};
use crate::markup::{actors, days};
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::record::DocumentLine;
use model::{CodePoints, Id, Span, Thing};
use serde_json::json;
use std::collections::BTreeSet;
use view::{Excerpt, Lookup, listing};

/// Something that stands in the text.
struct Mark {
    span: Span,
    kind: &'static str,
    title: String,
    href: Option<String>,
}

pub(super) fn page(shelf: &Shelf<'_>, id: &str, params: &Params) -> Option<Page> {
    let lookup = shelf.lookup;
    let line = lookup.document(&shelf.living(id)?)?;
    let text = shelf.store.text(&line.id).ok()??;
    let points = CodePoints::new(text.as_str());
    let at = asked(params, "at").and_then(|at| pointed(&points, at));
    let marks = marks(shelf, &line.id);
    let body = html! {
        h1 { (lookup.headline(&line.id)) }
        (about(lookup, line))
        p.legend { "In the text: " span.actor { "actors" } " " span.time { "times" } " " span.cue { "words that attribute" } " "
            span.said { "what is said" } " " span.trigger { "events" } }
        div.text { (marked(&text, &marks, at)) }
        (correct::section(shelf, (Thing::Document, &line.id), correct::WHOLE))
    };
    let listed: Vec<_> = marks
        .iter()
        .map(|m| {
            json!({
                "start": points.at_byte(m.span.start), "end": points.at_byte(m.span.end),
                "kind": m.kind, "title": m.title, "href": m.href,
            })
        })
        .collect();
    let data = json!({ "id": line.id, "title": lookup.headline(&line.id), "outlet": line.outlet, "uri": line.uri,
        "earliest": line.published.interval.earliest, "latest": line.published.interval.latest,
        "dated": listing::document_row(lookup, line).dated,
        "story": line.story, "text": text, "marks": listed });
    Some(Page::new(lookup.headline(&line.id), body, data))
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

/// Everything known to stand in `document`.
fn marks(shelf: &Shelf<'_>, document: &Id) -> Vec<Mark> {
    let lookup = shelf.lookup;
    let mut marks = Vec::new();
    for claim in shelf.claims.iter().filter(|c| c.document == *document) {
        let href = Some(format!("/claims/{}", claim.id));
        let wrong = if claim.marked.is_empty() {
            ""
        } else {
            ", marked wrong"
        };
        let title = format!(
            "claim of {}{wrong}",
            lookup.names(&claim.speakers).join(", ")
        );
        let of = |span, kind| Mark {
            span,
            kind,
            title: title.clone(),
            href: href.clone(),
        };
        marks.extend(claim.content.iter().map(|&s| of(s, "said")));
        marks.push(of(claim.cue, "cue"));
    }
    for event in &shelf.events {
        let here = event.mentions.iter().filter(|m| m.document == *document);
        let wrong = if event.marked.is_empty() {
            ""
        } else {
            ", marked wrong"
        };
        marks.extend(here.map(|m| Mark {
            span: m.trigger,
            kind: "trigger",
            title: format!("{}{wrong}", event.label),
            href: Some(format!("/events/{}", event.id)),
        }));
    }
    marks.extend(named(shelf, document));
    marks.sort_by_key(|m| (m.span, m.kind));
    marks
}

/// Where `document` first names `actor`, in its surroundings.
pub(super) fn first_mention(shelf: &Shelf<'_>, document: &Id, actor: &Id) -> Option<Excerpt> {
    /// Code points shown on either side.
    const REACH: usize = 90;
    let mentions = shelf.mentions(document);
    let first = mentions.iter().find(|m| m.actor.as_ref() == Some(actor))?;
    Some(shelf.lookup.excerpt_near(document, first.at.span, REACH))
}

/// Actors and times of `document`; positions that cannot be read are left unmarked.
fn named(shelf: &Shelf<'_>, document: &Id) -> Vec<Mark> {
    let lookup = shelf.lookup;
    let mentions = shelf.mentions(document);
    let actors = mentions.into_iter().filter_map(|m| {
        let actor = m.actor?;
        Some(Mark {
            span: m.at.span,
            kind: "actor",
            title: lookup.name(&actor),
            href: Some(format!("/actors/{actor}")),
        })
    });
    let times = shelf.store.times(document).unwrap_or_default().into_iter();
    let times = times.map(|t| Mark {
        span: t.at.span,
        kind: "time",
        title: listing::days(t.interval),
        href: None,
    });
    actors.chain(times).collect()
}

/// `text` in pieces between the bounds of marks.
fn marked(text: &str, marks: &[Mark], at: Option<Span>) -> Markup {
    let spans = marks.iter().map(|m| m.span).chain(at);
    let bounds: BTreeSet<usize> = spans
        .flat_map(|s| [s.start, s.end])
        .chain([0, text.len()])
        .collect();
    let bounds: Vec<usize> = bounds.into_iter().collect();
    let mut open: Vec<&Mark> = Vec::new();
    let mut coming = marks.iter().peekable();
    html! {
        @for pair in bounds.windows(2) {
            @let piece = Span::new(pair[0], pair[1]);
            @let () = { open.retain(|m| m.span.end > piece.start); while let Some(m) = coming.next_if(|m| m.span.start <= piece.start) { open.push(m); } };
            @if at.is_some_and(|at| at.start == piece.start) { span #at {} }
            (shown(piece.of(text).unwrap_or_default(), &open, at.is_some_and(|at| at.contains(piece))))
        }
    }
}

/// A piece with the marks that hold it; it leads to the narrowest.
fn shown(words: &str, open: &[&Mark], is_pointed: bool) -> Markup {
    let kinds: BTreeSet<&str> = open.iter().map(|m| m.kind).collect();
    let mut kinds: Vec<&str> = kinds.into_iter().collect();
    if is_pointed {
        kinds.push("pointed");
    }
    let kinds = kinds.join(" ");
    let narrow = open.iter().min_by_key(|m| (m.span.len(), m.kind));
    let title = narrow.map(|m| m.title.as_str());
    let href = narrow.and_then(|m| m.href.as_deref());
    html! {
        @if let Some(href) = href { a class=(kinds) href=(href) title=[title] { (words) } }
        @else if kinds.is_empty() { (words) }
        @else { span class=(kinds) title=[title] { (words) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, kind: &'static str) -> Mark {
        Mark {
            span: Span::new(start, end),
            kind,
            title: kind.into(),
            href: Some(format!("/{kind}")),
        }
    }

    #[test]
    fn overlapping_marks_are_cut_and_lead_to_the_narrowest() {
        let marks = [mark(0, 8, "said"), mark(4, 6, "actor")];
        let shown = marked("abcd<>gh", &marks, Some(Span::new(4, 6))).into_string();
        let expected = "<a class=\"said\" href=\"/said\" title=\"said\">abcd</a><span id=\"at\"></span><a class=\"actor said pointed\" href=\"/actor\" title=\"actor\">&lt;&gt;</a><a class=\"said\" href=\"/said\" title=\"said\">gh</a>";
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_beyond_the_text_are_not_pointed_to() {
        let points = CodePoints::new("añb");
        assert_eq!(pointed(&points, "1-2"), Some(Span::new(1, 3)));
        assert_eq!(pointed(&points, "1-9"), None);
        assert_eq!(pointed(&points, "x"), None);
    }
}
