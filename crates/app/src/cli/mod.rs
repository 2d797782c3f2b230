//! The definition of the command line: help, reference page, manual and completions all come from it.
//!
//! Takes what clap parsed; hands it to the file of the command. Every option's short help fits a line; the long
//! help adds reason, default, unit or an example. Known limit: English only.
//!
//! Example: `Cli::command()` is the definition that `docs/reference.md` is written from.

mod actors;
pub(crate) mod add;
pub(crate) mod as_of;
mod changes;
mod claims;
mod completions;
mod date;
mod days;
mod decisions;
mod demo;
mod diff;
mod digest;
mod disputes;
mod documents;
mod events;
mod export;
mod import;
mod join;
mod list;
mod man;
mod norms;
mod note;
mod parse;
mod rebuild;
pub mod reference;
mod remove;
mod search;
mod serve;
mod show;
mod split;
mod timeline;
mod verify;
mod watch;
mod wrong;

use crate::Exit;
use crate::notes::Wanted;
use crate::output::Colour;
use crate::session::Session;
use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::num::NonZeroU16;
use std::path::PathBuf;

/// Keeps the record of many news articles: who did what, who said what, who denies it, with the words
///
/// onrecord reads articles about a developing affair into one record file and answers from it. Every line it
/// shows rests on words of an article, and shows them. It works offline. The same articles give the same record.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, after_help = AFTER, max_term_width = 100)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Exit codes: 0 done, 1 nothing found, 2 some inputs refused (the rest done), 3 failed.
Try `onrecord demo` first.";

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The record file
    ///
    /// `add` makes it where there is none. Keep one record an affair; files `…-wal` and `…-shm` beside it belong to
    /// it while a command runs. Example: `--record iran.db`
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "ONRECORD_RECORD",
        default_value = "onrecord.db"
    )]
    pub record: PathBuf,

    /// A folder whose files replace built-in data files
    ///
    /// For analysts who change word lists or thresholds: copy single files of `data/` into a folder, keeping their
    /// paths, and edit them there. What the folder lacks comes from the program. Example: `--data my-data`
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Threads that read articles and derive the record
    ///
    /// The default is one a processor core. The number never changes what is read. Example: `--threads 1`
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroU16>,

    /// Report only errors and refused inputs
    ///
    /// Leaves out summaries, warnings and the progress bar, so that a script's log stays short.
    #[arg(long, short, global = true)]
    pub quiet: bool,

    /// Also report what happened to each article
    ///
    /// Reports go to standard error and never mix with data.
    #[arg(long, short, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,

    /// When to use colour
    ///
    /// `auto` colours on terminals unless the variable `NO_COLOR` is set. Without colour the point of a quote stands
    /// between « and ».
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto, hide_possible_values = false)]
    pub color: Colour,
}

