//! Sentences without end, cut into stretches that can be read.
//!
//! Takes what the core found; gives it back with every sentence of at most so many tokens (`[sentences]` of `data/thresholds.toml`). A
//! text without marks comes as one sentence of thousands of words, and what is read of a sentence (sources and contents, who acts
//! on whom) takes more than its length. A cut stands where it tears the fewest arcs of the parse. The root of a stretch is that of the
//! sentence where it stands in it, else the first word that the cut tears from its head; other such words hang on the root as `dep`.
//! Cost: linear in the tokens. Known limit: what a cut parts is not read together; no sentence of edited text is so long.
//!
//! Example: "he said that … and she said that …" of 500 words becomes two stretches or three, cut between two clauses.

use crate::core::{self, CoreReading};
use model::Token;
use std::ops::Range;

/// The same reading where no sentence has more than `longest` tokens.
pub(crate) fn cut(mut reading: CoreReading, longest: usize) -> CoreReading {
    if reading.sentences.iter().all(|s| s.tokens.len() <= longest) {
        return reading;
    }
    let mut sentences = Vec::new();
    for sentence in reading.sentences {
        let stretches = stretches(&reading.tokens, sentence.tokens.clone(), longest.max(1));
        if stretches.len() == 1 {
            sentences.push(sentence);
            continue;
        }
        for tokens in stretches {
            close(&mut reading.tokens, tokens.clone());
            sentences.push(core::sentence(&reading.tokens, tokens, sentence.paragraph));
        }
    }
    CoreReading {
        sentences,
        ..reading
    }
}

/// `sentence` in stretches of at most `longest` tokens, each but the last of at least half of that.
fn stretches(tokens: &[Token], sentence: Range<usize>, longest: usize) -> Vec<Range<usize>> {
    if sentence.len() <= longest {
        return vec![sentence];
    }
    let torn = torn(tokens, sentence.clone());
    let mut found = Vec::new();
    let mut start = sentence.start;
    while sentence.end - start > longest {
        let places = start + longest.div_ceil(2)..=start + longest;
        let fewest = places.rev().min_by_key(|at| torn[at - sentence.start]);
        let end = fewest.unwrap_or(start + longest);
        found.push(start..end);
        start = end;
    }
    found.push(start..sentence.end);
    found
}

/// For each token of `sentence` how many arcs of the parse a cut before it tears.
fn torn(tokens: &[Token], sentence: Range<usize>) -> Vec<usize> {
    let (mut opened, mut closed) = (vec![0; sentence.len() + 1], vec![0; sentence.len() + 1]);
    for at in sentence.clone() {
        let head = tokens[at].head.clamp(sentence.start, sentence.end - 1);
        opened[at.min(head) + 1 - sentence.start] += 1;
        closed[at.max(head) + 1 - sentence.start] += 1;
    }
    let steps = opened.into_iter().zip(closed);
    let open = steps.scan(0, |open, (opened, closed)| {
        *open = *open + opened - closed;
        Some(*open)
    });
    open.collect()
}

/// Gives the stretch one root: its own, else the first word that is torn from its head; other torn words come to hang on it.
fn close(tokens: &mut [Token], stretch: Range<usize>) {
    let is_torn = |at: &usize| !stretch.contains(&tokens[*at].head);
    let torn: Vec<usize> = stretch.clone().filter(is_torn).collect();
    let own = stretch.clone().find(|&at| tokens[at].head == at);
    let Some(root) = own.or(torn.first().copied()) else {
        return;
    };
    for at in torn {
        tokens[at].head = root;
        tokens[at].dep = if at == root { "ROOT" } else { "dep" };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Sentence, Span};

    /// A reading of one sentence whose tokens have these heads.
    fn reading(heads: &[usize]) -> CoreReading {
        let token = |(at, &head): (usize, &usize)| Token {
            span: Span::new(2 * at, 2 * at + 1),
            lemma: "a".into(),
            tag: "NN",
            pos: "NOUN",
            morph: "",
            head,
            dep: if head == at { "ROOT" } else { "conj" },
            entity: "",
        };
        let sentence = Sentence {
            span: Span::new(0, 2 * heads.len() - 1),
            tokens: 0..heads.len(),
            paragraph: 0,
        };
        CoreReading {
            tokens: heads.iter().enumerate().map(token).collect(),
            sentences: vec![sentence],
            ..CoreReading::default()
        }
    }

    fn check(heads: &[usize], longest: usize, expected: &[(Range<usize>, &[usize])]) {
        let read = cut(reading(heads), longest);
        let found: Vec<Range<usize>> = read.sentences.iter().map(|s| s.tokens.clone()).collect();
        let ranges: Vec<Range<usize>> = expected.iter().map(|(range, _)| range.clone()).collect();
        assert_eq!(found, ranges);
        let heads: Vec<usize> = read.tokens.iter().map(|t| t.head).collect();
        let expected: Vec<usize> = expected
            .iter()
            .flat_map(|(_, heads)| heads.to_vec())
            .collect();
        assert_eq!(heads, expected);
        let roots = read.tokens.iter().filter(|t| t.dep == "ROOT");
        assert_eq!(roots.count(), read.sentences.len());
    }

    #[test]
    fn a_sentence_that_is_short_enough_stays_as_it_is() {
        check(&[1, 1, 1], 3, &[(0..3, &[1, 1, 1])]);
    }

    #[test]
    fn a_cut_stands_where_the_fewest_arcs_are_torn() {
        // Before token 3 one arc is torn, before 2 two are, before 4 three.
        check(
            &[1, 1, 1, 5, 3, 1],
            4,
            &[(0..3, &[1, 1, 1]), (3..6, &[5, 3, 5])],
        );
    }

    #[test]
    fn the_root_of_the_sentence_stays_one_where_words_before_it_are_torn() {
        // The third word hangs on the first, the fourth is the root.
        check(&[3, 0, 0, 3], 2, &[(0..2, &[0, 0]), (2..4, &[3, 3])]);
    }

    #[test]
    fn words_that_are_torn_hang_on_the_first_of_their_stretch() {
        check(
            &[0, 0, 0, 0, 0],
            2,
            &[(0..2, &[0, 0]), (2..4, &[2, 2]), (4..5, &[4])],
        );
    }
}
