//! Steps of the language stage on long dense texts: their time must grow about as the text does.
//!
//! Composes texts of names, titles, times and pronouns from a fixed seed, as one paragraph and as many, and measures
//! each step at two lengths. A step that looks back over the whole text for every mention fails by a wide margin.
//! Known limit: times are measured, so the bound is generous.
//!
//! Example: four times the text may take eight times as long, never sixteen.

#![expect(clippy::disallowed_methods, reason = "the test measures time")]

use language::core::Core;
use language::{coref, mention, time};
use lexicon::Lexicon;
use model::{Annotation, Document};
use std::fmt::Write;
use std::time::{Duration, Instant};

const TITLES: [&str; 5] = [
    "President",
    "Foreign Minister",
    "Spokesman",
    "Defense Secretary",
    "Governor",
];
const GIVEN: [&str; 5] = ["Anna", "Peter", "Olga", "Luis", "Maria"];
const FAMILY: [&str; 5] = ["Berg", "Holm", "Costa", "Novak", "Silva"];
const STATES: [&str; 5] = ["Norway", "Peru", "Kenya", "Chile", "Poland"];
/// Longer text by so much.
const FACTOR: usize = 4;
/// What a step may take for it: linear would be the factor, quadratic its square.
const MOST: u32 = 9;
/// Below this a measure is noise.
const LEAST: Duration = Duration::from_millis(20);

/// Numbers from a fixed seed (Lehmer 1951).
struct Numbers(u64);

impl Numbers {
    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        usize::try_from(self.0).unwrap() % most
    }
}

fn text(stories: usize, between: &str) -> String {
    let mut numbers = Numbers(7);
    let mut text = String::new();
    for story in 0..stories {
        let family = format!(
            "{}{}",
            numbers.pick(&FAMILY),
            numbers.pick(&["", "son", "ov", "ez"])
        );
        let (title, given) = (numbers.pick(&TITLES), numbers.pick(&GIVEN));
        let (one, other) = (numbers.pick(&STATES), numbers.pick(&STATES));
        let (day, year) = (1 + numbers.below(28), 1990 + numbers.below(30));
        write!(
            text,
            "{title} {given} {family} of {one} met {other}'s foreign ministry on Monday, May {day}, {year}. \
             He told reporters that both leaders and the Rivers Union (RU{story}) had agreed. The minister said \
             the two countries would sign. \"We reject this,\" {family} said.{between}"
        )
        .unwrap();
    }
    text
}

fn measured<T>(step: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (step(), start.elapsed())
}

/// Time of each step on a text.
fn times(text: String, lexicon: &Lexicon) -> Vec<(&'static str, Duration)> {
    let document = Document {
        text,
        ..Document::default()
    };
    let spans = language::paragraph::paragraphs(&document.text, &[], &lexicon.wrapping).spans;
    let parsed = Core::embedded().unwrap().read(&document.text, &spans);
    let mut annotation = Annotation {
        dependents: model::Dependents::new(&parsed.tokens),
        tokens: parsed.tokens,
        sentences: parsed.sentences,
        entities: parsed.entities,
        paragraphs: spans,
        ..Annotation::default()
    };
    let (found, quoted) =
        measured(|| language::quoted::stretches(&document.text, &annotation.paragraphs));
    annotation.quoted = found;
    let (found, times) = measured(|| time::find(&document, &annotation, lexicon));
    annotation.times = found;
    let (found, mentions) = measured(|| mention::find(&document, &annotation, lexicon));
    annotation.mentions = found;
    let (_, links) = measured(|| coref::link(&document, &annotation, lexicon));
    vec![
        ("quoted", quoted),
        ("time", times),
        ("mention", mentions),
        ("coref", links),
    ]
}

#[test]
fn every_step_grows_about_as_the_text() {
    let lexicon = Lexicon::embedded().unwrap();
    let stories = 100;
    for between in [" ", "\n\n"] {
        let short = times(text(stories, between), &lexicon);
        let long = times(text(stories * FACTOR, between), &lexicon);
        for ((step, before), (_, after)) in short.into_iter().zip(long) {
            assert!(
                after < before.max(LEAST) * MOST,
                "{step}: {before:?}, then {after:?}"
            );
        }
    }
}
