//! What all documents say together: the lines of the record, as exported.
//!
//! Derived by the record stage from the readings of all documents; shown by views. One struct a line
//! type of the export contract (`docs/record.md`). Spans here carry the document; they are bytes of
//! its text and become code points in the export. Every list is sorted by a rule stated with it, so
//! equal readings give equal records.
//!
//! Example: two articles on one visit give one [`Event`] with two [`EventMention`]s.

use crate::{
    ActorKind, Basis, Certainty, Country, DecisionKind, EventType, Id, Interval, MentionForm,
    Quotation, Role, Sector, Span, Stance, Status, Thing, TimexType,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A span of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The document.
    pub document: Id,
    /// The span in it.
    pub span: Span,
}

/// Whether an interval is left out of a stored line.
fn is_open(interval: &Interval) -> bool {
    interval.is_unknown()
}

/// Who laid something down of a line, and where that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The decision.
    pub decision: Id,
    /// Name of the analyst.
    pub by: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// Why, in the analyst's words.
    pub why: Option<String>,
}

/// That an analyst laid down a line's days, and what the program reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// Who, when and why.
    pub mark: Mark,
    /// The days that the program reads.
    pub read: Interval,
    /// What those rest on; of documents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// When a document was published, and how that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The days it can have been.
    pub interval: Interval,
    /// What that rests on.
    pub basis: Basis,
    /// The date the article or its metadata states.
    pub declared: Option<Date>,
    /// Whether the text cannot have been written then.
    pub conflict: bool,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// The decision that laid it down, and what the program reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Dated>,
}

/// A document without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// Its id.
    pub id: Id,
    /// Name it came in under.
    pub input_id: String,
    /// Its address.
    pub uri: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// BCP 47 language.
    pub language: Option<String>,
    /// Length in code points.
    pub characters: usize,
    /// Hash of the text.
    pub sha256: String,
    /// Hash of the bytes that came in.
    pub original_sha256: String,
    /// When it was published.
    pub published: Published,
    /// Agencies and outlets it says it draws on (actor ids, sorted).
    pub via: Vec<Id>,
    /// The document whose copy it is.
    pub duplicate_of: Option<Id>,
    /// `exact`, `near` or `syndicated`.
    pub duplicate_kind: Option<String>,
    /// The document that it revises.
    pub revises: Option<Id>,
    /// Its story.
    pub story: Option<Id>,
}

/// An actor across documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `actor-…`
    pub id: Id,
    /// Its kind.
    pub kind: ActorKind,
    /// Its fullest name.
    pub name: String,
    /// Further names, sorted.
    pub aliases: Vec<String>,
    /// Its country.
    pub country: Option<Country>,
    /// Titles, each with the document that gives it.
    pub roles: Vec<(Role, Id)>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Wikidata id, where the lexicon has one.
    pub wikidata: Option<String>,
    /// Why names were joined.
    pub reasons: Vec<String>,
}

/// A place across documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// `place-…`
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<Country>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// A mention, tied to the record's actors and places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionLine {
    /// Where.
    pub at: Evidence,
    /// OntoNotes label.
    pub label: String,
    /// Name, nominal or pronoun.
    pub form: MentionForm,
    /// The actor it names.
    pub actor: Option<Id>,
    /// The place it names.
    pub place: Option<Id>,
}

/// A time expression of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLine {
    /// Where.
    pub at: Evidence,
    /// TIMEX3 type.
    pub timex: TimexType,
    /// TIMEX3 value.
    pub value: String,
    /// The days it can mean.
    pub interval: Interval,
}

