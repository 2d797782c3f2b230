//! The programming interface: lists and single things under `/api/v1`, each checked against one table of routes.
//!
//! Takes a request; returns JSON. The table says which lists there are and what narrows them; from it come the checks,
//! the description (`OpenAPI` 3.1, spec.openapis.org/oas/v3.1) at `/api/v1/openapi.json`, and the test that holds both
//! together. Lists are cut behind a cursor: `after` takes what `next` gave. Answers are described field by field from [`crate::wire`]. Fields may be
//! added within version 1, never renamed or dropped. Known limit: the stream of news is described in words only.
//!
//! Example: `/api/v1/claims?stance=deny&limit=10` gives `{"items": […], "total": 12, "next": "claim-…"}`.

use crate::shelf::Ask;
use crate::wire::{
    ActorRow, HitRow, OneActor, OneClaim, OneDecision, OneDispute, OneDocument, OneEvent, OneNorm,
    OneProposition, OneStory, PropositionRow, Single, StoryRow,
};
use jiff::civil::Date;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use view::listing::{
    BreachRow, ClaimRow, DecisionRow, DisputeRow, DocumentRow, EventRow, TimelineRow,
};

/// Where the interface begins.
pub(crate) const ROOT: &str = "/api/v1";
/// Where new items are told as they come.
pub(crate) const NEW: &str = "/api/v1/new";
/// Where the description keeps shapes.
const SCHEMAS: &str = "/components/schemas";
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
    /// What an entry is.
    row: Shape,
    /// What a thing is at an address of its own; `None` where it has none.
    one: Option<Shape>,
}

/// Describes a wire type.
type Shape = fn(&mut SchemaGenerator) -> Schema;

fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// Describes a single thing, which stands with what was laid down about it.
fn alone<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    shape::<Single<T>>(generator)
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
const LISTS: [List; 11] = [
    List {
        name: "stories",
        key: "stories",
        says: "Stories, those with most documents first.",
        filters: &[],
        row: shape::<StoryRow>,
        one: Some(alone::<OneStory>),
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
        row: shape::<DocumentRow>,
        one: Some(alone::<OneDocument>),
    },
    List {
        name: "actors",
        key: "actors",
        says: "Actors, the most named first.",
        filters: &[("about", Text), ("kind", KIND), ("country", Text)],
        row: shape::<ActorRow>,
        one: Some(alone::<OneActor>),
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
        row: shape::<ClaimRow>,
        one: Some(alone::<OneClaim>),
    },
    List {
        name: "events",
        key: "events",
        says: "Typed events, those that most independent origins tell first; with `order=day` by day.",
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
            ("order", OneOf(&["day"])),
        ],
        row: shape::<EventRow>,
        one: Some(alone::<OneEvent>),
    },
    List {
        name: "propositions",
        key: "propositions",
        says: "What several claims are about, the contested first.",
        filters: &[("about", Text)],
        row: shape::<PropositionRow>,
        one: Some(alone::<OneProposition>),
    },
    List {
        name: "disputes",
        key: "disputes",
        says: "What cannot all be so, with the words of every side.",
        filters: &[],
        row: shape::<DisputeRow>,
        one: Some(alone::<OneDispute>),
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
        row: shape::<BreachRow>,
        one: Some(alone::<OneNorm>),
    },
    List {
        name: "decisions",
        key: "decisions",
        says: "What analysts laid down over the machine's reading, newest first; to be read only.",
        filters: &[],
        row: shape::<DecisionRow>,
        one: Some(alone::<OneDecision>),
    },
    List {
        name: "timeline",
        key: "timeline",
        says: "Dated lines of stories by day.",
        filters: &[
            ("story", Text),
            ("status", STATUS),
            ("by", Text),
            ("type", TYPE),
            ("top", Count),
            ("since", Day),
            ("until", Day),
        ],
        row: shape::<TimelineRow>,
        one: None,
    },
    List {
        name: "search",
        key: "documents",
        says: "Documents that hold all words, best first, with the places.",
        filters: &[
            ("q", Text),
            ("in", OneOf(&["title", "text"])),
            ("outlet", Text),
            ("since", Day),
            ("until", Day),
        ],
        row: shape::<HitRow>,
        one: None,
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
        [name, id] if LISTS.iter().any(|l| l.one.is_some() && l.name == *name) => Call::One(Ask {
            path: format!("/{name}/{id}"),
            ..Ask::default()
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
    let ask = Ask {
        path,
        params,
        batch: None,
    };
    Call::Items(ask, list.key)
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

/// The description of the whole interface; shapes of answers are those of the wire types.
fn openapi() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|s| s.definitions_path = SCHEMAS.into());
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for list in &LISTS {
        let row = (list.row)(&mut generator);
        let listed = json!({ "get": listing(list, &row) });
        paths.insert(format!("{ROOT}/{}", list.name), listed);
        if let Some(one) = list.one {
            let one = one(&mut generator);
            let shown = json!({ "get": single(list, &one) });
            paths.insert(format!("{ROOT}/{}/{{id}}", list.name), shown);
        }
    }
    paths.insert(NEW.to_owned(), json!({ "get": {
        "summary": "Server-sent events: one `new` whenever the record changes.", "operationId": "new",
        "responses": { "200": { "description": "A stream without end.", "content": { "text/event-stream": {} } } },
    } }));
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Error".to_owned(), error_schema());
    json!({
        "openapi": "3.1.0",
        "info": { "title": "onrecord", "version": "1", "summary": "The record, to read.", "license": { "name": "MIT OR Apache-2.0" } },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn listing(list: &List, row: &Schema) -> Value {
    let paging = [("limit", Count), ("after", Text)];
    let parameters: Vec<Value> = list.filters.iter().chain(&paging)
        .map(|(name, takes)| json!({ "name": name, "in": "query", "required": false, "schema": takes.schema() }))
        .collect();
    let part = json!({ "type": "object", "required": ["items", "total", "next"], "properties": {
        "items": { "type": "array", "maxItems": MOST, "items": row },
        "total": { "type": "integer", "minimum": 0, "description": "Entries of the whole list." },
        "next": { "type": ["string", "null"], "description": "The cursor `after` of the next part; null at the end." } } });
    json!({
        "summary": list.says, "operationId": list.name, "parameters": parameters,
        "responses": { "200": answer("A part of the list.", &part), "400": answer("A filter that is none or does not take this value, or a cursor that names nothing in this list (any more).", &error()) },
    })
}

fn single(list: &List, one: &Schema) -> Value {
    json!({
        "summary": format!("One of {}.", list.name), "operationId": format!("one_of_{}", list.name),
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }],
        "responses": { "200": answer("It.", &json!(one)), "404": answer("Not in the record.", &error()) },
    })
}

fn error_schema() -> Value {
    let text = |says: &str| json!({ "type": "string", "description": says });
    json!({ "type": "object", "required": ["error"], "properties": {
        "error": text("What is wrong."), "help": text("What to do, where that is known.") } })
}

fn error() -> Value {
    json!({ "$ref": format!("#{SCHEMAS}/Error") })
}

fn answer(says: &str, schema: &Value) -> Value {
    json!({ "description": says, "content": { "application/json": { "schema": schema } } })
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
