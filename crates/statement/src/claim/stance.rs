//! What a speaker does by a claim, and how sure.
//!
//! Takes a draft of a claim; returns its [`Stance`] and [`Certainty`]. Method: the cue's row in
//! `data/en/cues.csv` decides, by its noun where the verb is light ("issued a warning"), turned by a
//! negation; where the cue only asserts or wonders, the main words of the content may say more
//! (`data/en/content-stances.csv`). Certainty is the weakest of the cue's and the hedges' around it.
//! Known limit: irony, and what only the context makes a threat.
//!
//! Example: "said that they must leave" is a demand, "said that they may leave" is possible only.

use super::draft::Draft;
use super::parse::Parse;
use lexicon::claims::{Act, Claims, CueWord, Place};
use model::{Certainty, Stance};

/// Labels below a clause's main word that hold its object or predicate.
const OBJECTS: &[&str] = &["dobj", "attr", "pobj", "acomp", "oprd"];
/// Labels below a verb that make one cue with it.
const PARTICLES: &[&str] = &["prep", "prt", "advmod"];
/// Labels below a clause's main word that open a further main word.
const CLAUSES: &[&str] = &["conj", "ccomp", "xcomp", "advcl"];

/// The stance of `draft`.
pub(super) fn stance(parse: &Parse, draft: &Draft, claims: &Claims) -> Stance {
    let Some(word) = cue_word(parse, draft, claims) else {
        return by_content(parse, draft, claims).unwrap_or(Stance::Assert);
    };
    if is_negated(parse, draft) {
        return word.negated;
    }
    match word.act {
        Act::Stance(stance @ (Stance::Assert | Stance::Speculate)) => {
            by_content(parse, draft, claims).unwrap_or(stance)
        }
        Act::Stance(stance) => stance,
        Act::Noun => Stance::Assert,
    }
}

/// The row that decides: the cue's with its preposition ("called for"), the cue's alone, or that of the
/// noun which goes with a light verb.
pub(super) fn cue_word<'c>(
    parse: &Parse,
    draft: &Draft,
    claims: &'c Claims,
) -> Option<&'c CueWord> {
    let row = |at: usize| claims.cue(&parse.token(at).lemma, parse.token(at).pos);
    let own = with_preposition(parse, draft.cue, claims).or_else(|| row(draft.cue));
    if own.is_some_and(|w| w.act != Act::Noun) {
        return own;
    }
    let other = draft.cue_tokens.iter().copied().filter(|&t| t != draft.cue);
    let object = parse.child(draft.cue, &["dobj", "nsubjpass"]);
    let below = object
        .into_iter()
        .flat_map(|o| std::iter::once(o).chain(conjuncts(parse, o)));
    let named = other
        .chain(below)
        .filter_map(row)
        .find(|w| w.act != Act::Noun);
    named.or(own)
}

/// The row of a verb together with its particle or preposition, such as `call for`.
fn with_preposition<'c>(parse: &Parse, cue: usize, claims: &'c Claims) -> Option<&'c CueWord> {
    let verb = parse.token(cue);
    let joined = |&c: &usize| {
        let child = parse.token(c);
        let fits = PARTICLES.contains(&child.dep);
        fits.then(|| claims.cue(&format!("{} {}", verb.lemma, child.lemma), verb.pos))?
    };
    parse.children(cue).iter().find_map(joined)
}

fn conjuncts<'p>(parse: &'p Parse, at: usize) -> impl Iterator<Item = usize> + 'p {
    let children = parse.children(at).iter().copied();
    children.filter(|&c| parse.token(c).dep == "conj")
}

fn is_negated(parse: &Parse, draft: &Draft) -> bool {
    parse.child(draft.cue, &["neg"]).is_some()
}

/// The tokens of the content that no other token of it governs.
pub(super) fn heads(parse: &Parse, draft: &Draft) -> Vec<usize> {
    let governed =
        |t: usize| parse.token(t).head != t && draft.content.contains(&parse.token(t).head);
    let free = draft.content.iter().copied();
    free.filter(|&t| !parse.is_mark(t) && !governed(t))
        .collect()
}

/// The stance that the first telling word of the content gives.
fn by_content(parse: &Parse, draft: &Draft, claims: &Claims) -> Option<Stance> {
    let heads = main_words(parse, draft);
    // "Could be a violation" accuses as "could violate" does, whose main word comes first too.
    let by_object = || heads.iter().find_map(|&h| told_by_object(parse, h, claims));
    let of_own = heads.iter().find_map(|&h| own_act(parse, h, claims));
    of_own
        .or_else(|| heads.iter().find_map(|&h| threat(parse, h, claims)))
        .or_else(|| heads.iter().find_map(|&h| told_by_head(parse, h, claims)))
        .or_else(|| by_object().filter(|s| *s == Stance::Accuse))
        .or_else(|| heads.iter().find_map(|&h| told_near(parse, h, claims)))
        .or_else(by_object)
}

