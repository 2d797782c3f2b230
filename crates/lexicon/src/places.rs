//! Places known by name.
//!
//! Takes `data/places.csv`; returns a look-up from spelling to place, compared as in
//! [`crate::actors`]. Known limit: one place a name; the best known bearer stands in the table.
//!
//! Example: `places.look("Kiev")` is Kyiv in `UKR`.

use crate::actors::{cells, country};
use crate::spelling::collapse;
use crate::{Error, Files};
use model::PlaceName;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "places.csv";

/// All known places.
#[derive(Debug)]
pub struct Places {
    places: Vec<PlaceName>,
    by_name: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    aliases: String,
    country: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl Places {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A code that is none, a position off the globe, a name of two places.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut places = Self {
            places: Vec::new(),
            by_name: BTreeMap::new(),
        };
        for (line, row) in files.csv::<Row>(FILE)? {
            places.add(line, row)?;
        }
        Ok(places)
    }

    /// The place that `phrase` names.
    pub fn look(&self, phrase: &str) -> Option<&PlaceName> {
        self.look_collapsed(&collapse(phrase))
    }

    /// As [`Places::look`] for a phrase already collapsed.
    pub fn look_collapsed(&self, phrase: &str) -> Option<&PlaceName> {
        self.by_name.get(phrase).map(|&p| &self.places[p])
    }

    fn add(&mut self, line: usize, row: Row) -> Result<(), Error> {
        let fits = |degrees: Option<f64>, most: f64| degrees.is_none_or(|d| d.abs() <= most);
        let paired = row.latitude.is_some() == row.longitude.is_some();
        if !paired || !fits(row.latitude, 90.0) || !fits(row.longitude, 180.0) {
            let problem = format!("`{}` does not lie on the globe", row.name);
            return Err(Error::malformed(
                FILE,
                line,
                problem,
                "give both degrees or neither",
            ));
        }
        for name in std::iter::once(row.name.as_str()).chain(cells(&row.aliases)) {
            let other = self.by_name.insert(collapse(name), self.places.len());
            if other.is_some_and(|o| o != self.places.len()) {
                let problem = format!("`{name}` names two places");
                return Err(Error::malformed(FILE, line, problem, "leave it in one row"));
            }
        }
        self.places.push(PlaceName {
            country: country(FILE, line, &row.country)?,
            name: row.name,
            latitude: row.latitude,
            longitude: row.longitude,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_name_one_place() {
        let places = Places::load(&Files::embedded()).unwrap();
        let kyiv = places.look("Kiev").unwrap();
        assert_eq!(kyiv.name, "Kyiv");
        assert_eq!(kyiv.country.unwrap().as_str(), "UKR");
        assert_eq!(places.look("Bogotá").unwrap().name, "Bogota");
    }
}
