//! Which articles are worded most alike.
//!
//! Takes texts; returns for single ones the others with their cosine. Vectors of words and pairs of neighbouring words under
//! sublinear TF-IDF (Salton & Buckley 1988), over an inverted index; what only one article holds says nothing and is left out.
//! Pairs of words tell reports of one day from reports of one affair, which `story` must not tell apart.
//! Known limit: word forms, not lemmas; one language.
//!
//! Example: of three articles two with "ferry docked at noon" are nearer to each other than to one with "ferry strike".

use crate::words::{Vector, Vocabulary, scaled};
use rayon::prelude::*;

/// Wording of all articles, by number.
pub(crate) struct Wording {
    vectors: Vec<Vector>,
    postings: Vec<Vec<(u32, f64)>>,
}

impl Wording {
    /// Reads `texts`.
    pub(crate) fn of<'t>(
        vocabulary: &mut Vocabulary,
        texts: impl Iterator<Item = &'t str>,
    ) -> Self {
        let terms: Vec<Vec<u32>> = texts.map(|t| vocabulary.terms(t)).collect();
        let (vectors, units) = vectors(&terms);
        let mut postings = vec![Vec::new(); units];
        for (article, vector) in vectors.iter().enumerate() {
            for &(unit, weight) in vector {
                postings[unit as usize].push((article as u32, weight));
            }
        }
        Self { vectors, postings }
    }

    /// The cosine of `article` with every article.
    pub(crate) fn likeness(&self, article: usize) -> Vec<f64> {
        let mut cosines = vec![0.0; self.vectors.len()];
        for &(unit, weight) in &self.vectors[article] {
            for &(other, theirs) in &self.postings[unit as usize] {
                cosines[other as usize] += weight * theirs;
            }
        }
        cosines
    }
}

/// A term, or a pair of neighbouring terms: the first in the upper half, in the lower 0 or one more than the second.
type Unit = u64;

/// A unit of an article, with how often it stands there.
type Held = (Unit, u32, u32);

/// The units of article `number`.
fn held(number: usize, terms: &[u32]) -> Vec<Held> {
    let unit = |first: u32, second: u64| (u64::from(first) << u32::BITS) | second;
    let single = terms.iter().map(|&t| unit(t, 0));
    let pairs = terms.windows(2).map(|w| unit(w[0], u64::from(w[1]) + 1));
    let mut units: Vec<Unit> = single.chain(pairs).collect();
    units.sort_unstable();
    let equal = units.chunk_by(|a, b| a == b);
    equal
        .map(|run| (run[0], number as u32, run.len() as u32))
        .collect()
}

/// A unit vector an article over the units that several articles hold, which are numbered in their order; and how many these are.
fn vectors(terms: &[Vec<u32>]) -> (Vec<Vector>, usize) {
    let all = terms.par_iter().enumerate();
    let mut all: Vec<Held> = all.flat_map_iter(|(n, t)| held(n, t)).collect();
    all.par_sort_unstable();
    let mut vectors = vec![Vector::new(); terms.len()];
    let units = all.chunk_by(|a, b| a.0 == b.0);
    let mut number = 0;
    for holders in units.filter(|holders| holders.len() > 1) {
        let idf = 1.0 + ((1.0 + terms.len() as f64) / (1.0 + holders.len() as f64)).ln();
        for &(_, article, count) in holders {
            let weight = (1.0 + f64::from(count).ln()) * idf;
            vectors[article as usize].push((number, weight));
        }
        number += 1;
    }
    let vectors = vectors.into_par_iter().map(|vector| scaled(vector, 1.0));
    (vectors.collect(), number as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::{Files, merge::Merge};

    #[test]
    fn texts_that_share_pairs_of_words_are_nearer_than_texts_that_share_words() {
        let merge = Merge::load(&Files::embedded()).unwrap();
        let texts = [
            "The ferry docked at the northern harbour.",
            "The northern harbour saw the ferry docked.",
            "Northern ferry crews blocked a harbour.",
        ];
        let wording = Wording::of(&mut Vocabulary::new(&merge), texts.into_iter());
        let likeness = wording.likeness(0);
        assert!((likeness[0] - 1.0).abs() < 1e-9, "{likeness:?}");
        assert!(likeness[1] > likeness[2], "{likeness:?}");
    }
}
