//! What was read from one text, as marks in it and as a list beside it; each leads to the other.
//!
//! Takes a document; returns its claims, events, actors and times as entries, and the text cut at the bounds of all their marks. A piece leads to
//! the entry of the narrowest of its marks, an entry to its first mark, so that both ways need no script. Costs sorting the marks and one pass over
//! the text. Known limit: of events only those with a type are marked.
//!
//! Example: "Moscow" leads to the entry of Russia, which leads to "Moscow" and to the page of Russia.

use super::word;
use crate::markup::{status, verb};
use crate::shelf::Shelf;
use crate::wire::TextMark;
use maud::{Markup, html};
use model::record::Claim;
use model::{CodePoints, Id, Interval, Span};
use std::collections::{BTreeMap, BTreeSet};
use view::listing;

/// Code points of the words that an entry shows.
const WORDS: usize = 90;

/// What stands in a text.
pub(super) struct Entry {
    kind: Kind,
    /// What it is, for people.
    title: String,
    /// What else there is to say: a stance, a status, days.
    remark: Markup,
    /// Its own page.
    href: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Claim,
    Event,
    Actor,
    Time,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Claim, Self::Event, Self::Actor, Self::Time];

    fn title(self) -> &'static str {
        match self {
            Self::Claim => "Claims",
            Self::Event => "Events",
            Self::Actor => "Actors",
            Self::Time => "Times",
        }
    }
}

/// Words of the text, how they look, and the number of the entry that they belong to.
pub(super) struct Mark {
    span: Span,
    kind: &'static str,
    entry: usize,
}

/// The entries of a document and their marks, sorted by place.
pub(super) struct Marked {
    entries: Vec<Entry>,
    marks: Vec<Mark>,
}

impl Marked {
    /// Everything known to stand in `document`, whose text is `text`.
    pub(super) fn of(shelf: &Shelf<'_>, document: &Id, text: &str) -> Self {
        let mut marked = Self {
            entries: Vec::new(),
            marks: Vec::new(),
        };
        for claim in shelf.claims.iter().filter(|c| c.document == *document) {
            marked.claim(shelf, claim, text);
        }
        for event in &shelf.events {
            let here = event.mentions.iter().filter(|m| m.document == *document);
            let triggers: Vec<Span> = here.map(|m| m.trigger).collect();
            let entry = Entry {
                kind: Kind::Event,
                title: event.label.clone(),
                remark: html! { (status(&word(event.status))) " " (wrong(&event.marked)) },
                href: Some(format!("/events/{}", event.id)),
            };
            marked.put(entry, triggers.into_iter().map(|s| (s, "trigger")));
        }
        marked.actors(shelf, document);
        for time in shelf.store.times(document).unwrap_or_default() {
            let entry = Entry {
                kind: Kind::Time,
                title: time.at.span.of(text).unwrap_or_default().to_owned(),
                remark: remark(time.interval),
                href: None,
            };
            marked.put(entry, [(time.at.span, "time")]);
        }
        marked.marks.sort_by_key(|m| (m.span, m.kind, m.entry));
        marked
    }

    fn claim(&mut self, shelf: &Shelf<'_>, claim: &Claim, text: &str) {
        let speakers = shelf.lookup.names(&claim.speakers).join(", ");
        let who = if speakers.is_empty() {
            claim
                .source
                .and_then(|s| s.of(text))
                .unwrap_or("nobody named")
                .to_owned()
        } else {
            speakers
        };
        let said = claim
            .content
            .first()
            .and_then(|s| s.of(text))
            .unwrap_or_default();
        let entry = Entry {
            kind: Kind::Claim,
            title: format!("{who} {}: {}", verb(&word(claim.stance)), shortened(said)),
            remark: wrong(&claim.marked),
            href: Some(format!("/claims/{}", claim.id)),
        };
        let content = claim.content.iter().map(|&s| (s, "said"));
        // The cue first: the entry leads to it.
        self.put(entry, [(claim.cue, "cue")].into_iter().chain(content));
    }

    /// Actors, each once with all its mentions.
    fn actors(&mut self, shelf: &Shelf<'_>, document: &Id) {
        let mut named: BTreeMap<Id, Vec<Span>> = BTreeMap::new();
        for mention in shelf.mentions(document) {
            if let Some(actor) = mention.actor {
                named.entry(actor).or_default().push(mention.at.span);
            }
        }
        let mut named: Vec<(Id, Vec<Span>)> = named.into_iter().collect();
        named.sort_by_key(|(id, spans)| (std::cmp::Reverse(spans.len()), id.clone()));
        for (id, spans) in named {
            let entry = Entry {
                kind: Kind::Actor,
                title: shelf.lookup.name(&id),
                remark: html! { @if spans.len() > 1 { span.faint { (spans.len()) " ×" } } },
                href: Some(format!("/actors/{id}")),
            };
            self.put(entry, spans.into_iter().map(|s| (s, "actor")));
        }
    }

