//! The shelf: the record in memory, and the one thread that takes pages from it.
//!
//! Takes what a visitor asks for; returns the page. The lines are loaded once and again when articles were
//! added or the record was derived anew (its generation tells); mentions, times and texts are read when a
//! page needs them. Known limit: pages are rendered one after the other.
//!
//! Example: two requests between which `onrecord add` ran see the record before and after.

use crate::index::{Roll, told};
use crate::net::Net;
use crate::news::{self, batches};
use crate::pages::{self, Page};
use crate::past::Rewind;
use crate::tray::Batch;
use jiff::civil::Date;
use model::record::{Claim, DocumentLine, Event, MentionLine, Record};
use model::{Id, Interval};
use record::store::{Error, Generation, Store};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::ScopedJoinHandle;
use tokio::sync::oneshot;
use view::{Lookup, Texts};

/// What a visitor asks for.
#[derive(Debug, Default)]
pub(crate) struct Ask {
    /// The address without `.json`.
    pub(crate) path: String,
    /// What stands behind its question mark.
    pub(crate) params: BTreeMap<String, String>,
    /// The batch of articles whose page is asked for.
    pub(crate) batch: Option<(usize, Batch)>,
}

/// The record as pages see it.
pub(crate) struct Shelf<'a> {
    pub(crate) lookup: &'a Lookup<'a>,
    pub(crate) store: &'a Store,
    /// What a past record rests on and leaves out; `None` for the present.
    pub(crate) past: Option<&'a str>,
    /// What forms must carry; `None` where nothing can be laid down.
    pub(crate) key: Option<Arc<str>>,
    /// Documents by day of publication and outlet.
    pub(crate) documents: Vec<&'a DocumentLine>,
    /// Claims by day of publication, document and place in it.
    pub(crate) claims: Vec<&'a Claim>,
    /// Typed events by day.
    pub(crate) events: Vec<&'a Event>,
    mentions: OnceCell<BTreeMap<&'a Id, Vec<&'a MentionLine>>>,
    roll: OnceCell<Roll<'a>>,
    told: OnceCell<Vec<String>>,
    net: OnceCell<Net<'a>>,
    news: OnceCell<Vec<news::Batch>>,
}

/// The day that a clerk shows, and how it is derived; `None` for the present.
pub(crate) type When = Option<(Rewind, Date)>;

