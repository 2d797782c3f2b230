//! Timelines: the days that matter in a story, each with the sentences that tell it best.
//!
//! Takes stories, time expressions and merged events; returns lines of days, best first in each story, of a day its best line
//! first. A day counts the documents that name it, those published on it, and the documents of events dated to it; its sentence is
//! the one nearest to the middle of all that is said of the day (centroid summarisation, Radev et al. 2004, by day as in Gholipour
//! Ghalandari & Ifrim 2020), less so where its main event falls on another day; further lines of the day are the nearest that say
//! something else (redundancy by cosine, as there). An event marked as misread counts for no day, one that an analyst dated for that
//! day alone. A day on which articles were only published has a line only in a story that names no day. Known limits: only
//! expressions that mean a single day count; a sentence stands for one day; repeated days are not told apart by place.
//!
//! Example: of twelve sentences on 13 September the line is the one that shares most words with the rest.

use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use crate::words::{Vector, Vocabulary, Weights, dot, sum};
use jiff::civil::Date;
use lexicon::merge::Thresholds;
use model::record::{Event, TimelineEntry};
use model::{Id, Interval, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The lines of all stories, by story, then best first, then by day.
pub(crate) fn lines(ground: &Ground, stories: &Stories, events: &Merged) -> Vec<TimelineEntry> {
    let groups = stories.members.par_iter().zip(&stories.ids);
    let mut lines: Vec<TimelineEntry> = groups
        .flat_map_iter(|(members, id)| Telling::of(ground, members, events).lines(id))
        .collect();
    lines.sort_by(|a, b| {
        let score = b.score.total_cmp(&a.score);
        a.story
            .cmp(&b.story)
            .then(score)
            .then_with(|| (a.interval, &a.at).cmp(&(b.interval, &b.at)))
    });
    lines
}

/// A sentence that speaks of a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sentence {
    reading: usize,
    span: Span,
    /// Whether it names the day, not only stands at the head of an article of the day.
    names: bool,
}

/// What a story says of each day.
struct Telling<'a, 'r> {
    ground: &'a Ground<'r>,
    thresholds: &'a Thresholds,
    members: &'a [usize],
    events: &'a Merged,
    days: BTreeMap<Date, Vec<Sentence>>,
}

impl<'a, 'r> Telling<'a, 'r> {
    fn of(ground: &'a Ground<'r>, members: &'a [usize], events: &'a Merged) -> Self {
        let mut telling = Self {
            ground,
            thresholds: &ground.lexicon.merge.thresholds,
            members,
            events,
            days: BTreeMap::new(),
        };
        for &reading in members {
            telling.read(reading);
        }
        telling
    }

    fn read(&mut self, reading: usize) {
        let told = self.ground.readings[reading];
        for (number, &span) in told.sentences.iter().enumerate() {
            let mut days = self.days_told(reading, span);
            let lead = number < self.thresholds.timeline_lead_sentences;
            if lead && days.is_empty() {
                days = self.days_of_body(reading, number);
            }
            let published = self
                .ground
                .declared(reading)
                .filter(|_| lead && days.is_empty());
            for day in days.iter().copied().chain(published) {
                let names = !days.is_empty();
                self.days.entry(day).or_default().push(Sentence {
                    reading,
                    span,
                    names,
                });
            }
        }
    }

    /// The single days that a sentence names, those of its events as an analyst laid them down.
    fn days_told(&self, reading: usize, span: Span) -> BTreeSet<Date> {
        let told = self.ground.readings[reading];
        let mut days = days_in(told, span);
        let events = told.statements.events.iter().enumerate();
        for (number, event) in events.filter(|(_, e)| span.contains(e.trigger)) {
            let Some(line) = self.events.standing(reading, number) else {
                continue;
            };
            if line.dated.is_some() {
                for read in [event.interval, line.read()].into_iter().filter_map(single) {
                    days.remove(&read);
                }
                days.extend(single(line.interval));
            }
        }
        days
    }

    /// The days that the body gives what a headline or lead tells without a day: those of its merged events, else
    /// those of the nearest of the next sentences that repeats enough of its words.
    fn days_of_body(&self, reading: usize, number: usize) -> BTreeSet<Date> {
        let told = self.ground.readings[reading];
        let span = told.sentences[number];
        let events = told.statements.events.iter().enumerate();
        let inside = events.filter(|(_, e)| span.contains(e.trigger));
        let lines = inside.filter_map(|(e, _)| self.events.standing(reading, e));
        let told_again = |l: &&Event| {
            let here = l.mentions.iter().filter(|m| m.document == told.document.id);
            here.count() > 1 && l.interval.days() == Some(1)
        };
        let merged: BTreeSet<Date> = lines
            .filter(told_again)
            .filter_map(|l| l.interval.earliest)
            .collect();
        if !merged.is_empty() {
            return merged;
        }
        let text = |s: &Span| s.of(&told.document.text).unwrap_or_default();
        let senses = self.senses(text(&span));
        let next = told
            .sentences
            .iter()
            .skip(number + 1)
            .take(self.thresholds.timeline_body_sentences);
        let repeats = |s: &&Span| {
            let common = self.senses(text(s)).intersection(&senses).count();
            common as f64 >= self.thresholds.timeline_body_share * senses.len() as f64
        };
        let dated = next.filter(repeats).map(|s| self.days_told(reading, *s));
        dated
            .into_iter()
            .find(|d| !d.is_empty())
            .unwrap_or_default()
    }

