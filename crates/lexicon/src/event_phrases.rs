//! A word with another below it, which together name an event.
//!
//! Takes `data/en/event-phrases.csv`; returns the phrases of a head. A row of type `-` names a sense of its head that tells
//! nothing of PLOVER's ("hit a record"). A dependent may be a relation instead of a word (`:ccomp`): the head then only needs
//! one. Every head has a dependent once, so that no row is hidden behind an earlier one; this is checked when the file is
//! loaded. Known limit: which of several phrases of a head holds goes by the order of the rows.
//!
//! Example: the phrases of "take" make "took hostages" ASSAULT and "took office" nothing.

use crate::events::{Frame, event_type, known_frame, some, words};
use crate::{Error, Files};
use model::EventType;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const PHRASES: &str = "en/event-phrases.csv";
/// Stands before a dependent that is a relation.
const RELATION: char = ':';

/// A word with another below it that together name an event.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Its type, or `None` where PLOVER has none.
    pub event_type: Option<EventType>,
    /// Lemmas of which one must stand below.
    pub dependents: BTreeSet<String>,
    /// Relations of which one may stand below instead.
    pub relations: BTreeSet<String>,
    /// Name of its frame.
    pub frame: String,
    /// Mode of the type.
    pub mode: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    event_type: String,
    heads: String,
    dependents: String,
    frame: String,
    mode: String,
}

/// Reads and checks the file: phrases by their head, in the order of the rows.
pub(crate) fn load(
    files: &Files,
    frames: &BTreeMap<String, Frame>,
) -> Result<BTreeMap<String, Vec<Phrase>>, Error> {
    let mut phrases: BTreeMap<String, Vec<Phrase>> = BTreeMap::new();
    let mut taken: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (line, row) in files.csv::<Row>(PHRASES)? {
        known_frame(PHRASES, line, &row.frame, frames)?;
        let untyped = row.event_type == "-";
        let kind = (!untyped).then(|| event_type(PHRASES, line, &row.event_type));
        let (relations, dependents): (Vec<String>, Vec<String>) =
            words(&row.dependents).partition(|w| w.starts_with(RELATION));
        let phrase = Phrase {
            event_type: kind.transpose()?,
            dependents: dependents.into_iter().collect(),
            relations: relations
                .iter()
                .map(|r| r[RELATION.len_utf8()..].to_owned())
                .collect(),
            frame: row.frame,
            mode: some(row.mode),
        };
        for head in words(&row.heads) {
            for dependent in words(&row.dependents) {
                if let Some(first) = taken.insert((head.clone(), dependent.clone()), line) {
                    let problem =
                        format!("`{head}` with `{dependent}` stands in line {first} already");
                    let help = "leave the pair in the row that should count";
                    return Err(Error::malformed(PHRASES, line, problem, help));
                }
            }
            phrases.entry(head).or_default().push(phrase.clone());
        }
    }
    Ok(phrases)
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]
mod tests {
    use super::*;
    use crate::events::Events;

    #[test]
    fn a_relation_stands_apart_from_words() {
        let events = Events::load(&Files::embedded()).unwrap();
        let said = events.phrases("demonstrate").first().unwrap();
        assert_eq!(said.event_type, None);
        assert!(said.relations.contains("ccomp") && said.dependents.is_empty());
    }

    #[test]
    fn a_pair_that_an_earlier_row_takes_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let built_in = Files::embedded().text(PHRASES).unwrap();
        let (path, again) = (folder.path().join(PHRASES), "REJECT,take,hostage,act,,");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{built_in}{again}\n")).unwrap();
        let error = Events::load(&Files::with_folder(folder.path())).unwrap_err();
        let told = error.to_string();
        assert!(
            told.contains("`take` with `hostage` stands in line"),
            "{told}"
        );
    }
}
