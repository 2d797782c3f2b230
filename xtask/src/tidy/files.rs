//! Files of the workspace as the rules see them.
//!
//! Takes a folder and an ending; returns the files below it in order of their paths, build output and
//! hidden folders left out. Known limit: what stands after the first `#[cfg(test)]` of a file counts as
//! test, which is where the house puts tests.
//!
//! Example: `below(root, "rs")` holds `crates/model/src/span.rs`.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A text file and its path below the root.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl File {
    /// The text before the tests at its foot.
    pub(crate) fn code(&self) -> &str {
        self.text.split("#[cfg(test)]").next().unwrap_or_default()
    }

    /// Whether the whole file is a test, a bench or an example.
    pub(crate) fn is_test(&self) -> bool {
        let tests = ["tests", "benches", "examples", "fuzz"];
        self.path
            .components()
            .any(|c| tests.iter().any(|t| c.as_os_str() == *t))
    }

    /// `path:line`, for messages.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }
}

/// All files with `ending` below `folder`, by path.
pub(crate) fn below(folder: &Path, ending: &str) -> Result<Vec<File>> {
    let mut found = Vec::new();
    walk(folder, ending, &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<File>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') || name == "target" {
            continue;
        }
        if path.is_dir() {
            walk(&path, ending, found)?;
        } else if path.extension().is_some_and(|e| e == ending) {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            found.push(File { path, text });
        }
    }
    Ok(())
}
