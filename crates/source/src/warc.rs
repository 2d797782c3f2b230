//! Web archives: WARC 1.0 and 1.1 (ISO 28500), plain or packed record by record, as Common Crawl and archiving tools write them.
//!
//! Takes a stream of records; yields the pages and texts that were answered with status 200, under their address. `response` records are read as
//! HTTP messages (see `http`), `resource` and `conversion` records as they stand; `revisit` records repeat an earlier page and hold none, all
//! others (requests, metadata, pictures) are passed over. Headers that break off are refused, and so is what follows, as nothing tells where the next
//! record begins. Known limits: records in segments are read as far as their first part goes; the day of the capture is not the article's.
//!
//! Example: a record of `https://news.example/a` with a page is the article of that address.

use crate::http::{self, Message};
use crate::stream::{MAX_FILE, Source, Stream, Yield, read_problem};
use crate::{Location, Problem, RawArticle, Refusal, html, text};
use model::ContentHash;
use std::io::{self, BufRead, Read};

/// A web archive being read.
pub(crate) struct Warc {
    source: Source,
    ended: bool,
}

/// Longest line of a record's head, in bytes.
const MAX_LINE: u64 = 64 * 1024;
/// Most lines of a record's head.
const MAX_LINES: usize = 1000;

/// What the head of a record says.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    address: Option<String>,
    media: String,
    length: u64,
}

impl Warc {
    pub(crate) fn of(source: Source) -> Self {
        Self {
            source,
            ended: false,
        }
    }

    /// The next record; `None` at the end.
    fn record(&mut self) -> Result<Option<(Head, Vec<u8>)>, Problem> {
        let Some(head) = self.head()? else {
            return Ok(None);
        };
        let is_kept = matches!(head.kind.as_str(), "response" | "resource" | "conversion");
        let kept = if is_kept {
            head.length.min(MAX_FILE + 1)
        } else {
            0
        };
        let mut body = Vec::new();
        let reader = &mut self.source.reader;
        let failed = |e: io::Error| read_problem(self.source.packing, &e);
        let mut read = reader.take(kept).read_to_end(&mut body).map_err(failed)? as u64;
        let rest = head.length.saturating_sub(kept);
        read += io::copy(&mut reader.take(rest), &mut io::sink()).map_err(failed)?;
        if read < head.length {
            return Err(Problem::BadArchive("it ends inside a record".to_owned()));
        }
        Ok(Some((head, body)))
    }

