//! What came into the record when: the file's log in batches, each with what its articles alone tell.
//!
//! Takes the log and the lines; returns batches of one minute, newest first, each with its documents and with what the record told otherwise
//! after them. Made when a page first asks, kept until the record changes. Known limit: what the log leaves out (`record::change` says what) is counted by the
//! documents that tell it.
//!
//! Example: ten articles added at once are one batch with their claims.

use crate::shelf::Shelf;
use model::Id;
use record::change::Change;
use record::store::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Letters of a time up to the minute: `2023-11-06T10:00`.
const MINUTE: usize = 16;

/// Articles that came, changed or went in one minute.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Batch {
    /// The minute, in UTC.
    pub(crate) at: String,
    /// Documents by what happened to them: added, replaced, removed.
    pub(crate) documents: BTreeMap<String, Vec<Id>>,
    /// What the record told otherwise, in the order of the log.
    pub(crate) lines: Vec<Change>,
    /// Claims in those that came.
    pub(crate) claims: usize,
    /// Typed events that they alone tell.
    pub(crate) events: usize,
}

/// The log by minute, newest first.
pub(crate) fn batches(shelf: &Shelf<'_>, log: Vec<Entry>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for entry in log.into_iter().rev() {
        let at = entry.at.get(..MINUTE).unwrap_or(&entry.at);
        if batches.last().is_none_or(|b| b.at != at) {
            batches.push(Batch {
                at: at.to_owned(),
                documents: BTreeMap::new(),
                lines: Vec::new(),
                claims: 0,
                events: 0,
            });
        }
        if let Some(batch) = batches.last_mut() {
            match entry.change {
                Some(change) => batch.lines.push(change),
                None => batch
                    .documents
                    .entry(entry.what)
                    .or_default()
                    .push(entry.id),
            }
        }
    }
    for batch in &mut batches {
        batch.lines.reverse(); // The log is read from its end.
    }
    count(shelf, &mut batches);
    batches
}

/// Counts claims and events by the newest batch of their documents.
fn count(shelf: &Shelf<'_>, batches: &mut [Batch]) {
    let mut newest: BTreeMap<Id, usize> = BTreeMap::new();
    for (number, batch) in batches.iter().enumerate() {
        for id in batch.came() {
            newest.entry(id.clone()).or_insert(number);
        }
    }
    for claim in &shelf.claims {
        if let Some(number) = newest.get(&claim.document) {
            batches[*number].claims += 1;
        }
    }
    for event in &shelf.events {
        let told: BTreeSet<Option<&usize>> = event
            .mentions
            .iter()
            .map(|m| newest.get(&m.document))
            .collect();
        if let (1, Some(Some(number))) = (told.len(), told.first()) {
            batches[**number].events += 1;
        }
    }
}

impl Batch {
    /// The documents that came in or were read again.
    pub(crate) fn came(&self) -> impl Iterator<Item = &Id> {
        let came = self.documents.iter().filter(|(what, _)| *what != "removed");
        came.flat_map(|(_, ids)| ids)
    }
}
