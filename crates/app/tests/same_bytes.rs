//! The export depends on the documents alone, and survives what happens to programs.
//!
//! Order of input, one batch or many, number of threads, adding twice, adding and removing: the bytes stay the same.
//! A program killed in the middle leaves a record that the same command completes. Known limit: kills are placed
//! by time, so which step they hit differs from run to run.
//!
//! Example: `add b a --threads 2` exports what `add a` and `add b` export.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]

mod program;

use program::{Program, workspace};
use std::process::Stdio;
use std::time::Duration;

/// The bundled example articles as single inputs: the page, the stamped text, and each line of JSON by itself.
fn inputs(program: &Program) -> Vec<String> {
    let folder = workspace("examples/affair");
    let mut names = Vec::new();
    for name in ["newsletter.html", "stamped-late.txt"] {
        program.write(name, std::fs::read(folder.join(name)).unwrap());
        names.push(name.to_owned());
    }
    let lines = std::fs::read_to_string(folder.join("articles.jsonl")).unwrap();
    for (number, line) in lines.lines().enumerate() {
        let name = format!("part-{number}.jsonl");
        program.write(&name, line);
        names.push(name);
    }
    names
}

fn add(program: &Program, record: &str, inputs: &[String], threads: &str) {
    let mut arguments = vec!["add", "--record", record, "--threads", threads];
    arguments.extend(inputs.iter().map(String::as_str));
    program.done(&arguments);
}

#[test]
fn order_batches_threads_and_repeats_do_not_show() {
    let program = Program::new();
    let inputs = inputs(&program);
    add(&program, "one.db", &inputs, "1");
    let expected = program.export("one.db");
    assert!(expected.lines().count() > inputs.len());

    let backwards: Vec<String> = inputs.iter().rev().cloned().collect();
    add(&program, "backwards.db", &backwards, "2");
    assert!(
        program.export("backwards.db") == expected,
        "order and threads show"
    );

    for input in &backwards {
        add(&program, "singly.db", std::slice::from_ref(input), "1");
    }
    assert!(program.export("singly.db") == expected, "batches show");

    add(&program, "one.db", &backwards, "2");
    assert!(program.export("one.db") == expected, "adding twice shows");

    program.done(&["rebuild", "--record", "one.db", "--quiet"]);
    assert!(program.export("one.db") == expected, "a rebuild shows");
}

#[test]
fn a_document_added_and_removed_leaves_no_trace_in_the_export() {
    let program = Program::new();
    let inputs = inputs(&program);
    add(&program, "all.db", &inputs[1..], "1");
    let expected = program.export("all.db");
    add(&program, "all.db", &inputs, "1");
    assert!(program.export("all.db") != expected);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&program.done(&[
        "documents",
        "--record",
        "all.db",
        "--format",
        "json",
    ]))
    .unwrap();
    let page = rows
        .iter()
        .find(|r| r["input_id"] == inputs[0].as_str())
        .unwrap();
    program.done(&["remove", page["id"].as_str().unwrap(), "--record", "all.db"]);
    assert!(program.export("all.db") == expected);
    assert_eq!(
        program
            .run(&["remove", "doc-0000000000000000", "--record", "all.db"])
            .code,
        1
    );
}

/// Runs an `add` of many articles and kills it after `wait`; returns whether it was still running.
fn killed_add(program: &Program, wait: Duration) -> bool {
    let mut command = program.command(&["add", "many.jsonl", "--quiet", "--threads", "1"]);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(wait);
    let running = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    running
}

#[test]
fn an_add_killed_at_any_moment_is_completed_by_the_next() {
    let places = ["Vossen", "Larnica", "Oudorp", "Tessaly", "Marn"];
    let line = |n: usize| {
        let place = places[n % places.len()];
        format!(
            "{{\"id\":\"{n}\",\"text\":\"Officials in {place} said on Monday that bridge {n} was closed. The mayor denied report {n}.\"}}\n"
        )
    };
    let whole = Program::new();
    whole.write("many.jsonl", (0..300).map(line).collect::<String>());
    whole.done(&["add", "many.jsonl", "--quiet"]);
    let expected = whole.export("onrecord.db");

    let program = Program::new();
    program.write("many.jsonl", (0..300).map(line).collect::<String>());
    let mut hit = 0;
    for step in 1..=12 {
        hit += usize::from(killed_add(&program, Duration::from_millis(step * 35)));
        if program.folder().join("onrecord.db").exists() {
            let verified = program.run(&["verify", "--quiet"]);
            assert_eq!(verified.code, 0, "{verified:?}");
        }
    }
    assert!(hit > 0, "no add was killed while it ran");
    program.done(&["add", "many.jsonl", "--quiet"]);
    assert!(program.export("onrecord.db") == expected, "a kill shows");
}
