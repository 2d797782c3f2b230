//! Words by use.
//!
//! Takes `data/en/word-classes.csv`: classes of words that are used alike; returns the class of a lemma. What a reader has
//! learned of a class it knows of each of its words. Method: k-means over vectors of words (Lin and Wu 2009). Known limit: a
//! word stands in one class, however many senses it has.
//!
//! Example: "shell" and "bombard" have one class.

use crate::feature::Lookup;
use crate::{Error, Files};
use std::fmt;

const CLASSES: &str = "en/word-classes.csv";

/// The number of a class; printed as `#17`, so that it is no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(u16);

impl fmt::Display for Class {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "#{}", self.0)
    }
}

/// Classes by word.
#[derive(Debug, Default)]
pub struct WordClasses(Lookup<Box<str>, Class>);

impl WordClasses {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A row that cannot be read, a word of two classes.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut classes = Lookup::default();
        for (line, (number, words)) in files.csv::<(u16, String)>(CLASSES)? {
            for word in words.split_whitespace() {
                if classes.insert(word.into(), Class(number)).is_some() {
                    let problem = format!("'{word}' has a class already");
                    let help = "a word stands in one class";
                    return Err(Error::malformed(CLASSES, line, problem, help));
                }
            }
        }
        Ok(Self(classes))
    }

    /// The class of a lemma in lower case.
    pub fn of(&self, lemma: &str) -> Option<Class> {
        self.0.get(lemma).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_used_alike_share_a_class_and_names_of_no_word_have_none() {
        let classes = WordClasses::load(&Files::embedded()).unwrap();
        assert_eq!(classes.of("monday"), classes.of("tuesday"));
        assert!(classes.of("monday").is_some());
        assert_ne!(classes.of("monday"), classes.of("missile"));
        assert_eq!(classes.of("qqq"), None);
    }
}
