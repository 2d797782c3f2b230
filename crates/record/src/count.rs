//! Counts at the head of a phrase, by value: "two million shells" and "2,000,000 shells" are one number.
//!
//! Takes a phrase; returns the count that it begins with, in thousandths, and the words behind it. Digits,
//! written-out numerals (`data/en/time-numbers.csv`) and scales (`count_scales` in `data/thresholds.toml`) are
//! read together, left to right. Vague words ("several"), ranges ("two or three"), shares ("two-thirds") and
//! compounds ("two-stage") give no count. Known limit: figures with a currency sign are not read.
//!
//! Example: "1.5 million shells" is 1 500 000 000 thousandths, followed by "shells".

use lexicon::Lexicon;
use lexicon::times::{NumeralKind, Words};
use std::collections::BTreeMap;

/// Reads counts.
pub(crate) struct Counts<'l> {
    words: &'l Words,
    scales: &'l BTreeMap<String, i64>,
}

/// Decimals are kept to this part of one.
const THOUSAND: i64 = 1000;
/// Digits behind a decimal point that thousandths can hold.
const DECIMALS: usize = 3;
/// Digits between two commas of a written number.
const DIGITS_OF_GROUP: usize = 3;

/// What a word does in a count.
#[derive(Clone, Copy)]
enum Part {
    Digits(i64),
    Ones(i64),
    Tens(i64),
    Scale(i64),
    And,
}

impl<'l> Counts<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            words: &lexicon.times.words,
            scales: &lexicon.merge.thresholds.count_scales,
        }
    }

    /// The count at the head of `phrase` in thousandths, and the words behind it.
    pub(crate) fn read<'p>(&self, phrase: &'p str) -> Option<(i64, impl Iterator<Item = &'p str>)> {
        let mut sum = Sum::default();
        let words: Vec<&str> = phrase.split_whitespace().collect();
        let mut end = 0;
        for (at, word) in words.iter().enumerate() {
            match self.parts(word) {
                Some(parts) if matches!(parts[..], [Part::And]) && sum.is_open() => {}
                Some(parts) if parts.iter().all(|p| sum.add(*p)) => end = at + 1,
                _ => break,
            }
        }
        let scaled = words.get(end).and_then(|w| self.parts(w));
        let scaled = scaled.is_some_and(|parts| matches!(parts[..], [Part::Scale(_)]));
        let again = scaled || words[end..].iter().any(|w| self.is_number(w));
        let value = sum.value().filter(|_| end > 0 && !again)?;
        Some((value, words.into_iter().skip(end)))
    }

    fn is_number(&self, word: &str) -> bool {
        let parts = self.parts(word).unwrap_or_default();
        parts
            .iter()
            .any(|p| matches!(p, Part::Digits(_) | Part::Ones(_) | Part::Tens(_)))
    }

    /// A word's parts ("twenty-one" has two), if all of them are parts of a count.
    fn parts(&self, word: &str) -> Option<Vec<Part>> {
        word.split('-').map(|p| self.part(p)).collect()
    }

    fn part(&self, word: &str) -> Option<Part> {
        if let Some(value) = thousandths(word) {
            return Some(Part::Digits(value));
        }
        let word = word.to_lowercase();
        if let Some(&scale) = self.scales.get(&word) {
            return Some(Part::Scale(scale));
        }
        let numeral = self.words.numeral(self.words.find(&word)?)?;
        let value = i64::from(numeral.value);
        match numeral.kind {
            NumeralKind::One => Some(Part::Ones(value)),
            NumeralKind::Ten => Some(Part::Tens(value)),
            NumeralKind::Times | NumeralKind::Group => Some(Part::Scale(value)),
            NumeralKind::And => Some(Part::And),
            _ => None,
        }
    }
}

/// A number being put together.
#[derive(Default)]
struct Sum {
    total: i64,
    current: i64,
    last: Option<Part>,
}

impl Sum {
    /// Takes `part` in; whether it goes on with the number.
    fn add(&mut self, part: Part) -> bool {
        let current = match (self.last, part) {
            (None, Part::Digits(value)) => Some(value),
            (None | Some(Part::Scale(_)), Part::Ones(value) | Part::Tens(value))
            | (Some(Part::Tens(_)), Part::Ones(value)) => value
                .checked_mul(THOUSAND)
                .and_then(|v| v.checked_add(self.current)),
            (Some(_), Part::Scale(scale)) => self.current.checked_mul(scale),
            _ => None,
        };
        let Some(current) = current else { return false };
        self.current = current;
        self.last = Some(part);
        if let Part::Scale(THOUSAND..) = part {
            self.total = self.total.saturating_add(self.current);
            self.current = 0;
        }
        true
    }

    /// Whether "and" can stand here: "two hundred and five".
    fn is_open(&self) -> bool {
        matches!(self.last, Some(Part::Scale(_)))
    }

    fn value(&self) -> Option<i64> {
        self.last?;
        self.total.checked_add(self.current)
    }
}

/// A number in digits, in thousandths: "2,000", "1.5".
fn thousandths(word: &str) -> Option<i64> {
    let (whole, part) = word.split_once('.').unwrap_or((word, "0"));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = groups.all(|g| g.len() == DIGITS_OF_GROUP);
    let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    let plain = whole.replace(',', "");
    if !grouped || !digits(first) || !digits(&plain) || !digits(part) || part.len() > DECIMALS {
        return None;
    }
    let part: i64 = format!("{part:0<DECIMALS$}").parse().ok()?;
    let whole: i64 = plain.parse().ok()?;
    whole.checked_mul(THOUSAND)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, count: Option<i64>, rest: &str) {
        let lexicon = Lexicon::embedded().unwrap();
        let read = Counts::new(&lexicon);
        let read = read
            .read(phrase)
            .map(|(n, w)| (n, w.collect::<Vec<_>>().join(" ")));
        let expected = count.map(|c| (c * THOUSAND, rest.to_owned()));
        assert_eq!(read, expected, "{phrase}");
    }

    #[test]
    fn counts_are_read_in_digits_and_words() {
        check("2,000,000 shells", Some(2_000_000), "shells");
        check("Two million shells", Some(2_000_000), "shells");
        check("1.5 million shells", Some(1_500_000), "shells");
        check("two hundred and five men", Some(205), "men");
        check("three hundred thousand", Some(300_000), "");
        check("twenty-four ships", Some(24), "ships");
        check("two dozen ships", Some(24), "ships");
    }

    #[test]
    fn what_is_no_plain_count_gives_none() {
        for phrase in [
            "several ships",
            "two or three ships",
            "two-thirds of them",
            "2-day talks",
            "ships",
            "3,5 km",
            "",
        ] {
            check(phrase, None, "");
        }
    }

    #[test]
    fn a_number_too_large_to_hold_is_no_count() {
        check("99999999999999999999 shells", None, "");
        check("9000000000000 trillion shells", None, "");
    }
}
