//! Packed input: gzip (RFC 1952, several members), Zstandard (RFC 8878) and bzip2 (several streams), told by their
//! first bytes.
//!
//! Takes a reader; returns one that yields the unpacked bytes. A packed file is read whatever its name; a name that
//! promises packing where there is none is for the caller to refuse. Known limit: zip archives hold several files and are read by `archive`.
//!
//! Example: a stream that begins `1F 8B` is unpacked as gzip.

use std::io::{self, BufRead, BufReader, Read};

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstandard,
    Bzip2,
}

impl Packing {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
            Self::Bzip2 => "bzip2",
        }
    }
}

/// Whether a stream begins like bzip2: `BZh`, the size of its blocks, then the sign of a block or of the end. The sign
/// matters, as an article may begin with the letters.
fn is_bzip2(first: &[u8]) -> bool {
    const BLOCK: [u8; 6] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    const END: [u8; 6] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    let Some(rest) = first.strip_prefix(b"BZh") else {
        return false;
    };
    matches!(rest.split_first(), Some((b'1'..=b'9', sign)) if sign.starts_with(&BLOCK) || sign.starts_with(&END))
}

/// The unpacked stream and how it was packed.
pub(crate) fn unpack(reader: impl Read + 'static) -> io::Result<(Box<dyn BufRead>, Packing)> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let first = reader.fill_buf()?;
    if first.starts_with(&[0x1F, 0x8B]) {
        let unpacked = flate2::bufread::MultiGzDecoder::new(reader);
        return Ok((Box::new(BufReader::new(unpacked)), Packing::Gzip));
    }
    if first.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let unpacked = zstd::stream::read::Decoder::with_buffer(reader)?;
        return Ok((Box::new(BufReader::new(unpacked)), Packing::Zstandard));
    }
    if is_bzip2(first) {
        let unpacked = bzip2::bufread::MultiBzDecoder::new(reader);
        return Ok((Box::new(BufReader::new(unpacked)), Packing::Bzip2));
    }
    Ok((Box::new(reader), Packing::Plain))
}

/// `name` without the ending of its packing, in any case.
pub(crate) fn inner_name(name: &str) -> &str {
    let inner = [".gz", ".zst", ".bz2"].iter().find_map(|ending| {
        let (inner, last) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        last.eq_ignore_ascii_case(ending).then_some(inner)
    });
    inner.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn bzip2(text: &str) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: Vec<u8>) -> (io::Result<String>, Packing) {
        let (reader, packing) = unpack(io::Cursor::new(bytes)).unwrap();
        (io::read_to_string(reader), packing)
    }

    #[test]
    fn bzip2_of_two_streams_unpacks_to_its_text_and_a_cut_one_fails() {
        let mut packed = bzip2("one\n");
        packed.extend(bzip2("two\n"));
        let (text, packing) = unpacked(packed.clone());
        assert_eq!(
            (text.unwrap().as_str(), packing),
            ("one\ntwo\n", Packing::Bzip2)
        );
        packed.truncate(packed.len() - 8);
        assert!(unpacked(packed).0.is_err());
    }

    #[test]
    fn a_text_that_begins_like_bzip2_stays_a_text() {
        let (text, packing) = unpacked(b"BZh9 is how such files begin.".to_vec());
        assert_eq!(packing, Packing::Plain);
        assert!(text.unwrap().ends_with("begin."));
        assert_eq!(inner_name("wire.jsonl.BZ2"), "wire.jsonl");
    }

    #[test]
    fn gzip_of_two_members_and_zstandard_unpack_to_their_text() {
        let mut packed = Vec::new();
        for part in ["one\n", "two\n"] {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(part.as_bytes()).unwrap();
            packed.extend(encoder.finish().unwrap());
        }
        let zst = zstd::encode_all(&b"one\ntwo\n"[..], 1).unwrap();
        for bytes in [packed, zst, b"one\ntwo\n".to_vec()] {
            let mut text = String::new();
            let (mut reader, _) = unpack(io::Cursor::new(bytes)).unwrap();
            reader.read_to_string(&mut text).unwrap();
            assert_eq!(text, "one\ntwo\n");
        }
    }
}
