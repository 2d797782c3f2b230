//! What one document asserts: claims and events from its annotation, with evidence for each.
//!
//! Takes a [`model::Annotation`] and the lexicon; returns [`model::Statements`]. Never fails and never
//! looks at another document. Known limits stand in the modules.
//!
//! Example: "Moscow denied it." gives one claim: source "Moscow", cue "denied", content "it", stance deny.
