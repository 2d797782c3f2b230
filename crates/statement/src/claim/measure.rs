//! What the trees of the claim reader see of a word that may attribute, as a row of numbers.
//!
//! Takes a [`Parse`], a candidate and the log-linear answers of `cue.rs` for it and its neighbours; gives named
//! numbers in a fixed order to a sink, which the reader collects into a row and `eval/learn_claims.py` learns from, so
//! that training and use see the same. Labels become their number in a sorted list. Known limit: words show through
//! the log-linear sums alone.
//!
//! Example: for "denied" in "Moscow denied it" the number `kids` is 2.

use super::feature;
use super::parse::Parse;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Receives named numbers one by one.
pub type Row<'r> = dyn FnMut(&'static str, f64) + 'r;

/// Labels of relations, entities, parts of speech and tags, sorted.
const LABELS: &[&str] = &[
    "",
    "#",
    "$",
    "''",
    ",",
    "-LRB-",
    "-RRB-",
    ".",
    ":",
    "ADD",
    "ADJ",
    "ADP",
    "ADV",
    "AFX",
    "AUX",
    "CARDINAL",
    "CC",
    "CCONJ",
    "CD",
    "DATE",
    "DET",
    "DT",
    "EVENT",
    "EX",
    "FAC",
    "FW",
    "GPE",
    "HYPH",
    "IN",
    "INTJ",
    "JJ",
    "JJR",
    "JJS",
    "LANGUAGE",
    "LAW",
    "LOC",
    "LS",
    "MD",
    "MONEY",
    "NFP",
    "NN",
    "NNP",
    "NNPS",
    "NNS",
    "NORP",
    "NOUN",
    "NUM",
    "ORDINAL",
    "ORG",
    "PART",
    "PDT",
    "PERCENT",
    "PERSON",
    "POS",
    "PRODUCT",
    "PRON",
    "PROPN",
    "PRP",
    "PRP$",
    "PUNCT",
    "QUANTITY",
    "RB",
    "RBR",
    "RBS",
    "ROOT",
    "RP",
    "SCONJ",
    "SPACE",
    "SYM",
    "TIME",
    "TO",
    "UH",
    "VB",
    "VBD",
    "VBG",
    "VBN",
    "VBP",
    "VBZ",
    "VERB",
    "WDT",
    "WORK_OF_ART",
    "WP",
    "WP$",
    "WRB",
    "X",
    "XX",
    "_SP",
    "``",
    "acl",
    "acomp",
    "advcl",
    "advmod",
    "agent",
    "amod",
    "appos",
    "attr",
    "aux",
    "auxpass",
    "case",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "csubj",
    "csubjpass",
    "dative",
    "dep",
    "det",
    "dobj",
    "expl",
    "intj",
    "mark",
    "meta",
    "neg",
    "nmod",
    "npadvmod",
    "nsubj",
    "nsubjpass",
    "nummod",
    "oprd",
    "parataxis",
    "pcomp",
    "pobj",
    "poss",
    "preconj",
    "predet",
    "prep",
    "prt",
    "punct",
    "quantmod",
    "relcl",
    "xcomp",
];

/// Relations below a word that are told one by one, with the names of their numbers on its left and right.
const BELOW: &[(&str, &str, &str)] = &[
    ("nsubj", "subject_left", "subject_right"),
    ("nsubjpass", "passive_left", "passive_right"),
    ("ccomp", "clause_left", "clause_right"),
    ("xcomp", "open_left", "open_right"),
    ("dobj", "object_left", "object_right"),
    ("prep", "phrase_left", "phrase_right"),
    ("advcl", "aside_left", "aside_right"),
    ("aux", "aux_left", "aux_right"),
    ("mark", "mark_left", "mark_right"),
    ("dative", "hearer_left", "hearer_right"),
    ("acl", "acl_left", "acl_right"),
    ("agent", "agent_left", "agent_right"),
    ("neg", "neg_left", "neg_right"),
    ("acomp", "state_left", "state_right"),
    ("parataxis", "beside_left", "beside_right"),
];

/// Steps up from a word that are looked at.
const LEVELS: usize = 5;

/// The number of a label; -1 for an unknown one.
pub fn code(label: &str) -> f64 {
    static CODES: LazyLock<HashMap<&str, f64, FixedState>> = LazyLock::new(|| {
        let codes = LABELS.iter().enumerate();
        codes.map(|(at, label)| (*label, at as f64)).collect()
    });
    CODES.get(label).copied().unwrap_or(-1.0)
}

/// What is seen of `at`: its own words, what stands below, quotation marks, and how likely its neighbours are cues.
pub fn candidate(parse: &Parse, at: usize, likely: &[f64], row: &mut Row) {
    labels(parse, at, row);
    below(parse, at, row);
    place(parse, at, row);
    neighbours(parse, at, likely, row);
    sentence(parse, at, likely, row);
}

