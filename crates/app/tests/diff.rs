//! What `diff` tells of two record files and of two days of one.
//!
//! Composed sentences on one accusation and its denial. Known limit: the rules of comparing are tested in `view`.
//!
//! Example: the denial of March is a new dispute, because of the article of March.

mod program;

use program::Program;
use serde_json::Value;

const EARLY: &str = r#"{"id":"a","outlet":"Vossen Courier","published":"2024-02-20","text":"Norway accused Sweden of sending arms to Larnica."}
"#;
const LATE: &str = r#"{"id":"b","outlet":"Larnica Post","published":"2024-03-07","text":"Sweden denied that it had sent arms to Larnica."}
"#;

fn filled() -> Program {
    let program = Program::new();
    program.write("early.jsonl", EARLY);
    program.write("late.jsonl", LATE);
    program.done(&["add", "early.jsonl", "--record", "early.db"]);
    program.done(&["add", "early.jsonl", "late.jsonl", "--record", "all.db"]);
    program
}

#[test]
fn files_and_days_tell_the_same_and_name_the_document() {
    let program = filled();
    let json = ["--format", "json"];
    let files = program.run(&[&["diff", "early.db", "all.db"][..], &json].concat());
    let days = ["diff", "--record", "all.db", "--from", "2024-02-29"];
    let days = program.run(&[&days[..], &json].concat());
    assert_eq!(files.out, days.out);
    let rows: Vec<Value> = serde_json::from_str(&files.out).unwrap();
    let new = rows.iter().find(|r| r["kind"] == "document").unwrap();
    assert_eq!(new["change"], "new");
    assert!(new["why"].as_str().unwrap().contains("Larnica Post"));
    assert!(rows.iter().all(|r| r["kind"] != "claim"));
    let claims = program.run(&["diff", "early.db", "all.db", "--kind", "claim"]);
    assert!(claims.out.contains("new claim"), "{}", claims.out);
}

#[test]
fn a_record_does_not_differ_from_itself() {
    let program = filled();
    let same = program.run(&["diff", "all.db", "all.db"]);
    assert_eq!((same.code, same.out.as_str()), (1, ""));
    assert!(same.err.contains("nothing differs"));
}

#[test]
fn without_anything_to_compare_it_says_what_to_name() {
    let program = filled();
    let run = program.run(&["diff", "--record", "all.db"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("`--from`"), "{}", run.err);
}
