//! Stamps and bylines: what a text's edges say about its date, authors and outlet.
//!
//! Takes a text; returns its declared date, authors, outlet and the stretches that belong to no
//! sentence. Patterns are rows of `data/en/stamps.toml` with named groups `date`, `author`, `outlet`; a
//! stamp at the head becomes furniture, a byline at the foot stays text. Known limit: the foot is the
//! last line only.
//!
//! Example: "Published: 6 November 2023\nThe minister …" declares 2023-11-06.

use lexicon::source::{Edge, Source, StampRule};
use model::{Basis, Declared, Span};
use regex::Captures;

/// What the edges of a text say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Stamps {
    pub declared: Option<Declared>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub furniture: Vec<Span>,
}

/// Reads the stamps of `text`: first all rules of the head, then those of the foot; the first that
/// gives a thing wins.
pub(crate) fn find(text: &str, source: &Source) -> Stamps {
    let mut stamps = Stamps::default();
    for rule in source.stamps.iter().filter(|r| r.edge == Edge::Head) {
        if let Some(found) = rule.pattern.captures(text) {
            let whole = found.get(0).map_or(0..0, |m| m.range());
            stamps
                .furniture
                .push(Span::new(whole.start, whole.end).trimmed(text));
            take(&mut stamps, &found, 0, source);
            break;
        }
    }
    let foot = foot_of(text);
    let last = &text[foot..];
    let mut rules = source.stamps.iter().filter(|r| r.edge == Edge::Foot);
    if let Some(found) = rules.find_map(|r: &StampRule| r.pattern.captures(last)) {
        take(&mut stamps, &found, foot, source);
    }
    stamps
}

/// Where the last line that is not blank begins.
fn foot_of(text: &str) -> usize {
    text.trim_end().rfind('\n').map_or(0, |at| at + 1)
}

fn take(stamps: &mut Stamps, found: &Captures, offset: usize, source: &Source) {
    let group = |name: &str| found.name(name);
    if stamps.declared.is_none() {
        stamps.declared = group("date").and_then(|m| {
            Some(Declared {
                date: source.dates.parse(m.as_str())?,
                basis: Basis::Dateline,
                span: Some(Span::new(offset + m.start(), offset + m.end())),
            })
        });
    }
    if let Some(author) = group("author").filter(|_| stamps.authors.is_empty()) {
        stamps.authors.push(author.as_str().trim().to_owned());
    }
    if let Some(outlet) = group("outlet").filter(|_| stamps.outlet.is_none()) {
        stamps.outlet = Some(outlet.as_str().trim().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Lexicon;

    fn check(
        text: &str,
    ) -> (
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
    ) {
        let lexicon = Lexicon::embedded().unwrap();
        let stamps = find(text, &lexicon.source);
        (
            stamps.declared.map(|d| d.date.to_string()),
            stamps.authors.first().cloned(),
            stamps.outlet,
            stamps
                .furniture
                .first()
                .and_then(|s| s.of(text))
                .map(str::to_owned),
        )
    }

    #[test]
    fn a_stamp_at_the_head_becomes_furniture_and_date() {
        let (date, _, _, furniture) = check(" date 2021-02-03 The envoy left.");
        assert_eq!(date.as_deref(), Some("2021-02-03"));
        assert_eq!(furniture.as_deref(), Some("date 2021-02-03"));
        let (date, _, _, _) = check("Published: 6 November 2023\nThe envoy left.");
        assert_eq!(date.as_deref(), Some("2023-11-06"));
    }

    #[test]
    fn a_byline_at_the_foot_gives_author_outlet_and_date_and_stays_text() {
        let text = "The envoy left.\n\nAuthored by Jo Doe via The Daily May 4th 2021\n";
        let (date, author, outlet, furniture) = check(text);
        assert_eq!(date.as_deref(), Some("2021-05-04"));
        assert_eq!(author.as_deref(), Some("Jo Doe"));
        assert_eq!(outlet.as_deref(), Some("The Daily"));
        assert_eq!(furniture, None);
    }

    #[test]
    fn a_date_inside_the_first_sentence_is_no_stamp() {
        let (date, _, _, furniture) = check("On 6 November 2023 the envoy left.");
        assert_eq!((date, furniture), (None, None));
    }
}
