//! Days as pages write them: in numbers, with names of months, as machines do.
//!
//! Takes text; returns the days with a year in it, left to right. Known limit: 3/4/2023 is what the page's language makes of it.
//!
//! Example: `days.all("Montag, 3. April 2023", false)` is 2023-04-03.

use super::compiled;
use crate::Error;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use regex::{Captures, Regex};
use std::collections::{BTreeMap, HashMap};

/// Reads days that carry a year.
#[derive(Debug)]
pub struct Days {
    /// Year, month, day.
    iso: Regex,
    /// Year, month, day with the signs of Chinese, Japanese and Korean.
    signs: Regex,
    /// Day, name of the month, year.
    named: Regex,
    /// Name of the month, day, year; whether the name begins a word is left to `day_of_american`, since `\b` costs the fast automaton.
    american: Regex,
    /// Two numbers and a year.
    numbers: Regex,
    /// Year, month and day run together, perhaps with the time.
    compact: Regex,
    /// A part of an address that names a day, and one that names a month.
    address: Regex,
    address_month: Regex,
    months: HashMap<String, i8>,
    years: [i16; 2],
    /// What a day of every pattern but `numbers` holds.
    year: Regex,
}

/// A day with where it stands, in bytes.
type Placed = (usize, usize, Date);

/// Months of a year.
const MONTHS: i8 = 12;
/// Digits of the shortest day: 3.4.23.
const FEWEST_DIGITS: usize = 4;
/// Two digits of a year above this are of the last century.
const CENTURY: i16 = 60;

impl Days {
    pub(super) fn new(
        years: [i16; 2],
        names: &BTreeMap<String, Vec<String>>,
    ) -> Result<Self, Error> {
        let mut months = HashMap::new();
        for (number, names) in names {
            let number = number.parse().ok().filter(|n| (1..=MONTHS).contains(n));
            let number: i8 = number.ok_or_else(no_month)?;
            months.extend(names.iter().map(|n| (n.clone(), number)));
        }
        let mut names: Vec<&str> = months.keys().map(String::as_str).collect();
        // A longer name goes before its beginning.
        names.sort_unstable_by_key(|n| (std::cmp::Reverse(n.len()), *n));
        let names = super::one_of(&names);
        let year = r"((?:19|20)\d{2})";
        let (open, close) = (r"(?:^|[^\d])", r"(?:$|[^\d])");
        Ok(Self {
            iso: compiled(&format!(
                r"{open}{year}[-/._](\d{{1,2}})[-/._](\d{{1,2}}){close}"
            ))?,
            signs: compiled(&format!(
                r"{year}\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日일]"
            ))?,
            named: compiled(&format!(
                r"(?i){open}(\d{{1,2}})(?:st|nd|rd|th|er|º)?[\s.,/_-]*(?:de |of )?({names})[\s.,/-][\s.,/_-]*(?:de |del )?{year}{close}"
            ))?,
            american: compiled(&format!(
                r"(?i)({names})[\s./-]{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?[\s.,/-]+{year}{close}"
            ))?,
            numbers: compiled(
                r"(?:^|[^\d.,/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?((?:19|20)\d{2}|\d{2})(?:$|[^\d/])",
            )?,
            compact: compiled(&format!(
                r"{open}{year}(0[1-9]|1[0-2])([0-3]\d)(?:$|[^\d]|\d{{4,6}}{close})"
            ))?,
            address: compiled(&format!(
                r"[/_.-]{year}[/_.-](0?[1-9]|1[0-2]|[a-z]{{3}})[/_.-](\d{{1,2}})(?:$|\D)"
            ))?,
            address_month: compiled(&format!(r"/{year}[/-](0?[1-9]|1[0-2])(?:/|-|$)"))?,
            months,
            years,
            year: compiled("(?:19|20)[0-9]{2}")?,
        })
    }

    /// The days in `text`, left to right, each with the byte it starts at; `month_first` tells how two numbers are read.
    pub fn all(&self, text: &str, month_first: bool) -> Vec<(usize, Date)> {
        let mut found: Vec<Placed> = Vec::new();
        let year_first = |c: &Captures<'_>| self.day(number(c, 1)?, number(c, 2)?, number(c, 3)?);
        let named = |c: &Captures<'_>| self.day(number(c, 3)?, self.month(&c[2])?, number(c, 1)?);
        if text.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS {
            return Vec::new();
        }
        if self.year.is_match(text) {
            collect(&self.iso, text, &mut found, year_first);
            collect(&self.signs, text, &mut found, year_first);
            collect(&self.named, text, &mut found, named);
            collect(&self.american, text, &mut found, |c| {
                self.day_of_american(c, text)
            });
        }
        collect(&self.numbers, text, &mut found, |c| {
            self.of_numbers(c, month_first)
        });
        found.sort_unstable();
        found.into_iter().map(|(at, _, day)| (at, day)).collect()
    }

    /// The first day in `text`.
    pub fn first(&self, text: &str, month_first: bool) -> Option<Date> {
        self.all(text, month_first).first().map(|found| found.1)
    }

    /// The day that the value of a field gives: as in text, run together, or seconds or milliseconds since 1970.
    pub fn of_value(&self, value: &str, month_first: bool) -> Option<Date> {
        let value = value.trim();
        if matches!(value.len(), 10 | 13) && value.bytes().all(|b| b.is_ascii_digit()) {
            let moment = Timestamp::from_second(value[..10].parse().ok()?).ok()?;
            let day = moment.to_zoned(TimeZone::UTC).date();
            return self.day(day.year(), day.month(), day.day());
        }
        self.first(value, month_first).or_else(|| {
            let c = self.compact.captures(value)?;
            self.day(number(&c, 1)?, number(&c, 2)?, number(&c, 3)?)
        })
    }

