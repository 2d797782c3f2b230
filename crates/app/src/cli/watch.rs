//! `onrecord watch`: asks feeds again and again, adds what is new in them, and prints what that changes in the record.
//!
//! Takes a file of feeds; prints entries of the log after each round. What was asked is kept in the record file, so a stopped watch goes on where it was.
//! Known limit: one process a record; a second one waits at the record file.
//!
//! Example: `onrecord watch feeds.toml --once` in a timetable.

use super::add;
use super::list::FormatName;
use crate::session::{Session, with_lookup};
use crate::{Exit, output};
use anyhow::Result;
use clap::Args;
use engine::{Engine, Feeds, Fetcher, Manners, Outcome, Round, Store};
use jiff::{SignedDuration, Timestamp};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;
use view::listing::{self, LogRow};
use view::render::{Format, listing as printed};

/// Longest sleep between two looks at the clock, so that a machine that slept does not oversleep.
const NAP: Duration = Duration::from_secs(60);

/// Ask feeds again and again, and print what is new in the record
///
/// FEEDS.toml names feeds (RSS, Atom, JSON Feed), one table `[[feed]]` each: `address = "https://…"`, and where wanted `outlet = "…"` (instead of
/// the feed's title), `every = "30m"` (15 minutes without it), `private = true` (its host may be of your own network). Where a feed
/// holds only summaries the pages are fetched. Polite: one request at a time, robots.txt, conditional requests, a pause between two requests to a host,
/// longer and longer waits for a feed that fails. Printed is what the log has after each round: new events, changed ones, denials, second origins.
/// Stop it with Ctrl-C; the next run goes on where it was. Exit codes with `--once`: 0 something is new, 1 nothing is, 2 some
/// feeds or articles failed.
#[derive(Args, Debug)]
pub struct Watch {
    /// The file of feeds
    ///
    /// Example: `onrecord watch feeds.toml --record affair.db`
    #[arg(value_name = "FEEDS")]
    feeds: PathBuf,

    /// Ask the feeds that are due once, and end
    ///
    /// For timetables such as cron. Example: `onrecord watch feeds.toml --once`
    #[arg(long)]
    once: bool,

    /// Seconds between two requests to one host
    ///
    /// What robots.txt asks for is kept too, where it is more. Example: `--pause 5`
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    pause: u64,

    /// Seconds to wait for an answer
    ///
    /// A feed that takes longer has failed, and is asked again later. Example: `--patience 60`
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    patience: u64,

    /// How to print what is new
    ///
    /// `text` is for people. `json` prints one array a round, `csv` one table a round. Example: `--format json`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatName::Text)]
    format: FormatName,
}

impl Watch {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let feeds = Feeds::read(&self.feeds)?;
        let engine = session.engine()?;
        let mut store = session.made()?;
        let mut fetcher = Fetcher::new(Manners {
            pause: Duration::from_secs(self.pause),
            patience: Duration::from_secs(self.patience),
            private_hosts: feeds.private_hosts(),
        });
        loop {
            let (exit, next) = self.round(session, &engine, (&mut store, &feeds, &mut fetcher))?;
            let Some(next) = next.filter(|_| !self.once) else {
                return Ok(exit);
            };
            session.notes.say(&format!("next at {next:.0}"));
            wait_until(next);
        }
    }

    fn round(
        &self,
        session: &Session<'_>,
        engine: &Engine,
        (store, feeds, fetcher): (&mut Store, &Feeds, &mut Fetcher),
    ) -> Result<(Exit, Option<Timestamp>)> {
        let last = store.last_entry()?;
        let round = engine.watch(store, (feeds, fetcher), Timestamp::now())?;
        let next = round.next;
        let entries = store.log_after(last)?;
        let rows = if entries.is_empty() {
            Vec::new()
        } else {
            with_lookup(store, |lookup| Ok(listing::log(lookup, entries)))?
        };
        self.print(session, &rows)?;
        let failed = report(session, store, round)?;
        let exit = if failed {
            Exit::Refused
        } else {
            Exit::found(rows.len())
        };
        Ok((exit, next))
    }

    fn print(&self, session: &Session<'_>, rows: &[LogRow]) -> Result<()> {
        let format = match self.format {
            FormatName::Text => Format::Text,
            FormatName::Json => Format::Json,
            FormatName::Csv => Format::Csv,
        };
        if rows.is_empty() {
            return Ok(());
        }
        let paper = output::paper(session.global.color);
        output::print(&printed(rows, format, paper))
    }
}

/// Says what each feed gave; whether one of them or of their articles failed.
fn report(session: &Session<'_>, store: &Store, round: Round) -> Result<bool> {
    let failed = round
        .asked
        .iter()
        .any(|a| matches!(a.outcome, Outcome::Failed(_)));
    let failed = failed || !round.summary.refused.is_empty();
    for asked in round.asked {
        let due = asked
            .due
            .map_or_else(|| "never again".to_owned(), |due| format!("at {due:.0}"));
        let told = match &asked.outcome {
            Outcome::Unchanged => "nothing new".to_owned(),
            Outcome::Entries(1) => "1 entry new or changed".to_owned(),
            Outcome::Entries(count) => format!("{count} entries new or changed"),
            Outcome::Failed(_) => "failed".to_owned(),
        };
        session
            .notes
            .detail(&format!("{}: {told}; asked again {due}", asked.address));
        if let Some(refusal) = asked.refusal() {
            session
                .notes
                .refused(&format!("{refusal}; asked again {due}"));
        }
    }
    add::report(session, store, &round.summary)?;
    Ok(failed)
}

fn wait_until(next: Timestamp) {
    loop {
        let left = next.duration_since(Timestamp::now());
        if left <= SignedDuration::ZERO {
            return;
        }
        let left = Duration::try_from(left).unwrap_or(NAP);
        sleep(left.min(NAP));
    }
}
