//! Shows the record: listings, the sheet of one thing, the digest, CoNLL-U and the export.
//!
//! Takes lines of the record and a way to get a document's text; returns plain structs (one a listing),
//! which [`render`] turns into text for people, JSON or CSV. A view never searches article text and never
//! guesses where something was said: it shows an [`Excerpt`] of the evidence, or nothing. Known limit:
//! the wording around the quotes is English.
//!
//! Example: `listing::claims(&lookup, &filter)` gives [`listing::ClaimRow`]s; `render::json` prints them.

mod clean;
pub mod conllu;
pub mod diff;
pub mod digest;
mod excerpt;
pub mod export;
pub mod filter;
pub mod listing;
mod lookup;
pub mod render;
mod shape;
pub mod sheet;

pub use clean::clean;
pub use excerpt::Excerpt;
pub use lookup::{Lookup, Texts, beginning};
pub use shape::Days;
