//! Which pair of a sentence's phrases does what: a trained choice among all pairs and types.
//!
//! Takes a [`Sight`]; returns the pairs with their type and probability, likeliest first. Method: a linear ranker keeps a dozen
//! pairs; one softmax over pair and type chooses; a logistic sum (`assure`) says how surely the choice is told at all, and which
//! of the pairs left, and of those of single clauses, are told as well. Weights: `event-weights.csv`, learned by `eval/learn_events.py` (maximum likelihood,
//! summed over the candidates that fit a marked event; the logistic sum on choices of models that have not seen the sentence).
//! Known limit: events with only one named actor are left to the tables.
//!
//! Example: in "Norland sold arms to Sudland." the pair Norland, Sudland with AID takes most of the mass.

use super::Candidate;
use super::argument::{Actorhood, Finder, Role, Roles};
use super::assure;
use super::clause::Clause;
use super::pair::Path;
use super::score::logistic;
use super::setting::SAYING;
use super::sight::{Piece, Sight, Sink, numbers};
use super::trigger::Naming;
use lexicon::event_weights::{EventWeights, Question};
use lexicon::feature::{Name, Names};
use model::EventType;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter;

/// Pairs that the ranker keeps; the marked one is among them in 99 of 100 sentences.
pub(crate) const KEPT: usize = 12;
const TYPES: usize = EventType::ALL.len();

/// The words that name what a chosen pair does, with the roles.
///
/// Where the tables found the same, their words count.
pub(crate) fn candidate<'a>(
    sight: &Sight<'_, 'a>,
    found: &[Candidate<'a>],
    (choice, probability): (Draft, f64),
) -> Candidate<'a> {
    let (source, target) = choice.pair;
    let ends: [usize; 2] = ends(sight, (source, target)).into();
    let naming = naming(sight, found, (choice, ends));
    let roles = roles(sight.finder, found, (&naming, ends));
    Candidate {
        naming,
        roles,
        probability,
    }
}

/// What the tables say of the pair where they are sure, of the type, or of its actors alike; else the words on the way between the two.
fn naming<'a>(
    sight: &Sight<'_, 'a>,
    found: &[Candidate<'a>],
    (choice, [s, t]): (Draft, [usize; 2]),
) -> Naming<'a> {
    let finder = sight.finder;
    let same_pair =
        |c: &&Candidate<'_>| has(c.roles.source.as_ref(), s) && has(c.roles.target.as_ref(), t);
    let sure = finder.lexicon.thresholds.named_least;
    let same = found.iter().filter(same_pair).find(|c| {
        let planned = choice.event_type == EventType::Agree;
        // Who will meet has not only agreed to: a planned act of both keeps its type.
        let mutual = |t: EventType| t == choice.event_type || (planned && t.is_mutual());
        // "Talks between A and B failed": a noun that divides its actors says what they do, whatever becomes of it.
        c.divides(finder.tree) || c.probability >= sure || c.naming.event_type.is_some_and(mutual)
    });
    let trigger = trigger(sight, choice);
    let typed = sight.named.get(&trigger);
    let typed = typed.filter(|n| n.event_type == Some(choice.event_type));
    let naming = same.map(|c| &c.naming).or(typed);
    naming.cloned().unwrap_or_else(|| Naming {
        event_type: Some(choice.event_type),
        ..Naming::untyped(trigger, "")
    })
}

