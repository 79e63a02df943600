//! Whether a document is what a JSON Schema says, for the words that our schemas have.
//!
//! A word that is not known here is a mistake of the schema, so that none is passed over.

use serde_json::{Map, Value};

/// Everything in which `document` is not what `schema` says, each with its place.
pub(crate) fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Validator { whole: schema }.check(schema, document, "", &mut faults);
    faults
}

struct Validator<'s> {
    whole: &'s Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let words = match schema {
            Value::Bool(true) => return,
            Value::Object(words) => words,
            other => return faults.push(format!("{at}: a schema cannot be {other}")),
        };
        let mut fault = |words: String| faults.push(format!("{at}: {words}"));
        for (word, says) in words {
            match word.as_str() {
                // What people read, and what other words look into.
                "$schema" | "title" | "description" | "$defs" | "default" | "examples" => {}
                "type" if !is_of(says, value) => fault(format!("{value} is not of type {says}")),
                "const" if value != says => fault(format!("{value} is not {says}")),
                "enum" if !says.as_array().is_some_and(|all| all.contains(value)) => {
                    fault(format!("{value} is none of {says}"));
                }
                "minimum" if value.as_f64() < says.as_f64() && value.is_number() => {
                    fault(format!("{value} is less than {says}"));
                }
                "maximum" if value.as_f64() > says.as_f64() && value.is_number() => {
                    fault(format!("{value} is more than {says}"));
                }
                "minItems" if value.as_array().is_some_and(|all| fewer(all.len(), says)) => {
                    fault(format!("fewer than {says} items"));
                }
                "maxItems" if value.as_array().is_some_and(|all| more(all.len(), says)) => {
                    fault(format!("more than {says} items"));
                }
                "required" => {
                    let keys = says.as_array().expect("a list of keys");
                    let keys = keys.iter().map(|key| key.as_str().expect("a key"));
                    for key in keys {
                        if value.is_object() && value.get(key).is_none() {
                            fault(format!("there is no {key}"));
                        }
                    }
                }
                "type" | "const" | "enum" | "minimum" | "maximum" | "minItems" | "maxItems" => {}
                "$ref"
                | "anyOf"
                | "oneOf"
                | "properties"
                | "additionalProperties"
                | "items"
                | "prefixItems" => {}
                other => fault(format!("the schema has a word that nobody knows: {other}")),
            }
        }
        self.inside(words, value, at, faults);
    }

    /// What lies deeper.
    fn inside(
        &self,
        words: &Map<String, Value>,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) {
        if let Some(to) = words.get("$ref") {
            let to = to.as_str().expect("a place in the schema");
            let pointer = to.strip_prefix('#').expect("a place in this schema");
            match self.whole.pointer(pointer) {
                Some(schema) => self.check(schema, value, at, faults),
                None => faults.push(format!("{at}: the schema has nothing at {to}")),
            }
        }
        for (word, one_only) in [("anyOf", false), ("oneOf", true)] {
            let Some(Value::Array(schemas)) = words.get(word) else {
                continue;
            };
            let tries: Vec<_> = schemas
                .iter()
                .map(|schema| {
                    let mut faults = Vec::new();
                    self.check(schema, value, at, &mut faults);
                    faults
                })
                .collect();
            let fit = tries.iter().filter(|faults| faults.is_empty()).count();
            if fit == 0 || (one_only && fit > 1) {
                faults.push(format!("{at}: {fit} of {word} fit: {tries:?}"));
            }
        }
        if let Value::Object(found) = value {
            let known = words.get("properties").and_then(Value::as_object);
            for (key, value) in found {
                let at = format!("{at}/{key}");
                match (
                    known.and_then(|known| known.get(key)),
                    words.get("additionalProperties"),
                ) {
                    (Some(schema), _) => self.check(schema, value, &at, faults),
                    (None, Some(Value::Bool(false))) => {
                        faults.push(format!("{at}: the schema does not know it"));
                    }
                    (None, Some(schema)) => self.check(schema, value, &at, faults),
                    (None, None) => {}
                }
            }
        }
        if let Value::Array(found) = value {
            let first = words.get("prefixItems").and_then(Value::as_array);
            let first = first.map_or(&[][..], Vec::as_slice);
            for (place, value) in found.iter().enumerate() {
                if let Some(schema) = first.get(place).or_else(|| words.get("items")) {
                    self.check(schema, value, &format!("{at}/{place}"), faults);
                }
            }
        }
    }
}

fn is_of(types: &Value, value: &Value) -> bool {
    match types {
        Value::Array(types) => types.iter().any(|one| is_of(one, value)),
        Value::String(name) => match name.as_str() {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("no JSON is of type {other}"),
        },
        other => panic!("a type is named by a word, not by {other}"),
    }
}

fn fewer(count: usize, least: &Value) -> bool {
    least.as_u64().is_some_and(|least| (count as u64) < least)
}

fn more(count: usize, most: &Value) -> bool {
    most.as_u64().is_some_and(|most| count as u64 > most)
}
