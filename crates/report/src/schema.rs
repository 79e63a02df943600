//! What the documents look like that the program prints: their JSON Schemas.
//!
//! Each is derived from the type that is written, so that it cannot differ from it. A
//! document names its schema under the key `schema`; a change of keys raises the number at
//! its end.
//!
//! ```
//! use groundswell_report::schema::published;
//!
//! let all = published();
//! let one = all.iter().find(|one| one.name == "groundswell-run-1").unwrap();
//! assert!(one.about.starts_with("How far word spreads"));
//! assert!(one.text()?.contains("https://json-schema.org/draft/2020-12/schema"));
//! # Ok::<(), groundswell_report::error::Error>(())
//! ```

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::{choice, diffusion, graph_stats, imported, json, plan, presets, replay, runs, sweep};

/// A document that others fill, with its name.
#[derive(Serialize)]
pub(crate) struct Named<'a, T> {
    schema: &'static str,
    #[serde(flatten)]
    document: &'a T,
}

impl<'a, T> Named<'a, T> {
    /// `document` by the name of its schema.
    pub(crate) fn new(schema: &'static str, document: &'a T) -> Self {
        Self { schema, document }
    }
}

/// One kind of document.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What stands under the document's key `schema`, such as "groundswell-run-1".
    pub name: &'static str,
    /// What the document is, in a sentence.
    pub about: String,
    /// Its JSON Schema, in the 2020-12 form.
    pub schema: Value,
}

/// Every kind of document that the program prints.
pub fn published() -> Vec<Published> {
    vec![
        json::schema(),
        diffusion::document::schema(),
        choice::document::schema(),
        sweep::document::schema(),
        sweep::ended::schema(),
        plan::schema(),
        runs::list_schema(),
        runs::diff_schema(),
        replay::schema(),
        graph_stats::document::schema(),
        imported::schema(),
        presets::schema(),
    ]
}

impl Published {
    /// The schema of what is written of `T` under that name, [`Named`] or with a key
    /// `schema` of its own.
    pub(crate) fn of<T: JsonSchema>(name: &'static str) -> Self {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<T>();
        Self::new(name, schema)
    }

    fn new(name: &'static str, schema: Schema) -> Self {
        let mut schema = plainer(schema.to_value());
        let about = schema["description"].as_str().unwrap_or_default();
        let about = about.replace('\n', " ");
        schema["title"] = json!(name);
        schema["properties"]["schema"] = json!({ "const": name });
        if let Some(required) = schema["required"].as_array_mut()
            && !required.contains(&json!("schema"))
        {
            required.insert(0, json!("schema"));
        }
        Self {
            name,
            about,
            schema,
        }
    }

    /// The schema as text; ends with a line break.
    ///
    /// # Errors
    ///
    /// [`Error::Json`], which would be our mistake.
    pub fn text(&self) -> Result<String, Error> {
        let text = serde_json::to_string_pretty(&self.schema).map_err(Error::Json)?;
        Ok(text + "\n")
    }
}

/// The schema without what only a Rust program would know: the types' names without their
/// endings, no names of machine numbers, objects without other keys than theirs, and `null`
/// for numbers that are not finite.
fn plainer(schema: Value) -> Value {
    match schema {
        Value::Object(keys) => Value::Object(plainer_object(keys)),
        Value::Array(items) => items.into_iter().map(plainer).collect(),
        other => other,
    }
}

fn plainer_object(mut keys: Map<String, Value>) -> Map<String, Value> {
    let is_float = matches!(
        keys.get("format").and_then(Value::as_str),
        Some("double" | "float")
    );
    // A key of a document may be called "format" as well; its value is a schema then.
    if keys.get("format").is_some_and(Value::is_string) {
        keys.remove("format");
    }
    if is_float && keys.get("type") == Some(&json!("number")) {
        keys.insert("type".to_owned(), json!(["number", "null"]));
    }
    if let Some(Value::String(to)) = keys.get_mut("$ref") {
        *to = to.replace("Out", "");
    }
    if let Some(Value::Object(types)) = keys.get_mut("$defs") {
        let renamed = std::mem::take(types).into_iter();
        *types = renamed
            .map(|(name, schema)| (name.replace("Out", ""), schema))
            .collect();
    }
    let is_object = keys.get("type") == Some(&json!("object"));
    if is_object && keys.get("properties").is_some_and(Value::is_object) {
        keys.entry("additionalProperties").or_insert(json!(false));
    }
    let keys = keys.into_iter();
    keys.map(|(key, value)| (key, plainer(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_name_of_its_own_and_says_what_it_is() {
        let all = published();
        for (at, one) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other.name != one.name));
            assert!(!one.about.is_empty(), "{}", one.name);
            assert_eq!(one.schema["properties"]["schema"]["const"], one.name);
            assert_eq!(one.schema["additionalProperties"], false, "{}", one.name);
        }
    }

    #[test]
    fn a_schema_names_no_machine_numbers_and_lets_other_keys_not_pass() {
        for one in published() {
            let text = one.text().unwrap();
            for word in ["\"double\"", "\"uint32\"", "\"int64\"", "Out\""] {
                assert!(!text.contains(word), "{}: {word}", one.name);
            }
        }
    }
}
