//! Tables of the claim reader: what the words of a cue do, and the weights of its two classifiers.
//!
//! Takes `data/en/cues.csv` and the files beside it; returns them indexed by lemma or feature. Weights
//! are those of log-linear models: one row a feature, one column a class. Known limit: a lemma has one
//! row for each part of speech, whatever it means in the sentence.
//!
//! Example: `claims.is_known("l=warn/VERB")` is true.

use crate::feature::{Name, Names, Table, number};
use crate::trees::{self, Forest};
use crate::word::Words;
use crate::{Error, Files};
use model::{Certainty, Stance};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const CUES: &str = "en/cues.csv";
const CONTENT_STANCES: &str = "en/content-stances.csv";
const HEDGES: &str = "en/hedges.csv";
const PHRASES: &str = "en/attribution-phrases.toml";
const CUE: &str = "en/cue-weights.csv";
const PART: &str = "en/part-weights.csv";

/// Weights of a log-linear model with `N` scores; looked up, never listed. Features are kept by their number
/// (see [`Names`]); a table in which two names meet is refused.
#[derive(Debug)]
pub struct Scores<const N: usize> {
    weights: Table<[f32; N]>,
}

impl<const N: usize> Scores<N> {
    /// Weights of `rows`.
    pub fn new(rows: impl IntoIterator<Item = (String, [f32; N])>) -> Self {
        let weights = rows.into_iter().map(|(name, row)| (number(&name), row));
        Self {
            weights: weights.collect(),
        }
    }

    fn load(files: &Files, name: &str) -> Result<Self, Error> {
        let rows: Vec<(usize, (String, Vec<f32>))> = files.csv(name)?;
        let mut weights = Table::with_capacity_and_hasher(rows.len(), <_>::default());
        for (line, (feature, row)) in rows {
            let count = row.len();
            let row = <[f32; N]>::try_from(row).map_err(|_| {
                Error::malformed(
                    name,
                    line,
                    format!("{count} weights instead of {N}"),
                    "one weight for each column",
                )
            })?;
            if weights.insert(number(&feature), row).is_some() {
                return Err(Error::malformed(
                    name,
                    line,
                    "the feature has a row already",
                    "keep one of the two",
                ));
            }
        }
        Ok(Self { weights })
    }

    /// The sums of the weights of the features that `run` gives, by class.
    pub fn sum(&self, run: impl FnOnce(&mut dyn FnMut(&Name<'_>))) -> [f64; N] {
        let mut sums = [0.0; N];
        let mut names = Names::default();
        run(&mut |feature| {
            if let Some(row) = self.weights.get(&names.number(feature)) {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += f64::from(*weight);
                }
            }
        });
        sums
    }
}

/// Tuned numbers: section `[claims]` of `thresholds.toml`, where each is explained.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Least probability of a cue.
    pub cue: f64,
    /// Least probability of a claim.
    pub claim: f64,
    /// Least probability of a claim of a stance that the record can less well do without.
    pub claim_of_stance: BTreeMap<Stance, f64>,
    /// Least probability of the likeliest source where no words were labelled as source.
    pub source_fallback: f64,
    /// Share of a quotation's words from which all of it is content.
    pub quotation_share: f64,
}

impl Settings {
    /// Least probability of a claim of `stance`.
    pub fn least(&self, stance: Stance) -> f64 {
        self.claim_of_stance
            .get(&stance)
            .copied()
            .unwrap_or(self.claim)
    }
}

/// What a cue's stance rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The cue itself.
    Stance(Stance),
    /// The noun that goes with it ("issued a warning").
    Noun,
}

/// What a cue does.
#[derive(Clone, Debug)]
pub struct CueWord {
    /// Stance of the plain cue.
    pub act: Act,
    /// Stance of the negated cue.
    pub negated: Stance,
    /// How sure it makes its content.
    pub certainty: Certainty,
    /// Whether the one spoken to is its object.
    pub speaks_to_object: bool,
    /// Prepositions before the one spoken to.
    pub speaks_to: Vec<String>,
    /// A sentence with exactly this cue; empty for none.
    pub example: String,
}

