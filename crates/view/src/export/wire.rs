//! The objects of the export, field by field in the order of the contract (`docs/record.md`).
//!
//! Built by [`super::jsonl`] from the lines of a record; spans are in code points here and carry their
//! exact words. What is unknown is `null` or an empty list. Known limit: fields may be added, never
//! renamed or dropped, without a new `record_format`.
//!
//! Example: a span is written `{"start":4,"end":10,"text":"denied"}`.

use jiff::civil::Date;
use model::record::{
    Actor, Commitment, Dated, Decision, DocumentLine, Mark, MentionLine, Norm, Place, Proposition,
    Published, Story, TimeLine,
};
use model::{
    ActorKind, Basis, Certainty, Country, Id, MentionForm, Quotation, Sector, Stance, TimexType,
};
use serde::{Serialize, Serializer};

mod event;

use event::SupportWire;
pub(super) use event::{EventMentionWire, EventWire};

/// A probability or score with four digits behind the point: enough to rank by, and printed alike on
/// every machine.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands the field by reference"
)]
fn rounded<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded_number(*value))
}

/// The same as a number.
pub(super) fn rounded_number(value: f64) -> f64 {
    const DIGITS: f64 = 1e4;
    (value * DIGITS).round() / DIGITS
}

/// Empty words are unknown words.
pub(super) fn known(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}

#[derive(Serialize)]
pub(super) struct SpanWire {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// A span that names its document.
#[derive(Serialize)]
pub(super) struct PlacedSpan<'r> {
    pub(super) document: &'r Id,
    #[serde(flatten)]
    pub(super) span: SpanWire,
}

#[derive(Serialize)]
pub(super) struct MetaWire<'r> {
    pub(super) r#type: &'static str,
    pub(super) record_format: u32,
    pub(super) tool: String,
    pub(super) lexicon: &'r str,
    pub(super) documents: usize,
}

/// Who laid something down, flat inside what it is laid on.
#[derive(Serialize)]
pub(super) struct MarkWire<'r> {
    decision: &'r Id,
    by: &'r str,
    at: &'r str,
    why: Option<&'r str>,
}

impl<'r> MarkWire<'r> {
    fn of(mark: &'r Mark) -> Self {
        Self {
            decision: &mark.decision,
            by: &mark.by,
            at: &mark.at,
            why: mark.why.as_deref(),
        }
    }
}

pub(super) fn marks(marked: &[Mark]) -> Vec<MarkWire<'_>> {
    marked.iter().map(MarkWire::of).collect()
}

/// The decision behind days, and what the program reads.
#[derive(Serialize)]
struct DatedWire<'r> {
    decision: &'r Id,
    by: &'r str,
    at: &'r str,
    why: Option<&'r str>,
    read: ReadWire,
}

#[derive(Serialize)]
struct ReadWire {
    earliest: Option<Date>,
    latest: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
}

impl<'r> DatedWire<'r> {
    fn of(dated: &'r Dated) -> Self {
        Self {
            decision: &dated.mark.decision,
            by: &dated.mark.by,
            at: &dated.mark.at,
            why: dated.mark.why.as_deref(),
            read: ReadWire {
                earliest: dated.read.earliest,
                latest: dated.read.latest,
                basis: dated.basis,
            },
        }
    }
}

#[derive(Serialize)]
struct PublishedWire<'r> {
    earliest: Option<Date>,
    latest: Option<Date>,
    basis: Basis,
    declared: Option<Date>,
    conflict: bool,
    reasons: &'r [String],
    dated: Option<DatedWire<'r>>,
}

impl<'r> PublishedWire<'r> {
    fn of(published: &'r Published) -> Self {
        Self {
            earliest: published.interval.earliest,
            latest: published.interval.latest,
            basis: published.basis,
            declared: published.declared,
            conflict: published.conflict,
            reasons: &published.reasons,
            dated: published.dated.as_ref().map(DatedWire::of),
        }
    }
}

#[derive(Serialize)]
pub(super) struct DocumentWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    input_id: &'r str,
    uri: Option<&'r str>,
    outlet: Option<&'r str>,
    title: Option<&'r str>,
    authors: &'r [String],
    language: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
    characters: usize,
    sha256: &'r str,
    original_sha256: &'r str,
    published: PublishedWire<'r>,
    via: &'r [Id],
    duplicate_of: Option<&'r Id>,
    duplicate_kind: Option<&'r str>,
    revises: Option<&'r Id>,
    story: Option<&'r Id>,
}

