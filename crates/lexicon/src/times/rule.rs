//! The rule file: patterns, what may stand around them, what they mean, and examples.
//!
//! Takes `data/en/time-rules.toml`; returns [`Rule`]s with compiled patterns. Known limit: guards look
//! at what stands directly left and right of the expression, not further.
//!
//! Example: a rule with `not_left = "than"` is passed over in "more than 1990".

use super::pattern::{Compiler, Program, Slot};
use super::words::Words;
use crate::{Error, Files};
use model::TimexType;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "en/time-rules.toml";

/// How the resolver reads the slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A place on the calendar, complete or completed from the context.
    Calendar,
    /// So many units from the publication date, or from the last date.
    Shift,
    /// This, last or next week, month, year, ...
    Period,
    /// The unit that was last spoken of: "that year".
    Same,
    /// A length of time.
    Length,
    /// Something that comes again.
    Set,
    /// The value as written in the rule.
    Fixed,
    /// The day on which an event of the table returns.
    Anniversary,
    /// The quarter of business results that is being reported.
    Results,
    /// A match that is no time expression: it keeps others out.
    Nothing,
}

/// What must hold of the text around or of the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// A text that reports business results.
    Business,
    /// A narrative of history.
    History,
    /// A news text.
    News,
    /// A text with dates before Christ.
    Antiquity,
    /// A year from the range of bare years in the thresholds.
    BareYear,
    /// The first token is tagged as an adverb.
    Adverb,
    /// The first token is tagged as an adjective.
    Adjective,
    /// The last token is tagged as a plural noun.
    Plural,
    /// The last token is tagged as a noun.
    Noun,
}

/// What may or must not stand beside an expression.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// One of these must end where the expression begins.
    pub left: Option<Program>,
    /// None of these may.
    pub not_left: Option<Program>,
    /// This must begin where the expression ends.
    pub right: Option<Program>,
    /// This must not.
    pub not_right: Option<Program>,
}

/// A phrase and what a rule makes of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A sentence; a word may carry a tag: `may/MD`.
    pub text: String,
    /// Publication date.
    pub on: Option<jiff::civil::Date>,
    /// Expression and value of every expression in it.
    #[serde(default)]
    pub gives: Vec<(String, String)>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name in the file.
    pub name: String,
    /// What it matches.
    pub program: Program,
    /// What stands around it.
    pub guard: Guard,
    /// How it is read.
    pub kind: Kind,
    /// TIMEX3 type.
    pub timex: TimexType,
    /// Fixed values: the value; otherwise what the kind makes of it.
    pub value: String,
    /// Values of slots that the pattern does not fill.
    pub slots: Vec<(Slot, String)>,
    /// Whether later times are not told from it.
    pub is_aside: bool,
    /// What else must hold.
    pub needs: Vec<Needs>,
    /// Sentences in which it must work, or must not.
    pub examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fragments: BTreeMap<String, String>,
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    pattern: String,
    kind: Kind,
    timex: Option<TimexType>,
    #[serde(default)]
    value: String,
    #[serde(default)]
    slots: BTreeMap<Slot, String>,
    #[serde(default)]
    aside: bool,
    #[serde(default)]
    needs: Vec<Needs>,
    left: Option<String>,
    not_left: Option<String>,
    right: Option<String>,
    not_right: Option<String>,
    examples: Vec<Example>,
}

pub(super) fn load(files: &Files, words: &mut Words) -> Result<Vec<Rule>, Error> {
    let file: File = files.toml(FILE)?;
    let mut compiler = Compiler {
        words,
        fragments: &file.fragments,
    };
    let mut rules = Vec::new();
    for row in file.rule {
        let name = row.name.clone();
        let rule = compile(row, &mut compiler);
        rules.push(rule.map_err(|problem| {
            let problem = format!("rule `{name}`: {problem}");
            Error::malformed(
                FILE,
                0,
                problem,
                "the notation is described at the head of the file",
            )
        })?);
    }
    Ok(rules)
}

fn compile(row: Row, compiler: &mut Compiler<'_>) -> Result<Rule, String> {
    let mut guard = |pattern: Option<String>| pattern.map(|p| compiler.compile(&p)).transpose();
    let guards = Guard {
        left: guard(row.left)?,
        not_left: guard(row.not_left)?,
        right: guard(row.right)?,
        not_right: guard(row.not_right)?,
    };
    Ok(Rule {
        program: compiler.compile(&row.pattern)?,
        guard: guards,
        name: row.name,
        kind: row.kind,
        timex: row.timex.unwrap_or(TimexType::Date),
        value: row.value,
        slots: row.slots.into_iter().collect(),
        is_aside: row.aside,
        needs: row.needs,
        examples: row.examples,
    })
}
