//! How strings become numbers, and numbers become rows of an embedding table.
//!
//! Takes a string and returns spaCy's id of it: a small number for spaCy's own symbols, otherwise
//! `MurmurHash64A` with seed 1 (Appleby 2008). Takes an id and a table's seed and returns four rows by
//! thinc's form of `MurmurHash3` (128 bits). Known limit: the symbol table must be that of the model.
//!
//! Example: the word "agent" is a dependency label too and therefore has a small id.

use super::error::CoreError;
use super::weights::Weights;
use std::collections::HashMap;

/// spaCy's string ids.
pub(crate) struct StringIds {
    symbols: HashMap<&'static str, u64>,
}

impl StringIds {
    /// Reads the symbols.
    pub(crate) fn load(weights: &Weights) -> Result<Self, CoreError> {
        let names = weights.strings("symbol.text")?;
        let ids = weights.numbers("symbol.id")?;
        let ids = ids.iter().map(|&id| u64::from(id));
        Ok(Self {
            symbols: names.iter().zip(ids).collect(),
        })
    }

    /// The id of `text`; 0 for the empty string.
    pub(crate) fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let symbol = self.symbols.get(text).copied();
        symbol.unwrap_or_else(|| murmur64a(text.as_bytes()))
    }
}

/// `MurmurHash64A` with seed 1.
fn murmur64a(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let words = bytes.chunks_exact(8);
    let tail = words.remainder();
    for word in words {
        let mut k = u64::from_le_bytes(word.try_into().expect("chunks of eight"));
        k = k.wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// The four rows that stand for `id` in a table of `rows` rows with seed `seed`.
pub(crate) fn embedding_rows(id: u64, seed: u32, rows: u32) -> [usize; 4] {
    let mut h1 = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    h1 = h1.wrapping_mul(0x4cf5_ad43_2745_937f) ^ u64::from(seed) ^ 8;
    let mut h2 = u64::from(seed) ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finish(h1);
    h2 = finish(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    let row = |word: u64| (word % u64::from(rows)) as usize;
    let low = 0xffff_ffff;
    [row(h1 & low), row(h1 >> 32), row(h2 & low), row(h2 >> 32)]
}

fn finish(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_of_speech_has_the_id_that_lemma_tables_use() {
        let ids = StringIds {
            symbols: HashMap::new(),
        };
        assert_eq!(ids.id(""), 0);
        assert_eq!(ids.id("noun"), 16_833_663_260_455_505_849);
    }
}
