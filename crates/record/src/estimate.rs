//! The likeliest day of articles that state none: that of the address, or that of the articles worded most like them.
//!
//! Takes readings and what `dating` judged; returns an interval for single readings. News is told in
//! bursts, so the days of the nearest dated articles, each with weight by its likeness, are a density over days
//! (the nearest-neighbour form of document dating, de Jong, Rode & Hiemstra 2005; Kanhabua & Nørvåg 2008); in a second round
//! undated articles speak for each other with the days of the first. Days of the month and weekdays that the text names
//! change it as `thresholds.toml` tells: news is mostly of the day that it names or the next. The interval lies about the
//! likeliest day and holds a fixed share of the density. Known limits: an estimate, not a proof, and mostly a wide one; an
//! article that looks back on an old affair is set among those who told it first; days are not used by the merging of events.
//!
//! Example: an undated article that names "Tuesday", most like articles of 3 and 4 March 2022, is of 1 to 7 March.

use crate::address;
use crate::dating::{DAYS_OF_WEEK, Judged, shifted};
use crate::derive::Ground;
use crate::named::Named;
use crate::near::foremost;
use crate::wording::Wording;
use crate::words::Vocabulary;
use jiff::ToSpan;
use jiff::civil::Date;
use lexicon::merge::Thresholds;
use model::record::Published;
use model::{Basis, Interval};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Articles with their cosines.
type Alike = Vec<(usize, f64)>;

/// Articles worded like one.
struct Near {
    /// The nearest that have a day.
    dated: Alike,
    /// Those without one that are no farther than the last of these; `None` where they are too many to be kept.
    undated: Option<Alike>,
}

/// A dated article and how like it is.
struct Neighbour {
    reading: usize,
    day: Date,
    weight: f64,
}

/// The day that an undated article is likeliest of.
struct Estimate {
    day: Date,
    /// Share of the density within a week of the day: how much the day speaks for others.
    sure: f64,
    published: Published,
}

type Estimates = BTreeMap<usize, Estimate>;

/// Estimates for the readings that state no day and of which nothing was judged: the day of the address, or the likeliest.
pub(crate) fn of_undated(ground: &Ground, judged: &Judged) -> Judged {
    let undated = (0..ground.readings.len())
        .filter(|r| ground.declared(*r).is_none() && !judged.contains_key(r));
    let addressed: Judged = undated
        .clone()
        .filter_map(|r| Some((r, of_address(ground, r)?)))
        .collect();
    let open: Vec<usize> = undated.filter(|r| !addressed.contains_key(r)).collect();
    let dated = ground.readings.len() - open.len();
    if open.is_empty() || dated < ground.lexicon.merge.thresholds.undated_least_articles {
        return addressed;
    }
    let estimator = Estimator::new(ground, judged, &addressed);
    let open = open.into_par_iter().map(|r| (r, estimator.near(r)));
    let open: Vec<(usize, Near)> = open.collect();
    let first = estimator.all(&open, &Estimates::new());
    let second = estimator.all(&open, &first);
    let second = second.into_iter().map(|(r, e)| (r, e.published));
    addressed.into_iter().chain(second).collect()
}

fn of_address(ground: &Ground, reading: usize) -> Option<Published> {
    let address = ground.readings[reading].document.uri.as_deref()?;
    Some(Published {
        interval: Interval::day(address::day(address)?),
        basis: Basis::Html,
        declared: None,
        conflict: false,
        dated: None,
        reasons: vec![format!("its address gives the day: {address}")],
    })
}

struct Estimator<'a, 'r> {
    ground: &'a Ground<'r>,
    wording: Wording,
    /// The day of each reading that has one: as stated, or the middle of the days to which it was judged to belong.
    days: Vec<Option<Date>>,
    thresholds: &'a Thresholds,
}

