//! Who can act or speak, and where: kinds, countries, sectors, roles, places.
//!
//! Small value types shared by the annotation of one text and the record of many. Countries are
//! ISO 3166-1 alpha-3 codes, sectors those of the PLOVER manual (Halterman et al. 2023). Known limit:
//! a country code is checked for its form, not against the list (the lexicon holds the list).
//!
//! Example: "South Korea's unification ministry" is an organisation of `KOR` in sector `GOV`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of actor.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A state or its government.
    State,
    /// A named person.
    Person,
    /// A named organisation, ministry or outlet.
    Organisation,
    /// An office as such ("the prime minister").
    Office,
    /// A named or described armed, ethnic or other group ("the rebels").
    Group,
    /// An unnamed speaker or group ("experts", "a U.S. official").
    #[default]
    Unnamed,
}

impl ActorKind {
    /// The word used in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Office => "office",
            Self::Group => "group",
            Self::Unnamed => "unnamed",
        }
    }
}

/// ISO 3166-1 alpha-3 code of a country.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 3]);

impl Country {
    /// The country of `code`, or `None` unless it is three capital letters.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(bytes))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("three ASCII capitals")
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Country {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        Self::new(&code).ok_or_else(|| format!("`{code}` is no ISO 3166-1 alpha-3 code"))
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

/// PLOVER sector code, such as `GOV` or `MIL`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sector(pub String);

/// Grammatical gender as pronouns and titles tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// "he", "Mr."
    Masculine,
    /// "she", "spokeswoman"
    Feminine,
}

/// A title somebody bears, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Role {
    /// "defense minister"
    pub title: String,
    /// "South Korea's Foreign Ministry", where named.
    pub organisation: Option<String>,
}

/// A place as the lexicon or one document knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceName {
    /// Its usual name.
    pub name: String,
    /// Country it lies in.
    pub country: Option<Country>,
    /// Degrees north, where known.
    pub latitude: Option<f64>,
    /// Degrees east, where known.
    pub longitude: Option<f64>,
}
