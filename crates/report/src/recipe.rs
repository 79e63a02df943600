//! How a result is made again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody asked for, without anything on which no result depends.
///
/// It stands in the documents, so that whoever has one can have the result made again
/// and hold it against what they have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Recipe {
    /// The verb, such as `compare`.
    pub verb: String,
    /// Its options, in the order of its help. Files are named without their folders.
    pub arguments: Vec<String>,
    /// The text of the scenario, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
}

impl Recipe {
    /// The same for a scenario of that text.
    #[must_use]
    pub fn of_scenario(self, text: &str) -> Self {
        Self {
            scenario: Some(text.to_owned()),
            ..self
        }
    }
}
