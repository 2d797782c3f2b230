//! When and where an event happened, and whether it is told as history.
//!
//! Takes the trigger and the document's times and mentions; returns an interval, a place and a flag. A time
//! belongs to the nearest clause that holds it; an event takes a time of its own phrase, else of its clause,
//! never one of the clause that reports it. Known limit: without a time of its own an event stays undated.
//!
//! Example: "Berg's visit to Norland in July" is dated July, in Norland; "On Monday he announced a visit" dates no visit.

use super::argument::Finder;
use super::tree::Tree;
use lexicon::events::{Events, Kind};
use model::{Annotation, Claim, Document, Interval, Sentence, TimeExpression, TimexType};

/// Climbing from a time to its clause ends here: longer chains of phrases do not occur in edited English.
const CLIMB: usize = 8;

/// The name in event-operators.csv of verbs whose clause or object is what the subject says.
pub(crate) const SAYING: &str = "say";

/// A trigger where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Standpoint<'a> {
    /// The token.
    pub trigger: usize,
    /// Its sentence.
    pub sentence: &'a Sentence,
    /// The claim whose content holds it.
    pub claim: Option<&'a Claim>,
}

/// Number of the time that says when the event was: one whose days are known, else one whose days cannot be told without knowing the article's.
pub(crate) fn time(finder: &Finder<'_>, at: Standpoint<'_>) -> Option<usize> {
    nearest(finder, at, true).or_else(|| nearest(finder, at, false))
}

/// Number of the time of the trigger's phrase, else of its clause, among those whose days are known or among the others.
fn nearest(finder: &Finder<'_>, at: Standpoint<'_>, known: bool) -> Option<usize> {
    let (tree, trigger) = (finder.tree, at.trigger);
    let clause = clause(tree, trigger);
    let mut in_clause = None;
    for (number, time) in dates(finder.annotation, at.sentence) {
        if time.interval.is_unknown() == known {
            continue;
        }
        let Some(head) = head_of(tree, finder.annotation, time) else {
            continue;
        };
        let above = tree.ancestors(head);
        let own = above.iter().take(CLIMB).position(|&a| a == trigger);
        if own.is_some_and(|steps| !above[..steps].iter().any(|&a| tree.is_verb(a))) {
            return Some(number);
        }
        let here = above.iter().copied().find(|&a| tree.is_verb(a)) == Some(clause);
        if in_clause.is_none() && here && !is_of_report(finder, at, (clause, time)) {
            in_clause = Some(number);
        }
    }
    in_clause
}

/// Dates and times of day of the sentence, with their numbers.
fn dates<'a>(
    annotation: &'a Annotation,
    sentence: &Sentence,
) -> impl Iterator<Item = (usize, &'a TimeExpression)> {
    let times = &annotation.times;
    let first = times.partition_point(|t| t.span.start < sentence.span.start);
    let after = times.partition_point(|t| t.span.start < sentence.span.end);
    let inside = (first..after).map(|number| (number, &times[number]));
    inside.filter(|(_, t)| matches!(t.timex, TimexType::Date | TimexType::Time))
}

/// The token of an expression that governs the rest of it.
fn head_of(tree: &Tree<'_>, annotation: &Annotation, time: &TimeExpression) -> Option<usize> {
    let is_head = |&t: &usize| {
        let head = tree.tokens[t].head;
        head == t || !time.span.contains(annotation.tokens[head].span)
    };
    annotation.tokens_in(time.span).max_by_key(is_head)
}

/// Whether a time in the clause at `clause` says when something was reported, not when the event reported happened:
/// the clause is the cue of the claim that tells the event, or a verb of saying, and the time stands outside what is said.
fn is_of_report(
    finder: &Finder<'_>,
    at: Standpoint<'_>,
    (clause, time): (usize, &TimeExpression),
) -> bool {
    // "hailed talks on Wednesday": behind the event a time is rather its own.
    let behind = time.span.start > finder.tree.tokens[at.trigger].span.start;
    if clause == at.trigger || behind {
        return false;
    }
    let word = &finder.tree.tokens[clause];
    let says = finder.lexicon.operator(&word.lemma.to_lowercase(), "VERB") == Some(SAYING);
    let cued = at.claim.is_some_and(|c| {
        c.cue.overlaps(word.span) && !c.content.iter().any(|s| s.contains(time.span))
    });
    says || cued
}

/// The verb of the trigger's clause: the trigger itself, or the verb above a noun or an infinitive.
fn clause(tree: &Tree<'_>, trigger: usize) -> usize {
    let mut at = trigger;
    if !tree.is_verb(at) {
        at = tree.governing_verb(at).unwrap_or(at);
    }
    while tree.is_verb(at) && tree.tokens[at].dep == "xcomp" && tree.tokens[at].head != at {
        at = tree.tokens[at].head;
    }
    at
}

/// Number of the place of the event: after a locative preposition at the trigger or in its clause.
pub(crate) fn place(finder: &Finder<'_>, trigger: usize) -> Option<usize> {
    let tree = finder.tree;
    let local = |p: &usize| {
        let grammar = &finder.lexicon.grammar;
        grammar.place_prepositions.contains(&tree.tokens[*p].lemma)
    };
    let at = |head: usize| {
        let mut prepositions = tree.with(head, "prep").filter(local);
        prepositions.find_map(|p| place_of(finder, tree.first(p, &["pobj"])?))
    };
    at(trigger).or_else(|| at(clause(tree, trigger)))
}

/// The place that the mention at `token` names.
pub(crate) fn place_of(finder: &Finder<'_>, token: usize) -> Option<usize> {
    let mention = finder.mentions.headed(token)?;
    finder.annotation.mentions[mention].place
}
/// Whether the event is told as history: long before the article, by a past perfect, or by an adverb such as "previously".
pub(crate) fn is_background(
    tree: &Tree<'_>,
    document: &Document,
    lexicon: &Events,
    event: (usize, Interval),
) -> bool {
    let (trigger, interval) = event;
    let day = document.declared.map(|d| d.date);
    let days = day
        .zip(interval.latest)
        .and_then(|(day, latest)| latest.until(day).ok());
    let long_ago = days.is_some_and(|d| d.get_days() > lexicon.thresholds.background_days);
    let adverb = tree
        .with(trigger, "advmod")
        .any(|a| lexicon.is_of(Kind::Past, tree.lemma(a)));
    let perfect = tree
        .with(trigger, "aux")
        .any(|a| tree.tokens[a].tag == "VBD" && tree.tokens[trigger].tag == "VBN");
    long_ago || adverb || (perfect && tree.first(trigger, &["auxpass"]).is_none())
}
