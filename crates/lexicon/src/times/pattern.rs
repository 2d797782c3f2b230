//! Patterns over the words of a text: from the notation of the rule file to a small program.
//!
//! Takes a pattern such as `(the)? <ordinal> -? quarter (of <year>)?`; returns a [`Program`] that the
//! language stage runs over words. Notation: a bare word matches itself (lower case); `<class>` matches
//! a word of that class, or a numeral, and keeps it in the slot of that name (`<class:slot>` names
//! another); `{name}` stands for a fragment; `( a | b )` chooses; `?` makes the thing before it
//! optional; `[ ]` marks what belongs to the expression when not all of it does, several times for several
//! expressions. Method: backtracking machine (Thompson 1968, as told by Cox 2009). Known limit: no
//! repetition, on purpose.
//!
//! Example: `from [<year>] to [<year>]` gives two expressions, both without the prepositions.

use super::words::{ClassId, WordId, Words};
use std::collections::BTreeMap;

/// Slots that a pattern can fill; the resolver reads them by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// Anniversary: number of a row of the table of events.
    Event,
    /// Calendar slots.
    Year,
    /// 1 to 12.
    Month,
    /// 1 to 31.
    Day,
    /// 1 (Monday) to 7.
    Weekday,
    /// `SP`, `SU`, `FA`, `WI`.
    Season,
    /// `MO`, `AF`, ...
    Part,
    /// First year of a decade, or its last two digits.
    Decade,
    /// 1 or 2.
    Half,
    /// Number of a row of the table of holidays.
    Holiday,
    /// Clock slots.
    Hour,
    /// 0 to 59.
    Minute,
    /// 0 before noon, 12 after it.
    Noon,
    /// Offset from Greenwich as TIMEX3 writes it.
    Zone,
    /// `1` before Christ.
    Era,
    /// A count of units, or a number of a list.
    Number,
    /// A part of a unit on top, in hundredths.
    Fraction,
    /// Its second, larger alternative ("two to three").
    Upper,
    /// First, second, third.
    Ordinal,
    /// `D`, `W`, `M`, `Y`, ...
    Unit,
    /// -1 before, 0 this, 1 after.
    Which,
    /// As `which`, for the year of a month.
    Whichyear,
    /// Days from the publication date.
    Days,
    /// -1 ago, 1 later.
    Way,
    /// Anything that a rule's value names.
    Value,
    /// Earlier or later part of the period: -1, 1.
    Side,
}

/// Numerals, read by the language stage and not listed in the word table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numeral {
    /// `3`, `three`, `2 1/2`, `a couple of`, `several`.
    Number,
    /// As `Number`, but no article ("a", "an").
    Count,
    /// `third`, `21st`.
    Ordinal,
    /// Four digits, or spelled ("nineteen ninety-six").
    Year,
    /// Two digits, a year without its century.
    Short,
    /// 1 to 31, in digits or as an ordinal.
    Day,
    /// 1 to 31 in digits only, without an ending.
    Plain,
    /// 1 to 12 in two digits.
    Two,
    /// 0 to 24.
    Hour,
    /// Two digits, 00 to 59.
    Minute,
    /// Four digits, hour and minute.
    Clock,
    /// Three digits, a year before Christ.
    Bare,
    /// `1970s`, `70s`.
    Decade,
}

/// One step of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// This word.
    Word(WordId),
    /// A word of this class, kept in the slot.
    Class(ClassId, Option<Slot>),
    /// A numeral, kept in the slot.
    Numeral(Numeral, Option<Slot>),
    /// Go on at both places, the first preferred.
    Split(usize, usize),
    /// Go on there.
    Jump(usize),
    /// An expression begins.
    Open,
    /// An expression ends.
    Close,
    /// Matched.
    Accept,
}

/// A compiled pattern.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Steps; the first is the start.
    pub steps: Vec<Step>,
    /// Whether it marks what belongs to the expression.
    pub is_marked: bool,
}

