//! From a match to a value: what each kind of rule makes of its slots.
//!
//! Takes one expression of a match and the anchors; returns its value, its days, and the point that
//! later expressions are told from. Values follow TIMEX3. Known limits: seasons are those of the northern
//! hemisphere; a time of day does not narrow the days.
//!
//! Example: slots `number` 3, `unit` D, `way` -1 in an article of 2023-08-31 give `2023-08-28`.

use super::anchor::{Anchors, Direction, moved};
use super::matching::{Filled, Held, Match};
use super::numeral::Amount;
use super::value::{Grain, Point, length};
use jiff::civil::Date;
use lexicon::times::{Kind, Slot, Times};
use model::Interval;

/// What became of an expression.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) value: String,
    pub(super) interval: Interval,
    /// A point that later times may be told from.
    pub(super) point: Option<Point>,
}

impl Resolved {
    fn point(point: Point) -> Self {
        Self {
            value: point.value(),
            interval: point.interval(),
            point: Some(point),
        }
    }

    fn plain(value: impl Into<String>, interval: Interval) -> Self {
        Self {
            value: value.into(),
            interval,
            point: None,
        }
    }
}

/// One expression of a match with what it is told from.
pub(super) struct Resolver<'a, 'l> {
    pub(super) times: &'l Times,
    pub(super) anchors: &'a Anchors,
    pub(super) found: &'a Match<'l>,
    /// Which expression of the match.
    pub(super) part: usize,
    pub(super) direction: Direction,
    /// Whether "a year ago" means the same quarter a year before.
    pub(super) is_business: bool,
}

/// Rules write this as their value when they are told from the last date of the text.
const TOLD_FROM_CONTEXT: &str = "context";
/// Two-digit years from here on belong to the last century, below to this one.
const SHORT_YEAR_TURN: i32 = 30;

impl Resolver<'_, '_> {
    /// The value, or `None` when the match is no time after all.
    pub(super) fn resolve(&self) -> Option<Resolved> {
        let resolved = match self.found.rule.kind {
            Kind::Calendar => Resolved::point(self.calendar()?),
            Kind::Shift => self.shift()?,
            Kind::Period => Resolved::point(self.period()?),
            Kind::Same => Resolved::point(self.same()),
            Kind::Length => self.length()?,
            Kind::Set => Resolved::plain(self.set()?, Interval::default()),
            Kind::Fixed => self.fixed(),
            Kind::Anniversary => Resolved::point(self.anniversary()?),
            Kind::Results => Resolved {
                point: None,
                ..Resolved::point(self.results())
            },
            Kind::Nothing => return None,
        };
        Some(self.one_side(resolved))
    }

    /// "Earlier this week" ends with the day it is told on, "later this week" begins with it.
    fn one_side(&self, mut resolved: Resolved) -> Resolved {
        let (Some(side), Some(today)) = (self.number(Slot::Side), self.anchors.told_on()) else {
            return resolved;
        };
        let half = if side < 0 {
            Interval {
                earliest: None,
                latest: Some(today),
            }
        } else {
            Interval {
                earliest: Some(today),
                latest: None,
            }
        };
        if !resolved.interval.is_unknown() {
            resolved.interval = resolved
                .interval
                .intersection(half)
                .unwrap_or(resolved.interval);
        }
        resolved
    }

    // Slots.

