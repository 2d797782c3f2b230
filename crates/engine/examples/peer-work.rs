//! One piece of work, done once on one thread, for timing it beside programs of others.
//!
//! Takes the name of the work and a JSON Lines file: `pages` makes documents of `html` (text, day, headline, authors), `days` finds the day of `html` alone,
//! `copies` finds copies among the texts,
//! `reading` reads the texts wholly (mentions, times, claims, events), `times` stops behind the language stage, `nothing` before all of them. Prints how many articles it went through and how many results it
//! found. `benches/peers.py` counts the processor time of the whole process, loading included. Known limit: one thread.
//!
//! Example: `cargo run --release -p onrecord-engine --example peer-work -- pages articles.jsonl`

#![expect(clippy::disallowed_methods, reason = "a tool reads its articles")]

use engine::{Engine, RawArticle};
use model::{Document, Id, Reading};
use serde_json::Value;
use std::error::Error;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::print_stdout, reason = "the line is what the bench reads")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let work = arguments.next().ok_or("the name of the work is missing")?;
    let file = arguments.next().ok_or("a file is missing")?;
    let engine = Engine::new(None, 1)?;
    let lines = std::fs::read_to_string(file)?;
    let articles: Vec<Value> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let found = match work.as_str() {
        "pages" => articles.iter().filter(|a| is_read(&engine, a)).count(),
        "nothing" => 0,
        "days" => articles.iter().filter(|a| has_day(&engine, a)).count(),
        "copies" => copies(&engine, &articles),
        "reading" => articles.iter().map(|a| claims(&engine, a)).sum(),
        "times" => articles
            .iter()
            .map(|a| engine.parse(text(a)).times.len())
            .sum(),
        other => {
            return Err(format!(
                "`{other}` is no work; there are nothing, pages, days, copies, reading, times"
            )
            .into());
        }
    };
    println!("{} {found}", articles.len());
    Ok(())
}

fn text(article: &Value) -> &str {
    article["text"].as_str().unwrap_or_default()
}

fn is_read(engine: &Engine, article: &Value) -> bool {
    let raw = RawArticle {
        page: article["html"].as_str().map(str::to_owned),
        uri: article["url"].as_str().map(str::to_owned),
        language: Some("und".to_owned()), // Kept, and not read: the page is what is timed.
        ..RawArticle::default()
    };
    engine.read(raw).is_ok()
}

fn has_day(engine: &Engine, article: &Value) -> bool {
    let page = article["html"].as_str().unwrap_or_default();
    source::day_of_page(page, article["url"].as_str(), &engine.lexicon().pages).is_some()
}

fn document(article: &Value, number: usize) -> Document {
    let text = text(article).to_owned();
    Document {
        id: Id::of("doc", &[&number.to_string(), &text]),
        text,
        language: Some("en".to_owned()),
        ..Document::default()
    }
}

fn claims(engine: &Engine, article: &Value) -> usize {
    let reading = engine.read_document(document(article, 0));
    reading.statements.claims.len() + reading.statements.events.len()
}

fn copies(engine: &Engine, articles: &[Value]) -> usize {
    let of = |(number, article)| Reading {
        document: document(article, number),
        ..Reading::default()
    };
    let readings: Vec<Reading> = articles.iter().enumerate().map(of).collect();
    record::copies(&readings.iter().collect::<Vec<_>>(), engine.lexicon()).len()
}
