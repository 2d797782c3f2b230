//! The reference page, written from the definition of the command line.
//!
//! Returns the text of `docs/reference.md`; a test compares it with the file, and `cargo run -p xtask -- docs` writes
//! it. Known limit: it says what the long help says, no more; the guide tells when to use what.
//!
//! Example: the section of `claims` lists `--by <ACTOR>` with its long help.

use super::Cli;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write;

const HEAD: &str = "\
# Reference

<!-- Written by `cargo run -p xtask -- docs` from the definition of the command line; do not edit. -->

Every command, argument and option of `onrecord`. `onrecord COMMAND --help` shows the same. The [guide](guide.md) tells when to use what;
the formats of input and export are in [record.md](record.md).

Exit codes of every command: 0 done, 1 nothing found, 2 some inputs refused (the rest done), 3 failed. Data go to standard output, messages to
standard error.
";

/// The reference page.
pub fn page() -> String {
    let mut cli = Cli::command();
    cli.build();
    let mut out = HEAD.to_owned();
    section(&mut out, "Options of every command", "", &globals(&cli));
    for command in commands(&cli) {
        write_command(&mut out, command.get_name(), command);
        for inner in commands(command) {
            let name = format!("{} {}", command.get_name(), inner.get_name());
            write_command(&mut out, &name, inner);
        }
    }
    out
}

fn commands(of: &Command) -> impl Iterator<Item = &Command> {
    of.get_subcommands().filter(|c| c.get_name() != "help")
}

fn write_command(out: &mut String, name: &str, command: &Command) {
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let usage = command
        .clone()
        .render_usage()
        .to_string()
        .replace("Usage: ", "");
    let intro = format!("```\n{usage}\n```\n\n{about}\n");
    section(out, &format!("`{name}`"), &intro, &own(command));
}

fn globals(cli: &Command) -> Vec<&Arg> {
    cli.get_arguments().filter(|a| a.is_global_set()).collect()
}

/// What the command has beyond the options of every command.
fn own(command: &Command) -> Vec<&Arg> {
    let common =
        |a: &&Arg| !a.is_global_set() && !matches!(a.get_id().as_str(), "help" | "version");
    command.get_arguments().filter(common).collect()
}

fn section(out: &mut String, title: &str, intro: &str, arguments: &[&Arg]) {
    write!(out, "\n## {title}\n").expect("a string takes every write");
    if !intro.is_empty() {
        write!(out, "\n{intro}").expect("a string takes every write");
    }
    if !arguments.is_empty() {
        out.push('\n');
    }
    for argument in arguments {
        writeln!(out, "- {}: {}", form(argument), explained(argument))
            .expect("a string takes every write");
    }
}

/// `--by <ACTOR>`, as typed.
fn form(argument: &Arg) -> String {
    let short = argument
        .get_short()
        .map(|s| format!("`-{s}`, "))
        .unwrap_or_default();
    let names = argument.get_value_names().unwrap_or_default();
    let takes = argument.get_action().takes_values();
    let value = names
        .first()
        .filter(|_| takes)
        .map(|n| format!("<{n}>"))
        .unwrap_or_default();
    match argument.get_long() {
        Some(long) => format!("{short}`{}`", format!("--{long} {value}").trim_end()),
        None => format!("`{value}`"),
    }
}

fn explained(argument: &Arg) -> String {
    let help = argument
        .get_long_help()
        .or(argument.get_help())
        .map(ToString::to_string)
        .unwrap_or_default();
    let paragraphs = help
        .split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut sentences: Vec<String> = paragraphs
        .map(|p| format!("{}.", p.trim_end_matches('.')))
        .collect();
    let values = argument.get_possible_values();
    let shown: Vec<String> = values
        .iter()
        .map(|v| format!("`{}`", v.get_name()))
        .collect();
    if argument.get_action().takes_values() && !shown.is_empty() {
        sentences.push(format!("One of {}.", shown.join(", ")));
    }
    let default = argument
        .get_default_values()
        .first()
        .map(|d| format!("Default `{}`.", d.to_string_lossy()));
    sentences.extend(default.filter(|_| argument.get_action().takes_values()));
    let variable = argument
        .get_env()
        .map(|v| format!("Also the variable `{}`.", v.to_string_lossy()));
    sentences.extend(variable);
    sentences.join(" ")
}
