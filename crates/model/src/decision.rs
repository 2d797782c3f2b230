//! What an analyst laid down: a ruling over the machine's reading, with name and time.
//!
//! Takes nothing; the app makes decisions, the record is derived under them. A decision names evidence, not lines: lines and
//! their ids come and go as articles are added, words in a document stay. Known limit: whether things are one or several, no more.
//!
//! Example: two visits that the program took for one are set apart by the words of one document.

use crate::Id;
use crate::record::Evidence;
use serde::{Deserialize, Serialize};

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Several things are one.
    Join,
    /// One thing is two.
    Split,
}

impl DecisionKind {
    /// The word of the export.
    pub fn word(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Split => "split",
        }
    }
}

/// Of what it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// Actors; their evidence is where they are mentioned.
    Actor,
    /// Events; their evidence is the words that name them.
    Event,
}

impl Thing {
    /// The word of the export.
    pub fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Event => "event",
        }
    }
}

/// Who decides, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Name of the analyst.
    pub by: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// Why, in the analyst's words.
    pub why: Option<String>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// `decision-…`, a hash of what follows.
    pub id: Id,
    /// What is decided.
    pub kind: DecisionKind,
    /// Of what.
    pub thing: Thing,
    /// Evidence (spans in bytes). Of a join: of each of the things that are one. Of a split: of what is taken out, then of what stays.
    pub sides: Vec<Vec<Evidence>>,
    /// Who, when and why.
    pub said: Said,
}

impl Decision {
    /// A decision with its id.
    pub fn new(kind: DecisionKind, thing: Thing, sides: Vec<Vec<Evidence>>, said: Said) -> Self {
        let spots = sides.iter().map(|side| {
            let at = |e: &Evidence| format!("{}:{}:{}", e.document, e.span.start, e.span.end);
            side.iter().map(at).collect::<Vec<_>>().join(" ")
        });
        let spots: Vec<String> = spots.collect();
        let mut parts = vec![kind.word(), &said.by, &said.at];
        parts.extend(spots.iter().map(String::as_str));
        Self {
            id: Id::of("decision", &parts),
            kind,
            thing,
            sides,
            said,
        }
    }
}
