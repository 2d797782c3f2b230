//! The words of a sentence, and where phrases of the lexicon stand among them.
//!
//! Takes a text and a span; returns its words in order, lower case and without endings, each with its bytes. Dots
//! inside abbreviations are dropped, so that "U.N." and "UN" are one word. Known limit: a phrase must stand in
//! one piece.
//!
//! Example: "U.N. Security Council resolutions" holds the phrase `security council resolution` at word 1.

use lexicon::merge::Merge;
use lexicon::norms::Phrase;
use model::Span;
use std::ops::Range;

/// The words of a stretch of text.
pub(crate) struct Words {
    forms: Vec<String>,
    spans: Vec<Span>,
}

impl Words {
    /// The words of `text` under `span`.
    pub(crate) fn of(text: &str, span: Span, merge: &Merge) -> Self {
        let (mut forms, mut spans) = (Vec::new(), Vec::new());
        let stretch = span.of(text).unwrap_or_default();
        let mut start = 0;
        for piece in stretch.split_inclusive(|c: char| !c.is_alphanumeric() && c != '.') {
            let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                let at = span.start + start + piece.find(word).unwrap_or_default();
                spans.push(Span::new(at, at + word.len()));
                forms.push(merge.form(&word.to_lowercase().replace('.', "")));
            }
            start += piece.len();
        }
        Self { forms, spans }
    }

    /// Number of the word that begins at byte `start` or holds it.
    pub(crate) fn at(&self, start: usize) -> Option<usize> {
        let number = self.spans.partition_point(|s| s.end <= start);
        (number < self.spans.len()).then_some(number)
    }

    /// Bytes of a word.
    pub(crate) fn span(&self, number: usize) -> Span {
        self.spans[number]
    }

    /// Where some of `phrases` stand, in order of their first words.
    pub(crate) fn find<'w>(
        &'w self,
        phrases: &'w [Phrase],
    ) -> impl Iterator<Item = Range<usize>> + 'w {
        let at = move |start: usize| {
            let rest = &self.forms[start..];
            let here = phrases.iter().filter(move |p| rest.starts_with(&p.0));
            here.map(|p| p.0.len()).max().map(|n| start..start + n)
        };
        (0..self.forms.len()).filter_map(at)
    }
}

/// Words between two ranges; 0 where they touch or overlap.
pub(crate) fn between(a: &Range<usize>, b: &Range<usize>) -> usize {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    second.start.saturating_sub(first.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Files;

    #[test]
    fn phrases_are_found_whatever_their_endings_and_dots() {
        let merge = Merge::load(&Files::embedded()).unwrap();
        let text = "That would violate U.N. Security Council resolutions, he said.";
        let words = Words::of(text, Span::new(0, text.len()), &merge);
        let phrases = [Phrase::new("security council resolution", &merge)];
        let found: Vec<_> = words.find(&phrases).collect();
        assert_eq!((found.len(), &found[0]), (1, &(4..7)));
        let un = [Phrase::new("un", &merge)];
        assert_eq!(
            words.span(words.find(&un).next().unwrap().start).of(text),
            Some("U.N")
        );
        assert_eq!(words.at(text.find("Council").unwrap()), Some(5));
        assert_eq!(between(&(2..3), &(4..7)), 1);
    }
}
