//! Whether two accounts can tell one event.
//!
//! Takes the event mentions of single documents; returns accounts with the record's actors, and says of an
//! account and a group of accounts whether and how well they fit: triggers, actors, days and places. Method:
//! hand-written compatibility rules with vetoes (no word similarity), and one event for one family of words in a story
//! where nothing holds apart (one sense per discourse: Gale, Church & Yarowsky 1992). Who may be
//! the same as whom stands in `cast`. Known limits: a clash is only seen where both texts name something; an account
//! without a type joins a typed event by another word, but a typed one never an event that began without a type; coordinates are not used.
//!
//! Example: two visits of one minister to one state fit unless their months are known and differ.

use crate::cast::{Cast, Fit};
use crate::derive::Ground;
use crate::sense::{Senses, Trigger, is_disjoint};
use jiff::civil::Date;
use lexicon::merge::{Family, Thresholds};
use model::{Claim, Country, Event, EventType, Id, Interval, Reading, Span, Stance, Status};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One event mention with the record's actors (numbers of the cast, sorted).
pub(crate) struct Account<'r> {
    pub(crate) reading: usize,
    pub(crate) number: usize,
    pub(crate) event: &'r Event,
    /// What the lemma that tells what happens says.
    trigger: &'r Trigger,
    pub(crate) sources: Vec<usize>,
    pub(crate) targets: Vec<usize>,
    /// Both together.
    parties: Vec<usize>,
    pub(crate) place: Option<Id>,
    country: Option<Country>,
    pub(crate) published: Option<Date>,
    /// Whether those that its sentence names only speak of it.
    borrowed: bool,
    says: Option<Content>,
    /// Senses of the words of its objects, sorted.
    things: Vec<u32>,
}

/// What an act of speech says, as far as its document tells: promises and denials are told apart by it.
#[derive(Default)]
struct Content {
    /// Whether its own act is negated ("not to sell").
    negated: bool,
    /// Senses of its words, sorted; empty where unknown.
    senses: Vec<u32>,
}

/// Accounts of one event, and what they say together.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) accounts: Vec<usize>,
    /// What analysts laid down of it, in words.
    pub(crate) decided: Vec<String>,
    /// Numbers of families and lemmas, sorted.
    pub(crate) families: Vec<u32>,
    lemmas: Vec<u32>,
    pub(crate) event_type: Option<EventType>,
    sources: Vec<usize>,
    targets: Vec<usize>,
    parties: Vec<usize>,
    pub(crate) interval: Interval,
    things: Vec<u32>,
    places: BTreeSet<Id>,
    countries: BTreeSet<Country>,
    published: Interval,
    /// It cannot have happened after this day, as an article of the day tells it as done.
    told_by: Option<Date>,
    directed: bool,
    supposed: bool,
    borrowed: bool,
    says: Content,
    /// Family by reading and sentence: one sentence tells two happenings by two words.
    sentences: BTreeMap<(usize, Span), u32>,
}

/// All accounts of the readings that are `wanted`, in reading order.
pub(crate) fn accounts<'r>(
    ground: &Ground<'r>,
    (cast, senses): (&Cast, &'r Senses<'_>),
    wanted: &(dyn Fn(usize) -> bool + Sync),
) -> Vec<Account<'r>> {
    let readings = ground.readings.par_iter().enumerate();
    let readings = readings.filter(|(r, _)| wanted(*r));
    let of = |(r, reading): (usize, &&'r Reading)| {
        let events = reading.statements.events.iter().enumerate();
        let told =
            events.map(|(number, event)| account(ground, (cast, senses), (r, number), event));
        told.collect::<Vec<_>>()
    };
    readings.flat_map_iter(of).collect()
}

