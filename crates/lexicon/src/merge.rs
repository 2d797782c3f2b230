//! Tables of the record stage: how words are weighed, which triggers name one happening, when things join.
//!
//! Takes `data/en/stopwords.txt`, `general-things.txt`, `word-endings.csv`, `word-shares.csv`, `event-families.csv` and the section
//! `[record]` of `data/thresholds.toml`; returns look-ups. Every row of `word-endings.csv` is checked against
//! its example when it is loaded. Known limit: English; a lemma belongs to one family only.
//!
//! Example: `merge.family("trip")` and `merge.family("visit")` are both `visit`; `merge.form("missiles")` is `missil`.

use crate::{Error, Files};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const STOPWORDS: &str = "en/stopwords.txt";
const GENERAL: &str = "en/general-things.txt";
const ENDINGS: &str = "en/word-endings.csv";
const SHARES: &str = "en/word-shares.csv";
const FAMILIES: &str = "en/event-families.csv";

/// Everything the record stage looks up.
#[derive(Debug)]
pub struct Merge {
    /// The tuned numbers.
    pub thresholds: Thresholds,
    stopwords: BTreeSet<String>,
    general: BTreeSet<String>,
    endings: Vec<Ending>,
    shares: BTreeMap<String, f64>,
    families: BTreeMap<String, Family>,
}

/// Words that can name the same happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// Whether the like happens again and again between the same actors.
    pub repeats: bool,
    /// Whether who does it to whom tells two happenings apart, though the type is mutual.
    pub directed: bool,
    /// Whether both sides do it alike.
    pub mutual: bool,
    /// Whether the word says nothing of what happens ("issued", "held").
    pub light: bool,
    /// Whether what is done consists of what it says ("promised to", "denied that").
    pub speech: bool,
}

/// Section `[record]` of `thresholds.toml`; each number is explained there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each number is explained beside its value in data/thresholds.toml"
)]
pub struct Thresholds {
    pub story_cut: f64,
    pub story_edge_floor: f64,
    pub story_neighbours: usize,
    pub story_company: usize,
    pub story_company_least: f64,
    pub story_background_articles: f64,
    pub story_name_weight: f64,
    pub story_number_weight: f64,
    pub story_date_weight: f64,
    pub story_headline_characters: usize,
    pub event_same_days: i32,
    pub event_published_days: i32,
    pub event_dated_days: i32,
    pub event_open_join: bool,
    pub claim_same_content: f64,
    pub claim_same_topic: f64,
    pub claim_denial_topic: f64,
    pub claim_shared_events: f64,
    pub claim_common_word: usize,
    pub copy_shingle: usize,
    pub copy_window: usize,
    pub copy_least_winnowed: usize,
    pub copy_common: usize,
    pub copy_least_shingles: usize,
    pub copy_share: f64,
    pub copy_share_of_longer: f64,
    pub conflict_days: i32,
    pub conflict_near_days: i32,
    pub conflict_told_within_days: i32,
    pub conflict_story_articles: usize,
    pub conflict_head_sentences: usize,
    pub timeline_lead_sentences: usize,
    pub timeline_body_sentences: usize,
    pub timeline_body_share: f64,
    pub timeline_least_characters: usize,
    pub timeline_most_characters: usize,
    pub timeline_published_weight: f64,
    pub timeline_event_weight: f64,
    pub timeline_share_kept: f64,
    pub timeline_day_lines: usize,
    pub timeline_further_share: f64,
    pub timeline_likeness: f64,
    pub timeline_least_share: f64,
    pub timeline_other_day_share: f64,
    pub timeline_no_day_share: f64,
    pub one_voice_sectors: Vec<String>,
    pub count_scales: BTreeMap<String, i64>,
    pub dispute_noun_words: usize,
    pub dispute_days_apart: i32,
    pub conflict_ahead_days: i32,
    pub conflict_news_days: i32,
    pub undated_neighbours: usize,
    pub undated_least_articles: usize,
    pub undated_likeness_power: f64,
    pub undated_spread_days: f64,
    pub undated_floor: f64,
    pub undated_margin_days: i32,
    pub undated_after_weekday: [f64; 7],
    pub undated_after_day: Vec<DayStep>,
    pub undated_other_day: f64,
    pub undated_share: f64,
    pub undated_least_days: usize,
    pub undated_most_days: usize,
    pub counted_most_days: i32,
}

/// What a day that a text names is worth for days up to `until` days after it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayStep {
    /// Days since the named one.
    pub until: i32,
    /// Factor on the density.
    pub worth: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are columns of the file"
)]
struct Ending {
    ending: String,
    put: String,
    least: usize,
    example: String,
    gives: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    form: String,
    per_mille: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyRow {
    family: String,
    repeats: String,
    directed: String,
    mutual: String,
    light: String,
    speech: String,
    lemmas: String,
}

impl Merge {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// A row that does not fit, breaks its example, or gives a lemma a second family.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let shares: Vec<(usize, Share)> = files.csv(SHARES)?;
        let merge = Self {
            thresholds: files.thresholds("record")?,
            stopwords: words(&files.text(STOPWORDS)?),
            general: words(&files.text(GENERAL)?),
            endings: files
                .csv(ENDINGS)?
                .into_iter()
                .map(|(_, row)| row)
                .collect(),
            shares: shares
                .into_iter()
                .map(|(_, s)| (s.form, s.per_mille / 1000.0))
                .collect(),
            families: families(files)?,
        };
        merge.check_endings()?;
        Ok(merge)
    }

