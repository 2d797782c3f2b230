//! Places across documents.
//!
//! Takes the places of each reading; returns one line for each name and country, and the id of each
//! document's place. Method: equal names (case and blanks aside) in one country are one place; a name
//! whose country is unknown joins the only country that others give it. Known limit: two towns of one
//! name in one country are one place.
//!
//! Example: "Pyongyang" in four articles is one place of `PRK`.

use model::record::Place;
use model::{Country, Id, PlaceName, Reading};
use std::collections::{BTreeMap, BTreeSet};

/// The places of a record.
pub(crate) struct Places {
    /// One line a place, by id.
    pub(crate) lines: Vec<Place>,
    of: Vec<Vec<Id>>,
}

impl Places {
    /// The id of a reading's place.
    pub(crate) fn id(&self, reading: usize, place: usize) -> Option<Id> {
        self.of[reading].get(place).cloned()
    }

    /// The country that a place lies in.
    pub(crate) fn country(&self, place: &Id) -> Option<Country> {
        let line = self.lines.binary_search_by(|p| p.id.cmp(place)).ok()?;
        self.lines[line].country
    }
}

/// Joins the places of all readings.
pub(crate) fn join(readings: &[&Reading]) -> Places {
    let countries = countries(readings);
    let mut lines: BTreeMap<Id, Place> = BTreeMap::new();
    let mut of = Vec::with_capacity(readings.len());
    for reading in readings {
        let ids = reading
            .places
            .iter()
            .map(|p| add(&mut lines, p, &countries));
        of.push(ids.collect());
    }
    Places {
        lines: lines.into_values().collect(),
        of,
    }
}

/// The countries that readings give each name.
fn countries(readings: &[&Reading]) -> BTreeMap<String, BTreeSet<Country>> {
    let mut countries: BTreeMap<String, BTreeSet<Country>> = BTreeMap::new();
    for place in readings.iter().flat_map(|r| &r.places) {
        let known = countries.entry(key(&place.name)).or_default();
        known.extend(place.country);
    }
    countries
}

fn add(
    lines: &mut BTreeMap<Id, Place>,
    place: &PlaceName,
    countries: &BTreeMap<String, BTreeSet<Country>>,
) -> Id {
    let key = key(&place.name);
    let known = countries
        .get(&key)
        .filter(|c| c.len() == 1)
        .and_then(BTreeSet::first);
    let country = place.country.or(known.copied());
    let id = Id::of(
        "place",
        &[&key, country.as_ref().map_or("", Country::as_str)],
    );
    let line = lines.entry(id.clone()).or_insert_with(|| Place {
        id: id.clone(),
        name: place.name.clone(),
        country,
        latitude: None,
        longitude: None,
    });
    // Of several spellings the one that sorts first stands, so that order does not show.
    if place.name < line.name {
        line.name.clone_from(&place.name);
    }
    if line.latitude.is_none() {
        (line.latitude, line.longitude) = (place.latitude, place.longitude);
    }
    id
}

fn key(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(name: &str, country: Option<&str>) -> Reading {
        let place = PlaceName {
            name: name.to_owned(),
            country: country.and_then(Country::new),
            latitude: None,
            longitude: None,
        };
        Reading {
            places: vec![place],
            ..Reading::default()
        }
    }

    #[test]
    fn a_name_without_country_joins_the_only_country_known() {
        let (a, b) = (reading("Sinpo", Some("PRK")), reading("SINPO", None));
        let places = join(&[&a, &b]);
        assert_eq!(places.lines.len(), 1);
        assert_eq!(places.id(0, 0), places.id(1, 0));
        assert_eq!(places.id(0, 7), None);
    }

    #[test]
    fn one_name_in_two_countries_is_two_places() {
        let (a, b) = (
            reading("Vienna", Some("AUT")),
            reading("Vienna", Some("USA")),
        );
        assert_eq!(join(&[&a, &b]).lines.len(), 2);
    }
}