/// The chosen two with those beside them; all that the tables find in it where several share the act ("A and B met").
fn roles(
    finder: &Finder<'_>,
    found: &[Candidate<'_>],
    (naming, [s, t]): (&Naming<'_>, [usize; 2]),
) -> Roles {
    let trigger = naming.trigger;
    let mut named = found.iter().filter(|c| c.naming.trigger == trigger);
    let shares = |c: &Candidate<'_>| c.roles.is_split && has(c.roles.source.as_ref(), s);
    let own =
        |c: &Candidate<'_>| c.naming.event_type == naming.event_type && tells_its_own(finder, c);
    if let Some(c) = named.find(|c| shares(c) || own(c)) {
        return c.roles.clone();
    }
    let role = |head: usize, other: usize| {
        let mut role = finder.role(head, 0, 0, false);
        let around = finder.tree.coordinated(other);
        role.heads
            .retain(|&h| h == head || (h != other && !around.contains(&h)));
        role
    };
    Roles {
        source: Some(role(s, t)),
        target: Some(role(t, s)).filter(|_| !reports(finder, t, trigger)),
        is_split: false,
    }
}

/// Whether a noun says itself who does it and to whom: "A warned of talks between B and C", "during B's visit to C".
fn tells_its_own(finder: &Finder<'_>, candidate: &Candidate<'_>) -> bool {
    let first = |r: &Role| r.distance == 0 && r.rank == 0 && r.actorhood == Actorhood::Named;
    let near = |role: &Option<Role>| role.as_ref().is_some_and(first);
    let Roles { source, target, .. } = &candidate.roles;
    let is_noun = finder.tree.tokens[candidate.naming.trigger].pos == "NOUN";
    candidate.divides(finder.tree) || (is_noun && near(source) && near(target))
}

fn has(role: Option<&Role>, head: usize) -> bool {
    role.is_some_and(|r| r.heads.contains(&head))
}

/// Whether the phrase at `head` belongs to a verb of saying, not to what happens at `trigger` ("announced the arrest of nine").
fn reports(finder: &Finder<'_>, head: usize, trigger: usize) -> bool {
    let tree = finder.tree;
    let Some(verb) = tree.governing_verb(head) else {
        return false;
    };
    let says = finder.lexicon.operator(tree.lemma(verb), "VERB") == Some(SAYING);
    says && verb != trigger && !tree.ancestors(head).contains(&trigger)
}

/// The heads of the whole phrases that a pair stands for.
fn ends(sight: &Sight<'_, '_>, pair: (usize, usize)) -> (usize, usize) {
    let end = |phrase: usize| whole(sight.finder, sight.phrases[phrase].head);
    (end(pair.0), end(pair.1))
}

/// "Belgian" in "a Belgian court" stands for the court, "his" in "his host" for the host.
pub(super) fn whole(finder: &Finder<'_>, head: usize) -> usize {
    let node = |at: &usize| &finder.tree.tokens[*at];
    let inside = |at: &usize| matches!(node(at).dep, "amod" | "compound" | "nmod");
    let acts = |at: &usize| finder.actorhood(*at) <= Actorhood::Nominal;
    let owner = |at: &usize| node(at).dep == "poss" && node(at).tag == "PRP$";
    let lifts = |at: &usize, over: &usize| (inside(at) && acts(over)) || owner(at);
    let over = |at: &usize| Some(node(at).head).filter(|h| lifts(at, h));
    iter::successors(Some(head), over).last().unwrap_or(head)
}

/// The word on the way between the two, or an object of such a word, that the tables give the chosen type; else where the way
/// turns, or the verb of the source.
fn trigger(sight: &Sight<'_, '_>, choice: Draft) -> usize {
    let (s, t) = (&sight.phrases[choice.pair.0], &sight.phrases[choice.pair.1]);
    let tree = sight.finder.tree;
    let way = sight.way(choice.pair);
    let mut near = vec![way.top, s.governor, t.governor];
    near.extend(way.up.iter().chain(&way.down));
    near.retain(|&w| w != s.head && w != t.head);
    let below = near
        .iter()
        .flat_map(|&w| tree.children(w))
        .copied()
        .filter(|&c| matches!(tree.tokens[c].dep, "dobj" | "xcomp" | "nsubjpass" | "prep"))
        .filter(|&c| c != s.head && c != t.head);
    let all: Vec<usize> = near.iter().copied().chain(below).collect();
    let kind = |w: usize| sight.named.get(&w).and_then(|n| n.event_type);
    let typed = all.iter().find(|&&w| kind(w) == Some(choice.event_type));
    let verb = || near.iter().find(|&&w| tree.tokens[w].pos == "VERB");
    *typed.or_else(verb).unwrap_or(&s.governor)
}

/// A pair with its likeliest type, before it is known whether it is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft {
    /// Numbers of the phrases of source and target.
    pub pair: (usize, usize),
    /// The type.
    pub event_type: EventType,
    /// Its score.
    pub score: f64,
    /// Its share of the mass of all pairs and types, with that of the pairs that stand for the same two.
    pub share: f64,
    /// Whether the type is the pair's likeliest; `None` where the ranker dropped the pair.
    pub is_likeliest: Option<bool>,
}

/// Pairs whose own features are looked at: those whose phrases are likeliest in their roles.
const NEAR: usize = 40;

/// A pair that the ranker kept, with the score of each type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pair: (usize, usize),
    /// Heads of the whole phrases: "Belgian" and "Minister" stand for the named minister of "Belgian Minister Jan Peeters".
    whole: (usize, usize),
    scores: [f64; TYPES],
}

