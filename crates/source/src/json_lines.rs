//! JSON Lines input: one article an object a line, as `docs/record.md` fixes it.
//!
//! Takes a line with its number; returns a [`RawArticle`]. Fields: `id`, `url`, `title`, `text` or
//! `html`, `published`, `outlet`, `authors`, `language`; all but text or page may be missing, others are
//! left aside. Known limit: of a time of day in `published` only the day is kept.
//!
//! Example: `{"text":"Moscow denied it.","published":"2023-09-14"}`.

use crate::stream::{Source, Stream, Yield, read_problem};
use crate::{Location, Problem, RawArticle, Refusal, text};
use jiff::civil::Date;
use model::{Basis, ContentHash};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io::{BufRead, Read};

#[derive(Deserialize)]
struct Line {
    id: Option<Name>,
    url: Option<String>,
    title: Option<String>,
    text: Option<String>,
    html: Option<String>,
    published: Option<String>,
    outlet: Option<String>,
    authors: Option<Authors>,
    language: Option<String>,
}

/// Ids are often numbers in other people's files.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Authors {
    Many(Vec<String>),
    One(String),
}

/// The article of `line`; `fallback` names it where it has no id.
pub(crate) fn article(line: &str, fallback: String) -> Result<RawArticle, Problem> {
    let read: Line = serde_json::from_str(line).map_err(|e| diagnosis(line, &e))?;
    of_line(read, fallback)
}

/// The article of `fields`, which are those of a line.
pub(crate) fn of_fields(
    fields: Map<String, Value>,
    fallback: String,
) -> Result<RawArticle, Problem> {
    if let Some(problem) = misfits(&fields) {
        return Err(problem);
    }
    let read = Line::deserialize(Value::Object(fields));
    of_line(read.map_err(|e| Problem::BadJson(e.to_string()))?, fallback)
}

fn of_line(read: Line, fallback: String) -> Result<RawArticle, Problem> {
    let published = read.published.as_deref().map_or(Ok(None), day)?;
    let authors = match read.authors {
        Some(Authors::Many(names)) => names,
        Some(Authors::One(name)) => vec![name],
        None => Vec::new(),
    };
    let given = RawArticle {
        input_id: match read.id {
            Some(Name::Text(id)) => id,
            Some(Name::Number(id)) => id.to_string(),
            None => fallback,
        },
        uri: read.url,
        outlet: read.outlet,
        title: read.title,
        authors,
        language: read.language,
        published: published.map(|date| (date, Basis::Input)),
        ..RawArticle::default()
    };
    match (read.text, read.html) {
        (Some(text), _) => Ok(RawArticle {
            original: ContentHash::of(text.as_bytes()),
            text,
            ..given
        }),
        (None, Some(page)) => Ok(RawArticle {
            original: ContentHash::of(page.as_bytes()),
            page: Some(page),
            ..given
        }),
        (None, None) => Err(Problem::NoText),
    }
}

/// A file of lines being read.
pub(crate) struct Lines {
    source: Source,
    number: usize,
    ended: bool,
}

/// Longest line of JSON, in bytes: a page may be many times its text, yet a line without end must not fill the memory.
pub(crate) const MAX_LINE: u64 = 256 * 1024 * 1024;

impl Lines {
    pub(crate) fn of(source: Source) -> Self {
        Self {
            source,
            number: 0,
            ended: false,
        }
    }

    /// The next line; `None` at the end.
    fn line(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        let mut bytes = Vec::new();
        self.number += 1;
        let reader = &mut self.source.reader;
        let read = reader.take(MAX_LINE).read_until(b'\n', &mut bytes);
        let problem = match read {
            Ok(0) => return None,
            // What follows a line without end is its rest: none of it is an article.
            Ok(length) if length as u64 == MAX_LINE && bytes.last() != Some(&b'\n') => {
                Problem::TooLarge
            }
            Ok(_) if self.number == 1 && opens_alone(&bytes) => Problem::ManyLines,
            Ok(_) => return Some(Ok(bytes)),
            Err(error) => read_problem(self.source.packing, &error),
        };
        self.ended = true;
        Some(Err(problem))
    }
}

impl Stream for Lines {
    fn next(&mut self) -> Option<Yield> {
        while !self.ended {
            let line = self.line()?;
            let at = Location {
                input: self.source.shown.clone(),
                line: Some(self.number),
            };
            let fallback = format!("{}:{}", self.source.file_name, self.number);
            let found = line.and_then(|bytes| line_article(bytes, fallback));
            match found.transpose() {
                None => {}
                Some(Ok(article)) => return Some(Yield::of(Ok(RawArticle { at, ..article }))),
                Some(Err(problem)) => return Some(Yield::of(Err(Refusal { at, problem }))),
            }
        }
        None
    }
}

