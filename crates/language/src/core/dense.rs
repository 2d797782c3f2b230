//! Dense layers: linear maps, maxout units with layer norm.
//!
//! Takes rows of numbers and a packed matrix (panels of 48 output columns, see `data/en/core-sm.md`);
//! returns rows. Every output is summed over the inputs in their order by one lane of a vector, so
//! results depend neither on the width of the machine's vectors nor on how many rows come together.
//! Maxout (Goodfellow et al. 2013) takes the largest of three pieces, which lie in the three vectors of
//! a panel; layer norm is that of Ba et al. 2016 with population variance. Known limit: machines without
//! fused multiply-add round twice, which can tip a near tie.
//!
//! Example: the tagger is a linear map of 96 inputs to 50 scores, padded to 96.

#![expect(
    clippy::inline_always,
    reason = "vector code must end up inside the function that switches the vectors on"
)]

use super::error::CoreError;
use super::weights::Weights;
use pulp::{Arch, Simd, WithSimd};

/// Output columns of a panel.
const PANEL: usize = PIECES * LANES;
/// Columns that the widest vector holds; a panel is one such vector for each piece.
const LANES: usize = 16;
/// Pieces of a maxout unit.
const PIECES: usize = 3;
/// Width of the vectors that stand for tokens.
pub(crate) const WIDTH: usize = 96;
/// Inputs whose weights are taken for all rows before the next: a panel of so many fits the first-level cache beside the rows.
const BLOCK: usize = 96;
/// Added to the variance before the root is taken (thinc's choice).
const NORM_EPSILON: f32 = 1e-8;

/// Rows of numbers inside a slice: row `r` is `inputs` numbers from `r * stride` on.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'x> {
    pub(crate) values: &'x [f32],
    pub(crate) stride: usize,
    pub(crate) count: usize,
}

/// A linear map.
pub(crate) struct Linear {
    matrix: &'static [f32],
    bias: Option<&'static [f32]>,
    inputs: usize,
    /// Columns of the output, a multiple of [`PANEL`].
    pub(crate) columns: usize,
}

impl Linear {
    /// Reads the map `name` of `inputs` inputs and `outputs` outputs (padded to whole panels).
    pub(crate) fn load(
        weights: &Weights,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, CoreError> {
        let columns = outputs.div_ceil(PANEL) * PANEL;
        Ok(Self {
            matrix: weights.tensor(&format!("{name}.w"), inputs * columns)?,
            bias: Some(weights.tensor(&format!("{name}.b"), columns)?),
            inputs,
            columns,
        })
    }

    /// Reads a map without bias.
    pub(crate) fn load_plain(
        weights: &Weights,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, CoreError> {
        let columns = outputs.div_ceil(PANEL) * PANEL;
        Ok(Self {
            matrix: weights.tensor(&format!("{name}.w"), inputs * columns)?,
            bias: None,
            inputs,
            columns,
        })
    }

    /// Writes the map of each row to `out`, `columns` numbers a row.
    pub(crate) fn apply(&self, rows: Rows, out: &mut [f32]) {
        Arch::new().dispatch(Product {
            matrix: self.matrix,
            bias: self.bias,
            inputs: self.inputs,
            rows,
            out: Output::Plain(out, self.columns),
        });
    }
}

/// A maxout layer of [`WIDTH`] units with its layer norm.
pub(crate) struct Maxout {
    matrix: &'static [f32],
    bias: &'static [f32],
    gain: &'static [f32],
    shift: &'static [f32],
    inputs: usize,
}

impl Maxout {
    /// Reads layer number `number` of network `name`.
    pub(crate) fn load(
        weights: &Weights,
        name: &str,
        number: usize,
        inputs: usize,
    ) -> Result<Self, CoreError> {
        let columns = WIDTH * PIECES;
        let layer = format!("{name}.maxout.{number}");
        let norm = format!("{name}.norm.{number}");
        Ok(Self {
            matrix: weights.tensor(&format!("{layer}.w"), inputs * columns)?,
            bias: weights.tensor(&format!("{layer}.b"), columns)?,
            gain: weights.tensor(&format!("{norm}.g"), WIDTH)?,
            shift: weights.tensor(&format!("{norm}.b"), WIDTH)?,
            inputs,
        })
    }

    /// Writes the normed units of each row to `out`, [`WIDTH`] numbers a row.
    pub(crate) fn apply(&self, rows: Rows, out: &mut [f32]) {
        Arch::new().dispatch(Product {
            matrix: self.matrix,
            bias: Some(self.bias),
            inputs: self.inputs,
            rows,
            out: Output::Largest(out, self),
        });
    }

    #[inline(always)]
    fn norm(&self, row: &mut [f32]) {
        let mean = sum(row, |x| x) / WIDTH as f32;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / WIDTH as f32;
        let scale = 1.0 / (variance + NORM_EPSILON).sqrt();
        for ((x, gain), shift) in row.iter_mut().zip(self.gain).zip(self.shift) {
            *x = (*x - mean) * scale * gain + shift;
        }
    }
}

/// The sum of `of` over a row, in sixteen interleaved parts that are then added in pairs: an order that
/// vectors of any width can follow.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut parts = [0.0; LANES];
    for chunk in row.chunks_exact(LANES) {
        parts
            .iter_mut()
            .zip(chunk)
            .for_each(|(part, x)| *part += of(*x));
    }
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            parts[lane] += parts[lane + width];
        }
        width /= 2;
    }
    parts[0]
}

/// Where the products go.
enum Output<'o> {
    /// As they are, so many numbers a row.
    Plain(&'o mut [f32], usize),
    /// The largest piece of each unit, normed by a layer.
    Largest(&'o mut [f32], &'o Maxout),
}

