//! Nouns that name actors by what they are, and institutions that most states have.
//!
//! Takes `data/actors/nominals.csv` and `institutions.csv`; returns look-ups by folded words. The head
//! of a noun phrase decides; a longer row ("prime minister") beats its head alone ("minister"). Known
//! limit: nouns outside the table name no actor.
//!
//! Example: `nominals.title(&["vice", "foreign", "minister"])` is the row `minister`.

use crate::actors::{cells, filled};
use crate::people::gender;
use crate::spelling::fold;
use crate::{Error, Files};
use model::{ActorKind, Gender, Sector};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const NOMINALS: &str = "actors/nominals.csv";
const INSTITUTIONS: &str = "actors/institutions.csv";

/// A noun that names actors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominal {
    /// The noun, folded.
    pub noun: String,
    /// Nouns of one class can stand for each other.
    pub class: String,
    /// What an unlinked mention is; `None` where only lists ("both sides") are read.
    pub kind: Option<ActorKind>,
    /// Whether it stands as a title beside a person's name.
    pub is_title: bool,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Gender it tells.
    pub gender: Option<Gender>,
}

/// An institution that most states have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Last part of the record's key.
    pub key: String,
    /// How it is put behind the state's possessive.
    pub usual: String,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Whether the phrase means the state itself ("the Russian government").
    pub is_state: bool,
}

/// Both tables.
#[derive(Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "one of the tables is of nominals"
)]
pub struct Nominals {
    nominals: BTreeMap<String, Nominal>,
    institutions: Vec<Institution>,
    by_form: BTreeMap<String, usize>,
    portfolios: BTreeSet<String>,
    /// First words of institutions, folded.
    starts: BTreeSet<String>,
}

#[derive(Deserialize)]
struct NominalRow {
    noun: String,
    class: String,
    kind: String,
    title: String,
    sector: String,
    gender: String,
}

#[derive(Deserialize)]
struct InstitutionRow {
    key: String,
    forms: String,
    usual: String,
    sector: String,
    stands: String,
}

impl Nominals {
    /// Reads and checks both files.
    ///
    /// # Errors
    /// A kind or gender that is none, a noun or form that stands twice.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut tables = Self {
            nominals: BTreeMap::new(),
            institutions: Vec::new(),
            by_form: BTreeMap::new(),
            portfolios: BTreeSet::new(),
            starts: BTreeSet::new(),
        };
        for (line, row) in files.csv::<NominalRow>(NOMINALS)? {
            let nominal = nominal(line, &row)?;
            let twice = tables.nominals.insert(nominal.noun.clone(), nominal);
            twice.map_or(Ok(()), |n| Err(stands_twice(NOMINALS, line, &n.noun)))?;
        }
        for (line, row) in files.csv::<InstitutionRow>(INSTITUTIONS)? {
            for form in cells(&row.forms) {
                let twice = tables.by_form.insert(fold(form), tables.institutions.len());
                twice.map_or(Ok(()), |_| Err(stands_twice(INSTITUTIONS, line, form)))?;
                tables.starts.insert(first_word(form));
                let words = form.split_whitespace().map(fold);
                tables.portfolios.extend(words);
            }
            tables.institutions.push(Institution {
                key: row.key,
                usual: row.usual,
                sector: filled(&row.sector).map(Sector),
                is_state: row.stands == "state",
            });
        }
        Ok(tables)
    }

    /// The row of the noun `noun` (lemma).
    pub fn nominal(&self, noun: &str) -> Option<&Nominal> {
        self.nominals.get(&fold(noun))
    }

    /// Whether some noun of class `class` is a title, so that the class is one of persons.
    pub fn is_title_class(&self, class: &str) -> bool {
        self.nominals
            .values()
            .any(|n| n.class == class && n.is_title)
    }

    /// The row of the longest tail of `words` that is in the table.
    pub fn title(&self, words: &[&str]) -> Option<&Nominal> {
        (0..words.len()).find_map(|from| self.nominal(&words[from..].join(" ")))
    }

    /// Whether `word` is part of an institution's name ("Defense"), and so no name by itself.
    pub fn is_portfolio(&self, word: &str) -> bool {
        self.portfolios.contains(&fold(word))
    }

    /// Whether some institution begins with `word`; the cheap question before [`Nominals::institution`].
    pub fn begins_institution(&self, word: &str) -> bool {
        self.starts.contains(&first_word(word))
    }

    /// The institution that `phrase` names, case aside.
    pub fn institution(&self, phrase: &str) -> Option<&Institution> {
        let number = self.by_form.get(&fold(phrase))?;
        Some(&self.institutions[*number])
    }
}

fn nominal(line: usize, row: &NominalRow) -> Result<Nominal, Error> {
    let kind = match row.kind.as_str() {
        "office" => Some(ActorKind::Office),
        "unnamed" => Some(ActorKind::Unnamed),
        "group" => Some(ActorKind::Group),
        "organisation" => Some(ActorKind::Organisation),
        "list" => None,
        other => {
            return Err(Error::malformed(
                NOMINALS,
                line,
                format!("`{other}` in column `kind`"),
                "write office, unnamed, group, organisation or list",
            ));
        }
    };
    Ok(Nominal {
        noun: fold(&row.noun),
        class: row.class.clone(),
        kind,
        is_title: row.title == "yes",
        sector: filled(&row.sector).map(Sector),
        gender: gender(NOMINALS, line, &row.gender)?,
    })
}

/// The letters and digits at the beginning of `phrase`, folded.
fn first_word(phrase: &str) -> String {
    let folded = fold(phrase);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.into_iter().next().unwrap_or_default().to_owned()
}

fn stands_twice(file: &str, line: usize, what: &str) -> Error {
    Error::malformed(file, line, format!("`{what}` stands twice"), "leave one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_tail_decides_a_title() {
        let tables = Nominals::load(&Files::embedded()).unwrap();
        assert_eq!(
            tables.title(&["former", "prime", "minister"]).unwrap().noun,
            "prime minister"
        );
        assert_eq!(
            tables.title(&["vice", "foreign", "minister"]).unwrap().noun,
            "minister"
        );
        assert!(tables.title(&["storm"]).is_none());
        assert_eq!(
            tables.institution("Foreign Ministry").unwrap().key,
            "foreign-ministry"
        );
        assert!(tables.institution("authorities").unwrap().is_state);
    }
}
