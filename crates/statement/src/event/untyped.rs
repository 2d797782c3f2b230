//! Words that name something happening for which PLOVER has no type: a launch, a fall, a rate rise.
//!
//! Takes a sentence; returns its verbs (no auxiliaries, no modifiers), its nouns of `event-nouns.csv` (in headlines those that
//! are listed by themselves) and what tells of a happening by its outcome ("dead"), each with the roles that
//! a plain verb or noun has. They carry trigger, status and time, let accounts of one happening meet, and stay
//! off listings and timelines unless asked for. Known limit: "be" and most adjectives name nothing here.
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
    let lemma = trigger.lemma.to_lowercase();
    let nouns = &finder.lexicon.nouns;
    match trigger.pos {
        "VERB" => !is_part(trigger.dep) || nouns.is_state(&lemma),
        "NOUN" => !trigger::is_modifier(finder.tree, token) && nouns.holds(&lemma),
        "PROPN" => trigger.entity.is_empty() && nouns.lists(&lemma),
        _ => nouns.is_state(&lemma),
    }
}

/// Whether a verb in this place is part of another (auxiliary) or works as an adjective or a preposition ("leading", "including").
fn is_part(dep: &str) -> bool {
    matches!(dep, "aux" | "auxpass" | "amod" | "compound" | "prep")
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
