//! What the record says of documents: copies, revisions, stories and the days they must have been written.
//!
//! Takes composed articles through the whole derivation.
//!
//! Example: an article stamped after the summit that it announces is in conflict with its stamp.

use crate::article::*;
use crate::claims::accusation;
use jiff::civil::{Date, date};
use model::record::{Claim, Event, Published};
use model::{Basis, EventType, Id, Interval, Stance, Status};

#[test]
fn an_article_that_announces_what_was_held_before_its_date_is_in_conflict() {
    let record = record(&summit());
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

#[test]
fn weekdays_counted_from_a_false_stamp_become_unknown_and_reveal_it() {
    let day = Interval::day(date(2023, 9, 13));
    let meets = |name: &str, published: Date, line: &str, status: Status, when: Interval| {
        let article = Article::new(name, Some(published), &text(line));
        let who = ("Ola Berg", "meet", "Sven Holm");
        article
            .event(who, EventType::Consult, status, when)
            .time("Wednesday", when)
    };
    let false_day = Interval::day(date(2023, 11, 8));
    let late = "Ola Berg is to meet Sven Holm on Wednesday.";
    let record = record(&[
        meets("late", date(2023, 11, 6), late, Status::Planned, false_day),
        meets(
            "same",
            date(2023, 9, 14),
            "Ola Berg did meet Sven Holm on Wednesday.",
            Status::Occurred,
            day,
        ),
    ]);
    let line = record
        .documents
        .iter()
        .find(|d| d.input_id == "late")
        .unwrap();
    assert!(line.published.conflict);
    assert_eq!(
        line.published.interval,
        Interval::between(date(2023, 9, 7), date(2023, 9, 13))
    );
    assert_eq!(record.events.len(), 1);
    assert!(record.times.iter().all(|t| t.interval != false_day));
    assert!(record.timeline.iter().all(|t| t.interval != false_day));
}

/// Two articles on a summit, the first of them with a false stamp.
fn summit() -> [Article; 2] {
    let day = Interval::day(date(2023, 9, 13));
    let meets = |name: &str, published: Date, line: &str, status: Status, when: Interval| {
        let who = ("Ola Berg", "meet", "Sven Holm");
        let article = Article::new(name, Some(published), &text(line));
        article.event(who, EventType::Consult, status, when)
    };
    let late = "Ola Berg is to meet Sven Holm soon.";
    let same = "Ola Berg did meet Sven Holm on Wednesday.";
    [
        meets("late", date(2023, 11, 6), late, Status::Planned, UNKNOWN),
        meets("same", date(2023, 9, 14), same, Status::Occurred, day),
    ]
}

/// An article on another affair, with a claim that tells its event.
fn award(name: &str) -> Article {
    let line = format!(
        "Kari Lund told {name} that Danmere will award a golden statue to Fjord at the comedy gala."
    );
    let who = ("Danmere", "award", "Fjord");
    Article::new(name, None, &line)
        .event(who, EventType::Support, Status::Planned, UNKNOWN)
        .claim(
            (
                "Kari Lund",
                "told",
                "Danmere will award a golden statue to Fjord",
            ),
            Stance::Assert,
            "award statue",
            None,
        )
}

#[test]
fn a_false_day_in_one_affair_moves_no_event_of_another() {
    let (summit, awards) = (summit(), ["film", "stage", "radio", "screen"].map(award));
    let (one, other) = (record(&summit), record(&awards));
    let both: Vec<Article> = summit.into_iter().chain(awards).collect();
    let both = record(&both);
    assert_eq!(both.stories.len(), 2);
    assert!(both.documents.iter().any(|d| d.published.conflict));
    let mut apart: Vec<Event> = one.events.into_iter().chain(other.events).collect();
    apart.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(both.events, apart);
    let told = |claims: &[Claim]| -> Vec<(Id, Vec<Id>)> {
        let claims = claims.iter().map(|c| (c.id.clone(), c.events.clone()));
        claims.collect()
    };
    assert_eq!(told(&both.claims), told(&other.claims));
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
fn a_text_that_differs_in_punctuation_only_revises_the_one_under_its_address() {
    let mut articles = [
        Article::new("a", Some(date(2023, 9, 1)), &text("Ola Berg spoke.")),
        Article::new("a", Some(date(2023, 9, 2)), &text("Ola Berg spoke!")),
    ];
    for article in &mut articles {
        article.0.document.uri = Some("https://example.org/1".to_owned());
    }
    let first = articles[0].0.document.id.clone();
    let second = articles[1].0.document.id.clone();
    let record = record(&articles);
    let line = record.documents.iter().find(|d| d.id == second).unwrap();
    assert_eq!(
        (line.revises.as_ref(), &line.duplicate_of),
        (Some(&first), &None)
    );
}

#[test]
fn what_a_copy_repeats_joins_what_it_repeats() {
    let body = "Norland did attack a port of Danmere on Monday. The harbour lay quiet.";
    let of = |name: &str, published: Date, monday: Date| {
        Article::new(name, Some(published), &text(body)).event(
            ("Norland", "attack", "Danmere"),
            EventType::Assault,
            Status::Occurred,
            Interval::day(monday),
        )
    };
    let record = record(&[
        of("a", date(2023, 9, 5), date(2023, 9, 4)),
        of("b", date(2023, 9, 12), date(2023, 9, 11)),
    ]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(
        (
            record.events[0].documents,
            record.events[0].independent_origins
        ),
        (2, 1)
    );
    assert_eq!(record.events[0].interval, Interval::day(date(2023, 9, 4)));
}

/// An article stamped 1 June 2023 that tells of days of March 2024.
fn stamped_too_early(lines: &str, days: &[(&str, i8, &str)]) -> Published {
    let mut article = Article::new("early", Some(date(2023, 6, 1)), &text(lines));
    for (words, day, trigger) in days {
        let day = Interval::day(date(2024, 3, *day));
        let status = if lines.contains("is to") {
            Status::Planned
        } else {
            Status::Occurred
        };
        article = article.time(words, day).event(
            ("Norland", trigger, "Danmere"),
            EventType::Sanction,
            status,
            day,
        );
    }
    record(&[article]).documents[0].published.clone()
}

#[test]
fn a_day_told_as_done_after_the_stamp_is_a_conflict_by_itself() {
    let lines = "Norland did expel an envoy of Danmere on March 4, 2024. It did close a port on March 7, 2024.";
    let days = [("March 4, 2024", 4, "expel"), ("March 7, 2024", 7, "close")];
    let published = stamped_too_early(lines, &days);
    assert!(published.conflict);
    assert_eq!(published.basis, Basis::Content);
    assert_eq!(published.interval.earliest, Some(date(2024, 3, 7)));
    let planned = "Norland is to expel an envoy of Danmere on March 4, 2024.";
    assert!(!stamped_too_early(planned, &days[..1]).conflict);
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
fn a_copy_that_names_its_agency_is_syndicated_and_drawn_from_it() {
    let line = |n: usize| {
        format!(
            "The crew of boat {n} mended net {} in bay {}. ",
            n * 7,
            n * 3
        )
    };
    let body = (0..40).map(line).collect::<Vec<_>>().concat();
    let own = Article::new(
        "Fjord Press",
        Some(date(2023, 3, 1)),
        &format!("OSLO - {body}"),
    );
    let line = format!("Nets mended at last\n\nOSLO (Fjord) - {}", &body[..1200]);
    let mut copy = Article::new("Daily Cod", Some(date(2023, 3, 1)), &line);
    let agency = copy.referent("Fjord");
    copy.0.agencies = vec![agency];
    let original = own.0.document.id.clone();
    let record = record(&[own, copy]);
    let line = record
        .documents
        .iter()
        .find(|d| d.input_id == "Daily Cod")
        .unwrap();
    assert_eq!(line.duplicate_of, Some(original));
    assert_eq!(line.duplicate_kind.as_deref(), Some("syndicated"));
    assert_eq!(line.via.len(), 1);
}

/// Four articles on a ferry, the first three of these days, the last without one.
fn ferry(days: [Option<Date>; 3]) -> Vec<Article> {
    let lines = [
        "The ferry Solveig ran aground off Norland with two hundred people on board.",
        "The ferry Solveig ran aground off Norland; the passengers were brought to land.",
        "Divers looked at the ferry Solveig, which ran aground off Norland.",
    ];
    let told = lines.iter().zip(days).zip(["a", "b", "c"]);
    let undated =
        "Passengers of the ferry Solveig, which ran aground off Norland, were brought to land.";
    told.map(|((line, day), name)| Article::new(name, day, &text(line)))
        .chain([Article::new("undated", None, &text(undated))])
        .collect()
}

fn of_undated(articles: &[Article]) -> Published {
    let lines = record(articles).documents;
    let line = lines.into_iter().find(|d| d.input_id == "undated");
    line.unwrap().published
}

#[test]
fn an_article_without_a_day_is_set_among_those_worded_like_it() {
    let days = [3, 3, 5].map(|d| Some(date(2022, 3, d)));
    let published = of_undated(&ferry(days));
    assert_eq!(published.basis, Basis::Story);
    assert!(
        published.interval.meets(Interval::day(date(2022, 3, 3))),
        "{published:?}"
    );
    assert!(published.interval.days().unwrap() < 31, "{published:?}");
    assert!(published.reasons[0].starts_with("is worded most like an article of 2022-03-0"));
}

#[test]
fn an_article_without_a_day_gets_none_where_too_few_have_one() {
    let published = of_undated(&ferry([Some(date(2022, 3, 3)), None, None]));
    assert_eq!(published, Published::default());
}

#[test]
fn the_day_of_an_address_is_that_of_its_article() {
    let mut articles = ferry([None, None, None]);
    let address = "https://example.org/2022/mar/04/ferry";
    articles[3].0.document.uri = Some(address.to_owned());
    let published = of_undated(&articles);
    assert_eq!(published.interval, Interval::day(date(2022, 3, 4)));
    assert_eq!(
        published.reasons,
        [format!("its address gives the day: {address}")]
    );
}

/// The visit of the last of the articles on the ferry, of which it alone states no day; `lines` stand before and behind the words on the visit.
fn visit_told_undated(lines: (&str, &str), named: Option<(&str, &str)>) -> Event {
    visit_with_status(lines, named, Status::Occurred)
}

fn visit_with_status(lines: (&str, &str), named: Option<(&str, &str)>, status: Status) -> Event {
    let mut articles = ferry([3, 3, 5].map(|d| Some(date(2022, 8, d))));
    let (before, when) = lines;
    let ferry = "The ferry Solveig, which ran aground off Norland, was looked at by divers.";
    let line = format!("{before}Ola Berg made a visit to Norland{when}. {ferry}");
    let told = Article::new("undated", None, &text(&line)).event(
        ("Ola Berg", "visit", "Norland"),
        EventType::Consult,
        status,
        UNKNOWN,
    );
    articles.pop();
    articles.push(match named {
        Some((words, value)) => told.named_time(words, value),
        None => told,
    });
    let published = of_undated(&articles);
    assert!(published.interval.days().unwrap() <= 62, "{published:?}");
    record(&articles).events.remove(0)
}

#[test]
fn a_month_is_counted_from_the_days_worked_out_for_its_article() {
    let visit = visit_told_undated(("", " in July"), Some(("July", "XXXX-07")));
    let july = Interval::between(date(2022, 7, 1), date(2022, 7, 31));
    assert_eq!(visit.interval, july);
    assert!(visit.reasons.iter().any(|r| r.starts_with("days counted")));
    let coming = visit_with_status(("", " in May"), Some(("May", "XXXX-05")), Status::Planned);
    let may = Interval::between(date(2023, 5, 1), date(2023, 5, 31));
    assert_eq!(coming.interval, may);
    // Counted from the last days of July it is this one, from August the next: that says nothing.
    let either = visit_with_status(("", " in July"), Some(("July", "XXXX-07")), Status::Planned);
    assert_eq!(either.interval, UNKNOWN);
}

#[test]
fn what_words_date_in_vain_and_what_is_only_planned_is_no_news_of_the_fortnight() {
    let long_ago = visit_told_undated(("", " years ago"), Some(("years ago", "PAST_REF")));
    assert_eq!(long_ago.interval, UNKNOWN);
    let planned = visit_with_status(("", ""), None, Status::Planned);
    assert_eq!(planned.interval, UNKNOWN);
}

#[test]
fn news_without_a_day_is_of_the_days_before_its_article_and_says_so() {
    let visit = visit_told_undated(("", ""), None);
    let days = visit.interval;
    assert!(days.meets(Interval::day(date(2022, 8, 1))), "{days:?}");
    assert!(days.latest.unwrap() < date(2022, 9, 1), "{days:?}");
    assert!(
        visit
            .reasons
            .iter()
            .any(|r| r.starts_with("no day is told"))
    );
}

#[test]
fn what_stands_further_down_in_an_article_has_no_day() {
    let before = "The sea was calm. Divers came. They went down. They found a leak. ";
    assert_eq!(visit_told_undated((before, ""), None).interval, UNKNOWN);
}
