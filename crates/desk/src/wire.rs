//! What the programming interface answers, field by field: the wire types that pages fill and that the description is made of.
//!
//! Rows that listings show come from [`view`]; what only the desk tells is here. Fields may be added within version 1, never renamed or dropped.
//! Schemas are derived by the compiler from these types, so that description and answer cannot drift apart. Known limit: words of closed lists
//! (stances, statuses) are described as text.
//!
//! Example: `/api/v1/claims/claim-…` is a [`OneClaim`].

use jiff::civil::Date;
use model::Id;
use model::record::{Chain, Commitment, Origin, Support};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use view::Excerpt;
use view::digest::StoryDigest;
use view::listing::{BreachRow, ClaimRow, DatedRow, DecisionRow, DisputeRow, EventRow};

/// `answer` as JSON.
pub(crate) fn value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).expect("wire types have names for keys, so that they are JSON")
}

/// A story.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StoryRow {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    pub(crate) title: String,
    /// Number of its documents.
    pub(crate) documents: usize,
    pub(crate) earliest: Option<Date>,
    pub(crate) latest: Option<Date>,
}

/// An actor with how often it occurs.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActorRow {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    /// state, person, organisation, office, group, unnamed.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    /// ISO 3166-1 alpha-3.
    pub(crate) country: Option<String>,
    pub(crate) sector: Option<String>,
    /// Mentions in all documents.
    pub(crate) mentions: usize,
    /// Documents that name it.
    pub(crate) documents: usize,
    /// Claims that it makes.
    pub(crate) claims: usize,
    /// Events in which it takes part.
    pub(crate) events: usize,
}

/// What several claims are about.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PropositionRow {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    pub(crate) label: String,
    /// Actors who assert it.
    #[schemars(with = "Vec<String>")]
    pub(crate) asserted_by: Vec<Id>,
    #[schemars(with = "Vec<String>")]
    pub(crate) denied_by: Vec<Id>,
    /// Actors who say it as likely or possible only.
    #[schemars(with = "Vec<String>")]
    pub(crate) hedged_by: Vec<Id>,
    #[schemars(with = "Vec<String>")]
    pub(crate) claims: Vec<Id>,
    #[schemars(with = "Vec<String>")]
    pub(crate) events: Vec<Id>,
    /// Where those who assert it have it from.
    pub(crate) r#for: SupportRow,
    /// Where those who deny it have it from.
    pub(crate) against: SupportRow,
}

/// The origins behind one side of a proposition.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SupportRow {
    pub(crate) origins: Vec<OriginRow>,
    /// How many of them are independent: copies, one channel and officials of one state count once.
    pub(crate) independent_origins: usize,
}

impl SupportRow {
    pub(crate) fn of(support: &Support) -> Self {
        Self {
            origins: OriginRow::all(&support.origins),
            independent_origins: support.independent_origins,
        }
    }
}

/// A document that holds the words of a search.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HitRow {
    #[schemars(with = "String")]
    pub(crate) document: Id,
    /// Places in its text.
    pub(crate) hits: usize,
    /// The first of them.
    pub(crate) places: Vec<Excerpt>,
}

/// A single thing, with what was laid down about it; the page of the thing adds the decisions to what it answers.
#[derive(JsonSchema)]
pub(crate) struct Single<T> {
    #[serde(flatten)]
    #[expect(dead_code, reason = "described, and never made: see `pages::page`")]
    thing: T,
    #[expect(dead_code, reason = "as above")]
    decisions: Vec<DecisionRow>,
}

/// One story.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneStory {
    pub(crate) story: StoryDigest,
}

/// One claim.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneClaim {
    pub(crate) claim: ClaimRow,
}

/// One dispute.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneDispute {
    pub(crate) dispute: DisputeRow,
}

/// One proposition with every claim on it, by day.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneProposition {
    pub(crate) proposition: PropositionRow,
    pub(crate) claims: Vec<ClaimRow>,
}

/// One event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneEvent {
    pub(crate) event: EventRow,
    /// Every account of it.
    pub(crate) accounts: Vec<Account>,
    /// Where the reports come from.
    pub(crate) origins: Vec<OriginRow>,
    /// On what accounts differ.
    pub(crate) disputes: Vec<DisputeRow>,
    /// Claims that tell it.
    pub(crate) claims: Vec<ClaimRow>,
}

/// What one document tells of an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Account {
    #[schemars(with = "String")]
    pub(crate) document: Id,
    /// What its own sentence says: occurred, planned, alleged …
    pub(crate) status: String,
    /// The word for it, in its sentence.
    pub(crate) trigger: Excerpt,
}

/// An origin with the documents that carry its report.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OriginRow {
    /// Id of an actor, or name of an outlet.
    pub(crate) origin: String,
    #[schemars(with = "Vec<String>")]
    pub(crate) documents: Vec<Id>,
    /// The ways it came; none where the outlet itself tells it.
    pub(crate) chains: Vec<ChainRow>,
}

