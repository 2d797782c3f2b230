//! The claim that a denial carries in its own words: "denied a Norlandic report that it sold the port".
//!
//! Takes the draft of a denial; returns the draft of the claim that it denies, where the denied noun is one
//! by which claims are taken up (`takes_up` of `data/en/attribution-phrases.toml`), somebody is named as its
//! author, and a clause says what was claimed. The one exception to flat contents: without it the denial would
//! stand without what it answers. Known limit: only the first such noun of a content.
//!
//! Example: "Sudland denied Norland's claim that it sold the port" gives source "Norland", cue "claim",
//! content "that it sold the port".

use super::draft::{Draft, Sureness};
use super::parse::Parse;
use super::part::Met;
use super::{people, stance};
use lexicon::claims::Claims;
use model::Stance;
use std::collections::BTreeMap;

/// Labels of names before a noun that stand for its author.
const BEFORE: &[&str] = &["poss", "compound", "nmod", "amod"];
/// Labels of the clause or phrase after a noun that says what was claimed.
const SAID: &[&str] = &["acl", "ccomp", "relcl"];
/// Labels of prepositions below a noun.
const AFTER: &[&str] = &["prep", "agent"];

/// The claim that `denial` carries.
pub(super) fn carried(parse: &Parse, denial: &Draft, claims: &Claims) -> Option<Draft> {
    (stance::stance(parse, denial, claims) == Stance::Deny).then_some(())?;
    let takes_up = |&t: &usize| {
        let token = parse.token(t);
        let lemma = token.lemma.to_lowercase();
        token.pos == "NOUN" && claims.phrases.takes_up.contains(&lemma)
    };
    let cue = stance::heads(parse, denial).into_iter().find(takes_up)?;
    let said = parse.child(cue, SAID)?;
    let content = parse.subtree(said).into_iter().collect();
    let mut authors = authors(parse, cue).map(|source| Draft {
        cue,
        cue_tokens: vec![cue],
        source,
        content: std::collections::BTreeSet::clone(&content),
        probability: denial.probability,
        sureness: Sureness::default(),
        shares: BTreeMap::new(),
        met: Met::default(),
    });
    authors.find(|draft| !people::speakers(parse, draft).is_empty())
}

/// Phrases that may name whose noun it is, nearest label first.
pub(super) fn authors<'p>(parse: &'p Parse, cue: usize) -> impl Iterator<Item = Vec<usize>> + 'p {
    let labelled = |labels: &'static [&'static str]| {
        let children = parse.children(cue).iter().copied();
        children.filter(move |&c| labels.contains(&parse.token(c).dep))
    };
    let before = labelled(BEFORE).map(|c| named(parse, c));
    let objects = labelled(AFTER).filter_map(|p| parse.child(p, &["pobj"]));
    before.chain(objects.map(|o| named(parse, o)))
}

/// The phrase at `head` without the mark of its possessive.
pub(super) fn named(parse: &Parse, head: usize) -> Vec<usize> {
    let mut tokens = parse.subtree(head);
    tokens.retain(|&t| parse.token(t).dep != "case");
    tokens
}
