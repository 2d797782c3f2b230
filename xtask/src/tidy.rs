//! The house rules that the compiler cannot hold.
//!
//! Takes the root of the workspace; returns an error that lists every place where a rule is broken.
//! Rules: each Rust file says at its head what it is; code compares no word of an article with a
//! literal and holds no bare threshold; a constant with a fraction is named in ARCHITECTURE.md; no module
//! is named for nothing; no file grows past the house limit; crates depend only on what the flow allows;
//! data files state origin and licence and have their row in data/README.md; paths named in
//! ARCHITECTURE.md and tests named in docs/reliability.md exist. Known limit: rules on code are regular expressions over lines without tests, so
//! they catch the usual ways of breaking them, not every way; a whole number in a constant passes. The
//! length of functions is clippy's (clippy.toml).
//!
//! Example: `if token.lemma == "say"` in `crates/statement` is reported with file and line.

mod files;
mod promises;
mod readme;
mod rules;

use anyhow::{Result, bail};
use std::path::Path;

/// Checks every rule.
pub(crate) fn run(root: &Path) -> Result<()> {
    let named = rules::architecture_text(root)?;
    let mut broken = Vec::new();
    for file in files::below(root, "rs")? {
        broken.extend(rules::rust(&file));
        broken.extend(rules::constants(&file, &named));
    }
    for ending in ["csv", "toml", "txt"] {
        for file in files::below(&root.join("data"), ending)? {
            broken.extend(rules::data(&file));
        }
    }
    broken.extend(rules::dependencies(root)?);
    broken.extend(rules::architecture(root)?);
    broken.extend(promises::check(root)?);
    broken.extend(readme::check(root)?);
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
