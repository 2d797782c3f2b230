//! Does a folder given by the user hold data files and nothing else.
//!
//! Takes the folder and the names of all data files; returns the first file of the folder that is none, with the name
//! that was perhaps meant (nearest by edit distance, Levenshtein 1966). A whole copy of `data/` passes: notes (`.md`),
//! weights (`.bin`), training sentences and hidden files are passed over. Known limit: links out of the folder that
//! lead back into it are followed as deep as the system allows.
//!
//! Example: `en/cue.csv` is no data file; did you mean `en/cues.csv`?

use crate::Error;
use crate::norms::FOLDER;
use std::path::{Path, PathBuf};

/// Labels: endings of files under `data/` that hold no table: notes, and weights that are compiled in.
const PASSED_OVER: [&str; 2] = ["md", "bin"];

/// Folder of `data/` that the program does not read: what weights are trained from.
const TRAINING: &str = "en/training";

/// Share of letters two names must have in common to be taken for one another: one slip in a name of five letters.
const ALIKE: f64 = 0.75;

/// Whether all files below `folder` are among `known`, paths with `/`.
pub(crate) fn check(folder: &Path, known: &[&str]) -> Result<(), Error> {
    if !folder.is_dir() {
        return Err(Error::NoFolder {
            folder: folder.display().to_string(),
        });
    }
    for path in files(folder)? {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
        let name = parts.join("/");
        let ending = path.extension().unwrap_or_default();
        let is_passed = PASSED_OVER.iter().any(|e| ending == *e) || below.starts_with(TRAINING);
        if !is_passed && !is_pack(&name) && !known.contains(&name.as_str()) {
            return Err(Error::UnknownFile {
                file: path.display().to_string(),
                help: meant(&name, known),
            });
        }
    }
    Ok(())
}

/// Whether a file of this name, a path with `/`, is a norm pack; these may have any name.
pub(crate) fn is_pack(name: &str) -> bool {
    let below = name
        .strip_prefix(FOLDER)
        .and_then(|rest| rest.strip_prefix('/'));
    let stem = below.and_then(|file| file.strip_suffix(".toml"));
    stem.is_some_and(|stem| !stem.is_empty() && !stem.contains('/'))
}

/// Names of the norm packs of `folder`.
pub(crate) fn packs(folder: &Path) -> Result<Vec<String>, Error> {
    let below = folder.join(FOLDER);
    if !below.is_dir() {
        return Ok(Vec::new());
    }
    let found = files(&below)?.into_iter();
    let named = found.filter_map(|path| {
        let below = path.strip_prefix(folder).ok()?;
        let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
        Some(parts.join("/"))
    });
    Ok(named.filter(|n| is_pack(n)).collect())
}

/// The files below `folder` but hidden ones, by path.
#[expect(
    clippy::disallowed_methods,
    reason = "the folder of `--data` is listed here"
)]
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |e: std::io::Error| Error::Unreadable {
        file: folder.display().to_string(),
        cause: e.to_string(),
        help: "make the folder readable".to_owned(),
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn meant(name: &str, known: &[&str]) -> String {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let likeness = |other: &str| {
        let whole = strsim::normalized_levenshtein(name, other);
        whole.max(strsim::normalized_levenshtein(&last(name), &last(other)))
    };
    let best = known
        .iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best.filter(|other| likeness(other) >= ALIKE) {
        Some(other) => format!("did you mean `{other}`?"),
        None => "data/README.md lists the data files; take this one out of the folder".to_owned(),
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["en/cues.csv", "en/stopwords.txt", "places.csv"];

    fn check_file(name: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "a\n").unwrap();
        check(folder.path(), &KNOWN).map_or_else(|e| e.to_string(), |()| "fits".to_owned())
    }

    #[test]
    fn a_misnamed_or_misplaced_file_is_told_with_what_was_meant() {
        assert!(check_file("en/cue.csv").contains("did you mean `en/cues.csv`?"));
        assert!(check_file("cues.csv").contains("did you mean `en/cues.csv`?"));
        assert!(check_file("budget.xlsx").contains("data/README.md lists"));
    }

    #[test]
    fn known_files_notes_and_hidden_files_pass() {
        for name in ["places.csv", "en/cues.csv", "README.md", "en/.DS_Store"] {
            assert_eq!(check_file(name), "fits", "{name}");
        }
    }

    #[test]
    fn norm_packs_may_have_any_name() {
        assert_eq!(check_file("norms/treaty-of-vossen.toml"), "fits");
        assert!(check_file("norms/notes.txt").contains("data/README.md lists"));
        assert!(check_file("norm/treaty.toml").contains("help: "));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let told = check(Path::new("none/here"), &KNOWN).unwrap_err();
        assert!(told.to_string().contains("there is no folder none/here"));
    }
}
