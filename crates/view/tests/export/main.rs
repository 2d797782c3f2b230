//! The export is what `docs/record.md` and its schema promise: fields, order, spans, bytes.
//!
//! Works on one hand-made record with a line of every type over a text of one- to four-byte characters.
//! Holds program, schema and documentation against each other. The validator here knows the part of JSON
//! Schema (draft 2020-12) that our schema uses, and fails on any other keyword; a foreign validator runs in
//! `docs/schema/check.py`. Known limit: the words of descriptions are not checked.
//!
//! Example: the cue `denied` stands at code point 34 and at byte 41 of the text.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

use jiff::civil::date;
use model::record::{
    Actor, Chain, Claim, Commitment, Dated, Decision, Dispute, DocumentLine, Event, EventMention,
    Evidence, Mark, MentionLine, Norm, Origin, Place, PossibleBreach, Proposition, Published,
    Record, Story, Support, TimeLine, TimelineEntry,
};
use model::{
    ActorKind, Basis, Certainty, ContentHash, Country, DecisionKind, Document, EventType, Id,
    Interval, MentionForm, Quotation, Role, Sector, Span, Stance, Status, Thing, TimexType,
};
use serde_json::Value;
use std::collections::BTreeSet;
use view::Texts;
use view::export::{Error, Meta, TextField, jsonl};

mod schema;

use schema::fits;

const TEXT: &str = "№1 🚀 Müller, envoy of Österreich, denied on Monday that the letters – “all of them” – were sent to Paris.";

const TYPES: [&str; 16] = [
    "meta",
    "document",
    "actor",
    "place",
    "mention",
    "time",
    "claim",
    "event",
    "proposition",
    "dispute",
    "commitment",
    "norm",
    "possible_breach",
    "story",
    "timeline",
    "decision",
];

