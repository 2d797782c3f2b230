//! Who did what to whom: typed events with their words, status, time and place.
//!
//! Takes a document, its annotation and its claims; returns events in order of their triggers. Words and
//! phrases name events (`trigger`), frames fill their roles (`slot`, `argument`), a logistic sum says how likely each
//! is right (`score`), a trained reader chooses among all pairs of phrases (`joint`), once for a sentence and once for each of
//! its clauses (`clause`), and each sentence keeps its likeliest event and others that are likely enough (`choice`).
//! Types are PLOVER's (Halterman et al. 2023). "We" and "I" in quoted words are who speaks them. Known limit: roles come from the
//! trigger's own sentence.
//!
//! Example: "Norland vowed to attack Sudland." gives THREATEN by "vowed", source "Norland", target "Sudland".

mod argument;
mod assure;
mod choice;
mod clause;
mod factuality;
mod joint;
pub mod learn;
mod mentions;
mod pair;
mod reason;
mod score;
mod setting;
mod sight;
mod slot;
mod status;
mod tree;
mod trigger;
mod untyped;

use argument::{Actorhood, Finder, Role, Roles};
use factuality::Sighted;
use lexicon::{Lexicon, events::Events};
use mentions::Mentions;
use model::{Annotation, Argument, Claim, Document, Event, EventType, Interval, Sentence, Span};
use setting::Standpoint;
use std::collections::{BTreeMap, BTreeSet};
use tree::Tree;
use trigger::Naming;

/// A named event with its roles and how likely it is right.
struct Candidate<'a> {
    naming: Naming<'a>,
    roles: Roles,
    probability: f64,
}

impl Candidate<'_> {
    /// Whether a noun divides its actors between the roles: "talks between A and B".
    fn divides(&self, tree: &Tree<'_>) -> bool {
        let shared = self.naming.event_type.is_some_and(EventType::is_mutual);
        shared && self.roles.is_split && !tree.is_verb(self.naming.trigger)
    }
}

/// What reading the events of one document needs.
struct Reader<'a> {
    document: &'a Document,
    finder: Finder<'a>,
    claims: &'a [Claim],
    /// For each sentence the claims whose content meets it.
    told: Vec<Vec<usize>>,
}

/// Events of a document, in order of their triggers.
pub fn extract(
    document: &Document,
    annotation: &Annotation,
    claims: &[Claim],
    lexicon: &Lexicon,
) -> Vec<Event> {
    read(document, annotation, claims, &lexicon.events)
}

/// The same with the event tables alone.
pub(crate) fn read(
    document: &Document,
    annotation: &Annotation,
    claims: &[Claim],
    lexicon: &Events,
) -> Vec<Event> {
    let tree = Tree::new(annotation, &lexicon.grammar);
    let finder = Finder {
        tree: &tree,
        annotation,
        mentions: Mentions::new(annotation),
        text: &document.text,
        lexicon,
    };
    let reader = Reader {
        document,
        finder,
        claims,
        told: told(annotation, claims),
    };
    let sentences = 0..annotation.sentences.len();
    let mut found: Vec<Event> = sentences.flat_map(|s| reader.sentence(s)).collect();
    found.sort_by_key(|e| (e.trigger, e.event_type));
    found
}

/// For each sentence the numbers of the claims whose content meets it.
fn told(annotation: &Annotation, claims: &[Claim]) -> Vec<Vec<usize>> {
    let sentences = &annotation.sentences;
    let mut told = vec![Vec::new(); sentences.len()];
    for (number, claim) in claims.iter().enumerate() {
        for piece in &claim.content {
            let first = sentences.partition_point(|s| s.span.end <= piece.start);
            let after = sentences.partition_point(|s| s.span.start < piece.end);
            for of_sentence in &mut told[first..after.max(first)] {
                of_sentence.push(number);
            }
        }
    }
    told
}

/// Bytes of a claim's content.
fn size(claim: &Claim) -> usize {
    claim.content.iter().map(|s| s.len()).sum()
}

