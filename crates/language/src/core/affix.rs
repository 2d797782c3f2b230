//! What may be peeled off the ends of a run of characters, and where its middle may be cut.
//!
//! Takes the prefix, suffix and infix tables of the weight file; matches them leftmost-first, as
//! Python's `re` matches the patterns that they were made from: an ordered list of alternatives, each a
//! sequence of classes with optional classes behind and ahead. Lengths are counted in characters.
//!
//! Example: in `10km` the suffix is `km`, because a digit stands before it.

use super::class::{Class, Classes};
use super::error::CoreError;
use super::weights::Weights;
use std::ops::Range;

/// What must or must not follow.
enum Ahead {
    Anything,
    Wanted(Vec<Class>),
    Forbidden(Vec<Class>),
}

struct Alternative {
    behind: Vec<Class>,
    body: Vec<(Class, bool)>,
    ahead: Ahead,
}

impl Alternative {
    /// End of the match that starts at `at`.
    fn end(&self, text: &[char], at: usize) -> Option<usize> {
        let before = at.checked_sub(self.behind.len())?;
        let mut end = at;
        for &(class, repeat) in &self.body {
            if !class.contains(*text.get(end)?) {
                return None;
            }
            end += 1;
            while repeat && text.get(end).is_some_and(|&c| class.contains(c)) {
                end += 1;
            }
        }
        let ahead = match &self.ahead {
            Ahead::Anything => true,
            Ahead::Wanted(classes) => all_at(classes, text, end),
            Ahead::Forbidden(classes) => !all_at(classes, text, end),
        };
        (ahead && all_at(&self.behind, text, before)).then_some(end)
    }
}

fn all_at(classes: &[Class], text: &[char], at: usize) -> bool {
    let here = text.get(at..at + classes.len());
    here.is_some_and(|here| {
        here.iter()
            .zip(classes)
            .all(|(&c, class)| class.contains(c))
    })
}

/// One of the three tables.
pub(crate) struct Affix {
    alternatives: Vec<Alternative>,
    /// Longest match of the alternatives without repetition.
    longest: usize,
}

impl Affix {
    /// Reads table `name`.
    pub(crate) fn load(
        weights: &Weights,
        name: &str,
        classes: &Classes,
    ) -> Result<Self, CoreError> {
        let mut reader = Reader {
            rest: weights.numbers(name)?,
            classes,
        };
        let alternatives = reader
            .table()
            .ok_or_else(|| CoreError::section(name, "it is cut short"))?;
        let plain = |a: &&Alternative| a.body.iter().all(|(_, repeat)| !repeat);
        let lengths = alternatives.iter().filter(plain).map(|a| a.body.len());
        Ok(Self {
            longest: lengths.max().unwrap_or(0),
            alternatives,
        })
    }

    /// Length of the match at the start of `text`; 0 without one.
    pub(crate) fn at_start(&self, text: &[char]) -> usize {
        let mut ends = self.alternatives.iter().filter_map(|a| a.end(text, 0));
        ends.next().unwrap_or(0)
    }

    /// Length of the leftmost match that reaches the end of `text`; 0 without one.
    pub(crate) fn at_end(&self, text: &[char]) -> usize {
        let reaches = |at: usize| {
            let mut ends = self.alternatives.iter().filter_map(|a| a.end(text, at));
            ends.any(|end| end == text.len())
        };
        let found = (self.earliest(text)..text.len()).find(|&at| reaches(at));
        found.map_or(0, |at| text.len() - at)
    }

    /// No match that reaches the end starts before this: neither a plain nor a repeating one.
    fn earliest(&self, text: &[char]) -> usize {
        let repeating = self.alternatives.iter().filter_map(|a| a.body.last());
        let starts = repeating.filter(|(_, repeat)| *repeat).map(|(class, _)| {
            let run = text.iter().rev().take_while(|&&c| class.contains(c));
            text.len() - run.count()
        });
        let plain = text.len().saturating_sub(self.longest);
        starts.chain([plain]).min().unwrap_or(0)
    }

    /// All matches from left to right, without overlap.
    pub(crate) fn all(&self, text: &[char]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let mut ends = self.alternatives.iter().filter_map(|a| a.end(text, at));
            match ends.next() {
                Some(end) => {
                    found.push(at..end);
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        found
    }
}

struct Reader<'c> {
    rest: &'static [u32],
    classes: &'c Classes,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u32> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn class(&mut self) -> Option<Class> {
        let number = self.next()?;
        self.classes.get(number)
    }

    fn list(&mut self) -> Option<Vec<Class>> {
        let count = self.next()?;
        (0..count).map(|_| self.class()).collect()
    }

    fn table(&mut self) -> Option<Vec<Alternative>> {
        let count = self.next()?;
        (0..count).map(|_| self.alternative()).collect()
    }

    fn alternative(&mut self) -> Option<Alternative> {
        let behind = self.list()?;
        let count = self.next()?;
        let element = |reader: &mut Self| Some((reader.class()?, reader.next()? == 1));
        let body = (0..count).map(|_| element(self)).collect::<Option<_>>()?;
        let kind = self.next()?;
        let ahead = self.list()?;
        let ahead = match kind {
            0 => Ahead::Anything,
            1 => Ahead::Wanted(ahead),
            _ => Ahead::Forbidden(ahead),
        };
        Some(Alternative {
            behind,
            body,
            ahead,
        })
    }
}
