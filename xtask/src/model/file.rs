//! Writer of the flat weight file that `language::core` reads.
//!
//! Takes named sections (f32 tensors, u32 and u64 tables, string tables) and returns the bytes of the
//! file: a 32-byte head (magic, version, number of sections, length, checksum), a directory of 48
//! bytes a section, then the sections, each at a multiple of 64 so that they can be used in place. All
//! numbers are little endian. The layout is described in `data/en/core-sm.md`. Known limit: 4 GiB.
//!
//! Example: `file.floats("tagger.b", &[0.0; 48])` adds a section of 192 bytes.

/// First eight bytes of every weight file.
const MAGIC: &[u8; 8] = b"ONRCORE\n";
/// Version of the layout; the reader refuses any other.
const VERSION: u32 = 1;
/// Sections start at multiples of this, the width of a cache line and of the widest vector.
const ALIGNMENT: usize = 64;
/// Bytes of the head and of one directory entry (a name of 32 bytes, an offset and a length).
const HEAD: usize = 32;
const ENTRY: usize = 48;
const NAME: usize = 32;

/// Sections in the order they were added.
#[derive(Default)]
pub(crate) struct WeightFile {
    sections: Vec<(String, Vec<u8>)>,
}

impl WeightFile {
    /// Adds raw bytes.
    pub(crate) fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        assert!(name.len() <= NAME, "section name {name} is too long");
        self.sections.push((name.to_owned(), bytes));
    }

    /// Adds a tensor.
    pub(crate) fn floats(&mut self, name: &str, values: &[f32]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a table of small numbers.
    pub(crate) fn numbers(&mut self, name: &str, values: &[u32]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a table of hashes.
    pub(crate) fn hashes(&mut self, name: &str, values: &[u64]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a string table: the number of strings, their ends, then their bytes.
    pub(crate) fn strings<S: AsRef<str>>(&mut self, name: &str, strings: &[S]) {
        let mut table = vec![strings.len() as u32];
        let mut text = String::new();
        for string in strings {
            text.push_str(string.as_ref());
            table.push(text.len() as u32);
        }
        let mut bytes: Vec<u8> = table.iter().flat_map(|v| v.to_le_bytes()).collect();
        bytes.extend(text.as_bytes());
        self.bytes(name, bytes);
    }

    /// The file.
    pub(crate) fn finish(&self) -> Vec<u8> {
        let mut directory = Vec::new();
        let mut body = Vec::new();
        let start = round_up(HEAD + ENTRY * self.sections.len());
        for (name, bytes) in &self.sections {
            let mut padded = [0; NAME];
            padded[..name.len()].copy_from_slice(name.as_bytes());
            directory.extend(padded);
            directory.extend(((start + body.len()) as u64).to_le_bytes());
            directory.extend((bytes.len() as u64).to_le_bytes());
            body.extend(bytes);
            body.resize(round_up(body.len()), 0);
        }
        directory.resize(start - HEAD, 0);
        directory.extend(body);
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend((self.sections.len() as u32).to_le_bytes());
        file.extend(((HEAD + directory.len()) as u64).to_le_bytes());
        file.extend(checksum(&directory).to_le_bytes());
        file.extend(directory);
        file
    }
}

fn round_up(length: usize) -> usize {
    length.div_ceil(ALIGNMENT) * ALIGNMENT
}

/// FNV-1a over words of eight bytes (the file's length is a multiple of eight).
fn checksum(bytes: &[u8]) -> u64 {
    bytes
        .chunks_exact(8)
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| {
            let word = u64::from_le_bytes(word.try_into().expect("chunks of eight"));
            (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3)
        })
}
