//! The analyst's decisions over the machine's groups: what is one, and what is not.
//!
//! Takes groups of numbered accounts or mentions and decisions that name evidence; returns the groups under the decisions,
//! in the order in which they were made, each with what was laid down of it; later the lines of the decisions. What a new article
//! adds joins by the program's own reading. A decision whose evidence was removed does nothing. Known limit: an account that the
//! program would have joined to what was taken out stays with the rest until it is decided too.
//!
//! Example: of one group of four visits the two of July are taken out; a fifth told in another article joins as before.

use crate::derive::Ground;
use model::record::{self, Event, Evidence, MentionLine};
use model::{Decision, DecisionKind, Id, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that are one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) members: Vec<usize>,
    /// Decisions that made it what it is, in words; empty where the program's reading stands.
    pub(crate) decided: Vec<String>,
}

/// `groups` under `decisions`; `at` gives the numbers at a piece of evidence.
pub(crate) fn decided<'d>(
    decisions: impl Iterator<Item = &'d Decision>,
    groups: Vec<Vec<usize>>,
    at: &BTreeMap<Evidence, Vec<usize>>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|members| Group {
            members,
            decided: Vec::new(),
        })
        .collect();
    for decision in decisions {
        let numbers = |side: &Vec<Evidence>| -> BTreeSet<usize> {
            side.iter()
                .filter_map(|e| at.get(e))
                .flatten()
                .copied()
                .collect()
        };
        let sides: Vec<BTreeSet<usize>> = decision.sides.iter().map(numbers).collect();
        match (decision.kind, sides.as_slice()) {
            (DecisionKind::Join, sides) => join(&mut groups, sides, decision),
            (DecisionKind::Split, [out, stay]) => split(&mut groups, (out, stay), decision),
            (DecisionKind::Split, _) => {}
        }
        groups.retain(|g| !g.members.is_empty());
    }
    groups
}

fn join(groups: &mut [Group], sides: &[BTreeSet<usize>], decision: &Decision) {
    let held = |side: &BTreeSet<usize>| {
        let shared = |g: &Group| g.members.iter().filter(|m| side.contains(m)).count();
        let most = (0..groups.len()).max_by_key(|&g| (shared(&groups[g]), usize::MAX - g))?;
        (shared(&groups[most]) > 0).then_some(most)
    };
    let mut meant: Vec<usize> = sides.iter().filter_map(held).collect();
    meant.sort_unstable();
    meant.dedup();
    let Some((&first, others)) = meant.split_first() else {
        return;
    };
    if others.is_empty() {
        return;
    }
    for &other in others {
        let Group { members, decided } = std::mem::take(&mut groups[other]);
        groups[first].members.extend(members);
        groups[first].decided.extend(decided);
    }
    groups[first].members.sort_unstable();
    groups[first].decided.push(told("joined", decision));
}

fn split(
    groups: &mut Vec<Group>,
    (out, stay): (&BTreeSet<usize>, &BTreeSet<usize>),
    decision: &Decision,
) {
    let mut taken = Group::default();
    for group in groups.iter_mut() {
        let holds_both = group.members.iter().any(|m| out.contains(m))
            && group.members.iter().any(|m| stay.contains(m));
        if !holds_both {
            continue;
        }
        taken
            .members
            .extend(group.members.extract_if(.., |m| out.contains(m)));
        group.decided.push(told("set apart", decision));
    }
    taken.members.sort_unstable();
    taken.decided.push(told("set apart", decision));
    groups.push(taken);
}

fn told(how: &str, decision: &Decision) -> String {
    let said = &decision.said;
    let day = said.at.split('T').next().unwrap_or(&said.at);
    let why = said
        .why
        .as_ref()
        .map_or_else(String::new, |w| format!(": {w}"));
    let program = match decision.kind {
        DecisionKind::Join => "apart",
        DecisionKind::Split => "as one",
    };
    format!(
        "{how} by {} on {day} ({}; the program reads them {program}){why}",
        said.by, decision.id
    )
}

/// The lines of all decisions, by time and id.
pub(crate) fn lines(
    ground: &Ground,
    events: &[Event],
    mentions: &[MentionLine],
) -> Vec<record::Decision> {
    if ground.decisions.is_empty() {
        return Vec::new();
    }
    let triggers = events.iter().flat_map(|event| {
        let at = |m: &record::EventMention| Evidence {
            document: m.document.clone(),
            span: m.trigger,
        };
        event.mentions.iter().map(move |m| (at(m), &event.id))
    });
    let named = mentions
        .iter()
        .filter_map(|m| Some((m.at.clone(), m.actor.as_ref()?)));
    let holders = [
        (Thing::Event, triggers.collect()),
        (Thing::Actor, named.collect()),
    ];
    let holders: BTreeMap<Thing, BTreeMap<Evidence, &Id>> = holders.into_iter().collect();
    let there: BTreeSet<&Id> = ground.readings.iter().map(|r| &r.document.id).collect();
    let kept = |side: &Vec<Evidence>| -> Vec<Evidence> {
        let kept = side.iter().filter(|e| there.contains(&e.document));
        kept.cloned().collect()
    };
    let line = |decision: &&Decision| {
        let mut about: Vec<Id> = Vec::new();
        for side in &decision.sides {
            let now = holder(side, &holders[&decision.thing]);
            about.extend(now.filter(|id| !about.contains(id)));
        }
        record::Decision {
            id: decision.id.clone(),
            kind: decision.kind,
            thing: decision.thing,
            sides: decision.sides.iter().map(kept).collect(),
            about,
            value: decision.said.why.clone(),
            by: decision.said.by.clone(),
            at: decision.said.at.clone(),
        }
    };
    ground.decisions.iter().map(line).collect()
}

/// The line that holds most of `side`, of equals the lesser id.
fn holder(side: &[Evidence], holders: &BTreeMap<Evidence, &Id>) -> Option<Id> {
    let mut votes: BTreeMap<&Id, usize> = BTreeMap::new();
    for id in side.iter().filter_map(|e| holders.get(e)) {
        *votes.entry(id).or_default() += 1;
    }
    let most = votes
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
    Some(most.0.clone())
}
