//! What analysts lay down of how things are told apart: joins and splits, which hold whatever else is added, and stay visible.
//!
//! Decisions name words of composed articles. Known limit: actors are joined here by one pair only.
//!
//! Example: two visits of July that are two stay two though a third article tells one of them.

use crate::article::*;
use model::record::{Event, Evidence, Record};
use model::{Decision, Interval, Reading, Ruling, Said, Thing};

fn decided(articles: &[Article], decisions: &[Decision]) -> Record {
    let readings: Vec<&Reading> = articles.iter().map(|a| &a.0).collect();
    record::derive(&readings, decisions, &LEXICON)
}

fn at(article: &Article, words: &str) -> Vec<Evidence> {
    vec![Evidence {
        document: article.0.document.id.clone(),
        span: article.at(words),
    }]
}

fn ruling(ruling: Ruling, thing: Thing, sides: Vec<Vec<Evidence>>) -> Decision {
    Decision::new(ruling, thing, sides, said())
}

fn said() -> Said {
    Said {
        by: "A. Reader".into(),
        at: "2023-09-06T10:00:00Z".into(),
        why: Some("the ministry said so".into()),
    }
}

/// Ola Berg's visit of July told by two articles, and Kari Lund's.
fn visits() -> Vec<Article> {
    let of = |name: &str, who: &str, when: Interval| {
        let line = format!("{who} made a visit to Swedonia in July.");
        visit(name, &line, "visit", who, when)
    };
    vec![
        of("a", "Ola Berg", july()),
        of("b", "Ola Berg", july()),
        of("c", "Kari Lund", july()),
    ]
}

fn with<'e>(record: &'e Record, article: &Article) -> &'e Event {
    let document = &article.0.document.id;
    let told = |e: &&Event| e.mentions.iter().any(|m| m.document == *document);
    record.events.iter().find(told).unwrap()
}

#[test]
fn what_is_set_apart_is_two_and_says_who_did_it() {
    let articles = visits();
    assert_eq!(decided(&articles, &[]).events.len(), 2);
    let sides = vec![at(&articles[1], "visit"), at(&articles[0], "visit")];
    let split = ruling(Ruling::Split, Thing::Event, sides);
    let record = decided(&articles, std::slice::from_ref(&split));
    assert_eq!(record.events.len(), 3);
    let apart = with(&record, &articles[1]);
    assert_eq!(apart.documents, 1);
    assert!(
        apart.reasons[0].starts_with("set apart by A. Reader on 2023-09-06"),
        "{:?}",
        apart.reasons
    );
    let line = &record.decisions[0];
    let stays = &with(&record, &articles[0]).id;
    assert_eq!(line.about, [apart.id.clone(), stays.clone()]);
    assert_eq!(line.value.as_deref(), Some("the ministry said so"));
}

#[test]
fn what_is_joined_is_one_and_says_that_the_program_reads_it_apart() {
    let articles = visits();
    let sides = vec![at(&articles[2], "visit"), at(&articles[0], "visit")];
    let join = ruling(Ruling::Join, Thing::Event, sides);
    let record = decided(&articles, &[join]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.events[0].documents, 3);
    let told = "the program reads them apart";
    assert!(record.events[0].reasons[0].contains(told));
    assert_eq!(record.decisions[0].about, [record.events[0].id.clone()]);
}

#[test]
fn a_decision_without_its_evidence_changes_nothing() {
    let articles = visits();
    let sides = vec![at(&articles[2], "visit"), at(&articles[0], "visit")];
    let join = ruling(Ruling::Join, Thing::Event, sides);
    let left = &articles[..2];
    let record = decided(left, &[join]);
    assert_eq!(record.events, decided(left, &[]).events);
    assert_eq!(record.decisions[0].about, [record.events[0].id.clone()]);
}

#[test]
fn the_order_of_decisions_in_memory_does_not_show() {
    let articles = visits();
    let spot = |n: usize| at(&articles[n], "visit");
    let join = ruling(Ruling::Join, Thing::Event, vec![spot(2), spot(0)]);
    let split = ruling(Ruling::Split, Thing::Event, vec![spot(1), spot(0)]);
    let (forward, back) = ([join.clone(), split.clone()], [split, join]);
    assert_eq!(decided(&articles, &forward), decided(&articles, &back));
}

#[test]
fn actors_that_are_joined_are_one_everywhere() {
    let articles = visits();
    let before = decided(&articles, &[]);
    let sides = vec![at(&articles[0], "Ola Berg"), at(&articles[2], "Kari Lund")];
    let join = ruling(Ruling::Join, Thing::Actor, sides);
    let record = decided(&articles, &[join]);
    assert_eq!(record.actors.len() + 1, before.actors.len());
    let one = with(&record, &articles[0]).sources.clone();
    assert_eq!(with(&record, &articles[2]).sources, one);
    assert_eq!(record.decisions[0].about, one);
}
