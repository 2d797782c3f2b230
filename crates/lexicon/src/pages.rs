//! What is known of web pages: where they write the day of their publication, how days are written, which lines are no text.
//!
//! Takes `data/page-dates.toml`, `data/page-date-weights.csv`, `data/page-furniture.toml` and section `[pages]` of the thresholds; returns names of fields, cues
//! and weights for the reader of pages. Known limit: months of some twenty languages; days are of the Gregorian calendar.
//!
//! Example: `fields.meta("article:published_time")` is [`Kind::Published`].

mod days;
mod furniture;

pub use days::Days;
pub use furniture::Furniture;

use crate::{Error, Files};
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const FILE: &str = "page-dates.toml";
const WEIGHTS: &str = "page-date-weights.csv";
/// Weights stand in the file as whole hundredths.
const SCALE: f32 = 100.0;

/// What day a field gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Publication.
    Published,
    /// Making, before publication.
    Created,
    /// Some day of the page.
    Date,
    /// A later change.
    Modified,
}

impl Kind {
    /// Its name in features.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Created => "created",
            Self::Date => "date",
            Self::Modified => "modified",
        }
    }
}

/// Names of one sort of field with the kind of day that each gives.
#[derive(Debug)]
pub struct Fields(HashMap<String, Kind>);

impl Fields {
    /// The kind of day that `name` (lower case) gives.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        self.0.get(name).copied()
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

/// Everything the reader of pages looks up.
#[derive(Debug)]
pub struct Pages {
    /// How days are written.
    pub days: Days,
    /// Lines that belong to no article.
    pub furniture: Furniture,
    /// Names of `meta` elements.
    pub meta: Fields,
    /// Keys in script.
    pub script: Fields,
    /// Values of `itemprop`.
    pub property: Fields,
    /// A key in script (group 1) with its value (group 2).
    pub keyed: Regex,
    /// Attributes that hold a day.
    pub attributes: Vec<String>,
    /// Classes that tell a day.
    pub strong: Regex,
    /// Classes of what stands near one.
    pub weak: Regex,
    /// Classes that tell the day of a change.
    pub modified: Regex,
    /// Classes of what is not the article.
    pub away: Regex,
    /// A text that ends in a label of publication.
    pub label_published: Regex,
    /// A text that ends in a label of change.
    pub label_modified: Regex,
    /// The least chance of a day that is given as the page's.
    pub least_chance: f32,
    day_first: Vec<String>,
    weights: HashMap<String, f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    years: [i16; 2],
    day_first: Vec<String>,
    attributes: Vec<String>,
    months: BTreeMap<String, Vec<String>>,
    meta: Names,
    script: Names,
    property: Names,
    cues: Cues,
    labels: Labels,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    published: Vec<String>,
    created: Vec<String>,
    date: Vec<String>,
    modified: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cues {
    strong: Vec<String>,
    weak: Vec<String>,
    modified: Vec<String>,
    away: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    published: Vec<String>,
    modified: Vec<String>,
    between: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    least_chance: f32,
}

impl Pages {
    /// Reads the files.
    ///
    /// # Errors
    /// A file that does not hold what its header promises.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let file: File = files.toml(FILE)?;
        let thresholds: Thresholds = files.thresholds("pages")?;
        let script = fields(file.script);
        let keys = one_of(&script.names());
        let weights = files.csv::<(String, f32)>(WEIGHTS)?.into_iter();
        Ok(Self {
            days: Days::new(file.years, &file.months)?,
            furniture: Furniture::load(files)?,
            meta: fields(file.meta),
            // Script within script has its quotation marks escaped.
            keyed: compiled(&format!(
                r#"(?i)(?-u:\b)({keys})\\?["']?\s*[:=]\s*\\?["']([^"'\\]{{6,40}})"#
            ))?,
            script,
            property: fields(file.property),
            attributes: file.attributes,
            strong: compiled(&format!("(?i){}", one_of(&file.cues.strong)))?,
            weak: compiled(&format!("(?i){}", one_of(&file.cues.weak)))?,
            modified: compiled(&format!("(?i){}", one_of(&file.cues.modified)))?,
            away: compiled(&format!(
                r"(?i)(?-u:\b)(?:{})(?-u:\b)",
                starred(&file.cues.away)
            ))?,
            label_published: label(&file.labels.published, &file.labels.between, 6)?,
            label_modified: label(&file.labels.modified, &file.labels.between, 4)?,
            least_chance: thresholds.least_chance,
            day_first: file.day_first,
            weights: weights.map(|(_, (name, w))| (name, w / SCALE)).collect(),
        })
    }

