//! The house rules that the compiler cannot hold.
//!
//! Takes the root of the workspace; returns an error that lists every place where a rule is broken.
//! Rules: each Rust file says at its head what it is; code compares no word of an article with a
//! literal and holds no bare threshold; no module is named for nothing; no file grows past the house
//! limit; crates depend only on what the flow allows; data files state origin and licence; paths named
//! in ARCHITECTURE.md exist. Known limit: rules on code are regular expressions over lines without
//! tests, so they catch the usual ways of breaking them, not every way.
//!
//! Example: `if token.lemma == "say"` in `crates/statement` is reported with file and line.

mod files;
mod rules;

use anyhow::{Result, bail};
use std::path::Path;

/// Checks every rule.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut broken = Vec::new();
    for file in files::below(root, "rs")? {
        broken.extend(rules::rust(&file));
    }
    for ending in ["csv", "toml", "txt"] {
        for file in files::below(&root.join("data"), ending)? {
            broken.extend(rules::data(&file));
        }
    }
    broken.extend(rules::dependencies(root)?);
    broken.extend(rules::architecture(root)?);
    if broken.is_empty() {
        return Ok(());
    }
    broken.sort();
    bail!(
        "{} places break the house rules:\n{}",
        broken.len(),
        broken.join("\n")
    )
}
