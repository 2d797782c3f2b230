//! Lemmas by rules, exceptions and a word list (spaCy's rule lemmatiser).
//!
//! Takes a word in lower case with its part of speech and features; returns its dictionary form. Forms
//! that the features call basic stay; others try the endings of their part of speech, prefer forms that
//! the word list holds, and let exceptions overrule. Known limit: words outside the list follow the
//! first rule whose ending fits.
//!
//! Example: "ponies" as a plural noun gives "pony".

use super::class::Class;
use super::error::CoreError;
use super::lexeme::Lexeme;
use super::tokenize::Tokenizer;
use super::weights::{Strings, Weights};
use std::borrow::Cow;
use std::collections::VecDeque;

/// Mark between the lemmas of one exception.
const BETWEEN: char = '\t';

/// The tables of one part of speech.
struct Table {
    /// Old and new endings in turn.
    endings: Strings,
    forms: Strings,
    lemmas: Strings,
    index: Strings,
}

/// What a label set tells the lemmatiser, worked out once.
enum Part {
    /// Lower case is the lemma.
    Lower,
    /// The text is the lemma.
    Keep,
    /// The tables decide.
    Table(usize),
}

/// The lemmatiser.
pub(crate) struct Lemmatizer {
    tables: Vec<Table>,
    /// For each label: what to do with words of that part of speech.
    parts: Vec<Part>,
    /// The table of nouns, which holds names too.
    nouns: Option<usize>,
    /// For each label as a set of features: for which parts of speech it means a basic form.
    basic: Vec<Basic>,
    letter: Class,
}

/// When a set of features means a basic form.
struct Basic {
    any: bool,
    noun: bool,
    verb: bool,
}

impl Lemmatizer {
    /// Reads the tables; `labels` are all labels of the model, `tokenizer` knows spaCy's string ids.
    pub(crate) fn load(
        weights: &Weights,
        labels: Strings,
        tokenizer: &Tokenizer,
    ) -> Result<Self, CoreError> {
        let ids = weights.hashes("lemma.pos")?;
        let mut tables = Vec::new();
        for number in 0..ids.len() {
            let part = |name: &str| weights.strings(&format!("lemma.{number}.{name}"));
            tables.push(Table {
                endings: part("endings")?,
                forms: part("forms")?,
                lemmas: part("lemmas")?,
                index: part("index")?,
            });
        }
        let part = |label: &str| {
            let label = label.to_lowercase();
            let wanted = tokenizer.id(&label);
            match ids.iter().position(|&id| id == wanted) {
                Some(table) => Part::Table(table),
                None if label == "propn" => Part::Keep,
                None => Part::Lower,
            }
        };
        Ok(Self {
            tables,
            nouns: ids.iter().position(|&id| id == tokenizer.id("noun")),
            parts: labels.iter().map(part).collect(),
            basic: labels.iter().map(basic).collect(),
            letter: tokenizer.letter(),
        })
    }

    /// The lemma of `lexeme` with part of speech `pos` and features `morph` (label numbers); `label`
    /// names the part of speech.
    pub(crate) fn lemma<'l>(
        &self,
        lexeme: &'l Lexeme,
        (pos, label): (u32, &str),
        morph: u32,
    ) -> Cow<'l, str> {
        let basic = &self.basic[morph as usize];
        let basic = basic.any || basic.noun && label == "NOUN" || basic.verb && label == "VERB";
        match self.parts[pos as usize] {
            Part::Table(table) if !basic => self.by_table(&self.tables[table], lexeme),
            Part::Keep if !basic => Cow::Borrowed(&lexeme.text),
            _ => Cow::Borrowed(&lexeme.lower),
        }
    }

    /// Whether the tables hold `word` (lower case) as a form of a verb, an adjective or an adverb.
    pub(crate) fn is_describing(&self, word: &str) -> bool {
        let tables = self.tables.iter().enumerate();
        let mut others = tables.filter(|(number, _)| Some(*number) != self.nouns);
        others.any(|(_, table)| table.holds(word))
    }

    fn by_table<'l>(&self, table: &Table, lexeme: &'l Lexeme) -> Cow<'l, str> {
        let word = &*lexeme.lower;
        let mut forms = VecDeque::new();
        let mut unlisted = None;
        for form in table.candidates(word) {
            if table.index.find(&form).is_some() {
                forms.push_front(form);
            } else if !form.chars().all(|c| self.letter.contains(c)) {
                forms.push_back(form);
            } else {
                unlisted = unlisted.or(Some(form));
            }
        }
        for exception in table.exceptions(word) {
            if forms.iter().all(|form| form != exception) {
                forms.push_front(exception.to_owned());
            }
        }
        let found = forms.pop_front().or(unlisted);
        found.map_or(Cow::Borrowed(&*lexeme.text), Cow::Owned)
    }
}

impl Table {
    /// What the rules make of `word`, in their order.
    fn candidates(&self, word: &str) -> impl Iterator<Item = String> {
        let pairs = 0..self.endings.len() / 2;
        let made = pairs.filter_map(move |pair| {
            let stem = word.strip_suffix(self.endings.get(2 * pair))?;
            Some(format!("{stem}{}", self.endings.get(2 * pair + 1)))
        });
        made.filter(|form| !form.is_empty())
    }

    fn holds(&self, word: &str) -> bool {
        let listed = |form: &str| self.index.find(form).is_some();
        listed(word)
            || self.exceptions(word).next().is_some()
            || self.candidates(word).any(|form| listed(&form))
    }

    fn exceptions(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let found = self.forms.find(word).map(|found| self.lemmas.get(found));
        found.into_iter().flat_map(|lemmas| lemmas.split(BETWEEN))
    }
}

fn basic(features: &str) -> Basic {
    let value = |wanted: &str| {
        let mut pairs = features.split('|').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value)
    };
    let present = value("VerbForm") == Some("Fin") && value("Tense") == Some("Pres");
    Basic {
        any: matches!(value("VerbForm"), Some("Inf" | "None")) || value("Degree") == Some("Pos"),
        noun: value("Number") == Some("Sing"),
        verb: present && value("Number").is_none(),
    }
}
