//! The programming interface: lists and single things under `/api/v1`, each checked against one table of routes.
//!
//! Takes a request; returns JSON. The table says which lists there are and what narrows them; from it come the checks,
//! the description (`OpenAPI` 3.1, spec.openapis.org/oas/v3.1) at `/api/v1/openapi.json`, and the test that holds both
//! together. Lists are cut behind a cursor: `after` takes what `next` gave. Fields may be added within version 1, never
//! renamed or dropped. Known limit: answers are described as objects, field by field only in `docs/record.md`.
//!
//! Example: `/api/v1/claims?stance=deny&limit=10` gives `{"items": […], "total": 12, "next": "claim-…"}`.

use crate::shelf::Ask;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Where the interface begins.
pub(crate) const ROOT: &str = "/api/v1";
/// Where new items are told as they come.
pub(crate) const NEW: &str = "/api/v1/new";
/// Entries that a program may ask for at once.
pub(crate) const MOST: usize = 200;

/// A list of things.
struct List {
    /// Its name in the address; that of the page that shows it too.
    name: &'static str,
    /// Its name in the data of that page.
    key: &'static str,
    says: &'static str,
    filters: &'static [(&'static str, Takes)],
    /// Whether each thing has an address of its own.
    single: bool,
}

/// What a filter takes.
#[derive(Clone, Copy)]
enum Takes {
    Text,
    Day,
    Count,
    OneOf(&'static [&'static str]),
}

use Takes::{Count, Day, OneOf, Text};

const STATUS: Takes = OneOf(&[
    "occurred",
    "ongoing",
    "planned",
    "proposed",
    "alleged",
    "denied",
    "hypothetical",
    "negated",
]);
const STANCE: Takes = OneOf(&[
    "assert",
    "deny",
    "accuse",
    "demand",
    "warn",
    "threaten",
    "commit",
    "speculate",
    "concern",
    "praise",
    "decline",
]);
const TYPE: Takes = OneOf(&[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]);
const KIND: Takes = OneOf(&[
    "state",
    "person",
    "organisation",
    "office",
    "group",
    "unnamed",
]);

/// Every list, in the order of the description.
const LISTS: [List; 10] = [
    List {
        name: "stories",
        key: "stories",
        says: "Stories, those with most documents first.",
        filters: &[],
        single: true,
    },
    List {
        name: "documents",
        key: "documents",
        says: "Documents by day of publication.",
        filters: &[
            ("about", Text),
            ("outlet", Text),
            ("actor", Text),
            ("story", Text),
            ("added", Text),
            ("since", Day),
            ("until", Day),
        ],
        single: true,
    },
    List {
        name: "actors",
        key: "actors",
        says: "Actors, the most named first.",
        filters: &[("about", Text), ("kind", KIND), ("country", Text)],
        single: true,
    },
    List {
        name: "claims",
        key: "claims",
        says: "Claims by day of publication.",
        filters: &[
            ("by", Text),
            ("to", Text),
            ("stance", STANCE),
            ("outlet", Text),
            ("via", Text),
            ("about", Text),
            ("story", Text),
            ("added", Text),
            ("since", Day),
            ("until", Day),
        ],
        single: true,
    },
    List {
        name: "events",
        key: "events",
        says: "Typed events by day.",
        filters: &[
            ("by", Text),
            ("source", Text),
            ("target", Text),
            ("type", TYPE),
            ("status", STATUS),
            ("place", Text),
            ("story", Text),
            ("about", Text),
            ("added", Text),
            ("since", Day),
            ("until", Day),
        ],
        single: true,
    },
    List {
        name: "propositions",
        key: "propositions",
        says: "What several claims are about, the contested first.",
        filters: &[("about", Text)],
        single: true,
    },
    List {
        name: "disputes",
        key: "disputes",
        says: "What cannot all be so, with the words of every side.",
        filters: &[],
        single: true,
    },
    List {
        name: "norms",
        key: "possible_breaches",
        says: "Norms and promises beside what would conflict with them, if it is so. A single one is a norm.",
        filters: &[
            ("by", Text),
            ("about", Text),
            ("status", STATUS),
            ("story", Text),
            ("since", Day),
            ("until", Day),
        ],
        single: true,
    },
    List {
        name: "timeline",
        key: "timeline",
        says: "Dated lines of stories by day.",
        filters: &[
            ("story", Text),
            ("status", STATUS),
            ("top", Count),
            ("since", Day),
            ("until", Day),
        ],
        single: false,
    },
    List {
        name: "search",
        key: "documents",
        says: "Documents that hold all words, best first, with the places.",
        filters: &[("q", Text)],
        single: false,
    },
];

