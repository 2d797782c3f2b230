//! What is seen of a choice for the answer whether the sentence tells it.
//!
//! Takes a pair with its type and score, and what has been chosen before it; gives names of features: of the pair, of the
//! sentence, how the score stands against the others, and what it shares with earlier choices. Known limit: scores count in
//! steps of one.
//!
//! Example: in "Norland's team lost" the likeliest pair has a low share of the mass (`cp=-2`) and no table names it (`ca=false`).

use super::clause::Clause;
use super::joint::Draft;
use super::sight::{Sight, Sink};
use lexicon::name;

/// Scores and log odds beyond these count alike.
const FAR: f64 = 8.0;

/// Score of a pair that the ranker dropped: far below any that it kept.
pub(super) const UNSEEN: f64 = -8.0;
/// Least share of the mass, of a pair that the ranker dropped.
pub(super) const LEAST: f64 = 1e-4;

/// Features of `draft`, besides `first` where that is chosen already.
pub(super) fn see(
    sight: &Sight<'_, '_>,
    draft: &Draft,
    first: Option<&Draft>,
    sink: &mut Sink<'_>,
) {
    let way = sight.way(draft.pair);
    sight.pair(draft.pair, &way, sink);
    sight.nothing(sink);
    sink(name!["cp=", step(odds(draft))]);
    sink(name!["cz=", step(draft.score)]);
    sink(name!["ct=", draft.event_type.as_str()]);
    let agrees = sight.agrees(draft.pair, draft.event_type.as_str());
    sink(name!["ca=", agrees]);
    if let Some(first) = first {
        after(sight, draft, first, sink);
    }
}

/// What the draft shares with the first choice: source, target, the one as the other, type, the word above both.
fn after(sight: &Sight<'_, '_>, draft: &Draft, first: &Draft, sink: &mut Sink<'_>) {
    let [s, t, x, y] = shared(draft.pair, first.pair);
    let kind = u8::from(first.event_type == draft.event_type);
    let over = u8::from(sight.top(first.pair) == sight.top(draft.pair));
    match draft.is_likeliest {
        None => sink(name!["mb=no"]),
        Some(best) => sink(name!["mb=", u8::from(best)]),
    }
    sink(name![
        "mt=",
        first.event_type.as_str(),
        ">",
        draft.event_type.as_str()
    ]);
    sink(name!["mr=", s, t, x, y]);
    sink(name!["mk=", kind]);
    sink(name!["mg=", over]);
    sink(name!["mm=", s, t, x, y, kind, over]);
    sink(name!["mn=1"]);
}

/// What the draft of a clause shares with the first choice of the whole sentence: source, target, the one as the other, type; how
/// many of the two stand in the clause, and how the clause hangs in the sentence.
pub(super) fn beside(
    sight: &Sight<'_, '_>,
    (rank, draft, clause): (usize, &Draft, &Clause),
    (whole, first): (&Sight<'_, '_>, &Draft),
    sink: &mut Sink<'_>,
) {
    let here = |phrase: usize| clause.token(sight.phrases[phrase].head);
    let there = |phrase: usize| whole.phrases[phrase].head;
    let (other, whom) = (there(first.pair.0), there(first.pair.1));
    let holds = |head: usize| (0..sight.phrases.len()).any(|p| here(p) == head);
    let inside = u8::from(holds(other)) + u8::from(holds(whom));
    let own = (here(draft.pair.0), here(draft.pair.1));
    let [s, t, x, y] = shared(own, (other, whom));
    let kind = u8::from(first.event_type == draft.event_type);
    let relation = clause.relation;
    sink(name!["kd=", relation]);
    sink(name!["ki=", inside, "|", relation]);
    sink(name!["kr=", s, t, x, y, "|", inside]);
    sink(name!["km=", s, t, x, y, kind, "|", inside, "|", relation]);
    sink(name![
        "kt=",
        first.event_type.as_str(),
        ">",
        draft.event_type.as_str()
    ]);
    sink(name!["ky=", relation, "|", draft.event_type.as_str()]);
    sink(name!["ks=", step(odds(first))]);
    sink(name!["kj=", rank]);
}

/// Whether a pair has the source of another, its target, its source as target, its target as source.
fn shared((source, target): (usize, usize), (other, whom): (usize, usize)) -> [u8; 4] {
    let both = [
        source == other,
        target == whom,
        other == target,
        whom == source,
    ];
    both.map(u8::from)
}

/// The log odds of a draft's share.
fn odds(draft: &Draft) -> f64 {
    (draft.share / (1.0 - draft.share)).ln()
}

/// The whole part, at most [`FAR`] from 0.
fn step(value: f64) -> i32 {
    value.clamp(-FAR, FAR).floor() as i32
}
