//! What a format leaves out of a record, counted in the plural, so that nothing goes missing unsaid.
//!
//! Takes the kinds of lines that a format holds, and what it leaves out of them; returns all else that the record has. Every export but the contract itself ends with it.
//! Known limit: a line counts as held where its main words are; which of its fields are not is for the format's own page to say.
//!
//! Example: of a map, which holds events alone, "59 claims" are left out.

use super::jsonl::LeftOut;
use model::record::Record;

/// A kind of lines, or of what stands in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Documents,
    Texts,
    Actors,
    Places,
    Mentions,
    Times,
    Claims,
    Events,
    Untyped,
    Propositions,
    Disputes,
    Commitments,
    Norms,
    Breaches,
    Stories,
    Timelines,
    Decisions,
}

/// All of them, in the contract's order, with what they are in the plural.
const PARTS: [(Part, &str); 17] = [
    (Part::Documents, "documents"),
    (Part::Texts, "texts of documents"),
    (Part::Actors, "actors"),
    (Part::Places, "places"),
    (Part::Mentions, "mentions"),
    (Part::Times, "times"),
    (Part::Claims, "claims"),
    (Part::Events, "events"),
    (Part::Untyped, "events without a type"),
    (Part::Propositions, "propositions"),
    (Part::Disputes, "disputes"),
    (Part::Commitments, "commitments"),
    (Part::Norms, "norms"),
    (Part::Breaches, "possible breaches"),
    (Part::Stories, "stories"),
    (Part::Timelines, "lines of timelines"),
    (Part::Decisions, "decisions"),
];

/// What is left out of `record`: `besides`, then all but what is `held`.
pub(super) fn out_of(
    record: &Record,
    held: &[Part],
    besides: impl IntoIterator<Item = LeftOut>,
) -> Vec<LeftOut> {
    let mut left: Vec<LeftOut> = besides.into_iter().collect();
    for (part, what) in PARTS {
        if !held.contains(&part) {
            left.push(LeftOut::new(count(record, part), what));
        }
    }
    left.retain(|part| part.count > 0);
    left
}

fn count(record: &Record, part: Part) -> usize {
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    match part {
        Part::Documents | Part::Texts => record.documents.len(),
        Part::Actors => record.actors.len(),
        Part::Places => record.places.len(),
        Part::Mentions => record.mentions.len(),
        Part::Times => record.times.len(),
        Part::Claims => record.claims.len(),
        Part::Events => typed.count(),
        Part::Untyped => record.events.len() - typed.count(),
        Part::Propositions => record.propositions.len(),
        Part::Disputes => record.disputes.len(),
        Part::Commitments => record.commitments.len(),
        Part::Norms => record.norms.len(),
        Part::Breaches => record.possible_breaches.len(),
        Part::Stories => record.stories.len(),
        Part::Timelines => record.timeline.len(),
        Part::Decisions => record.decisions.len(),
    }
}