impl<'a, 'r> Estimator<'a, 'r> {
    fn new(ground: &'a Ground<'r>, judged: &Judged, addressed: &Judged) -> Self {
        let merge = &ground.lexicon.merge;
        let texts = ground.readings.iter().map(|r| r.document.text.as_str());
        let day = |r: usize| {
            let found = judged.get(&r).or_else(|| addressed.get(&r));
            found.map_or_else(|| ground.declared(r), |p| middle(p.interval))
        };
        Self {
            ground,
            wording: Wording::of(&mut Vocabulary::new(merge), texts),
            days: (0..ground.readings.len()).map(day).collect(),
            thresholds: &merge.thresholds,
        }
    }

    /// Estimates for `open`, with what was estimated before of others.
    fn all(&self, open: &[(usize, Near)], before: &Estimates) -> Estimates {
        open.par_iter()
            .filter_map(|(r, near)| Some((*r, self.of((*r, near), before)?)))
            .collect()
    }

    fn of(&self, (reading, near): (usize, &Near), before: &Estimates) -> Option<Estimate> {
        let neighbours = self.neighbours((reading, near), before);
        if neighbours.len() < self.thresholds.undated_least_articles {
            return None;
        }
        let first = neighbours.iter().map(|n| n.day).min()?;
        let last = neighbours.iter().map(|n| n.day).max()?;
        let margin = self.thresholds.undated_margin_days;
        let days = all_days(shifted(first, -margin)?, shifted(last, margin)?);
        let named = self.named(reading);
        let density: Vec<f64> = days
            .iter()
            .map(|&day| self.density(&neighbours, day) * self.agreement(&named, day))
            .collect();
        let best = (0..density.len())
            .max_by(|&a, &b| density[a].total_cmp(&density[b]).then(b.cmp(&a)))?;
        let published = Published {
            interval: self.widened(&days, &density, best)?,
            basis: Basis::Story,
            declared: None,
            conflict: false,
            dated: None,
            reasons: self.reasons(&neighbours),
        };
        Some(Estimate {
            day: days[best],
            sure: within(&density, best, DAYS_OF_WEEK as usize) / density.iter().sum::<f64>(),
            published,
        })
    }

    /// The readings that can be among the nearest with a day, given or estimated.
    fn near(&self, reading: usize) -> Near {
        let (dated, undated) = self.alike(reading);
        let dated = foremost(dated, self.thresholds.undated_neighbours);
        // An estimate never counts more than the cosine. Where less are dated, all others can be near: lists of all by all would be the most memory.
        let full = dated.len() == self.thresholds.undated_neighbours;
        let least = dated.last().map_or(0.0, |(_, cosine)| *cosine);
        let near = |others: Alike| {
            let near = others.into_iter().filter(|(_, cosine)| *cosine >= least);
            near.collect()
        };
        Near {
            dated,
            undated: full.then(|| near(undated)),
        }
    }

    /// The readings that share wording with `reading`, those with a day and those without.
    fn alike(&self, reading: usize) -> (Alike, Alike) {
        let likeness = self.wording.likeness(reading).into_iter().enumerate();
        let others = likeness.filter(|&(other, cosine)| other != reading && cosine > 0.0);
        others.partition(|(other, _)| self.days[*other].is_some())
    }

    /// The nearest readings with a day, nearest first; an estimated day counts by how sure it is.
    fn neighbours(&self, (reading, near): (usize, &Near), before: &Estimates) -> Vec<Neighbour> {
        let dated = near.dated.iter().copied();
        let kept = near.undated.as_deref().map(Cow::Borrowed);
        let undated = kept.unwrap_or_else(|| {
            if before.is_empty() {
                return Cow::default();
            }
            Cow::Owned(self.alike(reading).1)
        });
        let estimated = undated.iter().filter_map(|&(other, cosine)| {
            let sure = before.get(&other)?.sure.sqrt();
            (cosine * sure > 0.0).then_some((other, cosine * sure))
        });
        let near = dated.chain(estimated).collect();
        let near = foremost(near, self.thresholds.undated_neighbours);
        let day = |other: usize| self.days[other].or(before.get(&other).map(|e| e.day));
        let near = near.into_iter();
        let near: Vec<_> = near
            .filter_map(|(other, w)| Some((other, day(other)?, w)))
            .collect();
        let most = near.first().map_or(1.0, |(_, _, cosine)| *cosine);
        let weigh = |(reading, day, cosine): (usize, Date, f64)| Neighbour {
            reading,
            day,
            weight: (cosine / most).powf(self.thresholds.undated_likeness_power),
        };
        near.into_iter().map(weigh).collect()
    }

