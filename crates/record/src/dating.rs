//! When a document was written, where its stated day is missing or cannot be right.
//!
//! Takes readings, stories and a first merging of events; returns what is worked out for single documents,
//! and their readings without what rested on a false day. A stated day is in conflict when the article tells as
//! done what it dates, with the year, after that day; when its dateline is of a later day; when it
//! announces for a weekday what others tell as done on that weekday, whole weeks before; when it announces
//! as coming what was over days before; or when its story lies
//! elsewhere in time and either nothing in it lies near the stated day and it tells the days or news of that story, or what
//! it counts from the stated day is what several articles of the story told of the same parties. In a corrected reading the stated day and
//! the days counted from it are unknown, never false: the language stage, which read them, is not called
//! back. Known limits: the span of days is a habit of news (told within a fortnight), not a proof.
//!
//! Example: an article stamped November that expects on Wednesday the summit of Wednesday 13 September.

use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use jiff::civil::Date;
use jiff::{Span as Days, ToSpan};
use lexicon::merge::Thresholds;
use model::record::{Event, EventMention, Published};
use model::{ActorKind, Basis, Id, Interval, Reading, Span, Status, TimeExpression};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is worked out, by reading.
pub(crate) type Judged = BTreeMap<usize, Published>;

/// Works out days where they are missing or cannot be right.
pub(crate) fn judge(ground: &Ground, stories: &Stories, events: &Merged) -> Judged {
    let judge = Judge {
        ground,
        stories,
        events,
        held: held(stories, events),
        thresholds: &ground.lexicon.merge.thresholds,
    };
    let all = (0..ground.readings.len()).into_par_iter();
    all.filter_map(|r| Some((r, judge.of(r)?))).collect()
}

/// Readings of documents whose stated day is in conflict, without that day and what was counted from it.
pub(crate) fn corrected(ground: &Ground, judged: &Judged) -> Vec<(usize, Reading)> {
    let within = ground.lexicon.merge.thresholds.conflict_near_days;
    let false_days = judged.iter().filter(|(_, p)| p.conflict);
    let stated = false_days.filter_map(|(&r, p)| Some((r, p.declared?)));
    stated
        .map(|(r, day)| (r, without(ground.readings[r], day, within)))
        .collect()
}

/// `reading` without the stated `day`: days near it that the text does not write out are unknown.
fn without(reading: &Reading, day: Date, within: i32) -> Reading {
    let mut reading = reading.clone();
    let text = reading.document.text.clone();
    let counted = |i: Interval| is_near(i, day, within);
    let mut written = BTreeSet::new();
    for time in &mut reading.times {
        if is_written_out(time, &text) {
            written.insert(time.interval);
        } else if counted(time.interval) {
            time.interval = Interval::default();
            UNRESOLVED.clone_into(&mut time.value);
        }
    }
    for event in &mut reading.statements.events {
        event.background &= event.interval.latest.is_none_or(|end| end >= day);
        if counted(event.interval) && !written.contains(&event.interval) {
            event.interval = Interval::default();
        }
    }
    reading.document.declared = None;
    reading
}

/// The TIMEX3 value of a day that cannot be told.
const UNRESOLVED: &str = "XXXX-XX-XX";

/// Whether the words of a time hold the year of its value.
fn is_written_out(time: &TimeExpression, text: &str) -> bool {
    let year = time.interval.earliest.map(|d| d.year().to_string());
    let words = time.span.of(text).unwrap_or_default();
    year.is_some_and(|y| words.contains(&y))
}

