//! Placeholder header: the crate engine is being built.
