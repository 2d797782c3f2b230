//! States and organisations known by name: what a phrase of a text names, and what is known of it.
//!
//! Takes `data/actors/countries.csv` and `organisations.csv`; returns a look-up from spelling to
//! [`Known`]. Names are compared without white space, full stops and accents, so that the look-up does
//! not depend on a tokeniser. A name that two rows claim is an error that names both. Known limit:
//! names that are also common words are marked in the data and need the recogniser's word.
//!
//! Example: `actors.look("U.S.")` and `actors.look("American")` both name `state/USA`.

use crate::feature::Lookup;
use crate::spelling::collapse;
use crate::{Error, Files};
use model::{ActorKind, Country, Sector};
use serde::Deserialize;
use std::collections::BTreeSet;

const COUNTRIES: &str = "actors/countries.csv";
const ORGANISATIONS: &str = "actors/organisations.csv";

/// Letters that a name needs before it is also found in capitals: shorter ones could be abbreviations.
const CAPITALS_LEAST: usize = 5;

/// A state or organisation of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// `state/PRK`, `organisation/kcna`.
    pub key: String,
    /// State, organisation or group.
    pub kind: ActorKind,
    /// Usual name.
    pub name: String,
    /// Further names, as the tables put them; empty for states.
    pub names: Vec<String>,
    /// The state, or the state it belongs to.
    pub country: Option<Country>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Nouns that take it up ("the council").
    pub nouns: Vec<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Adjective for a state ("Russian"), for naming its institutions.
    pub adjective: Option<String>,
}

/// How a phrase names what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// By a name of its own.
    Name,
    /// By an adjective or the name of a people.
    Adjective,
    /// By its capital.
    Capital,
    /// By a building.
    Metonym,
}

/// A phrase found in the tables.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'l> {
    /// What it names.
    pub known: &'l Known,
    /// How.
    pub sense: Sense,
    /// Whether it counts only where the recogniser sees a name of that class.
    pub needs_entity: bool,
}

/// All known states and organisations.
#[derive(Debug)]
pub struct Actors {
    known: Vec<Known>,
    by_key: Lookup<String, usize>,
    by_name: Lookup<String, Entry>,
    in_capitals: Lookup<String, String>,
    longest: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    known: usize,
    sense: Sense,
    needs_entity: bool,
    line: usize,
}

#[derive(Deserialize)]
struct CountryRow {
    iso3: String,
    name: String,
    aliases: String,
    adjectives: String,
    people: String,
    capital: String,
    metonyms: String,
    needs: String,
}

#[derive(Deserialize)]
struct OrganisationRow {
    key: String,
    name: String,
    aliases: String,
    country: String,
    sector: String,
    kind: String,
    nouns: String,
    wikidata: String,
    needs: String,
}

