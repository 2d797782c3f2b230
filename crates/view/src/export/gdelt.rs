//! Dated events in the columns of GDELT 2.0: `events.export.CSV` (61) and `events.mentions.CSV` (16), tab-separated, without headers.
//!
//! Takes a record and its texts; writes a row for each typed event that happened on a known day and each pair of a source and a target, and a mention for each account. Codes are the
//! roots of CAMEO where the event's word has one. Counts are those of the record: articles, outlets, accounts. Cells that onrecord does not have (Goldstein
//! scale, tone, FIPS places, sentence numbers) are empty, never made up. Known limits: ids are hashes, not numbers in order; an event told as history, alleged or denied has no row.
//!
//! Example: a mention has the offsets of both actors and of the word that names the event, in code points.

use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use super::polecat::{Pair, flat, happened, pairs, quad};
use super::tables::Open;
use crate::{Lookup, Texts};
use jiff::civil::Date;
use model::record::{Actor, Event, EventMention, Record};
use model::{Id, Span};
use std::io::Write;

/// Hexadecimal digits of a hash that fit the whole numbers of databases.
const DIGITS: usize = 15;

/// Writes both tables of `record`, each opened by name; returns what they cannot hold.
///
/// # Errors
/// The output fails.
pub fn gdelt(
    record: &Record,
    texts: &Texts<'_>,
    open: &mut Open<'_>,
) -> Result<Vec<LeftOut>, Error> {
    let lookup = &Lookup::new(record, texts);
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let all = typed.clone().count();
    let mut events: Vec<&Event> = typed.filter(|e| happened(e)).collect();
    events.sort_by_key(|e| (e.interval.earliest, &e.id));
    let mut rows = open("events.export.CSV")?;
    let mut mentions = open("events.mentions.CSV")?;
    for event in &events {
        for (number, pair) in pairs(lookup, event).into_iter().enumerate() {
            let id = number_of(event, number);
            writeln!(rows, "{}", row(lookup, event, (&id, pair)).join("\t"))?;
            for told in &event.mentions {
                writeln!(
                    mentions,
                    "{}",
                    mention(lookup, event, (&id, told)).join("\t")
                )?;
            }
        }
    }
    rows.flush()?;
    mentions.flush()?;
    let without = LeftOut::new(
        all - events.len(),
        "events without a day, told as history, or not told as having happened",
    );
    Ok(out_of(record, &[Part::Events], [without]))
}

/// A whole number for a pair of an event.
fn number_of(event: &Event, pair: usize) -> String {
    let hash = Id::of("gdelt", &[event.id.as_str(), &pair.to_string()]);
    let digits: String = hash
        .as_str()
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    let last = digits.get(digits.len().saturating_sub(DIGITS)..);
    u64::from_str_radix(last.unwrap_or_default(), 16)
        .map_or_else(|_| String::new(), |n| n.to_string())
}

fn row(lookup: &Lookup<'_>, event: &Event, (id, pair): (&str, Pair<'_>)) -> Vec<String> {
    let day = event.interval.earliest;
    let mut cells = vec![id.to_owned()];
    cells.extend(days(day));
    cells.extend(party(pair.0));
    cells.extend(party(pair.1));
    cells.push(String::new());
    cells.extend(codes(event));
    cells.push(String::new());
    let told = event.mentions.iter();
    let outlets: std::collections::BTreeSet<String> =
        told.map(|m| lookup.whence(&m.document)).collect();
    cells.extend([event.mentions.len(), outlets.len(), event.documents].map(|n| n.to_string()));
    cells.extend(std::iter::repeat_n(String::new(), 1 + 8 + 8));
    cells.extend(place(lookup, event));
    cells.push(added(lookup, event));
    cells.push(
        event
            .mentions
            .first()
            .map(|m| address(lookup, &m.document))
            .unwrap_or_default(),
    );
    cells.iter().map(|c| flat(c)).collect()
}

/// The day in the four ways of the format.
fn days(day: Option<Date>) -> [String; 4] {
    let Some(day) = day else {
        return Default::default();
    };
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    let fraction = (f64::from(month) * 30.0 + f64::from(of_month)) / 365.0;
    [
        compact(day),
        format!("{year:04}{month:02}"),
        year.to_string(),
        format!("{:.4}", f64::from(year) + fraction.min(0.9999)),
    ]
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The ten cells of an actor.
fn party(actor: Option<&Actor>) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    if let Some(actor) = actor {
        let country = actor.country.map(|c| c.to_string()).unwrap_or_default();
        cells[0].clone_from(&country);
        cells[1] = actor.name.to_uppercase();
        cells[2] = country;
        cells[7] = actor
            .sector
            .as_ref()
            .map(crate::listing::word)
            .unwrap_or_default();
    }
    cells
}

/// Code, base, root and quad class.
fn codes(event: &Event) -> [String; 4] {
    let root = event.cameo.clone().unwrap_or_default();
    let code = match root.len() {
        2 => format!("{root}0"),
        _ => root.clone(),
    };
    let class = event.event_type.map_or("", |t| quad(t).0);
    [
        code.clone(),
        code,
        root.chars().take(2).collect(),
        class.to_owned(),
    ]
}

/// The eight cells of where it happened.
fn place(lookup: &Lookup<'_>, event: &Event) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    if let Some(place) = event.place.as_ref().and_then(|p| lookup.place(p)) {
        let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        cells[1].clone_from(&place.name);
        cells[5] = number(place.latitude);
        cells[6] = number(place.longitude);
    }
    cells
}

/// The last day on which an article that tells the event was published, as a time.
fn added(lookup: &Lookup<'_>, event: &Event) -> String {
    let told = event
        .mentions
        .iter()
        .filter_map(|m| lookup.published(&m.document).latest);
    told.max()
        .map(|d| format!("{}000000", compact(d)))
        .unwrap_or_default()
}

fn address(lookup: &Lookup<'_>, document: &Id) -> String {
    let given = lookup.document(document).and_then(|d| d.uri.clone());
    given.unwrap_or_else(|| format!("urn:onrecord:{document}"))
}

fn mention(lookup: &Lookup<'_>, event: &Event, (id, told): (&str, &EventMention)) -> Vec<String> {
    let document = &told.document;
    let address = address(lookup, document);
    let published = lookup.published(document).earliest;
    let at = |span: Option<Span>| {
        let start = span.map(|s| lookup.excerpt(document, s).start);
        start.map_or_else(|| "-1".to_owned(), |s| s.to_string())
    };
    let kind = if address.starts_with("http") {
        "1"
    } else {
        "2"
    };
    let length = lookup.document(document).map(|d| d.characters.to_string());
    let cells = [
        id.to_owned(),
        added(lookup, event),
        published
            .map(|d| format!("{}000000", compact(d)))
            .unwrap_or_default(),
        kind.to_owned(),
        lookup.whence(document),
        address,
        String::new(),
        at(told.source),
        at(told.target),
        at(Some(told.trigger)),
        "1".to_owned(),
        format!("{:.0}", event.confidence * 100.0),
        length.unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
    ];
    cells.iter().map(|c| flat(c)).collect()
}
