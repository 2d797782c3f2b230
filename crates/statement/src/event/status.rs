//! Whether an event happened, as its sentence tells it.
//!
//! Takes the trigger and the claims around it; returns a status. In this order: negation, words at the
//! trigger, auxiliaries, the verb or noun that governs it, conditions, the stance of the claim whose
//! content holds it, tense. The words stand in `event-status.csv`; the scheme follows graded event
//! factuality (Saurí & Pustejovsky 2009; Stanovsky et al. 2017). Known limit: double negation counts once.
//!
//! Example: "supplying" in "accused Norland of supplying arms" is alleged.

use super::tree::Tree;
use super::trigger::modality;
use lexicon::events::{Events, Kind, Standing};
use model::{Certainty, Claim, Stance, Status};

/// Governors further up than this say nothing of the trigger.
const GOVERNORS: usize = 3;

/// Status of the event at `trigger`, whose claim is `claim`.
pub(crate) fn status(
    tree: &Tree<'_>,
    trigger: usize,
    lexicon: &Events,
    claim: Option<&Claim>,
) -> Status {
    // "could still fall", "could still begin to fall": what goes on under a modal does not.
    let risen = raised(tree, trigger, lexicon);
    let open = modality(tree, clause_verb(tree, risen), lexicon).is_some();
    let goes_on = |s: &Status| open && *s == Status::Ongoing;
    if let Some(status) = at_word(tree, trigger, lexicon).filter(|s| !goes_on(s)) {
        return status;
    }
    if is_given(tree, trigger) {
        return contested(tree, trigger, lexicon).unwrap_or(Status::Occurred);
    }
    let trigger = risen;
    let anchor = clause_verb(tree, trigger);
    let attitude = lexicon.status(Standing::Governor, tree.lemma(trigger));
    let known = |c: &&Claim| c.stance == Stance::Accuse && is_known(tree, trigger, lexicon);
    let told = claim.filter(|_| attitude.is_none() && !is_taken_for_granted(tree, trigger));
    let told = told.filter(|c| !known(c));
    at_word(tree, trigger, lexicon)
        .filter(|s| !goes_on(s))
        .or_else(|| auxiliary(tree, anchor, lexicon))
        .or_else(|| governed(tree, trigger, lexicon))
        .or_else(|| condition(tree, anchor, lexicon))
        .or_else(|| claimed(told?, is_main(tree, trigger, told?)))
        .filter(|s| *s != Status::Denied || !is_denied_utterance(tree, trigger, lexicon))
        .unwrap_or_else(|| tense(tree, trigger))
}

/// Whether a noun's determiner or owner takes what it names for granted: "these attacks", "its offer", "the attacks" without a
/// phrase that would make it definite by itself ("the sale of the port").
fn is_given(tree: &Tree<'_>, trigger: usize) -> bool {
    let points = |d: usize| {
        let morph = &tree.tokens[d].morph;
        morph.contains("Definite=Def") || morph.contains("PronType=Dem")
    };
    let definite = tree.with(trigger, "det").any(points);
    let open = tree.first(trigger, &["prep", "acl", "relcl"]).is_some();
    let owned = tree.first(trigger, &["poss"]).is_some();
    !tree.is_verb(trigger) && ((definite && !open) || owned)
}

/// What is denied or alleged as a whole: "denied the attack".
fn contested(tree: &Tree<'_>, trigger: usize, lexicon: &Events) -> Option<Status> {
    let token = &tree.tokens[trigger];
    let object = matches!(token.dep, "dobj" | "nsubjpass") && tree.is_verb(token.head);
    let status = lexicon.status(Standing::Governor, tree.lemma(token.head))?;
    let contested = matches!(status, Status::Denied | Status::Alleged);
    (object && contested && !is_denied_utterance(tree, trigger, lexicon)).then_some(status)
}

/// Whether the trigger is a noun for words right below the word that denies it ("denied the request", not "denied filing a request").
fn is_denied_utterance(tree: &Tree<'_>, trigger: usize, lexicon: &Events) -> bool {
    let own = tree.lemma(trigger);
    let first = first_conjunct(tree, trigger);
    let over = tree.tokens[first].head;
    let phrase = tree.tokens[first].dep == "pobj";
    let head = if phrase { tree.tokens[over].head } else { over };
    let denies = lexicon.status(Standing::Governor, tree.lemma(head)) == Some(Status::Denied);
    let noun = !tree.is_verb(trigger);
    denies
        && noun
        && (lexicon.is_of(Kind::Utterance, own) || lexicon.grammar.utterance_nouns.contains(own))
}