/// The content's heads and the clauses right below them.
fn main_words(parse: &Parse, draft: &Draft) -> Vec<usize> {
    let heads = heads(parse, draft);
    let below = |&h: &usize| {
        let children = parse.children(h).iter().copied();
        children.filter(|&c| CLAUSES.contains(&parse.token(c).dep) && draft.content.contains(&c))
    };
    let clauses: Vec<usize> = heads.iter().flat_map(below).collect();
    heads.into_iter().chain(clauses).collect()
}

/// "We urge them to leave": the speaker names the act in the first person.
fn own_act(parse: &Parse, head: usize, claims: &Claims) -> Option<Stance> {
    let subject = parse.child(head, &["nsubj"])?;
    let first_person = parse.token(subject).morph.contains("Person=1");
    let row = claims.cue(&parse.token(head).lemma, parse.token(head).pos)?;
    let object = parse.child(head, &["dobj"]);
    let noun = || object.and_then(|o| claims.cue(&parse.token(o).lemma, parse.token(o).pos));
    let act = if row.act == Act::Noun {
        noun()?.act
    } else {
        row.act
    };
    let negated = parse.child(head, &["neg"]).is_some();
    match act {
        _ if !first_person => None,
        _ if negated => Some(row.negated),
        Act::Stance(stance) if stance != Stance::Assert => Some(stance),
        _ => None,
    }
}

fn threat(parse: &Parse, head: usize, claims: &Claims) -> Option<Stance> {
    let condition = |&c: &usize| {
        let mark = parse.child(c, &["mark"])?;
        told_at(parse, (mark, Place::If), claims)
    };
    parse.children(head).iter().find_map(condition)?;
    let clauses = std::iter::once(head).chain(parse.subtree(head));
    let mut answers = clauses.filter(|&c| matches!(parse.token(c).pos, "VERB" | "NOUN"));
    answers.find_map(|c| told_at(parse, (c, Place::Answer), claims))
}

fn told_at(parse: &Parse, (at, place): (usize, Place), claims: &Claims) -> Option<Stance> {
    let token = parse.token(at);
    claims
        .content(place, &token.lemma, token.pos)
        .map(|row| row.stance)
}

fn told_near(parse: &Parse, head: usize, claims: &Claims) -> Option<Stance> {
    let near = parse.children(head).iter();
    near.copied()
        .find_map(|c| told_at(parse, (c, Place::Near), claims))
}

/// By the main word with its particle or preposition ("runs against"), or alone.
fn told_by_head(parse: &Parse, head: usize, claims: &Claims) -> Option<Stance> {
    let verb = parse.token(head);
    let joined = |&c: &usize| {
        let child = parse.token(c);
        let pair = format!("{} {}", verb.lemma, child.lemma);
        let row = claims.content(Place::Head, &pair, verb.pos);
        row.filter(|_| PARTICLES.contains(&child.dep))
            .map(|r| r.stance)
    };
    let pairs = parse.children(head).iter().find_map(joined);
    pairs.or_else(|| told_at(parse, (head, Place::Head), claims))
}

/// By an object or predicate, also behind a preposition ("in violation of", "as a provocation"), by what is
/// coordinated with it, or by an adjective on it ("a provocative act").
fn told_by_object(parse: &Parse, head: usize, claims: &Claims) -> Option<Stance> {
    let near = || parse.children(head).iter().copied();
    let direct = near().filter(|&c| OBJECTS.contains(&parse.token(c).dep));
    let phrases = near().filter(|&c| parse.token(c).dep == "prep");
    let behind = phrases.filter_map(|p| parse.child(p, &["pobj"]));
    let objects = direct.chain(behind);
    let objects = objects.flat_map(|o| std::iter::once(o).chain(conjuncts(parse, o)));
    let mut words = objects.flat_map(|o| {
        let adjectives = parse.children(o).iter().copied();
        let adjectives = adjectives.filter(|&c| parse.token(c).dep == "amod");
        std::iter::once(o).chain(adjectives)
    });
    words.find_map(|c| told_at(parse, (c, Place::Object), claims))
}

/// How sure `draft` is: the weakest of its cue, the hedges beside the cue and those of its content.
pub(super) fn certainty(parse: &Parse, draft: &Draft, claims: &Claims) -> Certainty {
    let own = cue_word(parse, draft, claims).map(|w| w.certainty);
    let hedge = |at: usize| claims.hedge(&parse.token(at).lemma, parse.token(at).pos);
    let beside = parse
        .children(draft.cue)
        .iter()
        .copied()
        .filter(|t| !draft.content.contains(t));
    let heads = heads(parse, draft);
    let below = heads
        .iter()
        .flat_map(|&h| parse.children(h).iter().copied());
    let hedges = beside
        .chain(heads.iter().copied())
        .chain(below)
        .filter_map(hedge);
    hedges.chain(own).max().unwrap_or(Certainty::Certain)
}