fn document() -> Id {
    Document::id_of(
        Some("Example Daily"),
        Some("https://daily.example/1"),
        "1",
        TEXT,
    )
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn at(words: &str) -> Evidence {
    Evidence {
        document: document(),
        span: span(words),
    }
}

fn id(kind: &str) -> Id {
    Id::of(kind, &["example"])
}

#[expect(clippy::too_many_lines, reason = "a record written out, line by line")]
fn record() -> Record {
    let monday = Interval::day(date(2023, 9, 4));
    Record {
        documents: vec![document_line()],
        actors: vec![actor()],
        places: vec![Place {
            id: id("place"),
            name: "Paris".into(),
            country: Country::new("FRA"),
            latitude: Some(48.85341),
            longitude: Some(2.3488),
        }],
        mentions: vec![mention("Müller"), mention("Österreich")],
        times: vec![TimeLine {
            at: at("Monday"),
            timex: TimexType::Date,
            value: "2023-09-04".into(),
            interval: monday,
        }],
        claims: vec![claim()],
        events: vec![event(monday)],
        propositions: vec![Proposition {
            id: id("proposition"),
            label: "the letters were sent to Paris".into(),
            asserted_by: vec![],
            denied_by: vec![id("actor")],
            hedged_by: vec![],
            claims: vec![id("claim")],
            events: vec![id("event")],
            support: Support::default(),
            denial: Support {
                origins: vec![origin()],
                independent_origins: 1,
            },
        }],
        disputes: vec![Dispute {
            id: id("dispute"),
            kind: "denial".into(),
            proposition: Some(id("proposition")),
            event: None,
            supporting: vec![],
            against: vec![id("claim")],
            spans: vec![at("the letters")],
        }],
        commitments: vec![Commitment {
            id: id("commitment"),
            by: vec![id("actor")],
            claim: id("claim"),
            content: "the letters were sent to Paris".into(),
            status: "open".into(),
            reasons: vec![],
        }],
        norms: vec![Norm {
            id: id("norm"),
            instrument: "Treaty of Vossen".into(),
            paragraph: Some("4".into()),
            binds: vec!["AUT".into()],
            summary: "No letters may be sent to Paris.".into(),
            from: Some(date(2020, 1, 1)),
            until: None,
            uri: Some("https://vossen.example/treaty".into()),
        }],
        possible_breaches: vec![PossibleBreach {
            id: id("breach"),
            norm: Some(id("norm")),
            commitment: None,
            event: Some(id("event")),
            claims: vec![id("claim")],
            reason: "letters: “sent” with “letters”, the parties are told".into(),
            spans: vec![at("the letters")],
        }],
        stories: vec![Story {
            id: id("story"),
            title: "The letters of Müller".into(),
            documents: vec![document()],
            interval: monday,
        }],
        decisions: vec![Decision {
            id: id("decision"),
            kind: DecisionKind::Split,
            thing: Thing::Event,
            named: None,
            sides: vec![vec![at("denied")], vec![at("Monday")]],
            about: vec![id("event")],
            value: Some("two letters, a month apart".into()),
            why: None,
            by: "A. Reader".into(),
            at: "2023-09-06T10:00:00Z".into(),
        }],
        timeline: vec![TimelineEntry {
            story: id("story"),
            interval: monday,
            at: at("denied on Monday"),
            events: vec![id("event")],
            score: 2.0 / 3.0,
        }],
    }
}

fn document_line() -> DocumentLine {
    DocumentLine {
        id: document(),
        input_id: "1".into(),
        uri: Some("https://daily.example/1".into()),
        outlet: Some("Example Daily".into()),
        authors: vec!["A. Writer".into()],
        language: Some("en".into()),
        characters: TEXT.chars().count(),
        sha256: ContentHash::of(TEXT.as_bytes()).0,
        original_sha256: ContentHash::of(TEXT.as_bytes()).0,
        published: Published {
            interval: Interval::day(date(2023, 9, 5)),
            basis: Basis::Input,
            declared: Some(date(2023, 9, 5)),
            conflict: false,
            reasons: vec!["given with the article".into()],
            dated: None,
        },
        story: Some(id("story")),
        ..DocumentLine::default()
    }
}

fn actor() -> Actor {
    let role = Role {
        title: "envoy".into(),
        organisation: None,
    };
    Actor {
        id: id("actor"),
        kind: ActorKind::Person,
        name: "Müller".into(),
        aliases: vec![],
        country: Country::new("AUT"),
        roles: vec![(role, document())],
        sector: Some(Sector("GOV".into())),
        wikidata: None,
        reasons: vec![],
    }
}

fn mention(words: &str) -> MentionLine {
    MentionLine {
        at: at(words),
        label: "PERSON".into(),
        form: MentionForm::Name,
        actor: Some(id("actor")),
        place: None,
    }
}

fn claim() -> Claim {
    Claim {
        id: id("claim"),
        document: document(),
        source: Some(span("Müller, envoy of Österreich")),
        speakers: vec![id("actor")],
        cue: span("denied"),
        content: vec![span("the letters"), span("were sent to Paris")],
        quotation: Quotation::Mixed,
        stance: Stance::Deny,
        certainty: Certainty::Certain,
        addressees: vec![],
        via: vec![],
        outlet: "Example Daily".into(),
        proposition: Some(id("proposition")),
        events: vec![id("event")],
        sentence: Span::new(0, TEXT.len()),
        confidence: 0.1 + 0.2,
        marked: vec![],
    }
}

fn origin() -> Origin {
    Origin {
        origin: id("actor").to_string(),
        documents: vec![document()],
        chains: vec![Chain {
            speakers: vec![id("actor")],
            channels: vec![],
            outlet: "Example Daily".into(),
            document: document(),
        }],
    }
}

fn event(interval: Interval) -> Event {
    Event {
        id: id("event"),
        event_type: Some(EventType::Consult),
        mode: None,
        cameo: None,
        label: "letters – sent – Paris".into(),
        sources: vec![id("actor")],
        targets: vec![],
        objects: vec!["the letters".into()],
        status: Status::Denied,
        background: false,
        interval,
        place: Some(id("place")),
        documents: 1,
        origins: vec![origin()],
        independent_origins: 1,
        reasons: vec![],
        confidence: 1.0 / 3.0,
        mentions: vec![EventMention {
            document: document(),
            trigger: span("sent"),
            source: None,
            target: Some(span("Paris")),
            status: Status::Denied,
            sentence: Span::new(0, TEXT.len()),
        }],
        dated: None,
        marked: vec![],
    }
}

/// The record with a claim marked as misread, an event and a document dated, and a note.
fn corrected() -> Record {
    let mut record = record();
    let mark = |why: Option<&str>| Mark {
        decision: id("decision"),
        by: "A. Reader".into(),
        at: "2023-09-06T10:00:00Z".into(),
        why: why.map(str::to_owned),
    };
    record.claims[0].marked = vec![mark(Some("he quotes"))];
    record.events[0].marked = vec![mark(None)];
    record.events[0].dated = Some(Dated {
        mark: mark(None),
        read: record.events[0].interval,
        basis: None,
    });
    let published = &mut record.documents[0].published;
    published.dated = Some(Dated {
        mark: mark(Some("see the page")),
        read: published.interval,
        basis: Some(Basis::Input),
    });
    published.basis = Basis::Analyst;
    let note = Decision {
        kind: DecisionKind::Note,
        thing: Thing::Document,
        named: Some(document()),
        sides: vec![vec![Evidence {
            document: document(),
            span: Span::new(0, 0),
        }]],
        ..record.decisions[0].clone()
    };
    record.decisions.push(note);
    record
}

fn export(record: &Record, text: TextField) -> Result<String, Error> {
    let texts = Texts::new(|id: &Id| (*id == document()).then(|| TEXT.to_owned()));
    let meta = Meta {
        version: "0.1.0",
        lexicon: "0123456789abcdef",
        text,
    };
    let mut out = Vec::new();
    jsonl(record, &texts, &meta, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn lines(record: &Record) -> Vec<Value> {
    let out = export(record, TextField::Kept).unwrap();
    out.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// Every object with `start`, `end` and `text` in `value`.
fn spans<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    if value["start"].is_u64() {
        found.push(value);
    }
    match value {
        Value::Array(items) => items.iter().for_each(|v| spans(v, found)),
        Value::Object(fields) => fields.values().for_each(|v| spans(v, found)),
        _ => {}
    }
}

#[test]
fn every_span_counts_code_points_and_quotes_exactly() {
    let characters: Vec<char> = TEXT.chars().collect();
    let lines = lines(&record());
    let mut found = Vec::new();
    for line in &lines {
        spans(line, &mut found);
    }
    assert_eq!(found.len(), 16);
    for span in found {
        let bound = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
        let there: String = characters[bound("start")..bound("end")].iter().collect();
        assert_eq!(span["text"], Value::String(there));
    }
}

#[test]
fn types_come_in_the_order_of_the_contract() {
    let lines = lines(&record());
    let mut types: Vec<&str> = lines.iter().map(|l| l["type"].as_str().unwrap()).collect();
    types.dedup();
    assert_eq!(types, TYPES);
}

#[test]
fn the_order_of_lines_in_memory_does_not_show() {
    let mut shuffled = record();
    shuffled.mentions.reverse();
    shuffled.actors.push(Actor {
        id: Id::from("actor-0000000000000000"),
        ..actor()
    });
    let mut sorted = shuffled.clone();
    sorted.actors.reverse();
    sorted.mentions.reverse();
    let (one, other) = (
        export(&shuffled, TextField::Kept),
        export(&sorted, TextField::Kept),
    );
    assert_eq!(one.unwrap(), other.unwrap());
}

#[test]
fn probabilities_have_four_digits() {
    let lines = lines(&record());
    let of = |kind: &str| lines.iter().find(|l| l["type"] == kind).unwrap();
    assert_eq!(of("claim")["confidence"].to_string(), "0.3");
    assert_eq!(of("event")["confidence"].to_string(), "0.3333");
    assert_eq!(of("timeline")["score"].to_string(), "0.6667");
}

#[test]
fn texts_are_left_out_when_asked() {
    let out = export(&record(), TextField::LeftOut).unwrap();
    let line: Value = serde_json::from_str(out.lines().nth(1).unwrap()).unwrap();
    assert!(line.get("text").is_none());
    assert_eq!(line["characters"], TEXT.chars().count());
}

#[test]
fn evidence_that_is_not_in_its_text_stops_the_export() {
    let mut broken = record();
    broken.claims[0].cue = Span::new(1, 2);
    let message = export(&broken, TextField::Kept).unwrap_err().to_string();
    assert!(message.contains("bytes 1 to 2"), "{message}");
}

#[test]
fn an_empty_record_exports_its_first_line() {
    assert_eq!(
        export(&Record::default(), TextField::Kept).unwrap(),
        "{\"type\":\"meta\",\"record_format\":1,\"tool\":\"onrecord 0.1.0\",\"lexicon\":\"0123456789abcdef\",\"documents\":0}\n"
    );
}

const SCHEMA: &str = include_str!("../../../../docs/schema/record-1.schema.json");
const PAGE: &str = include_str!("../../../../docs/record.md");

#[test]
fn every_line_fits_the_schema_and_the_schema_names_every_field() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for line in lines(&record()) {
        let kind = line["type"].as_str().unwrap();
        let definition = &schema["$defs"][kind];
        fits(&schema, definition, &line).unwrap_or_else(|why| panic!("{kind}: {why}"));
        let named: BTreeSet<&String> = definition["properties"]
            .as_object()
            .unwrap()
            .keys()
            .collect();
        let there: BTreeSet<&String> = line.as_object().unwrap().keys().collect();
        assert_eq!(named, there, "{kind}");
    }
}

#[test]
fn what_analysts_lay_down_of_lines_fits_the_schema_and_says_what_was_read() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let lines = lines(&corrected());
    for line in &lines {
        let kind = line["type"].as_str().unwrap();
        fits(&schema, &schema["$defs"][kind], line).unwrap_or_else(|why| panic!("{kind}: {why}"));
    }
    let of = |kind: &str| lines.iter().find(|l| l["type"] == kind).unwrap();
    assert_eq!(of("claim")["marked"][0]["why"], "he quotes");
    assert_eq!(of("event")["dated"]["read"]["earliest"], "2023-09-04");
    assert!(of("event")["dated"]["read"].get("basis").is_none());
    let published = &of("document")["published"];
    assert_eq!(published["basis"], "analyst");
    assert_eq!(published["dated"]["read"]["basis"], "input");
    let note = lines.iter().find(|l| l["kind"] == "note").unwrap();
    assert_eq!(note["sides"][0][0]["text"], "");
}

#[test]
fn formats_without_a_place_for_marks_leave_out_what_is_marked() {
    let record = corrected();
    let (standing, left) = view::export::standing(&record);
    assert!(standing.claims.is_empty() && standing.events.is_empty());
    assert!(standing.propositions[0].claims.is_empty());
    assert!(standing.propositions[0].events.is_empty());
    let left: Vec<(usize, &str)> = left.iter().map(|l| (l.count, l.what)).collect();
    let expected = [
        (1, "claims marked as misread"),
        (1, "events marked as misread"),
    ];
    assert_eq!(left, expected);
}

#[test]
fn the_schema_refuses_a_line_without_a_field_or_with_another_word() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut claim = lines(&record())
        .into_iter()
        .find(|l| l["type"] == "claim")
        .unwrap();
    claim["stance"] = "perhaps".into();
    assert!(fits(&schema, &schema["$defs"]["claim"], &claim).is_err());
    claim["stance"] = "deny".into();
    claim["cue"]["start"] = (-1).into();
    assert!(fits(&schema, &schema["$defs"]["claim"], &claim).is_err());
    claim.as_object_mut().unwrap().remove("cue");
    assert!(fits(&schema, &schema["$defs"]["claim"], &claim).is_err());
}