/// Whether a time means a day, month or year: "now" is counted from the stated day alone.
fn is_named(time: &TimeExpression) -> bool {
    time.value.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether either end lies within so many days of `day`.
fn is_near(interval: Interval, day: Date, within: i32) -> bool {
    let near = |end: Option<Date>| end.is_some_and(|e| apart(e, day) <= within);
    near(interval.earliest) || near(interval.latest)
}

/// Days between two days.
pub(crate) fn apart(a: Date, b: Date) -> i32 {
    Interval::between(a.min(b), a.max(b)).days().unwrap_or(1) - 1
}

/// The day so many days later.
pub(crate) fn shifted(day: Date, days: i32) -> Option<Date> {
    let span: Days = days.days();
    day.checked_add(span).ok()
}

struct Judge<'a, 'r> {
    ground: &'a Ground<'r>,
    stories: &'a Stories,
    events: &'a Merged,
    /// What each story tells of single days, in order of the lines.
    held: Vec<Vec<Held<'a>>>,
    thresholds: &'a Thresholds,
}

/// A line of a single day.
struct Held<'a> {
    day: Date,
    line: &'a Event,
    /// The only article of the story that tells it.
    teller: Option<usize>,
}

/// The lines of single days that the articles of each story tell, without those marked as misread.
fn held<'a>(stories: &Stories, events: &'a Merged) -> Vec<Vec<Held<'a>>> {
    let of_story = |members: &Vec<usize>| {
        let mut held: BTreeMap<usize, Held> = BTreeMap::new();
        for &reading in members {
            for &place in &events.of[reading] {
                let Some(line) = events.lines.get(place) else {
                    continue;
                };
                let single = line.interval.days() == Some(1) && line.marked.is_empty();
                let Some(day) = line.interval.earliest.filter(|_| single) else {
                    continue;
                };
                let teller = Some(reading);
                let told = held.entry(place).or_insert(Held { day, line, teller });
                told.teller = told.teller.filter(|t| *t == reading);
            }
        }
        held.into_values().collect()
    };
    stories.members.par_iter().map(of_story).collect()
}

impl Judge<'_, '_> {
    fn of(&self, reading: usize) -> Option<Published> {
        let stated = self.ground.declared(reading);
        let (interval, basis, reason) = match stated {
            Some(day) => self
                .ahead(reading, day)
                .or_else(|| self.dateline_ahead(reading, day))
                .or_else(|| self.same_weekday(reading, day))
                .or_else(|| self.announced(reading, Some(day)))
                .or_else(|| self.elsewhere_in_time(reading, day))?,
            None => self.announced(reading, None)?,
        };
        Some(Published {
            interval,
            basis,
            declared: stated,
            conflict: stated.is_some(),
            reasons: vec![reason],
            dated: None,
        })
    }

    /// Events of a reading with their numbers, without those marked as misread.
    fn told(&self, reading: usize) -> impl Iterator<Item = (usize, &model::Event)> {
        let events = self.ground.readings[reading].statements.events.iter();
        let numbered = events.enumerate();
        numbered.filter(move |(number, _)| !self.events.is_marked(reading, *number))
    }

    /// A reading by its document.
    fn place(&self, document: &Id) -> Option<usize> {
        let readings = &self.ground.readings;
        readings
            .binary_search_by(|r| r.document.id.cmp(document))
            .ok()
    }

    /// Days that the text writes out with their year, and tells as done, lie after the stated day.
    fn ahead(&self, reading: usize, stated: Date) -> Option<(Interval, Basis, String)> {
        let told = self.ground.readings[reading];
        let text = &told.document.text;
        let written = told.times.iter().filter(|t| is_written_out(t, text));
        let written: BTreeSet<Interval> = written.map(|t| t.interval).collect();
        let done = self.told(reading).filter_map(|(_, event)| {
            let single = event.interval.days() == Some(1) && written.contains(&event.interval);
            let day = event.interval.earliest.filter(|_| single)?;
            let late = day > stated && apart(day, stated) > self.thresholds.conflict_ahead_days;
            let by_somebody = event.status == Status::Occurred && event.source.is_some();
            (late && by_somebody).then_some((day, event))
        });
        let done: Vec<(Date, &model::Event)> = done.collect();
        let newest = done.iter().map(|(day, _)| *day).max()?;
        // One sentence can count to a day to come ("met ahead of the vote of ..."); two, or somebody's deed to another, do not.
        let sentences: BTreeSet<_> = done.iter().map(|(_, e)| e.sentence).collect();
        let deed = |e: &model::Event| e.event_type.is_some() && e.target.is_some();
        let sure = sentences.len() > 1 || done.iter().any(|(_, e)| deed(e));
        let interval = Interval {
            earliest: Some(newest),
            latest: shifted(newest, self.thresholds.conflict_told_within_days),
        };
        let reason = format!("tells as done what took place on {newest}, after the stated day");
        sure.then_some((interval, Basis::Content, reason))
    }

