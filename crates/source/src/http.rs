//! HTTP answers as web archives keep them.
//!
//! Takes the bytes of an answer (RFC 9112); returns its status, media type and body with chunks put together (where they still are chunks) and
//! packing undone: gzip, deflate, Brotli, Zstandard. Archives often keep an answer unpacked under the header of the packed one, so a
//! body that is not what its header says is taken as it stands. Known limit: trailers are not looked at.
//!
//! Example: `HTTP/1.1 200 OK`, `Content-Type: text/html` and a page.

use crate::Problem;
use crate::stream::MAX_FILE;
use std::borrow::Cow;
use std::io::Read;

/// An answer.
#[derive(Debug)]
pub(crate) struct Message<'b> {
    pub(crate) status: u16,
    /// Media type with its parameters, lower case.
    pub(crate) media: String,
    pub(crate) body: Cow<'b, [u8]>,
}

/// Most headers of an answer.
const HEADERS: usize = 256;

/// Reads an answer.
pub(crate) fn message(bytes: &[u8]) -> Result<Message<'_>, Problem> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let broken = |what: String| Problem::BadArchive(format!("an answer {what}"));
    let parsed = answer
        .parse(bytes)
        .map_err(|e| broken(format!("cannot be read: {e}")))?;
    let httparse::Status::Complete(start) = parsed else {
        return Err(broken("breaks off in its head".to_owned()));
    };
    let header = |name: &str| {
        let found = answer
            .headers
            .iter()
            .find(|h| h.name.eq_ignore_ascii_case(name));
        let value = found.map(|h| String::from_utf8_lossy(h.value).trim().to_ascii_lowercase());
        value.unwrap_or_default()
    };
    let body = &bytes[start..];
    let whole = if header("transfer-encoding").contains("chunked") {
        joined(body).map_or(Cow::Borrowed(body), Cow::Owned)
    } else {
        Cow::Borrowed(body)
    };
    let unpacked = unpacked(&header("content-encoding"), &whole)?;
    Ok(Message {
        status: answer.code.unwrap_or_default(),
        media: header("content-type"),
        body: unpacked.map_or(whole, Cow::Owned),
    })
}

/// The `charset` of a media type.
pub(crate) fn charset(media: &str) -> Option<&str> {
    let (_, named) = media.split_once("charset=")?;
    named
        .trim_matches(['"', '\''])
        .split([';', ' ', '"'])
        .next()
}

/// The chunks of `body` put together; `None` where it is not in chunks.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(body) else {
            return None;
        };
        let size = usize::try_from(size).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let rest = body.get(start..)?;
        whole.extend_from_slice(rest.get(..size)?);
        body = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

/// `body` unpacked; `None` where it is not packed.
fn unpacked(packing: &str, body: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
    let mut whole = Vec::new();
    let reader: Box<dyn Read + '_> = match packing {
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        // What the web calls deflate is zlib.
        "deflate" => Box::new(flate2::read::ZlibDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 1 << 16)),
        "zstd" => match zstd::stream::read::Decoder::with_buffer(body) {
            Ok(reader) => Box::new(reader),
            Err(_) => return Ok(None),
        },
        _ => return Ok(None),
    };
    if reader.take(MAX_FILE + 1).read_to_end(&mut whole).is_err() {
        return Ok(None);
    }
    if whole.len() as u64 > MAX_FILE {
        return Err(Problem::TooLarge);
    }
    Ok(Some(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_not_what_its_header_says_is_taken_as_it_stands() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"UTF-8\"\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n<p>A</p>";
        let message = message(bytes).unwrap();
        assert_eq!(&*message.body, b"<p>A</p>");
        assert_eq!(charset(&message.media), Some("utf-8"));
    }

    #[test]
    fn a_broken_head_is_told() {
        assert!(message(b"HTTP/1.1 200 OK\r\nContent-").is_err());
        assert!(message(b"nonsense\r\n\r\n").is_err());
    }
}
