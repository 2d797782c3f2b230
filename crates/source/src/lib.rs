//! Placeholder header: the crate source is being built.