    /// The day of the dateline lies after the stated day.
    fn dateline_ahead(&self, reading: usize, stated: Date) -> Option<(Interval, Basis, String)> {
        let told = self.ground.readings[reading];
        let head = told
            .sentences
            .iter()
            .take(self.thresholds.conflict_head_sentences);
        let mut before = 0;
        let gaps =
            head.map(|s| Span::new(std::mem::replace(&mut before, s.end).min(s.start), s.start));
        let day = gaps
            .filter(|gap| !gap.is_empty())
            .find_map(|gap| self.day_of_dateline(told, gap))?;
        let late = day > stated && apart(day, stated) > self.thresholds.conflict_ahead_days;
        let reason = format!("its dateline is of {day}, after the stated day");
        late.then(|| (Interval::day(day), Basis::Dateline, reason))
    }

    /// The day inside a dateline that begins in `gap`, the words before a sentence.
    fn day_of_dateline(&self, told: &Reading, gap: Span) -> Option<Date> {
        let text = &told.document.text;
        let gap = gap.trimmed(text);
        let tables = (&self.ground.lexicon.actors, &self.ground.lexicon.places);
        let found = self
            .ground
            .lexicon
            .datelines
            .find(text.get(gap.start..)?, tables)?;
        let line = Span::new(gap.start, gap.start + found.end);
        let mut inside = told.times.iter().filter(|t| line.contains(t.span));
        inside.find_map(|t| t.interval.earliest.filter(|_| t.interval.days() == Some(1)))
    }

    /// What the article announces for a day is told elsewhere as done, whole weeks before, on the same weekday, between the same parties.
    fn same_weekday(&self, reading: usize, stated: Date) -> Option<(Interval, Basis, String)> {
        let planned = self.told(reading).filter_map(|(n, e)| {
            let day = e
                .interval
                .earliest
                .filter(|_| e.interval.days() == Some(1))?;
            let ahead = e.status == Status::Planned && day >= stated;
            Some((day, self.events.line(reading, n)?)).filter(|_| ahead)
        });
        for (day, announced) in planned {
            let held = self.told_by_others(reading).filter_map(|told| {
                let (held, line) = (told.day, told.line);
                let weeks = held < stated && apart(held, day) % DAYS_OF_WEEK == 0;
                let fits = weeks
                    && apart(held, stated) > self.thresholds.conflict_days
                    && line.event_type == announced.event_type
                    && parties(line).intersection(&parties(announced)).count() > 1
                    && self.was_news(line, held, stated);
                fits.then_some((held, line))
            });
            if let Some((held, line)) = held.max_by_key(|(held, _)| *held) {
                let reason = format!(
                    "announces for a weekday what took place on {held}: {} ({})",
                    line.label, line.id
                );
                let interval = Interval {
                    earliest: shifted(held, 1 - DAYS_OF_WEEK),
                    latest: Some(held),
                };
                return Some((interval, Basis::Story, reason));
            }
        }
        None
    }

    /// Whether an article of the days after `held`, and well before `stated`, tells the event as done.
    fn was_news(&self, line: &Event, held: Date, stated: Date) -> bool {
        line.mentions.iter().any(|m| {
            let day = self
                .place(&m.document)
                .and_then(|r| self.ground.declared(r));
            let fresh = day.is_some_and(|d| {
                d >= held && apart(held, d) <= self.thresholds.conflict_news_days && d < stated
            });
            is_done(m) && fresh
        })
    }

