//! What a command works with: the engine, the record file, the lines to show.
//!
//! Opens the record for writing or reading; derives the lines anew where articles changed since, also after a killed
//! program. A record that cannot be written, or was read with other language knowledge, is shown as it was last
//! derived, with a warning. Known limit: showing one claim loads all lines of the record.
//!
//! Example: `session.shown(as_of, |lookup| …)` gives a command the whole record.

use crate::cli::Global;
use crate::cli::add::counted;
use crate::cli::as_of::AsOf;
use crate::notes::Notes;
use anyhow::Result;
use engine::{Engine, Past, Store, store};
use jiff::civil::Date;
use lexicon::{Files, Lexicon};
use model::record::Record;
use std::path::Path;
use std::thread;
use view::{Lookup, Texts};

/// What a command works with.
pub(crate) struct Session<'g> {
    pub(crate) global: &'g Global,
    pub(crate) notes: Notes,
}

/// How the lines of a record stand to its articles and to the language knowledge in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Of all articles, with the language knowledge in use.
    Current,
    /// Articles or readings changed since.
    Stale,
    /// Of all articles, wholly read and derived with other language knowledge.
    OtherLexicon,
}

impl<'g> Session<'g> {
    pub(crate) fn new(global: &'g Global) -> Self {
        let notes = Notes::new(global.wanted());
        Self { global, notes }
    }

    /// Whether the data folder, where one was given, can be used; also for commands that only show, since these would
    /// pass over a mistake in it.
    pub(crate) fn check_data(&self) -> Result<()> {
        if let Some(folder) = &self.global.data {
            Lexicon::load(&Files::with_folder(folder))?;
        }
        Ok(())
    }

    /// The engine, with the data folder and threads that were asked for.
    pub(crate) fn engine(&self) -> Result<Engine> {
        Ok(Engine::new(self.global.data.as_deref(), self.threads())?)
    }

    /// The threads that were asked for, else one for each core.
    pub(crate) fn threads(&self) -> usize {
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        self.global
            .threads
            .map_or_else(cores, |n| usize::from(n.get()))
    }

    /// How the desk gets the record as of a day.
    pub(crate) fn rewind(&self) -> desk::Rewind {
        let data = self.global.data.clone();
        desk::Rewind::new(move |store, day| {
            // Made for each day, since most desks never need one.
            let engine = Engine::new(data.as_deref(), 1).map_err(|e| e.to_string())?;
            let past = engine.as_of(store, day).map_err(|e| e.to_string())?;
            Ok(desk::Then {
                told: told(&past, day),
                record: past.record,
            })
        })
    }

    /// The record, made where there is none.
    pub(crate) fn made(&self) -> Result<Store> {
        Ok(Store::open_or_create(&self.global.record)?)
    }

    /// The record that must be there, ready to be changed.
    pub(crate) fn existing(&self) -> Result<Store> {
        Ok(Store::open(&self.global.record)?)
    }

    /// The record for showing, its lines up to date where it can be written.
    pub(crate) fn current(&self) -> Result<Store> {
        let path: &Path = &self.global.record;
        match Store::open(path) {
            Ok(store) => self.refreshed(store),
            Err(store::Error::ReadOnly { .. }) => self.as_it_is(Store::open_read_only(path)?),
            Err(error) => Err(error.into()),
        }
    }

    fn refreshed(&self, mut store: Store) -> Result<Store> {
        match self.state(&store)? {
            State::Current => return Ok(store),
            State::OtherLexicon => return self.as_it_is(store),
            State::Stale => {}
        }
        match self.engine()?.refresh(&mut store) {
            Ok(_) => Ok(store),
            Err(engine::Error::Store(store::Error::ReadOnly { .. })) => self.as_it_is(store),
            Err(error) => Err(error.into()),
        }
    }

    fn as_it_is(&self, store: Store) -> Result<Store> {
        match self.state(&store)? {
            State::Current => {}
            State::Stale => self.notes.warning("the record cannot be written and is shown as it was last derived (help: make it writable and run `onrecord rebuild`)"),
            State::OtherLexicon => self.notes.warning("the record was read with other language knowledge than this program has now and is shown as it was read (help: run `onrecord rebuild` to read its articles again, or give the `--data` folder that it was read with)"),
        }
        Ok(store)
    }

