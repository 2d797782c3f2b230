//! Does every test that docs/reliability.md names exist.
//!
//! Takes the root; returns one line a name in the second column of a table that no `fn` of the workspace has. Known limit: whether a test holds
//! the promise beside it is for people to see.
//!
//! Example: a row that names a test which was renamed is reported with its line.

use super::files;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::Path;

const PAGE: &str = "docs/reliability.md";

/// What the page names in vain.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let path = root.join(PAGE);
    let page = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let mut tests = BTreeSet::new();
    for file in files::below(root, "rs")? {
        tests.extend(functions(&file.text));
    }
    let rows = page.lines().enumerate();
    let named = rows.flat_map(|(n, line)| held_by(line).map(move |name| (n + 1, name)));
    let vain = named.filter(|(_, name)| !tests.contains(*name));
    Ok(vain
        .map(|(n, name)| format!("{PAGE}:{n}: there is no test `{name}`"))
        .collect())
}

/// Names of functions that `text` defines.
fn functions(text: &str) -> impl Iterator<Item = String> {
    let lines = text
        .lines()
        .filter_map(|l| l.trim_start().strip_prefix("fn "));
    lines.filter_map(|l| Some(l.split_once('(')?.0.to_owned()))
}

/// Names between backticks in the second column of a row.
fn held_by(line: &str) -> impl Iterator<Item = &str> {
    let cell = line.strip_prefix('|').and_then(|l| l.split('|').nth(1));
    cell.unwrap_or_default().split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_second_column_and_functions_are_found() {
        let named: Vec<&str> = held_by("| a `b` | `one`, `two` |").collect();
        assert_eq!(named, ["one", "two"]);
        assert_eq!(held_by("text with `three`").count(), 0);
        let found: Vec<String> = functions("    fn one() {\n// fn two(").collect();
        assert_eq!(found, ["one"]);
    }
}
