//! What is committed outlives the program: killed at any moment, the file opens and holds whole batches.
//!
//! Runs this test program again as a child that adds batches and derives in a loop, and kills it. The
//! moments are spread by a fixed sequence, so a failure can be repeated as far as timing allows. Known
//! limit: a power cut is not tested, only the death of the program.
//!
//! Example: killed between `put` and `set_record`, the record is stale and the batch is there.

#![expect(
    clippy::print_stderr,
    reason = "the child tells its parent what is committed"
)]

mod made;

use made::{reading, record};
use model::Reading;
use record::store::Store;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where the child finds the record.
const PATH: &str = "ONRECORD_TEST_RECORD";
/// Readings a batch.
const BATCH: usize = 5;
/// How often the child is killed.
const KILLS: usize = 50;

fn batch(number: usize) -> Vec<Reading> {
    (number * BATCH..(number + 1) * BATCH)
        .map(reading)
        .collect()
}

fn derive(store: &mut Store) {
    let generation = store.generation().unwrap();
    let derived = record(&store.readings().unwrap());
    store.set_record(&derived, "lexicon", generation).unwrap();
}

/// The child: adds batch after batch, and says so after each commit.
#[test]
#[ignore = "runs only as the child of the test below"]
fn add_until_killed() {
    let Ok(path) = std::env::var(PATH) else {
        return;
    };
    let mut store = Store::open_or_create(path).unwrap();
    let begun = store.ids().unwrap().len() / BATCH;
    for number in begun.. {
        store.put(&batch(number), "lexicon").unwrap();
        eprintln!("{number}");
        derive(&mut store);
    }
}

fn child(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "add_until_killed", "--ignored", "--nocapture"])
        .env(PATH, path)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills a child after `moment` and returns the last batch that it said was committed.
fn killed_after(path: &Path, moment: Duration) -> Option<usize> {
    let mut child = child(path);
    std::thread::sleep(moment);
    child.kill().unwrap();
    child.wait().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    said.lines()
        .map_while(Result::ok)
        .filter_map(|l| l.parse().ok())
        .last()
}

#[test]
fn killed_at_any_moment_a_record_holds_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    let mut committed = 0;
    for kill in 0..KILLS {
        // 37 and 101 share no factor, so the moments differ: 20 to 120 ms.
        let moment = Duration::from_millis(20 + (kill as u64 * 37) % 101);
        if let Some(last) = killed_after(&path, moment) {
            committed = last + 1;
        }
        let store = Store::open_or_create(&path).unwrap();
        assert_eq!(store.verify().unwrap(), []);
        let stored = store.readings().unwrap();
        assert_eq!(stored.len() % BATCH, 0, "half a batch was kept");
        assert!(
            stored.len() >= committed * BATCH,
            "a committed batch is gone"
        );
        if !store.is_stale().unwrap() {
            assert_eq!(store.record().unwrap(), record(&stored));
        }
    }
    assert!(committed > 0, "the child was killed before it did anything");
    let mut store = Store::open(&path).unwrap();
    derive(&mut store);
    assert!(!store.is_stale().unwrap());
}

#[test]
fn two_programs_that_make_and_fill_one_record_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    let fill = |numbers: std::ops::Range<usize>| {
        // A machine that runs many tests at once may starve one of the two for long.
        let store = Store::open_or_create(&path).unwrap();
        let mut store = store.with_patience(Duration::from_secs(100)).unwrap();
        for number in numbers {
            store.put(&batch(number), "lexicon").unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| fill(0..20));
        scope.spawn(|| fill(20..40));
    });
    let store = Store::open(&path).unwrap();
    let ids: BTreeSet<_> = store.ids().unwrap().into_iter().collect();
    assert_eq!(ids.len(), 40 * BATCH);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn order_and_size_of_batches_do_not_show() {
    let put_in = |numbers: &[usize], size: usize| {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        let readings: Vec<Reading> = numbers.iter().map(|n| reading(*n)).collect();
        for batch in readings.chunks(size) {
            store.put(batch, "lexicon").unwrap();
        }
        derive(&mut store);
        serde_json::to_string(&store.record().unwrap()).unwrap()
    };
    let ascending: Vec<usize> = (0..12).collect();
    let mixed: Vec<usize> = (0..12).map(|n| n * 7 % 12).collect();
    assert_eq!(put_in(&ascending, 12), put_in(&mixed, 5));
    assert_eq!(put_in(&ascending, 1), put_in(&mixed, 12));
}
