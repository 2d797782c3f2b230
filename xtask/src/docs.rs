//! Writes the pages and snapshots that are made from the program: the reference, the output of the demo.
//!
//! Runs the tests that compare them with their files, told by a variable to write the files instead; so there is
//! one generator for both. Known limit: builds the whole program.
//!
//! Example: `cargo run -p xtask -- docs` after adding an option writes `docs/reference.md`.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Writes them all.
pub(crate) fn write(root: &Path) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tests = ["--test", "reference", "--test", "demo"];
    let status = Command::new(cargo)
        .args(["test", "--quiet", "--package", "onrecord"])
        .args(tests)
        .env("ONRECORD_UPDATE", "1")
        .current_dir(root)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("the tests that write the pages failed (help: see above)");
    }
    Ok(())
}