fn account<'r>(
    ground: &Ground<'r>,
    (cast, senses): (&Cast, &'r Senses<'_>),
    at: (usize, usize),
    event: &'r Event,
) -> Account<'r> {
    let (reading, number) = at;
    let actors = |argument: &Option<model::Argument>| {
        let referents = argument
            .as_ref()
            .map(|a| a.referents.as_slice())
            .unwrap_or_default();
        cast.numbers(&ground.actors(reading, referents))
    };
    let told = ground.readings[reading];
    let trigger = trigger(senses, told, event);
    let family = &trigger.family;
    let borrowed = is_mutual(event, family) && only_speak_of_it(ground, at);
    let side = |argument| {
        if borrowed {
            Vec::new()
        } else {
            actors(argument)
        }
    };
    let place = event.place.and_then(|p| ground.places.id(reading, p));
    let (sources, targets) = (side(&event.source), side(&event.target));
    Account {
        reading,
        number,
        event,
        borrowed,
        says: family.speech.then(|| content(senses, told, number)),
        things: senses.things(told, event),
        trigger,
        parties: union(&sources, &targets),
        sources,
        targets,
        country: place.as_ref().and_then(|p| ground.places.country(p)),
        place,
        published: ground.declared(reading),
    }
}

/// What the lemma that tells what happens says: of a light verb ("extended an invitation") that of the event which its object names.
fn trigger<'r>(senses: &'r Senses<'_>, reading: &Reading, event: &Event) -> &'r Trigger {
    let own = senses.trigger(event);
    if !own.family.light {
        return own;
    }
    let events = &reading.statements.events;
    let first = events.partition_point(|e| e.trigger.start < event.sentence.start);
    let mut sentence = events[first..]
        .iter()
        .take_while(|e| e.trigger.start < event.sentence.end);
    let is_object = |e: &&Event| event.objects.iter().any(|o| o.contains(e.trigger));
    let named = sentence.find(is_object);
    named.map_or(own, |e| senses.trigger(e))
}

/// Whether `event` happens to both sides alike.
fn is_mutual(event: &Event, family: &Family) -> bool {
    let mutual = family.mutual || event.event_type.is_some_and(EventType::is_mutual);
    mutual && !family.directed
}

/// Whether all actors of an event only speak of it: "A and B voiced concern about the talks".
fn only_speak_of_it(ground: &Ground, at: (usize, usize)) -> bool {
    let event = &ground.readings[at.0].statements.events[at.1];
    let sides: Vec<Span> = [&event.source, &event.target]
        .into_iter()
        .flatten()
        .map(|a| a.span)
        .collect();
    let judges = |c: &&Claim| matches!(c.stance, Stance::Concern | Stance::Praise | Stance::Warn);
    let mut judged = ground.holders(at.0, at.1).filter(judges);
    judged.any(|c| {
        let speaks = |side: &Span| {
            let outside = !c.content.iter().any(|s| s.contains(*side));
            outside && c.source.is_some_and(|s| s.overlaps(*side))
        };
        !sides.is_empty() && sides.iter().all(speaks)
    })
}

/// What the act of speech `number` says: the content of the claim that it cues, or the next event of its sentence.
fn content(senses: &Senses, reading: &Reading, number: usize) -> Content {
    let events = &reading.statements.events;
    let event = &events[number];
    let claims = &reading.statements.claims;
    let from = claims.partition_point(|c| c.cue.end <= event.trigger.start);
    let cued = claims[from..]
        .iter()
        .take_while(|c| c.cue.start < event.trigger.end)
        .find(|c| c.cue.overlaps(event.trigger));
    let act = match cued {
        Some(claim) => claim.events.iter().filter(|&&e| e != number).min(),
        None => None,
    };
    let act = act.and_then(|&e| events.get(e)).or_else(|| {
        let behind = events[number..].iter();
        let mut inside = behind.take_while(|e| e.sentence == event.sentence);
        inside.find(|e| e.trigger.start >= event.trigger.end)
    });
    let words = cued.map(|c| c.topic.as_slice()).unwrap_or_default();
    Content {
        negated: act.is_some_and(|e| e.status == Status::Negated),
        senses: senses.topic(words),
    }
}

