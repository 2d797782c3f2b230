//! The record as a dossier to be read and printed: sections of entries with their words, for `html` and `markdown`.
//!
//! Takes a record and its texts; returns headings, facts and quotes in a fixed order, as plain text that each format escapes for itself. What is disputed shows all
//! sides; nothing is summarised beyond the lines of the record. Known limit: events without a type, mentions and times are left out.
//!
//! Example: the section "What happened" begins with the earliest dated event and the sentence that tells it.

use super::left::{Part, out_of};
use crate::listing::{days, word};
use crate::{Lookup, Texts};
use model::record::{Claim, Event, Evidence, Record};
use model::{Id, Interval, Span};

/// The whole dossier.
pub(super) struct Dossier {
    pub(super) title: String,
    /// How many documents, events and claims it rests on, in words.
    pub(super) extent: String,
    pub(super) sections: Vec<Section>,
}

/// Entries of one kind.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) entries: Vec<Entry>,
}

/// One line of the record.
#[derive(Default)]
pub(super) struct Entry {
    /// Its id.
    pub(super) id: String,
    pub(super) head: String,
    pub(super) facts: Vec<String>,
    pub(super) quotes: Vec<Quote>,
}

/// Words of a document.
pub(super) struct Quote {
    /// What the words are to the entry; may be empty.
    pub(super) side: &'static str,
    pub(super) words: String,
    /// Outlet and days of publication.
    pub(super) whence: String,
    /// Id of the document, which has an entry of its own.
    pub(super) document: String,
}

/// So many accounts of an event are quoted; facts tell how many there are.
const QUOTED: usize = 3;

/// The dossier of `record`.
pub(super) fn of(record: &Record, texts: &Texts<'_>) -> Dossier {
    let lookup = &Lookup::new(record, texts);
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let mut events: Vec<&Event> = typed.collect();
    events.sort_by_key(|e| (e.interval.earliest, e.interval.latest, &e.id));
    let dated = |e: &&Event| !e.interval.is_unknown();
    let news: Vec<&Event> = events.iter().copied().filter(|e| !e.background).collect();
    let history = events.iter().copied().filter(|e| e.background);
    let told =
        |events: &mut dyn Iterator<Item = &Event>| events.map(|e| event(lookup, e)).collect();
    let entries: Vec<(&'static str, Vec<Entry>)> = vec![
        (
            "What happened",
            told(&mut news.iter().copied().filter(dated)),
        ),
        (
            "Without a day",
            told(&mut news.iter().copied().filter(|e| !dated(e))),
        ),
        ("Told as history", told(&mut history.into_iter())),
        ("In dispute", disputes(lookup)),
        ("Promised", commitments(lookup)),
        (
            "What would conflict with a norm or a promise, if it is so",
            breaches(lookup),
        ),
        ("Who says what", claims(lookup)),
        ("Laid down by hand", decisions(lookup)),
        ("Sources", documents(lookup)),
    ];
    let sections = entries
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty());
    Dossier {
        title: title(record),
        extent: format!(
            "{}, {}, {}, {}",
            counted(record.documents.len(), "document"),
            counted(events.len(), "event"),
            counted(record.claims.len(), "claim"),
            counted(record.disputes.len(), "dispute")
        ),
        sections: sections
            .map(|(title, entries)| Section { title, entries })
            .collect(),
    }
}

/// "1 document", "2 documents".
pub(super) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// The title of the largest story.
fn title(record: &Record) -> String {
    let largest = record.stories.iter().max_by(|a, b| {
        let size = a.documents.len().cmp(&b.documents.len());
        size.then(b.id.cmp(&a.id))
    });
    largest.map_or_else(|| "The record".to_owned(), |s| s.title.clone())
}

fn event(lookup: &Lookup<'_>, event: &Event) -> Entry {
    let place = event.place.as_ref().and_then(|p| lookup.place(p));
    let mut facts = vec![
        event
            .event_type
            .map_or("", model::EventType::as_str)
            .to_owned(),
        word(event.status),
        format!(
            "told by {} of {}",
            counted(event.documents, "document"),
            counted(event.independent_origins, "independent origin")
        ),
    ];
    facts.extend(place.map(|p| format!("at {}", p.name)));
    let told = event.mentions.iter().take(QUOTED);
    Entry {
        id: event.id.to_string(),
        head: format!("{}: {}", days(event.interval), event.label),
        facts,
        quotes: told
            .map(|m| quote(lookup, "", &m.document, m.sentence))
            .collect(),
    }
}

fn claims(lookup: &Lookup<'_>) -> Vec<Entry> {
    let mut claims: Vec<&Claim> = lookup.record.claims.iter().collect();
    claims.sort_by_cached_key(|c| (speaker(lookup, c), c.document.clone(), c.cue, c.id.clone()));
    let entry = |claim: &&Claim| Entry {
        id: claim.id.to_string(),
        head: speaker(lookup, claim),
        facts: vec![
            word(claim.stance),
            word(claim.certainty),
            word(claim.quotation),
        ],
        quotes: vec![quote(lookup, "", &claim.document, claim.sentence)],
    };
    claims.iter().map(entry).collect()
}

fn speaker(lookup: &Lookup<'_>, claim: &Claim) -> String {
    match claim.speakers.as_slice() {
        [] => "nobody named".to_owned(),
        speakers => lookup.names(speakers).join(", "),
    }
}

