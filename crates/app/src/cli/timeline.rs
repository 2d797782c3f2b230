//! `onrecord timeline`: the dated lines of each story.
//!
//! Takes a story, days and a number of lines; prints the lines by day, larger stories first. Known limit: the
//! lines are sentences of articles, so those of two days may tell the same.
//!
//! Example: `onrecord timeline --top 10`.

use super::as_of::AsOf;
use super::days::Days;
use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use std::num::NonZeroUsize;
use view::listing::{self, Cut};

/// List the dated lines of each story
///
/// Stories with more documents come first; inside a story the lines stand by day. Each line is the exact words of
/// an article.
#[derive(Args, Debug)]
pub struct Timeline {
    /// Only the story with this id
    ///
    /// Its beginning is enough. Example: `--story story-8c2f`
    #[arg(long, value_name = "ID")]
    story: Option<String>,

    /// Only the most important lines of each story
    ///
    /// By score; the lines still stand by day. Example: `--top 10`
    #[arg(long, value_name = "N")]
    top: Option<usize>,

    /// Lines a day at most
    ///
    /// The best come first when they are chosen; no two of a day say the same. Example: `--lines 3`
    #[arg(long, value_name = "N", default_value = "1")]
    lines: NonZeroUsize,

    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

impl Timeline {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        session.shown(self.as_of, |lookup| {
            let cut = Cut {
                most: self.top,
                a_day: self.lines.get(),
            };
            let rows = listing::timeline(lookup, self.days.window(), self.story.as_deref(), cut);
            list::print(session, &rows, self.format, "no dated lines fit")
        })
    }
}
