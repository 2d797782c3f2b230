//! Part of speech, features and fixed lemmas from tag, label and word (spaCy's attribute ruler).
//!
//! Takes the tag, dependency label and word form of each token of a paragraph; returns what the
//! model's 179 rules make of them. All rules are matched first and then applied in their order, so a
//! later rule overrides an earlier one. Rules are found through the tag or word of the token that they
//! change, so a token meets about five of them. Known limit: conditions on tag, label, word, space.
//!
//! Example: tag `MD` and the word "ca" give `AUX` and the lemma "can".

use super::error::CoreError;
use super::lexeme::Lexeme;
use super::weights::{Strings, Weights};
use std::collections::HashMap;

/// Numbers of attributes in the file.
const TAG: u32 = 0;
const DEP: u32 = 1;
const LOWER: u32 = 2;
const IS_SPACE: u32 = 3;
const POS: u32 = 4;
const MORPH: u32 = 5;
const LEMMA: u32 = 6;

/// What the rules look at, as label numbers; the word is its number among the rules' words.
#[derive(Clone, Copy)]
pub(crate) struct Sight {
    pub(crate) tag: u32,
    pub(crate) dep: u32,
    pub(crate) word: Option<u32>,
    pub(crate) is_space: bool,
}

/// What the rules set, as label numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) tag: u32,
    pub(crate) dep: u32,
    pub(crate) pos: u32,
    pub(crate) morph: u32,
    pub(crate) lemma: Option<&'static str>,
}

struct Condition {
    attribute: u32,
    wanted: bool,
    values: Vec<u32>,
}

impl Condition {
    fn holds(&self, sight: Sight) -> bool {
        let value = match self.attribute {
            TAG => Some(sight.tag),
            DEP => Some(sight.dep),
            LOWER => sight.word,
            _ => Some(u32::from(sight.is_space)),
        };
        value.is_some_and(|value| self.values.contains(&value)) == self.wanted
    }

    /// The tags or words that a token must have one of.
    fn keys(&self, attribute: u32) -> Option<&[u32]> {
        (self.attribute == attribute && self.wanted).then_some(&self.values)
    }
}

struct Pattern {
    rule: usize,
    /// Place in the pattern of the token that the rule changes.
    target: usize,
    tokens: Vec<Vec<Condition>>,
}

impl Pattern {
    fn matches(&self, sights: &[Sight], at: usize) -> bool {
        let start = at.checked_sub(self.target);
        let here = start.and_then(|start| sights.get(start..start + self.tokens.len()));
        here.is_some_and(|here| {
            let mut pairs = here.iter().zip(&self.tokens);
            pairs.all(|(&sight, conditions)| conditions.iter().all(|c| c.holds(sight)))
        })
    }
}

/// Attributes and the values that they get.
type Settings = Vec<(u32, u32)>;

/// The rules.
pub(crate) struct Ruler {
    settings: Vec<Settings>,
    patterns: Vec<Pattern>,
    by_word: HashMap<u32, Vec<usize>>,
    by_tag: HashMap<u32, Vec<usize>>,
    others: Vec<usize>,
    words: Strings,
    numbers: HashMap<&'static str, u32>,
}

impl Ruler {
    /// Reads the rules.
    pub(crate) fn load(weights: &Weights) -> Result<Self, CoreError> {
        let words = weights.strings("ruler.words")?;
        let mut ruler = Self {
            settings: Vec::new(),
            patterns: Vec::new(),
            by_word: HashMap::new(),
            by_tag: HashMap::new(),
            others: Vec::new(),
            words,
            numbers: words.iter().zip(0..).collect(),
        };
        let mut reader = Reader {
            rest: weights.numbers("ruler")?,
        };
        let wrong = || CoreError::section("ruler", "it is cut short");
        let count = reader.next().ok_or_else(wrong)?;
        for _ in 0..count {
            let (settings, patterns) = reader.rule(ruler.settings.len()).ok_or_else(wrong)?;
            ruler.settings.push(settings);
            for pattern in patterns {
                ruler.add(pattern);
            }
        }
        Ok(ruler)
    }

