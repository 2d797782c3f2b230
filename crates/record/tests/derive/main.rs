//! The record derived from small composed readings: what joins, what must not, and that order never shows.
//!
//! One module a part of the record; `article` builds readings. Known limit: parses are assumed, not made.
//!
//! Example: two articles that tell one minister's visit in July give one event with two mentions.

mod article;
mod claims;
mod decisions;
mod documents;
mod marks;
mod merging;
mod norms;
mod timeline;

use article::*;
use claims::accusation;
use jiff::civil::date;
use model::record::Record;
use model::{Reading, Stance};
use proptest::prelude::*;

#[test]
fn no_readings_give_an_empty_record() {
    assert_eq!(record(&[]), Record::default());
}

fn affair() -> Vec<Article> {
    vec![
        accusation(),
        visit(
            "b",
            "Ola Berg made a visit to Swedonia in July.",
            "visit",
            "Ola Berg",
            july(),
        ),
        visit(
            "c",
            "The trip of Ola Berg to Swedonia was short.",
            "trip",
            "Ola Berg",
            UNKNOWN,
        ),
        visit(
            "d",
            "Kari Lund made a visit to Swedonia in July.",
            "visit",
            "Kari Lund",
            july(),
        ),
        Article::new(
            "e",
            Some(date(2023, 8, 2)),
            &text("Norland denied the supply of arms to Swedonia."),
        )
        .claim(
            ("Norland", "denied", "the supply of arms to Swedonia"),
            Stance::Deny,
            "arms supply Swedonia",
            None,
        ),
        Article::new(
            "f",
            Some(date(2023, 8, 3)),
            "The actress won a golden statue for her comedy about penguins.",
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_readings_never_shows(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let articles = affair();
        let shuffled: Vec<&Reading> = order.iter().map(|&i| &articles[i].0).collect();
        let derived = record::derive(&shuffled, &[], &LEXICON);
        for event in &derived.events {
            prop_assert!(event.independent_origins <= event.documents);
        }
        let bytes = serde_json::to_string(&derived).unwrap();
        prop_assert_eq!(bytes, serde_json::to_string(&record(&articles)).unwrap());
    }
}
