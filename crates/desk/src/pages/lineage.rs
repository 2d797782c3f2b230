//! The lineage of an event's reports, drawn: from the origins on the left to the articles that carry them, and on to copies of those.
//!
//! Takes an event and where each article has its words; returns a picture in which every box is a link, and the same as a list. An article that
//! names several origins stands under the first. Known limit: the first forty articles.
//!
//! Example: one ministry, told by an agency that two outlets copy, is one origin, one article and two copies.

use crate::markup::days;
use crate::shelf::Shelf;
use maud::{Markup, html};
use model::Id;
use model::record::{DocumentLine, Event};
use std::collections::{BTreeMap, BTreeSet};
use view::{Lookup, listing};

/// Units of a row, and where the columns of origins, articles and copies begin.
const ROW: f64 = 30.0;
const COLUMNS: [f64; 3] = [0.0, 330.0, 690.0];
const BOX: f64 = 290.0;
/// Rows of the picture.
const ROWS: usize = 40;
/// Letters that fit into a box.
const LETTERS: usize = 42;

/// A box of the picture.
struct Node {
    column: usize,
    row: usize,
    label: String,
    title: String,
    href: Option<String>,
    /// The box that it comes from.
    from: Option<usize>,
}

/// Where the reports of `event` come from; `words` are the addresses of the words in each article.
pub(super) fn section(shelf: &Shelf<'_>, event: &Event, words: &BTreeMap<&Id, String>) -> Markup {
    let lookup = shelf.lookup;
    let nodes = nodes(lookup, event, words);
    let independent = event.independent_origins;
    html! {
        section #origins {
            h2 { "Where the reports come from" }
            p.line { b { (independent) } @if independent == 1 { " independent origin" } @else { " independent origins" } " behind "
                b { (event.documents) } @if event.documents == 1 { " article" } @else { " articles" } ". Copies, and one source told by several, count once." }
            figure { (picture(&nodes)) }
            details { summary { "The same as a list" } (list(lookup, event)) }
        }
    }
}

/// The boxes: every origin with its articles in the order of their days, and under each article its copies.
fn nodes(lookup: &Lookup<'_>, event: &Event, words: &BTreeMap<&Id, String>) -> Vec<Node> {
    let told: BTreeSet<&Id> = event.origins.iter().flat_map(|o| &o.documents).collect();
    let copied =
        |id: &Id| -> Option<&Id> { copy_of(lookup.document(id)?).filter(|of| told.contains(of)) };
    let mut seen = BTreeSet::new();
    let mut nodes: Vec<Node> = Vec::new();
    let mut row = 0;
    for origin in &event.origins {
        let mut documents: Vec<&Id> = origin
            .documents
            .iter()
            .filter(|d| !seen.contains(d) && copied(d).is_none())
            .collect();
        documents.sort_by_key(|d| (lookup.published(d).latest, *d));
        if row >= ROWS {
            break;
        }
        let from = nodes.len();
        nodes.push(origin_node(lookup, &origin.origin, row));
        let start = row;
        for document in documents {
            seen.insert(document);
            let at = nodes.len();
            nodes.push(document_node(lookup, (document, words), (1, row, from)));
            let copies: Vec<&Id> = told
                .iter()
                .copied()
                .filter(|d| copied(d) == Some(document) && seen.insert(d))
                .collect();
            for (number, copy) in copies.iter().enumerate() {
                nodes.push(document_node(lookup, (copy, words), (2, row + number, at)));
            }
            row += copies.len().max(1);
        }
        row = row.max(start + 1);
    }
    nodes.retain(|n| n.row < ROWS);
    nodes
}

/// The document whose text an article repeats.
fn copy_of(line: &DocumentLine) -> Option<&Id> {
    line.duplicate_of.as_ref().or(line.revises.as_ref())
}

