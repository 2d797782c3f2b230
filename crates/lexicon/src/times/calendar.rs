//! Days with a name: holidays, and events whose anniversaries are kept.
//!
//! Takes `data/en/time-holidays.csv` and `data/en/anniversaries.csv`; puts their names into the word
//! table and returns the days. Known limit: holidays of the lunar calendars are not computed.
//!
//! Example: `thanksgiving` is the fourth Thursday of November, `11-4th-4` in the table.

use super::words::Words;
use crate::{Error, Files};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// How the day of a holiday is found in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which one (-1: the last), weekday 1 to 7.
    Nth(i8, i8, i8),
    /// Days from Easter Sunday (Western churches).
    Easter(i32),
}

/// A holiday.
#[derive(Clone, Copy, Debug)]
pub struct Holiday {
    /// Its day.
    pub day: Day,
}

/// An event with a date.
#[derive(Clone, Copy, Debug)]
pub struct DatedEvent {
    /// When it happened.
    pub date: Date,
}

const HOLIDAYS: &str = "en/time-holidays.csv";
const EVENTS: &str = "en/anniversaries.csv";

#[derive(Deserialize)]
struct HolidayRow {
    day: String,
    names: String,
}

#[derive(Deserialize)]
struct EventRow {
    date: Date,
    names: String,
    source: String,
}

pub(super) fn holidays(files: &Files, words: &mut Words) -> Result<Vec<Holiday>, Error> {
    let mut holidays = Vec::new();
    for (line, row) in files.csv::<HolidayRow>(HOLIDAYS)? {
        let day = parse_day(&row.day).ok_or_else(|| {
            let help = "write MM-DD, MM-Nth-WEEKDAY with weekday 1 to 7, or easter+N";
            Error::malformed(HOLIDAYS, line, format!("`{}` is no day", row.day), help)
        })?;
        for name in row.names.split('|') {
            words.add("holiday", name, &holidays.len().to_string(), "capital");
        }
        holidays.push(Holiday { day });
    }
    Ok(holidays)
}

pub(super) fn events(files: &Files, words: &mut Words) -> Result<Vec<DatedEvent>, Error> {
    let mut events = Vec::new();
    for (line, row) in files.csv::<EventRow>(EVENTS)? {
        if row.source.is_empty() {
            let problem = format!("the date of `{}` has no source", row.names);
            return Err(Error::malformed(EVENTS, line, problem, "name one"));
        }
        for name in row.names.split('|').flat_map(spellings) {
            words.add("event", &name, &events.len().to_string(), "");
        }
        events.push(DatedEvent { date: row.date });
    }
    Ok(events)
}

/// `name`, "X ' s fall" for "fall of X", and both with the curly apostrophe.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if let Some((what, whose)) = name.split_once(" of ") {
        let owner = whose.strip_prefix("the ").unwrap_or(whose);
        all.push(format!("{owner} ' s {what}"));
    }
    let curly = all
        .iter()
        .filter(|n| n.contains('\''))
        .map(|n| n.replace('\'', "’"));
    let curly: Vec<String> = curly.collect();
    all.extend(curly);
    all
}

fn parse_day(day: &str) -> Option<Day> {
    if let Some(offset) = day.strip_prefix("easter") {
        return offset.parse().ok().map(Day::Easter);
    }
    let parts: Vec<&str> = day.split('-').collect();
    match parts.as_slice() {
        [month, day] => Some(Day::Fixed(month.parse().ok()?, day.parse().ok()?)),
        [month, "last", weekday] => Some(Day::Nth(month.parse().ok()?, -1, weekday.parse().ok()?)),
        [month, nth, weekday] => {
            let nth = nth.trim_end_matches(char::is_alphabetic).parse().ok()?;
            Some(Day::Nth(month.parse().ok()?, nth, weekday.parse().ok()?))
        }
        _ => None,
    }
}

impl Holiday {
    /// Its day in `year`, if that year has one.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        match self.day {
            Day::Fixed(month, day) => Date::new(year, month, day).ok(),
            Day::Nth(month, nth, weekday) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1)
                    .ok()?
                    .nth_weekday_of_month(nth, weekday)
                    .ok()
            }
            Day::Easter(days) => {
                let span = jiff::Span::new().try_days(days).ok()?;
                easter(year)?.checked_add(span).ok()
            }
        }
    }
}

/// Easter Sunday of the Western churches (anonymous Gregorian algorithm, Nature 1876).
#[expect(
    clippy::many_single_char_names,
    reason = "the letters are those of the published algorithm"
)]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = (h + l - 7 * m + 90) / 25;
    let p = (h + l - 7 * m + 33 * n + 19) % 32;
    Date::new(year, i8::try_from(n).ok()?, i8::try_from(p).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holidays_fall_on_their_days() {
        assert_eq!(easter(2023), Some(date(2023, 4, 9)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        let day = |text: &str, year| {
            Holiday {
                day: parse_day(text).unwrap(),
            }
            .in_year(year)
        };
        assert_eq!(day("11-4th-4", 2023), Some(date(2023, 11, 23)));
        assert_eq!(day("5-last-1", 2023), Some(date(2023, 5, 29)));
        assert_eq!(day("12-25", 2023), Some(date(2023, 12, 25)));
        assert_eq!(day("easter-2", 2023), Some(date(2023, 4, 7)));
    }
}