    fn senses(&self, text: &str) -> BTreeSet<String> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty());
        let merge = &self.ground.lexicon.merge;
        words.filter_map(|w| merge.sense(w)).collect()
    }

    fn lines(&self, story: &Id) -> Vec<TimelineEntry> {
        let dated = self.dated_events();
        let scores = self.days.iter().map(|(day, sentences)| {
            (
                *day,
                self.score(sentences, dated.get(day).copied().unwrap_or(0)),
            )
        });
        let scores: BTreeMap<Date, f64> = scores.collect();
        let best = scores.values().copied().fold(0.0, f64::max);
        let weigh = self.weigh();
        let mut kept: Vec<(Date, f64)> = scores
            .into_iter()
            .filter(|(day, score)| {
                self.is_told(*day) && *score >= best * self.thresholds.timeline_share_kept
            })
            .collect();
        kept.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let days = self.told(&kept, &weigh).into_iter().zip(kept);
        let lines = days.flat_map(|(told, (day, score))| {
            let less = self.thresholds.timeline_further_share;
            let scores = std::iter::successors(Some(score), move |s| Some(s * less));
            told.into_iter().zip(scores).map(move |line| (day, line))
        });
        let entry = |(day, (sentence, score)): (Date, (Sentence, f64))| TimelineEntry {
            story: story.clone(),
            interval: Interval::day(day),
            at: self.ground.evidence(sentence.reading, sentence.span),
            events: self.events_in(sentence),
            score,
        };
        lines.map(entry).collect()
    }

    /// The sentences that tell each of `days`, best first. A sentence stands for one day only, the better one, and for the first line of a
    /// day rather than for a further one; a day that has no other has none.
    fn told(
        &self,
        days: &[(Date, f64)],
        vectors: &BTreeMap<(usize, Span), Vector>,
    ) -> Vec<Vec<Sentence>> {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut told = vec![Vec::new(); days.len()];
        for most in [1, self.thresholds.timeline_day_lines] {
            for ((day, _), told) in days.iter().zip(&mut told) {
                while told.len() < most {
                    let Some(next) = self.best(*day, vectors, (&used, told)) else {
                        break;
                    };
                    used.insert(self.words(&next));
                    told.push(next);
                }
            }
        }
        told
    }

    /// Whether some sentence names the day; that an article was published on it says nothing of what happened,
    /// unless no sentence of the story names any day.
    fn is_told(&self, day: Date) -> bool {
        let named = |sentences: &[Sentence]| sentences.iter().any(|s| s.names);
        named(&self.days[&day]) || !self.days.values().any(|s| named(s))
    }

    fn score(&self, sentences: &[Sentence], event_documents: usize) -> f64 {
        let documents = |names: bool| {
            let of: BTreeSet<usize> = sentences
                .iter()
                .filter(|s| s.names == names)
                .map(|s| s.reading)
                .collect();
            of.len() as f64
        };
        documents(true)
            + self.thresholds.timeline_published_weight * documents(false)
            + self.thresholds.timeline_event_weight * event_documents as f64
    }

    /// For each day, the documents of typed events dated to it alone.
    fn dated_events(&self) -> BTreeMap<Date, usize> {
        let mut telling: BTreeMap<Date, BTreeSet<&Id>> = BTreeMap::new();
        for &reading in self.members {
            let told = 0..self.ground.readings[reading].statements.events.len();
            for line in told
                .filter_map(|e| self.events.standing(reading, e))
                .filter(|l| l.event_type.is_some())
            {
                if let Some(day) = line
                    .interval
                    .earliest
                    .filter(|_| line.interval.days() == Some(1))
                {
                    let documents = line.mentions.iter().map(|m| &m.document);
                    telling.entry(day).or_default().extend(documents);
                }
            }
        }
        let days = telling.into_iter();
        days.map(|(day, documents)| (day, documents.len()))
            .collect()
    }

    /// Vectors of all sentences that speak of a day.
    fn weigh(&self) -> BTreeMap<(usize, Span), Vector> {
        let merge = &self.ground.lexicon.merge;
        let mut vocabulary = Vocabulary::new(merge);
        let mut terms: BTreeMap<(usize, Span), Vec<u32>> = BTreeMap::new();
        for sentence in self.days.values().flatten() {
            let text = sentence
                .span
                .of(&self.ground.readings[sentence.reading].document.text)
                .unwrap_or_default();
            terms
                .entry((sentence.reading, sentence.span))
                .or_insert_with(|| vocabulary.terms(text));
        }
        let weights = Weights::of(
            &vocabulary,
            terms.values().map(Vec::as_slice),
            self.thresholds.story_background_articles,
        );
        terms
            .iter()
            .map(|(at, terms)| (*at, weights.vector(terms)))
            .collect()
    }

    /// The sentence nearest to the middle of the day, one whose main event falls on it rather than one that
    /// only mentions it; among equals the earliest article's first. None that is `used`, or says what a line `told` of the day says.
    fn best(
        &self,
        day: Date,
        vectors: &BTreeMap<(usize, Span), Vector>,
        (used, told): (&BTreeSet<&str>, &[Sentence]),
    ) -> Option<Sentence> {
        let sentences = &self.days[&day];
        let vector = |s: &Sentence| vectors[&(s.reading, s.span)].as_slice();
        let middle = sentences
            .iter()
            .fold(Vector::new(), |all, s| sum(&all, vector(s)));
        let fits = |s: &&Sentence| {
            (self.thresholds.timeline_least_characters..=self.thresholds.timeline_most_characters)
                .contains(&s.span.len())
        };
        let near = |s: &Sentence| self.share(s, day) * dot(vector(s), &middle);
        let limits = self.thresholds;
        let least = told.first().map(|t| limits.timeline_least_share * near(t));
        let repeats = |s: &Sentence| {
            let alike = |t: &Sentence| dot(vector(t), vector(s)) > limits.timeline_likeness;
            told.iter().any(alike)
        };
        let fitting = sentences
            .iter()
            .filter(fits)
            .filter(|s| !used.contains(self.words(s)) && !repeats(s))
            .filter(|s| least.is_none_or(|least| near(s) >= least));
        let nearest = fitting.max_by(|a, b| {
            let order = near(a).total_cmp(&near(b));
            let rank = |s: &Sentence| (self.ground.rank(s.reading), s.span);
            order
                .then(a.names.cmp(&b.names))
                .then_with(|| rank(b).cmp(&rank(a)))
        });
        nearest.copied()
    }

    /// What a sentence's nearness counts for a day: less when its main event falls on another one.
    fn share(&self, sentence: &Sentence, day: Date) -> f64 {
        match self.main_day(sentence) {
            Some(main) if main == day => 1.0,
            Some(_) => self.thresholds.timeline_other_day_share,
            None => self.thresholds.timeline_no_day_share,
        }
    }

    /// The day of the first event of a sentence that has a single one.
    fn main_day(&self, sentence: &Sentence) -> Option<Date> {
        let told = self.ground.readings[sentence.reading]
            .statements
            .events
            .iter();
        let inside = told
            .enumerate()
            .filter(|(_, e)| sentence.span.contains(e.trigger));
        let dated = inside.filter_map(|(number, event)| {
            let line = self.events.standing(sentence.reading, number)?;
            let own = Some(event.interval).filter(|_| line.dated.is_none());
            let mut of = own.into_iter().chain([line.interval]);
            Some((event.trigger, of.find_map(single)?))
        });
        dated
            .min_by_key(|(trigger, _)| *trigger)
            .map(|(_, day)| day)
    }

    fn words(&self, sentence: &Sentence) -> &'r str {
        let text = &self.ground.readings[sentence.reading].document.text;
        sentence.span.of(text).unwrap_or_default()
    }

    fn events_in(&self, sentence: Sentence) -> Vec<Id> {
        let told = self.ground.readings[sentence.reading]
            .statements
            .events
            .iter()
            .enumerate();
        let inside =
            told.filter(|(_, e)| e.event_type.is_some() && sentence.span.contains(e.trigger));
        let numbers = inside.map(|(number, _)| number);
        let standing = numbers.filter(|n| !self.events.is_marked(sentence.reading, *n));
        self.events
            .ids(sentence.reading, &standing.collect::<Vec<_>>())
    }
}

/// The day of an interval of one day.
fn single(interval: Interval) -> Option<Date> {
    interval.earliest.filter(|_| interval.days() == Some(1))
}

/// Single days that the times inside `span` mean.
fn days_in(reading: &model::Reading, span: Span) -> BTreeSet<Date> {
    let inside = reading.times.iter().filter(|t| span.contains(t.span));
    let single = inside.filter(|t| t.interval.days() == Some(1));
    single.filter_map(|t| t.interval.earliest).collect()
}