impl Content {
    /// Whether two acts cannot say the same.
    fn clashes(&self, other: &Self) -> bool {
        let apart = !self.senses.is_empty()
            && !other.senses.is_empty()
            && is_disjoint(&self.senses, &other.senses);
        apart || self.negated != other.negated
    }

    fn add(&mut self, other: &Self) {
        self.negated |= other.negated;
        extend(&mut self.senses, &other.senses);
    }
}

impl<'r> Account<'r> {
    pub(crate) fn family(&self) -> &'r Family {
        &self.trigger.family
    }

    /// Number of its family.
    pub(crate) fn kin(&self) -> u32 {
        self.trigger.kin
    }

    /// Most telling accounts first: those with days, then those with actors.
    pub(crate) fn detail(&self) -> usize {
        let dated = usize::from(is_dated(self.event.interval));
        let actors = usize::from(!self.sources.is_empty()) + usize::from(!self.targets.is_empty());
        dated * 3 + actors
    }

    fn told_by(&self) -> Option<Date> {
        let done = self.event.status == Status::Occurred;
        self.published.filter(|_| done)
    }

    fn is_mutual(&self) -> bool {
        is_mutual(self.event, self.family())
    }

    fn names_nobody(&self) -> bool {
        self.sources.is_empty() && self.targets.is_empty() && !self.borrowed
    }

    /// Whether, without a type, it may be but another word for a typed event ("his death"): it lacks a side, and neither who takes part
    /// nor what is said tells its like apart ("comes" is no "visit", though their family is one).
    fn tells_less(&self) -> bool {
        let whole = self.event.source.is_some() && self.event.target.is_some();
        !whole && !self.family().directed && !self.family().speech
    }

    fn sentence(&self) -> (usize, Span) {
        (self.reading, self.event.sentence)
    }
}

/// Whether both ends are known: an event that is only bounded on one side has no date.
pub(crate) fn is_dated(interval: Interval) -> bool {
    interval.days().is_some()
}

impl Group {
    /// Takes `account` (number `index`) in.
    pub(crate) fn add(&mut self, index: usize, account: &Account) {
        self.accounts.push(index);
        extend(&mut self.families, &[account.kin()]);
        extend(&mut self.lemmas, &[account.trigger.lemma]);
        self.event_type = self.event_type.or(account.event.event_type);
        extend(&mut self.sources, &account.sources);
        extend(&mut self.targets, &account.targets);
        extend(&mut self.parties, &account.parties);
        self.places.extend(account.place.clone());
        self.countries.extend(account.country);
        self.interval = if is_dated(self.interval) {
            self.interval
                .intersection(account.event.interval)
                .unwrap_or(self.interval)
        } else {
            account.event.interval
        };
        extend(&mut self.things, &account.things);
        self.directed |= account.family().directed;
        self.borrowed |= account.borrowed;
        self.supposed |= account.event.status == Status::Hypothetical;
        if let Some(says) = &account.says {
            self.says.add(says);
        }
        let kin = account.kin();
        self.sentences.entry(account.sentence()).or_insert(kin);
        self.published = cover(self.published, account.published);
        self.told_by = [self.told_by, account.told_by()]
            .into_iter()
            .flatten()
            .min();
    }

