//! The rules themselves, one function each.
//!
//! Takes files or the root; returns one line a broken rule: place, what is wrong, how to mend it. Numbers
//! and names here are those of CONTRIBUTING.md. Known limit: see the parent module.
//!
//! Example: a file `helpers.rs` gives "…/helpers.rs:1: name the module for its noun".

use super::files::File;
use anyhow::{Context, Result};
use regex::Regex;
use std::path::{Component, Path};
use std::sync::LazyLock;

/// Lines a header must at least have, so that it says more than the file's name.
const HEADER_LINES: usize = 3;
/// Longest file, tests aside (CONTRIBUTING.md, "Files").
const FILE_LINES: usize = 600;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 5] = ["util", "common", "helpers", "misc", "manager"];
/// What each crate may depend on of ours: the one-way flow of ARCHITECTURE.md.
const ALLOWED: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("lexicon", &["model"]),
    ("source", &["model", "lexicon"]),
    ("language", &["model", "lexicon"]),
    ("statement", &["model", "lexicon"]),
    ("record", &["model", "lexicon"]),
    (
        "engine",
        &[
            "model",
            "lexicon",
            "source",
            "language",
            "statement",
            "record",
        ],
    ),
    ("view", &["model", "lexicon", "record"]),
    ("desk", &["model", "record", "view"]),
    ("app", &["model", "lexicon", "engine", "view", "desk"]),
];

