//! Words of a document with the words around them, ready to be shown or pointed to.
//!
//! Made only by [`crate::Lookup`], from a span of a stored text. Follows the text-quote selector of the Web
//! Annotation Data Model (W3C 2017, section 4.2.4): exact, prefix, suffix. Offsets are code points of the
//! document's text, as in the export. Known limit: where the text is not stored, all words are empty.
//!
//! Example: in "Moscow denied the report." the cue has text "denied", before "Moscow ", after " the report.".

use model::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// The words under a span, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Excerpt {
    /// The document.
    #[schemars(with = "String")]
    pub document: Id,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Exactly the words under the span.
    pub text: String,
    /// What stands before them in the same sentence or window; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What stands after them in the same sentence or window; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}
