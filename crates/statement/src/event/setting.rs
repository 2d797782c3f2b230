//! When and where an event happened, and whether it is told as history.
//!
//! Takes the trigger and the document's times and mentions; returns an interval, a place and a flag. A time
//! belongs to the nearest clause that holds it; an event takes a time of its own phrase, else of its clause,
//! never one of the clause that reports it. Known limit: without a time of its own an event stays undated.
//!
//! Example: "Berg's visit to Norland in July" is dated July, in Norland.

use super::tree::Tree;
use lexicon::events::Events;
use model::{Annotation, Document, Interval, TimexType};

/// Climbing from a time to its clause ends here: longer chains of phrases do not occur in edited English.
const CLIMB: usize = 8;

/// The days that the text gives for the event at `trigger`.
pub(crate) fn interval(tree: &Tree<'_>, annotation: &Annotation, trigger: usize) -> Interval {
    let clause = clause(tree, trigger);
    let dated = annotation.times.iter().filter(|t| {
        matches!(t.timex, TimexType::Date | TimexType::Time) && !t.interval.is_unknown()
    });
    let mut in_clause = None;
    for time in dated {
        let Some(head) = annotation
            .tokens_in(time.span)
            .max_by_key(|&t| is_head(tree, t, annotation, time.span))
        else {
            continue;
        };
        let above = tree.ancestors(head);
        let own = above.iter().take(CLIMB).position(|&a| a == trigger);
        if own.is_some_and(|steps| !above[..steps].iter().any(|&a| tree.is_verb(a))) {
            return time.interval;
        }
        if in_clause.is_none() && above.iter().copied().find(|&a| tree.is_verb(a)) == Some(clause) {
            in_clause = Some(time.interval);
        }
    }
    in_clause.unwrap_or_default()
}

/// Whether `token` governs the rest of the expression.
fn is_head(tree: &Tree<'_>, token: usize, annotation: &Annotation, span: model::Span) -> bool {
    !span.contains(annotation.tokens[tree.tokens[token].head].span)
        || tree.tokens[token].head == token
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

/// Number of the place of the event: after a locative preposition, else `target` where the event is a visit there.
pub(crate) fn place(
    tree: &Tree<'_>,
    annotation: &Annotation,
    lexicon: &Events,
    trigger: usize,
) -> Option<usize> {
    let clause = clause(tree, trigger);
    let at = |head: usize| {
        let prepositions = tree.with(head, "prep");
        let mut local = prepositions.filter(|&p| {
            lexicon
                .grammar
                .place_prepositions
                .contains(&tree.tokens[p].lemma)
        });
        local.find_map(|p| place_of(annotation, tree.first(p, &["pobj"])?))
    };
    at(trigger).or_else(|| at(clause))
}

/// The place that the mention at `token` names.
pub(crate) fn place_of(annotation: &Annotation, token: usize) -> Option<usize> {
    annotation.mentions.iter().find(|m| m.head == token)?.place
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
        .any(|a| lexicon.is_past(&tree.tokens[a].lemma.to_lowercase()));
    let perfect = tree
        .with(trigger, "aux")
        .any(|a| tree.tokens[a].tag == "VBD" && tree.tokens[trigger].tag == "VBN");
    long_ago || adverb || (perfect && tree.first(trigger, &["auxpass"]).is_none())
}
