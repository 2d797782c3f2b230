//! Commitments: claims by which actors bind themselves, and whether the record speaks against them.
//!
//! Takes claims of stance commit with speakers, and promises that claims tell of others ("keep the promise that
//! Sudland made"); returns one line for each speaker set and proposition, or each binding in the same words (the
//! earliest stands for later ones). Only an act that the promise's content names, still ahead when it
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
use model::{Argument, Event, Id, Promise, Span, Stance, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The commitments, and what speaks against some of them.
pub(crate) struct Commitments {
    /// By id.
    pub(crate) lines: Vec<Commitment>,
    /// Ids of contradicted ones, each with the act that contradicts it.
    pub(crate) broken: Vec<(Id, Act)>,
}

/// All commitments.
pub(crate) fn lines(
    ground: &Ground,
    stories: &Stories,
    claims: &Claims,
    events: &Merged,
) -> Commitments {
    let context = Context {
        ground,
        stories,
        claims,
        by_story: by_story(ground, stories, events),
        events,
    };
    let own = context.own().into_iter();
    let mut told: Vec<(Commitment, Option<Act>)> = own
        .chain(context.told_of_others())
        .map(|bond| context.line(bond))
        .collect();
    told.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let broken = told
        .iter()
        .filter_map(|(line, act)| Some((line.id.clone(), (*act)?)));
    Commitments {
        broken: broken.collect(),
        lines: told.into_iter().map(|(line, _)| line).collect(),
    }
}

/// Somebody bound by words of a document.
struct Bond<'r> {
    id: Id,
    /// Line of the claim that binds or tells it.
    claim: usize,
    by: Vec<Id>,
    content: &'r [Span],
    /// Numbers of the promised events.
    events: &'r [usize],
    reasons: Vec<String>,
}

/// An act that one document tells: reading and number of the event.
pub(crate) type Act = (usize, usize);

