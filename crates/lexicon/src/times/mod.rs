//! Tables for time expressions: words, numerals, rules, holidays and dated events.
//!
//! Takes `data/en/time-*` and `data/en/anniversaries.csv`; returns [`Times`] with every pattern
//! compiled and indexed by the words it can begin with. The rules' examples are run by the tests of
//! the language stage, which knows how to resolve them. Method: rules with normalisation in data files
//! after `HeidelTime` (Strötgen & Gertz 2013). Known limit: English.
//!
//! Example: rule `ago` holds the pattern `<number> <unit> ago` and the kind `shift`.

mod calendar;
mod pattern;
mod rule;
mod words;

pub use calendar::{DatedEvent, Day, Holiday};
pub use pattern::{Numeral, Program, Slot, Step};
pub use rule::{Example, Guard, Kind, Needs, Rule};
pub use words::{ClassId, Entry, NumeralKind, NumeralWord, WordId, Words};

use crate::{Error, Files};
use serde::Deserialize;

/// Tuned numbers of section `[times]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A text with at least so many years may be a narrative of history.
    pub history_years: usize,
    /// It is one when it has so many times more years than deictic words.
    pub history_ratio: usize,
    /// A month or day at most so many months ahead of publication stays in the same year.
    pub months_ahead: i32,
    /// Four digits stand for a year without help from this year on.
    pub bare_year_from: i32,
    /// Up to this year.
    pub bare_year_until: i32,
    /// In history a month that lies so many months before the last date belongs to the next year.
    pub months_back: i32,
    /// A text that names quarters so often reports business results.
    pub business_quarters: usize,
}

/// Everything the finder of time expressions looks up.
#[derive(Debug)]
pub struct Times {
    /// Words and numerals.
    pub words: Words,
    /// Rules in the order of the file: of two matches of equal length the earlier rule wins.
    pub rules: Vec<Rule>,
    /// For every word, the rules that can begin with it.
    by_word: Vec<Vec<usize>>,
    /// Rules that can begin with a numeral.
    by_numeral: Vec<usize>,
    /// Holidays, by the number that slot `holiday` holds.
    pub holidays: Vec<Holiday>,
    /// Dated events, by the number that slot `event` holds.
    pub events: Vec<DatedEvent>,
    /// Tuned numbers.
    pub thresholds: Thresholds,
}

impl Times {
    /// Reads and compiles all tables.
    ///
    /// # Errors
    /// The first row or pattern that is wrong, with file and help.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut words = Words::load(files)?;
        let holidays = calendar::holidays(files, &mut words)?;
        let events = calendar::events(files, &mut words)?;
        let rules = rule::load(files, &mut words)?;
        let mut times = Self {
            by_word: vec![Vec::new(); words.count()],
            by_numeral: Vec::new(),
            words,
            rules,
            holidays,
            events,
            thresholds: files.thresholds("times")?,
        };
        times.index();
        Ok(times)
    }

    fn index(&mut self) {
        for (number, rule) in self.rules.iter().enumerate() {
            let openers = rule.program.openers(&self.words);
            for word in openers.words {
                self.by_word[word.0 as usize].push(number);
            }
            self.by_numeral.extend(openers.numeral.then_some(number));
        }
    }

    /// Numbers of the rules that can begin with `word`.
    pub fn opened_by(&self, word: WordId) -> &[usize] {
        &self.by_word[word.0 as usize]
    }

    /// Numbers of the rules that can begin with a numeral.
    pub fn opened_by_numeral(&self) -> &[usize] {
        &self.by_numeral
    }
}
