//! What analysts laid down of a line, as listings show it.
//!
//! Takes the marks and dates of lines; returns rows for JSON and words for people. Known limit: notes stand in the list of decisions and
//! on the sheet of their line only.
//!
//! Example: `marked wrong by A. Reader: it is the spokesman who denies`.

use super::days;
use crate::render::{Paper, Piece, Tone};
use jiff::civil::Date;
use model::Id;
use model::record::{Dated, Mark};
use schemars::JsonSchema;
use serde::Serialize;

/// Who marked a line as misread, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MarkRow {
    /// The decision.
    #[schemars(with = "String")]
    pub decision: Id,
    /// Name of the analyst.
    pub by: String,
    /// When, in UTC.
    pub at: String,
    /// Why.
    pub why: Option<String>,
}

/// Who laid down the days of a line, and what the program reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DatedRow {
    /// The decision.
    #[schemars(with = "String")]
    pub decision: Id,
    /// Name of the analyst.
    pub by: String,
    /// When, in UTC.
    pub at: String,
    /// Why.
    pub why: Option<String>,
    /// First day that the program reads.
    pub read_earliest: Option<Date>,
    /// Last such day.
    pub read_latest: Option<Date>,
}

impl MarkRow {
    pub(super) fn all(marked: &[Mark]) -> Vec<Self> {
        marked.iter().map(Self::of).collect()
    }

    fn of(mark: &Mark) -> Self {
        Self {
            decision: mark.decision.clone(),
            by: mark.by.clone(),
            at: mark.at.clone(),
            why: mark.why.clone(),
        }
    }

    /// The mark for people.
    pub fn words(&self) -> String {
        because(format!("marked wrong by {}", self.by), self.why.as_ref())
    }
}

/// Marks for people, one behind the other; empty for what nobody marked.
pub(super) fn all_words(marked: &[MarkRow]) -> String {
    let words: Vec<String> = marked.iter().map(MarkRow::words).collect();
    words.join("; ")
}

/// The marks in a listing, one a line.
pub(super) fn write_marks(marked: &[MarkRow], paper: &mut Paper) {
    for mark in marked {
        paper.write(2, &[Piece::new(&mark.words(), Tone::Bad)]);
    }
}

impl DatedRow {
    pub(crate) fn of(dated: &Dated) -> Self {
        let mark = MarkRow::of(&dated.mark);
        Self {
            decision: mark.decision,
            by: mark.by,
            at: mark.at,
            why: mark.why,
            read_earliest: dated.read.earliest,
            read_latest: dated.read.latest,
        }
    }

    /// Who dated it, and what the program reads, for people.
    pub fn words(&self) -> String {
        let read = model::Interval {
            earliest: self.read_earliest,
            latest: self.read_latest,
        };
        let dated = format!("dated by {}, read as {}", self.by, days(read));
        because(dated, self.why.as_ref())
    }
}

fn because(laid_down: String, why: Option<&String>) -> String {
    match why {
        Some(why) => format!("{laid_down}: {why}"),
        None => laid_down,
    }
}
