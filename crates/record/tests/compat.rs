//! Records of earlier formats open in this one, with nothing lost.
//!
//! Runs `tests/compat/record-1.sql`, which makes a record of format 1 as the first onrecord wrote it, and
//! `tests/compat/record-3.sql` and `tests/compat/record-4.sql` with a decision of those formats, and moves them forward. Known limit: derived lines of format 1 are not kept; they are derived again.
//!
//! Example: a record of format 1 with two documents has two documents after opening, and is stale.

use model::record::Decision;
use model::{DecisionKind, Id, Ruling};
use record::store::{Error, Store};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn format_1() -> (TempDir, PathBuf) {
    made_by(include_str!("../../../tests/compat/record-1.sql"))
}

fn made_by(script: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch(script)
        .unwrap();
    (folder, path)
}

fn tables(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let select = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let mut statement = connection.prepare(select).unwrap();
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    rows.map(|sql| sql.unwrap().replace('"', "")).collect()
}

#[test]
fn a_record_of_format_1_moves_forward_with_all_documents() {
    let (_folder, path) = format_1();
    let store = Store::open(&path).unwrap();
    let readings = store.readings().unwrap();
    assert_eq!(readings.len(), 2);
    assert!(readings.iter().all(|r| !r.statements.claims.is_empty()));
    assert!(
        store.is_stale().unwrap(),
        "lines of format 1 are to be derived again"
    );
    assert_eq!(store.search("ferry").unwrap().len(), 1);
    assert_eq!(store.log_after(0).unwrap().len(), 2);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_record_moved_forward_has_the_tables_of_a_new_one() {
    let (folder, path) = format_1();
    drop(Store::open(&path).unwrap());
    let new = folder.path().join("new.db");
    drop(Store::open_or_create(&new).unwrap());
    assert_eq!(tables(&path), tables(&new));
}

#[test]
fn a_record_of_format_1_is_not_changed_by_reading() {
    let (_folder, path) = format_1();
    assert!(matches!(
        Store::open_read_only(&path),
        Err(Error::Older { found: 1, .. })
    ));
}

#[test]
fn a_decision_of_format_3_holds_in_this_one() {
    let (folder, path) = made_by(include_str!("../../../tests/compat/record-3.sql"));
    assert!(matches!(
        Store::open_read_only(&path),
        Err(Error::Older { found: 3, .. })
    ));
    let store = Store::open(&path).unwrap();
    let kept = store.decisions().unwrap();
    assert_eq!(kept[0].ruling, Ruling::Join);
    assert_eq!(kept[0].named, None);
    let line = &store.lines::<Decision>().unwrap()[0];
    assert_eq!((line.kind, line.why.as_deref()), (DecisionKind::Join, None));
    assert_eq!(line.value.as_deref(), Some("one visit"));
    drop(store);
    let new = folder.path().join("new.db");
    drop(Store::open_or_create(&new).unwrap());
    assert_eq!(tables(&path), tables(&new));
}

#[test]
fn a_record_of_format_4_has_room_for_pages_and_keeps_what_it_holds() {
    let (folder, path) = made_by(include_str!("../../../tests/compat/record-4.sql"));
    let found = Store::open_read_only(&path);
    assert!(matches!(found, Err(Error::Older { found: 4, .. })));
    let store = Store::open(&path).unwrap();
    assert_eq!(store.decisions().unwrap().len(), 1);
    assert_eq!(store.log_after(0).unwrap().len(), 1);
    let visit = store.visit("https://news.example/feed.xml").unwrap();
    assert!(visit.unwrap().due.is_some());
    let document = Id::from("doc-d7d330ca9d8c3747");
    assert_eq!(store.page(&document).unwrap(), None);
    drop(store);
    let new = folder.path().join("new.db");
    drop(Store::open_or_create(&new).unwrap());
    assert_eq!(tables(&path), tables(&new));
}
