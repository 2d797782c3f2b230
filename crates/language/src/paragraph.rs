//! Where the paragraphs of a text stand.
//!
//! Takes a text and the stretches to leave out (stamps, bylines); returns the spans of its paragraphs,
//! without white space at their ends. Blank lines always separate. A single line break separates too,
//! unless it only wraps a line: in a hard-wrapped text that is a break whose next word would not have
//! fitted into the width (the greedy filling of `fmt` and of news wires); in any other text a break
//! between an unfinished line (not the first of the text, which may be a title above its date) and a
//! word in lower case. Wrapping breaks become blanks, byte for byte,
//! so offsets hold. First step of the language stage. Known limits: a list of short lower-case items
//! without marks is joined; a wrapped line that ends in CR LF leaves a white-space token.
//!
//! Example: "Talks end\nMoscow said\ntoday." has two paragraphs, "Talks end" and "Moscow said today.".

use lexicon::paragraphs::Wrapping;
use model::Span;
use std::borrow::Cow;

/// Characters that finish a sentence or a heading, alone or before closing marks.
const FINAL: [char; 6] = ['.', '!', '?', ':', ';', '…'];
/// Marks that open an item of a list.
const BULLETS: [char; 8] = ['-', '–', '—', '*', '•', '·', '▪', '■'];

/// The paragraphs of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraphs<'t> {
    /// The text with its wrapping line breaks turned into blanks and, behind `headline`, words of headlines in lower case; of the same length in bytes.
    pub text: Cow<'t, str>,
    /// The paragraphs in text order, as bytes of either text.
    pub spans: Vec<Span>,
}

/// The paragraphs of `text` outside the stretches `skip`; `wrapping` tells when the text is hard-wrapped.
pub fn paragraphs<'t>(text: &'t str, skip: &[Span], wrapping: &Wrapping) -> Paragraphs<'t> {
    let lines = lines(text);
    let width = wrap_width(text, &lines, wrapping);
    let title = lines.iter().position(|line| !line.trimmed(text).is_empty());
    let mut spans: Vec<Span> = Vec::new();
    let mut wraps = Vec::new();
    let mut joins = false;
    for (number, &line) in lines.iter().enumerate() {
        match spans.last_mut() {
            Some(last) if joins => {
                wraps.push(last.end..line.start);
                *last = last.cover(line);
            }
            _ => spans.push(line),
        }
        let next = lines.get(number + 1);
        let may_join = width.is_some() || title != Some(number);
        joins = may_join && next.is_some_and(|&next| is_wrap(text, (line, next), width));
    }
    let blanked = blank(text, &wraps);
    let spans = without(&spans, skip);
    let trimmed = spans.into_iter().map(|span| span.trimmed(text));
    Paragraphs {
        spans: trimmed.filter(|span| !span.is_empty()).collect(),
        text: blanked,
    }
}

/// The lines of `text` without their ends. Line feed, carriage return, both together, and the Unicode
/// line and paragraph separators end a line.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        ) {
            let second = c == '\n' && at == start && text[..at].ends_with('\r');
            if !second {
                lines.push(Span::new(start, at));
            }
            start = at + c.len_utf8();
        }
    }
    lines.push(Span::new(start, text.len()));
    lines
}

/// The width to which a hard-wrapped text is filled; `None` when the text is not hard-wrapped.
fn wrap_width(text: &str, lines: &[Span], wrapping: &Wrapping) -> Option<usize> {
    let breaks: Vec<(usize, usize)> = lines
        .windows(2)
        .filter(|pair| !is_item(text, pair[1]))
        .filter_map(|pair| filling(text, pair[0], pair[1]))
        .collect();
    let width = breaks.iter().map(|&(length, _)| length).max()?;
    let wraps = breaks
        .iter()
        .filter(|&&(length, word)| length + 1 + word > width);
    let most = wraps.count() as f64 >= breaks.len() as f64 * wrapping.wraps_share;
    let fits = |line: &Span| {
        let line = line.of(text).unwrap_or_default().trim_end();
        line.chars().nth(width).is_none()
    };
    let likely = (wrapping.narrowest..=wrapping.widest).contains(&width);
    let filled = most && likely && breaks.len() >= wrapping.fewest_breaks;
    (filled && lines.iter().all(fits)).then_some(width)
}

/// Length of a line and of the word that begins the next, in characters; `None` beside blank lines.
fn filling(text: &str, line: Span, next: Span) -> Option<(usize, usize)> {
    let line = line.of(text)?.trim_end();
    let word = next.of(text)?.split_whitespace().next()?;
    (!line.trim().is_empty()).then(|| (line.chars().count(), word.chars().count()))
}