impl Actors {
    /// Reads and checks both files.
    ///
    /// # Errors
    /// A code that is none, a key or a name that stands twice.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut actors = Self {
            known: Vec::new(),
            by_key: Lookup::default(),
            by_name: Lookup::default(),
            in_capitals: Lookup::default(),
            longest: 0,
        };
        for (line, row) in files.csv::<CountryRow>(COUNTRIES)? {
            actors.add_country(line, &row)?;
        }
        for (line, row) in files.csv::<OrganisationRow>(ORGANISATIONS)? {
            actors.add_organisation(line, row)?;
        }
        actors.longest = actors.by_name.keys().map(String::len).max().unwrap_or(0);
        Ok(actors)
    }

    /// What `phrase`, as a text puts it, names.
    pub fn look(&self, phrase: &str) -> Option<Hit<'_>> {
        self.look_collapsed(&collapse(phrase))
    }

    /// As [`Actors::look`] for a phrase already collapsed by [`collapse`].
    pub fn look_collapsed(&self, phrase: &str) -> Option<Hit<'_>> {
        let entry = self.by_name.get(phrase).or_else(|| {
            let usual = self.in_capitals.get(phrase)?;
            self.by_name.get(usual)
        })?;
        Some(Hit {
            known: &self.known[entry.known],
            sense: entry.sense,
            needs_entity: entry.needs_entity,
        })
    }

    /// The row behind a key such as `state/PRK`.
    pub fn by_key(&self, key: &str) -> Option<&Known> {
        self.by_key.get(key).map(|&k| &self.known[k])
    }

    /// The state with code `country`.
    pub fn state(&self, country: Country) -> Option<&Known> {
        self.by_key(&format!("state/{country}"))
    }

    /// All rows, in the order of the files.
    pub fn all(&self) -> &[Known] {
        &self.known
    }

    /// Bytes of the longest collapsed name.
    pub fn longest(&self) -> usize {
        self.longest
    }

    fn add_country(&mut self, line: usize, row: &CountryRow) -> Result<(), Error> {
        let country = country(COUNTRIES, line, &row.iso3)?;
        let adjectives: Vec<&str> = cells(&row.adjectives).collect();
        let known = self.add(
            (COUNTRIES, line),
            Known {
                key: format!("state/{}", row.iso3),
                kind: ActorKind::State,
                name: row.name.clone(),
                names: Vec::new(),
                country,
                sector: None,
                nouns: Vec::new(),
                wikidata: None,
                adjective: adjectives.first().map(|a| (*a).to_owned()),
            },
        )?;
        let needs = needs(COUNTRIES, line, &row.needs)?;
        let mut name = |text: &str, sense, needs_entity| {
            let entry = Entry {
                known,
                sense,
                needs_entity,
                line,
            };
            self.name(COUNTRIES, text, entry)
        };
        name(&row.name, Sense::Name, needs)?;
        for alias in cells(&row.aliases) {
            name(alias, Sense::Name, false)?;
        }
        for people in cells(&row.people) {
            name(people, Sense::Adjective, false)?;
        }
        for adjective in adjectives {
            name(adjective, Sense::Adjective, false)?;
            name(&format!("{adjective}s"), Sense::Adjective, false)?;
        }
        for metonym in cells(&row.metonyms) {
            name(metonym, Sense::Metonym, false)?;
        }
        for capital in cells(&row.capital) {
            name(capital, Sense::Capital, false)?;
        }
        Ok(())
    }

    fn add_organisation(&mut self, line: usize, row: OrganisationRow) -> Result<(), Error> {
        let kind = match row.kind.as_str() {
            "organisation" => ActorKind::Organisation,
            "group" => ActorKind::Group,
            other => {
                return Err(Error::malformed(
                    ORGANISATIONS,
                    line,
                    format!("`{other}` in column `kind`"),
                    "write organisation or group",
                ));
            }
        };
        let needs_entity = needs(ORGANISATIONS, line, &row.needs)?;
        let aliases = row.aliases;
        let known = self.add(
            (ORGANISATIONS, line),
            Known {
                key: format!("organisation/{}", row.key),
                kind,
                name: row.name.clone(),
                names: cells(&aliases).map(str::to_owned).collect(),
                country: country(ORGANISATIONS, line, &row.country)?,
                sector: filled(&row.sector).map(Sector),
                nouns: cells(&row.nouns).map(str::to_owned).collect(),
                wikidata: filled(&row.wikidata),
                adjective: None,
            },
        )?;
        for text in std::iter::once(row.name.as_str()).chain(cells(&aliases)) {
            let entry = Entry {
                known,
                sense: Sense::Name,
                needs_entity,
                line,
            };
            self.name(ORGANISATIONS, text, entry)?;
        }
        Ok(())
    }

    fn add(&mut self, at: (&str, usize), known: Known) -> Result<usize, Error> {
        let number = self.known.len();
        if self.by_key.insert(known.key.clone(), number).is_some() {
            return Err(Error::malformed(
                at.0,
                at.1,
                format!("`{}` stands twice", known.key),
                "leave one row",
            ));
        }
        self.known.push(known);
        Ok(number)
    }

    fn name(&mut self, file: &str, text: &str, entry: Entry) -> Result<(), Error> {
        let collapsed = collapse(text);
        if let Some(other) = self.by_name.get(&collapsed) {
            if other.known == entry.known {
                return Ok(());
            }
            let problem = format!(
                "`{text}` names `{}` and, in line {}, `{}`",
                self.known[entry.known].key, other.line, self.known[other.known].key
            );
            return Err(Error::malformed(
                file,
                entry.line,
                problem,
                "leave it in one row",
            ));
        }
        if collapsed.chars().count() >= CAPITALS_LEAST {
            self.in_capitals
                .entry(collapsed.to_uppercase())
                .or_insert_with(|| collapsed.clone());
        }
        self.by_name.insert(collapsed, entry);
        Ok(())
    }

    /// Every code of the table of countries.
    pub fn countries(&self) -> BTreeSet<Country> {
        let states = self.known.iter().filter(|k| k.kind == ActorKind::State);
        states.filter_map(|k| k.country).collect()
    }
}

