//! Inputs made to break readers: bombs, depth, length, tricks in names.
//!
//! Each must cost itself only, in bounded memory and time, and say what is wrong.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

use lexicon::Lexicon;
use source::{Articles, Columns, Export, Input, RawArticle};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// More than any article may have.
const HUGE: u64 = 300 * 1024 * 1024;

/// What the file `name`, written by `write`, gives: ids, and problems in words.
fn read(name: &str, write: impl FnOnce(&Path)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    write(&path);
    let told = |found: Result<RawArticle, source::Refusal>| match found {
        Ok(article) => article.input_id,
        Err(refusal) => refusal.to_string(),
    };
    let articles = Articles::new(&[Input::Path(path)], Columns::default());
    articles.map(told).collect()
}

fn gzip(path: &Path, mut bytes: impl Read) {
    let file = std::fs::File::create(path).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    io::copy(&mut bytes, &mut encoder).unwrap();
    encoder.finish().unwrap();
}

#[test]
fn bombs_of_every_packing_are_refused_by_what_they_unpack_to() {
    let blank = || io::repeat(b' ').take(HUGE);
    for name in [
        "a.txt.gz",
        "a.html.gz",
        "a.jsonl.gz",
        "a.csv.gz",
        "a.rss.gz",
    ] {
        let found = read(name, |path| gzip(path, blank()));
        assert!(
            found[0].contains("larger than an article"),
            "{name}: {found:?}"
        );
        assert_eq!(found.len(), 1);
    }
    let found = read("a.txt.zst", |path| {
        let file = std::fs::File::create(path).unwrap();
        zstd::stream::copy_encode(blank(), file, 1).unwrap();
    });
    assert!(found[0].contains("larger than an article"), "{found:?}");
    let found = read("a.zip", |path| {
        let mut writer = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file("a.txt", options).unwrap();
        io::copy(&mut blank(), &mut writer).unwrap();
        writer.start_file("../../b.txt", options).unwrap();
        writer.write_all(b"The envoy left.").unwrap();
        writer.finish().unwrap();
    });
    let told = found.join("\n");
    assert!(told.contains("larger than an article"), "{told}");
    // The name leads nowhere: the member is an article and no file is written.
    assert!(found.iter().any(|id| id == "b.txt"), "{told}");
}

#[test]
fn an_export_that_is_one_endless_line_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.jsonl.gz");
    gzip(&path, io::repeat(b'x').take(HUGE));
    let refusal = Export::read(&path, &Lexicon::embedded().unwrap())
        .err()
        .unwrap();
    assert!(
        refusal.to_string().contains("larger than an article"),
        "{refusal}"
    );
}

#[test]
fn a_line_without_end_is_refused_and_nothing_of_it_becomes_an_article() {
    let found = read("a.jsonl", |path| {
        let mut file = io::BufWriter::new(std::fs::File::create(path).unwrap());
        file.write_all(b"{\"text\":\"The envoy came.\"}\n{\"text\":\"")
            .unwrap();
        io::copy(&mut io::repeat(b'x').take(HUGE), &mut file).unwrap();
    });
    assert_eq!(found[0], "a.jsonl:1");
    assert!(found[1].contains("larger than an article"), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn pages_of_any_depth_are_read_or_refused_in_time() {
    let lexicon = Lexicon::embedded().unwrap();
    let sentence = "<p>The envoy left the capital on Thursday after talks that both sides called useful and frank.</p>";
    for element in [
        "div",
        "span",
        "b",
        "div class=date",
        "div><span",
        "table><tr><td",
        "svg",
    ] {
        for depth in [150, 10_000, 1_000_000] {
            let start = Instant::now();
            let nest = format!("<{element}>").repeat(depth);
            let article = RawArticle {
                page: Some(format!("<html><body>{nest}{}", sentence.repeat(5))),
                ..RawArticle::default()
            };
            let read = source::document(article, &lexicon).map(|d| d.text);
            let told = read.unwrap_or_else(|problem| problem.to_string());
            let is_told =
                told.contains("envoy") || told.contains("nested") || told.contains("no article");
            assert!(is_told, "{element} {depth}: {told}");
            assert!(start.elapsed() < Duration::from_secs(60), "{element}");
        }
    }
}

#[test]
fn an_entry_of_a_feed_nested_without_end_costs_only_itself() {
    let found = read("a.rss", |path| {
        let item = |text: &str| {
            format!("<item><title>a</title><description>&lt;p&gt;{text}</description></item>")
        };
        let items = item(&"&lt;div&gt;".repeat(1_000_000)) + &item("The envoy left.");
        std::fs::write(
            path,
            format!("<rss version=\"2.0\"><channel>{items}</channel></rss>"),
        )
        .unwrap();
    });
    assert!(found[0].contains("nested"), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn nul_bytes_and_signs_that_turn_text_around_stay_what_they_are() {
    let found = read("a.txt", |path| {
        std::fs::write(path, b"The envoy\0left.").unwrap();
    });
    assert!(found[0].contains("NUL"), "{found:?}");
    let lexicon = Lexicon::embedded().unwrap();
    let text = "The \u{202e}yovne\u{202c} left.";
    let article = RawArticle {
        text: text.to_owned(),
        ..RawArticle::default()
    };
    assert_eq!(source::document(article, &lexicon).unwrap().text, text);
}
