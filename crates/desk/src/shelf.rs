//! The shelf: the record in memory, and the one thread that takes pages from it.
//!
//! Takes what a visitor asks for; returns the page. The lines are loaded once and again when articles were
//! added or the record was derived anew (its generation tells); mentions, times and texts are read when a
//! page needs them. Known limit: pages are rendered one after the other.
//!
//! Example: two requests between which `onrecord add` ran see the record before and after.

use crate::index::{Roll, told};
use crate::net::Net;
use crate::news::{Batch, batches};
use crate::pages::{self, Page};
use jiff::civil::Date;
use model::record::{Claim, DocumentLine, Event, Record};
use model::{Id, Interval};
use record::store::{Error, Generation, Store};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use view::{Lookup, Texts};

/// What a visitor asks for.
#[derive(Debug, Default)]
pub(crate) struct Ask {
    /// The address without `.json`.
    pub(crate) path: String,
    /// What stands behind its question mark.
    pub(crate) params: BTreeMap<String, String>,
}

/// The record as pages see it.
pub(crate) struct Shelf<'a> {
    pub(crate) lookup: &'a Lookup<'a>,
    pub(crate) store: &'a Store,
    /// Documents by day of publication and outlet.
    pub(crate) documents: Vec<&'a DocumentLine>,
    /// Claims by day of publication, document and place in it.
    pub(crate) claims: Vec<&'a Claim>,
    /// Typed events by day.
    pub(crate) events: Vec<&'a Event>,
    roll: OnceCell<Roll<'a>>,
    told: OnceCell<Vec<String>>,
    net: OnceCell<Net<'a>>,
    news: OnceCell<Vec<Batch>>,
}

type Reply = oneshot::Sender<Result<Page, String>>;
type Job = (Ask, Reply);

/// Hands requests to the thread that owns the record.
pub(crate) struct Clerk {
    jobs: Sender<Job>,
}

impl Clerk {
    /// Starts the thread.
    ///
    /// # Errors
    /// The record cannot be read.
    pub(crate) fn start(path: PathBuf) -> Result<Self, Error> {
        drop(Store::open_read_only(&path)?);
        let (jobs, taken) = channel();
        std::thread::spawn(move || keep(&path, &taken));
        let clerk = Self { jobs };
        clerk.load_early();
        Ok(clerk)
    }

    /// Asks for a page that nobody waits for, so that the lines are loaded when the first visitor comes.
    fn load_early(&self) {
        let (reply, _) = oneshot::channel();
        let _ = self.jobs.send((Ask::default(), reply));
    }

    /// The page that is asked for, or in words why there is none.
    pub(crate) async fn ask(&self, ask: Ask) -> Result<Page, String> {
        let (reply, answer) = oneshot::channel();
        let gone = "the desk lost its record (help: start `onrecord serve` again)\n";
        self.jobs.send((ask, reply)).map_err(|_| gone.to_owned())?;
        answer.await.map_err(|_| gone.to_owned())?
    }
}

/// Answers until nobody can ask any more.
fn keep(path: &Path, jobs: &Receiver<Job>) {
    let mut waiting = jobs.recv().ok();
    while let Some((ask, reply)) = waiting.take() {
        let store = match Store::open_read_only(path) {
            Ok(store) => store,
            Err(error) => {
                // A visitor who has gone needs no answer; so for every reply here.
                let _ = reply.send(Err(format!("{error}\n")));
                waiting = jobs.recv().ok();
                continue;
            }
        };
        waiting = match load(&store) {
            Ok((record, mark)) => serve(&store, &record, mark, ((ask, reply), jobs)),
            Err(error) => {
                let _ = reply.send(Err(format!("{error}\n")));
                jobs.recv().ok()
            }
        };
    }
}

/// The state of the file that a loaded record belongs to.
type Mark = (Generation, bool);

fn mark(store: &Store) -> Result<Mark, Error> {
    Ok((store.generation()?, store.is_stale()?))
}

