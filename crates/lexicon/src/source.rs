//! Tables of the source stage: stamps and bylines at the edges of articles, and dates in them.
//!
//! Takes `data/en/stamps.toml`; returns compiled patterns. Each rule's examples are checked when the
//! file is loaded, so a rule that breaks its own example stops the program with file and name. Known
//! limit: dates with numeric months ("06/11/2023") are ambiguous and not read.
//!
//! Example: `dates.parse("September 14th 2023")` is 2023-09-14.

use crate::{Error, Files};
use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

const FILE: &str = "en/stamps.toml";

/// Which end of a text a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// The first characters.
    Head,
    /// The last line that is not blank.
    Foot,
}

/// A compiled stamp.
#[derive(Debug)]
pub struct StampRule {
    /// Its name in the file.
    pub name: String,
    /// Where it applies.
    pub edge: Edge,
    /// Its pattern, with the groups `date`, `author`, `outlet`.
    pub pattern: Regex,
}

/// Reads dates that carry a year.
#[derive(Debug)]
pub struct Dates {
    iso: Regex,
    day_first: Regex,
    month_first: Regex,
    months: Vec<String>,
}

/// Everything the source stage looks up.
#[derive(Debug)]
pub struct Source {
    /// Stamps in the order of the file.
    pub stamps: Vec<StampRule>,
    /// Dates in stamps.
    pub dates: Dates,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: Vec<String>,
    stamp: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    edge: Edge,
    pattern: String,
    examples: Vec<Example>,
    nots: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    date: Option<Date>,
    author: Option<String>,
    outlet: Option<String>,
}

impl Source {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A pattern that is none, or a rule that breaks one of its examples.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let file: File = files.toml(FILE)?;
        let dates = Dates::new(file.months)?;
        let stamps = file
            .stamp
            .into_iter()
            .map(|row| compile(row, &dates))
            .collect::<Result<_, _>>()?;
        Ok(Self { stamps, dates })
    }
}

fn compile(row: Row, dates: &Dates) -> Result<StampRule, Error> {
    let pattern = row
        .pattern
        .replace("{date}", &format!("(?P<date>{})", dates.any()));
    let wrong = |problem: String| {
        Error::malformed(
            FILE,
            0,
            format!("stamp `{}`: {problem}", row.name),
            "mend the pattern or the example",
        )
    };
    let pattern = Regex::new(&pattern).map_err(|e| wrong(e.to_string()))?;
    for example in &row.examples {
        let found = pattern.captures(&example.text);
        let group = |name: &str| {
            found
                .as_ref()
                .and_then(|f| f.name(name))
                .map(|m| m.as_str().to_owned())
        };
        let same = group("date").and_then(|d| dates.parse(&d)) == example.date
            && group("author") == example.author
            && group("outlet") == example.outlet;
        if found.is_none() || !same {
            return Err(wrong(format!("breaks its example `{}`", example.text)));
        }
    }
    if let Some(not) = row.nots.iter().find(|n| pattern.is_match(n)) {
        return Err(wrong(format!("matches `{not}`, which it must not")));
    }
    Ok(StampRule {
        name: row.name,
        edge: row.edge,
        pattern,
    })
}

impl Dates {
    fn new(months: Vec<String>) -> Result<Self, Error> {
        let wrong = |e: regex::Error| {
            Error::malformed(FILE, 0, e.to_string(), "month names are plain words")
        };
        let names = month_pattern(&months);
        Ok(Self {
            iso: Regex::new(r"^(\d{4})-(\d{2})-(\d{2})$").map_err(wrong)?,
            day_first: Regex::new(&format!(
                r"(?i)^(\d{{1,2}})(?:st|nd|rd|th)? ({names})\.?,? (\d{{4}})$"
            ))
            .map_err(wrong)?,
            month_first: Regex::new(&format!(
                r"(?i)^({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})$"
            ))
            .map_err(wrong)?,
            months,
        })
    }

    /// The day that `text` names, wholly and with its year.
    pub fn parse(&self, text: &str) -> Option<Date> {
        if let Some((_, [y, m, d])) = self.iso.captures(text).map(|c| c.extract()) {
            return Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok();
        }
        let day_first = self.day_first.captures(text).map(|c| c.extract());
        let (day, month, year) = if let Some((_, [d, m, y])) = day_first {
            (d, m, y)
        } else {
            let (_, [m, d, y]) = self.month_first.captures(text)?.extract();
            (d, m, y)
        };
        Date::new(year.parse().ok()?, self.month(month)?, day.parse().ok()?).ok()
    }

    fn month(&self, name: &str) -> Option<i8> {
        let same = |month: &String| {
            name.get(..3)
                .zip(month.get(..3))
                .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        self.months.iter().position(same).map(|at| at as i8 + 1)
    }

    /// A pattern, without groups, that matches every date [`Dates::parse`] reads.
    fn any(&self) -> String {
        let names = month_pattern(&self.months);
        format!(
            r"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)? (?i:{names})\.?,? \d{{4}}|(?i:{names})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
        )
    }
}

/// Full names and three-letter forms; the ninth month is also cut to four letters.
fn month_pattern(months: &[String]) -> String {
    let long = months.iter().map(|m| regex::escape(m));
    let short = months
        .iter()
        .flat_map(|m| [m.get(..4), m.get(..3)])
        .flatten();
    let all: Vec<String> = long.chain(short.map(regex::escape)).collect();
    all.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_in_all_three_forms_and_wrong_days_are_none() {
        let source = Source::load(&Files::embedded()).unwrap();
        let day = Some(date(2023, 9, 14));
        for text in [
            "2023-09-14",
            "14 September 2023",
            "September 14th, 2023",
            "Sept. 14 2023",
            "14th Sep 2023",
        ] {
            assert_eq!(source.dates.parse(text), day, "{text}");
        }
        assert_eq!(source.dates.parse("31 February 2023"), None);
        assert_eq!(source.dates.parse("14 September"), None);
    }
}
