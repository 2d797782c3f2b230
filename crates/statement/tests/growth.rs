//! Sentences without end: the time of a whole reading must grow about as their words do.
//!
//! Composes texts without a single mark, of which the parser makes one sentence as long as it reads at once, and measures
//! the reading from text to claims and events at two lengths. What looks at every word of a sentence for each of its words fails by a wide
//! margin, since such sentences are cut (`[sentences]` of `data/thresholds.toml`). Known limit: times are measured, so the bound is generous.
//!
//! Example: four times the words may take nine times as long, never sixteen.

#![expect(clippy::disallowed_methods, reason = "the test measures time")]

use language::core::Core;
use lexicon::Lexicon;
use model::Document;
use std::time::{Duration, Instant};

/// What is said again and again: verbs of saying alone, with names and acts, one clause in the other.
const PIECES: [&str; 3] = [
    "said ",
    "Moscow said it attacked Kyiv and ",
    "who told Anna Berg that the army denied that ",
];
/// Words of the shorter text.
const WORDS: usize = 1_000;
/// Longer text by so much.
const FACTOR: usize = 4;
/// What it may take for it: linear would be the factor, quadratic its square.
const MOST: u32 = 9;
/// Below this a measure is noise.
const LEAST: Duration = Duration::from_millis(20);

/// `words` words of `piece` after `piece`.
fn document(piece: &str, words: usize) -> Document {
    let all = piece.split_whitespace().cycle().take(words);
    Document {
        text: all.collect::<Vec<_>>().join(" "),
        ..Document::default()
    }
}

/// How long reading takes; the least of two rounds. Checks that no sentence is longer than the lexicon says.
fn time(document: &Document, lexicon: &Lexicon) -> Duration {
    let core = Core::embedded().unwrap();
    let rounds = (0..2).map(|_| {
        let start = Instant::now();
        let annotation = language::annotate(document, core, lexicon);
        let read = statement::extract(document, &annotation, lexicon);
        let took = start.elapsed();
        let longest = annotation.sentences.iter().map(|s| s.tokens.len()).max();
        assert!(longest.unwrap() <= lexicon.sentences.longest);
        assert!(
            read.events
                .iter()
                .all(|e| e.sentence.end <= document.text.len())
        );
        took
    });
    rounds.min().unwrap()
}

#[test]
fn a_sentence_without_end_takes_time_as_its_words() {
    let lexicon = Lexicon::embedded().unwrap();
    for piece in PIECES {
        let short = time(&document(piece, WORDS), &lexicon);
        let long = time(&document(piece, WORDS * FACTOR), &lexicon);
        assert!(
            long < short.max(LEAST) * MOST,
            "{piece}: {short:?}, then {long:?}"
        );
    }
}