impl<'a> Reader<'a> {
    fn lexicon(&self) -> &'a Events {
        self.finder.lexicon
    }

    /// Typed events of a sentence, then the words that name something else that happens.
    fn sentence(&self, number: usize) -> Vec<Event> {
        let sentence = &self.finder.annotation.sentences[number];
        let mut kept = self.choose(sentence);
        let typed: BTreeSet<usize> = kept
            .iter()
            .filter(|c| c.naming.event_type.is_some())
            .map(|c| c.naming.trigger)
            .collect();
        kept.retain(|c| typed.contains(&c.naming.trigger));
        let words = untyped::triggers(&self.finder, sentence);
        let further = words.filter(|t| !typed.contains(t));
        kept.extend(further.map(|t| untyped::candidate(&self.finder, t)));
        kept.iter().map(|c| self.event(c, number)).collect()
    }

    /// What the tables make of each word of the sentence.
    fn named(&self, sentence: &Sentence) -> BTreeMap<usize, Naming<'a>> {
        let name = |t: usize| Some((t, trigger::name(self.finder.tree, t, self.finder.lexicon)?));
        sentence.tokens.clone().filter_map(name).collect()
    }

    /// Everything among the words `named` that may be an event, in text order.
    fn candidates(&self, named: &BTreeMap<usize, Naming<'a>>) -> Vec<Candidate<'a>> {
        let tree = self.finder.tree;
        let mut namings: Vec<Naming<'a>> = named.values().cloned().collect();
        let told: BTreeSet<usize> = namings
            .iter()
            .flat_map(|n| [n.second, n.ended])
            .flatten()
            .collect();
        namings.retain(|n| !told.contains(&n.trigger));
        let consumed: BTreeSet<usize> = namings.iter().filter_map(|n| n.below).collect();
        let candidate = |naming: Naming<'a>| {
            let roles = self.finder.roles(&naming);
            let features =
                score::features(tree, &naming, &roles, consumed.contains(&naming.trigger));
            let probability = score::probability(self.lexicon(), &features);
            Candidate {
                naming,
                roles,
                probability,
            }
        };
        namings.into_iter().map(candidate).collect()
    }

    fn event(&self, candidate: &Candidate<'_>, number: usize) -> Event {
        let Candidate { naming, roles, .. } = candidate;
        let (finder, tree) = (&self.finder, self.finder.tree);
        let sentence = &finder.annotation.sentences[number];
        let trigger = &tree.tokens[naming.trigger];
        let standpoint = Standpoint {
            trigger: naming.trigger,
            sentence,
            claim: self.claim_of(number, naming.trigger),
        };
        let time = setting::time(finder, standpoint);
        let interval = time.map_or_else(Interval::default, |t| finder.annotation.times[t].interval);
        let filled = |role: &Option<Role>| self.filled(role.as_ref()?, number);
        let (source, target) = (filled(&roles.source), filled(&roles.target));
        let mutual = naming.event_type.is_some_and(EventType::is_mutual);
        let doer = self.actors(roles.source.as_ref(), source.as_ref());
        let is_own = doer.is_some() && doer == self.actors(roles.target.as_ref(), target.as_ref());
        let target = target.filter(|_| mutual || !is_own);
        let entry = naming.event_type.and_then(|t| self.lexicon().entry(t));
        Event {
            event_type: naming.event_type,
            mode: naming.mode.map(str::to_owned),
            cameo: entry.and_then(|e| e.cameo.first().cloned()),
            trigger: trigger.span,
            lemma: trigger.lemma.to_lowercase(),
            source,
            target,
            objects: self.objects(naming, roles),
            status: factuality::status(Sighted {
                tree,
                lexicon: self.lexicon(),
                trigger: naming.trigger,
                claim: standpoint.claim,
            }),
            background: setting::is_background(
                tree,
                self.document,
                self.lexicon(),
                (naming.trigger, interval),
            ),
            interval,
            time,
            place: self.place(naming, roles),
            sentence: sentence.span,
            reasons: reason::words(finder, naming).into_iter().collect(),
            confidence: candidate.probability,
        }
    }

    /// The words of a role with whom they name. "We" and "I" between quotation marks are those who speak there.
    fn filled(&self, role: &Role, number: usize) -> Option<Argument> {
        let mut filled = self.finder.argument(role)?;
        let own = role.heads.iter().filter(|h| self.is_own(**h));
        for &speaker in own.flat_map(|&h| self.speakers(number, h)) {
            if !filled.referents.contains(&speaker) {
                filled.referents.push(speaker);
            }
        }
        Some(filled)
    }

    /// Whether a word is "we", "I" or "us".
    fn is_own(&self, token: usize) -> bool {
        self.finder.tree.tokens[token].morph.contains("Person=1")
    }

    /// Who speaks the quoted words that `token` of sentence `number` stands in, by the claim whose cue stands outside of them.
    fn speakers(&self, number: usize, token: usize) -> &'a [usize] {
        let span = self.finder.tree.tokens[token].span;
        let quoted = &self.finder.annotation.quoted;
        let Some(stretch) = quoted.iter().find(|q| q.span.contains(span)) else {
            return &[];
        };
        let outside = |c: &&Claim| !stretch.span.contains(c.cue) && !c.speakers.is_empty();
        let holding = self.holding(number, span).filter(outside);
        holding.min_by_key(|c| size(c)).map_or(&[], |c| &c.speakers)
    }

    /// Whom a role names where that is clear: nobody does a one-sided act to himself, nor to "its own laws". "Kenya's growers", who
    /// act, are not Kenya.
    fn actors(&self, role: Option<&Role>, filled: Option<&Argument>) -> Option<BTreeSet<usize>> {
        let stands = |&h: &usize| {
            let known = self.finder.referent(h).is_some();
            known || self.is_own(h) || self.finder.actorhood(h) == Actorhood::Thing
        };
        let clear = role?.heads.iter().all(stands);
        let actors: BTreeSet<usize> = filled?.referents.iter().copied().collect();
        Some(actors).filter(|actors| clear && !actors.is_empty())
    }

    /// The shortest claim whose content holds `trigger` of sentence `number`.
    fn claim_of(&self, number: usize, trigger: usize) -> Option<&'a Claim> {
        let span = self.finder.tree.tokens[trigger].span;
        self.holding(number, span).min_by_key(|c| size(c))
    }

    /// The claims whose content holds `span` of sentence `number`.
    fn holding(&self, number: usize, span: Span) -> impl Iterator<Item = &'a Claim> {
        let near = self.told[number].iter().map(|&c| &self.claims[c]);
        near.filter(move |c| c.content.iter().any(|s| s.contains(span)))
    }

    /// Things that the event is done with: the objects that fill no role.
    fn objects(&self, naming: &Naming<'_>, roles: &Roles) -> Vec<Span> {
        let tree = self.finder.tree;
        let roles = [&roles.source, &roles.target].into_iter().flatten();
        let heads = roles.flat_map(|r| r.heads.clone());
        let acts = |&h: &usize| self.finder.actorhood(h) < Actorhood::Thing;
        let taken: Vec<usize> = heads.filter(acts).collect();
        let direct = tree.children(naming.trigger).iter().copied();
        let direct = direct.filter(|&c| matches!(tree.tokens[c].dep, "dobj" | "nsubjpass"));
        let direct = direct.map(|c| tree.behind_relative(c, naming.trigger));
        // "the sale of shells": what a noun is of.
        let grammar = &self.lexicon().grammar;
        let inside = |&p: &usize| grammar.inside_prepositions.contains(&tree.tokens[p].lemma);
        let prepositions = tree.with(naming.trigger, "prep").filter(inside);
        let of = prepositions
            .filter(|_| !tree.is_verb(naming.trigger))
            .filter_map(|p| tree.first(p, &["pobj"]));
        let objects = direct.chain(of).filter(|c| !taken.contains(c));
        objects
            .filter_map(|o| self.finder.annotation.cover(&self.finder.phrase(o)))
            .collect()
    }

    /// Where it happened: after a locative preposition, else the target of a visit.
    fn place(&self, naming: &Naming<'_>, roles: &Roles) -> Option<usize> {
        let local = setting::place(&self.finder, naming.trigger);
        let visited = naming
            .mode
            .and(roles.target.as_ref())
            .filter(|_| naming.event_type == Some(EventType::Consult));
        local.or_else(|| setting::place_of(&self.finder, *visited?.heads.first()?))
    }
}
