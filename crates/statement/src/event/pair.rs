//! Pairs of noun phrases of a sentence: who may do something to whom.
//!
//! Takes a tree and a sentence; returns its noun phrases, each with the way up to its verb, and the path between two of them.
//! Every noun, name, pronoun and adjective of nationality that is no part of a longer name, no time and no amount is a
//! candidate, also possessors and each of several coordinated ones. Known limit: at most [`MOST`] phrases a sentence.
//!
//! Example: "Norland's envoy met the rebels." has the phrases "Norland", "envoy" and "rebels".

use super::argument::{Actorhood, Finder};
use model::Sentence;

/// Phrases of a sentence at most, so that pairs stay few in lists of names; nine in ten sentences have under 14.
pub(crate) const MOST: usize = 20;

/// Steps up from a phrase to its verb at most; deeper chains do not occur in edited English.
const CLIMB: usize = 6;

/// A noun phrase.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// Its head.
    pub head: usize,
    /// The first verb above it, else the root.
    pub governor: usize,
    /// Labels from the phrase up to the governor, with prepositions by their words: `pobj prep_on`.
    pub chain: String,
    /// The preposition right above it.
    pub preposition: Option<usize>,
    /// Whom it names.
    pub referent: Option<usize>,
    /// How clearly it names somebody who can act.
    pub acts: Actorhood,
}

/// Phrases of `sentence` in text order.
pub(crate) fn phrases(finder: &Finder<'_>, sentence: &Sentence) -> Vec<Phrase> {
    let tokens = sentence.tokens.clone();
    let heads = tokens.filter(|&t| is_head(finder, t));
    heads.take(MOST).map(|t| phrase(finder, t)).collect()
}

fn is_head(finder: &Finder<'_>, token: usize) -> bool {
    let tree = finder.tree;
    let node = &tree.tokens[token];
    if tree.past_dateline(token) != Some(token)
        || matches!(
            node.entity,
            "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "ORDINAL"
        )
    {
        return false;
    }
    match node.pos {
        "NOUN" | "PROPN" => node.dep != "compound" || ends_name(finder, token),
        "PRON" => matches!(node.tag, "PRP" | "PRP$" | "DT" | "WP"),
        "ADJ" => node.entity == "NORP",
        _ => false,
    }
}

/// Whether a name inside a longer phrase ends here ("the Norland envoy").
fn ends_name(finder: &Finder<'_>, token: usize) -> bool {
    let tokens = finder.tree.tokens;
    let own = tokens[token].entity;
    let next = tokens.get(token + 1).map_or("", |t| t.entity);
    matches!(own, "GPE" | "NORP" | "ORG" | "PERSON") && next != own
}

fn phrase(finder: &Finder<'_>, head: usize) -> Phrase {
    let tree = finder.tree;
    let (mut at, mut chain) = (head, String::new());
    for _ in 0..CLIMB {
        let node = &tree.tokens[at];
        if at != head && matches!(node.pos, "VERB" | "AUX") || node.head == at {
            break;
        }
        if !chain.is_empty() {
            chain.push(' ');
        }
        chain.push_str(node.dep);
        if node.pos == "ADP" {
            chain.push('_');
            chain.push_str(&node.lemma);
        }
        at = node.head;
    }
    let above = tree.tokens[head].head;
    Phrase {
        head,
        governor: at,
        chain,
        referent: finder.referent(head),
        acts: finder.actorhood(head),
        preposition: (above != head && tree.tokens[above].pos == "ADP").then_some(above),
    }
}

/// The way from one word to another through the tree.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// The word where the way turns down.
    pub top: usize,
    /// Words above the first, up to the top.
    pub up: Vec<usize>,
    /// Words above the second, up to the top.
    pub down: Vec<usize>,
}

/// The way from `from` to `to`, two words of one sentence.
pub(crate) fn path(finder: &Finder<'_>, from: usize, to: usize) -> Path {
    let line = |token: usize| {
        let mut line = vec![token];
        line.extend(finder.tree.ancestors(token));
        line
    };
    let (above, over) = (line(from), line(to));
    let top = above.iter().copied().find(|t| over.contains(t));
    let top = top.unwrap_or(above[above.len() - 1]);
    let upto = |line: Vec<usize>| line.into_iter().skip(1).take_while(|&t| t != top).collect();
    Path {
        top,
        up: upto(above),
        down: upto(over),
    }
}
