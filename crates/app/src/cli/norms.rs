//! `onrecord norms`: what would conflict with a norm, if it is so; and checking norm packs.
//!
//! Without `check` it lists possible breaches by norm; with it, it reads packs and runs their examples. Known limit:
//! packs say what their authors took from a norm, not the norm itself.
//!
//! Example: `onrecord norms --by RUS --status alleged`, `onrecord norms check my-pack.toml`.

use super::as_of::AsOf;
use super::days::Days;
use super::events::STATUSES;
use super::list::{self, FormatOption};
use super::word;
use crate::session::Session;
use crate::{Exit, output};
use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use engine::NormCheck;
use model::Status;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use view::filter::{ActorQuery, WordQuery};
use view::listing::{self, BreachFilter};

/// List what would conflict with a norm or a promise, if it is so
///
/// Norms are rules that bind actors from outside, such as paragraphs of UN resolutions, from the packs under
/// `data/norms`. Each stands beside the events and claims that would conflict with it, with their status, origins and
/// words. Nothing here says that a norm was broken.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Norms {
    #[command(subcommand)]
    command: Option<NormsCommand>,

    /// Only what this actor does, undergoes or speaks of
    ///
    /// Words of a name, a country code, or an id. Example: `--by PRK`
    #[arg(long, value_name = "ACTOR")]
    by: Option<String>,

    /// Words that norm, event or reason must have
    ///
    /// All of them, each at the start of a word, in any case. Example: `--about "1874 arms"`
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,

    /// Only events of one status
    ///
    /// What the record as a whole supports. Example: `--status alleged`
    #[arg(long, value_name = "STATUS", value_parser = PossibleValuesParser::new(STATUSES).map(word::<Status>))]
    status: Option<Status>,

    /// Only the story with this id
    ///
    /// Its beginning is enough. Example: `--story story-8c2f`
    #[arg(long, value_name = "ID")]
    story: Option<String>,

    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: FormatOption,
}

/// What else can be done with norms.
#[derive(Debug, Subcommand)]
enum NormsCommand {
    /// Check norm packs and run their examples
    Check(Check),
}

/// Check norm packs and run their examples
///
/// Each sentence under `examples.fits` must come to stand beside its norm, none under `examples.nots` may. Packs that
/// are sound are used when they lie in the folder of `--data`, as `norms/NAME.toml`. The exit code is 2 when a pack
/// cannot be read and 3 when an example fails.
#[derive(Args, Debug)]
struct Check {
    /// The packs
    ///
    /// Files as `data/norms/template.toml` shows. Example: `onrecord norms check treaty.toml`
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Norms {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        if let Some(NormsCommand::Check(check)) = &self.command {
            return check.run(session);
        }
        let filter = BreachFilter {
            by: self.by.as_deref().map(ActorQuery::new),
            about: self.about.as_deref().map(WordQuery::new),
            status: self.status,
            window: self.days.window(),
            story: self.story.clone(),
        };
        session.shown(self.as_of, |lookup| {
            let rows = listing::breaches(lookup, &filter);
            list::print(session, &rows, self.format, "nothing stands beside a norm")
        })
    }
}

impl Check {
    fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut engine = session.engine()?;
        let (mut refused, mut failed) = (false, false);
        for file in &self.files {
            match engine.check_norms(file) {
                Ok(checked) => {
                    failed |= !checked.failures.is_empty();
                    output::print(&told(file, &checked))?;
                }
                Err(error) => {
                    refused = true;
                    session.notes.error(&error.into());
                }
            }
        }
        Ok(match (failed, refused) {
            (true, _) => Exit::Failed,
            (false, true) => Exit::Refused,
            (false, false) => Exit::Done,
        })
    }
}

/// A line for the pack, and one for each example that fails.
fn told(file: &Path, checked: &NormCheck) -> String {
    let mut text = String::new();
    for failure in &checked.failures {
        let place = format!("{}:{}", file.display(), failure.line);
        writeln!(
            text,
            "{place}: {}: \"{}\" {} (help: mend `acts`, `things`, the parties or the days, or say the example more plainly)",
            failure.norm, failure.text, failure.problem
        )
        .expect("a string takes any text");
    }
    let sound = checked.examples - checked.failures.len();
    writeln!(
        text,
        "{}: {} norms, {sound} of {} examples work",
        checked.pack, checked.norms, checked.examples
    )
    .expect("a string takes any text");
    text
}
