//! Writes a record as JSON Lines, one line type after the other, in an order that never depends on input.
//!
//! Takes a record and the texts of its documents; writes UTF-8, an object a line: `meta` first, then the
//! types in the contract's order; lines with an id by id, lines of a text by document and position, claims
//! by document and cue, timelines by story and falling score. Byte spans become code points with the exact
//! words under them (RFC 8259 for JSON, jsonlines.org for the lines). Known limit: the record is in
//! memory; the output is streamed.
//!
//! Example: the cue `4..10` of "We deny it" is written `{"start":3,"end":7,"text":"deny"}`.

use super::wire::{
    ActorWire, ClaimWire, CommitmentWire, DecisionWire, DisputeWire, DocumentWire,
    EventMentionWire, EventWire, MentionWire, MetaWire, NormWire, PlaceWire, PlacedSpan,
    PossibleBreachWire, PropositionWire, SpanWire, StoryWire, TimeWire, TimelineWire, known, marks,
};
use crate::Texts;
use model::record::{
    Claim, Dispute, DocumentLine, Event, EventMention, Evidence, PossibleBreach, Record,
    TimelineEntry,
};
use model::{Id, Span};
use serde::Serialize;
use std::io::{self, Write};

/// The number of the contract that the lines keep.
pub const FORMAT: u32 = 1;

/// Whether documents carry their texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextField {
    /// With texts: such an export can be imported.
    #[default]
    Kept,
    /// Without texts, for passing on what may not be copied.
    LeftOut,
}

/// What the first line says, and how the rest is written.
#[derive(Clone, Copy, Debug)]
pub struct Meta<'m> {
    /// Version of onrecord, such as `0.1.0`.
    pub version: &'m str,
    /// Version of the lexicon that derived the record.
    pub lexicon: &'m str,
    /// Whether documents carry their texts.
    pub text: TextField,
}

/// What can keep an export from being whole.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The output cannot be written.
    #[error(
        "cannot write the export: {0} (help: check that the disk has room and the file can be written)"
    )]
    Output(#[from] io::Error),
    /// A line points to words that are not there.
    #[error(
        "the record rests on bytes {start} to {end} of {document}, which its text does not have (help: `onrecord verify` lists what does not hold, `onrecord rebuild` reads the texts again)"
    )]
    Evidence {
        /// The document.
        document: Id,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
}

/// What a format cannot hold: how many of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// How many there are in the record.
    pub count: usize,
    /// What they are, in the plural.
    pub what: &'static str,
}

impl LeftOut {
    pub(super) fn new(count: usize, what: &'static str) -> Self {
        Self { count, what }
    }
}

/// Writes all lines of `record` to `out`.
///
/// # Errors
/// The output fails, or evidence does not lie in its text; what was written before stays written.
pub fn jsonl(
    record: &Record,
    texts: &Texts<'_>,
    meta: &Meta<'_>,
    out: &mut impl Write,
) -> Result<(), Error> {
    let mut lines = Lines { texts, out };
    lines.meta(record, meta)?;
    lines.documents(record, meta.text)?;
    lines.things(record)?;
    lines.positions(record)?;
    lines.claims(record)?;
    lines.events(record)?;
    lines.disputes(record)?;
    lines.timeline(record)?;
    lines.decisions(record)?;
    lines.out.flush().map_err(Error::Output)
}

