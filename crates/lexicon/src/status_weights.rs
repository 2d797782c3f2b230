//! Weights of the trained reader of status.
//!
//! Takes `data/en/status-weights.csv`: a row a feature with its weight for each [`Standing`](Stand) in hundredths; returns look-ups.
//! An empty table is allowed: then the reader goes by its rules alone. Known limit: weights fit the features of one version of
//! the program; whatever changes those, or the parser, asks for learning anew.
//!
//! Example: `weights.of(names.number(name!["x=would"]))` speaks against a fact.

use crate::feature::{Table, number};
use crate::{Error, Files};

const WEIGHTS: &str = "en/status-weights.csv";
/// Weights stand in the file as whole hundredths.
const SCALE: f32 = 100.0;

/// How far an event is told as a fact; the columns of the file in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It happened or is happening.
    Fact,
    /// It is planned, proposed or alleged.
    Hedged,
    /// It may be or not.
    Open,
    /// It did not happen.
    Counter,
}

impl Stand {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 4] = [Self::Fact, Self::Hedged, Self::Open, Self::Counter];
}

/// Look-ups of weights by the number of the feature.
#[derive(Debug, Default)]
pub struct StatusWeights(Table<[f32; 4]>);

impl StatusWeights {
    /// Reads the file.
    ///
    /// # Errors
    /// A row that cannot be read, or a feature that stands twice.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut table = Table::default();
        for (line, row) in files.csv::<(String, f32, f32, f32, f32)>(WEIGHTS)? {
            let (name, fact, hedged, open, counter) = row;
            let weights = [fact, hedged, open, counter].map(|w| w / SCALE);
            if table.insert(number(&name), weights).is_some() {
                let problem = format!("`{name}` stands twice");
                let help = "leave one row a feature";
                return Err(Error::malformed(WEIGHTS, line, problem, help));
            }
        }
        Ok(Self(table))
    }

    /// Whether nothing has been learned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Weights of a feature by its number (see [`Names`](crate::feature::Names)), as [`Stand::ALL`]; `None` where it has not been learned.
    pub fn of(&self, feature: u64) -> Option<[f32; 4]> {
        self.0.get(&feature).copied()
    }
}
