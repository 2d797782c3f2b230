//! Which words of a sentence name an event, and of what type.
//!
//! Takes a token and the lexicon; returns at most one [`Naming`]: by an operator and the event below it
//! ("vowed to attack"), by modality ("will attack", "must withdraw"), by a phrase ("took hostages"), or by the
//! word alone, in this order. Operators follow the PLOVER manual's rules on future, refused and ended
//! acts. Known limit: one reading a word.
//!
//! Example: "suspended" in "Norland suspended aid" is SANCTION by the operator `end` on a friendly event.

use super::tree::Tree;
use lexicon::event_phrases::Phrase;
use lexicon::events::{Events, Standing};
use model::{EventType, Status};
use std::borrow::Cow;
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

impl Rule {
    /// Its name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Phrase => "phrase",
            Self::Operator => "operator",
            Self::Modality => "modality",
            Self::Obligation => "obligation",
        }
    }
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
/// The operator that announces the event below it.
const PROMISING: &str = "promise";
/// Frames of operators that name no event by themselves: verbs and adjectives, nouns.
pub(crate) const OPERATOR_FRAME: &str = "act";
pub(crate) const NOUN_FRAME: &str = "deed";
/// Depth below a head in which the second word of a phrase is looked for.
const PHRASE_DEPTH: usize = 2;

/// The event that `token` names, if it does.
pub(crate) fn name<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<Naming<'a>> {
    let plain = plain(tree, token, lexicon);
    if plain.as_ref().is_some_and(|p| outdoes(tree, p, lexicon)) {
        return obligation(tree, token, lexicon).or(plain);
    }
    operated(tree, token, lexicon, plain.as_ref())
        .or_else(|| obligation(tree, token, lexicon))
        .or_else(|| modal(tree, token, lexicon, plain.as_ref()?))
        .or(plain)
}

/// Whether a phrase says more than its head as an operator: "ended a trip", and a sense that tells nothing. A promise of what a phrase
/// names is a promise still ("offered aid"), and an operator with its particle names itself ("called off a strike").
fn outdoes(tree: &Tree<'_>, plain: &Naming<'_>, lexicon: &Events) -> bool {
    let token = plain.trigger;
    let promises = || operator(tree, token, lexicon) == Some(PROMISING);
    plain.rule == Rule::Phrase
        && particle_operator(tree, token, lexicon).is_none()
        && (plain.event_type.is_none() || !promises())
}

/// What `token`, with its particle where it has one, does to the event below it.
pub(crate) fn operator<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<&'a str> {
    let alone = || lexicon.operator(tree.lemma(token), upos(tree, token));
    particle_operator(tree, token, lexicon).or_else(alone)
}