/// Whether a first line holds only the opening of a JSON value, as in a file laid out for reading: then no line of the
/// file is an article, and one refusal says more than one a line.
fn opens_alone(line: &[u8]) -> bool {
    let bare = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    matches!(bare.trim_ascii(), b"{" | b"[" | b"[{")
}

fn line_article(bytes: Vec<u8>, fallback: String) -> Result<Option<RawArticle>, Problem> {
    let line = text::decode(bytes)?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    article(&line, fallback).map(Some)
}

/// What is wrong with `line`, in words for people.
fn diagnosis(line: &str, error: &serde_json::Error) -> Problem {
    if error.is_eof() {
        return Problem::BadJson("it ends before the object does".to_owned());
    }
    match serde_json::from_str(line) {
        Ok(Value::Object(fields)) => {
            misfits(&fields).unwrap_or_else(|| Problem::BadJson("a field stands twice".to_owned()))
        }
        Ok(other) => Problem::NotAnObject(name_of(&other)),
        Err(error) => {
            let said = error.to_string();
            let words = said.split(" at line ").next().unwrap_or_default();
            Problem::BadJson(format!("{words}, at byte {}", error.column()))
        }
    }
}

const TEXT: &str = "a text";
const TEXT_OR_NUMBER: &str = "a text or a whole number";
const TEXTS: &str = "a text or a list of texts";

/// The fields of a line and what they hold: labels of the input contract.
const FIELDS: [(&str, &str); 9] = [
    ("id", TEXT_OR_NUMBER),
    ("url", TEXT),
    ("title", TEXT),
    ("text", TEXT),
    ("html", TEXT),
    ("published", TEXT),
    ("outlet", TEXT),
    ("authors", TEXTS),
    ("language", TEXT),
];

/// The first field that is not of the kind it should be.
fn misfits(fields: &Map<String, Value>) -> Option<Problem> {
    let mut known = FIELDS.iter();
    known.find_map(|&(field, wanted)| misfit(field, wanted, fields.get(field)?))
}

fn misfit(field: &'static str, wanted: &'static str, value: &Value) -> Option<Problem> {
    let fits = match value {
        Value::Null | Value::String(_) => true,
        Value::Number(number) => wanted == TEXT_OR_NUMBER && number.is_i64(),
        Value::Array(items) => wanted == TEXTS && items.iter().all(Value::is_string),
        Value::Bool(_) | Value::Object(_) => false,
    };
    (!fits).then(|| Problem::BadField {
        field,
        found: name_of(value),
        wanted,
    })
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty (null)",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The day of `YYYY-MM-DD`, with or without a time after it; `None` for an empty string.
fn day(published: &str) -> Result<Option<Date>, Problem> {
    let published = published.trim();
    if published.is_empty() {
        return Ok(None);
    }
    let bad = || Problem::BadDate(published.to_owned());
    let (date, rest) = published.split_at_checked(10).ok_or_else(bad)?;
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return Err(bad());
    }
    date.parse().map(Some).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_the_fallback_names_what_has_no_id() {
        let line = r#"{"text":"A.","published":"2023-09-14T10:00:00Z","authors":"Jo","extra":1}"#;
        let article = article(line, "f:3".into()).unwrap();
        assert_eq!(article.input_id, "f:3");
        assert_eq!(article.authors, ["Jo"]);
        assert_eq!(article.published.unwrap().0, jiff::civil::date(2023, 9, 14));
    }

    #[test]
    fn what_is_json_but_no_article_is_told_in_words() {
        let check = |line: &str, words: &str| {
            let told = article(line, String::new()).unwrap_err().to_string();
            assert_eq!(told, words, "{line}");
        };
        check(r#"[{"text":"A"}]"#, "the line is a list, not an object");
        check("17", "the line is a number, not an object");
        check(r#"{"text":["A"]}"#, "`text` is a list, not a text");
        check(
            r#"{"text":"A","authors":[1]}"#,
            "`authors` is a list, not a text or a list of texts",
        );
        check(
            r#"{"text":"A","text":"B"}"#,
            "the line is not valid JSON: a field stands twice",
        );
        check(
            r#"{"text":"A"#,
            "the line is not valid JSON: it ends before the object does",
        );
    }

    #[test]
    fn cut_lines_missing_texts_and_false_dates_are_told_apart() {
        let check = |line: &str| article(line, String::new()).unwrap_err();
        assert!(matches!(check(r#"{"text":"A"#), Problem::BadJson(_)));
        assert!(matches!(check(r#"{"id":7}"#), Problem::NoText));
        assert!(matches!(
            check(r#"{"text":"A","published":"2023-13-40"}"#),
            Problem::BadDate(_)
        ));
        assert!(matches!(
            check(r#"{"text":"A","published":"soon"}"#),
            Problem::BadDate(_)
        ));
    }
}
