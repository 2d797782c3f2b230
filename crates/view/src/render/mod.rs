//! Turns listings into what the user asked for: text for people, JSON, CSV.
//!
//! Takes rows (anything that implements [`Row`]); returns a string. JSON carries everything, CSV the same
//! in flat cells, text what a person needs first. Nothing here knows what a claim is. Known limit: a
//! listing is built whole before it is printed.
//!
//! Example: `listing(&rows, Format::Csv, Paper::plain(80))` begins with the line of column names.

mod csv;
mod json;
mod paper;
mod table;

pub use csv::csv;
pub(crate) use csv::joined;
pub use json::json;
pub use paper::{Paper, Piece, Tone};
pub use table::{Column, table};

use serde::Serialize;

/// How a listing is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON array.
    Json,
    /// Comma-separated values with a header line.
    Csv,
}

/// One entry of a listing.
pub trait Row: Serialize {
    /// Names of the CSV columns.
    const COLUMNS: &'static [&'static str];

    /// The cells of its CSV line, one a column.
    fn cells(&self) -> Vec<String>;

    /// Writes all `rows` for people.
    fn write(rows: &[Self], paper: &mut Paper)
    where
        Self: Sized;
}

/// `rows` in `format`; `paper` gives width and colour of text.
pub fn listing<R: Row>(rows: &[R], format: Format, mut paper: Paper) -> String {
    match format {
        Format::Json => json(&rows),
        Format::Csv => csv(R::COLUMNS, rows.iter().map(Row::cells)),
        Format::Text => {
            R::write(rows, &mut paper);
            paper.finish()
        }
    }
}
