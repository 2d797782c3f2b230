//! Does an act fall under a norm: the act, the things it is about, and who takes part on which side.
//!
//! Takes a norm of a pack and an account of an event with the words of its sentence and the countries in it; says
//! whether, and how surely, it fits. A side that the account names must be the norm's; a side that it does not name
//! may be a country named near the act ("an arms deal between A and B"), unless the subject is told and the other
//! side is not. Known limits: one sentence at a time; a thing near the act is taken to be what the act is about.
//!
//! Example: "A is selling shells to B" fits a norm by A about arms, and not one by B.

use crate::phrase::{Words, between};
use lexicon::norms::{Norm, Norms, Role, Thresholds};
use model::{Country, Span};
use std::collections::BTreeSet;

/// How a norm's parties stand in an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parties {
    /// On the side that the norm says.
    Told,
    /// Named near the act.
    Near,
}

/// Countries in an act.
type Countries = BTreeSet<Country>;

/// An account of an event as norms look at it.
pub(crate) struct Act<'a> {
    /// Lemma of the trigger, lower case.
    pub(crate) lemma: String,
    /// The words of its sentence.
    pub(crate) words: &'a Words,
    /// Number of the trigger among them.
    pub(crate) trigger: usize,
    /// Spans of what it is done with.
    pub(crate) objects: &'a [Span],
    /// Countries of its source.
    pub(crate) source: Countries,
    /// Countries of its target.
    pub(crate) target: Countries,
    /// Countries named near the trigger.
    pub(crate) near: Countries,
}

/// Whether `act` falls under `norm`, and how surely.
pub(crate) fn fit(norm: &Norm, act: &Act<'_>, thresholds: &Thresholds) -> Option<Parties> {
    let role = *norm.acts.get(&act.lemma)?;
    let parties = act.parties(norm, role)?;
    tells(norm, act, thresholds).then_some(parties)
}

/// Whether the act is the content of a rule ("that forbid the sale of arms"), so that nobody does it.
pub(crate) fn is_ruled(act: &Act<'_>, norms: &Norms) -> bool {
    let reach = norms.thresholds.forbid_words;
    let mut before = act.words.find(&norms.groups.forbids);
    let trigger = act.trigger..act.trigger + 1;
    before.any(|f| f.end <= act.trigger && between(&f, &trigger) <= reach)
}

/// Whether `act` is of the kind and about the things of `norm`, whoever takes part.
pub(crate) fn tells(norm: &Norm, act: &Act<'_>, thresholds: &Thresholds) -> bool {
    let barred = act.words.find(&norm.unless).next().is_some();
    let about = norm.things.is_empty() || thing(norm, act, thresholds).is_some();
    norm.acts.contains_key(&act.lemma) && about && !barred
}

/// The words that name a thing of `norm` in or near `act`, the nearest, and how many words lie between.
pub(crate) fn thing(norm: &Norm, act: &Act<'_>, thresholds: &Thresholds) -> Option<(Span, usize)> {
    let trigger = act.trigger..act.trigger + 1;
    let near = |at: &std::ops::Range<usize>| {
        let inside = act
            .objects
            .iter()
            .any(|o| o.contains(act.words.span(at.start)));
        let apart = between(at, &trigger);
        let itself = at.contains(&act.trigger);
        (!itself && (inside || apart <= thresholds.thing_words)).then_some((!inside, apart))
    };
    let found = act.words.find(&norm.things);
    let ranked = found.filter_map(|at| near(&at).map(|rank| (rank, at.start, at)));
    let ((_, apart), _, at) = ranked.min_by_key(|(rank, start, _)| (*rank, *start))?;
    let (first, last) = (act.words.span(at.start), act.words.span(at.end - 1));
    Some((first.cover(last), apart))
}

impl Act<'_> {
    fn parties(&self, norm: &Norm, role: Role) -> Option<Parties> {
        if !norm.with.is_empty() {
            let named = self.source.union(&self.target).chain(&self.near);
            let alone = named.into_iter().all(|c| norm.with.contains(c));
            return self.any_side(&norm.with, role).filter(|_| !alone);
        }
        if role == Role::Mutual {
            let both: Vec<Country> = norm.by.iter().chain(&norm.to).copied().collect();
            return self.any_side(&both, role);
        }
        let by = self.side(&norm.by, role, Role::Gives)?;
        let to = self.side(&norm.to, role, Role::Takes)?;
        Some(by.max(to))
    }

    /// Whether one of `party` takes part.
    fn any_side(&self, party: &[Country], role: Role) -> Option<Parties> {
        let told = self.source.union(&self.target).any(|c| party.contains(c));
        let open = match role {
            Role::Gives => self.source.is_empty(),
            Role::Takes => self.target.is_empty(),
            Role::Mutual => self.source.is_empty() || self.target.is_empty(),
        };
        let near = open && self.near.iter().any(|c| party.contains(c));
        if party.is_empty() || told {
            return Some(Parties::Told);
        }
        near.then_some(Parties::Near)
    }

    /// Whether one of `party` is on the side that `wanted` names: giving or taking; `role` says on which of both the source is.
    fn side(&self, party: &[Country], role: Role, wanted: Role) -> Option<Parties> {
        if party.is_empty() {
            return Some(Parties::Told);
        }
        let is_subject = role == wanted;
        let (side, other) = if is_subject {
            (&self.source, &self.target)
        } else {
            (&self.target, &self.source)
        };
        let ours = |c: &Country| party.contains(c);
        if side.iter().any(ours) {
            let at_home = !other.is_empty() && other.iter().all(ours);
            return (!at_home).then_some(Parties::Told);
        }
        let open = side.is_empty() && !other.iter().any(ours);
        // An act without its giver is a passive or a noun ("the sale of shells to B"), one without its getter mostly tells of another.
        let likely = other.is_empty() || (is_subject == (role == Role::Gives));
        (open && likely && self.near.iter().any(ours)).then_some(Parties::Near)
    }
}
