//! Holds the language core against spaCy: 110,000 tokens of composed text, row by row.
//!
//! Takes the files under `tests/golden` (written by `make.py` there from spaCy itself): texts and, for
//! each paragraph, the number of its tokens and a hash of their rows. A row is text, tag, part of
//! speech, features, lemma, distance of the head, label, sentence mark and entity. Method: record and
//! replay. Known limit: sums of another order than spaCy's can tip a near tie, so a few paragraphs in
//! a thousand are allowed to differ; their number is asserted and printed.
//!
//! Example: `cargo test -p onrecord-language --test golden -- --nocapture` prints the share.

#![expect(clippy::disallowed_methods, reason = "tests read their golden files")]

use language::core::{Core, CoreReading};
use model::Span;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;

/// Paragraphs that may differ, of all: near ties only.
const ALLOWED: usize = 4;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// All paragraphs in one text, each followed by a NUL, and where each stands.
fn texts() -> (String, Vec<Span>) {
    let packed = std::fs::File::open(folder().join("texts.txt.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    let mut start = 0;
    let mut spans = Vec::new();
    for (end, _) in text.match_indices('\0') {
        spans.push(Span::new(start, end));
        start = end + 1;
    }
    (text, spans)
}

/// The rows of paragraph number `paragraph`.
fn rows(text: &str, reading: &CoreReading, paragraph: usize) -> Vec<String> {
    let sentences = reading.sentences.iter();
    let mut rows = Vec::new();
    for sentence in sentences.filter(|s| s.paragraph == paragraph) {
        for number in sentence.tokens.clone() {
            let token = &reading.tokens[number];
            let distance = token.head.cast_signed() - number.cast_signed();
            let mark = if number == sentence.tokens.start {
                "S"
            } else {
                "-"
            };
            let begins = reading
                .entities
                .binary_search_by_key(&number, |e| e.tokens.start);
            let entity = match (token.entity, begins) {
                ("", _) => "O".to_owned(),
                (label, Ok(_)) => format!("B-{label}"),
                (label, Err(_)) => format!("I-{label}"),
            };
            let form = token.span.of(text).unwrap();
            let mut row = format!("{form}\t{}\t{}\t{}\t", token.tag, token.pos, token.morph);
            write!(
                row,
                "{}\t{distance}\t{}\t{mark}\t{entity}",
                token.lemma, token.dep
            )
            .unwrap();
            rows.push(row);
        }
    }
    rows
}

fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the share is what a developer wants to see"
)]
fn composed_texts_are_read_as_spacy_reads_them() {
    let (text, spans) = texts();
    let reading = Core::embedded().unwrap().read(&text, &spans);
    let expected = std::fs::read_to_string(folder().join("expected.csv")).unwrap();
    let expected = expected
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1);
    let expected: Vec<&str> = expected.collect();
    assert_eq!(expected.len(), spans.len());
    let mut by_paragraph = vec![Vec::new(); spans.len()];
    let mut different = Vec::new();
    for (paragraph, expected) in expected.iter().enumerate() {
        by_paragraph[paragraph] = rows(&text, &reading, paragraph);
        let rows = &by_paragraph[paragraph];
        if format!("{},{}", rows.len(), hash(&rows.join("\n"))) != *expected {
            different.push(paragraph);
        }
    }
    println!("{} tokens, different: {different:?}", reading.tokens.len());
    assert!(different.len() <= ALLOWED, "{different:?}");
}

#[test]
fn first_paragraphs_have_the_rows_that_spacy_gives() {
    let (text, spans) = texts();
    let reading = Core::embedded().unwrap().read(&text, &spans[..24]);
    let shown = std::fs::read_to_string(folder().join("rows.tsv")).unwrap();
    for (paragraph, expected) in shown.trim_end().split("\n\n").enumerate() {
        let rows = rows(&text, &reading, paragraph).join("\u{0}");
        let rows = rows.replace('\n', "\\n").replace('\u{0}', "\n");
        assert_eq!(rows, expected, "paragraph {paragraph}");
    }
}
