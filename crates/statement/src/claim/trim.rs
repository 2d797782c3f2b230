//! What stands among the words of a claim and is none of its content: when, where and by whom it was carried.
//!
//! Takes a draft of a claim; returns it without phrases of time ("on Thursday"), of an occasion ("at a summit")
//! and of a carrier ("as quoted by AP") that hang on its cue, and with the noun in place of a bare relative
//! pronoun. Last step of the claim reader before spans are made. Words of occasions and carriers are data
//! (`data/en/attribution-phrases.toml`). Known limit: a time that the parser hangs on a noun of the content stays.
//!
//! Example: "They agreed at a summit on Friday to meet" has the content "to meet", the cue "agreed".

use super::draft::Draft;
use super::parse::Parse;
use super::people;
use lexicon::claims::{Act, Claims};

/// Labels of clauses, which stay content where the noun that they hang on is none.
const CLAUSES: &[&str] = &["acl", "advcl", "ccomp", "xcomp"];
/// Labels of phrases that tell when and where.
const ADJUNCTS: &[&str] = &["prep", "npadvmod", "agent", "tmod"];
/// Tags of relative pronouns.
const RELATIVE: &[&str] = &["WDT", "WP"];

/// `draft` without what only surrounds its content; `None` where no word is left.
pub(super) fn trimmed(parse: &Parse, mut draft: Draft, claims: &Claims) -> Option<Draft> {
    for phrase in around(parse, &draft, claims) {
        for at in phrase {
            draft.content.remove(&at);
        }
    }
    name_relative(parse, &mut draft);
    let has_words = draft.content.iter().any(|&t| !parse.is_mark(t));
    has_words.then_some(())?;
    close_cue(parse, &mut draft);
    Some(draft)
}

/// The phrases of time, occasion and carrier on the cue and on the nouns of speaking below it.
fn around(parse: &Parse, draft: &Draft, claims: &Claims) -> Vec<Vec<usize>> {
    let speaks = |&c: &usize| {
        let token = parse.token(c);
        let row = claims.cue(&token.lemma, token.pos);
        token.dep == "dobj" && row.is_some_and(|r| r.act != Act::Noun)
    };
    let nouns = parse.children(draft.cue).iter().copied().filter(speaks);
    let heads = std::iter::once(draft.cue).chain(nouns);
    let below = heads.flat_map(|h| parse.children(h).iter().copied().map(move |c| (h, c)));
    let settings = below.filter(|&(h, c)| is_setting(parse, (h, c), claims));
    let settings = settings.map(|(_, c)| without_clauses(parse, c));
    let carriers = draft.content.iter().copied();
    let carriers = carriers.filter(|&t| people::is_carrier_clause(parse, t, claims));
    let carriers = carriers.filter(|&t| parse.quote(t) == 0 && t != draft.cue);
    settings.chain(carriers.map(|t| parse.subtree(t))).collect()
}

/// Whether the phrase at `at`, below `head`, tells when or on which occasion.
fn is_setting(parse: &Parse, (head, at): (usize, usize), claims: &Claims) -> bool {
    let token = parse.token(at);
    if !ADJUNCTS.contains(&token.dep) || parse.quote(at) != parse.quote(head) {
        return false;
    }
    let object = parse.child(at, &["pobj"]).unwrap_or(at);
    let is_time = || {
        let span = parse.token(object).span;
        let times = &parse.annotation.times;
        let after = times.partition_point(|t| t.span.end <= span.start);
        times.get(after).is_some_and(|t| t.span.contains(span))
    };
    is_time() || object != at && is_occasion(parse, (head, at, object), claims)
}

/// Whether a preposition and its object name an occasion or a site, and the verb asks for no such object.
fn is_occasion(parse: &Parse, (head, at, object): (usize, usize, usize), claims: &Claims) -> bool {
    let lemma = |t: usize| parse.token(t).lemma.to_lowercase();
    let verb = parse.token(head);
    let entity = parse.token(object).entity;
    let pair = format!("{} {}", verb.lemma, lemma(at));
    let is_named_site = matches!(entity, "FAC" | "GPE" | "LOC");
    let phrases = &claims.phrases;
    let asked = claims.cue(&pair, verb.pos).is_some();
    !asked
        && (phrases.occasion_prepositions.contains(&lemma(at))
            && phrases.occasions.contains(&lemma(object))
            || phrases.site_prepositions.contains(&lemma(at)) && is_named_site)
}

/// The subtree of `at` without the clauses on it ("at a summit | to reopen the border").
fn without_clauses(parse: &Parse, at: usize) -> Vec<usize> {
    let mut found = vec![at];
    let mut next = 0;
    while next < found.len() {
        let children = parse.children(found[next]).iter().copied();
        found.extend(children.filter(|&c| !CLAUSES.contains(&parse.token(c).dep)));
        next += 1;
    }
    found
}

/// Puts the noun that a bare relative pronoun stands for in its place ("the plan, which officials announced").
fn name_relative(parse: &Parse, draft: &mut Draft) {
    let mut words = draft.content.iter().copied().filter(|&t| !parse.is_mark(t));
    let (Some(pronoun), None) = (words.next(), words.next()) else {
        return;
    };
    let clause = parse.token(pronoun).head;
    let noun = parse.token(clause).head;
    let relative = RELATIVE.contains(&parse.token(pronoun).tag);
    if !relative || parse.token(clause).dep != "relcl" || noun == clause {
        return;
    }
    let below = parse.reach(clause);
    let phrase = parse.subtree(noun).into_iter();
    let named: Vec<usize> = phrase
        .take_while(|t| !below.contains(t))
        .filter(|t| !draft.source.contains(t) && !draft.cue_tokens.contains(t))
        .collect();
    if !named.is_empty() {
        draft.content = named.into_iter().collect();
    }
}

/// Takes a preposition off the end of the cue whose object is no content ("expressed concern on").
fn close_cue(parse: &Parse, draft: &mut Draft) {
    while let Some(&last) = draft.cue_tokens.last() {
        let object = parse.child(last, &["pobj", "pcomp"]);
        let kept = |o: usize| draft.content.contains(&o) || draft.source.contains(&o);
        let is_open = parse.token(last).dep == "prep" && object.is_some_and(|o| !kept(o));
        if !is_open || last == draft.cue {
            return;
        }
        draft.cue_tokens.pop();
    }
}
