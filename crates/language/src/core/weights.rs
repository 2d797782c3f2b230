//! The weight file: named sections, read in place.
//!
//! Takes the bytes of a file written by `xtask model` (layout: `data/en/core-sm.md`); returns views of
//! its tensors, tables and strings without copying. Magic, version, length and checksum are verified
//! first, so later stages may rely on the contents. Known limits: little-endian machines only; the
//! bytes must start at a multiple of 8.
//!
//! Example: `weights.floats("tagger.b")?` is the packed bias of the tagger.

use super::error::CoreError;
use std::collections::BTreeMap;

/// First bytes of the file.
const MAGIC: &[u8] = b"ONRCORE\n";
/// Layout that this reader knows.
const VERSION: u32 = 1;
/// Bytes of the head, of a directory entry, and of the name in it.
const HEAD: usize = 32;
const ENTRY: usize = 48;
const NAME: usize = 32;

/// A verified weight file.
pub(crate) struct Weights {
    sections: BTreeMap<&'static str, &'static [u8]>,
}

impl Weights {
    /// Opens the file in `bytes`.
    pub(crate) fn open(bytes: &'static [u8]) -> Result<Self, CoreError> {
        if bytes.len() < HEAD || !bytes.starts_with(MAGIC) {
            return Err(CoreError::Magic);
        }
        let found = u32_at(bytes, 8);
        if found != VERSION {
            return Err(CoreError::Version {
                found,
                expected: VERSION,
            });
        }
        let expected = u64_at(bytes, 16) as usize;
        if bytes.len() != expected {
            return Err(CoreError::Length {
                found: bytes.len(),
                expected,
            });
        }
        if checksum(&bytes[HEAD..]) != u64_at(bytes, 24) {
            return Err(CoreError::Checksum);
        }
        let sections = directory(bytes, u32_at(bytes, 12) as usize)?;
        Ok(Self { sections })
    }

    fn bytes(&self, name: &str) -> Result<&'static [u8], CoreError> {
        let found = self.sections.get(name).copied();
        found.ok_or_else(|| CoreError::section(name, "it is missing"))
    }

    /// The tensor `name`.
    pub(crate) fn floats(&self, name: &str) -> Result<&'static [f32], CoreError> {
        bytemuck::try_cast_slice(self.bytes(name)?)
            .map_err(|_| CoreError::section(name, "it holds no whole numbers of f32"))
    }

    /// The tensor `name`, which must hold `length` numbers.
    pub(crate) fn tensor(&self, name: &str, length: usize) -> Result<&'static [f32], CoreError> {
        let values = self.floats(name)?;
        if values.len() == length {
            Ok(values)
        } else {
            Err(CoreError::section(name, "it has another size"))
        }
    }

    /// The table of small numbers `name`.
    pub(crate) fn numbers(&self, name: &str) -> Result<&'static [u32], CoreError> {
        bytemuck::try_cast_slice(self.bytes(name)?)
            .map_err(|_| CoreError::section(name, "it holds no whole numbers of u32"))
    }

    /// The table of hashes `name`.
    pub(crate) fn hashes(&self, name: &str) -> Result<&'static [u64], CoreError> {
        bytemuck::try_cast_slice(self.bytes(name)?)
            .map_err(|_| CoreError::section(name, "it holds no whole numbers of u64"))
    }

    /// The string table `name`.
    pub(crate) fn strings(&self, name: &str) -> Result<Strings, CoreError> {
        let bytes = self.bytes(name)?;
        let wrong = || CoreError::section(name, "it is no table of strings");
        let count = bytes
            .get(..4)
            .map(|b| u32_at(b, 0) as usize)
            .ok_or_else(wrong)?;
        let start = 4 + 4 * count;
        let ends = bytes.get(4..start).ok_or_else(wrong)?;
        let ends: &[u32] = bytemuck::try_cast_slice(ends).map_err(|_| wrong())?;
        let text = std::str::from_utf8(&bytes[start..]).map_err(|_| wrong())?;
        let sorted = ends.windows(2).all(|pair| pair[0] <= pair[1]);
        let inside = ends.iter().all(|&end| text.is_char_boundary(end as usize));
        if sorted && inside {
            Ok(Strings { ends, text })
        } else {
            Err(wrong())
        }
    }
}

/// A table of strings.
#[derive(Clone, Copy)]
pub(crate) struct Strings {
    ends: &'static [u32],
    text: &'static str,
}

impl Strings {
    /// Number of strings.
    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    /// String number `index`; empty when there is none.
    pub(crate) fn get(self, index: usize) -> &'static str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let end = self.ends.get(index).copied().unwrap_or(start);
        &self.text[start as usize..end as usize]
    }

    /// All strings in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        (0..self.len()).map(move |index| self.get(index))
    }

    /// Number of `wanted` in a sorted table.
    pub(crate) fn find(self, wanted: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle).cmp(wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

fn directory(
    bytes: &'static [u8],
    count: usize,
) -> Result<BTreeMap<&'static str, &'static [u8]>, CoreError> {
    let wrong = || CoreError::section("directory", "it is cut short");
    let entries = bytes.get(HEAD..HEAD + ENTRY * count).ok_or_else(wrong)?;
    let mut sections = BTreeMap::new();
    for entry in entries.chunks_exact(ENTRY) {
        let name = std::str::from_utf8(&entry[..NAME]).map_err(|_| wrong())?;
        let (start, length) = (u64_at(entry, NAME), u64_at(entry, NAME + 8));
        let end = start.checked_add(length).ok_or_else(wrong)?;
        let section = bytes.get(start as usize..end as usize).ok_or_else(wrong)?;
        sections.insert(name.trim_end_matches('\0'), section);
    }
    Ok(sections)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let word = bytes[at..at + 4].try_into();
    u32::from_le_bytes(word.expect("a slice of four bytes"))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let word = bytes[at..at + 8].try_into();
    u64::from_le_bytes(word.expect("a slice of eight bytes"))
}

/// FNV-1a over words of eight bytes; finds damage, proves no origin.
fn checksum(bytes: &[u8]) -> u64 {
    bytes
        .chunks_exact(8)
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| {
            let word = u64::from_le_bytes(word.try_into().expect("chunks of eight"));
            (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3)
        })
}

#[cfg(test)]
mod tests {
    use super::super::EMBEDDED;
    use super::*;

    /// The error for the embedded file after `change`.
    fn check(change: impl Fn(&mut Vec<u8>), expected: &CoreError) {
        let mut bytes = EMBEDDED.0.to_vec();
        change(&mut bytes);
        let found = Weights::open(bytes.leak());
        assert_eq!(found.err().as_ref(), Some(expected));
    }

    #[test]
    fn damaged_files_are_refused_with_the_reason() {
        let length = EMBEDDED.0.len();
        check(|bytes| bytes[0] = 0, &CoreError::Magic);
        check(|bytes| bytes.truncate(9), &CoreError::Magic);
        let (found, expected) = (9, 1);
        check(
            |bytes| bytes[8] = 9,
            &CoreError::Version { found, expected },
        );
        let (found, expected) = (length - 8, length);
        let short = CoreError::Length { found, expected };
        check(|bytes| bytes.truncate(length - 8), &short);
        check(|bytes| bytes[length / 2] ^= 1, &CoreError::Checksum);
    }

    #[test]
    fn missing_section_is_named() {
        let weights = Weights::open(&EMBEDDED.0).unwrap();
        let error = weights.floats("nothing").unwrap_err();
        assert!(error.to_string().contains("`nothing`"));
    }
}
