//! Numbers for what the words of accounts say, so that accounts are compared without comparing letters.
//!
//! Takes readings; returns for each lemma of a trigger its family, and for each word that names a thing or says what an act of
//! speech is about its sense, all as numbers in order of first use. Equal numbers mean equal senses and nothing more; their order
//! says nothing. Known limit: numbers hold for one merging of events.
//!
//! Example: "shelled" and "shelling" have one number of a family, and each its own of a lemma.

use crate::derive::Ground;
use lexicon::merge::Family;
use model::{Event, Reading};
use std::collections::HashMap;

/// What a trigger's lemma says.
pub(crate) struct Trigger {
    pub(crate) lemma: u32,
    pub(crate) family: Family,
    /// Number of the family's name.
    pub(crate) kin: u32,
}

/// Senses of words, each with its number.
#[derive(Default)]
struct Table<'r> {
    /// The number of a word's sense; `None` where it says nothing.
    of: HashMap<&'r str, Option<u32>>,
    numbers: Numbers,
}

/// What the words of some readings say.
pub(crate) struct Senses<'r> {
    triggers: HashMap<&'r str, Trigger>,
    things: Table<'r>,
    topics: Table<'r>,
}

/// Numbers in order of first use.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, text: String) -> u32 {
        let next = u32::try_from(self.0.len()).expect("fewer senses than there are numbers");
        *self.0.entry(text).or_insert(next)
    }
}

impl<'r> Table<'r> {
    fn take(&mut self, word: &'r str, sense: impl FnOnce(&str) -> Option<String>) {
        let numbers = &mut self.numbers;
        let number = || sense(word).map(|s| numbers.of(s));
        self.of.entry(word).or_insert_with(number);
    }

    /// The senses of `words`, each once, in rising order.
    fn senses<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<u32> {
        let found = words.filter_map(|w| self.of.get(w).copied().flatten());
        let mut found: Vec<u32> = found.collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl<'r> Senses<'r> {
    /// What the words of the readings that are `wanted` say.
    pub(crate) fn of(ground: &Ground<'r>, wanted: &dyn Fn(usize) -> bool) -> Self {
        let merge = &ground.lexicon.merge;
        let mut triggers: HashMap<&'r str, Trigger> = HashMap::new();
        let (mut things, mut topics) = (Table::default(), Table::default());
        let mut families = Numbers::default();
        let readings = ground.readings.iter().enumerate();
        for (_, reading) in readings.filter(|(r, _)| wanted(*r)) {
            for event in &reading.statements.events {
                let lemma = u32::try_from(triggers.len()).expect("fewer lemmas than numbers");
                triggers.entry(&event.lemma).or_insert_with(|| {
                    let family = merge.family(&event.lemma);
                    let kin = families.of(family.name.clone());
                    Trigger { lemma, family, kin }
                });
                for word in words_of_things(reading, event) {
                    things.take(word, |w| merge.thing(w));
                }
            }
            let claims = &reading.statements.claims;
            for word in claims.iter().flat_map(|c| &c.topic) {
                topics.take(word, |w| merge.sense(w));
            }
        }
        Self {
            triggers,
            things,
            topics,
        }
    }

    /// What the lemma of an event says.
    pub(crate) fn trigger(&self, event: &Event) -> &Trigger {
        &self.triggers[event.lemma.as_str()]
    }

    /// Senses of the words that name what an act is done with; words with a capital, which are mostly names, are left out.
    pub(crate) fn things(&self, reading: &Reading, event: &Event) -> Vec<u32> {
        self.things.senses(words_of_things(reading, event))
    }

    /// Senses of the words of a claim's topic.
    pub(crate) fn topic(&self, words: &[String]) -> Vec<u32> {
        self.topics.senses(words.iter().map(String::as_str))
    }
}

fn words_of_things<'r>(reading: &'r Reading, event: &'r Event) -> impl Iterator<Item = &'r str> {
    let texts = event.objects.iter();
    let texts = texts.filter_map(|o| o.of(&reading.document.text));
    let words = texts.flat_map(str::split_whitespace);
    words.filter(|w| w.starts_with(char::is_lowercase))
}

/// Whether two sorted lists have nothing in common.
pub(crate) fn is_disjoint(a: &[u32], b: &[u32]) -> bool {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            return false;
        }
        i += usize::from(x < y);
        j += usize::from(y < x);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_sense_have_one_number_and_senseless_ones_none() {
        let mut table = Table::default();
        let sense = |word: &str| (word != "of").then(|| word[..4].to_owned());
        for word in ["shelled", "of", "shelling", "visit"] {
            table.take(word, sense);
        }
        assert_eq!(table.senses(["shelling", "of", "shelled"].into_iter()), [0]);
        assert_eq!(table.senses(["visit", "shelled"].into_iter()), [0, 1]);
        assert!(table.senses(["unknown"].into_iter()).is_empty());
    }

    #[test]
    fn lists_with_a_number_in_common_are_not_disjoint() {
        assert!(!is_disjoint(&[1, 4, 9], &[2, 9]));
        assert!(is_disjoint(&[1, 4, 9], &[2, 3, 10]));
        assert!(is_disjoint(&[], &[1]));
    }
}
