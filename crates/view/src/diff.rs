//! What differs between two records, and why: lines that are new, changed, part of another now, or gone.
//!
//! Takes the lines of an older and a newer record; returns rows by kind and label. Lines are compared by id, and by their evidence where
//! the id changed; each row names the documents that only the newer (or only the older) record has and on which the line rests. Known limits: events without a type, places,
//! mentions and times are left out; a row says which documents came or went, not which sentence tipped a status.
//!
//! Example: an event `alleged` on 5 September is `occurred` on the 20th; the row names the article of the 14th that tells it.

mod thing;

use crate::Lookup;
use crate::render::{Paper, Piece, Row, Tone, joined};
use model::Id;
use model::record::Record;
use record::store::redirects;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use thing::{Thing, things};

pub use thing::KINDS;

/// How a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the newer record has it.
    New,
    /// Both have it, and tell it differently.
    Changed,
    /// Its evidence belongs to another line of the newer record.
    Joined,
    /// Only the older record has it.
    Gone,
}

impl Change {
    /// The word of the listing.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Such as `status`.
    pub what: &'static str,
    /// In the older record; empty where it said nothing.
    pub before: String,
    /// In the newer record.
    pub now: String,
}

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffRow {
    /// How.
    pub change: Change,
    /// The type of the line.
    pub kind: &'static str,
    /// Its id in the newer record, where it is there.
    pub id: Id,
    /// What it is, in words.
    pub label: String,
    /// What it says otherwise.
    pub differences: Vec<Difference>,
    /// The line that holds its evidence now.
    pub into: Option<Id>,
    /// Documents that came with what the line rests on, or went with it.
    pub because: Vec<Id>,
    /// The same in words.
    pub why: String,
}

/// Rows for what `now` has otherwise than `before`; `kinds` are types of lines.
pub fn diff(before: &Lookup<'_>, now: &Lookup<'_>, kinds: &[&str]) -> Vec<DiffRow> {
    let moved: BTreeMap<Id, Id> = redirects(before.record, now.record).into_iter().collect();
    let (old, new) = (things(before), things(now));
    let sides = Sides { before, now };
    let came_from: BTreeSet<&Id> = moved.values().collect();
    let mut rows = Vec::new();
    for (id, thing) in &old {
        let now_id = moved.get(id).unwrap_or(id);
        let row = match new.get(now_id) {
            Some(later) if old.contains_key(now_id) && now_id != id => {
                Some(joined_into(thing, later))
            }
            Some(later) => sides.changed(thing, later),
            None => Some(sides.gone(thing)),
        };
        rows.extend(row);
    }
    let fresh = new
        .iter()
        .filter(|(id, _)| !old.contains_key(*id) && !came_from.contains(id));
    rows.extend(fresh.map(|(_, thing)| sides.added(thing)));
    rows.retain(|row| kinds.contains(&row.kind));
    let place = |kind: &str| KINDS.iter().position(|k| *k == kind);
    rows.sort_by(|a, b| {
        let key = |r: &DiffRow| (place(r.kind), r.change, r.label.clone(), r.id.clone());
        key(a).cmp(&key(b))
    });
    rows
}

/// Both records, for telling why.
struct Sides<'a, 'b> {
    before: &'a Lookup<'b>,
    now: &'a Lookup<'b>,
}

impl Sides<'_, '_> {
    fn added(&self, thing: &Thing) -> DiffRow {
        let because = absent(&thing.documents, self.before.record);
        let why = match because.as_slice() {
            [] => "its documents were there before; read or joined otherwise now".to_owned(),
            new => format!("told by {}", named(self.now, new)),
        };
        row(Change::New, thing, because, why)
    }

    fn gone(&self, thing: &Thing) -> DiffRow {
        let because = absent(&thing.documents, self.now.record);
        let why = match because.as_slice() {
            [] => "its documents are there still; read or joined otherwise now".to_owned(),
            gone => format!("rested on {}", named(self.before, gone)),
        };
        row(Change::Gone, thing, because, why)
    }

    fn changed(&self, thing: &Thing, later: &Thing) -> Option<DiffRow> {
        let differences = differences(thing, later);
        if differences.is_empty() {
            return None;
        }
        let came = newly(thing, later);
        let went = absent(&thing.documents, self.now.record);
        let why = match (came.as_slice(), went.as_slice()) {
            ([], []) => {
                "other lines or decisions changed; its own documents are the same".to_owned()
            }
            ([], went) => format!("without {}", named(self.before, went)),
            (came, _) => format!("with {}", named(self.now, came)),
        };
        let because = came.into_iter().chain(went).collect();
        let row = row(Change::Changed, later, because, why);
        Some(DiffRow { differences, ..row })
    }
}

/// `thing` as a part of `later`.
fn joined_into(thing: &Thing, later: &Thing) -> DiffRow {
    let why = format!("its evidence is that of {} now", later.id);
    let row = row(Change::Joined, thing, newly(thing, later), why);
    DiffRow {
        into: Some(later.id.clone()),
        ..row
    }
}

