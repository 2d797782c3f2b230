//! Lays out the networks: embedding tables, maxout and layer-norm weights, transition scorers.
//!
//! Takes the model's layer lists; adds tensors to the weight file. Every matrix is packed in panels of
//! 48 output columns (three vectors of 16), input row after input row, so that the reader's kernel
//! walks it from front to back; for maxout layers the three vectors are the three pieces of 16 units.
//! Known limit: the shapes of spaCy's `HashEmbedCNN` (width 96, window 1, 3 pieces) and
//! TransitionBasedParser.v2 (hidden 64, 2 pieces).
//!
//! Example: the tagger's 50 rows of 96 become two panels, the second filled up with zeros.

use super::Labels;
use super::file::WeightFile;
use super::source::{self, Layer, Tensor};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Output columns of a panel: three vectors of 16 lanes.
const PANEL: usize = 48;
/// Lanes of the widest vector.
const LANES: usize = 16;
/// Maxout pieces of the tok2vec layers.
const PIECES: usize = 3;

/// Adds the networks of the model in `folder`.
pub(crate) fn add(folder: &Path, labels: &mut Labels, file: &mut WeightFile) -> Result<()> {
    add_tok2vec("tok2vec", &source::layers(folder, "tok2vec/model")?, file)?;
    let tagger = source::layers(folder, "tagger/model")?;
    add_linear("tagger", find(&tagger, "softmax", 0)?, file)?;
    let config = source::json(folder, "tagger/cfg")?;
    let tags = config["labels"]
        .as_array()
        .context("tagger without labels")?;
    let tags = tags.iter().filter_map(serde_json::Value::as_str);
    let tags: Vec<u32> = tags.map(|tag| labels.number(tag)).collect();
    file.numbers("tagger.labels", &tags);
    add_scorer("parser", folder, labels, file)?;
    let ner = source::layers(folder, "ner/model")?;
    add_tok2vec("ner", &ner, file)?;
    add_scorer("ner", folder, labels, file)
}

fn find<'l>(layers: &'l [Layer], kind: &str, nth: usize) -> Result<&'l Layer> {
    let found = layers.iter().filter(|layer| layer.kind == kind).nth(nth);
    found.with_context(|| format!("no layer {nth} of kind {kind}"))
}

fn parameter<'l>(layer: &'l Layer, name: &str) -> Result<&'l Tensor> {
    let found = layer.parameters.get(name);
    found.with_context(|| format!("layer {} has no {name}", layer.kind))
}

fn add_tok2vec(name: &str, layers: &[Layer], file: &mut WeightFile) -> Result<()> {
    let mut tables = Vec::new();
    for (k, layer) in layers.iter().filter(|l| l.kind == "hashembed").enumerate() {
        let table = parameter(layer, "E")?;
        let column = layer.column.context("table without column")?;
        let seed = layer.seed.context("table without seed")?;
        tables.extend([column, seed, table.shape[0] as u32]);
        file.floats(&format!("{name}.embed.{k}"), &table.values);
    }
    file.numbers(&format!("{name}.columns"), &tables);
    for k in 0..layers.iter().filter(|l| l.kind == "maxout").count() {
        let maxout = find(layers, "maxout", k)?;
        let (w, b) = (parameter(maxout, "W")?, parameter(maxout, "b")?);
        ensure!(
            w.shape[..2] == [96, PIECES],
            "maxout of shape {:?}",
            w.shape
        );
        let order = maxout_order(w.shape[0]);
        file.floats(
            &format!("{name}.maxout.{k}.w"),
            &pack(&w.values, w.shape[2], &order),
        );
        file.floats(&format!("{name}.maxout.{k}.b"), &pack(&b.values, 1, &order));
        let norm = find(layers, "layernorm", k)?;
        file.floats(&format!("{name}.norm.{k}.g"), &parameter(norm, "G")?.values);
        file.floats(&format!("{name}.norm.{k}.b"), &parameter(norm, "b")?.values);
    }
    Ok(())
}

/// Rows of a maxout matrix in the order of packed columns: 16 units' first pieces, second, third.
fn maxout_order(units: usize) -> Vec<Option<usize>> {
    let row = |column: usize| {
        let (panel, inside) = (column / PANEL, column % PANEL);
        let unit = panel * LANES + inside % LANES;
        Some(unit * PIECES + inside / LANES)
    };
    (0..units * PIECES).map(row).collect()
}

