//! Things in time as a picture: each on a lane of its own, a sign for its status, a bar as long as the time in which it can have been.
//!
//! Takes items, the most important first, and the days to show; gives each the first lane on which it does not meet another, with its name where that
//! fits, else the sign alone, else nothing. So fewer are seen from afar and more close up, as labels on maps. Known limit: the script moves what is
//! there while it zooms; what else there is comes from the server a moment later.
//!
//! Example: a planned visit "in October" is a dashed bar from the 1st to the 31st with the sign ○.

use crate::markup::sign;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use model::Interval;

/// Units across the picture, of a lane, and above the first one.
const WIDTH: f64 = 1000.0;
const LANE: f64 = 21.0;
const AXIS: f64 = 22.0;
/// Lanes: more than a screen would not be seen together.
const LANES: usize = 16;
/// Units of a letter, and of a sign with the room around it.
const LETTER: f64 = 5.7;
const SIGN: f64 = 15.0;
/// Letters of a name at most.
const LETTERS: usize = 34;
/// Labels on the axis at most.
const TICKS: i32 = 12;

/// Something in time.
pub(crate) struct Item {
    pub(crate) interval: Interval,
    /// The word of its status; empty where none is known.
    pub(crate) status: String,
    pub(crate) label: String,
    pub(crate) href: String,
}

/// Days that are shown, first and last.
#[derive(Clone, Copy)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl Days {
    /// The days of all `items`; `None` where none is dated.
    pub(crate) fn of<'i>(items: impl Iterator<Item = &'i Interval> + Clone) -> Option<Self> {
        let ends = items.flat_map(|i| [i.earliest, i.latest]).flatten();
        Some(Self {
            first: ends.clone().min()?,
            last: ends.max()?,
        })
    }

    /// Number of days.
    fn count(self) -> f64 {
        f64::from((self.last - self.first).get_days().max(0) + 1)
    }

    /// Days from the first to the beginning of `day`.
    fn until(self, day: Date) -> f64 {
        f64::from((day - self.first).get_days())
    }

    /// Where an interval begins and ends, in days from the first; open ends reach to the edge.
    fn extent(self, interval: Interval) -> (f64, f64) {
        let from = interval.earliest.map_or(0.0, |d| self.until(d));
        let to = interval
            .latest
            .map_or(self.count(), |d| self.until(d) + 1.0);
        (from, to)
    }
}

/// Where an item is drawn.
struct Placed<'i> {
    item: &'i Item,
    lane: usize,
    /// Days from the first.
    extent: (f64, f64),
    is_named: bool,
}

/// The picture of `items` on `days`; `all` are the days of everything there is, as far as one can zoom out.
pub(crate) fn lanes(items: &[Item], days: Days, all: Days) -> Markup {
    let placed = placed(items, days);
    let high = AXIS + placed.iter().map(|p| p.lane + 1).max().unwrap_or(0) as f64 * LANE + 4.0;
    let unit = WIDTH / days.count();
    html! {
        svg.lanes viewBox={ "0 0 " (WIDTH) " " (high) } data-first=(days.first) data-days=(days.count()) data-all={ (all.first) " " (all.last) }
            role="group" aria-label="What happened when; the list below says the same" {
            @for (day, name) in ticks(days) {
                g.tick data-at=(days.until(day)) transform=(format!("translate({:.1} 0)", days.until(day) * unit)) {
                    line x1="0" y1="0" x2="0" y2=(high) {} text x="4" y="14" { (name) } }
            }
            @for place in &placed { (mark(place, unit)) }
        }
    }
}

fn mark(place: &Placed<'_>, unit: f64) -> Markup {
    let Placed {
        item,
        lane,
        extent,
        is_named,
    } = place;
    let is_sure =
        item.interval.earliest.is_some() && item.interval.earliest == item.interval.latest;
    let from = (extent.0 * unit).clamp(0.0, WIDTH);
    let to = (extent.1 * unit).clamp(0.0, WIDTH);
    let word = if item.status.is_empty() {
        "no status"
    } else {
        &item.status
    };
    let title = format!(
        "{}, {}: {}",
        view::listing::days(item.interval),
        word,
        item.label
    );
    html! {
        a href=(item.href) data-at={ (extent.0) " " (extent.1) } aria-label=(title) class=(item.status) {
            title { (title) }
            g transform=(format!("translate({from:.1} {:.1})", AXIS + *lane as f64 * LANE)) {
                rect.reach x="-2" y="0" width=(format!("{:.1}", (to - from).max(SIGN) + 4.0)) height=(LANE) {}
                @if !is_sure { rect.unsure x="0" y="3" width=(format!("{:.1}", (to - from).max(3.0))) height=(LANE - 6.0) rx="3" {} }
                text.sign x="8" y="14.5" text-anchor="middle" { (sign(&item.status)) }
                @if *is_named { text.label x="17" y="14.5" { (shortened(&item.label)) } }
            }
        }
    }
}

