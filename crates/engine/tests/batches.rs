//! Articles come in batches, and where one ends does not show; nor does how often they were added to.
//!
//! Adds more articles than a batch holds, some of them twice, and few articles by one add and by many, in throwaway folders. Known limit: small texts.
//!
//! Example: the first article once more as the seventieth is known, not read.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

use engine::{Engine, Input, Store};
use std::fmt::Write;
use std::path::Path;

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

const AFFAIR: [&str; 5] = [
    r#"{"id": "a", "published": "2023-09-05", "text": "Norland accused Sudland of shelling the port of Vik on 4 September. Sudland denied it."}"#,
    r#"{"id": "b", "published": "2023-09-06", "text": "The shelling of the port of Vik killed two sailors. Sudland said that it shelled no port."}"#,
    r#"{"id": "c", "published": "2023-09-02", "text": "Envoys of Norland met envoys of Sudland in Vik. Norland promised not to close the port."}"#,
    r#"{"id": "d", "text": "Sudland shelled the port of Vik on 4 September 2023, Norland said. Envoys will meet on Friday."}"#,
    r#"{"id": "e", "published": "2023-09-01", "text": "Norland and Sudland agreed to hold talks about the port of Vik."}"#,
];

/// The record of a new file in `folder` to which the articles of each of `adds` were added, one add after the other.
fn added(engine: &Engine, folder: &Path, adds: &[&[usize]]) -> Store {
    let mut store = Store::open_or_create(folder.join(format!("{adds:?}.db"))).unwrap();
    for (number, articles) in adds.iter().enumerate() {
        let path = folder.join(format!("{adds:?}-{number}.jsonl"));
        let lines: Vec<&str> = articles.iter().map(|&a| AFFAIR[a]).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let inputs = [Input::Path(path)];
        engine.add(&mut store, &inputs, &mut |_| ()).unwrap();
    }
    store
}

#[test]
fn many_adds_in_any_order_leave_the_lines_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::new(None, 2).unwrap();
    let made = |adds: &[&[usize]]| added(&engine, folder.path(), adds);
    let whole = made(&[&[0, 1, 2, 3, 4]]).record().unwrap();
    assert!(
        whole.claims.len() > 3 && whole.events.len() > 3,
        "{whole:?}"
    );
    let orders: [&[&[usize]]; 4] = [
        &[&[0, 1, 2, 3], &[4]],
        &[&[4], &[3], &[2], &[1], &[0]],
        &[&[2, 0], &[4, 1, 3]],
        &[&[1], &[4, 0], &[3, 2]],
    ];
    for (adds, threads) in orders.into_iter().zip([1, 2, 3, 4]) {
        let engine = Engine::new(None, threads).unwrap();
        let store = added(&engine, folder.path(), adds);
        assert_eq!(store.record().unwrap(), whole, "{adds:?}");
    }
}

#[test]
fn a_document_that_is_taken_out_leaves_the_lines_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::new(None, 2).unwrap();
    let mut store = added(&engine, folder.path(), &[&[0, 1, 2, 3, 4]]);
    let documents = store.documents().unwrap();
    let first = documents.iter().find(|d| d.input_id == "e").unwrap();
    assert!(store.remove(&first.id).unwrap());
    assert!(engine.refresh(&mut store).unwrap());
    let others = added(&engine, folder.path(), &[&[0, 1, 2, 3]]);
    assert_eq!(store.record().unwrap(), others.record().unwrap());
}