    /// What the article announces is told by others as done, and was over days before the stated date.
    fn announced(&self, reading: usize, stated: Option<Date>) -> Option<(Interval, Basis, String)> {
        let own = &self.ground.readings[reading].document.id;
        let planned = self.told(reading).filter(|(_, e)| {
            e.event_type.is_some() && e.status == Status::Planned && !e.background
        });
        let held = planned.filter_map(|(number, _)| {
            let line = self.events.line(reading, number)?;
            let elsewhere = line
                .mentions
                .iter()
                .any(|m| is_done(m) && m.document != *own);
            let here = line
                .mentions
                .iter()
                .any(|m| is_done(m) && m.document == *own);
            let held = line
                .interval
                .latest
                .filter(|_| elsewhere && !here && line.interval.earliest.is_some())?;
            let before =
                stated.is_none_or(|s| held < s && apart(held, s) > self.thresholds.conflict_days);
            before.then_some((held, line))
        });
        let (held, line) = held.min_by_key(|(held, _)| *held)?;
        let interval = Interval {
            earliest: shifted(held, -self.thresholds.conflict_near_days),
            latest: Some(held),
        };
        let reason = format!(
            "announces what took place by {held}: {} ({})",
            line.label, line.id
        );
        Some((interval, Basis::Story, reason))
    }

    /// The story lies at another time than the stated day, and the article tells of that time: nothing in it lies
    /// near the stated day, or what it counts from that day repeats what the story tells of the same persons.
    fn elsewhere_in_time(&self, reading: usize, stated: Date) -> Option<(Interval, Basis, String)> {
        let story = &self.stories.members[self.stories.of[reading]];
        let others = story.iter().filter(|&&o| o != reading).filter_map(|&o| {
            let day = self.ground.declared(o)?;
            self.is_sound(o, day).then_some((day, o))
        });
        let others: Vec<(Date, usize)> = others.collect();
        let near = self.thresholds.conflict_near_days;
        let later = |day: Date| day > stated || apart(day, stated) <= near;
        if others.is_empty() || others.iter().any(|(day, _)| later(*day)) {
            return None;
        }
        if self.is_sound(reading, stated) {
            let several = others.len() >= self.thresholds.conflict_story_articles;
            return several
                .then(|| self.same_persons(reading, stated))
                .flatten();
        }
        self.days_of_head(reading, &others)
            .or_else(|| self.shared_news(reading, &others))
    }

    /// Whether the text speaks of days near the stated one; "now" says nothing.
    fn is_sound(&self, reading: usize, stated: Date) -> bool {
        let near = self.thresholds.conflict_near_days;
        let mut times = self.ground.readings[reading].times.iter();
        times.any(|t| {
            let short = t.interval.days().is_some_and(|d| d <= near);
            is_named(t) && short && is_near(t.interval, stated, near)
        })
    }

    /// What the head tells of two parties near the stated day was news of the same persons long before.
    fn same_persons(&self, reading: usize, stated: Date) -> Option<(Interval, Basis, String)> {
        let near = self.thresholds.conflict_near_days;
        let own = self.head_events(reading);
        let fresh = own.values().filter(|e| is_near(e.interval, stated, near));
        let fresh: Vec<&&Event> = fresh.collect();
        let held = self.told_by_others(reading).filter_map(|told| {
            let (held, line) = (told.day, told.line);
            let alike = |e: &&&Event| self.persons(line).intersection(&self.persons(e)).count() > 1;
            let fits = held < stated
                && apart(held, stated) > near
                && fresh.iter().any(alike)
                && self.was_news(line, held, stated);
            fits.then_some((held, line))
        });
        let (held, line) = held.max_by_key(|(held, _)| *held)?;
        let reason = format!(
            "tells as coming or new what its story tells of {held}: {} ({})",
            line.label, line.id
        );
        let interval = Interval {
            earliest: shifted(held, -self.thresholds.conflict_news_days),
            latest: shifted(held, self.thresholds.conflict_news_days),
        };
        Some((interval, Basis::Story, reason))
    }

