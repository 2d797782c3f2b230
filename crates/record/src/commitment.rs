//! Commitments: claims by which actors bind themselves, and whether the record speaks against them.
//!
//! Takes claims of stance commit with speakers; returns one line for each speaker set and proposition (the
//! earliest claim stands for later ones). Only an act that the promise's content names, still ahead when it
//! was promised, is followed, and only by an act of the same family of words, by the same actor, with a common
//! target or object: `contradicted` when what was promised not to happen is told as done, going on or alleged;
//! `kept` when what was promised is told as done by a later article; else `open`. Never a verdict: the
//! reasons name the event. Known limit: promises whose content names no target and no object stay open.
//!
//! Example: a promise "not to sell arms" beside an alleged sale by the same state is contradicted.

use crate::claim::{self, Claims};
use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use model::record::Commitment;
use model::{Argument, Event, Id, Stance, Status};
use std::collections::{BTreeMap, BTreeSet};

/// The commitments, by id.
pub(crate) fn lines(
    ground: &Ground,
    stories: &Stories,
    claims: &Claims,
    events: &Merged,
) -> Vec<Commitment> {
    let mut groups: BTreeMap<(Vec<Id>, Id), Vec<usize>> = BTreeMap::new();
    for (line, claim) in claims.lines.iter().enumerate() {
        if claim.stance == Stance::Commit && !claim.speakers.is_empty() {
            let what = claim
                .proposition
                .clone()
                .unwrap_or_else(|| claim.id.clone());
            groups
                .entry((claim.speakers.clone(), what))
                .or_default()
                .push(line);
        }
    }
    let context = Context {
        ground,
        stories,
        claims,
        by_story: by_story(ground, stories),
        events,
    };
    let mut lines: Vec<Commitment> = groups.into_values().map(|g| context.line(&g)).collect();
    lines.sort_by(|a, b| a.id.cmp(&b.id));
    lines
}

/// An act that one document tells: reading and number of the event.
type Act = (usize, usize);

/// Acts that the documents of each story tell, by family.
fn by_story(ground: &Ground, stories: &Stories) -> Vec<BTreeMap<String, Vec<Act>>> {
    let mut all = vec![BTreeMap::new(); stories.members.len()];
    for (r, reading) in ground.readings.iter().enumerate() {
        let of_story: &mut BTreeMap<String, Vec<Act>> = &mut all[stories.of[r]];
        for (number, event) in reading.statements.events.iter().enumerate() {
            let family = ground.lexicon.merge.family(&event.lemma).name;
            of_story.entry(family).or_default().push((r, number));
        }
    }
    all
}

struct Context<'a, 'r> {
    ground: &'a Ground<'r>,
    stories: &'a Stories,
    claims: &'a Claims,
    events: &'a Merged,
    by_story: Vec<BTreeMap<String, Vec<Act>>>,
}

impl Context<'_, '_> {
    fn line(&self, group: &[usize]) -> Commitment {
        let first = group
            .iter()
            .min_by_key(|&&c| (self.ground.rank(self.claims.at[c].0), c));
        let line = first.map_or(group[0], |c| *c);
        let claim = &self.claims.lines[line];
        let mut reasons: Vec<String> = Vec::new();
        if group.len() > 1 {
            reasons.push(format!(
                "told by {} claims of the same proposition",
                group.len()
            ));
        }
        let (status, reason) = self.status(line);
        reasons.extend(reason);
        Commitment {
            id: Id::of("commitment", &[claim.id.as_str()]),
            by: claim.speakers.clone(),
            claim: claim.id.clone(),
            content: claim::words(self.ground, self.claims.at[line].0, &claim.content),
            status: status.to_owned(),
            reasons,
        }
    }