/// The operator that `token` is with its particle: "call off".
fn particle_operator<'a>(tree: &Tree<'_>, token: usize, lexicon: &'a Events) -> Option<&'a str> {
    let (lemma, upos) = (tree.lemma(token), upos(tree, token));
    let below = tree.children(token).iter().copied();
    let mut particles = below.filter(|&c| matches!(tree.tokens[c].dep, "prt" | "advmod"));
    particles.find_map(|p| {
        let whole = format!("{lemma}_{}", tree.lemma(p));
        lexicon.operator(&whole, upos)
    })
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
    let lemma = word(tree, token, lexicon);
    let empty = Naming::untyped(token, "");
    let phrases = lexicon.phrases(&lemma);
    let below = if phrases.is_empty() {
        BTreeMap::new()
    } else {
        dependents(tree, token, lexicon)
    };
    if let Some((phrase, second)) = phrases
        .iter()
        .find_map(|p| Some((p, second_of(tree, (token, &below), p)?)))
    {
        let frame = nominal_frame(&phrase.frame, upos, &lemma, lexicon);
        let (event_type, mode) = (phrase.event_type, phrase.mode.as_deref());
        // What stands below a sense that tells nothing may still tell something itself.
        let second = match second {
            Second::Word(token) if event_type.is_some() => Some(token),
            Second::Word(_) | Second::Relation => None,
        };
        return Some(Naming {
            rule: Rule::Phrase,
            event_type,
            frame,
            mode,
            second,
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

/// The lemma of `token`, with what a hyphen joins to it where the tables know the whole.
fn word<'t>(tree: &'t Tree<'_>, token: usize, lexicon: &Events) -> Cow<'t, str> {
    let upos = upos(tree, token);
    let known = |w: &String| lexicon.trigger(w, upos).is_some() || !lexicon.phrases(w).is_empty();
    let joined = tree.joined(token).filter(known);
    joined.map_or_else(|| Cow::Borrowed(tree.lemma(token)), Cow::Owned)
}

/// What completes a phrase.
enum Second {
    Word(usize),
    /// Something in a relation that the phrase asks for, whatever the word.
    Relation,
}

/// What completes `phrase` below its head; nothing where it does not hold.
fn second_of(
    tree: &Tree<'_>,
    (head, below): (usize, &BTreeMap<Cow<'_, str>, usize>),
    phrase: &Phrase,
) -> Option<Second> {
    // A sense that tells nothing is that of the object itself: "opened a school", not "opened fire at a school".
    let direct = |t: usize| {
        let node = &tree.tokens[t];
        node.head == head && matches!(node.dep, "dobj" | "nsubjpass" | "prt" | "attr" | "oprd")
    };
    let fits = |t: usize| phrase.event_type.is_some() || direct(t);
    let mut words = below.iter();
    let word = words.find(|(l, t)| phrase.dependents.contains(l.as_ref()) && fits(**t));
    let word = word.map(|(_, t)| Second::Word(*t));
    let related = |&c: &usize| phrase.relations.contains(tree.tokens[c].dep);
    let relation = || {
        tree.children(head)
            .iter()
            .any(related)
            .then_some(Second::Relation)
    };
    word.or_else(relation)
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
fn dependents<'t>(
    tree: &'t Tree<'_>,
    token: usize,
    lexicon: &Events,
) -> BTreeMap<Cow<'t, str>, usize> {
    let mut found = BTreeMap::new();
    collect(tree, (token, PHRASE_DEPTH), lexicon, &mut found);
    if tree.tokens[token].dep == "acl" {
        // "sanctions imposed by": the noun that the participle modifies.
        let noun = tree.tokens[token].head;
        found.insert(Cow::Borrowed(tree.lemma(noun)), noun);
    }
    found
}

fn collect<'t>(
    tree: &'t Tree<'_>,
    (token, depth): (usize, usize),
    lexicon: &Events,
    found: &mut BTreeMap<Cow<'t, str>, usize>,
) {
    if depth == 0 {
        return;
    }
    let put = |child: usize, deeper: usize, found: &mut BTreeMap<Cow<'t, str>, usize>| {
        found.entry(word(tree, child, lexicon)).or_insert(child);
        // "announced a halt to aid" announces no aid.
        let ends = || lexicon.operator(tree.lemma(child), "NOUN") == Some(ENDING);
        if tree.is_verb(child) || !ends() {
            collect(tree, (child, deeper), lexicon, found);
        }
    };
    for &child in tree.children(token) {
        let node = &tree.tokens[child];
        match node.dep {
            "dobj" | "nsubjpass" | "attr" | "oprd" | "prt" | "advmod" | "acomp" | "pobj"
            | "compound" | "amod" | "conj" | "xcomp" => put(child, depth - 1, found),
            // "called to thank them": what one does it for.
            "advcl" if node.tag == "VB" => put(child, 0, found),
            "ccomp" if node.pos == "ADJ" => put(child, 0, found),
            // A preposition is no step of its own.
            "prep" | "dative" => put(child, 1, found),
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
    let operator = operator(tree, token, lexicon)?;
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
        let shifted = lexicon.status(Standing::Backshift, lemma);
        shifted
            .filter(|_| reported)
            .or_else(|| lexicon.status(Standing::Modal, lemma))
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
        let shifts = lexicon.status(Standing::Backshift, word).is_some();
        !shifts && lexicon.status(Standing::Modal, word) == Some(Status::Proposed)
    };
    let obliged = tree.with(token, "aux").any(must);
    let says = lexicon.operator(tree.lemma(head), "VERB") == Some("say");
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
