//! Sound files of every kind that is read, broken at random: cut, repeated, overwritten, with the marks of their formats strewn in.
//!
//! Whatever comes of it is refused in words or is a document whose spans lie inside its text. Known limit: a run breaks 256 files;
//! `PROPTEST_CASES=100000 cargo test --release -p onrecord-source --test mutations` breaks more.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

use lexicon::Lexicon;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use source::{Articles, Columns, Input};
use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

const TEXT: &str = "By Ann Writer\n\nNORVIK, 5 September 2023 (AFP) - The envoy of Norland left the capital on Thursday after talks that both sides \
called useful and frank.\n\nA spokesman said that nothing was signed.\n\n\u{201c}We agreed to meet again,\u{201d} he said – in M\u{fc}nster, on 14 September.\n";
const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Envoy leaves | The Norland Post</title>\
<meta property=\"article:published_time\" content=\"2023-09-05T10:00:00Z\"><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\
\"datePublished\":\"2023-09-05\",\"author\":[{\"name\":\"Ann Writer\"}]}</script></head><body><nav><a href=\"/\">Home</a></nav><article>\
<h1>Envoy leaves</h1><time datetime=\"2023-09-05\">5 September 2023</time><p>The envoy of Norland left the capital on Thursday after talks \
that both sides called useful and frank.</p><p>A spokesman said that nothing was signed &amp; that they would meet again on 14 September.</p>\
</article><footer>Updated 6 September 2023</footer></body></html>";
const LINES: &str = "{\"id\":\"a\",\"text\":\"The envoy left on Thursday.\",\"published\":\"2023-09-05\",\"authors\":[\"Ann\"]}\n\
{\"html\":\"<article><p>The envoy of Norland left the capital on Thursday after the talks.</p></article>\",\"url\":\"https://norland.example/1\"}\n";
const TABLE: &str = "id,text,published,outlet\n1,\"The envoy left, \"\"in a hurry\"\".\",2023-09-05,The Post\n2,It is signed.,2023-09-06,Wire\n";
const RSS: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Wire</title>\
<item><title>Envoy leaves</title><link>https://norland.example/1</link><pubDate>Tue, 05 Sep 2023 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>The \
envoy left.</p>]]></content:encoded></item></channel></rss>";
const ATOM: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wire</title><id>w</id><updated>2023-09-05T10:00:00Z</updated><entry><id>1</id>\
<title>Envoy</title><updated>2023-09-05T10:00:00Z</updated><content type=\"html\">&lt;p&gt;The envoy left.&lt;/p&gt;</content></entry></feed>";
const JSON_FEED: &str = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Wire\",\"items\":[{\"id\":\"1\",\"content_html\":\"<p>The envoy \
left.</p>\",\"date_published\":\"2023-09-05T10:00:00Z\"}]}";

