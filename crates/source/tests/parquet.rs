//! Parquet files as others write them: kinds of columns, rows that cannot be read, files made to break readers.
//!
//! Files are written here with the same crate that reads them; `eval/foreign_formats.py` reads ours with others and gives theirs to us. Known limit: files of other writers are checked there alone.
//!
//! Example: a row without text is refused as `a.parquet:2`.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

use parquet::basic::{Compression, GzipLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use source::{Articles, Columns, Input, RawArticle, Refusal};
use std::sync::Arc;

type Group<'w> = SerializedRowGroupWriter<'w, Vec<u8>>;

/// A file of `schema` whose one group of rows `fill` writes.
fn file(schema: &str, packing: Compression, fill: impl FnOnce(&mut Group<'_>)) -> Vec<u8> {
    let schema = parse_message_type(&format!("message articles {{ {schema}; }}")).unwrap();
    let properties = WriterProperties::builder().set_compression(packing).build();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    fill(&mut group);
    group.close().unwrap();
    writer.into_inner().unwrap()
}

fn texts(group: &mut Group<'_>, texts: &[&[u8]], defined: &[i16]) {
    let values: Vec<ByteArray> = texts.iter().map(|t| ByteArray::from(t.to_vec())).collect();
    let mut column = group.next_column().unwrap().unwrap();
    let written = column.typed::<ByteArrayType>();
    written.write_batch(&values, Some(defined), None).unwrap();
    column.close().unwrap();
}

fn wholes(group: &mut Group<'_>, numbers: &[i64]) {
    let mut column = group.next_column().unwrap().unwrap();
    let written = column.typed::<Int64Type>();
    written.write_batch(numbers, None, None).unwrap();
    column.close().unwrap();
}

/// What the file `name` gives, read by `columns`.
fn read(name: &str, bytes: &[u8], columns: &[&str]) -> Vec<Result<RawArticle, Refusal>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let columns = Columns::parse(columns.iter().copied()).unwrap();
    Articles::new(&[Input::Path(path)], columns).collect()
}

fn refusal(bytes: &[u8], columns: &[&str]) -> String {
    let found = read("a.parquet", bytes, columns);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].as_ref().unwrap_err().to_string()
}

const TWO: &str = "optional binary Body (STRING); optional binary by (STRING); required int64 stamp (TIMESTAMP(MICROS,true)); required int64 id";

fn two(packing: Compression) -> Vec<u8> {
    file(TWO, packing, |group| {
        texts(group, &[b"The envoy left.", b"It is signed."], &[1, 1]);
        texts(group, &[b"Ann Writer; Bo Writer"], &[1, 0]);
        wholes(group, &[1_709_596_800_000_000, -1]);
        wholes(group, &[7, 8]);
    })
}

#[test]
fn columns_are_known_by_name_or_told_and_moments_are_days() {
    for packing in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
    ] {
        let columns = ["published=stamp", "authors=BY"];
        let found = read("a.parquet", &two(packing), &columns);
        let first = found[0].as_ref().unwrap();
        assert_eq!(
            (first.text.as_str(), first.input_id.as_str()),
            ("The envoy left.", "7")
        );
        assert_eq!(first.authors, ["Ann Writer", "Bo Writer"]);
        assert_eq!(first.published.unwrap().0, jiff::civil::date(2024, 3, 5));
        let second = found[1].as_ref().unwrap();
        assert_eq!(second.published.unwrap().0, jiff::civil::date(1969, 12, 31));
        assert!(second.authors.is_empty());
        assert_eq!(found.len(), 2);
    }
}

#[test]
fn a_file_that_is_packed_or_without_an_ending_is_read_too() {
    let bytes = two(Compression::SNAPPY);
    assert_eq!(read("articles", &bytes, &[]).len(), 2);
    let packed = zstd::encode_all(&bytes[..], 1).unwrap();
    let found = read("a.parquet.zst", &packed, &[]);
    assert_eq!(found[1].as_ref().unwrap().text, "It is signed.");
}

#[test]
fn a_row_that_cannot_be_read_costs_only_itself_and_is_named_by_its_number() {
    let schema = "optional binary text (STRING); optional binary date (STRING)";
    let bytes = file(schema, Compression::SNAPPY, |group| {
        let found: [&[u8]; 4] = [b"One.", b"\xFF\xFE", b"Three.", b"Four."];
        texts(group, &found, &[1, 1, 0, 1, 1]);
        texts(group, &[b"soon", b"2024-03-05"], &[0, 0, 0, 1, 1]);
    });
    let told: Vec<String> = read("a.parquet", &bytes, &[])
        .into_iter()
        .map(|found| match found {
            Ok(article) => article.text,
            Err(refusal) => refusal.to_string(),
        })
        .collect();
    assert_eq!((told[0].as_str(), told[4].as_str()), ("One.", "Four."));
    for (row, (words, problem)) in [
        ("a.parquet:2", "not UTF-8"),
        ("a.parquet:3", "neither"),
        ("a.parquet:4", "not a date"),
    ]
    .iter()
    .enumerate()
    {
        assert!(
            told[row + 1].contains(words) && told[row + 1].contains(problem),
            "{told:?}"
        );
    }
}

#[test]
fn what_a_column_cannot_be_is_told_in_words() {
    let numbers = file("required double text", Compression::SNAPPY, |group| {
        let mut column = group.next_column().unwrap().unwrap();
        let written = column.typed::<DoubleType>();
        written.write_batch(&[1.5], None, None).unwrap();
        column.close().unwrap();
    });
    let told = refusal(&numbers, &[]);
    assert!(
        told.contains("a.parquet:1: `text` is a number, not a text"),
        "{told}"
    );
    let schema = "required group text { required int32 a; required int32 b; } required int32 c";
    let structures = file(schema, Compression::SNAPPY, |group| {
        for _ in 0..3 {
            let mut column = group.next_column().unwrap().unwrap();
            let written = column.typed::<Int32Type>();
            written.write_batch(&[1], None, None).unwrap();
            column.close().unwrap();
        }
    });
    assert!(refusal(&structures, &[]).contains("no column holds texts; there are c"));
    let told = refusal(&structures, &["text=text"]);
    assert!(
        told.contains("neither texts, numbers, days nor lists"),
        "{told}"
    );
    assert!(refusal(&structures, &["text=none"]).contains("no column `none`"));
}

#[test]
fn files_that_are_cut_or_claim_too_much_are_refused_in_words() {
    let bytes = two(Compression::UNCOMPRESSED);
    for cut in [0, 3, 8, 40, bytes.len() - 1] {
        let told = refusal(&bytes[..cut], &[]);
        assert!(
            told.contains("not a table that can be read"),
            "{cut}: {told}"
        );
    }
    // A page that packs nothing but blanks, a thousandth of what it unpacks to.
    let blanks = vec![b' '; 300 * 1024 * 1024];
    let bomb = file(
        "optional binary text (STRING)",
        Compression::GZIP(GzipLevel::default()),
        |group| {
            texts(group, &[&blanks], &[1]);
        },
    );
    assert!(bomb.len() < 1024 * 1024);
    assert!(refusal(&bomb, &[]).contains("larger than an article"));
    // Nothing but nulls, packed as one run: more rows than bytes.
    let nulls = file(
        "optional binary text (STRING)",
        Compression::SNAPPY,
        |group| {
            texts(group, &[], &vec![0; 1_000_000]);
        },
    );
    let told = refusal(&nulls, &[]);
    assert!(told.contains("claims 1000000 rows"), "{told}");
}
