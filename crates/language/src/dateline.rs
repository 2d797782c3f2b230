//! Datelines: parts "MOSCOW, May 3 (Reuters) -" from the sentence behind it.
//!
//! Takes the paragraphs of a text and the lexicon; returns them with each dateline as a paragraph of
//! its own, and the datelines. Second step of the language stage: in one sequence the parser would make
//! the place the subject of the sentence, and its day the day of what the sentence tells. Patterns:
//! `data/en/datelines.toml`. Known limit: only the head of a paragraph is looked at.
//!
//! Example: "PARIS, March 1 - France rejected it." has the paragraphs "PARIS, March 1 -" and "France rejected it."

use crate::paragraph::Paragraphs;
use lexicon::Lexicon;
use model::{Dateline, Span};

/// `paragraphs` with datelines parted from what follows, and these datelines in text order.
pub(crate) fn part<'t>(
    paragraphs: Paragraphs<'t>,
    lexicon: &Lexicon,
) -> (Paragraphs<'t>, Vec<Dateline>) {
    let mut datelines = Vec::new();
    let mut spans = Vec::new();
    for &paragraph in &paragraphs.spans {
        let inside = paragraph.of(&paragraphs.text).unwrap_or_default();
        let tables = (&lexicon.actors, &lexicon.places);
        let Some(found) = lexicon.datelines.find(inside, tables) else {
            spans.push(paragraph);
            continue;
        };
        let start = paragraph.start;
        let line = Span::new(start, start + found.end).trimmed(&paragraphs.text);
        let agency = found
            .agency
            .map(|a| Span::new(start + a.start, start + a.end));
        datelines.push(Dateline { span: line, agency });
        let rest = Span::new(start + found.end, paragraph.end).trimmed(&paragraphs.text);
        spans.extend([line, rest].into_iter().filter(|s| !s.is_empty()));
    }
    (
        Paragraphs {
            spans,
            ..paragraphs
        },
        datelines,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paragraph::paragraphs;

    fn check(text: &str, expected: &[&str], agency: Option<&str>) {
        let lexicon = Lexicon::embedded().unwrap();
        let (parted, datelines) = part(paragraphs(text, &[], &lexicon.wrapping), &lexicon);
        let texts: Vec<&str> = parted.spans.iter().filter_map(|s| s.of(text)).collect();
        assert_eq!(texts, expected);
        let agencies = datelines.iter().find_map(|d| d.agency);
        assert_eq!(agencies.and_then(|a| a.of(text)), agency);
    }

    #[test]
    fn dateline_stands_apart_from_headline_and_sentence() {
        check(
            "Talks fail\n\nPARIS, March 1 - France rejected the plan.",
            &[
                "Talks fail",
                "PARIS, March 1 -",
                "France rejected the plan.",
            ],
            None,
        );
        check(
            "LIMA (Harbour) -- The envoy left.\nOslo said no.",
            &["LIMA (Harbour) --", "The envoy left.", "Oslo said no."],
            Some("Harbour"),
        );
        check("LIMA (Harbour) --", &["LIMA (Harbour) --"], Some("Harbour"));
    }

    #[test]
    fn sentence_without_dateline_stays_whole() {
        check(
            "Paris - the capital - slept.",
            &["Paris - the capital - slept."],
            None,
        );
        check("", &[], None);
    }
}