    fn state(&self, store: &Store) -> Result<State> {
        let today = self.lexicon_version();
        let derived = store.derived_lexicon()?;
        let read = store.lexicons()?;
        if store.is_stale()? || derived.is_none() {
            return Ok(State::Stale);
        }
        let of_one = |version: &String| read.iter().all(|r| r == version);
        Ok(match derived {
            Some(derived) if !of_one(&derived) => State::Stale,
            Some(derived) if derived != today && !read.is_empty() => State::OtherLexicon,
            Some(derived) if derived != today => State::Stale,
            _ => State::Current,
        })
    }

    /// The version of the language knowledge in use, without loading it.
    pub(crate) fn lexicon_version(&self) -> String {
        let folder = self.global.data.as_ref();
        folder
            .map_or_else(Files::embedded, Files::with_folder)
            .version()
    }

    /// Calls `work` with the lines of the record, mentions and times left out, and the texts behind them.
    pub(crate) fn shown<T>(
        &self,
        as_of: AsOf,
        work: impl FnOnce(&Lookup<'_>) -> Result<T>,
    ) -> Result<T> {
        self.shown_of(&self.current()?, as_of, work)
    }

    /// As [`Session::shown`], of an open record.
    pub(crate) fn shown_of<T>(
        &self,
        store: &Store,
        as_of: AsOf,
        work: impl FnOnce(&Lookup<'_>) -> Result<T>,
    ) -> Result<T> {
        match as_of.day() {
            None => with_lookup(store, work),
            Some(day) => self.past(store, day, work),
        }
    }

    /// As [`Session::shown`], with mentions and times.
    pub(crate) fn shown_whole<T>(
        &self,
        as_of: AsOf,
        work: impl FnOnce(&Lookup<'_>) -> Result<T>,
    ) -> Result<T> {
        let store = self.current()?;
        match as_of.day() {
            None => with_record(&store, |record, texts| work(&Lookup::new(record, texts))),
            Some(day) => self.past(&store, day, work),
        }
    }

    /// Calls `work` with the record as of `day`, and says what that leaves out.
    fn past<T>(
        &self,
        store: &Store,
        day: Date,
        work: impl FnOnce(&Lookup<'_>) -> Result<T>,
    ) -> Result<T> {
        let past = self.engine()?.as_of(store, day)?;
        self.notes.say(&told(&past, day));
        work(&Lookup::new(&past.record, &texts(store)))
    }
}

/// What a record as of `day` rests on and leaves out.
pub(crate) fn told(past: &Past, day: Date) -> String {
    let documents = counted(past.record.documents.len(), "document");
    let mut parts = vec![format!("as of {day}: {documents}")];
    if past.later > 0 {
        parts.push(format!("{} later left out", past.later));
    }
    if past.undated > 0 {
        let why = "that may or may not have been out by then left out";
        parts.push(format!("{} {why}", past.undated));
    }
    parts.join(", ")
}

/// Calls `work` with the lines of `store`, mentions and times left out, and the texts behind them.
pub(crate) fn with_lookup<T>(
    store: &Store,
    work: impl FnOnce(&Lookup<'_>) -> Result<T>,
) -> Result<T> {
    let record = lines(store)?;
    work(&Lookup::new(&record, &texts(store)))
}

/// Everything but mentions and times, which are most of a record and which few listings show.
fn lines(store: &Store) -> Result<Record> {
    Ok(Record {
        documents: store.lines()?,
        actors: store.lines()?,
        places: store.lines()?,
        claims: store.lines()?,
        events: store.lines()?,
        propositions: store.lines()?,
        disputes: store.lines()?,
        commitments: store.lines()?,
        norms: store.lines()?,
        possible_breaches: store.lines()?,
        stories: store.lines()?,
        timeline: store.lines()?,
        decisions: store.lines()?,
        ..Record::default()
    })
}

pub(crate) fn texts(store: &Store) -> Texts<'_> {
    // A text that cannot be read leaves its quotes empty; `verify` says why.
    Texts::new(|id| store.text(id).ok().flatten()).beginning_at(|id| {
        let document = store.document(id).ok().flatten();
        document.map_or(0, |d| view::beginning(&d))
    })
}

/// Calls `work` with all lines of `store` and the texts behind them.
pub(crate) fn with_record<T>(
    store: &Store,
    work: impl FnOnce(&Record, &Texts<'_>) -> Result<T>,
) -> Result<T> {
    let record = store.record()?;
    work(&record, &texts(store))
}
