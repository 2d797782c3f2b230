//! The round trip: an export, read back, exports to the same bytes.
//!
//! The bundled articles with decisions of every kind but a split. Known limit: one version of language knowledge.
//!
//! Example: `demo`, `export`, `import`, `export` gives one file twice.

mod program;

use program::Program;

fn exported() -> (Program, String) {
    let program = Program::new();
    program.done(&["demo", "--quiet", "--keep", "demo.db"]);
    let json = program.done(&["events", "--record", "demo.db", "--format", "json"]);
    let events: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let id = |n: usize| events[n]["id"].as_str().unwrap().to_owned();
    let record = ["--record", "demo.db"];
    program.done(
        &[
            &[
                "join",
                &id(0),
                &id(1),
                "--by",
                "A. Reader",
                "--why",
                "to see",
            ][..],
            &record,
        ]
        .concat(),
    );
    let first = |listing: &str| {
        let json = program.done(&[listing, "--record", "demo.db", "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        rows[0]["id"].as_str().unwrap().to_owned()
    };
    let (claim, document, dispute) = (first("claims"), first("documents"), first("disputes"));
    let breach = first("norms");
    for laid in [
        &["wrong", &claim, "--why", "to see"][..],
        &["wrong", &id(2)],
        &["date", &id(3), "2023-08-02/..", "--why", "to see"],
        &["date", &document, "../2023-08"],
        &["note", &document, "of a document"],
        &["note", &dispute, "of a dispute\nin two lines"],
        &["note", &breach, "of a possible breach"],
        &["note", "Japan", "of an actor"],
    ] {
        program.done(&[laid, &["--by", "A. Reader"], &record].concat());
    }
    let export = program.export("demo.db");
    program.write("demo.jsonl", &export);
    (program, export)
}

#[test]
fn an_export_read_back_exports_to_the_same_bytes_and_takes_further_articles() {
    let (program, export) = exported();
    assert_eq!(export.matches(r#""type":"decision""#).count(), 9);
    program.done(&["import", "demo.jsonl", "--record", "copy.db"]);
    assert!(program.export("copy.db") == export, "the exports differ");
    program.done(&["import", "demo.jsonl", "--record", "copy.db"]);
    assert!(
        program.export("copy.db") == export,
        "importing twice changes the record"
    );
    program.write(
        "more.txt",
        "Norway accused Sweden of sending arms to Denmark on Monday.",
    );
    program.done(&["add", "more.txt", "--record", "copy.db"]);
    program.done(&["verify", "--record", "copy.db"]);
    assert!(program.export("copy.db") != export);
}

#[test]
fn what_cannot_be_read_back_says_why_and_makes_no_record() {
    let (program, export) = exported();
    let bare = program.done(&["export", "--record", "demo.db", "--no-text"]);
    program.write("bare.jsonl", bare);
    program.write("edited.jsonl", export.replace("ballistic", "peaceful"));
    program.write("articles.jsonl", r#"{"text":"An article."}"#);
    program.write(
        "later.jsonl",
        export.replacen("\"record_format\":1", "\"record_format\":9", 1),
    );
    for (file, why) in [
        ("bare.jsonl", "--no-text"),
        ("edited.jsonl", "not the one that was exported"),
        ("articles.jsonl", "not an export of onrecord"),
        ("later.jsonl", "record_format 9"),
        ("gone.jsonl", "cannot be read"),
    ] {
        let run = program.run(&["import", file, "--record", "new.db"]);
        assert_eq!(run.code, 2, "{file}");
        assert!(run.err.contains(why), "{file}: {}", run.err);
        assert!(!program.folder().join("new.db").exists(), "{file}");
    }
}
