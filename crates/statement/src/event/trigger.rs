//! Which words of a sentence name an event, and of what type.
//!
//! Takes a token and the lexicon; returns at most one [`Naming`]: by an operator and the event below it
//! ("vowed to attack"), by modality ("will attack", "must withdraw"), by a phrase ("took hostages"), or by the
//! word alone, in this order. Operators follow the PLOVER manual's rules on future, refused and ended
//! acts. Known limit: one reading a word.
//!
//! Example: "suspended" in "Norland suspended aid" is SANCTION by the operator `end` on a friendly event.

use super::tree::Tree;
use lexicon::events::{Events, Phrase, Standing};
use model::{EventType, Status};
use std::collections::BTreeMap;

/// How a type was found; part of the reasons and of the confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// By the word alone.
    Word,
    /// By the word and one below it.
    Phrase,
    /// By an operator and the event below it.
    Operator,
    /// By an auxiliary or negation.
    Modality,
    /// By an obligation that somebody states.
    Obligation,
}

/// An event named by a token.
#[derive(Clone, Debug)]
pub(crate) struct Naming<'a> {
    /// The token.
    pub trigger: usize,
    /// Its PLOVER type, if it has one.
    pub event_type: Option<EventType>,
    /// How it was found.
    pub rule: Rule,
    /// 1 weak to 3 strong.
    pub strength: u8,
    /// Name of the frame.
    pub frame: &'a str,
    /// Mode of the type.
    pub mode: Option<&'a str>,
    /// The event below, when an operator made this one of it.
    pub below: Option<usize>,
    /// Who states the obligation.
    pub speaker: Option<usize>,
    /// The second word of a phrase.
    pub second: Option<usize>,
    /// The event that this one brings to an end, and which is therefore not told as happening.
    pub ended: Option<usize>,
}

impl<'a> Naming<'a> {
    /// `trigger` by itself, without a type.
    pub(crate) fn untyped(trigger: usize, frame: &'a str) -> Self {
        Self {
            trigger,
            event_type: None,
            rule: Rule::Word,
            strength: COMPOUND_STRENGTH,
            frame,
            mode: None,
            below: None,
            speaker: None,
            second: None,
            ended: None,
        }
    }
}

/// Strength of a phrase and of a composed event: both rest on two words.
const COMPOUND_STRENGTH: u8 = 3;
/// The operator of event-operators.csv that brings the event below it to an end.
const ENDING: &str = "end";
/// Frames of operators that name no event by themselves: verbs and adjectives, nouns.
pub(crate) const OPERATOR_FRAME: &str = "act";
pub(crate) const NOUN_FRAME: &str = "deed";
/// Depth below a head in which the second word of a phrase is looked for.
const PHRASE_DEPTH: usize = 2;

/// The event that `token` names, if it does.
pub(crate) fn name<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<Naming<'a>> {
    let plain = plain(tree, token, lexicon);
    operated(tree, token, lexicon, plain.as_ref())
        .or_else(|| obligation(tree, token, lexicon))
        .or_else(|| modal(tree, token, lexicon, plain.as_ref()?))
        .or(plain)
}

/// Part of speech as the trigger table has it.
fn upos(tree: &Tree<'_>, token: usize) -> &'static str {
    match tree.tokens[token].pos {
        "AUX" => "VERB",
        "PROPN" => "NOUN",
        other => other,
    }
}

/// By phrase, else by the word alone.
pub(crate) fn plain<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<Naming<'a>> {
    let upos = upos(tree, token);
    if !matches!(upos, "VERB" | "NOUN") || is_modifier(tree, token) {
        return None;
    }
    let lemma = tree.lemma(token);
    let empty = Naming::untyped(token, "");
    let below = dependents(tree, token);
    let mut phrases = lexicon.phrases(&lemma).iter();
    let second_of = |p: &Phrase| {
        below
            .iter()
            .find(|(l, _)| p.dependents.contains(*l))
            .map(|(_, t)| *t)
    };
    if let Some((phrase, second)) = phrases.find_map(|p| Some((p, second_of(p)?))) {
        let frame = nominal_frame(&phrase.frame, upos, &lemma, lexicon);
        let (event_type, mode) = (Some(phrase.event_type), phrase.mode.as_deref());
        return Some(Naming {
            rule: Rule::Phrase,
            event_type,
            frame,
            mode,
            second: Some(second),
            ..empty
        });
    }
    let word = lexicon.trigger(&lemma, upos)?;
    let (event_type, strength, mode) = (word.event_type, word.strength, word.mode.as_deref());
    Some(Naming {
        event_type,
        strength,
        frame: &word.frame,
        mode,
        ..empty
    })
}

/// A phrase headed by a noun fills its roles as that noun does.
fn nominal_frame<'a>(frame: &'a str, upos: &str, lemma: &str, lexicon: &'a Events) -> &'a str {
    let own = (upos == "NOUN")
        .then(|| lexicon.trigger(lemma, upos))
        .flatten();
    own.map_or(frame, |t| t.frame.as_str())
}

/// Whether the word is part of a name ("the Support Council"), a time, or a modifier ("a detention centre", "the failed
/// coup"), and so no event of its own.
pub(crate) fn is_modifier(tree: &Tree<'_>, token: usize) -> bool {
    let token = &tree.tokens[token];
    let named = token.pos == "PROPN" && !token.entity.is_empty() && token.entity != "EVENT";
    named || token.entity == "DATE" || matches!(token.dep, "compound" | "amod" | "nmod")
}

