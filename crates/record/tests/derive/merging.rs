//! Which accounts of events join and which must not.
//!
//! Takes composed articles through the whole derivation.
//!
//! Example: a visit and a trip of one person in one month are one event with two mentions.

use crate::article::*;
use jiff::civil::{Date, date};
use model::{EventType, Interval, Stance, Status};

#[test]
fn a_visit_and_a_trip_in_one_month_are_one_event_with_two_mentions() {
    let record = record(&[
        visit(
            "a",
            "Ola Berg made a visit to Swedonia in July.",
            "visit",
            "Ola Berg",
            july(),
        ),
        visit(
            "b",
            "The trip of Ola Berg to Swedonia was short.",
            "trip",
            "Ola Berg",
            UNKNOWN,
        ),
    ]);
    assert_eq!(record.stories.len(), 1);
    assert_eq!(record.events.len(), 1);
    let event = &record.events[0];
    assert_eq!(
        (
            event.documents,
            event.independent_origins,
            event.mentions.len()
        ),
        (2, 2, 2)
    );
    assert_eq!(event.interval, july());
    assert_eq!(event.label, "Ola Berg – trip – Swedonia");
    assert!(!event.reasons.is_empty());
}

#[test]
fn visits_in_different_months_or_by_different_people_stay_apart() {
    let august = Interval::between(date(2023, 8, 1), date(2023, 8, 31));
    let record = record(&[
        visit(
            "a",
            "Ola Berg made a visit to Swedonia in July.",
            "visit",
            "Ola Berg",
            july(),
        ),
        visit(
            "b",
            "Ola Berg made a visit to Swedonia in August.",
            "visit",
            "Ola Berg",
            august,
        ),
        visit(
            "c",
            "Kari Lund made a visit to Swedonia in July.",
            "visit",
            "Kari Lund",
            july(),
        ),
    ]);
    assert_eq!(record.events.len(), 3);
}

#[test]
fn a_light_verb_joins_nothing_by_itself() {
    let record = record(&[
        visit(
            "a",
            "Ola Berg did express thanks to Swedonia.",
            "express",
            "Ola Berg",
            UNKNOWN,
        ),
        visit(
            "b",
            "Ola Berg could express anger to Swedonia.",
            "express",
            "Ola Berg",
            UNKNOWN,
        ),
    ]);
    assert_eq!(record.events.len(), 2);
}

