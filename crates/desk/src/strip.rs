//! The strip of a list: how many entries fall on each day, month or year, each column a way to zoom in.
//!
//! Takes the days of entries; returns a picture whose columns are links that set `since` and `until`, so that zooming
//! needs no script and stands in the address. Columns are days, months or years, whichever keeps them readable; a few days far from the others are
//! told in words, or they would press those together. Known limit: an entry that can fall on several days counts on the first.
//!
//! Example: entries of 2019 to 2023 give five columns; a click on one gives its months.

use crate::markup::{address, with};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Columns that are still readable on a phone.
const COLUMNS: i32 = 70;
/// Units across and down the picture.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 60.0;
/// Labels below the columns.
const LABELS: usize = 10;

/// How long a column is.
#[derive(Clone, Copy)]
enum Grain {
    Day,
    Month,
    Year,
}

impl Grain {
    /// The finest grain that needs few columns between `first` and `last`.
    fn of(first: Date, last: Date) -> Self {
        let months =
            i32::from(last.year() - first.year()) * 12 + i32::from(last.month() - first.month());
        if (last - first).get_days() < COLUMNS {
            Self::Day
        } else if months < COLUMNS {
            Self::Month
        } else {
            Self::Year
        }
    }

    /// The first and the last day of the column that holds `day`.
    fn column(self, day: Date) -> (Date, Date) {
        match self {
            Self::Day => (day, day),
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Year => (day.first_of_year(), day.last_of_year()),
        }
    }

    fn name(self, day: Date) -> String {
        match self {
            Self::Day => day.to_string(),
            Self::Month => day.strftime("%Y-%m").to_string(),
            Self::Year => day.strftime("%Y").to_string(),
        }
    }
}

/// The strip of `days` above the list at `path`; nothing where there is only one column.
pub(crate) fn strip(path: &str, params: &BTreeMap<String, String>, days: &[Date]) -> Markup {
    let says = "How many on which days; each column narrows the list";
    leading(days, says, |column| zoomed(path, params, column))
}

/// The strip of `days` whose columns lead where `href` says for the first and the last day of each; `says` is for those who do not see it.
pub(crate) fn leading(days: &[Date], says: &str, href: impl Fn((Date, Date)) -> String) -> Markup {
    let Some((first, last)) = span(days) else {
        return html! {};
    };
    let outside = days.iter().filter(|d| **d < first || **d > last).count();
    let grain = Grain::of(first, last);
    let columns = columns(grain, first, last, days);
    let most = columns.iter().map(|c| c.1).max().unwrap_or(1) as f64;
    let wide = WIDTH / columns.len() as f64;
    let step = columns.len().div_ceil(LABELS);
    html! {
        @if columns.len() > 1 {
            figure.strip { svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT + 18.0) } role="group" aria-label=(says) {
                @for (number, (day, count)) in columns.iter().enumerate() {
                    @let x = number as f64 * wide;
                    @if *count > 0 {
                        @let title = format!("{}: {count}", grain.name(*day));
                        @let high = (*count as f64 / most * HEIGHT).max(3.0);
                        a href=(href(grain.column(*day))) aria-label=(title) { title { (title) }
                            rect.back x=(format!("{x:.1}")) y="0" width=(format!("{wide:.1}")) height=(HEIGHT) {}
                            rect x=(format!("{x:.1}")) y=(format!("{:.1}", HEIGHT - high)) width=(format!("{:.1}", wide * 0.82)) height=(format!("{high:.1}")) {} }
                    }
                    @if number % step == 0 { text x=(format!("{x:.1}")) y=(HEIGHT + 14.0) { (grain.name(*day)) } }
                }
            }
            @if outside > 0 { figcaption.faint { "from " (grain.name(first)) " to " (grain.name(last)) "; " (outside) " before and after are not drawn" } } }
        }
    }
}

/// The first and the last of `days`; of nearly all of them where the others are far off.
fn span(days: &[Date]) -> Option<(Date, Date)> {
    /// One day in so many at either end may lie outside.
    const FEW: usize = 40;
    let mut days = days.to_vec();
    days.sort_unstable();
    let (first, last) = (*days.first()?, *days.last()?);
    let few = days.len() / FEW;
    let near = (days[few], days[days.len() - 1 - few]);
    let is_far = (near.1 - near.0).get_days() < (last - first).get_days() / 2;
    Some(if is_far { near } else { (first, last) })
}

/// Every column from the first to the last, also the empty ones, with how many days fall into it.
fn columns(grain: Grain, first: Date, last: Date, days: &[Date]) -> Vec<(Date, usize)> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    let mut start = grain.column(first).0;
    while start <= last {
        counts.insert(start, 0);
        let Ok(next) = grain.column(start).1.checked_add(1.day()) else {
            break;
        };
        start = next;
    }
    for day in days.iter().filter(|d| (first..=last).contains(*d)) {
        *counts.entry(grain.column(*day).0).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn zoomed(path: &str, params: &BTreeMap<String, String>, (since, until): (Date, Date)) -> String {
    let since = with(params, "since", &since.to_string());
    address(path, &with(&since, "until", &until.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn columns_are_as_fine_as_the_time_allows() {
        let (from, to) = (date(2023, 8, 15), date(2023, 9, 14));
        assert_eq!(
            columns(Grain::of(from, to), from, to, &[from, to, to]).len(),
            31
        );
        let to = date(2024, 2, 1);
        let found = columns(Grain::of(from, to), from, to, &[from, to, to]);
        assert_eq!(found.len(), 7);
        assert_eq!(found[6], (date(2024, 2, 1), 2));
        let to = date(2040, 1, 1);
        assert_eq!(columns(Grain::of(from, to), from, to, &[]).len(), 18);
    }

    #[test]
    fn days_far_from_the_others_are_told_and_press_nothing_together() {
        let mut days: Vec<Date> = (1..=28).map(|d| date(2023, 8, d)).collect();
        days.extend(days.clone());
        assert_eq!(span(&days), Some((date(2023, 8, 1), date(2023, 8, 28))));
        days.push(date(1596, 1, 1));
        assert_eq!(span(&days), Some((date(2023, 8, 1), date(2023, 8, 28))));
        let shown = strip("/events", &BTreeMap::new(), &days).into_string();
        assert!(shown.contains("1 before and after are not drawn") && !shown.contains("1596"));
        assert_eq!(span(&[]), None);
    }

    #[test]
    fn a_column_leads_to_its_days() {
        let shown = strip(
            "/events",
            &BTreeMap::new(),
            &[date(2023, 1, 5), date(2023, 11, 7)],
        )
        .into_string();
        assert!(
            shown.contains("/events?since=2023-11-01&amp;until=2023-11-30"),
            "{shown}"
        );
    }
}
