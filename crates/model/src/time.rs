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
}
