//! The tables of the record: their columns, in the contract's order, and what stands in each.
//!
//! Used by the exports as CSV and as Parquet, which have the same tables and columns. A column is a field of the contract, `cue.text` the part of it behind the
//! point; `account` and `origin` are lists inside the lines of events and have tables of their own. Known limit: texts of documents, single mentions and times are left out.
//!
//! Example: `cue.start` of `claim` is a whole number.

use Kind::{Day, Real, Text, Texts, Truth, Whole};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Texts,
    Whole,
    Real,
    Truth,
    Day,
}

/// A column: its name and what it holds.
pub(super) type Column = (&'static str, Kind);

/// Accounts of events: the name of their table.
pub(super) const ACCOUNT: &str = "account";
/// Origins of events: the name of their table.
pub(super) const ORIGIN: &str = "origin";
/// Lists inside the lines of events that have tables of their own, with the field that holds them.
pub(super) const INSIDE: [(&str, &str); 2] = [(ACCOUNT, "mentions"), (ORIGIN, "origins")];

/// The tables.
pub(super) const TABLES: [(&str, &[Column]); 14] = [
    (
        "document",
        &[
            ("id", Text),
            ("input_id", Text),
            ("uri", Text),
            ("outlet", Text),
            ("title", Text),
            ("authors", Texts),
            ("language", Text),
            ("characters", Whole),
            ("sha256", Text),
            ("published.earliest", Day),
            ("published.latest", Day),
            ("published.basis", Text),
            ("published.declared", Day),
            ("published.conflict", Truth),
            ("published.reasons", Texts),
            ("published.dated.by", Text),
            ("published.dated.read.earliest", Day),
            ("published.dated.read.latest", Day),
            ("via", Texts),
            ("duplicate_of", Text),
            ("duplicate_kind", Text),
            ("revises", Text),
            ("story", Text),
        ],
    ),
    (
        "actor",
        &[
            ("id", Text),
            ("kind", Text),
            ("name", Text),
            ("aliases", Texts),
            ("country", Text),
            ("roles.title", Texts),
            ("sector", Text),
            ("wikidata", Text),
            ("reasons", Texts),
        ],
    ),
    (
        "place",
        &[
            ("id", Text),
            ("name", Text),
            ("country", Text),
            ("latitude", Real),
            ("longitude", Real),
        ],
    ),
    (
        "claim",
        &[
            ("id", Text),
            ("document", Text),
            ("source.text", Text),
            ("speakers", Texts),
            ("cue.text", Text),
            ("cue.start", Whole),
            ("cue.end", Whole),
            ("content.text", Texts),
            ("quotation", Text),
            ("stance", Text),
            ("certainty", Text),
            ("addressees", Texts),
            ("via", Texts),
            ("outlet", Text),
            ("proposition", Text),
            ("events", Texts),
            ("sentence.text", Text),
            ("confidence", Real),
            ("marked.by", Texts),
            ("marked.why", Texts),
        ],
    ),
    (
        "event",
        &[
            ("id", Text),
            ("event_type", Text),
            ("mode", Text),
            ("cameo", Text),
            ("label", Text),
            ("sources", Texts),
            ("targets", Texts),
            ("objects", Texts),
            ("status", Text),
            ("background", Truth),
            ("earliest", Day),
            ("latest", Day),
            ("place", Text),
            ("documents", Whole),
            ("independent_origins", Whole),
            ("reasons", Texts),
            ("confidence", Real),
            ("dated.by", Text),
            ("dated.read.earliest", Day),
            ("dated.read.latest", Day),
            ("marked.by", Texts),
            ("marked.why", Texts),
        ],
    ),
    (
        ACCOUNT,
        &[
            ("event", Text),
            ("document", Text),
            ("trigger.text", Text),
            ("trigger.start", Whole),
            ("trigger.end", Whole),
            ("source.text", Text),
            ("target.text", Text),
            ("status", Text),
            ("sentence.text", Text),
        ],
    ),
    (
        ORIGIN,
        &[("event", Text), ("origin", Text), ("documents", Texts)],
    ),
    (
        "proposition",
        &[
            ("id", Text),
            ("label", Text),
            ("asserted_by", Texts),
            ("denied_by", Texts),
            ("hedged_by", Texts),
            ("claims", Texts),
            ("events", Texts),
            ("for.independent_origins", Whole),
            ("for.origins.origin", Texts),
            ("against.independent_origins", Whole),
            ("against.origins.origin", Texts),
        ],
    ),
    (
        "dispute",
        &[
            ("id", Text),
            ("kind", Text),
            ("proposition", Text),
            ("event", Text),
            ("for", Texts),
            ("against", Texts),
            ("spans.text", Texts),
        ],
    ),
    (
        "commitment",
        &[
            ("id", Text),
            ("by", Texts),
            ("claim", Text),
            ("content", Text),
            ("status", Text),
            ("reasons", Texts),
        ],
    ),
    (
        "norm",
        &[
            ("id", Text),
            ("instrument", Text),
            ("paragraph", Text),
            ("binds", Texts),
            ("summary", Text),
            ("from", Day),
            ("until", Day),
            ("uri", Text),
        ],
    ),
    (
        "possible_breach",
        &[
            ("id", Text),
            ("norm", Text),
            ("commitment", Text),
            ("event", Text),
            ("claims", Texts),
            ("reason", Text),
            ("spans.text", Texts),
        ],
    ),
    (
        "story",
        &[
            ("id", Text),
            ("title", Text),
            ("documents", Texts),
            ("earliest", Day),
            ("latest", Day),
        ],
    ),
    (
        "decision",
        &[
            ("id", Text),
            ("kind", Text),
            ("thing", Text),
            ("about", Texts),
            ("value", Text),
            ("why", Text),
            ("by", Text),
            ("at", Text),
        ],
    ),
];
