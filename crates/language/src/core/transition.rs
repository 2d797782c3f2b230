//! Scores the moves of a transition system (spaCy's TransitionBasedParser.v2).
//!
//! Takes token vectors, then again and again a few token numbers that describe a state; returns a
//! score for every move. What a token contributes in each place of the state is computed once for all
//! tokens, so a step only adds up a few rows, takes the larger of two pieces and multiplies by one
//! matrix (Kiperwasser and Goldberg 2016; the pre-computation is Chen and Manning's of 2014).
//! Known limit: greedy, no beam.
//!
//! Example: the parser describes a state by eight tokens, the recogniser by three.

use super::dense::{Linear, Rows, WIDTH};
use super::error::CoreError;
use super::weights::Weights;

/// Hidden units.
const HIDDEN: usize = 64;
/// Numbers that one token contributes in one place: two pieces of each hidden unit.
const PLACE: usize = 2 * HIDDEN;

/// One move: what to do, and the label it gives.
#[derive(Clone, Copy)]
pub(crate) struct Move {
    pub(crate) action: u32,
    pub(crate) label: u32,
}

/// A scorer of states described by `N` tokens.
pub(crate) struct Scorer<const N: usize> {
    pub(crate) moves: Vec<Move>,
    project: Linear,
    lower: Linear,
    padding: &'static [f32],
    bias: &'static [f32],
    upper: Linear,
}

/// What the tokens of one sequence contribute, and room for one step.
#[derive(Default)]
pub(crate) struct Contributions {
    projected: Vec<f32>,
    rows: Vec<f32>,
    scores: Vec<f32>,
}

impl<const N: usize> Scorer<N> {
    /// Reads scorer `name`.
    pub(crate) fn load(weights: &Weights, name: &str) -> Result<Self, CoreError> {
        let moves = weights.numbers(&format!("{name}.moves"))?;
        let moves = moves.chunks_exact(2).map(|pair| Move {
            action: pair[0],
            label: pair[1],
        });
        let moves: Vec<Move> = moves.collect();
        let lower = format!("{name}.lower");
        Ok(Self {
            project: Linear::load(weights, &format!("{name}.project"), WIDTH, HIDDEN)?,
            padding: weights.tensor(&format!("{lower}.pad"), N * PLACE)?,
            bias: weights.tensor(&format!("{lower}.b"), PLACE)?,
            lower: Linear::load_plain(weights, &lower, HIDDEN, N * PLACE)?,
            upper: Linear::load(weights, &format!("{name}.upper"), HIDDEN, moves.len())?,
            moves,
        })
    }

    /// Computes what each token of `vectors` contributes.
    pub(crate) fn prepare(&self, vectors: &[f32], room: &mut Contributions) {
        let count = vectors.len() / WIDTH;
        room.projected.resize(count * self.project.columns, 0.0);
        room.rows.resize(count * self.lower.columns, 0.0);
        room.scores.resize(self.upper.columns, 0.0);
        let rows = Rows {
            values: vectors,
            stride: WIDTH,
            count,
        };
        self.project.apply(rows, &mut room.projected);
        let rows = Rows {
            values: &room.projected,
            stride: self.project.columns,
            count,
        };
        self.lower.apply(rows, &mut room.rows);
    }

    /// The scores of all moves in the state that `tokens` describe (`None` where there is no token).
    pub(crate) fn scores<'r>(
        &self,
        tokens: [Option<usize>; N],
        room: &'r mut Contributions,
    ) -> &'r [f32] {
        let mut sums = [0.0; PLACE];
        sums.copy_from_slice(self.bias);
        for (place, token) in tokens.into_iter().enumerate() {
            let row = match token {
                Some(token) => &room.rows[token * self.lower.columns + place * PLACE..][..PLACE],
                None => &self.padding[place * PLACE..][..PLACE],
            };
            sums.iter_mut()
                .zip(row)
                .for_each(|(sum, value)| *sum += value);
        }
        let (first, second) = sums.split_at(HIDDEN);
        let mut hidden = [0.0; HIDDEN];
        for (unit, (a, b)) in hidden.iter_mut().zip(first.iter().zip(second)) {
            *unit = a.max(*b);
        }
        let rows = Rows {
            values: &hidden,
            stride: HIDDEN,
            count: 1,
        };
        self.upper.apply(rows, &mut room.scores);
        &room.scores[..self.moves.len()]
    }

    /// The first of the best moves among those that `is_valid` allows.
    pub(crate) fn best(&self, scores: &[f32], is_valid: impl Fn(Move) -> bool) -> Option<Move> {
        let mut best: Option<(f32, Move)> = None;
        for (&score, &candidate) in scores.iter().zip(&self.moves) {
            if best.is_none_or(|(top, _)| score > top) && is_valid(candidate) {
                best = Some((score, candidate));
            }
        }
        best.map(|(_, chosen)| chosen)
    }
}
