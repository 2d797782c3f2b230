//! Possible breaches: which acts come to stand beside a norm, and which must not.
//!
//! Takes composed articles and one composed norm pack through the whole derivation. Known limit: how sentences are
//! read is not tested here; the packs' own examples are, in the engine.
//!
//! Example: "Norland supplies arms to Swedonia" stands beside a ban on Norland's sales of arms.

#![expect(
    clippy::disallowed_methods,
    reason = "the pack under test is a file like any other"
)]

use crate::article::*;
use jiff::civil::{Date, date};
use lexicon::{Files, Lexicon};
use model::record::Record;
use model::{EventType, Interval, Reading, Stance, Status};
use std::sync::LazyLock;

const PACK: &str = r#"
name = "Treaty"
about = ["NOR"]
named = ["treaty of vossen"]

[whole]
instrument = "Treaty of Vossen"
binds = ["NOR"]
summary = "Norland keeps the peace of the fjords."

[[norm]]
instrument = "Treaty of Vossen"
paragraph = "4"
matter = "arms"
binds = ["NOR"]
by = ["NOR"]
acts = ["transfer"]
things = ["arms"]
unless = ["toy"]
from = "2020-01-01"
until = "2024-12-31"
summary = "No arms from Norland."
examples = { fits = ["a"], nots = ["b"] }

[[norm]]
instrument = "Protocol of Vossen"
paragraph = "1"
matter = "arms"
binds = ["NOR"]
by = ["NOR"]
acts = ["transfer"]
things = ["arms"]
unless = ["toy"]
from = "2023-01-01"
summary = "No arms at all from Norland."
examples = { fits = ["a"], nots = ["b"] }
"#;

static WITH_PACK: LazyLock<Lexicon> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("treaty.toml");
    std::fs::write(&path, PACK).unwrap();
    let mut lexicon = Lexicon::load(&Files::embedded()).unwrap();
    let pack = lexicon.norms.pack_at(&path, &lexicon.merge).unwrap();
    lexicon.norms.packs = vec![pack];
    lexicon
});

fn told(articles: &[Article]) -> Record {
    let readings: Vec<&Reading> = articles.iter().map(|a| &a.0).collect();
    record::derive(&readings, &[], &WITH_PACK)
}

/// Titles of the norms that an article of `day` stands beside, with the reasons.
fn beside(article: Article) -> Vec<(String, String)> {
    let record = told(&[article]);
    let norm = |id| record.norms.iter().find(|n| Some(&n.id) == id).unwrap();
    let lines = record.possible_breaches.iter();
    let mut titles: Vec<_> = lines
        .map(|b| (norm(b.norm.as_ref()).instrument.clone(), b.reason.clone()))
        .collect();
    titles.sort();
    titles
}

fn supply(day: Option<Date>, line: &str, words: (&str, &str, &str), status: Status) -> Article {
    Article::new("a", day, line).event(words, EventType::Aid, status, UNKNOWN)
}

const SUPPLY: (&str, &str, &str) = ("Norland", "supply", "Swedonia");

#[test]
fn the_newest_norm_in_force_stands_beside_an_act_and_names_the_others() {
    let on = |day| {
        beside(supply(
            Some(day),
            "Norland will supply rifles to Swedonia.",
            SUPPLY,
            Status::Planned,
        ))
    };
    let found = on(date(2023, 5, 1));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "Protocol of Vossen");
    assert!(
        found[0].1.contains("“rifles”") && found[0].1.contains("Treaty of Vossen, paragraph 4 too"),
        "{found:?}"
    );
    assert_eq!(on(date(2021, 5, 1))[0].0, "Treaty of Vossen");
    assert_eq!(on(date(2019, 5, 1)), []);
    assert!(!on(date(2025, 5, 1))[0].1.contains("Treaty"));
}

#[test]
fn another_giver_another_thing_and_what_is_told_as_not_done_stand_beside_nothing() {
    let check = |line: &str, words, status| {
        let found = beside(supply(Some(date(2023, 5, 1)), line, words, status));
        assert_eq!(found, [], "{line}");
    };
    let back = ("Swedonia", "supply", "Norland");
    check(
        "Swedonia will supply rifles to Norland.",
        back,
        Status::Planned,
    );
    check(
        "Norland will supply herring to Swedonia.",
        SUPPLY,
        Status::Planned,
    );
    check(
        "Norland did not supply rifles to Swedonia.",
        SUPPLY,
        Status::Negated,
    );
    check(
        "Norland will supply rifles and toys to Swedonia.",
        SUPPLY,
        Status::Planned,
    );
    let home = ("Norland", "supply", "Kari Lund");
    check(
        "Norland will supply rifles to Kari Lund.",
        home,
        Status::Planned,
    );
}

