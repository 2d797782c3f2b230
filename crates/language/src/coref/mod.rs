//! Co-reference in one document: which mentions name the same actor or place, and what is told of it.
//!
//! Takes a document and its annotation with mentions; returns the mentions tied to referents and
//! places. A deterministic sieve (Raghunathan et al. 2010): names first, by lexicon, full name, surname
//! and abbreviation; then titles and appositions; then lists, definite nouns and pronouns from left to
//! right, each only where the text makes it safe. Known limit: "the latter", "we" and events are not resolved.
//!
//! Example: "John Kirby spoke. Kirby said he ..." gives one referent with three mentions.

mod abbreviation;
mod ledger;
mod list;
mod name;
mod nominal;
mod pronoun;
mod role;

use ledger::Ledger;
use lexicon::Lexicon;
use model::{Annotation, Document, Mention, PlaceName, Referent};

/// Mentions tied to what they name.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// The mentions given, in the same order, with referents and places.
    pub mentions: Vec<Mention>,
    /// Actors in order of first mention.
    pub referents: Vec<Referent>,
    /// Places in order of first mention.
    pub places: Vec<PlaceName>,
}

/// Ties the mentions of `annotation` to referents and places. Cost grows with mentions times the
/// antecedents that the thresholds let each look at.
pub fn link(document: &Document, annotation: &Annotation, lexicon: &Lexicon) -> Linked {
    let mut ledger = Ledger::new(document, annotation, lexicon);
    crate::place::link(
        &mut ledger.mentions,
        &mut ledger.places,
        (document, annotation, lexicon),
    );
    name::link(&mut ledger);
    abbreviation::link(&mut ledger);
    role::link(&mut ledger);
    for mention in 0..ledger.mentions.len() {
        nominal::link(&mut ledger, mention);
        pronoun::link(&mut ledger, mention);
    }
    ledger.finish()
}