    fn add(&mut self, pattern: Pattern) {
        let number = self.patterns.len();
        let target = pattern.tokens.get(pattern.target);
        let keys = |attribute| {
            let mut conditions = target.into_iter().flatten();
            conditions.find_map(|c| c.keys(attribute).map(<[u32]>::to_vec))
        };
        if let Some(words) = keys(LOWER) {
            let lists = words.into_iter().map(|w| (w, number));
            lists.for_each(|(w, n)| self.by_word.entry(w).or_default().push(n));
        } else if let Some(tags) = keys(TAG) {
            let lists = tags.into_iter().map(|t| (t, number));
            lists.for_each(|(t, n)| self.by_tag.entry(t).or_default().push(n));
        } else {
            self.others.push(number);
        }
        self.patterns.push(pattern);
    }

    /// The number of the word of `lexeme` among the rules' words.
    pub(crate) fn word(&self, lexeme: &Lexeme) -> Option<u32> {
        self.numbers.get(&*lexeme.lower).copied()
    }

    /// What the rules set at each of the tokens that `sights` tell.
    pub(crate) fn apply(&self, sights: &[Sight]) -> Vec<Setting> {
        (0..sights.len())
            .map(|at| self.setting(sights, at))
            .collect()
    }

    fn setting(&self, sights: &[Sight], at: usize) -> Setting {
        let sight = sights[at];
        let by_word = sight.word.and_then(|word| self.by_word.get(&word));
        let by_tag = self.by_tag.get(&sight.tag);
        let candidates = by_word
            .into_iter()
            .chain(by_tag)
            .flatten()
            .chain(&self.others);
        let patterns = candidates.map(|&number| &self.patterns[number]);
        let matching = patterns.filter(|pattern| pattern.matches(sights, at));
        let mut rules: Vec<usize> = matching.map(|pattern| pattern.rule).collect();
        rules.sort_unstable();
        let mut setting = Setting {
            tag: sight.tag,
            dep: sight.dep,
            pos: 0,
            morph: 0,
            lemma: None,
        };
        for rule in rules {
            self.set(rule, &mut setting);
        }
        setting
    }

    fn set(&self, rule: usize, setting: &mut Setting) {
        for &(attribute, value) in &self.settings[rule] {
            match attribute {
                TAG => setting.tag = value,
                DEP => setting.dep = value,
                POS => setting.pos = value,
                MORPH => setting.morph = value,
                LEMMA => setting.lemma = Some(self.words.get(value as usize)),
                _ => {}
            }
        }
    }
}

struct Reader {
    rest: &'static [u32],
}

impl Reader {
    fn next(&mut self) -> Option<u32> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn list(&mut self) -> Option<Vec<u32>> {
        let count = self.next()?;
        (0..count).map(|_| self.next()).collect()
    }

    fn rule(&mut self, rule: usize) -> Option<(Settings, Vec<Pattern>)> {
        let target = self.next()? as usize;
        let count = self.next()?;
        let settings = (0..count)
            .map(|_| Some((self.next()?, self.next()?)))
            .collect::<Option<_>>()?;
        let count = self.next()?;
        let mut patterns = Vec::new();
        for _ in 0..count {
            let length = self.next()?;
            patterns.push(Pattern {
                rule,
                target,
                tokens: (0..length)
                    .map(|_| self.conditions())
                    .collect::<Option<_>>()?,
            });
        }
        Some((settings, patterns))
    }

    fn conditions(&mut self) -> Option<Vec<Condition>> {
        let count = self.next()?;
        let condition = |reader: &mut Self| {
            let attribute = reader.next().filter(|&a| a <= IS_SPACE)?;
            Some(Condition {
                attribute,
                wanted: reader.next()? == 0,
                values: reader.list()?,
            })
        };
        (0..count).map(|_| condition(self)).collect()
    }
}
