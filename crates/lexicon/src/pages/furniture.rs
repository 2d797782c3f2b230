//! Lines of pages that belong to no article.
//!
//! Takes `data/page-furniture.toml`; returns one test of a line. Each rule's examples are checked when the file is loaded. Known limit: a
//! line is judged by its words alone.
//!
//! Example: "Share this story" is furniture.

use crate::{Error, Files};
use regex::Regex;
use serde::Deserialize;

const FILE: &str = "page-furniture.toml";

/// Tells furniture from text.
#[derive(Debug)]
pub struct Furniture {
    /// So many of the first lines may repeat the headline.
    pub headline: usize,
    most: usize,
    lines: Vec<Regex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    most: usize,
    headline: usize,
    line: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    pattern: String,
    examples: Vec<String>,
    nots: Vec<String>,
}

impl Furniture {
    pub(super) fn load(files: &Files) -> Result<Self, Error> {
        let file: File = files.toml(FILE)?;
        Ok(Self {
            headline: file.headline,
            most: file.most,
            lines: file.line.iter().map(compiled).collect::<Result<_, _>>()?,
        })
    }

    /// Whether `line` belongs to no article.
    pub fn holds(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() <= self.most && self.lines.iter().any(|rule| rule.is_match(line))
    }
}

fn compiled(row: &Row) -> Result<Regex, Error> {
    let wrong = |problem: String| {
        let problem = format!("line `{}`: {problem}", row.name);
        Error::malformed(FILE, 0, problem, "mend the pattern or the example")
    };
    let rule = Regex::new(&format!("(?i)^(?:{})$", row.pattern));
    let rule = rule.map_err(|e| wrong(e.to_string()))?;
    if let Some(missed) = row.examples.iter().find(|e| !rule.is_match(e)) {
        return Err(wrong(format!("does not match its example `{missed}`")));
    }
    if let Some(not) = row.nots.iter().find(|n| rule.is_match(n)) {
        return Err(wrong(format!("matches `{not}`, which it must not")));
    }
    Ok(rule)
}
