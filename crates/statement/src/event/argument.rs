//! Who does it and to whom: fills the roles of a named event from the words around its trigger.
//!
//! Takes a [`Naming`] and the fillers of its trigger; returns source and target as noun phrases with the
//! referents they name. Each frame lists the places of a role, best first; a filler's cost is its rank in
//! that list, plus what its distance and its not naming an actor add; the cheapest wins. Known limit:
//! roles are filled one by one, source first.
//!
//! Example: in "talks between Norland and Sudland" the place `between` is shared: source "Norland", target "Sudland".

use super::mentions::Mentions;
use super::slot::{Filler, fillers};
use super::tree::Tree;
use super::trigger::Naming;
use lexicon::events::{Events, Frame};
use model::{Annotation, Argument, Span};
use std::collections::BTreeSet;

/// How clearly a phrase names somebody who can act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Actorhood {
    /// A name or a known referent.
    Named,
    /// A noun for people or a body.
    Nominal,
    /// A personal pronoun.
    Pronoun,
    /// Anything else.
    Thing,
}

/// A filled role.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// Heads of the phrase, several where coordinated.
    pub heads: Vec<usize>,
    /// How clearly it names an actor.
    pub actorhood: Actorhood,
    /// Steps from the trigger.
    pub distance: u8,
    /// Rank of the place in the frame.
    pub rank: usize,
    /// Whether the phrase belongs to another verb.
    pub is_shared: bool,
}

/// Source and target of an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    /// Who does it.
    pub source: Option<Role>,
    /// To or with whom.
    pub target: Option<Role>,
    /// Whether one phrase was split between the two.
    pub is_split: bool,
}

/// What the search for roles needs.
pub(crate) struct Finder<'a> {
    /// The document's relations.
    pub tree: &'a Tree<'a>,
    /// The document's annotation.
    pub annotation: &'a Annotation,
    /// Its mentions by token.
    pub mentions: Mentions,
    /// The document's text.
    pub text: &'a str,
    /// The event tables.
    pub lexicon: &'a Events,
}

