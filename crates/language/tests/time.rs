//! Runs the examples of the rule files and the suite `suite/time.txt` against the finder of time expressions.
//!
//! A sentence may carry tags for the words that need them: `may/MD`. Without a parse the tense of verbs is not
//! seen, so the suite speaks of what words alone decide; the corpora measure the rest. Each section of the suite:
//! a line `== situation`, perhaps a line `on: DATE`, the text, and a line `> phrase = value [days]` per expression.
//!
//! Example: `> Wednesday = 2023-08-30 2023-08-30..2023-08-30`.

use jiff::civil::Date;
use lexicon::{Files, Lexicon};
use model::{Annotation, Basis, Declared, Document, Span, TimeExpression, Token};

fn document(text: &str, on: Option<Date>) -> (Document, Annotation) {
    let mut plain = String::new();
    let mut annotation = Annotation::default();
    for word in text.split_inclusive(char::is_whitespace) {
        let Some((before, tag)) = tagged(word) else {
            plain.push_str(word);
            continue;
        };
        let start = plain.len();
        plain.push_str(before);
        annotation
            .tokens
            .push(token(Span::new(start, plain.len()), tag));
        plain.push_str(word[before.len() + 1..].trim_start_matches(char::is_uppercase));
    }
    for (number, token) in annotation.tokens.iter_mut().enumerate() {
        token.head = number;
    }
    let declared = on.map(|date| Declared {
        date,
        basis: Basis::Input,
        span: None,
    });
    let document = Document {
        text: plain,
        declared,
        ..Document::default()
    };
    (document, annotation)
}

/// Word and tag of `may/MD`.
fn tagged(word: &str) -> Option<(&str, &'static str)> {
    const TAGS: &[&str] = &["MD", "VBP", "VB", "NNP", "NNS", "NN", "JJ", "RB"];
    let (before, after) = word.split_once('/')?;
    let tag = after.trim_end_matches(|c: char| !c.is_ascii_uppercase());
    let tag = TAGS.iter().find(|t| **t == tag)?;
    Some((before, tag))
}

fn token(span: Span, tag: &'static str) -> Token {
    Token {
        span,
        lemma: String::new(),
        tag,
        pos: "",
        morph: "",
        head: 0,
        dep: "",
        entity: "",
    }
}

fn find(text: &str, on: Option<Date>, lexicon: &Lexicon) -> (String, Vec<TimeExpression>) {
    let (document, annotation) = document(text, on);
    let found = language::time::find(&document, &annotation, lexicon);
    (document.text, found)
}

#[test]
fn every_rule_keeps_its_examples() {
    let lexicon = Lexicon::embedded().unwrap();
    let mut broken = Vec::new();
    for rule in &lexicon.times.rules {
        for example in &rule.examples {
            let (text, found) = find(&example.text, example.on, &lexicon);
            let found: Vec<(String, String)> = found
                .iter()
                .map(|t| (text[t.span.start..t.span.end].to_owned(), t.value.clone()))
                .collect();
            if found != example.gives {
                broken.push(format!(
                    "{}: {}\n  expected {:?}\n  found    {found:?}",
                    rule.name, example.text, example.gives
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_rule_is_reached_by_an_example_of_its_own() {
    let lexicon = Lexicon::embedded().unwrap();
    let bare: Vec<&str> = lexicon
        .times
        .rules
        .iter()
        .filter(|r| r.examples.is_empty())
        .map(|r| r.name.as_str())
        .collect();
    assert!(bare.is_empty(), "rules without an example: {bare:?}");
}

/// Date, names, source, example.
type Row = (String, String, String, String);

#[test]
fn every_dated_event_keeps_its_example() {
    let lexicon = Lexicon::embedded().unwrap();
    for (line, row) in Files::embedded()
        .csv::<Row>("en/anniversaries.csv")
        .unwrap()
    {
        let (phrase, value) = row.3.split_once(" = ").unwrap();
        let (text, found) = find(&format!("They met on {phrase}."), None, &lexicon);
        assert_eq!(found.len(), 1, "line {line}: {text}");
        let span = found[0].span;
        assert_eq!(
            (&text[span.start..span.end], found[0].value.as_str()),
            (phrase, value),
            "line {line}"
        );
    }
}

/// What the suite writes for an expression: phrase, value, days.
fn written(text: &str, time: &TimeExpression) -> String {
    let day = |d: Option<Date>| d.map_or(String::new(), |d| d.to_string());
    let phrase = &text[time.span.start..time.span.end];
    let days = format!(
        "{}..{}",
        day(time.interval.earliest),
        day(time.interval.latest)
    );
    format!("> {phrase} = {} {} {days}", time.timex.as_str(), time.value)
        .trim_end_matches(" ..")
        .to_owned()
}

#[test]
fn suite_holds() {
    let lexicon = Lexicon::embedded().unwrap();
    let suite = include_str!("suite/time.txt");
    let mut broken = Vec::new();
    for section in suite.split("\n== ").skip(1) {
        let mut lines = section
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty());
        let name = lines.next().unwrap();
        let lines: Vec<&str> = lines.collect();
        let on = lines
            .iter()
            .find_map(|l| l.strip_prefix("on: "))
            .map(|d| d.parse().unwrap());
        let is_text = |l: &&&str| !l.starts_with("> ") && !l.starts_with("on: ");
        let text = lines
            .iter()
            .filter(is_text)
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        let expected: Vec<&str> = lines
            .iter()
            .filter(|l| l.starts_with("> "))
            .copied()
            .collect();
        let (text, found) = find(&text, on, &lexicon);
        let found: Vec<String> = found.iter().map(|t| written(&text, t)).collect();
        if found != expected {
            broken.push(format!("== {name}\n{}", found.join("\n")));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn any_text_is_read_without_panic_and_spans_lie_inside() {
    let lexicon = Lexicon::embedded().unwrap();
    let pieces = [
        "March",
        " ",
        "\u{a0}",
        "\n\n",
        "31",
        "/",
        "1990",
        "s",
        "’",
        "-",
        "BC",
        "the ",
        "last ",
        "year",
        "99999999999999999999",
        "٣",
        "é",
        "🚀",
        "0",
        "Feb. 30",
        "9999 years later",
        "next century",
        "a",
        "1/0",
        "two thousand",
    ];
    let mut state = 7_u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..30 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        for on in [None, Some(Date::MAX), Some(Date::MIN)] {
            let (plain, found) = find(&text, on, &lexicon);
            assert!(
                found
                    .iter()
                    .all(|t| !t.span.is_empty() && t.span.of(&plain).is_some())
            );
            assert!(found.windows(2).all(|w| w[0].span.end <= w[1].span.start));
        }
    }
}