/// The likeliest two with their type; nothing in a sentence without two phrases. Pairs that stand for the same two ("Belgian" and
/// "Minister" for one minister) count together, and the likeliest of them is the pair.
pub(crate) fn best(open: &[Kept]) -> Option<Draft> {
    let shares = shares(open);
    let all = (0..open.len()).flat_map(|k| (0..TYPES).map(move |kind| (k, kind)));
    let of = |(k, kind): (usize, usize)| (shares[k][kind], open[k].scores[kind]);
    let best = all.max_by(|a, b| by_share(of(*a), of(*b)));
    best.map(|(k, kind)| drafted(&open[k], kind, shares[k][kind]))
}

/// The likeliest pairs of a clause that are looked at.
const DRAFTS: usize = 3;

/// The likeliest pairs, no two for the same two, each with its likeliest type.
pub(crate) fn drafts(open: &[Kept]) -> Vec<Draft> {
    let shares = shares(open);
    let kinds = (0..open.len()).map(|k| {
        let of = |kind: usize| (shares[k][kind], open[k].scores[kind]);
        let likeliest = (0..TYPES).max_by(|a, b| by_share(of(*a), of(*b)));
        (k, likeliest.unwrap_or_default())
    });
    let mut all: Vec<Draft> = kinds
        .map(|(k, kind)| drafted(&open[k], kind, shares[k][kind]))
        .collect();
    // Of equal ones the last comes first, as in `best`.
    all.reverse();
    all.sort_by(|a, b| by_share((b.share, b.score), (a.share, a.score)));
    let whole = |d: &Draft| open.iter().find(|k| k.pair == d.pair).map(|k| k.whole);
    let mut told = Vec::new();
    for draft in all {
        let is_new = told.iter().all(|t| whole(t) != whole(&draft));
        if is_new && told.len() < DRAFTS {
            told.push(draft);
        }
    }
    told
}

fn by_share((share, score): (f64, f64), (other, others): (f64, f64)) -> Ordering {
    share.total_cmp(&other).then(score.total_cmp(&others))
}

/// For each pair that is open the share of the mass of each type, with that of the pairs that stand for the same two.
fn shares(open: &[Kept]) -> Vec<[f64; TYPES]> {
    let all = || open.iter().flat_map(|k| k.scores);
    let top = all().fold(f64::NEG_INFINITY, f64::max);
    let alone: Vec<[f64; TYPES]> = open
        .iter()
        .map(|k| k.scores.map(|s| (s - top).exp()))
        .collect();
    let mass: f64 = alone.iter().flatten().sum();
    let together = |kept: &Kept| {
        let mut sums = [0.0; TYPES];
        let same = open
            .iter()
            .zip(&alone)
            .filter(|(k, _)| k.whole == kept.whole);
        for (kind, own) in same.flat_map(|(_, own)| own.iter().enumerate()) {
            sums[kind] += own / mass;
        }
        sums.map(|sum: f64| sum.min(1.0))
    };
    open.iter().map(together).collect()
}

fn drafted(kept: &Kept, kind: usize, share: f64) -> Draft {
    let score = kept.scores[kind];
    Draft {
        pair: kept.pair,
        event_type: EventType::ALL[kind],
        score,
        share,
        is_likeliest: Some(kept.scores.iter().all(|s| *s <= score)),
    }
}

/// A pair with a type, as it stands among the pairs that are open; the ranker may have dropped it.
fn draft(open: &[Kept], pair: (usize, usize), kind: usize) -> Draft {
    match open.iter().position(|k| k.pair == pair) {
        Some(k) => drafted(&open[k], kind, shares(open)[k][kind]),
        None => Draft {
            pair,
            event_type: EventType::ALL[kind],
            score: assure::UNSEEN,
            share: assure::LEAST,
            is_likeliest: None,
        },
    }
}

