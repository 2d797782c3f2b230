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
pub(super) const TOLD_FROM_CONTEXT: &str = "context";

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
            Kind::Anniversary => Resolved::point(self.anniversary()),
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

    pub(super) fn filled(&self, slot: Slot) -> Option<&Filled<'_>> {
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
            Slot::Month => has(Slot::Day),
            Slot::Year
            | Slot::Era
            | Slot::Noon
            | Slot::Zone
            | Slot::Unit
            | Slot::Way
            | Slot::Which
            | Slot::Whichyear => true,
            _ => false,
        }
    }

    pub(super) fn number(&self, slot: Slot) -> Option<i32> {
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

    pub(super) fn word(&self, slot: Slot) -> Option<&str> {
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
    pub(super) fn base(&self) -> Option<Date> {
        let is_this = self.found.rule.kind == Kind::Period && self.number(Slot::Which) == Some(0);
        let from_context = self.found.rule.value == TOLD_FROM_CONTEXT;
        if from_context && (self.anchors.is_history || !is_this) {
            let last = self.anchors.last.as_ref().and_then(Point::first_day);
            return last.or(if self.anchors.is_history {
                None
            } else {
                self.anchors.published
            });
        }
        self.anchors.told_on()
    }

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
                Grain::Day(..) | Grain::Weekday(_) => Point {
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

    fn anniversary(&self) -> Point {
        let years = self.number(Slot::Ordinal);
        let event = self
            .number(Slot::Event)
            .and_then(|e| self.times.events.get(usize::try_from(e).ok()?));
        let date = event
            .zip(years)
            .and_then(|(event, years)| moved(event.date, years, "Y"));
        if let (Some(event), None) = (event, years) {
            let (month, day) = (i32::from(event.date.month()), i32::from(event.date.day()));
            let year = self.anchors.year_of((month, Some(day)), self.direction);
            return Point::new(year, Grain::Day(month, day));
        }
        date.map_or_else(some_day, Point::day)
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

pub(super) fn some_day() -> Point {
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
