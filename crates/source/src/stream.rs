//! What one opened source of bytes holds: an article, or a stream of many.
//!
//! Takes a reader with its name; returns the article of a text or a page, or a [`Stream`] over JSON Lines, a table, a feed or a web archive. Kinds are told by the name's
//! ending, without one by the first byte. Known limit: a single article is read whole before it is decoded.
//!
//! Example: `wire.csv` is a stream, `page.html` an article.

use crate::feed::Feed;
use crate::json_lines::Lines;
use crate::packed::{self, Packing};
use crate::parquet::{self, Parquet};
use crate::table::{Columns, Table};
use crate::warc::Warc;
use crate::{Problem, RawArticle, Refusal, html, text};
use bytes::Bytes;
use model::ContentHash;
use std::io::{BufRead, ErrorKind, Read};
use std::path::Path;

/// A source of bytes and how it is called.
pub(crate) struct Source {
    /// For messages.
    pub(crate) shown: String,
    /// The name an article is known by.
    pub(crate) file_name: String,
    /// The name whose ending tells the kind, where there is one.
    pub(crate) named: Option<String>,
    pub(crate) reader: Box<dyn BufRead>,
    pub(crate) packing: Packing,
}

/// What a source holds.
pub(crate) enum Opened {
    One(Box<RawArticle>),
    Many(Box<dyn Stream>),
}

/// What a stream yields: an article, a refusal, or a stream inside it.
pub(crate) enum Yield {
    Article(Box<Result<RawArticle, Refusal>>),
    Stream(Box<dyn Stream>),
}

impl Yield {
    pub(crate) fn of(found: Result<RawArticle, Refusal>) -> Self {
        Self::Article(Box::new(found))
    }
}

/// Many articles one after another.
pub(crate) trait Stream {
    /// The next; `None` at the end.
    fn next(&mut self) -> Option<Yield>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Page,
    JsonLines,
    Table,
    WebArchive,
    Feed,
    Parquet,
}

/// Most bytes of one article, pages being larger than their text.
pub(crate) const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Opens `source`; tables are read by `columns`.
pub(crate) fn opened(mut source: Source, columns: &Columns) -> Result<Opened, Problem> {
    if let Some(name) = &source.named
        && source.packing == Packing::Plain
        && packed::inner_name(name) != name
    {
        return Err(Problem::NotPacked);
    }
    let kind = match &source.named {
        Some(name) => kind_of(packed::inner_name(name), &mut source.reader)?,
        None => sniff(&mut source.reader)?,
    };
    match kind {
        Kind::JsonLines => Ok(Opened::Many(Box::new(Lines::of(source)))),
        Kind::Table => Ok(Opened::Many(Box::new(Table::of(source, columns)?))),
        Kind::Feed => Ok(Opened::Many(Box::new(Feed::of(source)?))),
        Kind::WebArchive => Ok(Opened::Many(Box::new(Warc::of(source)))),
        Kind::Parquet => {
            let bytes = Bytes::from(whole(&mut source)?);
            let names = (source.shown, source.file_name);
            let table = Parquet::open((bytes.clone(), bytes), names, columns)?;
            Ok(Opened::Many(Box::new(table)))
        }
        Kind::Text | Kind::Page => {
            let bytes = whole(&mut source)?;
            single(bytes, kind, source.file_name).map(|a| Opened::One(Box::new(a)))
        }
    }
}

/// All bytes of `source`, up to the size of the largest article.
fn whole(source: &mut Source) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut limited = source.reader.by_ref().take(MAX_FILE + 1);
    let read = limited.read_to_end(&mut bytes);
    read.map_err(|e| read_problem(source.packing, &e))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Problem::TooLarge);
    }
    Ok(bytes)
}

fn single(bytes: Vec<u8>, kind: Kind, input_id: String) -> Result<RawArticle, Problem> {
    let original = ContentHash::of(&bytes);
    let given = RawArticle {
        input_id,
        ..RawArticle::default()
    };
    if kind == Kind::Page {
        return Ok(RawArticle {
            page: Some(html::decode(&bytes, None)),
            original,
            ..given
        });
    }
    Ok(RawArticle {
        text: text::decode(bytes)?,
        original,
        ..given
    })
}

/// What went wrong in reading: the system's word, or damage of the packing.
pub(crate) fn read_problem(packing: Packing, error: &std::io::Error) -> Problem {
    let system = matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::NotFound
    );
    if error.kind() == ErrorKind::FileTooLarge {
        Problem::TooLarge
    } else if packing == Packing::Plain || system {
        Problem::Unreadable(error.to_string())
    } else {
        Problem::BadPacking(packing.name(), error.to_string())
    }
}

fn kind_of(name: &str, reader: &mut Box<dyn BufRead>) -> Result<Kind, Problem> {
    let ending = Path::new(name).extension().and_then(|e| e.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("txt" | "text" | "md") => Ok(Kind::Text),
        Some("html" | "htm" | "xhtml") => Ok(Kind::Page),
        Some("json") if is_json_feed(reader)? => Ok(Kind::Feed),
        Some("jsonl" | "ndjson" | "json") => Ok(Kind::JsonLines),
        Some("csv" | "tsv") => Ok(Kind::Table),
        Some("rss" | "atom" | "xml") => Ok(Kind::Feed),
        Some("warc") => Ok(Kind::WebArchive),
        Some("parquet") => Ok(Kind::Parquet),
        None => sniff(reader),
        Some(_) => Err(Problem::UnknownKind),
    }
}

/// Whether JSON names the version of JSON Feed near its beginning, as its standard asks for.
fn is_json_feed(reader: &mut Box<dyn BufRead>) -> Result<bool, Problem> {
    let first = reader
        .fill_buf()
        .map_err(|e| Problem::Unreadable(e.to_string()))?;
    Ok(String::from_utf8_lossy(first).contains("://jsonfeed.org/version/"))
}

fn sniff(reader: &mut Box<dyn BufRead>) -> Result<Kind, Problem> {
    let first = reader
        .fill_buf()
        .map_err(|e| Problem::Unreadable(e.to_string()))?;
    if first.starts_with(b"WARC/") {
        return Ok(Kind::WebArchive);
    }
    if first.starts_with(parquet::MAGIC) {
        return Ok(Kind::Parquet);
    }
    let sign = first.iter().find(|b| !b.is_ascii_whitespace());
    Ok(match sign {
        Some(b'{') => Kind::JsonLines,
        Some(b'<') => Kind::Page,
        _ => Kind::Text,
    })
}
