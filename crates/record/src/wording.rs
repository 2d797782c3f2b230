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
        let counts: Vec<_> = terms.par_iter().map(|t| counted(t)).collect();
        let holders = holders(&counts);
        let vectors: Vec<Vector> = counts
            .par_iter()
            .map(|c| vector(c, &holders, counts.len()))
            .collect();
        let mut postings = vec![Vec::new(); holders.len()];
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

/// The units of a text in rising order, each with how often it stands there.
type Counts = Vec<(Unit, u32)>;

fn counted(terms: &[u32]) -> Counts {
    let unit = |first: u32, second: u64| (u64::from(first) << u32::BITS) | second;
    let single = terms.iter().map(|&t| unit(t, 0));
    let pairs = terms.windows(2).map(|w| unit(w[0], u64::from(w[1]) + 1));
    let mut units: Vec<Unit> = single.chain(pairs).collect();
    units.sort_unstable();
    counts(&units).collect()
}

/// Each of `units`, which are sorted, with how often it stands there.
fn counts(units: &[Unit]) -> impl Iterator<Item = (Unit, u32)> {
    let equal = units.chunk_by(|a, b| a == b);
    equal.map(|run| (run[0], run.len() as u32))
}

/// Units that several articles hold, in rising order, each with how many hold it.
fn holders(of_articles: &[Counts]) -> Vec<(Unit, f64)> {
    let all = of_articles
        .par_iter()
        .flat_map_iter(|of| of.iter().map(|(unit, _)| *unit));
    let mut all: Vec<Unit> = all.collect();
    all.par_sort_unstable();
    let several = counts(&all).filter(|(_, articles)| *articles > 1);
    several
        .map(|(unit, articles)| (unit, f64::from(articles)))
        .collect()
}

fn vector(counts: &Counts, holders: &[(Unit, f64)], all: usize) -> Vector {
    let mut from = 0;
    let weighed = counts.iter().filter_map(|(unit, count)| {
        // Both rise: what was passed is not looked at again.
        from += holders[from..].partition_point(|(held, _)| held < unit);
        let (_, articles) = holders.get(from).filter(|(held, _)| held == unit)?;
        let idf = 1.0 + ((1.0 + all as f64) / (1.0 + articles)).ln();
        Some((from as u32, (1.0 + f64::from(*count).ln()) * idf))
    });
    scaled(weighed.collect(), 1.0)
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
