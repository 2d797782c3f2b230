//! Commitments: claims by which actors bind themselves, and whether the record speaks against them.
//!
//! Takes claims of stance commit with speakers; returns one line for each speaker set and proposition (the
//! earliest claim stands for later ones). Status: `contradicted` when what was promised not to happen is told
//! as done, going on or alleged of the same actor in the same story; `kept` when what was promised is told as
//! done by a later article; else `open`. Never a verdict: the reasons name the event. Known limit: only
//! events that the promise's own content names are followed.
//!
//! Example: a promise "not to sell arms" beside an alleged sale by the same state is contradicted.

use crate::claim::{self, Claims};
use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use model::record::{Commitment, Event};
use model::{Id, Stance, Status};
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
        by_story: by_story(ground, stories, events),
        events,
    };
    let mut lines: Vec<Commitment> = groups.into_values().map(|g| context.line(&g)).collect();
    lines.sort_by(|a, b| a.id.cmp(&b.id));
    lines
}

/// Numbers of the event lines that the documents of each story tell.
fn by_story<'e>(
    ground: &Ground,
    stories: &Stories,
    events: &'e Merged,
) -> Vec<BTreeMap<&'e Id, &'e Event>> {
    let mut all = vec![BTreeMap::new(); stories.members.len()];
    for (r, reading) in ground.readings.iter().enumerate() {
        let lines = (0..reading.statements.events.len()).filter_map(|e| events.line(r, e));
        all[stories.of[r]].extend(lines.map(|line| (&line.id, line)));
    }
    all
}

struct Context<'a, 'r> {
    ground: &'a Ground<'r>,
    stories: &'a Stories,
    claims: &'a Claims,
    events: &'a Merged,
    by_story: Vec<BTreeMap<&'a Id, &'a Event>>,
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
            let (Some(own), Some(merged)) =
                (told.events.get(event), self.events.line(reading, event))
            else {
                continue;
            };
            if own.status == Status::Negated
                && let Some(other) = self.contrary(line, merged)
            {
                let reason = format!(
                    "{} is told as {}: {}",
                    other.id,
                    other.status.as_str(),
                    other.label
                );
                return ("contradicted", Some(reason));
            }
            if matches!(own.status, Status::Planned | Status::Proposed)
                && let Some(document) = self.done_later(reading, merged)
            {
                return (
                    "kept",
                    Some(format!("{} is told as done by {document}", merged.id)),
                );
            }
        }
        ("open", None)
    }

    /// An event of the promised kind that the story tells of the same actor.
    fn contrary(&self, line: usize, promised: &Event) -> Option<&Event> {
        let story = self.stories.of[self.claims.at[line].0];
        let speakers: BTreeSet<&Id> = self.claims.lines[line].speakers.iter().collect();
        let told = |e: &&Event| {
            matches!(
                e.status,
                Status::Occurred | Status::Ongoing | Status::Alleged
            )
        };
        let alike = |e: &&Event| {
            e.id == promised.id || (e.event_type.is_some() && e.event_type == promised.event_type)
        };
        let by_them = |e: &&Event| {
            e.sources
                .iter()
                .any(|s| speakers.contains(s) || promised.sources.contains(s))
        };
        let events = self.by_story[story].values().copied();
        events.filter(told).filter(alike).find(by_them)
    }

    /// A document, stated to be later, that tells the event as done.
    fn done_later(&self, reading: usize, event: &Event) -> Option<Id> {
        let promised = self.ground.declared(reading)?;
        let later = |m: &&model::record::EventMention| {
            let at = self
                .ground
                .readings
                .binary_search_by(|r| r.document.id.cmp(&m.document))
                .ok();
            let day = at.and_then(|r| self.ground.declared(r));
            m.status == Status::Occurred && day.is_some_and(|d| d > promised)
        };
        event
            .mentions
            .iter()
            .find(later)
            .map(|m| m.document.clone())
    }
}