#[test]
fn a_buyer_stands_on_the_other_side() {
    let day = Some(date(2023, 5, 1));
    let bought = ("Swedonia", "buy", "Norland");
    let line = "Swedonia will buy rifles from Norland.";
    assert_eq!(beside(supply(day, line, bought, Status::Planned)).len(), 1);
    let line = "Norland will buy rifles from Swedonia.";
    let back = ("Norland", "buy", "Swedonia");
    assert_eq!(beside(supply(day, line, back, Status::Planned)), []);
}

#[test]
fn a_party_named_near_a_noun_takes_part_but_not_the_maker_of_the_thing() {
    let day = Some(date(2023, 5, 1));
    let named = |line: &str, trigger| {
        let mut article = Article::new("a", day, line);
        article.referent("Norland");
        beside(article.event(
            ("", trigger, ""),
            EventType::Agree,
            Status::Planned,
            UNKNOWN,
        ))
    };
    assert!(
        named("An arms deal between Norland and others is near.", "deal")[0]
            .1
            .contains("named near")
    );
    assert_eq!(named("A sale of Norland-made rifles is near.", "sale"), []);
    assert_eq!(
        named("The treaty welcomes the sale of rifles by Norland.", "sale").len(),
        1
    );
    assert_eq!(
        named("The treaty forbids the sale of rifles by Norland.", "sale"),
        []
    );
}

#[test]
fn a_text_that_says_that_the_instrument_would_be_broken_stands_beside_it() {
    let line = "Swedonia says that the plans of Norland violate the Treaty of Vossen.";
    let article = Article::new("a", None, line).claim(
        (
            "Swedonia",
            "says",
            "that the plans of Norland violate the Treaty of Vossen",
        ),
        Stance::Accuse,
        "",
        None,
    );
    let mut said = article;
    said.referent("Norland");
    let record = told(&[said]);
    assert_eq!(record.possible_breaches.len(), 1);
    let breach = &record.possible_breaches[0];
    assert_eq!((breach.claims.len(), &breach.event), (1, &None));
    assert_eq!((record.norms.len(), &record.norms[0].paragraph), (1, &None));
    assert!(breach.reason.contains("“Treaty of Vossen” would be broken"));
    let praised = Article::new("a", None, "Norland praised the Treaty of Vossen.");
    assert_eq!(told(&[praised]).possible_breaches, []);
}

#[test]
fn an_act_told_by_two_articles_is_one_line_with_both_sentences_and_its_claims() {
    let days = Interval::day(date(2023, 7, 3));
    let article = |name: &str, line: &str| {
        Article::new(name, Some(date(2023, 7, 5)), &text(line)).event(
            SUPPLY,
            EventType::Aid,
            Status::Alleged,
            days,
        )
    };
    let first = article(
        "a",
        "Danmere says that Norland did supply rifles to Swedonia.",
    );
    let first = first.claim(
        ("Danmere", "says", "Norland did supply rifles to Swedonia"),
        Stance::Accuse,
        "",
        None,
    );
    let second = article(
        "b",
        "On Monday Norland was said to supply rifles to Swedonia.",
    );
    let record = told(&[first, second]);
    assert_eq!(record.possible_breaches.len(), 1);
    let breach = &record.possible_breaches[0];
    assert_eq!((breach.spans.len(), breach.claims.len()), (2, 1));
    assert_eq!(breach.event.as_ref(), Some(&record.events[0].id));
}

#[test]
fn without_any_day_a_norm_may_not_have_been_in_force_and_the_reason_says_so() {
    let line = "Norland will supply rifles to Swedonia.";
    let found = beside(supply(None, line, SUPPLY, Status::Planned));
    assert!(found[0].1.contains("no day is told"), "{found:?}");
    let open = Interval {
        earliest: Some(date(2022, 3, 1)),
        latest: None,
    };
    let told = Article::new("a", Some(date(2022, 5, 1)), line);
    let told = told.event(SUPPLY, EventType::Aid, Status::Ongoing, open);
    assert_eq!(
        beside(told)[0].0,
        "Treaty of Vossen",
        "not what came into force after the article"
    );
}