/// The lines that pages are made of.
struct Loaded {
    record: Record,
    told: Option<String>,
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
    pub(crate) fn start(path: PathBuf, when: When, key: Option<Arc<str>>) -> Result<Self, Error> {
        drop(Store::open_read_only(&path)?);
        let (jobs, taken) = channel();
        std::thread::spawn(move || keep(&path, (when.as_ref(), key.as_ref()), &taken));
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
fn keep(
    path: &Path,
    (when, key): (Option<&(Rewind, Date)>, Option<&Arc<str>>),
    jobs: &Receiver<Job>,
) {
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
        waiting = match load(&store, when) {
            Ok((loaded, mark)) => serve((&store, key), &loaded, &mark, ((ask, reply), jobs)),
            Err(words) => {
                let _ = reply.send(Err(format!("{words}\n")));
                jobs.recv().ok()
            }
        };
    }
}

/// The state of the file that a loaded record belongs to: articles that are not worked out yet change no line.
type Mark = (Option<Generation>, Option<String>);

fn mark(store: &Store) -> Result<Mark, Error> {
    Ok((store.derived()?, store.derived_lexicon()?))
}

/// The lines of now, or of the day that is shown.
fn load(store: &Store, when: Option<&(Rewind, Date)>) -> Result<(Loaded, Mark), String> {
    let said = |error: Error| error.to_string();
    let mark = mark(store).map_err(said)?;
    let Some((rewind, day)) = when else {
        let record = present(store).map_err(said)?;
        return Ok((Loaded { record, told: None }, mark));
    };
    let mut then = rewind.derive(store, *day)?;
    then.record.events.retain(|e| e.event_type.is_some());
    let loaded = Loaded {
        record: then.record,
        told: Some(then.told),
    };
    Ok((loaded, mark))
}

/// Everything but mentions, times and events without a type, which are most of a record. The claims and the actors, which are most of the rest,
/// are read beside it, through connections of their own; where another program writes meanwhile, all is read again.
fn present(store: &Store) -> Result<Record, Error> {
    loop {
        let (before, path) = (mark(store)?, store.path().to_owned());
        let record = std::thread::scope(|scope| {
            let claims = scope.spawn(|| Store::open_read_only(&path)?.lines());
            let actors = scope.spawn(|| Store::open_read_only(&path)?.lines());
            let record = beside_those(store)?;
            let (claims, actors) = (read(claims)?, read(actors)?);
            Ok(Record {
                claims,
                actors,
                ..record
            })
        })?;
        if mark(store)? == before {
            return Ok(record);
        }
    }
}

/// What a thread has read.
fn read<L>(thread: ScopedJoinHandle<'_, Result<Vec<L>, Error>>) -> Result<Vec<L>, Error> {
    let read = thread.join();
    read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn beside_those(store: &Store) -> Result<Record, Error> {
    Ok(Record {
        documents: store.lines()?,
        places: store.lines()?,
        events: store.typed_events()?,
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

/// Answers from `record` until the file changes; returns the request that came after the change.
fn serve(
    (store, key): (&Store, Option<&Arc<str>>),
    loaded: &Loaded,
    of: &Mark,
    work: (Job, &Receiver<Job>),
) -> Option<Job> {
    let texts =
        Texts::new(|id| store.text(id).ok().flatten()).beginning_at(|id| beginning(store, id));
    let lookup = Lookup::new(&loaded.record, &texts);
    let mut shelf = Shelf::new(&lookup, store, loaded.told.as_deref());
    shelf.key = key.cloned();
    let (mut job, jobs) = work;
    loop {
        if mark(store).ok().as_ref() != Some(of) {
            return Some(job);
        }
        let (ask, reply) = job;
        let page = catch_unwind(AssertUnwindSafe(|| pages::page(&shelf, &ask)));
        let page = page.map(|page| Page {
            told: loaded.told.clone(),
            ..page
        });
        let broken = |_| "this page cannot be shown; please report its address\n".to_owned();
        let _ = reply.send(page.map_err(broken));
        job = jobs.recv().ok()?;
    }
}

/// The byte at which the article of `document` begins, behind a stamp at its head.
fn beginning(store: &Store, document: &Id) -> usize {
    let found = store.document(document).ok().flatten();
    found.map_or(0, |d| view::beginning(&d))
}

impl<'a> Shelf<'a> {
    fn new(lookup: &'a Lookup<'a>, store: &'a Store, told: Option<&'a str>) -> Self {
        let mut claims: Vec<&Claim> = lookup.record.claims.iter().collect();
        // Keys are made once: to find a day takes longer than to compare it, and there are a hundred thousand claims.
        claims.sort_by_cached_key(|c| {
            let claim: &'a Claim = c;
            let day = day_key(lookup.published(&claim.document));
            (day, &claim.document, claim.cue, &claim.id)
        });
        let mut events: Vec<&Event> = lookup.record.events.iter().collect();
        events.sort_by_key(|e| (day_key(e.interval), &e.id));
        let mut documents: Vec<&DocumentLine> = lookup.record.documents.iter().collect();
        documents.sort_by_key(|d| (day_key(d.published.interval), &d.outlet, &d.id));
        Self {
            lookup,
            store,
            past: told,
            key: None,
            documents,
            claims,
            events,
            mentions: OnceCell::new(),
            roll: OnceCell::new(),
            told: OnceCell::new(),
            net: OnceCell::new(),
            news: OnceCell::new(),
        }
    }

    /// The actors with what the record has on them, the most named first.
    pub(crate) fn roll(&self) -> &Roll<'a> {
        let count = || Roll::new(self.lookup, |id| self.mentions(id), &self.events);
        self.roll.get_or_init(count)
    }

    /// The words of each of the claims, in their order and in lower case.
    pub(crate) fn told(&self) -> &[String] {
        let tell = || self.claims.iter().map(|c| told(self.lookup, c)).collect();
        self.told.get_or_init(tell)
    }

    /// Mentions of one document; those that cannot be read are none.
    pub(crate) fn mentions(&self, document: &Id) -> Vec<MentionLine> {
        if self.past.is_none() {
            return self.store.mentions(document).unwrap_or_default();
        }
        let sort = || {
            let mut sorted: BTreeMap<&Id, Vec<&MentionLine>> = BTreeMap::new();
            for mention in &self.lookup.record.mentions {
                sorted
                    .entry(&mention.at.document)
                    .or_default()
                    .push(mention);
            }
            sorted
        };
        let found = self.mentions.get_or_init(sort).get(document);
        found
            .map(|list| list.iter().map(|m| (*m).clone()).collect())
            .unwrap_or_default()
    }

    /// What came in when, newest first; a log that cannot be read tells nothing.
    pub(crate) fn news(&self) -> &[news::Batch] {
        let read = || {
            let mut log = self.store.log_after(0).unwrap_or_default();
            let was_there = |id: &Id| self.lookup.document(id).is_some();
            log.retain(|e| self.past.is_none() || (e.change.is_none() && was_there(&e.id)));
            batches(self, log)
        };
        self.news.get_or_init(read)
    }

    /// Documents that came in during the minutes that begin with `at`.
    pub(crate) fn came_in(&self, at: &str) -> BTreeSet<&Id> {
        let batches = self.news().iter().filter(|b| b.at.starts_with(at));
        batches.flat_map(news::Batch::came).collect()
    }

    /// Who acts on whom, laid out.
    pub(crate) fn net(&self) -> &Net<'a> {
        self.net.get_or_init(|| Net::new(self.lookup, &self.events))
    }

    /// The id under which the thing that was called `id` is found now.
    pub(crate) fn living(&self, id: &str) -> Option<Id> {
        if self.past.is_some() {
            return Some(Id::from(id));
        }
        self.store.living(&Id::from(id)).ok().flatten()
    }
}

/// The day to sort by; unknown days come last.
fn day_key(interval: Interval) -> (bool, Option<Date>, Option<Date>) {
    let day = interval.earliest.or(interval.latest);
    (day.is_none(), day, interval.latest)
}
