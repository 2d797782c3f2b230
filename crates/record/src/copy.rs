//! Copies: which documents repeat the text of an earlier one, word for word or edited.
//!
//! Takes readings; returns, for each copy, the document that it repeats and how. Texts are sets of word
//! shingles; winnowed shingles (Schleimer, Wilkerson & Aiken 2003) in an index bring candidates, so that not
//! all pairs are compared; a candidate is a copy when enough of the shorter text's shingles stand in the other
//! (containment, Broder 1997). The earliest by stated date is the original, an agency's own text before
//! others of the day. Only originals are indexed, so all copies of one text name one original. Another text
//! under the same address is a revision, no copy. Known limits: a rewrite in other words is no copy; texts of
//! few words are compared whole only.
//!
//! Example: a daily prints an agency's text under another title and cuts the last paragraph: `syndicated`.

use crate::derive::Ground;
use lexicon::merge::Thresholds;
use model::Reading;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// What a copy repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Copy {
    /// Number of the reading that it repeats.
    pub(crate) original: usize,
    /// `exact`, `near` or `syndicated`.
    pub(crate) kind: &'static str,
}

/// The copies among the readings of `ground`, by reading.
pub(crate) fn find(ground: &Ground) -> BTreeMap<usize, Copy> {
    let mut order: Vec<usize> = (0..ground.readings.len()).collect();
    order.sort_by_cached_key(|&r| {
        let document = &ground.readings[r].document;
        let (day, id) = ground.rank(r);
        let passed_on = ground.agency(r).is_some();
        (day, passed_on, Reverse(document.text.len()), id.clone())
    });
    let mut index = Index::new(ground);
    let prints = order
        .par_iter()
        .map(|&r| print(ground.readings[r], index.thresholds));
    let prints: Vec<Print> = prints.collect();
    let placed = order.into_iter().zip(prints);
    placed
        .filter_map(|(r, print)| index.place(r, print).map(|copy| (r, copy)))
        .collect()
}

/// A text for comparison.
struct Print {
    /// Hash of all words in order.
    whole: u64,
    words: usize,
    /// Hashes of all runs of words, sorted, each once.
    shingles: Vec<u64>,
    /// The least hash of each window of shingles, sorted, each once.
    winnowed: Vec<u64>,
}

/// Originals so far.
struct Index<'g, 'r> {
    ground: &'g Ground<'r>,
    thresholds: &'g Thresholds,
    whole: HashMap<u64, usize>,
    winnowed: HashMap<u64, Vec<usize>>,
    prints: BTreeMap<usize, Print>,
}

impl<'g, 'r> Index<'g, 'r> {
    fn new(ground: &'g Ground<'r>) -> Self {
        Self {
            ground,
            thresholds: &ground.lexicon.merge.thresholds,
            whole: HashMap::new(),
            winnowed: HashMap::new(),
            prints: BTreeMap::new(),
        }
    }

    /// The original that `reading` repeats; without one it becomes an original itself.
    fn place(&mut self, reading: usize, print: Print) -> Option<Copy> {
        if print.words == 0 {
            return None;
        }
        let whole = self.whole.get(&print.whole).copied();
        if let Some(original) = whole.filter(|&o| !self.revises(reading, o)) {
            return Some(Copy {
                original,
                kind: "exact",
            });
        }
        if let Some(original) = self.nearest(reading, &print) {
            let passed_on = |r: usize| !self.ground.readings[r].agencies.is_empty();
            let kind = if passed_on(reading) || passed_on(original) {
                "syndicated"
            } else {
                "near"
            };
            return Some(Copy { original, kind });
        }
        self.whole.entry(print.whole).or_insert(reading);
        for &hash in &print.winnowed {
            self.winnowed.entry(hash).or_default().push(reading);
        }
        self.prints.insert(reading, print);
        None
    }

    /// Whether both stand under one address: another text there is a revision, however alike.
    fn revises(&self, reading: usize, original: usize) -> bool {
        let uri = |r: usize| self.ground.readings[r].document.uri.as_ref();
        uri(reading).is_some() && uri(reading) == uri(original)
    }

