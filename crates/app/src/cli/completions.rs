//! `onrecord completions`: a script that teaches a shell our commands and options.
//!
//! Takes the name of a shell; prints the script, made from the same definition as the help. Known limit: ids are
//! not completed.
//!
//! Example: `onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord`.

use super::Cli;
use crate::{Exit, output};
use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print a completion script for a shell
///
/// Write it to where your shell looks for such scripts and start a new shell.
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    ///
    /// Example: `onrecord completions zsh > ~/.zfunc/_onrecord`
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<Exit> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "onrecord", &mut script);
        output::print(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