/// What an address of the interface asks for.
#[derive(Debug)]
pub(crate) enum Call {
    /// Data that needs no record.
    Fixed(Value),
    /// A list of the page that [`Ask`] names, whose entries stand under the key.
    Items(Ask, &'static str),
    /// One thing.
    One(Ask),
    /// A mistake of the caller, in words.
    Wrong(String),
    /// No such address.
    Missing,
}

/// Reads the address: the part behind [`ROOT`] and what stands behind its question mark.
pub(crate) fn call(path: &str, params: BTreeMap<String, String>) -> Call {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        [""] => Call::Fixed(contents()),
        ["openapi.json"] => Call::Fixed(openapi()),
        [name] => match LISTS.iter().find(|l| l.name == *name) {
            Some(list) => items(list, params),
            None => Call::Missing,
        },
        [name, id] if LISTS.iter().any(|l| l.single && l.name == *name) => Call::One(Ask {
            path: format!("/{name}/{id}"),
            params: BTreeMap::new(),
        }),
        _ => Call::Missing,
    }
}

fn items(list: &List, params: BTreeMap<String, String>) -> Call {
    for (name, value) in &params {
        let takes = list.filters.iter().find(|(filter, _)| filter == name);
        let takes = match (takes, name.as_str()) {
            (Some((_, takes)), _) => *takes,
            (None, "limit") => Count,
            (None, "after") => Text,
            (None, _) => return Call::Wrong(format!("`{name}` does not narrow {}", list.name)),
        };
        if let Err(words) = takes.check(value) {
            return Call::Wrong(format!("`{name}` takes {words}"));
        }
    }
    let path = format!("/{}", list.name);
    Call::Items(Ask { path, params }, list.key)
}

impl Takes {
    /// Says in words what is taken, where `value` is something else.
    fn check(self, value: &str) -> Result<(), String> {
        let fits = match self {
            Text => true,
            Day => value.len() == "2023-11-06".len() && value.parse::<Date>().is_ok(),
            Count => value.parse().is_ok_and(|n: usize| (1..=MOST).contains(&n)),
            OneOf(words) => words.contains(&value),
        };
        if fits { Ok(()) } else { Err(self.words()) }
    }

    fn words(self) -> String {
        match self {
            Text => "any text".to_owned(),
            Day => "a day, YYYY-MM-DD".to_owned(),
            Count => format!("a number from 1 to {MOST}"),
            OneOf(words) => format!("one of {}", words.join(", ")),
        }
    }

    fn schema(self) -> Value {
        match self {
            Text => json!({ "type": "string" }),
            Day => json!({ "type": "string", "format": "date" }),
            Count => json!({ "type": "integer", "minimum": 1, "maximum": MOST }),
            OneOf(words) => json!({ "type": "string", "enum": words }),
        }
    }
}

/// The list out of the data of a page.
pub(crate) fn listed(mut data: Value, key: &str) -> Value {
    let mut take = |key: &str| data.get_mut(key).map(Value::take).unwrap_or_default();
    json!({ "items": take(key), "total": take("total"), "next": take("next") })
}

fn contents() -> Value {
    let lists: Map<String, Value> = LISTS
        .iter()
        .map(|l| (l.name.to_owned(), format!("{ROOT}/{}", l.name).into()))
        .collect();
    json!({ "version": 1, "description": format!("{ROOT}/openapi.json"), "new": NEW, "lists": lists })
}

