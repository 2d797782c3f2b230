//! Places on the calendar out of slots: days, months, weekdays, holidays, quarters, seasons, years.
//!
//! Takes the slots of one expression and the anchors; returns its [`Point`]. What the text leaves out (the
//! year of "6 May", the day of "10 p.m.") comes from the publication date, the tense, or the last date.
//! Known limit: seasons are those of the northern hemisphere.
//!
//! Example: month 5 and day 6 in an article of 2023-08-30 are `2023-05-06`.

use super::anchor::{Direction, moved};
use super::matching::Held;
use super::resolve::{Resolver, TOLD_FROM_CONTEXT, some_day};
use super::value::{Grain, Point};
use jiff::civil::Date;
use lexicon::times::Slot;

/// Years below are written with two digits and stand for one of a century.
const WHOLE_YEAR: i32 = 100;
/// Two-digit years from here on belong to the last century, below to this one.
const SHORT_YEAR_TURN: i32 = 30;

impl Resolver<'_, '_> {
    pub(super) fn calendar(&self) -> Option<Point> {
        let mut point = self.date()?;
        point.is_before_christ |= self.number(Slot::Era).is_some();
        if let Some(clock) = self.clock() {
            point.clock = Some(clock);
        }
        let is_day = matches!(point.grain, Grain::Day(..));
        let exists = point.is_before_christ || point.year.is_none() || point.first_day().is_some();
        (!is_day || exists).then_some(point)
    }

    fn date(&self) -> Option<Point> {
        if let Some(holiday) = self.number(Slot::Holiday) {
            return self.holiday(holiday);
        }
        if let Some(month) = self.number(Slot::Month) {
            return Some(self.month(month));
        }
        if let Some(weekday) = self.number(Slot::Weekday) {
            return Some(self.weekday(weekday));
        }
        if let Some(days) = self.number(Slot::Days) {
            let today = self.news_day();
            let date = today.and_then(|d| moved(d, days, "D"));
            return Some(date.map_or_else(some_day, Point::day));
        }
        self.coarse()
    }

    /// What is coarser than a month, or only a part of a day.
    fn coarse(&self) -> Option<Point> {
        if let Some(decade) = self.number(Slot::Decade) {
            return Some(Point::new(Some(self.decade(decade)), Grain::Decade));
        }
        if let Some(season) = self.word(Slot::Season) {
            return Some(self.season(season.to_owned()));
        }
        let year = self.year();
        match (self.word(Slot::Unit), self.number(Slot::Ordinal)) {
            (Some("C"), Some(century)) => {
                return Some(Point::new(Some((century.max(1) - 1) * 100), Grain::Century));
            }
            (Some("Q"), Some(quarter)) => {
                let year = year.or_else(|| self.quarter_year(quarter));
                return (1..=4)
                    .contains(&quarter)
                    .then(|| Point::new(year, Grain::Quarter(Some(quarter))));
            }
            _ => {}
        }
        if let Some(half) = self.number(Slot::Half) {
            let year = year.or_else(|| self.base().map(|b| i32::from(b.year())));
            return Some(Point::new(year, Grain::Half(half)));
        }
        if let Some(year) = year {
            return Some(Point::new(Some(year), Grain::Year));
        }
        let has_clock = self.word(Slot::Part).is_some()
            || self.filled(Slot::Hour).is_some()
            || self.filled(Slot::Value).is_some();
        has_clock.then(|| self.day_of_clock())
    }

    /// The year as the text gives it, or by "last year", "that year".
    pub(super) fn year(&self) -> Option<i32> {
        if let Some(year) = self.number(Slot::Year) {
            let is_short = year < WHOLE_YEAR && self.number(Slot::Era).is_none();
            let century = self
                .other_year()
                .map_or(if year < SHORT_YEAR_TURN { 2000 } else { 1900 }, |y| {
                    y / 100 * 100
                });
            return Some(if is_short { century + year } else { year });
        }
        let which = self.word(Slot::Whichyear)?;
        let base = which.parse::<i32>().ok();
        let year = self.base().map(|d| i32::from(d.year()));
        year.zip(base).map(|(y, w)| y + w)
    }

    /// The full year of another expression of the match ("1958-59").
    fn other_year(&self) -> Option<i32> {
        let mut years = self
            .found
            .filled
            .iter()
            .filter(|f| f.slot == Slot::Year && f.part != self.part);
        years.find_map(|f| match f.held {
            Held::Amount(amount) => amount.integer().filter(|y| *y >= WHOLE_YEAR),
            Held::Word(..) => None,
        })
    }

    fn month(&self, month: i32) -> Point {
        let day = self.number(Slot::Day);
        let direction = match self.number(Slot::Which) {
            Some(which) if which < 0 => Direction::Past,
            Some(which) if which > 0 => Direction::Future,
            _ => self.direction,
        };
        let guess = || {
            if self.number(Slot::Which) == Some(0) {
                return self.anchors.told_on().map(|d| i32::from(d.year()));
            }
            let by_weekday = self
                .number(Slot::Weekday)
                .zip(day)
                .and_then(|(weekday, day)| self.anchors.year_by_weekday((month, day), weekday));
            by_weekday.or_else(|| self.anchors.year_of((month, day), direction))
        };
        let own = self.year();
        let grain = day.map_or(Grain::Month(month), |day| Grain::Day(month, day));
        let mut point = Point::new(own.or_else(guess), grain);
        let from_last = own.is_none() && self.anchors.is_history;
        point.is_before_christ = from_last
            && self
                .anchors
                .last
                .as_ref()
                .is_some_and(|l| l.is_before_christ);
        point
    }

