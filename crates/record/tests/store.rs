//! The record file from outside: what is put in comes out, once, in any order, and damage is named.
//!
//! Works on hand-made readings in throwaway folders. Known limit: a file that may not be written is
//! tested only for users other than root, whom no permission stops.
//!
//! Example: the same reading put twice is stored once.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

mod made;

use made::{document, reading, record};
use model::record::{Claim, Proposition, Support};
use model::{Document, Id, Reading};
use record::store::{Error, Field, Store};
use rusqlite::Connection;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

const LEXICON: &str = "0123456789abcdef";

fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    (folder, path)
}

fn filled(count: usize) -> (TempDir, Store) {
    let (folder, path) = fresh();
    let mut store = Store::open_or_create(path).unwrap();
    let readings: Vec<Reading> = (0..count).map(reading).collect();
    store.put(&readings, LEXICON).unwrap();
    (folder, store)
}

fn derive(store: &mut Store) {
    let generation = store.generation().unwrap();
    let derived = record(&store.readings().unwrap());
    store.set_record(&derived, LEXICON, generation).unwrap();
}

#[test]
fn the_same_reading_twice_is_stored_once() {
    let (_folder, mut store) = filled(2);
    let before = store.generation().unwrap();
    assert_eq!(store.put(&[reading(0), reading(1)], LEXICON).unwrap(), 0);
    assert_eq!(store.generation().unwrap(), before);
    assert_eq!(store.ids().unwrap().len(), 2);
    assert_eq!(store.log_after(0).unwrap().len(), 2);
    assert!(!store.wants(&document(1)).unwrap());
    assert!(store.wants(&document(7)).unwrap());
}

#[test]
fn readings_come_back_exactly_and_in_order_of_id() {
    let (_folder, store) = filled(5);
    let mut expected: Vec<Reading> = (0..5).map(reading).collect();
    expected.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    assert_eq!(store.readings().unwrap(), expected);
    let id = &expected[3].document.id;
    assert_eq!(store.reading(id).unwrap().as_ref(), Some(&expected[3]));
    assert_eq!(
        store.document(id).unwrap().as_ref(),
        Some(&expected[3].document)
    );
    assert_eq!(
        store.text(id).unwrap().as_ref(),
        Some(&expected[3].document.text)
    );
}

#[test]
fn the_order_of_two_tellings_of_one_article_does_not_show() {
    let bare = Reading {
        document: Document {
            title: None,
            ..document(1)
        },
        ..reading(1)
    };
    let put_in = |order: [&Reading; 2]| {
        let (_folder, path) = fresh();
        let mut store = Store::open_or_create(path).unwrap();
        for telling in order {
            store.put(std::slice::from_ref(telling), LEXICON).unwrap();
        }
        store.readings().unwrap()
    };
    let full = reading(1);
    assert_eq!(put_in([&bare, &full]), put_in([&full, &bare]));
    assert_eq!(put_in([&bare, &full]), [full]);
}

#[test]
fn derived_lines_come_back_and_a_change_makes_them_stale() {
    let (_folder, mut store) = filled(3);
    assert!(store.is_stale().unwrap());
    derive(&mut store);
    assert!(!store.is_stale().unwrap());
    let whole = store.record().unwrap();
    assert_eq!(whole, record(&store.readings().unwrap()));
    let claim = &whole.claims[1];
    assert_eq!(
        store.line::<Claim>(&claim.id).unwrap().as_ref(),
        Some(claim)
    );
    assert_eq!(store.kind(&claim.id).unwrap().as_deref(), Some("claim"));
    assert_eq!(store.mentions(&claim.document).unwrap().len(), 1);
    assert_eq!(store.times(&claim.document).unwrap().len(), 1);
    assert_eq!(store.derived_lexicon().unwrap().as_deref(), Some(LEXICON));
    assert!(store.remove(&claim.document).unwrap());
    assert!(store.is_stale().unwrap());
}

#[test]
fn lines_derived_from_an_older_ground_leave_the_record_stale() {
    let (_folder, mut store) = filled(1);
    let generation = store.generation().unwrap();
    store.put(&[reading(9)], LEXICON).unwrap();
    store
        .set_record(&record(&[reading(0)]), LEXICON, generation)
        .unwrap();
    assert!(store.is_stale().unwrap());
}

