//! The units over which time patterns run: words, numbers and single signs, finer than tokens.
//!
//! Takes a text and the time words; returns [`Unit`]s in text order, so that "third-quarter", "1861Winfield"
//! and "7pm" fall into the same parts however a tokeniser cuts them. A blank line becomes a unit of its own
//! that matches nothing. Known limit: letters of all scripts are words, but only words of the table count.
//!
//! Example: "mid-1996" gives `mid`, `-`, `1996`.

use lexicon::times::{NumeralKind, WordId, Words};
use model::Span;

/// Digits of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Digits {
    /// The number in hundredths.
    pub(super) hundredths: i64,
    /// How many digits before the decimal point, without thousands separators; 0 when it has separators or decimals.
    pub(super) length: usize,
    /// The ending glued to it ("st", "s").
    pub(super) ending: Option<NumeralKind>,
}

/// What a unit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Letters,
    Digits,
    Sign,
    /// A blank line.
    Break,
}

impl Sort {
    /// The sort of a unit that begins with `first`.
    fn of(first: char) -> Self {
        match first {
            c if c.is_ascii_digit() => Self::Digits,
            c if c.is_alphabetic() => Self::Letters,
            c if c.is_whitespace() => Self::Break,
            _ => Self::Sign,
        }
    }
}

/// One unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Where it stands.
    pub(super) span: Span,
    /// Its number in the word table, if it is there.
    pub(super) word: Option<WordId>,
    /// Its digits, if it has any.
    pub(super) digits: Option<Digits>,
    /// Whether it begins with a capital letter.
    pub(super) is_capital: bool,
    /// Whether the unit before it ends where it begins.
    pub(super) is_glued: bool,
    /// What it is made of.
    pub(super) sort: Sort,
}

/// Longer runs of digits are no numbers of time expressions.
const LONGEST_DIGITS: usize = 9;
/// Longer words are in no table.
const LONGEST_WORD: usize = 40;

/// The units of `text`.
pub(super) fn units(text: &str, words: &Words) -> Vec<Unit> {
    let mut scan = Scan {
        text,
        words,
        units: Vec::with_capacity(text.len() / 5),
        lower: String::new(),
    };
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        at = scan.step(at, sign);
    }
    scan.units
}

struct Scan<'t> {
    text: &'t str,
    words: &'t Words,
    units: Vec<Unit>,
    lower: String,
}

impl Scan<'_> {
    /// Reads what begins at `at`; returns where it ends.
    fn step(&mut self, at: usize, sign: char) -> usize {
        if sign.is_whitespace() {
            let end = at + run(&self.text[at..], char::is_whitespace);
            if self.text[at..end].matches('\n').count() > 1 {
                self.push(at, end, None);
            }
            return end;
        }
        if sign.is_ascii_digit() {
            return self.number(at);
        }
        let end = if sign.is_alphabetic() {
            at + run(&self.text[at..], char::is_alphabetic)
        } else {
            at + sign.len_utf8()
        };
        self.push(at, end, None);
        end
    }

    fn number(&mut self, at: usize) -> usize {
        let (mut digits, length) = digits(&self.text[at..]);
        let end = at + length;
        let letters = run(&self.text[end..], char::is_alphabetic);
        digits.ending = self.id(end, end + letters).and_then(|word| {
            let kind = self.words.numeral(word)?.kind;
            matches!(kind, NumeralKind::Ending | NumeralKind::Decades).then_some(kind)
        });
        let end = if digits.ending.is_some() {
            end + letters
        } else {
            end
        };
        self.push(at, end, Some(digits));
        end
    }

    fn id(&mut self, start: usize, end: usize) -> Option<WordId> {
        let word = &self.text[start..end];
        if word.len() > LONGEST_WORD {
            return None;
        }
        self.lower.clear();
        self.lower.extend(word.chars().flat_map(char::to_lowercase));
        self.words.find(&self.lower)
    }

    fn push(&mut self, start: usize, end: usize, digits: Option<Digits>) {
        let first = self.text[start..].chars().next().unwrap_or_default();
        let unit = Unit {
            span: Span::new(start, end),
            word: self.id(start, end),
            digits,
            is_capital: first.is_uppercase(),
            is_glued: self.units.last().is_some_and(|u| u.span.end == start),
            sort: Sort::of(first),
        };
        self.units.push(unit);
    }
}

/// Bytes of the longest beginning of `text` whose signs all satisfy `is_inside`.
fn run(text: &str, is_inside: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_inside(c)).unwrap_or(text.len())
}

/// The number at the beginning of `text` with thousands separators and decimals, and its length in bytes.
fn digits(text: &str) -> (Digits, usize) {
    let is_digit = |c: char| c.is_ascii_digit();
    let first = run(text, is_digit);
    let (mut end, mut plain) = (first, text[..first].to_owned());
    while text[end..].starts_with(',') && run(&text[end + 1..], is_digit) == 3 {
        plain.push_str(&text[end + 1..end + 4]);
        end += 4;
    }
    let decimals = match text[end..].strip_prefix('.') {
        Some(after) => run(after, is_digit),
        None => 0,
    };
    let fraction: String = text[end..].chars().skip(1).take(decimals).collect();
    let is_plain = end == first && decimals == 0;
    end += if decimals > 0 { decimals + 1 } else { 0 };
    let hundredths = if plain.len() <= LONGEST_DIGITS {
        let whole = plain.parse::<i64>().unwrap_or_default();
        let part = format!("{fraction:0<2}")[..2]
            .parse::<i64>()
            .unwrap_or_default();
        whole * 100 + part
    } else {
        -1
    };
    let digits = Digits {
        hundredths,
        length: if is_plain { first } else { 0 },
        ending: None,
    };
    (digits, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let lexicon = lexicon::Lexicon::embedded().unwrap();
        let units = units(text, &lexicon.times.words);
        let found: Vec<&str> = units
            .iter()
            .map(|u| &text[u.span.start..u.span.end])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn glued_words_fall_apart() {
        check("mid-1996", &["mid", "-", "1996"]);
        check("1861Winfield", &["1861", "Winfield"]);
        check(
            "the 1970s, 7pm 21st",
            &["the", "1970s", ",", "7", "pm", "21st"],
        );
        check("1,234.5 a\n\nb", &["1,234.5", "a", "\n\n", "b"]);
    }
}