#[derive(Deserialize)]
struct CueRow {
    lemma: String,
    pos: String,
    stance: String,
    negated: Stance,
    certainty: Certainty,
    hearer: String,
    example: String,
}

/// Where in a content a word tells the stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// It is the content's main word.
    Head,
    /// Right below the main word.
    Near,
    /// The main word's object or predicate.
    Object,
    /// Opens a condition.
    If,
    /// Counts only as main word next to a condition.
    Answer,
}

/// A word of a content that tells the stance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentStance {
    lemma: String,
    pos: String,
    place: Place,
    /// What the speaker does.
    pub stance: Stance,
    /// A sentence with it; empty for none.
    pub example: String,
}

/// A word that tells how sure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hedge {
    lemma: String,
    pos: String,
    /// How sure.
    pub certainty: Certainty,
    /// A sentence with it; empty for none.
    pub example: String,
}

/// Words around attributions, by their lemma.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Verbs that tell through whom words came.
    pub carriers: BTreeSet<String>,
    /// Prepositions that go with them.
    pub carried_by: BTreeSet<String>,
    /// Prepositions that do it alone.
    pub carried_alone: BTreeSet<String>,
    /// Nouns for occasions on which words are spoken.
    pub occasions: BTreeSet<String>,
    /// Prepositions that go with them.
    pub occasion_prepositions: BTreeSet<String>,
    /// Prepositions before a named place where words are spoken.
    pub site_prepositions: BTreeSet<String>,
    /// Nouns that take up an earlier claim.
    pub takes_up: BTreeSet<String>,
    /// Nouns by which somebody binds himself.
    pub promises: BTreeSet<String>,
    /// Words that point back.
    pub pointers: BTreeSet<String>,
}

/// Everything the claim reader looks up.
#[derive(Debug)]
pub struct Claims {
    /// Tuned numbers.
    pub settings: Settings,
    /// Words around attributions.
    pub phrases: Phrases,
    /// Is this the head of a cue? By the words alone, and seeing that first answer for the words around it.
    pub cue: Scores<2>,
    /// Trees that weigh candidates (`cue`) and whole claims (`claim`).
    pub trees: BTreeMap<String, Forest>,
    /// None, source, content, cue, split: one against the rest each.
    pub part: Scores<5>,
    cues: Words<CueWord>,
    contents: BTreeMap<Place, Words<ContentStance>>,
    hedges: Words<Hedge>,
}

impl Claims {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// The first row that does not hold what its header promises.
    pub fn load(files: &Files) -> Result<Self, Error> {
        Ok(Self {
            settings: files.thresholds("claims")?,
            phrases: files.toml(PHRASES)?,
            cue: Scores::load(files, CUE)?,
            part: Scores::load(files, PART)?,
            trees: trees::load(files)?,
            cues: cues(files)?,
            contents: contents(files)?,
            hedges: hedges(files)?,
        })
    }

    /// Whether the finder of cues has a weight for `feature`.
    pub fn is_known(&self, feature: &str) -> bool {
        self.cue.weights.contains_key(&number(feature))
    }

    /// What the cue with `lemma` and part of speech `pos` does.
    pub fn cue(&self, lemma: &str, pos: &str) -> Option<&CueWord> {
        self.cues.get(&lower(lemma), pos)
    }

    /// What a word at `place` of a content tells of the stance.
    pub fn content(&self, place: Place, lemma: &str, pos: &str) -> Option<&ContentStance> {
        let words = self.contents.get(&place)?;
        words.get(&lower(lemma), pos)
    }

    /// How sure a word is.
    pub fn hedge(&self, lemma: &str, pos: &str) -> Option<Certainty> {
        let found = self.hedges.get(&lower(lemma), pos);
        found.map(|h| h.certainty)
    }

    /// Lemma, part of speech and entry of every cue, sorted.
    pub fn cues(&self) -> impl Iterator<Item = (&str, &str, &CueWord)> {
        let cues = self.cues.sorted().into_iter();
        cues.map(|((lemma, pos), cue)| (lemma, pos, cue))
    }

    /// All words of contents that tell a stance, sorted by place and lemma.
    pub fn content_stances(&self) -> impl Iterator<Item = &ContentStance> {
        let places = self.contents.values().flat_map(Words::sorted);
        places.map(|(_, row)| row)
    }

