//! Places on the calendar as TIMEX3 writes them, and the days they span.
//!
//! Takes a [`Point`]; returns its value (ISO 8601 with TIMEX3's letters: `1998-W02`, `1989-Q3`, `197`,
//! `XXXX-07`) and its [`Interval`]. Standard: `TimeML` 1.2.1 (TIMEX3), ISO 24617-1. Known limit: dates before
//! Christ have a value but no interval, because the export writes years of four digits.
//!
//! Example: the point "third quarter of 1989" is `1989-Q3` and 1989-07-01..1989-09-30.

use jiff::ToSpan;
use jiff::civil::Date;
use model::Interval;

/// How fine a place on the calendar is. Numbers that are not known are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    Century,
    Decade,
    Year,
    Half(i32),
    Quarter(Option<i32>),
    Season(String),
    Month(i32),
    /// ISO week, counted in ISO years.
    Week(Option<i32>),
    Weekend(Option<i32>),
    /// A day of a month.
    Day(i32, i32),
    /// Some day of a known week.
    Weekday(i32),
    /// Some day, nothing more.
    SomeDay,
    /// Some month, nothing more.
    SomeMonth,
}

/// A place on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// Whether the year counts before Christ.
    pub(super) is_before_christ: bool,
    /// The year; the first year of a decade or century; `None` when not known.
    pub(super) year: Option<i32>,
    pub(super) grain: Grain,
    /// What follows `T`: a part of the day or a time.
    pub(super) clock: Option<String>,
}

/// Months at which the quarters of a year begin, counted from the quarter's number.
const QUARTER_MONTHS: i32 = 3;

impl Point {
    pub(super) fn new(year: Option<i32>, grain: Grain) -> Self {
        Self {
            is_before_christ: false,
            year,
            grain,
            clock: None,
        }
    }

    pub(super) fn day(date: Date) -> Self {
        let grain = Grain::Day(i32::from(date.month()), i32::from(date.day()));
        Self::new(Some(i32::from(date.year())), grain)
    }

    pub(super) fn week(date: Date) -> Self {
        let week = date.iso_week_date();
        Self::new(
            Some(i32::from(week.year())),
            Grain::Week(Some(i32::from(week.week()))),
        )
    }

    pub(super) fn month(date: Date) -> Self {
        Self::new(
            Some(i32::from(date.year())),
            Grain::Month(i32::from(date.month())),
        )
    }

    pub(super) fn quarter(date: Date) -> Self {
        let quarter = (i32::from(date.month()) - 1) / QUARTER_MONTHS + 1;
        Self::new(Some(i32::from(date.year())), Grain::Quarter(Some(quarter)))
    }

    /// The TIMEX3 value.
    pub(super) fn value(&self) -> String {
        let era = if self.is_before_christ { "BC" } else { "" };
        let year = self.year.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
        let body = match &self.grain {
            Grain::Century => year.get(..2).unwrap_or("XX").to_owned(),
            Grain::Decade => year.get(..3).unwrap_or("XXX").to_owned(),
            Grain::Year => year,
            Grain::Half(half) => format!("{year}-H{half}"),
            Grain::Quarter(quarter) => format!("{year}-Q{}", known(*quarter, 1)),
            Grain::Season(season) => format!("{year}-{season}"),
            Grain::Month(month) => format!("{year}-{month:02}"),
            Grain::Week(week) => format!("{year}-W{}", known(*week, 2)),
            Grain::Weekend(week) => format!("{year}-W{}-WE", known(*week, 2)),
            Grain::Day(month, day) => format!("{year}-{month:02}-{day:02}"),
            Grain::Weekday(weekday) => format!("{year}-WXX-{weekday}"),
            Grain::SomeDay => format!("{year}-XX-XX"),
            Grain::SomeMonth => format!("{year}-XX"),
        };
        let clock = self
            .clock
            .as_ref()
            .map_or(String::new(), |c| format!("T{c}"));
        format!("{era}{body}{clock}")
    }

    /// The days it spans; both ends open when it is not known where it lies.
    pub(super) fn interval(&self) -> Interval {
        if self.is_before_christ {
            return Interval::default();
        }
        self.ends()
            .map_or(Interval::default(), |(a, b)| Interval::between(a, b))
    }

