//! Events once more, after days of some readings turned out to be false.
//!
//! Takes the events as first merged and the readings that are corrected; returns the events as a merging of everything would have them. What
//! is told in other stories cannot change, so only the stories of the corrected readings are merged again, with those that
//! carry a copy of one of theirs. Known limit: where an analyst joined or split events, everything is merged again.
//!
//! Example: an article stamped November that was written in September moves no event of another affair.

use crate::derive::Ground;
use crate::event::{Merged, merge, merge_those};
use crate::story::Stories;
use crate::twin;
use model::record::DocumentLine;
use model::{Id, Thing};
use std::collections::BTreeSet;

/// The events of `ground`, whose readings of numbers `corrected` are others than `before` was merged from.
pub(crate) fn again(
    ground: &Ground,
    (stories, documents): (&Stories, &[DocumentLine]),
    before: Merged,
    corrected: &BTreeSet<usize>,
) -> Merged {
    if ground.decisions.iter().any(|d| d.thing == Thing::Event) {
        // The first merging goes before the second comes: two of them are the most memory that deriving takes.
        drop(before);
        return merge(ground, stories, documents);
    }
    let touched = touched(stories, documents, corrected);
    let is_anew = |reading: usize| touched.contains(&stories.of[reading]);
    let fresh = merge_those(ground, (stories, documents), &is_anew);
    replaced(before, fresh, &is_anew)
}

/// The stories of some readings, and those that hang together with them by copies.
fn touched(
    stories: &Stories,
    documents: &[DocumentLine],
    readings: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let copied = (0..documents.len()).map(|d| [d, twin::first(documents, d)]);
    let ties = copied.map(|pair| pair.map(|d| stories.of[d]));
    let ties: Vec<[usize; 2]> = ties.filter(|[a, b]| a != b).collect();
    let mut touched: BTreeSet<usize> = readings.iter().map(|&r| stories.of[r]).collect();
    loop {
        let before = touched.len();
        for tie in &ties {
            if tie.iter().any(|story| touched.contains(story)) {
                touched.extend(tie);
            }
        }
        if touched.len() == before {
            return touched;
        }
    }
}

/// `before` with the events of `fresh` in place of all that readings told by `is_anew` tell.
fn replaced(mut before: Merged, fresh: Merged, is_anew: &dyn Fn(usize) -> bool) -> Merged {
    let mut gone = vec![false; before.lines.len()];
    let readings = before.of.iter_mut().enumerate();
    for (_, of) in readings.filter(|(reading, _)| is_anew(*reading)) {
        for line in std::mem::take(of) {
            gone[line] = true; // Every account stands in a line.
        }
    }
    let mut is_gone = gone.iter().copied();
    before.lines.retain(|_| is_gone.next() == Some(false));
    let new: Vec<Id> = fresh.lines.iter().map(|l| l.id.clone()).collect();
    before.lines.extend(fresh.lines);
    // Two sorted runs, which a stable sort only merges.
    before.lines.sort_by(|a, b| a.id.cmp(&b.id));
    let mut new = new.iter().peekable();
    let is_new = before
        .lines
        .iter()
        .map(|l| new.next_if(|id| **id == l.id).is_some());
    let (new, kept): (Vec<_>, Vec<_>) = is_new.enumerate().partition(|(_, is_new)| *is_new);
    let mut kept = kept.into_iter().map(|(place, _)| place);
    let kept = gone
        .into_iter()
        .map(|gone| if gone { None } else { kept.next() });
    let kept: Vec<Option<usize>> = kept.collect();
    for line in before.of.iter_mut().flatten() {
        *line = kept[*line].unwrap_or(usize::MAX);
    }
    for (of, again) in before
        .of
        .iter_mut()
        .zip(fresh.of)
        .filter(|(_, again)| !again.is_empty())
    {
        *of = again.into_iter().map(|line| new[line].0).collect();
    }
    before
}
