//! What the commands print and return, on a few composed sentences.
//!
//! One test a command or habit: filters, formats, standard input, help, completions, closed pipes. Known limit: what
//! the language stages find is tested in their crates.
//!
//! Example: `echo text | onrecord add -` reads one article called `-1`.

mod program;

use program::Program;
use serde_json::Value;
use std::io::Read;
use std::process::Stdio;

const ARTICLES: &str = r#"{"id":"a","outlet":"Vossen Courier","published":"2024-03-05","title":"Ministry speaks","text":"The Norwegian foreign ministry said on Monday that Sweden had sent two ships to Bergen. Sweden denied the report."}
{"id":"b","outlet":"Larnica Post","published":"2024-03-07","text":"Sweden's defence minister Per Lind warned on Wednesday that the exercise could be called off."}
"#;

fn filled() -> Program {
    let program = Program::new();
    program.write("news.jsonl", ARTICLES);
    program.done(&["add", "news.jsonl"]);
    program
}

fn rows(program: &Program, arguments: &[&str]) -> Vec<serde_json::Value> {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json"]);
    let run = program.run(&all);
    assert!(run.code < 2, "{run:?}");
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn an_add_says_what_was_read_and_what_was_there() {
    let program = Program::new();
    program.write("news.jsonl", ARTICLES);
    let first = program.run(&["add", "news.jsonl"]);
    assert!(
        first
            .err
            .starts_with("read 2 articles\nonrecord.db holds 2 documents"),
        "{first:?}"
    );
    let again = program.run(&["add", "news.jsonl"]);
    assert!(
        again.code == 0
            && again
                .err
                .starts_with("read 0 articles, 2 already in the record\n"),
        "{again:?}"
    );
    let quiet = program.run(&["add", "news.jsonl", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn documents_are_narrowed_by_days() {
    let program = filled();
    assert_eq!(rows(&program, &["documents"]).len(), 2);
    assert_eq!(
        rows(&program, &["documents", "--since", "2024-03-06"]).len(),
        1
    );
    assert_eq!(rows(&program, &["documents", "--until", "2023"]).len(), 0);
    assert_eq!(program.run(&["documents", "--until", "2023"]).code, 1);
}

#[test]
fn claims_are_narrowed_by_speaker_and_stance_and_show_the_words() {
    let program = filled();
    let denials = rows(&program, &["claims", "--by", "SWE", "--stance", "deny"]);
    assert_eq!(denials.len(), 1, "{denials:?}");
    assert_eq!(denials[0]["cue"]["text"], "denied");
    let text = program.done(&["claims", "--stance", "deny"]);
    assert!(text.contains("| the report"), "{text}");
}

#[test]
fn a_search_shows_the_words_in_their_surroundings() {
    let program = filled();
    let found = rows(&program, &["search", "two ships"]);
    assert_eq!(found[0]["outlet"], "Vossen Courier");
    assert_eq!(program.run(&["search", "zeppelin"]).code, 1);
    let text = program.done(&["search", "ships"]);
    assert!(text.contains("«ships» to Bergen"), "{text}");
}

#[test]
fn an_actor_is_shown_by_name_and_nobody_is_nothing_found() {
    let program = filled();
    let sheet = program.done(&["show", "Sweden"]);
    assert!(sheet.contains("country: SWE"), "{sheet}");
    let none = program.run(&["show", "Atlantis"]);
    assert!(
        none.code == 1 && none.err.contains("nothing is called `Atlantis`"),
        "{none:?}"
    );
}

#[test]
fn standard_input_is_read_as_an_article() {
    let program = Program::new();
    let run = program.feed(&["add", "-"], b"Sweden denied the report on Monday.");
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(rows(&program, &["documents"])[0]["input_id"], "-1");
}

#[test]
fn exports_leave_the_text_out_when_asked() {
    let program = filled();
    let whole = program.export("onrecord.db");
    let bare = program.done(&["export", "--format", "jsonl", "--no-text"]);
    assert!(
        whole.starts_with("{\"type\":\"meta\",\"record_format\":1,"),
        "{whole}"
    );
    assert_eq!(whole.lines().count(), bare.lines().count());
    assert!(bare.len() < whole.len());
}

#[test]
fn tables_hold_a_row_a_line_and_tell_what_they_leave_out() {
    let program = filled();
    let run = program.run(&["export", "--format", "csv", "--output", "tables"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("texts of documents"), "{run:?}");
    let table = program.folder().join("tables/claim.csv");
    let mut table = csv::Reader::from_path(table).unwrap();
    let rows = table.records().map(Result::unwrap).count();
    assert_eq!(rows, lines(&program, "claim").len());
    assert!(rows > 0);
    let refused = program.run(&["export", "--format", "csv"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.err.contains("--output"), "{refused:?}");
}

#[test]
fn a_map_holds_the_events_with_coordinates_and_a_timeline_the_dated_ones() {
    let program = Program::new();
    let text = "France's foreign minister Anna Roy met Sweden's prime minister Per Lind in Oslo on Monday.";
    let row = serde_json::json!({"id": "a", "outlet": "Courier", "published": "2024-03-05", "text": text});
    program.write("met.jsonl", row.to_string());
    program.done(&["add", "met.jsonl"]);
    let map: Value =
        serde_json::from_str(&program.done(&["export", "--format", "geojson"])).unwrap();
    let features = map["features"].as_array().unwrap();
    assert!(!features.is_empty());
    for feature in features {
        let at = feature["geometry"]["coordinates"].as_array().unwrap();
        assert!(at[0].as_f64().unwrap().abs() <= 180.0 && at[1].as_f64().unwrap().abs() <= 90.0);
    }
    let slides: Value =
        serde_json::from_str(&program.done(&["export", "--format", "timelinejs"])).unwrap();
    let dated = |e: &&Value| {
        !e["event_type"].is_null() && !e["earliest"].is_null() && e["background"] == false
    };
    let events = lines(&program, "event");
    assert_eq!(
        slides["events"].as_array().unwrap().len(),
        events.iter().filter(dated).count()
    );
}

#[test]
fn annotations_quote_the_words_at_their_positions() {
    let program = filled();
    let all = program.done(&["export", "--format", "webannotation"]);
    let all: Value = serde_json::from_str(&all).unwrap();
    let items = all["first"]["items"].as_array().unwrap();
    assert_eq!(all["total"].as_u64().unwrap(), items.len() as u64);
    let texts = lines(&program, "document");
    for item in items {
        let [quote, position] = [0, 1].map(|n| &item["target"]["selector"][n]);
        let source = item["target"]["source"].as_str().unwrap();
        let of = |d: &&Value| source.ends_with(d["id"].as_str().unwrap());
        let text = texts.iter().find(of).unwrap()["text"].as_str().unwrap();
        let [start, end] = ["start", "end"].map(|e| position[e].as_u64().unwrap() as usize);
        let words: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(quote["exact"], words);
    }
    let denied = |i: &&Value| i["body"][0]["value"] == "deny";
    assert_eq!(items.iter().filter(denied).count(), 1);
}

/// Lines of one type of the export.
fn lines(program: &Program, kind: &str) -> Vec<Value> {
    let export = program.done(&["export"]);
    let all = export
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap());
    all.filter(|l| l["type"] == kind).collect()
}

#[test]
fn parse_prints_conllu() {
    let program = Program::new();
    let run = program.feed(
        &["parse", "-"],
        "Sweden denied it.\n\nShips left Oslo.".as_bytes(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out
            .starts_with("# sent_id = 1\n# text = Sweden denied it.\n1\tSweden\t"),
        "{}",
        run.out
    );
    assert_eq!(run.out.matches("# text = ").count(), 2);
    assert_eq!(program.feed(&["parse", "-"], b"").code, 1);
    assert_eq!(program.feed(&["parse", "-"], b"\xff").code, 3);
}

#[test]
fn the_log_lists_what_was_added() {
    let program = filled();
    assert_eq!(rows(&program, &["log", "--kind", "document"]).len(), 2);
    assert!(
        rows(&program, &["log"]).len() > 2,
        "what they changed is told too"
    );
}

#[test]
fn completions_know_every_shell() {
    let program = Program::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            program.done(&["completions", shell]).contains("onrecord"),
            "{shell}"
        );
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the pages that were written are read here"
)]
fn every_command_has_a_page_of_the_manual_with_all_its_options() {
    let program = Program::new();
    program.done(&["man", "--output", "manual"]);
    let page = |name: &str| {
        let path = program.folder().join("manual").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    assert_eq!(page("onrecord.1"), program.done(&["man"]));
    assert_eq!(
        page("onrecord-norms-check.1"),
        program.done(&["man", "norms-check"])
    );
    for line in app::cli::reference::page().lines() {
        if let Some(command) = line.strip_prefix("## `").and_then(|l| l.strip_suffix('`')) {
            let page = page(&format!("onrecord-{}.1", command.replace(' ', "-")));
            assert!(page.starts_with('.') && page.contains(".SH"), "{command}");
        }
    }
    assert!(page("onrecord-claims.1").contains("\\-\\-stance"));
    let refused = program.run(&["man", "nothing"]);
    assert!(
        refused.err.contains("there is no command `nothing`"),
        "{}",
        refused.err
    );
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let program = filled();
    for arguments in [
        &["export"][..],
        &["claims", "--format", "json"],
        &["completions", "bash"],
    ] {
        let mut child = program
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), said.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn colour_is_written_only_where_asked_for() {
    let program = filled();
    assert!(
        program
            .done(&["claims", "--color", "always"])
            .contains("\u{1b}[")
    );
    assert!(!program.done(&["claims"]).contains('\u{1b}'));
}

#[test]
fn the_record_may_be_named_by_a_variable() {
    let program = Program::new();
    program.write("news.jsonl", ARTICLES);
    let added = program
        .command(&["add", "news.jsonl"])
        .env("ONRECORD_RECORD", "other.db")
        .output()
        .unwrap();
    assert!(added.status.success());
    assert!(program.folder().join("other.db").exists());
}

#[test]
fn a_stamp_is_no_title_and_a_file_name_no_outlet() {
    let program = Program::new();
    program.write(
        "stamped.txt",
        "Published: 6 November 2023\n\nEnvoy denies the report\n\nThe envoy of Vossen denied on Friday that shells were sold.\n",
    );
    program.done(&["add", "stamped.txt"]);
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&program.done(arguments)).unwrap()
    };
    let documents = json(&["documents", "--format", "json"]);
    assert_eq!(documents[0]["title"], "Envoy denies the report");
    assert!(documents[0]["outlet"].is_null());
    let claims = json(&["claims", "--format", "json"]);
    assert!(claims[0]["outlet"].is_null(), "{claims}");
}

#[test]
fn events_without_a_type_are_shown_only_when_asked_for() {
    let program = filled();
    let typed = |row: &serde_json::Value| !row["event_type"].is_null();
    let asked = rows(&program, &["events"]);
    assert!(!asked.is_empty() && asked.iter().all(typed), "{asked:?}");
    let all = rows(&program, &["events", "--all"]);
    assert!(all.len() > asked.len() && !all.iter().all(typed), "{all:?}");
}