    fn status(&self, line: usize) -> (&'static str, Option<String>) {
        let (reading, number) = self.claims.at[line];
        let told = &self.ground.readings[reading].statements;
        for &event in &told.claims[number].events {
            let promised = (reading, event);
            let Some(own) = told.events.get(event).filter(|e| self.is_ahead(reading, e)) else {
                continue;
            };
            if own.status == Status::Negated
                && let Some(other) = self.alike(line, promised, contradicts)
            {
                let reason = format!(
                    "{} is told as {}",
                    self.label(other),
                    self.event(other).status.as_str()
                );
                return ("contradicted", Some(reason));
            }
            if matches!(own.status, Status::Planned | Status::Proposed)
                && let Some(other) = self.alike(line, promised, |e| e.status == Status::Occurred)
                && self.is_later(promised, other)
            {
                let document = &self.ground.readings[other.0].document.id;
                let reason = format!("{} is told as done by {document}", self.label(other));
                return ("kept", Some(reason));
            }
        }
        ("open", None)
    }

    fn event(&self, act: Act) -> &Event {
        &self.ground.readings[act.0].statements.events[act.1]
    }

    /// Id and words of the record's event that an act is told in.
    fn label(&self, act: Act) -> String {
        let line = self.events.line(act.0, act.1);
        line.map_or_else(String::new, |l| format!("{} ({})", l.id, l.label))
    }

    /// Whether an event can still be promised: its days are not over when the article is stated to be written.
    fn is_ahead(&self, reading: usize, event: &Event) -> bool {
        let stated = self.ground.declared(reading);
        let over = stated
            .zip(event.interval.latest)
            .is_some_and(|(s, end)| end < s);
        !over && !event.background
    }

    /// Whether `other` is told by an article of a later day, and did not end before the promise.
    fn is_later(&self, promised: Act, other: Act) -> bool {
        let days = (
            self.ground.declared(promised.0),
            self.ground.declared(other.0),
        );
        let (Some(day), Some(told)) = days else {
            return false;
        };
        told > day
            && self
                .event(other)
                .interval
                .latest
                .is_none_or(|end| end >= day)
    }

    /// An act of the promised family by the same actor, with a common target or object.
    fn alike(&self, line: usize, promised: Act, told: fn(&Event) -> bool) -> Option<Act> {
        let family = self
            .ground
            .lexicon
            .merge
            .family(&self.event(promised).lemma);
        if family.light {
            return None;
        }
        let story = self.stories.of[promised.0];
        let acts = self.by_story[story].get(&family.name)?;
        let fits = |&act: &Act| {
            let event = self.event(act);
            let over = self.ground.declared(promised.0).zip(event.interval.latest);
            told(event)
                && !event.background
                && over.is_none_or(|(day, end)| end >= day)
                && self.is_by(line, promised, act)
                && self.shares_end(promised, act)
        };
        acts.iter()
            .copied()
            .filter(fits)
            .min_by_key(|act| (self.ground.rank(act.0), act.1))
    }

    fn actors(&self, act: Act, side: Option<&Argument>) -> BTreeSet<Id> {
        let referents = side.map(|a| a.referents.as_slice()).unwrap_or_default();
        self.ground.actors(act.0, referents)
    }

    fn is_by(&self, line: usize, promised: Act, act: Act) -> bool {
        let doers = self.actors(act, self.event(act).source.as_ref());
        let bound = self.actors(promised, self.event(promised).source.as_ref());
        let speakers = &self.claims.lines[line].speakers;
        doers
            .iter()
            .any(|d| speakers.contains(d) || bound.contains(d))
    }

    /// Whether two acts have a target in common, or a word of their objects.
    fn shares_end(&self, a: Act, b: Act) -> bool {
        let targets = |act: Act| self.actors(act, self.event(act).target.as_ref());
        !targets(a).is_disjoint(&targets(b)) || !self.objects(a).is_disjoint(&self.objects(b))
    }

    /// Senses of the words of an act's objects.
    fn objects(&self, act: Act) -> BTreeSet<String> {
        let text = &self.ground.readings[act.0].document.text;
        let spans = self.event(act).objects.iter().filter_map(|o| o.of(text));
        let words = spans.flat_map(|o| o.split(|c: char| !c.is_alphanumeric()));
        let said = words.filter(|w| !w.is_empty());
        said.filter_map(|w| self.ground.lexicon.merge.sense(w))
            .collect()
    }
}

/// Whether an event speaks against a promise that it shall not happen.
fn contradicts(event: &Event) -> bool {
    matches!(
        event.status,
        Status::Occurred | Status::Ongoing | Status::Alleged
    )
}