impl OriginRow {
    pub(crate) fn all(origins: &[Origin]) -> Vec<Self> {
        let row = |o: &Origin| Self {
            origin: o.origin.clone(),
            documents: o.documents.clone(),
            chains: o.chains.iter().map(ChainRow::of).collect(),
        };
        origins.iter().map(row).collect()
    }
}

/// How one report came into a document.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ChainRow {
    /// Actors who say it.
    #[schemars(with = "Vec<String>")]
    pub(crate) speakers: Vec<Id>,
    /// Agencies, state media and the like that carry it.
    #[schemars(with = "Vec<String>")]
    pub(crate) channels: Vec<Id>,
    /// Where it stands: id of an actor, or name of an outlet.
    pub(crate) outlet: String,
    #[schemars(with = "String")]
    pub(crate) document: Id,
}

impl ChainRow {
    fn of(chain: &Chain) -> Self {
        Self {
            speakers: chain.speakers.clone(),
            channels: chain.channels.clone(),
            outlet: chain.outlet.clone(),
            document: chain.document.clone(),
        }
    }
}

/// One decision.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneDecision {
    pub(crate) decision: DecisionRow,
}

/// One norm with what would conflict with it, if it is so.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneNorm {
    pub(crate) norm: Rule,
    pub(crate) possible_breaches: Vec<BreachRow>,
}

/// A norm.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rule {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    /// The treaty, resolution or list.
    pub(crate) instrument: String,
    /// Where in it.
    pub(crate) paragraph: Option<String>,
    /// Who is bound: countries (ISO 3166-1 alpha-3) or names.
    pub(crate) binds: Vec<String>,
    pub(crate) summary: String,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) uri: Option<String>,
}

/// One document with its text and everything that was read from it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneDocument {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    pub(crate) title: String,
    pub(crate) outlet: Option<String>,
    pub(crate) uri: Option<String>,
    /// Days on which it can have been published.
    pub(crate) earliest: Option<Date>,
    pub(crate) latest: Option<Date>,
    /// That an analyst laid these days down, and what the program reads.
    pub(crate) dated: Option<DatedRow>,
    #[schemars(with = "Option<String>")]
    pub(crate) story: Option<Id>,
    pub(crate) text: String,
    pub(crate) marks: Vec<TextMark>,
    /// The page that it was read from; null where it came as text.
    pub(crate) original: Option<OriginalPage>,
}

/// A page as it came.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OriginalPage {
    /// Length of its markup as UTF-8; null where it cannot be read.
    pub(crate) bytes: Option<u64>,
    /// Where it is shown, or where it says why it cannot be; null where it is too long to be kept.
    pub(crate) href: Option<String>,
}

/// Words of a text that say something.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TextMark {
    /// First code point of the text, and one past the last.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// cue, said, trigger, actor, time.
    pub(crate) kind: String,
    /// What they name, for people.
    pub(crate) title: String,
    /// The page of what they name.
    pub(crate) href: Option<String>,
}

/// One actor.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OneActor {
    pub(crate) actor: Dossier,
    pub(crate) mentions: usize,
    pub(crate) documents: usize,
    pub(crate) claims: usize,
    pub(crate) events: usize,
    pub(crate) denials: usize,
    pub(crate) commitments: Vec<Promise>,
    /// Disputes in which it takes part.
    #[schemars(with = "Vec<String>")]
    pub(crate) disputes: Vec<Id>,
    pub(crate) newest_claims: Vec<ClaimRow>,
    pub(crate) newest_events: Vec<EventRow>,
}

/// What an actor is.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Dossier {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) country: Option<String>,
    pub(crate) sector: Option<String>,
    pub(crate) wikidata: Option<String>,
    /// Why its names are one.
    pub(crate) reasons: Vec<String>,
    pub(crate) roles: Vec<RoleRow>,
}

/// A title that a document gives an actor.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RoleRow {
    pub(crate) title: String,
    pub(crate) organisation: Option<String>,
    #[schemars(with = "String")]
    pub(crate) document: Id,
}

/// A claim by which actors bind themselves.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Promise {
    #[schemars(with = "String")]
    pub(crate) id: Id,
    #[schemars(with = "Vec<String>")]
    pub(crate) by: Vec<Id>,
    #[schemars(with = "String")]
    pub(crate) claim: Id,
    pub(crate) content: String,
    /// open, kept, contradicted.
    pub(crate) status: String,
    pub(crate) reasons: Vec<String>,
}

impl Promise {
    pub(crate) fn of(commitment: &Commitment) -> Self {
        let Commitment {
            id,
            by,
            claim,
            content,
            status,
            reasons,
        } = commitment.clone();
        Self {
            id,
            by,
            claim,
            content,
            status,
            reasons,
        }
    }
}
