//! What a record file holds: documents, readings, texts, and the derived lines, whole or one by one.
//!
//! Takes ids; returns the model's nouns as they were stored, always in order of id (documents,
//! readings) or in the order in which they were derived (lines). Nothing here changes the file. Known
//! limit: [`Store::record`] holds all lines in memory; listings load the kind that they show.
//!
//! Example: `store.line::<Claim>(&id)?` is one claim, or `None`.

use super::{Error, Generation, Line, Store, pack};
use model::record::{Event, MentionLine, Record, TimeLine};
use model::{Document, Id, Reading};
use rayon::prelude::*;
use rusqlite::{OptionalExtension, Row};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Readings that are unpacked on several threads before the next are fetched.
const TOGETHER: usize = 256;

/// Name of the index of the events with a PLOVER type.
pub(super) const TYPED: &str = "line_typed_event";

impl Store {
    /// Whether the document `id` is stored.
    ///
    /// # Errors
    /// The file cannot be read; so for every function here.
    pub fn has(&self, id: &Id) -> Result<bool, Error> {
        let known = "SELECT 1 FROM document WHERE id = ?1";
        let found = self.one(known, id, |row| row.get::<_, i64>(0))?;
        Ok(found.is_some())
    }

    /// Whether [`Store::put`] of a reading of `document` would change anything: it is new, or tells
    /// more than what is stored. Ask before reading a text.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn wants(&self, document: &Document) -> Result<bool, Error> {
        let about = "SELECT about FROM document WHERE id = ?1";
        let Some(about) = self.one(about, &document.id, |row| row.get::<_, String>(0))? else {
            return Ok(true);
        };
        let old: Document = self.decoded(document.id.as_str(), &about)?;
        let new = super::write::without_text(document);
        Ok(new != old && super::write::is_fuller(&new, &old))
    }

    /// Ids of all stored documents, sorted.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn ids(&self) -> Result<Vec<Id>, Error> {
        self.all("SELECT id FROM document ORDER BY id", |row| {
            super::id(row, 0)
        })
    }

    /// The document `id` with its text.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn document(&self, id: &Id) -> Result<Option<Document>, Error> {
        let select = "SELECT about, text FROM document WHERE id = ?1";
        let columns = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        let Some((about, text)) = self.one(select, id, columns)? else {
            return Ok(None);
        };
        let about = self.decoded(id.as_str(), &about)?;
        Ok(Some(Document { text, ..about }))
    }

    /// All documents with their texts, sorted by id.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn documents(&self) -> Result<Vec<Document>, Error> {
        let select = "SELECT id, about, text FROM document ORDER BY id";
        let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let rows: Vec<(String, String, String)> = self.all(select, columns)?;
        let whole = |(id, about, text): (String, String, String)| {
            let about: Document = self.decoded(&id, &about)?;
            Ok(Document { text, ..about })
        };
        rows.into_iter().map(whole).collect()
    }

    /// The exact text of document `id`.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn text(&self, id: &Id) -> Result<Option<String>, Error> {
        self.one("SELECT text FROM document WHERE id = ?1", id, |row| {
            row.get(0)
        })
    }

    /// All texts by document.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn texts(&self) -> Result<BTreeMap<Id, String>, Error> {
        let select = "SELECT id, text FROM document ORDER BY id";
        let pairs = self.all(select, |row| Ok((super::id(row, 0)?, row.get(1)?)))?;
        Ok(pairs.into_iter().collect())
    }

    /// The reading of document `id`.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn reading(&self, id: &Id) -> Result<Option<Reading>, Error> {
        let select = "SELECT id, about, text, reading FROM document WHERE id = ?1";
        let stored = self.one(select, id, Stored::of)?;
        stored.map(|stored| stored.whole(&self.path)).transpose()
    }

    /// All readings, sorted by id.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn readings(&self) -> Result<Vec<Reading>, Error> {
        let select = "SELECT id, about, text, reading FROM document ORDER BY id";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let rows = self.reported(statement.query_map([], Stored::of))?;
        let (mut readings, mut waiting) = (Vec::new(), Vec::with_capacity(TOGETHER));
        let path = self.path.as_path();
        let whole = |waiting: &mut Vec<Stored>| {
            let some = std::mem::take(waiting).into_par_iter();
            // A copy takes what it holds; lists grown while reading JSON have room for four where one is.
            let some = some.map(|stored| Ok(stored.whole(path)?.clone()));
            let some: Vec<Result<Reading, Error>> = some.collect();
            // The first in order is the one reported, whichever came first in time.
            some.into_iter().collect::<Result<Vec<Reading>, Error>>()
        };
        for row in rows {
            waiting.push(self.reported(row)?);
            if waiting.len() == TOGETHER {
                readings.extend(whole(&mut waiting)?);
            }
        }
        readings.extend(whole(&mut waiting)?);
        Ok(readings)
    }

    /// Calls `work` with every reading, one at a time, sorted by id.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn each_reading(&self, mut work: impl FnMut(Reading)) -> Result<(), Error> {
        let select = "SELECT id, about, text, reading FROM document ORDER BY id";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let mut rows = self.reported(statement.query([]))?;
        while let Some(row) = self.reported(rows.next())? {
            work(self.reported(Stored::of(row))?.whole(&self.path)?);
        }
        Ok(())
    }

    /// Versions of the lexicons that made the stored readings, sorted; more than one, or another than
    /// today's, means that the record should be rebuilt.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn lexicons(&self) -> Result<Vec<String>, Error> {
        let select = "SELECT DISTINCT lexicon FROM document ORDER BY lexicon";
        self.all(select, |row| row.get(0))
    }

    /// The state of documents and readings. Take it *before* [`Store::readings`] and hand it to
    /// [`Store::set_record`]: what another program adds in between leaves the record stale.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn generation(&self) -> Result<Generation, Error> {
        let found: Option<i64> = self.meta("generation")?;
        Ok(Generation(found.unwrap_or_default()))
    }

    /// The state that the lines were derived from; `None` before the first time.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn derived(&self) -> Result<Option<Generation>, Error> {
        Ok(self.meta("derived")?.map(Generation))
    }

    /// Whether documents or readings changed since the lines were derived.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn is_stale(&self) -> Result<bool, Error> {
        let derived = self.derived()?.map_or(0, |g| g.0);
        Ok(derived != self.generation()?.0)
    }

    /// Version of the lexicon that derived the lines; `None` before the first time.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn derived_lexicon(&self) -> Result<Option<String>, Error> {
        self.meta("derived_lexicon")
    }

    /// All lines.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn record(&self) -> Result<Record, Error> {
        Ok(Record {
            documents: self.lines()?,
            actors: self.lines()?,
            places: self.lines()?,
            mentions: self.all_mentions()?,
            times: self.positions("time")?,
            claims: self.lines()?,
            events: self.lines()?,
            propositions: self.lines()?,
            disputes: self.lines()?,
            commitments: self.lines()?,
            norms: self.lines()?,
            possible_breaches: self.lines()?,
            stories: self.lines()?,
            timeline: self.lines()?,
            decisions: self.lines()?,
        })
    }

    /// All lines of one kind, in the order in which they were derived.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn lines<L: Line>(&self) -> Result<Vec<L>, Error> {
        let select = "SELECT body FROM line WHERE kind = ?1 ORDER BY position";
        self.bodies(select, [L::KIND], L::KIND)
    }

    /// The events with a PLOVER type, in the order in which they were derived: one in fifteen of all.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn typed_events(&self) -> Result<Vec<Event>, Error> {
        // Records derived before the index was there are searched whole; the index has to be named, as SQLite would not take it by itself.
        let indexed = self.one(
            "SELECT 1 FROM sqlite_schema WHERE name = ?1",
            &Id::from(TYPED),
            |row| row.get::<_, i64>(0),
        )?;
        let by = indexed.map_or_else(String::new, |_| format!("INDEXED BY {TYPED}"));
        let select = format!(
            "SELECT body FROM line {by} WHERE kind = 'event'
             AND json_extract(body, '$.event_type') IS NOT NULL ORDER BY position"
        );
        self.bodies(&select, [], Event::KIND)
    }

    /// Number of lines of one kind; of the events only those with a type, which listings show.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn count<L: Line>(&self) -> Result<usize, Error> {
        let select = "SELECT count(*) FROM line WHERE kind = ?1
             AND (kind <> 'event' OR json_extract(body, '$.event_type') IS NOT NULL)";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let count: i64 = self.reported(statement.query_row([L::KIND], |row| row.get(0)))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The line of kind `L` with the id `id`.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn line<L: Line>(&self, id: &Id) -> Result<Option<L>, Error> {
        let select = "SELECT body FROM line WHERE id = ?1 AND kind = ?2";
        let found = self.bodies(select, [id.as_str(), L::KIND], id.as_str())?;
        Ok(found.into_iter().next())
    }

    /// The kind (`claim`, `event`, …) of the line with the id `id`.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn kind(&self, id: &Id) -> Result<Option<String>, Error> {
        let select = "SELECT kind FROM line WHERE id = ?1";
        self.one(select, id, |row| row.get(0))
    }

    /// Mentions of one document, in text order.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn mentions(&self, document: &Id) -> Result<Vec<MentionLine>, Error> {
        self.positions_in(document, "mention")
    }

    /// Time expressions of one document, in text order.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn times(&self, document: &Id) -> Result<Vec<TimeLine>, Error> {
        self.positions_in(document, "time")
    }

    /// Where the line that had the id `id` is found now: `id` itself while it lives, else the line that
    /// holds most of its evidence.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn living(&self, id: &Id) -> Result<Option<Id>, Error> {
        if self.kind(id)?.is_some() {
            return Ok(Some(id.clone()));
        }
        let select = "SELECT new FROM redirect WHERE old = ?1";
        self.one(select, id, |row| super::id(row, 0))
    }

    /// Old ids and the living ones that they lead to, sorted.
    ///
    /// # Errors
    /// As [`Store::has`].
    pub fn redirects(&self) -> Result<Vec<(Id, Id)>, Error> {
        self.all("SELECT old, new FROM redirect ORDER BY old", |row| {
            Ok((super::id(row, 0)?, super::id(row, 1)?))
        })
    }

    pub(super) fn all_mentions(&self) -> Result<Vec<MentionLine>, Error> {
        self.positions("mention")
    }

    fn positions<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, Error> {
        let select = "SELECT body FROM position WHERE kind = ?1 ORDER BY document";
        self.unpacked(select, &[&kind], kind)
    }

    fn positions_in<T: DeserializeOwned>(
        &self,
        document: &Id,
        kind: &str,
    ) -> Result<Vec<T>, Error> {
        let select = "SELECT body FROM position WHERE document = ?1 AND kind = ?2";
        self.unpacked(select, &[&document.as_str(), &kind], document.as_str())
    }

    /// The lists in the packed bodies of `select`, one after the other.
    fn unpacked<T: DeserializeOwned>(
        &self,
        select: &str,
        params: &[&dyn rusqlite::ToSql],
        name: &str,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let mut rows = self.reported(statement.query(params))?;
        let mut lines = Vec::new();
        while let Some(row) = self.reported(rows.next())? {
            let frame: Vec<u8> = self.reported(row.get(0))?;
            lines.extend(self.unpack::<Vec<T>>(name, &frame)?);
        }
        Ok(lines)
    }

    /// The packed JSON in `frame` as `T`; `line` names it in the error.
    pub(super) fn unpack<T: DeserializeOwned>(&self, line: &str, frame: &[u8]) -> Result<T, Error> {
        let json = pack::unpack(frame).map_err(|e| self.unreadable(line, &e))?;
        serde_json::from_slice(&json).map_err(|e| self.unreadable(line, &e))
    }

    fn meta<T: rusqlite::types::FromSql>(&self, key: &str) -> Result<Option<T>, Error> {
        let select = "SELECT value FROM meta WHERE key = ?1";
        let found = self.connection.query_row(select, [key], |row| row.get(0));
        self.reported(found.optional())
    }

    fn bodies<T: DeserializeOwned + Clone, P: rusqlite::Params>(
        &self,
        select: &str,
        params: P,
        name: &str,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let mut rows = self.reported(statement.query(params))?;
        let mut bodies = Vec::new();
        while let Some(row) = self.reported(rows.next())? {
            let body = self.reported(row.get_ref(0))?;
            let body = body.as_str().map_err(|e| self.unreadable(name, &e))?;
            // A copy takes what it holds; lists grown while reading JSON have room for four where one is.
            let body: T = self.decoded(name, body)?;
            bodies.push(body.clone());
        }
        bodies.shrink_to_fit();
        Ok(bodies)
    }

    fn one<T>(
        &self,
        select: &str,
        id: &Id,
        columns: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let found = statement.query_row([id.as_str()], columns).optional();
        self.reported(found)
    }

    pub(super) fn all<T>(
        &self,
        select: &str,
        columns: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let rows = self.reported(statement.query_map([], columns))?;
        self.reported(rows.collect())
    }
}

/// A row of the table of documents.
struct Stored {
    id: String,
    about: String,
    text: String,
    reading: Vec<u8>,
}

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            about: row.get(1)?,
            text: row.get(2)?,
            reading: row.get(3)?,
        })
    }

    /// The reading; `path` names the file in the error.
    fn whole(self, path: &Path) -> Result<Reading, Error> {
        let wrong = |e: &dyn std::fmt::Display| super::unreadable(path, &self.id, e);
        let about: Document = serde_json::from_str(&self.about).map_err(|e| wrong(&e))?;
        let json = pack::unpack(&self.reading).map_err(|e| wrong(&e))?;
        let bare: Reading = serde_json::from_slice(&json).map_err(|e| wrong(&e))?;
        let document = Document {
            text: self.text,
            ..about
        };
        Ok(Reading { document, ..bare })
    }
}
