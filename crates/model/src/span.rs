//! Where something stands in a document's text.
//!
//! Takes and returns nothing but offsets; every later noun points back into the text with a [`Span`].
//! Inside the program spans count **bytes** of the document's UTF-8 text, half-open, on character
//! boundaries. Code-point offsets exist only at the edge (the JSON Lines export), made by
//! [`CodePoints`]. Known limit: none of the types here knows which text it belongs to.
//!
//! Example: in `"Kim met Putin"` the span `8..13` is `Putin`.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A half-open range of bytes of a document's text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an inverted pair becomes the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether no byte is inside.
    pub fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The text under the span, or `None` when it lies outside `text` or splits a character.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// The span without white space at its two ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let Some(inside) = self.of(text) else {
            return self;
        };
        let start = self.start + (inside.len() - inside.trim_start().len());
        Self::new(start, start + inside.trim().len())
    }
}

/// Turns byte offsets of one text into Unicode code-point offsets and back.
///
/// Building costs one pass over the text; a look-up costs a binary search and at most 64 steps.
pub struct CodePoints<'t> {
    text: Cow<'t, str>,
    /// `marks[k]` is the byte offset of code point `k * STRIDE`.
    marks: Vec<usize>,
}

/// Code points between two remembered offsets: a compromise of memory (8 bytes each) and steps.
const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Prepares the look-up for `text`.
    pub fn new(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let marks = text
            .char_indices()
            .step_by(STRIDE)
            .map(|(byte, _)| byte)
            .collect();
        Self { text, marks }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of code points before byte `byte` (clamped to the text, rounded down to a character).
    pub fn at_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let mark = self.marks.partition_point(|&m| m <= byte).saturating_sub(1);
        let from = self.marks.get(mark).copied().unwrap_or(0);
        let inside = self.text.get(from..).unwrap_or_default();
        mark * STRIDE
            + inside
                .char_indices()
                .take_while(|(offset, c)| from + offset + c.len_utf8() <= byte)
                .count()
    }

    /// The byte at which code point `point` starts (the text's length when it has no such point).
    pub fn byte_of(&self, point: usize) -> usize {
        let Some(&from) = self.marks.get(point / STRIDE) else {
            return self.text.len();
        };
        let inside = self.text.get(from..).unwrap_or_default();
        inside
            .char_indices()
            .nth(point % STRIDE)
            .map_or(self.text.len(), |(offset, _)| from + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_agree_with_a_slow_count() {
        let text = "Kim’s – “letter” 🚀 to Путин. ".repeat(20);
        let points = CodePoints::new(&text);
        for (slow, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at_byte(byte), slow);
            assert_eq!(points.byte_of(slow), byte);
        }
        assert_eq!(points.at_byte(text.len() + 9), text.chars().count());
    }

    #[test]
    fn trimmed_drops_white_space_at_both_ends() {
        assert_eq!(Span::new(0, 6).trimmed("  ab  "), Span::new(2, 4));
    }
}