    /// How well `account` fits, higher is better; `None` when it cannot be the same event.
    pub(crate) fn fit(
        &self,
        account: &Account,
        cast: &Cast,
        thresholds: &Thresholds,
    ) -> Option<u32> {
        // A light word ("expressed", "issued") says nothing of what happens: it counts as no family.
        let same_family =
            !account.family().light && self.families.binary_search(&account.kin()).is_ok();
        let one_type = match (self.event_type, account.event.event_type) {
            (None, None) => same_family,
            (Some(a), Some(b)) => a == b,
            (typed, _) => {
                let tells_less = typed.is_some() && same_family && account.tells_less();
                tells_less || self.has_lemma(account)
            }
        };
        if !one_type || self.is_apart(account) || self.only_supposes(account) {
            return None;
        }
        let (source, target) = self.actors_fit(account, cast);
        let clash = source == Fit::Clash || target == Fit::Clash;
        let once = || same_family && self.is_told_once(account, cast, thresholds);
        let short = |i: Interval| i.days().is_some_and(|d| d <= thresholds.event_dated_days);
        let dated = short(self.interval) && short(account.event.interval);
        let supposed = self.supposed || account.event.status == Status::Hypothetical;
        let nobody = self.names_nobody()
            && account.names_nobody()
            && thresholds.event_open_join
            && !supposed;
        let agreed = [source, target]
            .into_iter()
            .filter(|f| *f > Fit::Open)
            .count();
        let joins = match (same_family, dated) {
            (true, true) => agreed > 0 || nobody,
            (true, false) => {
                (nobody || self.undated_join(account, source, target))
                    && self.is_timely(account, thresholds)
                    && !self.is_history(account, thresholds)
                    && self.things_meet(account)
            }
            (false, true) => agreed == 2 && self.is_narrow(account, thresholds),
            (false, false) => false,
        };
        let placed = account
            .place
            .as_ref()
            .is_some_and(|p| self.places.contains(p));
        let score = source as u32
            + target as u32
            + 2 * u32::from(dated)
            + 2 * u32::from(same_family)
            + u32::from(placed);
        ((joins && !clash) || once()).then_some(score)
    }

    /// Whether `account` is what this group is because an affair tells such a thing once, as one discourse has one sense of a word
    /// (Gale, Church & Yarowsky 1992). Not so for what is told apart by who takes part or by what is said, for what is only supposed,
    /// and where it befalls others, is done by others, other things are told of, or the articles came out at other times. What befalls the same
    /// and has no type may be done by others: texts name them in many ways (the state, its police, a witness who tells of it).
    fn is_told_once(&self, account: &Account, cast: &Cast, thresholds: &Thresholds) -> bool {
        let family = account.family();
        let untyped = self.event_type.is_none() && account.event.event_type.is_none();
        let meant = untyped && cast.roles(&account.targets, &self.targets) > Fit::Open;
        let by_who = family.directed || family.speech || family.light || account.is_mutual();
        let supposed = self.supposed || account.event.status == Status::Hypothetical;
        !by_who
            && !supposed
            && self.is_close(account.published, thresholds.event_published_days)
            && !self.is_history(account, thresholds)
            && self.things_meet(account)
            && !cast.are_others(&account.targets, &self.targets)
            && (meant || !cast.are_others(&account.sources, &self.sources))
    }

    fn actors_fit(&self, account: &Account, cast: &Cast) -> (Fit, Fit) {
        if account.is_mutual() {
            return cast.parties(&account.parties, &self.parties);
        }
        (
            cast.roles(&account.sources, &self.sources),
            cast.roles(&account.targets, &self.targets),
        )
    }

    /// What tells two happenings apart whoever takes part: days, places, contents, words of one sentence.
    fn is_apart(&self, account: &Account) -> bool {
        let directed = account.family().directed;
        let elsewhere = || self.sentences.get(&account.sentence());
        let says = account.says.as_ref();
        self.directed != directed
            || (directed && self.sources.is_empty() != account.sources.is_empty())
            || !self.days_meet(account)
            || self.places_clash(account)
            || elsewhere().is_some_and(|kin| *kin != account.kin())
            || says.is_some_and(|says| says.clashes(&self.says))
    }

    fn has_lemma(&self, account: &Account) -> bool {
        self.lemmas.binary_search(&account.trigger.lemma).is_ok()
    }

    /// Whether one side tells by another word what only might be: "could help" is not "supported".
    fn only_supposes(&self, account: &Account) -> bool {
        let supposed = account.event.status == Status::Hypothetical;
        self.supposed != supposed && !self.has_lemma(account)
    }

    fn names_nobody(&self) -> bool {
        self.sources.is_empty() && self.targets.is_empty() && !self.borrowed
    }

