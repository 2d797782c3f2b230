//! Articles come in batches, and where one ends does not show.
//!
//! Adds more articles than a batch holds, some of them twice, in a throwaway folder. Known limit: small texts.
//!
//! Example: the first article once more as the seventieth is known, not read.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

use engine::{Engine, Input, Store};
use std::fmt::Write;

/// More than a batch.
const ARTICLES: usize = 70;

fn lines(numbers: impl Iterator<Item = usize>, title: &str) -> String {
    let mut lines = String::new();
    for n in numbers {
        writeln!(
            lines,
            r#"{{"id": "{n}",{title} "text": "Envoys of Norland met envoys of Sudland for the {n}th time."}}"#
        )
        .unwrap();
    }
    lines
}

#[test]
fn an_article_that_comes_again_in_the_next_batch_is_known_and_keeps_its_fuller_particulars() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.jsonl");
    let again = lines(0..3, r#" "title": "Envoys meet","#);
    std::fs::write(&path, lines(0..ARTICLES, "") + &again).unwrap();
    let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
    let engine = Engine::new(None, 2).unwrap();
    let summary = engine
        .add(&mut store, &[Input::Path(path)], &mut |_| ())
        .unwrap();
    assert_eq!((summary.read.len(), summary.known), (ARTICLES, 3));
    assert!(summary.refused.is_empty(), "{:?}", summary.refused);
    let documents = store.documents().unwrap();
    assert_eq!(documents.len(), ARTICLES);
    let titled = documents.iter().filter(|d| d.title.is_some()).count();
    assert_eq!(titled, 3);
    let input = |id| store.document(id).unwrap().unwrap().input_id;
    let order: Vec<String> = summary.read.iter().map(input).collect();
    assert!(
        order
            .iter()
            .map(|n| n.parse::<usize>().unwrap())
            .is_sorted()
    );
}
