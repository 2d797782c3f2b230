//! The lines of the contract as CSV tables, one a type of line (RFC 4180).
//!
//! Takes a record and its texts; writes `document.csv`, `actor.csv`, `event.csv`, `account.csv` (an event as one sentence tells it), `origin.csv`, `claim.csv`
//! and so on. A column is a field of the contract, `cue.text` the words of a span; lists are joined by `; `. A cell that a
//! spreadsheet would take for a formula is led by an apostrophe (OWASP, "CSV injection"). Known limits: texts of documents, single mentions
//! and times, and the documents of an actor's roles are left out.
//!
//! Example: the row of a claim has `deny` in the column `stance` and `denied` in `cue.text`.

use super::jsonl::{Error, LeftOut, Meta, TextField, jsonl};
use crate::Texts;
use model::record::Record;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Tables with their columns, in the contract's order; `account` and `origin` are lists inside the lines of events.
const TABLES: [(&str, &[&str]); 14] = [
    (
        "document",
        &[
            "id",
            "input_id",
            "uri",
            "outlet",
            "title",
            "authors",
            "language",
            "characters",
            "sha256",
            "published.earliest",
            "published.latest",
            "published.basis",
            "published.declared",
            "published.conflict",
            "published.reasons",
            "published.dated.by",
            "published.dated.read.earliest",
            "published.dated.read.latest",
            "via",
            "duplicate_of",
            "duplicate_kind",
            "revises",
            "story",
        ],
    ),
    (
        "actor",
        &[
            "id",
            "kind",
            "name",
            "aliases",
            "country",
            "roles.title",
            "sector",
            "wikidata",
            "reasons",
        ],
    ),
    ("place", &["id", "name", "country", "latitude", "longitude"]),
    (
        "claim",
        &[
            "id",
            "document",
            "source.text",
            "speakers",
            "cue.text",
            "cue.start",
            "cue.end",
            "content.text",
            "quotation",
            "stance",
            "certainty",
            "addressees",
            "via",
            "proposition",
            "events",
            "sentence.text",
            "confidence",
            "marked.by",
            "marked.why",
        ],
    ),
    (
        "event",
        &[
            "id",
            "event_type",
            "mode",
            "cameo",
            "label",
            "sources",
            "targets",
            "objects",
            "status",
            "background",
            "earliest",
            "latest",
            "place",
            "documents",
            "independent_origins",
            "reasons",
            "confidence",
            "dated.by",
            "dated.read.earliest",
            "dated.read.latest",
            "marked.by",
            "marked.why",
        ],
    ),
    (
        ACCOUNT,
        &[
            "event",
            "document",
            "trigger.text",
            "trigger.start",
            "trigger.end",
            "source.text",
            "target.text",
            "status",
            "sentence.text",
        ],
    ),
    (ORIGIN, &["event", "origin", "documents"]),
    (
        "proposition",
        &[
            "id",
            "label",
            "asserted_by",
            "denied_by",
            "hedged_by",
            "claims",
            "events",
        ],
    ),
    (
        "dispute",
        &[
            "id",
            "kind",
            "proposition",
            "event",
            "for",
            "against",
            "spans.text",
        ],
    ),
    (
        "commitment",
        &["id", "by", "claim", "content", "status", "reasons"],
    ),
    (
        "norm",
        &[
            "id",
            "instrument",
            "paragraph",
            "binds",
            "summary",
            "from",
            "until",
            "uri",
        ],
    ),
    (
        "possible_breach",
        &[
            "id",
            "norm",
            "commitment",
            "event",
            "claims",
            "reason",
            "spans.text",
        ],
    ),
    ("story", &["id", "title", "documents", "earliest", "latest"]),
    (
        "decision",
        &["id", "kind", "thing", "about", "value", "why", "by", "at"],
    ),
];
const ACCOUNT: &str = "account";
const ORIGIN: &str = "origin";
/// Lists inside the lines of events that have tables of their own, with the field that holds them.
const INSIDE: [(&str, &str); 2] = [(ACCOUNT, "mentions"), (ORIGIN, "origins")];

