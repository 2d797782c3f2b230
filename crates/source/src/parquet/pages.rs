//! Heads of the pages of a Parquet file, read before the pages are, so that none unpacks to more than an article can be.
//!
//! Takes the bytes of a column chunk; returns whether what its pages claim can be held. A page says in its head how much it unpacks to
//! and how many values it holds; the decoder believes both. The heads are Thrift's compact protocol (`PageHeader` of parquet-format 2.12), of which
//! only four numbers matter here; all else is passed over.
//! Known limit: a page that unpacks to more than its head says is for the decoder to refuse.
//!
//! Example: a page of 2 MB that says it unpacks to 2 GB is refused.

use crate::Problem;
use crate::stream::MAX_FILE;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::ChunkReader;
use std::io::{self, ErrorKind, Read};

/// What the head of a page says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Head {
    unpacked: i64,
    packed: i64,
    values: i64,
}

/// Looks through the pages of `chunk` in a file of `length` bytes.
///
/// # Errors
/// A chunk outside the file; a page that is larger than an article can be, or damaged; more values than the file has bytes, which only lists without end have.
pub(super) fn check<R: ChunkReader>(
    bytes: &R,
    length: u64,
    chunk: &ColumnChunkMetaData,
) -> Result<(), Problem> {
    let start = chunk
        .dictionary_page_offset()
        .unwrap_or_else(|| chunk.data_page_offset());
    let outside = || Problem::BadTable("a column lies outside the file: is it cut?".to_owned());
    let start = u64::try_from(start).map_err(|_| outside())?;
    let long = u64::try_from(chunk.compressed_size()).map_err(|_| outside())?;
    let end = start.checked_add(long).filter(|end| *end <= length);
    let end = end.ok_or_else(outside)?;
    let (mut at, mut values) = (start, 0_u64);
    while at < end {
        let broken = |e: &dyn ToString| Problem::BadTable(e.to_string());
        let reader = bytes.get_read(at).map_err(|e| broken(&e))?;
        let mut reader = Heads::of(reader, end - at);
        let head = reader.head().map_err(|e| broken(&e))?;
        let sizes = u64::try_from(head.unpacked).and_then(|u| Ok((u, u64::try_from(head.packed)?)));
        let (unpacked, packed) = sizes.map_err(|_| broken(&"a page of less than nothing"))?;
        if unpacked > MAX_FILE {
            return Err(Problem::TooLarge);
        }
        values = values.saturating_add(head.values.unsigned_abs());
        at = at.saturating_add(reader.read).saturating_add(packed);
    }
    if at > end {
        return Err(outside());
    }
    if values > length {
        return Err(Problem::BadTable(format!(
            "a column claims {values} values in a file of {length} bytes"
        )));
    }
    Ok(())
}

/// Depth of structures that heads have at most: a page's statistics stand two deep.
const DEEPEST: u8 = 8;

/// Thrift's compact protocol, as far as heads use it.
struct Heads<R> {
    inner: R,
    read: u64,
    most: u64,
}

impl<R: Read> Heads<R> {
    fn of(inner: R, most: u64) -> Self {
        Self {
            inner,
            read: 0,
            most,
        }
    }

    fn head(&mut self) -> io::Result<Head> {
        let mut head = Head::default();
        let mut last = 0;
        while let Some((field, kind)) = self.field(&mut last)? {
            match field {
                2 => head.unpacked = self.number()?,
                3 => head.packed = self.number()?,
                // Of a page of data, of a dictionary, and of data in the second version.
                5 | 7 | 8 => head.values = head.values.saturating_add(self.first_number()?),
                _ => self.pass(kind, DEEPEST)?,
            }
        }
        Ok(head)
    }

    /// The number in the first field of a structure.
    fn first_number(&mut self) -> io::Result<i64> {
        let (mut found, mut last) = (0, 0);
        while let Some((field, kind)) = self.field(&mut last)? {
            match field {
                1 => found = self.number()?,
                _ => self.pass(kind, DEEPEST)?,
            }
        }
        Ok(found)
    }

