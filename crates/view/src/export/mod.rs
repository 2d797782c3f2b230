//! The public contract: the whole record as JSON Lines, `record_format` 1 (`docs/record.md`).
//!
//! Takes a record and the texts behind it; writes one object a line. The line types here are the wire
//! types; the model's structs may change without the contract changing. Known limit: `norm`,
//! `possible_breach` and `decision` lines are not produced yet.
//!
//! Example: `export::jsonl(&record, &texts, &meta, &mut out)?`.

mod jsonl;
mod wire;

pub use jsonl::{Error, FORMAT, Meta, TextField, jsonl};
