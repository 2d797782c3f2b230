//! The record derived from small composed readings: what joins, what must not, and that order never shows.
//!
//! Each article is built by hand with `Article`: text, actors, events and claims are found by their words.
//! No language stage is involved. Known limit: parses are assumed, not made.
//!
//! Example: two articles that tell one minister's visit in July give one event with two mentions.

use jiff::civil::{Date, date};
use lexicon::Lexicon;
use model::record::Record;
use model::{
    ActorKind, Argument, Basis, Certainty, Claim, ContentHash, Declared, Document, Event,
    EventType, Id, Interval, Mention, MentionForm, Quotation, Reading, Referent, Span, Stance,
    Status, TimeExpression, TimexType,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// A reading under construction.
struct Article(Reading);

impl Article {
    fn new(name: &str, published: Option<Date>, text: &str) -> Self {
        let declared = published.map(|date| Declared {
            date,
            basis: Basis::Input,
            span: None,
        });
        let document = Document {
            id: Document::id_of(Some(name), None, name, text),
            input_id: name.to_owned(),
            outlet: Some(name.to_owned()),
            text: text.to_owned(),
            sha256: ContentHash::of(text.as_bytes()),
            declared,
            ..Document::default()
        };
        let mut start = 0;
        let mut sentences = Vec::new();
        for sentence in text.split_inclusive(". ") {
            sentences.push(Span::new(start, start + sentence.len()).trimmed(text));
            start += sentence.len();
        }
        Self(Reading {
            document,
            sentences,
            ..Reading::default()
        })
    }

    fn at(&self, words: &str) -> Span {
        let start = self
            .0
            .document
            .text
            .find(words)
            .unwrap_or_else(|| panic!("`{words}` is not in the text"));
        Span::new(start, start + words.len())
    }

    fn sentence(&self, span: Span) -> Span {
        *self.0.sentences.iter().find(|s| s.contains(span)).unwrap()
    }

    /// The referent of a name that stands in the text; made on first use.
    fn referent(&mut self, name: &str) -> usize {
        if let Some(known) = self.0.referents.iter().position(|r| r.name == name) {
            return known;
        }
        let known = KNOWN.iter().find(|(n, ..)| *n == name).unwrap();
        self.0.referents.push(Referent {
            kind: known.1,
            name: name.to_owned(),
            known: Some(format!("test/{name}")),
            country: model::Country::new(known.2),
            ..Referent::default()
        });
        let referent = self.0.referents.len() - 1;
        self.0.mentions.push(Mention {
            span: self.at(name),
            head: 0,
            label: String::new(),
            form: MentionForm::Name,
            referent: Some(referent),
            place: None,
        });
        self.0.mentions.sort_by_key(|m| m.span);
        referent
    }

    fn argument(&mut self, name: &str) -> Option<Argument> {
        if name.is_empty() {
            return None;
        }
        let referents = vec![self.referent(name)];
        Some(Argument {
            span: self.at(name),
            referents,
        })
    }

    fn event(
        mut self,
        words: (&str, &str, &str),
        kind: EventType,
        status: Status,
        interval: Interval,
    ) -> Self {
        let (source, lemma, target) = words;
        let (source, target) = (self.argument(source), self.argument(target));
        let trigger = self.at(lemma);
        self.0.statements.events.push(Event {
            event_type: Some(kind),
            mode: None,
            cameo: None,
            trigger,
            lemma: lemma.to_owned(),
            source,
            target,
            objects: Vec::new(),
            status,
            background: false,
            interval,
            place: None,
            sentence: self.sentence(trigger),
            reasons: Vec::new(),
            confidence: 0.5,
        });
        self
    }

    fn claim(
        mut self,
        words: (&str, &str, &str),
        stance: Stance,
        topic: &str,
        about: Option<usize>,
    ) -> Self {
        let (speaker, cue, content) = words;
        let speakers = vec![self.referent(speaker)];
        let content = self.at(content);
        let events = self.0.statements.events.iter().enumerate();
        let events = events
            .filter(|(_, e)| content.contains(e.trigger))
            .map(|(n, _)| n)
            .collect();
        let cue = self.at(cue);
        self.0.statements.claims.push(Claim {
            source: Some(self.at(speaker)),
            speakers,
            cue,
            cue_lemma: String::new(),
            content: vec![content],
            quotation: Quotation::Indirect,
            stance,
            certainty: Certainty::Certain,
            addressees: Vec::new(),
            via: Vec::new(),
            topic: topic.split_whitespace().map(str::to_owned).collect(),
            about,
            events,
            sentence: self.sentence(cue),
            confidence: 0.7,
        });
        self
    }

    fn time(mut self, words: &str, interval: Interval) -> Self {
        self.0.times.push(TimeExpression {
            span: self.at(words),
            timex: TimexType::Date,
            value: String::new(),
            interval,
        });
        self
    }
}

const KNOWN: [(&str, ActorKind, &str); 6] = [
    ("Norland", ActorKind::State, "NOR"),
    ("Swedonia", ActorKind::State, "SWE"),
    ("Danmere", ActorKind::State, "DNK"),
    ("Ola Berg", ActorKind::Person, "NOR"),
    ("Kari Lund", ActorKind::Person, "NOR"),
    ("Sven Holm", ActorKind::Person, "SWE"),
];

const UNKNOWN: Interval = Interval {
    earliest: None,
    latest: None,
};

fn july() -> Interval {
    Interval::between(date(2023, 7, 1), date(2023, 7, 31))
}

/// The record of some articles. A shared tail keeps them in one story.
fn record(articles: &[Article]) -> Record {
    let readings: Vec<&Reading> = articles.iter().map(|a| &a.0).collect();
    record::derive(&readings, &LEXICON)
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

const TAIL: &str =
    "The harbour accord on trawlers and cod quotas stays the bone of contention in the fjords.";

fn text(line: &str) -> String {
    format!("{line} {TAIL}")
}

fn visit(name: &str, line: &str, trigger: &str, who: &str, when: Interval) -> Article {
    Article::new(name, None, &text(line)).event(
        (who, trigger, "Swedonia"),
        EventType::Consult,
        Status::Occurred,
        when,
    )
}

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
fn an_article_that_announces_what_was_held_before_its_date_is_in_conflict() {
    let day = Interval::day(date(2023, 9, 13));
    let meets = |name: &str, published: Date, line: &str, status: Status, when: Interval| {
        Article::new(name, Some(published), &text(line)).event(
            ("Ola Berg", "meet", "Sven Holm"),
            EventType::Consult,
            status,
            when,
        )
    };
    let record = record(&[
        meets(
            "late",
            date(2023, 11, 6),
            "Ola Berg is to meet Sven Holm soon.",
            Status::Planned,
            UNKNOWN,
        ),
        meets(
            "same",
            date(2023, 9, 14),
            "Ola Berg did meet Sven Holm on Wednesday.",
            Status::Occurred,
            day,
        ),
    ]);
    let published = |name: &str| {
        &record
            .documents
            .iter()
            .find(|d| d.input_id == name)
            .unwrap()
            .published
    };
    assert!(published("late").conflict && !published("same").conflict);
    assert_eq!(published("late").basis, Basis::Story);
    assert_eq!(published("late").interval.latest, Some(date(2023, 9, 13)));
}

fn accusation() -> Article {
    let line = "Danmere accuses Norland of the supply of arms to Swedonia, yet Sven Holm rejects these claims.";
    Article::new("a", None, &text(line))
        .event(
            ("Norland", "supply", "Swedonia"),
            EventType::Aid,
            Status::Alleged,
            UNKNOWN,
        )
        .claim(
            ("Danmere", "accuses", "the supply of arms to Swedonia"),
            Stance::Accuse,
            "arms supply Swedonia",
            None,
        )
        .claim(
            ("Sven Holm", "rejects", "these claims"),
            Stance::Deny,
            "",
            Some(0),
        )
}

#[test]
fn a_denial_of_these_claims_meets_the_accusation_in_a_dispute() {
    let record = record(&[accusation()]);
    assert_eq!((record.propositions.len(), record.disputes.len()), (1, 1));
    let dispute = &record.disputes[0];
    assert_eq!((dispute.supporting.len(), dispute.against.len()), (1, 1));
    assert_eq!(
        record.propositions[0].label,
        "the supply of arms to Swedonia"
    );
    assert_eq!(dispute.kind, "denial");
}

#[test]
fn a_denial_in_another_article_meets_the_accusation_by_its_topic() {
    let line = "Norland denied the supply of arms to Swedonia.";
    let denial = Article::new("b", None, &text(line)).claim(
        ("Norland", "denied", "the supply of arms to Swedonia"),
        Stance::Deny,
        "arms supply Swedonia",
        None,
    );
    let record = record(&[accusation(), denial]);
    assert_eq!(record.disputes.len(), 1);
    assert_eq!(record.disputes[0].against.len(), 2);
}

#[test]
fn a_broken_promise_is_contradicted_and_says_why() {
    let line = "Norland vowed not to supply arms to Swedonia.";
    let promise = Article::new("b", None, &text(line))
        .event(
            ("Norland", "supply", "Swedonia"),
            EventType::Aid,
            Status::Negated,
            UNKNOWN,
        )
        .claim(
            ("Norland", "vowed", "not to supply arms to Swedonia"),
            Stance::Commit,
            "arms supply",
            None,
        );
    let record = record(&[accusation(), promise]);
    assert_eq!(record.commitments.len(), 1);
    assert_eq!(record.commitments[0].status, "contradicted");
    assert!(!record.commitments[0].reasons.is_empty());
}

/// A promise to meet and, later, a meeting of one side with somebody else or a meeting as promised.
fn promise_and_later(later: &str, with: &str) -> Record {
    let promise = Article::new(
        "p",
        Some(date(2023, 8, 19)),
        &text("At a summit Norland promised to supply arms to Swedonia."),
    )
    .event(
        ("", "summit", ""),
        EventType::Consult,
        Status::Planned,
        Interval::day(date(2023, 8, 18)),
    )
    .event(
        ("Norland", "supply", "Swedonia"),
        EventType::Aid,
        Status::Planned,
        UNKNOWN,
    )
    .claim(
        ("Norland", "promised", "to supply arms to Swedonia"),
        Stance::Commit,
        "supply arms",
        None,
    );
    let trigger = if later.contains("supply") {
        "supply"
    } else {
        "summit"
    };
    let kind = if trigger == "supply" {
        EventType::Aid
    } else {
        EventType::Consult
    };
    let told = Article::new("q", Some(date(2023, 9, 19)), &text(later)).event(
        ("Norland", trigger, with),
        kind,
        Status::Occurred,
        UNKNOWN,
    );
    record(&[promise, told])
}

#[test]
fn a_promise_is_kept_only_by_the_promised_act_toward_the_same_end() {
    let status =
        |later: &str, with: &str| promise_and_later(later, with).commitments[0].status.clone();
    assert_eq!(
        status("Norland did supply shells to Swedonia.", "Swedonia"),
        "kept"
    );
    assert_eq!(
        status("Norland did supply shells to Danmere.", "Danmere"),
        "open"
    );
    assert_eq!(
        status("Norland held a summit with Swedonia.", "Swedonia"),
        "open"
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

#[test]
fn speakers_of_one_document_are_one_origin() {
    let line = "Ola Berg and Sven Holm say that Danmere did supply arms to Swedonia.";
    let mut article = Article::new("a", None, &text(line)).event(
        ("Danmere", "supply", "Swedonia"),
        EventType::Aid,
        Status::Alleged,
        UNKNOWN,
    );
    for (speaker, cue) in [("Ola Berg", "say"), ("Sven Holm", "say")] {
        let claim = (speaker, cue, "Danmere did supply arms to Swedonia");
        article = article.claim(claim, Stance::Assert, "supply arms", None);
    }
    let record = record(&[article]);
    assert_eq!(record.events[0].origins.len(), 2);
    assert_eq!(record.events[0].independent_origins, 1);
}

#[test]
fn copies_count_once_as_origins() {
    let line = "Ola Berg made a visit to Swedonia in July.";
    let mut copy = visit("b", line, "visit", "Ola Berg", july());
    copy.0.document.declared = None;
    let record = record(&[visit("a", line, "visit", "Ola Berg", july()), copy]);
    assert_eq!(
        record
            .documents
            .iter()
            .filter(|d| d.duplicate_of.is_some())
            .count(),
        1
    );
    assert_eq!(
        (
            record.events[0].documents,
            record.events[0].independent_origins
        ),
        (2, 1)
    );
}

#[test]
fn another_text_under_one_address_revises_the_first() {
    let mut articles = [
        Article::new("a", Some(date(2023, 9, 1)), &text("Ola Berg spoke.")),
        Article::new("a", Some(date(2023, 9, 2)), &text("Ola Berg spoke again.")),
    ];
    for article in &mut articles {
        article.0.document.uri = Some("https://example.org/1".to_owned());
    }
    let (first, second) = (
        articles[0].0.document.id.clone(),
        articles[1].0.document.id.clone(),
    );
    let record = record(&articles);
    let line = |id: &Id| record.documents.iter().find(|d| d.id == *id).unwrap();
    assert_eq!(line(&second).revises, Some(first.clone()));
    assert_eq!(line(&first).revises, None);
}

#[test]
fn articles_on_different_affairs_are_different_stories() {
    let film = Article::new(
        "c",
        None,
        "The actress won a golden statue for her comedy about penguins at the gala.",
    );
    let record = record(&[
        accusation(),
        visit(
            "b",
            "Ola Berg made a visit to Swedonia in July.",
            "visit",
            "Ola Berg",
            july(),
        ),
        film,
    ]);
    assert_eq!(record.stories.len(), 2);
    let film = record
        .stories
        .iter()
        .find(|s| s.documents.len() == 1)
        .unwrap();
    assert!(film.title.starts_with("The actress won"));
}

#[test]
fn a_timeline_has_one_exact_sentence_a_day() {
    let day = Interval::day(date(2023, 9, 13));
    let line = "Ola Berg met Sven Holm on Wednesday over the quotas.";
    let article = Article::new("a", Some(date(2023, 9, 14)), &text(line)).time("Wednesday", day);
    let record = record(&[article]);
    let first = &record.timeline[0];
    assert_eq!(first.interval, day);
    assert_eq!(first.at.span.of(&text(line)), Some(line));
}

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
        let derived = record::derive(&shuffled, &LEXICON);
        for event in &derived.events {
            prop_assert!(event.independent_origins <= event.documents);
        }
        let bytes = serde_json::to_string(&derived).unwrap();
        prop_assert_eq!(bytes, serde_json::to_string(&record(&articles)).unwrap());
    }
}
