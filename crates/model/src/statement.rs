//! What one document asserts: its claims and events, each with the words behind it.
//!
//! Made by the statement stage from a document's annotation; merged by the record stage. A claim is an
//! attribution (source, cue, content; Pareti 2012, Newell et al. 2018), an event is who did what to
//! whom, typed by PLOVER. Referents are numbers into [`crate::Annotation::referents`] of the same
//! document. Known limit: contents do not nest.
//!
//! Example: "Moscow denied the report" gives a claim with cue "denied", stance deny, content "the report".

use crate::Interval;
use crate::{Document, Mention, PlaceName, Referent, Span, TimeExpression};
use serde::{Deserialize, Serialize};

/// Whether the words are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotation {
    /// Wholly between quotation marks.
    Direct,
    /// Reported in the article's words.
    Indirect,
    /// Partly between quotation marks.
    Mixed,
}

/// What the speaker does by the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// States as true.
    Assert,
    /// States as untrue.
    Deny,
    /// Lays a wrong at somebody's door.
    Accuse,
    /// Asks or orders that something be done.
    Demand,
    /// Points to a danger.
    Warn,
    /// Announces harm on a condition.
    Threaten,
    /// Binds itself.
    Commit,
    /// Holds possible.
    Speculate,
    /// Voices worry.
    Concern,
    /// Voices approval.
    Praise,
    /// Refuses to say or do.
    Decline,
}

/// How sure the speaker or the article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Stated flatly.
    Certain,
    /// Likely, expected, believed.
    Probable,
    /// May, could, might.
    Possible,
}

/// An attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The words that name the speaker, where the text does.
    pub source: Option<Span>,
    /// Referents that speak.
    pub speakers: Vec<usize>,
    /// The words that attribute.
    pub cue: Span,
    /// Lemma of the cue's head.
    pub cue_lemma: String,
    /// What is attributed, in one or more pieces, in text order.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub quotation: Quotation,
    /// What the speaker does by it.
    pub stance: Stance,
    /// How sure.
    pub certainty: Certainty,
    /// Referents spoken to.
    pub addressees: Vec<usize>,
    /// Referents that carried it ("as cited in AP").
    pub via: Vec<usize>,
    /// Lemmas of the content's words that tell what it is about, sorted; `[]` for "these claims".
    pub topic: Vec<String>,
    /// Number of the earlier claim in this document that it takes up ("denied these claims").
    pub about: Option<usize>,
    /// Numbers of the events that its content tells.
    pub events: Vec<usize>,
    /// The sentence of the cue.
    pub sentence: Span,
    /// 0 to 1: probability that the line is right.
    pub confidence: f64,
}

/// A promise that the content of a claim tells of somebody: "keep the promise that Sudland made to leave".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Number of the claim that tells it.
    pub claim: usize,
    /// Referents that are bound.
    pub by: Vec<usize>,
    /// The words that name them.
    pub source: Span,
    /// The noun.
    pub cue: Span,
    /// To what they are bound, in one or more pieces.
    pub content: Vec<Span>,
    /// Numbers of the events that the content tells, typed or not.
    pub events: Vec<usize>,
}

/// PLOVER event type (Halterman et al. 2023), sixteen in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(
    missing_docs,
    reason = "defined, with examples, in data/ontology/event-types.toml"
)]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    /// All types in the manual's order.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The manual's code, such as `CONSULT`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// Whether both sides do it alike, so that none is more source than target (PLOVER manual, "symmetric events").
    pub fn is_mutual(self) -> bool {
        matches!(self, Self::Consult | Self::Cooperate | Self::Agree)
    }

    /// The type of a code, in any case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|t| t.as_str().eq_ignore_ascii_case(code))
    }
}

/// How the text presents an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Told as having happened.
    Occurred,
    /// Told as going on.
    Ongoing,
    /// Told as decided or expected.
    Planned,
    /// Offered, suggested, asked for.
    Proposed,
    /// Told as somebody's allegation.
    Alleged,
    /// Told as denied by somebody.
    Denied,
    /// Under a condition, or possible.
    Hypothetical,
    /// Told as not having happened.
    Negated,
}

impl Status {
    /// The word used in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Occurred => "occurred",
            Self::Ongoing => "ongoing",
            Self::Planned => "planned",
            Self::Proposed => "proposed",
            Self::Alleged => "alleged",
            Self::Denied => "denied",
            Self::Hypothetical => "hypothetical",
            Self::Negated => "negated",
        }
    }
}

/// Who fills a role of an event: the words, and the referents they name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// The noun phrase.
    pub span: Span,
    /// Referents named by it (several where they are coordinated).
    pub referents: Vec<usize>,
}

/// One mention of an event in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type, or `None` where PLOVER has none.
    pub event_type: Option<EventType>,
    /// PLOVER mode, where one applies.
    pub mode: Option<String>,
    /// CAMEO root or code, where one applies.
    pub cameo: Option<String>,
    /// The word that names it.
    pub trigger: Span,
    /// Lemma of the trigger.
    pub lemma: String,
    /// Who does it.
    pub source: Option<Argument>,
    /// To or with whom.
    pub target: Option<Argument>,
    /// Things it is done with or about.
    pub objects: Vec<Span>,
    /// What its sentence says of it.
    pub status: Status,
    /// Whether the article tells it as history.
    pub background: bool,
    /// Days it can have happened on.
    pub interval: Interval,
    /// Number in [`crate::Annotation::times`] of what says when, also where its days cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<usize>,
    /// Number in [`crate::Annotation::places`] of where it happened.
    pub place: Option<usize>,
    /// The sentence.
    pub sentence: Span,
    /// Names of the rules or data rows that made it.
    pub reasons: Vec<String>,
    /// 0 to 1: probability that the line is right.
    pub confidence: f64,
}

/// What the statement stage returns for one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statements {
    /// Claims in order of their cue.
    pub claims: Vec<Claim>,
    /// Event mentions in order of their trigger.
    pub events: Vec<Event>,
    /// Promises that claims tell of others, in order of the claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Promise>,
}

/// All that is kept of one document: the ground from which the record is derived.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The article.
    pub document: Document,
    /// Mentions in text order; `head` numbers tokens that are not kept.
    pub mentions: Vec<Mention>,
    /// Actors of this document.
    pub referents: Vec<Referent>,
    /// Places of this document.
    pub places: Vec<PlaceName>,
    /// Referents that datelines name as the agency the text comes from.
    #[serde(default)]
    pub agencies: Vec<usize>,
    /// Time expressions in text order.
    pub times: Vec<TimeExpression>,
    /// Sentences in text order, datelines left out, for showing evidence in context.
    pub sentences: Vec<Span>,
    /// Claims and events.
    pub statements: Statements,
    /// What was doubtful, in words.
    pub notes: Vec<String>,
}
