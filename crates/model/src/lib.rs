//! The nouns of onrecord: what every stage takes and returns, with constructors and invariants only.
//!
//! Nothing here reads files, matches words, asks the clock or holds a threshold. The flow is
//! `Document -> Annotation -> Statements -> Record`; each stage returns the next noun and changes none
//! before it. Terms are those of `docs/record.md`. Offsets are bytes of the document's UTF-8 text.
//!
//! Example: [`Claim`] is what one document attributes to somebody; [`record::Record`] is what all say together.

mod actor;
mod annotation;
mod decision;
mod document;
mod id;
pub mod record;
mod span;
mod statement;
mod time;

pub use actor::{ActorKind, Country, Gender, PlaceName, Role, Sector};
pub use annotation::{
    Annotation, Dateline, Dependents, Entity, Mention, MentionForm, QuotedStretch, Referent,
    Sentence, Token,
};
pub use decision::{Decision, DecisionKind, Ruling, Said, Thing};
pub use document::{Basis, Declared, Document};
pub use id::{ContentHash, Id};
pub use span::{CodePoints, Span};
pub use statement::{
    Argument, Certainty, Claim, Event, EventType, Promise, Quotation, Reading, Stance, Statements,
    Status,
};
pub use time::{Interval, NotDays, TimeExpression, TimexType};
