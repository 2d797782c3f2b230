//! What all listings share: the choice of format, and printing rows with the right exit code.
//!
//! Takes rows; prints them as text, JSON or CSV; returns 1 when there are none. Known limit: a listing is built
//! whole before it is printed.
//!
//! Example: `onrecord actors --format csv > actors.csv`.

use crate::session::Session;
use crate::{Exit, output};
use anyhow::Result;
use clap::{Args, ValueEnum};
use view::render::{Format, Row, listing};

/// How a listing is printed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum FormatName {
    /// For people, wrapped to the terminal
    #[default]
    Text,
    /// For programs: everything, one array
    Json,
    /// For spreadsheets: one line an entry
    Csv,
}

/// The option `--format`.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct FormatOption {
    /// How to print it
    ///
    /// `text` is for people and may change with any version. `json` has every field, with offsets in Unicode code
    /// points. `csv` has the same in flat cells; a cell that a spreadsheet would run as a formula gets an
    /// apostrophe in front. Example: `--format csv`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatName::Text)]
    pub(crate) format: FormatName,
}

impl FormatOption {
    pub(crate) fn get(self) -> Format {
        match self.format {
            FormatName::Text => Format::Text,
            FormatName::Json => Format::Json,
            FormatName::Csv => Format::Csv,
        }
    }
}

/// Prints `rows`; `none` says in words that there are none.
pub(crate) fn print<R: Row>(
    session: &Session<'_>,
    rows: &[R],
    format: FormatOption,
    none: &str,
) -> Result<Exit> {
    let text_of_nothing = rows.is_empty() && format.get() == Format::Text;
    if !text_of_nothing {
        output::print(&listing(
            rows,
            format.get(),
            output::paper(session.global.color),
        ))?;
    }
    if rows.is_empty() {
        session.notes.say(none);
    }
    Ok(Exit::found(rows.len()))
}
