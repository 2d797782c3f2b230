//! What a claim is about: its content's telling words, or the earlier claim that it takes up.
//!
//! Takes drafts of claims; returns sorted lemmas, and for "denied these claims" the number of the
//! claim meant. Method: content words without the stop words of `data/en/stopwords.txt`; a content
//! without any of its own, whose main word is listed as taking up ("these allegations", "it"), means
//! the nearest earlier claim of other speakers. Known limit: the nearest is taken, not the likeliest.
//!
//! Example: "that Lee sold the port" is about `["Lee", "port", "sell"]`.

use super::draft::Draft;
use super::parse::Parse;
use super::stance;
use lexicon::Lexicon;
use model::{Claim, Stance};
use std::collections::BTreeSet;

/// Words of a content that takes up an earlier claim, at most ("any and all such claims").
const SHORT: usize = 6;

/// Sorted lemmas of the content's nouns, names, verbs, adjectives and numbers.
pub(super) fn topic(parse: &Parse, draft: &Draft, lexicon: &Lexicon) -> Vec<String> {
    if takes_up(parse, draft, lexicon) {
        return Vec::new();
    }
    let telling = |t: &usize| {
        matches!(
            parse.token(*t).pos,
            "NOUN" | "PROPN" | "VERB" | "ADJ" | "NUM"
        )
    };
    let lemmas = draft
        .content
        .iter()
        .filter(|t| telling(t))
        .map(|&t| parse.token(t).lemma.clone());
    let kept: BTreeSet<String> = lemmas
        .filter(|l| !lexicon.merge.is_stopword(&l.to_lowercase()))
        .collect();
    kept.into_iter()
        .filter(|l| l.chars().any(char::is_alphanumeric))
        .collect()
}

/// Number of the claim that `draft` takes up among the `earlier` ones: for a denial the nearest accusation of somebody else,
/// else the nearest assertion.
pub(super) fn about(
    parse: &Parse,
    draft: &Draft,
    (earlier, speakers): (&[Claim], &[usize]),
    lexicon: &Lexicon,
) -> Option<usize> {
    if !takes_up(parse, draft, lexicon) {
        return None;
    }
    let own = |c: &Claim| c.speakers.iter().any(|s| speakers.contains(s));
    let nearest = |fits: &dyn Fn(&Claim) -> bool| {
        let mut told = earlier.iter().enumerate().rev();
        told.find(|(_, c)| !c.topic.is_empty() && fits(c))
            .map(|(n, _)| n)
    };
    if stance::stance(parse, draft, &lexicon.claims) == Stance::Deny {
        // What is denied was charged or said by somebody else; nobody denies a demand or a promise.
        let charged = nearest(&|c| c.stance == Stance::Accuse && !own(c));
        return charged.or_else(|| nearest(&|c| c.stance == Stance::Assert && !own(c)));
    }
    let told = nearest(&|c| c.stance != Stance::Decline && !own(c));
    told.or_else(|| nearest(&|_| true))
}

/// Whether the content only points to what was said.
fn takes_up(parse: &Parse, draft: &Draft, lexicon: &Lexicon) -> bool {
    let phrases = &lexicon.claims.phrases;
    let words: Vec<usize> = draft
        .content
        .iter()
        .copied()
        .filter(|&t| !parse.is_mark(t))
        .collect();
    let heads = stance::heads(parse, draft);
    let [head] = heads[..] else {
        return false;
    };
    let lemma = |t: usize| parse.token(t).lemma.to_lowercase();
    let pointer = |t: usize| phrases.pointers.contains(&lemma(t));
    if words.len() == 1 {
        return pointer(head) || phrases.takes_up.contains(&lemma(head));
    }
    let open = parse
        .child(head, &["acl", "relcl", "prep", "ccomp"])
        .is_some();
    words.len() <= SHORT && !open && phrases.takes_up.contains(&lemma(head))
}