/// Rows times a packed matrix.
struct Product<'p> {
    matrix: &'static [f32],
    bias: Option<&'static [f32]>,
    inputs: usize,
    rows: Rows<'p>,
    out: Output<'p>,
}

/// One vector for each piece.
type Columns<S> = [<S as Simd>::f32s; PIECES];

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut partial = vec![[simd.splat_f32s(0.0); PIECES]; self.rows.count];
        for panel in 0..self.matrix.len() / (self.inputs * PANEL) {
            for part in 0..LANES / S::F32_LANES {
                for from in (0..self.inputs).step_by(BLOCK) {
                    self.columns(simd, (panel, part, from), &mut partial);
                }
            }
        }
        if let Output::Largest(out, layer) = self.out {
            let rows = out.chunks_exact_mut(WIDTH).take(self.rows.count);
            rows.for_each(|row| layer.norm(row));
        }
    }
}

/// Panel, part of it, first input of a block.
type Place = (usize, usize, usize);

impl Product<'_> {
    /// All rows times the columns of a part of a panel, for one block of inputs: tiles of as many rows as the
    /// registers hold, then fewer. `partial` holds the sums of the blocks before.
    #[inline(always)]
    fn columns<S: Simd>(&mut self, simd: S, place: Place, partial: &mut [Columns<S>]) {
        let mut row = 0;
        // The widest vectors come in 32 registers. In 16, four rows (12 sums, 3 weights and an input) leave none to spare and
        // compilers spill a sum.
        if S::F32_LANES == LANES {
            row = self.tiles::<S, 8>(simd, place, (row, partial));
        }
        row = self.tiles::<S, 3>(simd, place, (row, partial));
        self.tiles::<S, 1>(simd, place, (row, partial));
    }

    /// Tiles of `R` rows from a row on, as long as there are so many; returns the first row that is left.
    #[inline(always)]
    fn tiles<S: Simd, const R: usize>(
        &mut self,
        simd: S,
        place: Place,
        (mut row, partial): (usize, &mut [Columns<S>]),
    ) -> usize {
        while row + R <= self.rows.count {
            self.tile::<S, R>(simd, place, (row, partial));
            row += R;
        }
        row
    }

    #[inline(always)]
    fn tile<S: Simd, const R: usize>(
        &mut self,
        simd: S,
        (panel, part, from): Place,
        (row, partial): (usize, &mut [Columns<S>]),
    ) {
        let parts = LANES / S::F32_LANES;
        let to = (from + BLOCK).min(self.inputs);
        let inputs: [&[f32]; R] =
            std::array::from_fn(|r| &self.rows.values[(row + r) * self.rows.stride..][from..to]);
        let weights = &self.matrix[(panel * self.inputs + from) * PANEL..][..(to - from) * PANEL];
        let (weights, _) = S::as_simd_f32s(weights);
        let mut sums = if from == 0 {
            [self.start(simd, panel, part); R]
        } else {
            std::array::from_fn(|r| partial[row + r])
        };
        for (k, columns) in weights.chunks_exact(PIECES * parts).enumerate() {
            let columns: Columns<S> = std::array::from_fn(|piece| columns[piece * parts + part]);
            for r in 0..R {
                let x = simd.splat_f32s(inputs[r][k]);
                for piece in 0..PIECES {
                    sums[r][piece] = simd.mul_add_e_f32s(x, columns[piece], sums[r][piece]);
                }
            }
        }
        for (r, sums) in sums.into_iter().enumerate() {
            if to == self.inputs {
                self.store(simd, (panel, part), row + r, sums);
            } else {
                partial[row + r] = sums;
            }
        }
    }

    #[inline(always)]
    fn start<S: Simd>(&self, simd: S, panel: usize, part: usize) -> Columns<S> {
        let Some(bias) = self.bias else {
            return [simd.splat_f32s(0.0); PIECES];
        };
        let (bias, _) = S::as_simd_f32s(&bias[panel * PANEL..][..PANEL]);
        std::array::from_fn(|piece| bias[piece * (LANES / S::F32_LANES) + part])
    }

    #[inline(always)]
    fn store<S: Simd>(
        &mut self,
        simd: S,
        (panel, part): (usize, usize),
        row: usize,
        sums: Columns<S>,
    ) {
        let lanes = S::F32_LANES;
        match &mut self.out {
            Output::Plain(out, columns) => {
                for (piece, sums) in sums.into_iter().enumerate() {
                    let at = row * *columns + panel * PANEL + piece * LANES + part * lanes;
                    S::as_mut_simd_f32s(&mut out[at..at + lanes]).0[0] = sums;
                }
            }
            Output::Largest(out, _) => {
                let largest = simd.max_f32s(simd.max_f32s(sums[0], sums[1]), sums[2]);
                let at = row * WIDTH + panel * LANES + part * lanes;
                S::as_mut_simd_f32s(&mut out[at..at + lanes]).0[0] = largest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_give_what_a_plain_loop_gives() {
        let matrix: Vec<f32> = (0..3 * PANEL).map(|n| (n % 7) as f32).collect();
        let layer = Linear {
            matrix: matrix.leak(),
            bias: None,
            inputs: 3,
            columns: PANEL,
        };
        let values: Vec<f32> = (0..39).map(|n| n as f32).collect();
        let rows = Rows {
            values: &values,
            stride: 3,
            count: 13,
        };
        let mut out = vec![0.0; 13 * PANEL];
        layer.apply(rows, &mut out);
        for (row, out) in values.chunks(3).zip(out.chunks(PANEL)) {
            let plain = |c: usize| {
                (0..3)
                    .map(|k| row[k] * layer.matrix[k * PANEL + c])
                    .sum::<f32>()
            };
            let plain: Vec<f32> = (0..PANEL).map(plain).collect();
            assert_eq!(out, plain);
        }
    }
}