    /// Whether a page of this language (`lang` of the page, lower case, or nothing) from `host` writes the month before the day in numbers.
    pub fn is_month_first(&self, language: &str, host: &str) -> bool {
        let english = language.is_empty() || language.starts_with("en");
        let language = language.replace('_', "-");
        let otherwise = |sign: &String| {
            language.starts_with(sign.as_str()) || (sign.starts_with('.') && host.ends_with(sign))
        };
        english && !self.day_first.iter().any(otherwise)
    }

    /// Weight of a feature, 0 where none has been learned.
    pub fn weight(&self, feature: &str) -> f32 {
        self.weights.get(feature).copied().unwrap_or(0.0)
    }
}

fn fields(names: Names) -> Fields {
    let sorts = [
        (names.published, Kind::Published),
        (names.created, Kind::Created),
        (names.date, Kind::Date),
        (names.modified, Kind::Modified),
    ];
    let kinds = sorts.into_iter();
    Fields(
        kinds
            .flat_map(|(names, kind)| names.into_iter().map(move |n| (n, kind)))
            .collect(),
    )
}

fn one_of<T: AsRef<str>>(words: &[T]) -> String {
    let words = words.iter().map(|w| regex::escape(w.as_ref()));
    words.collect::<Vec<_>>().join("|")
}

fn starred(words: &[String]) -> String {
    one_of(words).replace(r"\*", ".*")
}

/// A label at the end of a text, up to `words` other words between it and the end.
fn label(words: &[String], between: &[String], others: usize) -> Result<Regex, Error> {
    let (words, between) = (one_of(words), one_of(between));
    compiled(&format!(
        r"(?i)(?:{words})\W{{0,4}}(?:(?:{between})\W{{0,3}}|\p{{L}}+,?\s){{0,{others}}}$"
    ))
}

fn compiled(pattern: &str) -> Result<Regex, Error> {
    Regex::new(pattern).map_err(|e| {
        Error::malformed(
            FILE,
            0,
            e.to_string(),
            "words may hold letters, `-`, `.`, `:` and, in `away`, `*`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cues_and_labels_are_told_apart() {
        let pages = Pages::load(&Files::embedded()).unwrap();
        assert_eq!(
            pages.meta.kind("article:published_time"),
            Some(Kind::Published)
        );
        assert_eq!(pages.meta.kind("viewport"), None);
        let found = pages
            .keyed
            .captures(r#"{"dateModified" : "2021-02-03"}"#)
            .unwrap();
        assert_eq!(
            (&found[1], pages.script.kind(&found[1].to_lowercase())),
            ("dateModified", Some(Kind::Modified))
        );
        assert!(pages.away.is_match("box related-posts") && !pages.away.is_match("correlated"));
        assert!(pages.label_published.is_match("Published by Jo Doe on "));
        assert!(pages.label_modified.is_match("Zuletzt aktualisiert am "));
        assert!(!pages.label_modified.is_match("Published "));
    }

    #[test]
    fn english_writes_the_month_first_but_not_everywhere() {
        let pages = Pages::load(&Files::embedded()).unwrap();
        assert!(pages.is_month_first("en-us", "news.example.com"));
        assert!(!pages.is_month_first("en_gb", ""));
        assert!(!pages.is_month_first("", "news.example.co.uk"));
        assert!(!pages.is_month_first("fr", ""));
    }
}
