//! The command line: the only place that prints.
//!
//! Takes the arguments; plays one command, each in its own file under `cli`; returns the exit code. Data go to
//! standard output, everything else to standard error. Known limit: one command a run.
//!
//! Example: `run(["onrecord", "claims", "--by", "Kirby"])` lists what Kirby says.

pub mod cli;
mod exit;
mod notes;
mod output;
mod progress;
mod session;

pub use exit::Exit;

use clap::Parser;
use cli::Cli;
use std::ffi::OsString;

/// Runs the program with `arguments`, the first being its name.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(shown) => return usage(&shown),
    };
    let notes = notes::Notes::new(cli.global.wanted());
    match cli.run() {
        Ok(exit) => exit,
        Err(error) if output::is_closed(&error) => Exit::Done,
        Err(error) => {
            notes.error(&error);
            Exit::Failed
        }
    }
}

/// Prints help, version or what is wrong with the arguments.
fn usage(shown: &clap::Error) -> Exit {
    // A closed pipe (`onrecord --help | head -1`) leaves nobody to tell.
    let _ = shown.print();
    if shown.use_stderr() {
        Exit::Failed
    } else {
        Exit::Done
    }
}
