//! Events in the export: their accounts, and the origins and chains behind them and behind the sides of a proposition.
//!
//! Example: an origin is written `{"origin":"…","documents":["doc-…"],"chains":[{"speakers":[…],"channels":[…],"outlet":"…","document":"doc-…"}]}`.

use super::{DatedWire, MarkWire, SpanWire, marks, rounded};
use jiff::civil::Date;
use model::record::{Chain, Event, Origin, Support};
use model::{EventType, Id, Status};
use serde::Serialize;

#[derive(Serialize)]
pub(in super::super) struct EventMentionWire<'r> {
    pub(in super::super) document: &'r Id,
    pub(in super::super) trigger: SpanWire,
    pub(in super::super) source: Option<SpanWire>,
    pub(in super::super) target: Option<SpanWire>,
    pub(in super::super) status: Status,
    pub(in super::super) sentence: SpanWire,
}

#[derive(Serialize)]
struct ChainWire<'r> {
    speakers: &'r [Id],
    channels: &'r [Id],
    outlet: &'r str,
    document: &'r Id,
}

#[derive(Serialize)]
struct OriginWire<'r> {
    origin: &'r str,
    documents: &'r [Id],
    chains: Vec<ChainWire<'r>>,
}

impl<'r> OriginWire<'r> {
    fn of(origin: &'r Origin) -> Self {
        let chain = |c: &'r Chain| ChainWire {
            speakers: &c.speakers,
            channels: &c.channels,
            outlet: &c.outlet,
            document: &c.document,
        };
        Self {
            origin: &origin.origin,
            documents: &origin.documents,
            chains: origin.chains.iter().map(chain).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct SupportWire<'r> {
    origins: Vec<OriginWire<'r>>,
    independent_origins: usize,
}

impl<'r> SupportWire<'r> {
    pub(super) fn of(support: &'r Support) -> Self {
        Self {
            origins: support.origins.iter().map(OriginWire::of).collect(),
            independent_origins: support.independent_origins,
        }
    }
}

#[derive(Serialize)]
pub(in super::super) struct EventWire<'r> {
    r#type: &'static str,
    id: &'r Id,
    event_type: Option<EventType>,
    mode: Option<&'r str>,
    cameo: Option<&'r str>,
    label: &'r str,
    sources: &'r [Id],
    targets: &'r [Id],
    objects: &'r [String],
    status: Status,
    background: bool,
    earliest: Option<Date>,
    latest: Option<Date>,
    place: Option<&'r Id>,
    documents: usize,
    origins: Vec<OriginWire<'r>>,
    independent_origins: usize,
    reasons: &'r [String],
    #[serde(serialize_with = "rounded")]
    confidence: f64,
    mentions: Vec<EventMentionWire<'r>>,
    dated: Option<DatedWire<'r>>,
    marked: Vec<MarkWire<'r>>,
}

impl<'r> EventWire<'r> {
    pub(in super::super) fn of(event: &'r Event, mentions: Vec<EventMentionWire<'r>>) -> Self {
        Self {
            r#type: "event",
            id: &event.id,
            event_type: event.event_type,
            mode: event.mode.as_deref(),
            cameo: event.cameo.as_deref(),
            label: &event.label,
            sources: &event.sources,
            targets: &event.targets,
            objects: &event.objects,
            status: event.status,
            background: event.background,
            earliest: event.interval.earliest,
            latest: event.interval.latest,
            place: event.place.as_ref(),
            documents: event.documents,
            origins: event.origins.iter().map(OriginWire::of).collect(),
            independent_origins: event.independent_origins,
            reasons: &event.reasons,
            confidence: event.confidence,
            mentions,
            dated: event.dated.as_ref().map(DatedWire::of),
            marked: marks(&event.marked),
        }
    }
}
