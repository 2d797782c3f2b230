//! Watching feeds: a round asks those that are due, adds what is new in them, and remembers what was asked.
//!
//! Takes feeds, a fetcher and the time; returns what each feed gave and when the next is due. Articles of a feed are stored before its visit is, so a program that
//! is killed in between asks again and adds nothing twice. A feed that fails is left alone twice as long each time, up to a day, or as long as its server
//! asks for; one that is gone for good (410) is asked no more. An entry whose page fails is tried again with its feed, a few times. Known limit: feeds are asked
//! one after the other, since politeness is by host and most files of feeds name few hosts.
//!
//! Example: a feed asked every quarter of an hour that gives nothing three times is due again in two hours.

use crate::{AddSummary, Engine, Error, Location, Problem, Refusal};
use jiff::{SignedDuration, Timestamp};
use record::store::{Store, Visit};
use source::{Answer, Entry, Feeds, Fetcher, Found, Unfetched, Validators, Watched, entries};
use std::collections::BTreeSet;

/// Doublings of the wait after failures that are counted; the wait is bounded besides.
const MOST_DOUBLINGS: u32 = 10;
/// Longest time that a failing feed is left alone.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Tries of an entry whose page cannot be fetched or read.
const TRIES: u32 = 5;

/// What a round did.
#[derive(Debug, Default)]
pub struct Round {
    /// Feeds that were due, in the order of the file.
    pub asked: Vec<Asked>,
    /// What was added from them.
    pub summary: AddSummary,
    /// When the next feed is due; `None` when none ever is.
    pub next: Option<Timestamp>,
}

/// A feed that was asked.
#[derive(Debug)]
pub struct Asked {
    /// Its address.
    pub address: String,
    /// What it gave.
    pub outcome: Outcome,
    /// When it is due again; `None` for never.
    pub due: Option<Timestamp>,
}

/// What a feed gave.
#[derive(Debug)]
pub enum Outcome {
    /// The same as last time.
    Unchanged,
    /// A number of entries that are new or changed.
    Entries(usize),
    /// Nothing.
    Failed(Problem),
}

impl Engine {
    /// Asks those of `feeds` that are due at `now`, adds what is new in them to `store`, and derives the record where that changed it.
    ///
    /// # Errors
    /// Stored readings are of another lexicon; the record file cannot be used, and what was added before the failure stays stored.
    pub fn watch(
        &self,
        store: &mut Store,
        (feeds, fetcher): (&Feeds, &mut Fetcher),
        now: Timestamp,
    ) -> Result<Round, Error> {
        self.check_readings(store)?;
        let mut round = Round::default();
        for feed in &feeds.feeds {
            let known = store.visit(&feed.address)?;
            let due = known.as_ref().map_or(Some(now), |visit| visit.due);
            let due = if due.is_some_and(|due| due <= now) {
                let asked = Asking {
                    engine: self,
                    feed,
                    now,
                };
                let known = known.unwrap_or_default();
                let asked = asked.ask((store, fetcher), known, &mut round.summary)?;
                let due = asked.due;
                round.asked.push(asked);
                due
            } else {
                due
            };
            round.next = round.next.into_iter().chain(due).min();
        }
        self.refresh(store)?;
        Ok(round)
    }
}

/// A feed that is being asked.
struct Asking<'a> {
    engine: &'a Engine,
    feed: &'a Watched,
    now: Timestamp,
}

