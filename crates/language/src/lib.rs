//! From text to annotation: tokens, parse, entities, times, mentions, co-reference, quoted stretches.
//!
//! Takes a [`model::Document`] and the lexicon; returns a [`model::Annotation`]. Never fails: what is
//! doubtful becomes a note. Offsets are bytes of the document's text. Known limit: English only.
//!
//! Example: "Kim met him." gives three mentions of two referents, one of them by pronoun.