    fn ends(&self) -> Option<(Date, Date)> {
        let year = i16::try_from(self.year?).ok()?;
        let months = |first: i32, count: i32| {
            let start = Date::new(year, i8::try_from(first).ok()?, 1).ok()?;
            let last = start
                .checked_add((count - 1).months())
                .ok()?
                .last_of_month();
            Some((start, last))
        };
        let years = |count: i16| {
            Some((
                Date::new(year, 1, 1).ok()?,
                Date::new(year.checked_add(count - 1)?, 12, 31).ok()?,
            ))
        };
        match &self.grain {
            Grain::Century => years(100),
            Grain::Decade => years(10),
            Grain::Half(half) => months(half * 6 - 5, 6),
            Grain::Quarter(Some(quarter)) => months(quarter * QUARTER_MONTHS - 2, QUARTER_MONTHS),
            Grain::Season(season) => season_ends(year, season),
            Grain::Month(month) => months(*month, 1),
            Grain::Week(Some(week)) => week_ends(year, *week),
            Grain::Weekend(Some(week)) => week_ends(year, *week)
                .and_then(|(_, sunday)| Some((sunday.yesterday().ok()?, sunday))),
            Grain::Day(month, day) => {
                let date =
                    Date::new(year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()?;
                Some((date, date))
            }
            Grain::Year
            | Grain::Quarter(None)
            | Grain::Week(None)
            | Grain::Weekend(None)
            | Grain::Weekday(_)
            | Grain::SomeDay
            | Grain::SomeMonth => years(1),
        }
    }

    /// The first day, when it is known.
    pub(super) fn first_day(&self) -> Option<Date> {
        self.interval().earliest
    }
}

/// Meteorological seasons of the northern hemisphere; winter runs into the next year or out of the last, so it spans both.
fn season_ends(year: i16, season: &str) -> Option<(Date, Date)> {
    let day = |y: i16, month, day| Date::new(y, month, day).ok();
    match season {
        "SP" => Some((day(year, 3, 1)?, day(year, 5, 31)?)),
        "SU" => Some((day(year, 6, 1)?, day(year, 8, 31)?)),
        "FA" => Some((day(year, 9, 1)?, day(year, 11, 30)?)),
        _ => Some((day(year - 1, 12, 1)?, day(year + 1, 2, 28)?)),
    }
}

fn known(number: Option<i32>, width: usize) -> String {
    number.map_or("X".repeat(width), |n| format!("{n:0width$}"))
}

fn week_ends(year: i16, week: i32) -> Option<(Date, Date)> {
    use jiff::civil::{ISOWeekDate, Weekday};
    let monday = ISOWeekDate::new(year, i8::try_from(week).ok()?, Weekday::Monday)
        .ok()?
        .date();
    Some((monday, monday.checked_add(6.days()).ok()?))
}

/// A length as TIMEX3 writes it: `P3D`, `PT24H`, `PXM`, `P2Y6M`, `P1E`. `hundredths` of the unit `unit`.
pub(super) fn length(hundredths: Option<i64>, unit: &str) -> String {
    let (clock, letter) = unit
        .strip_prefix('T')
        .map_or(("", unit), |letter| ("T", letter));
    let Some(hundredths) = hundredths else {
        return format!("P{clock}X{letter}");
    };
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let lower = match unit {
        "Y" => Some((12, "M")),
        "TH" => Some((60, "M")),
        "TM" => Some((60, "S")),
        _ => None,
    };
    match lower {
        _ if part == 0 => format!("P{clock}{whole}{letter}"),
        Some((of, small)) if (part * of) % 100 == 0 => {
            let small = format!("{}{small}", part * of / 100);
            if whole == 0 {
                format!("P{clock}{small}")
            } else {
                format!("P{clock}{whole}{letter}{small}")
            }
        }
        _ => {
            let decimals = format!("{part:02}");
            format!("P{clock}{whole}.{}{letter}", decimals.trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(point: &Point, value: &str, interval: (Date, Date)) {
        assert_eq!(point.value(), value);
        assert_eq!(point.interval(), Interval::between(interval.0, interval.1));
    }

    #[test]
    fn points_have_values_and_days() {
        let point = |grain| Point::new(Some(1989), grain);
        check(
            &point(Grain::Quarter(Some(3))),
            "1989-Q3",
            (date(1989, 7, 1), date(1989, 9, 30)),
        );
        check(
            &point(Grain::Month(2)),
            "1989-02",
            (date(1989, 2, 1), date(1989, 2, 28)),
        );
        check(
            &Point::week(date(2023, 8, 30)),
            "2023-W35",
            (date(2023, 8, 28), date(2023, 9, 3)),
        );
        check(
            &Point::new(Some(1970), Grain::Decade),
            "197",
            (date(1970, 1, 1), date(1979, 12, 31)),
        );
        assert!(Point::new(None, Grain::Month(7)).interval().is_unknown());
    }

    #[test]
    fn lengths_carry_their_fractions_in_smaller_units() {
        assert_eq!(length(Some(250), "Y"), "P2Y6M");
        assert_eq!(length(Some(150), "TM"), "PT1M30S");
        assert_eq!(length(Some(50), "TH"), "PT30M");
        assert_eq!(length(None, "D"), "PXD");
        assert_eq!(length(Some(2280), "Y"), "P22.8Y");
    }
}
