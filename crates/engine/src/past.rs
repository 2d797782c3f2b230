//! Time travel: the record as the articles published until a day support it.
//!
//! Takes an open record and a day; derives anew from the readings of those documents alone whose day of publication
//! is known and not later. What can have been published later, or at any time, is left out and counted: a past view
//! must not know too much. Known limit: days of publication are those that all documents together gave, and the view
//! is derived anew each time.
//!
//! Example: as of 2023-08-31, a document of "September 2023 or earlier" is left out as undated.

use crate::{Engine, Error};
use jiff::civil::Date;
use model::record::{DocumentLine, Record};
use model::{Id, Interval, Reading};
use record::store::Store;
use std::collections::BTreeSet;

/// A record as of a day, and what it does without.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// Its lines.
    pub record: Record,
    /// Number of documents published later.
    pub later: usize,
    /// Number of documents of which it is not known whether they were out by then.
    pub undated: usize,
}

impl Engine {
    /// The record as the documents published until the end of `day` support it. The file is not changed.
    ///
    /// # Errors
    /// Readings of another lexicon; the record file cannot be read.
    pub fn as_of(&self, store: &Store, day: Date) -> Result<Past, Error> {
        self.check_readings(store)?;
        let mut past = Past::default();
        let mut out: BTreeSet<Id> = BTreeSet::new();
        for line in store.lines::<DocumentLine>()? {
            match was_out(line.published.interval, day) {
                Some(true) => {
                    out.insert(line.id);
                }
                Some(false) => past.later += 1,
                None => past.undated += 1,
            }
        }
        let mut readings = Vec::with_capacity(out.len());
        store.each_reading(|reading| {
            if out.contains(&reading.document.id) {
                readings.push(reading);
            }
        })?;
        let decisions = store.decisions()?;
        let readings: Vec<&Reading> = readings.iter().collect();
        let derive = || record::derive(&readings, &decisions, &self.lexicon);
        past.record = self.pool.install(derive);
        Ok(past)
    }
}

/// Whether what was published within `published` was out at the end of `day`; `None` when it may or may not have been.
fn was_out(published: Interval, day: Date) -> Option<bool> {
    if published.latest.is_some_and(|latest| latest <= day) {
        return Some(true);
    }
    let begun = published.earliest.is_none_or(|earliest| earliest <= day);
    (!begun).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn only_what_was_surely_out_counts() {
        let day = date(2023, 8, 31);
        let within = |earliest, latest| was_out(Interval { earliest, latest }, day);
        let (august, september) = (Some(date(2023, 8, 31)), Some(date(2023, 9, 1)));
        assert_eq!(within(august, august), Some(true));
        assert_eq!(within(None, august), Some(true));
        assert_eq!(within(september, None), Some(false));
        assert_eq!(within(august, september), None);
        assert_eq!(within(None, None), None);
    }
}
