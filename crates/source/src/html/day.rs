//! The day on which a page was published.
//!
//! Takes a page and its address; returns the likeliest of the days that stand in it, or none where none is likely enough. Every day
//! is judged by the kinds of place it stands in (see `places`) by logistic regression over `data/page-date-weights.csv`; that many
//! places agree on a day speaks for it (the cascade of places, without votes, is Barbaresi 2020, "htmldate", JOSS 5(51)). Known limit: a
//! page that gives its day only relatively ("2 hours ago") has none.
//!
//! Example: a `meta` element, the address and the line below the headline name 2023-09-14, the sidebar newer days: 2023-09-14.

use super::places::{self, Place};
use jiff::civil::Date;
use lexicon::pages::Pages;
use scraper::Html;
use std::collections::{BTreeMap, BTreeSet};

/// The day of `page`, given its address where known.
pub(super) fn of_page(page: &Html, uri: Option<&str>, pages: &Pages) -> Option<Date> {
    let chance = |features: &BTreeSet<String>| {
        let sum: f32 = features.iter().map(|f| pages.weight(f)).sum();
        1.0 / (1.0 + (-sum).exp())
    };
    let judged = features(page, uri, pages).into_iter();
    let mut best: Option<(f32, Date)> = None;
    for (day, seen) in judged {
        let chance = chance(&seen);
        // Of two equals the older stays: pages change after they are published.
        if chance >= pages.least_chance && best.is_none_or(|(most, _)| chance > most) {
            best = Some((chance, day));
        }
    }
    best.map(|(_, day)| day)
}

/// Every day in `page` with the names of what is seen of it.
pub(super) fn features(
    page: &Html,
    uri: Option<&str>,
    pages: &Pages,
) -> BTreeMap<Date, BTreeSet<String>> {
    let found = places::find(page, uri, pages);
    let mut days: BTreeMap<Date, BTreeSet<String>> = BTreeMap::new();
    for (place, inside) in by_place(&found.days) {
        for (at, day) in inside.iter().enumerate() {
            let rank = match (at, inside.len()) {
                (0, 1) => "only",
                (0, _) => "first",
                (1, _) => "second",
                _ => "other",
            };
            days.entry(*day)
                .or_default()
                .insert(format!("{place}:{rank}"));
        }
    }
    // A day that only prose names is what the article tells of.
    days.retain(|_, seen| seen.iter().any(|place| !places::is_prose(place)));
    let ends = days
        .keys()
        .next()
        .copied()
        .zip(days.keys().next_back().copied());
    for (day, seen) in &mut days {
        seen.insert("1".to_owned());
        for (place, first) in &found.months {
            let same = day.first_of_month() == *first;
            seen.insert(format!("{place}:{}", if same { "same" } else { "differs" }));
        }
        if let Some((oldest, newest)) = ends.filter(|(oldest, newest)| oldest != newest) {
            if *day == oldest {
                seen.insert("oldest".to_owned());
            } else if *day == newest {
                seen.insert("newest".to_owned());
            }
        }
    }
    days
}

/// The different days of each kind of place, in the order of the page.
fn by_place(found: &[(Place, Date)]) -> BTreeMap<&Place, Vec<Date>> {
    let mut places: BTreeMap<&Place, Vec<Date>> = BTreeMap::new();
    for (place, day) in found {
        let days = places.entry(place).or_default();
        if !days.contains(day) {
            days.push(*day);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Lexicon;

    fn day(page: &str, uri: Option<&str>) -> Option<String> {
        let lexicon = Lexicon::embedded().unwrap();
        of_page(&Html::parse_document(page), uri, &lexicon.pages).map(|d| d.to_string())
    }

    #[test]
    fn what_the_page_states_wins_over_changes_and_the_sidebar() {
        let page = "<html lang=en><head><meta property='article:published_time' content='2023-09-14T08:00Z'>\
            <meta property='article:modified_time' content='2023-10-02'></head><body><h1>Envoy denies report</h1>\
            <time datetime='2023-09-14'>14 September</time><p>The envoy denied it.</p>\
            <aside class='related'><span class=date>5 October 2023</span></aside></body></html>";
        assert_eq!(day(page, None).as_deref(), Some("2023-09-14"));
    }

    #[test]
    fn the_address_and_the_line_below_the_headline_are_enough() {
        let page = "<html lang=de><body><h1>Gesandter weist Bericht zurück</h1><div class='article-date'>14.09.2023, 10:15 Uhr</div>\
            <p>Der Gesandte wies den Bericht zurück.</p></body></html>";
        let uri = Some("https://news.example/2023/09/14/gesandter.html");
        assert_eq!(day(page, uri).as_deref(), Some("2023-09-14"));
    }

    #[test]
    fn a_page_without_days_and_one_with_a_day_told_in_passing_have_none() {
        assert_eq!(day("<p>The envoy denied it.</p>", None), None);
        let story = "The envoy, who had come to the capital in the spring, recalled that on 3 April 2003 the bridge over the river had been opened \
            by the governor, and that trains had crossed it every day since, carrying grain and fuel to the towns of the north and people \
            looking for work to the south.";
        assert_eq!(
            day(
                &format!("<h1>Bridge</h1><p>{story}</p><p>{story}</p>"),
                None
            ),
            None
        );
    }
}
