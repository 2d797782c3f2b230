//! The words of time expressions: their classes, what each stands for, and numerals.
//!
//! Takes `data/en/time-words.csv` and `data/en/time-numbers.csv`; returns a [`Words`] in which every
//! word that any rule knows has a number, so that most words of a text are passed over by one look-up.
//! Known limit: words are compared in lower case; what must be capitalised or tagged in a certain way
//! says so in its row.
//!
//! Example: `Sept` is of class `month`, value 9, only when capitalised, and may carry a full stop.

use crate::{Error, Files};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Number of a word in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// Number of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassId(pub usize);

/// One entry of a class: one word, or several in a row.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The words after the first.
    pub rest: Vec<WordId>,
    /// What it stands for.
    pub value: String,
    /// The same as a number, where it is one.
    pub number: Option<i32>,
    /// Its first word must be capitalised.
    pub needs_capital: bool,
    /// Its first word must have one of these tags (beginnings of tags); empty when any will do.
    pub tags: Vec<String>,
    /// May be followed by a full stop that belongs to it.
    pub is_short: bool,
}

/// What a numeral word does in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumeralKind {
    /// 1 to 19.
    One,
    /// A count that takes an article: `couple`, `dozen`.
    Group,
    /// 20 to 90.
    Ten,
    /// Multiplies what stands before it.
    Times,
    /// `first` to `nineteenth`.
    Ordinal,
    /// `twentieth` to `ninetieth`.
    Tenth,
    /// Counts one, but is no count by itself: `a`, `an`.
    Article,
    /// An unknown number.
    Vague,
    /// May stand between hundreds and ones.
    And,
    /// May stand between the words of one number: a hyphen.
    Hyphen,
    /// Nothing by itself after a count: `of` in "a couple of".
    Filler,
    /// Ending of ordinals in digits.
    Ending,
    /// Ending of decades in digits.
    Decades,
    /// A decade by name, 20 to 90: `nineties`.
    Decade,
    /// A fraction in hundredths: `half`.
    Fraction,
}

/// A numeral word.
#[derive(Clone, Copy, Debug)]
pub struct NumeralWord {
    /// What it does.
    pub kind: NumeralKind,
    /// Its number; hundredths for fractions.
    pub value: i32,
}

/// All words of all rules.
#[derive(Clone, Debug, Default)]
pub struct Words {
    ids: HashMap<String, WordId>,
    names: BTreeMap<String, ClassId>,
    classes: Vec<BTreeMap<WordId, Vec<Entry>>>,
    numerals: BTreeMap<WordId, NumeralWord>,
}

const WORDS: &str = "en/time-words.csv";
const NUMBERS: &str = "en/time-numbers.csv";

#[derive(Deserialize)]
struct WordRow {
    class: String,
    value: String,
    words: String,
    only: String,
}

#[derive(Deserialize)]
struct NumberRow {
    kind: NumeralKind,
    value: i32,
    words: String,
}

impl Words {
    /// Reads both tables.
    ///
    /// # Errors
    /// A row that does not fit its columns.
    pub(super) fn load(files: &Files) -> Result<Self, Error> {
        let mut words = Self::default();
        for (_, row) in files.csv::<WordRow>(WORDS)? {
            for phrase in row.words.split('|') {
                words.add(&row.class, phrase, &row.value, &row.only);
            }
        }
        for (_, row) in files.csv::<NumberRow>(NUMBERS)? {
            for word in row.words.split('|') {
                let id = words.intern(word.trim());
                let numeral = NumeralWord {
                    kind: row.kind,
                    value: row.value,
                };
                words.numerals.insert(id, numeral);
            }
        }
        Ok(words)
    }

    /// Puts `phrase` into class `class`; `only` lists `capital`, `short` and beginnings of tags.
    pub(super) fn add(&mut self, class: &str, phrase: &str, value: &str, only: &str) {
        let ids: Vec<WordId> = phrase.split_whitespace().map(|w| self.intern(w)).collect();
        let Some((first, rest)) = ids.split_first() else {
            return;
        };
        let marks: Vec<&str> = only.split_whitespace().collect();
        let entry = Entry {
            rest: rest.to_vec(),
            value: value.to_owned(),
            number: value.parse().ok(),
            needs_capital: marks.contains(&"capital"),
            tags: marks
                .iter()
                .filter(|m| m.starts_with(char::is_uppercase))
                .map(|m| (*m).to_owned())
                .collect(),
            is_short: marks.contains(&"short"),
        };
        let next = ClassId(self.classes.len());
        let class = *self.names.entry(class.to_owned()).or_insert(next);
        if class == next {
            self.classes.push(BTreeMap::new());
        }
        self.classes[class.0].entry(*first).or_default().push(entry);
    }

    /// The number of `word`, a new one if it has none.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        let next = WordId(self.ids.len() as u32);
        *self.ids.entry(word.to_owned()).or_insert(next)
    }

    /// The number of `word` (lower case), if any rule knows it.
    pub fn find(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// How many words have a number.
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The class of that name.
    pub fn class(&self, name: &str) -> Option<ClassId> {
        self.names.get(name).copied()
    }

    /// Entries of `class` that begin with `word`.
    pub fn entries(&self, class: ClassId, word: WordId) -> &[Entry] {
        self.classes[class.0].get(&word).map_or(&[], Vec::as_slice)
    }

    /// First words of the entries of `class`, in order.
    pub(super) fn openers(&self, class: ClassId) -> impl Iterator<Item = WordId> + '_ {
        self.classes[class.0].keys().copied()
    }

    /// What `word` does in numerals.
    pub fn numeral(&self, word: WordId) -> Option<NumeralWord> {
        self.numerals.get(&word).copied()
    }

    /// Whether `word` (lower case) is an entry of the class named `class`.
    pub fn is_in(&self, class: &str, word: &str) -> bool {
        let entries = self.class(class).zip(self.find(word));
        entries.is_some_and(|(class, word)| !self.entries(class, word).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_row_become_conditions_of_its_entries() {
        let mut words = Words::default();
        words.add("month", "sept", "9", "capital short NNP");
        let (class, word) = (words.class("month"), words.find("sept"));
        let entry = &words.entries(class.unwrap(), word.unwrap())[0];
        assert!(entry.needs_capital && entry.is_short);
        assert_eq!(
            (entry.number, entry.tags.join(" ")),
            (Some(9), "NNP".into())
        );
        assert!(words.is_in("month", "sept") && !words.is_in("month", "oct"));
    }
}