/// The description of the whole interface.
fn openapi() -> Value {
    let mut paths = Map::new();
    for list in &LISTS {
        paths.insert(
            format!("{ROOT}/{}", list.name),
            json!({ "get": listing(list) }),
        );
        if list.single {
            paths.insert(
                format!("{ROOT}/{}/{{id}}", list.name),
                json!({ "get": single(list) }),
            );
        }
    }
    paths.insert(NEW.to_owned(), json!({ "get": {
        "summary": "Server-sent events: one `new` whenever the record changes.", "operationId": "new",
        "responses": { "200": { "description": "A stream without end.", "content": { "text/event-stream": {} } } },
    } }));
    json!({
        "openapi": "3.1.0",
        "info": { "title": "onrecord", "version": "1", "summary": "The record, to read.", "license": { "name": "MIT OR Apache-2.0" } },
        "paths": paths,
        "components": { "schemas": {
            "List": { "type": "object", "required": ["items", "total", "next"], "properties": {
                "items": { "type": "array", "items": { "type": "object" } },
                "total": { "type": "integer", "minimum": 0 },
                "next": { "type": ["string", "null"], "description": "The cursor `after` of the next part; null at the end." } } },
            "Thing": { "type": "object" },
            "Error": { "type": "object", "required": ["error"], "properties": { "error": { "type": "string" } } },
        } },
    })
}

fn listing(list: &List) -> Value {
    let paging = [("limit", Count), ("after", Text)];
    let parameters: Vec<Value> = list.filters.iter().chain(&paging)
        .map(|(name, takes)| json!({ "name": name, "in": "query", "required": false, "schema": takes.schema() }))
        .collect();
    json!({
        "summary": list.says, "operationId": list.name, "parameters": parameters,
        "responses": { "200": answer("A part of the list.", "List"), "400": answer("A filter that is none, or does not take this value.", "Error") },
    })
}

fn single(list: &List) -> Value {
    json!({
        "summary": format!("One of {}.", list.name), "operationId": format!("one_of_{}", list.name),
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }],
        "responses": { "200": answer("It.", "Thing"), "404": answer("Not in the record.", "Error") },
    })
}

fn answer(says: &str, schema: &str) -> Value {
    json!({ "description": says, "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, name: &str, value: &str) -> Call {
        call(path, BTreeMap::from([(name.to_owned(), value.to_owned())]))
    }

    #[test]
    fn what_does_not_narrow_a_list_is_refused_in_words() {
        let words = |call| match call {
            Call::Wrong(words) => words,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            words(asked("/claims", "stance", "like")).split(' ').next(),
            Some("`stance`")
        );
        assert_eq!(
            words(asked("/events", "since", "2023-9-1")),
            "`since` takes a day, YYYY-MM-DD"
        );
        assert_eq!(
            words(asked("/events", "limit", "0")),
            "`limit` takes a number from 1 to 200"
        );
        assert_eq!(
            words(asked("/disputes", "by", "x")),
            "`by` does not narrow disputes"
        );
        assert!(matches!(
            asked("/claims", "stance", "deny"),
            Call::Items(_, "claims")
        ));
        assert!(matches!(call("/nothing", BTreeMap::new()), Call::Missing));
    }

    #[test]
    fn words_of_filters_are_those_of_the_model() {
        use model::{EventType, Stance, Status};
        let OneOf(types) = TYPE else {
            panic!("types are words")
        };
        assert_eq!(types, EventType::ALL.map(EventType::as_str));
        let OneOf(stances) = STANCE else {
            panic!("stances are words")
        };
        for word in stances {
            serde_json::from_value::<Stance>((*word).into()).unwrap();
        }
        let OneOf(statuses) = STATUS else {
            panic!("statuses are words")
        };
        for word in statuses {
            serde_json::from_value::<Status>((*word).into()).unwrap();
        }
    }
}
