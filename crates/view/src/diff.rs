//! What differs between two records, and why, as rows: for `diff`, and for what is new in the log.
//!
//! Takes the lines of an older and a newer record, or changes that the log kept; returns rows by kind and label, each with the documents that made it so, in
//! words. Known limit: a row says which documents came or went, not which sentence tipped a status.
//!
//! Example: an event `alleged` on 5 September is `occurred` on the 20th; the row names the article of the 14th that tells it.

use crate::Lookup;
use crate::render::{Paper, Piece, Row, Tone, joined};
use model::Id;
use record::change::{Change, Difference, How, changes};
use serde::Serialize;

pub use record::change::KINDS;

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffRow {
    /// How.
    pub change: How,
    /// The type of the line.
    pub kind: String,
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
    let changes = changes(before.record, now.record).into_iter();
    let asked = changes.filter(|c| kinds.contains(&c.kind.as_str()));
    asked.map(|c| row(c, before, now)).collect()
}

/// The row of `change`, whose documents are named by `now`, where they are there, else by `before`.
pub(crate) fn row(change: Change, before: &Lookup<'_>, now: &Lookup<'_>) -> DiffRow {
    let why = why(&change, before, now);
    let side = if change.how == How::Gone { before } else { now };
    let label = label(&change, side);
    DiffRow {
        change: change.how,
        kind: change.kind,
        id: change.id,
        label,
        differences: change.differences,
        into: change.into,
        because: change.because,
        why,
    }
}

/// Documents and claims are called by their words.
fn label(change: &Change, lookup: &Lookup<'_>) -> String {
    match change.kind.as_str() {
        "document" => {
            let id = &change.id;
            format!("{}: {}", lookup.whence(id), lookup.headline(id))
        }
        "claim" => lookup.claim(&change.id).map_or_else(String::new, |claim| {
            let words = claim.content.iter();
            let words = words.map(|s| lookup.excerpt(&claim.document, *s).text);
            words.collect::<Vec<_>>().join(" … ")
        }),
        _ => change.label.clone(),
    }
}

fn why(change: &Change, before: &Lookup<'_>, now: &Lookup<'_>) -> String {
    let there = |id: &&Id| now.document(id).is_some();
    let (came, went): (Vec<&Id>, Vec<&Id>) = change.because.iter().partition(there);
    match (change.how, came.as_slice(), went.as_slice()) {
        (How::New, [], _) => {
            "its documents were there before; read or joined otherwise now".to_owned()
        }
        (How::New, came, _) => format!("told by {}", named(now, came)),
        (How::Gone, _, []) => {
            "its documents are there still; read or joined otherwise now".to_owned()
        }
        (How::Gone, _, went) => format!("rested on {}", named(before, went)),
        (How::Joined, ..) => {
            let into = change.into.as_ref().map(Id::as_str).unwrap_or_default();
            format!("its evidence is that of {into} now")
        }
        (How::Changed, [], []) => {
            "other lines or decisions changed; its own documents are the same".to_owned()
        }
        (How::Changed, [], went) => format!("without {}", named(before, went)),
        (How::Changed, came, _) => format!("with {}", named(now, came)),
    }
}

fn named(lookup: &Lookup<'_>, documents: &[&Id]) -> String {
    let name = |id: &&Id| format!("{} ({})", lookup.whence(id), id);
    let shown: Vec<String> = documents.iter().take(NAMED).map(name).collect();
    let more = documents.len().saturating_sub(NAMED);
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A difference for people, such as `status: alleged → occurred`.
pub(crate) fn told(difference: &Difference) -> String {
    let side = |side: &str| {
        if side.is_empty() {
            "–".to_owned()
        } else {
            side.to_owned()
        }
    };
    let (before, now) = (side(&difference.before), side(&difference.now));
    format!("{}: {before} → {now}", difference.what)
}

/// So many documents are named in words; `because` has all.
const NAMED: usize = 3;

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
            self.kind.clone(),
            self.id.to_string(),
            self.label.clone(),
            joined(&differences),
            self.into
                .as_ref()
                .map(ToString::to_string)
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
                paper.write(2, &[Piece::plain(&told(d))]);
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
    use model::record::Record;

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
        assert_eq!((rows.len(), rows[0].change), (1, How::Changed));
        let told = &rows[0].differences[0];
        assert_eq!(
            (told.what.as_str(), told.now.as_str()),
            ("status", "occurred")
        );
    }

    #[test]
    fn what_a_new_document_tells_is_new_because_of_it() {
        let (now, _) = small_record();
        let rows = rows(&Record::default(), &now);
        assert!(rows.iter().all(|r| r.change == How::New));
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
        let joined: Vec<_> = rows.iter().filter(|r| r.change == How::Joined).collect();
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].into, Some(id("event", '1')));
    }
}
