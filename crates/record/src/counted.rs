//! Days of events that articles leave to their own day: counted from it where it was worked out, else of the fortnight before.
//!
//! Takes readings of undated articles and what was worked out of their days; returns the readings with the days of events that name a month or a day
//! without a year ([`Named`]). Takes the merged events and the documents; gives those without any day that an article tells at its head, as done and not as
//! history, the days in which news is told (`conflict_told_within_days`), with the reason. Events of no type stay without days. Known limits: "last week"
//! is not counted; what stands further down in an article may be older and stays unknown.
//!
//! Example: "visited Norland in July", in an undated article set between 13 August and 13 September 2023, is of July 2023.

use crate::dating::Judged;
use crate::derive::Ground;
use crate::named::{Named, Way};
use jiff::ToSpan;
use model::record::{DocumentLine, Event, EventMention};
use model::{Interval, Reading, Status};

/// Readings of the articles whose days were worked out, with the days of events that are counted from them.
pub(crate) fn from_worked_out(ground: &Ground, judged: &Judged) -> Vec<(usize, Reading)> {
    let most = ground.lexicon.merge.thresholds.counted_most_days;
    let undated = judged.iter().filter(|(r, published)| {
        let short = published.interval.days().is_some_and(|d| d <= most);
        short && ground.declared(**r).is_none()
    });
    undated
        .filter_map(|(&r, published)| Some((r, counted(ground.readings[r], published.interval)?)))
        .collect()
}

/// The reading with the days of its events, told on one of the days of `published`; `None` where none is counted from it.
fn counted(reading: &Reading, published: Interval) -> Option<Reading> {
    let days = |event: &model::Event| {
        let time = reading.times.get(event.time?)?;
        let unknown = event.interval.is_unknown() && time.interval.is_unknown();
        Named::of(&time.value)
            .filter(|_| unknown)?
            .days(published, way(event.status))
    };
    let found: Vec<Option<Interval>> = reading.statements.events.iter().map(days).collect();
    found.iter().any(Option::is_some).then(|| {
        let mut reading = reading.clone();
        for (event, days) in reading.statements.events.iter_mut().zip(found) {
            event.interval = days.unwrap_or(event.interval);
        }
        reading
    })
}

fn way(status: Status) -> Way {
    if matches!(status, Status::Planned | Status::Proposed) {
        Way::Ahead
    } else {
        Way::Back
    }
}

/// Gives events without a day that are told as news the days before the earliest article that tells them so.
pub(crate) fn as_news(ground: &Ground, documents: &[DocumentLine], events: &mut [Event]) {
    for event in events {
        let open = event.interval.is_unknown() && event.dated.is_none();
        let done = matches!(event.status, Status::Occurred | Status::Ongoing);
        if !(open && done) || event.background || event.event_type.is_none() {
            continue;
        }
        let told = event.mentions.iter();
        let told = told.filter_map(|m| told_on(ground, documents, m));
        if let Some(first) = told.min_by_key(|i| (i.latest, i.earliest)) {
            event.interval = before(ground, first);
            let day = first.iso();
            let reason = format!(
                "no day is told: of the days before an article of {day} that tells it as news"
            );
            event.reasons.push(reason);
        }
    }
}

/// The days of the article that tells an event at its head, where they are few.
fn told_on(
    ground: &Ground,
    documents: &[DocumentLine],
    mention: &EventMention,
) -> Option<Interval> {
    let thresholds = &ground.lexicon.merge.thresholds;
    let place = documents
        .binary_search_by(|d| d.id.cmp(&mention.document))
        .ok()?;
    let mut head = ground.readings[place]
        .sentences
        .iter()
        .take(thresholds.conflict_head_sentences);
    let days = documents[place].published.interval;
    let short = days
        .days()
        .is_some_and(|d| d <= thresholds.counted_most_days);
    head.any(|s| s.contains(mention.trigger) && short)
        .then_some(days)
}

/// The days in which what an article of `told` tells as news took place.
fn before(ground: &Ground, told: Interval) -> Interval {
    let within = ground.lexicon.merge.thresholds.conflict_told_within_days;
    let earliest = told.earliest.map(|day| day.saturating_sub(within.days()));
    Interval { earliest, ..told }
}
