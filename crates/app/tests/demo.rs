//! What `onrecord demo` prints, held as a snapshot.
//!
//! `docs/demo.txt` is a real run, shown in README and guide; `cargo run -p xtask -- docs` writes it anew. A change of
//! language knowledge changes it, and the difference is the review. Known limit: the snapshot says what is, not
//! what is right.
//!
//! Example: a lost dispute shows as a removed block.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the pages that they hold"
)]

mod program;

use program::{Program, check_file, workspace};

#[test]
fn the_demo_prints_what_the_snapshot_shows() {
    let printed = Program::new().done(&["demo"]);
    check_file(
        "docs/demo.txt",
        &printed,
        "look at the difference, then run `cargo run -p xtask -- docs`",
    );
}

#[test]
fn the_readme_shows_the_demo_in_short() {
    let readme = std::fs::read_to_string(workspace("README.md")).unwrap();
    let demo = Program::new().done(&["demo"]);
    let (before, rest) = readme
        .split_once("prints what they say together:\n\n```\n")
        .unwrap();
    let (_, after) = rest.split_once("```").unwrap();
    let short = excerpt(&demo);
    let expected = format!("{before}prints what they say together:\n\n```\n{short}```{after}");
    check_file("README.md", &expected, "run `cargo run -p xtask -- docs`");
}

/// Counts, remarks on documents, the first days, the first speakers, and what is disputed.
fn excerpt(demo: &str) -> String {
    let lines: Vec<&str> = demo.lines().collect();
    let at = |start: &str| lines.iter().position(|l| l.starts_with(start)).unwrap();
    let (told, said, disputed) = (at("What happened"), at("Who says what"), at("Disputed"));
    let remarks = lines[..told]
        .iter()
        .rposition(|l| l.starts_with(' '))
        .unwrap()
        + 1;
    let day = |l: &&str| l.starts_with("20");
    let third_day = (told..said).filter(|&n| day(&lines[n])).nth(2).unwrap();
    let speaker = |&n: &usize| lines[n].contains(" claims") && !lines[n].starts_with(' ');
    let third_speaker = (said..disputed).filter(speaker).nth(2).unwrap();
    let mut shown = vec![lines[0], "", "…"];
    for part in [
        remarks..third_day,
        said..third_speaker,
        disputed..lines.len(),
    ] {
        shown.extend(&lines[part]);
        shown.extend(["…", ""]);
    }
    shown.truncate(shown.len() - 2);
    shown.join("\n").trim_end().to_owned() + "\n"
}

#[test]
fn a_kept_demo_can_be_asked_more() {
    let program = Program::new();
    program.done(&["demo", "--keep", "demo.db", "--quiet"]);
    for listing in [
        "documents",
        "actors",
        "events",
        "claims",
        "timeline",
        "disputes",
    ] {
        let json = program.done(&[listing, "--record", "demo.db", "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert!(!rows.is_empty(), "{listing}");
        let csv = program.done(&[listing, "--record", "demo.db", "--format", "csv"]);
        assert!(csv.lines().count() > rows.len(), "{listing}");
        let text = program.done(&[listing, "--record", "demo.db"]);
        assert!(!text.contains('\u{1b}'), "no colour outside terminals");
    }
    let verified = program.run(&["verify", "--record", "demo.db"]);
    assert_eq!(
        (verified.code, verified.err.trim()),
        (0, "everything holds")
    );
}

#[test]
fn every_id_of_a_listing_can_be_shown() {
    let program = Program::new();
    program.done(&["demo", "--keep", "demo.db", "--quiet"]);
    for listing in ["documents", "actors", "events", "claims", "disputes"] {
        let json = program.done(&[listing, "--record", "demo.db", "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        let id = rows[0]["id"].as_str().unwrap();
        let sheet = program.done(&["show", id, "--record", "demo.db"]);
        assert!(sheet.contains(id), "{listing}");
    }
}

#[test]
fn every_question_in_readme_and_guide_finds_something_in_the_demo() {
    let program = Program::new();
    program.done(&["demo", "--keep", "onrecord.db", "--quiet"]);
    let questions = shown(&QUESTIONS);
    assert!(questions.len() > QUESTIONS.len(), "{questions:?}");
    for question in questions {
        let arguments: Vec<&str> = question.iter().map(String::as_str).collect();
        let run = program.run(&arguments);
        assert_eq!(run.code, 0, "mend the example {question:?}: {run:?}");
    }
}

#[test]
fn every_document_that_readme_and_guide_remove_is_in_the_demo() {
    let program = Program::new();
    program.done(&["demo", "--keep", "onrecord.db", "--quiet"]);
    let removals = shown(&["remove"]);
    assert!(!removals.is_empty());
    for removal in removals {
        let arguments: Vec<&str> = removal.iter().map(String::as_str).collect();
        let run = program.run(&arguments);
        assert_eq!(run.code, 0, "mend the example {removal:?}: {run:?}");
        assert!(run.err.contains("removed doc-"), "{removal:?}: {run:?}");
    }
}

/// The command lines of README and guide that run one of `commands`.
fn shown(commands: &[&str]) -> Vec<Vec<String>> {
    let pages = ["README.md", "docs/guide.md"].map(workspace);
    let pages = pages.map(|page| std::fs::read_to_string(page).unwrap());
    let lines = pages.iter().flat_map(|page| page.lines());
    lines
        .filter_map(|line| line.strip_prefix("onrecord "))
        .map(|line| words(line.split(['#', '>']).next().unwrap_or_default()))
        .filter(|words| commands.contains(&words[0].as_str()))
        .collect()
}

/// Commands that ask a record.
const QUESTIONS: [&str; 9] = [
    "digest",
    "documents",
    "actors",
    "events",
    "claims",
    "timeline",
    "disputes",
    "search",
    "show",
];

/// The arguments of a command line, as a shell parts them: by blanks, but for those within quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut open = None;
    for c in line.trim().chars() {
        let last = words.last_mut().expect("never empty");
        match (c, open) {
            ('"' | '\'', None) => open = Some(c),
            (c, Some(mark)) if c == mark => open = None,
            (' ', None) => words.push(String::new()),
            (c, _) => last.push(c),
        }
    }
    words
}