fn labels(parse: &Parse, at: usize, row: &mut Row) {
    let token = parse.token(at);
    let head = parse.token(token.head);
    row("pos", code(token.pos));
    row("tag", code(token.tag));
    row("dep", code(token.dep));
    row("entity", code(token.entity));
    row("head_tag", code(head.tag));
    row("head_dep", code(head.dep));
    row("head_gap", token.head as f64 - at as f64);
    row("next_tag", parse.after(at).map_or(-1.0, |t| code(t.tag)));
    row("next_dep", parse.after(at).map_or(-1.0, |t| code(t.dep)));
    row("before_tag", parse.before(at).map_or(-1.0, |t| code(t.tag)));
    let subject = parse.child(at, &["nsubj", "nsubjpass", "poss", "csubj"]);
    let subject = subject.map(|s| parse.token(s));
    row("subject_tag", subject.map_or(-1.0, |t| code(t.tag)));
    row("subject_entity", subject.map_or(-1.0, |t| code(t.entity)));
}

/// Which relations stand below a word.
pub fn below(parse: &Parse, at: usize, row: &mut Row) {
    let children = parse.children(at);
    for (label, left, right) in BELOW {
        let count = |on_right: bool| {
            let fits = |&&c: &&usize| parse.token(c).dep == *label && (c > at) == on_right;
            children.iter().filter(fits).count() as f64
        };
        row(left, count(false));
        row(right, count(true));
    }
    let reach = parse.reach(at);
    row("kids", children.len() as f64);
    row("reach_left", (at - reach.start) as f64);
    row("reach_right", (reach.end - at) as f64);
}

fn place(parse: &Parse, at: usize, row: &mut Row) {
    let tokens = parse.sentence_tokens(at);
    let here = parse.quote(at);
    let changes = |t: &usize| parse.quote(*t) != here;
    let left = (tokens.start.saturating_sub(1)..at)
        .rev()
        .position(|t| changes(&t));
    let right = (at + 1..(tokens.end + 1).min(parse.token_count())).position(|t| changes(&t));
    row("quoted", f64::from(u8::from(here > 0)));
    row("quote_left", left.map_or(-1.0, |d| d as f64));
    row("quote_right", right.map_or(-1.0, |d| d as f64));
    row("at", (at - tokens.start) as f64);
    row("rest", (tokens.end - at) as f64);
    let inside = tokens.clone().filter(|&t| parse.quote(t) > 0).count();
    row("quoted_share", inside as f64 / tokens.len().max(1) as f64);
}

fn neighbours(parse: &Parse, at: usize, likely: &[f64], row: &mut Row) {
    let (mut now, mut best, mut chain, mut chained) = (at, 0.0_f64, 0.0_f64, true);
    for _ in 0..LEVELS {
        let token = parse.token(now);
        if token.head == now {
            break;
        }
        chained &= matches!(token.dep, "ccomp" | "xcomp" | "conj" | "aux");
        best = best.max(likely[token.head]);
        if chained {
            chain = chain.max(likely[token.head]);
        }
        now = token.head;
    }
    let head = parse.token(at).head;
    row("head_likely", if head == at { 0.0 } else { likely[head] });
    row("above_likely", best);
    row("chain_likely", chain);
    let below = parse.children(at).iter().map(|&c| likely[c]);
    row("below_likely", below.fold(0.0, f64::max));
}

fn sentence(parse: &Parse, at: usize, likely: &[f64], row: &mut Row) {
    let tokens = parse.sentence_tokens(at);
    let others = || tokens.clone().filter(|&t| t != at);
    let outside = others().filter(|&t| parse.quote(t) == parse.quote(at));
    row("rival", outside.map(|t| likely[t]).fold(0.0, f64::max));
    row(
        "before_rival",
        others()
            .filter(|&t| t < at)
            .map(|t| likely[t])
            .fold(0.0, f64::max),
    );
    row(
        "after_rival",
        others()
            .filter(|&t| t > at)
            .map(|t| likely[t])
            .fold(0.0, f64::max),
    );
    row(
        "rivals",
        others().filter(|&t| likely[t] > likely[at]).count() as f64,
    );
    let number = parse.sentence(at);
    let most = |n: Option<usize>| most_likely(parse, (number, n), likely);
    row("sentence_before", most(number.checked_sub(1)));
    row("sentence_after", most(Some(number + 1)));
    let tokens: Vec<usize> = tokens.collect();
    row(
        "quotation",
        f64::from(u32::from(feature::quoted(parse, &tokens))),
    );
}

/// The likeliest cue of a sentence of the same paragraph.
fn most_likely(parse: &Parse, (here, other): (usize, Option<usize>), likely: &[f64]) -> f64 {
    let sentences = &parse.annotation.sentences;
    let found = other
        .and_then(|n| sentences.get(n))
        .zip(sentences.get(here));
    let Some((other, _)) = found.filter(|(o, h)| o.paragraph == h.paragraph) else {
        return -1.0;
    };
    other.tokens.clone().map(|t| likely[t]).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_so_that_each_has_its_own_number() {
        assert!(LABELS.is_sorted());
        assert!(code("").abs() < f64::EPSILON && code("none") < 0.0);
    }
}