/// What an origin is called.
pub(super) fn name(lookup: &Lookup<'_>, origin: &str) -> String {
    let actor = lookup.actor(&Id::from(origin));
    actor.map_or_else(|| origin.to_owned(), |a| a.name.clone())
}

fn origin_node(lookup: &Lookup<'_>, origin: &str, row: usize) -> Node {
    let is_actor = lookup.actor(&Id::from(origin)).is_some();
    Node {
        column: 0,
        row,
        label: name(lookup, origin),
        title: format!("origin: {}", name(lookup, origin)),
        href: is_actor.then(|| format!("/actors/{origin}")),
        from: None,
    }
}

fn document_node(
    lookup: &Lookup<'_>,
    (id, words): (&Id, &BTreeMap<&Id, String>),
    (column, row, from): (usize, usize, usize),
) -> Node {
    let day = listing::days(lookup.published(id));
    let kind = lookup.document(id).and_then(|d| {
        let revised = d.revises.as_ref().map(|_| "revision".to_owned());
        d.duplicate_kind
            .as_ref()
            .map(|k| format!("{k} copy"))
            .or(revised)
    });
    let label = match kind {
        Some(kind) if column == 2 => format!("{} · {day} · {kind}", lookup.whence(id)),
        _ => format!("{} · {day}", lookup.whence(id)),
    };
    Node {
        column,
        row,
        title: format!("{label}: {}", lookup.headline(id)),
        label,
        href: Some(
            words
                .get(id)
                .cloned()
                .unwrap_or_else(|| format!("/documents/{id}")),
        ),
        from: Some(from),
    }
}

fn picture(nodes: &[Node]) -> Markup {
    let high = nodes.iter().map(|n| n.row + 1).max().unwrap_or(1) as f64 * ROW;
    let place = |n: &Node| (COLUMNS[n.column], n.row as f64 * ROW);
    html! {
        svg.lineage-picture viewBox={ "0 -18 " (COLUMNS[2] + BOX) " " (high + 20.0) } role="group" aria-label="From origins to articles to copies; the list below says the same" {
            @for (x, title) in COLUMNS.iter().zip(["Origin", "Article", "Copy"]) { text.head x=(x + 8.0) y="-5" { (title) } }
            @for node in nodes { @if let Some(from) = node.from {
                @let (a, b) = (place(&nodes[from]), place(node));
                @let (x, y, to_x, to_y) = (a.0 + BOX, a.1 + ROW / 2.0 - 2.0, b.0, b.1 + ROW / 2.0 - 2.0);
                path.thread.copy[node.column == 2] d=(format!("M{x} {y}C{} {y} {} {to_y} {to_x} {to_y}", x + 20.0, to_x - 20.0)) {}
            } }
            @for node in nodes {
                @let (x, y) = place(node);
                @let shape = html! { title { (node.title) }
                    rect x=(x + 1.0) y=(y) width=(BOX - 2.0) height=(ROW - 5.0) rx="4" class=(["origin", "article", "copy"][node.column]) {}
                    text x=(x + 9.0) y=(y + 17.0) { (shortened(&node.label)) } };
                @if let Some(href) = &node.href { a href=(href) aria-label=(node.title) { (shape) } } @else { g { (shape) } }
            }
        }
    }
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LETTERS {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LETTERS - 1).collect();
    format!("{}…", cut.trim_end())
}

fn list(lookup: &Lookup<'_>, event: &Event) -> Markup {
    html! {
        ul.lineage {
            @for origin in &event.origins {
                li { strong { (name(lookup, &origin.origin)) }
                    ul { @for document in origin.documents.iter().take(super::ENTRIES) {
                        li { a href={ "/documents/" (document) } { (lookup.whence(document)) ": " (lookup.headline(document)) } " " span.faint { (days(lookup.published(document))) }
                            @if let Some(of) = lookup.document(document).and_then(copy_of) { span.faint { " repeats " a href={ "/documents/" (of) } { (lookup.whence(of)) } } } }
                    } }
                }
            }
        }
    }
}
