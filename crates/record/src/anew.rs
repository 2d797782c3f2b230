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
use rayon::prelude::*;
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

/// `before` with the events of `fresh` in place of all that the readings told by `is_anew` tell.
fn replaced(mut before: Merged, fresh: Merged, is_anew: &(dyn Fn(usize) -> bool + Sync)) -> Merged {
    let ids = |events: &Merged| events.lines.iter().map(|l| l.id.clone()).collect();
    let (kept, new): (Vec<Id>, Vec<Id>) = (ids(&before), ids(&fresh));
    let readings = before.of.iter().enumerate();
    let gone = readings.filter(|(reading, _)| is_anew(*reading));
    let gone: BTreeSet<&Id> = gone.flat_map(|(_, of)| of).map(|&l| &kept[l]).collect();
    before.lines.retain(|line| !gone.contains(&line.id));
    before.lines.extend(fresh.lines);
    before.lines.par_sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let lines = before.lines;
    let place = |id: &Id| lines.binary_search_by(|l| l.id.cmp(id));
    let places = |of: Vec<usize>, ids: &[Id]| {
        let places = of.into_iter().map(|line| place(&ids[line]));
        places.map(|found| found.unwrap_or(usize::MAX)).collect()
    };
    let of = before.of.into_par_iter().zip(fresh.of).enumerate();
    let of = of.map(|(reading, (old, again))| match is_anew(reading) {
        true => places(again, &new),
        false => places(old, &kept),
    });
    Merged {
        of: of.collect(),
        lines,
    }
}
