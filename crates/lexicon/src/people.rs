//! People's names: persons known by surname, and how names are built.
//!
//! Takes `data/actors/persons.csv` and `names.toml`; returns look-ups by folded name
//! ([`crate::spelling::fold`]) and word classes (forms of address, particles, family names that come
//! first, pronouns, determiners). Known limit: given names tell gender only where they are listed.
//!
//! Example: `people.known("Volodymyr Zelenskyy")` and `people.alone("Zelensky")` are the same person.

use crate::actors::{cells, country, filled};
use crate::feature::Lookup;
use crate::spelling::fold;
use crate::{Error, Files};
use model::{Country, Gender, Sector};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const PERSONS: &str = "actors/persons.csv";
const NAMES: &str = "actors/names.toml";

/// A person of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `person/vladimir-putin`.
    pub key: String,
    /// Usual name.
    pub name: String,
    /// Country whose affairs the person is known for.
    pub country: Option<Country>,
    /// Grammatical gender.
    pub gender: Option<Gender>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Folded spellings of the family name.
    pub surnames: Vec<String>,
}

/// What a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PronounClass {
    /// "he"
    Masculine,
    /// "she"
    Feminine,
    /// "it"
    Neuter,
    /// "they"
    Plural,
}

/// Persons and the building of names.
#[derive(Debug)]
pub struct People {
    persons: Vec<Person>,
    by_name: Lookup<String, usize>,
    alone: BTreeMap<String, usize>,
    words: Words,
}

