//! How JSON bodies and pages are packed in the file: Zstandard, one frame each.
//!
//! Takes anything serde can write; returns a frame (RFC 8878), and back. Readings repeat their field
//! names thousands of times, so packing leaves an eighth of them. Known limit: packed columns cannot be
//! looked at with SQL alone; `zstd -d` unpacks an extracted one.
//!
//! Example: `unpack(&pack(&reading)?)` is the JSON of the reading.

use serde::Serialize;
use std::io::{self, Read};

/// Zstandard's own default: measured on 6,000 readings no larger than level 6 by more than a
/// twentieth, and packed in a third of the time.
const LEVEL: i32 = 3;

/// `value` as packed JSON.
pub(super) fn pack<T: Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    pack_bytes(&serde_json::to_vec(value)?)
}

/// `bytes` as they are, packed.
pub(super) fn pack_bytes(bytes: &[u8]) -> io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, LEVEL)
}

/// A failure of packing as an error of the statement that was to store the result.
pub(super) fn refused(cause: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(cause))
}

/// What is packed in `frame`.
pub(super) fn unpack(frame: &[u8]) -> io::Result<Vec<u8>> {
    zstd::stream::decode_all(frame)
}

/// Whether `frame` holds just `bytes`.
pub(super) fn holds(frame: &[u8], bytes: &[u8]) -> bool {
    zstd::bulk::decompress(frame, bytes.len()).is_ok_and(|held| held == bytes)
}

/// What is packed in `frame`, where it is no more than `most` bytes.
pub(super) fn unpack_within(frame: &[u8], most: usize) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(frame)?;
    decoder.take(most as u64 + 1).read_to_end(&mut unpacked)?;
    if unpacked.len() > most {
        return Err(io::Error::other(format!(
            "it unpacks to more than {most} bytes"
        )));
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_json_comes_back_and_damage_is_an_error() {
        let names = vec!["Кремль"; 99];
        let mut frame = pack(&names).unwrap();
        let back: Vec<String> = serde_json::from_slice(&unpack(&frame).unwrap()).unwrap();
        assert_eq!(back, names);
        frame.truncate(frame.len() / 2);
        assert!(unpack(&frame).is_err());
        assert!(unpack(b"not a frame").is_err());
    }

    #[test]
    fn a_frame_holds_what_was_packed_and_nothing_longer_or_shorter() {
        let frame = pack_bytes(b"Norland").unwrap();
        assert!(holds(&frame, b"Norland"));
        assert!(!holds(&frame, b"Norlan") && !holds(&frame, b"Norland!"));
        assert!(holds(&pack_bytes(b"").unwrap(), b""));
    }

    #[test]
    fn what_unpacks_to_more_than_is_allowed_is_an_error() {
        let frame = pack_bytes(&[0; 1000]).unwrap();
        assert_eq!(unpack_within(&frame, 1000).unwrap().len(), 1000);
        assert!(unpack_within(&frame, 999).is_err());
    }
}