/// Lemmas below `token` that can complete a phrase.
fn dependents(tree: &Tree<'_>, token: usize) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    collect(tree, token, PHRASE_DEPTH, &mut found);
    if tree.tokens[token].dep == "acl" {
        // "sanctions imposed by": the noun that the participle modifies.
        found.insert(tree.lemma(tree.tokens[token].head), tree.tokens[token].head);
    }
    found
}

fn collect(tree: &Tree<'_>, token: usize, depth: usize, found: &mut BTreeMap<String, usize>) {
    if depth == 0 {
        return;
    }
    for &child in tree.children(token) {
        match tree.tokens[child].dep {
            "dobj" | "nsubjpass" | "attr" | "oprd" | "prt" | "advmod" | "acomp" | "pobj"
            | "compound" | "amod" | "conj" | "xcomp" => {
                found.entry(tree.lemma(child)).or_insert(child);
                collect(tree, child, depth - 1, found);
            }
            "ccomp" if tree.tokens[child].pos == "ADJ" => {
                found.entry(tree.lemma(child)).or_insert(child);
            }
            "prep" | "dative" => {
                found.entry(tree.lemma(child)).or_insert(child);
                // A preposition is no step of its own.
                collect(tree, child, 1, found);
            }
            _ => {}
        }
    }
}

/// What an operator at `token` makes of the event below it.
fn operated<'a>(
    tree: &Tree<'_>,
    token: usize,
    lexicon: &'a Events,
    plain: Option<&Naming<'a>>,
) -> Option<Naming<'a>> {
    let upos = upos(tree, token);
    let operator = lexicon.operator(&tree.lemma(token), upos)?;
    let below = complement(tree, token)
        .into_iter()
        .find_map(|c| event_below(tree, c, lexicon))?;
    let event_type = lexicon.composed(operator, below.event_type?)?;
    let frame = plain.map_or(
        if upos == "NOUN" {
            NOUN_FRAME
        } else {
            OPERATOR_FRAME
        },
        |p| p.frame,
    );
    Some(Naming {
        trigger: token,
        event_type: Some(event_type),
        rule: Rule::Operator,
        strength: COMPOUND_STRENGTH,
        frame,
        mode: None,
        below: Some(below.trigger),
        speaker: None,
        second: None,
        ended: (operator == ENDING).then_some(below.trigger),
    })
}

/// The event at `token`, or at the verb below an auxiliary or adjective there.
fn event_below<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<Naming<'a>> {
    plain(tree, token, lexicon).filter(|n| n.event_type.is_some())
}

/// Words that an operator can act upon: its infinitive, clause, object, noun after a preposition.
fn complement(tree: &Tree<'_>, token: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for &child in tree.children(token) {
        match tree.tokens[child].dep {
            "xcomp" | "ccomp" | "acl" | "dobj" | "nsubjpass" => found.push(child),
            "prep" => found.extend(
                tree.children(child)
                    .iter()
                    .filter(|&&c| matches!(tree.tokens[c].dep, "pobj" | "pcomp")),
            ),
            _ => {}
        }
    }
    // Clauses before nouns: "asked the court to annul the sanctions".
    found.sort_by_key(|&c| !matches!(tree.tokens[c].dep, "xcomp" | "ccomp" | "acl" | "pcomp"));
    found
}

/// What the auxiliaries of `verb` say of its event; "would" after "said" stands for "will".
pub(crate) fn modality(tree: &Tree<'_>, verb: usize, lexicon: &Events) -> Option<Status> {
    let reported =
        tree.tokens[verb].dep == "ccomp" && tree.tokens[tree.tokens[verb].head].tag == "VBD";
    let word = |a| {
        let lemma = tree.lemma(a);
        let shifted = lexicon.status(Standing::Backshift, &lemma);
        shifted
            .filter(|_| reported)
            .or_else(|| lexicon.status(Standing::Modal, &lemma))
    };
    tree.with(verb, "aux").find_map(word)
}

/// What an auxiliary makes of the event of a verb.
fn modal<'a>(
    tree: &Tree<'_>,
    token: usize,
    lexicon: &'a Events,
    plain: &Naming<'a>,
) -> Option<Naming<'a>> {
    let event_type = plain.event_type?;
    let modal = modality(tree, token, lexicon);
    let negated = tree.first(token, &["neg"]).is_some();
    let operator = match (modal, negated) {
        (Some(_), true) => "not",
        (Some(Status::Planned), false) => "will",
        _ => return None,
    };
    let composed = lexicon.composed(operator, event_type)?;
    Some(Naming {
        event_type: Some(composed),
        rule: Rule::Modality,
        mode: None,
        ..plain.clone()
    })
}

/// "Sudland must withdraw, Berg said": a demand by who says so to who must.
fn obligation<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<Naming<'a>> {
    let head = tree.tokens[token].head;
    if !tree.is_verb(token) || tree.tokens[token].dep != "ccomp" {
        return None;
    }
    let must = |a| {
        let word = tree.lemma(a);
        let shifts = lexicon.status(Standing::Backshift, &word).is_some();
        !shifts && lexicon.status(Standing::Modal, &word) == Some(Status::Proposed)
    };
    let obliged = tree.with(token, "aux").any(must);
    let says = lexicon.operator(&tree.lemma(head), "VERB") == Some("say");
    let speaker = tree.subject(head).filter(|_| says && obliged)?;
    Some(Naming {
        trigger: token,
        event_type: lexicon.composed("must", EventType::Request),
        rule: Rule::Obligation,
        strength: COMPOUND_STRENGTH,
        frame: OPERATOR_FRAME,
        mode: None,
        below: None,
        speaker: Some(speaker.token),
        second: None,
        ended: None,
    })
}
