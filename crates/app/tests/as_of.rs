//! What `--as-of` shows: the record that the articles until a day would make alone.
//!
//! Compares each listing of a whole record with that of a record of the earlier articles. Known limit: a few composed
//! sentences; what is derived from them is tested elsewhere.
//!
//! Example: a denial of March is not among the disputes as of February.

mod program;

use program::Program;

const EARLY: &str = r#"{"id":"a","outlet":"Vossen Courier","published":"2024-02-20","text":"The Norwegian foreign ministry said on Monday that Sweden had sent two ships to Bergen."}
"#;
const LATE: &str = r#"{"id":"b","outlet":"Larnica Post","published":"2024-03-07","text":"Sweden denied on Wednesday that it had sent two ships to Bergen."}
{"id":"c","outlet":"Larnica Post","text":"The harbour of Bergen has deep water."}
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
fn every_listing_shows_what_the_articles_until_then_make_alone() {
    let program = filled();
    let listings: [&[&str]; 10] = [
        &["documents"],
        &["actors"],
        &["events", "--all"],
        &["claims"],
        &["timeline"],
        &["disputes"],
        &["norms"],
        &["digest"],
        &["search", "Bergen"],
        &["show", "Sweden"],
    ];
    for listing in listings {
        let of = |more: &[&str]| program.run(&[listing, &["--format", "json"], more].concat());
        let past = of(&["--record", "all.db", "--as-of", "2024-02"]);
        let alone = of(&["--record", "early.db"]);
        assert_eq!(
            (past.out, past.code),
            (alone.out, alone.code),
            "{listing:?}"
        );
    }
}

#[test]
fn what_is_left_out_is_counted_and_the_record_stays() {
    let program = filled();
    let before = program.export("all.db");
    let past = program.run(&["documents", "--record", "all.db", "--as-of", "2024-02-29"]);
    assert_eq!(
        past.err,
        "as of 2024-02-29: 1 document, 1 later left out, 1 that may or may not have been out by then left out\n"
    );
    assert_eq!(program.export("all.db"), before);
    let claims = |file| program.done(&["claims", "--record", file]);
    assert_ne!(claims("all.db"), claims("early.db"));
    let none = program.run(&["claims", "--record", "all.db", "--as-of", "2023"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    let wrong = program.run(&["claims", "--as-of", "yesterday"]);
    assert!(
        wrong.code == 3 && wrong.err.contains("YYYY-MM-DD"),
        "{wrong:?}"
    );
}
