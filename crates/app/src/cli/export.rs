//! `onrecord export`: the whole record for other programs.
//!
//! Writes the JSON Lines of `docs/record.md` to standard output, line by line. The bytes depend on documents and
//! language knowledge only. Known limit: one format so far.
//!
//! Example: `onrecord export --format jsonl > record.jsonl`.

use crate::session::{Session, with_record};
use crate::{Exit, output};
use anyhow::Result;
use clap::{Args, ValueEnum};
use view::export::{Error, Meta, TextField, jsonl};

/// The formats of exports.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ExportFormat {
    /// JSON Lines, `record_format` 1
    #[default]
    Jsonl,
}

/// Write the whole record for other programs
///
/// JSON Lines in UTF-8, one object a line, offsets in Unicode code points; docs/record.md is the contract, and
/// docs/schema has a JSON Schema. The same documents give the same bytes, in whatever order they came.
#[derive(Args, Debug)]
pub struct Export {
    /// The format to write
    ///
    /// `jsonl` is the public, versioned contract. Example: `--format jsonl`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ExportFormat::Jsonl)]
    format: ExportFormat,

    /// Leave out the full texts
    ///
    /// For passing on a record of articles that may not be copied. The words behind each line stay in. Such an
    /// export cannot be imported again.
    #[arg(long)]
    no_text: bool,
}

impl Export {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let ExportFormat::Jsonl = self.format;
        let store = session.current()?;
        let lexicon = store.derived_lexicon()?.unwrap_or_default();
        let meta = Meta {
            version: env!("CARGO_PKG_VERSION"),
            lexicon: &lexicon,
            text: if self.no_text {
                TextField::LeftOut
            } else {
                TextField::Kept
            },
        };
        with_record(&store, |record, texts| {
            match jsonl(record, texts, &meta, &mut output::stream()) {
                Err(Error::Output(error)) => Err(output::unwritable(error)),
                result => Ok(result?),
            }
        })?;
        Ok(Exit::Done)
    }
}
