//! The files below a folder, or those that a pattern names, in a fixed order.
//!
//! Takes a folder, or a path with `*`, `?`, `[…]` or `**` where the shell has left it as it stands; returns the files of kinds that are read, by path, and those of other kinds, so that a summary can
//! count them. Hidden files stay out of both. A folder is entered once, whatever links lead back to it (as `find -L`
//! does, POSIX.1-2017). Known limit: a file that two links name is read twice, which the record then sees.
//!
//! Example: `news/` with `b.txt`, `a.jsonl.gz` and `scan.pdf` gives `a.jsonl.gz`, `b.txt`, and beside them `scan.pdf`.

use crate::packed;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What lies below a folder.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files to read, by path; also folders that cannot be opened, so that opening them says why.
    pub files: Vec<PathBuf>,
    /// Files of kinds that are not read, by path.
    pub others: Vec<PathBuf>,
}

/// What lies below `folder`.
pub(crate) fn walk(folder: &Path) -> Found {
    let mut found = Found::default();
    enter(folder, &mut BTreeSet::new(), &mut found);
    found
}

/// What the pattern `path` names; `None` where it is no pattern, or names nothing.
pub(crate) fn matching(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str().filter(|p| p.contains(['*', '?', '[']))?;
    let mut paths: Vec<PathBuf> = glob::glob(pattern).ok()?.filter_map(Result::ok).collect();
    paths.sort();
    (!paths.is_empty()).then_some(paths)
}

#[expect(
    clippy::disallowed_methods,
    reason = "folders of articles are walked here"
)]
fn enter(folder: &Path, entered: &mut BTreeSet<PathBuf>, found: &mut Found) {
    // What cannot be resolved cannot be read either, so it is not entered again.
    let known = folder
        .canonicalize()
        .is_ok_and(|real| !entered.insert(real));
    if known {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else {
        found.files.push(folder.to_owned());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            enter(&path, entered, found);
        } else if has_known_ending(&name) {
            found.files.push(path);
        } else {
            found.others.push(path);
        }
    }
}

/// Whether files of this name are read.
pub(crate) fn has_known_ending(name: &str) -> bool {
    // Labels of formats. No `md`: in folders it is notes about the articles; named on the command line it is read.
    const KNOWN: [&str; 17] = [
        "txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "json", "csv", "tsv", "parquet",
        "warc", "wacz", "zip", "rss", "atom", "xml",
    ];
    let ending = Path::new(packed::inner_name(name)).extension();
    ending.is_some_and(|e| KNOWN.iter().any(|k| e.eq_ignore_ascii_case(k)))
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf]) -> Vec<String> {
        let name = |p: &PathBuf| p.file_name().unwrap().to_string_lossy().into_owned();
        paths.iter().map(name).collect()
    }

    #[test]
    fn files_of_other_kinds_are_listed_apart_and_hidden_ones_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.JSONL.GZ", "scan.pdf", "README.md", ".DS_Store"] {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        let found = walk(folder.path());
        assert_eq!(names(&found.files), ["a.JSONL.GZ", "b.txt"]);
        assert_eq!(names(&found.others), ["README.md", "scan.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_to_the_folder_is_not_followed_again() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), b"x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        std::os::unix::fs::symlink("..", folder.path().join("up")).unwrap();
        let below = folder.path().join("below");
        std::fs::create_dir(&below).unwrap();
        std::fs::write(below.join("b.txt"), b"x").unwrap();
        assert_eq!(names(&walk(&below).files), ["b.txt"]);
        std::fs::remove_file(folder.path().join("up")).unwrap();
        std::os::unix::fs::symlink(folder.path(), below.join("up")).unwrap();
        assert_eq!(names(&walk(folder.path()).files), ["a.txt", "b.txt"]);
    }
}
