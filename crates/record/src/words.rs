//! Words of articles as sparse, weighed vectors.
//!
//! Takes texts; returns term numbers and vectors of unit length under sublinear TF-IDF (Salton & Buckley
//! 1988) with light stemming. Document frequencies are those of the record plus a background of news
//! (`data/en/word-shares.csv`), so that five articles are weighed much like five thousand. Used by stories,
//! claims and the timeline. Known limits: word forms, not lemmas (readings keep no tokens); one language.
//!
//! Example: "Missiles were launched" gives the terms `missil` and `launch`.

use lexicon::merge::Merge;
use std::collections::{BTreeMap, HashMap};

/// A sparse vector: terms in rising order, each with its weight.
pub(crate) type Vector = Vec<(u32, f64)>;

/// Gives terms their numbers, in order of first use.
pub(crate) struct Vocabulary<'l> {
    merge: &'l Merge,
    /// What a lower-case word becomes; `None` for words that say nothing.
    known: HashMap<String, Option<u32>>,
    numbers: HashMap<String, u32>,
    /// The terms by number.
    forms: Vec<String>,
}

impl<'l> Vocabulary<'l> {
    pub(crate) fn new(merge: &'l Merge) -> Self {
        Self {
            merge,
            known: HashMap::new(),
            numbers: HashMap::new(),
            forms: Vec::new(),
        }
    }

    /// Terms of `text` in text order; figures keep their digits.
    pub(crate) fn terms(&mut self, text: &str) -> Vec<u32> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty());
        words.filter_map(|w| self.term(w)).collect()
    }

    /// The number of `key` as it stands: names and dates, kept apart from words by the caller's prefix.
    pub(crate) fn key(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number = self.forms.len() as u32;
        self.numbers.insert(key.to_owned(), number);
        self.forms.push(key.to_owned());
        number
    }

    /// Whether the term is a figure.
    pub(crate) fn is_number(&self, term: u32) -> bool {
        self.forms[term as usize].starts_with(|c: char| c.is_ascii_digit())
    }

    /// Number of terms so far.
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Share of news articles that hold the term.
    fn share(&self, term: u32) -> f64 {
        self.merge.share(&self.forms[term as usize])
    }

    fn term(&mut self, word: &str) -> Option<u32> {
        // Most words stand in lower case already, as those that are known do.
        if let Some(&known) = self.known.get(word) {
            return known;
        }
        let lower = word.to_lowercase();
        if let Some(&known) = self.known.get(&lower) {
            return known;
        }
        let figure = lower.starts_with(|c: char| c.is_ascii_digit());
        let said = figure || (lower.chars().nth(1).is_some() && !self.merge.is_stopword(&lower));
        let term = said.then(|| {
            let form = if figure {
                lower.clone()
            } else {
                self.merge.form(&lower)
            };
            self.key(&form)
        });
        self.known.insert(lower, term);
        term
    }
}

/// How much each term tells.
pub(crate) struct Weights {
    idf: Vec<f64>,
}

impl Weights {
    /// Weights from the terms of each unit (article, claim); `background` articles stand behind the shares.
    pub(crate) fn of<'t>(
        vocabulary: &Vocabulary,
        units: impl Iterator<Item = &'t [u32]>,
        background: f64,
    ) -> Self {
        let mut counts = vec![0_usize; vocabulary.len()];
        let mut total = 0_usize;
        for unit in units {
            total += 1;
            for term in distinct(unit) {
                counts[term as usize] += 1;
            }
        }
        let all = background + total as f64;
        let idf = counts.iter().enumerate().map(|(term, &count)| {
            let seen = vocabulary.share(term as u32) * background + count as f64;
            ((1.0 + all) / (1.0 + seen)).ln()
        });
        Self { idf: idf.collect() }
    }

    /// The unit vector of `terms`: (1 + ln tf) · idf.
    pub(crate) fn vector(&self, terms: &[u32]) -> Vector {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for &term in terms {
            *counts.entry(term).or_default() += 1;
        }
        let weighed = counts
            .into_iter()
            .map(|(t, n)| (t, (1.0 + (n as f64).ln()) * self.idf[t as usize]));
        scaled(weighed.filter(|(_, w)| *w > 0.0).collect(), 1.0)
    }
}

/// `vector` brought to the length `length`; a zero vector stays.
pub(crate) fn scaled(mut vector: Vector, length: f64) -> Vector {
    let norm = vector.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
    if norm > 0.0 {
        for (_, weight) in &mut vector {
            *weight *= length / norm;
        }
    }
    vector
}

/// The scalar product; the cosine, for vectors of unit length.
pub(crate) fn dot(a: &[(u32, f64)], b: &[(u32, f64)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(&(s, v)), Some(&(t, w))) = (a.get(i), b.get(j)) {
        if s == t {
            sum += v * w;
        }
        i += usize::from(s <= t);
        j += usize::from(t <= s);
    }
    sum
}

/// The sum of two vectors.
pub(crate) fn sum(a: &[(u32, f64)], b: &[(u32, f64)]) -> Vector {
    let mut all: BTreeMap<u32, f64> = a.iter().copied().collect();
    for &(term, weight) in b {
        *all.entry(term).or_default() += weight;
    }
    all.into_iter().collect()
}

/// The terms of `unit`, each once, in rising order.
pub(crate) fn distinct(unit: &[u32]) -> Vec<u32> {
    let mut terms = unit.to_vec();
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Files;

    #[test]
    fn common_words_weigh_less_than_rare_ones_even_alone() {
        let merge = Merge::load(&Files::embedded()).unwrap();
        let mut vocabulary = Vocabulary::new(&merge);
        let terms = vocabulary.terms("People at the cosmodrome");
        let weights = Weights::of(&vocabulary, [terms.as_slice()].into_iter(), 1000.0);
        let vector = weights.vector(&terms);
        assert_eq!(vector.len(), 2);
        assert!(vector[1].1 > 2.0 * vector[0].1, "{vector:?}");
    }

    #[test]
    fn cosine_of_equal_texts_is_one_and_of_disjoint_texts_zero() {
        let (a, b) = (vec![(0, 0.6), (3, 0.8)], vec![(1, 1.0)]);
        assert!((dot(&a, &a) - 1.0).abs() < 1e-12);
        assert!(dot(&a, &b).abs() < 1e-12);
    }
}
