//! The timeline as an Atom feed (RFC 4287): an entry for each dated event that is news.
//!
//! Takes a record and its texts; writes entries with label, day, status, origins and the sentence that tells the event, newest day first. An entry is
//! updated when the last of its documents was published; a feed without any day says 1970. Signs that XML 1.0 does not have are dropped. Known limits: claims,
//! disputes and undated events have no entry and are counted in what is left out.
//!
//! Example: `<entry><id>urn:onrecord:event-…</id><title>Norway – visit – Sweden</title>…`.

use super::dossier::counted;
use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::listing::{days, word};
use crate::{Lookup, Texts};
use jiff::civil::Date;
use model::record::{Event, Record};
use std::io::Write;

/// Writes the feed of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn atom(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let lookup = &Lookup::new(record, texts);
    let typed = record.events.iter().filter(|e| e.event_type.is_some());
    let all = typed.clone().count();
    let mut events: Vec<&Event> = typed
        .filter(|e| !e.background && e.interval.days().is_some())
        .collect();
    events.sort_by(|a, b| {
        let day = b.interval.latest.cmp(&a.interval.latest);
        day.then(a.id.cmp(&b.id))
    });
    let updated = events.iter().filter_map(|e| updated(lookup, e)).max();
    let title = record.stories.first().map_or("The record", |s| &s.title);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>urn:onrecord:timeline</id>\n<title>{}</title>\n<updated>{}</updated>\n<generator>onrecord</generator>\n\
         <author><name>onrecord</name></author>",
        safe(title),
        stamp(updated)
    )?;
    for event in &events {
        writeln!(out, "{}", entry(lookup, event))?;
    }
    writeln!(out, "</feed>")?;
    out.flush()?;
    let without = LeftOut::new(
        all - events.len(),
        "events without a day, or told as history",
    );
    Ok(out_of(record, &[Part::Events], [without]))
}

fn entry(lookup: &Lookup<'_>, event: &Event) -> String {
    let quotes: Vec<String> = event
        .mentions
        .iter()
        .map(|m| {
            let words = lookup.excerpt(&m.document, m.sentence).text;
            format!("“{}” – {}", words, lookup.whence(&m.document))
        })
        .collect();
    let content = format!(
        "{}, {}, {}. {}",
        days(event.interval),
        word(event.status),
        counted(event.independent_origins, "independent origin"),
        quotes.join(" ")
    );
    let addresses = event.mentions.iter().filter_map(|m| {
        let address = lookup.document(&m.document)?.uri.clone()?;
        address.starts_with("http").then_some(address)
    });
    let mut addresses: Vec<String> = addresses.collect();
    addresses.dedup();
    let links = addresses
        .iter()
        .map(|a| format!("<link rel=\"related\" href=\"{}\"/>", safe(a)));
    format!(
        "<entry><id>urn:onrecord:{}</id><title>{}</title><published>{}</published><updated>{}</updated>{}<category term=\"{}\"/><content type=\"text\">{}</content></entry>",
        event.id,
        safe(&event.label),
        stamp(event.interval.earliest),
        stamp(updated(lookup, event)),
        links.collect::<String>(),
        event.event_type.map_or("", model::EventType::as_str),
        safe(&content)
    )
}

/// The last day on which a document that tells the event was published, else the day of the event.
fn updated(lookup: &Lookup<'_>, event: &Event) -> Option<Date> {
    let told = event
        .mentions
        .iter()
        .filter_map(|m| lookup.published(&m.document).latest);
    told.max().or(event.interval.latest)
}

fn stamp(day: Option<Date>) -> String {
    day.map_or_else(
        || "1970-01-01T00:00:00Z".to_owned(),
        |d| format!("{d}T00:00:00Z"),
    )
}

/// `text` as XML text or attribute value.
fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_xml_does_not_have_are_dropped() {
        assert_eq!(safe("a\u{0}\u{b}<b>&\u{ffff}\n"), "a&lt;b&gt;&amp; ");
    }
}
