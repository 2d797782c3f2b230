//! Dense layers: linear maps, maxout units with layer norm.
//!
//! Takes rows of numbers and a packed matrix (panels of 48 output columns, see `data/en/core-sm.md`);
//! returns rows. Every output is summed over the inputs in their order, so results do not depend on
//! how many rows come together. Maxout (Goodfellow et al. 2013) takes the largest of three pieces;
//! layer norm is that of Ba et al. 2016 with population variance. Known limit: f32 only.
//!
//! Example: the tagger is a linear map of 96 inputs to 50 scores, padded to 96.

use super::error::CoreError;
use super::weights::Weights;

/// Output columns of a panel.
pub(crate) const PANEL: usize = 48;
/// Units of a maxout panel: a third of its columns.
const UNITS: usize = PANEL / PIECES;
/// Pieces of a maxout unit.
const PIECES: usize = 3;
/// Width of the vectors that stand for tokens.
pub(crate) const WIDTH: usize = 96;
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
        let panels = self.matrix.chunks_exact(self.inputs * PANEL);
        for (number, panel) in panels.enumerate() {
            let first = number * PANEL;
            for row in 0..rows.count {
                let input = &rows.values[row * rows.stride..][..self.inputs];
                let mut sums = self.bias.map_or([0.0; PANEL], |bias| start(bias, first));
                accumulate(input, panel, &mut sums);
                out[row * self.columns + first..][..PANEL].copy_from_slice(&sums);
            }
        }
    }
}

fn start(bias: &[f32], first: usize) -> [f32; PANEL] {
    let mut sums = [0.0; PANEL];
    sums.copy_from_slice(&bias[first..first + PANEL]);
    sums
}

fn accumulate(input: &[f32], panel: &[f32], sums: &mut [f32; PANEL]) {
    for (x, column) in input.iter().zip(panel.chunks_exact(PANEL)) {
        for (sum, w) in sums.iter_mut().zip(column) {
            *sum += x * w;
        }
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
        let panels = self.matrix.chunks_exact(self.inputs * PANEL);
        for (number, panel) in panels.enumerate() {
            for row in 0..rows.count {
                let input = &rows.values[row * rows.stride..][..self.inputs];
                let mut sums = start(self.bias, number * PANEL);
                accumulate(input, panel, &mut sums);
                let units = &mut out[row * WIDTH + number * UNITS..][..UNITS];
                for (lane, unit) in units.iter_mut().enumerate() {
                    *unit = sums[lane]
                        .max(sums[lane + UNITS])
                        .max(sums[lane + 2 * UNITS]);
                }
            }
        }
        for row in out.chunks_exact_mut(WIDTH).take(rows.count) {
            self.norm(row);
        }
    }

    fn norm(&self, row: &mut [f32]) {
        let mean = row.iter().sum::<f32>() / WIDTH as f32;
        let squares = row.iter().map(|x| (x - mean) * (x - mean));
        let variance = squares.sum::<f32>() / WIDTH as f32 + NORM_EPSILON;
        let scale = 1.0 / variance.sqrt();
        for ((x, gain), shift) in row.iter_mut().zip(self.gain).zip(self.shift) {
            *x = (*x - mean) * scale * gain + shift;
        }
    }
}
