//! Days as a text names them, without the day that they are counted from, and what they can be in an article of some days.
//!
//! Takes a TIMEX3 value with an unknown year or week (`XXXX-07`, `XXXX-WXX-3`) and the days that its article can be of; returns the days that it can
//! mean: from the day told of the first of them to that of the last. Known limits: which way a day lies is told by the event that it
//! dates alone; "yesterday" has no value of its own.
//!
//! Example: "July" in an article of 13 August to 13 September 2023 is July 2023, "Wednesday" is some day of 9 August to 13 September.

use crate::dating::{DAYS_OF_WEEK, shifted};
use jiff::civil::{Date, Weekday};
use model::Interval;

/// What a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Named {
    /// A day of the week: Monday is 1.
    Weekday(i8),
    /// A day of a month, with the year where the text gives it.
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    /// A month.
    Month(i8),
}

/// The way from the day of an article to what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Told as done.
    Back,
    /// Told as coming.
    Ahead,
}

impl Named {
    /// What a TIMEX3 value such as `XXXX-WXX-2`, `XXXX-03-04`, `2022-03-04` or `XXXX-07` names.
    pub(crate) fn of(value: &str) -> Option<Self> {
        let mut parts = value.split('-');
        let (year, second) = (parts.next()?, parts.next()?);
        let third = parts.next();
        if second.starts_with('W') {
            return third?.parse().ok().map(Self::Weekday);
        }
        let month = second.parse().ok()?;
        let year = year.parse().ok();
        match third {
            Some(day) => Some(Self::Day {
                year,
                month,
                day: day.parse().ok()?,
            }),
            None => year.is_none().then_some(Self::Month(month)),
        }
    }

    /// The days that it can mean in an article that is of any day of `told`.
    pub(crate) fn days(self, told: Interval, way: Way) -> Option<Interval> {
        let (first, last) = (told.earliest?, told.latest?);
        Some(Interval {
            earliest: self.from(first, way)?.earliest,
            latest: self.from(last, way)?.latest,
        })
    }

    /// The days that it means, told on `day`.
    fn from(self, day: Date, way: Way) -> Option<Interval> {
        match self {
            Self::Weekday(number) => {
                let wanted = Weekday::from_monday_one_offset(number).ok()?;
                let since = i32::from(day.weekday().since(wanted));
                let shift = if way == Way::Back || since == 0 {
                    -since
                } else {
                    DAYS_OF_WEEK - since
                };
                shifted(day, shift).map(Interval::day)
            }
            Self::Day { month, day: of, .. } => self.nearest(day, way, |year| {
                Date::new(year, month, of).ok().map(Interval::day)
            }),
            Self::Month(month) => self.nearest(day, way, |year| {
                let first = Date::new(year, month, 1).ok()?;
                Some(Interval::between(first, first.last_of_month()))
            }),
        }
    }

    /// The last days that begin by `day`, or the first that end from it on, among those of its year and the ones beside it.
    fn nearest(
        self,
        day: Date,
        way: Way,
        of: impl Fn(i16) -> Option<Interval>,
    ) -> Option<Interval> {
        let given = match self {
            Self::Day { year, .. } => year,
            Self::Weekday(_) | Self::Month(_) => None,
        };
        if let Some(year) = given {
            return of(year);
        }
        let years = [day.year() - 1, day.year(), day.year() + 1];
        let mut all = years.into_iter().filter_map(of);
        match way {
            Way::Back => all.rfind(|i| i.earliest <= Some(day)),
            Way::Ahead => all.find(|i| i.latest >= Some(day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SUMMER: Interval = Interval {
        earliest: Some(date(2023, 8, 13)),
        latest: Some(date(2023, 9, 13)),
    };

    #[test]
    fn a_value_without_year_is_a_day_or_a_month_and_a_week_is_neither() {
        let day = Named::Day {
            year: None,
            month: 3,
            day: 4,
        };
        assert_eq!(Named::of("XXXX-03-04"), Some(day));
        assert_eq!(Named::of("XXXX-WXX-2"), Some(Named::Weekday(2)));
        assert_eq!(Named::of("XXXX-06"), Some(Named::Month(6)));
        for other in ["XXXX-XX-XX", "XXXX-WXX", "2022-06", "PAST_REF"] {
            assert_eq!(Named::of(other), None, "{other}");
        }
    }

    #[test]
    fn a_month_is_one_month_where_all_days_of_the_article_say_so() {
        let july = Named::Month(7).days(SUMMER, Way::Back).unwrap();
        assert_eq!(july, Interval::between(date(2023, 7, 1), date(2023, 7, 31)));
        let may = Named::Month(5).days(SUMMER, Way::Ahead).unwrap();
        assert_eq!(may, Interval::between(date(2024, 5, 1), date(2024, 5, 31)));
    }

    #[test]
    fn a_weekday_lies_in_the_week_before_or_after_any_day_of_the_article() {
        let back = Named::Weekday(3).days(SUMMER, Way::Back).unwrap();
        assert_eq!(back, Interval::between(date(2023, 8, 9), date(2023, 9, 13)));
        let ahead = Named::Weekday(1).days(SUMMER, Way::Ahead).unwrap();
        assert_eq!(
            ahead,
            Interval::between(date(2023, 8, 14), date(2023, 9, 18))
        );
    }
}