#[test]
fn the_schema_takes_every_type_and_no_other() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let named: Vec<&str> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["$ref"].as_str().unwrap())
        .collect();
    let all: Vec<String> = TYPES.iter().map(|kind| format!("#/$defs/{kind}")).collect();
    assert_eq!(named, all);
}

/// With `UPDATE=1` the examples are written anew from the export.
#[test]
fn the_page_shows_an_exported_line_of_every_type() {
    let out = export(&record(), TextField::Kept).unwrap();
    let mut page = String::new();
    let mut rest = PAGE;
    for kind in TYPES {
        let start = format!("\n### {kind}\n");
        let (before, after) = rest
            .split_once(&start)
            .unwrap_or_else(|| panic!("{kind} is missing"));
        let (words, after) = after.split_once("```json\n").unwrap();
        let (_, after) = after.split_once("\n```").unwrap();
        let opening = format!("{{\"type\":\"{kind}\"");
        let line = out.lines().find(|l| l.starts_with(&opening)).unwrap();
        page.extend([before, start.as_ref(), words, "```json\n", line, "\n```"]);
        rest = after;
    }
    page.push_str(rest);
    if std::env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/record.md");
        std::fs::write(path, &page).unwrap();
    } else {
        assert_eq!(page, PAGE, "run with UPDATE=1 and read what changed");
    }
}