/// What the tables found of another pair than `first`, as it stands among the pairs that are left.
pub(crate) fn further(
    sight: &Sight<'_, '_>,
    open: &[Kept],
    (first, found): (Draft, &Candidate<'_>),
) -> Vec<Draft> {
    let chosen = ends(sight, first.pair);
    let gone = |whole| is_same(whole, chosen);
    let left = open.iter().filter(|k| !gone(k.whole));
    let left: Vec<Kept> = left.copied().collect();
    let kind = EventType::ALL
        .iter()
        .position(|t| Some(*t) == found.naming.event_type);
    let pairs = sight.pairs(&found.roles).into_iter();
    let pairs = pairs.filter(|p| !gone(ends(sight, *p)));
    pairs
        .filter_map(|p| Some(bounded(draft(&left, p, kind?))))
        .collect()
}

/// The share of the mass that says that the two of `found` do something to one another, whatever it is.
pub(crate) fn together(sight: &Sight<'_, '_>, open: &[Kept], found: &Candidate<'_>) -> f64 {
    let pairs = sight.pairs(&found.roles).into_iter();
    let theirs: Vec<(usize, usize)> = pairs.map(|p| ends(sight, p)).collect();
    let of = |kept: &Kept| theirs.iter().any(|two| is_same(*two, kept.whole));
    let top = open.iter().flat_map(|k| k.scores);
    let top = top.fold(f64::NEG_INFINITY, f64::max);
    let mass = |k: &Kept| k.scores.iter().map(|s| (s - top).exp()).sum::<f64>();
    let own: f64 = open.iter().filter(|k| of(k)).map(mass).sum();
    own / open.iter().map(mass).sum::<f64>().max(f64::MIN_POSITIVE)
}

/// With a share that is neither nothing nor all.
fn bounded(draft: Draft) -> Draft {
    Draft {
        share: draft.share.clamp(assure::LEAST, 1.0 - assure::LEAST),
        ..draft
    }
}

/// Whether two pairs are one, either way round.
fn is_same(a: (usize, usize), b: (usize, usize)) -> bool {
    a == b || a == (b.1, b.0)
}

/// The probability that the answer about a draft is yes, by a linear model over its score and its sentence.
pub(crate) fn probability(
    sight: &Sight<'_, '_>,
    question: Question,
    (draft, first): (Draft, Option<Draft>),
) -> f64 {
    let weights = &sight.finder.lexicon.weights;
    let (mut names, mut sum) = (Names::default(), 0.0);
    assure::see(sight, &draft, first.as_ref(), &mut |name| {
        sum += f64::from(weights.told(question, names.number(name)));
    });
    logistic(sum)
}

/// The probability that a clause tells its draft besides what the whole sentence tells first; `None` where it is the same.
pub(crate) fn besides(
    sight: &Sight<'_, '_>,
    (rank, draft): (usize, Draft),
    (clause, (whole, first)): (&Clause, (&Sight<'_, '_>, Draft)),
) -> Option<f64> {
    let here = |phrase: usize| clause.token(sight.phrases[phrase].head);
    let there = |phrase: usize| whole.phrases[phrase].head;
    let one = (here(draft.pair.0), here(draft.pair.1));
    let other = (there(first.pair.0), there(first.pair.1));
    if is_same(one, other) && draft.event_type == first.event_type {
        return None;
    }
    let weights = &sight.finder.lexicon.weights;
    let (mut names, mut sum) = (Names::default(), 0.0);
    let mut add = |name: &Name<'_>| {
        sum += f64::from(weights.told(Question::Clause, names.number(name)));
    };
    assure::see(sight, &draft, None, &mut add);
    assure::beside(sight, (rank, &draft, clause), (whole, &first), &mut add);
    Some(logistic(sum))
}

/// The likeliest pairs by the ranker, scored by type.
pub(crate) fn kept(sight: &Sight<'_, '_>) -> Vec<Kept> {
    let weights = &sight.finder.lexicon.weights;
    let count = sight.phrases.len();
    let alone = |role: char| -> Vec<[f64; 2]> {
        let of = |n| sums(weights, |sink| sight.phrase(n, role, sink));
        (0..count).map(of).collect()
    };
    let (sources, targets) = (alone('s'), alone('t'));
    let add = |(s, t): (usize, usize), n: usize| sources[s][n] + targets[t][n];
    let phrases = sight.phrases.iter();
    let whole: Vec<usize> = phrases.map(|p| whole(sight.finder, p.head)).collect();
    let all = (0..count).flat_map(|s| (0..count).map(move |t| (s, t)));
    let others = all.filter(|&(s, t)| whole[s] != whole[t]);
    let mut pairs: Vec<(usize, usize)> = others.collect();
    likeliest(&mut pairs, NEAR, |p| (add(*p, 0), *p));
    let look = |pair: (usize, usize)| {
        let way = sight.way(pair);
        let own = sums(weights, |sink| sight.pair(pair, &way, sink));
        (pair, [0, 1].map(|n| own[n] + add(pair, n)), way)
    };
    let mut ranked: Vec<((usize, usize), [f64; 2], Path)> = pairs.into_iter().map(look).collect();
    likeliest(&mut ranked, KEPT, |r| (r.1[0], r.0));
    let bag = seen(weights, |sink| sight.bag(sink));
    let mut pieces = BTreeMap::new();
    let score = |(pair, [_, base], way): ((usize, usize), [f64; 2], Path)| Kept {
        pair,
        whole: (whole[pair.0], whole[pair.1]),
        scores: kinds(&own(sight, (pair, &way), &mut pieces), &bag).map(|k| base + k),
    };
    ranked.into_iter().map(score).collect()
}