/// The verb with which the trigger happens: "began to fire" fires where it begins.
pub(crate) fn raised(tree: &Tree<'_>, trigger: usize, lexicon: &Events) -> usize {
    let mut at = trigger;
    loop {
        let token = &tree.tokens[at];
        let head = tree.lemma(token.head);
        let rises = token.dep == "xcomp" && lexicon.is_of(Kind::Implicative, head);
        if !rises || tree.first(at, &["neg"]).is_some() {
            return at;
        }
        at = token.head;
    }
}

/// The verb whose auxiliaries speak for the trigger: itself, the verb it is coordinated with, or a noun's verb.
pub(crate) fn clause_verb(tree: &Tree<'_>, trigger: usize) -> usize {
    if tree.is_verb(trigger) {
        let bare = tree
            .first(trigger, &["aux", "auxpass", "nsubj", "nsubjpass"])
            .is_none();
        let coordinated = tree.tokens[trigger].dep == "conj" && bare;
        return if coordinated {
            tree.tokens[trigger].head
        } else {
            trigger
        };
    }
    let object = matches!(
        tree.tokens[trigger].dep,
        "dobj" | "nsubjpass" | "pobj" | "attr"
    );
    tree.governing_verb(trigger)
        .filter(|_| object)
        .unwrap_or(trigger)
}

/// Negation, adverbs, adjectives and determiners at the trigger.
fn at_word(tree: &Tree<'_>, trigger: usize, lexicon: &Events) -> Option<Status> {
    if tree.first(trigger, &["neg"]).is_some() {
        return Some(Status::Negated);
    }
    let own = tree.children(trigger).iter().copied();
    own.filter(|&c| matches!(tree.tokens[c].dep, "advmod" | "amod" | "det" | "preconj"))
        .find_map(|c| lexicon.status(Standing::Modifier, tree.lemma(c)))
}

/// Whether the verb is negated, by a word of its own or by a subject that is nobody ("no one came", "none of them left").
pub(crate) fn is_not(tree: &Tree<'_>, verb: usize, lexicon: &Events) -> bool {
    let none = |subject: usize| {
        let mut limits = tree.with(subject, "det").map(|d| tree.lemma(d));
        let negates = |d: &str| lexicon.status(Standing::Modifier, d) == Some(Status::Negated);
        lexicon.is_of(Kind::Nobody, tree.lemma(subject)) || limits.any(negates)
    };
    let subject = tree.first(verb, &["nsubj", "nsubjpass"]);
    is_negated(tree, verb) || (tree.is_verb(verb) && subject.is_some_and(none))
}

fn auxiliary(tree: &Tree<'_>, verb: usize, lexicon: &Events) -> Option<Status> {
    if is_not(tree, verb, lexicon) {
        return Some(Status::Negated);
    }
    let status = modality(tree, verb, lexicon)?;
    let unreal = status == Status::Proposed && is_unreal(tree, verb, lexicon);
    Some(if unreal { Status::Hypothetical } else { status })
}

/// "would fall if ...", "would have fallen": what a plan or a law would do is proposed, this is only imagined.
fn is_unreal(tree: &Tree<'_>, verb: usize, lexicon: &Events) -> bool {
    let perfect = tree.with(verb, "aux").any(|a| tree.tokens[a].tag == "VB");
    let mut clauses = tree.with(verb, "advcl");
    perfect || clauses.any(|c| condition(tree, c, lexicon).is_some())
}

/// Words above the trigger, as long as they take it as complement or object.
fn governed(tree: &Tree<'_>, trigger: usize, lexicon: &Events) -> Option<Status> {
    let (mut at, mut below) = (trigger, "");
    for _ in 0..GOVERNORS {
        let token = &tree.tokens[at];
        if token.head == at || matches!(token.dep, "nsubj" | "relcl" | "advcl" | "appos") {
            return None;
        }
        let takes = match token.dep {
            // "claims stemming from the storm": a participle tells something of the claims, not what they say.
            "acl" => !matches!(token.tag, "VBG" | "VBN") || has_subject(tree, at),
            "xcomp" | "ccomp" | "pcomp" | "pobj" | "dobj" | "nsubjpass" => true,
            // "prevented them from leaving", "the risk of a war".
            "prep" => below == "pcomp" || !tree.is_verb(token.head),
            _ => false,
        };
        below = token.dep;
        at = token.head;
        let irrealis = token.dep != "dobj" || !tree.is_verb(at);
        // "rejected the offer": the offer was made.
        let refused = !irrealis && !tree.is_verb(trigger);
        let found = lexicon
            .status(Standing::Governor, tree.lemma(at))
            .filter(|s| takes && (irrealis || is_strong(*s)))
            .filter(|s| *s != Status::Denied || !is_denied_utterance(tree, trigger, lexicon))
            .filter(|s| !(refused && *s == Status::Negated))
            .filter(|s| *s != Status::Alleged || !is_known(tree, trigger, lexicon));
        if let Some(status) = found {
            return Some(if is_negated(tree, at) {
                opposite(status)
            } else {
                status
            });
        }
        if let Some(status) = auxiliary(tree, at, lexicon)
            .filter(|_| takes && tree.is_verb(at) && tree.tokens[trigger].tag == "VB")
        {
            return Some(status);
        }
    }
    None
}

