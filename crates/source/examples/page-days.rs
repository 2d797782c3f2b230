//! Writes what the reader of pages sees of every day in a page, for `eval/learn_days.py`.
//!
//! Takes a JSON Lines file, packed with gzip, with `id`, `url` and `html` a line; writes a line for each day to standard output: id, day and
//! features, with tabs between. Known limit: one page in memory at a time.
//!
//! Example: `cargo run --profile fast -p onrecord-source --example page-days -- articles.jsonl.gz > days.tsv`

#![expect(clippy::disallowed_methods, reason = "a tool reads its corpus")]

use flate2::read::MultiGzDecoder;
use lexicon::Lexicon;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdout};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file is missing")?;
    let lexicon = Lexicon::embedded()?;
    let mut out = BufWriter::new(stdout().lock());
    for line in BufReader::new(MultiGzDecoder::new(File::open(path)?)).lines() {
        let page: serde_json::Value = serde_json::from_str(&line?)?;
        let id = page["id"].as_str().ok_or("no id")?;
        let html = page["html"].as_str().ok_or("no html")?;
        for (day, seen) in source::day_features(html, page["url"].as_str(), &lexicon.pages) {
            writeln!(out, "{id}\t{day}\t{}", seen.join("\t"))?;
        }
    }
    Ok(())
}