/// The rows of `values` (each `width` long) as packed columns: panel, input, column in the panel.
fn pack(values: &[f32], width: usize, order: &[Option<usize>]) -> Vec<f32> {
    let mut packed = Vec::with_capacity(order.len() * width);
    for panel in order.chunks(PANEL) {
        for k in 0..width {
            packed.extend(
                panel
                    .iter()
                    .map(|row| row.map_or(0.0, |r| values[r * width + k])),
            );
        }
    }
    packed
}

fn plain_order(rows: usize) -> Vec<Option<usize>> {
    let columns = rows.div_ceil(PANEL) * PANEL;
    (0..columns)
        .map(|row| (row < rows).then_some(row))
        .collect()
}

fn add_linear(name: &str, layer: &Layer, file: &mut WeightFile) -> Result<()> {
    let (w, b) = (parameter(layer, "W")?, parameter(layer, "b")?);
    let order = plain_order(w.shape[0]);
    file.floats(&format!("{name}.w"), &pack(&w.values, w.shape[1], &order));
    file.floats(&format!("{name}.b"), &pack(&b.values, 1, &order));
    Ok(())
}

/// The two linear layers of a scorer are told apart by shape: the projection is 64 rows of 96.
fn add_scorer(name: &str, folder: &Path, labels: &mut Labels, file: &mut WeightFile) -> Result<()> {
    let layers = source::layers(folder, &format!("{name}/model"))?;
    for layer in layers.iter().filter(|layer| layer.kind == "linear") {
        let part = match parameter(layer, "W")?.shape[..] {
            [64, 96] => "project",
            _ => "upper",
        };
        add_linear(&format!("{name}.{part}"), layer, file)?;
    }
    let lower = find(&layers, "precomputable_affine", 0)?;
    add_lower(name, lower, file)?;
    let moves = moves(folder, name)?;
    let table = moves
        .iter()
        .flat_map(|(action, label)| [*action, labels.number(label)]);
    let table: Vec<u32> = table.collect();
    file.numbers(&format!("{name}.moves"), &table);
    Ok(())
}

/// The lower layer maps one token to all feature slots: columns are slot, piece, unit.
fn add_lower(name: &str, layer: &Layer, file: &mut WeightFile) -> Result<()> {
    let (w, b, pad) = (
        parameter(layer, "W")?,
        parameter(layer, "b")?,
        parameter(layer, "pad")?,
    );
    let [slots, units, pieces, width] = w.shape[..] else {
        anyhow::bail!("lower layer of shape {:?}", w.shape)
    };
    let row = |column: usize| {
        let (slot, inside) = (column / (units * pieces), column % (units * pieces));
        slot * units * pieces + (inside % units) * pieces + inside / units
    };
    let columns = slots * units * pieces;
    let rows: Vec<usize> = (0..columns).map(row).collect();
    let order = plain_order(columns).into_iter().map(|c| c.map(row));
    let order: Vec<Option<usize>> = order.collect();
    file.floats(&format!("{name}.lower.w"), &pack(&w.values, width, &order));
    let padding: Vec<f32> = rows.iter().map(|&r| pad.values[r]).collect();
    file.floats(&format!("{name}.lower.pad"), &padding);
    let bias: Vec<f32> = rows[..units * pieces]
        .iter()
        .map(|&r| b.values[r])
        .collect();
    file.floats(&format!("{name}.lower.b"), &bias);
    Ok(())
}

/// The moves in the order of the scorer's outputs: by action, then by frequency and label downwards.
fn moves(folder: &Path, name: &str) -> Result<Vec<(u32, String)>> {
    let file = source::value(folder, &format!("{name}/moves"))?;
    let text = source::text(source::field(&file, "moves")?)?;
    let actions: serde_json::Value = serde_json::from_str(&text)?;
    let mut moves = Vec::new();
    for (action, counted) in actions.as_object().context("moves are no map")? {
        for (label, count) in counted.as_object().context("labels are no map")? {
            moves.push((action.parse()?, -count.as_i64().unwrap_or(0), label.clone()));
        }
    }
    moves.sort_by(|a: &(u32, i64, String), b| (a.0, a.1, &b.2).cmp(&(b.0, b.1, &a.2)));
    Ok(moves
        .into_iter()
        .map(|(action, _, label)| (action, label))
        .collect())
}
