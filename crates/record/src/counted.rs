//! Days of events that articles leave to their own day.
//!
//! Takes the merged events and the documents with their days; completes events without any. A month, a weekday or a day of a month without a year ([`Named`]), in an
//! article whose own day was worked out, is counted from that; where several articles give days, those that agree with the earliest article. What an article tells at
//! its head as done, with no day at all, is of the days in which news is told (`conflict_told_within_days`), which a reason says. Neither merging nor timelines see these days: where stories hold happenings that are
//! alike, worked-out days are often those of another. Known limits: "last week" is not counted; events of no type, and those further down in an article, which may be
//! older, stay without days where no word dates them.
//!
//! Example: "visited Norland in July", in an undated article set between 13 August and 13 September 2023, is of July 2023.

use crate::derive::Ground;
use crate::event::Merged;
use crate::named::{Named, Way};
use jiff::ToSpan;
use model::record::{DocumentLine, Event, EventMention};
use model::{Id, Interval, Reading, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Days that were counted for a line, and the articles that they are counted from.
type Told = BTreeMap<Id, (Interval, String)>;

/// Completes the days of `events`.
pub(crate) fn days(ground: &Ground, documents: &[DocumentLine], events: &mut Merged) {
    let worded = lines_with_time(ground, events);
    let told = told(ground, documents, events);
    for line in events.lines.iter_mut().filter(|l| is_open(l)) {
        if let Some((days, articles)) = told.get(&line.id) {
            line.interval = *days;
            line.reasons
                .push(format!("days counted from those worked out for {articles}"));
        } else if !worded.contains(&line.id) {
            as_news(ground, documents, line);
        }
    }
}

/// Whether a line has no days, neither read nor laid down.
fn is_open(line: &Event) -> bool {
    line.interval.is_unknown() && line.dated.is_none()
}

/// Lines without days of which words say when, if only "years ago".
fn lines_with_time(ground: &Ground, events: &Merged) -> BTreeSet<Id> {
    let all = ground.readings.iter().enumerate();
    let timed = all.flat_map(|(r, reading)| {
        let numbered = reading.statements.events.iter().enumerate();
        numbered
            .filter(|(_, e)| e.time.is_some())
            .map(move |(n, _)| (r, n))
    });
    let lines = timed.filter_map(|(r, n)| events.line(r, n));
    lines.filter(|l| is_open(l)).map(|l| l.id.clone()).collect()
}

/// Days that events count from articles whose own days were worked out, earliest articles first; what disagrees with them is left out.
fn told(ground: &Ground, documents: &[DocumentLine], events: &Merged) -> Told {
    let most = ground.lexicon.merge.thresholds.counted_most_days;
    let open = (0..documents.len()).filter(|&r| ground.declared(r).is_none());
    let mut worked_out: Vec<(Interval, usize)> = open.map(|r| (read(&documents[r]), r)).collect();
    worked_out.retain(|(days, _)| days.days().is_some_and(|d| d <= most));
    worked_out.sort_unstable();
    let mut told = Told::new();
    for (published, r) in worked_out {
        let reading = ground.readings[r];
        for number in 0..reading.statements.events.len() {
            let line = events.line(r, number).filter(|l| is_open(l));
            let days = counted(reading, number, published);
            let Some((line, days)) = line.zip(days) else {
                continue;
            };
            let name = &reading.document.input_id;
            told.entry(line.id.clone())
                .and_modify(|(known, articles)| {
                    if let Some(both) = known.intersection(days) {
                        *known = both;
                        articles.push_str(", ");
                        articles.push_str(name);
                    }
                })
                .or_insert_with(|| (days, format!("{name} ({})", published.iso())));
        }
    }
    told
}

/// The days of a document as the program reads them, whatever an analyst laid down.
fn read(document: &DocumentLine) -> Interval {
    let published = &document.published;
    let read = published.dated.as_ref().map(|d| d.read);
    read.unwrap_or(published.interval)
}

/// The days of an event that names them without a year, told on one of the days of `published`.
fn counted(reading: &Reading, number: usize, published: Interval) -> Option<Interval> {
    let event = &reading.statements.events[number];
    let time = reading.times.get(event.time?)?;
    let unknown = event.interval.is_unknown() && time.interval.is_unknown();
    let named = Named::of(&time.value).filter(|_| unknown)?;
    let days = named.days(published, way(event.status))?;
    // Days of two years, as an article at the end of July has them of a July to come, say nothing.
    let few = days.days()? <= published.days()? + DAYS_OF_MONTH;
    few.then_some(days)
}

/// A month at most.
const DAYS_OF_MONTH: i32 = 31;

fn way(status: Status) -> Way {
    if matches!(status, Status::Planned | Status::Proposed) {
        Way::Ahead
    } else {
        Way::Back
    }
}

/// Gives an event that is told as news the days before the earliest article that tells it so.
fn as_news(ground: &Ground, documents: &[DocumentLine], event: &mut Event) {
    if !is_done(event.status) || event.background || event.event_type.is_none() {
        return;
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

fn is_done(status: Status) -> bool {
    matches!(status, Status::Occurred | Status::Ongoing)
}

/// The days of the article that tells an event at its head as done, where they are few.
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
    let days = read(&documents[place]);
    let few = days
        .days()
        .is_some_and(|d| d <= thresholds.counted_most_days);
    let news = is_done(mention.status) && head.any(|s| s.contains(mention.trigger));
    (news && few).then_some(days)
}

/// The days in which what an article of `told` tells as news took place.
fn before(ground: &Ground, told: Interval) -> Interval {
    let within = ground.lexicon.merge.thresholds.conflict_told_within_days;
    let earliest = told.earliest.map(|day| day.saturating_sub(within.days()));
    Interval { earliest, ..told }
}
