//! `onrecord digest`: what the record tells, on a screen or two.
//!
//! Prints stories with their documents, what happened when, who says what, what is disputed. Known limit: the
//! amounts are limited; the listings have everything.
//!
//! Example: `onrecord digest | less -R`.

use super::as_of::AsOf;
use crate::session::Session;
use crate::{Exit, output};
use anyhow::Result;
use clap::{Args, ValueEnum};
use view::Lookup;
use view::digest::digest;
use view::render::Format;

/// The formats of a digest.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum DigestFormat {
    /// For people, wrapped to the terminal
    #[default]
    Text,
    /// For programs: everything, one object
    Json,
}

/// The option `--format` of digests.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DigestOption {
    /// How to print it
    ///
    /// `text` is for people, `json` has every field. Example: `--format json`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = DigestFormat::Text)]
    format: DigestFormat,
}

/// Print what the record tells on a screen or two
///
/// Stories with their documents, what happened when, who says what, and what is disputed, always with the words.
#[derive(Args, Debug)]
pub struct Digest {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: DigestOption,
}

impl Digest {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        session.shown(self.as_of, |lookup| print(session, lookup, self.format))
    }
}

/// Prints the digest of what `lookup` holds.
pub(crate) fn print(
    session: &Session<'_>,
    lookup: &Lookup<'_>,
    format: DigestOption,
) -> Result<Exit> {
    let found = digest(lookup);
    let format = match format.format {
        DigestFormat::Text => Format::Text,
        DigestFormat::Json => Format::Json,
    };
    output::print(&found.render(format, output::paper(session.global.color)))?;
    Ok(Exit::found(found.stories.len()))
}
