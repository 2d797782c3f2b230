//! Makes text from articles safe to print on a terminal.
//!
//! Takes any text; returns it with control characters (C0, DEL, C1) and the marks that reorder what is
//! displayed (Unicode bidirectional controls; Boucher and Anderson 2021, "Trojan Source") written as
//! visible escapes. Line ends and tabs become spaces. Known limit: look-alike letters stay as they are.
//!
//! Example: an escape character followed by `[31m` is shown as `\u{1b}[31m` and colours nothing.

use std::borrow::Cow;

/// `text` with everything that could steer a terminal shown as an escape.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => safe.push(' '),
            c if steers(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Whether a terminal may act on `c` instead of showing it.
pub(crate) fn steers(c: char) -> bool {
    c.is_control() || is_direction_mark(c)
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_direction_marks_become_visible() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(clean("two\nlines"), "two lines");
        assert!(matches!(clean("Kim – “letter”"), Cow::Borrowed(_)));
    }
}