    /// The original of which `print` repeats most, if that is enough.
    fn nearest(&self, reading: usize, print: &Print) -> Option<usize> {
        let candidates = self.candidates(print).into_iter();
        let candidates = candidates.filter(|&o| !self.revises(reading, o));
        let scored = candidates.filter_map(|o| Some((self.copied(print, &self.prints[&o])?, o)));
        // Of equals the first stands.
        scored
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, original)| original)
    }

    /// Originals that share enough winnowed shingles; what stands in very many originals is boilerplate.
    fn candidates(&self, print: &Print) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let lists = print.winnowed.iter().filter_map(|h| self.winnowed.get(h));
        for &original in lists
            .filter(|l| l.len() <= self.thresholds.copy_common)
            .flatten()
        {
            *shared.entry(original).or_default() += 1;
        }
        shared.retain(|_, n| *n >= self.thresholds.copy_least_winnowed);
        shared.into_keys().collect()
    }

    /// Share of the shorter text that stands in the other, where one is a copy of the other.
    fn copied(&self, a: &Print, b: &Print) -> Option<f64> {
        let shorter = a.shingles.len().min(b.shingles.len());
        let longer = a.shingles.len().max(b.shingles.len());
        if shorter < self.thresholds.copy_least_shingles {
            return None;
        }
        let common = common(&a.shingles, &b.shingles) as f64;
        let share = common / shorter as f64;
        let enough = share >= self.thresholds.copy_share
            && common >= self.thresholds.copy_share_of_longer * longer as f64;
        enough.then_some(share)
    }
}

fn print(reading: &Reading, thresholds: &Thresholds) -> Print {
    let text = &reading.document.text;
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<u64> = words.filter(|w| !w.is_empty()).map(hash_of).collect();
    let mut shingles: Vec<u64> = words
        .windows(thresholds.copy_shingle)
        .map(chained)
        .collect();
    let mut winnowed = winnow(&shingles, thresholds.copy_window);
    for hashes in [&mut shingles, &mut winnowed] {
        hashes.sort_unstable();
        hashes.dedup();
    }
    Print {
        whole: chained(&words),
        words: words.len(),
        shingles,
        winnowed,
    }
}

/// The offset basis and the prime of FNV-1a (Fowler, Noll & Vo), a hash that no release of the language changes.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

fn hash_of(word: &str) -> u64 {
    let mut hash = BASIS;
    for letter in word.chars().flat_map(char::to_lowercase) {
        hash = (hash ^ u64::from(u32::from(letter))).wrapping_mul(PRIME);
    }
    hash
}

/// One hash for hashes in a row; folded at the end, as the low bits of FNV mix little and winnowing compares the high ones.
fn chained(hashes: &[u64]) -> u64 {
    let mut all = BASIS;
    for hash in hashes {
        all = (all ^ hash).wrapping_mul(PRIME).rotate_left(23);
    }
    (all ^ (all >> 32)).wrapping_mul(PRIME) ^ (all >> 29)
}

/// The least hash of each window, in linear time by a queue of rising hashes.
fn winnow(hashes: &[u64], window: usize) -> Vec<u64> {
    let mut rising: VecDeque<usize> = VecDeque::new();
    let mut least = Vec::new();
    for (at, &hash) in hashes.iter().enumerate() {
        while rising.back().is_some_and(|&b| hashes[b] >= hash) {
            rising.pop_back();
        }
        rising.push_back(at);
        while rising.front().is_some_and(|&f| f + window <= at) {
            rising.pop_front();
        }
        let full = at + 1 >= window.min(hashes.len());
        if let Some(&front) = rising.front().filter(|_| full) {
            least.push(hashes[front]);
        }
    }
    least.dedup();
    least
}

/// Number of common members of two sorted lists.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        let (step_a, step_b) = (usize::from(x <= y), usize::from(y <= x));
        i += step_a;
        j += step_b;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winnowing_keeps_the_least_hash_of_each_window() {
        assert_eq!(winnow(&[5, 3, 9, 7, 8, 1], 3), [3, 7, 1]);
        assert_eq!(winnow(&[4, 2], 3), [2]);
        assert!(winnow(&[], 3).is_empty());
    }

    #[test]
    fn common_members_are_counted_once() {
        assert_eq!(common(&[1, 3, 5, 9], &[2, 3, 9]), 2);
        assert_eq!(common(&[], &[1]), 0);
    }
}
