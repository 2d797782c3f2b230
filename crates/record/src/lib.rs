//! Placeholder header: the crate record is being built.
