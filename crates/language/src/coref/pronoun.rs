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
use lexicon::spelling::fold;
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
    let referent = match class {
        PronounClass::Plural => plural(ledger, mention),
        _ => own_subject(ledger, mention, class).or_else(|| best(ledger, mention, class)),
    };
    let Some(referent) = referent else {
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

/// The subject of the clause that holds a possessive, behind it too ("In his letter to Ann, Bob wrote").
fn own_subject(ledger: &Ledger<'_>, mention: usize, class: PronounClass) -> Option<usize> {
    let head = ledger.mentions[mention].head;
    if ledger.annotation.tokens[head].dep != "poss" {
        return None;
    }
    let subject = ledger.headed(clause_subject(ledger, head)?)?;
    let number = ledger.mentions[subject].referent?;
    let parted = is_parted(ledger, subject, mention);
    (!parted && agrees(ledger, &ledger.referents[number], class)).then_some(number)
}

/// Head of the subject of the nearest clause around token `token` that does not hold it.
fn clause_subject(ledger: &Ledger<'_>, token: usize) -> Option<usize> {
    let mut inside = token;
    for above in ledger.annotation.ancestors(token) {
        let subjects = ledger.annotation.children(above);
        let mut subjects =
            subjects.filter(|&c| SUBJECTS.contains(&ledger.annotation.tokens[c].dep));
        if let Some(subject) = subjects.find(|&c| c != inside) {
            return Some(subject);
        }
        inside = above;
    }
    None
}

/// Whom "they" and "their" stand for: the several subjects of the clause around, or of the sentence before.
fn plural(ledger: &mut Ledger<'_>, mention: usize) -> Option<usize> {
    let head = ledger.mentions[mention].head;
    let here = ledger.annotation.sentence_of(head)?;
    let around = clause_subject(ledger, head);
    if let Some(found) = around.and_then(|s| several(ledger, mention, s)) {
        return Some(found);
    }
    let before = ledger.annotation.sentences.get(here.checked_sub(1)?)?;
    let root = before
        .tokens
        .clone()
        .find(|&t| ledger.annotation.tokens[t].dep == "ROOT")?;
    let mut children = ledger.annotation.children(root);
    let subject = children.find(|&c| SUBJECTS.contains(&ledger.annotation.tokens[c].dep))?;
    several(ledger, mention, subject)
}

/// The several actors that the subject with head `subject` names: a list, a group, or a coordination.
fn several(ledger: &mut Ledger<'_>, mention: usize, subject: usize) -> Option<usize> {
    let first = ledger.headed(subject)?;
    if is_parted(ledger, first, mention) {
        return None;
    }
    let mut heads = vec![subject];
    for token in subject + 1..ledger.mentions[mention].head {
        let one = &ledger.annotation.tokens[token];
        if one.dep == "conj" && heads.contains(&one.head) {
            heads.push(token);
        }
    }
    let mut members: Vec<usize> = Vec::new();
    for &head in &heads {
        let number = ledger.mentions[ledger.headed(head)?].referent?;
        if !members.contains(&number) {
            members.push(number);
        }
    }
    if members.len() > 1
        && members
            .iter()
            .all(|&m| ledger.referents[m].members.is_empty())
    {
        return Some(ledger.list(mention, members));
    }
    let referent = &ledger.referents[members[0]];
    agrees(ledger, referent, PronounClass::Plural).then_some(members[0])
}

/// Whether the pronoun stands in a quotation that does not hold the candidate: speakers do not name themselves so.
fn is_parted(ledger: &Ledger<'_>, candidate: usize, mention: usize) -> bool {
    let pronoun = quoted_at(ledger, ledger.mentions[mention].span.start);
    pronoun.is_some() && quoted_at(ledger, ledger.mentions[candidate].span.start) != pronoun
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
        if !agrees(ledger, &ledger.referents[number], class)
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

fn agrees(ledger: &Ledger<'_>, referent: &Referent, class: PronounClass) -> bool {
    let is_person = referent.kind == ActorKind::Person || is_one_person(ledger, referent);
    let is_alone = referent.members.is_empty();
    match class {
        PronounClass::Masculine => {
            is_person && is_alone && referent.gender != Some(Gender::Feminine)
        }
        PronounClass::Feminine => {
            is_person && is_alone && referent.gender != Some(Gender::Masculine)
        }
        PronounClass::Neuter => {
            is_alone && matches!(referent.kind, ActorKind::State | ActorKind::Organisation)
        }
        PronounClass::Plural => {
            let is_group = matches!(referent.kind, ActorKind::Group | ActorKind::Unnamed);
            !is_alone || (is_group && !is_one_person(ledger, referent))
        }
    }
}

/// An office or unnamed actor described by a personal noun in the singular ("a spokesman").
fn is_one_person(ledger: &Ledger<'_>, referent: &Referent) -> bool {
    let name = fold(&referent.name);
    let words: Vec<&str> = name.split(' ').collect();
    let row = ledger.lexicon.nominals.title(&words);
    let is_described = matches!(
        referent.kind,
        ActorKind::Unnamed | ActorKind::Office | ActorKind::Group
    );
    is_described && row.is_some_and(|r| r.is_title || r.gender.is_some())
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
    let same_verb = c_token.head == p_token.head || shares_subject(ledger, c.head, p.head);
    let same_clause = !is_possessive && same_verb && c.head != p.head;
    let parted = is_parted(ledger, candidate, mention);
    let is_thing = class == PronounClass::Neuter;
    let is_subject = SUBJECTS.contains(&c_token.dep);
    let same_sentence = ledger.sentence(candidate) == ledger.sentence(mention);
    let safe = !is_thing || is_subject || (is_possessive && same_sentence && c_token.dep != "pobj");
    !is_inner && !same_clause && !parted && safe
}

/// Whether `subject` is that of a verb that the verb of the object `object` is joined to, and has no other: "Norland helped Sudland and urged it".
fn shares_subject(ledger: &Ledger<'_>, subject: usize, object: usize) -> bool {
    let tokens = &ledger.annotation.tokens;
    let own = |verb: usize| {
        let below = ledger.annotation.children(verb);
        below.map(|c| tokens[c].dep).any(|d| SUBJECTS.contains(&d))
    };
    let mut verb = tokens[object].head;
    if !matches!(tokens[object].dep, "dobj" | "dative") {
        return false;
    }
    while tokens[verb].dep == "conj" && tokens[verb].head < verb && !own(verb) {
        verb = tokens[verb].head;
    }
    SUBJECTS.contains(&tokens[subject].dep) && tokens[subject].head == verb
}

/// Number of the quoted stretch that holds byte `at`.
fn quoted_at(ledger: &Ledger<'_>, at: usize) -> Option<usize> {
    let quoted = &ledger.annotation.quoted;
    let next = quoted.partition_point(|q| q.span.start <= at);
    let last = next.checked_sub(1)?;
    (at < quoted[last].span.end).then_some(last)
}

/// Whether token `c` stands in the reported clause around token `p`, and whether the clause of `p` modifies the verb of `c`.
fn shared_clause(ledger: &Ledger<'_>, c: usize, p: usize) -> (bool, bool) {
    let tokens = &ledger.annotation.tokens;
    let (around, above) = (
        ledger.annotation.ancestors(p),
        ledger.annotation.ancestors(c),
    );
    let reported = around
        .iter()
        .find(|t| tokens[**t].dep == "ccomp" && above.contains(t));
    let adverbial = around.iter().find(|t| tokens[**t].dep == "advcl");
    let modifies = adverbial.is_some_and(|&a| {
        let mut verb = tokens[a].head;
        while tokens[verb].dep == "xcomp" && verb != tokens[c].head {
            verb = tokens[verb].head;
        }
        verb == tokens[c].head
    });
    (reported.is_some(), modifies)
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
    let is_object = matches!(c_token.dep, "dobj" | "pobj" | "dative");
    let is_main = is_subject && ledger.annotation.tokens[c_token.head].dep == "ROOT";
    let (reported, adverbial) = shared_clause(ledger, c.head, p.head);
    let mut weight = weights.base;
    weight += u32::from(is_subject) * weights.subject;
    weight += u32::from(is_main) * weights.main_subject;
    weight += u32::from(is_parallel) * weights.parallel;
    weight += u32::from(is_object) * weights.object;
    weight += u32::from(reported) * weights.reported;
    weight += u32::from(is_subject && adverbial) * weights.adverbial;
    weight.saturating_sub(distance * weights.sentence)
}
