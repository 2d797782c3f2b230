//! What the whole reading of articles costs beside the language core alone, and how many events it finds.
//!
//! Takes a JSON Lines file with `text` a line and a number of rounds; prints one line of JSON: seconds of the core on the texts' paragraphs,
//! seconds of the whole reading, their ratio (best of rounds, one thread), articles, sentences, and typed events that are not told as history.
//! Known limit: wall-clock time; other work on the machine counts for both.
//!
//! Example: `cargo run --release -p onrecord-engine --example reading-cost -- articles.jsonl 3`

#![expect(
    clippy::disallowed_methods,
    reason = "a tool reads its text and measures time"
)]

use engine::Engine;
use language::core::Core;
use model::{Document, Reading, Span};
use std::time::Instant;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::print_stdout, reason = "the line is what people read")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("a file is missing")?;
    let rounds: usize = arguments.next().map_or(Ok(3), |n| n.parse())?;
    let (core, engine) = (Core::embedded()?, Engine::new(None, 1)?);
    let mut documents = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let article: serde_json::Value = serde_json::from_str(line)?;
        documents.push(Document {
            text: article["text"].as_str().unwrap_or_default().to_owned(),
            language: Some("en".to_owned()),
            ..Document::default()
        });
    }
    let (mut alone, mut whole, mut readings) = (f64::MAX, f64::MAX, Vec::new());
    for _ in 0..rounds {
        alone = alone.min(timed(|| {
            for document in &documents {
                core.read(&document.text, &paragraphs(&document.text));
            }
        }));
        readings.clear();
        whole = whole.min(timed(|| {
            readings.extend(documents.iter().map(|d| engine.read_document(d.clone())));
        }));
    }
    let sentences: usize = readings.iter().map(|r| r.sentences.len()).sum();
    let events: usize = readings.iter().map(typed).sum();
    println!(
        "{{\"core_s\": {alone:.2}, \"reading_s\": {whole:.2}, \"ratio\": {:.2}, \"articles\": {}, \"sentences\": {sentences}, \"events\": {events}, \"events_a_sentence\": {:.3}}}",
        whole / alone,
        documents.len(),
        events as f64 / sentences as f64
    );
    Ok(())
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Stretches between blank lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive("\n\n") {
        let span = Span::new(start, start + part.len()).trimmed(text);
        start += part.len();
        if !span.is_empty() {
            spans.push(span);
        }
    }
    spans
}

fn typed(reading: &Reading) -> usize {
    let events = reading.statements.events.iter();
    events
        .filter(|e| e.event_type.is_some() && !e.background)
        .count()
}
