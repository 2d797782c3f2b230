//! The line types of a record as the store keeps them: name, id and the words each rests on.
//!
//! Takes the structs of `model::record`; says under which kind they are kept, by which id they are
//! found, and every span of a document that they point to. Mentions and times are kept by document
//! instead and are no [`Line`]. Known limit: a proposition, a commitment and a story rest on the words
//! of their claims and documents and name none of their own.
//!
//! Example: `Claim::KIND` is `claim`; its evidence is source, cue, content and sentence.

use model::record::{
    Actor, Claim, Commitment, Decision, Dispute, DocumentLine, Event, Evidence, Norm, Place,
    PossibleBreach, Proposition, Record, Story, TimelineEntry,
};
use model::{Id, Span};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A line of the record that is kept by kind and position.
pub trait Line: Serialize + DeserializeOwned + Clone {
    /// The export's `type`.
    const KIND: &'static str;

    /// Its id, where the kind has one.
    fn id(&self) -> Option<&Id>;

    /// What it stands under, where lines of its kind come in order of that and not of their own ids.
    fn under(&self) -> Option<&Id> {
        None
    }

    /// Every span that it points to.
    fn evidence(&self) -> Vec<Evidence> {
        Vec::new()
    }
}

/// Implements [`Line`] for kinds with an id and no spans of their own.
macro_rules! plain_line {
    ($($kind:literal => $line:ty),* $(,)?) => {
        $(impl Line for $line {
            const KIND: &'static str = $kind;
            fn id(&self) -> Option<&Id> {
                Some(&self.id)
            }
        })*
    };
}

plain_line! {
    "document" => DocumentLine,
    "actor" => Actor,
    "place" => Place,
    "proposition" => Proposition,
    "commitment" => Commitment,
    "norm" => Norm,
    "story" => Story,
}

impl Line for Claim {
    const KIND: &'static str = "claim";

    fn id(&self) -> Option<&Id> {
        Some(&self.id)
    }

    fn under(&self) -> Option<&Id> {
        Some(&self.document)
    }

    fn evidence(&self) -> Vec<Evidence> {
        let spans = self.source.into_iter().chain([self.cue, self.sentence]);
        at(&self.document, spans.chain(self.content.iter().copied()))
    }
}

impl Line for Event {
    const KIND: &'static str = "event";

    fn id(&self) -> Option<&Id> {
        Some(&self.id)
    }

    fn evidence(&self) -> Vec<Evidence> {
        let of = |m: &model::record::EventMention| {
            let named = m.source.into_iter().chain(m.target);
            at(&m.document, named.chain([m.trigger, m.sentence]))
        };
        self.mentions.iter().flat_map(of).collect()
    }
}

impl Line for Decision {
    const KIND: &'static str = "decision";

    fn id(&self) -> Option<&Id> {
        Some(&self.id)
    }

    fn evidence(&self) -> Vec<Evidence> {
        self.sides.iter().flatten().cloned().collect()
    }
}

impl Line for Dispute {
    const KIND: &'static str = "dispute";

    fn id(&self) -> Option<&Id> {
        Some(&self.id)
    }

    fn evidence(&self) -> Vec<Evidence> {
        self.spans.clone()
    }
}

impl Line for PossibleBreach {
    const KIND: &'static str = "possible_breach";

    fn id(&self) -> Option<&Id> {
        Some(&self.id)
    }

    fn evidence(&self) -> Vec<Evidence> {
        self.spans.clone()
    }
}

impl Line for TimelineEntry {
    const KIND: &'static str = "timeline";

    fn id(&self) -> Option<&Id> {
        None
    }

    fn under(&self) -> Option<&Id> {
        Some(&self.story)
    }

    fn evidence(&self) -> Vec<Evidence> {
        vec![self.at.clone()]
    }
}

/// Ids of all lines that have one.
pub(super) fn ids(record: &Record) -> impl Iterator<Item = &str> {
    fn of<L: Line>(lines: &[L]) -> impl Iterator<Item = &str> {
        lines.iter().filter_map(|line| Some(line.id()?.as_str()))
    }
    of(&record.documents)
        .chain(of(&record.actors))
        .chain(of(&record.places))
        .chain(of(&record.claims))
        .chain(of(&record.events))
        .chain(of(&record.propositions))
        .chain(of(&record.disputes))
        .chain(of(&record.commitments))
        .chain(of(&record.norms))
        .chain(of(&record.possible_breaches))
        .chain(of(&record.stories))
        .chain(of(&record.decisions))
}

/// Hash of the exact words under `evidence`; `None` when there are none or some are not there.
pub(super) fn words(evidence: &[Evidence], texts: &BTreeMap<Id, String>) -> Option<String> {
    let parts: Vec<&str> = evidence
        .iter()
        .map(|at| texts.get(&at.document).and_then(|text| at.span.of(text)))
        .collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| Id::of("words", &parts).to_string())
}

fn at(document: &Id, spans: impl Iterator<Item = Span>) -> Vec<Evidence> {
    let of = |span| Evidence {
        document: document.clone(),
        span,
    };
    spans.map(of).collect()
}
