//! The presets that come along, as one JSON document.

use groundswell_scenario::presets::{Head, PRESETS};
use serde::Serialize;

use crate::error::Error;
use crate::json::tame;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-presets-1";

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    presets: Vec<PresetOut>,
}

#[derive(Serialize)]
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
    let mut json = serde_json::to_string_pretty(&document).map_err(Error::Json)?;
    json.push('\n');
    Ok(tame(&json))
}
