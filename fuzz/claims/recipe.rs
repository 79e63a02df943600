//! Any bytes as a document that says how it is made: its recipe is read or is not, and what
//! is read is written as it stands.

use groundswell_report::recipe::Recipe;
use serde_json::Value;

use super::scenario::scenario;

/// Of `report.json` and its like.
pub fn recipe(bytes: &[u8]) {
    let known: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let Ok(recipe) = serde_json::from_value::<Recipe>(known["recipe"].clone()) else {
        return;
    };
    let written = serde_json::to_value(&recipe).expect("texts are JSON");
    assert_eq!(
        serde_json::from_value::<Recipe>(written).ok(),
        Some(recipe.clone())
    );
    if let Some(text) = recipe.scenario {
        scenario(text.as_bytes());
    }
}
