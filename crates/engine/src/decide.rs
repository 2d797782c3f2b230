//! Laying down what the program read wrongly: that things are one, or that one thing is two.
//!
//! Takes ids of lines and who decides; keeps the decision by the evidence of those lines and derives the record anew. Method: as
//! must-link and cannot-link constraints in clustering (Wagstaff et al. 2001), on evidence instead of lines. Known limit: actors and events only.
//!
//! Example: `engine.join(&mut store, &[first, second], said)?` makes two events one.

use crate::{Engine, Error};
use model::record::{Actor, Event, Evidence};
use model::{Decision, DecisionKind, Id, Said, Thing};
use record::store::{self, Line, Store};

/// Why something cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecidable {
    /// No such line, or one of another kind.
    #[error(
        "`{0}` is no event and no actor (help: `onrecord events` and `onrecord actors` list their ids)"
    )]
    NoSuchThing(Id),
    /// An event and an actor.
    #[error(
        "`{first}` and `{other}` are not of one kind (help: join events with events and actors with actors)"
    )]
    DifferentKinds {
        /// The first of them.
        first: Id,
        /// One that is not of its kind.
        other: Id,
    },
    /// Fewer than two things.
    #[error("that is one thing already (help: name two different ids)")]
    OneThing,
    /// A document, or a place in it, that does not tell the thing.
    #[error("`{id}` is not told at `{part}` (help: `onrecord show {id}` lists where it is told)")]
    NotTold {
        /// The line.
        id: Id,
        /// What was named.
        part: Part,
    },
    /// Everything would be taken out.
    #[error(
        "nothing of `{0}` would be left (help: name only the documents that tell something else)"
    )]
    NothingLeft(Id),
}

/// A part of what tells a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The document.
    pub document: Id,
    /// First code point of the words in it, where only one of several places is meant.
    pub start: Option<usize>,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.start {
            Some(start) => write!(f, "{}@{start}", self.document),
            None => write!(f, "{}", self.document),
        }
    }
}

impl Engine {
    /// Lays down that the events, or the actors, `ids` are one.
    ///
    /// # Errors
    /// Ids that cannot be joined; readings of another lexicon; the record file cannot be used.
    pub fn join(&self, store: &mut Store, ids: &[Id], said: Said) -> Result<Decision, Error> {
        self.refresh(store)?;
        let mut living: Vec<Id> = Vec::new();
        for id in ids {
            let now = store.living(id)?.unwrap_or_else(|| id.clone());
            if !living.contains(&now) {
                living.push(now);
            }
        }
        let [first, _, ..] = living.as_slice() else {
            return Err(Undecidable::OneThing.into());
        };
        let (thing, _) = told(store, first)?;
        let mut sides = Vec::new();
        for id in &living {
            let (kind, at) = told(store, id)?;
            if kind != thing {
                let (first, other) = (first.clone(), id.clone());
                return Err(Undecidable::DifferentKinds { first, other }.into());
            }
            sides.push(at);
        }
        self.keep(store, Decision::new(DecisionKind::Join, thing, sides, said))
    }

    /// Lays down that what `parts` tell of the event or actor `id` is something else than the rest.
    ///
    /// # Errors
    /// Parts that do not tell it, or all that do; readings of another lexicon; the record file cannot be used.
    pub fn split(
        &self,
        store: &mut Store,
        id: &Id,
        (parts, said): (&[Part], Said),
    ) -> Result<Decision, Error> {
        self.refresh(store)?;
        let id = store.living(id)?.unwrap_or_else(|| id.clone());
        let (thing, at) = told(store, &id)?;
        let mut chosen = vec![false; at.len()];
        for part in parts {
            let mut found = false;
            for (number, evidence) in at.iter().enumerate() {
                if is_at(store, part, evidence)? {
                    chosen[number] = true;
                    found = true;
                }
            }
            if !found {
                let part = part.clone();
                return Err(Undecidable::NotTold { id, part }.into());
            }
        }
        if chosen.iter().all(|c| *c) {
            return Err(Undecidable::NothingLeft(id).into());
        }
        let side = |wanted: bool| {
            let numbered = at.iter().zip(&chosen).filter(|(_, c)| **c == wanted);
            numbered.map(|(e, _)| e.clone()).collect()
        };
        let sides = vec![side(true), side(false)];
        self.keep(
            store,
            Decision::new(DecisionKind::Split, thing, sides, said),
        )
    }

    /// Takes the decision `id` back at the time `at`; false when none of that id holds.
    ///
    /// # Errors
    /// Readings of another lexicon; the record file cannot be used.
    pub fn undo(&self, store: &mut Store, id: &Id, at: &str) -> Result<bool, Error> {
        self.check_readings(store)?;
        let held = store.undo(id, at)?;
        self.refresh(store)?;
        Ok(held)
    }

    fn keep(&self, store: &mut Store, decision: Decision) -> Result<Decision, Error> {
        store.decide(&decision)?;
        self.refresh(store)?;
        Ok(decision)
    }
}

/// What kind of thing `id` is, and all places that tell it.
fn told(store: &Store, id: &Id) -> Result<(Thing, Vec<Evidence>), Error> {
    if let Some(event) = store.line::<Event>(id)? {
        let at = event.mentions.into_iter().map(|m| Evidence {
            document: m.document,
            span: m.trigger,
        });
        return Ok((Thing::Event, at.collect()));
    }
    if store.kind(id)?.as_deref() == Some(Actor::KIND) {
        return Ok((Thing::Actor, mentioned(store, id)?));
    }
    Err(Undecidable::NoSuchThing(id.clone()).into())
}

fn mentioned(store: &Store, actor: &Id) -> Result<Vec<Evidence>, store::Error> {
    let mut at = Vec::new();
    for document in store.ids()? {
        let mentions = store.mentions(&document)?.into_iter();
        let of = mentions.filter(|m| m.actor.as_ref() == Some(actor));
        at.extend(of.map(|m| m.at));
    }
    Ok(at)
}

fn is_at(store: &Store, part: &Part, evidence: &Evidence) -> Result<bool, store::Error> {
    if evidence.document != part.document {
        return Ok(false);
    }
    let Some(start) = part.start else {
        return Ok(true);
    };
    let text = store.text(&evidence.document)?.unwrap_or_default();
    let before = text.get(..evidence.span.start).unwrap_or_default();
    Ok(before.chars().count() == start)
}
