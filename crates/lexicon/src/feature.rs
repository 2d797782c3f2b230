//! Features of the trained readers by number, so that no name need be kept or spelled out twice.
//!
//! Takes the name of a feature in pieces; returns its number, a 64-bit hash (folded multiplication, as in wyhash). Tables of
//! weights are kept by it. Known limit: two names may share a number, once in some 10¹⁹ pairs; the tables of the claim reader refuse it.
//!
//! Example: `Names::default().number(name!["v=", "attack"])` is the number of `v=attack`.

use crate::word_classes::Class;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::fmt::Write;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

/// A piece of a name.
#[derive(Clone, Copy, Debug)]
pub enum Part<'n> {
    /// Words, labels, what stands between.
    Text(&'n str),
    /// A count.
    Number(i64),
    /// One character.
    Mark(char),
    /// A class of words, which is spelled `#7`.
    Class(Class),
}

/// A name in pieces, which are put together without the formatting machinery.
pub type Name<'n> = [Part<'n>];

/// The name of a feature in pieces, as `["v=", word]`. A macro, since pieces are of several types and their slice has to be borrowed where it
/// is made.
#[macro_export]
macro_rules! name {
    ($($part:expr),+ $(,)?) => { &[$($crate::feature::Piece::part(&$part)),+] };
}

/// What can be a piece of a name.
pub trait Piece {
    /// The piece.
    fn part(&self) -> Part<'_>;
}

impl Piece for Part<'_> {
    fn part(&self) -> Part<'_> {
        *self
    }
}

impl Piece for str {
    fn part(&self) -> Part<'_> {
        Part::Text(self)
    }
}

impl Piece for String {
    fn part(&self) -> Part<'_> {
        Part::Text(self)
    }
}

impl Piece for bool {
    fn part(&self) -> Part<'_> {
        Part::Text(if *self { "true" } else { "false" })
    }
}

impl Piece for char {
    fn part(&self) -> Part<'_> {
        Part::Mark(*self)
    }
}

impl Piece for usize {
    fn part(&self) -> Part<'_> {
        Part::Number(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl Piece for u8 {
    fn part(&self) -> Part<'_> {
        Part::Number(i64::from(*self))
    }
}

impl Piece for i32 {
    fn part(&self) -> Part<'_> {
        Part::Number(i64::from(*self))
    }
}

impl Piece for Class {
    fn part(&self) -> Part<'_> {
        Part::Class(*self)
    }
}

impl<T: Piece + ?Sized> Piece for &T {
    fn part(&self) -> Part<'_> {
        (**self).part()
    }
}

/// Spells names, each over the one before.
#[derive(Debug)]
pub struct Names(String);

/// Bytes that nearly all names fit in, so that room is made once.
const ROOM: usize = 120;

impl Default for Names {
    fn default() -> Self {
        Self(String::with_capacity(ROOM))
    }
}

impl Names {
    /// The name in one piece.
    pub fn spell(&mut self, name: &Name<'_>) -> &str {
        self.0.clear();
        for part in name {
            match *part {
                Part::Text(text) => self.0.push_str(text),
                Part::Mark(mark) => self.0.push(mark),
                Part::Number(digit @ 0..=9) => self.0.push(char::from(b'0' + digit as u8)),
                // Writing to a string cannot fail.
                Part::Number(number) => drop(write!(self.0, "{number}")),
                Part::Class(class) => drop(write!(self.0, "{class}")),
            }
        }
        &self.0
    }

    /// The number of a feature.
    pub fn number(&mut self, name: &Name<'_>) -> u64 {
        number(self.spell(name))
    }
}

/// The number of the feature with this name.
pub(crate) fn number(name: &str) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write(name.as_bytes());
    hasher.finish()
}

/// Something for each word, to be looked up and never listed.
pub(crate) type Lookup<K, T> = HashMap<K, T, FixedState>;

/// Something for each feature, by its number.
pub(crate) type Table<T> = HashMap<u64, T, BuildHasherDefault<Numbered>>;

/// Takes a number that is a hash already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbered(u64);

impl Hasher for Numbered {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number_however_it_is_put_together() {
        let mut names = Names::default();
        assert_eq!(names.number(name!["v", "=attack"]), number("v=attack"));
        assert_ne!(names.number(name!["v=attac"]), number("v=attack"));
        let mixed = names.spell(name!['n', 7_usize, -12_i32, true, "é"]);
        assert_eq!(mixed, "n7-12trueé");
    }
}