/// A claim, tied to the record's actors, events and propositions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// `claim-…`
    pub id: Id,
    /// The document.
    pub document: Id,
    /// The words that name the speaker.
    pub source: Option<Span>,
    /// Who speaks.
    pub speakers: Vec<Id>,
    /// The words that attribute.
    pub cue: Span,
    /// What is attributed.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub quotation: Quotation,
    /// What the speaker does by it.
    pub stance: Stance,
    /// How sure.
    pub certainty: Certainty,
    /// Spoken to whom.
    pub addressees: Vec<Id>,
    /// Carried by whom.
    pub via: Vec<Id>,
    /// Where it stands: an actor's id or an outlet's name, as in [`Chain::outlet`].
    #[serde(default)]
    pub outlet: String,
    /// What it is about.
    pub proposition: Option<Id>,
    /// Events its content tells.
    pub events: Vec<Id>,
    /// The cue's sentence.
    pub sentence: Span,
    /// 0 to 1.
    pub confidence: f64,
    /// By whom it is marked as misread, oldest first; such a claim counts nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<Mark>,
}

/// One account of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventMention {
    /// The document.
    pub document: Id,
    /// The trigger.
    pub trigger: Span,
    /// The words for who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Span>,
    /// The words for to whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Span>,
    /// What this sentence says of it.
    pub status: Status,
    /// The sentence.
    pub sentence: Span,
}

/// How one report came into a document: who says it, who carries it, where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Chain {
    /// Who says it, sorted.
    pub speakers: Vec<Id>,
    /// Agencies, state media and the like that carry it to the outlet, sorted.
    pub channels: Vec<Id>,
    /// The outlet, or the agency of its dateline, or that of the document it copies: an actor's id or a name.
    pub outlet: String,
    /// The document that it was read in.
    pub document: Id,
}

/// Where reports come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// An actor's id, or an outlet's name.
    pub origin: String,
    /// Documents that carry it, sorted.
    pub documents: Vec<Id>,
    /// The ways it came, sorted; none where the outlet itself tells it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<Chain>,
}

/// The origins behind one side of a proposition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Where its claims come from, by origin.
    pub origins: Vec<Origin>,
    /// How many of them are independent.
    pub independent_origins: usize,
}

/// An event across documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `event-…`, a hash of its earliest evidence.
    pub id: Id,
    /// PLOVER type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<EventType>,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// CAMEO code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// A short line for people: "Sergei Shoigu – visit – North Korea".
    pub label: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
    /// To or with whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Id>,
    /// Things it is done with or about, as the texts put it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<String>,
    /// What the record as a whole supports.
    pub status: Status,
    /// Whether it is told as history only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// The days it can have happened on.
    #[serde(default, skip_serializing_if = "is_open")]
    pub interval: Interval,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Id>,
    /// Number of documents that tell it.
    pub documents: usize,
    /// Where the reports come from.
    pub origins: Vec<Origin>,
    /// How many of them are independent.
    pub independent_origins: usize,
    /// Why accounts were joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// The accounts, by document and trigger.
    pub mentions: Vec<EventMention>,
    /// The decision that laid down its days, and what the program reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Dated>,
    /// By whom it is marked as misread, oldest first; such an event counts nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<Mark>,
}

impl Event {
    /// The days that the program reads, whatever an analyst laid down.
    pub fn read(&self) -> Interval {
        self.dated.as_ref().map_or(self.interval, |d| d.read)
    }
}

/// What several claims are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposition {
    /// `proposition-…`
    pub id: Id,
    /// The words of its clearest assertion.
    pub label: String,
    /// Who asserts it.
    pub asserted_by: Vec<Id>,
    /// Who denies it.
    pub denied_by: Vec<Id>,
    /// Who says it as likely or possible only, sorted.
    #[serde(default)]
    pub hedged_by: Vec<Id>,
    /// The claims.
    pub claims: Vec<Id>,
    /// The events they tell.
    pub events: Vec<Id>,
    /// The origins of those who assert it.
    #[serde(default, rename = "for")]
    pub support: Support,
    /// The origins of those who deny it.
    #[serde(default, rename = "against")]
    pub denial: Support,
}

