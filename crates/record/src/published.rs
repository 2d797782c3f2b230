//! Document lines: when each article was published, what it copies or revises, what it draws on.
//!
//! Takes readings, stories and later the merged events; returns one line a document, by id. The stated day
//! stands unless the record speaks against it: an article that announces as planned what other articles tell
//! as done days before its stated date cannot have been written then (basis `story`, open to the past).
//! Equal words in equal order (case, marks and blanks aside) are an exact copy of the earliest; the same address with
//! other words is a revision of the one before. Known limits: content clues inside one text (anniversaries,
//! "upcoming") and near copies are not weighed yet; without a stated date the interval is unknown.
//!
//! Example: a piece stamped November that announces the summit held in September has `conflict` true.

use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use jiff::civil::Date;
use model::record::{DocumentLine, Event, Published};
use model::{Basis, Id, Interval, Reading, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Lines by document id, with stated dates only.
pub(crate) fn documents(ground: &Ground, stories: &Stories) -> Vec<DocumentLine> {
    let copies = copies(ground);
    let revisions = revisions(ground, &copies);
    let line = |r: usize| {
        let original = copies.get(&r).map(|&earliest| id(ground, earliest));
        DocumentLine {
            via: via(ground, r),
            duplicate_kind: original.as_ref().map(|_| "exact".to_owned()),
            duplicate_of: original,
            revises: revisions.get(&r).map(|&earlier| id(ground, earlier)),
            story: Some(stories.ids[stories.of[r]].clone()),
            ..plain(ground.readings[r])
        }
    };
    (0..ground.readings.len()).map(line).collect()
}

/// The lines with conflicts between stated dates and what the record tells.
pub(crate) fn conflicts(
    mut documents: Vec<DocumentLine>,
    ground: &Ground,
    events: &Merged,
) -> Vec<DocumentLine> {
    for (r, document) in documents.iter_mut().enumerate() {
        let Some(stated) = document.published.declared else {
            continue;
        };
        let clues = announced(ground, events, r);
        let slack = ground.lexicon.merge.thresholds.conflict_days;
        let before = |held: Date| {
            Interval::between(held, stated.max(held))
                .days()
                .is_some_and(|d| d > slack + 1)
        };
        if let Some((held, event)) = clues
            .into_iter()
            .filter(|(held, _)| before(*held))
            .min_by_key(|c| c.0)
        {
            document.published = Published {
                interval: Interval {
                    earliest: None,
                    latest: Some(held),
                },
                basis: Basis::Story,
                declared: Some(stated),
                conflict: true,
                reasons: vec![format!(
                    "announces what took place by {held}: {} ({})",
                    event.label, event.id
                )],
            };
        }
    }
    documents
}

/// Events that the reading announces and other documents tell as done, with the last day they can have been.
fn announced<'e>(ground: &Ground, events: &'e Merged, reading: usize) -> Vec<(Date, &'e Event)> {
    let own = &ground.readings[reading].document.id;
    let told = ground.readings[reading]
        .statements
        .events
        .iter()
        .enumerate();
    let planned = told.filter(|(_, e)| e.status == Status::Planned && !e.background);
    let lines = planned.filter_map(|(number, _)| events.line(reading, number));
    let held = lines.filter_map(|line| {
        let done = |m: &model::record::EventMention| m.status == Status::Occurred;
        let elsewhere = line.mentions.iter().any(|m| done(m) && m.document != *own);
        let here = line.mentions.iter().any(|m| done(m) && m.document == *own);
        line.interval
            .latest
            .filter(|_| elsewhere && !here && line.interval.earliest.is_some())
            .map(|d| (d, line))
    });
    held.collect()
}

fn plain(reading: &Reading) -> DocumentLine {
    let document = &reading.document;
    DocumentLine {
        id: document.id.clone(),
        input_id: document.input_id.clone(),
        uri: document.uri.clone(),
        outlet: document.outlet.clone(),
        title: document.title.clone(),
        authors: document.authors.clone(),
        language: document.language.clone(),
        characters: document.text.chars().count(),
        sha256: document.sha256.0.clone(),
        original_sha256: document.original_sha256.0.clone(),
        published: stated(reading),
        ..DocumentLine::default()
    }
}

fn stated(reading: &Reading) -> Published {
    let Some(declared) = reading.document.declared else {
        return Published::default();
    };
    Published {
        interval: Interval::day(declared.date),
        basis: declared.basis,
        declared: Some(declared.date),
        conflict: false,
        reasons: Vec::new(),
    }
}

fn via(ground: &Ground, reading: usize) -> Vec<Id> {
    let read = ground.readings[reading];
    let cited = read.statements.claims.iter().map(|c| &c.via);
    let named = cited.chain([&read.agencies]);
    let via = named.flat_map(|referents| ground.actors(reading, referents));
    via.collect::<BTreeSet<_>>().into_iter().collect()
}

fn id(ground: &Ground, reading: usize) -> Id {
    ground.readings[reading].document.id.clone()
}

/// Readings that are copies, each with the earliest reading of the same words.
fn copies(ground: &Ground) -> BTreeMap<usize, usize> {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        let words = words(&reading.document.text);
        if !words.is_empty() {
            alike.entry(words).or_default().push(r);
        }
    }
    let mut copies = BTreeMap::new();
    for mut group in alike.into_values() {
        group.sort_by_key(|&r| ground.rank(r));
        copies.extend(group.iter().skip(1).map(|&copy| (copy, group[0])));
    }
    copies
}

/// The words of a text in lower case, one blank between them.
fn words(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Readings that revise the one before them under the same address; copies revise nothing.
fn revisions(ground: &Ground, copies: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
    let mut by_address: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        if let Some(uri) = reading
            .document
            .uri
            .as_deref()
            .filter(|_| !copies.contains_key(&r))
        {
            by_address.entry(uri).or_default().push(r);
        }
    }
    let mut revisions = BTreeMap::new();
    for mut versions in by_address.into_values() {
        versions.sort_by_key(|&r| ground.rank(r));
        revisions.extend(versions.windows(2).map(|pair| (pair[1], pair[0])));
    }
    revisions
}
