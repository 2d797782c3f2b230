//! The log: which documents came and went, and what the record told otherwise after them, with the words.
//!
//! Takes entries of the store's log and the record as it is now; returns rows in their order. The words of a line are the sentences by which the
//! documents that made it new tell it. Known limit: a line that is no more has no words.
//!
//! Example: `2023-09-07T10:00:00Z changed event Russia – buy – North Korea`, `status: occurred → denied`, and the sentence.

use super::short_id;
use crate::diff::{self, DiffRow};
use crate::render::{Paper, Piece, Row, Tone, joined};
use crate::{Excerpt, Lookup};
use model::Id;
use model::record::Evidence;
use record::change::Difference;
use record::store::Entry;
use serde::Serialize;

/// So many sentences stand under an entry.
const WORDS: usize = 3;

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogRow {
    /// Its number; later entries have higher ones.
    pub number: i64,
    /// When, in UTC.
    pub at: String,
    /// Of a document added, replaced, removed; of a line new, changed, joined, gone.
    pub what: String,
    /// The type of the line; `document` of documents.
    pub kind: String,
    /// Its id then.
    pub id: Id,
    /// What it is, in words.
    pub label: String,
    /// What it says otherwise.
    pub differences: Vec<Difference>,
    /// The line that holds its evidence now.
    pub into: Option<Id>,
    /// Documents that made it so.
    pub because: Vec<Id>,
    /// The same in words.
    pub why: String,
    /// The sentences.
    pub words: Vec<Excerpt>,
}

/// Rows for `entries`.
pub fn log(lookup: &Lookup<'_>, entries: Vec<Entry>) -> Vec<LogRow> {
    entries.into_iter().map(|e| log_row(lookup, e)).collect()
}

fn log_row(lookup: &Lookup<'_>, entry: Entry) -> LogRow {
    let Entry {
        number,
        at,
        what,
        id,
        change,
    } = entry;
    let Some(change) = change else {
        let label = match lookup.document(&id) {
            Some(_) => format!("{}: {}", lookup.whence(&id), lookup.headline(&id)),
            None => String::new(),
        };
        return LogRow {
            number,
            at,
            what,
            kind: "document".to_owned(),
            id,
            label,
            differences: Vec::new(),
            into: None,
            because: Vec::new(),
            why: String::new(),
            words: Vec::new(),
        };
    };
    let row = diff::row(change, lookup, lookup);
    LogRow {
        number,
        at,
        what,
        words: words(lookup, &row),
        kind: row.kind,
        id: row.id,
        label: row.label,
        differences: row.differences,
        into: row.into,
        because: row.because,
        why: row.why,
    }
}

/// The sentences by which the documents that made it so tell the line; all of its sentences where none is named.
fn words(lookup: &Lookup<'_>, row: &DiffRow) -> Vec<Excerpt> {
    let all = sentences(lookup, row);
    let new: Vec<&Evidence> = all
        .iter()
        .filter(|e| row.because.contains(&e.document))
        .collect();
    let chosen = if new.is_empty() {
        all.iter().collect()
    } else {
        new
    };
    let chosen = chosen.into_iter().take(WORDS);
    chosen
        .map(|e| lookup.excerpt(&e.document, e.span))
        .collect()
}

fn sentences(lookup: &Lookup<'_>, row: &DiffRow) -> Vec<Evidence> {
    let of_claims = |ids: &[Id]| -> Vec<Evidence> {
        let claims = ids.iter().filter_map(|id| lookup.claim(id));
        let sentence = |c: &model::record::Claim| Evidence {
            document: c.document.clone(),
            span: c.sentence,
        };
        claims.map(sentence).collect()
    };
    let record = lookup.record;
    let mut found = match row.kind.as_str() {
        "event" => {
            let mentions = lookup.event(&row.id).into_iter().flat_map(|e| &e.mentions);
            let sentence = |m: &model::record::EventMention| Evidence {
                document: m.document.clone(),
                span: m.sentence,
            };
            mentions.map(sentence).collect()
        }
        "dispute" => {
            let dispute = record.disputes.iter().find(|d| d.id == row.id);
            dispute.map_or_else(Vec::new, |d| {
                let claims = of_claims(&[d.against.as_slice(), &d.supporting].concat());
                claims.into_iter().chain(d.spans.iter().cloned()).collect()
            })
        }
        "proposition" => lookup
            .proposition(&row.id)
            .map_or_else(Vec::new, |p| of_claims(&p.claims)),
        "commitment" => {
            let commitment = record.commitments.iter().find(|c| c.id == row.id);
            commitment.map_or_else(Vec::new, |c| of_claims(std::slice::from_ref(&c.claim)))
        }
        "possible_breach" => {
            let breach = record.possible_breaches.iter().find(|b| b.id == row.id);
            breach.map_or_else(Vec::new, |b| b.spans.clone())
        }
        _ => Vec::new(),
    };
    found.dedup();
    found
}

impl Row for LogRow {
    const COLUMNS: &'static [&'static str] = &[
        "number",
        "at",
        "what",
        "kind",
        "id",
        "label",
        "differences",
        "into",
        "because",
        "why",
        "words",
    ];

    fn cells(&self) -> Vec<String> {
        let told = |d: &Difference| format!("{}: {} -> {}", d.what, d.before, d.now);
        let differences: Vec<String> = self.differences.iter().map(told).collect();
        let because: Vec<String> = self.because.iter().map(ToString::to_string).collect();
        let words: Vec<&str> = self.words.iter().map(|w| w.text.as_str()).collect();
        let into = self.into.as_ref().map(ToString::to_string);
        vec![
            self.number.to_string(),
            self.at.clone(),
            self.what.clone(),
            self.kind.clone(),
            self.id.to_string(),
            self.label.clone(),
            joined(&differences),
            into.unwrap_or_default(),
            joined(&because),
            self.why.clone(),
            words.join(" | "),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            let kind = row.kind.replace('_', " ");
            let pieces = [
                Piece::new(&row.at, Tone::Faint),
                Piece::plain(&format!(" {} {kind} ", row.what)),
                Piece::new(&row.label, Tone::Strong),
                Piece::new(&format!(" {}", short_id(&row.id)), Tone::Faint),
            ];
            paper.write(0, &pieces);
            for d in &row.differences {
                paper.write(2, &[Piece::plain(&diff::told(d))]);
            }
            for words in &row.words {
                paper.quote(2, words);
            }
            if !row.why.is_empty() {
                paper.write(2, &[Piece::new(&row.why, Tone::Faint)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::{id, small_record};
    use crate::render::{Format, listing};
    use record::change::{Change, How};

    #[test]
    fn a_new_event_stands_with_its_words_and_a_document_with_its_headline() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let event = &record.events[0];
        let change = Change {
            how: How::New,
            kind: "event".into(),
            id: event.id.clone(),
            label: event.label.clone(),
            differences: vec![],
            into: None,
            because: vec![id("doc", '1')],
        };
        let entry = |number, what: &str, id: &Id, change| Entry {
            number,
            at: "2023-09-07T10:00:00Z".into(),
            what: what.into(),
            id: id.clone(),
            change,
        };
        let entries = vec![
            entry(1, "added", &id("doc", '1'), None),
            entry(2, "new", &event.id, Some(change)),
        ];
        let rows = log(&lookup, entries);
        assert_eq!(
            (rows[0].kind.as_str(), rows[1].words.len()),
            ("document", 1)
        );
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        assert!(
            printed.contains("2023-09-07T10:00:00Z new event"),
            "{printed}"
        );
        assert!(printed.contains(&rows[1].words[0].text), "{printed}");
    }
}