impl Finder<'_> {
    /// Source and target of `naming`.
    pub(crate) fn roles(&self, naming: &Naming<'_>) -> Roles {
        let Some(frame) = self.lexicon.frame(naming.frame) else {
            return Roles::default();
        };
        let mut found = fillers(self.tree, naming.trigger);
        found.retain_mut(|f| match self.tree.past_dateline(f.token) {
            Some(token) => {
                f.token = token;
                true
            }
            None => false,
        });
        if let Some(speaker) = naming.speaker {
            return self.of_obligation(speaker, &found);
        }
        let without_second = |f: &&Filler<'_>| Some(f.token) != naming.second;
        let first: Vec<Filler<'_>> = found.iter().filter(without_second).copied().collect();
        let inverse = self.is_inverse(naming.trigger);
        let mut roles = self.by_frame(frame, &first, inverse);
        if roles.target.is_none() {
            // "boycotted the vote": the second word is all there is.
            roles = self.by_frame(frame, &found, inverse);
        }
        let vague = |r: &Role| r.actorhood == Actorhood::Thing;
        if roles.target.as_ref().is_none_or(vague) || Self::is_both(frame, &found, &roles) {
            self.split(frame, &found, &mut roles);
        }
        self.name_speaker(naming.trigger, &mut roles);
        roles
    }

    fn by_frame(&self, frame: &Frame, found: &[Filler<'_>], inverse: bool) -> Roles {
        let without: Vec<String> = frame
            .source
            .iter()
            .filter(|p| !(inverse && p.starts_with('g')))
            .cloned()
            .collect();
        let near = |f: &&Filler<'_>| f.distance == 0 || f.place.starts_with('g');
        let own: Vec<Filler<'_>> = found.iter().filter(near).copied().collect();
        let source = self.cheapest(&without, &own, &[]);
        let taken: Vec<usize> = source.iter().flat_map(|r| r.heads.clone()).collect();
        let mut places = frame.target.clone();
        if inverse {
            places.insert(0, "gsubj".to_owned());
        }
        let target = self.cheapest(&places, found, &taken);
        Roles {
            source,
            target,
            is_split: false,
        }
    }

    /// Who must is the target, who says so the source.
    fn of_obligation(&self, speaker: usize, found: &[Filler<'_>]) -> Roles {
        let subject = found.iter().find(|f| f.place == "subj" || f.place == "obj");
        Roles {
            source: Some(self.role(speaker, 1, 0, false)),
            target: subject.map(|f| self.role(f.token, 0, 0, f.is_shared)),
            is_split: false,
        }
    }

    /// Whether the noun stands under a verb whose subject undergoes it ("faces criticism").
    fn is_inverse(&self, trigger: usize) -> bool {
        if self.tree.is_verb(trigger) {
            return false;
        }
        let Some(verb) = self.tree.governing_verb(trigger) else {
            return false;
        };
        let lemma = self.tree.lemma(verb);
        let under = matches!(self.tree.tokens[trigger].dep, "dobj" | "pobj");
        under && self.lexicon.operator(lemma, "VERB") == Some("inverse")
    }

    /// "Norland said it would withdraw": the pronoun at the head of what is said is who says it.
    fn name_speaker(&self, trigger: usize, roles: &mut Roles) {
        let Some(source) = roles
            .source
            .as_mut()
            .filter(|s| s.actorhood == Actorhood::Pronoun)
        else {
            return;
        };
        let clause = source
            .heads
            .first()
            .and_then(|&h| self.tree.governing_verb(h))
            .unwrap_or(trigger);
        let head = self.tree.tokens[clause].head;
        let lemma = self.tree.lemma(head);
        let says = self.lexicon.operator(lemma, "VERB") == Some("say");
        if !says || self.tree.tokens[clause].dep != "ccomp" {
            return;
        }
        let speaker = self
            .tree
            .subject(head)
            .and_then(|s| self.tree.past_dateline(s.token));
        if let Some(speaker) = speaker.filter(|&s| self.actorhood(s) < Actorhood::Pronoun) {
            *source = Role {
                is_shared: true,
                ..self.role(speaker, source.distance, source.rank, true)
            };
        }
    }

    fn cheapest(&self, places: &[String], found: &[Filler<'_>], taken: &[usize]) -> Option<Role> {
        let allowed = |f: &&Filler<'_>| self.can_fill(f.token) && !self.meets(f.token, taken);
        let ranked = found.iter().filter(allowed).filter_map(|f| {
            let rank = places.iter().position(|p| *p == f.place)?;
            Some((f, rank))
        });
        let mut best: Option<(f64, Role)> = None;
        for (filler, rank) in ranked {
            let role = self.role(filler.token, filler.distance, rank, filler.is_shared);
            let cost = self.cost(&role);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, role));
            }
        }
        best.map(|(_, role)| role)
    }

    fn cost(&self, role: &Role) -> f64 {
        let numbers = &self.lexicon.thresholds;
        let kind = match role.actorhood {
            Actorhood::Named | Actorhood::Nominal => 0.0,
            Actorhood::Pronoun => numbers.pronoun_cost,
            Actorhood::Thing => numbers.plain_cost,
        };
        role.rank as f64 * numbers.rank_cost
            + f64::from(role.distance) * numbers.distance_cost
            + kind
    }

    pub(crate) fn role(&self, token: usize, distance: u8, rank: usize, is_shared: bool) -> Role {
        let actorhood = self.actorhood(token);
        Role {
            heads: self.tree.coordinated(token),
            actorhood,
            distance,
            rank,
            is_shared,
        }
    }

    /// Nouns, names and personal pronouns; no times, numbers or relative pronouns.
    fn can_fill(&self, token: usize) -> bool {
        let token = &self.tree.tokens[token];
        let nominal = matches!(token.pos, "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM");
        nominal
            && !matches!(
                token.entity,
                "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "ORDINAL"
            )
            && !matches!(token.tag, "EX" | "WDT" | "WP")
    }

    /// Whether `token` is one of `taken` or stands inside its phrase.
    fn meets(&self, token: usize, taken: &[usize]) -> bool {
        taken.contains(&token)
            || taken
                .iter()
                .any(|&t| self.phrase(t).contains(&token) || self.phrase(token).contains(&t))
    }

    /// How clearly `token` names an actor.
    pub(crate) fn actorhood(&self, token: usize) -> Actorhood {
        let noun = &self.tree.tokens[self.tree.through(token)];
        let known = self
            .mentions
            .headed(token)
            .is_some_and(|m| self.annotation.mentions[m].referent.is_some());
        if known
            || matches!(
                noun.entity,
                "PERSON" | "ORG" | "GPE" | "NORP" | "LOC" | "FAC"
            )
        {
            return if noun.pos == "PRON" {
                Actorhood::Pronoun
            } else {
                Actorhood::Named
            };
        }
        if noun.pos == "PRON" {
            return if noun.morph.contains("Person=3") || noun.morph.contains("Person=1") {
                Actorhood::Pronoun
            } else {
                Actorhood::Thing
            };
        }
        let lemma = noun.lemma.to_lowercase();
        if self.lexicon.is_actor_noun(&lemma) {
            Actorhood::Nominal
        } else {
            Actorhood::Thing
        }
    }

    /// Whether the source is both parties at once ("the meeting between A and B"): whoever else is near is neither.
    fn is_both(frame: &Frame, found: &[Filler<'_>], roles: &Roles) -> bool {
        let Some(source) = roles.source.as_ref().filter(|s| s.heads.len() > 1) else {
            return false;
        };
        let shared = |f: &Filler<'_>| frame.shared.iter().any(|place| place == f.place);
        found
            .iter()
            .any(|f| shared(f) && source.heads.first() == Some(&f.token))
    }

    /// The first of several coordinated names does it, with the others.
    fn split(&self, frame: &Frame, found: &[Filler<'_>], roles: &mut Roles) {
        for place in &frame.shared {
            let Some(filler) = found
                .iter()
                .find(|f| f.place == place && self.can_fill(f.token))
            else {
                continue;
            };
            let heads = self.tree.coordinated(filler.token);
            let [first, others @ ..] = heads.as_slice() else {
                continue;
            };
            if others.is_empty() {
                continue;
            }
            let whole = self.role(*first, filler.distance, 0, filler.is_shared);
            roles.target = Some(Role {
                heads: others.to_vec(),
                ..whole.clone()
            });
            roles.source = Some(Role {
                heads: vec![*first],
                ..whole
            });
            roles.is_split = true;
            return;
        }
    }

    /// Tokens of the noun phrase at `head`: left modifiers and the phrase after "of", not what is coordinated.
    pub(crate) fn phrase(&self, head: usize) -> Vec<usize> {
        let mut found = vec![head];
        let mut next = 0;
        while next < found.len() {
            let at = found[next];
            let inside = self
                .tree
                .children(at)
                .iter()
                .copied()
                .filter(|&c| self.is_inside(c, at));
            found.extend(inside.collect::<Vec<_>>());
            next += 1;
        }
        found
    }

    fn is_inside(&self, child: usize, head: usize) -> bool {
        let token = &self.tree.tokens[child];
        match token.dep {
            "det" | "amod" | "compound" | "poss" | "nummod" | "nmod" | "quantmod" | "predet"
            | "case" | "advmod" | "npadvmod" => child < head || token.dep == "case",
            "prep" => self
                .lexicon
                .grammar
                .inside_prepositions
                .contains(&token.lemma),
            "pobj" => true,
            "punct" => self.tree.tokens[head].pos != "ADP" && child < head && token.tag == "HYPH",
            _ => false,
        }
    }

    /// The argument of a role: from the first to the last of its phrases, and the referents they name.
    pub(crate) fn argument(&self, role: &Role) -> Option<Argument> {
        let tokens: Vec<usize> = role.heads.iter().flat_map(|&h| self.phrase(h)).collect();
        let span = self.trimmed(self.annotation.cover(&tokens)?, role);
        let mut referents = Vec::new();
        for &head in &role.heads {
            for referent in self.referents(head) {
                if !referents.contains(&referent) {
                    referents.push(referent);
                }
            }
        }
        Some(Argument { span, referents })
    }

    /// A possessor without its 's.
    fn trimmed(&self, span: Span, role: &Role) -> Span {
        let last = role.heads.last().copied();
        let mark = last.and_then(|h| self.tree.with(h, "case").next());
        match mark.map(|m| self.tree.tokens[m].span) {
            Some(mark) if mark.end == span.end => Span::new(span.start, mark.start),
            _ => span,
        }
    }

    /// The referent of the mention headed by `token`.
    pub(crate) fn referent(&self, token: usize) -> Option<usize> {
        let mention = self.mentions.headed(token)?;
        self.annotation.mentions[mention].referent
    }

    /// Referents of the mention at `head`, else of mentions inside its phrase.
    fn referents(&self, head: usize) -> Vec<usize> {
        let direct = self
            .mentions
            .at(head)
            .and_then(|m| self.annotation.mentions[m].referent);
        if let Some(referent) = direct {
            return self.members(referent);
        }
        let inside: BTreeSet<usize> = self.phrase(head).into_iter().collect();
        let first = inside
            .into_iter()
            .filter_map(|token| self.mentions.headed(token))
            .find_map(|m| self.annotation.mentions[m].referent);
        first.map_or_else(Vec::new, |r| self.members(r))
    }

    fn members(&self, referent: usize) -> Vec<usize> {
        let members = self
            .annotation
            .referents
            .get(referent)
            .map_or(&[][..], |r| r.members.as_slice());
        if members.is_empty() {
            vec![referent]
        } else {
            members.to_vec()
        }
    }
}
