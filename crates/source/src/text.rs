//! Bytes to text: UTF-8 with or without a byte-order mark, UTF-16 with one.
//!
//! Takes the bytes of an input; returns its text, or what is wrong with it (Unicode 15, section 3.10,
//! for the marks). Anything else is refused rather than guessed: a wrong guess would put words into the
//! record that nobody wrote. Known limit: other encodings are read in pages only, where they are named.
//!
//! Example: the bytes `FF FE 41 00` are the text `A`.

use crate::Problem;
use encoding_rs::{Encoding, UTF_8};

/// The text of `bytes`.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    match Encoding::for_bom(&bytes) {
        Some((encoding, mark)) if encoding != UTF_8 => Ok(encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned()),
        Some((_, mark)) => utf8(bytes[mark..].to_vec()),
        None => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, Problem> {
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Problem::Binary(at));
    }
    String::from_utf8(bytes).map_err(|e| Problem::NotUtf8(e.utf8_error().valid_up_to()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_and_utf16_is_decoded() {
        assert_eq!(decode(b"\xEF\xBB\xBFKim".to_vec()).unwrap(), "Kim");
        assert_eq!(decode(vec![0xFF, 0xFE, 0x41, 0, 0x42, 0]).unwrap(), "AB");
    }

    #[test]
    fn latin_bytes_and_nul_bytes_are_refused_with_their_place() {
        assert!(matches!(
            decode(b"caf\xE9".to_vec()),
            Err(Problem::NotUtf8(3))
        ));
        assert!(matches!(decode(b"ab\0".to_vec()), Err(Problem::Binary(2))));
    }
}