    /// Keeps `entry` with its marks, unless it has none.
    fn put(&mut self, entry: Entry, spans: impl IntoIterator<Item = (Span, &'static str)>) {
        let number = self.entries.len();
        let before = self.marks.len();
        let marks = spans.into_iter().map(|(span, kind)| Mark {
            span,
            kind,
            entry: number,
        });
        self.marks.extend(marks);
        if self.marks.len() > before {
            self.entries.push(entry);
        }
    }

    /// The marks for programs.
    pub(super) fn told(&self, points: &CodePoints<'_>) -> Vec<TextMark> {
        let told = |m: &Mark| {
            let entry = &self.entries[m.entry];
            TextMark {
                start: points.at_byte(m.span.start),
                end: points.at_byte(m.span.end),
                kind: m.kind.to_owned(),
                title: entry.title.clone(),
                href: entry.href.clone(),
            }
        };
        self.marks.iter().map(told).collect()
    }

    /// The list beside the text.
    pub(super) fn list(&self) -> Markup {
        html! {
            @for kind in Kind::ALL {
                @let of = self.entries.iter().enumerate().filter(|(_, e)| e.kind == kind);
                @let count = of.clone().count();
                @if count > 0 {
                    details open[matches!(kind, Kind::Claim | Kind::Event | Kind::Actor)] { summary { (kind.title()) " " span.faint { (count) } }
                        ul.read-list { @for (number, entry) in of { li id={ "r" (number) } data-of=(number) {
                            a.jump href={ "#m" (number) } { (entry.title) } " " (entry.remark)
                            @if let Some(href) = &entry.href { " " a.open href=(href) aria-label={ "Open " (entry.title) } { "open" } }
                        } } }
                    }
                }
            }
        }
    }

    /// `text` in pieces between the bounds of marks, with what the address points to.
    pub(super) fn text(&self, text: &str, at: Option<Span>) -> Markup {
        let spans = self.marks.iter().map(|m| m.span).chain(at);
        let bounds: BTreeSet<usize> = spans
            .flat_map(|s| [s.start, s.end])
            .chain([0, text.len()])
            .collect();
        let bounds: Vec<usize> = bounds.into_iter().collect();
        let mut seen = BTreeSet::new();
        let mut open: Vec<&Mark> = Vec::new();
        let mut coming = self.marks.iter().peekable();
        html! {
            @for pair in bounds.windows(2) {
                @let piece = Span::new(pair[0], pair[1]);
                @let () = { open.retain(|m| m.span.end > piece.start); while let Some(m) = coming.next_if(|m| m.span.start <= piece.start) { open.push(m); } };
                @if at.is_some_and(|at| at.start == piece.start) { span #at {} }
                @for mark in &open { @if is_first(mark) && seen.insert(mark.entry) { span.spot id={ "m" (mark.entry) } {} } }
                (self.piece(piece.of(text).unwrap_or_default(), &open, at.is_some_and(|at| at.contains(piece))))
            }
        }
    }

    /// A piece with the marks that hold it; it leads to the entry of the narrowest.
    fn piece(&self, words: &str, open: &[&Mark], is_pointed: bool) -> Markup {
        let kinds: BTreeSet<&str> = open.iter().map(|m| m.kind).collect();
        let mut kinds: Vec<&str> = kinds.into_iter().collect();
        if is_pointed {
            kinds.push("pointed");
        }
        let kinds = kinds.join(" ");
        let mut narrow: Vec<&&Mark> = open.iter().collect();
        narrow.sort_by_key(|m| (m.span.len(), m.kind, m.entry));
        // The narrowest first: it is what a click means.
        let of: Vec<String> = narrow.iter().map(|m| m.entry.to_string()).collect();
        html! {
            @if let Some(narrow) = narrow.first() {
                a class=(kinds) href={ "#r" (narrow.entry) } data-of=(of.join(" ")) title=(self.entries[narrow.entry].title) { (words) }
            }
            @else if kinds.is_empty() { (words) }
            @else { span class=(kinds) { (words) } }
        }
    }
}

/// Whether an entry may lead to `mark`: of a claim to its cue, not to what is said.
fn is_first(mark: &Mark) -> bool {
    mark.kind != "said"
}

/// That an analyst marked a line as misread.
fn wrong(marked: &[model::record::Mark]) -> Markup {
    html! { @if !marked.is_empty() { span.odd { "marked wrong" } } }
}

fn remark(interval: Interval) -> Markup {
    html! { @if !interval.is_unknown() { span.faint { (listing::days(interval)) } } }
}

/// The beginning of `text`, cut at a word.
fn shortened(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(WORDS) else {
        return text.to_owned();
    };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{} …", text[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: Kind) -> Entry {
        Entry {
            kind,
            title: "it".to_owned(),
            remark: html! {},
            href: Some("/it".to_owned()),
        }
    }

    #[test]
    fn overlapping_marks_are_cut_and_lead_to_the_entry_of_the_narrowest() {
        let mut marked = Marked {
            entries: Vec::new(),
            marks: Vec::new(),
        };
        marked.put(entry(Kind::Claim), [(Span::new(0, 8), "said")]);
        marked.put(entry(Kind::Actor), [(Span::new(4, 6), "actor")]);
        let shown = marked.text("abcd<>gh", Some(Span::new(4, 6))).into_string();
        let expected = "<a class=\"said\" href=\"#r0\" data-of=\"0\" title=\"it\">abcd</a><span id=\"at\"></span><span class=\"spot\" id=\"m1\"></span><a class=\"actor said pointed\" href=\"#r1\" data-of=\"1 0\" title=\"it\">&lt;&gt;</a><a class=\"said\" href=\"#r0\" data-of=\"0\" title=\"it\">gh</a>";
        assert_eq!(shown, expected);
        let list = marked.list().into_string();
        assert!(
            list.contains("<li id=\"r1\" data-of=\"1\"><a class=\"jump\" href=\"#m1\">it</a>"),
            "{list}"
        );
    }

    #[test]
    fn what_stands_nowhere_in_the_text_is_not_listed() {
        let mut marked = Marked {
            entries: Vec::new(),
            marks: Vec::new(),
        };
        marked.put(entry(Kind::Event), []);
        assert_eq!(marked.list().into_string(), "");
    }
}
