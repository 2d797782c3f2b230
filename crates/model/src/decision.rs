//! What an analyst laid down: a ruling over the machine's reading, with name and time.
//!
//! Takes nothing; the app makes decisions, the record is derived under them. A decision names evidence, not lines: lines and
//! their ids come and go as articles are added, words in a document stay. The id that a line had is kept beside, for lines that rest
//! on the same words, and for norms, which rest on none. Known limit: what a sentence says can be marked as misread, not read otherwise.
//!
//! Example: two visits that the program took for one are set apart by the words of one document.

use crate::record::Evidence;
use crate::{Id, Interval};
use serde::{Deserialize, Serialize};

/// What kind of thing is laid down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Several things are one.
    Join,
    /// One thing is two.
    Split,
    /// When something happened, or was published.
    Date,
    /// Something is misread.
    Wrong,
    /// Words beside a line.
    Note,
}

impl DecisionKind {
    /// The word of the export.
    pub fn word(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Split => "split",
            Self::Date => "date",
            Self::Wrong => "wrong",
            Self::Note => "note",
        }
    }
}

/// What is laid down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Ruling {
    /// Several things are one.
    Join,
    /// One thing is two.
    Split,
    /// It happened, or was published, on these days.
    Date(Interval),
    /// It is misread.
    Wrong,
    /// These words stand beside it.
    Note(String),
}

impl Ruling {
    /// Its kind.
    pub fn kind(&self) -> DecisionKind {
        match self {
            Self::Join => DecisionKind::Join,
            Self::Split => DecisionKind::Split,
            Self::Date(_) => DecisionKind::Date,
            Self::Wrong => DecisionKind::Wrong,
            Self::Note(_) => DecisionKind::Note,
        }
    }

    /// What is laid down, where the kind does not say it all: days, or words.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::Join | Self::Split | Self::Wrong => None,
            Self::Date(days) => Some(days.iso()),
            Self::Note(words) => Some(words.clone()),
        }
    }
}

/// Of what it is decided: a type of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// Actors; their evidence is where they are mentioned.
    Actor,
    /// Events; their evidence is the words that name them.
    Event,
    /// A document; its evidence is its beginning.
    Document,
    /// A claim; its evidence is who says it, the words that attribute and what is said.
    Claim,
    /// A place; its evidence is where it is mentioned.
    Place,
    /// A proposition; its evidence is that of its claims.
    Proposition,
    /// A dispute; its evidence is the words on which accounts differ.
    Dispute,
    /// A commitment; its evidence is that of its claim.
    Commitment,
    /// A norm, which has no evidence.
    Norm,
    /// A possible breach; its evidence is its sentences.
    PossibleBreach,
    /// A story; its evidence is the beginnings of its documents.
    Story,
}

impl Thing {
    /// The word of the export.
    pub fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Event => "event",
            Self::Document => "document",
            Self::Claim => "claim",
            Self::Place => "place",
            Self::Proposition => "proposition",
            Self::Dispute => "dispute",
            Self::Commitment => "commitment",
            Self::Norm => "norm",
            Self::PossibleBreach => "possible_breach",
            Self::Story => "story",
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
    /// What is laid down.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// Of what.
    pub thing: Thing,
    /// The id that the line had when it was decided; `None` for what several lines or parts of one are named in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Id>,
    /// Evidence (spans in bytes). Of a join: of each of the things that are one. Of a split: of what is taken out, then of what stays.
    /// Of anything else: of the line.
    pub sides: Vec<Vec<Evidence>>,
    /// Who, when and why.
    pub said: Said,
}

impl Decision {
    /// A decision on how things are told apart, with its id.
    pub fn new(ruling: Ruling, thing: Thing, sides: Vec<Vec<Evidence>>, said: Said) -> Self {
        Self {
            id: id_of(&ruling, None, &sides, &said),
            ruling,
            thing,
            named: None,
            sides,
            said,
        }
    }

    /// A decision on one line, which is called `named` now and rests on `evidence`, with its id.
    pub fn of_line(
        ruling: Ruling,
        (thing, named): (Thing, Id),
        evidence: Vec<Evidence>,
        said: Said,
    ) -> Self {
        let sides = vec![evidence];
        Self {
            id: id_of(&ruling, Some(&named), &sides, &said),
            ruling,
            thing,
            named: Some(named),
            sides,
            said,
        }
    }
}

fn id_of(ruling: &Ruling, named: Option<&Id>, sides: &[Vec<Evidence>], said: &Said) -> Id {
    let spots = sides.iter().map(|side| {
        let at = |e: &Evidence| format!("{}:{}:{}", e.document, e.span.start, e.span.end);
        side.iter().map(at).collect::<Vec<_>>().join(" ")
    });
    let spots: Vec<String> = spots.collect();
    let value = ruling.value();
    let mut parts = vec![ruling.kind().word(), &said.by, &said.at];
    parts.extend(named.map(Id::as_str));
    parts.extend(value.as_deref());
    parts.extend(spots.iter().map(String::as_str));
    Id::of("decision", &parts)
}
