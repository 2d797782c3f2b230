//! How near articles are to one another, for stories.
//!
//! Takes one unit vector an article; returns pairs of articles with a nearness from 0 to 1. Two articles on one affair often share few
//! words (a lead and a background piece, the first and the second half of a report), but lie near the same others. So each article is
//! compared together with the few that it is most alike, each weighed by its cosine (document expansion: Singhal & Pereira 1999):
//! the cosine of `v + Σ cos(v, n) n` over the nearest `n`, worked out from cosines alone. Known limit: only the nearest of each article
//! are looked at, so far pairs of one large affair have no nearness of their own.
//!
//! Example: two reports that share no rare word, each alike to a third, have a nearness above 0.

use crate::words::Vector;
use lexicon::merge::Thresholds;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Articles with a weight each, by number.
type Row = Vec<(usize, f64)>;

/// Pairs of articles (lower number first) with their nearness: the nearest of each, above the floor.
pub(crate) fn pairs(vectors: &[Vector], thresholds: &Thresholds) -> BTreeMap<(usize, usize), f64> {
    let cosines = cosines(vectors, thresholds);
    let company: Vec<Row> = (0..vectors.len())
        .map(|article| company(article, &cosines[article], thresholds))
        .collect();
    let none = || Sums::new(vectors.len());
    let lengths: Vec<f64> = company
        .par_iter()
        .map_init(none, |sums, own| {
            sums.fill(own, &cosines);
            sums.of(own).sqrt()
        })
        .collect();
    let near = company.par_iter().enumerate();
    let near = near.map_init(none, |sums, (article, own)| {
        sums.fill(own, &cosines);
        let others = sums.touched.iter().filter(|&&other| other != article);
        let near = others.map(|&other| {
            let both = lengths[article] * lengths[other];
            (other, sums.of(&company[other]) / both)
        });
        nearest(near, thresholds)
    });
    let near: Vec<Row> = near.collect();
    let pairs = near.into_iter().enumerate().flat_map(|(article, row)| {
        let pair = move |other: usize| (article.min(other), article.max(other));
        row.into_iter().map(move |(other, n)| (pair(other), n))
    });
    pairs.collect()
}

/// For each article itself and those most alike, nearest first, above the floor; both of a pair know of one another.
fn cosines(vectors: &[Vector], thresholds: &Thresholds) -> Vec<Row> {
    let postings = postings(vectors);
    let none = || vec![0.0; vectors.len()];
    let rows = vectors.par_iter().enumerate();
    let rows = rows.map_init(none, |cosines, (article, vector)| {
        cosines.fill(0.0);
        for &(term, weight) in vector {
            for &(other, theirs) in &postings[term as usize] {
                cosines[other] += weight * theirs;
            }
        }
        let others = cosines.iter().copied().enumerate();
        let others = others.filter(|&(other, _)| other != article);
        nearest(others, thresholds)
    });
    let rows: Vec<Row> = rows.collect();
    let mut found: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); vectors.len()];
    for (article, row) in rows.into_iter().enumerate() {
        for (other, cosine) in row {
            found[article].insert(other, cosine);
            found[other].insert(article, cosine);
        }
        found[article].insert(article, 1.0);
    }
    found
        .into_iter()
        .map(|row| sorted(row.into_iter().collect()))
        .collect()
}

/// For each term the articles that hold it, with its weight there.
fn postings(vectors: &[Vector]) -> Vec<Row> {
    let terms = vectors.iter().flatten().map(|(t, _)| *t as usize + 1);
    let mut postings: Vec<Row> = vec![Vec::new(); terms.max().unwrap_or(0)];
    for (article, vector) in vectors.iter().enumerate() {
        for &(term, weight) in vector {
            postings[term as usize].push((article, weight));
        }
    }
    postings
}

/// The article itself and the few most alike, from its row of cosines.
fn company(article: usize, row: &Row, thresholds: &Thresholds) -> Row {
    let others = row.iter().filter(|(other, _)| *other != article);
    let alike = others.filter(|(_, cosine)| *cosine >= thresholds.story_company_least);
    let alike = alike.take(thresholds.story_company).copied();
    std::iter::once((article, 1.0)).chain(alike).collect()
}

fn nearest(near: impl Iterator<Item = (usize, f64)>, thresholds: &Thresholds) -> Row {
    let above = |&(_, nearness): &(usize, f64)| nearness >= thresholds.story_edge_floor;
    foremost(near.filter(above).collect(), thresholds.story_neighbours)
}

/// The `most` nearest, nearest first: the others are not put in order.
pub(crate) fn foremost(mut row: Row, most: usize) -> Row {
    if row.len() > most {
        row.select_nth_unstable_by(most, nearest_first);
        row.truncate(most);
    }
    sorted(row)
}

/// Nearest first, of equally near ones the lower number.
fn sorted(mut row: Row) -> Row {
    row.sort_unstable_by(nearest_first);
    row
}

fn nearest_first(a: &(usize, f64), b: &(usize, f64)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// Cosines of the sum of some articles with every article.
struct Sums {
    with: Vec<f64>,
    /// Articles with a sum above 0, in the order they were met.
    touched: Vec<usize>,
}

impl Sums {
    fn new(articles: usize) -> Self {
        Self {
            with: vec![0.0; articles],
            touched: Vec::new(),
        }
    }

    fn fill(&mut self, of: &Row, cosines: &[Row]) {
        for article in self.touched.drain(..) {
            self.with[article] = 0.0;
        }
        for &(article, weight) in of {
            for &(other, cosine) in &cosines[article] {
                if self.with[other] == 0.0 {
                    self.touched.push(other);
                }
                self.with[other] += weight * cosine;
            }
        }
    }

    /// The same with a sum of articles.
    fn of(&self, company: &Row) -> f64 {
        company
            .iter()
            .map(|&(a, weight)| weight * self.with[a])
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::scaled;
    use lexicon::{Files, merge::Merge};

    #[test]
    fn articles_that_are_each_alike_to_a_third_are_near_without_a_common_word() {
        let thresholds = Merge::load(&Files::embedded()).unwrap().thresholds;
        let of = |terms: &[u32]| scaled(terms.iter().map(|&t| (t, 1.0)).collect(), 1.0);
        let vectors = [of(&[0, 1]), of(&[2, 3]), of(&[0, 1, 2, 3]), of(&[4])];
        let pairs = pairs(&vectors, &thresholds);
        assert!(pairs[&(0, 1)] > 0.4, "{pairs:?}");
        assert!(pairs[&(0, 2)] > pairs[&(0, 1)], "{pairs:?}");
        assert!(pairs.keys().all(|(_, b)| *b != 3), "{pairs:?}");
    }

    #[test]
    fn the_nearest_come_first_and_of_equals_the_lower_number() {
        let row = vec![(4, 0.5), (1, 0.2), (3, 0.9), (0, 0.5), (2, 0.9)];
        assert_eq!(foremost(row.clone(), 3), [(2, 0.9), (3, 0.9), (0, 0.5)]);
        assert_eq!(foremost(row.clone(), 9), sorted(row));
    }

    #[test]
    fn the_same_text_twice_is_as_near_as_can_be() {
        let thresholds = Merge::load(&Files::embedded()).unwrap().thresholds;
        let vector = scaled(vec![(0, 2.0), (7, 1.0)], 1.0);
        let pairs = pairs(&[vector.clone(), vector], &thresholds);
        assert!((pairs[&(0, 1)] - 1.0).abs() < 1e-9, "{pairs:?}");
    }
}
