//! Decisions of analysts in the record file: ground state, as documents are.
//!
//! Takes and returns decisions; each change raises the generation, so that the lines are derived anew. What is taken back stays in
//! the file with the time, and bears on nothing. Known limit: the lines of a decision tell nothing of those taken back.
//!
//! Example: `store.decide(&decision)?` twice keeps it once.

use super::{Error, Store};
use model::{Decision, Id};
use rusqlite::params;

impl Store {
    /// Keeps a decision; false when it holds already.
    ///
    /// # Errors
    /// Locked, read-only, full or damaged.
    pub fn decide(&mut self, decision: &Decision) -> Result<bool, Error> {
        let insert = "INSERT INTO decision (id, body) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET undone = NULL WHERE undone IS NOT NULL";
        let body = serde_json::to_string(decision);
        let body = body.map_err(|e| self.unreadable(decision.id.as_str(), &e))?;
        let changed =
            self.change(|transaction| transaction.execute(insert, [decision.id.as_str(), &body]))?;
        Ok(changed > 0)
    }

    /// Takes the decision `id` back at the time `at` (UTC, RFC 3339); false when none of that id holds.
    ///
    /// # Errors
    /// As [`Store::decide`].
    pub fn undo(&mut self, id: &Id, at: &str) -> Result<bool, Error> {
        let undo = "UPDATE decision SET undone = ?2 WHERE id = ?1 AND undone IS NULL";
        let changed =
            self.change(|transaction| transaction.execute(undo, params![id.as_str(), at]))?;
        Ok(changed > 0)
    }

    /// The decisions that hold, by id.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        let select = "SELECT id, body FROM decision WHERE undone IS NULL ORDER BY id";
        let rows: Vec<(String, String)> = self.all(select, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let decoded = rows.iter().map(|(id, body)| self.decoded(id, body));
        decoded.collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use model::{Decision, Id, Interval, Ruling, Said, Thing};

    #[test]
    fn a_decision_as_it_was_kept_before_there_were_values_is_read() {
        let kept = r#"{"id":"decision-1","kind":"join","thing":"event","sides":[[],[]],"said":{"by":"A. Reader","at":"2023-09-06T10:00:00Z","why":null}}"#;
        let decision: Decision = serde_json::from_str(kept).unwrap();
        assert_eq!(decision.ruling, Ruling::Join);
        assert_eq!(serde_json::to_string(&decision).unwrap(), kept);
    }

    #[test]
    fn every_ruling_is_read_as_it_was_written() {
        let said = Said {
            by: "A. Reader".into(),
            at: "2023-09-06T10:00:00Z".into(),
            why: None,
        };
        let days = Interval::day(date(2023, 7, 25));
        for ruling in [
            Ruling::Join,
            Ruling::Split,
            Ruling::Date(days),
            Ruling::Wrong,
            Ruling::Note("see the ministry's page".into()),
        ] {
            let line = (Thing::Event, Id::from("event-1"));
            let decision = Decision::of_line(ruling, line, vec![], said.clone());
            let written = serde_json::to_string(&decision).unwrap();
            assert_eq!(
                serde_json::from_str::<Decision>(&written).unwrap(),
                decision
            );
        }
    }
}
