//! How actors of two accounts go together.
//!
//! Takes the record's actors; says of two sets of them whether they may be the same: one and the same, a state and those who act for it
//! ("Russia", "Putin"), or others. Two persons of one state do not stand for each other. Known limit: a clash is only seen where both sides are known.
//!
//! Example: "Norland" and its minister stand for each other, two ministers of Norland clash.

use crate::derive::Ground;
use model::record::Actor;
use model::{ActorKind, Country, Id};
use std::collections::{BTreeMap, BTreeSet};

/// Kind and country of each actor, by number in the order of ids.
pub(crate) struct Cast {
    pub(crate) ids: Vec<Id>,
    facts: Vec<(ActorKind, Option<Country>)>,
    /// Lower-case words of the names.
    names: Vec<BTreeSet<String>>,
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
        Self {
            ids: actors().map(|a| a.id.clone()).collect(),
            facts: actors().map(|a| (a.kind, a.country)).collect(),
            names: actors().map(words).collect(),
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
        let by_name = || named && kind == other && self.names[a].is_disjoint(&self.names[b]);
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
        let mut fits: Vec<Fit> = a.iter().map(|&actor| self.best(actor, b)).collect();
        fits.sort_unstable_by(|x, y| y.cmp(x));
        let lacks = |x: &[usize], y: &[usize]| x.iter().any(|&p| self.best(p, y) == Fit::Clash);
        if fits[0] == Fit::Clash || (lacks(a, b) && lacks(b, a)) {
            return (Fit::Clash, Fit::Clash);
        }
        let second = fits.get(1).copied().filter(|f| *f > Fit::Open);
        (fits[0], second.unwrap_or(Fit::Open))
    }
}

fn words(actor: &Actor) -> BTreeSet<String> {
    let names = actor.aliases.iter().chain([&actor.name]);
    names
        .flat_map(|n| n.split_whitespace())
        .map(str::to_lowercase)
        .collect()
}
