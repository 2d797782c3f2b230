//! Propositions: claims about the same thing, so that assertion and denial meet.
//!
//! Takes the claim lines; returns propositions and the proposition of each claim. Claims of one story are
//! linked when one takes up the other ("denied these claims"), when one speaker says nearly the same, when
//! two speakers say nearly the same of a common actor, or when they tell the same events. What is said to be so
//! or not so meets only its like; a demand, a warning or a promise only its own stance. A denial that takes
//! something up ("the allegation") meets the nearest accusation before it in its document, else the nearest
//! denial that says what it denies; any other meets the nearest assertion of somebody else, in another document
//! only if both speak of the same kind of act. Linked claims are one proposition (single link). Nearness
//! is the cosine of topic words. Each side has the origins of its claims, counted as those of events. Whoever says it only as likely or possible hedges it. Claims that meet no other and deny nothing make no proposition. A claim
//! whose events are all told as not done ("said it did not supply") stands on the denying side. A claim marked as misread stays in
//! its proposition and takes no side. Known limits:
//! negation without an event is not read; nearness knows no synonyms.
//!
//! Example: "A accuses B of supplying arms" and "B denied the supply of arms" are one proposition.

use crate::claim::{self, Claims, Side};
use crate::corroborate::Outlets;
use crate::derive::Ground;
use crate::sense::is_disjoint;
use crate::story::Stories;
use crate::words::{Vector, Vocabulary, Weights, dot};
use lexicon::merge::Thresholds;
use model::record::{Claim, DocumentLine, Proposition, Support};
use model::{Certainty, Id, Stance};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The propositions of a record.
pub(crate) struct Propositions {
    /// By id.
    pub(crate) lines: Vec<Proposition>,
    of: BTreeMap<Id, Id>,
}

/// Whether a claim denies in so many words.
fn is_denial(claim: &Claim) -> bool {
    claim.stance == Stance::Deny
}

/// Joins the claims.
pub(crate) fn join(
    ground: &Ground,
    stories: &Stories,
    documents: &[DocumentLine],
    claims: &Claims,
) -> Propositions {
    let mut linker = Linker::new(ground, stories, claims);
    linker.link();
    let mut lines = Vec::new();
    let mut of = BTreeMap::new();
    let outlets = Outlets::of(ground, documents);
    for group in linker.groups() {
        let denied = group.iter().any(|&c| is_denial(&claims.lines[c]));
        if group.len() < 2 && !denied {
            continue;
        }
        let line = Proposition {
            support: origins((ground, &outlets), (claims, &group), Side::For),
            denial: origins((ground, &outlets), (claims, &group), Side::Against),
            ..proposition(ground, claims, &group)
        };
        of.extend(line.claims.iter().map(|c| (c.clone(), line.id.clone())));
        lines.push(line);
    }
    lines.sort_by(|a, b| a.id.cmp(&b.id));
    Propositions { lines, of }
}

/// The claims with their propositions.
pub(crate) fn tied(mut claims: Claims, propositions: &Propositions) -> Claims {
    for line in &mut claims.lines {
        line.proposition = propositions.of.get(&line.id).cloned();
    }
    claims
}