/// A feature with what it weighs for the types.
type Weighed<'w> = (u64, &'w [(u8, f32)]);

/// The features that `see` gives, each once, in order of their numbers.
fn seen(weights: &EventWeights, see: impl FnOnce(&mut Sink<'_>)) -> Vec<Weighed<'_>> {
    let numbers = numbers(see).into_iter();
    numbers.map(|n| (n, weights.types(n))).collect()
}

/// The features of a pair's type in the same order; `pieces` holds those that were looked at for another pair.
fn own<'a>(
    sight: &Sight<'_, 'a>,
    (pair, way): ((usize, usize), &Path),
    pieces: &mut BTreeMap<Piece, Vec<Weighed<'a>>>,
) -> Vec<Weighed<'a>> {
    let weights = &sight.finder.lexicon.weights;
    let mut own = seen(weights, |sink| sight.kinds_alone(pair, way, sink));
    for piece in sight.pieces(pair, way) {
        let known = pieces.entry(piece);
        own.extend(
            known
                .or_insert_with(|| seen(weights, |sink| sight.piece(piece, sink)))
                .iter(),
        );
    }
    own.sort_unstable_by_key(|(number, _)| *number);
    own.dedup_by_key(|(number, _)| *number);
    own
}

/// Keeps so many with the highest scores, those first; equal ones in order of their pairs.
fn likeliest<T>(some: &mut Vec<T>, most: usize, score: impl Fn(&T) -> (f64, (usize, usize))) {
    some.sort_by(|a, b| {
        let ((a, first), (b, second)) = (score(a), score(b));
        b.total_cmp(&a).then(first.cmp(&second))
    });
    some.truncate(most);
}

/// Sums of the ranker's and of the chooser's weights.
fn sums(weights: &EventWeights, see: impl FnOnce(&mut Sink<'_>)) -> [f64; 2] {
    let (mut names, mut sums) = (Names::default(), [0.0; 2]);
    see(&mut |name| {
        if let Some(pair) = weights.pair(names.number(name)) {
            sums[0] += f64::from(pair[0]);
            sums[1] += f64::from(pair[1]);
        }
    });
    sums
}

/// Sums for each type, of the features scaled to length 1; `bag` holds those of the whole sentence.
fn kinds(own: &[Weighed<'_>], bag: &[Weighed<'_>]) -> [f64; TYPES] {
    let mut sums = [0.0; TYPES];
    for &(_, weights) in own.iter().chain(bag) {
        for &(kind, weight) in weights {
            sums[usize::from(kind)] += f64::from(weight);
        }
    }
    let length = ((own.len() + bag.len()).max(1) as f64).sqrt();
    sums.map(|s| s / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(pair: (usize, usize), whole: (usize, usize), share: f64) -> Kept {
        let mut scores = [-50.0; TYPES];
        scores[0] = share.ln();
        Kept {
            pair,
            whole,
            scores,
        }
    }

    #[test]
    fn pairs_that_stand_for_the_same_two_outweigh_a_likelier_one() {
        let open = [
            kept((0, 3), (9, 3), 0.4),
            kept((1, 3), (8, 3), 0.25),
            kept((2, 3), (8, 3), 0.35),
        ];
        let best = best(&open).unwrap();
        assert_eq!(best.pair, (2, 3));
        assert!((best.share - 0.6).abs() < 1e-9, "{best:?}");
    }

    #[test]
    fn a_share_is_never_more_than_all() {
        let open = [0.1, 0.2, 0.3, 0.7].map(|share| kept((0, 1), (0, 1), share));
        let best = best(&open).unwrap();
        assert!(best.share <= 1.0 && best.share > 0.999, "{best:?}");
        assert!(super::best(&[]).is_none());
    }

    #[test]
    fn drafts_are_of_other_twos_and_begin_with_the_best() {
        let open = [
            kept((0, 3), (9, 3), 0.1),
            kept((1, 3), (8, 3), 0.25),
            kept((2, 3), (8, 3), 0.35),
            kept((3, 4), (3, 4), 0.1),
            kept((4, 5), (4, 5), 0.05),
        ];
        let drafts = drafts(&open);
        let pairs: Vec<(usize, usize)> = drafts.iter().map(|d| d.pair).collect();
        // Of the two that are alike likely the later, as in `best`.
        assert_eq!(pairs, [(2, 3), (3, 4), (0, 3)]);
        assert_eq!(drafts[0].pair, best(&open).unwrap().pair);
        assert!(super::drafts(&[]).is_empty());
    }
}
