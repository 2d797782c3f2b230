//! Document lines: when each article was published, what it copies or revises, what it draws on.
//!
//! Takes readings and stories; returns one line a document, by id. The stated day stands unless `dating`
//! found that it cannot be right. Copies are found by `copy`; the same address with other words is a revision
//! of the one before. Known limit: a page that changes its address is a new document.
//!
//! Example: a piece stamped November that announces the summit held in September has `conflict` true.

use crate::copy::{self, Copy};
use crate::dating::Judged;
use crate::derive::Ground;
use crate::story::Stories;
use model::record::{DocumentLine, Published};
use model::{Id, Interval, Reading};
use std::collections::{BTreeMap, BTreeSet};

/// Lines by document id, with stated dates only.
pub(crate) fn documents(ground: &Ground, stories: &Stories) -> Vec<DocumentLine> {
    let copies = copy::find(ground);
    let revisions = revisions(ground, &copies);
    let line = |r: usize| {
        let copy = copies.get(&r);
        DocumentLine {
            via: via(ground, r),
            duplicate_kind: copy.map(|c| c.kind.to_owned()),
            duplicate_of: copy.map(|c| id(ground, c.original)),
            revises: revisions.get(&r).map(|&earlier| id(ground, earlier)),
            story: Some(stories.ids[stories.of[r]].clone()),
            ..plain(ground.readings[r])
        }
    };
    (0..ground.readings.len()).map(line).collect()
}

/// The lines with what was worked out of their days.
pub(crate) fn dated(mut documents: Vec<DocumentLine>, judged: Judged) -> Vec<DocumentLine> {
    for (reading, published) in judged {
        documents[reading].published = published;
    }
    documents
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
        dated: None,
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

/// Readings that revise the one before them under the same address; copies revise nothing.
fn revisions(ground: &Ground, copies: &BTreeMap<usize, Copy>) -> BTreeMap<usize, usize> {
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
