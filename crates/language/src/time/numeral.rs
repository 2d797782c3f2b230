//! Numerals in digits and words: counts, ordinals, years, days.
//!
//! Takes units and a place; returns every way to read a numeral there as its end and its value. Known
//! limit: numbers of a million and more are not read; spelled years only as two pairs ("nineteen
//! ninety-six") or thousands.
//!
//! Example: "2 1/2", "a couple of", "twenty-one", "several" (a number that is not known).

use super::units::{Digits, Unit};
use lexicon::times::{Numeral, NumeralKind, NumeralWord, Words};

/// A number in hundredths, or one that is not known ("several").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount(pub(super) Option<i64>);

impl Amount {
    /// A whole number.
    pub(super) fn whole(value: i64) -> Self {
        Self(Some(value * HUNDRED))
    }

    /// The number, when it is known and whole.
    pub(super) fn integer(self) -> Option<i32> {
        let hundredths = self.0.filter(|h| h % HUNDRED == 0)?;
        i32::try_from(hundredths / HUNDRED).ok()
    }
}

/// What "a" is in front of a count, and alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Article {
    IsOne,
    IsNone,
}

const HUNDRED: i64 = 100;
/// Hours on the face of a clock.
const CLOCK_HOURS: i32 = 12;
/// Hours of a day.
const DAY_HOURS: i64 = 24;
/// Minutes of an hour.
const HOUR_MINUTES: i64 = 60;
/// Two-digit centuries that open a spelled year.
const SPELLED_CENTURIES: std::ops::RangeInclusive<i64> = 10..=20;
/// Years that four digits can stand for.
const YEARS: std::ops::RangeInclusive<i64> = 1000..=2100;

/// Reads numerals out of units.
#[derive(Clone, Copy)]
pub(super) struct Numerals<'t> {
    pub(super) units: &'t [Unit],
    pub(super) words: &'t Words,
}

type Reading = (usize, Amount);

