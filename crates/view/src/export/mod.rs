//! The record for other programs, one format a file.
//!
//! Takes a record and the texts behind it. [`jsonl()`] is the public contract: the whole record, `record_format` 1 (`docs/record.md`). The others are what
//! other tools read, and each returns what it cannot hold. The line types in `wire` are the wire types; the model's structs may change without
//! the contract changing. [`standing()`] is for formats that cannot say that a line is marked as misread. Known limit: the record is in memory.
//!
//! Example: `export::jsonl(&record, &texts, &meta, &mut out)?`.

mod atom;
mod columns;
mod dossier;
mod ftm;
mod gdelt;
mod geojson;
mod html;
mod jsonl;
mod left;
mod markdown;
mod parquet;
mod polecat;
mod prov;
mod standing;
mod stix;
mod tables;
mod timelinejs;
mod webannotation;
mod wire;

pub use atom::atom;
pub use ftm::ftm;
pub use gdelt::gdelt;
pub use geojson::geojson;
pub use html::html;
pub use jsonl::{Error, FORMAT, LeftOut, Meta, TextField, jsonl};
pub use markdown::markdown;
pub use parquet::parquet;
pub use polecat::polecat;
pub use prov::prov;
pub use standing::standing;
pub use stix::stix;
pub use tables::{Open, tables};
pub use timelinejs::timelinejs;
pub use webannotation::webannotation;
