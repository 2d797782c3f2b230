//! Words that name something happening for which PLOVER has no type: a launch, a fall, a rate rise.
//!
//! Takes a sentence; returns its verbs (no auxiliaries, no modifiers) and its nouns of `event-nouns.csv`, each with the
//! roles that a plain verb or noun has. They carry trigger, status and time, let accounts of one happening meet, and stay
//! off listings and timelines unless asked for. Known limit: "be" and adjectives name nothing here.
//!
//! Example: in "The film opened after months of delay." the words "opened" and "delay" happen.

use super::Candidate;
use super::argument::Finder;
use super::trigger::{self, Naming};
use model::Sentence;

/// Event words of `sentence`, in text order.
pub(crate) fn triggers<'f>(
    finder: &'f Finder<'_>,
    sentence: &Sentence,
) -> impl Iterator<Item = usize> + 'f {
    sentence.tokens.clone().filter(|&t| happens(finder, t))
}

fn happens(finder: &Finder<'_>, token: usize) -> bool {
    let trigger = &finder.tree.tokens[token];
    let noun = || finder.lexicon.nouns.holds(&trigger.lemma.to_lowercase());
    match trigger.pos {
        "VERB" => !matches!(
            trigger.dep,
            "aux" | "auxpass" | "amod" | "compound" | "prep"
        ),
        "NOUN" => !trigger::is_modifier(finder.tree, token) && noun(),
        _ => false,
    }
}

/// The word with what stands around it.
pub(crate) fn candidate<'a>(finder: &Finder<'a>, token: usize) -> Candidate<'a> {
    let numbers = &finder.lexicon.thresholds;
    let (frame, probability) = if finder.tree.is_verb(token) {
        (trigger::OPERATOR_FRAME, numbers.untyped_verb)
    } else {
        (trigger::NOUN_FRAME, numbers.untyped_noun)
    };
    let naming = Naming::untyped(token, frame);
    let roles = finder.roles(&naming);
    Candidate {
        naming,
        roles,
        probability,
    }
}
