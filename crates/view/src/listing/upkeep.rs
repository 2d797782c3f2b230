//! The upkeep of a record: what verification found broken, and what analysts laid down.
//!
//! Takes what the store reports; returns rows in its order. Known limit: none of these lines quotes words, since
//! broken evidence has none.
//!
//! Example: `doc-11111111  claim-aaaaaaaa  the span 4..9 lies outside the text`.

use super::optional;
use crate::render::{Paper, Piece, Row, Tone};
use model::Id;
use model::record::Decision;
use record::store::Broken;
use schemars::JsonSchema;
use serde::Serialize;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BrokenRow {
    /// The document; `None` for the file as a whole.
    pub document: Option<Id>,
    /// The line: its id or its kind.
    pub line: Option<String>,
    /// What does not hold.
    pub what: String,
}

/// A row of `decisions`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DecisionRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// When, in UTC.
    pub at: String,
    /// join, split, date, wrong, note.
    pub kind: &'static str,
    /// The type of line that it is about.
    pub thing: &'static str,
    /// Name of the analyst.
    pub by: String,
    /// The lines that it bears on now.
    #[schemars(with = "Vec<String>")]
    pub about: Vec<Id>,
    /// What is laid down: of a date the days, of a note its words; of anything else why.
    pub value: Option<String>,
    /// Why, where the value says something else.
    pub why: Option<String>,
}

impl DecisionRow {
    /// What is laid down, and why.
    fn words(&self) -> String {
        let parts = [self.value.as_deref(), self.why.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }
}

/// Rows for decisions, as they come.
pub fn decisions(found: &[Decision]) -> Vec<DecisionRow> {
    let row = |d: &Decision| DecisionRow {
        id: d.id.clone(),
        at: d.at.clone(),
        kind: d.kind.word(),
        thing: d.thing.word(),
        by: d.by.clone(),
        about: d.about.clone(),
        value: d.value.clone(),
        why: d.why.clone(),
    };
    found.iter().map(row).collect()
}

/// Rows for what verification found.
pub fn broken(found: &[Broken]) -> Vec<BrokenRow> {
    let row = |b: &Broken| BrokenRow {
        document: b.document.clone(),
        line: b.line.clone(),
        what: b.what.clone(),
    };
    found.iter().map(row).collect()
}

impl Row for DecisionRow {
    const COLUMNS: &'static [&'static str] =
        &["id", "at", "kind", "by", "about", "value", "why", "thing"];

    fn cells(&self) -> Vec<String> {
        let about: Vec<&str> = self.about.iter().map(Id::as_str).collect();
        vec![
            self.id.to_string(),
            self.at.clone(),
            self.kind.to_owned(),
            self.by.clone(),
            about.join("; "),
            optional(self.value.as_deref()),
            optional(self.why.as_deref()),
            self.thing.to_owned(),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            let about: Vec<&str> = row.about.iter().map(Id::as_str).collect();
            let about = format!(" {} by {}: {} ", row.kind, row.by, about.join(", "));
            paper.write(
                0,
                &[
                    Piece::new(&row.at, Tone::Strong),
                    Piece::plain(&about),
                    Piece::plain(&row.words()),
                ],
            );
            paper.write(2, &[Piece::new(row.id.as_str(), Tone::Faint)]);
        }
    }
}

impl Row for BrokenRow {
    const COLUMNS: &'static [&'static str] = &["document", "line", "what"];

    fn cells(&self) -> Vec<String> {
        vec![
            optional(self.document.as_ref().map(Id::as_str)),
            optional(self.line.as_deref()),
            self.what.clone(),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            let document = optional(row.document.as_ref().map(Id::as_str));
            let place = format!("{document} {}", optional(row.line.as_deref()));
            paper.write(
                0,
                &[
                    Piece::new(place.trim(), Tone::Strong),
                    Piece::plain(": "),
                    Piece::new(&row.what, Tone::Bad),
                ],
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Format, listing};

    #[test]
    fn broken_evidence_is_named_with_its_line() {
        let rows = [BrokenRow {
            document: Some(Id::from("doc-1")),
            line: Some("claim-2".into()),
            what: "the span lies outside the text".into(),
        }];
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        assert_eq!(printed, "doc-1 claim-2: the span lies outside the text\n");
    }
}