#[test]
fn an_id_that_is_no_more_leads_to_the_line_that_holds_its_evidence() {
    let (_folder, mut store) = filled(1);
    derive(&mut store);
    let mut grown = store.record().unwrap();
    let old = Id::of("proposition", &["old"]);
    let new = Id::of("proposition", &["new"]);
    for id in [&old, &new] {
        grown.propositions = vec![Proposition {
            id: id.clone(),
            label: String::new(),
            asserted_by: vec![],
            denied_by: vec![],
            hedged_by: vec![],
            support: Support::default(),
            denial: Support::default(),
            claims: vec![grown.claims[0].id.clone()],
            events: vec![],
        }];
        let generation = store.generation().unwrap();
        store.set_record(&grown, LEXICON, generation).unwrap();
    }
    assert_eq!(store.living(&old).unwrap(), Some(new.clone()));
    assert_eq!(store.living(&new).unwrap(), Some(new.clone()));
    assert_eq!(store.redirects().unwrap(), [(old, new)]);
}

#[test]
fn a_removed_document_leaves_nothing_to_find() {
    let (_folder, mut store) = filled(2);
    let id = document(0).id;
    assert!(store.remove(&id).unwrap());
    assert!(!store.remove(&id).unwrap());
    assert!(!store.has(&id).unwrap());
    let hits = store.search("envoy").unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].document, document(1).id);
    assert_eq!(store.log_after(0).unwrap().last().unwrap().what, "removed");
}

#[test]
fn replacing_with_the_same_reading_changes_nothing_and_with_another_does() {
    let (_folder, mut store) = filled(1);
    assert_eq!(store.replace(&[reading(0)], LEXICON).unwrap(), 0);
    let before = store.generation().unwrap();
    assert_eq!(store.replace(&[reading(0)], "another").unwrap(), 0);
    assert_eq!(store.lexicons().unwrap(), ["another"]);
    assert_eq!(store.generation().unwrap(), before);
    let poorer = Reading {
        times: vec![],
        mentions: vec![],
        ..reading(0)
    };
    assert_eq!(
        store
            .replace(std::slice::from_ref(&poorer), "another")
            .unwrap(),
        1
    );
    assert_eq!(store.readings().unwrap(), [poorer]);
    assert!(store.generation().unwrap() > before);
}

#[test]
fn search_finds_words_whatever_their_case_and_accent_with_exact_spans() {
    let (_folder, store) = filled(3);
    let texts = store.texts().unwrap();
    let found = |words: &str| -> Vec<String> {
        let hits = store.search(words).unwrap();
        let spans = hits
            .iter()
            .flat_map(|h| h.spans.iter().map(move |s| (&h.document, s)));
        spans
            .map(|(d, s)| s.of(&texts[d]).unwrap().to_owned())
            .collect()
    };
    assert_eq!(found("кремль"), ["Кремль"; 3]);
    assert_eq!(found("\"arms deal\""), ["arms deal"; 3]);
    assert_eq!(found("let* LETTERS 2"), ["2", "Letters", "2"]);
    assert_eq!(store.search("cafe").unwrap().len(), 3);
    assert!(store.search("cafe").unwrap()[0].spans.is_empty());
    assert!(store.search("nowhere").unwrap().is_empty());
    let counted = |words, field| {
        let (_, total) = store.search_in((words, field), 9, |_| true).unwrap();
        total
    };
    assert_eq!(
        (counted("cafe", Field::Title), counted("cafe", Field::Text)),
        (3, 0)
    );
    assert_eq!(
        (
            counted("arms deal", Field::Title),
            counted("arms deal", Field::Text)
        ),
        (0, 3)
    );
    let first = texts.keys().next().unwrap();
    let (hits, total) = store
        .search_in(("cafe", Field::Any), 9, |id| id == first)
        .unwrap();
    assert_eq!((hits.len(), total), (1, 1));
    for odd in ["", "\"", "* - AND", "NEAR(", "a:b", "\0", "“Letters”"] {
        store.search(odd).unwrap();
    }
}

#[test]
fn a_sound_record_verifies_and_an_edited_text_is_named() {
    let (_folder, mut store) = filled(3);
    derive(&mut store);
    assert_eq!(store.verify().unwrap(), []);
    let id = document(1).id;
    let other = Connection::open(store.path()).unwrap();
    let edit = "UPDATE document SET text = 'short' WHERE id = ?1";
    other.execute(edit, [id.as_str()]).unwrap();
    let broken = store.verify().unwrap();
    assert!(
        broken.iter().all(|b| b.document.as_ref() == Some(&id)),
        "{broken:?}"
    );
    assert!(broken[0].what.contains("SHA-256"), "{broken:?}");
    assert!(
        broken.iter().any(|b| b.line.as_deref() == Some("mention")),
        "{broken:?}"
    );
}