/// A proposition or event on which accounts differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// `dispute-…`
    pub id: Id,
    /// `denial`, `date`, `number`, `place` or `actor`.
    pub kind: String,
    /// What is disputed.
    pub proposition: Option<Id>,
    /// The event it is about.
    pub event: Option<Id>,
    /// Claims for.
    pub supporting: Vec<Id>,
    /// Claims against.
    pub against: Vec<Id>,
    /// The words.
    pub spans: Vec<Evidence>,
}

/// A claim by which an actor binds itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// `commitment-…`
    pub id: Id,
    /// Who is bound.
    pub by: Vec<Id>,
    /// The claim.
    pub claim: Id,
    /// Its words.
    pub content: String,
    /// `open`, `kept` or `contradicted`.
    pub status: String,
    /// Why.
    pub reasons: Vec<String>,
}

/// A rule that binds actors from outside, from a norm pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// `norm-…`, a hash of what it says and when it is in force.
    pub id: Id,
    /// The treaty, resolution or list.
    pub instrument: String,
    /// Paragraph or article; `None` for the instrument as a whole.
    pub paragraph: Option<String>,
    /// Who is bound: ISO 3166-1 alpha-3 codes or names.
    pub binds: Vec<String>,
    /// What it says, in the pack's words.
    pub summary: String,
    /// First day in force.
    pub from: Option<Date>,
    /// Last day in force.
    pub until: Option<Date>,
    /// Where it can be read.
    pub uri: Option<String>,
}

/// A norm or a commitment beside what would conflict with it if it is so; never a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PossibleBreach {
    /// `breach-…`
    pub id: Id,
    /// The norm.
    pub norm: Option<Id>,
    /// The commitment, where it is one that would be broken.
    pub commitment: Option<Id>,
    /// The event that would conflict.
    pub event: Option<Id>,
    /// Claims that tell the event, or that say that the norm would be broken, sorted.
    pub claims: Vec<Id>,
    /// Why the two stand side by side, in words.
    pub reason: String,
    /// The sentences, sorted.
    pub spans: Vec<Evidence>,
}

/// Documents about one affair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// `story-…`
    pub id: Id,
    /// What it is about.
    pub title: String,
    /// Its documents, sorted.
    pub documents: Vec<Id>,
    /// From its earliest to its latest day.
    pub interval: Interval,
}

/// A dated line of a story's summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The story.
    pub story: Id,
    /// The days.
    pub interval: Interval,
    /// The exact words.
    pub at: Evidence,
    /// Events it tells.
    pub events: Vec<Id>,
    /// Comparable across stories; higher is more important.
    pub score: f64,
}

/// What an analyst laid down, and the lines that it bears on now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// `decision-…`.
    pub id: Id,
    /// What kind of thing is laid down.
    pub kind: DecisionKind,
    /// The type of line that it is about.
    pub thing: Thing,
    /// The id that the line had when it was decided; `None` for a join or a split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Id>,
    /// The evidence that it names, as far as its documents are there: of a split first what is taken out.
    pub sides: Vec<Vec<Evidence>>,
    /// Lines that hold its evidence now: of a split what was taken out and what stays, of anything else the one line.
    pub about: Vec<Id>,
    /// What is laid down: of a date the days, of a note its words; of anything else why.
    pub value: Option<String>,
    /// Why, where the value says something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Name of the analyst.
    pub by: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
}

/// Everything derived from a set of readings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is the list of all lines of its type"
)]
pub struct Record {
    pub documents: Vec<DocumentLine>,
    pub actors: Vec<Actor>,
    pub places: Vec<Place>,
    pub mentions: Vec<MentionLine>,
    pub times: Vec<TimeLine>,
    pub claims: Vec<Claim>,
    pub events: Vec<Event>,
    pub propositions: Vec<Proposition>,
    pub disputes: Vec<Dispute>,
    pub commitments: Vec<Commitment>,
    pub norms: Vec<Norm>,
    pub possible_breaches: Vec<PossibleBreach>,
    pub stories: Vec<Story>,
    pub timeline: Vec<TimelineEntry>,
    pub decisions: Vec<Decision>,
}