    fn weekday(&self, weekday: i32) -> Point {
        let which = self.number(Slot::Which);
        let direction = match which {
            Some(which) if which < 0 => Direction::Past,
            Some(which) if which > 0 => Direction::Future,
            _ => self.direction,
        };
        let found = self.anchors.weekday(weekday, direction);
        let is_today = found.is_some() && found == self.anchors.told_on();
        let strict = match which {
            Some(which) if is_today => found.and_then(|d| moved(d, which.signum(), "W")),
            _ => found,
        };
        strict.map_or_else(|| Point::new(None, Grain::Weekday(weekday)), Point::day)
    }

    fn holiday(&self, number: i32) -> Option<Point> {
        let holiday = self.times.holidays.get(usize::try_from(number).ok()?)?;
        let in_year = |year: i32| holiday.in_year(i16::try_from(year).ok()?);
        if let Some(year) = self.year() {
            return in_year(year).map(Point::day);
        }
        let Some(today) = self.anchors.told_on() else {
            return Some(some_day());
        };
        let here = in_year(i32::from(today.year()))?;
        let day = (i32::from(here.month()), Some(i32::from(here.day())));
        let year = self.anchors.year_of(day, self.direction);
        year.and_then(in_year).map(Point::day)
    }

    fn decade(&self, decade: i32) -> i32 {
        if decade >= WHOLE_YEAR || self.number(Slot::Era).is_some() {
            return decade;
        }
        1900 + decade
    }

    fn season(&self, season: String) -> Point {
        let base = self.anchors.told_on().map(|d| i32::from(d.year()));
        let this = self.year().or_else(|| self.last_year()).or(base);
        let year = match self.number(Slot::Which) {
            Some(which) if self.found.rule.value != TOLD_FROM_CONTEXT => {
                self.season_year(&season, which)
            }
            _ => this,
        };
        let mut point = Point::new(year, Grain::Season(season));
        point.is_before_christ = self.year().is_none() && self.in_antiquity();
        point
    }

    /// The year of "last spring" or "next summer": the nearest one strictly on that side.
    fn season_year(&self, season: &str, which: i32) -> Option<i32> {
        let today = self.anchors.told_on()?;
        let year = i32::from(today.year());
        let here = Point::new(Some(year), Grain::Season(season.to_owned())).interval();
        let is_over = here.latest.is_some_and(|l| l < today);
        let is_ahead = here.earliest.is_some_and(|e| e > today);
        Some(match which {
            w if w < 0 && !is_over => year - 1,
            w if w > 0 && !is_ahead => year + 1,
            _ => year,
        })
    }

    /// In history, the year of the last date.
    fn last_year(&self) -> Option<i32> {
        self.anchors
            .last
            .as_ref()
            .filter(|_| self.anchors.is_history)?
            .year
    }

    pub(super) fn in_antiquity(&self) -> bool {
        self.anchors.is_history
            && self
                .anchors
                .last
                .as_ref()
                .is_some_and(|l| l.is_before_christ)
    }

    /// The year of a quarter without one: this year's, unless it lies too far ahead.
    fn quarter_year(&self, quarter: i32) -> Option<i32> {
        let today = self.anchors.told_on()?;
        let year = i32::from(today.year());
        let this = (i32::from(today.month()) - 1) / 3 + 1;
        Some(year - i32::from(quarter > this + 1))
    }

    fn day_of_clock(&self) -> Point {
        let told = self.found.rule.value == TOLD_FROM_CONTEXT;
        let last = self.anchors.last_day();
        let base = if told || self.anchors.is_history {
            last.or(self.news_day())
        } else {
            self.news_day()
        };
        let which = self.number(Slot::Which).unwrap_or(0);
        base.and_then(|d| moved(d, which, "D"))
            .map_or_else(some_day, Point::day)
    }

    fn news_day(&self) -> Option<Date> {
        self.anchors.published.filter(|_| !self.anchors.is_history)
    }

    /// What follows `T`: part of the day, or hour and minute with its zone.
    pub(super) fn clock(&self) -> Option<String> {
        if let Some(part) = self.word(Slot::Part).or(self.word(Slot::Value)) {
            return Some(part.to_owned());
        }
        let given = self.number(Slot::Hour)?;
        let (hour, minute) = match self.number(Slot::Minute) {
            // "1530 hours": hour and minute in one number.
            None if given >= 100 => (given / 100, given % 100),
            minute => (given, minute.unwrap_or(0)),
        };
        let hour = self
            .number(Slot::Noon)
            .map_or(hour, |noon| hour % 12 + noon);
        Some(format!("{hour:02}:{minute:02}"))
    }
}
