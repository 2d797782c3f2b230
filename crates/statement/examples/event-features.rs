//! Writes what the event reader sees of texts, for `eval/learn_events.py`.
//!
//! Takes JSON Lines files with a `text` a line; writes to a folder `files.txt`, `names.txt` (a feature a line, its number is its line) and
//! `seen.bin`: little-endian 32-bit numbers, for each sentence file, line, characters before the words counted as code points.
//! Layout of a sentence: file, line, 0 (for a clause of the sentence before it, the number of its relation's name plus 1), number of
//! phrases; each phrase: head start, head end, start, end, number of the
//! token that heads the whole, features as source, as target; pairs (source by source, target by target): features, features of the type; features of the sentence. Each list of
//! features is led by its length.
//!
//! Example: `cargo run --profile fast -p onrecord-statement --example event-features -- OUT a.jsonl b.jsonl`

#![expect(clippy::disallowed_methods, reason = "a tool reads its corpus")]

use language::core::Core;
use lexicon::Lexicon;
use model::{CodePoints, Document, Span};
use statement::event::learn::{Seen, seen};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Numbers of names in order of appearance.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    list: Vec<String>,
}

impl Names {
    fn number(&mut self, name: String) -> u32 {
        let next = self.list.len() as u32;
        let list = &mut self.list;
        *self.numbers.entry(name).or_insert_with_key(|name| {
            list.push(name.clone());
            next
        })
    }

    fn push(&mut self, features: Vec<String>, row: &mut Vec<u32>) {
        row.push(features.len() as u32);
        row.extend(features.into_iter().map(|f| self.number(f)));
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, files @ ..] = &arguments[..] else {
        return Err("folder and files are missing".into());
    };
    let (core, lexicon) = (Core::embedded()?, Lexicon::embedded()?);
    let mut out = BufWriter::new(std::fs::File::create(Path::new(folder).join("seen.bin"))?);
    let mut names = Names::default();
    for (file, path) in files.iter().enumerate() {
        for (line, json) in std::fs::read_to_string(path)?.lines().enumerate() {
            let value: serde_json::Value = serde_json::from_str(json)?;
            let text = value["text"].as_str().ok_or("no text")?.to_owned();
            let document = Document {
                text,
                language: Some("en".to_owned()),
                ..Document::default()
            };
            let annotation = language::annotate(&document, core, &lexicon);
            for sentence in seen(&document, &annotation, &lexicon.events) {
                let row = row(sentence, &document.text, &mut names);
                let head = [file as u32, line as u32];
                for number in head.iter().chain(&row) {
                    out.write_all(&number.to_le_bytes())?;
                }
            }
        }
    }
    std::fs::write(Path::new(folder).join("files.txt"), files.join("\n"))?;
    std::fs::write(Path::new(folder).join("names.txt"), names.list.join("\n"))?;
    Ok(())
}

fn row(sentence: Seen, text: &str, names: &mut Names) -> Vec<u32> {
    let points = CodePoints::new(text);
    let at = |span: Span| [span.start, span.end].map(|b| points.at_byte(b) as u32);
    let relation = sentence.clause.map(|r| names.number(r.to_owned()) + 1);
    let mut row = vec![relation.unwrap_or(0), sentence.phrases.len() as u32];
    for phrase in sentence.phrases {
        row.extend(at(phrase.head));
        row.extend(at(phrase.words));
        row.push(phrase.whole as u32);
        let [source, target] = phrase.features;
        names.push(source, &mut row);
        names.push(target, &mut row);
    }
    for (_, own, kinds) in sentence.pairs {
        names.push(own, &mut row);
        names.push(kinds, &mut row);
    }
    names.push(sentence.nothing, &mut row);
    row
}
