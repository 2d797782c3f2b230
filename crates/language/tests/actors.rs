//! Runs the suite `suite/actors.txt`: who is named by which words, through the whole language stage.
//!
//! Each section has a situation, a text, and lines that say whom some words name. The format stands at the head of
//! the suite, so that an analyst can add cases without a line of code.
//!
//! Example: `> The minister = Lars Holm person NOR`.

use language::core::Core;
use lexicon::Lexicon;
use model::{Annotation, Document, Referent, Span};

struct Case {
    situation: String,
    text: String,
    expected: Vec<(String, String)>,
}

fn cases(suite: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in suite
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
    {
        if let Some(situation) = line.strip_prefix("== ") {
            cases.push(Case {
                situation: situation.to_owned(),
                text: String::new(),
                expected: Vec::new(),
            });
            continue;
        }
        let case = cases.last_mut().expect("a suite begins with a situation");
        match line.strip_prefix("> ").and_then(|l| l.split_once(" = ")) {
            Some((words, name)) => case.expected.push((words.to_owned(), name.to_owned())),
            None => case.text.push_str(line),
        }
    }
    cases
}

/// The span of `words`, or of their n-th place in `words #n`.
fn span(text: &str, words: &str) -> Span {
    let (words, place) = words
        .split_once(" #")
        .map_or((words, 1), |(w, n)| (w, n.parse().unwrap()));
    let (start, found) = text
        .match_indices(words)
        .nth(place - 1)
        .expect("the words stand in the text");
    Span::new(start, start + found.len())
}

fn describe(annotation: &Annotation, referent: &Referent) -> String {
    if referent.members.is_empty() {
        let country = referent
            .country
            .map(|c| format!(" {c}"))
            .unwrap_or_default();
        return format!("{} {}{country}", referent.name, referent.kind.as_str());
    }
    let members = referent
        .members
        .iter()
        .map(|&m| annotation.referents[m].name.clone());
    members.collect::<Vec<_>>().join(" + ")
}

fn named(annotation: &Annotation, at: Span) -> String {
    let mention = annotation.mentions.iter().find(|m| m.span == at);
    let referent = mention
        .and_then(|m| m.referent)
        .map(|r| &annotation.referents[r]);
    referent.map_or("-".to_owned(), |r| describe(annotation, r))
}

#[test]
fn words_name_whom_the_suite_says() {
    let (core, lexicon) = (Core::embedded().unwrap(), Lexicon::embedded().unwrap());
    let mut wrong = Vec::new();
    for case in cases(include_str!("suite/actors.txt")) {
        let document = Document {
            text: case.text.clone(),
            ..Document::default()
        };
        let annotation = language::annotate(&document, core, &lexicon);
        for (words, expected) in &case.expected {
            let found = named(&annotation, span(&case.text, words));
            if found != *expected && !found.starts_with(&format!("{expected} ")) {
                wrong.push(format!(
                    "{}: `{words}` is `{found}`, not `{expected}`",
                    case.situation
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
