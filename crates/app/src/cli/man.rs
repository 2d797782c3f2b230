//! `onrecord man`: pages of the manual, made from the same definition as the help.
//!
//! Takes the name of a command; prints its page (`man(7)`), or writes the pages of all commands into a folder, as packagers need them. The
//! same program gives the same bytes: pages carry no day. Known limit: the pages say what the long help says; the guide tells when to use what.
//!
//! Example: `onrecord man claims | man -l -` shows the page of `claims`.

use super::Cli;
use crate::{Exit, output};
use anyhow::{Context, Result};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;
use std::path::PathBuf;

/// Print a page of the manual
///
/// Without a command the page of the program. `onrecord man claims | man -l -` shows one.
#[derive(Args, Debug)]
pub struct Man {
    /// The command
    ///
    /// Example: `onrecord man claims`
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    command: Option<String>,

    /// Write the pages of all commands into a folder
    ///
    /// For packages and for the folder of your own pages. Files of the same names in it are replaced. Example: `--output ~/.local/share/man/man1`
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self) -> Result<Exit> {
        let pages = pages();
        if let Some(folder) = &self.output {
            output::folder(folder)?;
            for (name, page) in &pages {
                let path = folder.join(format!("{name}.1"));
                let written = output::file(&path)
                    .and_then(|mut out| out.write_all(&rendered(page)?).and_then(|()| out.flush()));
                written.with_context(|| format!("cannot write {}", path.display()))?;
            }
            return Ok(Exit::Done);
        }
        let wanted = self.command.as_ref().map_or_else(
            || "onrecord".to_owned(),
            |command| format!("onrecord-{command}"),
        );
        let page = pages.iter().find(|(name, _)| *name == wanted);
        let (_, page) = page.with_context(|| {
            format!(
                "there is no command `{}` (help: `onrecord --help` lists them)",
                self.command.as_deref().unwrap_or_default()
            )
        })?;
        output::print(&String::from_utf8_lossy(&rendered(page)?))?;
        Ok(Exit::Done)
    }
}

/// The program and its commands, each under the name of its page.
fn pages() -> Vec<(String, Command)> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    let mut pages = Vec::new();
    collect(&cli, "onrecord", &mut pages);
    pages
}

fn collect(command: &Command, name: &str, pages: &mut Vec<(String, Command)>) {
    let page = command.clone().display_name(name.to_owned());
    pages.push((name.to_owned(), page));
    for inner in command.get_subcommands() {
        collect(inner, &format!("{name}-{}", inner.get_name()), pages);
    }
}

fn rendered(page: &Command) -> std::io::Result<Vec<u8>> {
    let mut roff = Vec::new();
    Page::new(page.clone())
        .manual("onrecord")
        .render(&mut roff)?;
    Ok(roff)
}
