//! The answers of the programming interface against their description: every entry of every list, and one thing of each kind that has an address.
//!
//! A small checker of the JSON Schema that the description uses; it refuses words that it does not know, so that nothing is passed over. Known
//! limit: formats of text are left to foreign programs (`eval/foreign.sh`).

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use engine::{Engine, Input, Store};
use model::Said;
use serde_json::Value;
use std::path::Path;
use tower::ServiceExt;

/// What the desk answers at `address`.
fn asked(router: &Router, address: &str) -> Value {
    let request = Request::get(address).header("host", "localhost");
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let bytes = runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        to_bytes(response.into_body(), usize::MAX).await.unwrap()
    });
    serde_json::from_slice(&bytes).unwrap()
}

/// What is wrong with `value` under `schema`, each with its place.
fn faults(root: &Value, schema: &Value, (value, at): (&Value, &str)) -> Vec<String> {
    const SILENT: [&str; 6] = [
        "title",
        "description",
        "$schema",
        "format",
        "$defs",
        "default",
    ];
    let mut found = Vec::new();
    for (word, wants) in schema.as_object().into_iter().flatten() {
        let fails = match word.as_str() {
            silent if SILENT.contains(&silent) => false,
            "$ref" => {
                let name = wants.as_str().unwrap().trim_start_matches('#');
                found.extend(faults(root, root.pointer(name).unwrap(), (value, at)));
                false
            }
            "type" => !is_a(value, wants),
            "required" => wants
                .as_array()
                .unwrap()
                .iter()
                .any(|name| value.get(name.as_str().unwrap()).is_none()),
            "properties" => {
                for (name, inner) in wants.as_object().unwrap() {
                    if let Some(of) = value.get(name) {
                        found.extend(faults(root, inner, (of, &format!("{at}.{name}"))));
                    }
                }
                false
            }
            "items" => {
                for (number, of) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(root, wants, (of, &format!("{at}[{number}]"))));
                }
                false
            }
            "anyOf" => !wants
                .as_array()
                .unwrap()
                .iter()
                .any(|s| faults(root, s, (value, at)).is_empty()),
            "minimum" => value.as_f64().is_some_and(|n| n < wants.as_f64().unwrap()),
            "maxItems" => value
                .as_array()
                .is_some_and(|a| a.len() as u64 > wants.as_u64().unwrap()),
            unknown => panic!("{at}: the checker does not know `{unknown}`"),
        };
        if fails {
            found.push(format!("{at}: not {word} {wants}"));
        }
    }
    found
}

fn is_a(value: &Value, wants: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the checker does not know the type `{other}`"),
    };
    match wants {
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    }
}

/// Fields of `value` that `schema` does not describe, each with its place.
fn undescribed(root: &Value, schema: &Value, (value, at): (&Value, &str)) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = root.pointer(name.trim_start_matches('#')).unwrap();
        return undescribed(root, schema, (value, at));
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fitting = any.iter().find(|s| faults(root, s, (value, at)).is_empty());
        return fitting.map_or_else(Vec::new, |s| undescribed(root, s, (value, at)));
    }
    match value {
        Value::Object(fields) => {
            let of = |(name, value): (&String, &Value)| match schema["properties"].get(name) {
                Some(inner) => undescribed(root, inner, (value, &format!("{at}.{name}"))),
                None => vec![format!("{at}.{name}")],
            };
            fields.iter().flat_map(of).collect()
        }
        Value::Array(all) => all
            .iter()
            .flat_map(|v| undescribed(root, &schema["items"], (v, at)))
            .collect(),
        _ => Vec::new(),
    }
}

/// A desk on the example articles; the folder goes with it.
fn opened() -> (Router, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("shapes.db");
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/affair");
    let engine = Engine::new(None, 2).unwrap();
    let mut store = Store::open_or_create(&record).unwrap();
    let inputs = [Input::Path(articles)];
    engine.add(&mut store, &inputs, &mut |_| {}).unwrap();
    let said = Said {
        by: "A. Reader".to_owned(),
        at: "2023-10-01T08:00:00Z".to_owned(),
        why: None,
    };
    let id = store.ids().unwrap().remove(0);
    engine.note(&mut store, &id, ("ask them", said)).unwrap();
    drop(store);
    let options = desk::Options {
        record,
        listen: "127.0.0.1:0".parse().unwrap(),
        token: None,
        past: None,
        pen: None,
    };
    (desk::router(&options).unwrap(), folder)
}

#[test]
fn every_answer_has_the_shape_that_is_described_and_no_field_besides() {
    let (router, _folder) = opened();
    let root = asked(&router, "/api/v1/openapi.json");
    let mut seen = 0;
    let mut check = |path: &str, address: &str| {
        let answer = asked(&router, address);
        let schema = &root["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
            ["schema"];
        assert!(schema.is_object(), "{path} is not described");
        let none: Vec<String> = Vec::new();
        assert_eq!(faults(&root, schema, (&answer, "")), none, "{address}");
        assert_eq!(undescribed(&root, schema, (&answer, "")), none, "{address}");
        seen += 1;
        answer
    };
    let paths = root["paths"].as_object().unwrap();
    let lists = paths
        .keys()
        .filter(|p| !p.ends_with("/new") && !p.ends_with("{id}"));
    for path in lists {
        let words = if path.ends_with("search") {
            "&q=arms"
        } else {
            ""
        };
        let list = check(path, &format!("{path}?limit=200{words}"));
        let items = list["items"].as_array().unwrap();
        assert!(!items.is_empty(), "{path} is empty");
        let single = format!("{path}/{{id}}");
        for item in items.iter().take(5).filter(|_| paths.contains_key(&single)) {
            let id = item["norm"]["id"].as_str().or(item["id"].as_str()).unwrap();
            check(&single, &format!("{path}/{id}"));
        }
    }
    assert!(seen > 30, "{seen} answers");
}