/// Whether the break between two lines only wraps them.
fn is_wrap(text: &str, (line, next): (Span, Span), width: Option<usize>) -> bool {
    let Some((length, word)) = filling(text, line, next) else {
        return false;
    };
    if is_item(text, next) {
        return false;
    }
    match width {
        Some(width) => length + 1 + word > width,
        None => is_unfinished(text, line) && starts_low(text, next),
    }
}

/// Whether a line opens an item of a list: a bullet, or a short number with a dot or bracket.
fn is_item(text: &str, line: Span) -> bool {
    let mark = line.of(text).unwrap_or_default();
    let mark = mark.split_whitespace().next().unwrap_or_default();
    let number = mark.trim_end_matches(['.', ')']);
    let numbered = number.len() < mark.len() && number.len() <= 2;
    let digits = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    (mark.chars().count() == 1 && mark.starts_with(BULLETS)) || (numbered && digits)
}

fn is_unfinished(text: &str, line: Span) -> bool {
    let line = line.of(text).unwrap_or_default();
    let closing = |c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']');
    let line = line.trim_end_matches(closing);
    !line.is_empty() && !line.ends_with(FINAL)
}

/// Whether a line begins with a word all in lower case.
fn starts_low(text: &str, line: Span) -> bool {
    let line = line.of(text).unwrap_or_default();
    let word = line.split_whitespace().next().unwrap_or_default();
    word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase)
}

/// `text` with every byte of `wraps` turned into a blank.
fn blank<'t>(text: &'t str, wraps: &[std::ops::Range<usize>]) -> Cow<'t, str> {
    if wraps.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for wrap in wraps {
        out.push_str(&text[out.len()..wrap.start]);
        out.extend(std::iter::repeat_n(' ', wrap.len()));
    }
    out.push_str(&text[out.len()..]);
    Cow::Owned(out)
}

/// The parts of `spans` that lie outside `skip`.
fn without(spans: &[Span], skip: &[Span]) -> Vec<Span> {
    let mut skip = skip.to_vec();
    skip.sort_unstable();
    let mut left = Vec::new();
    for &span in spans {
        let mut start = span.start;
        for gap in skip.iter().filter(|gap| gap.overlaps(span)) {
            left.push(Span::new(start, gap.start.max(start)));
            start = gap.end.max(start);
        }
        left.push(Span::new(start.min(span.end), span.end));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, skip: &[Span], expected: &[&str]) {
        let wrapping = lexicon::Lexicon::embedded().unwrap().wrapping;
        let found = paragraphs(text, skip, &wrapping);
        let texts: Vec<&str> = found
            .spans
            .iter()
            .map(|span| span.of(&found.text).expect("a span of the text"))
            .collect();
        assert_eq!(texts, expected);
        assert_eq!(found.text.len(), text.len());
    }

    #[test]
    fn blank_lines_and_single_breaks_separate_ordinary_text() {
        check(
            "Talks end\nMoscow said so.\r\n \r\nKyiv did not.\n\n\n",
            &[],
            &["Talks end", "Moscow said so.", "Kyiv did not."],
        );
    }

    #[test]
    fn unfinished_line_before_lower_case_goes_on() {
        check(
            "Talks end\nMoscow said\ntoday.",
            &[],
            &["Talks end", "Moscow said today."],
        );
        check("Talks end\non Monday", &[], &["Talks end", "on Monday"]);
        check(
            "A\nHe has one:\napples",
            &[],
            &["A", "He has one:", "apples"],
        );
        check(
            "A\nApple gains\niPhone sells",
            &[],
            &["A", "Apple gains", "iPhone sells"],
        );
    }

    #[test]
    fn hard_wrapped_text_keeps_its_paragraphs_and_title() {
        check(
            "Ferry talks resume\nThe two port towns will meet again on\nMonday, the harbour office said in\nRostock. Nothing was agreed in May. Both\nsides hope for a second meeting before\nsummer.\n\n- Fares stay\n- Berths close",
            &[],
            &[
                "Ferry talks resume",
                "The two port towns will meet again on Monday, the harbour office said in Rostock. Nothing was agreed in May. Both sides hope for a second meeting before summer.",
                "- Fares stay",
                "- Berths close",
            ],
        );
    }

    #[test]
    fn skipped_stretch_belongs_to_no_paragraph() {
        let skip = [Span::new(0, 15), Span::new(22, 29)];
        check(
            "date 2023-11-06 Tokyo (AP)    said no.",
            &skip,
            &["Tokyo", "said no."],
        );
    }

    #[test]
    fn empty_text_has_no_paragraph() {
        check("", &[], &[]);
        check(" \n\t\r\n", &[], &[]);
    }
}
