//! The listings: one plain struct a line, made from the record's lines.
//!
//! Takes a [`crate::Lookup`] and a filter; returns rows in a fixed order, each with the words behind it. The
//! rows are what `--format json` prints; [`crate::render`] makes text and CSV of them. Known limit: an
//! interval with one open end prints as "from" or "until".
//!
//! Example: `claims(&lookup, &ClaimFilter::default())` lists every claim by day of publication.

mod actors;
mod breaches;
mod claims;
mod disputes;
mod documents;
mod events;
mod log;
mod marks;
mod search;
mod timeline;
mod upkeep;

pub use actors::{ActorFilter, ActorRow, actors};
pub use breaches::{BreachFilter, BreachRow, NormRow, breaches};
pub use claims::{ClaimFilter, ClaimRow, claim_row, claims};
pub use disputes::{DisputeRow, SideRow, dispute_row, disputes};
pub use documents::{DocumentRow, document_row, documents};
pub use events::{EventFilter, EventRow, event_row, events};
pub use log::{LogRow, log};
pub use marks::{DatedRow, MarkRow};
pub use search::{HitRow, hits};
pub use timeline::{Cut, TimelineRow, timeline, timeline_entries, timeline_row};
pub use upkeep::{BrokenRow, DecisionRow, broken, decisions};

pub(crate) use actors::roles;
pub(crate) use breaches::breach_row;

use crate::render::{Piece, Tone};
use jiff::civil::Date;
use model::{Id, Interval};
use serde::Serialize;

/// Hexadecimal digits of an id that text listings show; `show` takes any beginning that is unambiguous.
const SHOWN_DIGITS: usize = 8;

/// The beginning of `id` that text listings show, such as `claim-8c2f01ab`.
pub(crate) fn short_id(id: &Id) -> String {
    let Some((kind, digits)) = id.as_str().rsplit_once('-') else {
        return id.to_string();
    };
    let shown: String = digits.chars().take(SHOWN_DIGITS).collect();
    format!("{kind}-{shown}")
}

/// `interval` for people: a day, `from..to` with what repeats left out, or an open end in words.
pub fn days(interval: Interval) -> String {
    interval.to_string()
}

