//! Hand-made readings and records for the store's tests: one claim, one event, one of everything.
//!
//! Takes a number; returns a reading whose text holds characters of one to four bytes, so that byte
//! and code-point offsets differ. Known limit: nothing here was read by the pipeline.
//!
//! Example: `reading(1).document.text` begins "№1 🚀 Кремль denied".

use model::record::{self, Evidence, MentionLine, Record, TimeLine};
use model::{
    Argument, Basis, Certainty, Claim, ContentHash, Declared, Document, Event, EventType, Id,
    Interval, Mention, MentionForm, Quotation, Reading, Referent, Span, Stance, Statements, Status,
};

/// Article number `n` of the outlet "Example Daily".
pub(crate) fn document(n: usize) -> Document {
    let text =
        format!("№{n} 🚀 Кремль denied the arms deal. “Letters”, said envoy {n}, were sent.");
    let uri = format!("https://news.example/{n}");
    Document {
        id: Document::id_of(Some("Example Daily"), Some(&uri), "", &text),
        input_id: String::new(),
        uri: Some(uri),
        outlet: Some("Example Daily".into()),
        title: Some(format!("Envoi no. {n}: Café talks")),
        sha256: ContentHash::of(text.as_bytes()),
        original_sha256: ContentHash::of(text.as_bytes()),
        declared: Some(Declared {
            date: jiff::civil::date(2023, 9, 5),
            basis: Basis::Input,
            span: None,
        }),
        text,
        ..Document::default()
    }
}

fn span(document: &Document, words: &str) -> Span {
    let start = document
        .text
        .find(words)
        .expect("composed text holds the words");
    Span::new(start, start + words.len())
}

/// The reading of [`document`] `n`.
#[expect(clippy::too_many_lines, reason = "a record written out, line by line")]
pub(crate) fn reading(n: usize) -> Reading {
    let document = document(n);
    let at = |words| span(&document, words);
    let sentence = at("arms deal").cover(at("Кремль"));
    let claim = Claim {
        source: Some(at("Кремль")),
        speakers: vec![0],
        cue: at("denied"),
        cue_lemma: "deny".into(),
        content: vec![at("the arms deal")],
        quotation: Quotation::Indirect,
        stance: Stance::Deny,
        certainty: Certainty::Certain,
        addressees: vec![],
        via: vec![],
        topic: vec!["arm".into(), "deal".into()],
        about: None,
        events: vec![0],
        sentence,
        confidence: 0.1 + 0.2,
    };
    let event = Event {
        event_type: Some(EventType::Agree),
        mode: None,
        cameo: None,
        trigger: at("deal"),
        lemma: "deal".into(),
        source: Some(Argument {
            span: at("Кремль"),
            referents: vec![0],
        }),
        target: None,
        objects: vec![],
        status: Status::Denied,
        background: false,
        interval: Interval::default(),
        time: None,
        place: None,
        sentence,
        reasons: vec![],
        confidence: 1.0 / 3.0,
    };
    Reading {
        mentions: vec![Mention {
            span: at("Кремль"),
            head: 2,
            label: "GPE".into(),
            form: MentionForm::Name,
            referent: Some(0),
            place: None,
        }],
        referents: vec![Referent {
            name: "Kremlin".into(),
            ..Referent::default()
        }],
        sentences: vec![sentence],
        statements: Statements {
            claims: vec![claim],
            events: vec![event],
            ..Statements::default()
        },
        document,
        ..Reading::default()
    }
}

/// A record with the document, a mention, a time and the claim of every reading: a stand-in for `derive`.
pub(crate) fn record(readings: &[Reading]) -> Record {
    Record {
        documents: readings.iter().map(document_line).collect(),
        mentions: readings.iter().map(mention_line).collect(),
        times: readings.iter().map(time_line).collect(),
        claims: readings.iter().map(claim_line).collect(),
        ..Record::default()
    }
}

fn document_line(reading: &Reading) -> record::DocumentLine {
    record::DocumentLine {
        id: reading.document.id.clone(),
        sha256: reading.document.sha256.0.clone(),
        characters: reading.document.text.chars().count(),
        ..record::DocumentLine::default()
    }
}

fn evidence(reading: &Reading, words: &str) -> Evidence {
    Evidence {
        document: reading.document.id.clone(),
        span: span(&reading.document, words),
    }
}

fn mention_line(reading: &Reading) -> MentionLine {
    MentionLine {
        at: evidence(reading, "Кремль"),
        label: "GPE".into(),
        form: MentionForm::Name,
        actor: None,
        place: None,
    }
}

fn time_line(reading: &Reading) -> TimeLine {
    TimeLine {
        at: evidence(reading, "sent"),
        timex: model::TimexType::Date,
        value: "PAST_REF".into(),
        interval: Interval::default(),
    }
}

fn claim_line(reading: &Reading) -> record::Claim {
    let claim = &reading.statements.claims[0];
    record::Claim {
        id: Id::of("claim", &[reading.document.id.as_str()]),
        document: reading.document.id.clone(),
        source: claim.source,
        speakers: vec![],
        cue: claim.cue,
        content: claim.content.clone(),
        quotation: claim.quotation,
        stance: claim.stance,
        certainty: claim.certainty,
        addressees: vec![],
        via: vec![],
        outlet: String::new(),
        proposition: None,
        events: vec![],
        sentence: claim.sentence,
        confidence: claim.confidence,
        marked: vec![],
    }
}
