//! What the timeline shows: exact sentences, each on the day that the text gives it.
//!
//! Takes composed articles through the whole derivation.
//!
//! Example: a headline takes the day that the body gives its event.

use crate::article::*;
use jiff::civil::date;
use model::{EventType, Interval, Status};

#[test]
fn a_timeline_has_the_exact_sentence_of_a_day() {
    let day = Interval::day(date(2023, 9, 13));
    let line = "Ola Berg met Sven Holm on Wednesday over the quotas.";
    let article = Article::new("a", Some(date(2023, 9, 14)), &text(line)).time("Wednesday", day);
    let record = record(&[article]);
    let first = &record.timeline[0];
    assert_eq!(record.timeline.len(), 1);
    assert_eq!(first.interval, day);
    assert_eq!(first.at.span.of(&text(line)), Some(line));
}

#[test]
fn a_day_has_further_lines_that_say_something_else() {
    let tell = |name: &str, line: &str| {
        let day = Interval::day(date(2023, 9, 13));
        Article::new(name, Some(date(2023, 9, 14)), &text(line)).time("Wednesday", day)
    };
    let meeting = "Ola Berg met Sven Holm on Wednesday over the quotas.";
    let again = "Ola Berg met Sven Holm over the quotas on Wednesday.";
    let storm = "A storm sank nine boats in the harbour on Wednesday.";
    let boats = "In the harbour nine boats sank in a storm on Wednesday.";
    let told = [("a", meeting), ("b", again), ("c", storm), ("d", boats)];
    let record = record(&told.map(|(name, line)| tell(name, line)));
    let scores: Vec<f64> = record.timeline.iter().map(|t| t.score).collect();
    assert_eq!(scores.len(), 2, "{:?}", record.timeline);
    assert!((scores[0] - 2.0 * scores[1]).abs() < 1e-9);
}

#[test]
fn a_sentence_stands_for_one_day_of_the_timeline_only() {
    let line = "Ola Berg said on Thursday that the talks of Wednesday went well.";
    let article = Article::new("a", None, line)
        .time("Thursday", Interval::day(date(2023, 9, 14)))
        .time("Wednesday", Interval::day(date(2023, 9, 13)));
    assert_eq!(record(&[article]).timeline.len(), 1);
}

#[test]
fn a_headline_takes_the_day_that_the_body_gives_its_event() {
    let line = "Envoys exchange letters on harbour tolls. Envoys exchanged letters on harbour tolls on Tuesday.";
    let tuesday = date(2023, 8, 15);
    let article =
        Article::new("a", Some(date(2023, 8, 16)), line).time("Tuesday", Interval::day(tuesday));
    let days: Vec<_> = record(&[article])
        .timeline
        .iter()
        .map(|t| t.interval)
        .collect();
    assert_eq!(days, [Interval::day(tuesday)]);
}

#[test]
fn a_day_shows_the_sentence_whose_main_event_falls_on_it() {
    let (wednesday, thursday) = (date(2023, 9, 13), date(2023, 9, 14));
    let line = "Norland condemned on Thursday the meeting of Ola Berg and Sven Holm in Fjord town a day earlier. \
                Sven Holm did meet Ola Berg on Wednesday.";
    let article = Article::new("a", Some(thursday), line)
        .time("Thursday", Interval::day(thursday))
        .time("a day earlier", Interval::day(wednesday))
        .time("Wednesday", Interval::day(wednesday))
        .event(
            ("Norland", "condemned", ""),
            EventType::Accuse,
            Status::Occurred,
            Interval::day(thursday),
        )
        .event(
            ("Ola Berg", "meeting", "Sven Holm"),
            EventType::Consult,
            Status::Occurred,
            Interval::day(wednesday),
        )
        .event(
            ("Sven Holm", "meet Ola", "Ola Berg"),
            EventType::Consult,
            Status::Occurred,
            Interval::day(wednesday),
        );
    let record = record(&[article]);
    let of = record
        .timeline
        .iter()
        .find(|t| t.interval == Interval::day(wednesday))
        .unwrap();
    assert!(of.at.span.of(line).unwrap().starts_with("Sven Holm did"));
}

#[test]
fn the_day_of_publication_has_a_line_only_where_no_day_is_named() {
    let published = date(2023, 9, 15);
    let opinion = "Experts believe that Ola Berg wants a bridge for the harbour of Norland.";
    let bare = Article::new("a", Some(published), opinion);
    assert_eq!(
        record(&[bare]).timeline[0].interval,
        Interval::day(published)
    );
    let dated = format!(
        "{opinion} A bank opened there, as planned. Norland opened its harbour bridge on Monday. "
    );
    let monday = Interval::day(date(2023, 9, 11));
    let named = Article::new("a", Some(published), &dated).time("Monday", monday);
    let days: Vec<_> = record(&[named])
        .timeline
        .iter()
        .map(|t| t.interval)
        .collect();
    assert_eq!(days, [monday]);
}