    /// The day that an address names in its path ("/2023/apr/03/", "-20230403.html").
    pub fn of_address(&self, address: &str) -> Option<Date> {
        let path = format!("/{}", address.splitn(4, '/').nth(3).unwrap_or(address));
        let Some(c) = self.address.captures(&path) else {
            return self.of_value(&path, false);
        };
        let month = number(&c, 2).or_else(|| self.month(&c[2]));
        self.day(number(&c, 1)?, month?, number(&c, 3)?)
    }

    /// The first day of the month that an address names ("/2023/04/").
    pub fn month_of_address(&self, address: &str) -> Option<Date> {
        let c = self.address_month.captures(address)?;
        self.day(number(&c, 1)?, number(&c, 2)?, 1)
    }

    /// Month `name`, in any case.
    pub fn month(&self, name: &str) -> Option<i8> {
        self.months.get(&name.to_lowercase()).copied()
    }

    /// A day of the years that a page can be of.
    pub fn day(&self, year: i16, month: i8, day: i8) -> Option<Date> {
        let [first, last] = self.years;
        let plausible = (first..=last).contains(&year);
        plausible.then(|| Date::new(year, month, day).ok())?
    }

    fn day_of_american(&self, c: &Captures<'_>, text: &str) -> Option<Date> {
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let starts = !text[..c.get(1)?.start()].ends_with(is_of_word);
        starts.then(|| self.day(number(c, 3)?, self.month(&c[1])?, number(c, 2)?))?
    }

    fn of_numbers(&self, c: &Captures<'_>, month_first: bool) -> Option<Date> {
        let (one, two, year): (i8, i8, i16) = (number(c, 1)?, number(c, 3)?, number(c, 4)?);
        let is_short = c[4].len() == 2;
        // "10-12-15" may as well be hours or pages.
        if is_short && &c[2] == "-" {
            return None;
        }
        let year = match (is_short, year > CENTURY) {
            (true, true) => 1900 + year,
            (true, false) => 2000 + year,
            (false, _) => year,
        };
        let swapped = &c[2] != "." && one <= MONTHS && (two > MONTHS || month_first);
        let (day, month) = if swapped { (two, one) } else { (one, two) };
        self.day(year, month, day)
    }
}

fn no_month() -> Error {
    Error::malformed(
        super::FILE,
        0,
        "a key of [months] is no month",
        "use the numbers 1 to 12",
    )
}

fn number<T: std::str::FromStr>(c: &Captures<'_>, group: usize) -> Option<T> {
    c.get(group)?.as_str().parse().ok()
}

/// Adds what `day` reads in the matches of `pattern` that touch nothing found before.
fn collect(
    pattern: &Regex,
    text: &str,
    found: &mut Vec<Placed>,
    day: impl Fn(&Captures<'_>) -> Option<Date>,
) {
    for c in pattern.captures_iter(text) {
        let groups = || c.iter().skip(1).flatten();
        let start = groups().map(|m| m.start()).min();
        let end = groups().map(|m| m.end()).max();
        let (Some(start), Some(end), Some(day)) = (start, end, day(&c)) else {
            continue;
        };
        if !found.iter().any(|f| start < f.1 && f.0 < end) {
            found.push((start, end, day));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Files;
    use crate::pages::Pages;

    #[test]
    fn days_are_read_as_pages_write_them() {
        let days = Pages::load(&Files::embedded()).unwrap().days;
        let first = |text: &str| days.first(text, false).map(|d| d.to_string());
        let day = Some("2023-04-03".to_owned());
        for text in [
            "2023-04-03T10:00:00+02:00",
            "Montag, 3. April 2023, 10:00 Uhr",
            "April 3rd, 2023",
            "Apr. 3, 2023",
            "03.04.2023",
            "3.4.23",
            "3/4/2023",
            "3 de abril de 2023",
            "lundi 3 avril 2023",
            "2023年4月3日",
            "3 апреля 2023",
        ] {
            assert_eq!(first(text), day, "{text}");
        }
        for text in [
            "3 April",
            "31.02.2023",
            "10-12-15",
            "1.2.3.2023",
            "12/2023",
            "Kaapril 3, 2023",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
        assert_eq!(
            days.first("4/3/2023", true).map(|d| d.to_string()),
            day,
            "the month first"
        );
    }

    #[test]
    fn values_of_fields_may_be_run_together_or_count_seconds() {
        let days = Pages::load(&Files::embedded()).unwrap().days;
        let value = |text: &str| days.of_value(text, false).map(|d| d.to_string());
        for text in ["20230403", "20230403101500", "1680516000", "1680516000000"] {
            assert_eq!(value(text).as_deref(), Some("2023-04-03"), "{text}");
        }
        assert_eq!(value("99999999"), None);
    }

    #[test]
    fn addresses_name_days_and_months() {
        let days = Pages::load(&Files::embedded()).unwrap().days;
        for address in [
            "https://news.example/world/2023/apr/03/envoy",
            "https://news.example/2023/04/03/envoy",
            "https://news.example/envoy-20230403.html",
        ] {
            let found = days.of_address(address).map(|d| d.to_string());
            assert_eq!(found.as_deref(), Some("2023-04-03"), "{address}");
        }
        assert_eq!(days.of_address("https://news.example/2023/"), None);
        let month = days.month_of_address("https://news.example/2023/04/envoy");
        assert_eq!(month.map(|d| d.to_string()).as_deref(), Some("2023-04-01"));
    }
}