    fn filled(&self, slot: Slot) -> Option<&Filled<'_>> {
        let all = &self.found.filled;
        let own = all
            .iter()
            .rev()
            .find(|f| f.slot == slot && f.part == self.part);
        own.or_else(|| {
            all.iter()
                .rev()
                .find(|f| f.slot == slot && self.inherits(slot))
        })
    }

    /// Whether an expression takes `slot` from its neighbour: "April 6 and 7", "6 and 7 May 1990".
    fn inherits(&self, slot: Slot) -> bool {
        let has = |slot| {
            self.found
                .filled
                .iter()
                .any(|f| f.slot == slot && f.part == self.part)
        };
        match slot {
            Slot::Year | Slot::Era => true,
            Slot::Month => has(Slot::Day),
            Slot::Noon | Slot::Zone | Slot::Unit | Slot::Way | Slot::Which | Slot::Whichyear => {
                true
            }
            _ => false,
        }
    }

    fn number(&self, slot: Slot) -> Option<i32> {
        if let Some(filled) = self.filled(slot) {
            return match &filled.held {
                Held::Word(_, number) => *number,
                Held::Amount(amount) => amount.integer(),
            };
        }
        self.given(slot)?.parse().ok()
    }

    fn amount(&self) -> Option<Amount> {
        match self.filled(Slot::Number).map(|f| &f.held) {
            Some(Held::Amount(amount)) => Some(*amount),
            Some(Held::Word(..)) => None,
            None => self.given(Slot::Number)?.parse().ok().map(Amount::whole),
        }
    }

    fn word(&self, slot: Slot) -> Option<&str> {
        match self.filled(slot).map(|f| &f.held) {
            Some(Held::Word(word, _)) => Some(word),
            _ => self.given(slot),
        }
    }

    fn given(&self, slot: Slot) -> Option<&str> {
        let slots = &self.found.rule.slots;
        slots
            .iter()
            .find(|(s, _)| *s == slot)
            .map(|(_, v)| v.as_str())
    }

    /// The day from which the rule's times are told.
    fn base(&self) -> Option<Date> {
        if self.found.rule.value == TOLD_FROM_CONTEXT {
            let last = self.anchors.last.as_ref().and_then(Point::first_day);
            return last.or(if self.anchors.is_history {
                None
            } else {
                self.anchors.published
            });
        }
        self.anchors.told_on()
    }

    // Calendar.

    fn calendar(&self) -> Option<Point> {
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
            let date = self.anchors.told_on().and_then(|d| moved(d, days, "D"));
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
    fn year(&self) -> Option<i32> {
        if let Some(year) = self.number(Slot::Year) {
            let is_short = year < 100 && self.number(Slot::Era).is_none();
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
        let years = self
            .found
            .filled
            .iter()
            .filter(|f| f.slot == Slot::Year && f.part != self.part);
        years
            .filter_map(|f| match f.held {
                Held::Amount(amount) => amount.integer().filter(|y| *y >= 100),
                Held::Word(..) => None,
            })
            .next()
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
            by_weekday.or_else(|| self.anchors.year_of(month, day.unwrap_or(1), direction))
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
        let year = self.anchors.year_of(
            i32::from(here.month()),
            i32::from(here.day()),
            self.direction,
        );
        year.and_then(in_year).map(Point::day)
    }

    fn decade(&self, decade: i32) -> i32 {
        if decade >= 100 || self.number(Slot::Era).is_some() {
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

    fn in_antiquity(&self) -> bool {
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
    fn clock(&self) -> Option<String> {
        if let Some(part) = self.word(Slot::Part).or(self.word(Slot::Value)) {
            return Some(part.to_owned());
        }
        let given = self.number(Slot::Hour)?;
        let (hour, minute) = match self.number(Slot::Minute) {
            None if given >= 100 => (given / 100, given % 100),
            minute => (given, minute.unwrap_or(0)),
        };
        let hour = self
            .number(Slot::Noon)
            .map_or(hour, |noon| hour % 12 + noon);
        Some(format!("{hour:02}:{minute:02}"))
    }

    // Other kinds.

    fn shift(&self) -> Option<Resolved> {
        let way = self.number(Slot::Way)?;
        let unit = self.word(Slot::Unit)?;
        let Some(count) = self.amount().and_then(Amount::integer) else {
            return Some(self.reference(if way < 0 { PAST } else { FUTURE }));
        };
        if self.in_antiquity() && unit_years(unit).is_some() {
            let years = unit_years(unit).unwrap_or(1).saturating_mul(count) * way;
            return Some(Resolved::point(self.antique(years)?));
        }
        if self.is_business && unit == "Y" && count == 1 && way < 0 {
            return Some(Resolved::point(year_before(
                self.anchors.reported_quarter()?,
            )));
        }
        let base = self
            .base()
            .and_then(|b| moved(b, count.saturating_mul(way), unit));
        Some(Resolved::point(point_of(base, unit)))
    }

    fn antique(&self, years: i32) -> Option<Point> {
        let last = self.anchors.last.as_ref()?;
        let mut point = Point::new(last.year.map(|y| y.saturating_sub(years)), Grain::Year);
        point.is_before_christ = true;
        Some(point)
    }

    fn period(&self) -> Option<Point> {
        let which = self.number(Slot::Which)?;
        let unit = self.word(Slot::Unit)?;
        if self.in_antiquity() {
            return match unit {
                "Y" => self.antique(which),
                _ => Some(Point::new(None, Grain::SomeDay)),
            };
        }
        let is_told_day = unit == "D" && self.found.rule.value == TOLD_FROM_CONTEXT;
        let base = if is_told_day && self.anchors.is_history {
            self.anchors.last_day()
        } else {
            self.base()
        };
        let mut point = point_of(base.and_then(|b| moved(b, which, unit)), unit);
        point.clock = self.clock();
        Some(point)
    }

    fn same(&self) -> Point {
        let last = self.anchors.last.as_ref();
        let unit = self.word(Slot::Unit).unwrap_or_default();
        let mut point = match (unit, last) {
            ("Y", Some(last)) => Point::new(last.year, Grain::Year),
            ("M", Some(last)) => match last.grain {
                Grain::Day(month, _) | Grain::Month(month) => {
                    Point::new(last.year, Grain::Month(month))
                }
                _ => Point::new(last.year, Grain::SomeMonth),
            },
            ("D", Some(last)) => match last.grain {
                Grain::Day(..) => Point {
                    clock: None,
                    ..last.clone()
                },
                Grain::Month(_) if last.year.is_some() => Point {
                    clock: None,
                    ..last.clone()
                },
                _ => Point::new(last.year, Grain::SomeDay),
            },
            ("W", Some(last)) => last.first_day().map_or_else(some_day, Point::week),
            ("Q", _) => self.anchors.reported_quarter().unwrap_or_else(some_day),
            _ => point_of(None, unit),
        };
        point.is_before_christ |= last.is_some_and(|l| l.is_before_christ);
        point.clock = self.clock();
        point
    }

    fn length(&self) -> Option<Resolved> {
        let unit = self.word(Slot::Unit)?;
        let amount = self.amount().unwrap_or(Amount(None));
        let more = self.number(Slot::Fraction).map_or(0, i64::from);
        let value = length(amount.0.map(|a| a + more), unit);
        let today = self.anchors.told_on().filter(|_| !self.anchors.is_history);
        let way = self.number(Slot::Which).zip(amount.integer()).zip(today);
        let interval = way.and_then(|((way, count), today)| {
            let other = moved(today, count.checked_mul(way)?, unit)?;
            Some(Interval::between(today.min(other), today.max(other)))
        });
        Some(Resolved::plain(value, interval.unwrap_or_default()))
    }

    fn set(&self) -> Option<String> {
        if let Some(weekday) = self.number(Slot::Weekday) {
            let part = self
                .word(Slot::Part)
                .map_or(String::new(), |p| format!("T{p}"));
            return Some(format!("XXXX-WXX-{weekday}{part}"));
        }
        if let Some(month) = self.number(Slot::Month) {
            return Some(format!("XXXX-{month:02}"));
        }
        if let Some(season) = self.word(Slot::Season) {
            return Some(format!("XXXX-{season}"));
        }
        if let Some(part) = self.word(Slot::Part) {
            return Some(format!("XXXX-XX-XXT{part}"));
        }
        let unit = self.word(Slot::Unit)?;
        let count = self.amount().and_then(|a| a.0);
        Some(length(count.or(Some(100)), unit))
    }

    fn fixed(&self) -> Resolved {
        let value = self.word(Slot::Value).unwrap_or(&self.found.rule.value);
        self.reference(value)
    }

    /// `PRESENT_REF` and its like with the days they can mean.
    fn reference(&self, value: &str) -> Resolved {
        let today = self.anchors.published.filter(|_| !self.anchors.is_history);
        let interval = match value {
            PAST => Interval {
                earliest: None,
                latest: today,
            },
            FUTURE => Interval {
                earliest: today,
                latest: None,
            },
            PRESENT => today.map_or(Interval::default(), Interval::day),
            _ => Interval::default(),
        };
        Resolved::plain(value, interval)
    }

    fn anniversary(&self) -> Option<Point> {
        let years = self.number(Slot::Ordinal);
        let event = self
            .number(Slot::Event)
            .and_then(|e| self.times.events.get(usize::try_from(e).ok()?));
        let date = event
            .zip(years)
            .and_then(|(event, years)| moved(event.date, years, "Y"));
        if let (Some(event), None) = (event, years) {
            let (month, day) = (i32::from(event.date.month()), i32::from(event.date.day()));
            let year = self.anchors.year_of(month, day, self.direction);
            return Some(Point::new(year, Grain::Day(month, day)));
        }
        Some(date.map_or_else(some_day, Point::day))
    }

    fn results(&self) -> Point {
        let quarter = self.anchors.reported_quarter();
        let quarter = quarter.unwrap_or_else(|| Point::new(None, Grain::Quarter(None)));
        match (self.number(Slot::Which), self.year()) {
            (_, Some(year)) => Point::new(Some(year), quarter.grain),
            (Some(which), _) if which < 0 => year_before(quarter),
            _ => quarter,
        }
    }
}

const PAST: &str = "PAST_REF";
const FUTURE: &str = "FUTURE_REF";
const PRESENT: &str = "PRESENT_REF";

fn some_day() -> Point {
    Point::new(None, Grain::SomeDay)
}

fn year_before(mut point: Point) -> Point {
    point.year = point.year.map(|y| y - 1);
    point
}

/// How many years a unit has, when it is a year or longer.
fn unit_years(unit: &str) -> Option<i32> {
    match unit {
        "Y" => Some(1),
        "E" => Some(10),
        "C" => Some(100),
        _ => None,
    }
}

/// The calendar unit around `date`, or one at an unknown place.
fn point_of(date: Option<Date>, unit: &str) -> Point {
    let year = date.map(|d| i32::from(d.year()));
    match (unit, date) {
        ("Y", _) => Point::new(year, Grain::Year),
        ("E", _) => Point::new(year.map(|y| y / 10 * 10), Grain::Decade),
        ("C", _) => Point::new(year.map(|y| y / 100 * 100), Grain::Century),
        ("Q", Some(date)) => Point::quarter(date),
        ("Q", None) => Point::new(None, Grain::Quarter(None)),
        ("M", Some(date)) => Point::month(date),
        ("M", None) => Point::new(None, Grain::SomeMonth),
        ("W", Some(date)) => Point::week(date),
        ("W", None) => Point::new(None, Grain::Week(None)),
        ("WE", Some(date)) => {
            let week = date.iso_week_date();
            Point::new(
                Some(i32::from(week.year())),
                Grain::Weekend(Some(i32::from(week.week()))),
            )
        }
        ("WE", None) => Point::new(None, Grain::Weekend(None)),
        (_, Some(date)) => Point::day(date),
        (_, None) => some_day(),
    }
}
