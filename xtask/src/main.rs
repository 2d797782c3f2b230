//! Chores of the workspace, run as `cargo run -p xtask -- CHORE`.
//!
//! Takes the name of a chore and its arguments; returns 0 when it is done and 1 with the reasons on
//! standard error when it is not. Each chore is one module; nothing here ships with the program.
//!
//! Example: `cargo run -p xtask -- tidy` checks the house rules that the compiler cannot.

#![expect(
    clippy::disallowed_methods,
    reason = "chores read and write the workspace"
)]

mod docs;
mod model;
mod release;
mod tidy;
mod train;

use anyhow::{Result, bail};
use std::path::Path;

const USAGE: &str = "chores: tidy | docs | release FOLDER | model FOLDER | train READER";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."));
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy::run(root),
        ["docs"] => docs::write(root),
        ["release", folder] => release::write(root, Path::new(folder)),
        ["train", ref rest @ ..] => train::run(root, rest),
        ["model", folder] => model::write(Path::new(folder)),
        _ => bail!("no such chore; {USAGE}"),
    }
}
