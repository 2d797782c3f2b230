//! Days of events that articles leave to their own day.
//!
//! Takes the merged events and the documents with their days; completes events without any. A month, a weekday or a day of a month without a year ([`Named`]), in an
//! article whose own day was worked out, is counted from that; where several articles give days, those that agree with the earliest article. What an article tells at
//! its head as done, with no day at all, is of the days in which news is told (`conflict_told_within_days`), which a reason says. Merging does not see these days: where stories hold happenings that are
//! alike, worked-out days are often those of another. Known limits: "last week" is not counted; events of no type, and those further down in an article, which may be
//! older, stay without days where no word dates them.
//!
//! Example: "visited Norland in July", in an undated article set between 13 August and 13 September 2023, is of July 2023.

use crate::derive::Ground;
use crate::event::Merged;
use crate::named::{Named, Way};
use jiff::ToSpan;
use model::record::{DocumentLine, Event, EventMention};
use model::{Interval, Reading, Status};

/// Completes the days of `events`.
pub(crate) fn days(ground: &Ground, documents: &[DocumentLine], events: &mut Merged) {
    let most = ground.lexicon.merge.thresholds.counted_most_days;
    let short = |r: &usize| {
        documents[*r]
            .published
            .interval
            .days()
            .is_some_and(|d| d <= most)
    };
    let open = |r: &usize| ground.declared(*r).is_none();
    let mut worked_out: Vec<usize> = (0..documents.len()).filter(open).filter(short).collect();
    worked_out.sort_by_key(|&r| (documents[r].published.interval, r));
    for r in worked_out {
        let reading = ground.readings[r];
        for number in 0..reading.statements.events.len() {
            let told = counted(reading, number, documents[r].published.interval);
            if let (Some(days), Some(line)) = (told, events.line_mut(r, number)) {
                narrow(line, days);
            }
        }
    }
    as_news(ground, documents, &mut events.lines);
}

/// The days of an event that names them without a year, told on one of the days of `published`.
fn counted(reading: &Reading, number: usize, published: Interval) -> Option<Interval> {
    let event = &reading.statements.events[number];
    let time = reading.times.get(event.time?)?;
    let unknown = event.interval.is_unknown() && time.interval.is_unknown();
    let named = Named::of(&time.value).filter(|_| unknown)?;
    named.days(published, way(event.status))
}

fn way(status: Status) -> Way {
    if matches!(status, Status::Planned | Status::Proposed) {
        Way::Ahead
    } else {
        Way::Back
    }
}

/// Gives a line without days `days`; one that has days from other articles keeps what both give.
fn narrow(line: &mut Event, days: Interval) {
    if line.dated.is_some() {
        return;
    }
    let both = line.interval.intersection(days);
    line.interval = both.unwrap_or(line.interval);
}

/// Gives events without a day that are told as news the days before the earliest article that tells them so.
fn as_news(ground: &Ground, documents: &[DocumentLine], events: &mut [Event]) {
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
            event.reasons.push(format!(
                "no day is told: of the days before an article of {} that tells it as news",
                first.iso()
            ));
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