fn has_subject(tree: &Tree<'_>, verb: usize) -> bool {
    tree.first(verb, &["nsubj", "nsubjpass", "expl"]).is_some()
}

/// Whether a noun stands behind a preposition that leads to what is known, not to what is alleged: "charged in the bombing", "accused of
/// links to the bombing", but not "accused them of killing nine in the bombing".
fn is_known(tree: &Tree<'_>, trigger: usize, lexicon: &Events) -> bool {
    let token = &tree.tokens[trigger];
    let over = tree.tokens[token.head].head;
    let leads = token.dep == "pobj" && !lexicon.is_of(Kind::Charge, tree.lemma(token.head));
    let accuses = || lexicon.status(Standing::Governor, tree.lemma(over)) == Some(Status::Alleged);
    !tree.is_verb(trigger) && leads && (!tree.is_verb(over) || accuses())
}

/// Statuses that also hold for the object of the verb ("denied an attack", "called for talks").
fn is_strong(status: Status) -> bool {
    !matches!(status, Status::Planned)
}

fn is_negated(tree: &Tree<'_>, token: usize) -> bool {
    tree.first(token, &["neg"]).is_some()
}

/// What is not planned, offered or believed is negated; what is not prevented happened.
fn opposite(status: Status) -> Status {
    match status {
        Status::Negated | Status::Denied => Status::Occurred,
        _ => Status::Negated,
    }
}

pub(crate) fn condition(tree: &Tree<'_>, verb: usize, lexicon: &Events) -> Option<Status> {
    tree.with(verb, "mark")
        .find_map(|m| lexicon.status(Standing::Mark, tree.lemma(m)))
}

/// Whether what a claim does leaves the event untouched: it stands in a relative clause or a participle of what is claimed, or
/// is itself told as done ("demanded that the boy who survived return").
fn is_taken_for_granted(tree: &Tree<'_>, trigger: usize) -> bool {
    let done =
        |t: usize| tree.tokens[t].tag == "VBD" && matches!(tree.tokens[t].dep, "relcl" | "advcl");
    let mut at = trigger;
    for _ in 0..GOVERNORS {
        let token = &tree.tokens[at];
        if done(at) || matches!(token.dep, "relcl" | "acl" | "appos") && token.tag != "VB" {
            return true;
        }
        if token.head == at {
            return false;
        }
        at = token.head;
    }
    false
}

/// The first of the words that are coordinated with `token`.
fn first_conjunct(tree: &Tree<'_>, token: usize) -> usize {
    let mut at = token;
    while tree.tokens[at].dep == "conj" {
        at = tree.tokens[at].head;
    }
    at
}

/// Whether the trigger is what the claim's content is about, or stands beside it.
pub(crate) fn is_main(tree: &Tree<'_>, trigger: usize, claim: &Claim) -> bool {
    let at = first_conjunct(tree, trigger);
    let head = &tree.tokens[tree.tokens[at].head];
    tree.tokens[at].head == at || !claim.content.iter().any(|c| c.contains(head.span))
}

/// What the stance of a claim makes of an event in its content; doubt only of its `main` one.
fn claimed(claim: &Claim, main: bool) -> Option<Status> {
    match claim.stance {
        Stance::Accuse => Some(Status::Alleged),
        Stance::Deny => Some(Status::Denied),
        Stance::Speculate => Some(Status::Hypothetical),
        Stance::Demand => Some(Status::Proposed),
        Stance::Commit => Some(Status::Planned),
        Stance::Threaten | Stance::Warn => Some(Status::Hypothetical),
        _ if main && claim.certainty != Certainty::Certain => Some(Status::Alleged),
        _ => None,
    }
}

pub(crate) fn tense(tree: &Tree<'_>, trigger: usize) -> Status {
    let token = &tree.tokens[trigger];
    let progressive = token.tag == "VBG"
        && tree
            .with(trigger, "aux")
            .any(|a| matches!(tree.tokens[a].tag, "VBZ" | "VBP"));
    let infinitive = token.tag == "VB"
        && tree
            .with(trigger, "aux")
            .any(|a| tree.tokens[a].tag == "TO");
    let bare = tree
        .first(trigger, &["nsubj", "nsubjpass", "aux", "auxpass"])
        .is_none();
    match (progressive, infinitive) {
        (true, _) => Status::Ongoing,
        // "Send them home."
        (_, false) if token.tag == "VB" && token.dep == "ROOT" && bare => Status::Proposed,
        (_, true) if matches!(token.dep, "xcomp" | "advcl" | "acl" | "ccomp") => Status::Planned,
        _ => Status::Occurred,
    }
}
