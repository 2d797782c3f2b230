//! One article as one outlet published it.
//!
//! Made by the source stage from bytes; its text never changes afterwards. The id is a hash of
//! outlet, address (or input id) and text, so reading the same article twice changes nothing.
//! Known limit: what the article says about its date is only *declared* here; the record stage
//! weighs it.
//!
//! Example: the text "date 2023-11-06 North Korean leader …" has the stamp `0..15` as furniture and
//! 2023-11-06 as its declared date.

use crate::{ContentHash, Id, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a publication date rests on.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Given with the article.
    Input,
    /// Metadata of the page.
    Html,
    /// Stamp, byline or dateline in the text.
    Dateline,
    /// Worked out from what the text says.
    Content,
    /// Worked out with the help of other documents.
    Story,
    /// Laid down by an analyst.
    Analyst,
    /// Nothing is known.
    #[default]
    Unknown,
}

impl Basis {
    /// The word used in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Html => "html",
            Self::Dateline => "dateline",
            Self::Content => "content",
            Self::Story => "story",
            Self::Analyst => "analyst",
            Self::Unknown => "unknown",
        }
    }
}

/// A date that the article or its metadata states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The day.
    pub date: Date,
    /// Input, html or dateline.
    pub basis: Basis,
    /// Where the text states it, if it does.
    pub span: Option<Span>,
}

/// One article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// `doc-` and 16 hexadecimal digits.
    pub id: Id,
    /// Id or file name it came in under.
    pub input_id: String,
    /// Its address.
    pub uri: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Headline given with the article.
    pub title: Option<String>,
    /// Authors given with the article or in its byline.
    pub authors: Vec<String>,
    /// BCP 47 language, such as `en`; `None` when unknown.
    pub language: Option<String>,
    /// The text, unchanged.
    pub text: String,
    /// Hash of the text as UTF-8.
    pub sha256: ContentHash,
    /// Hash of the bytes that came in.
    pub original_sha256: ContentHash,
    /// The stated date.
    pub declared: Option<Declared>,
    /// Stretches that belong to no sentence: stamps, bylines, in text order.
    pub furniture: Vec<Span>,
}

impl Document {
    /// The id of an article: outlet, address (or input id where there is none) and text.
    pub fn id_of(outlet: Option<&str>, uri: Option<&str>, input_id: &str, text: &str) -> Id {
        let address = uri.unwrap_or(input_id);
        Id::of("doc", &[outlet.unwrap_or_default(), address, text])
    }
}