/// A web archive with a plain and a chunked answer.
fn archive() -> Vec<u8> {
    let record = |headers: &str, body: &str| {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://norland.example/1\r\nWARC-Date: 2023-09-05T10:00:00Z\r\n\
Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let chunk = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
    let chunked = record("Transfer-Encoding: chunked\r\n", &chunk);
    (record("", PAGE) + &chunked).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Parquet file of two rows: `id`, `text`, `published` as a day, `authors` as a list of texts.
fn parquet(packing: Compression) -> Vec<u8> {
    let schema = "message articles { required int64 id; optional binary text (STRING); optional int32 published (DATE); \
optional group authors (LIST) { repeated group list { optional binary element (STRING); } } }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(packing);
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let ids = column.typed::<Int64Type>();
    ids.write_batch(&[1, 2], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let texts = ["The envoy left on Thursday.", "It is signed."].map(ByteArray::from);
    let written = column.typed::<ByteArrayType>();
    written.write_batch(&texts, Some(&[1, 1]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let days = column.typed::<Int32Type>();
    days.write_batch(&[19_605], Some(&[1, 0]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let names = ["Ann Writer", "Bo Writer"].map(ByteArray::from);
    let written = column.typed::<ByteArrayType>();
    written
        .write_batch(&names, Some(&[3, 3, 0]), Some(&[0, 1, 0]))
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}

/// A sound file of each kind, under a name that says which.
fn sound() -> Vec<(&'static str, Vec<u8>)> {
    let of = |text: &str| text.as_bytes().to_vec();
    let members: [(&str, &[u8]); 2] = [("a.html", PAGE.as_bytes()), ("b.csv", TABLE.as_bytes())];
    vec![
        ("a.txt", of(TEXT)),
        ("a.html", of(PAGE)),
        ("a.jsonl", of(LINES)),
        ("a.csv", of(TABLE)),
        ("a.tsv", of(&TABLE.replace(',', "\t"))),
        ("a.rss", of(RSS)),
        ("a.atom", of(ATOM)),
        ("a.json", of(JSON_FEED)),
        ("a.warc", archive()),
        ("a", of(PAGE)),
        ("a.parquet", parquet(Compression::UNCOMPRESSED)),
        ("a.parquet", parquet(Compression::SNAPPY)),
        (
            "a.parquet",
            parquet(Compression::ZSTD(ZstdLevel::default())),
        ),
        ("a.zip", zipped(&members)),
        (
            "a.wacz",
            zipped(&[("archive/a.warc.gz", &gzip(&archive()))]),
        ),
    ]
}

/// What formats give a meaning to, or what breaks careless readers.
const MARKS: [&str; 24] = [
    "<",
    "</",
    "]]>",
    "<![CDATA[",
    "&#0;",
    "&amp",
    "<script>",
    "<p",
    "\"",
    "\\u0000",
    "\\ud800",
    "{",
    "[",
    ",",
    "\r\n",
    "\0",
    "\u{202e}",
    "\u{feff}",
    "WARC/1.0\r\n",
    "Content-Length: 18446744073709551616\r\n",
    "Content-Encoding: gzip\r\n",
    "-1",
    "9999-99-99",
    "2023-02-30T25:61:61+99:99",
];

#[derive(Clone, Debug)]
enum Break {
    Cut(Index, usize),
    Repeat(Index, usize, Index),
    Overwrite(Index, u8),
    Strew(Index, &'static str),
}

fn breaks() -> impl Strategy<Value = Break> {
    prop_oneof![
        (any::<Index>(), 1_usize..200).prop_map(|(at, long)| Break::Cut(at, long)),
        (any::<Index>(), 1_usize..400, any::<Index>())
            .prop_map(|(at, long, to)| Break::Repeat(at, long, to)),
        any::<(Index, u8)>().prop_map(|(at, byte)| Break::Overwrite(at, byte)),
        (any::<Index>(), select(MARKS.as_slice())).prop_map(|(at, mark)| Break::Strew(at, mark)),
    ]
}

fn broken(mut bytes: Vec<u8>, breaks: &[Break]) -> Vec<u8> {
    for one in breaks {
        if bytes.is_empty() {
            break;
        }
        let stretch = |at: &Index, long: usize| {
            let start = at.index(bytes.len());
            start..(start + long).min(bytes.len())
        };
        match one {
            Break::Cut(at, long) => drop(bytes.drain(stretch(at, *long))),
            Break::Repeat(at, long, to) => {
                let copy = bytes[stretch(at, *long)].to_vec();
                let to = to.index(bytes.len());
                bytes.splice(to..to, copy);
            }
            Break::Overwrite(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Break::Strew(at, mark) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, mark.bytes());
            }
        }
    }
    bytes
}

/// Reads the file `name` of `bytes`; returns how many documents came of it.
fn read(name: &str, bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let found = Articles::new(&[Input::Path(path)], Columns::default());
    let articles = found.filter_map(|found| {
        let told = found.as_ref().err().map(ToString::to_string);
        assert!(told.is_none_or(|t| t.contains("(help: ")));
        found.ok()
    });
    let documents = articles.filter_map(|a| source::document(a, &LEXICON).ok());
    documents
        .inspect(|document| {
            let text = &document.text;
            assert!(!text.trim().is_empty() && !text.contains('\0'));
            let declared = document.declared.iter().filter_map(|d| d.span);
            for span in declared.chain(document.furniture.iter().copied()) {
                assert!(text.get(span.start..span.end).is_some(), "{span:?}");
            }
        })
        .count()
}

#[test]
fn the_sound_files_are_read_whole() {
    let counts: Vec<usize> = sound()
        .iter()
        .map(|(name, bytes)| read(name, bytes))
        .collect();
    assert_eq!(counts, [1, 1, 2, 2, 2, 1, 1, 1, 2, 1, 2, 2, 2, 3, 2]);
}

proptest! {
    #[test]
    fn broken_files_are_refused_or_read_with_spans_inside(
        (name, bytes) in select(sound()),
        breaks in proptest::collection::vec(breaks(), 1..12),
        packed: bool,
    ) {
        let bytes = broken(bytes, &breaks);
        if packed {
            read(&format!("{name}.gz"), &gzip(&bytes));
        } else {
            read(name, &bytes);
        }
    }

    #[test]
    fn broken_packing_is_refused_or_read_with_spans_inside(
        (name, bytes) in select(sound()),
        breaks in proptest::collection::vec(breaks(), 1..4),
        kind in 0_usize..3,
    ) {
        let (ending, packed) = match kind {
            0 => ("gz", gzip(&bytes)),
            1 => ("zst", zstd::encode_all(&bytes[..], 1).unwrap()),
            _ => {
                let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
                encoder.write_all(&bytes).unwrap();
                ("bz2", encoder.finish().unwrap())
            }
        };
        read(&format!("{name}.{ending}"), &broken(packed, &breaks));
    }
}
