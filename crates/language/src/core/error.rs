//! Why a weight file cannot be used.
//!
//! Text is never an error in the language core; only the file that holds its networks can be wrong.
//! Each message says what is wrong and what to do about it.
//!
//! Example: a file cut short is refused with both lengths.

/// A weight file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoreError {
    /// The first bytes are not those of a weight file.
    #[error("not a weight file of the language core; write one with `cargo run -p xtask -- model`")]
    Magic,
    /// A layout that this program does not know.
    #[error("weight file has layout {found}, this program reads layout {expected}; write it anew")]
    Version {
        /// Version in the file.
        found: u32,
        /// Version that this program reads.
        expected: u32,
    },
    /// Fewer or more bytes than the head promises.
    #[error("weight file has {found} bytes instead of {expected}; it was cut or extended")]
    Length {
        /// Length of what was given.
        found: usize,
        /// Length according to the head.
        expected: usize,
    },
    /// The bytes are not those that were written.
    #[error("weight file is damaged (its checksum does not hold); fetch or write it anew")]
    Checksum,
    /// A part that is missing or does not hold what it should.
    #[error("weight file has no usable section `{section}`: {reason}")]
    Section {
        /// Name of the part.
        section: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl CoreError {
    /// The error about section `section`.
    pub(crate) fn section(section: &str, reason: &'static str) -> Self {
        Self::Section {
            section: section.to_owned(),
            reason,
        }
    }
}