    /// Without a common date both roles must agree, one of them in name, unless one is left open by both
    /// accounts; who does it may also stand alone. An act of speech is that of its speaker. What is only supposed is never joined by whom it would befall.
    fn undated_join(&self, account: &Account, source: Fit, target: Fit) -> bool {
        if account.family().speech && source != Fit::Same {
            return false;
        }
        if source > Fit::Open && target > Fit::Open {
            return source.max(target) == Fit::Same;
        }
        if account.is_mutual() {
            let single = self.parties.len() == 1 && account.parties.len() == 1;
            return source == Fit::Same && single;
        }
        let unsourced = self.sources.is_empty() && account.sources.is_empty();
        let supposed = self.supposed || account.event.status == Status::Hypothetical;
        source == Fit::Same || (target == Fit::Same && unsourced && !supposed)
    }

    /// What happens again and again is joined without a date only when it was published about the same time.
    fn is_timely(&self, account: &Account, thresholds: &Thresholds) -> bool {
        !account.family().repeats
            || self.is_close(account.published, thresholds.event_published_days)
    }

    /// Whether one side tells a year or the like, the other nothing: news dates by the year what it tells as history.
    fn is_history(&self, account: &Account, thresholds: &Thresholds) -> bool {
        let long = |i: Interval| i.days().is_some_and(|d| d > thresholds.event_dated_days);
        let (ours, theirs) = (self.interval, account.event.interval);
        long(ours) && theirs.is_unknown() || long(theirs) && ours.is_unknown()
    }

    /// Whether the acts may be done with the same things: "rockets" are not "grain".
    fn things_meet(&self, account: &Account) -> bool {
        let named = !self.things.is_empty() && !account.things.is_empty();
        !named || !is_disjoint(&account.things, &self.things)
    }

    /// Whether something published on `day` was published within `days` of our accounts.
    fn is_close(&self, day: Option<Date>, days: i32) -> bool {
        let ends = [self.published.earliest, self.published.latest];
        let near = |end: Option<Date>| match (end, day) {
            (Some(end), Some(day)) => Interval::between(end.min(day), end.max(day))
                .days()
                .is_some_and(|d| d <= days + 1),
            _ => true,
        };
        ends.into_iter().all(near)
    }

    fn is_narrow(&self, account: &Account, thresholds: &Thresholds) -> bool {
        let narrow = |i: Interval| i.days().is_some_and(|d| d <= thresholds.event_same_days);
        narrow(self.interval) && narrow(account.event.interval)
    }

    fn days_meet(&self, account: &Account) -> bool {
        let until = |day: Option<Date>| Interval {
            earliest: None,
            latest: day,
        };
        self.interval.meets(account.event.interval)
            && self.interval.meets(until(account.told_by()))
            && account.event.interval.meets(until(self.told_by))
    }

    /// For what happens again and again another place is another event, for visits another country.
    fn places_clash(&self, account: &Account) -> bool {
        let place = account.place.as_ref();
        let elsewhere = place.is_some_and(|p| !self.places.is_empty() && !self.places.contains(p));
        let country = account.country.as_ref();
        let abroad =
            country.is_some_and(|c| !self.countries.is_empty() && !self.countries.contains(c));
        (account.family().repeats && elsewhere) || (account.family().directed && abroad)
    }
}

/// Puts what `more` has besides into `all`, which is sorted.
fn extend<T: Ord + Copy>(all: &mut Vec<T>, more: &[T]) {
    for item in more {
        if let Err(place) = all.binary_search(item) {
            all.insert(place, *item);
        }
    }
}

fn union(a: &[usize], b: &[usize]) -> Vec<usize> {
    let mut all = [a, b].concat();
    all.sort_unstable();
    all.dedup();
    all
}

fn cover(interval: Interval, day: Option<Date>) -> Interval {
    Interval {
        earliest: [interval.earliest, day].into_iter().flatten().min(),
        latest: [interval.latest, day].into_iter().flatten().max(),
    }
}