/// Everything but mentions, times and events without a type, which are most of a record.
fn load(store: &Store) -> Result<(Record, Mark), Error> {
    let mark = mark(store)?;
    let record = Record {
        documents: store.lines()?,
        actors: store.lines()?,
        places: store.lines()?,
        claims: store.lines()?,
        events: store.typed_events()?,
        propositions: store.lines()?,
        disputes: store.lines()?,
        commitments: store.lines()?,
        norms: store.lines()?,
        possible_breaches: store.lines()?,
        stories: store.lines()?,
        timeline: store.lines()?,
        ..Record::default()
    };
    Ok((record, mark))
}

/// Answers from `record` until the file changes; returns the request that came after the change.
fn serve(store: &Store, record: &Record, loaded: Mark, work: (Job, &Receiver<Job>)) -> Option<Job> {
    let texts = Texts::new(|id| store.text(id).ok().flatten());
    let lookup = Lookup::new(record, &texts);
    let shelf = Shelf::new(&lookup, store);
    let (mut job, jobs) = work;
    loop {
        if mark(store).ok() != Some(loaded) {
            return Some(job);
        }
        let (ask, reply) = job;
        let page = catch_unwind(AssertUnwindSafe(|| pages::page(&shelf, &ask)));
        let broken = |_| "this page cannot be shown; please report its address\n".to_owned();
        let _ = reply.send(page.map_err(broken));
        job = jobs.recv().ok()?;
    }
}

impl<'a> Shelf<'a> {
    fn new(lookup: &'a Lookup<'a>, store: &'a Store) -> Self {
        let mut claims: Vec<&Claim> = lookup.record.claims.iter().collect();
        claims.sort_by_key(|c| {
            (
                day_key(lookup.published(&c.document)),
                &c.document,
                c.cue,
                &c.id,
            )
        });
        let mut events: Vec<&Event> = lookup.record.events.iter().collect();
        events.sort_by_key(|e| (day_key(e.interval), &e.id));
        let mut documents: Vec<&DocumentLine> = lookup.record.documents.iter().collect();
        documents.sort_by_key(|d| (day_key(d.published.interval), &d.outlet, &d.id));
        Self {
            lookup,
            store,
            documents,
            claims,
            events,
            roll: OnceCell::new(),
            told: OnceCell::new(),
            net: OnceCell::new(),
            news: OnceCell::new(),
        }
    }

    /// The actors with what the record has on them, the most named first.
    pub(crate) fn roll(&self) -> &Roll<'a> {
        let count = || Roll::new(self.lookup, self.store, &self.events);
        self.roll.get_or_init(count)
    }

    /// The words of each of the claims, in their order and in lower case.
    pub(crate) fn told(&self) -> &[String] {
        let tell = || self.claims.iter().map(|c| told(self.lookup, c)).collect();
        self.told.get_or_init(tell)
    }

    /// What came in when, newest first; a log that cannot be read tells nothing.
    pub(crate) fn news(&self) -> &[Batch] {
        let read = || batches(self, self.store.changes().unwrap_or_default());
        self.news.get_or_init(read)
    }

    /// Documents that came in during the minutes that begin with `at`.
    pub(crate) fn came_in(&self, at: &str) -> BTreeSet<&Id> {
        let batches = self.news().iter().filter(|b| b.at.starts_with(at));
        batches.flat_map(Batch::came).collect()
    }

    /// Who acts on whom, laid out.
    pub(crate) fn net(&self) -> &Net<'a> {
        self.net.get_or_init(|| Net::new(self.lookup, &self.events))
    }

    /// The id under which the thing that was called `id` is found now.
    pub(crate) fn living(&self, id: &str) -> Option<Id> {
        self.store.living(&Id(id.to_owned())).ok().flatten()
    }
}

/// The day to sort by; unknown days come last.
fn day_key(interval: Interval) -> (bool, Option<Date>, Option<Date>) {
    let day = interval.earliest.or(interval.latest);
    (day.is_none(), day, interval.latest)
}
