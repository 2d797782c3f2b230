//! Laying down what the program read wrongly: that things are one, that one thing is two, when something was, that it is misread.
//!
//! Takes ids of lines and who decides; keeps the decision by the evidence of those lines and derives the record anew. Method: joins and
//! splits are must-link and cannot-link constraints in clustering (Wagstaff et al. 2001), on evidence instead of lines. Known limit: a
//! reading can be marked, not changed.
//!
//! Example: `engine.join(&mut store, &[first, second], said)?` makes two events one.

use crate::{Engine, Error};
use model::record::{
    Actor, Claim, Commitment, Dispute, DocumentLine, Event, Evidence, Norm, Place, PossibleBreach,
    Proposition, Story,
};
use model::{Decision, Id, Interval, Ruling, Said, Thing};
use record::anchor;
use record::store::{self, Line, Store};

/// Why something cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecidable {
    /// No such line, or one of another kind.
    #[error(
        "`{0}` is no event and no actor (help: `onrecord events` and `onrecord actors` list their ids)"
    )]
    NoSuchThing(Id),
    /// No such line.
    #[error("`{0}` is nothing in this record (help: the listings show ids)")]
    Nothing(Id),
    /// A line of another kind than those that something can be laid down of.
    #[error("`{0}` has no date of its own (help: dates are of events and of documents)")]
    NoDate(Id),
    /// As before, of marks.
    #[error(
        "`{0}` is no claim, no promise and no event (help: what else is wrong follows from those: `onrecord show {0}` lists them)"
    )]
    NoReading(Id),
    /// A decision without an end.
    #[error("no day is given (help: write YYYY-MM-DD, or 2023-07-25/2023-07-27 for several days)")]
    NoDays,
    /// A note without words.
    #[error("the note says nothing (help: give its words)")]
    NoWords,
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
        self.keep(store, Decision::new(Ruling::Join, thing, sides, said))
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
        self.keep(store, Decision::new(Ruling::Split, thing, sides, said))
    }

    /// Lays down the days on which the event `id` happened, or the document `id` was published.
    ///
    /// # Errors
    /// A line that has no days, or days of which nothing is known; readings of another lexicon; the record file cannot be used.
    pub fn date(
        &self,
        store: &mut Store,
        id: &Id,
        (days, said): (Interval, Said),
    ) -> Result<Decision, Error> {
        if days.is_unknown() {
            return Err(Undecidable::NoDays.into());
        }
        let (thing, id, evidence) = self.line(store, id)?;
        if !matches!(thing, Thing::Event | Thing::Document) {
            return Err(Undecidable::NoDate(id).into());
        }
        let decision = Decision::of_line(Ruling::Date(days), (thing, id), evidence, said);
        self.keep(store, decision)
    }

    /// Lays down that the claim or event `id` is misread; of a promise, that the claim is that makes it.
    ///
    /// # Errors
    /// A line of another kind; readings of another lexicon; the record file cannot be used.
    pub fn mark_wrong(&self, store: &mut Store, id: &Id, said: Said) -> Result<Decision, Error> {
        let (mut thing, mut id, evidence) = self.line(store, id)?;
        if let Some(promise) = store.line::<Commitment>(&id)? {
            // The same words: a promise is known by its claim.
            (thing, id) = (Thing::Claim, promise.claim);
        }
        if !matches!(thing, Thing::Event | Thing::Claim) {
            return Err(Undecidable::NoReading(id).into());
        }
        let decision = Decision::of_line(Ruling::Wrong, (thing, id), evidence, said);
        self.keep(store, decision)
    }

    /// Lays down words beside the line `id`.
    ///
    /// # Errors
    /// No such line, or no words; readings of another lexicon; the record file cannot be used.
    pub fn note(
        &self,
        store: &mut Store,
        id: &Id,
        (words, said): (&str, Said),
    ) -> Result<Decision, Error> {
        let words = words.trim();
        if words.is_empty() {
            return Err(Undecidable::NoWords.into());
        }
        let (thing, id, evidence) = self.line(store, id)?;
        let ruling = Ruling::Note(words.to_owned());
        self.keep(
            store,
            Decision::of_line(ruling, (thing, id), evidence, said),
        )
    }

    /// The type of the line `id`, the id that it has now, and the words by which it is known.
    fn line(&self, store: &mut Store, id: &Id) -> Result<(Thing, Id, Vec<Evidence>), Error> {
        self.refresh(store)?;
        let id = store.living(id)?.unwrap_or_else(|| id.clone());
        let Some((thing, evidence)) = known_by(store, &id)? else {
            return Err(Undecidable::Nothing(id).into());
        };
        Ok((thing, id, evidence))
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
        return Ok((Thing::Event, anchor::of_event(&event)));
    }
    if store.kind(id)?.as_deref() == Some(Actor::KIND) {
        return Ok((Thing::Actor, mentioned(store, id)?));
    }
    Err(Undecidable::NoSuchThing(id.clone()).into())
}

/// What kind of line `id` is, and the words by which it is known again; `None` when there is no such line.
fn known_by(store: &Store, id: &Id) -> Result<Option<(Thing, Vec<Evidence>)>, store::Error> {
    let Some(kind) = store.kind(id)? else {
        return Ok(None);
    };
    let found = match kind.as_str() {
        DocumentLine::KIND => (Thing::Document, vec![anchor::of_document(id)]),
        Actor::KIND => (Thing::Actor, mentioned(store, id)?),
        Place::KIND => (Thing::Place, mentioned(store, id)?),
        Norm::KIND => (Thing::Norm, Vec::new()),
        Claim::KIND => (Thing::Claim, of_claims(store, std::slice::from_ref(id))?),
        Event::KIND => {
            let event = store.line::<Event>(id)?;
            (
                Thing::Event,
                event.as_ref().map(anchor::of_event).unwrap_or_default(),
            )
        }
        Proposition::KIND => {
            let claims = store.line::<Proposition>(id)?.map(|p| p.claims);
            (
                Thing::Proposition,
                of_claims(store, &claims.unwrap_or_default())?,
            )
        }
        Commitment::KIND => {
            let claim = store.line::<Commitment>(id)?.map(|c| c.claim);
            (Thing::Commitment, of_claims(store, claim.as_slice())?)
        }
        Dispute::KIND => {
            let spans = store.line::<Dispute>(id)?.map(|d| d.spans);
            (Thing::Dispute, spans.unwrap_or_default())
        }
        PossibleBreach::KIND => {
            let spans = store.line::<PossibleBreach>(id)?.map(|b| b.spans);
            (Thing::PossibleBreach, spans.unwrap_or_default())
        }
        Story::KIND => {
            let documents = store
                .line::<Story>(id)?
                .map(|s| s.documents)
                .unwrap_or_default();
            (
                Thing::Story,
                documents.iter().map(anchor::of_document).collect(),
            )
        }
        _ => return Ok(None),
    };
    Ok(Some(found))
}

fn of_claims(store: &Store, ids: &[Id]) -> Result<Vec<Evidence>, store::Error> {
    let mut at = Vec::new();
    for id in ids {
        if let Some(claim) = store.line::<Claim>(id)? {
            at.extend(anchor::of_claim(&claim));
        }
    }
    Ok(at)
}

/// Where the actor or place `id` is mentioned.
fn mentioned(store: &Store, id: &Id) -> Result<Vec<Evidence>, store::Error> {
    let mut at = Vec::new();
    for document in store.ids()? {
        let mentions = store.mentions(&document)?.into_iter();
        let of = mentions.filter(|m| m.actor.as_ref() == Some(id) || m.place.as_ref() == Some(id));
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
