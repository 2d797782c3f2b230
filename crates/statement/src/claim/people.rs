//! Who speaks, to whom, and through whom the words came.
//!
//! Takes a draft of a claim; returns numbers of [`model::Annotation::referents`]. Method: the mention
//! at the head of the source phrase speaks, with its conjuncts; where the head is a plain noun and an
//! apposition names a person, the person does; a relative pronoun speaks for the noun it belongs to.
//! Groups speak by their members. Known limit: a source in another sentence than the cue is found by
//! co-reference alone.
//!
//! Example: "White House spokesman John Kirby" speaks as John Kirby, not as the White House.

use super::draft::Draft;
use super::parse::Parse;
use super::stance;
use lexicon::claims::Claims;
use model::{Mention, MentionForm};

/// Referents that speak.
pub(super) fn speakers(parse: &Parse, draft: &Draft) -> Vec<usize> {
    let heads = phrase_heads(parse, &draft.source);
    let with_conjuncts = heads.into_iter().flat_map(|h| with_conjuncts(parse, h));
    let inside = |&t: &usize| draft.source.contains(&t);
    collect(parse, with_conjuncts.filter(inside).collect())
}

/// Referents spoken to.
pub(super) fn addressees(parse: &Parse, draft: &Draft, claims: &Claims) -> Vec<usize> {
    let row = stance::cue_word(parse, draft, claims);
    let is_hearer = |&c: &usize| {
        let token = parse.token(c);
        match token.dep {
            "dative" => true,
            "dobj" => row.is_some_and(|r| r.speaks_to_object),
            _ => false,
        }
    };
    let children = parse.children(draft.cue).iter().copied();
    let subject = clause_subject(parse, draft).filter(|_| row.is_some_and(|r| r.speaks_to_object));
    let by_preposition = children.clone().filter(|&c| {
        let token = parse.token(c);
        token.dep == "prep"
            && row.is_some_and(|r| r.speaks_to.contains(&token.lemma.to_lowercase()))
    });
    let objects = by_preposition.filter_map(|p| parse.child(p, &["pobj"]));
    let direct = children
        .filter(is_hearer)
        .map(|c| parse.child(c, &["pobj"]).unwrap_or(c));
    let heads = direct.chain(objects).chain(subject);
    let found = heads.flat_map(|h| with_conjuncts(parse, h)).collect();
    collect(parse, found)
}

/// "urged them to leave": the parser makes the one spoken to the subject of an infinitive.
fn clause_subject(parse: &Parse, draft: &Draft) -> Option<usize> {
    let clause = parse.child(draft.cue, &["ccomp", "xcomp"])?;
    let to = parse
        .child(clause, &["aux"])
        .filter(|&a| parse.token(a).tag == "TO");
    to.and_then(|_| parse.child(clause, &["nsubj"]))
}

/// Referents through whom the words came: "as cited in AP".
pub(super) fn via(parse: &Parse, draft: &Draft, claims: &Claims) -> Vec<usize> {
    let outside = |t: &usize| !draft.content.contains(t) && !draft.source.contains(t);
    let tokens = parse.sentence_tokens(draft.cue).filter(outside);
    let carries = |&t: &usize| {
        let alone = claims
            .phrases
            .carried_alone
            .contains(&parse.token(t).lemma.to_lowercase());
        alone || is_carrier(parse, t, claims) && parse.token(t).head != draft.cue
    };
    let prepositions = tokens
        .filter(|&t| parse.token(t).pos == "ADP")
        .filter(carries);
    let objects = prepositions.filter_map(|p| parse.child(p, &["pobj"]));
    let heads = objects.flat_map(|o| with_conjuncts(parse, o));
    collect(parse, heads.collect())
}

/// Whether the preposition at `at` goes with a carrier: the "in" of "cited in".
fn is_carrier(parse: &Parse, at: usize, claims: &Claims) -> bool {
    let lemma = |t: usize| parse.token(t).lemma.to_lowercase();
    claims.phrases.carried_by.contains(&lemma(at))
        && claims
            .phrases
            .carriers
            .contains(&lemma(parse.token(at).head))
}

/// Whether a draft is nothing but the way by which words came ("as cited in AP"), no claim of its own.
pub(super) fn is_way(parse: &Parse, draft: &Draft, claims: &Claims) -> bool {
    let reach = parse.reach(draft.cue);
    is_carrier_clause(parse, draft.cue, claims) && draft.content.iter().all(|t| reach.contains(t))
}

/// Whether a clause tells by whom words were carried: "as quoted by AP".
pub(super) fn is_carrier_clause(parse: &Parse, at: usize, claims: &Claims) -> bool {
    let children = || parse.children(at).iter().copied();
    let introduced = children().any(|c| c < at && parse.token(c).pos == "SCONJ");
    introduced && children().any(|c| is_carrier(parse, c, claims))
}

/// The tokens of a phrase that nothing else in it governs.
fn phrase_heads(parse: &Parse, phrase: &[usize]) -> Vec<usize> {
    let governed = |t: usize| parse.token(t).head != t && phrase.contains(&parse.token(t).head);
    let free = phrase.iter().copied();
    free.filter(|&t| !parse.is_mark(t) && !governed(t))
        .collect()
}

/// `head` and what is coordinated with it, to any depth.
fn with_conjuncts(parse: &Parse, head: usize) -> Vec<usize> {
    let mut found = vec![head];
    let mut next = 0;
    while next < found.len() {
        let children = parse.children(found[next]).iter().copied();
        found.extend(children.filter(|&c| parse.token(c).dep == "conj"));
        next += 1;
    }
    found
}

/// The referents at `heads`, groups replaced by their members, each once, in order.
fn collect(parse: &Parse, heads: Vec<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    for referent in heads.into_iter().filter_map(|h| referent_at(parse, h)) {
        let members = parse
            .annotation
            .referents
            .get(referent)
            .map_or(&[][..], |r| &r.members);
        let all = if members.is_empty() {
            std::slice::from_ref(&referent)
        } else {
            members
        };
        for one in all {
            if !found.contains(one) {
                found.push(*one);
            }
        }
    }
    found
}

/// The referent meant by the noun phrase with head `head`.
fn referent_at(parse: &Parse, head: usize) -> Option<usize> {
    let head = antecedent(parse, head);
    let own = mention_at(parse, head);
    if own.is_some_and(|m| m.form == MentionForm::Name) {
        return own.and_then(|m| m.referent);
    }
    let named = parse
        .children(head)
        .iter()
        .filter(|&&c| parse.token(c).dep == "appos");
    let named = named
        .filter_map(|&c| mention_at(parse, c))
        .find(|m| m.form == MentionForm::Name && m.referent.is_some());
    let below = || named.or(own).and_then(|m| m.referent);
    below().or_else(|| {
        parse
            .annotation
            .mention_at(head)
            .and_then(|m| parse.annotation.mentions[m].referent)
    })
}

/// A relative pronoun's noun; any other word itself.
fn antecedent(parse: &Parse, at: usize) -> usize {
    let relative = matches!(parse.token(at).tag, "WP" | "WDT");
    let clause = parse.token(at).head;
    if relative && parse.token(clause).dep == "relcl" {
        return parse.token(clause).head;
    }
    at
}

fn mention_at<'p>(parse: &'p Parse, head: usize) -> Option<&'p Mention> {
    parse.annotation.mentions.iter().find(|m| m.head == head)
}
