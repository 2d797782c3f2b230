//! Packed input: gzip (RFC 1952, several members) and Zstandard (RFC 8878), told by their first bytes.
//!
//! Takes a reader; returns one that yields the unpacked bytes. A packed file is read whatever its name; a name that
//! promises packing where there is none is for the caller to refuse. Known limit: no bzip2 or zip yet.
//!
//! Example: a stream that begins `1F 8B` is unpacked as gzip.

use std::io::{self, BufRead, BufReader, Read};

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstandard,
}

impl Packing {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
        }
    }
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
    Ok((Box::new(reader), Packing::Plain))
}

/// `name` without the ending of its packing, in any case.
pub(crate) fn inner_name(name: &str) -> &str {
    let inner = [".gz", ".zst"].iter().find_map(|ending| {
        let (inner, last) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        last.eq_ignore_ascii_case(ending).then_some(inner)
    });
    inner.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

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
