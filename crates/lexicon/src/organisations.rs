//! Words in the names of organisations that tell what they are.
//!
//! Takes `data/actors/organisation-words.csv`; returns the sector of an organisation that no other table
//! knows. The last word of the name that stands in the table decides; each row's example is checked when
//! the file is loaded. Known limit: names without such a word ("Hillgate") have no sector.
//!
//! Example: `organisations.sector("Nordhaven University")` is `EDU`.

use crate::spelling::fold;
use crate::{Error, Files};
use model::Sector;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "actors/organisation-words.csv";

/// All words.
#[derive(Debug)]
pub struct Organisations {
    sectors: BTreeMap<String, Sector>,
}

#[derive(Deserialize)]
struct Row {
    word: String,
    sector: String,
    example: String,
}

impl Organisations {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// A word that stands twice, or whose example another word decides.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let rows = files.csv::<Row>(FILE)?;
        let mut sectors = BTreeMap::new();
        for (line, row) in &rows {
            let twice = sectors.insert(row.word.clone(), Sector(row.sector.clone()));
            if twice.is_some() {
                let problem = format!("`{}` stands twice", row.word);
                return Err(Error::malformed(FILE, *line, problem, "leave one row"));
            }
        }
        let tables = Self { sectors };
        for (line, row) in &rows {
            if tables.sector(&row.example).map(|s| s.0.as_str()) != Some(&row.sector) {
                let problem = format!("`{}` breaks its example `{}`", row.word, row.example);
                let help = "mend the word or the example";
                return Err(Error::malformed(FILE, *line, problem, help));
            }
        }
        Ok(tables)
    }

    /// The sector that the words of the organisation's name `name` tell.
    pub fn sector(&self, name: &str) -> Option<&Sector> {
        let folded = fold(name);
        folded.rsplit(' ').find_map(|word| self.sectors.get(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_the_table_decides() {
        let words = Organisations::load(&Files::embedded()).unwrap();
        let sector = |name| words.sector(name).map(|s| s.0.as_str());
        assert_eq!(sector("University Press Group"), Some("BUS"));
        assert_eq!(sector("Bank of Lima"), Some("BUS"));
        assert_eq!(sector("Hillgate"), None);
    }
}
