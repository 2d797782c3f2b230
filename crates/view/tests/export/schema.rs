//! A checker of lines against the schema of the export: as much of JSON Schema (draft 2020-12) as it uses.
//!
//! Takes the schema, a rule of it and a value; says what does not fit. Known limit: keywords that the schema does not use are refused.
//!
//! Example: a claim without a cue does not fit.

use serde_json::Value;

/// Whether `value` keeps `rule`; the keywords are those of our schema, each about one type of value only.
pub(crate) fn fits(schema: &Value, rule: &Value, value: &Value) -> Result<(), String> {
    for (keyword, wanted) in rule.as_object().unwrap() {
        match keyword.as_str() {
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                fits(schema, &schema["$defs"][name], value)?;
            }
            "properties" => fields_fit(schema, wanted, value)?,
            "items" => {
                let items = value.as_array().into_iter().flatten();
                for item in items {
                    fits(schema, wanted, item)?;
                }
            }
            _ if holds(schema, keyword, wanted, value) => {}
            _ => return Err(format!("{value} does not keep {keyword}: {wanted}")),
        }
    }
    Ok(())
}

fn fields_fit(schema: &Value, rules: &Value, value: &Value) -> Result<(), String> {
    for (name, rule) in rules.as_object().unwrap() {
        if let Some(field) = value.get(name) {
            fits(schema, rule, field).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    Ok(())
}

fn holds(schema: &Value, keyword: &str, wanted: &Value, value: &Value) -> bool {
    let list = || wanted.as_array().unwrap().iter();
    let number = wanted.as_f64().unwrap_or_default();
    match keyword {
        "description" => true,
        "type" => is_of(wanted.as_str().unwrap(), value),
        "const" => wanted == value,
        "enum" => list().any(|allowed| allowed == value),
        "anyOf" => list().any(|rule| fits(schema, rule, value).is_ok()),
        "required" => list().all(|name| value.get(name.as_str().unwrap()).is_some()),
        "minimum" => value.as_f64().is_none_or(|v| v >= number),
        "maximum" => value.as_f64().is_none_or(|v| v <= number),
        "minItems" => value
            .as_array()
            .is_none_or(|items| items.len() as f64 >= number),
        "pattern" => {
            let pattern = regex::Regex::new(wanted.as_str().unwrap()).unwrap();
            value.as_str().is_none_or(|text| pattern.is_match(text))
        }
        other => panic!("the validator does not know `{other}`"),
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the validator does not know the type `{other}`"),
    }
}
