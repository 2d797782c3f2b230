//! Exports for other programs, of articles with markup, formulas and broken signs in titles and names.
//!
//! What each format must be to its own readers is checked by programs of others (`eval/foreign.sh`). Known limit: one small record.
//!
//! Example: a title that is a script stands as text in the dossier.

#![expect(
    clippy::disallowed_methods,
    reason = "the tables that were written are read here"
)]

mod program;

use program::Program;
use serde_json::Value;
use std::collections::BTreeMap;

const ARTICLES: &str = concat!(
    r#"{"id":"a","outlet":"<img src=x onerror=alert(1)>","published":"2024-03-05","title":"<script>alert('x')</script> [link](http://evil.example)","text":"Norway accused Sweden of sending arms to Denmark on Monday. Sweden allegedly attacked Denmark on Sunday."}"#,
    "\n",
    r#"{"id":"b","outlet":"Larnica & Sons","url":"https://larnica.example/?a=1&b=2","published":"2024-03-07","title":"=HYPERLINK(\"x\")\u000b","text":"Sweden denied that it had sent arms to Denmark. Sweden's prime minister Per Lind visited Oslo on Wednesday."}"#,
    "\n"
);

const FORMATS: [&str; 7] = ["ftm", "stix", "prov", "atom", "polecat", "html", "markdown"];

fn filled() -> Program {
    let program = Program::new();
    program.write("articles.jsonl", ARTICLES);
    program.done(&["add", "articles.jsonl"]);
    program
}

fn export(program: &Program, format: &str) -> String {
    program.done(&["export", "--quiet", "--format", format])
}

#[test]
fn every_format_gives_the_same_bytes_twice_and_in_any_order() {
    let program = filled();
    let other = Program::new();
    let mut reversed: Vec<&str> = ARTICLES.lines().rev().collect();
    reversed.push("");
    other.write("articles.jsonl", reversed.join("\n"));
    other.done(&["add", "articles.jsonl", "--threads", "1"]);
    for format in FORMATS {
        let first = export(&program, format);
        assert!(!first.is_empty(), "{format}");
        assert_eq!(first, export(&program, format), "{format}");
        assert_eq!(first, export(&other, format), "{format}");
    }
}

/// What each format holds of the kinds of lines; of all else that a record has it must say that it is left out.
const HELD: [(&str, &[&str]); 13] = [
    (
        "csv",
        &[
            "document",
            "actor",
            "place",
            "claim",
            "event",
            "proposition",
            "dispute",
            "commitment",
            "norm",
            "possible_breach",
            "story",
        ],
    ),
    (
        "parquet",
        &[
            "document",
            "actor",
            "place",
            "claim",
            "event",
            "proposition",
            "dispute",
            "commitment",
            "norm",
            "possible_breach",
            "story",
        ],
    ),
    ("gdelt", &["event"]),
    ("geojson", &["event", "place"]),
    ("timelinejs", &["event"]),
    ("webannotation", &["claim", "event"]),
    ("ftm", &["document", "actor", "place", "event"]),
    ("stix", &["document", "actor", "claim", "event", "dispute"]),
    (
        "prov",
        &["document", "claim", "event", "proposition", "dispute"],
    ),
    ("atom", &["event"]),
    ("polecat", &["event"]),
    (
        "html",
        &[
            "document",
            "actor",
            "claim",
            "event",
            "dispute",
            "commitment",
            "norm",
            "possible_breach",
        ],
    ),
    (
        "markdown",
        &[
            "document",
            "actor",
            "claim",
            "event",
            "dispute",
            "commitment",
            "norm",
            "possible_breach",
        ],
    ),
];

