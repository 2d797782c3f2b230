//! Reads the files of an unpacked spaCy model: msgpack tables and layer lists.
//!
//! Takes a path inside the model's folder; returns msgpack values, or the parameters of a network's
//! layers in file order. The formats are those of thinc 8 and srsly. Known limit: f32 tensors only.
//!
//! Example: `layers("tagger/model")` holds one `softmax` with `W` of 50 rows of 96.

use anyhow::{Context, Result, ensure};
use rmpv::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A tensor in C order.
#[derive(Clone)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// One layer: its kind, its attributes that are whole numbers, its parameters.
pub(crate) struct Layer {
    pub(crate) kind: String,
    pub(crate) seed: Option<u32>,
    pub(crate) column: Option<u32>,
    pub(crate) parameters: BTreeMap<String, Tensor>,
}

/// The msgpack value in file `name` of `folder`.
pub(crate) fn value(folder: &Path, name: &str) -> Result<Value> {
    let path = folder.join(name);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    rmpv::decode::read_value(&mut bytes.as_slice()).with_context(|| path.display().to_string())
}

/// The JSON value in file `name` of `folder`.
pub(crate) fn json(folder: &Path, name: &str) -> Result<serde_json::Value> {
    let path = folder.join(name);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The layers of network file `name`, in file order.
pub(crate) fn layers(folder: &Path, name: &str) -> Result<Vec<Layer>> {
    let network = value(folder, name)?;
    let nodes = array(&network, "nodes")?;
    let attributes = array(&network, "attrs")?;
    let parameters = array(&network, "params")?;
    let all = nodes.iter().zip(attributes).zip(parameters);
    all.map(|((node, attributes), parameters)| layer(node, attributes, parameters))
        .collect()
}

fn layer(node: &Value, attributes: &Value, parameters: &Value) -> Result<Layer> {
    let mut tensors = BTreeMap::new();
    for (name, tensor) in entries(parameters)? {
        if !tensor.is_nil() {
            tensors.insert(text(name)?, self::tensor(tensor)?);
        }
    }
    let number = |name: &str| -> Option<u32> {
        let packed = field(attributes, name).ok()?.as_slice()?.to_vec();
        let value = rmpv::decode::read_value(&mut packed.as_slice()).ok()?;
        value.as_u64().and_then(|n| u32::try_from(n).ok())
    };
    Ok(Layer {
        kind: text(field(node, "name")?)?,
        seed: number("seed"),
        column: number("column"),
        parameters: tensors,
    })
}

fn tensor(value: &Value) -> Result<Tensor> {
    ensure!(
        text(field(value, "type")?)? == "<f4",
        "a tensor that is not f32"
    );
    let shape = array(value, "shape")?;
    let shape = shape
        .iter()
        .map(|n| n.as_u64().unwrap_or(0) as usize)
        .collect();
    let bytes = field(value, "data")?
        .as_slice()
        .context("tensor without bytes")?;
    let four = |c: &[u8]| f32::from_le_bytes([c[0], c[1], c[2], c[3]]);
    Ok(Tensor {
        shape,
        values: bytes.chunks_exact(4).map(four).collect(),
    })
}

/// The pairs of a map.
pub(crate) fn entries(map: &Value) -> Result<impl Iterator<Item = (&Value, &Value)>> {
    let pairs = map.as_map().context("not a map")?;
    Ok(pairs.iter().map(|(key, value)| (key, value)))
}

/// The value of key `name` of a map, the key being text or bytes.
pub(crate) fn field<'v>(map: &'v Value, name: &str) -> Result<&'v Value> {
    entries(map)?
        .find(|(key, _)| text(key).is_ok_and(|key| key == name))
        .map(|(_, value)| value)
        .with_context(|| format!("no `{name}`"))
}

/// The array under key `name` of a map.
pub(crate) fn array<'v>(map: &'v Value, name: &str) -> Result<&'v [Value]> {
    let value = field(map, name)?.as_array();
    Ok(value.with_context(|| format!("`{name}` is no array"))?)
}

/// A value that is text, or bytes that hold text.
pub(crate) fn text(value: &Value) -> Result<String> {
    let bytes = value
        .as_slice()
        .or_else(|| value.as_str().map(str::as_bytes));
    Ok(std::str::from_utf8(bytes.context("not text")?)?.to_owned())
}
