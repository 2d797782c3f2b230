//! `onrecord decisions` and `onrecord undo`: what analysts laid down, and taking it back.
//!
//! Lists decisions by time; takes one back by its id. Also what the commands share that lay something down: who decides, and what is meant.
//! Known limit: what was taken back stays in the file but is not listed.
//!
//! Example: `onrecord undo decision-543f71aa`.

use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::{Session, with_lookup};
use anyhow::{Context, Result};
use clap::Args;
use desk::{Order, Place, What};
use engine::{Engine, Part, Store};
use jiff::Timestamp;
use model::{Decision, Id, Said};
use std::path::Path;
use view::listing;
use view::sheet::find;

/// List what was laid down by hand
///
/// Joins, splits, dates, marks and notes that hold, oldest first, with who, when and why.
#[derive(Args, Debug)]
pub struct Decisions {
    #[command(flatten)]
    format: FormatOption,
}

impl Decisions {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let store = session.current()?;
        let rows = listing::decisions(&store.lines()?);
        list::print(session, &rows, self.format, "nothing was laid down by hand")
    }
}

/// Take a decision back
///
/// The record is derived without it; the record file keeps that it was there.
#[derive(Args, Debug)]
pub struct Undo {
    /// The id of a decision, or its beginning
    ///
    /// `onrecord decisions` lists them. Example: `onrecord undo decision-543f71aa`
    #[arg(value_name = "DECISION")]
    decision: String,
}

impl Undo {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let held = store.decisions()?.into_iter().map(|d| d.id);
        let found: Vec<Id> = held
            .filter(|id| id.as_str().starts_with(&self.decision))
            .collect();
        let [one] = found.as_slice() else {
            session.notes.say(&format!(
                "`{}` names {} decisions (help: `onrecord decisions` lists them)",
                self.decision,
                found.len()
            ));
            return Ok(Exit::Nothing);
        };
        session.engine()?.undo(&mut store, one, &now())?;
        session.notes.say(&format!("took back {one}"));
        Ok(Exit::Done)
    }
}

/// Writes what a visitor of the desk lays down into the record file `record`.
///
/// # Errors
/// The order does not fit what the record holds, or the file cannot be used.
pub(crate) fn write(record: &Path, data: Option<&Path>, order: Order) -> Result<()> {
    let engine = Engine::new(data, 1)?;
    let mut store = Store::open(record)?;
    let said = Said {
        by: order.by,
        at: now(),
        why: order.why,
    };
    match order.what {
        What::Join(ids) => drop(engine.join(&mut store, &ids, said)?),
        What::Split(id, places) => {
            let part = |place: Place| Part {
                document: place.document,
                start: place.start,
            };
            let parts: Vec<Part> = places.into_iter().map(part).collect();
            drop(engine.split(&mut store, &id, (&parts, said))?);
        }
        What::Date(id, days) => drop(engine.date(&mut store, &id, (days, said))?),
        What::Wrong(id) => drop(engine.mark_wrong(&mut store, &id, said)?),
        What::Note(id, words) => drop(engine.note(&mut store, &id, (&words, said))?),
        What::Undo(id) => {
            let held = engine.undo(&mut store, &id, &now())?;
            anyhow::ensure!(held, "no decision `{id}` holds any more");
        }
    }
    Ok(())
}

/// Who decides, and why.
#[derive(Args, Debug)]
pub(crate) struct By {
    #[command(flatten)]
    name: Name,

    /// Why, in a few words
    ///
    /// Stands with the decision in the record and in exports. Example: `--why "one visit, told by two ministries"`
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,
}

impl By {
    pub(crate) fn said(&self) -> Result<Said> {
        self.name.said(self.why.clone())
    }
}

/// Who decides.
#[derive(Args, Debug)]
pub(crate) struct Name {
    /// Who decides
    ///
    /// Stands with the decision in the record and in exports. Where it is not given, the name of the user at this machine.
    /// Example: `--by "A. Reader"`
    #[arg(long, value_name = "NAME", env = "ONRECORD_ANALYST")]
    by: Option<String>,
}

impl Name {
    pub(crate) fn said(&self, why: Option<String>) -> Result<Said> {
        let user = || {
            ["USER", "USERNAME"]
                .iter()
                .find_map(|name| std::env::var(name).ok())
        };
        let by = self
            .by
            .clone()
            .or_else(user)
            .filter(|name| !name.trim().is_empty());
        Ok(Said {
            by: by
                .context("a decision needs a name (help: `--by NAME`, or set ONRECORD_ANALYST)")?,
            at: now(),
            why,
        })
    }
}

/// Says what a decision did, and how to take it back.
pub(crate) fn is_done(session: &Session<'_>, done: &str, decision: &Decision) {
    session.notes.say(&format!(
        "{done} ({}; `onrecord undo {}` takes it back)",
        decision.id, decision.id
    ));
}

/// Now, in UTC, to the microsecond: decisions hold in the order in which they were made.
fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
        .to_string()
}

/// The ids that the user means, one for each of `typed`; `None`, with a message, where one is not clear.
pub(crate) fn meant(
    session: &Session<'_>,
    store: &Store,
    typed: &[String],
) -> Result<Option<Vec<Id>>> {
    with_lookup(store, |lookup| {
        let mut ids = Vec::new();
        for name in typed {
            let found = find(lookup, name);
            let [one] = found.as_slice() else {
                let several: Vec<String> = found.iter().map(ToString::to_string).collect();
                session.notes.say(&format!(
                    "`{name}` names {} things (help: give an id that the listings show) {}",
                    found.len(),
                    several.join(" ")
                ));
                return Ok(None);
            };
            ids.push(one.clone());
        }
        Ok(Some(ids))
    })
}
