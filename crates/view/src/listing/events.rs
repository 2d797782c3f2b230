//! The events: who did what to whom, when, how well attested, and the words for it.
//!
//! Takes event lines; returns rows by day, unknown days last, each with the sentence of the first account that says
//! what the line says. Known limit: of several accounts only one is quoted; `show` has them all.
//!
//! Example: `2023-08  COOPERATE  Russia – buy – shells  (alleged)`.

use super::marks::{DatedRow, MarkRow, all_words, write_marks};
use super::{cell, counted, days, optional, remarks, short_id, word};
use crate::filter::{ActorQuery, Window, WordQuery};
use crate::lookup::day_key;
use crate::render::{Paper, Piece, Row, Tone, joined};
use crate::{Excerpt, Lookup};
use jiff::civil::Date;
use model::record::{Event, EventMention};
use model::{EventType, Id, Interval, Status};
use schemars::JsonSchema;
use serde::Serialize;

/// What the events are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// An actor that does it or to whom it is done.
    pub by: Option<ActorQuery>,
    /// Words of its label, its objects or its type.
    pub about: Option<WordQuery>,
    /// One PLOVER type.
    pub event_type: Option<EventType>,
    /// One status.
    pub status: Option<Status>,
    /// Days it can have happened on.
    pub window: Window,
    /// Whether events without a PLOVER type are listed too.
    pub untyped: bool,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EventRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// First day on which it can have happened.
    pub earliest: Option<Date>,
    /// Last such day.
    pub latest: Option<Date>,
    /// PLOVER type.
    pub event_type: Option<String>,
    /// A line for people.
    pub label: String,
    /// Who does it.
    pub sources: Vec<String>,
    /// To or with whom.
    pub targets: Vec<String>,
    /// Things it is done with or about.
    pub objects: Vec<String>,
    /// What the record as a whole supports.
    pub status: String,
    /// Whether it is told as history only.
    pub background: bool,
    /// Where.
    pub place: Option<String>,
    /// Number of documents that tell it.
    pub documents: usize,
    /// Number of independent origins of those reports.
    pub independent_origins: usize,
    /// 0 to 1.
    pub confidence: f64,
    /// The trigger of its first account of that status, in its sentence.
    pub evidence: Option<Excerpt>,
    /// Who laid down its days, and what the program reads.
    pub dated: Option<DatedRow>,
    /// Who marked it as misread.
    pub marked: Vec<MarkRow>,
}

/// The events that fit `filter`.
pub fn events(lookup: &Lookup<'_>, filter: &EventFilter) -> Vec<EventRow> {
    let all = lookup.record.events.iter();
    let mut found: Vec<&Event> = all.filter(|e| fits(lookup, filter, e)).collect();
    found.sort_by_key(|e| (day_key(e.interval), e.id.clone()));
    found.into_iter().map(|e| event_row(lookup, e)).collect()
}

fn fits(lookup: &Lookup<'_>, filter: &EventFilter, event: &Event) -> bool {
    let takes_part = |query: &ActorQuery| {
        query.fits_any(&event.sources, lookup) || query.fits_any(&event.targets, lookup)
    };
    (filter.untyped || event.event_type.is_some())
        && filter
            .event_type
            .is_none_or(|t| event.event_type == Some(t))
        && filter.status.is_none_or(|s| event.status == s)
        && filter.window.holds(event.interval)
        && filter.by.as_ref().is_none_or(takes_part)
        && filter
            .about
            .as_ref()
            .is_none_or(|words| words.fits(about(lookup, event).iter().map(String::as_str)))
}

fn about(lookup: &Lookup<'_>, event: &Event) -> Vec<String> {
    let mut texts = vec![event.label.clone(), word(event.event_type)];
    texts.extend(event.objects.iter().cloned());
    texts.extend(lookup.names(&event.sources));
    texts.extend(lookup.names(&event.targets));
    texts
}

/// The first mention that says what the record says: a line marked denied shows the words that deny it.
fn telling(event: &Event) -> Option<&EventMention> {
    let first = |status: Status| event.mentions.iter().find(|m| m.status == status);
    let negated = || first(Status::Negated).filter(|_| event.status == Status::Denied);
    first(event.status)
        .or_else(negated)
        .or_else(|| event.mentions.first())
}

/// The row of `event`.
pub fn event_row(lookup: &Lookup<'_>, event: &Event) -> EventRow {
    EventRow {
        id: event.id.clone(),
        earliest: event.interval.earliest,
        latest: event.interval.latest,
        event_type: event.event_type.map(|t| t.as_str().to_owned()),
        label: event.label.clone(),
        sources: lookup.names(&event.sources),
        targets: lookup.names(&event.targets),
        objects: event.objects.clone(),
        status: word(event.status),
        background: event.background,
        place: event
            .place
            .as_ref()
            .and_then(|p| lookup.place(p))
            .map(|p| p.name.clone()),
        documents: event.documents,
        independent_origins: event.independent_origins,
        confidence: event.confidence,
        evidence: telling(event).map(|m| lookup.excerpt_in(&m.document, m.trigger, m.sentence)),
        dated: event.dated.as_ref().map(DatedRow::of),
        marked: MarkRow::all(&event.marked),
    }
}