#[test]
fn a_summit_told_as_planned_and_as_held_has_occurred() {
    let day = Interval::day(date(2023, 9, 13));
    let meets = |name: &str, line: &str, status: Status, when: Interval| {
        Article::new(name, None, &text(line)).event(
            ("Ola Berg", "meet", "Sven Holm"),
            EventType::Consult,
            status,
            when,
        )
    };
    let record = record(&[
        meets(
            "a",
            "Ola Berg is to meet Sven Holm soon.",
            Status::Planned,
            UNKNOWN,
        ),
        meets(
            "b",
            "Ola Berg did meet Sven Holm on Wednesday.",
            Status::Occurred,
            day,
        ),
    ]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(
        (record.events[0].status, record.events[0].interval),
        (Status::Occurred, day)
    );
}

#[test]
fn an_account_that_names_nobody_joins_none_that_names_somebody() {
    let agrees = |name: &str, line: &str, who: &str, trigger: &str, with: &str| {
        Article::new(name, None, &text(line)).event(
            (who, trigger, with),
            EventType::Agree,
            Status::Occurred,
            UNKNOWN,
        )
    };
    let record = record(&[
        agrees("a", "Three allies agree to share data.", "", "agree", ""),
        agrees(
            "b",
            "Norland and Swedonia deny arms deal.",
            "Norland",
            "deal",
            "Swedonia",
        ),
    ]);
    assert_eq!(record.events.len(), 2);
}

/// Two promises of one state that differ in their content.
fn pledge(name: &str, line: &str, act: &str, status: Status) -> Article {
    Article::new(name, None, &text(line))
        .event(
            ("Norland", "promise", ""),
            EventType::Agree,
            Status::Occurred,
            UNKNOWN,
        )
        .event(
            ("Norland", act, "Swedonia"),
            EventType::Aid,
            status,
            UNKNOWN,
        )
}

#[test]
fn a_promise_to_do_joins_none_not_to_do() {
    let sell = ("Norland made a promise to sell arms to Swedonia.", "sell");
    let not = "Norland made a promise not to sell arms to Swedonia.";
    let triggers = |articles: &[Article]| {
        let record = record(articles);
        record.events.iter().map(|e| e.mentions.len()).max()
    };
    let affirmed = || pledge("a", sell.0, sell.1, Status::Planned);
    let negated = |name: &str| pledge(name, not, "sell", Status::Negated);
    let apart = record(&[affirmed(), negated("b")]);
    assert!(
        apart
            .events
            .iter()
            .filter(|e| e.event_type == Some(EventType::Agree))
            .count()
            == 2
    );
    assert_eq!(triggers(&[negated("b"), negated("c")]), Some(2));
}

#[test]
fn concern_about_talks_makes_nobody_take_part_in_them() {
    let line = "Swedonia and Norland voiced concern about the talks.";
    let voiced = Article::new("a", None, &text(line))
        .event(
            ("Swedonia", "talks", ""),
            EventType::Consult,
            Status::Occurred,
            UNKNOWN,
        )
        .claim(
            ("Swedonia", "voiced", "concern about the talks"),
            Stance::Concern,
            "concern talk",
            None,
        );
    let summit = Article::new(
        "b",
        None,
        &text("Swedonia and Danmere held a summit on Friday."),
    )
    .event(
        ("Swedonia", "summit", "Danmere"),
        EventType::Consult,
        Status::Occurred,
        Interval::day(date(2023, 8, 18)),
    );
    assert_eq!(record(&[voiced, summit]).events.len(), 2);
}

#[test]
fn an_arrival_and_the_talks_it_serves_stay_apart_in_one_sentence() {
    let day = Interval::day(date(2023, 9, 12));
    let line = "Ola Berg did arrive on Tuesday for talks with Sven Holm.";
    let mut article = Article::new("a", None, &text(line));
    for trigger in ["arrive", "talks"] {
        article = article.event(
            ("Ola Berg", trigger, "Sven Holm"),
            EventType::Consult,
            Status::Occurred,
            day,
        );
    }
    assert_eq!(record(&[article]).events.len(), 2);
}

/// An article in which `who` resigns, told at `published`.
fn resignation(name: &str, line: &str, who: &str, published: Option<Date>) -> Article {
    let word = if line.contains("resignation") {
        "resignation"
    } else {
        "resign"
    };
    let mut article = Article::new(name, published, &text(line)).event(
        (who, word, ""),
        EventType::Retreat,
        Status::Occurred,
        UNKNOWN,
    );
    article.0.statements.events[0].event_type = None;
    article
}

#[test]
fn what_an_affair_tells_once_is_one_event_though_one_account_names_nobody() {
    let record = record(&[
        resignation(
            "a",
            "Kari Lund did resign over the nets.",
            "Kari Lund",
            None,
        ),
        resignation("b", "The resignation came late.", "", None),
    ]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.events[0].mentions.len(), 2);
    let reasons = record.events[0].reasons.join("; ");
    assert!(reasons.contains("one family"), "{reasons}");
}

#[test]
fn the_same_done_by_others_or_told_at_another_time_is_another_event() {
    let day = |d| Some(date(2023, 7, d));
    let first = || {
        resignation(
            "a",
            "Kari Lund did resign over the nets.",
            "Kari Lund",
            day(3),
        )
    };
    let other = resignation("b", "Sven Holm did resign in anger.", "Sven Holm", day(3));
    let later = resignation("c", "The resignation came late.", "", day(28));
    assert_eq!(record(&[first(), other]).events.len(), 2);
    assert_eq!(record(&[first(), later]).events.len(), 2);
}

/// An event that PLOVER types only where `kind` says so.
fn told(name: &str, line: &str, words: (&str, &str, &str), kind: Option<EventType>) -> Article {
    let mut article = Article::new(name, None, &text(line)).event(
        words,
        EventType::Assault,
        Status::Occurred,
        UNKNOWN,
    );
    article.0.statements.events[0].event_type = kind;
    article
}

#[test]
fn a_word_without_a_type_tells_a_typed_event_of_its_family_when_it_names_no_more_than_one_side() {
    let killed = || {
        let words = ("Norland", "kill", "Ola Berg");
        let line = "Norland did kill Ola Berg in the port.";
        told("a", line, words, Some(EventType::Assault))
    };
    let of = |words| {
        told(
            "b",
            "The death of Ola Berg by Norland shook the port.",
            words,
            None,
        )
    };
    let death = of(("", "death", "Ola Berg"));
    assert_eq!(record(&[killed(), death]).events.len(), 1);
    let whole = of(("Norland", "death", "Ola Berg"));
    assert_eq!(record(&[killed(), whole]).events.len(), 2);
}

#[test]
fn what_befalls_the_same_may_be_told_as_done_by_others() {
    let found = |name: &str, who: &str, whom: &str| {
        let line = format!("{who} did find {whom} near the port.");
        told(name, &line, (who, "find", whom), None)
    };
    let first = || found("a", "Norland", "Ola Berg");
    let same = found("b", "Danmere", "Ola Berg");
    assert_eq!(record(&[first(), same]).events.len(), 1);
    let other = found("b", "Danmere", "Sven Holm");
    assert_eq!(record(&[first(), other]).events.len(), 2);
}

#[test]
fn a_light_verb_tells_what_its_object_names() {
    let invite = |name: &str, line: &str, word: &str| {
        let words = ("Norland", word, "Ola Berg");
        let (request, done) = (EventType::Request, Status::Occurred);
        Article::new(name, None, &text(line)).event(words, request, done, UNKNOWN)
    };
    let line = "Norland did extend an invitation to Ola Berg.";
    let light = invite("a", line, "extend").with_object("an invitation");
    let both = light.event(
        ("Norland", "invitation", "Ola Berg"),
        EventType::Request,
        Status::Occurred,
        UNKNOWN,
    );
    let noun = invite(
        "b",
        "The invitation of Norland to Ola Berg stands.",
        "invitation",
    );
    let events = record(&[both, noun]).events;
    assert_eq!((events.len(), events[0].mentions.len()), (1, 3));
}

#[test]
fn who_is_on_both_sides_of_one_account_stays_on_both() {
    let article = Article::new("a", None, &text("Norland will support Norland."));
    let words = ("Norland", "support", "Norland");
    let told = article.event(words, EventType::Support, Status::Planned, UNKNOWN);
    let event = &record(&[told]).events[0];
    assert_eq!(event.label, "Norland – support – Norland");
    assert_eq!(event.sources, event.targets);
}
