//! What is seen of a choice for the answer whether the sentence tells it.
//!
//! Takes a pair with its type and score, and what has been chosen before it; gives names of features: of the pair, of the
//! sentence, how the score stands against the others, and what it shares with earlier choices. Known limit: scores count in
//! steps of one.
//!
//! Example: in "Norland's team lost" the likeliest pair has a low share of the mass (`cp=-2`) and no table names it (`ca=false`).

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
    let odds = (draft.share / (1.0 - draft.share)).ln();
    sink(name!["cp=", step(odds)]);
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
    let ((source, target), (other, whom)) = (draft.pair, first.pair);
    let [s, t, x, y] = [
        source == other,
        target == whom,
        other == target,
        whom == source,
    ]
    .map(u8::from);
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

/// The whole part, at most [`FAR`] from 0.
fn step(value: f64) -> i32 {
    value.clamp(-FAR, FAR).floor() as i32
}