fn proposition(ground: &Ground, claims: &Claims, group: &[usize]) -> Proposition {
    let rank = |c: &usize| (ground.rank(claims.at[*c].0), claims.lines[*c].cue, *c);
    let first = group
        .iter()
        .min_by_key(|c| rank(c))
        .map_or(group[0], |c| *c);
    let clarity = |c: &usize| {
        let line = &claims.lines[*c];
        (
            !claims.stands(*c),
            claims.sides[*c] != Side::For,
            claims.sides[*c] == Side::Against,
            line.certainty != Certainty::Certain,
            Reverse(claims.told(ground, *c).topic.len()),
            rank(c),
        )
    };
    let clearest = group
        .iter()
        .min_by_key(|c| clarity(c))
        .map_or(first, |c| *c);
    let lines = || group.iter().map(|&c| &claims.lines[c]);
    let speakers = |side: Side| {
        let all: BTreeSet<Id> = group
            .iter()
            .filter(|&&c| claims.sides[c] == side && claims.stands(c))
            .flat_map(|&c| claims.lines[c].speakers.iter().cloned())
            .collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let sorted = |ids: BTreeSet<&Id>| ids.into_iter().cloned().collect();
    Proposition {
        id: Id::of("proposition", &[claims.lines[first].id.as_str()]),
        label: claim::words(
            ground,
            claims.at[clearest].0,
            &claims.lines[clearest].content,
        ),
        asserted_by: speakers(Side::For),
        denied_by: speakers(Side::Against),
        hedged_by: hedgers(claims, group),
        claims: sorted(lines().map(|c| &c.id).collect()),
        events: sorted(lines().flat_map(|c| &c.events).collect()),
        support: Support::default(),
        denial: Support::default(),
    }
}

/// The origins behind one side of a group of claims.
fn origins(
    (ground, outlets): (&Ground, &Outlets),
    (claims, group): (&Claims, &[usize]),
    side: Side,
) -> Support {
    let taken = group
        .iter()
        .filter(|&&c| claims.sides[c] == side && claims.stands(c));
    let told = taken.map(|&c| (claims.at[c].0, claims.told(ground, c)));
    outlets.of_claims(told)
}

/// Who says it as likely or possible, and never as certain.
fn hedgers(claims: &Claims, group: &[usize]) -> Vec<Id> {
    let told = |hedges: bool| -> BTreeSet<&Id> {
        let so = group.iter().filter(|&&c| claims.stands(c)).filter(|&&c| {
            let line = &claims.lines[c];
            let speculates = line.stance == Stance::Speculate;
            let hedged = speculates || line.certainty != Certainty::Certain;
            (speculates || claims.sides[c] == Side::For) && hedged == hedges
        });
        so.flat_map(|&c| &claims.lines[c].speakers).collect()
    };
    let sure = told(false);
    let hedging = told(true).into_iter().filter(|s| !sure.contains(s));
    hedging.cloned().collect()
}

/// What two claims of one story can share.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Told<'a> {
    Term(u32),
    Event(&'a Id),
}

/// A story with what is told in it.
type Key<'a> = (usize, Told<'a>);

/// Claims by what they tell.
type Postings<'a> = HashMap<Key<'a>, Vec<usize>>;

/// Claims as nodes, with what makes them near, in a union-find forest (Galler & Fischer 1964).
struct Linker<'a, 'r> {
    ground: &'a Ground<'r>,
    claims: &'a Claims,
    thresholds: &'a Thresholds,
    story: Vec<usize>,
    vectors: Vec<Vector>,
    /// Numbers of the actors inside each claim, and of those who speak, sorted.
    about: Vec<Vec<u32>>,
    speakers: Vec<Vec<u32>>,
    acts: Vec<BTreeSet<String>>,
    parent: Vec<usize>,
}

impl<'a, 'r> Linker<'a, 'r> {
    fn new(ground: &'a Ground<'r>, stories: &Stories, claims: &'a Claims) -> Self {
        let numbers: HashMap<&Id, u32> = ground.actor_of.keys().zip(0..).collect();
        let numbered = |ids: BTreeSet<&Id>| ids.into_iter().map(|id| numbers[id]).collect();
        Self {
            ground,
            claims,
            thresholds: &ground.lexicon.merge.thresholds,
            story: claims.at.iter().map(|(r, _)| stories.of[*r]).collect(),
            vectors: vectors(ground, claims),
            about: (0..claims.lines.len())
                .into_par_iter()
                .map(|c| numbered(actors_inside(ground, claims, c).iter().collect()))
                .collect(),
            speakers: (claims.lines.iter())
                .map(|line| numbered(line.speakers.iter().collect()))
                .collect(),
            acts: (0..claims.lines.len())
                .into_par_iter()
                .map(|c| acts(ground, claims, c))
                .collect(),
            parent: (0..claims.lines.len()).collect(),
        }
    }