    /// Whether `word` (lower case) says nothing about what a text is about.
    pub fn is_stopword(&self, word: &str) -> bool {
        self.stopwords.contains(word)
    }

    /// `word` (lower case) without its ending.
    pub fn form(&self, word: &str) -> String {
        for row in &self.endings {
            let stem = word.strip_suffix(row.ending.as_str());
            if let Some(stem) = stem.filter(|s| s.chars().count() >= row.least) {
                return format!("{stem}{}", row.put);
            }
        }
        word.to_owned()
    }

    /// Share of news articles, 0 to 1, that hold the word form `form`; 0 for what is not common.
    pub fn share(&self, form: &str) -> f64 {
        self.shares.get(form).copied().unwrap_or(0.0)
    }

    /// The family of a trigger's lemma: a family of its own where it is not listed.
    pub fn family(&self, lemma: &str) -> Family {
        let own = || Family {
            name: lemma.to_lowercase(),
            repeats: false,
            directed: false,
            mutual: false,
            light: false,
            speech: false,
        };
        self.listed(lemma).cloned().unwrap_or_else(own)
    }

    /// The family of a lemma that the table lists.
    pub fn listed(&self, lemma: &str) -> Option<&Family> {
        let as_it_is = self.families.get(lemma);
        as_it_is.or_else(|| self.families.get(&lemma.to_lowercase()))
    }

    /// What a lemma says for comparisons: its family's name, else its form; `None` for what says nothing.
    pub fn sense(&self, lemma: &str) -> Option<String> {
        let lower = lemma.to_lowercase();
        if self.is_stopword(&lower) {
            return None;
        }
        match self.families.get(&lower) {
            Some(family) => (!family.light).then(|| family.name.clone()),
            None => Some(self.form(&lower)),
        }
    }

    /// What a word of a thing says for comparisons, as [`Self::sense`]; `None` for what may be any of many things ("weapons").
    pub fn thing(&self, word: &str) -> Option<String> {
        let general = self.general.contains(&word.to_lowercase());
        self.sense(word).filter(|_| !general)
    }

    fn check_endings(&self) -> Result<(), Error> {
        for row in &self.endings {
            let gives = self.form(&row.example);
            if gives != row.gives {
                return Err(Error::malformed(
                    ENDINGS,
                    0,
                    format!("`{}` gives `{gives}`, not `{}`", row.example, row.gives),
                    "mend the row, its example, or the order of rows (the first that fits is used)",
                ));
            }
        }
        Ok(())
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|l| !l.starts_with('#'));
    lines
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

fn families(files: &Files) -> Result<BTreeMap<String, Family>, Error> {
    let mut of: BTreeMap<String, Family> = BTreeMap::new();
    let rows: Vec<(usize, FamilyRow)> = files.csv(FAMILIES)?;
    for (line, row) in rows {
        let family = Family {
            repeats: yes(&row.repeats, line)?,
            directed: yes(&row.directed, line)?,
            mutual: yes(&row.mutual, line)?,
            light: yes(&row.light, line)?,
            speech: yes(&row.speech, line)?,
            name: row.family,
        };
        for lemma in row.lemmas.split_whitespace() {
            if let Some(other) = of.insert(lemma.to_owned(), family.clone()) {
                let problem = format!(
                    "`{lemma}` stands in `{}` and in `{}`",
                    other.name, family.name
                );
                return Err(Error::malformed(
                    FAMILIES,
                    line,
                    problem,
                    "leave it in one family",
                ));
            }
        }
    }
    Ok(of)
}

fn yes(cell: &str, line: usize) -> Result<bool, Error> {
    match cell {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(Error::malformed(
            FAMILIES,
            line,
            format!("`{other}` is neither yes nor no"),
            "write yes or no",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_one_happening_share_a_family_and_others_stand_alone() {
        let merge = Merge::load(&Files::embedded()).unwrap();
        assert_eq!(merge.family("trip"), merge.family("visit"));
        assert_ne!(merge.family("letter"), merge.family("summit"));
        assert_eq!(merge.family("Premiere").name, "premiere");
    }

    #[test]
    fn forms_of_one_word_are_alike_and_common_words_have_shares() {
        let merge = Merge::load(&Files::embedded()).unwrap();
        assert_eq!(merge.form("voting"), merge.form("votes"));
        assert!(merge.share("peopl") > 0.3);
        assert!(merge.share("cosmodrom") == 0.0);
        assert!(merge.is_stopword("the"));
        assert_eq!(merge.thing("weapons"), None);
        assert!(merge.thing("rifles").is_some());
    }
}
