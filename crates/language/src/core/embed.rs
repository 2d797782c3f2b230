//! Token vectors: hash embeddings, a maxout mixer, four convolutions (spaCy's `HashEmbedCNN`).
//!
//! Takes tokens as lexemes; returns 96 numbers a token. The first layer sees one token alone and is
//! kept per lexeme; the others see a window of three, four times, so a token sees four neighbours on
//! each side. Sequences lie in one buffer with four zero rows before, between and behind them: then
//! none sees its neighbours and results do not depend on what is read together. Method: bloom
//! embeddings (Serrà and Karatzoglou 2017), Honnibal's "embed, encode" scheme (2016).
//!
//! Example: "bank" gets one vector in "river bank" and another in "bank loan".

use super::dense::{Maxout, Rows, WIDTH};
use super::error::CoreError;
use super::hash::embedding_rows;
use super::weights::Weights;
use std::ops::Range;

/// Convolutions after the mixer.
const DEPTH: usize = 4;
/// Zero rows around a sequence: as many as convolutions, so that nothing crosses them.
const PADDING: usize = DEPTH;
/// Tokens that a convolution sees.
const WINDOW: usize = 3;
/// Rows mixed or convolved at once: their sums stay in the second-level cache, and tiles of 3 and of 8 rows leave none over.
const CHUNK: usize = 120;

struct Table {
    column: usize,
    seed: u32,
    rows: u32,
    values: &'static [f32],
}

/// One embedding network.
pub(crate) struct Embedding {
    tables: Vec<Table>,
    mixer: Maxout,
    blocks: Vec<Maxout>,
}

impl Embedding {
    /// Reads network `name`.
    pub(crate) fn load(weights: &Weights, name: &str) -> Result<Self, CoreError> {
        let columns = weights.numbers(&format!("{name}.columns"))?;
        let mut tables = Vec::new();
        for (number, row) in columns.chunks_exact(3).enumerate() {
            let size = row[2] as usize * WIDTH;
            tables.push(Table {
                column: row[0] as usize,
                seed: row[1],
                rows: row[2].max(1),
                values: weights.tensor(&format!("{name}.embed.{number}"), size)?,
            });
        }
        let mixer = Maxout::load(weights, name, 0, tables.len() * WIDTH)?;
        let blocks = 1..=DEPTH;
        let blocks = blocks.map(|k| Maxout::load(weights, name, k, WINDOW * WIDTH));
        Ok(Self {
            tables,
            mixer,
            blocks: blocks.collect::<Result<_, _>>()?,
        })
    }

    /// Vectors of single tokens from their features (norm, prefix, suffix, shape, space behind, white
    /// space), one after the other.
    pub(crate) fn mix(&self, features: &[[u64; 6]], out: &mut Vec<f32>) {
        let width = self.tables.len() * WIDTH;
        out.clear();
        out.resize(features.len() * WIDTH, 0.0);
        let mut joined = Vec::new();
        let chunks = features.chunks(CHUNK).zip(out.chunks_mut(CHUNK * WIDTH));
        for (features, out) in chunks {
            joined.clear();
            joined.resize(features.len() * width, 0.0);
            let rows = features.iter().zip(joined.chunks_exact_mut(width));
            rows.for_each(|(features, row)| self.look_up(features, row));
            let rows = Rows {
                values: &joined,
                stride: width,
                count: features.len(),
            };
            self.mixer.apply(rows, out);
        }
    }

    fn look_up(&self, features: &[u64; 6], row: &mut [f32]) {
        for (table, part) in self.tables.iter().zip(row.chunks_exact_mut(WIDTH)) {
            let id = features.get(table.column).copied().unwrap_or(0);
            for found in embedding_rows(id, table.seed, table.rows) {
                let values = &table.values[found * WIDTH..][..WIDTH];
                part.iter_mut()
                    .zip(values)
                    .for_each(|(sum, value)| *sum += value);
            }
        }
    }

    /// Convolves the rows of `layout` in place.
    pub(crate) fn encode(&self, layout: &mut Layout) {
        for block in &self.blocks {
            layout.convolve(block);
        }
    }
}

/// Sequences of token vectors in one buffer, with zero rows around each.
#[derive(Default)]
pub(crate) struct Layout {
    /// Rows with one more zero row at each end, which the window of the outermost rows reads.
    rows: Vec<f32>,
    next: Vec<f32>,
    count: usize,
}

impl Layout {
    /// Starts anew.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.rows.resize((1 + PADDING) * WIDTH, 0.0);
        self.count = PADDING;
    }

    /// Appends a token vector.
    pub(crate) fn push(&mut self, vector: &[f32]) {
        self.rows.extend_from_slice(vector);
        self.count += 1;
    }

    /// Ends a sequence.
    pub(crate) fn end_sequence(&mut self) {
        self.rows.resize(self.rows.len() + PADDING * WIDTH, 0.0);
        self.count += PADDING;
    }

    /// Number of the first row of a sequence before which `tokens` tokens in `sequences` sequences stand.
    pub(crate) fn first_row(tokens: usize, sequences: usize) -> usize {
        PADDING * (1 + sequences) + tokens
    }

    /// The vectors of rows `rows`.
    pub(crate) fn vectors(&self, rows: Range<usize>) -> &[f32] {
        &self.rows[(rows.start + 1) * WIDTH..(rows.end + 1) * WIDTH]
    }

    /// Adds to each row what `block` makes of it and its two neighbours.
    fn convolve(&mut self, block: &Maxout) {
        self.rows.resize((self.count + 2) * WIDTH, 0.0);
        self.next.resize(self.rows.len(), 0.0);
        for start in (0..self.count).step_by(CHUNK) {
            let count = CHUNK.min(self.count - start);
            let rows = Rows {
                values: &self.rows[start * WIDTH..],
                stride: WIDTH,
                count,
            };
            block.apply(rows, &mut self.next[(start + 1) * WIDTH..][..count * WIDTH]);
        }
        let inside = WIDTH..(self.count + 1) * WIDTH;
        let added = &self.next[inside.clone()];
        let rows = self.rows[inside].iter_mut().zip(added);
        rows.for_each(|(row, added)| *row += added);
    }
}
