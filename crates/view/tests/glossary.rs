//! The glossary explains every word that the export puts into a field, and no other.
//!
//! Takes the schema of the export and `docs/glossary.md`; compares the values of each closed field with the rows of
//! the section that names it, and the kinds of lines likewise. Known limit: whether an explanation is right is for
//! people to see.
//!
//! Example: a new stance in the schema without a row under `claim.stance` fails here.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA: &str = include_str!("../../../docs/schema/record-1.schema.json");
const GLOSSARY: &str = include_str!("../../../docs/glossary.md");

/// Words by field, such as `claim.stance`.
type Words = BTreeMap<String, BTreeSet<String>>;

/// The closed fields of the schema; `type` has the kinds of lines.
fn promised() -> Words {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut words = Words::new();
    for (line, rule) in schema["$defs"].as_object().unwrap() {
        let Some(fields) = rule["properties"].as_object() else {
            continue;
        };
        if fields.contains_key("type") {
            words.entry("type".into()).or_default().insert(line.clone());
        }
        for (field, rule) in fields {
            collect(line, field, rule, &mut words);
        }
    }
    words
}

/// The words of a field and of the fields inside it, under the line's name.
fn collect(line: &str, field: &str, rule: &Value, words: &mut Words) {
    if let Some(values) = rule["enum"].as_array() {
        let values = values.iter().filter_map(Value::as_str).map(str::to_owned);
        let known = words.entry(format!("{line}.{field}")).or_default();
        known.extend(values);
    }
    for inside in [&rule["properties"], &rule["items"]["properties"]] {
        for (field, rule) in inside.as_object().into_iter().flatten() {
            collect(line, field, rule, words);
        }
    }
}

/// The rows of the glossary's sections that name a field.
fn explained() -> Words {
    let mut words = Words::new();
    for section in GLOSSARY.split("\n## ").skip(1) {
        let title = section.lines().next().unwrap();
        let Some(field) = title.split('`').nth(1) else {
            continue;
        };
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
        let values = rows.filter_map(|row| row.split('`').next());
        words.insert(field.to_owned(), values.map(str::to_owned).collect());
    }
    words
}

#[test]
fn every_word_of_the_export_is_explained_and_no_other() {
    let (promised, explained) = (promised(), explained());
    assert!(promised.len() > 10 && promised["type"].contains("claim"));
    for (field, words) in &promised {
        let found = explained.get(field);
        assert_eq!(found, Some(words), "docs/glossary.md, section `{field}`");
    }
    for field in explained.keys() {
        assert!(promised.contains_key(field), "the schema has no `{field}`");
    }
}
