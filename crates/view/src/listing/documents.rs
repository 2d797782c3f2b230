//! The documents: when, by whom, called what, and what is odd about each.
//!
//! Takes document lines; returns rows by day of publication, then outlet and id. A document without a
//! headline is called by how its text begins. Known limit: counts are zero when claims and events were
//! not loaded into the lookup.
//!
//! Example: `2023-08-30  Daily  Moscow denies report  doc-11111111`.

use super::marks::DatedRow;
use super::{cell, days, optional, remarks, short_id, word};
use crate::lookup::day_key;
use crate::render::{Column, Paper, Piece, Row, Tone, table};
use crate::{Lookup, filter::Window};
use jiff::civil::Date;
use model::record::DocumentLine;
use model::{Id, Interval};
use schemars::JsonSchema;
use serde::Serialize;

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DocumentRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// First day on which it can have been published.
    pub earliest: Option<Date>,
    /// Last such day.
    pub latest: Option<Date>,
    /// What the date rests on: input, html, dateline, content, story, analyst, unknown.
    pub basis: String,
    /// The date that the article or its metadata states.
    pub declared: Option<Date>,
    /// Whether the text cannot have been written on that date.
    pub conflict: bool,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its headline, or how its text begins.
    pub title: String,
    /// Its address.
    pub uri: Option<String>,
    /// The name it came in under.
    pub input_id: String,
    /// BCP 47 language.
    pub language: Option<String>,
    /// Length in code points.
    pub characters: usize,
    /// Its story.
    #[schemars(with = "Option<String>")]
    pub story: Option<Id>,
    /// The document whose copy it is.
    #[schemars(with = "Option<String>")]
    pub duplicate_of: Option<Id>,
    /// How it is a copy: exact, near, syndicated.
    pub duplicate_kind: Option<String>,
    /// The document that it revises.
    #[schemars(with = "Option<String>")]
    pub revises: Option<Id>,
    /// Who laid down its days, and what the program reads.
    pub dated: Option<DatedRow>,
}

/// The documents published in `window`.
pub fn documents(lookup: &Lookup<'_>, window: Window) -> Vec<DocumentRow> {
    let lines = lookup.record.documents.iter();
    let mut found: Vec<&DocumentLine> = lines
        .filter(|d| window.holds(d.published.interval))
        .collect();
    found.sort_by_key(|d| {
        (
            day_key(d.published.interval),
            d.outlet.clone(),
            d.id.clone(),
        )
    });
    found.into_iter().map(|d| document_row(lookup, d)).collect()
}

/// The row of `line`.
pub fn document_row(lookup: &Lookup<'_>, line: &DocumentLine) -> DocumentRow {
    DocumentRow {
        id: line.id.clone(),
        earliest: line.published.interval.earliest,
        latest: line.published.interval.latest,
        basis: word(line.published.basis),
        declared: line.published.declared,
        conflict: line.published.conflict,
        outlet: line.outlet.clone(),
        title: lookup.headline(&line.id),
        uri: line.uri.clone(),
        input_id: line.input_id.clone(),
        language: line.language.clone(),
        characters: line.characters,
        story: line.story.clone(),
        duplicate_of: line.duplicate_of.clone(),
        duplicate_kind: line.duplicate_kind.clone(),
        revises: line.revises.clone(),
        dated: line.published.dated.as_ref().map(DatedRow::of),
    }
}

impl DocumentRow {
    /// What a reader should know before trusting it; empty for most.
    fn oddities(&self) -> Vec<String> {
        let declared = self.declared.filter(|_| self.conflict);
        let kind = self.duplicate_kind.as_deref().unwrap_or_default();
        let copy = self
            .duplicate_of
            .as_ref()
            .map(|of| format!("{kind} copy of {}", short_id(of)));
        let revises = self
            .revises
            .as_ref()
            .map(|of| format!("revises {}", short_id(of)));
        let date = declared.map(|d| format!("says {d}, which its text contradicts"));
        let dated = self.dated.as_ref().map(DatedRow::words);
        [date, dated, copy, revises].into_iter().flatten().collect()
    }
}

impl Row for DocumentRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "earliest",
        "latest",
        "basis",
        "declared",
        "conflict",
        "outlet",
        "title",
        "uri",
        "input_id",
        "language",
        "characters",
        "story",
        "duplicate_of",
        "duplicate_kind",
        "revises",
        "dated",
    ];

    fn cells(&self) -> Vec<String> {
        let id = |id: &Option<Id>| id.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![
            self.id.to_string(),
            cell(self.earliest),
            cell(self.latest),
            self.basis.clone(),
            cell(self.declared),
            self.conflict.to_string(),
            optional(self.outlet.as_deref()),
            self.title.clone(),
            optional(self.uri.as_deref()),
            self.input_id.clone(),
            optional(self.language.as_deref()),
            self.characters.to_string(),
            id(&self.story),
            id(&self.duplicate_of),
            optional(self.duplicate_kind.as_deref()),
            id(&self.revises),
            self.dated.as_ref().map(DatedRow::words).unwrap_or_default(),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        let columns = [
            Column::up_to("PUBLISHED", 22),
            Column::up_to("OUTLET", 20),
            Column::flex("TITLE"),
            Column::up_to("ID", 12),
        ];
        let pieces: Vec<Vec<Piece>> = rows.iter().map(pieces).collect();
        table(paper, &columns, &pieces);
        for row in rows.iter().filter(|r| !r.oddities().is_empty()) {
            let mut line = vec![Piece::plain(&format!("{}: ", short_id(&row.id)))];
            line.extend(remarks(&row.oddities()));
            paper.write(0, &line);
        }
    }
}

fn pieces(row: &DocumentRow) -> Vec<Piece> {
    let published = Interval {
        earliest: row.earliest,
        latest: row.latest,
    };
    vec![
        Piece::plain(&days(published)),
        Piece::plain(row.outlet.as_ref().unwrap_or(&row.input_id)),
        Piece::new(&row.title, Tone::Strong),
        Piece::new(&short_id(&row.id), Tone::Faint),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;
    use crate::render::{Format, listing};

    #[test]
    fn a_document_without_a_headline_is_called_by_how_it_begins() {
        let (mut record, text) = small_record();
        record.documents[0].title = None;
        record.documents[0].duplicate_of = Some(Id::from("doc-2222222222222222"));
        record.documents[0].duplicate_kind = Some("near".into());
        let texts = Texts::new(|_| Some(text.clone()));
        let rows = documents(&Lookup::new(&record, &texts), Window::default());
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        let expected = "\
PUBLISHED   OUTLET  TITLE                                           ID
2023-08-30  Daily   “No,” Moscow denied the report. Washington      doc-11111111
                    said that Russia bought shells.
doc-11111111: near copy of doc-22222222
";
        assert_eq!(printed, expected);
    }
}