    /// How much the neighbours speak for `day`.
    fn density(&self, neighbours: &[Neighbour], day: Date) -> f64 {
        let of = |n: &Neighbour| {
            let apart = f64::from(crate::dating::apart(n.day, day));
            n.weight * (-apart / self.thresholds.undated_spread_days).exp()
        };
        neighbours.iter().map(of).sum::<f64>() + self.thresholds.undated_floor
    }

    /// Values of the days that the text names without what they are counted from, each once.
    fn named(&self, reading: usize) -> BTreeSet<Named> {
        let times = &self.ground.readings[reading].times;
        times.iter().filter_map(|t| Named::of(&t.value)).collect()
    }

    /// How well `day` goes with the days that the text names: 1 where they say nothing.
    fn agreement(&self, named: &BTreeSet<Named>, day: Date) -> f64 {
        let one = |named: &Named| match named {
            Named::Weekday(weekday) => {
                let since = i32::from(day.weekday().to_monday_one_offset() - weekday)
                    .rem_euclid(DAYS_OF_WEEK);
                self.thresholds.undated_after_weekday[since as usize]
            }
            Named::Day {
                year,
                month,
                day: of,
            } => {
                let since = years(*year, day).filter_map(|year| {
                    let told = Date::new(year, *month, *of).ok()?;
                    Some((day - told).get_days())
                });
                let near = since.filter(|since| *since >= 0).min();
                let steps = &self.thresholds.undated_after_day;
                let step = near.and_then(|since| steps.iter().find(|s| since <= s.until));
                step.map_or(self.thresholds.undated_other_day, |s| s.worth)
            }
            Named::Month(_) => 1.0,
        };
        named.iter().map(one).product()
    }

    /// The least days about the likeliest that hold the asked share of the density, none where they are too many.
    fn widened(&self, days: &[Date], density: &[f64], best: usize) -> Option<Interval> {
        let asked = density.iter().sum::<f64>() * self.thresholds.undated_share;
        let most = self.thresholds.undated_most_days / 2;
        let width = (self.thresholds.undated_least_days / 2..=most)
            .find(|&width| within(density, best, width) >= asked)?;
        let width = i32::try_from(width).ok()?;
        Some(Interval {
            earliest: shifted(days[best], -width),
            latest: shifted(days[best], width),
        })
    }

    fn reasons(&self, neighbours: &[Neighbour]) -> Vec<String> {
        let nearest = neighbours.iter().take(REASONS);
        nearest
            .map(|n| {
                let document = &self.ground.readings[n.reading].document;
                format!(
                    "is worded most like an article of {}: {}",
                    n.day, document.input_id
                )
            })
            .collect()
    }
}

/// So many neighbours are named as reasons.
const REASONS: usize = 3;

/// The year given, else the year of `day` and the one before.
fn years(given: Option<i16>, day: Date) -> impl Iterator<Item = i16> {
    let both = given.map_or([day.year(), day.year() - 1], |year| [year, year]);
    both.into_iter()
}

/// What lies within `width` of number `best`.
fn within(density: &[f64], best: usize, width: usize) -> f64 {
    let inside = best.saturating_sub(width)..(best + width + 1).min(density.len());
    density[inside].iter().sum()
}

fn middle(interval: Interval) -> Option<Date> {
    shifted(interval.earliest?, interval.days()? / 2)
}

fn all_days(first: Date, last: Date) -> Vec<Date> {
    first
        .series(1.day())
        .take_while(|day| *day <= last)
        .collect()
}