/// Gives what a table of a name is written to.
pub type Open<'o> = dyn FnMut(&str) -> io::Result<Box<dyn Write>> + 'o;

/// Writes the tables to what `open` gives for their names (`claim.csv`); returns what they cannot hold.
///
/// # Errors
/// A table cannot be written, or evidence does not lie in its text.
pub fn tables(
    record: &Record,
    texts: &Texts<'_>,
    open: &mut Open<'_>,
) -> Result<Vec<LeftOut>, Error> {
    let mut lines = Lines::new(open)?;
    let meta = Meta {
        version: "",
        lexicon: "",
        text: TextField::LeftOut,
    };
    jsonl(record, texts, &meta, &mut lines)?;
    for table in lines.tables.values_mut() {
        table.flush()?;
    }
    Ok(vec![
        LeftOut::new(record.documents.len(), "texts of documents"),
        LeftOut::new(record.mentions.len(), "mentions"),
        LeftOut::new(record.times.len(), "times"),
        LeftOut::new(record.timeline.len(), "lines of timelines"),
    ])
}

/// Takes the lines of the contract as bytes and deals them to the tables.
struct Lines {
    tables: BTreeMap<&'static str, csv::Writer<Box<dyn Write>>>,
    rest: Vec<u8>,
}

impl Lines {
    fn new(open: &mut Open<'_>) -> Result<Self, Error> {
        let mut tables = BTreeMap::new();
        for (name, columns) in TABLES {
            let mut table = csv::Writer::from_writer(open(&format!("{name}.csv"))?);
            table.write_record(columns).map_err(io::Error::from)?;
            tables.insert(name, table);
        }
        Ok(Self {
            tables,
            rest: Vec::new(),
        })
    }

    fn line(&mut self, line: &Value) -> io::Result<()> {
        let kind = line["type"].as_str().unwrap_or_default().to_owned();
        self.row(&kind, line)?;
        for (table, field) in INSIDE {
            for part in line[field].as_array().into_iter().flatten() {
                let mut part = part.clone();
                part["event"] = line["id"].clone();
                self.row(table, &part)?;
            }
        }
        Ok(())
    }

    fn row(&mut self, name: &str, line: &Value) -> io::Result<()> {
        let columns = TABLES.iter().find(|(table, _)| *table == name);
        let Some(((_, columns), table)) = columns.zip(self.tables.get_mut(name)) else {
            return Ok(());
        };
        let cells = columns.iter().map(|c| cell(line, c));
        Ok(table.write_record(cells)?)
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        while let Some(end) = self.rest.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let line: Value = serde_json::from_slice(&line)?;
            self.line(&line)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tables.values_mut().try_for_each(csv::Writer::flush)
    }
}

/// What stands in a column: the field, or the part of it behind the point, of each thing where it is a list.
fn cell(line: &Value, column: &str) -> String {
    let (field, part) = column.split_once('.').unwrap_or((column, ""));
    let of = |value: &Value| match value {
        Value::Object(_) => cell(value, part),
        value => plain(value),
    };
    match &line[field] {
        Value::Array(list) => list.iter().map(of).collect::<Vec<_>>().join("; "),
        value => of(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => harmless(words),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Words that no spreadsheet takes for a formula.
fn harmless(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn formulas_are_words_and_spans_give_their_text() {
        let line = json!({"title": "=1+1", "cue": {"start": 2, "text": "denied"}, "speakers": ["a", "b"], "content": [{"text": "x"}, {"text": "y"}], "uri": null});
        let cells = [
            "title",
            "cue.text",
            "cue.start",
            "speakers",
            "content.text",
            "uri",
        ]
        .map(|c| cell(&line, c));
        assert_eq!(cells, ["'=1+1", "denied", "2", "a; b", "x; y", ""]);
    }
}