#[derive(Deserialize)]
struct PersonRow {
    name: String,
    aliases: String,
    surname: String,
    country: String,
    gender: String,
    alone: String,
    sector: String,
    wikidata: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    family_first: BTreeSet<String>,
    particles: BTreeSet<String>,
    address: Vec<(String, String)>,
    suffixes: BTreeSet<String>,
    determiners: BTreeSet<String>,
    definite: BTreeSet<String>,
    open: BTreeSet<String>,
    masculine: BTreeSet<String>,
    feminine: BTreeSet<String>,
    place_prepositions: BTreeSet<String>,
    belonging: BTreeSet<String>,
    local_prepositions: BTreeSet<String>,
    place_nouns: BTreeSet<String>,
    role_prepositions: BTreeSet<String>,
    possessive_endings: Vec<String>,
    numbers: BTreeMap<String, usize>,
    pronouns: Pronouns,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pronouns {
    masculine: BTreeSet<String>,
    feminine: BTreeSet<String>,
    neuter: BTreeSet<String>,
    plural: BTreeSet<String>,
}

impl People {
    /// Reads and checks both files.
    ///
    /// # Errors
    /// A country code or gender that is none, a name that two persons bear.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut people = Self {
            persons: Vec::new(),
            by_name: Lookup::default(),
            alone: BTreeMap::new(),
            words: files.toml(NAMES)?,
        };
        for (line, row) in files.csv::<PersonRow>(PERSONS)? {
            people.add(line, &row)?;
        }
        Ok(people)
    }

    fn add(&mut self, line: usize, row: &PersonRow) -> Result<(), Error> {
        let number = self.persons.len();
        let surnames: Vec<String> = cells(&row.surname).map(fold).collect();
        for name in std::iter::once(row.name.as_str()).chain(cells(&row.aliases)) {
            let other = self.by_name.insert(fold(name), number);
            if other.is_some_and(|o| o != number) {
                let problem = format!("`{name}` is a name of two persons");
                return Err(Error::malformed(
                    PERSONS,
                    line,
                    problem,
                    "leave it in one row",
                ));
            }
        }
        if row.alone == "yes" {
            self.alone
                .extend(surnames.iter().map(|s| (s.clone(), number)));
        }
        self.persons.push(Person {
            key: format!("person/{}", fold(&row.name).replace(' ', "-")),
            name: row.name.clone(),
            country: country(PERSONS, line, &row.country)?,
            gender: gender(PERSONS, line, &row.gender)?,
            sector: filled(&row.sector).map(Sector),
            wikidata: filled(&row.wikidata),
            surnames,
        });
        Ok(())
    }

    /// The person of the table with the full name `name`.
    pub fn known(&self, name: &str) -> Option<&Person> {
        let folded = fold(name).replace(['[', ']', '(', ')'], "");
        let is_part = |w: &&str| !self.words.suffixes.contains(*w);
        let words: Vec<&str> = folded.split(' ').filter(is_part).collect();
        let number = self.by_name.get(&words.join(" "))?;
        Some(&self.persons[*number])
    }

    /// The person whom the bare surname `surname` means where no other bearer is named.
    pub fn alone(&self, surname: &str) -> Option<&Person> {
        let number = self.alone.get(&fold(surname))?;
        Some(&self.persons[*number])
    }

    /// The person with key `key`.
    pub fn by_key(&self, key: &str) -> Option<&Person> {
        self.persons.iter().find(|p| p.key == key)
    }

    /// Whether `word` is a family name that stands first in Korean, Chinese or Vietnamese names.
    pub fn is_family_first(&self, word: &str) -> bool {
        self.words.family_first.contains(&fold(word))
    }

    /// Whether `word` belongs to the family name behind it ("van", "al").
    pub fn is_particle(&self, word: &str) -> bool {
        self.words.particles.contains(&fold(word))
    }

    /// `name` without a possessive ending; the first of the table that it has is cut.
    pub fn without_possessive<'n>(&self, name: &'n str) -> &'n str {
        let mut endings = self.words.possessive_endings.iter();
        let cut = endings.find_map(|e| name.strip_suffix(e.as_str()));
        cut.unwrap_or(name)
    }

    /// Whether `word` is a form of address ("Mr."), and the gender it tells.
    pub fn address(&self, word: &str) -> Option<Option<Gender>> {
        let word = fold(word);
        let found = self.words.address.iter().find(|(w, _)| *w == word)?;
        Some(gender(NAMES, 0, &found.1).ok().flatten())
    }

    /// Whether `word` follows a name without being part of it ("Jr.").
    pub fn is_suffix(&self, word: &str) -> bool {
        self.words.suffixes.contains(&fold(word))
    }

    /// Whether `word` is a determiner or quantifier that belongs to no title.
    pub fn is_determiner(&self, word: &str) -> bool {
        self.words.determiners.contains(&fold(word))
    }

    /// Whether `word` makes a noun point to something already told.
    pub fn is_definite(&self, word: &str) -> bool {
        self.words.definite.contains(&fold(word))
    }

    /// Whether `word` makes a noun point to nobody in particular ("no", "any", "other").
    pub fn is_open(&self, word: &str) -> bool {
        self.words.open.contains(&fold(word))
    }

    /// Whether a capital behind preposition `word` is a place only.
    pub fn is_place_preposition(&self, word: &str) -> bool {
        self.words.place_prepositions.contains(&fold(word))
    }

    /// Whether preposition `word` ties a title to its owner.
    pub fn is_belonging(&self, word: &str) -> bool {
        self.words.belonging.contains(&fold(word))
    }

    /// Whether a name of one word behind preposition `word` can only be a place's ("near Lyman").
    pub fn is_local_preposition(&self, word: &str) -> bool {
        self.words.local_prepositions.contains(&fold(word))
    }

    /// Whether a name that ends in `word` is a place's ("Kherson Region").
    pub fn is_place_word(&self, word: &str) -> bool {
        self.words.place_nouns.contains(&fold(word))
    }

    /// Whether a noun behind preposition `word` says what somebody is, not who ("as president").
    pub fn is_role_preposition(&self, word: &str) -> bool {
        self.words.role_prepositions.contains(&fold(word))
    }

    /// How many actors the word `word` counts ("both" is 2).
    pub fn number(&self, word: &str) -> Option<usize> {
        self.words.numbers.get(&fold(word)).copied()
    }

    /// What the pronoun `word` can stand for.
    pub fn pronoun(&self, word: &str) -> Option<PronounClass> {
        let word = fold(word);
        let classes = [
            (&self.words.pronouns.masculine, PronounClass::Masculine),
            (&self.words.pronouns.feminine, PronounClass::Feminine),
            (&self.words.pronouns.neuter, PronounClass::Neuter),
            (&self.words.pronouns.plural, PronounClass::Plural),
        ];
        classes
            .into_iter()
            .find(|(w, _)| w.contains(&word))
            .map(|(_, c)| c)
    }

    /// The gender that the given name `word` tells.
    pub fn given_name_gender(&self, word: &str) -> Option<Gender> {
        let word = fold(word);
        if self.words.masculine.contains(&word) {
            return Some(Gender::Masculine);
        }
        self.words
            .feminine
            .contains(&word)
            .then_some(Gender::Feminine)
    }
}

/// The gender of a cell, `None` when it is empty.
pub(crate) fn gender(file: &str, line: usize, cell: &str) -> Result<Option<Gender>, Error> {
    match cell {
        "" => Ok(None),
        "masculine" => Ok(Some(Gender::Masculine)),
        "feminine" => Ok(Some(Gender::Feminine)),
        other => Err(Error::malformed(
            file,
            line,
            format!("`{other}` is no gender"),
            "write masculine, feminine or nothing",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_person_meet_and_shared_surnames_stand_for_nobody() {
        let people = People::load(&Files::embedded()).unwrap();
        let full = people.known("Volodymyr Zelenskyy").unwrap();
        assert_eq!(full.key, people.alone("Zelensky").unwrap().key);
        assert!(people.alone("Clinton").is_none());
        assert_eq!(people.address("Mr."), Some(Some(Gender::Masculine)));
        assert_eq!(people.pronoun("Their"), Some(PronounClass::Plural));
        assert_eq!(people.number("both"), Some(2));
        assert_eq!(people.without_possessive("Jones’"), "Jones");
        assert_eq!(people.without_possessive("Ann's"), "Ann");
    }
}
