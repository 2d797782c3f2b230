//! Tables by word and part of speech.
//!
//! Takes rows with a lemma and a part of speech; looks them up without a copy of either. Each lemma has a short list, as it stands in few
//! parts of speech. Known limit: a listing is sorted each time.
//!
//! Example: `words.get("strike", "NOUN")` is the row of the noun, not that of the verb.

use crate::feature::Lookup;

/// Something for each lemma and part of speech.
#[derive(Clone, Debug)]
pub(crate) struct Words<T>(Lookup<String, Vec<(String, T)>>);

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(Lookup::default())
    }
}

impl<T> Words<T> {
    /// Takes in a row; returns what the word had before.
    pub(crate) fn insert(&mut self, lemma: &str, pos: &str, row: T) -> Option<T> {
        let rows = self.0.entry(lemma.to_owned()).or_default();
        if let Some((_, old)) = rows.iter_mut().find(|(p, _)| p == pos) {
            return Some(std::mem::replace(old, row));
        }
        rows.push((pos.to_owned(), row));
        None
    }

    /// What `lemma` has as `pos`.
    pub(crate) fn get(&self, lemma: &str, pos: &str) -> Option<&T> {
        let mut rows = self.0.get(lemma)?.iter();
        rows.find(|(p, _)| p == pos).map(|(_, row)| row)
    }

    /// All rows with lemma and part of speech, sorted by both.
    pub(crate) fn sorted(&self) -> Vec<((&str, &str), &T)> {
        let mut all = Vec::new();
        for (lemma, rows) in &self.0 {
            let rows = rows.iter();
            all.extend(rows.map(|(pos, row)| ((lemma.as_str(), pos.as_str()), row)));
        }
        all.sort_by_key(|(word, _)| *word);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_a_row_for_each_part_of_speech() {
        let mut words = Words::default();
        assert_eq!(words.insert("strike", "VERB", 1), None);
        assert_eq!(words.insert("strike", "NOUN", 2), None);
        assert_eq!(words.insert("attack", "NOUN", 3), None);
        assert_eq!(words.insert("strike", "NOUN", 4), Some(2));
        assert_eq!(words.get("strike", "NOUN"), Some(&4));
        assert_eq!(words.get("strike", "ADJ"), None);
        let lemmas: Vec<&str> = words
            .sorted()
            .iter()
            .map(|((lemma, _), _)| *lemma)
            .collect();
        assert_eq!(lemmas, ["attack", "strike", "strike"]);
    }
}
