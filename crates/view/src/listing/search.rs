//! What a full-text search found, each hit in its surroundings.
//!
//! Takes documents and spans as the store's index gives them, best first; returns rows in that order.
//! Known limit: the window around a hit is cut at white space, not at sentences.
//!
//! Example: searching `shells` gives "… said that Russia bought «shells»."

use super::{cell, days, optional, short_id};
use crate::render::{Paper, Piece, Row, Tone};
use crate::{Excerpt, Lookup};
use jiff::civil::Date;
use model::{Id, Interval, Span};
use serde::Serialize;

/// Code points shown on either side of a hit: about a line of a terminal.
const REACH: usize = 90;

/// A hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HitRow {
    /// The document.
    pub document: Id,
    /// Its headline, or how it begins.
    pub title: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// That outlet, or the name it came in under; for text only.
    #[serde(skip)]
    pub whence: String,
    /// First day on which it can have been published.
    pub earliest: Option<Date>,
    /// Last such day.
    pub latest: Option<Date>,
    /// The words found, with what stands around them; `None` when only the title has them.
    pub quote: Option<Excerpt>,
}

/// Places of one document that text shows; JSON and CSV have all.
const SHOWN: usize = 4;

/// Rows for the documents `found`, each with its places, in their order.
pub fn hits(lookup: &Lookup<'_>, found: &[(Id, Vec<Span>)]) -> Vec<HitRow> {
    let rows = found
        .iter()
        .flat_map(|(document, spans)| document_hits(lookup, document, spans));
    rows.collect()
}

fn document_hits(lookup: &Lookup<'_>, document: &Id, spans: &[Span]) -> Vec<HitRow> {
    if spans.is_empty() {
        return vec![hit_row(lookup, document, None)];
    }
    let quote = |&span| lookup.excerpt_near(document, span, REACH);
    let quotes = spans.iter().map(quote);
    quotes.map(|q| hit_row(lookup, document, Some(q))).collect()
}

fn hit_row(lookup: &Lookup<'_>, document: &Id, quote: Option<Excerpt>) -> HitRow {
    let published = lookup.published(document);
    HitRow {
        document: document.clone(),
        title: lookup.headline(document),
        outlet: lookup.outlet(document),
        whence: lookup.whence(document),
        earliest: published.earliest,
        latest: published.latest,
        quote,
    }
}

impl Row for HitRow {
    const COLUMNS: &'static [&'static str] = &[
        "document", "title", "outlet", "earliest", "latest", "start", "end", "text", "before",
        "after",
    ];

    fn cells(&self) -> Vec<String> {
        let quote = self.quote.clone().unwrap_or_default();
        vec![
            self.document.to_string(),
            self.title.clone(),
            optional(self.outlet.as_deref()),
            cell(self.earliest),
            cell(self.latest),
            quote.start.to_string(),
            quote.end.to_string(),
            quote.text.clone(),
            quote.before.clone(),
            quote.after.clone(),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for of_document in rows.chunk_by(|a, b| a.document == b.document) {
            paper.blank();
            write_document(of_document, paper);
        }
    }
}

fn write_document(rows: &[HitRow], paper: &mut Paper) {
    if let Some(first) = rows.first() {
        first.write_head(paper);
    }
    let windows = windows(rows);
    for quote in windows.iter().take(SHOWN) {
        paper.quote(2, quote);
    }
    if windows.len() > SHOWN {
        let note = format!("and {} more", windows.len() - SHOWN);
        paper.write(2, &[Piece::new(&note, Tone::Faint)]);
    }
}

/// The hits that do not lie in the window of the one shown before.
fn windows(rows: &[HitRow]) -> Vec<&Excerpt> {
    let mut shown: Vec<&Excerpt> = Vec::new();
    for quote in rows.iter().filter_map(|r| r.quote.as_ref()) {
        let seen = shown.last().map_or(0, |q| q.end + q.after.chars().count());
        if shown.is_empty() || quote.end > seen {
            shown.push(quote);
        }
    }
    shown
}

impl HitRow {
    fn write_head(&self, paper: &mut Paper) {
        let published = Interval {
            earliest: self.earliest,
            latest: self.latest,
        };
        paper.write(
            0,
            &[
                Piece::plain(&format!("{}  {}  ", days(published), self.whence)),
                Piece::new(&self.title, Tone::Strong),
                Piece::new(&format!("  {}", short_id(&self.document)), Tone::Faint),
            ],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::{at, small_record};
    use crate::render::{Format, listing};

    #[test]
    fn a_hit_is_marked_in_its_surroundings() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let found = [(record.documents[0].id.clone(), vec![at(&text, "shells")])];
        let rows = hits(&Lookup::new(&record, &texts), &found);
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        let expected = "\
2023-08-30 Daily Moscow denies report doc-11111111
  | “No,” Moscow denied the report. Washington said that Russia bought «shells».
";
        assert_eq!(printed, expected);
    }
}
