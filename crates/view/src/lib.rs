//! Placeholder header: the crate view is being built.