impl Numerals<'_> {
    /// Every reading of `numeral` at `at`: where it ends, and its value.
    pub(super) fn read(self, numeral: Numeral, at: usize) -> Vec<Reading> {
        match numeral {
            Numeral::Number => self.counts(at, Article::IsOne),
            Numeral::Count => self.counts(at, Article::IsNone),
            Numeral::Ordinal => self.ordinal(at).into_iter().collect(),
            Numeral::Year => self.year(at).into_iter().collect(),
            Numeral::Day => self.day(at).into_iter().collect(),
            Numeral::Decade => self.decade(at).into_iter().collect(),
            _ => self.short(numeral, at).into_iter().collect(),
        }
    }

    fn digits(self, at: usize) -> Option<Digits> {
        self.units.get(at)?.digits
    }

    fn word(self, at: usize) -> Option<NumeralWord> {
        self.words.numeral(self.units.get(at)?.word?)
    }

    fn kind(self, at: usize) -> Option<NumeralKind> {
        self.word(at).map(|w| w.kind)
    }

    fn is(self, at: usize, kind: NumeralKind) -> bool {
        self.kind(at) == Some(kind)
    }

    /// A whole number in plain digits of `length` (any when 0) without an ending.
    fn plain(self, at: usize) -> Option<(i64, usize)> {
        let digits = self
            .digits(at)
            .filter(|d| d.ending.is_none() && d.length > 0)?;
        Some((digits.hundredths / HUNDRED, digits.length))
    }

    fn counts(self, at: usize, article: Article) -> Vec<Reading> {
        let mut readings = Vec::new();
        if let Some(digits) = self
            .digits(at)
            .filter(|d| d.ending.is_none() && d.hundredths >= 0)
        {
            readings.push((at + 1, Amount(Some(digits.hundredths))));
            readings.extend(
                self.fraction(at + 1)
                    .map(|(end, part)| (end, Amount(Some(digits.hundredths + part)))),
            );
            return readings;
        }
        let has_article = article == Article::IsOne && self.is(at, NumeralKind::Article);
        let start = if has_article { at + 1 } else { at };
        if has_article && matches!(self.kind(start), Some(NumeralKind::One | NumeralKind::Ten)) {
            return readings; // "a five year low" counts from "five"
        }
        if let Some(word) = self.word(start).filter(|w| w.kind == NumeralKind::Group) {
            readings.push((start + 1, Amount::whole(i64::from(word.value))));
        } else if let Some((end, value)) = self.cardinal(start) {
            readings.push((end, Amount::whole(value)));
        } else if self.is(start, NumeralKind::Vague) {
            readings.push((start + 1, Amount(None)));
        } else if let Some(part) = self.word(start).filter(|w| w.kind == NumeralKind::Fraction) {
            readings.push((start + 1, Amount(Some(i64::from(part.value)))));
        } else if has_article {
            readings.push((at + 1, Amount::whole(1)));
        }
        let fillers: Vec<Reading> = readings
            .iter()
            .filter(|(end, _)| self.is(*end, NumeralKind::Filler))
            .map(|(end, amount)| (end + 1, *amount))
            .collect();
        readings.extend(fillers);
        readings
    }

    /// "1/2" after a whole number, in hundredths.
    fn fraction(self, at: usize) -> Option<(usize, i64)> {
        let (upper, _) = self.plain(at)?;
        let (lower, _) = self.plain(at + 2)?;
        let is_joined = self.units[at + 1].is_glued && self.units[at + 2].is_glued;
        (is_joined && lower > 0 && upper < lower).then(|| (at + 3, upper * HUNDRED / lower))
    }

    /// A number in words: "twenty-one", "a hundred and five".
    fn cardinal(self, at: usize) -> Option<(usize, i64)> {
        let (mut end, mut total, mut current) = (at, 0, 0);
        let mut at = at;
        while let Some(word) = self.word(at) {
            let value = i64::from(word.value);
            match word.kind {
                // A ten takes a digit behind it, a hundred also a word up to nineteen.
                NumeralKind::One if current % 10 == 0 && (current % HUNDRED == 0 || value < 10) => {
                    current += value;
                }
                NumeralKind::Ten if current % HUNDRED == 0 => current += value,
                NumeralKind::Times if value > HUNDRED => {
                    total += current.max(1) * value;
                    current = 0;
                }
                NumeralKind::Times if current < HUNDRED => current = current.max(1) * value,
                NumeralKind::Hyphen | NumeralKind::And if end == at && current + total > 0 => {
                    let needs_hundreds = word.kind == NumeralKind::And;
                    if needs_hundreds && (current % HUNDRED != 0 || current + total == 0) {
                        break;
                    }
                    at += 1;
                    continue;
                }
                _ => break,
            }
            at += 1;
            end = at;
        }
        (total + current > 0).then_some((end, total + current))
    }

    fn ordinal(self, at: usize) -> Option<Reading> {
        if let Some(digits) = self.digits(at) {
            let is_ordinal = digits.ending == Some(NumeralKind::Ending);
            return is_ordinal.then(|| (at + 1, Amount(Some(digits.hundredths))));
        }
        let word = self.word(at)?;
        let value = i64::from(word.value);
        match word.kind {
            NumeralKind::Ordinal | NumeralKind::Tenth => Some((at + 1, Amount::whole(value))),
            NumeralKind::Ten => {
                let next = if self.is(at + 1, NumeralKind::Hyphen) {
                    at + 2
                } else {
                    at + 1
                };
                let last = self.word(next).filter(|w| w.kind == NumeralKind::Ordinal)?;
                Some((next + 1, Amount::whole(value + i64::from(last.value))))
            }
            _ => None,
        }
    }

    fn year(self, at: usize) -> Option<Reading> {
        if self.digits(at).is_some() {
            let (year, length) = self.plain(at)?;
            let is_year = length == 4 && YEARS.contains(&year);
            return is_year.then(|| (at + 1, Amount::whole(year)));
        }
        self.spelled_year(at)
    }

    /// "nineteen ninety-six", "two thousand and three".
    fn spelled_year(self, at: usize) -> Option<Reading> {
        let first = self.word(at)?;
        if !matches!(first.kind, NumeralKind::One | NumeralKind::Ten) {
            return None;
        }
        let (end, value) = self.cardinal(at)?;
        if YEARS.contains(&value) {
            return Some((end, Amount::whole(value)));
        }
        let century = i64::from(first.value);
        let (end, rest) = self.cardinal(at + 1)?;
        let is_year = SPELLED_CENTURIES.contains(&century) && (10..HUNDRED).contains(&rest);
        is_year.then(|| (end, Amount::whole(century * HUNDRED + rest)))
    }

    fn day(self, at: usize) -> Option<Reading> {
        let (end, amount) = match self.plain(at) {
            Some((day, length)) if length <= 2 => (at + 1, Amount::whole(day)),
            Some(_) => return None,
            None => self.ordinal(at)?,
        };
        let is_day = amount.integer().is_some_and(|d| (1..=31).contains(&d));
        is_day.then_some((end, amount))
    }

    /// The first year of a decade ("1970s"), or its two digits ("'70s", "seventies").
    fn decade(self, at: usize) -> Option<Reading> {
        if let Some(digits) = self.digits(at) {
            let is_decade = digits.ending == Some(NumeralKind::Decades)
                && digits.hundredths % (10 * HUNDRED) == 0;
            return is_decade.then_some((at + 1, Amount(Some(digits.hundredths))));
        }
        let word = self.word(at).filter(|w| w.kind == NumeralKind::Decade)?;
        Some((at + 1, Amount::whole(i64::from(word.value))))
    }

    fn short(self, numeral: Numeral, at: usize) -> Option<Reading> {
        if numeral == Numeral::Hour && self.digits(at).is_none() {
            let hour = self
                .word(at)
                .filter(|w| w.kind == NumeralKind::One && w.value <= CLOCK_HOURS)?;
            return Some((at + 1, Amount::whole(i64::from(hour.value))));
        }
        let (value, length) = self.plain(at)?;
        let fits = match numeral {
            Numeral::Short => length == 2,
            Numeral::Bare => length == 3,
            Numeral::Plain => length <= 2 && (1..=31).contains(&value),
            Numeral::Two => length == 2 && (1..=31).contains(&value),
            Numeral::Hour => length <= 2 && value <= DAY_HOURS,
            Numeral::Minute => length == 2 && value < HOUR_MINUTES,
            Numeral::Clock => {
                length == 4 && value / HUNDRED < DAY_HOURS && value % HUNDRED < HOUR_MINUTES
            }
            _ => false,
        };
        fits.then(|| (at + 1, Amount::whole(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::units::units;
    use super::*;

    fn check(numeral: Numeral, text: &str, expected: Option<i64>) {
        let lexicon = lexicon::Lexicon::embedded().unwrap();
        let words = &lexicon.times.words;
        let units = units(text, words);
        let numerals = Numerals {
            units: &units,
            words,
        };
        let longest = numerals.read(numeral, 0).into_iter().max_by_key(|r| r.0);
        let found = longest.filter(|r| r.0 == units.len()).and_then(|r| r.1.0);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn counts_are_read_in_digits_and_words() {
        check(Numeral::Number, "2 1/2", Some(250));
        check(Numeral::Number, "twenty-one", Some(2100));
        check(Numeral::Number, "a hundred and five", Some(10_500));
        check(Numeral::Number, "a couple of", Some(200));
        check(Numeral::Number, "a", Some(100));
        check(Numeral::Count, "a", None);
        check(Numeral::Number, "1,200", Some(120_000));
    }

    #[test]
    fn years_days_and_decades_are_read() {
        check(Numeral::Year, "nineteen ninety-six", Some(199_600));
        check(Numeral::Year, "two thousand", Some(200_000));
        check(Numeral::Year, "1,996", None);
        check(Numeral::Day, "thirty-first", Some(3100));
        check(Numeral::Decade, "1970s", Some(197_000));
        check(Numeral::Ordinal, "21st", Some(2100));
    }
}