/// Acts that the documents of each story tell, by family; without those marked as misread.
fn by_story(
    ground: &Ground,
    stories: &Stories,
    events: &Merged,
) -> Vec<BTreeMap<String, Vec<Act>>> {
    let mut all = vec![BTreeMap::new(); stories.members.len()];
    let mut families: HashMap<&str, String> = HashMap::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        let of_story: &mut BTreeMap<String, Vec<Act>> = &mut all[stories.of[r]];
        let told = reading.statements.events.iter().enumerate();
        for (number, event) in told.filter(|(n, _)| !events.is_marked(r, *n)) {
            let family = || ground.lexicon.merge.family(&event.lemma).name;
            let family = families.entry(&event.lemma).or_insert_with(family);
            match of_story.get_mut(family.as_str()) {
                Some(acts) => acts.push((r, number)),
                None => drop(of_story.insert(family.clone(), vec![(r, number)])),
            }
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

impl<'r> Context<'_, 'r> {
    /// Claims by which their speakers bind themselves: the earliest of each speakers and proposition.
    fn own(&self) -> Vec<Bond<'r>> {
        let mut groups: BTreeMap<(&[Id], &Id), Vec<usize>> = BTreeMap::new();
        for (line, claim) in self.claims.lines.iter().enumerate() {
            let binds = claim.stance == Stance::Commit && !claim.speakers.is_empty();
            if binds && self.claims.stands(line) {
                let what = claim.proposition.as_ref().unwrap_or(&claim.id);
                groups
                    .entry((&claim.speakers, what))
                    .or_default()
                    .push(line);
            }
        }
        groups
            .into_values()
            .map(|group| self.bond(&group))
            .collect()
    }

    fn bond(&self, group: &[usize]) -> Bond<'r> {
        let rank = |c: &&usize| (self.ground.rank(self.claims.at[**c].0), **c);
        let line = group.iter().min_by_key(rank).map_or(group[0], |c| *c);
        let claim = &self.claims.lines[line];
        let told = self.claims.told(self.ground, line);
        let several = group.len() > 1;
        let reason = || format!("told by {} claims of the same proposition", group.len());
        Bond {
            id: Id::of("commitment", &[claim.id.as_str()]),
            claim: line,
            by: claim.speakers.clone(),
            content: &told.content,
            events: &told.events,
            reasons: several.then(reason).into_iter().collect(),
        }
    }

    /// Promises that claims tell of others: the earliest of each binding in the same words.
    fn told_of_others(&self) -> Vec<Bond<'r>> {
        let mut first: BTreeMap<(Vec<Id>, String), (usize, Bond<'r>)> = BTreeMap::new();
        for (r, reading) in self.ground.readings.iter().enumerate() {
            for promise in &reading.statements.promises {
                let by: Vec<Id> = self.ground.actors(r, &promise.by).into_iter().collect();
                let line = self.claims.of[r].get(promise.claim).copied();
                let line = line.filter(|&l| self.claims.stands(l));
                let Some(line) = line.filter(|&l| !by.is_empty() && !self.binds(l, &by)) else {
                    continue;
                };
                let words = claim::words(self.ground, r, &promise.content).to_lowercase();
                let earlier = first.get(&(by.clone(), words.clone()));
                if earlier.is_some_and(|(e, _)| self.ground.rank(*e) <= self.ground.rank(r)) {
                    continue;
                }
                let bond = self.promised(line, promise, by.clone());
                first.insert((by, words), (r, bond));
            }
        }
        first.into_values().map(|(_, bond)| bond).collect()
    }

    /// Whether a claim is itself the promise of `by` ("expressed their commitment to").
    fn binds(&self, line: usize, by: &[Id]) -> bool {
        let claim = &self.claims.lines[line];
        claim.stance == Stance::Commit && by.iter().all(|b| claim.speakers.contains(b))
    }

    fn promised(&self, line: usize, promise: &'r Promise, by: Vec<Id>) -> Bond<'r> {
        let claim = &self.claims.lines[line];
        let teller: Vec<&str> = claim.speakers.iter().map(|s| self.ground.name(s)).collect();
        let start = promise.cue.start.to_string();
        let reason = format!("told by {}", teller.join(", "));
        Bond {
            id: Id::of("commitment", &[claim.id.as_str(), &start]),
            claim: line,
            content: &promise.content,
            events: &promise.events,
            reasons: (!teller.is_empty()).then_some(reason).into_iter().collect(),
            by,
        }
    }

    fn line(&self, bond: Bond<'r>) -> (Commitment, Option<Act>) {
        let reading = self.claims.at[bond.claim].0;
        let (status, reason, act) = self.status(reading, &bond);
        let mut reasons = bond.reasons;
        reasons.extend(reason);
        let line = Commitment {
            id: bond.id,
            by: bond.by,
            claim: self.claims.lines[bond.claim].id.clone(),
            content: claim::words(self.ground, reading, bond.content),
            status: status.to_owned(),
            reasons,
        };
        (line, act)
    }

    /// What became of a commitment, why, and the act that contradicts it.
    fn status(&self, reading: usize, bond: &Bond) -> (&'static str, Option<String>, Option<Act>) {
        let told = &self.ground.readings[reading].statements;
        for &event in bond.events {
            let promised = (reading, event);
            if self.events.is_marked(reading, event) {
                continue;
            }
            let Some(own) = told.events.get(event).filter(|e| self.is_ahead(reading, e)) else {
                continue;
            };
            if own.status == Status::Negated
                && let Some(other) = self.alike(bond, promised, contradicts)
            {
                let status = self.event(other).status.as_str();
                let reason = format!("{} is told as {status}", self.label(other));
                return ("contradicted", Some(reason), Some(other));
            }
            if matches!(own.status, Status::Planned | Status::Proposed)
                && let Some(other) = self.alike(bond, promised, |e| e.status == Status::Occurred)
                && self.is_later(promised, other)
            {
                let document = &self.ground.readings[other.0].document.id;
                let reason = format!("{} is told as done by {document}", self.label(other));
                return ("kept", Some(reason), None);
            }
        }
        ("open", None, None)
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
    fn alike(&self, bond: &Bond, promised: Act, told: fn(&Event) -> bool) -> Option<Act> {
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
                && self.is_by(bond, promised, act)
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

    fn is_by(&self, bond: &Bond, promised: Act, act: Act) -> bool {
        let doers = self.actors(act, self.event(act).source.as_ref());
        let bound = self.actors(promised, self.event(promised).source.as_ref());
        doers
            .iter()
            .any(|d| bond.by.contains(d) || bound.contains(d))
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