    fn head(&mut self) -> Result<Option<Head>, Problem> {
        let mut first = self.line()?;
        // Two empty lines end a record.
        while first.as_deref() == Some("") {
            first = self.line()?;
        }
        let Some(first) = first else {
            return Ok(None);
        };
        if !first.starts_with("WARC/") {
            return Err(Problem::BadArchive(
                "a record does not begin with `WARC/`".to_owned(),
            ));
        }
        let mut head = Head::default();
        let mut length = None;
        for _ in 0..MAX_LINES {
            let line = self.line()?.unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                // WARC 1.0 lets the address stand in angle brackets.
                "warc-target-uri" => {
                    head.address = Some(value.trim_matches(['<', '>']).to_owned());
                }
                "content-type" => head.media = value.to_ascii_lowercase(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        head.length = length.ok_or_else(|| {
            Problem::BadArchive("a record does not say how long it is".to_owned())
        })?;
        Ok(Some(head))
    }

    /// The next line without its end; `None` at the end of the archive.
    fn line(&mut self) -> Result<Option<String>, Problem> {
        let mut bytes = Vec::new();
        let reader = &mut self.source.reader;
        let read = reader.take(MAX_LINE).read_until(b'\n', &mut bytes);
        if read.map_err(|e| read_problem(self.source.packing, &e))? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// The article of a record; `None` for what is none.
fn article(head: &Head, body: &[u8]) -> Result<Option<RawArticle>, Problem> {
    if body.len() as u64 > MAX_FILE {
        return Err(Problem::TooLarge);
    }
    if head.kind != "response" {
        return single(head, &head.media, body);
    }
    if !head.media.starts_with("application/http") {
        return Ok(None);
    }
    match http::message(body)? {
        Message {
            status: 200,
            media,
            body,
        } => single(head, &media, &body),
        _ => Ok(None),
    }
}

fn single(head: &Head, media: &str, body: &[u8]) -> Result<Option<RawArticle>, Problem> {
    let address = head.address.clone().unwrap_or_default();
    let given = RawArticle {
        input_id: address.clone(),
        uri: Some(address).filter(|a| a.starts_with("http")),
        original: ContentHash::of(body),
        ..RawArticle::default()
    };
    let is = |kinds: &[&str]| kinds.iter().any(|kind| media.starts_with(kind));
    if is(&["text/html", "application/xhtml+xml"]) {
        let page = Some(html::decode(body, http::charset(media)));
        return Ok(Some(RawArticle { page, ..given }));
    }
    if is(&["text/plain"]) && head.kind != "response" {
        let text = text::decode(body.to_vec())?;
        return Ok(Some(RawArticle { text, ..given }));
    }
    Ok(None)
}

impl Stream for Warc {
    fn next(&mut self) -> Option<Yield> {
        while !self.ended {
            let (place, found) = match self.record() {
                Ok(None) => break,
                Ok(Some((head, body))) => {
                    let found = article(&head, &body);
                    (head.address, found)
                }
                Err(problem) => {
                    self.ended = true;
                    (None, Err(problem))
                }
            };
            let shown = &self.source.shown;
            let at = Location {
                input: place.map_or(shown.clone(), |address| format!("{shown}:{address}")),
                line: None,
            };
            match found {
                Ok(None) => {}
                Ok(Some(article)) => return Some(Yield::of(Ok(RawArticle { at, ..article }))),
                Err(problem) => return Some(Yield::of(Err(Refusal { at, problem }))),
            }
        }
        self.ended = true;
        None
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files of their own")]
mod tests {
    use crate::{Articles, Columns, Input};
    use std::io::Write;

    fn record(kind: &str, media: &str, address: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    const HTTP: &str = "application/http; msgtype=response";
    const PAGE: &str = "<html><body><p>The envoy left.</p></body></html>";

    fn answer(head: &str, body: &[u8]) -> Vec<u8> {
        [head.as_bytes(), b"\r\n\r\n", body].concat()
    }

    fn page(address: &str) -> Vec<u8> {
        let message = answer(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html",
            PAGE.as_bytes(),
        );
        record("response", HTTP, address, &message)
    }

    /// Addresses and pages of what an archive gives, problems in words.
    fn read(name: &str, bytes: &[u8]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let told = |found: Result<crate::RawArticle, crate::Refusal>| match found {
            Ok(article) => {
                let what = article.page.unwrap_or(article.text);
                format!("{} {what}", article.uri.unwrap_or_default())
            }
            Err(refusal) => refusal.problem.to_string(),
        };
        let articles = Articles::new(&[Input::Path(path)], Columns::default());
        articles.map(told).collect()
    }

    #[test]
    fn pages_packed_record_by_record_are_read_and_all_else_is_passed_over() {
        let moved = answer(
            "HTTP/1.1 301 Moved\r\nContent-Type: text/html",
            b"<p>Moved</p>",
        );
        let picture = answer("HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG");
        let records = [
            record(
                "warcinfo",
                "application/warc-fields",
                "",
                b"software: a test\r\n",
            ),
            page("https://news.example/a"),
            record(
                "request",
                HTTP,
                "https://news.example/a",
                b"GET /a HTTP/1.1\r\n\r\n",
            ),
            record("response", HTTP, "https://news.example/b", &moved),
            record("response", HTTP, "https://news.example/c", &picture),
            record(
                "revisit",
                HTTP,
                "https://news.example/a",
                b"HTTP/1.1 200 OK\r\n\r\n",
            ),
            record(
                "conversion",
                "text/plain",
                "https://news.example/d",
                b"The envoy came.",
            ),
        ];
        let packed: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
        let wanted = [
            format!("https://news.example/a {PAGE}"),
            "https://news.example/d The envoy came.".to_owned(),
        ];
        assert_eq!(read("news.warc.gz", &packed), wanted);
        assert_eq!(read("news.warc", &records.concat()), wanted);
    }

    #[test]
    fn chunked_packed_and_named_encodings_are_undone() {
        let packed = gzip("<p>caf\u{e9}</p>".as_bytes());
        let (one, two) = packed.split_at(7);
        let chunk =
            |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        let body = [chunk(one), chunk(two), b"0\r\n\r\n".to_vec()].concat();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip";
        let bytes = record(
            "response",
            HTTP,
            "https://news.example/a",
            &answer(head, &body),
        );
        assert_eq!(
            read("a.warc", &bytes),
            ["https://news.example/a <p>café</p>"]
        );
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1";
        let bytes = record(
            "response",
            HTTP,
            "https://news.example/a",
            &answer(head, b"<p>caf\xE9</p>"),
        );
        assert_eq!(
            read("a.warc", &bytes),
            ["https://news.example/a <p>café</p>"]
        );
    }

    #[test]
    fn a_cut_archive_gives_what_stood_before_the_cut_and_a_refusal() {
        let mut bytes = page("https://news.example/a");
        bytes.extend(page("https://news.example/b"));
        bytes.truncate(bytes.len() - 30);
        let found = read("a.warc", &bytes);
        assert!(found[0].starts_with("https://news.example/a"));
        assert!(found[1].contains("ends inside a record"), "{}", found[1]);
        assert_eq!(found.len(), 2);
        assert!(read("a.warc", b"no archive")[0].contains("does not begin"));
    }

    #[test]
    fn an_answer_that_unpacks_without_end_costs_only_itself() {
        let bomb = gzip(&vec![b' '; 300 * 1024 * 1024]);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
        let mut bytes = record(
            "response",
            HTTP,
            "https://news.example/a",
            &answer(head, &bomb),
        );
        bytes.extend(page("https://news.example/b"));
        let found = read("a.warc", &bytes);
        assert!(found[0].contains("larger than an article"), "{}", found[0]);
        assert!(found[1].starts_with("https://news.example/b"));
    }
}
