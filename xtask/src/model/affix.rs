//! Turns the model's affix patterns (Python `re` syntax) into tables without a regex engine.
//!
//! Takes the three patterns of the tokeniser (prefix, suffix, infix); returns an ordered list of
//! alternatives, each a sequence of character classes with optional classes behind and ahead, plus the
//! pool of classes as ranges of code points. Order is kept, so leftmost-first matching of the tables
//! is what Python's engine does. Known limit: only the constructs that these patterns use: classes,
//! literals, one group of alternatives, `+` on single characters, fixed-length look-around.
//!
//! Example: `(?<=[0-9])\+$` becomes behind `[0-9]`, body `+`, at the end of the text.

use anyhow::{Context, Result, bail, ensure};
use std::iter::Peekable;
use std::str::Chars;

/// A set of code points as sorted ranges without overlap.
pub(crate) type Class = Vec<(u32, u32)>;

/// One way to match.
#[derive(Clone, Debug, Default, PartialEq)]
struct Alternative {
    behind: Vec<Class>,
    body: Vec<(Class, bool)>,
    ahead: Option<(bool, Vec<Class>)>,
}

/// All classes used by the tables, each once.
#[derive(Default)]
pub(crate) struct Pool(pub(crate) Vec<Class>);

impl Pool {
    /// Number of `class` in the pool.
    pub(crate) fn number(&mut self, class: &Class) -> u32 {
        let known = self.0.iter().position(|c| c == class);
        known.unwrap_or_else(|| {
            self.0.push(class.clone());
            self.0.len() - 1
        }) as u32
    }

    /// Ranges of all classes in one table: the number of classes, the end of each, then the pairs.
    pub(crate) fn table(&self) -> Vec<u32> {
        let mut table = vec![self.0.len() as u32];
        let mut end = 0;
        for class in &self.0 {
            end += class.len() as u32;
            table.push(end);
        }
        table.extend(self.0.iter().flatten().flat_map(|&(a, b)| [a, b]));
        table
    }
}

/// The table of `pattern`: number of alternatives, then for each: number of classes behind and the
/// classes; number in the body and pairs of class and repeat flag; kind of look-ahead (0 none, 1
/// wanted, 2 forbidden), number of classes and the classes.
pub(crate) fn compile(pattern: &str, pool: &mut Pool) -> Result<Vec<u32>> {
    let mut alternatives = Vec::new();
    for part in split(pattern) {
        alternatives.extend(
            Reader::new(part)
                .alternatives()
                .with_context(|| part.to_owned())?,
        );
    }
    let alternatives = merge(alternatives);
    let mut table = vec![alternatives.len() as u32];
    for alternative in &alternatives {
        write(alternative, pool, &mut table);
    }
    Ok(table)
}

fn write(alternative: &Alternative, pool: &mut Pool, table: &mut Vec<u32>) {
    table.push(alternative.behind.len() as u32);
    table.extend(alternative.behind.iter().map(|c| pool.number(c)));
    table.push(alternative.body.len() as u32);
    for (class, repeat) in &alternative.body {
        table.extend([pool.number(class), u32::from(*repeat)]);
    }
    let (kind, ahead) = match &alternative.ahead {
        None => (0, &Vec::new()),
        Some((forbidden, classes)) => (1 + u32::from(*forbidden), classes),
    };
    table.extend([kind, ahead.len() as u32]);
    table.extend(ahead.iter().map(|c| pool.number(c)));
}

/// Neighbouring alternatives of one character in the same context are one class.
fn merge(alternatives: Vec<Alternative>) -> Vec<Alternative> {
    let mut merged: Vec<Alternative> = Vec::new();
    for alternative in alternatives {
        let single = |a: &Alternative| a.body.len() == 1 && !a.body[0].1;
        match merged.last_mut() {
            Some(last)
                if single(last)
                    && single(&alternative)
                    && last.behind == alternative.behind
                    && last.ahead == alternative.ahead =>
            {
                let ranges = [last.body[0].0.clone(), alternative.body[0].0.clone()].concat();
                last.body[0].0 = normal(ranges);
            }
            _ => merged.push(alternative),
        }
    }
    merged
}