/// The output with the texts behind its spans.
struct Lines<'l, W> {
    texts: &'l Texts<'l>,
    out: &'l mut W,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, line: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.out, line).map_err(io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }

    fn meta(&mut self, record: &Record, meta: &Meta<'_>) -> Result<(), Error> {
        self.write(&MetaWire {
            r#type: "meta",
            record_format: FORMAT,
            tool: format!("onrecord {}", meta.version),
            lexicon: meta.lexicon,
            documents: record.documents.len(),
        })
    }

    fn documents(&mut self, record: &Record, field: TextField) -> Result<(), Error> {
        for document in sorted(&record.documents, |d: &&DocumentLine| d.id.clone()) {
            match field {
                TextField::LeftOut => self.write(&DocumentWire::of(document, None))?,
                TextField::Kept => {
                    let text = self.texts.of(&document.id);
                    let text = text.ok_or_else(|| missing(&document.id, Span::new(0, 0)))?;
                    self.write(&DocumentWire::of(document, Some(text.text())))?;
                }
            }
        }
        Ok(())
    }

    /// Actors and places: lines without words of their own.
    fn things(&mut self, record: &Record) -> Result<(), Error> {
        for actor in sorted(&record.actors, |a| a.id.clone()) {
            self.write(&ActorWire::of(actor))?;
        }
        for place in sorted(&record.places, |p| p.id.clone()) {
            self.write(&PlaceWire::of(place))?;
        }
        Ok(())
    }

    /// Mentions and times: lines that are words of a text.
    fn positions(&mut self, record: &Record) -> Result<(), Error> {
        for mention in sorted(&record.mentions, |m| m.at.clone()) {
            let span = self.evidence(&mention.at)?;
            self.write(&MentionWire::of(mention, span))?;
        }
        for time in sorted(&record.times, |t| t.at.clone()) {
            let span = self.evidence(&time.at)?;
            self.write(&TimeWire::of(time, span))?;
        }
        Ok(())
    }

    fn claims(&mut self, record: &Record) -> Result<(), Error> {
        let place = |c: &&Claim| (c.document.clone(), c.cue, c.id.clone());
        for claim in sorted(&record.claims, place) {
            let line = self.claim(claim)?;
            self.write(&line)?;
        }
        Ok(())
    }

    fn claim<'r>(&self, claim: &'r Claim) -> Result<ClaimWire<'r>, Error> {
        let at = |span| self.span(&claim.document, span);
        let content: Result<_, Error> = claim.content.iter().map(|s| at(*s)).collect();
        Ok(ClaimWire {
            r#type: "claim",
            id: &claim.id,
            document: &claim.document,
            source: claim.source.map(at).transpose()?,
            speakers: &claim.speakers,
            cue: at(claim.cue)?,
            content: content?,
            quotation: claim.quotation,
            stance: claim.stance,
            certainty: claim.certainty,
            addressees: &claim.addressees,
            via: &claim.via,
            outlet: known(&claim.outlet),
            proposition: claim.proposition.as_ref(),
            events: &claim.events,
            sentence: at(claim.sentence)?,
            confidence: claim.confidence,
            marked: marks(&claim.marked),
        })
    }

    fn events(&mut self, record: &Record) -> Result<(), Error> {
        for event in sorted(&record.events, |e: &&Event| e.id.clone()) {
            let mentions: Result<Vec<_>, Error> =
                event.mentions.iter().map(|m| self.account(m)).collect();
            self.write(&EventWire::of(event, mentions?))?;
        }
        for proposition in sorted(&record.propositions, |p| p.id.clone()) {
            self.write(&PropositionWire::of(proposition))?;
        }
        Ok(())
    }

    fn account<'r>(&self, mention: &'r EventMention) -> Result<EventMentionWire<'r>, Error> {
        let at = |span| self.span(&mention.document, span);
        Ok(EventMentionWire {
            document: &mention.document,
            trigger: at(mention.trigger)?,
            source: mention.source.map(at).transpose()?,
            target: mention.target.map(at).transpose()?,
            status: mention.status,
            sentence: at(mention.sentence)?,
        })
    }

    fn disputes(&mut self, record: &Record) -> Result<(), Error> {
        for dispute in sorted(&record.disputes, |d| d.id.clone()) {
            let line = self.dispute(dispute)?;
            self.write(&line)?;
        }
        for commitment in sorted(&record.commitments, |c| c.id.clone()) {
            self.write(&CommitmentWire::of(commitment))?;
        }
        for norm in sorted(&record.norms, |n| n.id.clone()) {
            self.write(&NormWire::of(norm))?;
        }
        for breach in sorted(&record.possible_breaches, |b| b.id.clone()) {
            let line = self.possible_breach(breach)?;
            self.write(&line)?;
        }
        for story in sorted(&record.stories, |s| s.id.clone()) {
            self.write(&StoryWire::of(story))?;
        }
        Ok(())
    }

    fn possible_breach<'r>(
        &self,
        breach: &'r PossibleBreach,
    ) -> Result<PossibleBreachWire<'r>, Error> {
        Ok(PossibleBreachWire {
            r#type: "possible_breach",
            id: &breach.id,
            norm: breach.norm.as_ref(),
            commitment: breach.commitment.as_ref(),
            event: breach.event.as_ref(),
            claims: &breach.claims,
            reason: &breach.reason,
            spans: self.placed(&breach.spans)?,
        })
    }

    fn placed<'r>(&self, spans: &'r [Evidence]) -> Result<Vec<PlacedSpan<'r>>, Error> {
        let placed = |at: &'r Evidence| {
            Ok(PlacedSpan {
                document: &at.document,
                span: self.evidence(at)?,
            })
        };
        spans.iter().map(placed).collect()
    }

    fn dispute<'r>(&self, dispute: &'r Dispute) -> Result<DisputeWire<'r>, Error> {
        Ok(DisputeWire {
            r#type: "dispute",
            id: &dispute.id,
            kind: &dispute.kind,
            proposition: dispute.proposition.as_ref(),
            event: dispute.event.as_ref(),
            r#for: &dispute.supporting,
            against: &dispute.against,
            spans: self.placed(&dispute.spans)?,
        })
    }

    fn timeline(&mut self, record: &Record) -> Result<(), Error> {
        let mut entries: Vec<&TimelineEntry> = record.timeline.iter().collect();
        entries.sort_by(|a, b| {
            let by_score = b.score.total_cmp(&a.score);
            let by_story = a.story.cmp(&b.story);
            by_story.then(by_score).then_with(|| a.at.cmp(&b.at))
        });
        for entry in entries {
            let span = self.evidence(&entry.at)?;
            self.write(&TimelineWire {
                r#type: "timeline",
                story: &entry.story,
                earliest: entry.interval.earliest,
                latest: entry.interval.latest,
                text: span.text,
                events: &entry.events,
                document: &entry.at.document,
                start: span.start,
                end: span.end,
                score: entry.score,
            })?;
        }
        Ok(())
    }

    fn decisions(&mut self, record: &Record) -> Result<(), Error> {
        for decision in sorted(&record.decisions, |d| d.id.clone()) {
            let sides = decision.sides.iter().map(|side| self.placed(side));
            let sides = sides.collect::<Result<_, Error>>()?;
            self.write(&DecisionWire::of(decision, sides))?;
        }
        Ok(())
    }

    fn evidence(&self, at: &Evidence) -> Result<SpanWire, Error> {
        self.span(&at.document, at.span)
    }

    fn span(&self, document: &Id, span: Span) -> Result<SpanWire, Error> {
        let points = self
            .texts
            .of(document)
            .ok_or_else(|| missing(document, span))?;
        let words = span
            .of(points.text())
            .ok_or_else(|| missing(document, span))?;
        let start = points.at_byte(span.start);
        Ok(SpanWire {
            start,
            end: start + words.chars().count(),
            text: words.to_owned(),
        })
    }
}

fn missing(document: &Id, span: Span) -> Error {
    Error::Evidence {
        document: document.clone(),
        start: span.start,
        end: span.end,
    }
}

/// References to `lines` in order of `key`, which decides wholly between different lines.
fn sorted<T, K: Ord>(lines: &[T], key: impl FnMut(&&T) -> K) -> Vec<&T> {
    let mut sorted: Vec<&T> = lines.iter().collect();
    sorted.sort_by_cached_key(key);
    sorted
}