impl Asking<'_> {
    fn ask(
        &self,
        (store, fetcher): (&mut Store, &mut Fetcher),
        known: Visit,
        summary: &mut AddSummary,
    ) -> Result<Asked, Error> {
        let validators = Validators {
            etag: known.etag.clone(),
            modified: known.modified.clone(),
        };
        let answer = fetcher.get(&self.feed.address, &validators, self.now);
        let (outcome, visit) = match answer {
            Ok(Answer::Unchanged) => (Outcome::Unchanged, self.succeeded(known)),
            Ok(Answer::Found(found)) => self.found((store, fetcher), (found, known), summary)?,
            Err(why) => {
                let visit = self.failed(known, &why);
                (Outcome::Failed(why.into()), visit)
            }
        };
        let due = visit.due;
        store.keep_visits(&[visit])?;
        Ok(Asked {
            address: self.feed.address.clone(),
            outcome,
            due,
        })
    }

    /// Adds the entries of an answer that are new or changed.
    fn found(
        &self,
        (store, fetcher): (&mut Store, &mut Fetcher),
        (found, known): (Found, Visit),
        summary: &mut AddSummary,
    ) -> Result<(Outcome, Visit), Error> {
        let validators = found.validators.clone();
        let entries = match entries(found, self.feed.outlet.as_deref()) {
            Ok(entries) => entries,
            Err(problem) => {
                let visit = self.failed(known, &Unfetched::Failed(problem.to_string()));
                return Ok((Outcome::Failed(problem), visit));
            }
        };
        let mut fresh = Vec::new();
        for entry in entries {
            let visit = store.visit(entry.key())?;
            if is_wanted(visit.as_ref(), &entry) {
                fresh.push((entry, visit));
            }
        }
        let count = fresh.len();
        let failing = self.add((store, fetcher), fresh, summary)?;
        // While an entry is to be tried again the feed is asked as if nothing of it were known: an unchanged answer names no entries.
        let validators = if failing {
            Validators::default()
        } else {
            validators
        };
        let visit = Visit {
            etag: validators.etag,
            modified: validators.modified,
            ..self.succeeded(known)
        };
        Ok((Outcome::Entries(count), visit))
    }

    /// Reads entries and keeps them; whether one is to be tried again.
    fn add(
        &self,
        (store, fetcher): (&mut Store, &mut Fetcher),
        fresh: Vec<(Entry, Option<Visit>)>,
        summary: &mut AddSummary,
    ) -> Result<bool, Error> {
        let mut visits = Vec::new();
        let mut failing = false;
        let mut articles = fresh.into_iter().map(|(entry, known)| {
            let mut visit = self.entry_visit(&entry, known);
            let article = entry.article(fetcher, self.now);
            if let Err(refusal) = &article {
                visit.problem = Some(refusal.problem.to_string());
                visit.failures += 1;
                failing |= visit.failures < TRIES;
            } else {
                visit.failures = 0;
            }
            visits.push(visit);
            article
        });
        let none = BTreeSet::new();
        while let Some(batch) = self
            .engine
            .next_batch(&mut articles, (store, &none), summary)?
        {
            self.engine.put(store, batch, summary)?;
        }
        drop(articles);
        store.keep_visits(&visits)?;
        Ok(failing)
    }

    /// The visit of an entry that is about to be read: a new state of it is counted anew.
    fn entry_visit(&self, entry: &Entry, known: Option<Visit>) -> Visit {
        let stamp = entry.stamp().map(str::to_owned);
        let same = known.filter(|visit| visit.stamp == stamp);
        Visit {
            address: entry.key().to_owned(),
            feed: Some(self.feed.address.clone()),
            stamp,
            at: self.now,
            failures: same.map_or(0, |visit| visit.failures),
            ..Visit::default()
        }
    }

    fn succeeded(&self, known: Visit) -> Visit {
        Visit {
            failures: 0,
            problem: None,
            due: self.now.checked_add(self.feed.every).ok(),
            ..self.asked(known)
        }
    }

    fn failed(&self, known: Visit, why: &Unfetched) -> Visit {
        let failures = known.failures + 1;
        let doubled = 1_i32 << failures.min(MOST_DOUBLINGS);
        let wait = (self.feed.every * doubled).min(DAY.max(self.feed.every));
        let asked = match why {
            Unfetched::Status { retry_after, .. } => *retry_after,
            _ => None,
        };
        let asked = asked.and_then(|a| SignedDuration::try_from(a).ok());
        let wait = asked.map_or(wait, |asked| wait.max(asked.min(DAY)));
        let due = self.now.checked_add(wait).ok();
        Visit {
            failures,
            problem: Some(why.to_string()),
            due: due.filter(|_| !why.is_gone()),
            ..self.asked(known)
        }
    }

    fn asked(&self, known: Visit) -> Visit {
        Visit {
            address: self.feed.address.clone(),
            feed: None,
            at: self.now,
            ..known
        }
    }
}

/// Whether an entry is to be read: it is new, its feed says that it changed, or it failed and has tries left.
fn is_wanted(visit: Option<&Visit>, entry: &Entry) -> bool {
    visit.is_none_or(|visit| {
        let is_failing = visit.failures > 0 && visit.failures < TRIES;
        is_failing || visit.stamp.as_deref() != entry.stamp()
    })
}

impl Asked {
    /// The failure as a refusal of the feed.
    pub fn refusal(self) -> Option<Refusal> {
        let at = Location {
            input: self.address,
            line: None,
        };
        match self.outcome {
            Outcome::Failed(problem) => Some(Refusal { at, problem }),
            Outcome::Unchanged | Outcome::Entries(_) => None,
        }
    }
}
