//! Promises that the content of another claim tells: "keep the promises that Sudland made not to sell arms".
//!
//! Takes a claim's draft; returns a draft for each noun in its content by which somebody binds himself (`promises` of
//! `data/en/attribution-phrases.toml`) and that nobody merely asks for, where the text names who, and a clause says to what. The promise is no
//! claim of its own (contents do not nest) but binds all the same. The author stands before the noun, behind "by", or is the
//! subject of "made" or "gave" (verbs that take their stance from their noun); the clause belongs to the noun or that verb.
//! Known limit: a promise told by a verb inside a content ("said that they promised to") is left to its claim.
//!
//! Example: in the sentence above the noun is "promises", the author "Sudland", the clause "not to sell arms".

use super::draft::{Draft, Sureness};
use super::inner::{authors, named};
use super::parse::Parse;
use super::part::Met;
use super::people;
use lexicon::claims::{Act, Claims};
use model::Stance;
use std::collections::{BTreeMap, BTreeSet};

/// Labels of a clause that says to what somebody is bound, below the noun or its verb.
const CLAUSE: &[&str] = &["acl", "ccomp", "xcomp", "advcl"];

/// The promises in the content of `claim`.
pub(super) fn told(parse: &Parse, claim: &Draft, claims: &Claims) -> Vec<Draft> {
    let nouns = claim.content.iter().copied();
    let binding = nouns.filter(|&t| binds(parse, t, claims));
    let found = binding.filter_map(|noun| promise(parse, noun, claims));
    found
        .filter(|p| p.content.is_subset(&claim.content))
        .collect()
}

/// Whether the word is a noun by which somebody binds himself.
fn binds(parse: &Parse, at: usize, claims: &Claims) -> bool {
    let token = parse.token(at);
    let promises = &claims.phrases.promises;
    token.pos == "NOUN"
        && promises.contains(&token.lemma.to_lowercase())
        && !is_demanded(parse, at, claims)
}

/// Whether the word is what somebody asks for ("demands for a pledge", "sought a promise"), so that nobody gave it.
fn is_demanded(parse: &Parse, at: usize, claims: &Claims) -> bool {
    let above = |t: usize| parse.token(t).head;
    let head = above(at);
    let asks = |t: usize| {
        let token = parse.token(t);
        let row = claims.cue(&token.lemma, token.pos);
        row.is_some_and(|w| w.act == Act::Stance(Stance::Demand))
    };
    let behind = parse.token(at).dep == "pobj" && asks(above(head));
    behind || (parse.token(at).dep == "dobj" && asks(head))
}

fn promise(parse: &Parse, noun: usize, claims: &Claims) -> Option<Draft> {
    let made = made(parse, noun, claims);
    let clause = made
        .and_then(|verb| {
            parse
                .child(verb, CLAUSE)
                .or_else(|| infinitive(parse, verb))
        })
        .or_else(|| clause(parse, noun))?;
    let subject = made.and_then(|verb| parse.child(verb, &["nsubj"]));
    let by = subject.map(|s| named(parse, s)).into_iter();
    let content: BTreeSet<usize> = parse.subtree(clause).into_iter().collect();
    let mut drafts = by.chain(authors(parse, noun)).map(|source| Draft {
        cue: noun,
        cue_tokens: vec![noun],
        source,
        content: BTreeSet::clone(&content),
        probability: 1.0,
        sureness: Sureness::default(),
        shares: BTreeMap::new(),
        met: Met::default(),
    });
    drafts.find(|draft| !people::speakers(parse, draft).is_empty())
}

/// The verb of "the promises that Sudland made": a relative clause whose verb takes its stance from its noun.
fn made(parse: &Parse, noun: usize, claims: &Claims) -> Option<usize> {
    let verb = parse.child(noun, &["relcl"])?;
    let token = parse.token(verb);
    let row = claims.cue(&token.lemma, token.pos);
    row.is_some_and(|w| w.act == Act::Noun).then_some(verb)
}

/// The infinitive that follows the word, whatever the parser put it below ("to honour the pledge that he gave to stay").
fn infinitive(parse: &Parse, at: usize) -> Option<usize> {
    let next = (at + 1 < parse.token_count()).then_some(at + 1)?;
    let head = parse.token(next).head;
    let opens = matches!(parse.token(next).dep, "aux" | "neg");
    (opens && head > next && parse.token(head).tag == "VB").then_some(head)
}

/// The clause below the noun, also behind its preposition ("its commitment to leaving").
fn clause(parse: &Parse, noun: usize) -> Option<usize> {
    let own = parse.child(noun, CLAUSE);
    own.or_else(|| parse.child(parse.child(noun, &["prep"])?, &["pcomp"]))
}
