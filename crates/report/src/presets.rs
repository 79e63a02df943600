//! The presets that come along, as one JSON document.

use groundswell_scenario::presets::{Head, PRESETS};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::json::written;
use crate::schema::Published;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-presets-1";

/// The presets that come along, as `presets list` prints them.
#[derive(Serialize, JsonSchema)]
struct Document {
    schema: &'static str,
    presets: Vec<PresetOut>,
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document>(SCHEMA)
}

#[derive(Serialize, JsonSchema)]
struct PresetOut {
    name: &'static str,
    shows: String,
    source: String,
    date: String,
    trust: String,
    question: String,
}

/// All presets with what the heads of their files say.
///
/// # Errors
///
/// [`Error::Json`], which would be our mistake.
pub fn document() -> Result<String, Error> {
    let presets = PRESETS.iter().map(|preset| {
        let Head {
            shows,
            source,
            date,
            trust,
            question,
        } = preset.head();
        PresetOut {
            name: preset.name,
            shows,
            source,
            date,
            trust,
            question,
        }
    });
    let document = Document {
        schema: SCHEMA,
        presets: presets.collect(),
    };
    written(&document)
}
