//! Any text goes through the whole path, from bytes to the derived record, without a panic.
//!
//! Takes arbitrary strings and strings made of pieces that stress the readers (quotation marks, dates,
//! names, odd Unicode); checks that every span of the reading lies in the text on character boundaries.
//! Known limit: texts of some hundred characters; `fuzz/` holds the same check for longer runs.
//!
//! Example: the text `"\u{201c}Kim \u{0}said "` gives a reading with valid spans.

use engine::{Engine, RawArticle};
use model::{Reading, Span};
use proptest::prelude::*;
use std::sync::OnceLock;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(None, 1).unwrap())
}

fn spans(reading: &Reading) -> Vec<Span> {
    let mut spans: Vec<Span> = reading.sentences.clone();
    spans.extend(reading.mentions.iter().map(|m| m.span));
    spans.extend(reading.times.iter().map(|t| t.span));
    for claim in &reading.statements.claims {
        spans.extend(claim.source);
        spans.extend([claim.cue, claim.sentence]);
        spans.extend(&claim.content);
    }
    for event in &reading.statements.events {
        spans.extend([event.trigger, event.sentence]);
        spans.extend(event.source.iter().chain(&event.target).map(|a| a.span));
        spans.extend(&event.objects);
    }
    spans
}

fn check(text: String) {
    let article = RawArticle {
        input_id: "a".into(),
        language: Some("en".into()),
        text,
        ..RawArticle::default()
    };
    let Ok(reading) = engine().read(article) else {
        return;
    };
    for span in spans(&reading) {
        assert!(
            span.of(&reading.document.text).is_some(),
            "{span:?} in {:?}",
            reading.document.text
        );
    }
    record::derive(&[&reading], &[], engine().lexicon());
}

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "Kim Jong Un ", "the minister ", "said ", "denied ", "that ", "\"", "“", "”", "’s ", "'", ", ", ". ", "\n", "\n\n", " ", "\t",
    "on Wednesday ", "2023-09-14 ", "last week ", "the 78th anniversary of ", "Norland ", "troops ", "to ", "met ", "and ", "he ",
    "according to ", "(NSC) ", "- ", "— ", "🚀", "\u{202e}", "\u{0}", "é", "e\u{301}", "한국", "$5bn ", "http://a.b/c?d ", "1,000 ", ":", "Mr. ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn arbitrary_text_reads_with_valid_spans(text in any::<String>()) {
        check(text);
    }

    #[test]
    fn stressful_text_reads_with_valid_spans(picks in prop::collection::vec(0..PIECES.len(), 0..80)) {
        check(picks.into_iter().map(|p| PIECES[p]).collect());
    }
}
