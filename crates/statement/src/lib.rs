//! What one document asserts: claims and events from its annotation, with evidence for each.
//!
//! Takes a [`model::Annotation`] and the lexicon; returns [`model::Statements`]. Never fails and never
//! looks at another document. Known limits stand in the modules.
//!
//! Example: "Moscow denied it." gives one claim: source "Moscow", cue "denied", content "it", stance deny.

pub mod claim;
pub mod event;

use lexicon::Lexicon;
use model::{Annotation, Document, Event, Span, Statements};

/// Claims and events of one document, each claim with the typed events that its content tells.
pub fn extract(document: &Document, annotation: &Annotation, lexicon: &Lexicon) -> Statements {
    let (mut claims, mut promises) = claim::read(document, annotation, lexicon);
    let events = event::extract(document, annotation, &claims, lexicon);
    for claim in &mut claims {
        claim.events = told(&claim.content, &events);
        claim.events.retain(|&e| events[e].event_type.is_some());
    }
    for promise in &mut promises {
        promise.events = told(&promise.content, &events);
    }
    Statements {
        claims,
        events,
        promises,
    }
}

/// Numbers of the events whose trigger stands in `content`; events are in order of their triggers.
fn told(content: &[Span], events: &[Event]) -> Vec<usize> {
    let mut told: Vec<usize> = Vec::new();
    for piece in content {
        let first = events.partition_point(|e| e.trigger.start < piece.start);
        let inside = (first..events.len()).take_while(|&e| events[e].trigger.start < piece.end);
        told.extend(inside.filter(|&e| piece.contains(events[e].trigger)));
    }
    told.sort_unstable();
    told.dedup();
    told
}
