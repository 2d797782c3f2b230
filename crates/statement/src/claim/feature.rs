//! What both classifiers of the claim reader see of the words around a cue.
//!
//! Takes tokens and a [`Parse`]; returns short strings for grammar labels and lemmas, which the
//! feature templates of `cue.rs` and `part.rs` combine. Nothing here knows any word: the weights under
//! `data/` do. Known limit: lemmas are the tagger's, so a wrong part of speech gives a rare feature.
//!
//! Example: the frame of "told" in "Kim told reporters that he left" is `nsubj.dobj.ccompR`.

use super::parse::Parse;
use lexicon::feature::Name;
use model::Token;
use std::fmt::Write;

/// Receives features one by one.
pub type Sink<'s> = dyn FnMut(&Name<'_>) + 's;

/// Labels that make a verb's frame, in the order in which they are written.
const FRAME: &[&str] = &[
    "nsubj",
    "nsubjpass",
    "csubj",
    "expl",
    "dative",
    "dobj",
    "attr",
    "acomp",
    "oprd",
    "ccomp",
    "xcomp",
    "agent",
    "prep",
    "acl",
    "advcl",
    "prt",
    "parataxis",
    "dep",
    "pcomp",
    "pobj",
    "poss",
    "relcl",
    "conj",
];

/// Labels among them whose side of the head matters.
const SIDED: &[&str] = &["ccomp", "advcl", "nsubj", "prep"];

/// The labels of `children` that tell the construction of token `at` above them, with the side where it matters.
pub fn frame(tokens: &[Token], at: usize, children: &[usize]) -> String {
    let mut sides = [[false; 2]; FRAME.len()];
    for &child in children {
        if let Some(label) = FRAME.iter().position(|l| *l == tokens[child].dep) {
            sides[label][usize::from(child > at)] = true;
        }
    }
    let mut frame = String::new();
    for (label, sides) in FRAME.iter().zip(sides) {
        let marks = if SIDED.contains(label) {
            ["L", "R"]
        } else {
            ["", ""]
        };
        for (mark, _) in marks
            .into_iter()
            .zip(sides)
            .filter(|(_, is_there)| *is_there)
        {
            let _ = write!(frame, ".{label}{mark}");
        }
    }
    frame
}

/// Lemma in lower case; numbers share one.
pub fn lemma(token: &Token) -> String {
    if token.pos == "NUM" {
        return "0".to_owned();
    }
    token.lemma.to_lowercase()
}

/// A count in coarse steps: 0, 1, 2, 3, 5, 8, 13 and more.
pub fn steps(count: usize) -> usize {
    match count {
        0..=3 => count,
        4..=5 => 5,
        6..=8 => 8,
        9..=13 => 13,
        14..=25 => 25,
        _ => 50,
    }
}

/// A probability in tenths, so that weights learned on one text hold on another.
pub fn tenths(probability: f64) -> u8 {
    (probability * 10.0).round().clamp(0.0, 10.0) as u8
}

/// How the tokens of `range` stand to quotation marks: `o` outside, `i` inside, `m` both.
pub fn quoted(parse: &Parse, tokens: &[usize]) -> char {
    let words = tokens.iter().filter(|&&t| !parse.is_mark(t));
    let (mut inside, mut all) = (0, 0);
    for &at in words {
        all += 1;
        inside += usize::from(parse.quote(at) > 0);
    }
    match inside {
        0 => 'o',
        _ if inside == all => 'i',
        _ => 'm',
    }
}