    fn link(&mut self) {
        let postings = self.postings();
        let claims = (0..self.claims.lines.len()).into_par_iter();
        let ties: Vec<Vec<usize>> = claims.map(|claim| self.ties(claim, &postings)).collect();
        for (claim, others) in ties.into_iter().enumerate() {
            for other in others {
                self.union(claim, other);
            }
        }
    }

    /// The other claims that `claim` stands in one group with.
    fn ties(&self, claim: usize, postings: &Postings) -> Vec<usize> {
        let (reading, _) = self.claims.at[claim];
        let earlier = self.claims.told(self.ground, claim).about;
        let earlier = earlier.and_then(|n| self.claims.of[reading].get(n).copied());
        let candidates = self.candidates(claim, postings);
        let before = candidates.iter().copied().filter(|&other| other < claim);
        let same = before.filter(|&o| self.one_mood(claim, o) && self.is_one(claim, o));
        let denied = if self.takes_up(claim) {
            self.taken_up(claim)
        } else {
            self.denied(claim, &candidates)
        };
        same.chain(earlier).chain(denied).collect()
    }

    /// Claims of each story by term and by event.
    fn postings(&self) -> Postings<'a> {
        let mut postings = Postings::new();
        for claim in 0..self.claims.lines.len() {
            for key in self.keys(claim) {
                postings.entry(key).or_default().push(claim);
            }
        }
        postings.retain(|_, claims| claims.len() <= self.thresholds.claim_common_word);
        postings
    }

    fn keys(&self, claim: usize) -> impl Iterator<Item = Key<'a>> {
        let story = self.story[claim];
        let terms = self.vectors[claim].iter().map(|(term, _)| *term);
        let events = self.claims.lines[claim].events.iter();
        let terms = terms.map(move |term| (story, Told::Term(term)));
        terms.chain(events.map(move |event| (story, Told::Event(event))))
    }

    /// Claims that share a term or an event, in rising order.
    fn candidates(&self, claim: usize, postings: &Postings) -> Vec<usize> {
        let found = self.keys(claim).filter_map(|key| postings.get(&key));
        let mut found: Vec<usize> = found.flatten().copied().filter(|&c| c != claim).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_one(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.claims.lines[a], &self.claims.lines[b]);
        let speaker = !is_disjoint(&self.speakers[a], &self.speakers[b]);
        let actor = self.shares_actor(a, b);
        let near = || dot(&self.vectors[a], &self.vectors[b]);
        let near = if speaker || actor { near() } else { 0.0 };
        (speaker && near >= self.thresholds.claim_same_content)
            || (actor && near >= self.thresholds.claim_same_topic)
            || self.share_events(one, other)
    }

    fn share_events(&self, one: &Claim, other: &Claim) -> bool {
        let common = one.events.iter().filter(|e| other.events.contains(e));
        let (common, most) = (common.count(), one.events.len().max(other.events.len()));
        common > 0 && common as f64 >= self.thresholds.claim_shared_events * most as f64
    }

    /// Whether both say that something is so or not so, or both do the same by it.
    fn one_mood(&self, a: usize, b: usize) -> bool {
        let tells = |c: usize| {
            let stance = self.claims.lines[c].stance;
            let told = [
                Stance::Assert,
                Stance::Accuse,
                Stance::Deny,
                Stance::Speculate,
            ];
            if told.contains(&stance) {
                Stance::Assert
            } else {
                stance
            }
        };
        tells(a) == tells(b)
    }

    /// Whether a denial only points to what was said before: its words are "the allegation", "it".
    fn takes_up(&self, claim: usize) -> bool {
        let told = self.claims.told(self.ground, claim);
        let nouns = &self.ground.lexicon.claims.phrases.takes_up;
        let points = told.topic.iter().any(|w| nouns.contains(w));
        let bare = told.topic.is_empty() || (points && self.acts[claim].is_empty());
        is_denial(&self.claims.lines[claim]) && told.about.is_none() && bare
    }

    /// The nearest accusation by somebody else before `claim` in its document, else the nearest denial with words of its own.
    fn taken_up(&self, claim: usize) -> Option<usize> {
        let denial = &self.claims.lines[claim];
        let (reading, _) = self.claims.at[claim];
        let before = || {
            let all = self.claims.of[reading].iter().rev().copied();
            all.filter(|&c| self.claims.lines[c].cue.start < denial.cue.start)
        };
        let line = |c: usize| &self.claims.lines[c];
        let own = |c: usize| line(c).speakers.iter().any(|s| denial.speakers.contains(s));
        let accuses = |c: &usize| line(*c).stance == Stance::Accuse && !own(*c);
        let denies = |c: &usize| is_denial(line(*c)) && !self.takes_up(*c);
        before().find(accuses).or_else(|| before().find(denies))
    }

    fn shares_actor(&self, a: usize, b: usize) -> bool {
        !is_disjoint(&self.about[a], &self.about[b])
    }

    /// The nearest assertion by somebody else that a denial can be about, unless its text says which.
    fn denied(&self, claim: usize, candidates: &[usize]) -> Option<usize> {
        let denial = &self.claims.lines[claim];
        if !is_denial(denial) || self.claims.told(self.ground, claim).about.is_some() {
            return None;
        }
        let fits = |&other: &usize| {
            let line = &self.claims.lines[other];
            let own = !is_disjoint(&self.speakers[claim], &self.speakers[other]);
            // Whoever denies is often named only outside the denial: "A accused B", "B denied it".
            let touched = self.shares_actor(claim, other)
                || !is_disjoint(&self.speakers[claim], &self.about[other]);
            let here = line.document == denial.document;
            let acts = here || !self.acts[claim].is_disjoint(&self.acts[other]);
            self.claims.sides[other] == Side::For && !own && touched && acts
        };
        let near = |&other: &usize| (dot(&self.vectors[claim], &self.vectors[other]), other);
        let scored = candidates.iter().filter(|o| fits(o)).map(near);
        let enough = scored.filter(|(cosine, _)| *cosine >= self.thresholds.claim_denial_topic);
        enough
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, other)| other)
    }

    fn root(&mut self, claim: usize) -> usize {
        let mut at = claim;
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for claim in 0..self.parent.len() {
            let root = self.root(claim);
            groups.entry(root).or_default().push(claim);
        }
        groups.into_values().collect()
    }
}