impl Row for EventRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "earliest",
        "latest",
        "event_type",
        "label",
        "sources",
        "targets",
        "objects",
        "status",
        "background",
        "place",
        "documents",
        "independent_origins",
        "confidence",
        "document",
        "start",
        "end",
        "trigger",
        "sentence",
        "dated",
        "marked",
    ];

    fn cells(&self) -> Vec<String> {
        let evidence = self.evidence.clone().unwrap_or_default();
        vec![
            self.id.to_string(),
            cell(self.earliest),
            cell(self.latest),
            optional(self.event_type.as_deref()),
            self.label.clone(),
            joined(&self.sources),
            joined(&self.targets),
            joined(&self.objects),
            self.status.clone(),
            self.background.to_string(),
            optional(self.place.as_deref()),
            self.documents.to_string(),
            self.independent_origins.to_string(),
            format!("{:.2}", self.confidence),
            evidence.document.to_string(),
            evidence.start.to_string(),
            evidence.end.to_string(),
            evidence.text.clone(),
            format!("{}{}{}", evidence.before, evidence.text, evidence.after),
            self.dated.as_ref().map(DatedRow::words).unwrap_or_default(),
            all_words(&self.marked),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            paper.blank();
            row.write_block(paper);
        }
    }
}

impl EventRow {
    /// The event in three lines: what, the words, how well attested.
    pub(crate) fn write_block(&self, paper: &mut Paper) {
        let happened = Interval {
            earliest: self.earliest,
            latest: self.latest,
        };
        let kind = self
            .event_type
            .as_ref()
            .map(|t| format!("{t}  "))
            .unwrap_or_default();
        paper.write(
            0,
            &[
                Piece::plain(&format!("{}  {kind}", days(happened))),
                Piece::new(&self.label, Tone::Strong),
                Piece::plain(&format!(" ({})", self.status)),
            ],
        );
        if let Some(evidence) = &self.evidence {
            paper.quote(2, evidence);
        }
        paper.write(
            2,
            &remarks(&[
                counted(self.documents, "document"),
                counted(self.independent_origins, "independent origin"),
                self.place.clone().unwrap_or_default(),
                if self.background {
                    "told as history".to_owned()
                } else {
                    String::new()
                },
                self.dated.as_ref().map(DatedRow::words).unwrap_or_default(),
                short_id(&self.id),
            ]),
        );
        write_marks(&self.marked, paper);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;
    use crate::render::{Format, listing};
    use model::record::{Dated, Mark};

    #[test]
    fn an_event_is_shown_with_the_sentence_that_tells_it() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let rows = events(&lookup, &EventFilter::default());
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        let expected = "\
2023-08 COOPERATE Russia – buy – shells (alleged)
  | Washington said that Russia «bought» shells.
  1 document · 1 independent origin · event-11111111
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn the_words_under_a_denied_event_are_those_that_deny_it() {
        let (mut record, text) = small_record();
        let denial = record.claims[0].clone();
        let event = &mut record.events[0];
        event.status = Status::Denied;
        event.mentions.push(EventMention {
            trigger: denial.cue,
            status: Status::Negated,
            sentence: denial.sentence,
            ..event.mentions[0].clone()
        });
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let rows = events(&lookup, &EventFilter::default());
        assert_eq!(rows[0].evidence.as_ref().unwrap().text, "denied");
    }

    #[test]
    fn an_event_dated_by_hand_says_by_whom_and_what_was_read() {
        let (mut record, text) = small_record();
        let event = &mut record.events[0];
        let mark = Mark {
            decision: Id::from("decision-1"),
            by: "A. Reader".into(),
            at: "2023-09-06T10:00:00Z".into(),
            why: None,
        };
        event.dated = Some(Dated {
            mark,
            read: event.interval,
            basis: None,
        });
        event.interval = Interval::day(jiff::civil::date(2023, 9, 2));
        let texts = Texts::new(|_| Some(text.clone()));
        let rows = events(&Lookup::new(&record, &texts), &EventFilter::default());
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        assert!(printed.starts_with("2023-09-02 COOPERATE"), "{printed}");
        assert!(printed.contains("dated by A. Reader, read as 2023-08"));
    }

    #[test]
    fn events_are_narrowed_by_party_words_and_days() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let count = |filter: EventFilter| events(&lookup, &filter).len();
        let by = |name: &str| EventFilter {
            by: Some(ActorQuery::new(name)),
            ..EventFilter::default()
        };
        assert_eq!((count(by("RUS")), count(by("USA"))), (1, 0));
        let about = EventFilter {
            about: Some(WordQuery::new("shell")),
            ..EventFilter::default()
        };
        assert_eq!(count(about), 1);
        let denied = EventFilter {
            status: Some(Status::Denied),
            ..EventFilter::default()
        };
        assert_eq!(count(denied), 0);
    }
}