/// What can open a match.
#[derive(Clone, Debug, Default)]
pub(super) struct Openers {
    /// Words.
    pub words: Vec<WordId>,
    /// Whether a numeral can.
    pub numeral: bool,
}

/// Compiles patterns with fragments and a word table.
pub(super) struct Compiler<'w> {
    pub(super) words: &'w mut Words,
    pub(super) fragments: &'w BTreeMap<String, String>,
}

/// Fragments in fragments: deeper means a fragment that holds itself.
const DEEPEST_FRAGMENT: usize = 12;

impl Compiler<'_> {
    /// The program of `pattern`, or what is wrong with it.
    pub(super) fn compile(&mut self, pattern: &str) -> Result<Program, String> {
        let mut parts = Vec::new();
        self.expand(pattern, 0, &mut parts)?;
        let mut program = Program::default();
        let mut rest = parts.as_slice();
        self.choice(&mut rest, &mut program.steps)?;
        if let Some(part) = rest.first() {
            return Err(format!("`{part}` has no partner"));
        }
        program.steps.push(Step::Accept);
        program.is_marked = program.steps.contains(&Step::Open);
        Ok(program)
    }

    fn expand(&self, pattern: &str, depth: usize, parts: &mut Vec<String>) -> Result<(), String> {
        if depth > DEEPEST_FRAGMENT {
            return Err("a fragment holds itself".to_owned());
        }
        for part in split(pattern) {
            let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
                parts.push(part);
                continue;
            };
            let body = self.fragments.get(name);
            let body = body.ok_or_else(|| format!("there is no fragment `{name}`"))?;
            parts.push("(".to_owned());
            self.expand(body, depth + 1, parts)?;
            parts.push(")".to_owned());
        }
        Ok(())
    }

    fn choice(&mut self, rest: &mut &[String], steps: &mut Vec<Step>) -> Result<(), String> {
        let start = steps.len();
        self.sequence(rest, steps)?;
        if rest.first().is_none_or(|p| p != "|") {
            return Ok(());
        }
        *rest = &rest[1..];
        steps.insert(start, Step::Split(0, 0));
        shift_targets(&mut steps[start + 1..], start, 1);
        let jump = steps.len();
        steps.push(Step::Jump(0));
        let other = steps.len();
        self.choice(rest, steps)?;
        steps[start] = Step::Split(start + 1, other);
        steps[jump] = Step::Jump(steps.len());
        Ok(())
    }

    fn sequence(&mut self, rest: &mut &[String], steps: &mut Vec<Step>) -> Result<(), String> {
        while let Some(part) = rest.first() {
            if part == "|" || part == ")" {
                break;
            }
            *rest = &rest[1..];
            let start = steps.len();
            self.part(part, rest, steps)?;
            if rest.first().is_some_and(|p| p == "?") {
                *rest = &rest[1..];
                steps.insert(start, Step::Split(0, 0));
                shift_targets(&mut steps[start + 1..], start, 1);
                steps[start] = Step::Split(start + 1, steps.len());
            }
        }
        Ok(())
    }

    fn part(
        &mut self,
        part: &str,
        rest: &mut &[String],
        steps: &mut Vec<Step>,
    ) -> Result<(), String> {
        match part {
            "(" => {
                self.choice(rest, steps)?;
                if rest.first().is_none_or(|p| p != ")") {
                    return Err("`(` is not closed".to_owned());
                }
                *rest = &rest[1..];
            }
            "?" => return Err("`?` follows nothing".to_owned()),
            "[" => steps.push(Step::Open),
            "]" => steps.push(Step::Close),
            _ => steps.push(self.single(part)?),
        }
        Ok(())
    }

    fn single(&mut self, part: &str) -> Result<Step, String> {
        let Some(inside) = part.strip_prefix('<').and_then(|p| p.strip_suffix('>')) else {
            return Ok(Step::Word(self.words.intern(part)));
        };
        let (class, slot) = inside.split_once(':').unwrap_or((inside, inside));
        let slot = slot_of(slot);
        if inside.contains(':') && slot.is_none() {
            return Err(format!("`<{inside}>` names no slot"));
        }
        if let Some(numeral) = numeral_of(class) {
            return Ok(Step::Numeral(numeral, slot));
        }
        let class = self.words.class(class);
        let class =
            class.ok_or_else(|| format!("there is no class `{inside}` in the word table"))?;
        Ok(Step::Class(class, slot))
    }
}