/// Documents on which `later` rests and which `thing` did not have.
fn newly(thing: &Thing, later: &Thing) -> Vec<Id> {
    later
        .documents
        .difference(&thing.documents)
        .cloned()
        .collect()
}

fn named(lookup: &Lookup<'_>, documents: &[Id]) -> String {
    let name = |id: &Id| format!("{} ({})", lookup.whence(id), id);
    let shown: Vec<String> = documents.iter().take(NAMED).map(name).collect();
    let more = documents.len().saturating_sub(NAMED);
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// So many documents are named in words; `because` has all.
const NAMED: usize = 3;

fn row(change: Change, thing: &Thing, because: Vec<Id>, why: String) -> DiffRow {
    DiffRow {
        change,
        kind: thing.kind,
        id: thing.id.clone(),
        label: thing.label.clone(),
        differences: Vec::new(),
        into: None,
        because,
        why,
    }
}

/// Those of `documents` that `record` does not have.
fn absent(documents: &BTreeSet<Id>, record: &Record) -> Vec<Id> {
    let there: BTreeSet<&Id> = record.documents.iter().map(|d| &d.id).collect();
    let absent = documents.iter().filter(|d| !there.contains(d));
    absent.cloned().collect()
}

fn differences(before: &Thing, now: &Thing) -> Vec<Difference> {
    let pairs = before.facts.iter().zip(&now.facts);
    let other = pairs.filter(|(a, b)| a.1 != b.1);
    other
        .map(|(a, b)| Difference {
            what: a.0,
            before: a.1.clone(),
            now: b.1.clone(),
        })
        .collect()
}

impl Row for DiffRow {
    const COLUMNS: &'static [&'static str] = &[
        "change",
        "kind",
        "id",
        "label",
        "differences",
        "into",
        "because",
        "why",
    ];

    fn cells(&self) -> Vec<String> {
        let told = |d: &Difference| format!("{}: {} -> {}", d.what, d.before, d.now);
        let differences: Vec<String> = self.differences.iter().map(told).collect();
        let because: Vec<String> = self.because.iter().map(ToString::to_string).collect();
        vec![
            self.change.word().to_owned(),
            self.kind.to_owned(),
            self.id.0.clone(),
            self.label.clone(),
            joined(&differences),
            self.into
                .as_ref()
                .map(|id| id.0.clone())
                .unwrap_or_default(),
            joined(&because),
            self.why.clone(),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            let head = format!("{} {} ", row.change.word(), row.kind);
            let pieces = [
                Piece::plain(&head),
                Piece::new(&row.label, Tone::Strong),
                Piece::new(&format!(" {}", row.id), Tone::Faint),
            ];
            paper.write(0, &pieces);
            for d in &row.differences {
                let nothing = |side: &str| {
                    if side.is_empty() {
                        "–".to_owned()
                    } else {
                        side.to_owned()
                    }
                };
                let told = format!("{}: {} → {}", d.what, nothing(&d.before), nothing(&d.now));
                paper.write(2, &[Piece::plain(&told)]);
            }
            paper.write(2, &[Piece::new(&row.why, Tone::Faint)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::{id, small_record};
    use model::Status;

    fn rows(before: &Record, now: &Record) -> Vec<DiffRow> {
        let texts = Texts::new(|_| None);
        let (before, now) = (Lookup::new(before, &texts), Lookup::new(now, &texts));
        diff(&before, &now, &KINDS)
    }

    #[test]
    fn equal_records_do_not_differ() {
        let (record, _) = small_record();
        assert_eq!(rows(&record, &record), []);
    }

    #[test]
    fn a_status_that_changed_is_told_with_both_words() {
        let (before, _) = small_record();
        let mut now = before.clone();
        now.events[0].status = Status::Occurred;
        let rows = rows(&before, &now);
        assert_eq!((rows.len(), rows[0].change), (1, Change::Changed));
        let told = &rows[0].differences[0];
        assert_eq!((told.what, told.now.as_str()), ("status", "occurred"));
    }

    #[test]
    fn what_a_new_document_tells_is_new_because_of_it() {
        let (now, _) = small_record();
        let rows = rows(&Record::default(), &now);
        assert!(rows.iter().all(|r| r.change == Change::New));
        let event = rows.iter().find(|r| r.kind == "event").unwrap();
        assert_eq!(event.because, [id("doc", '1')]);
    }

    #[test]
    fn an_event_that_became_part_of_another_says_of_which() {
        let (mut before, _) = small_record();
        let mut other = before.events[0].clone();
        other.id = id("event", '9');
        other.mentions[0].trigger.start += 1;
        before.events.push(other);
        let mut now = before.clone();
        let gone = now.events.pop().unwrap();
        now.events[0].mentions.extend(gone.mentions);
        let rows = rows(&before, &now);
        let joined: Vec<_> = rows.iter().filter(|r| r.change == Change::Joined).collect();
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].into, Some(id("event", '1')));
    }
}
