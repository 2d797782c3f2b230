//! Which of all that a sentence may tell is told.
//!
//! Takes a sentence and what the tables find in it; returns the pair that the trained reader chooses where the sentence tells
//! anything, what each of its clauses tells besides when read by itself, and what the tables are sure enough of. How sure is
//! enough stands in `thresholds.toml`. Known limits: a sentence that seems to tell nothing as a whole is not read by clauses; pairs
//! in clauses are chosen by weights that were learned from whole sentences; where the first choice is not sure enough to be told,
//! its clause does not tell it either.
//!
//! Example: "Rebels freed a nurse and demanded talks with Norland." tells a RETREAT by its first clause, a REQUEST by its second.

use super::clause::{Clause, clauses};
use super::joint::{self, Draft};
use super::sight::Sight;
use super::trigger::Naming;
use super::{Actorhood, Candidate, Finder, Mentions, Reader, Role, Roles, Tree, trigger};
use lexicon::event_weights::Question;
use model::{EventType, Sentence};
use std::cmp::Reverse;

/// Events of a sentence besides its first at most; edited English tells no more.
const FURTHER: usize = 3;

impl<'a> Reader<'a> {
    /// What the sentence tells, the trained reader's choice first.
    pub(super) fn choose(&self, sentence: &Sentence) -> Vec<Candidate<'a>> {
        let bars = &self.lexicon().thresholds;
        let (sight, found) = self.sight(sentence);
        let open = joint::kept(&sight);
        let sure = |question, of| joint::probability(&sight, question, of);
        let best = joint::best(&open);
        let Some(first) = best.filter(|b| sure(Question::Tells, (*b, None)) >= bars.tells_least)
        else {
            return self.likely(found, &|_| false);
        };
        let right = sure(Question::Right, (first, None));
        let clauses = self.by_clause(&sight, first);
        if right < bars.right_least {
            let joined =
                |c: &Candidate<'_>| joint::together(&sight, &open, c) >= bars.together_least;
            return joined_by(self.likely(found, &joined), clauses);
        }
        let chosen = joint::candidate(&sight, &found, (first, right));
        let judged = found.into_iter().filter_map(|mut candidate| {
            let mut least = bars.single_least;
            if candidate.divides(self.finder.tree) || self.is_accused(&chosen, &candidate) {
                least = bars.silent_least;
            } else if self.is_between_actors(&candidate) {
                let drafts = joint::further(&sight, &open, (first, &candidate)).into_iter();
                let right = drafts.map(|d| sure(Question::Further, (d, Some(first))));
                candidate.probability = right.fold(0.0, f64::max);
                least = bars.further_least;
            }
            let is_new = candidate.naming.trigger != chosen.naming.trigger;
            (is_new && candidate.probability >= least).then_some(candidate)
        });
        let mut further: Vec<Candidate<'a>> = judged.collect();
        further.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        joined_by(joined_by(vec![chosen], clauses), further)
    }

    /// What the tables alone are sure enough of, and the likeliest of what they find between two that `joined` tells of.
    fn likely(
        &self,
        found: Vec<Candidate<'a>>,
        joined: &dyn Fn(&Candidate<'_>) -> bool,
    ) -> Vec<Candidate<'a>> {
        let joined: Vec<bool> = found
            .iter()
            .map(|c| self.is_between_actors(c) && joined(c))
            .collect();
        let of_those = found.iter().zip(&joined).filter(|(_, joined)| **joined);
        let most = of_those.map(|(c, _)| c.probability).fold(0.0, f64::max);
        let bar = self.lexicon().thresholds.silent_least;
        let all = found.into_iter().zip(joined);
        let kept =
            all.filter(|(c, joined)| c.probability >= bar || (*joined && c.probability >= most));
        kept.map(|(c, _)| c).collect()
    }

    /// Whether both roles are filled by somebody who can act.
    fn is_between_actors(&self, candidate: &Candidate<'_>) -> bool {
        let head = |r: &Option<Role>| r.as_ref().and_then(|r| r.heads.first().copied());
        let acts = |h: usize| self.finder.actorhood(h) < Actorhood::Thing;
        let Roles { source, target, .. } = &candidate.roles;
        [source, target]
            .map(head)
            .iter()
            .all(|h| h.is_some_and(acts))
    }

    /// Whether `candidate` is what `chosen` accuses somebody of: a happening of its own.
    fn is_accused(&self, chosen: &Candidate<'_>, candidate: &Candidate<'_>) -> bool {
        let above = self.finder.tree.ancestors(candidate.naming.trigger);
        chosen.naming.event_type == Some(EventType::Accuse)
            && above.contains(&chosen.naming.trigger)
    }

    /// What the clauses of a sentence tell besides `first`, each read by itself, likeliest first.
    fn by_clause(&self, sight: &Sight<'_, 'a>, first: Draft) -> Vec<Candidate<'a>> {
        let clauses = clauses(sight);
        let told = clauses
            .iter()
            .filter_map(|c| self.of_clause(c, (sight, first)));
        let mut told: Vec<Candidate<'a>> = told.collect();
        told.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        told
    }

    fn of_clause(
        &self,
        clause: &Clause,
        (whole, first): (&Sight<'_, 'a>, Draft),
    ) -> Option<Candidate<'a>> {
        let tree = clause.tree(&self.lexicon().grammar);
        let reader = self.within(clause, &tree);
        let sentence = &clause.annotation.sentences[0];
        let (sight, found) = reader.sight(sentence);
        let drafts = joint::drafts(&joint::kept(&sight)).into_iter();
        let drafts = drafts.enumerate().filter_map(|(rank, draft)| {
            let right = joint::besides(&sight, (rank, draft), (clause, (whole, first)))?;
            Some((draft, right, Reverse(rank)))
        });
        let bars = &self.lexicon().thresholds;
        let likeliest = drafts.max_by(|a, b| a.1.total_cmp(&b.1).then(a.2.cmp(&b.2)));
        let likeliest = likeliest.map(|(draft, right, _)| (draft, right));
        let draft = likeliest.filter(|(_, right)| *right >= bars.clause_least)?;
        let told = joint::candidate(&sight, &found, draft);
        self.in_sentence(clause, &told)
    }

    /// What a clause tells, with the document's numbers.
    fn in_sentence(&self, clause: &Clause, told: &Candidate<'_>) -> Option<Candidate<'a>> {
        let event_type = Some(told.naming.event_type?);
        let trigger = clause.token(told.naming.trigger);
        let naming = trigger::name(self.finder.tree, trigger, self.lexicon());
        let naming = naming.filter(|n| n.event_type == event_type);
        Some(Candidate {
            naming: naming.unwrap_or_else(|| Naming {
                event_type,
                ..Naming::untyped(trigger, "")
            }),
            roles: clause.roles(&told.roles),
            probability: told.probability,
        })
    }

    /// What is seen of a sentence, and what the tables find in it.
    pub(super) fn sight<'s>(
        &'s self,
        sentence: &'s Sentence,
    ) -> (Sight<'s, 'a>, Vec<Candidate<'a>>) {
        let named = self.named(sentence);
        let found = self.candidates(&named);
        let sight = Sight::new(&self.finder, sentence, (named, &found));
        (sight, found)
    }

    /// A reader of one clause, whose relations are `tree`.
    pub(super) fn within<'c>(&'c self, clause: &'c Clause, tree: &'c Tree<'c>) -> Reader<'c> {
        Reader {
            document: self.document,
            finder: Finder {
                tree,
                annotation: &clause.annotation,
                mentions: Mentions::new(&clause.annotation),
                text: self.finder.text,
                lexicon: self.finder.lexicon,
            },
            claims: &[],
            told: Vec::new(),
        }
    }
}

/// `told` with what is new of `more`, as many as edited English tells. What has the trigger of another, or its type and both its
/// actors, is not new.
fn joined_by<'a>(mut told: Vec<Candidate<'a>>, more: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    for candidate in more {
        let is_known = |c: &Candidate<'_>| {
            c.naming.trigger == candidate.naming.trigger
                || (c.naming.event_type == candidate.naming.event_type && is_between(c, &candidate))
        };
        if told.len() <= FURTHER && !told.iter().any(is_known) {
            told.push(candidate);
        }
    }
    told
}

/// Whether two candidates are between the same two phrases.
fn is_between(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    let same = |a: &Option<Role>, b: &Option<Role>| match (a, b) {
        (Some(a), Some(b)) => a.heads == b.heads,
        _ => false,
    };
    same(&one.roles.source, &other.roles.source) && same(&one.roles.target, &other.roles.target)
}
