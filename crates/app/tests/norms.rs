//! `onrecord norms` and `onrecord norms check`: lines, filters, packs of the user, exit codes.
//!
//! Runs the program on a composed article and composed packs. Known limit: which acts fit which norm is tested in the
//! record crate and by the packs' own examples.
//!
//! Example: a pack with a misspelled group is refused with file, line and what to do.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the files that they hold"
)]

mod program;

use program::Program;

const ARTICLE: &str = r#"{"id":"a","outlet":"Vossen Courier","published":"2023-09-05","title":"Shells","text":"The United States accused North Korea of selling artillery shells to Russia. Norway sold herring to Sweden."}
"#;

fn template() -> String {
    let path = program::workspace("data/norms/template.toml");
    std::fs::read_to_string(path).unwrap()
}

fn listed(program: &Program, arguments: &[&str]) -> Vec<serde_json::Value> {
    let mut all = vec!["norms", "--format", "json"];
    all.extend(arguments);
    let run = program.run(&all);
    assert!(run.code < 2, "{run:?}");
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn a_norm_is_listed_with_what_would_conflict_with_it() {
    let program = Program::new();
    program.write("news.jsonl", ARTICLE);
    program.done(&["add", "news.jsonl"]);
    let rows = listed(&program, &["--by", "PRK", "--since", "2023"]);
    assert_eq!(rows.len(), 1);
    let norm = &rows[0]["norm"];
    assert_eq!(
        norm["instrument"],
        "UN Security Council resolution 1874 (2009)"
    );
    assert_eq!(rows[0]["event"]["status"], "alleged");
    let id = rows[0]["id"].as_str().unwrap();
    assert!(program.done(&["show", id]).contains("possible breach"));
    assert!(
        program
            .done(&["show", norm["id"].as_str().unwrap()])
            .contains("Beside it, if so (1)")
    );
    assert!(
        program
            .done(&["digest"])
            .contains("Would conflict with a norm, if so")
    );
    let none = program.run(&["norms", "--by", "CHN"]);
    assert_eq!(
        (none.code, none.err.as_str()),
        (1, "nothing stands beside a norm\n")
    );
}

#[test]
fn a_pack_of_the_users_own_is_checked_and_used() {
    let program = Program::new();
    let own = template().replace("active = false\n", "");
    program.write("my/norms/vossen.toml", own);
    let told = program.done(&["norms", "check", "my/norms/vossen.toml"]);
    assert_eq!(told, "Treaty of Vossen: 1 norms, 5 of 5 examples work\n");
    program.write("news.jsonl", ARTICLE);
    program.done(&["add", "news.jsonl", "--data", "my"]);
    let rows = listed(&program, &["--data", "my", "--about", "herring"]);
    assert_eq!(rows[0]["norm"]["paragraph"], "4");
}

#[test]
fn a_pack_that_cannot_be_read_is_refused_and_a_failing_example_fails() {
    let program = Program::new();
    program.write(
        "bad.toml",
        template().replace("\"transfer\"", "\"trasnfer\""),
    );
    let refused = program.run(&["norms", "check", "bad.toml"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.starts_with("error: bad.toml:"), "{refused:?}");
    assert!(
        refused
            .err
            .contains("there is no group `trasnfer` of acts (help: use one of"),
        "{refused:?}"
    );
    program.write(
        "wrong.toml",
        template().replace(
            "Norway sold herring to Sweden.\",\n]",
            "Norway sold timber.\",\n]",
        ),
    );
    let failed = program.run(&["norms", "check", "wrong.toml", "bad.toml"]);
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(
        failed.out.contains("is not set beside the norm (help: "),
        "{failed:?}"
    );
    assert_eq!(program.run(&["norms", "check", "none.toml"]).code, 2);
}
