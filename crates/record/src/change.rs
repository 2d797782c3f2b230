//! What differs between two records: lines that are new, changed, part of another now, or gone.
//!
//! Takes an older and a newer record; returns the lines that differ, with what they say otherwise and the documents that only one of the two has
//! and on which they rest. Lines are compared by id, and by their evidence where the id changed. The store writes these into its log when it keeps a record; `diff`
//! compares two records with them. Known limits: events without a type, places, mentions and times are left out; a change names the
//! documents that came or went, not the sentence that tipped a status.
//!
//! Example: an event `alleged` on 5 September is `occurred` on the 20th, because of the article of the 14th that tells it.

mod thing;

use crate::store::redirects;
use model::Id;
use model::record::Record;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thing::{DENIED_BY, Thing, Wanted, things};

/// Types of lines that are compared, in the order of listings; labels of the export.
pub const KINDS: [&str; 8] = [
    "document",
    "event",
    "dispute",
    "commitment",
    "possible_breach",
    "proposition",
    "claim",
    "actor",
];

/// How a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Only the newer record has it.
    New,
    /// Both have it, and tell it differently.
    Changed,
    /// Its evidence belongs to another line of the newer record.
    Joined,
    /// Only the older record has it.
    Gone,
}

impl How {
    /// The word of listings.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Joined => "joined",
            Self::Gone => "gone",
        }
    }
}

/// What a line says of itself in the older and in the newer record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Such as `status`.
    pub what: String,
    /// In the older record; empty where it said nothing.
    pub before: String,
    /// In the newer record.
    pub now: String,
}

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How.
    pub how: How,
    /// The type of the line.
    pub kind: String,
    /// Its id in the newer record, where it is there.
    pub id: Id,
    /// What it is, in words; empty for documents and claims, whose words stand in their texts.
    pub label: String,
    /// What it says otherwise.
    pub differences: Vec<Difference>,
    /// The line that holds its evidence now.
    pub into: Option<Id>,
    /// Documents that came with what the line rests on, or went with it, sorted.
    pub because: Vec<Id>,
}

/// What `now` has otherwise than `before`, by kind in the order of [`KINDS`], then new before changed, joined and gone.
pub fn changes(before: &Record, now: &Record) -> Vec<Change> {
    let moved: Moved = redirects(before, now).into_iter().collect();
    let documents = Documents {
        before: before.documents.iter().map(|d| &d.id).collect(),
        now: now.documents.iter().map(|d| &d.id).collect(),
    };
    let all = |_: &str, _: &Id| true;
    compared((before, &all), (now, &all), (&moved, &documents))
}

/// What of `now` a log tells: typed events, disputes, commitments, possible breaches, and propositions where somebody denies them. `before` has the lines that
/// are gone or say something else, `known` tells whether a line of `now` stood there before as it is; `moved` has the ids that changed.
pub(crate) fn news(
    before: &Record,
    now: &Record,
    known: &dyn Fn(&Id) -> bool,
    (moved, documents): (&Moved, &Documents<'_>),
) -> Vec<Change> {
    let told = |kind: &str, _: &Id| LOGGED.contains(&kind);
    let fresh = |kind: &str, id: &Id| LOGGED.contains(&kind) && !known(id);
    let mut changes = compared((before, &told), (now, &fresh), (moved, documents));
    let undenied = undenied(now);
    changes.retain(|c| c.kind != "proposition" || is_news(c, &undenied));
    changes
}

/// Kinds that a log tells, labels of the export; documents have entries of their own, claims and actors would drown the rest.
const LOGGED: [&str; 5] = [
    "event",
    "dispute",
    "commitment",
    "possible_breach",
    "proposition",
];

fn undenied(record: &Record) -> BTreeSet<&Id> {
    let all = record.propositions.iter();
    let undenied = all.filter(|p| p.denied_by.is_empty());
    undenied.map(|p| &p.id).collect()
}

/// Of propositions, most of which rest on one claim, only what touches a denial is news.
fn is_news(change: &Change, undenied: &BTreeSet<&Id>) -> bool {
    match change.how {
        How::New => !undenied.contains(&change.id),
        How::Changed => change.differences.iter().any(|d| d.what == DENIED_BY),
        How::Joined | How::Gone => false,
    }
}

/// Old ids and the ids of the lines that hold their evidence now.
pub(crate) type Moved = BTreeMap<Id, Id>;

/// The documents of two records.
pub(crate) struct Documents<'r> {
    pub(crate) before: BTreeSet<&'r Id>,
    pub(crate) now: BTreeSet<&'r Id>,
}

fn compared(
    (before, of_before): (&Record, Wanted<'_>),
    (now, of_now): (&Record, Wanted<'_>),
    (moved, documents): (&Moved, &Documents<'_>),
) -> Vec<Change> {
    let (old, new) = (things(before, of_before), things(now, of_now));
    let came_from: BTreeSet<&Id> = moved.values().collect();
    let mut changes = Vec::new();
    for (id, thing) in &old {
        let now_id = moved.get(id).unwrap_or(id);
        let change = match new.get(now_id) {
            Some(later) if old.contains_key(now_id) && now_id != id => {
                Some(joined_into(thing, later))
            }
            Some(later) => changed(thing, later, documents),
            None => Some(change(
                How::Gone,
                thing,
                absent(&thing.documents, &documents.now),
            )),
        };
        changes.extend(change);
    }
    let fresh = new.iter();
    let fresh = fresh.filter(|(id, _)| !old.contains_key(*id) && !came_from.contains(id));
    changes
        .extend(fresh.map(|(_, thing)| {
            change(How::New, thing, absent(&thing.documents, &documents.before))
        }));
    let place = |kind: &str| KINDS.iter().position(|k| *k == kind);
    changes.sort_by(|a, b| {
        let key = |c: &Change| (place(&c.kind), c.how, c.label.clone(), c.id.clone());
        key(a).cmp(&key(b))
    });
    changes
}

fn changed(thing: &Thing, later: &Thing, documents: &Documents<'_>) -> Option<Change> {
    let pairs = thing.facts.iter().zip(&later.facts);
    let other = pairs.filter(|(a, b)| a.1 != b.1);
    let differences: Vec<Difference> = other
        .map(|(a, b)| Difference {
            what: a.0.to_owned(),
            before: a.1.clone(),
            now: b.1.clone(),
        })
        .collect();
    if differences.is_empty() {
        return None;
    }
    let went = absent(&thing.documents, &documents.now);
    let because: BTreeSet<Id> = newly(thing, later).into_iter().chain(went).collect();
    let change = change(How::Changed, later, because.into_iter().collect());
    Some(Change {
        differences,
        ..change
    })
}

/// `thing` as a part of `later`.
fn joined_into(thing: &Thing, later: &Thing) -> Change {
    Change {
        into: Some(later.id.clone()),
        ..change(How::Joined, thing, newly(thing, later))
    }
}

/// Documents on which `later` rests and which `thing` did not have.
fn newly(thing: &Thing, later: &Thing) -> Vec<Id> {
    let newly = later.documents.difference(&thing.documents);
    newly.cloned().collect()
}

/// Those of `documents` that are not `there`.
fn absent(documents: &BTreeSet<Id>, there: &BTreeSet<&Id>) -> Vec<Id> {
    let absent = documents.iter().filter(|d| !there.contains(d));
    absent.cloned().collect()
}

fn change(how: How, thing: &Thing, because: Vec<Id>) -> Change {
    Change {
        how,
        kind: thing.kind.to_owned(),
        id: thing.id.clone(),
        label: thing.label.clone(),
        differences: Vec::new(),
        into: None,
        because,
    }
}
