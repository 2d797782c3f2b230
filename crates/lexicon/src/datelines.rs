//! Datelines: place, day and agency in front of a report's first sentence.
//!
//! Takes `data/en/datelines.toml`; returns compiled patterns and finds the dateline at the head of a
//! paragraph. Used by the language stage to part datelines from sentences. Each rule's examples are
//! checked when the file is loaded. Known limits: a place in small letters without day or agency is no
//! dateline; bylines are left to the sentences.
//!
//! Example: "SEOUL (AP) -- The envoy left." begins with the dateline "SEOUL (AP) -- " of the agency "AP".

use crate::actors::Actors;
use crate::places::Places;
use crate::{Error, Files};
use model::ActorKind;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

const FILE: &str = "en/datelines.toml";
/// Bytes of a paragraph in which a dateline ends: place, region, day and agency are shorter.
const LONGEST: usize = 160;

/// All patterns.
#[derive(Debug)]
pub struct Datelines {
    rules: Vec<Rule>,
}

/// A dateline found, in bytes from the head of its paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where the dateline ends and the report begins, white space between them included.
    pub end: usize,
    /// The agency's name.
    pub agency: Option<Range<usize>>,
}

#[derive(Debug)]
struct Rule {
    pattern: Regex,
    needs: Needs,
}

/// What the tables must say of a place or an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Needs {
    #[serde(rename = "")]
    Nothing,
    Known,
    NoOrganisation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: Vec<String>,
    weekdays: Vec<String>,
    parts: BTreeMap<String, String>,
    dateline: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    pattern: String,
    needs: Needs,
    examples: Vec<Example>,
    nots: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    line: String,
    agency: Option<String>,
}

impl Datelines {
    /// Reads the file and checks its examples against the tables of places and actors.
    ///
    /// # Errors
    /// A pattern that is none, or a rule that breaks one of its examples.
    pub fn load(files: &Files, tables: (&Actors, &Places)) -> Result<Self, Error> {
        let mut file: File = files.toml(FILE)?;
        let rows = std::mem::take(&mut file.dateline);
        let mut datelines = Self { rules: Vec::new() };
        for row in &rows {
            let pattern = Regex::new(&written_out(&row.pattern, &file));
            let pattern = pattern.map_err(|e| wrong(row, &e.to_string()))?;
            let rule = Rule {
                pattern,
                needs: row.needs,
            };
            check(row, &rule, tables)?;
            datelines.rules.push(rule);
        }
        Ok(datelines)
    }

    /// The dateline at the head of `paragraph`.
    pub fn find(&self, paragraph: &str, tables: (&Actors, &Places)) -> Option<Found> {
        let mut end = paragraph.len().min(LONGEST);
        while !paragraph.is_char_boundary(end) {
            end -= 1;
        }
        let head = &paragraph[..end];
        self.rules.iter().find_map(|rule| rule.find(head, tables))
    }
}

impl Rule {
    fn find(&self, head: &str, (actors, places): (&Actors, &Places)) -> Option<Found> {
        let found = self.pattern.captures(head)?;
        let line = found.name("line")?;
        let group = |name: &str| found.name(name);
        let is_organisation = |name: &str| {
            let hit = actors.look(name);
            hit.is_some_and(|h| h.known.kind != ActorKind::State)
        };
        let is_state = |name: &str| {
            let hit = actors.look(name);
            hit.is_some_and(|h| h.known.kind == ActorKind::State)
        };
        let is_place = |name: &str| {
            is_state(name)
                || places.look(name).is_some()
                || places.look(&capitalised(name)).is_some()
        };
        let place = group("place").map_or("", |m| m.as_str());
        let agency = group("agency");
        let fits = match self.needs {
            Needs::Nothing => true,
            Needs::NoOrganisation => !is_organisation(place),
            Needs::Known => is_place(place) || agency.is_some_and(|a| is_organisation(a.as_str())),
        };
        let by_state = agency.is_some_and(|a| is_state(a.as_str()));
        (fits && !by_state).then(|| Found {
            end: line.end(),
            agency: agency.map(|m| m.range()),
        })
    }
}

/// "NEW YORK" as "New York".
fn capitalised(name: &str) -> String {
    let words = name.split(' ').map(|word| {
        let mut letters = word.chars();
        let first = letters.next();
        let rest = letters.flat_map(char::to_lowercase);
        first.into_iter().chain(rest).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `pattern` with every `{part}` replaced; parts may hold parts.
fn written_out(pattern: &str, file: &File) -> String {
    let mut text = pattern.to_owned();
    // Parts hold parts at most as deep as there are parts.
    for _ in 0..=file.parts.len() {
        for (name, part) in &file.parts {
            text = text.replace(&format!("{{{name}}}"), part);
        }
    }
    let text = text.replace("{month}", &names(&file.months));
    text.replace("{weekday}", &names(&file.weekdays))
}

/// Full names and their first four and three letters, as alternatives.
fn names(full: &[String]) -> String {
    let cut = |letters: usize| full.iter().filter_map(move |n| n.get(..letters));
    let all = full.iter().map(String::as_str).chain(cut(4)).chain(cut(3));
    format!(
        "(?:{})",
        all.map(regex::escape).collect::<Vec<_>>().join("|")
    )
}

fn check(row: &Row, rule: &Rule, tables: (&Actors, &Places)) -> Result<(), Error> {
    for example in &row.examples {
        let found = rule.find(&example.text, tables);
        let line = found.as_ref().map(|f| &example.text[..f.end]);
        let agency = found.as_ref().and_then(|f| f.agency.clone());
        let agency = agency.map(|a| &example.text[a]);
        if line != Some(example.line.as_str()) || agency != example.agency.as_deref() {
            let problem = format!("gives {line:?} of {agency:?} for `{}`", example.text);
            return Err(wrong(row, &problem));
        }
    }
    let not = row.nots.iter().find(|n| rule.find(n, tables).is_some());
    not.map_or(Ok(()), |n| {
        Err(wrong(row, &format!("fits `{n}`, which it must not")))
    })
}

fn wrong(row: &Row, problem: &str) -> Error {
    Error::malformed(
        FILE,
        0,
        format!("dateline `{}`: {problem}", row.name),
        "mend the pattern or the example",
    )
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    #[test]
    fn every_rule_holds_its_examples_and_ordinary_sentences_have_no_dateline() {
        let lexicon = Lexicon::embedded().unwrap();
        let tables = (&lexicon.actors, &lexicon.places);
        for text in [
            "",
            "-",
            "Moscow said on May 3 - the day of the vote - that it agreed.",
            "North Korea (DPRK) - The envoy left.",
            "In Paris (AFP) reporters waited.",
            "UN chief Jo Doe (left) and others met.",
            "The U.S. - The Senate voted.",
        ] {
            assert_eq!(lexicon.datelines.find(text, tables), None, "{text}");
        }
    }
}
