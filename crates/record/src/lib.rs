//! What all documents say together: the record derived from their readings, and the file it is kept in.
//!
//! Takes the readings of single documents; returns `model::record::Record` and keeps both in one
//! `SQLite` file. Known limit: the lines are derived from all readings at once.
//!
//! Example: two articles on one visit give one event with two mentions.

mod account;
mod address;
pub mod anchor;
mod anew;
mod breach;
mod cast;
pub mod change;
mod claim;
mod commitment;
mod community;
mod contradiction;
mod copy;
mod corroborate;
mod count;
mod counted;
mod dating;
mod decision;
mod derive;
mod dispute;
mod estimate;
mod event;
mod mark;
mod named;
mod near;
mod norm;
mod phrase;
mod place;
mod proposition;
mod published;
mod resolve;
mod sense;
pub mod store;
mod story;
mod timeline;
mod twin;
mod wording;
mod words;

pub use derive::{copies, derive};