impl Global {
    /// The messages that `--quiet` and `-v` ask for.
    pub(crate) fn wanted(&self) -> Wanted {
        match (self.quiet, self.verbose) {
            (true, _) => Wanted::Errors,
            (false, 0) => Wanted::Results,
            (false, _) => Wanted::Details,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles into the record
    Add(add::Add),
    /// Ask feeds again and again, and print what is new in the record
    Watch(watch::Watch),
    /// Print what the record tells on a screen or two
    Digest(digest::Digest),
    /// List the documents
    Documents(documents::Documents),
    /// List the actors
    Actors(actors::Actors),
    /// List the events: who did what to whom
    Events(events::Events),
    /// List the claims: who said what
    Claims(claims::Claims),
    /// List the dated lines of each story
    Timeline(timeline::Timeline),
    /// List what one side asserts and another denies
    Disputes(disputes::Disputes),
    /// List what would conflict with a norm or a promise, if it is so
    Norms(norms::Norms),
    /// Find words in the texts
    Search(search::Search),
    /// Show everything about one thing, with its evidence
    Show(show::Show),
    /// Show the record as web pages
    Serve(serve::Serve),
    /// Write the whole record for other programs
    Export(export::Export),
    /// Read an export back into a record
    Import(import::Import),
    /// Check every quote against the stored texts
    Verify(verify::Verify),
    /// Read every stored document again
    Rebuild(rebuild::Rebuild),
    /// Take a document out, with all that rests on it alone
    Remove(remove::Remove),
    /// Lay down that several events, or actors, are one
    Join(join::Join),
    /// Lay down that one event, or actor, is two
    Split(split::Split),
    /// Lay down when an event happened, or a document was published
    Date(date::Date),
    /// Lay down that a claim, a promise or an event is misread
    Wrong(wrong::Wrong),
    /// Write a note beside a document, claim, event, actor or any other line
    Note(note::Note),
    /// List what was laid down by hand
    Decisions(decisions::Decisions),
    /// Take a decision back
    Undo(decisions::Undo),
    /// List what differs between two records, or two days of one, and why
    Diff(diff::Diff),
    /// List what changed in the record, and when
    Log(changes::Log),
    /// Print how the language core reads a text, as CoNLL-U
    Parse(parse::Parse),
    /// Read the bundled articles and print their digest
    Demo(demo::Demo),
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print a page of the manual
    Man(man::Man),
}

impl Cli {
    /// Plays the command.
    ///
    /// # Errors
    /// What keeps the command from being done, in a line for people.
    pub fn run(&self) -> Result<Exit> {
        let session = Session::new(&self.global);
        session.check_data()?;
        match &self.command {
            Command::Add(command) => command.run(&session),
            Command::Watch(command) => command.run(&session),
            Command::Digest(command) => command.run(&session),
            Command::Documents(command) => command.run(&session),
            Command::Actors(command) => command.run(&session),
            Command::Events(command) => command.run(&session),
            Command::Claims(command) => command.run(&session),
            Command::Timeline(command) => command.run(&session),
            Command::Disputes(command) => command.run(&session),
            Command::Norms(command) => command.run(&session),
            Command::Search(command) => command.run(&session),
            Command::Show(command) => command.run(&session),
            Command::Serve(command) => command.run(&session),
            Command::Export(command) => command.run(&session),
            Command::Import(command) => command.run(&session),
            Command::Verify(command) => command.run(&session),
            Command::Rebuild(command) => command.run(&session),
            Command::Remove(command) => command.run(&session),
            Command::Join(command) => command.run(&session),
            Command::Split(command) => command.run(&session),
            Command::Date(command) => command.run(&session),
            Command::Wrong(command) => command.run(&session),
            Command::Note(command) => command.run(&session),
            Command::Decisions(command) => command.run(&session),
            Command::Undo(command) => command.run(&session),
            Command::Diff(command) => command.run(&session),
            Command::Log(command) => command.run(&session),
            Command::Parse(command) => command.run(&session),
            Command::Demo(command) => command.run(&session),
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}

fn threads(typed: &str) -> Result<NonZeroU16, String> {
    let wrong = |_| format!("the number of threads is 1 to {}", u16::MAX);
    typed.parse().map_err(wrong)
}

/// The model value that exports write as `word`, such as a stance; for words that clap has checked already.
fn word<T: serde::de::DeserializeOwned>(word: String) -> T {
    serde_json::from_value(word.into()).expect("only words of the model are offered")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn short_help_fits_eighty_columns() {
        for command in
            std::iter::once(&mut Cli::command()).chain(Cli::command().get_subcommands_mut())
        {
            let shown = command.clone().term_width(80).render_help().to_string();
            let wide: Vec<&str> = shown.lines().filter(|l| l.chars().count() > 80).collect();
            assert!(wide.is_empty(), "{wide:?}");
        }
    }

    #[test]
    fn every_option_says_more_in_its_long_help() {
        for command in Cli::command().get_subcommands() {
            for option in command.get_arguments() {
                let named = format!("{} {}", command.get_name(), option.get_id());
                assert!(option.get_help().is_some(), "{named} has no help");
                assert!(option.get_long_help().is_some(), "{named} has no long help");
            }
        }
    }
}