/// Sorted ranges without overlap or gap of nothing.
pub(crate) fn normal(mut ranges: Class) -> Class {
    ranges.sort_unstable();
    let mut out: Class = Vec::new();
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start <= last.1 + 1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// The parts of a pattern between `|` outside classes and groups.
fn split(pattern: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut class, mut escaped) =
        (Vec::new(), 0, 0, false, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' if class => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    parts
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
}

impl<'p> Reader<'p> {
    fn new(part: &'p str) -> Self {
        Self {
            rest: part.chars().peekable(),
        }
    }

    fn take(&mut self, literal: &str) -> bool {
        let mut ahead = self.rest.clone();
        let found = literal.chars().all(|c| ahead.next() == Some(c));
        if found {
            self.rest = ahead;
        }
        found
    }

    /// The alternatives of one part; a group gives one for each of its own.
    fn alternatives(mut self) -> Result<Vec<Alternative>> {
        self.take("^");
        let mut all = vec![Alternative::default()];
        if self.take("(?<=") {
            all[0].behind = self.classes_until_close()?;
        }
        while let Some(&c) = self.rest.peek() {
            if c == '$' {
                self.rest.next();
                ensure!(self.rest.peek().is_none(), "text after the end mark");
            } else if self.take("(?=") {
                let classes = self.classes_until_close()?;
                for a in &mut all {
                    a.ahead = Some((false, classes.clone()));
                }
            } else if self.take("(?!") {
                let classes = self.classes_until_close()?;
                for a in &mut all {
                    a.ahead = Some((true, classes.clone()));
                }
            } else if self.take("(?:") {
                all = product(&all, &self.group()?);
            } else {
                let class = self.class()?;
                let repeat = self.take("+");
                for a in &mut all {
                    a.body.push((class.clone(), repeat));
                }
            }
        }
        Ok(all)
    }

    fn classes_until_close(&mut self) -> Result<Vec<Class>> {
        let mut classes = Vec::new();
        while !self.take(")") {
            classes.push(self.class()?);
        }
        Ok(classes)
    }

    fn group(&mut self) -> Result<Vec<Vec<(Class, bool)>>> {
        let mut options = vec![Vec::new()];
        while !self.take(")") {
            if self.take("|") {
                options.push(Vec::new());
            } else {
                let class = self.class()?;
                options
                    .last_mut()
                    .context("no option")?
                    .push((class, false));
            }
        }
        Ok(options)
    }

    /// A class in brackets, an escaped character or a plain one.
    fn class(&mut self) -> Result<Class> {
        match self.rest.next().context("pattern ends too early")? {
            '[' => self.brackets(),
            '\\' => self.escape().map(|c| vec![(c, c)]),
            c @ ('(' | ')' | '*' | '?' | '{' | '^' | '.' | '|') => bail!("`{c}` is not understood"),
            c => Ok(vec![(c as u32, c as u32)]),
        }
    }

    fn brackets(&mut self) -> Result<Class> {
        let mut ranges = Vec::new();
        while !self.take("]") {
            let start = self.member()?;
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.next() != Some(']') {
                self.rest.next();
                ranges.push((start, self.member()?));
            } else {
                ranges.push((start, start));
            }
        }
        Ok(normal(ranges))
    }

    fn member(&mut self) -> Result<u32> {
        match self.rest.next().context("class ends too early")? {
            '\\' => self.escape(),
            c => Ok(c as u32),
        }
    }

    fn escape(&mut self) -> Result<u32> {
        let digits = match self.rest.next().context("escape ends too early")? {
            'u' => 4,
            'U' => 8,
            c if c.is_alphanumeric() => bail!("`\\{c}` is not understood"),
            c => return Ok(c as u32),
        };
        let text: String = self.rest.by_ref().take(digits).collect();
        Ok(u32::from_str_radix(&text, 16)?)
    }
}

fn product(all: &[Alternative], options: &[Vec<(Class, bool)>]) -> Vec<Alternative> {
    let extended = |a: &Alternative, option: &Vec<(Class, bool)>| {
        let mut longer = a.clone();
        longer.body.extend(option.iter().cloned());
        longer
    };
    all.iter()
        .flat_map(|a| options.iter().map(move |o| extended(a, o)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_behind_a_digit_gives_one_alternative_each() {
        let mut pool = Pool::default();
        let table = compile(r"(?<=[0-9])(?:km|m)$", &mut pool).unwrap();
        assert_eq!(table, [2, 1, 0, 2, 1, 0, 2, 0, 0, 0, 1, 0, 1, 2, 0, 0, 0]);
        assert_eq!(pool.0[0], [(48, 57)]);
    }

    #[test]
    fn neighbouring_single_characters_become_one_class() {
        let mut pool = Pool::default();
        assert_eq!(compile(r"^a|^b|^\.\.+", &mut pool).unwrap()[0], 2);
        assert_eq!(pool.0[0], [(97, 98)]);
    }
}
