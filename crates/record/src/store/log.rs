//! The log of changes: which documents came and went, and what the record told otherwise after them.
//!
//! Written with every change: documents in the transaction that changes them, lines in the one that keeps the derived record. It depends on when and
//! in what order things were done and is therefore outside the export. Known limit: of lines only typed events, disputes, commitments, possible breaches and
//! denied propositions are logged; `record::change` says why.
//!
//! Example: after an article with a denial the log has the document as added, and the dispute as new because of it.

use super::redirect::redirects;
use super::renew::Renewal;
use super::{Error, Line, Store};
use crate::change::{Change, Documents, Moved, news};
use model::Id;
use model::record::{Actor, Place, Record};
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, HashSet};

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number; later entries have higher ones.
    pub number: i64,
    /// When, in UTC: `2023-11-06T10:00:00Z`.
    pub at: String,
    /// Of a document `added`, `replaced` or `removed`; of a line `new`, `changed`, `joined` or `gone`.
    pub what: String,
    /// The document or line.
    pub id: Id,
    /// How a line changed; `None` of documents.
    pub change: Option<Change>,
}

impl Store {
    /// The log after the entry `number`, oldest first; after 0 all of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn log_after(&self, number: i64) -> Result<Vec<Entry>, Error> {
        let select =
            "SELECT number, at, what, id, body FROM change WHERE number > ?1 ORDER BY number";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let mut rows = self.reported(statement.query([number]))?;
        let mut entries = Vec::new();
        while let Some(row) = self.reported(rows.next())? {
            let body: Option<String> = self.reported(row.get(4))?;
            let change = body.map(|b| self.decoded("log", &b)).transpose()?;
            entries.push(Entry {
                number: self.reported(row.get(0))?,
                at: self.reported(row.get(1))?,
                what: self.reported(row.get(2))?,
                id: self.reported(super::id(row, 3))?,
                change,
            });
        }
        Ok(entries)
    }

    /// Number of the last entry; 0 where there is none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_entry(&self) -> Result<i64, Error> {
        let select = "SELECT coalesce(max(number), 0) FROM change";
        self.reported(self.connection.query_row(select, [], |row| row.get(0)))
    }

    /// What `record` will have otherwise than the lines kept now, and the ids that move with it.
    pub(super) fn differences(
        &self,
        record: &Record,
        renewal: &Renewal,
    ) -> Result<(Vec<Change>, Moved), Error> {
        let mut before = self.vanishing(record, renewal)?;
        let moved: Moved = redirects(&before, record).into_iter().collect();
        let mut same = HashSet::new();
        let typed = record.events.iter().filter(|e| e.event_type.is_some());
        let denied = record
            .propositions
            .iter()
            .filter(|p| !p.denied_by.is_empty());
        let events = renewal.differing(&record.events);
        before
            .events
            .extend(self.outdated(typed, &events, &mut same)?);
        let propositions = renewal.differing(&record.propositions);
        before
            .propositions
            .extend(self.outdated(denied, &propositions, &mut same)?);
        let (all, other) = (&record.disputes, renewal.differing(&record.disputes));
        let disputes = self.outdated(all.iter(), &other, &mut same)?;
        let (all, other) = (&record.commitments, renewal.differing(&record.commitments));
        let commitments = self.outdated(all.iter(), &other, &mut same)?;
        let all = &record.possible_breaches;
        let breaches = self.outdated(all.iter(), &renewal.differing(all), &mut same)?;
        before.disputes.extend(disputes);
        before.commitments.extend(commitments);
        before.possible_breaches.extend(breaches);
        self.name_parts(&mut before)?;
        let kept: Vec<Id> = self.all("SELECT id FROM line WHERE kind = 'document'", |row| {
            super::id(row, 0)
        })?;
        let documents = Documents {
            before: kept.iter().collect(),
            now: record.documents.iter().map(|d| &d.id).collect(),
        };
        let known = |id: &Id| same.contains(id);
        let news = news(&before, record, &known, (&moved, &documents));
        Ok((news, moved))
    }

    /// Those kept lines that `lines` have under the same id and tell otherwise, which have their ids in `other`; ids of those that are the
    /// same go into `same`.
    fn outdated<'r, L: Line + 'r>(
        &self,
        lines: impl Iterator<Item = &'r L>,
        other: &HashSet<&Id>,
        same: &mut HashSet<&'r Id>,
    ) -> Result<Vec<L>, Error> {
        let mut outdated = Vec::new();
        for id in lines.filter_map(Line::id) {
            if other.contains(id) {
                outdated.extend(self.line::<L>(id)?);
            } else {
                same.insert(id);
            }
        }
        Ok(outdated)
    }

    /// Adds the kept actors, places and claims that the lines of `before` name, so that both sides are told in words.
    fn name_parts(&self, before: &mut Record) -> Result<(), Error> {
        let of_events = before.events.iter();
        let of_events = of_events.flat_map(|e| e.sources.iter().chain(&e.targets));
        let of_propositions = before.propositions.iter();
        let of_propositions = of_propositions.flat_map(|p| {
            (p.asserted_by.iter())
                .chain(&p.denied_by)
                .chain(&p.hedged_by)
        });
        let of_commitments = before.commitments.iter().flat_map(|c| &c.by);
        let actors: HashSet<&Id> = of_events
            .chain(of_propositions)
            .chain(of_commitments)
            .collect();
        let places: HashSet<&Id> = before
            .events
            .iter()
            .filter_map(|e| e.place.as_ref())
            .collect();
        let sides = before.disputes.iter();
        let sides = sides.flat_map(|d| d.supporting.iter().chain(&d.against));
        let claims: HashSet<&Id> = (before.propositions.iter().flat_map(|p| &p.claims))
            .chain(before.commitments.iter().map(|c| &c.claim))
            .chain(sides)
            .collect();
        let (actors, places, claims) = (
            self.those(actors)?,
            self.those(places)?,
            self.those(claims)?,
        );
        before.actors = actors;
        before.places = places;
        before.claims = claims;
        Ok(())
    }

    fn those<L: Line>(&self, ids: HashSet<&Id>) -> Result<Vec<L>, Error> {
        let found = ids.into_iter().filter_map(|id| self.line(id).transpose());
        found.collect()
    }

    /// Those lines kept now whose id is not in `record`, and all mentions where actors or places are among them.
    fn vanishing(&self, record: &Record, renewal: &Renewal) -> Result<Record, Error> {
        let gone = renewal.vanishing(record);
        let named = gone.contains_key(Actor::KIND) || gone.contains_key(Place::KIND);
        Ok(Record {
            mentions: named
                .then(|| self.all_mentions())
                .transpose()?
                .unwrap_or_default(),
            events: self.lines_of(&gone)?,
            propositions: self.lines_of(&gone)?,
            disputes: self.lines_of(&gone)?,
            commitments: self.lines_of(&gone)?,
            possible_breaches: self.lines_of(&gone)?,
            stories: self.lines_of(&gone)?,
            ..Record::default()
        })
    }

    /// The lines with the ids that `named` has for their kind.
    fn lines_of<L: Line>(&self, named: &BTreeMap<&str, Vec<Id>>) -> Result<Vec<L>, Error> {
        let ids = named.get(L::KIND).into_iter().flatten();
        ids.filter_map(|id| self.line(id).transpose()).collect()
    }
}

/// Writes that the document `id` was `added`, `replaced` or `removed`.
pub(super) fn document(transaction: &Transaction<'_>, what: &str, id: &Id) -> rusqlite::Result<()> {
    write(transaction, what, id, None)
}

/// Writes how lines changed.
pub(super) fn lines(transaction: &Transaction<'_>, changes: &[Change]) -> rusqlite::Result<()> {
    for change in changes {
        let body = serde_json::to_string(change).map_err(super::pack::refused)?;
        write(transaction, change.how.word(), &change.id, Some(&body))?;
    }
    Ok(())
}

fn write(
    transaction: &Transaction<'_>,
    what: &str,
    id: &Id,
    body: Option<&str>,
) -> rusqlite::Result<()> {
    let insert = "INSERT INTO change (at, what, id, body) VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2, ?3)";
    let mut statement = transaction.prepare_cached(insert)?;
    let row = params![what, id.as_str(), body];
    statement.execute(row).map(|_| ())
}