fn disputes(lookup: &Lookup<'_>) -> Vec<Entry> {
    let rows = crate::listing::disputes(lookup);
    let of = |claims: &[Id], side: &'static str| -> Vec<Quote> {
        let found = claims.iter().filter_map(|c| lookup.claim(c));
        found
            .map(|c| quote(lookup, side, &c.document, c.sentence))
            .collect()
    };
    let lines = &lookup.record.disputes;
    let entry = |row: &crate::listing::DisputeRow| {
        let line = lines.iter().find(|d| d.id == row.id)?;
        let mut quotes = of(&line.supporting, "for");
        quotes.extend(of(&line.against, "against"));
        if quotes.is_empty() {
            quotes = line.spans.iter().map(|s| at(lookup, s)).collect();
        }
        Some(Entry {
            id: row.id.to_string(),
            head: row.label.clone(),
            facts: vec![format!("kind: {}", row.kind)],
            quotes,
        })
    };
    rows.iter().filter_map(entry).collect()
}

fn commitments(lookup: &Lookup<'_>) -> Vec<Entry> {
    let entry = |line: &model::record::Commitment| {
        let told = lookup.claim(&line.claim);
        let mut facts = vec![line.status.clone()];
        facts.extend(line.reasons.iter().cloned());
        Entry {
            id: line.id.to_string(),
            head: format!("{}: {}", lookup.names(&line.by).join(", "), line.content),
            facts,
            quotes: told
                .map(|c| quote(lookup, "", &c.document, c.sentence))
                .into_iter()
                .collect(),
        }
    };
    lookup.record.commitments.iter().map(entry).collect()
}

fn breaches(lookup: &Lookup<'_>) -> Vec<Entry> {
    let norms = &lookup.record.norms;
    let entry = |line: &model::record::PossibleBreach| {
        let norm = line.norm.as_ref();
        let norm = norm.and_then(|id| norms.iter().find(|n| n.id == *id));
        let facts = norm.map(|n| {
            let paragraph = n.paragraph.as_deref().unwrap_or_default();
            format!("{} {paragraph}: {}", n.instrument, n.summary)
        });
        Entry {
            id: line.id.to_string(),
            head: line.reason.clone(),
            facts: facts.into_iter().collect(),
            quotes: line.spans.iter().map(|s| at(lookup, s)).collect(),
        }
    };
    lookup.record.possible_breaches.iter().map(entry).collect()
}

fn decisions(lookup: &Lookup<'_>) -> Vec<Entry> {
    let mut decisions: Vec<_> = lookup.record.decisions.iter().collect();
    decisions.sort_by_key(|d| (&d.at, &d.id));
    let entry = |line: &&model::record::Decision| {
        let about: Vec<&str> = line.about.iter().map(Id::as_str).collect();
        let mut facts = vec![about.join(", ")];
        facts.extend(line.value.clone());
        facts.extend(line.why.clone());
        Entry {
            id: line.id.to_string(),
            head: format!("{} by {}, {}", line.kind.word(), line.by, line.at),
            facts,
            quotes: Vec::new(),
        }
    };
    decisions.iter().map(entry).collect()
}

fn documents(lookup: &Lookup<'_>) -> Vec<Entry> {
    let mut documents: Vec<_> = lookup.record.documents.iter().collect();
    documents.sort_by_key(|d| (d.published.interval.earliest, &d.id));
    let entry = |line: &&model::record::DocumentLine| {
        let mut facts = vec![format!("published {}", days(line.published.interval))];
        if line.published.conflict {
            let stated = line.published.declared;
            let stated = stated.map_or_else(String::new, |d| format!(" ({d})"));
            facts.push(format!(
                "its own text contradicts the day that it states{stated}"
            ));
        }
        facts.extend(line.duplicate_of.as_ref().map(|id| format!("repeats {id}")));
        facts.extend(line.revises.as_ref().map(|id| format!("revises {id}")));
        facts.extend(line.uri.clone());
        facts.push(format!("SHA-256 {}", line.sha256));
        Entry {
            id: line.id.to_string(),
            head: format!("{}: {}", lookup.whence(&line.id), lookup.headline(&line.id)),
            facts,
            quotes: Vec::new(),
        }
    };
    documents.iter().map(entry).collect()
}

fn at(lookup: &Lookup<'_>, evidence: &Evidence) -> Quote {
    quote(lookup, "", &evidence.document, evidence.span)
}

fn quote(lookup: &Lookup<'_>, side: &'static str, document: &Id, span: Span) -> Quote {
    let words = lookup.excerpt(document, span).text;
    let published = match lookup.published(document) {
        day if day == Interval::default() => String::new(),
        day => format!(", {}", days(day)),
    };
    Quote {
        side,
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        whence: format!("{}{published}", lookup.whence(document)),
        document: document.to_string(),
    }
}

/// What neither format holds.
pub(super) fn left_out(record: &Record) -> Vec<super::jsonl::LeftOut> {
    let held = [
        Part::Documents,
        Part::Actors,
        Part::Claims,
        Part::Events,
        Part::Disputes,
        Part::Commitments,
        Part::Norms,
        Part::Breaches,
        Part::Decisions,
    ];
    out_of(record, &held, [])
}