    /// Lines of single days that other articles of a reading's story tell.
    fn told_by_others(&self, reading: usize) -> impl Iterator<Item = &Held<'_>> {
        let held = self.held[self.stories.of[reading]].iter();
        held.filter(move |h| h.teller != Some(reading))
    }

    /// The newest day that the head tells, with an article of the story near it.
    fn days_of_head(
        &self,
        reading: usize,
        others: &[(Date, usize)],
    ) -> Option<(Interval, Basis, String)> {
        let told = self.ground.readings[reading];
        let head = told
            .sentences
            .iter()
            .take(self.thresholds.conflict_head_sentences);
        let inside = |t: &&TimeExpression| head.clone().any(|s| s.contains(t.span));
        let single = |t: &TimeExpression| {
            let day = t.interval.earliest.filter(|_| t.interval.days() == Some(1));
            day.filter(|_| is_named(t))
        };
        let newest = told.times.iter().filter_map(single).max()?;
        told.times
            .iter()
            .filter(inside)
            .filter_map(single)
            .find(|d| *d == newest)?;
        let near = self.thresholds.conflict_near_days;
        others.iter().find(|(day, _)| apart(*day, newest) <= near)?;
        let interval = Interval {
            earliest: Some(newest),
            latest: shifted(newest, self.thresholds.conflict_told_within_days),
        };
        Some((
            interval,
            Basis::Content,
            format!("its newest day is {newest}, far from the stated one"),
        ))
    }

    /// The day of the article that tells the same event at its head.
    fn shared_news(
        &self,
        reading: usize,
        others: &[(Date, usize)],
    ) -> Option<(Interval, Basis, String)> {
        let told = self
            .told(reading)
            .filter(|(_, e)| e.event_type.is_some() && e.status != Status::Hypothetical);
        let own: BTreeSet<&Id> = told
            .filter_map(|(n, _)| self.events.line(reading, n))
            .map(|line| &line.id)
            .collect();
        let shared = others.iter().filter_map(|(day, other)| {
            let common = self
                .head_events(*other)
                .into_iter()
                .find(|(id, _)| own.contains(id))?;
            Some((*day, common.1))
        });
        let (day, line) = shared.min_by_key(|(day, line)| (*day, &line.id))?;
        let interval = Interval {
            earliest: line.interval.earliest.or(shifted(day, 1 - DAYS_OF_WEEK)),
            latest: shifted(day, self.thresholds.conflict_told_within_days),
        };
        let reason = format!(
            "tells as news what an article of {day} tells: {} ({})",
            line.label, line.id
        );
        Some((interval, Basis::Story, reason))
    }

    /// Persons who take part in an event: states meet again and again, two persons seldom.
    fn persons<'e>(&self, line: &'e Event) -> BTreeSet<&'e Id> {
        let person = |id: &&Id| {
            let actor = self.ground.actor_of.get(*id);
            actor.is_some_and(|a| a.kind == ActorKind::Person)
        };
        parties(line).into_iter().filter(person).collect()
    }

    /// Events that an article tells in its first sentences.
    fn head_events(&self, reading: usize) -> BTreeMap<&Id, &Event> {
        let told = self.ground.readings[reading];
        let mut head = told
            .sentences
            .iter()
            .take(self.thresholds.conflict_head_sentences);
        let end = head.next_back().map_or(0, |s| s.end);
        let inside = self.told(reading).filter(|(_, e)| e.trigger.end <= end);
        let lines = inside.filter_map(|(n, _)| self.events.line(reading, n));
        lines.map(|line| (&line.id, line)).collect()
    }
}

/// The length of a week.
/// The length of a week.
pub(crate) const DAYS_OF_WEEK: i32 = 7;

fn is_done(mention: &EventMention) -> bool {
    mention.status == Status::Occurred
}

fn parties(event: &Event) -> BTreeSet<&Id> {
    event.sources.iter().chain(&event.targets).collect()
}