impl<'r> DocumentWire<'r> {
    /// The line of `document`; without `text` the field is left out.
    pub(super) fn of(document: &'r DocumentLine, text: Option<&'r str>) -> Self {
        Self {
            r#type: "document",
            id: &document.id,
            input_id: &document.input_id,
            uri: document.uri.as_deref(),
            outlet: document.outlet.as_deref(),
            title: document.title.as_deref(),
            authors: &document.authors,
            language: document.language.as_deref(),
            text,
            characters: document.characters,
            sha256: &document.sha256,
            original_sha256: &document.original_sha256,
            published: PublishedWire::of(&document.published),
            via: &document.via,
            duplicate_of: document.duplicate_of.as_ref(),
            duplicate_kind: document.duplicate_kind.as_deref(),
            revises: document.revises.as_ref(),
            story: document.story.as_ref(),
        }
    }
}

#[derive(Serialize)]
struct RoleWire<'r> {
    title: &'r str,
    organisation: Option<&'r str>,
    document: &'r Id,
}

#[derive(Serialize)]
pub(super) struct ActorWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    kind: ActorKind,
    name: &'r str,
    aliases: &'r [String],
    country: Option<Country>,
    roles: Vec<RoleWire<'r>>,
    sector: Option<&'r Sector>,
    wikidata: Option<&'r str>,
    reasons: &'r [String],
}

impl<'r> ActorWire<'r> {
    pub(super) fn of(actor: &'r Actor) -> Self {
        let role = |(role, document): &'r (model::Role, Id)| RoleWire {
            title: &role.title,
            organisation: role.organisation.as_deref(),
            document,
        };
        Self {
            r#type: "actor",
            id: &actor.id,
            kind: actor.kind,
            name: &actor.name,
            aliases: &actor.aliases,
            country: actor.country,
            roles: actor.roles.iter().map(role).collect(),
            sector: actor.sector.as_ref(),
            wikidata: actor.wikidata.as_deref(),
            reasons: &actor.reasons,
        }
    }
}

#[derive(Serialize)]
pub(super) struct PlaceWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    name: &'r str,
    country: Option<Country>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl<'r> PlaceWire<'r> {
    pub(super) fn of(place: &'r Place) -> Self {
        Self {
            r#type: "place",
            id: &place.id,
            name: &place.name,
            country: place.country,
            latitude: place.latitude,
            longitude: place.longitude,
        }
    }
}

#[derive(Serialize)]
pub(super) struct MentionWire<'r> {
    r#type: &'static str,
    document: &'r Id,
    #[serde(flatten)]
    span: SpanWire,
    label: Option<&'r str>,
    form: MentionForm,
    actor: Option<&'r Id>,
    place: Option<&'r Id>,
}