/// The values of a cell, parted by semicolons.
pub(crate) fn cells(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|c| !c.is_empty())
}

/// The text of a cell, or `None` when it is empty.
pub(crate) fn filled(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// The country of a cell, `None` when it is empty.
pub(crate) fn country(file: &str, line: usize, cell: &str) -> Result<Option<Country>, Error> {
    if cell.is_empty() {
        return Ok(None);
    }
    let code = Country::new(cell);
    code.map(Some).ok_or_else(|| {
        Error::malformed(
            file,
            line,
            format!("`{cell}` is no country code"),
            "write three capitals (ISO 3166-1 alpha-3) or leave the cell empty",
        )
    })
}

fn needs(file: &str, line: usize, cell: &str) -> Result<bool, Error> {
    match cell {
        "" => Ok(false),
        "entity" => Ok(true),
        other => Err(Error::malformed(
            file,
            line,
            format!("`{other}` in column `needs`"),
            "write entity or leave the cell empty",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actors() -> Actors {
        Actors::load(&Files::embedded()).unwrap()
    }

    #[test]
    fn names_adjectives_capitals_and_buildings_name_the_state() {
        let actors = actors();
        for (text, key, sense) in [
            ("U.S.", "state/USA", Sense::Name),
            (
                "Democratic People’s Republic of Korea",
                "state/PRK",
                Sense::Name,
            ),
            ("North Koreans", "state/PRK", Sense::Adjective),
            ("Seoul", "state/KOR", Sense::Capital),
            ("Kremlin", "state/RUS", Sense::Metonym),
            ("NORTH KOREA", "state/PRK", Sense::Name),
            ("Côte d'Ivoire", "state/CIV", Sense::Name),
            (
                "U.N. Security Council",
                "organisation/un-security-council",
                Sense::Name,
            ),
        ] {
            let hit = actors.look(text).unwrap();
            assert_eq!((hit.known.key.as_str(), hit.sense), (key, sense), "{text}");
        }
        assert!(actors.look("us").is_none());
    }

    #[test]
    fn all_members_of_the_united_nations_are_there_and_every_country_of_an_organisation_is_known() {
        let actors = actors();
        let countries = actors.countries();
        assert!(countries.len() >= 195 + 20);
        for known in actors.all() {
            assert!(
                known.country.is_none_or(|c| countries.contains(&c)),
                "{}",
                known.key
            );
        }
    }

    #[test]
    fn a_name_of_two_states_is_an_error_that_names_both() {
        let mut actors = actors();
        let row = CountryRow {
            iso3: "ZZZ".to_owned(),
            name: "Ruritania".to_owned(),
            aliases: "Russia".to_owned(),
            adjectives: String::new(),
            people: String::new(),
            capital: String::new(),
            metonyms: String::new(),
            needs: String::new(),
        };
        let error = actors.add_country(9, &row).unwrap_err().to_string();
        assert!(
            error.contains("state/ZZZ") && error.contains("state/RUS"),
            "{error}"
        );
    }
}
