//! What one document asserts: claims and events from its annotation, with evidence for each.
//!
//! Takes a [`model::Annotation`] and the lexicon; returns [`model::Statements`]. Never fails and never
//! looks at another document. Known limits stand in the modules.
//!
//! Example: "Moscow denied it." gives one claim: source "Moscow", cue "denied", content "it", stance deny.

pub mod claim;
pub mod event;

use lexicon::Lexicon;
use model::{Annotation, Document, Statements};

/// Claims and events of one document, each claim with the events that its content tells.
pub fn extract(document: &Document, annotation: &Annotation, lexicon: &Lexicon) -> Statements {
    let mut claims = claim::extract(document, annotation, lexicon);
    let events = event::extract(document, annotation, &claims, lexicon);
    for claim in &mut claims {
        let told = |e: &model::Event| claim.content.iter().any(|c| c.contains(e.trigger));
        claim.events = (0..events.len()).filter(|&e| told(&events[e])).collect();
    }
    Statements { claims, events }
}