/// A unit vector of topic words for each claim.
fn vectors(ground: &Ground, claims: &Claims) -> Vec<Vector> {
    let merge = &ground.lexicon.merge;
    let mut vocabulary = Vocabulary::new(merge);
    let lines = 0..claims.lines.len();
    let topics = lines.map(|c| vocabulary.terms(&claims.told(ground, c).topic.join(" ")));
    let topics: Vec<Vec<u32>> = topics.collect();
    let weights = Weights::of(
        &vocabulary,
        topics.iter().map(Vec::as_slice),
        merge.thresholds.story_background_articles,
    );
    topics.par_iter().map(|t| weights.vector(t)).collect()
}

/// Kinds of acts that a claim speaks of: listed families of its topic words, but for acts of speech and words that say nothing.
fn acts(ground: &Ground, claims: &Claims, claim: usize) -> BTreeSet<String> {
    let topic = claims.told(ground, claim).topic.iter();
    let listed = topic.filter_map(|lemma| ground.lexicon.merge.listed(lemma));
    let done = listed.filter(|family| !family.light && !family.speech);
    done.map(|family| family.name.clone()).collect()
}

/// Actors that a claim's content names, and those of the events that it tells.
fn actors_inside(ground: &Ground, claims: &Claims, claim: usize) -> BTreeSet<Id> {
    let (r, _) = claims.at[claim];
    let reading = ground.readings[r];
    let told = claims.told(ground, claim);
    let inside = |m: &&model::Mention| told.content.iter().any(|c| c.contains(m.span));
    let named = reading
        .mentions
        .iter()
        .filter(inside)
        .filter_map(|m| m.referent);
    let events = told
        .events
        .iter()
        .filter_map(|&e| reading.statements.events.get(e));
    let arguments = events.flat_map(|e| [&e.source, &e.target]).flatten();
    let referents = named.chain(arguments.flat_map(|a| a.referents.iter().copied()));
    referents
        .flat_map(|referent| ground.actors(r, &[referent]))
        .collect()
}
