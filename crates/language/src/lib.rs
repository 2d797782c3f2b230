//! From text to annotation: tokens, parse, entities, times, mentions, co-reference, quoted stretches.
//!
//! Takes a [`model::Document`] and the lexicon; returns a [`model::Annotation`]. Never fails: what is
//! doubtful becomes a note. Offsets are bytes of the document's text. Known limit: English only.
//!
//! Example: "Kim met him." gives three mentions of two referents, one of them by pronoun.

pub mod core;
pub mod coref;
mod dateline;
mod headline;
pub mod mention;
pub mod paragraph;
mod place;
pub mod quoted;
mod sentence;
pub mod time;

use crate::core::Core;
use lexicon::Lexicon;
use model::{Annotation, Dependents, Document};

/// Everything the language stage finds in `document`, step by step: each step reads what stands above it.
pub fn annotate(document: &Document, core: &Core, lexicon: &Lexicon) -> Annotation {
    let paragraphs = paragraph::paragraphs(&document.text, &document.furniture, &lexicon.wrapping);
    let (paragraphs, datelines) = dateline::part(paragraphs, lexicon);
    let paragraphs = headline::lowered(paragraphs, core, lexicon);
    let parsed = core.read(&paragraphs.text, &paragraphs.spans);
    let parsed = sentence::cut(parsed, lexicon.sentences.longest);
    let mut annotation = Annotation {
        datelines,
        dependents: Dependents::new(&parsed.tokens),
        tokens: parsed.tokens,
        sentences: parsed.sentences,
        entities: parsed.entities,
        quoted: quoted::stretches(&document.text, &paragraphs.spans),
        paragraphs: paragraphs.spans,
        ..Annotation::default()
    };
    annotation.times = time::find(document, &annotation, lexicon);
    annotation.mentions = mention::find(document, &annotation, lexicon);
    let linked = coref::link(document, &annotation, lexicon);
    Annotation {
        mentions: linked.mentions,
        referents: linked.referents,
        places: linked.places,
        ..annotation
    }
}