    /// The next field of a structure and the kind of what it holds; `None` at its end.
    fn field(&mut self, last: &mut i64) -> io::Result<Option<(i64, u8)>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Ok(None);
        }
        *last = match byte >> 4 {
            0 => self.number()?,
            step => last.saturating_add(i64::from(step)),
        };
        Ok(Some((*last, byte & 0x0F)))
    }

    fn pass(&mut self, kind: u8, deepest: u8) -> io::Result<()> {
        let deeper = deepest.checked_sub(1).ok_or_else(broken)?;
        match kind {
            1 | 2 => Ok(()),
            3 => self.byte().map(drop),
            4..=6 => self.number().map(drop),
            7 => self.pass_bytes(8),
            8 => {
                let long = self.length()?;
                self.pass_bytes(long)
            }
            9 | 10 => {
                let byte = self.byte()?;
                let long = match byte >> 4 {
                    0x0F => self.length()?,
                    short => u64::from(short),
                };
                (0..long).try_for_each(|_| match byte & 0x0F {
                    1 | 2 => self.byte().map(drop),
                    kind => self.pass(kind, deeper),
                })
            }
            12 => {
                let mut last = 0;
                while let Some((_, kind)) = self.field(&mut last)? {
                    self.pass(kind, deeper)?;
                }
                Ok(())
            }
            _ => Err(broken()),
        }
    }

    fn pass_bytes(&mut self, long: u64) -> io::Result<()> {
        self.count(long)?;
        let passed = io::copy(&mut self.inner.by_ref().take(long), &mut io::sink())?;
        (passed == long).then_some(()).ok_or_else(broken)
    }

    /// A whole number, signs folded (zigzag).
    fn number(&mut self) -> io::Result<i64> {
        let folded = self.length()?;
        Ok((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    /// A number of seven bits a byte, the lowest first.
    fn length(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(broken())
    }

    fn byte(&mut self) -> io::Result<u8> {
        self.count(1)?;
        let mut byte = [0];
        self.inner.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    /// Counts `long` bytes; a head ends within its chunk.
    fn count(&mut self, long: u64) -> io::Result<()> {
        self.read = self.read.checked_add(long).ok_or_else(broken)?;
        (self.read <= self.most).then_some(()).ok_or_else(broken)
    }
}

fn broken() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "the head of a page is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(bytes: &[u8]) -> io::Result<(Head, u64)> {
        let mut heads = Heads::of(bytes, bytes.len() as u64);
        heads.head().map(|head| (head, heads.read))
    }

    #[test]
    fn the_numbers_of_a_head_are_read_and_the_rest_is_passed_over() {
        // Type 0; 300 unpacked; 20 packed; a page of 7 values with an encoding and statistics of two bytes in them; then its end.
        let bytes = [
            0x15, 0x00, 0x15, 0xD8, 0x04, 0x15, 0x28, 0x2C, 0x15, 0x0E, 0x15, 0x00, 0x3C, 0x18,
            0x02, b'a', b'b', 0x00, 0x00, 0x00, 0xFF,
        ];
        let (found, read) = head(&bytes).unwrap();
        assert_eq!(
            found,
            Head {
                unpacked: 300,
                packed: 20,
                values: 7
            }
        );
        assert_eq!(read, 20);
    }

    #[test]
    fn cut_heads_and_such_without_end_are_damaged() {
        assert!(head(&[0x15, 0x00, 0x15]).is_err());
        assert!(
            head(&[
                0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF
            ])
            .is_err()
        );
        // A text of 2^40 bytes; a hundred structures within each other; a list of 2^40 numbers.
        assert!(head(&[0x98, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]).is_err());
        assert!(head(&[0x9C; 100]).is_err());
        assert!(head(&[0x99, 0xF5, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x00]).is_err());
    }
}
