//! What the timeline shows: one exact sentence a day, on the day that the text gives it.
//!
//! Takes composed articles through the whole derivation.
//!
//! Example: a headline takes the day that the body gives its event.

use crate::article::*;
use jiff::civil::date;
use model::Interval;

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