    /// All hedges, sorted by lemma.
    pub fn hedges(&self) -> impl Iterator<Item = &Hedge> {
        self.hedges.sorted().into_iter().map(|(_, hedge)| hedge)
    }
}

/// `lemma` in lower case; nearly all are already.
fn lower(lemma: &str) -> Cow<'_, str> {
    if lemma.is_ascii() && !lemma.bytes().any(|b| b.is_ascii_uppercase()) {
        return Cow::Borrowed(lemma);
    }
    Cow::Owned(lemma.to_lowercase())
}

fn hedges(files: &Files) -> Result<Words<Hedge>, Error> {
    let mut hedges = Words::default();
    for (_, hedge) in files.csv::<Hedge>(HEDGES)? {
        let (lemma, pos) = (hedge.lemma.clone(), hedge.pos.clone());
        hedges.insert(&lemma, &pos, hedge);
    }
    Ok(hedges)
}

fn cues(files: &Files) -> Result<Words<CueWord>, Error> {
    let mut cues = Words::default();
    for (line, row) in files.csv::<CueRow>(CUES)? {
        let (lemma, pos) = (row.lemma.clone(), row.pos.clone());
        if cues.insert(&lemma, &pos, cue_word(row, line)?).is_some() {
            return Err(Error::malformed(
                CUES,
                line,
                "the word has a row already",
                "keep one of the two",
            ));
        }
    }
    Ok(cues)
}

fn cue_word(row: CueRow, line: usize) -> Result<CueWord, Error> {
    let act = match row.stance.as_str() {
        "noun" => Act::Noun,
        stance => Act::Stance(stance_of(stance, line)?),
    };
    let hearers = row
        .hearer
        .split('|')
        .map(str::trim)
        .filter(|h| !h.is_empty());
    let (object, others): (Vec<&str>, Vec<&str>) = hearers.partition(|h| *h == "object");
    Ok(CueWord {
        act,
        negated: row.negated,
        certainty: row.certainty,
        speaks_to_object: !object.is_empty(),
        speaks_to: others.into_iter().map(str::to_owned).collect(),
        example: row.example,
    })
}

fn stance_of(word: &str, line: usize) -> Result<Stance, Error> {
    use serde::de::IntoDeserializer;
    let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        word.into_deserializer();
    Stance::deserialize(name).map_err(|e| {
        Error::malformed(
            CUES,
            line,
            e.to_string(),
            "use one of the stances of the file's header",
        )
    })
}

fn contents(files: &Files) -> Result<BTreeMap<Place, Words<ContentStance>>, Error> {
    let mut contents: BTreeMap<Place, Words<ContentStance>> = BTreeMap::new();
    for (_, row) in files.csv::<ContentStance>(CONTENT_STANCES)? {
        let (lemma, pos) = (row.lemma.clone(), row.pos.clone());
        let words = contents.entry(row.place).or_default();
        words.insert(&lemma, &pos, row);
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name;

    #[test]
    fn a_cue_is_found_by_lemma_and_part_of_speech() {
        let claims = Claims::load(&Files::embedded()).unwrap();
        let warn = claims.cue("Warn", "VERB").unwrap();
        assert_eq!(warn.act, Act::Stance(Stance::Warn));
        assert!(warn.speaks_to_object);
        assert!(claims.cue("warn", "NOUN").is_none());
        assert_eq!(claims.cue("issue", "VERB").unwrap().act, Act::Noun);
        assert!(claims.is_known("l=warn/VERB"));
    }

    #[test]
    fn an_unknown_stance_is_named_with_its_line() {
        let error = stance_of("asert", 7).unwrap_err().to_string();
        assert!(
            error.contains("cues.csv:7") && error.contains("asert"),
            "{error}"
        );
    }

    #[test]
    fn sums_count_known_features_only() {
        let scores = Scores::<1>::new([("a=1".to_owned(), [0.5])]);
        let [sum] = scores.sum(|sink| {
            sink(name!["a=", 1_usize]);
            sink(name!["b=", 2_usize]);
        });
        assert!((sum - 0.5).abs() < 1e-6);
    }
}
