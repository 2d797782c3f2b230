//! Pronouns: he, she, it, they, where gender, number and grammar leave one actor.
//!
//! Takes the ledger when everything to the left is resolved; ties one pronoun or leaves it. The
//! candidates of the sentence and the few before it are weighed by salience: subjects before others,
//! near before far, parallel subjects first (Hobbs 1978; Lappin and Leass 1994). Two candidates of equal
//! weight tie nothing. Known limit: "it" and "they" are tied to subjects only.
//!
//! Example: "Kirby spoke on Monday. He declined to say more." ties "He" to Kirby.

use super::ledger::Ledger;
use lexicon::people::PronounClass;
use model::{ActorKind, Gender, MentionForm, Referent};

/// Relations of subjects.
const SUBJECTS: [&str; 2] = ["nsubj", "nsubjpass"];

/// Ties the pronoun `mention`; other mentions are left as they are.
pub(super) fn link(ledger: &mut Ledger<'_>, mention: usize) {
    let one = &ledger.mentions[mention];
    if one.form != MentionForm::Pronoun || one.referent.is_some() {
        return;
    }
    let Some(class) = ledger.lexicon.people.pronoun(ledger.text(mention)) else {
        return;
    };
    let Some(referent) = best(ledger, mention, class) else {
        return;
    };
    if ledger.referents[referent].kind == ActorKind::Person
        && ledger.referents[referent].gender.is_none()
    {
        ledger.referents[referent].gender = gender_of(class);
    }
    ledger.tie(mention, referent);
}

fn gender_of(class: PronounClass) -> Option<Gender> {
    match class {
        PronounClass::Masculine => Some(Gender::Masculine),
        PronounClass::Feminine => Some(Gender::Feminine),
        PronounClass::Neuter | PronounClass::Plural => None,
    }
}

/// The candidate of greatest weight, unless another weighs as much.
fn best(ledger: &Ledger<'_>, mention: usize, class: PronounClass) -> Option<usize> {
    let here = ledger.sentence(mention)?;
    let limit = ledger.lexicon.coreference.pronoun_sentences;
    let mut weights: Vec<(usize, u32)> = Vec::new();
    let near = ledger
        .before(mention)
        .take_while(|&m| ledger.sentence(m).is_some_and(|s| s + limit >= here));
    for candidate in near {
        let Some(number) = ledger.mentions[candidate].referent else {
            continue;
        };
        if !agrees(&ledger.referents[number], class)
            || !may_stand_for(ledger, candidate, mention, class)
        {
            continue;
        }
        let weight = weight(ledger, candidate, mention);
        match weights.iter_mut().find(|(r, _)| *r == number) {
            Some((_, known)) => *known = (*known).max(weight),
            None => weights.push((number, weight)),
        }
    }
    let (referent, most) = weights.iter().copied().max_by_key(|(_, w)| *w)?;
    let rivals = weights.iter().filter(|(_, w)| *w == most).count();
    (rivals == 1).then_some(referent)
}

fn agrees(referent: &Referent, class: PronounClass) -> bool {
    let is_person = referent.kind == ActorKind::Person
        || (matches!(referent.kind, ActorKind::Unnamed | ActorKind::Office)
            && referent.members.is_empty());
    match class {
        PronounClass::Masculine => is_person && referent.gender != Some(Gender::Feminine),
        PronounClass::Feminine => is_person && referent.gender != Some(Gender::Masculine),
        PronounClass::Neuter => {
            matches!(referent.kind, ActorKind::State | ActorKind::Organisation)
                && referent.members.is_empty()
        }
        PronounClass::Plural => {
            !referent.members.is_empty()
                || matches!(referent.kind, ActorKind::Group | ActorKind::Unnamed)
        }
    }
}

/// What grammar forbids: names inside adjectives, the other arguments of the pronoun's own verb, the
/// speaker of a quotation inside it, and for "it" and "they" all but subjects.
fn may_stand_for(
    ledger: &Ledger<'_>,
    candidate: usize,
    mention: usize,
    class: PronounClass,
) -> bool {
    let (c, p) = (&ledger.mentions[candidate], &ledger.mentions[mention]);
    let (c_token, p_token) = (
        &ledger.annotation.tokens[c.head],
        &ledger.annotation.tokens[p.head],
    );
    let is_inner = matches!(c_token.dep, "compound" | "amod" | "nmod") || c.label == "NORP";
    let is_possessive = p_token.dep == "poss";
    let same_clause = !is_possessive && c_token.head == p_token.head && c.head != p.head;
    let parted = quoted_at(ledger, c.span.start) != quoted_at(ledger, p.span.start)
        && quoted_at(ledger, p.span.start).is_some();
    let is_thing = matches!(class, PronounClass::Neuter | PronounClass::Plural);
    let is_subject = SUBJECTS.contains(&c_token.dep);
    let same_sentence = ledger.sentence(candidate) == ledger.sentence(mention);
    let safe = !is_thing || is_subject || (is_possessive && same_sentence && c_token.dep != "pobj");
    !is_inner && !same_clause && !parted && safe
}

/// Number of the quoted stretch that holds byte `at`.
fn quoted_at(ledger: &Ledger<'_>, at: usize) -> Option<usize> {
    let quoted = &ledger.annotation.quoted;
    let next = quoted.partition_point(|q| q.span.start <= at);
    let last = next.checked_sub(1)?;
    (at < quoted[last].span.end).then_some(last)
}

/// Salience of `candidate` for the pronoun `mention`, by the weights of the lexicon.
fn weight(ledger: &Ledger<'_>, candidate: usize, mention: usize) -> u32 {
    let weights = &ledger.lexicon.coreference.pronoun;
    let (c, p) = (&ledger.mentions[candidate], &ledger.mentions[mention]);
    let (c_token, p_token) = (
        &ledger.annotation.tokens[c.head],
        &ledger.annotation.tokens[p.head],
    );
    let (here, there) = (
        ledger.sentence(mention).unwrap_or(0),
        ledger.sentence(candidate).unwrap_or(0),
    );
    let distance = (here - there.min(here)) as u32;
    let is_subject = SUBJECTS.contains(&c_token.dep);
    let is_parallel = is_subject && SUBJECTS.contains(&p_token.dep);
    let owner = ledger.annotation.tokens[p_token.head].head;
    let is_own_subject = p_token.dep == "poss"
        && is_subject
        && ledger.annotation.ancestors(p.head).contains(&c_token.head)
        && owner != p_token.head;
    let is_object = matches!(c_token.dep, "dobj" | "pobj" | "dative");
    let is_main = is_subject && ledger.annotation.tokens[c_token.head].dep == "ROOT";
    let mut weight = weights.base;
    weight += u32::from(is_subject) * weights.subject;
    weight += u32::from(is_main) * weights.main_subject;
    weight += u32::from(is_parallel) * weights.parallel;
    weight += u32::from(is_own_subject) * weights.own_subject;
    weight += u32::from(is_object) * weights.object;
    weight.saturating_sub(distance * weights.sentence)
}
