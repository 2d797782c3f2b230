//! Groups of words that norm packs name: acts with the sides of their doers, and things.
//!
//! Takes `data/en/norm-words.toml` and the tables `[acts]` and `[things]` of a pack; returns lemmas and phrases.
//! Each group's example must hold one of its words. Known limit: phrases are compared word by word without
//! endings, so "arms" and "arm" are one word.
//!
//! Example: `buy` takes, so its source gets the things and its target gives them.

use crate::merge::Merge;
use crate::{Error, Files};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "en/norm-words.toml";

/// On which side of an act its source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The source gives, sells, launches.
    Gives,
    /// The source gets, buys, seeks.
    Takes,
    /// Both sides take part alike, or the word does not say.
    Mutual,
}

/// One or more words, in lower case and without endings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase(pub Vec<String>);

/// Groups by name.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// Lemmas of acts with the side of their source.
    pub acts: BTreeMap<String, BTreeMap<String, Role>>,
    /// Words for things.
    pub things: BTreeMap<String, Vec<Phrase>>,
    /// Words that say that a rule would be broken.
    pub breaks: Vec<Phrase>,
    /// Words beside which they do not say so.
    pub unless: Vec<Phrase>,
    /// Words right before an act that make it the content of a rule.
    pub forbids: Vec<Phrase>,
    /// Words right behind a country that make it the maker of a thing.
    pub made: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acts {
    #[serde(default)]
    gives: Vec<String>,
    #[serde(default)]
    takes: Vec<String>,
    #[serde(default)]
    mutual: Vec<String>,
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Things {
    words: Vec<String>,
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    acts: BTreeMap<String, Acts>,
    things: BTreeMap<String, Things>,
    breaks: Things,
    unless: Things,
    forbids: Things,
    made: Things,
}

impl Phrase {
    /// The phrase of `words`.
    pub fn new(words: &str, merge: &Merge) -> Self {
        let lower = words.to_lowercase();
        let split = lower.split(|c: char| !c.is_alphanumeric());
        let words = split.filter(|w| !w.is_empty());
        Self(words.map(|w| merge.form(w)).collect())
    }
}

impl Groups {
    /// Reads and checks the shared groups.
    ///
    /// # Errors
    /// A group whose example holds none of its words.
    pub fn load(files: &Files, merge: &Merge) -> Result<Self, Error> {
        let file: File = files.toml(FILE)?;
        check(&file, merge)?;
        let phrases = |group: &Things| phrases(&group.words, merge);
        let empty = Self {
            breaks: phrases(&file.breaks),
            unless: phrases(&file.unless),
            forbids: phrases(&file.forbids),
            made: phrases(&file.made),
            ..Self::default()
        };
        Ok(empty.with(file.acts, file.things, merge))
    }

    /// These groups and those of a pack, which take the place of shared ones of the same name.
    pub(super) fn with(
        &self,
        acts: BTreeMap<String, Acts>,
        things: BTreeMap<String, Things>,
        merge: &Merge,
    ) -> Self {
        let mut all = self.clone();
        all.acts
            .extend(acts.into_iter().map(|(name, g)| (name, lemmas(g))));
        let things = things.into_iter();
        all.things
            .extend(things.map(|(name, g)| (name, phrases(&g.words, merge))));
        all
    }
}

fn phrases(words: &[String], merge: &Merge) -> Vec<Phrase> {
    words.iter().map(|w| Phrase::new(w, merge)).collect()
}

fn lemmas(group: Acts) -> BTreeMap<String, Role> {
    let of = |words: Vec<String>, role| words.into_iter().map(move |w| (w, role));
    let gives = of(group.gives, Role::Gives);
    let takes = of(group.takes, Role::Takes);
    gives
        .chain(takes)
        .chain(of(group.mutual, Role::Mutual))
        .collect()
}

fn check(file: &File, merge: &Merge) -> Result<(), Error> {
    let acts = file.acts.iter().map(|(name, g)| {
        let words = [&g.gives, &g.takes, &g.mutual]
            .into_iter()
            .flatten()
            .cloned();
        (name.as_str(), words.collect::<Vec<_>>(), &g.example)
    });
    let things = file.things.iter();
    let things = things.map(|(name, g)| (name.as_str(), g.words.clone(), &g.example));
    let around = [
        ("breaks", &file.breaks),
        ("unless", &file.unless),
        ("forbids", &file.forbids),
        ("made", &file.made),
    ];
    let around = around
        .into_iter()
        .map(|(name, g)| (name, g.words.clone(), &g.example));
    for (name, words, example) in acts.chain(things).chain(around) {
        let said = Phrase::new(example, merge).0;
        let holds = |w: &String| {
            let phrase = Phrase::new(w, merge).0;
            said.windows(phrase.len()).any(|s| s == phrase)
        };
        if !words.iter().any(holds) {
            let problem = format!("the example of `{name}` holds none of its words");
            return Err(Error::malformed(
                FILE,
                0,
                problem,
                "mend the words or the example",
            ));
        }
    }
    Ok(())
}
