//! What holds for every text that the language core reads.
//!
//! Takes texts made at random (proptest), among them odd Unicode; checks that nothing panics, that
//! spans lie on characters in text order, that tokens and blanks make up the paragraphs, that sentences
//! tile the tokens and heads stay in the paragraph, and that neither batches nor memory change results.
//!
//! Example: "a  b" has a white-space token between its two words.

use language::core::{Core, CoreReading};
use language::paragraph::paragraphs;
use lexicon::Lexicon;
use model::Span;
use proptest::prelude::*;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

/// Text of words, marks and characters of every plane.
fn any_text() -> impl Strategy<Value = String> {
    let word = "[a-zA-Z]{1,9}";
    let mark = "[ \\t\\r\\n.,;:!?'\"()/@#$%&*+<=>_~0-9-]{1,4}";
    let piece = prop_oneof![
        word,
        mark,
        any::<char>().prop_map(String::from),
        Just(" ".to_owned())
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn read(text: &str, spans: &[Span]) -> CoreReading {
    Core::embedded().unwrap().read(text, spans)
}

fn check_tokens(text: &str, paragraph: Span, reading: &CoreReading) {
    let mut at = paragraph.start;
    for token in &reading.tokens {
        assert!(token.span.of(text).is_some_and(|form| !form.is_empty()));
        let between = Span::new(at, token.span.start).of(text);
        assert!(matches!(between, Some("" | " ")), "{between:?}");
        assert!(token.head < reading.tokens.len());
        at = token.span.end;
    }
    assert!(matches!(&text[at..paragraph.end], "" | " "));
}

fn check_sentences(reading: &CoreReading) {
    let mut next = 0;
    for sentence in &reading.sentences {
        assert_eq!(sentence.tokens.start, next);
        assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
    }
    assert_eq!(next, reading.tokens.len());
    for entity in &reading.entities {
        let inside = reading.tokens[entity.tokens.clone()].iter();
        assert!(inside.clone().count() > 0);
        assert!(inside.clone().all(|token| token.entity == entity.label));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_read_without_gap(text in any_text()) {
        let whole = Span::new(0, text.len());
        let reading = read(&text, &[whole]);
        check_tokens(&text, whole, &reading);
        check_sentences(&reading);
        prop_assert_eq!(&read(&text, &[whole]), &reading);
    }

    #[test]
    fn paragraphs_lie_on_characters_and_read_alike_together_and_apart(text in any_text()) {
        let found = paragraphs(&text, &[], &LEXICON.wrapping);
        prop_assert_eq!(found.text.len(), text.len());
        let together = read(&found.text, &found.spans);
        let mut tokens = Vec::new();
        for span in &found.spans {
            let apart = read(&found.text, &[*span]);
            check_tokens(&found.text, *span, &apart);
            let base = tokens.len();
            tokens.extend(apart.tokens.into_iter().map(|mut token| {
                token.head += base;
                token
            }));
        }
        prop_assert_eq!(tokens, together.tokens);
    }
}

#[test]
fn spans_outside_the_text_or_inside_a_character_are_empty() {
    let reading = read("né", &[Span::new(0, 2), Span::new(9, 12)]);
    assert_eq!(reading, CoreReading::default());
}