/// After a step was put in at `at`, targets behind it move by `by`.
fn shift_targets(steps: &mut [Step], at: usize, by: usize) {
    let moved = |target: usize| if target >= at { target + by } else { target };
    for step in steps {
        match step {
            Step::Split(a, b) => *step = Step::Split(moved(*a), moved(*b)),
            Step::Jump(a) => *step = Step::Jump(moved(*a)),
            _ => {}
        }
    }
}

fn slot_of(name: &str) -> Option<Slot> {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    serde::Deserialize::deserialize(name).ok()
}

fn numeral_of(name: &str) -> Option<Numeral> {
    Some(match name {
        "number" => Numeral::Number,
        "count" => Numeral::Count,
        "ordinal" => Numeral::Ordinal,
        "year" => Numeral::Year,
        "short" => Numeral::Short,
        "day" => Numeral::Day,
        "plain" => Numeral::Plain,
        "two" => Numeral::Two,
        "hour" => Numeral::Hour,
        "minute" => Numeral::Minute,
        "clock" => Numeral::Clock,
        "bare" => Numeral::Bare,
        "decade" => Numeral::Decade,
        _ => return None,
    })
}

/// The parts of a pattern: signs of the notation, `<...>`, `{...}` and words.
fn split(pattern: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in pattern.split_whitespace() {
        let mut word = String::new();
        let mut is_inside = false;
        for sign in piece.chars() {
            let is_sign = matches!(sign, '(' | ')' | '|' | '?' | '[' | ']');
            if is_sign && !is_inside {
                parts.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                parts.push(sign.to_string());
                continue;
            }
            is_inside = (is_inside || matches!(sign, '<' | '{')) && !matches!(sign, '>' | '}');
            word.push(sign);
        }
        parts.extend((!word.is_empty()).then_some(word));
    }
    parts
}

impl Program {
    /// What a match can begin with.
    pub(super) fn openers(&self, words: &Words) -> Openers {
        let mut openers = Openers::default();
        let (mut waiting, mut seen) = (vec![0], vec![false; self.steps.len()]);
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match self.steps[at] {
                Step::Word(word) => openers.words.push(word),
                Step::Class(class, _) => openers.words.extend(words.openers(class)),
                Step::Numeral(..) => openers.numeral = true,
                Step::Split(a, b) => waiting.extend([a, b]),
                Step::Jump(a) => waiting.push(a),
                Step::Open | Step::Close => waiting.push(at + 1),
                Step::Accept => {}
            }
        }
        openers.words.sort_unstable();
        openers.words.dedup();
        openers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(pattern: &str) -> Result<usize, String> {
        let mut words = Words::default();
        let fragments = BTreeMap::from([("tail".to_owned(), "of (a | b)".to_owned())]);
        let compiler = &mut Compiler {
            words: &mut words,
            fragments: &fragments,
        };
        compiler.compile(pattern).map(|p| p.steps.len())
    }

    #[test]
    fn signs_fragments_and_choices_become_steps() {
        assert_eq!(steps("the? <year>"), Ok(4));
        assert_eq!(steps("(a|b) {tail}?"), Ok(4 + 1 + 5 + 1));
    }

    #[test]
    fn a_wrong_pattern_is_named() {
        assert!(steps("(a").unwrap_err().contains("not closed"));
        assert!(steps("<nothing>").unwrap_err().contains("no class"));
        assert!(steps("{none}").unwrap_err().contains("no fragment"));
        assert!(steps("a)").unwrap_err().contains("no partner"));
    }
}
