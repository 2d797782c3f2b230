//! The analyst's decisions over the machine's groups: what is one, and what is not.
//!
//! Takes groups of numbered accounts or mentions and decisions that name evidence; returns the groups under the decisions,
//! in the order in which they were made, each with what was laid down of it; later the lines of the decisions. What a new article
//! adds joins by the program's own reading. A decision whose evidence was removed does nothing. Known limit: an account that the
//! program would have joined to what was taken out stays with the rest until it is decided too.
//!
//! Example: of one group of four visits the two of July are taken out; a fifth told in another article joins as before.

use crate::anchor::Holders;
use model::record::{self, Evidence, Record};
use model::{Decision, Id, Ruling, Thing};
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
        match (&decision.ruling, sides.as_slice()) {
            (Ruling::Join, sides) => join(&mut groups, sides, decision),
            (Ruling::Split, [out, stay]) => split(&mut groups, (out, stay), decision),
            _ => {}
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
    groups[first]
        .decided
        .push(told("joined", "apart", decision));
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
        group.decided.push(told("set apart", "as one", decision));
    }
    taken.members.sort_unstable();
    taken.decided.push(told("set apart", "as one", decision));
    groups.push(taken);
}

fn told(how: &str, program: &str, decision: &Decision) -> String {
    let said = &decision.said;
    let day = said.at.split('T').next().unwrap_or(&said.at);
    let why = said
        .why
        .as_ref()
        .map_or_else(String::new, |w| format!(": {w}"));
    format!(
        "{how} by {} on {day} ({}; the program reads them {program}){why}",
        said.by, decision.id
    )
}

/// The lines of all decisions, by time and id, with the lines of `record` that they bear on.
pub(crate) fn lines(decisions: &[&Decision], record: &Record) -> Vec<record::Decision> {
    let things: BTreeSet<Thing> = decisions.iter().map(|d| d.thing).collect();
    let holders = things.into_iter().map(|t| (t, Holders::of(record, t)));
    let holders: BTreeMap<Thing, Holders> = holders.collect();
    let there: BTreeSet<&Id> = record.documents.iter().map(|d| &d.id).collect();
    let norms: BTreeSet<&Id> = record.norms.iter().map(|n| &n.id).collect();
    let line = |decision: &&Decision| {
        let mut about: Vec<Id> = Vec::new();
        for side in &decision.sides {
            let now = match decision.thing {
                Thing::Norm => decision.named.as_ref().filter(|id| norms.contains(id)),
                thing => holders[&thing].holder(side, decision.named.as_ref()),
            };
            about.extend(now.filter(|id| !about.contains(id)).cloned());
        }
        line(decision, about, &there)
    };
    decisions.iter().map(line).collect()
}

fn line(decision: &Decision, about: Vec<Id>, there: &BTreeSet<&Id>) -> record::Decision {
    let kept = |side: &Vec<Evidence>| -> Vec<Evidence> {
        let kept = side.iter().filter(|e| there.contains(&e.document));
        kept.cloned().collect()
    };
    let said = &decision.said;
    let (value, why) = match decision.ruling.value() {
        Some(value) => (Some(value), said.why.clone()),
        None => (said.why.clone(), None),
    };
    record::Decision {
        id: decision.id.clone(),
        kind: decision.ruling.kind(),
        thing: decision.thing,
        named: decision.named.clone(),
        sides: decision.sides.iter().map(kept).collect(),
        about,
        value,
        why,
        by: said.by.clone(),
        at: said.at.clone(),
    }
}