impl<'r> MentionWire<'r> {
    pub(super) fn of(mention: &'r MentionLine, span: SpanWire) -> Self {
        Self {
            r#type: "mention",
            document: &mention.at.document,
            span,
            label: known(&mention.label),
            form: mention.form,
            actor: mention.actor.as_ref(),
            place: mention.place.as_ref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TimeWire<'r> {
    r#type: &'static str,
    document: &'r Id,
    #[serde(flatten)]
    span: SpanWire,
    timex: TimexType,
    value: Option<&'r str>,
    earliest: Option<Date>,
    latest: Option<Date>,
}

impl<'r> TimeWire<'r> {
    pub(super) fn of(time: &'r TimeLine, span: SpanWire) -> Self {
        Self {
            r#type: "time",
            document: &time.at.document,
            span,
            timex: time.timex,
            value: known(&time.value),
            earliest: time.interval.earliest,
            latest: time.interval.latest,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ClaimWire<'r> {
    pub(super) r#type: &'static str,
    pub(super) id: &'r Id,
    pub(super) document: &'r Id,
    pub(super) source: Option<SpanWire>,
    pub(super) speakers: &'r [Id],
    pub(super) cue: SpanWire,
    pub(super) content: Vec<SpanWire>,
    pub(super) quotation: Quotation,
    pub(super) stance: Stance,
    pub(super) certainty: Certainty,
    pub(super) addressees: &'r [Id],
    pub(super) via: &'r [Id],
    pub(super) outlet: Option<&'r str>,
    pub(super) proposition: Option<&'r Id>,
    pub(super) events: &'r [Id],
    pub(super) sentence: SpanWire,
    #[serde(serialize_with = "rounded")]
    pub(super) confidence: f64,
    pub(super) marked: Vec<MarkWire<'r>>,
}

#[derive(Serialize)]
pub(super) struct PropositionWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    label: &'r str,
    asserted_by: &'r [Id],
    denied_by: &'r [Id],
    hedged_by: &'r [Id],
    claims: &'r [Id],
    events: &'r [Id],
    r#for: SupportWire<'r>,
    against: SupportWire<'r>,
}

impl<'r> PropositionWire<'r> {
    pub(super) fn of(proposition: &'r Proposition) -> Self {
        Self {
            r#type: "proposition",
            id: &proposition.id,
            label: &proposition.label,
            asserted_by: &proposition.asserted_by,
            denied_by: &proposition.denied_by,
            hedged_by: &proposition.hedged_by,
            claims: &proposition.claims,
            events: &proposition.events,
            r#for: SupportWire::of(&proposition.support),
            against: SupportWire::of(&proposition.denial),
        }
    }
}

#[derive(Serialize)]
pub(super) struct DisputeWire<'r> {
    pub(super) r#type: &'static str,
    pub(super) id: &'r Id,
    pub(super) kind: &'r str,
    pub(super) proposition: Option<&'r Id>,
    pub(super) event: Option<&'r Id>,
    pub(super) r#for: &'r [Id],
    pub(super) against: &'r [Id],
    pub(super) spans: Vec<PlacedSpan<'r>>,
}

#[derive(Serialize)]
pub(super) struct CommitmentWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    by: &'r [Id],
    claim: &'r Id,
    content: &'r str,
    status: &'r str,
    reasons: &'r [String],
}

impl<'r> CommitmentWire<'r> {
    pub(super) fn of(commitment: &'r Commitment) -> Self {
        Self {
            r#type: "commitment",
            id: &commitment.id,
            by: &commitment.by,
            claim: &commitment.claim,
            content: &commitment.content,
            status: &commitment.status,
            reasons: &commitment.reasons,
        }
    }
}

#[derive(Serialize)]
pub(super) struct NormWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    instrument: &'r str,
    paragraph: Option<&'r str>,
    binds: &'r [String],
    summary: &'r str,
    from: Option<Date>,
    until: Option<Date>,
    uri: Option<&'r str>,
}

impl<'r> NormWire<'r> {
    pub(super) fn of(norm: &'r Norm) -> Self {
        Self {
            r#type: "norm",
            id: &norm.id,
            instrument: &norm.instrument,
            paragraph: norm.paragraph.as_deref(),
            binds: &norm.binds,
            summary: &norm.summary,
            from: norm.from,
            until: norm.until,
            uri: norm.uri.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PossibleBreachWire<'r> {
    pub(super) r#type: &'static str,
    pub(super) id: &'r Id,
    pub(super) norm: Option<&'r Id>,
    pub(super) commitment: Option<&'r Id>,
    pub(super) event: Option<&'r Id>,
    pub(super) claims: &'r [Id],
    pub(super) reason: &'r str,
    pub(super) spans: Vec<PlacedSpan<'r>>,
}

#[derive(Serialize)]
pub(super) struct DecisionWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    kind: &'static str,
    thing: &'static str,
    named: Option<&'r Id>,
    about: &'r [Id],
    sides: Vec<Vec<PlacedSpan<'r>>>,
    value: Option<&'r str>,
    why: Option<&'r str>,
    by: &'r str,
    at: &'r str,
}

impl<'r> DecisionWire<'r> {
    pub(super) fn of(decision: &'r Decision, sides: Vec<Vec<PlacedSpan<'r>>>) -> Self {
        Self {
            r#type: "decision",
            id: &decision.id,
            kind: decision.kind.word(),
            thing: decision.thing.word(),
            named: decision.named.as_ref(),
            about: &decision.about,
            sides,
            value: decision.value.as_deref(),
            why: decision.why.as_deref(),
            by: &decision.by,
            at: &decision.at,
        }
    }
}

#[derive(Serialize)]
pub(super) struct StoryWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    title: &'r str,
    documents: &'r [Id],
    earliest: Option<Date>,
    latest: Option<Date>,
}

impl<'r> StoryWire<'r> {
    pub(super) fn of(story: &'r Story) -> Self {
        Self {
            r#type: "story",
            id: &story.id,
            title: &story.title,
            documents: &story.documents,
            earliest: story.interval.earliest,
            latest: story.interval.latest,
        }
    }
}

#[derive(Serialize)]
pub(super) struct TimelineWire<'r> {
    pub(super) r#type: &'static str,
    pub(super) story: &'r Id,
    pub(super) earliest: Option<Date>,
    pub(super) latest: Option<Date>,
    pub(super) text: String,
    pub(super) events: &'r [Id],
    pub(super) document: &'r Id,
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(serialize_with = "rounded")]
    pub(super) score: f64,
}
