//! Writes what the reader of status sees of texts, for `eval/learn_status.py`.
//!
//! Takes a JSON Lines file with a `text` a line; writes a line for each word that names an event to standard output: number of the text, start
//! and end as code points, features and the program's answers, with tabs between. Known limit: one text in memory at a time.
//!
//! Example: `cargo run --profile fast -p onrecord-statement --example status-features -- articles.jsonl > seen.tsv`

#![expect(clippy::disallowed_methods, reason = "a tool reads its corpus")]

use language::core::Core;
use lexicon::Lexicon;
use model::{CodePoints, Document};
use statement::event::learn::standings;
use std::io::{BufWriter, Write, stdout};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file is missing")?;
    let (core, lexicon) = (Core::embedded()?, Lexicon::embedded()?);
    let mut out = BufWriter::new(stdout().lock());
    for (line, json) in std::fs::read_to_string(path)?.lines().enumerate() {
        let value: serde_json::Value = serde_json::from_str(json)?;
        let document = Document {
            text: value["text"].as_str().ok_or("no text")?.to_owned(),
            language: Some("en".to_owned()),
            ..Document::default()
        };
        let annotation = language::annotate(&document, core, &lexicon);
        let claims = statement::extract(&document, &annotation, &lexicon).claims;
        let points = CodePoints::new(&document.text);
        for (span, features) in standings(&document, &annotation, &claims, &lexicon.events) {
            let [start, end] = [span.start, span.end].map(|b| points.at_byte(b));
            writeln!(out, "{line}\t{start}\t{end}\t{}", features.join("\t"))?;
        }
    }
    Ok(())
}
