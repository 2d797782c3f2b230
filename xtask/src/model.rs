//! Writes the weight file of the language core from an unpacked spaCy model.
//!
//! Takes the folder `en_core_web_sm-3.8.0` of the wheel; writes `data/en/core-sm.bin`. The numbers are
//! copied, not changed: matrices are only laid out so that the reader can use them in place. Affix
//! patterns become class tables, the attribute ruler's conditions become sets. The layout is described
//! in `data/en/core-sm.md`. Known limit: English models of spaCy 3.8 without word vectors.
//!
//! Example: `cargo run --release -p xtask -- model ~/en_core_web_sm-3.8.0`.

mod affix;
mod file;
mod network;
mod rules;
mod source;
mod tokens;

use anyhow::{Result, ensure};
use file::WeightFile;
use std::path::Path;

/// Where the file goes, below the root of the workspace.
const TARGET: &str = "data/en/core-sm.bin";

/// Every label that tokens can bear, in the order it was first met; the empty one is number 0.
pub(crate) struct Labels(Vec<String>);

impl Labels {
    /// Number of `label`.
    pub(crate) fn number(&mut self, label: &str) -> u32 {
        let known = self.0.iter().position(|l| l == label);
        known.unwrap_or_else(|| {
            self.0.push(label.to_owned());
            self.0.len() - 1
        }) as u32
    }
}

/// Writes the weight file of the model in `folder`.
pub(crate) fn write(folder: &Path) -> Result<()> {
    let config = source::json(folder, "meta.json")?;
    ensure!(config["lang"] == "en", "the model is not an English one");
    let mut labels = Labels(vec![String::new()]);
    let mut file = WeightFile::default();
    network::add(folder, &mut labels, &mut file)?;
    tokens::add(folder, &mut file)?;
    rules::add(folder, &mut labels, &mut file)?;
    file.strings("labels", &labels.0);
    let target = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(TARGET);
    let bytes = file.finish();
    std::fs::write(&target, &bytes)?;
    report(bytes.len());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a chore tells what it wrote")]
fn report(length: usize) {
    println!("{TARGET}: {length} bytes");
}