#[test]
fn files_that_cannot_be_used_are_named_with_what_to_do() {
    let (folder, path) = fresh();
    assert!(matches!(Store::open(&path), Err(Error::Missing { .. })));
    assert!(matches!(
        Store::open_or_create(folder.path()),
        Err(Error::NotARecord { .. })
    ));
    std::fs::write(
        &path,
        "this is a text file, not a database, and long enough to tell",
    )
    .unwrap();
    assert!(matches!(
        Store::open_or_create(&path),
        Err(Error::NotARecord { .. })
    ));
    let foreign = folder.path().join("foreign.db");
    let other = Connection::open(&foreign).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(matches!(
        Store::open_or_create(&foreign),
        Err(Error::NotARecord { .. })
    ));
}

#[test]
fn a_newer_format_names_the_program_it_needs() {
    let (_folder, store) = filled(1);
    let newer = "PRAGMA user_version = 99; UPDATE meta SET value = '7.1.0' WHERE key = 'needs'";
    Connection::open(store.path())
        .unwrap()
        .execute_batch(newer)
        .unwrap();
    let message = Store::open(store.path()).unwrap_err().to_string();
    assert!(
        message.contains("format 99") && message.contains("onrecord 7.1.0"),
        "{message}"
    );
    assert!(matches!(
        Store::open_read_only(store.path()),
        Err(Error::Newer { .. })
    ));
}

#[test]
fn a_locked_record_is_reported_after_some_patience() {
    let (_folder, store) = filled(1);
    let path = store.path().to_owned();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut store = store.with_patience(Duration::from_millis(50)).unwrap();
    assert!(matches!(
        store.put(&[reading(5)], LEXICON),
        Err(Error::Locked { .. })
    ));
    assert_eq!(store.ids().unwrap().len(), 1);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.put(&[reading(5)], LEXICON).unwrap(), 1);
}

#[test]
fn a_record_opened_for_reading_refuses_changes() {
    let (_folder, store) = filled(1);
    let mut reader = Store::open_read_only(store.path()).unwrap();
    assert_eq!(reader.ids().unwrap().len(), 1);
    assert!(matches!(
        reader.put(&[reading(5)], LEXICON),
        Err(Error::ReadOnly { .. })
    ));
}

#[test]
fn a_truncated_file_is_reported_as_damaged() {
    let (_folder, store) = filled(50);
    let path = store.path().to_owned();
    drop(store);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let read = Store::open(&path).and_then(|store| store.readings());
    assert!(matches!(read, Err(Error::Corrupt { .. })), "{read:?}");
}

#[test]
fn the_log_tells_of_documents_and_of_what_they_changed_once() {
    let (_folder, mut store) = filled(1);
    let documents = store.last_entry().unwrap();
    let mut whole = record(&store.readings().unwrap());
    let speaker = Id::of("actor", &["speaker"]);
    let denied = |denied_by: Vec<Id>| Proposition {
        id: Id::of("proposition", &["it"]),
        label: "that it fell".into(),
        asserted_by: vec![],
        denied_by,
        hedged_by: vec![],
        support: Support::default(),
        denial: Support::default(),
        claims: vec![],
        events: vec![],
    };
    let mut keep = |store: &mut Store, proposition: Proposition| {
        whole.propositions = vec![proposition];
        let generation = store.generation().unwrap();
        store.set_record(&whole, LEXICON, generation).unwrap();
    };
    keep(&mut store, denied(vec![]));
    assert_eq!(
        store.last_entry().unwrap(),
        documents,
        "no one denies it yet"
    );
    keep(&mut store, denied(vec![speaker.clone()]));
    keep(&mut store, denied(vec![speaker]));
    let lines = store.log_after(documents).unwrap();
    let told: Vec<&str> = lines.iter().map(|e| e.what.as_str()).collect();
    assert_eq!(told, ["changed"], "{lines:?}");
    let change = lines[0].change.as_ref().unwrap();
    assert_eq!(
        (change.kind.as_str(), change.label.as_str()),
        ("proposition", "that it fell")
    );
}
