//! The dated events as TimelineJS3 reads them (its JSON format).
//!
//! Takes a record and its texts; writes a slide for each typed event with a day that is not told as history: when, what, the words behind it, by how
//! many independent origins. A day that is not known exactly begins at its earliest and is worded as an interval, since TimelineJS
//! draws no uncertain dates; status is the group, so that what is planned, alleged or denied has a row of its own.
//! Words of articles are escaped: TimelineJS shows them as HTML. Known limit: undated events are counted in what is left out.
//!
//! Example: an event of 14 September 2023 has `"start_date": {"year": 2023, "month": 9, "day": 14}`.

use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::Texts;
use jiff::civil::Date;
use model::Interval;
use model::record::{Event, Record};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the timeline of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn timelinejs(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let typed = |e: &&Event| e.event_type.is_some() && !e.background;
    let mut events: Vec<&Event> = record.events.iter().filter(typed).collect();
    events.sort_by_key(|e| (e.interval.earliest, e.interval.latest, &e.id));
    let all = events.len();
    let slides = events.into_iter().filter_map(|e| slide(e, texts));
    let slides: Vec<Value> = slides.collect();
    let history = record
        .events
        .iter()
        .filter(|e| e.event_type.is_some() && e.background);
    let left = [
        LeftOut::new(all - slides.len(), "events without an earliest day"),
        LeftOut::new(history.count(), "events told as history"),
    ];
    let left = out_of(record, &[Part::Events], left);
    let title = record.stories.first().map_or("The record", |s| &s.title);
    let timeline = json!({"title": {"text": {"headline": escaped(title)}}, "events": slides});
    serde_json::to_writer(&mut *out, &timeline).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(left)
}

fn slide(event: &Event, texts: &Texts<'_>) -> Option<Value> {
    let Interval { earliest, latest } = event.interval;
    let mut slide = Map::new();
    slide.insert("unique_id".to_owned(), json!(event.id));
    slide.insert("start_date".to_owned(), day(earliest?));
    let last = latest.filter(|l| Some(*l) != earliest);
    if let (Some(first), Some(last)) = (earliest, last) {
        slide.insert("end_date".to_owned(), day(last));
        slide.insert(
            "display_date".to_owned(),
            json!(format!("between {first} and {last}")),
        );
    }
    let status = json!(event.status);
    slide.insert("group".to_owned(), status);
    let words = event.mentions.first().and_then(|m| {
        let text = texts.of(&m.document)?;
        m.sentence.of(text.text()).map(escaped)
    });
    let origins = match event.independent_origins {
        1 => "1 independent origin".to_owned(),
        n => format!("{n} independent origins"),
    };
    let text = format!("<q>{}</q><br>{origins}", words.unwrap_or_default());
    slide.insert(
        "text".to_owned(),
        json!({"headline": escaped(&event.label), "text": text}),
    );
    Some(Value::Object(slide))
}

fn day(date: Date) -> Value {
    json!({"year": date.year(), "month": date.month(), "day": date.day()})
}

/// Text that HTML shows as it stands.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_is_shown_not_run() {
        assert_eq!(
            escaped("<script>\"x\"</script>"),
            "&lt;script&gt;&quot;x&quot;&lt;/script&gt;"
        );
    }
}
