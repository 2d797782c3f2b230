//! Outlets by the domain of their pages.
//!
//! Takes `data/outlets.csv`; returns a look-up by host name, in which subdomains count as their
//! domain. Known limit: an outlet that is not listed has no name but its domain.
//!
//! Example: `outlets.of_host("edition.cnn.com")` is CNN.

use crate::actors::country;
use crate::{Error, Files};
use model::Country;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "outlets.csv";

/// What an outlet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum OutletKind {
    /// Sells its reports to others.
    #[serde(rename = "agency")]
    Agency,
    /// Speaks for its state or is paid by it.
    #[serde(rename = "state media")]
    StateMedia,
    /// Any other.
    #[serde(rename = "outlet")]
    Outlet,
}

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Usual name.
    pub name: String,
    /// Where it is at home.
    pub country: Option<Country>,
    /// What it is.
    pub kind: OutletKind,
}

/// All known outlets.
#[derive(Debug)]
pub struct Outlets {
    by_domain: BTreeMap<String, Outlet>,
}

#[derive(Deserialize)]
struct Row {
    domain: String,
    name: String,
    country: String,
    kind: OutletKind,
}

impl Outlets {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A code that is none, a domain that stands twice.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut by_domain = BTreeMap::new();
        for (line, row) in files.csv::<Row>(FILE)? {
            let outlet = Outlet {
                name: row.name,
                country: country(FILE, line, &row.country)?,
                kind: row.kind,
            };
            if by_domain.insert(row.domain.clone(), outlet).is_some() {
                let problem = format!("`{}` stands twice", row.domain);
                return Err(Error::malformed(FILE, line, problem, "leave one row"));
            }
        }
        Ok(Self { by_domain })
    }

    /// The outlet whose pages stand at `host`.
    pub fn of_host(&self, host: &str) -> Option<&Outlet> {
        let host = host.to_ascii_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(outlet) = self.by_domain.get(rest) {
                return Some(outlet);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The outlet named `name`, case aside.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        self.by_domain
            .values()
            .find(|o| o.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subdomains_belong_to_their_outlet() {
        let outlets = Outlets::load(&Files::embedded()).unwrap();
        assert_eq!(outlets.of_host("edition.cnn.com").unwrap().name, "CNN");
        assert_eq!(
            outlets.of_host("TASS.com").unwrap().kind,
            OutletKind::StateMedia
        );
        assert!(outlets.of_host("example.org").is_none());
    }
}
