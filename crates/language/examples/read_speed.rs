//! Words a second of the language core on given paragraphs.
//!
//! Takes a file of paragraphs, each ended by a NUL, the number of rounds and of threads; prints one
//! line of JSON: milliseconds to load, words, and the seconds of each round. Rounds share what earlier
//! ones remembered, as articles of a batch do. Called by `benches/language/compare_spacy.py`.
//! Known limit: wall-clock time; other work on the machine counts.
//!
//! Example: `cargo run --release -p onrecord-language --example read_speed -- texts.nul 3 1`.

#![expect(
    clippy::disallowed_methods,
    reason = "a tool reads its text and measures time"
)]

use language::core::Core;
use model::Span;
use std::time::Instant;

/// Paragraphs that one call reads, about as many as an article has.
const ARTICLE: usize = 20;

#[expect(clippy::print_stdout, reason = "the line is what the script reads")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, rounds, threads] = arguments.as_slice() else {
        println!("usage: read_speed FILE ROUNDS THREADS");
        return;
    };
    let text = std::fs::read_to_string(file).expect("a readable file of UTF-8");
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let threads: usize = threads.parse().expect("a number of threads");
    let start = Instant::now();
    let core = Core::embedded().expect("an undamaged weight file");
    let load = start.elapsed().as_secs_f64() * 1e3;
    let articles = articles(&text);
    let (mut words, mut seconds) = (0, Vec::new());
    for _ in 0..rounds {
        let start = Instant::now();
        words = read_all(core, &text, &articles, threads);
        seconds.push(start.elapsed().as_secs_f64());
    }
    println!("{{\"load_ms\": {load:.1}, \"words\": {words}, \"seconds\": {seconds:?}}}");
}

fn articles(text: &str) -> Vec<Vec<Span>> {
    let mut start = 0;
    let mut spans = Vec::new();
    for (end, _) in text.match_indices('\0') {
        spans.push(Span::new(start, end));
        start = end + 1;
    }
    spans.chunks(ARTICLE).map(<[Span]>::to_vec).collect()
}

fn read_all(core: &Core, text: &str, articles: &[Vec<Span>], threads: usize) -> usize {
    let share = articles.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let shares = articles.chunks(share);
        let running: Vec<_> = shares
            .map(|share| scope.spawn(move || share.iter().map(|a| words(core, text, a)).sum()))
            .collect();
        let counts = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        counts
            .map(|count: Result<usize, _>| count.expect("a reader never panics"))
            .sum()
    })
}

/// Number of tokens that are not white space.
fn words(core: &Core, text: &str, article: &[Span]) -> usize {
    let tokens = core.read(text, article).tokens;
    tokens.iter().filter(|token| token.pos != "SPACE").count()
}