/// The word that exports use for a model value such as a stance; empty for what is no word.
pub(crate) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A day for a CSV cell; empty when not known.
pub(crate) fn cell(day: Option<Date>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

/// An optional word for a CSV cell.
pub(crate) fn optional(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// `count` with the word for it: "1 document", "2 documents", "2 breaches".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = match count {
        1 => "",
        _ if noun.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{count} {noun}{plural}")
}

/// Faint pieces with dots between them, the empty ones left out.
pub(crate) fn remarks(parts: &[String]) -> Vec<Piece> {
    let shown: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    vec![Piece::new(&shown.join(" · "), Tone::Faint)]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;
    use model::record::{
        Actor, Claim, Dispute, DocumentLine, Event, EventMention, Evidence, MentionLine, Origin,
        Proposition, Published, Record, Story, Support, TimelineEntry,
    };
    use model::{
        ActorKind, Basis, Certainty, Country, EventType, MentionForm, Quotation, Span, Stance,
        Status,
    };

    pub(crate) fn id(kind: &str, digit: char) -> Id {
        Id::from(format!("{kind}-{}", digit.to_string().repeat(16)))
    }

    pub(crate) fn at(text: &str, words: &str) -> Span {
        let start = text.find(words).expect("the words stand in the text");
        Span::new(start, start + words.len())
    }

    fn actor(digit: char, name: &str, country: &str) -> Actor {
        Actor {
            id: id("actor", digit),
            kind: ActorKind::State,
            name: name.into(),
            aliases: vec![],
            country: Country::new(country),
            roles: vec![],
            sector: None,
            wikidata: None,
            reasons: vec![],
        }
    }

    fn claim(text: &str, stance: Stance, words: (&str, &str, &str)) -> Claim {
        let (source, cue, content) = words;
        Claim {
            id: id("claim", if stance == Stance::Deny { 'd' } else { 'a' }),
            document: id("doc", '1'),
            source: Some(at(text, source)),
            speakers: vec![id("actor", if stance == Stance::Deny { 'b' } else { 'c' })],
            cue: at(text, cue),
            content: vec![at(text, content)],
            quotation: Quotation::Indirect,
            stance,
            certainty: Certainty::Certain,
            addressees: vec![],
            via: vec![],
            outlet: "Example Daily".into(),
            proposition: Some(id("proposition", '1')),
            events: vec![id("event", '1')],
            sentence: if stance == Stance::Deny {
                at(text, "“No,” Moscow denied the report.")
            } else {
                at(text, "Washington said that Russia bought shells.")
            },
            confidence: 0.9,
            marked: vec![],
        }
    }

    /// A record of one short document with a claim, its denial, an event and a dispute; and the text.
    #[expect(clippy::too_many_lines, reason = "a record written out, line by line")]
    pub(crate) fn small_record() -> (Record, String) {
        let text =
            "“No,” Moscow denied the report. Washington said that Russia bought shells.".to_owned();
        let claims = vec![
            claim(&text, Stance::Deny, ("Moscow", "denied", "the report")),
            claim(
                &text,
                Stance::Assert,
                ("Washington", "said", "that Russia bought shells"),
            ),
        ];
        let document = id("doc", '1');
        let event = Event {
            id: id("event", '1'),
            event_type: Some(EventType::Cooperate),
            mode: None,
            cameo: None,
            label: "Russia – buy – shells".into(),
            sources: vec![id("actor", 'b')],
            targets: vec![],
            objects: vec!["shells".into()],
            status: Status::Alleged,
            background: false,
            interval: Interval::between(date(2023, 8, 1), date(2023, 8, 31)),
            place: None,
            documents: 1,
            origins: vec![Origin {
                chains: vec![],
                origin: id("actor", 'c').to_string(),
                documents: vec![document.clone()],
            }],
            independent_origins: 1,
            reasons: vec!["trigger buy".into()],
            confidence: 0.7,
            mentions: vec![EventMention {
                document: document.clone(),
                trigger: at(&text, "bought"),
                source: Some(at(&text, "Russia")),
                target: None,
                status: Status::Alleged,
                sentence: claims[1].sentence,
            }],
            dated: None,
            marked: vec![],
        };
        let mention = |words: &str, actor: char| MentionLine {
            at: Evidence {
                document: document.clone(),
                span: at(&text, words),
            },
            label: "GPE".into(),
            form: MentionForm::Name,
            actor: Some(id("actor", actor)),
            place: None,
        };
        let record = Record {
            documents: vec![DocumentLine {
                id: document.clone(),
                input_id: "a.txt".into(),
                outlet: Some("Daily".into()),
                title: Some("Moscow denies report".into()),
                language: Some("en".into()),
                characters: text.chars().count(),
                published: Published {
                    interval: Interval::day(date(2023, 8, 30)),
                    basis: Basis::Input,
                    ..Published::default()
                },
                story: Some(id("story", '1')),
                ..DocumentLine::default()
            }],
            actors: vec![
                actor('b', "Russia", "RUS"),
                actor('c', "United States", "USA"),
            ],
            mentions: vec![
                mention("Moscow", 'b'),
                mention("Washington", 'c'),
                mention("Russia", 'b'),
            ],
            propositions: vec![Proposition {
                id: id("proposition", '1'),
                label: "that Russia bought shells".into(),
                asserted_by: vec![id("actor", 'c')],
                denied_by: vec![id("actor", 'b')],
                hedged_by: vec![],
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                events: vec![event.id.clone()],
                support: Support::default(),
                denial: Support::default(),
            }],
            disputes: vec![Dispute {
                id: id("dispute", '1'),
                kind: "denial".into(),
                proposition: Some(id("proposition", '1')),
                event: Some(event.id.clone()),
                supporting: vec![id("claim", 'a')],
                against: vec![id("claim", 'd')],
                spans: vec![Evidence {
                    document: document.clone(),
                    span: claims[1].content[0],
                }],
            }],
            stories: vec![Story {
                id: id("story", '1'),
                title: "Shells".into(),
                documents: vec![document.clone()],
                interval: Interval::day(date(2023, 8, 30)),
            }],
            timeline: vec![TimelineEntry {
                story: id("story", '1'),
                interval: event.interval,
                at: Evidence {
                    document,
                    span: claims[1].sentence,
                },
                events: vec![event.id.clone()],
                score: 1.5,
            }],
            events: vec![event],
            claims,
            ..Record::default()
        };
        (record, text)
    }

    #[test]
    fn intervals_are_shown_without_what_repeats() {
        let shown = |a: Date, b: Date| days(Interval::between(a, b));
        assert_eq!(shown(date(2023, 8, 1), date(2023, 8, 31)), "2023-08");
        assert_eq!(
            shown(date(2023, 7, 25), date(2023, 7, 27)),
            "2023-07-25..27"
        );
        assert_eq!(
            shown(date(2023, 7, 25), date(2023, 8, 2)),
            "2023-07-25..08-02"
        );
        assert_eq!(shown(date(2023, 1, 1), date(2023, 12, 31)), "2023");
        assert_eq!(
            shown(date(2022, 12, 30), date(2023, 1, 2)),
            "2022-12-30..2023-01-02"
        );
        assert_eq!(days(Interval::default()), "undated");
    }

    #[test]
    fn model_values_are_shown_by_the_word_of_the_export() {
        assert_eq!(word(Stance::Deny), "deny");
        assert_eq!(short_id(&Id::of("claim", &["x"])).len(), "claim-".len() + 8);
    }
}
