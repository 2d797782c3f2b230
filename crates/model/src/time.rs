//! When: intervals of days and the time expressions of a text.
//!
//! Values follow TIMEX3 (ISO-TimeML, ISO 24617-1). An unclear date stays an interval; it is never
//! rounded to a day, and one end may be open. Known limit: clock times are kept in the value only;
//! the interval counts days.
//!
//! Example: "last week" in an article of 2023-09-05 has value `2023-W35` and interval 2023-08-28..2023-09-03.

use crate::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Days from `earliest` to `latest`, both inside; an end that is not known is `None`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Interval {
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
}

/// For people: a day, `from..to` with what repeats left out, or an open end in words.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.earliest, self.latest) {
            (None, None) => f.write_str("undated"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(to)) => write!(f, "until {to}"),
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write_range(f, from, to),
        }
    }
}

fn write_range(f: &mut fmt::Formatter<'_>, from: Date, to: Date) -> fmt::Result {
    if from.year() != to.year() {
        return write!(f, "{from}..{to}");
    }
    if from.day() == 1 && to.last_of_month() == to && from.month() == to.month() {
        return write!(f, "{:04}-{:02}", from.year(), from.month());
    }
    if from.first_of_year() == from && to.last_of_year() == to {
        return write!(f, "{:04}", from.year());
    }
    if from.month() == to.month() {
        return write!(f, "{from}..{:02}", to.day());
    }
    write!(f, "{from}..{:02}-{:02}", to.month(), to.day())
}

impl Interval {
    /// The interval of one day.
    pub fn day(date: Date) -> Self {
        Self {
            earliest: Some(date),
            latest: Some(date),
        }
    }

    /// From `earliest` to `latest`.
    pub fn between(earliest: Date, latest: Date) -> Self {
        Self {
            earliest: Some(earliest),
            latest: Some(latest),
        }
    }

    /// As ISO 8601 writes it: `2023-07-25`, `2023-07-25/2023-07-27`, `2023-07-25/..`; `../..` when nothing is known.
    pub fn iso(self) -> String {
        if let (Some(day), true) = (self.earliest, self.earliest == self.latest) {
            return day.to_string();
        }
        let end = |day: Option<Date>| day.map_or_else(|| OPEN.to_owned(), |d| d.to_string());
        format!("{}/{}", end(self.earliest), end(self.latest))
    }

    /// Whether neither end is known.
    pub fn is_unknown(self) -> bool {
        self.earliest.is_none() && self.latest.is_none()
    }

    /// Number of days, when both ends are known.
    pub fn days(self) -> Option<i32> {
        let (from, to) = (self.earliest?, self.latest?);
        let span = from.until(to).ok()?;
        Some(span.get_days() + 1)
    }

    /// Whether a day can lie in both (an open end reaches for ever).
    pub fn meets(self, other: Self) -> bool {
        let before =
            |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// The days that lie in both, or `None` when none can.
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.meets(other).then(|| Self {
            earliest: self.earliest.max(other.earliest),
            latest: match (self.latest, other.latest) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        })
    }
}

/// The open end of an interval (ISO 8601-2, section 4.4).
const OPEN: &str = "..";

/// Why words are no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDays {
    /// They are not written as days are.
    Form,
    /// The last day comes before the first.
    Backwards,
    /// Both ends are open.
    Open,
}

impl fmt::Display for NotDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => {
                "write YYYY-MM-DD, YYYY-MM, YYYY, or two of them with a stroke between, such as 2023-07-25/2023-07-27 or 2023-07-25/.. for an open end"
            }
            Self::Backwards => "the last day comes before the first",
            Self::Open => "one end must be known",
        })
    }
}

impl std::error::Error for NotDays {}

/// Days as people and ISO 8601 write them: a day, a month or a year, or two of them with a stroke between; an end left empty or
/// written `..` is open.
impl FromStr for Interval {
    type Err = NotDays;

    fn from_str(typed: &str) -> Result<Self, NotDays> {
        let typed = typed.trim();
        let (from, to) = typed.split_once('/').unwrap_or((typed, typed));
        let is_open = |end: &str| end.is_empty() || end == OPEN;
        let days = |end: &str| (!is_open(end)).then(|| stretch(end)).transpose();
        let (from, to) = match typed {
            "" => return Err(NotDays::Form),
            _ => (days(from.trim())?, days(to.trim())?),
        };
        let interval = Self {
            earliest: from.map(|(first, _)| first),
            latest: to.map(|(_, last)| last),
        };
        match (interval.earliest, interval.latest) {
            (None, None) => Err(NotDays::Open),
            (Some(first), Some(last)) if last < first => Err(NotDays::Backwards),
            _ => Ok(interval),
        }
    }
}

/// First and last day of `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
fn stretch(typed: &str) -> Result<(Date, Date), NotDays> {
    let whole = |rest: &str| {
        let written = format!("{typed}{rest}");
        let strict = written.len() == "YYYY-MM-DD".len();
        let day = written.parse::<Date>().ok().filter(|_| strict);
        day.ok_or(NotDays::Form)
    };
    let first = match typed.len() {
        4 => whole("-01-01")?,
        7 => whole("-01")?,
        _ => whole("")?,
    };
    Ok(match typed.len() {
        4 => (first, first.last_of_year()),
        7 => (first, first.last_of_month()),
        _ => (first, first),
    })
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar date of any granularity.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimexType {
    /// The word used in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A time expression of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    pub timex: TimexType,
    /// TIMEX3 value, such as `2023-08-30`, `2023-W35`, `P3D`, `PAST_REF`.
    pub value: String,
    /// The days it can mean.
    pub interval: Interval,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn intersection_of_half_open_intervals_keeps_the_known_ends() {
        let since = Interval {
            earliest: Some(date(2023, 8, 1)),
            latest: None,
        };
        let until = Interval::between(date(2023, 7, 1), date(2023, 8, 3));
        let both = since.intersection(until);
        assert_eq!(
            both,
            Some(Interval::between(date(2023, 8, 1), date(2023, 8, 3)))
        );
        assert_eq!(both.and_then(Interval::days), Some(3));
        assert!(!Interval::day(date(2023, 7, 1)).meets(since));
    }

    #[test]
    fn days_are_read_as_people_write_them_and_written_as_they_are_read() {
        let cases = [
            ("2023-07-25", "2023-07-25"),
            ("2023-07", "2023-07-01/2023-07-31"),
            ("2023", "2023-01-01/2023-12-31"),
            (" 2023-07-25/2023-07-27 ", "2023-07-25/2023-07-27"),
            ("2023-07/2023-08", "2023-07-01/2023-08-31"),
            ("2023-07-25/", "2023-07-25/.."),
            ("../2023-07", "../2023-07-31"),
        ];
        for (typed, written) in cases {
            let read: Interval = typed.parse().unwrap();
            assert_eq!(read.iso(), written);
            assert_eq!(written.parse(), Ok(read));
        }
    }

    #[test]
    fn what_is_no_days_says_why() {
        let why = |typed: &str| typed.parse::<Interval>().unwrap_err();
        for typed in [
            "",
            "in July",
            "2023-02-30",
            "2023-7-1",
            "2023-07-25/x",
            "é023-07",
        ] {
            assert_eq!(why(typed), NotDays::Form, "{typed}");
        }
        assert_eq!(why("2023-07-27/2023-07-25"), NotDays::Backwards);
        assert_eq!(why("../.."), NotDays::Open);
        assert_eq!(why("/"), NotDays::Open);
    }
}
