//! Named entities: a push-down recogniser, one move a token.
//!
//! Takes the recogniser's own vectors of one paragraph and the sentence starts that the parser found;
//! returns spans with `OntoNotes` labels. The moves are begin, inside, last, unit and outside (Ratinov
//! and Roth 2009), with the state scored as in Lample et al. 2016. Entities never cross a sentence
//! start. Known limit: entities do not nest.
//!
//! Example: "South Korea 's president" gives one `GPE` of two tokens.

use super::error::CoreError;
use super::transition::{Contributions, Move, Scorer};
use super::weights::Weights;
use std::ops::Range;

/// Numbers of the actions in the model's list of moves.
const BEGIN: u32 = 1;
const INSIDE: u32 = 2;
const LAST: u32 = 3;
const UNIT: u32 = 4;
const OUTSIDE: u32 = 5;
/// Tokens that describe a state.
const PLACES: usize = 3;

/// The recogniser.
pub(crate) struct Recogniser {
    scorer: Scorer<PLACES>,
}

/// What the recogniser knows of a token beside its vector.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    pub(crate) is_space: bool,
    pub(crate) starts_sentence: bool,
}

impl Recogniser {
    /// Reads the recogniser.
    pub(crate) fn load(weights: &Weights) -> Result<Self, CoreError> {
        Ok(Self {
            scorer: Scorer::load(weights, "ner")?,
        })
    }

    /// The entities among the tokens with vectors `vectors`: ranges of tokens and label numbers.
    pub(crate) fn recognise(
        &self,
        vectors: &[f32],
        sites: &[Site],
        room: &mut Contributions,
    ) -> Vec<(Range<usize>, u32)> {
        self.scorer.prepare(vectors, room);
        let mut found = Vec::new();
        let mut open: Option<(usize, u32)> = None;
        for (token, site) in sites.iter().enumerate() {
            let near = (*site, sites.get(token + 1).copied());
            let is_valid = |candidate: Move| is_valid(candidate, open, near);
            let before = open.and_then(|_| token.checked_sub(1));
            let scores = self
                .scorer
                .scores([Some(token), open.map(|(first, _)| first), before], room);
            let Some(chosen) = self.scorer.best(scores, is_valid) else {
                continue;
            };
            match (chosen.action, open) {
                (BEGIN, _) => open = Some((token, chosen.label)),
                (LAST, Some((first, label))) => {
                    found.push((first..token + 1, label));
                    open = None;
                }
                (UNIT, _) => found.push((token..token + 1, chosen.label)),
                _ => {}
            }
        }
        found
    }
}

/// Whether a move can follow at a site, given the entity that is open and the site behind.
fn is_valid(
    candidate: Move,
    open: Option<(usize, u32)>,
    (site, next): (Site, Option<Site>),
) -> bool {
    let continues = next.is_some_and(|next| !next.starts_sentence);
    let names = candidate.label != 0 && !site.is_space;
    match (open, candidate.action) {
        (Some((_, label)), LAST) => candidate.label == label,
        (Some((_, label)), INSIDE) => candidate.label == label && continues,
        (None, BEGIN) => names && continues,
        (None, UNIT) => names,
        (None, OUTSIDE) => true,
        _ => false,
    }
}
