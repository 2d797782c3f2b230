//! How actors of two accounts go together.
//!
//! Takes the record's actors; says of two sets of them whether they may be the same: one and the same, a state and those who act for it
//! ("Russia", "Putin"), or others. Two persons of one state do not stand for each other. Known limit: a clash is only seen where both sides are known.
//!
//! Example: "Norland" and its minister stand for each other, two ministers of Norland clash.

use crate::derive::Ground;
use crate::sense::is_disjoint;
use model::record::Actor;
use model::{ActorKind, Country, Id};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Kind and country of each actor, by number in the order of ids.
pub(crate) struct Cast {
    pub(crate) ids: Vec<Id>,
    /// The name of each, its id where it has none.
    pub(crate) labels: Vec<String>,
    facts: Vec<(ActorKind, Option<Country>)>,
    /// Numbers of the lower-case words of the names, sorted.
    names: Vec<Vec<u32>>,
    numbers: BTreeMap<Id, usize>,
}

/// How two sets of actors go together, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    Clash,
    Open,
    StandsFor,
    Same,
}

impl Cast {
    pub(crate) fn of(ground: &Ground) -> Self {
        let actors = || ground.actor_of.values();
        let mut known = HashMap::new();
        Self {
            ids: actors().map(|a| a.id.clone()).collect(),
            labels: actors().map(|a| ground.name(&a.id).to_owned()).collect(),
            facts: actors().map(|a| (a.kind, a.country)).collect(),
            names: actors().map(|a| words(a, &mut known)).collect(),
            numbers: actors()
                .enumerate()
                .map(|(n, a)| (a.id.clone(), n))
                .collect(),
        }
    }

    pub(crate) fn numbers(&self, ids: &BTreeSet<Id>) -> Vec<usize> {
        ids.iter()
            .filter_map(|id| self.numbers.get(id))
            .copied()
            .collect()
    }

    fn fit(&self, a: usize, b: usize) -> Fit {
        if a == b {
            return Fit::Same;
        }
        let ((kind, country), (other, others)) = (self.facts[a], self.facts[b]);
        let one_state = (kind == ActorKind::State) != (other == ActorKind::State);
        if one_state && country.is_some() && country == others {
            return Fit::StandsFor;
        }
        Fit::Clash
    }

    /// Whether all of one side are known to be others than all of the other: of another country, or of one kind and by other names.
    pub(crate) fn are_others(&self, a: &[usize], b: &[usize]) -> bool {
        let known = !a.is_empty() && !b.is_empty();
        known && a.iter().all(|&a| b.iter().all(|&b| self.is_other(a, b)))
    }

    fn is_other(&self, a: usize, b: usize) -> bool {
        let ((kind, country), (other, others)) = (self.facts[a], self.facts[b]);
        let abroad = country.is_some() && others.is_some() && country != others;
        let named = matches!(
            kind,
            ActorKind::Person | ActorKind::State | ActorKind::Organisation
        );
        let by_name = || named && kind == other && is_disjoint(&self.names[a], &self.names[b]);
        a != b && (abroad || by_name())
    }

    fn best(&self, actor: usize, others: &[usize]) -> Fit {
        others
            .iter()
            .map(|&o| self.fit(actor, o))
            .max()
            .unwrap_or(Fit::Clash)
    }

    /// Fit of two fillers of one role: any common actor will do.
    pub(crate) fn roles(&self, a: &[usize], b: &[usize]) -> Fit {
        if a.is_empty() || b.is_empty() {
            return Fit::Open;
        }
        a.iter()
            .map(|&actor| self.best(actor, b))
            .max()
            .unwrap_or(Fit::Open)
    }

    /// Fit of participants of something mutual: they clash when each side has somebody the other lacks.
    pub(crate) fn parties(&self, a: &[usize], b: &[usize]) -> (Fit, Fit) {
        if a.is_empty() || b.is_empty() {
            return (Fit::Open, Fit::Open);
        }
        let fits = a.iter().map(|&actor| self.best(actor, b));
        let (first, second) = fits.fold((Fit::Clash, Fit::Clash), |(first, second), fit| {
            (first.max(fit), second.max(fit.min(first)))
        });
        let lacks = |x: &[usize], y: &[usize]| x.iter().any(|&p| self.best(p, y) == Fit::Clash);
        if first == Fit::Clash || (lacks(a, b) && lacks(b, a)) {
            return (Fit::Clash, Fit::Clash);
        }
        (first, second.max(Fit::Open))
    }
}

fn words(actor: &Actor, known: &mut HashMap<String, u32>) -> Vec<u32> {
    let names = actor.aliases.iter().chain([&actor.name]);
    let words = names.flat_map(|n| n.split_whitespace());
    let words: BTreeSet<u32> = words
        .map(|word| {
            let next = u32::try_from(known.len()).expect("fewer words than there are numbers");
            *known.entry(word.to_lowercase()).or_insert(next)
        })
        .collect();
    words.into_iter().collect()
}
