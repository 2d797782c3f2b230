//! Weights of the trained event reader.
//!
//! Takes `data/en/event-weights.csv`: a row a feature, with its group and its weights in hundredths; returns look-ups.
//! An empty table is allowed: then the reader goes by its rules alone. Known limit: weights fit the features of one version of
//! the program; whatever changes those, or the parser, asks for learning anew.
//!
//! Example: `weights.types(names.number(name!["v=attack"]))` gives the weights of "attack" for the types it speaks for or against.

use crate::feature::{Table, number as of_name};
use crate::{Error, Files};

const WEIGHTS: &str = "en/event-weights.csv";
/// Weights stand in the file as whole hundredths.
const SCALE: f32 = 100.0;
/// The letter of the first type in the file; the types follow in the manual's order.
const FIRST: u8 = b'a';
/// What leads the features of each [`Question`] in the file.
const QUESTIONS: [char; 4] = ['e', 'f', 'm', 'k'];

/// What is asked of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether its sentence tells an event at all.
    Tells,
    /// Whether it is right.
    Right,
    /// Whether it is right besides another one.
    Further,
    /// Whether what a clause tells by itself is right besides another one.
    Clause,
}

/// Look-ups of weights by the number of the feature.
#[derive(Debug, Default)]
pub struct EventWeights {
    pair: Table<[f32; 2]>,
    types: Table<Box<[(u8, f32)]>>,
    told: [Table<f32>; QUESTIONS.len()],
}

impl EventWeights {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A row whose group or weights cannot be read.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let mut weights = Self::default();
        for (line, row) in files.csv::<(String, String, String)>(WEIGHTS)? {
            if weights.add(row).is_none() {
                let problem = "a row that is no weight, or the second of its feature".to_owned();
                let help = "group P, T or N; feature; weights in hundredths";
                return Err(Error::malformed(WEIGHTS, line, problem, help));
            }
        }
        Ok(weights)
    }

    fn add(&mut self, (group, feature, cell): (String, String, String)) -> Option<()> {
        let name = of_name(&feature);
        let number = |text: &str| text.parse::<f32>().ok().map(|w| w / SCALE);
        let first = match group.as_str() {
            "P" => {
                let (rank, choice) = cell.split_once(' ')?;
                let pair = [number(rank)?, number(choice)?];
                self.pair.insert(name, pair).is_none()
            }
            "T" => {
                let of_type = |part: &str| {
                    let kind = part.bytes().next()?.checked_sub(FIRST)?;
                    Some((kind, number(part.get(1..)?)?))
                };
                let row = cell.split(' ').map(of_type).collect::<Option<Box<[_]>>>()?;
                self.types.insert(name, row).is_none()
            }
            "N" => {
                let question = QUESTIONS.iter().position(|q| feature.starts_with(*q))?;
                let name = of_name(feature.get(1..)?);
                let weight = number(&cell)?;
                self.told[question].insert(name, weight).is_none()
            }
            _ => false,
        };
        first.then_some(())
    }

    /// Weights of a phrase's or a pair's feature: for the ranker, for the choice.
    pub fn pair(&self, feature: u64) -> Option<[f32; 2]> {
        self.pair.get(&feature).copied()
    }

    /// Weights of a feature by number of the type in the manual's order; empty where it has not been learned.
    pub fn types(&self, feature: u64) -> &[(u8, f32)] {
        self.types.get(&feature).map_or(&[], AsRef::as_ref)
    }

    /// Weight of a feature for the answer to `question`.
    pub fn told(&self, question: Question, feature: u64) -> f32 {
        let table = &self.told[question as usize];
        table.get(&feature).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_each_group_are_read_and_others_and_second_ones_refused() {
        let mut weights = EventWeights::default();
        let row = |g: &str, f: &str, w: &str| (g.to_owned(), f.to_owned(), w.to_owned());
        assert!(weights.add(row("P", "sl=envoy", "12 -50")).is_some());
        assert!(weights.add(row("T", "v=attack", "p120 b-7")).is_some());
        assert!(weights.add(row("N", "e0=", "-30")).is_some());
        assert!(weights.add(row("N", "kkj=0", "40")).is_some());
        assert_eq!(
            weights.told(Question::Clause, of_name("kj=0")).to_string(),
            "0.4"
        );
        assert!(weights.add(row("N", "x0=", "-30")).is_none());
        assert!(weights.add(row("X", "0=", "-30")).is_none());
        assert_eq!(weights.pair(of_name("sl=envoy")), Some([0.12, -0.5]));
        assert_eq!(weights.types(of_name("v=attack"))[1], (1, -0.07));
        assert!(weights.add(row("P", "sl=envoy", "12 -50")).is_none());
        assert!(weights.add(row("T", "v=attack", "p120")).is_none());
        assert!(weights.add(row("N", "e0=", "-30")).is_none());
    }
}