#[test]
fn every_format_says_how_much_of_what_it_leaves_out() {
    let program = Program::new();
    let articles = program::workspace("examples/affair");
    program.done(&["add", articles.to_str().unwrap()]);
    let whole = program.done(&["export"]);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in whole.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        *counts
            .entry(line["type"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    counts.remove("meta");
    assert!(counts.len() > 12, "{counts:?}");
    for (format, held) in HELD {
        let mut arguments = vec!["export", "--format", format];
        if matches!(format, "csv" | "parquet" | "gdelt") {
            arguments.extend(["--output", format]);
        }
        let told = program.run(&arguments).err;
        for (kind, count) in &counts {
            let plural = match kind.as_str() {
                "possible_breach" => "possible breaches".to_owned(),
                "story" => "stories".to_owned(),
                "timeline" => "lines of timelines".to_owned(),
                kind => format!("{kind}s"),
            };
            let is_told = told.contains(&format!("left out: {count} {plural}"));
            assert_ne!(
                is_told,
                held.contains(&kind.as_str()),
                "{format} {kind}: {told}"
            );
        }
        // Of what is held, what is not is told too.
        let is_table = matches!(format, "csv" | "parquet");
        assert_ne!(
            is_table,
            told.contains("events without a type"),
            "{format}: {told}"
        );
    }
}

#[test]
fn tables_in_an_archive_are_those_of_the_folder_and_the_same_bytes_twice() {
    let program = filled();
    let packed = |name: &str| {
        program.done(&["export", "--quiet", "--format", "csv", "--output", name]);
        std::fs::read(program.folder().join(name)).unwrap()
    };
    let bytes = packed("one.zip");
    assert_eq!(bytes, packed("two.ZIP"));
    program.done(&["export", "--quiet", "--format", "csv", "--output", "tables"]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    assert!(archive.len() > 10);
    for number in 0..archive.len() {
        let mut member = archive.by_index(number).unwrap();
        let table =
            std::fs::read_to_string(program.folder().join("tables").join(member.name())).unwrap();
        assert_eq!(std::io::read_to_string(&mut member).unwrap(), table);
    }
}

#[test]
fn tables_of_parquet_are_those_of_csv_and_the_same_bytes_in_any_order() {
    let program = filled();
    let other = Program::new();
    let mut reversed: Vec<&str> = ARTICLES.lines().rev().collect();
    reversed.push("");
    other.write("articles.jsonl", reversed.join("\n"));
    other.done(&["add", "articles.jsonl", "--threads", "1"]);
    let names = |program: &Program, format: &str| {
        program.done(&["export", "--quiet", "--format", format, "--output", format]);
        let files = std::fs::read_dir(program.folder().join(format)).unwrap();
        let mut names: Vec<String> = files
            .map(|f| {
                f.unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    };
    let tables = names(&program, "parquet");
    assert_eq!(tables, names(&program, "csv"));
    assert_eq!(tables, names(&other, "parquet"));
    for name in tables {
        let bytes = |program: &Program| {
            let path = program.folder().join("parquet").join(&name);
            std::fs::read(path.with_extension("parquet")).unwrap()
        };
        assert!(bytes(&program).starts_with(b"PAR1"), "{name}");
        assert_eq!(bytes(&program), bytes(&other), "{name}");
    }
}

#[test]
fn markup_of_articles_stays_text() {
    let program = filled();
    let html = export(&program, "html");
    assert!(html.contains("&lt;script&gt;alert("), "{html}");
    assert!(!html.contains("<script") && !html.contains("<img"));
    let markdown = export(&program, "markdown");
    assert!(
        markdown.contains("\\<script\\>") && markdown.contains("\\[link\\]"),
        "{markdown}"
    );
    let atom = export(&program, "atom");
    assert!(
        !atom.contains("<script") && !atom.contains('\u{b}'),
        "{atom}"
    );
}

#[test]
fn entities_name_only_entities_that_are_there() {
    let program = filled();
    let entities: Vec<Value> = export(&program, "ftm")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: Vec<&str> = entities.iter().map(|e| e["id"].as_str().unwrap()).collect();
    let sweden = entities
        .iter()
        .find(|e| e["properties"]["name"][0] == "Sweden")
        .unwrap();
    assert_eq!(sweden["properties"]["country"][0], "se");
    for entity in entities.iter().filter(|e| e["schema"] == "Event") {
        for ties in ["involved", "proof", "addressEntity"] {
            let named = entity["properties"][ties]
                .as_array()
                .cloned()
                .unwrap_or_default();
            assert!(
                named.iter().all(|id| ids.contains(&id.as_str().unwrap())),
                "{entity}"
            );
        }
    }
}

#[test]
fn only_what_happened_on_a_known_day_has_a_row_of_polecat() {
    let program = filled();
    let whole = export(&program, "jsonl");
    let events = whole
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap());
    let status: BTreeMap<String, String> = events
        .filter(|e| e["type"] == "event" && !e["event_type"].is_null())
        .map(|e| {
            (
                e["id"].as_str().unwrap().into(),
                e["status"].as_str().unwrap().into(),
            )
        })
        .collect();
    assert!(status.values().any(|s| s == "alleged"), "{status:?}");
    let rows = export(&program, "polecat");
    let mut lines = rows.lines();
    assert_eq!(lines.next().unwrap().split('\t').count(), 40);
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 40, "{line}");
        assert_eq!(status[cells[0]], "occurred", "{line}");
    }
    let told = program.run(&["export", "--format", "polecat"]);
    assert!(told.err.contains("left out"), "{}", told.err);
}

#[test]
fn mentions_of_gdelt_point_to_the_word_that_names_the_event() {
    let program = filled();
    program.done(&[
        "export", "--quiet", "--format", "gdelt", "--output", "gdelt",
    ]);
    let table =
        |name: &str| std::fs::read_to_string(program.folder().join("gdelt").join(name)).unwrap();
    let events = table("events.export.CSV");
    assert!(
        events.lines().all(|l| l.split('\t').count() == 61),
        "{events}"
    );
    let mentions = table("events.mentions.CSV");
    let visit = mentions
        .lines()
        .find(|l| l.contains("larnica.example"))
        .unwrap();
    let cells: Vec<&str> = visit.split('\t').collect();
    assert_eq!(cells.len(), 16);
    let text = "Sweden denied that it had sent arms to Denmark. Sweden's prime minister Per Lind visited Oslo on Wednesday.";
    let at: usize = cells[9].parse().unwrap();
    assert!(
        text[at..].starts_with("visited") || text[at..].starts_with("denied"),
        "{visit}"
    );
    let refused = program.run(&["export", "--format", "gdelt"]);
    assert!(refused.err.contains("--output"), "{}", refused.err);
}
