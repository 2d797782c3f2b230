//! The lines of the contract as tables, one a type of line: dealt to those that write them, and the writer of CSV (RFC 4180).
//!
//! Takes a record and its texts; writes `document.csv`, `actor.csv`, `event.csv`, `account.csv` (an event as one sentence tells it), `origin.csv`, `claim.csv`
//! and so on. A column is a field of the contract, `cue.text` the words of a span; lists are joined by `; `. A cell that a
//! spreadsheet would take for a formula is led by an apostrophe (OWASP, "CSV injection"). Known limits: texts of documents, single mentions
//! and times, and the documents of an actor's roles are left out.
//!
//! Example: the row of a claim has `deny` in the column `stance` and `denied` in `cue.text`.

use super::columns::{Column, INSIDE, TABLES};
use super::jsonl::{Error, LeftOut, Meta, TextField, jsonl};
use super::left::{Part, out_of};
use crate::Texts;
use model::record::Record;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What the tables hold.
const HELD: [Part; 13] = [
    Part::Documents,
    Part::Actors,
    Part::Places,
    Part::Claims,
    Part::Events,
    Part::Untyped,
    Part::Propositions,
    Part::Disputes,
    Part::Commitments,
    Part::Norms,
    Part::Breaches,
    Part::Stories,
    Part::Decisions,
];

/// Gives what a file of a name is written to.
pub type Open<'o> = dyn FnMut(&str) -> io::Result<Box<dyn Write + Send>> + 'o;

/// A table being written.
pub(super) trait Table {
    /// Writes the row of `line`.
    fn row(&mut self, line: &Value) -> io::Result<()>;

    /// Writes what was kept back.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes the tables as CSV to what `open` gives for their names (`claim.csv`); returns what they cannot hold.
///
/// # Errors
/// A table cannot be written, or evidence does not lie in its text.
pub fn tables(
    record: &Record,
    texts: &Texts<'_>,
    open: &mut Open<'_>,
) -> Result<Vec<LeftOut>, Error> {
    deal(record, texts, |name, columns| {
        let mut table = csv::Writer::from_writer(open(&format!("{name}.csv"))?);
        table.write_record(columns.iter().map(|(column, _)| column))?;
        Ok(Box::new(Cells { columns, table }))
    })
}

/// Deals the lines of the record to the tables that `made` gives for their names and columns; returns what tables cannot hold.
pub(super) fn deal(
    record: &Record,
    texts: &Texts<'_>,
    mut made: impl FnMut(&'static str, &'static [Column]) -> io::Result<Box<dyn Table>>,
) -> Result<Vec<LeftOut>, Error> {
    let mut lines = Lines::default();
    for (name, columns) in TABLES {
        lines.tables.insert(name, made(name, columns)?);
    }
    let meta = Meta {
        version: "",
        lexicon: "",
        text: TextField::LeftOut,
    };
    jsonl(record, texts, &meta, &mut lines)?;
    for table in lines.tables.into_values() {
        table.finish()?;
    }
    let roles = record.actors.iter().map(|actor| actor.roles.len());
    let roles = LeftOut::new(
        roles.sum(),
        "organisations and documents of the roles of actors",
    );
    Ok(out_of(record, &HELD, [roles]))
}

/// Takes the lines of the contract as bytes and deals them to the tables.
#[derive(Default)]
struct Lines {
    tables: BTreeMap<&'static str, Box<dyn Table>>,
    rest: Vec<u8>,
}

impl Lines {
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
        let table = self.tables.get_mut(name);
        table.map_or(Ok(()), |table| table.row(line))
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
        Ok(())
    }
}

/// A table of CSV.
struct Cells {
    columns: &'static [Column],
    table: csv::Writer<Box<dyn Write + Send>>,
}

impl Table for Cells {
    fn row(&mut self, line: &Value) -> io::Result<()> {
        let cells = self.columns.iter().map(|(column, _)| cell(line, column));
        Ok(self.table.write_record(cells)?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.table.flush()
    }
}

/// What stands in a column: the field, or the part of it behind the point, of each thing where it is a list.
fn cell(line: &Value, column: &str) -> String {
    let found: Vec<String> = values(line, column).into_iter().map(plain).collect();
    found.join("; ")
}

/// The values of a column: the field, or the part of it behind the point; of each thing where it is a list.
pub(super) fn values<'l>(line: &'l Value, column: &str) -> Vec<&'l Value> {
    let (field, part) = column.split_once('.').unwrap_or((column, ""));
    let of = |value: &'l Value| match value {
        Value::Object(_) => values(value, part),
        Value::Array(list) => list.iter().collect(),
        value => vec![value],
    };
    match &line[field] {
        Value::Array(list) => list.iter().flat_map(of).collect(),
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