/// Lanes of the items that find room.
fn placed(items: &[Item], days: Days) -> Vec<Placed<'_>> {
    let unit = WIDTH / days.count();
    let mut lanes: Vec<Vec<(f64, f64)>> = vec![Vec::new(); LANES];
    let mut placed = Vec::new();
    for item in items.iter().filter(|i| !i.interval.is_unknown()) {
        let extent = days.extent(item.interval);
        let from = (extent.0 * unit).max(0.0);
        let to = (extent.1 * unit).min(WIDTH);
        if to < 0.0 || from > WIDTH {
            continue;
        }
        let name = item.label.chars().count().min(LETTERS) as f64 * LETTER;
        let found = [true, false].into_iter().find_map(|is_named| {
            let needs = if is_named { SIGN + name } else { SIGN };
            let wanted = (from - 3.0, to.max(from + needs) + 3.0);
            if is_named && wanted.1 > WIDTH {
                return None;
            }
            let is_free =
                |lane: &Vec<(f64, f64)>| lane.iter().all(|(a, b)| wanted.1 < *a || wanted.0 > *b);
            let lane = lanes.iter().position(is_free)?;
            Some((lane, wanted, is_named))
        });
        if let Some((lane, wanted, is_named)) = found {
            lanes[lane].push(wanted);
            placed.push(Placed {
                item,
                lane,
                extent,
                is_named,
            });
        }
    }
    // In the order of time, so that the keyboard walks through it.
    placed.sort_by(|a, b| a.extent.0.total_cmp(&b.extent.0));
    placed
}

/// Days with their names on the axis.
fn ticks(days: Days) -> Vec<(Date, String)> {
    let count = days.count() as i32;
    let (mut day, step, form) = match count {
        ..=12 => (days.first, 1.day(), "%-d %b"),
        13..=84 => (
            days.first,
            i64::from((count + TICKS - 1) / TICKS).days(),
            "%-d %b",
        ),
        85..=366 => (days.first.first_of_month(), 1.month(), "%b %Y"),
        367..=1100 => (days.first.first_of_month(), 3.months(), "%b %Y"),
        _ => {
            let years = (count / 366 + TICKS) / TICKS;
            (days.first.first_of_year(), years.years(), "%Y")
        }
    };
    let mut ticks = Vec::new();
    while day <= days.last {
        ticks.push((day, day.strftime(form).to_string()));
        let Ok(next) = day.checked_add(step) else {
            break;
        };
        day = next;
    }
    ticks.retain(|(day, _)| *day >= days.first);
    ticks
}

/// The beginning of a name.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LETTERS {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LETTERS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn item(from: Date, to: Date, label: &str) -> Item {
        Item {
            interval: Interval::between(from, to),
            status: "planned".into(),
            label: label.into(),
            href: "/events/e".into(),
        }
    }

    #[test]
    fn what_meets_stands_on_different_lanes_and_what_finds_no_room_is_left_out() {
        let day = date(2023, 9, 13);
        let same: Vec<Item> = (0..40)
            .map(|n| item(day, day, &format!("event {n}")))
            .collect();
        let days = Days {
            first: date(2023, 8, 1),
            last: date(2023, 9, 30),
        };
        let placed = placed(&same, days);
        assert_eq!(placed.len(), LANES);
        let mut lanes: Vec<usize> = placed.iter().map(|p| p.lane).collect();
        lanes.sort_unstable();
        lanes.dedup();
        assert_eq!(lanes.len(), LANES);
        assert!(placed.iter().any(|p| p.item.label == "event 0"));
    }

    #[test]
    fn an_uncertain_day_is_a_dashed_bar_and_a_certain_one_a_sign() {
        let days = Days {
            first: date(2023, 9, 1),
            last: date(2023, 10, 31),
        };
        let items = [
            item(date(2023, 10, 1), date(2023, 10, 31), "visit"),
            item(date(2023, 9, 13), date(2023, 9, 13), "launch"),
        ];
        let shown = lanes(&items, days, days).into_string();
        assert_eq!(shown.matches("class=\"unsure\"").count(), 1, "{shown}");
        assert!(
            shown.contains("2023-10, planned: visit") && shown.contains('○'),
            "{shown}"
        );
    }

    #[test]
    fn the_axis_has_few_labels_however_long_the_time() {
        for (first, last) in [
            (date(2023, 9, 1), date(2023, 9, 1)),
            (date(2023, 9, 1), date(2023, 11, 1)),
            (date(2023, 1, 1), date(2023, 12, 1)),
            (date(2020, 1, 1), date(2023, 1, 1)),
            (date(1066, 1, 1), date(2023, 1, 1)),
        ] {
            let count = ticks(Days { first, last }).len();
            assert!((1..=14).contains(&count), "{first} to {last}: {count}");
        }
    }
}
