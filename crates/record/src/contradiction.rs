//! Contradictions: accounts of one event that differ in a number, a place, a day or an actor.
//!
//! Takes merged events and the document lines (copies count with their originals); returns disputes with
//! both accounts' sentences, none chosen. Inside one event two documents differ in *number* when
//! they count the same things differently, in *place* when they name different countries. Two events are two
//! accounts of one happening when type, family, both sides and story agree: they differ in *date* when each
//! has one day and the days are neighbours, in *actor* when day, place and victims agree and the doers do not.
//! Known limits: only counts at the head of a phrase ("two missiles"); what happens again and again is
//! compared for actors only.
//!
//! Example: "fired two missiles" in one article and "fired three missiles" in another: `number`.

use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use jiff::civil::Date;
use lexicon::times::NumeralKind;
use model::record::{Claim, Dispute, DocumentLine, Event, Evidence};
use model::{Country, EventType, Id, Interval, Status};
use std::collections::{BTreeMap, BTreeSet};

/// The disputes between accounts, by id.
pub(crate) fn lines(
    ground: &Ground,
    stories: &Stories,
    events: &Merged,
    told: (&[DocumentLine], &[Claim]),
) -> Vec<Dispute> {
    let finder = Finder::new(ground, events, told);
    let mut found: Vec<Dispute> = Vec::new();
    for line in &events.lines {
        found.extend(finder.differing(line, "number", Finder::counts));
        found.extend(finder.differing(line, "place", Finder::country));
    }
    found.extend(finder.pairs(stories));
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// One mention of an event: reading and number of its event there.
type Act = (usize, usize);

struct Finder<'a, 'r> {
    ground: &'a Ground<'r>,
    events: &'a Merged,
    documents: &'a [DocumentLine],
    /// Acts of each line, in order of documents.
    acts: BTreeMap<&'a Id, Vec<Act>>,
    /// Claims by event and document.
    claims: BTreeMap<(&'a Id, &'a Id), Vec<&'a Id>>,
}

/// What accounts of one happening agree on: story, type and family.
type Happening = (usize, EventType, String);

/// What an account says on a point, several where it says several things.
type Says = BTreeMap<String, BTreeSet<String>>;

impl<'a, 'r> Finder<'a, 'r> {
    fn new(
        ground: &'a Ground<'r>,
        events: &'a Merged,
        (documents, told): (&'a [DocumentLine], &'a [Claim]),
    ) -> Self {
        let mut acts: BTreeMap<&Id, Vec<Act>> = BTreeMap::new();
        for (r, reading) in ground.readings.iter().enumerate() {
            for number in 0..reading.statements.events.len() {
                if let Some(line) = events.line(r, number) {
                    acts.entry(&line.id).or_default().push((r, number));
                }
            }
        }
        let mut claims: BTreeMap<(&Id, &Id), Vec<&Id>> = BTreeMap::new();
        for claim in told {
            for event in &claim.events {
                claims
                    .entry((event, &claim.document))
                    .or_default()
                    .push(&claim.id);
            }
        }
        Self {
            ground,
            events,
            documents,
            acts,
            claims,
        }
    }

    fn event(&self, act: Act) -> &'r model::Event {
        &self.ground.readings[act.0].statements.events[act.1]
    }

    /// The document that a reading's text comes from: itself, or what it copies.
    fn source_of(&self, reading: usize) -> &Id {
        let line = &self.documents[reading];
        line.duplicate_of.as_ref().unwrap_or(&line.id)
    }

    /// The first two accounts of `line`, of different texts, that answer one question differently.
    fn differing(&self, line: &Event, kind: &str, says: fn(&Self, Act) -> Says) -> Option<Dispute> {
        if line.documents < 2 {
            return None;
        }
        let acts = self.acts.get(&line.id)?;
        let firm = |act: &&Act| {
            matches!(
                self.event(**act).status,
                Status::Occurred | Status::Ongoing | Status::Alleged
            )
        };
        let mut first: BTreeMap<String, (Act, BTreeSet<String>)> = BTreeMap::new();
        for &act in acts.iter().filter(firm) {
            for (question, answers) in says(self, act) {
                let known = first
                    .entry(question)
                    .or_insert_with(|| (act, answers.clone()));
                let elsewhere = self.source_of(known.0.0) != self.source_of(act.0);
                if elsewhere && known.1.is_disjoint(&answers) {
                    return Some(self.dispute(kind, line, (known.0, line), (act, line)));
                }
            }
        }
        None
    }

    /// Counts at the head of the things and persons of an act: what is counted, and how many.
    fn counts(&self, act: Act) -> Says {
        let event = self.event(act);
        let text = &self.ground.readings[act.0].document.text;
        let target = event.target.as_ref().map(|t| t.span);
        let mut says = Says::new();
        for phrase in event
            .objects
            .iter()
            .copied()
            .chain(target)
            .filter_map(|s| s.of(text))
        {
            let mut words = phrase.split_whitespace();
            let Some(count) = words.next().and_then(|w| self.count(w)) else {
                continue;
            };
            let merge = &self.ground.lexicon.merge;
            let noun = words
                .take_while(|w| w.chars().all(char::is_alphanumeric))
                .take(WORDS_OF_NOUN)
                .filter_map(|w| merge.sense(w))
                .last();
            if let Some(noun) = noun {
                says.entry(noun).or_default().insert(count.to_string());
            }
        }
        says
    }

    /// The number that a word writes out or spells, ordinals and vague words aside.
    fn count(&self, word: &str) -> Option<i64> {
        let digits = word.replace(',', "");
        if let Ok(number) = digits.parse() {
            return Some(number);
        }
        let words = &self.ground.lexicon.times.words;
        let numeral = words.numeral(words.find(&word.to_lowercase())?)?;
        matches!(numeral.kind, NumeralKind::One | NumeralKind::Ten)
            .then_some(i64::from(numeral.value))
    }

    /// The country that an act is placed in.
    fn country(&self, act: Act) -> Says {
        let place = self
            .event(act)
            .place
            .and_then(|p| self.ground.places.id(act.0, p));
        let country: Option<Country> = place.and_then(|p| self.ground.places.country(&p));
        let answer = country.map(|c| (String::new(), BTreeSet::from([c.to_string()])));
        answer.into_iter().collect()
    }

    /// Pairs of lines that are two accounts of one happening.
    fn pairs(&self, stories: &Stories) -> Vec<Dispute> {
        let mut alike: BTreeMap<Happening, Vec<(Date, &Event)>> = BTreeMap::new();
        for line in &self.events.lines {
            let Some(first) = self.acts.get(&line.id).and_then(|a| a.first()) else {
                continue;
            };
            let day = line
                .interval
                .earliest
                .filter(|_| line.interval.days() == Some(1));
            let sided = !line.sources.is_empty() && !line.targets.is_empty() && !line.background;
            let firm = matches!(line.status, Status::Occurred | Status::Alleged);
            if let (Some(day), Some(kind), true) = (day, line.event_type, sided && firm) {
                let family = self.ground.lexicon.merge.family(&self.event(*first).lemma);
                let key = (stories.of[first.0], kind, family.name);
                alike.entry(key).or_default().push((day, line));
            }
        }
        let mut found = Vec::new();
        for ((_, _, family), mut lines) in alike {
            let repeats = self.ground.lexicon.merge.family(&family).repeats;
            lines.sort_by_key(|(day, line)| (*day, &line.id));
            let neighbours = lines
                .windows(2)
                .filter_map(|pair| self.pair(pair[0], pair[1], repeats));
            found.extend(neighbours);
        }
        found
    }

    fn pair(&self, a: (Date, &Event), b: (Date, &Event), repeats: bool) -> Option<Dispute> {
        let (one, other) = (a.1, b.1);
        let days = Interval::between(a.0, b.0).days()? - 1;
        let same_sides = one.sources == other.sources && one.targets == other.targets;
        let kind = if !repeats && same_sides && (1..=MOST_DAYS_APART).contains(&days) {
            "date"
        } else if days == 0
            && one.targets == other.targets
            && one.place.is_some()
            && one.place == other.place
            && self.strangers(one, other)
        {
            "actor"
        } else {
            return None;
        };
        let (first, second) = (self.acts.get(&one.id)?[0], self.acts.get(&other.id)?[0]);
        let elsewhere = self.source_of(first.0) != self.source_of(second.0);
        elsewhere.then(|| self.dispute(kind, one, (first, one), (second, other)))
    }

    /// Whether the doers of two events have neither an actor nor a country in common.
    fn strangers(&self, a: &Event, b: &Event) -> bool {
        let of = |line: &Event| -> BTreeSet<Country> {
            let actors = line
                .sources
                .iter()
                .filter_map(|s| self.ground.actor_of.get(s));
            actors.filter_map(|a| a.country).collect()
        };
        let (ours, theirs) = (of(a), of(b));
        !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
    }

    fn dispute(
        &self,
        kind: &str,
        line: &Event,
        one: (Act, &Event),
        other: (Act, &Event),
    ) -> Dispute {
        let document = |act: Act| &self.ground.readings[act.0].document.id;
        let claims = |(act, line): (Act, &Event)| -> Vec<Id> {
            let known = self.claims.get(&(&line.id, document(act)));
            known
                .into_iter()
                .flatten()
                .map(|id| (*id).clone())
                .collect()
        };
        let span = |act: Act| Evidence {
            document: document(act).clone(),
            span: self.event(act).sentence,
        };
        Dispute {
            id: Id::of(
                "dispute",
                &[
                    kind,
                    line.id.as_str(),
                    document(one.0).as_str(),
                    document(other.0).as_str(),
                ],
            ),
            kind: kind.to_owned(),
            proposition: None,
            event: Some(line.id.clone()),
            supporting: claims(one),
            against: claims(other),
            spans: vec![span(one.0), span(other.0)],
        }
    }
}

/// Words behind a count among which its noun is the last: "two short-range ballistic missiles".
const WORDS_OF_NOUN: usize = 3;

/// Days between two accounts of one happening: two articles can differ by a night, not by a week.
const MOST_DAYS_APART: i32 = 2;