/// A word of an article held against a literal: `.lemma == "say"`, `"say" == lower`, `matches!(lemma, "say")`.
static WORD_LITERAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"\b(?:lemma|lower|lowered|surface|word|form_of)(?:\(\))?(?:\.as_str\(\)|\.to_lowercase\(\)|\.as_ref\(\))?\s*[!=]=\s*&?"[A-Za-z]|matches!\([^,]*\b(?:lemma|lower|surface|word)\b[^,]*,\s*"[A-Za-z]|"[A-Za-z]+"\s*[!=]=\s*[a-z_.]*(?:lemma|lower|surface)\b"#,
    )
});
/// A comparison with a number.
static BARE_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^<>=-])[<>]=?\s+(\d[\d_]*(?:\.\d+)?)(?:\W|$)"));
/// Numbers up to this are none, one, or one and another; more is a threshold.
const FEW: f64 = 2.0;
/// A constant with a fraction, and its name.
static FRACTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bconst ([A-Z_]+): f(?:32|64) = (\d+\.\d+);"));
/// A constant list, over lines, and what stands in it.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?s)\b(?:const|static)\s+[A-Z_]+\s*:\s*[^=;]*str[^=;]*(?:;\s*\w+\])?\s*=\s*&?\[([^\]]*)\]",
    )
});
/// A literal.
static LITERAL: LazyLock<Regex> = LazyLock::new(|| pattern(r#""([^"]*)""#));
/// A literal that can stand in an article: a word in small letters, or an ending with its apostrophe.
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[a-z]{2,}|.*['’].*)$"));
/// What a comment right above a list says when its words are none of an article's.
static LABELS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:labels?|relations?|ISO|field names|parts of speech)\b"));
/// Lines above a list in which its comment stands.
const COMMENT_LINES: usize = 3;
/// A path in backticks.
static NAMED_PATH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]*)+)`"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of this file are tested")
}

/// Rules for one Rust file.
pub(crate) fn rust(file: &File) -> Vec<String> {
    let mut broken = Vec::new();
    let header = file
        .text
        .lines()
        .take_while(|l| l.starts_with("//!"))
        .count();
    if header < HEADER_LINES {
        broken.push(format!("{}: the header has {header} lines; say in {HEADER_LINES} to 15 what the file takes and returns", file.at(1)));
    }
    let stem = file
        .path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if EMPTY_NAMES.contains(&stem.as_str()) {
        broken.push(format!("{}: name the module for its noun", file.at(1)));
    }
    let lines = file.code().lines().count();
    if lines > FILE_LINES {
        broken.push(format!(
            "{}: {lines} lines; split by noun before {FILE_LINES}",
            file.at(1)
        ));
    }
    if is_of(file, &STAGES) {
        broken.extend(literals(file));
        // The lists of a view are names of its columns.
        if !is_of(file, &["view"]) {
            broken.extend(lists(file));
        }
    }
    if is_of(file, &COUNTING) {
        broken.extend(bare_numbers(file));
    }
    broken
}

/// Crates that see the words of articles.
const STAGES: [&str; 7] = [
    "source",
    "language",
    "statement",
    "record",
    "lexicon",
    "engine",
    "view",
];
/// Crates in which a number could decide what the record says.
const COUNTING: [&str; 8] = [
    "source",
    "language",
    "statement",
    "record",
    "lexicon",
    "engine",
    "view",
    "model",
];

/// Whether the file is shipped as part of one of `crates`.
fn is_of(file: &File, crates: &[&str]) -> bool {
    let mut folders = file.path.components().map(Component::as_os_str);
    let after = folders.find(|f| *f == "crates").and(folders.next());
    !file.is_test() && after.is_some_and(|of| crates.iter().any(|c| of == *c))
}

fn literals(file: &File) -> Vec<String> {
    let lines = file.code().lines().enumerate();
    let code = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter(|(_, line)| WORD_LITERAL.is_match(line))
        .map(|(n, _)| {
            format!(
                "{}: a word of an article is held against a literal; put the word into a file under data/",
                file.at(n + 1)
            )
        })
        .collect()
}

/// Numbers that something is held against, but for few and for those with a comment on the line or right above it.
fn bare_numbers(file: &File) -> Vec<String> {
    let mut broken = Vec::new();
    let mut before = "";
    for (n, line) in file.code().lines().enumerate() {
        let told = line.contains("//") || before.starts_with("//") && !before.starts_with("//!");
        before = line.trim_start();
        let Some(bare) = BARE_NUMBER.captures(line).filter(|_| !told) else {
            continue;
        };
        let value: f64 = bare[1].replace('_', "").parse().unwrap_or_default();
        if value.fract() != 0.0 || value > FEW {
            broken.push(format!(
                "{}: bare threshold {value}; put it into data/thresholds.toml, or name it or say above why it is none",
                file.at(n + 1)
            ));
        }
    }
    broken
}

/// Constants with a fraction that `architecture` does not name: numbers are tuned in data/thresholds.toml.
pub(crate) fn constants(file: &File, architecture: &str) -> Vec<String> {
    if !is_of(file, &COUNTING) {
        return Vec::new();
    }
    let found = FRACTION.captures_iter(file.code()).filter_map(|constant| {
        let value: f64 = constant[2].parse().ok()?;
        let is_named = architecture.contains(&format!("`{}`", &constant[1]));
        let line = 1 + file.code()[..constant.get(0)?.start()].matches('\n').count();
        (value.fract() != 0.0 && !is_named).then(|| {
            format!(
                "{}: `{}` is a tuned number; put it into data/thresholds.toml, or name it in invariant 7 of ARCHITECTURE.md",
                file.at(line),
                &constant[1]
            )
        })
    });
    found.collect()
}

/// Lists of words in code; lists of grammar labels and codes say so in the comment above them.
fn lists(file: &File) -> Vec<String> {
    let code = file.code();
    let found = LIST.captures_iter(code).filter_map(|list| {
        let mut words = LITERAL.captures_iter(list.get(1)?.as_str());
        let word = words.find(|w| WORD.is_match(&w[1]))?;
        let before = code[..list.get(0)?.start()].lines();
        let number = before.clone().count();
        let mut near = before.rev().take(COMMENT_LINES);
        let is_labels = near.any(|l| l.trim_start().starts_with("//") && LABELS.is_match(l));
        (!is_labels).then(|| {
            format!(
                "{}: a list with the word `{}`; put it under data/, or say above that these are labels",
                file.at(number.max(1)),
                &word[1]
            )
        })
    });
    found.collect()
}

/// Rules for one data file: origin and licence in its first lines.
pub(crate) fn data(file: &File) -> Option<String> {
    let head: String = file
        .text
        .lines()
        .take(12)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    let stated = head.contains("origin") && head.contains("licence");
    (!stated).then(|| {
        format!(
            "{}: state origin and licence in a comment at the head",
            file.at(1)
        )
    })
}

/// Crates of ours that a manifest names beyond what the flow allows.
pub(crate) fn dependencies(root: &Path) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for (name, allowed) in ALLOWED {
        let path = root.join("crates").join(name).join("Cargo.toml");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let section = text.split("[dependencies]").nth(1).unwrap_or_default();
        let section = section.split("\n[").next().unwrap_or_default();
        for (other, _) in ALLOWED {
            let named = section
                .lines()
                .any(|l| l.split(['=', '.', ' ']).next() == Some(other));
            if named && !allowed.contains(&other) {
                broken.push(format!(
                    "{}:1: `{name}` must not depend on `{other}`",
                    path.display()
                ));
            }
        }
    }
    Ok(broken)
}

/// The text of ARCHITECTURE.md.
pub(crate) fn architecture_text(root: &Path) -> Result<String> {
    let path = root.join("ARCHITECTURE.md");
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Paths that ARCHITECTURE.md names and that are not there.
pub(crate) fn architecture(root: &Path) -> Result<Vec<String>> {
    let path = root.join("ARCHITECTURE.md");
    let text = architecture_text(root)?;
    let named = NAMED_PATH.captures_iter(&text).map(|c| c[1].to_owned());
    Ok(named
        .filter(|p| !root.join(p).exists())
        .map(|p| format!("{}:1: names `{p}`, which is not there", path.display()))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn check(path: &str, code: &str) -> Vec<String> {
        let text = format!("//! a\n//! b\n//! c\n{code}");
        rust(&File {
            path: PathBuf::from(path),
            text,
        })
    }

    #[test]
    fn words_and_thresholds_in_stage_code_are_reported_and_labels_are_not() {
        let path = "crates/statement/src/claim.rs";
        assert_eq!(check(path, "if token.lemma == \"say\" {}").len(), 1);
        assert_eq!(
            check(
                path,
                "if matches!(token.lemma.as_str(), \"say\" | \"tell\") {}"
            )
            .len(),
            1
        );
        assert_eq!(check(path, "if score > 0.35 {}").len(), 1);
        assert!(check(path, "if token.dep == \"nsubj\" && score > 0.0 {}").is_empty());
        assert!(check(path, "#[cfg(test)]\nif token.lemma == \"say\" {}").is_empty());
        assert_eq!(check(path, "if words.len() >= 12 {}").len(), 1);
        assert!(check(path, "// Twelve months.\nif month > 12 {}").is_empty());
        assert!(check(path, "if words.len() >= 2 && code >> 47 > 0 {}").is_empty());
        assert_eq!(check("crates/view/src/a.rs", "if share > 0.35 {}").len(), 1);
        assert!(check("crates/app/src/a.rs", "if word == \"say\" {}").is_empty());
    }

    #[test]
    fn lists_of_words_are_reported_and_lists_of_labels_are_not() {
        let path = "crates/language/src/mention.rs";
        let endings = "/// Endings.\nconst ENDINGS: [&str; 2] = [\"'s\", \"’s\"];";
        assert_eq!(check(path, endings).len(), 1);
        let verbs = "const VERBS: &[&str] = &[\n    \"say\",\n    \"tell\",\n];";
        assert_eq!(check(path, verbs).len(), 1);
        let labels = "/// Relations of subjects.\nconst SUBJECTS: [&str; 1] = [\"nsubj\"];";
        assert!(check(path, labels).is_empty());
        let tags = "const TAGS: [&str; 2] = [\"NN\", \"NNS\"];";
        assert!(check(path, tags).is_empty());
    }

    #[test]
    fn a_constant_with_a_fraction_is_reported_unless_the_architecture_names_it() {
        let file = File {
            path: PathBuf::from("crates/record/src/a.rs"),
            text: "const SHARE: f64 = 0.4;\nconst WHOLE: f64 = 100.0;".into(),
        };
        assert_eq!(constants(&file, "").len(), 1);
        assert!(constants(&file, "`SHARE` in a.rs").is_empty());
    }

    #[test]
    fn short_headers_and_empty_names_are_reported() {
        let file = File {
            path: PathBuf::from("crates/model/src/util.rs"),
            text: "fn a() {}".into(),
        };
        assert_eq!(rust(&file).len(), 2);
    }

    #[test]
    fn a_data_file_without_licence_is_reported() {
        let file = |text: &str| File {
            path: PathBuf::from("data/a.csv"),
            text: text.into(),
        };
        assert!(data(&file("a,b\n")).is_some());
        assert!(data(&file("# Origin: us; licence: MIT\na,b\n")).is_none());
    }
}
